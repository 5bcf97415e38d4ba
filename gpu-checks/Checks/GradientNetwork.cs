// A network small enough to inspect, whose forward pass, backward pass and optimizers are separate kernels, as in PyTorch.

namespace QuizKit.GpuChecks.Checks;

/// <summary>
/// The network [3, 5, 1] with ReLU and half the squared error. Its parameters lie in one buffer: a row of three weights for each hidden
/// unit, their biases, the five weights of the output, its bias.
/// </summary>
internal static class GradientNetwork
{
    /// <summary>The number of inputs, of hidden units and of parameters.</summary>
    public const int Inputs = 3, Hidden = 5, Parameters = (Hidden * (Inputs + 2)) + 1;

    private const int Biases = Hidden * Inputs, OutputWeights = Biases + Hidden, OutputBias = OutputWeights + Hidden;

    /// <summary>Up to 32 examples, and parameters for which every operation of a forward and a backward pass is exact.</summary>
    /// <remarks>
    /// Weights are multiples of 1/4 up to 1, inputs multiples of 1/2 up to 2, hidden biases odd multiples of 1/16 below 1 and targets
    /// multiples of 1/4. Every pre-activation is then an odd multiple of 1/16, so none is 0, and a sum of 32 gradients has at most 24 bits.
    /// </remarks>
    public static (float[] X, float[] Targets, float[] Parameters) ExactProblem(ulong seed, int examples)
    {
        var parameters = Grid(Samples.Uniform(seed, stream: 1, Parameters, -1f), 4);
        var biases = Samples.Uniform(seed, stream: 2, Hidden, -8f, 8f).Select(value => ((2 * MathF.Floor(value)) + 1) / 16).ToArray();
        biases.CopyTo(parameters, Biases);
        return (
            Grid(Samples.Uniform(seed, stream: 3, examples * Inputs, -2f, 2f), 2),
            Grid(Samples.Uniform(seed, stream: 4, examples, -2f, 2f), 4), parameters);

        static float[] Grid(float[] values, int steps) => [.. values.Select(value => MathF.Round(value * steps) / steps)];
    }

    /// <summary>A data set to learn, t = |x₁| − x₂·x₃/2, and random parameters to start from. Nothing in it is exact.</summary>
    public static (float[] X, float[] Targets, float[] Parameters) RandomProblem(ulong seed, int examples)
    {
        var x = Samples.Normal(seed, stream: 5, examples * Inputs);
        var targets = x.Chunk(Inputs).Select(row => MathF.Abs(row[0]) - (row[1] * row[2] / 2)).ToArray();
        return (x, targets, Samples.Normal(seed, stream: 6, Parameters, 0.5));
    }

    /// <summary>Returns the sum of the losses of all examples, in binary64 on the host: it shares nothing with the kernels.</summary>
    public static double Loss(float[] x, float[] targets, double[] parameters)
    {
        var loss = 0.0;
        for (var e = 0; e < targets.Length; e++)
        {
            var output = parameters[OutputBias];
            for (var h = 0; h < Hidden; h++)
            {
                var z = parameters[Biases + h];
                for (var i = 0; i < Inputs; i++) z += parameters[(h * Inputs) + i] * x[(e * Inputs) + i];
                output += parameters[OutputWeights + h] * Math.Max(z, 0);
            }

            var delta = output - targets[e];
            loss += delta * delta / 2;
        }

        return loss;
    }

    /// <summary>Runs a backward pass. Returns a row of gradients and a loss per example, and the parameters as it leaves them.</summary>
    public static (float[] Gradients, float[] Losses, float[] Parameters) Backward(
        Accelerator accelerator, float[] x, float[] targets, float[] parameters)
    {
        using var inputs = accelerator.Allocate1D(x);
        using var outputs = accelerator.Allocate1D(targets);
        using var p = accelerator.Allocate1D(parameters);
        using var gradients = accelerator.Allocate1D<float>(targets.Length * Parameters);
        using var losses = accelerator.Allocate1D<float>(targets.Length);
        accelerator.Run(BackwardKernel, targets.Length, inputs.View, outputs.View, p.View, gradients.View, losses.View);
        return (gradients.GetAsArray1D(), losses.GetAsArray1D(), p.GetAsArray1D());
    }

    /// <summary>Returns the gradients with batches of examples added one after the other, each divided by its divisor.</summary>
    public static float[] Accumulate(
        Accelerator accelerator, float[] exampleGradients, params (int First, int Count, float Divisor)[] batches)
    {
        using var rows = accelerator.Allocate1D(exampleGradients);
        using var gradients = accelerator.Allocate1D(new float[Parameters]);
        foreach (var (first, count, divisor) in batches)
            accelerator.Run(AccumulateKernel, Parameters, rows.View, gradients.View, first, count, divisor);
        return gradients.GetAsArray1D();
    }

