// The shape of a linear layer, as kernels and reports see it.

namespace QuizKit.Laboratory.Pair;

/// <summary>The shape of a linear layer a·Wᵀ + b.</summary>
/// <param name="Examples">The number of examples, the rows of a.</param>
/// <param name="Inputs">The number of inputs, the columns of a and of W.</param>
/// <param name="Outputs">The number of outputs, the rows of W.</param>
internal readonly record struct LinearShape(int Examples, int Inputs, int Outputs)
{
    /// <summary>The number of elements of the result.</summary>
    public int Elements => Examples * Outputs;

    /// <summary>The number of addends of an element: the products and the bias, whose index is <see cref="Inputs"/>.</summary>
    public int Addends => Inputs + 1;

    /// <summary>The number of multiplications and additions.</summary>
    public long MultiplyAdds => (long)Elements * Inputs;
}
