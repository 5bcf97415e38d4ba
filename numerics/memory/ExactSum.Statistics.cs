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
        {
            var terms = new Magnitudes<SingleValues>(new(first, values.Length));
            return default(SingleElements).FromBits(HostTerms.Total(terms, BinaryFormat.Single));
        }
    }

    /// <inheritdoc cref="SumOfMagnitudes(ReadOnlySpan{float})"/>
    public static unsafe double SumOfMagnitudes(ReadOnlySpan<double> values)
    {
        fixed (double* first = values)
        {
            var terms = new Magnitudes<DoubleValues>(new(first, values.Length));
            return default(DoubleElements).FromBits(HostTerms.Total(terms, BinaryFormat.Double));
        }
    }

    /// <summary>Returns √(Σ x[i]²), the Euclidean norm: the exact root, rounded once. Squares neither overflow nor underflow.</summary>
    /// <param name="values">The numbers; none give +0. A NaN gives a NaN, even beside an infinity.</param>
    public static float Norm(ReadOnlySpan<float> values) => Norm(default(SingleElements), values);

    /// <inheritdoc cref="Norm(ReadOnlySpan{float})"/>
    public static double Norm(ReadOnlySpan<double> values) => Norm(default(DoubleElements), values);

    /// <summary>Returns Σ x[i] / n: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least one.</param>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float Average(ReadOnlySpan<float> values) => Average(default(SingleElements), values);

    /// <inheritdoc cref="Average(ReadOnlySpan{float})"/>
    public static double Average(ReadOnlySpan<double> values) => Average(default(DoubleElements), values);

    /// <summary>Returns Σ w[i]·x[i] / Σ w[i]: the exact quotient, rounded once.</summary>
    /// <param name="values">The numbers x, at least one.</param>
    /// <param name="weights">Their weights w, as many, of any sign.</param>
    /// <returns>The average. Where a sum is not finite, the quotient follows IEEE 754.</returns>
    /// <exception cref="ArgumentException">There are no numbers, the lengths differ, or the weights add up to zero.</exception>
    public static float WeightedAverage(ReadOnlySpan<float> values, ReadOnlySpan<float> weights) =>
        WeightedAverage(default(SingleElements), values, weights);

    /// <inheritdoc cref="WeightedAverage(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double WeightedAverage(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) =>
        WeightedAverage(default(DoubleElements), values, weights);

    /// <summary>Returns the variance of a population, Σ (x[i] − m)² / n with the exact mean m: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least one. If one is an infinity or a NaN, the variance is a NaN.</param>
    /// <remarks>Computed as (n·Σ x² − (Σ x)²) / n², whose terms are exact.</remarks>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float Variance(ReadOnlySpan<float> values) => Variance(default(SingleElements), values, 0, isRoot: false);

    /// <inheritdoc cref="Variance(ReadOnlySpan{float})"/>
    public static double Variance(ReadOnlySpan<double> values) => Variance(default(DoubleElements), values, 0, isRoot: false);

    /// <summary>Returns the variance of a sample, Σ (x[i] − m)² / (n − 1) with the exact mean m: the exact quotient, rounded once.</summary>
    /// <param name="values">The n numbers, at least two. If one is an infinity or a NaN, the variance is a NaN.</param>
    /// <remarks>Computed as (n·Σ x² − (Σ x)²) / (n·(n − 1)), whose terms are exact.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two numbers.</exception>
    public static float SampleVariance(ReadOnlySpan<float> values) => Variance(default(SingleElements), values, 1, isRoot: false);

    /// <inheritdoc cref="SampleVariance(ReadOnlySpan{float})"/>
    public static double SampleVariance(ReadOnlySpan<double> values) => Variance(default(DoubleElements), values, 1, isRoot: false);

    /// <summary>
    /// Returns the standard deviation of a population, √(Σ (x[i] − m)² / n) with the exact mean m: the exact root, rounded once.
    /// </summary>
    /// <param name="values">The n numbers, at least one. If one is an infinity or a NaN, the deviation is a NaN.</param>
    /// <remarks><c>TensorPrimitives.StdDev</c> divides by n too.</remarks>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static float StandardDeviation(ReadOnlySpan<float> values) => Variance(default(SingleElements), values, 0, isRoot: true);

    /// <inheritdoc cref="StandardDeviation(ReadOnlySpan{float})"/>
    public static double StandardDeviation(ReadOnlySpan<double> values) => Variance(default(DoubleElements), values, 0, isRoot: true);

    /// <summary>
    /// Returns the standard deviation of a sample, √(Σ (x[i] − m)² / (n − 1)) with the exact mean m: the exact root, rounded once.
    /// </summary>
    /// <param name="values">The n numbers, at least two. If one is an infinity or a NaN, the deviation is a NaN.</param>
    /// <exception cref="ArgumentException">There are fewer than two numbers.</exception>
    public static float SampleStandardDeviation(ReadOnlySpan<float> values) => Variance(default(SingleElements), values, 1, isRoot: true);

    /// <inheritdoc cref="SampleStandardDeviation(ReadOnlySpan{float})"/>
    public static double SampleStandardDeviation(ReadOnlySpan<double> values) => Variance(default(DoubleElements), values, 1, isRoot: true);

    private static T Norm<T, TElements>(TElements elements, ReadOnlySpan<T> values)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        var squares = new HostSum(stackalloc long[FixedPoint.Limbs]);
        elements.AddProducts(values, values, ref squares);
        return elements.FromBits(squares.NonFinite is null
            ? ExactRatio.RoundRoot(squares.ToInteger(), 1, FixedPoint.LowestExponent, elements.Format)
            : squares.Round(elements.Format));
    }

    private static T Average<T, TElements>(TElements elements, ReadOnlySpan<T> values)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        RequireNumbers(values.Length, 1, "An average");
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        elements.Add(values, ref sum);

        // An infinity, a NaN and a zero are their own averages.
        return elements.FromBits(sum.NonFinite is null && !sum.IsZero
            ? ExactRatio.Round(sum.ToInteger(), values.Length, FixedPoint.LowestExponent, elements.Format)
            : sum.Round(elements.Format));
    }

    private static T WeightedAverage<T, TElements>(TElements elements, ReadOnlySpan<T> values, ReadOnlySpan<T> weights)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        if (values.Length != weights.Length)
            throw new ArgumentException($"Each number needs a weight; there are {values.Length} numbers and {weights.Length} weights.");
        RequireNumbers(values.Length, 1, "A weighted average");
        HostSum products = new(stackalloc long[FixedPoint.Limbs]), total = new(stackalloc long[FixedPoint.Limbs]);
        elements.AddProducts(values, weights, ref products);
        elements.Add(weights, ref total);
        if (total.NonFinite is null && total.IsZero)
            throw new ArgumentException("The weights add up to zero, and nothing can be divided by that. Weights need another sum.");

        // The quotient of numbers that are like the sums: not finite, zero, or neither.
        if (products.NonFinite is not null || total.NonFinite is not null || products.IsZero)
        {
            var like = (products.NonFinite ?? BitConverter.UInt64BitsToDouble(products.Round(BinaryFormat.Double)))
                / (total.NonFinite ?? total.ToInteger().Sign);
            return elements.FromBits(FixedPoint.Special(like, elements.Format));
        }

        return elements.FromBits(ExactRatio.Round(products.ToInteger(), total.ToInteger(), 0, elements.Format));
    }

    private static T Variance<T, TElements>(TElements elements, ReadOnlySpan<T> values, int lostDegreesOfFreedom, bool isRoot)
        where T : unmanaged
        where TElements : struct, IElements<T>
    {
        RequireNumbers(values.Length, 1 + lostDegreesOfFreedom, lostDegreesOfFreedom == 0 ? "A variance" : "The variance of a sample");
        HostSum sum = new(stackalloc long[FixedPoint.Limbs]), squares = new(stackalloc long[FixedPoint.Limbs]);
        elements.Add(values, ref sum);
        if (sum.NonFinite is not null) return elements.FromBits(elements.Format.NaN);
        elements.AddProducts(values, values, ref squares);

        // A sum of numbers is a multiple of 2^-1074, a sum of squares one of 2^-2148.
        var total = sum.ToInteger() >> FixedPoint.DoublePosition;
        BigInteger n = values.Length;
        var (numerator, denominator) = ((n * squares.ToInteger()) - (total * total), n * (n - lostDegreesOfFreedom));
        return elements.FromBits(isRoot
            ? ExactRatio.RoundRoot(numerator, denominator, FixedPoint.LowestExponent, elements.Format)
            : ExactRatio.Round(numerator, denominator, FixedPoint.LowestExponent, elements.Format));
    }

    private static void RequireNumbers(int length, int least, string what)
    {
        if (length < least)
            throw new ArgumentException($"{what} needs at least {(least == 1 ? "one number" : "two numbers")}; there are {length}.");
    }
}
