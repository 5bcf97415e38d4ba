// An implementation of a sum or a dot product whose accumulation order is studied.

namespace QuizKit.Laboratory.Orders;

/// <summary>The operation of an implementation.</summary>
internal enum OrderOperation
{
    /// <summary>Σ a[i].</summary>
    Sum,

    /// <summary>Σ a[i]·b[i], alone or as an element of a product with a matrix.</summary>
    Dot,
}

/// <summary>An implementation of a sum or a dot product.</summary>
/// <param name="Id">Its name on the command line, such as <c>numpy.sum</c>.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Compute">The implementation; a sum ignores the second operand.</param>
internal sealed record OrderTarget(string Id, string Place, OrderOperation Operation, Func<float[], float[], float> Compute)
{
    /// <summary>
    /// Computes the first samples of <see cref="OrderSamples.Of"/>, given their seed, their number and their length; null where
    /// <see cref="Compute"/> is called for each.
    /// </summary>
    public Func<uint, int, int, float[]>? Samples { get; init; }

    /// <summary>Returns a sum.</summary>
    public static OrderTarget Sum(string id, string place, Func<float[], float> sum) =>
        new(id, place, OrderOperation.Sum, (a, _) => sum(a));

    /// <summary>Returns a dot product.</summary>
    public static OrderTarget Dot(string id, string place, Func<float[], float[], float> dot) =>
        new(id, place, OrderOperation.Dot, dot);
}
