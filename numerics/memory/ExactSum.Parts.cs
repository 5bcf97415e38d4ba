// Correctly rounded sums of many parts of an array: of its prefixes, of its segments, and of groups of its numbers.

using System.Buffers;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

public static partial class ExactSum
{
    /// <summary>Writes y[i] = x[0] + … + x[i], each of them the exact sum rounded once.</summary>
    /// <param name="source">The numbers x.</param>
    /// <param name="destination">Where the sums y go: at least as long. It may be the source itself, and must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The destination is too short, or overlaps the source and does not begin where it begins.</exception>
    public static void CumulativeSum(ReadOnlySpan<float> source, Span<float> destination) =>
        CumulativeSum(default(SingleElements), source, destination);

    /// <inheritdoc cref="CumulativeSum(ReadOnlySpan{float}, Span{float})"/>
    public static void CumulativeSum(ReadOnlySpan<double> source, Span<double> destination) =>
        CumulativeSum(default(DoubleElements), source, destination);

    /// <summary>Writes y[i] = Σ x[j] with offsets[i] ≤ j &lt; offsets[i + 1], as for the rows of a sparse matrix in the form CSR.</summary>
    /// <param name="values">The numbers x.</param>
    /// <param name="offsets">Where the segments begin, and at last where the last one ends: from 0 to the number of values, ascending.</param>
    /// <param name="destination">Where the sums y go, one less than there are offsets. A segment without numbers gives +0.</param>
    /// <exception cref="ArgumentException">
    /// An offset is less than the one before it or lies outside the values, there is none, the destination has another length, or it overlaps
    /// the values. Nothing has been written then.
    /// </exception>
    public static void SumSegments(ReadOnlySpan<float> values, ReadOnlySpan<int> offsets, Span<float> destination) =>
        SumSegments(default(SingleElements), values, offsets, destination);

    /// <inheritdoc cref="SumSegments(ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static void SumSegments(ReadOnlySpan<double> values, ReadOnlySpan<int> offsets, Span<double> destination) =>
        SumSegments(default(DoubleElements), values, offsets, destination);

    /// <summary>Writes y[k] = Σ x[i] over all i with keys[i] = k, as for a histogram with weights.</summary>
    /// <param name="values">The numbers x.</param>
    /// <param name="keys">The group of each number: 0 to the number of groups − 1.</param>
    /// <param name="destination">Where the sums y go, one for each group. A group without numbers gives +0.</param>
    /// <exception cref="ArgumentException">
    /// A key is not the number of a group, there are not as many keys as numbers, or the destination overlaps the values. Nothing has been
    /// written then.
    /// </exception>
    public static void SumGroups(ReadOnlySpan<float> values, ReadOnlySpan<int> keys, Span<float> destination) =>
        SumGroups(default(SingleElements), values, keys, destination);

    /// <inheritdoc cref="SumGroups(ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static void SumGroups(ReadOnlySpan<double> values, ReadOnlySpan<int> keys, Span<double> destination) =>
        SumGroups(default(DoubleElements), values, keys, destination);

    internal static void RequireNoOverlap<T>(ReadOnlySpan<T> source, Span<T> destination)
    {
        if (source.Overlaps(destination)) throw new ArgumentException("The destination overlaps numbers that are read. Use other memory.");
    }

    private static void CumulativeSum<T, TElements>(TElements elements, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        if (destination.Length < source.Length)
            throw new ArgumentException($"The destination has {destination.Length} elements; {source.Length} sums need as many.");
        destination = destination[..source.Length];
        if (source.Overlaps(destination, out var offset) && offset != 0)
        {
            throw new ArgumentException(
                $"The destination overlaps the source, {offset} elements from its beginning. Use the same or other memory.");
        }

        // A term has parts in three limbs. No limb outside those of all terms can differ from zero: the highest one has room for the carries.
        Span<long> limbs = stackalloc long[FixedPoint.Limbs], copy = stackalloc long[FixedPoint.Limbs];
        int first = FixedPoint.Limbs, end = 0;
        var flags = StatusFlags.None;
        for (var i = 0; i < source.Length; i++)
        {
            var term = Term.Of(elements.Widen(source[i]));
            flags |= term.Flags;
            if (term.Low != 0)
            {
                FixedPoint.Add(limbs, term);
                first = Math.Min(first, term.Position / 32);
                end = Math.Max(end, (term.Position / 32) + 3);
            }

            var window = end == 0 ? limbs[..3] : limbs[first..end];
            FixedPoint.PropagateCarries(window);
            window.CopyTo(copy);
            destination[i] = elements.FromBits(FixedPoint.Round(copy[..window.Length], 32 * first, flags, elements.Format));
        }
    }

    private static void SumSegments<T, TElements>(
        TElements elements, ReadOnlySpan<T> values, ReadOnlySpan<int> offsets, Span<T> destination)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        if (offsets.IsEmpty) throw new ArgumentException("There are no offsets. No segments have one, the end of the last segment.");
        if (destination.Length != offsets.Length - 1)
        {
            throw new ArgumentException(
                $"The destination has {destination.Length} elements; {offsets.Length} offsets make {offsets.Length - 1} segments.");
        }

        var least = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            if (offsets[i] < least || offsets[i] > values.Length)
                throw new ArgumentException($"offsets[{i}] is {offsets[i]}; it must be {least} to {values.Length}.");
            least = offsets[i];
        }

        RequireNoOverlap(values, destination);
        for (var i = 0; i < destination.Length; i++)
            destination[i] = Sum(elements, values[offsets[i]..offsets[i + 1]], elements.Format);
    }

    private static void SumGroups<T, TElements>(TElements elements, ReadOnlySpan<T> values, ReadOnlySpan<int> keys, Span<T> destination)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        if (keys.Length != values.Length)
            throw new ArgumentException($"Each number needs a key; there are {values.Length} numbers and {keys.Length} keys.");
        RequireNoOverlap(values, destination);

        // A counting sort. At first, offsets[k + 1] counts group k; then it is where the next number of group k goes, and at last its end.
        var rentedOffsets = ArrayPool<int>.Shared.Rent(destination.Length + 2);
        var rentedValues = ArrayPool<T>.Shared.Rent(values.Length);
        try
        {
            var offsets = rentedOffsets.AsSpan(0, destination.Length + 2);
            offsets.Clear();
            for (var i = 0; i < keys.Length; i++)
            {
                if ((uint)keys[i] >= (uint)destination.Length)
                    throw new ArgumentException($"keys[{i}] is {keys[i]}; {Groups(destination.Length)}.");
                offsets[keys[i] + 2]++;
            }

            for (var k = 2; k < offsets.Length; k++) offsets[k] += offsets[k - 1];
            for (var i = 0; i < keys.Length; i++) rentedValues[offsets[keys[i] + 1]++] = values[i];
            SumSegments(elements, rentedValues.AsSpan(0, values.Length), offsets[..^1], destination);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rentedOffsets);
            ArrayPool<T>.Shared.Return(rentedValues);
        }

        static string Groups(int count) => count == 0 ? "the destination has no elements" : $"the groups are 0 to {count - 1}";
    }
}
