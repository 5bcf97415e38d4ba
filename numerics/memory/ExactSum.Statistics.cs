// Correctly rounded statistics of arrays in memory.

using System.Numerics;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

public static partial class ExactSum
{
    /// <summary>Returns Σ x[i]², no square rounded.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static float SumOfSquares(ReadOnlySpan<float> values) => Dot(values, values);

    /// <inheritdoc cref="SumOfSquares(ReadOnlySpan{float})"/>
    public static double SumOfSquares(ReadOnlySpan<double> values) => Dot(values, values);

    /// <summary>Returns Σ |x[i]|.</summary>
    /// <param name="values">The numbers; none give +0.</param>
    public static unsafe float SumOfMagnitudes(ReadOnlySpan<float> values)
    {
        fixed (float* first = values)
            return SingleElements.FromBits(HostSum.Total(new Magnitudes<SingleValues>(new(first, values.Length)), SingleElements.Format));
    }

    /// <inheritdoc cref="SumOfMagnitudes(ReadOnlySpan{float})"/>
    public static unsafe double SumOfMagnitudes(ReadOnlySpan<double> values)
    {
        fixed (double* first = values)
            return DoubleElements.FromBits(HostSum.Total(new Magnitudes<DoubleValues>(new(first, values.Length)), DoubleElements.Format));
    }

    /// <summary>Returns √(Σ x[i]²), the Euclidean norm: the exact root, rounded once. Squares neither overflow nor underflow.</summary>
    /// <param name="values">The numbers; none give +0. A NaN gives a NaN, even beside an infinity.</param>
    public static float Norm(ReadOnlySpan<float> values) => Norm<float, SingleElements>(values);

    /// <inheritdoc cref="Norm(ReadOnlySpan{float})"/>
    public static double Norm(ReadOnlySpan<double> values) => Norm<double, DoubleElements>(values);

    /// <summary>Returns Σ x[i] / n: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least one.</param>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float Average(ReadOnlySpan<float> values) => Average<float, SingleElements>(values);

    /// <inheritdoc cref="Average(ReadOnlySpan{float})"/>
    public static double Average(ReadOnlySpan<double> values) => Average<double, DoubleElements>(values);

    /// <summary>Returns Σ w[i]·x[i] / Σ w[i]: the exact quotient, rounded once.</summary>
    /// <param name="values">The numbers x, at least one.</param>
    /// <param name="weights">Their weights w, as many, of any sign.</param>
    /// <returns>The average. Where a sum is not finite, the quotient follows IEEE 754.</returns>
    /// <exception cref="ArgumentException">There are no numbers, the lengths differ, or the weights add up to zero.</exception>
    public static float WeightedAverage(ReadOnlySpan<float> values, ReadOnlySpan<float> weights) =>
        WeightedAverage<float, SingleElements>(values, weights);

    /// <inheritdoc cref="WeightedAverage(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double WeightedAverage(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) =>
        WeightedAverage<double, DoubleElements>(values, weights);

    /// <summary>Returns the variance of a population, Σ (x[i] − m)² / n with the exact mean m: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least one. If one is an infinity or a NaN, the variance is a NaN.</param>
    /// <remarks>Computed as (n·Σ x² − (Σ x)²) / n², whose terms are exact.</remarks>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float Variance(ReadOnlySpan<float> values) => Variance<float, SingleElements>(values, 0, isRoot: false);

    /// <inheritdoc cref="Variance(ReadOnlySpan{float})"/>
    public static double Variance(ReadOnlySpan<double> values) => Variance<double, DoubleElements>(values, 0, isRoot: false);

    /// <summary>Returns the variance of a sample, Σ (x[i] − m)² / (n − 1) with the exact mean m: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least two. If one is an infinity or a NaN, the variance is a NaN.</param>
    /// <remarks>Computed as (n·Σ x² − (Σ x)²) / (n·(n − 1)), whose terms are exact.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two numbers.</exception>
    public static float SampleVariance(ReadOnlySpan<float> values) => Variance<float, SingleElements>(values, 1, isRoot: false);

    /// <inheritdoc cref="SampleVariance(ReadOnlySpan{float})"/>
    public static double SampleVariance(ReadOnlySpan<double> values) => Variance<double, DoubleElements>(values, 1, isRoot: false);

    /// <summary>
    /// Returns the standard deviation of a population, √(Σ (x[i] − m)² / n) with the exact mean m: the exact root, rounded once.
    /// </summary>
    /// <param name="values">The n numbers, at least one. If one is an infinity or a NaN, the deviation is a NaN.</param>
    /// <remarks><c>TensorPrimitives.StdDev</c> divides by n too.</remarks>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float StandardDeviation(ReadOnlySpan<float> values) => Variance<float, SingleElements>(values, 0, isRoot: true);

