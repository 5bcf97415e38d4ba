// Correctly rounded sums of numbers that do not lie side by side, of sequences, and on several threads.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

#pragma warning disable RS0026 // Optional parameters in overloads for other elements: no call can mean two of them.

public static partial class ExactSum
{
    // A part is worth a thread: it takes much longer than adding its sum to the total.
    private const int ParallelPart = 1 << 16;

    private delegate void AddRange(ref HostSum sum, int start, int length);

    /// <summary>Returns x[0] + x[stride] + x[2·stride] + …, such as a column of a matrix: slice off what lies before it.</summary>
    /// <param name="values">The numbers, and those between them; none give +0.</param>
    /// <param name="stride">The distance between two numbers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is less than 1.</exception>
    public static float SumStrided(ReadOnlySpan<float> values, int stride) => SumStrided(default(SingleElements), values, stride);

    /// <inheritdoc cref="SumStrided(ReadOnlySpan{float}, int)"/>
    public static double SumStrided(ReadOnlySpan<double> values, int stride) => SumStrided(default(DoubleElements), values, stride);

    /// <summary>Returns Σ x[i].</summary>
    /// <param name="values">The numbers; none give +0.</param>
    /// <remarks>Before C# 14, an array is as good a sequence as a span.</remarks>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static float Sum(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Sum((ReadOnlySpan<float>)values);
    }

    /// <inheritdoc cref="Sum(float[])"/>
    public static double Sum(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Sum((ReadOnlySpan<double>)values);
    }

    /// <summary>Returns the sum of a sequence.</summary>
    /// <param name="values">The numbers; none give +0. The sequence is enumerated once.</param>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    [OverloadResolutionPriority(-1)]
    public static float Sum(IEnumerable<float> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sum = new ExactAccumulator();
        foreach (var value in values) sum.Add(value);
        return sum.ToSingle();
    }

    /// <inheritdoc cref="Sum(IEnumerable{float})"/>
    [OverloadResolutionPriority(-1)]
    public static double Sum(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sum = new ExactAccumulator();
        foreach (var value in values) sum.Add(value);
        return sum.ToDouble();
    }

    /// <summary>Returns Σ x[i], computed on several threads. Their number does not change the bits.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    /// <param name="options">The degree of parallelism, the scheduler and a token to cancel; null: as many threads as .NET likes.</param>
    /// <exception cref="OperationCanceledException">Canceled before the end.</exception>
    public static float ParallelSum(ReadOnlyMemory<float> values, ParallelOptions? options = null) =>
        InParallel(values.Length, options, (ref sum, start, length) =>
            default(SingleElements).Add(values.Span.Slice(start, length), ref sum)).ToSingle();

    /// <inheritdoc cref="ParallelSum(ReadOnlyMemory{float}, ParallelOptions)"/>
    public static double ParallelSum(ReadOnlyMemory<double> values, ParallelOptions? options = null) =>
        InParallel(values.Length, options, (ref sum, start, length) =>
            default(DoubleElements).Add(values.Span.Slice(start, length), ref sum)).ToDouble();

    /// <summary>Returns Σ a[i]·b[i], no product rounded, computed on several threads. Their number does not change the bits.</summary>
    /// <param name="a">The left factors.</param>
    /// <param name="b">The right factors, as many; none give +0.</param>
    /// <param name="options">The degree of parallelism, the scheduler and a token to cancel; null: as many threads as .NET likes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">Canceled before the end.</exception>
    public static float ParallelDot(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b, ParallelOptions? options = null)
    {
        RequireSameLength(a.Length, b.Length);
        return InParallel(a.Length, options, (ref sum, start, length) =>
            default(SingleElements).AddProducts(a.Span.Slice(start, length), b.Span.Slice(start, length), ref sum)).ToSingle();
    }

    /// <inheritdoc cref="ParallelDot(ReadOnlyMemory{float}, ReadOnlyMemory{float}, ParallelOptions)"/>
    public static double ParallelDot(ReadOnlyMemory<double> a, ReadOnlyMemory<double> b, ParallelOptions? options = null)
    {
        RequireSameLength(a.Length, b.Length);
        return InParallel(a.Length, options, (ref sum, start, length) =>
            default(DoubleElements).AddProducts(a.Span.Slice(start, length), b.Span.Slice(start, length), ref sum)).ToDouble();
    }

    private static T SumStrided<T, TElements>(TElements elements, ReadOnlySpan<T> values, int stride)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        Span<T> block = stackalloc T[Extraction.Block];
        while (!values.IsEmpty)
        {
            var length = Gather(values, stride, block);
            elements.Add(block[..length], ref sum);
            values = values[(int)Math.Min((long)length * stride, values.Length)..];
        }

        return elements.FromBits(sum.Round(elements.Format));
    }

    /// <summary>Copies every so-manieth number to a block until it is full, and returns how many.</summary>
    private static int Gather<T>(ReadOnlySpan<T> values, int stride, Span<T> block)
    {
        var length = Math.Min(block.Length, ((values.Length - 1) / stride) + 1);
        for (var i = 0; i < length; i++) block[i] = values[i * stride];
        return length;
    }

    private static ExactAccumulator InParallel(int length, ParallelOptions? options, AddRange add)
    {
        var total = new ExactAccumulator();
        var parts = (int)(((long)length + ParallelPart - 1) / ParallelPart);
        Parallel.For(0, parts, options ?? new(), part =>
        {
            var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
            var start = part * ParallelPart;
            add(ref sum, start, Math.Min(ParallelPart, length - start));
            lock (total) total.AddLimbs(sum.Limbs, 0, sum.Flags);
        });
        return total;
    }
}
