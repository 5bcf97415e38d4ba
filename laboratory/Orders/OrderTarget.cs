// Something that adds numbers up and whose order can be asked for.

using System;

namespace QuizKit.Laboratory.Orders;

/// <summary>What an implementation computes.</summary>
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
/// <param name="Compute">The implementation; a sum is not given the second operand.</param>
internal sealed record OrderTarget(string Id, string Place, OrderOperation Operation, Func<float[], float[], float> Compute)
{
    /// <summary>Returns a target that adds numbers up.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="sum">The implementation.</param>
    public static OrderTarget Sum(string id, string place, Func<float[], float> sum) => new(id, place, OrderOperation.Sum, (a, _) => sum(a));

    /// <summary>Returns a target that computes a dot product.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="dot">The implementation.</param>
    public static OrderTarget Dot(string id, string place, Func<float[], float[], float> dot) => new(id, place, OrderOperation.Dot, dot);
}
