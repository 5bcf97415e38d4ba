// An implementation of a sum or a dot product whose accumulation order is studied.

using System.Numerics;
using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Orders;

/// <summary>The operation of an implementation.</summary>
internal enum OrderOperation
{
    /// <summary>Σ a[i].</summary>
    Sum,

    /// <summary>Σ a[i]·b[i], alone or as an element of a product with a matrix.</summary>
    Dot,

    /// <summary>Σ eˣ⁻ᵐ inside of softmax.</summary>
    Softmax,

    /// <summary>The mean and the variance inside of a layer normalization.</summary>
    LayerNorm,
}

/// <summary>The operands of one call.</summary>
/// <param name="A">The addends, or the left factors: numbers of the format of the target.</param>
/// <param name="B">The right factors; a sum ignores them.</param>
internal readonly record struct OrderOperands(double[] A, double[] B);

/// <summary>An implementation of a sum or a dot product.</summary>
/// <param name="Id">Its name on the command line, such as <c>numpy.sum</c> or <c>numpy.sum.binary64</c>.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Format">The format of its numbers and of its result.</param>
/// <param name="ComputeAll">The implementation, for the operands of many calls: one result for each.</param>
internal sealed record OrderTarget(
    string Id, string Place, OrderOperation Operation, BinaryRounding Format, Func<IReadOnlyList<OrderOperands>, double[]> ComputeAll)
{
    /// <summary>
    /// The implementation for operands at an address that is a number of bytes behind a multiple of 64; null where that cannot be chosen.
    /// </summary>
    public Func<IReadOnlyList<OrderOperands>, int, double[]>? ComputeAt { get; init; }

    /// <summary>Creates a target of binary32.</summary>
    public OrderTarget(string id, string place, OrderOperation operation, Func<float[], float[], float> compute)
        : this(id, place, operation, BinaryRounding.Binary32, EachBy(compute))
    {
    }

    /// <summary>Returns a sum of binary32.</summary>
    public static OrderTarget Sum(string id, string place, Func<float[], float> sum) =>
        new(id, place, OrderOperation.Sum, (a, _) => sum(a));

    /// <summary>Returns a dot product of binary32.</summary>
    public static OrderTarget Dot(string id, string place, Func<float[], float[], float> dot) =>
        new(id, place, OrderOperation.Dot, dot);

    /// <summary>Returns a sum of a format, whose numbers are those of T.</summary>
    public static OrderTarget SumOf<T>(string id, string place, BinaryRounding format, Func<T[], T> sum)
        where T : INumberBase<T> => new(id, place, OrderOperation.Sum, format, EachBy<T>((a, _) => sum(a)));

    /// <summary>Returns a dot product of a format, whose numbers are those of T.</summary>
    public static OrderTarget DotOf<T>(string id, string place, BinaryRounding format, Func<T[], T[], T> dot)
        where T : INumberBase<T> => new(id, place, OrderOperation.Dot, format, EachBy(dot));

    /// <summary>Computes one result.</summary>
    public double Compute(double[] a, double[] b) => ComputeAll([new OrderOperands(a, b)])[0];

    /// <summary>Computes one result in binary32.</summary>
    public float Compute(float[] a, float[] b) => (float)Compute(Array.ConvertAll(a, Widen), Array.ConvertAll(b, Widen));

    private static double Widen(float value) => value;

    private static Func<IReadOnlyList<OrderOperands>, double[]> EachBy<T>(Func<T[], T[], T> compute)
        where T : INumberBase<T> =>
        calls => [.. calls.Select(call => double.CreateTruncating(compute(Narrow<T>(call.A), Narrow<T>(call.B))))];

    private static T[] Narrow<T>(double[] values)
        where T : INumberBase<T> => Array.ConvertAll(values, T.CreateTruncating);
}