    /// <summary>
    /// One work item per example: its loss, and its gradient into a row of its own. It writes no parameter and adds nothing up.
    /// </summary>
    [Kernel]
    internal static void BackwardKernel(
        Index1D example, FloatView x, FloatView targets, FloatView parameters, FloatView exampleGradients, FloatView losses)
    {
        var row = (int)example * Inputs;
        var gradient = (int)example * Parameters;
        var output = parameters[OutputBias];
        for (var h = 0; h < Hidden; h++)
        {
            var z = PreActivation(x, parameters, row, h);
            output = Exact32.Add(output, Exact32.Multiply(parameters[OutputWeights + h], Exact32Functions.Relu(z)));
        }

        var delta = Exact32.Subtract(output, targets[example]);
        losses[example] = Exact32.Multiply(0.5f, Exact32.Multiply(delta, delta));
        exampleGradients[gradient + OutputBias] = delta;
        for (var h = 0; h < Hidden; h++)
        {
            var z = PreActivation(x, parameters, row, h);
            exampleGradients[gradient + OutputWeights + h] = Exact32.Multiply(delta, Exact32Functions.Relu(z));
            var back = z > 0f ? Exact32.Multiply(delta, parameters[OutputWeights + h]) : 0f;
            exampleGradients[gradient + Biases + h] = back;
            for (var i = 0; i < Inputs; i++) exampleGradients[gradient + (h * Inputs) + i] = Exact32.Multiply(back, x[row + i]);
        }
    }

    /// <summary>
    /// One work item per parameter: adds the sum over consecutive examples, from left to right, divided by a divisor, to the gradient.
    /// </summary>
    [Kernel]
    internal static void AccumulateKernel(
        Index1D parameter, FloatView exampleGradients, FloatView gradients, int first, int count, float divisor)
    {
        var sum = exampleGradients[(first * Parameters) + parameter];
        for (var e = first + 1; e < first + count; e++) sum = Exact32.Add(sum, exampleGradients[(e * Parameters) + parameter]);
        gradients[parameter] = Exact32.Add(gradients[parameter], Exact32.Divide(sum, divisor));
    }

    /// <summary>One work item per parameter: p ← p − rate·g.</summary>
    [Kernel]
    internal static void SgdKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step) =>
        parameters[parameter] = Exact32.FusedMultiplyAdd(-rate, gradients[parameter], parameters[parameter]);

    /// <summary>One work item per parameter: v ← 0.9·v + g, p ← p − rate·v (Polyak 1964). The state holds v.</summary>
    [Kernel]
    internal static void MomentumKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step)
    {
        var v = Exact32.FusedMultiplyAdd(0.9f, state[parameter], gradients[parameter]);
        state[parameter] = v;
        parameters[parameter] = Exact32.FusedMultiplyAdd(-rate, v, parameters[parameter]);
    }

    /// <summary>One work item per parameter: AdaGrad (Duchi et al. 2011). The state holds the sum of squares.</summary>
    [Kernel]
    internal static void AdaGradKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step)
    {
        var g = gradients[parameter];
        var sum = Exact32.FusedMultiplyAdd(g, g, state[parameter]);
        state[parameter] = sum;
        Move(parameter, parameters, g, sum, rate);
    }

    /// <summary>
    /// One work item per parameter: RMSProp with a decay of 0.9 (Tieleman and Hinton 2012). The state holds the mean square.
    /// </summary>
    [Kernel]
    internal static void RmsPropKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step)
    {
        var g = gradients[parameter];
        var mean = Exact32.FusedMultiplyAdd(0.1f, Exact32.Multiply(g, g), Exact32.Multiply(0.9f, state[parameter]));
        state[parameter] = mean;
        Move(parameter, parameters, g, mean, rate);
    }

    /// <summary>
    /// One work item per parameter: Adam with β₁ = 0.9, β₂ = 0.999 and ε = 1e−8 (Kingma and Ba 2015, algorithm 1). The state holds the
    /// first moments, then the second.
    /// </summary>
    [Kernel]
    internal static void AdamKernel(Index1D parameter, FloatView parameters, FloatView gradients, FloatView state, float rate, int step)
    {
        var g = gradients[parameter];
        var m = Exact32.FusedMultiplyAdd(0.1f, g, Exact32.Multiply(0.9f, state[parameter]));
        var v = Exact32.FusedMultiplyAdd(0.001f, Exact32.Multiply(g, g), Exact32.Multiply(0.999f, state[Parameters + parameter]));
        state[parameter] = m;
        state[Parameters + parameter] = v;

        float first = 1f, second = 1f;
        for (var i = 0; i < step; i++)
        {
            first = Exact32.Multiply(first, 0.9f);
            second = Exact32.Multiply(second, 0.999f);
        }

        m = Exact32.Divide(m, Exact32.Subtract(1f, first));
        v = Exact32.Divide(v, Exact32.Subtract(1f, second));
        Move(parameter, parameters, m, v, rate);
    }

    /// <summary>p ← p − rate·m/(√v + 10⁻⁸).</summary>
    private static void Move(int parameter, FloatView parameters, float m, float v, float rate)
    {
        var direction = Exact32.Divide(m, Exact32.Add(Exact32.SquareRoot(v), 1e-8f));
        parameters[parameter] = Exact32.FusedMultiplyAdd(-rate, direction, parameters[parameter]);
    }

    private static float PreActivation(FloatView x, FloatView parameters, int row, int hidden)
    {
        var z = parameters[Biases + hidden];
        for (var i = 0; i < Inputs; i++)
            z = Exact32.Add(z, Exact32.Multiply(parameters[(hidden * Inputs) + i], x[row + i]));
        return z;
    }
}
