// Finds the accumulation order of an implementation from its results alone.

using System.Globalization;

namespace QuizKit.Numerics;

/// <summary>
/// Reveals the summation tree of an implementation that can only be called (the method of FPRev: Xie et al., "Revealing
/// Floating-Point Accumulation Orders in Software/Hardware Implementations", USENIX ATC 2025, arXiv:2411.00442).
/// </summary>
/// <remarks>
/// All addends are 1, except x[i] = 2¹²⁷ and x[j] = −2¹²⁷. What is added to one of these before they meet is absorbed, so the result
/// counts the addends outside the smallest subtree that holds both. A sum of n addends takes n−1 such probes if it is
/// sequential, about (n/2)·log₂ n if it is balanced, and n²/2 at worst; each is made twice. Fused multiply-adds do not
/// show in the tree.
/// </remarks>
public static class SummationOrder
{
    /// <summary>Finds the order of a sum of binary32 numbers.</summary>
    /// <param name="sum">The implementation. For a dot product, the given numbers are one operand and ones the other.</param>
    /// <param name="length">How many numbers to add up, at least 1 and below 2²⁴.</param>
    /// <exception cref="NoFixedOrderException">The implementation has no fixed order, or does not add in a tree.</exception>
    public static SummationTree Reveal(Func<float[], float> sum, int length)
    {
        ArgumentNullException.ThrowIfNull(sum);
        return RevealLevels(
            probes => [.. probes.Select(probe =>
            {
                var addends = probe.ToAddends(length);
                return SubtreeSize(sum(addends), sum(addends), length);
            })],
            length);
    }

    /// <summary>
    /// Finds the order of a sum of binary32 numbers whose implementation answers many probes at a time, such as a matrix product with a
    /// probe in each column.
    /// </summary>
    /// <param name="sums">
    /// The implementation: one sum for each probe, in their order. It gets all probes of a level of the tree in one list, which it may
    /// split, and gets each list twice.
    /// </param>
    /// <param name="length">How many numbers to add up, at least 1 and below 2²⁴.</param>
    /// <exception cref="NoFixedOrderException">The implementation has no fixed order, or does not add in a tree.</exception>
    /// <exception cref="ArgumentException">The implementation gave another number of sums than it was given probes.</exception>
    public static SummationTree RevealInBatches(Func<IReadOnlyList<SummationProbe>, IReadOnlyList<float>> sums, int length)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return RevealLevels(
            probes =>
            {
                IReadOnlyList<float> once = sums(probes), again = sums(probes);
                if (once.Count != probes.Count || again.Count != probes.Count)
                {
                    throw new ArgumentException(
                        $"{probes.Count} probes were answered by {once.Count} and {again.Count} sums.", nameof(sums));
                }

                return [.. once.Zip(again, (first, second) => SubtreeSize(first, second, length))];
            },
            length);
    }

    /// <summary>
    /// Takes the tree apart from the root down, all nodes of a level at a time, then puts it together from the leaves up.
    /// </summary>
    private static SummationTree RevealLevels(Func<IReadOnlyList<SummationProbe>, int[]> subtreeSizes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, 1 << 24);
        var root = new Part([.. Enumerable.Range(0, length)]);
        var parts = new List<Part> { root };
        for (IReadOnlyList<Part> level = [root]; level.Count > 0;)
        {
            var probes = new List<SummationProbe>();
            foreach (var part in level)
                foreach (var addend in part.Addends.Skip(1)) probes.Add(new SummationProbe(part.Addends[0], addend));
            var sizes = probes.Count == 0 ? [] : subtreeSizes(probes);
            var next = new List<Part>();
            var at = 0;
            foreach (var part in level)
            {
                var met = 1;
                foreach (var group in part.Addends.Skip(1).GroupBy(_ => sizes[at++]).OrderBy(group => group.Key))
                {
                    // A subtree of so many leaves cannot hold more of them: seen here, an exact sum takes n−1 probes and not n²/2.
                    var sibling = new Part([.. group]);
                    met += sibling.Addends.Count;
                    if (met > group.Key) throw NotATree();
                    part.Siblings.Add((group.Key, sibling));
                    next.Add(sibling);
                }
            }

            parts.AddRange(next);
            level = next;
        }

        // Parts were found before the parts they are made of.
        for (var i = parts.Count - 1; i >= 0; i--) parts[i].Build();
        return root.Tree!.LeafCount == length ? root.Tree : throw NotATree();
    }

    private static int SubtreeSize(float outside, float again, int length)
    {
        if (BitConverter.SingleToUInt32Bits(outside) != BitConverter.SingleToUInt32Bits(again))
        {
            throw new NoFixedOrderException(string.Format(
                CultureInfo.InvariantCulture, "No fixed order: the same {0} numbers gave {1:R} and then {2:R}.", length, outside, again));
        }

        return outside >= 0 && outside <= length - 2 && outside == MathF.Floor(outside)
            ? length - (int)outside
            : throw new NoFixedOrderException(string.Format(
                CultureInfo.InvariantCulture,
                "Ones, 2^127 and -2^127, {0} numbers in all, gave {1:R}, which no order of additions does.",
                length,
                outside));
    }

    private static NoFixedOrderException NotATree() => new(
        "The results are not those of a tree of additions: the sum is exact, compensated, or sorted by magnitude.");

    /// <summary>Some addends that meet before they meet any other, the first of them, and what that one meets, the nearest first.</summary>
    private sealed class Part(List<int> addends)
    {
        public List<int> Addends { get; } = addends;

        /// <summary>
        /// The parts that the first addend meets, each with the number of leaves of the smallest subtree that holds both.
        /// </summary>
        public List<(int Size, Part Part)> Siblings { get; } = [];

        public SummationTree? Tree { get; private set; }

        /// <summary>The largest subtree seen, which may reach beyond these addends.</summary>
        private int Size { get; set; } = 1;

        /// <summary>Puts the tree together, once all siblings have theirs.</summary>
        public void Build()
        {
            var root = SummationTree.Of(Addends[0]);
            foreach (var (size, sibling) in Siblings)
            {
                Size = size;
                if (sibling.Size == sibling.Addends.Count) root = SummationTree.Of(root, sibling.Tree!);
                else if (sibling.Size == size) root = sibling.Tree!.With(root);
                else throw NotATree();
                if (root.LeafCount > size) throw NotATree();
            }

            Tree = root;
        }
    }
}

/// <summary>
/// The addends that show when two of them meet: all are 1, except 2¹²⁷ at one index and −2¹²⁷ at another.
/// </summary>
/// <param name="Positive">The index of the addend 2¹²⁷.</param>
/// <param name="Negative">The index of the addend −2¹²⁷, larger than <paramref name="Positive"/>.</param>
public readonly record struct SummationProbe(int Positive, int Negative)
{
    /// <summary>2¹²⁷, which absorbs every 1 that is added to it.</summary>
    public const float Mask = 1.7014118e38f;

    /// <summary>Returns the addends.</summary>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no addend with one of the two indices.</exception>
    public float[] ToAddends(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Positive);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Negative, Positive);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Negative);
        var addends = new float[length];
        Array.Fill(addends, 1f);
        addends[Positive] = Mask;
        addends[Negative] = -Mask;
        return addends;
    }
}

/// <summary>An implementation of a sum does not have a fixed accumulation order; the message says what shows it.</summary>
public sealed class NoFixedOrderException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public NoFixedOrderException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">How it shows.</param>
    public NoFixedOrderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">How it shows.</param>
    /// <param name="innerException">What led to it.</param>
    public NoFixedOrderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
