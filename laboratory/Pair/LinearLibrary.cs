// The linear layer of an external library.

namespace QuizKit.Laboratory.Pair;

/// <summary>The placement of the probes in a product.</summary>
internal enum ProbeAxis
{
    /// <summary>One in each column of the result: the masks are in the weights and the biases.</summary>
    Columns,

    /// <summary>
    /// One in each row: the masks are in the inputs. All rows share the biases, so the negative mask is in the bias for all probes or for
    /// none.
    /// </summary>
    Rows,
}

/// <summary>A library's a·Wᵀ + b.</summary>
internal interface ILinearLibrary
{
    /// <summary>Evaluates a probe in each column or row; null leaves a place out, and its answer is meaningless.</summary>
    /// <returns>All elements, row by row.</returns>
    float[] Probe(LinearShape shape, ProbeAxis axis, IReadOnlyList<SummationProbe?> probes);

    /// <summary>Returns a·Wᵀ + b for the given tensors.</summary>
    /// <returns>All elements, row by row.</returns>
    float[] Product(LinearShape shape, PairTensor inputs, PairTensor weights, PairTensor biases);
}