    /// <inheritdoc cref="StandardDeviation(ReadOnlySpan{float})"/>
    public static double StandardDeviation(ReadOnlySpan<double> values) => Variance<double, DoubleElements>(values, 0, isRoot: true);

    /// <summary>
    /// Returns the standard deviation of a sample, √(Σ (x[i] − m)² / (n − 1)) with the exact mean m: the exact root, rounded once.
    /// </summary>
    /// <param name="values">The n numbers, at least two. If one is an infinity or a NaN, the deviation is a NaN.</param>
    /// <exception cref="ArgumentException">There are fewer than two numbers.</exception>
    public static float SampleStandardDeviation(ReadOnlySpan<float> values) => Variance<float, SingleElements>(values, 1, isRoot: true);

    /// <inheritdoc cref="SampleStandardDeviation(ReadOnlySpan{float})"/>
    public static double SampleStandardDeviation(ReadOnlySpan<double> values) => Variance<double, DoubleElements>(values, 1, isRoot: true);

    private static T Norm<T, TElements>(ReadOnlySpan<T> values)
        where T : unmanaged
        where TElements : IElements<T>
    {
        var squares = new HostSum(stackalloc long[FixedPoint.Limbs]);
        TElements.AddProducts(values, values, ref squares);
        return TElements.FromBits(squares.NonFinite is null
            ? ExactRatio.RoundRoot(squares.ToInteger(), 1, FixedPoint.LowestExponent, TElements.Format)
            : squares.Round(TElements.Format));
    }

    private static T Average<T, TElements>(ReadOnlySpan<T> values)
        where T : unmanaged
        where TElements : IElements<T>
    {
        RequireNumbers(values.Length, 1, "An average");
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        TElements.Add(values, ref sum);

        // An infinity, a NaN and a zero are their own averages.
        return TElements.FromBits(sum.NonFinite is null && !sum.IsZero
            ? ExactRatio.Round(sum.ToInteger(), values.Length, FixedPoint.LowestExponent, TElements.Format)
            : sum.Round(TElements.Format));
    }

    private static T WeightedAverage<T, TElements>(ReadOnlySpan<T> values, ReadOnlySpan<T> weights)
        where T : unmanaged
        where TElements : IElements<T>
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"Each number needs a weight; there are {values.Length} numbers and {weights.Length} weights.");
        RequireNumbers(values.Length, 1, "A weighted average");
        HostSum products = new(stackalloc long[FixedPoint.Limbs]), total = new(stackalloc long[FixedPoint.Limbs]);
        TElements.AddProducts(values, weights, ref products);
        TElements.Add(weights, ref total);
        if (total.NonFinite is null && total.IsZero)
            throw new ArgumentException("The weights add up to zero, and nothing can be divided by that. Weights need another sum.");

        // The quotient of numbers that are like the sums: not finite, zero, or neither.
        if (products.NonFinite is not null || total.NonFinite is not null || products.IsZero)
        {
            var like = (products.NonFinite ?? BitConverter.UInt64BitsToDouble(products.Round(BinaryFormat.Double)))
                / (total.NonFinite ?? total.ToInteger().Sign);
            return TElements.FromBits(FixedPoint.Special(like, TElements.Format));
        }

        return TElements.FromBits(ExactRatio.Round(products.ToInteger(), total.ToInteger(), 0, TElements.Format));
    }

    private static T Variance<T, TElements>(ReadOnlySpan<T> values, int lostDegreesOfFreedom, bool isRoot)
        where T : unmanaged
        where TElements : IElements<T>
    {
        RequireNumbers(values.Length, 1 + lostDegreesOfFreedom, lostDegreesOfFreedom == 0 ? "A variance" : "The variance of a sample");
        HostSum sum = new(stackalloc long[FixedPoint.Limbs]), squares = new(stackalloc long[FixedPoint.Limbs]);
        TElements.Add(values, ref sum);
        if (sum.NonFinite is not null) return TElements.FromBits(TElements.Format.NaN);
        TElements.AddProducts(values, values, ref squares);

        // A sum of numbers is a multiple of 2^-1074, a sum of squares one of 2^-2148.
        var total = sum.ToInteger() >> FixedPoint.DoublePosition;
        BigInteger n = values.Length;
        var (numerator, denominator) = ((n * squares.ToInteger()) - (total * total), n * (n - lostDegreesOfFreedom));
        return TElements.FromBits(isRoot
            ? ExactRatio.RoundRoot(numerator, denominator, FixedPoint.LowestExponent, TElements.Format)
            : ExactRatio.Round(numerator, denominator, FixedPoint.LowestExponent, TElements.Format));
    }

    private static void RequireNumbers(int length, int least, string what)
    {
        if (length < least)
            throw new ArgumentException($"{what} needs at least {(least == 1 ? "one number" : "two numbers")}; there are {length}.");
    }
}
