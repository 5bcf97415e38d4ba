// An operation on given numbers: a sum, a dot product, or a product of two matrices.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

internal enum ToleranceOperation
{
    /// <summary>Σ a[i].</summary>
    Sum,

    /// <summary>Σ a[i]·b[i].</summary>
    Dot,

    /// <summary>A·B, row by row.</summary>
    MatrixProduct,
}

/// <summary>The sizes of an operation: an m·k matrix times a k·n matrix. Sums and dot products have m = n = 1.</summary>
/// <param name="K">The number of addends of each result.</param>
internal sealed record ToleranceShape(ToleranceOperation Operation, int M, int N, int K)
{
    /// <summary>The number of numbers of the left operand.</summary>
    public int LeftCount => M * K;

    /// <summary>The number of numbers of both operands.</summary>
    public int Count => LeftCount + (Operation == ToleranceOperation.Sum ? 0 : K * N);

    /// <summary>The number of results.</summary>
    public int Results => M * N;

    /// <summary>The most roundings that a product and its sums put on one addend, for a summation tree of a height.</summary>
    public int RoundingsOf(int height) => height + (Operation == ToleranceOperation.Sum ? 0 : 1);
}

/// <summary>An operation on given numbers.</summary>
/// <param name="Values">Both operands, the left one first, row by row: numbers of the format of the inputs.</param>
/// <param name="Origin">Where the numbers are from.</param>
internal sealed record ToleranceProblem(ToleranceShape Shape, ToleranceArithmetic Arithmetic, double[] Values, string Origin)
{
    /// <summary>The terms of one result.</summary>
    /// <param name="result">The index of the result, row by row.</param>
    /// <param name="inputs">The format to which the operands are rounded.</param>
    public ToleranceTerms TermsOf(int result, BinaryRounding inputs)
    {
        var (row, column) = Math.DivRem(result, Shape.N);
        var a = new double[Shape.K];
        var b = new double[Shape.K];
        for (var i = 0; i < Shape.K; i++)
        {
            a[i] = inputs.Round(Values[(row * Shape.K) + i]);
            b[i] = Shape.Operation == ToleranceOperation.Sum
                ? 1 : inputs.Round(Values[Shape.LeftCount + (i * Shape.N) + column]);
        }

        return new ToleranceTerms(a, b);
    }
}

/// <summary>The terms of one result, Σ a[i]·b[i], with the exact sum of the products and that of their magnitudes.</summary>
internal sealed class ToleranceTerms
{
    private readonly ExactAccumulator _sum = new();

    public ToleranceTerms(double[] a, double[] b)
    {
        (A, B) = (a, b);
        _sum.AddProducts(a, b);
        Exact = _sum.ToDouble();
        var magnitudes = new ExactAccumulator();
        magnitudes.AddProducts(Array.ConvertAll(a, Math.Abs), Array.ConvertAll(b, Math.Abs));
        Magnitude = magnitudes.ToDouble();
    }

    public double[] A { get; }

    public double[] B { get; }

    /// <summary>The exact sum, rounded once to binary64.</summary>
    public double Exact { get; }

    /// <summary>Σ|a[i]·b[i]|, rounded once to binary64.</summary>
    public double Magnitude { get; }

    /// <summary>The distance of the exact sums of two lists of terms, rounded once to binary64.</summary>
    public double DistanceTo(ToleranceTerms other)
    {
        var difference = new ExactAccumulator();
        difference.Merge(_sum);
        difference.Subtract(other._sum);
        return Math.Abs(difference.ToDouble());
    }

    /// <summary>The distance of a number from the exact sum, rounded once to binary64; infinite or NaN if the number is.</summary>
    public double DistanceTo(double value)
    {
        if (!double.IsFinite(value)) return double.PositiveInfinity;
        var difference = new ExactAccumulator();
        difference.Merge(_sum);
        difference.Subtract(value);
        return Math.Abs(difference.ToDouble());
    }
}
