// A linear layer of somebody else's library, which can only be called.

using System.Collections.Generic;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Pair;

/// <summary>Where the probes of a product stand.</summary>
internal enum ProbeAxis
{
    /// <summary>One in each column of the result: the masks are in the weights and the biases.</summary>
    Columns,

    /// <summary>
    /// One in each row: the masks are in the inputs. All rows share the biases, so either every probe has its negative mask in the bias or none has.
    /// </summary>
    Rows,
}

/// <summary>A library's a·Wᵀ + b.</summary>
internal interface ILinearLibrary
{
    /// <summary>Answers a probe in each column or row.</summary>
    /// <param name="shape">The shape of the product.</param>
    /// <param name="axis">Where the probes stand.</param>
    /// <param name="probes">A probe for each place, or null for one that is left out, whose answer means nothing.</param>
    /// <returns>All elements, row by row.</returns>
    float[] Probe(LinearShape shape, ProbeAxis axis, IReadOnlyList<SummationProbe?> probes);

    /// <summary>Multiplies hashed numbers.</summary>
    /// <param name="shape">The shape of the product.</param>
    /// <param name="inputs">a.</param>
    /// <param name="weights">W.</param>
    /// <param name="biases">b.</param>
    /// <returns>All elements, row by row.</returns>
    float[] Product(LinearShape shape, PairTensor inputs, PairTensor weights, PairTensor biases);
}
