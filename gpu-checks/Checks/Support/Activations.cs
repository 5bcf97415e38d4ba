// An activation that is passed to a kernel by number, so that one kernel serves several.

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>
/// The activations that kernels know: GELU is z·Φ(z), Swish z·σ(z); Leaky ReLU passes a hundredth of negative values, the identity all.
/// </summary>
internal enum Activation
{
    Relu,
    Gelu,
    Swish,
    Sigmoid,
    Tanh,
    LeakyRelu,
    Identity,
}

internal static class Activations
{
    /// <summary>Returns f(z) for the number of an <see cref="Activation"/>: kernels take no enumerations of their caller.</summary>
    public static float Apply(int activation, float z)
    {
        if (activation == (int)Activation.Gelu) return Exact32Activations.Gelu(z);
        if (activation == (int)Activation.Swish) return Exact32Activations.Swish(z);
        if (activation == (int)Activation.Sigmoid) return Exact32Functions.Sigmoid(z);
        if (activation == (int)Activation.Tanh) return Tanh(z);
        if (activation == (int)Activation.Identity) return z;
        if (activation == (int)Activation.LeakyRelu && z < 0f) return Exact32.Multiply(0.01f, z);
        return Exact32Functions.Relu(z);
    }

    /// <summary>Returns f′(z). That of ReLU at 0 is 0, as in PyTorch.</summary>
    public static float Gradient(int activation, float z)
    {
        if (activation == (int)Activation.Gelu) return Exact32Activations.GeluGradient(z);
        if (activation == (int)Activation.Swish) return Exact32Activations.SwishGradient(z);
        if (activation == (int)Activation.Sigmoid) return Exact32Functions.SigmoidGradient(z);
        if (activation == (int)Activation.Tanh)
        {
            var t = Tanh(z);
            return Exact32.FusedMultiplyAdd(-t, t, 1f);
        }

        if (activation == (int)Activation.Identity) return 1f;
        if (activation == (int)Activation.LeakyRelu && z <= 0f) return 0.01f;
        return z > 0f ? 1f : 0f;
    }

    /// <summary>Accurate to a few units of 2⁻²³ absolutely, not relatively to a small result: enough to train with.</summary>
    private static float Tanh(float z) => Exact32.FusedMultiplyAdd(2f, Exact32Functions.Sigmoid(Exact32.Multiply(2f, z)), -1f);
}
