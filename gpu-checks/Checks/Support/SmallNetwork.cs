// A network with one hidden layer that a single work item trains, example by example: a seed or a setting for each work item.

// The CPU accelerator reads an element of a plain view in half the time that one of ArrayView1D takes.
using Elements = ILGPU.ArrayView<float>;

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>The shape of a network [inputs, hidden, 1] and how it is trained.</summary>
/// <param name="Inputs">The number of inputs, d.</param>
/// <param name="Hidden">The number of hidden units, h.</param>
/// <param name="Activation">The number of the <see cref="Support.Activation"/> of the hidden units.</param>
/// <param name="IsClassifier">1: the output is a logit and the loss the binary cross-entropy; 0: half the squared error.</param>
internal readonly record struct SmallNetworkShape(int Inputs, int Hidden, int Activation, int IsClassifier)
{
    /// <summary>The number of parameters, h·(d+2) + 1: d weights and a bias per hidden unit, the output's weights, its bias.</summary>
    public int Parameters => (Hidden * (Inputs + 2)) + 1;
}

/// <summary>Trains and evaluates a <see cref="SmallNetworkShape"/> in a kernel, in exact arithmetic.</summary>
internal static class SmallNetwork
{
    /// <summary>Returns the output, a logit or a number, for one row of the inputs, and leaves the h pre-activations in z.</summary>
    public static float Forward(SmallNetworkShape shape, Elements p, Elements x, long example, Elements z) =>
        Forward(shape, p, x, example, z, kept: -1, scale: 1f);

    /// <summary>The same with dropout: the activations of the units whose bit in <paramref name="kept"/> is set, times the scale.</summary>
    private static float Forward(SmallNetworkShape shape, Elements p, Elements x, long example, Elements z, int kept, float scale)
    {
        int d = shape.Inputs, h = shape.Hidden;
        var row = example * d;
        var output = p[(h * (d + 2))];
        for (var j = 0; j < h; j++)
        {
            if (!IsKept(j, kept)) continue;
            var at = j * (d + 1);
            var sum = p[at + d];
            for (var i = 0; i < d; i++) sum = Exact32.FusedMultiplyAdd(p[at + i], x[row + i], sum);
            z[j] = sum;
            output = Exact32.FusedMultiplyAdd(p[(h * (d + 1)) + j], Activation(shape, sum, scale), output);
        }

        return output;
    }

    /// <summary>
    /// One step of stochastic gradient descent on one row of the inputs: p ← p − rate·(∂L/∂p + decay·p), also for biases. The target is 0 or
    /// 1 for a classifier. Returns the output before the step.
    /// </summary>
    public static float Step(
        SmallNetworkShape shape, Elements p, Elements x, float target, long example, Elements z, float rate, float decay) =>
        Step(shape, p, x, target, example, z, rate, decay, kept: -1, scale: 1f);

    /// <summary>
    /// The same with dropout: units whose bit in <paramref name="kept"/> is 0 have the activation 0 in this step, the others theirs times
    /// the scale. At most 32 hidden units.
    /// </summary>
    public static float Step(
        SmallNetworkShape shape, Elements p, Elements x, float target, long example, Elements z, float rate, float decay, int kept,
        float scale)
    {
        int d = shape.Inputs, h = shape.Hidden;
        var row = example * d;
        var output = Forward(shape, p, x, example, z, kept, scale);

        // Both losses have this gradient at the output.
        var delta = Exact32.Subtract(shape.IsClassifier != 0 ? Exact32Functions.Sigmoid(output) : output, target);
        var step = -Exact32.Multiply(rate, delta);
        if (decay != 0f)
        {
            var keep = Exact32.FusedMultiplyAdd(-rate, decay, 1f);
            for (var i = 0; i < shape.Parameters; i++)
            {
                ref var parameter = ref p[i];
                parameter = Exact32.Multiply(keep, parameter);
            }
        }

        for (var j = 0; j < h; j++)
        {
            if (!IsKept(j, kept)) continue;
            var outgoing = (h * (d + 1)) + j;
            var slope = Exact32.Multiply(scale, Activations.Gradient(shape.Activation, z[j]));
            var back = Exact32.Multiply(Exact32.Multiply(step, p[outgoing]), slope);
            p[outgoing] = Exact32.FusedMultiplyAdd(step, Activation(shape, z[j], scale), p[outgoing]);
            var at = j * (d + 1);
            for (var i = 0; i < d; i++)
            {
                ref var weight = ref p[at + i];
                weight = Exact32.FusedMultiplyAdd(back, x[row + i], weight);
            }

            p[at + d] = Exact32.Add(back, p[at + d]);
        }

        p[h * (d + 2)] = Exact32.Add(step, p[h * (d + 2)]);
        return output;
    }

    private static float Activation(SmallNetworkShape shape, float z, float scale) =>
        Exact32.Multiply(scale, Activations.Apply(shape.Activation, z));

    private static bool IsKept(int unit, int kept) => ((kept >> (unit & 31)) & 1) != 0;

    /// <summary>Half the mean squared error over consecutive examples.</summary>
    public static float MeanSquaredError(SmallNetworkShape shape, Elements p, Elements x, Elements y, long first, int count, Elements z)
    {
        var sum = 0f;
        for (var e = 0; e < count; e++)
        {
            var error = Exact32.Subtract(Forward(shape, p, x, first + e, z), y[first + e]);
            sum = Exact32.FusedMultiplyAdd(error, error, sum);
        }

        return Exact32.Divide(Exact32.Multiply(0.5f, sum), count);
    }

    /// <summary>What a classifier does on some examples: how many it gets right (a positive logit means 1), and its mean loss.</summary>
    internal readonly record struct Score(int Right, float Loss);

    /// <summary>
    /// Scores a classifier on consecutive examples. The loss is the binary cross-entropy, from the logits: max(z,0) − zy + ln(1+e^−|z|).
    /// </summary>
    public static Score Classify(SmallNetworkShape shape, Elements p, Elements x, Elements y, long first, int count, Elements z)
    {
        var right = 0;
        var sum = 0f;
        for (var e = 0; e < count; e++)
        {
            var logit = Forward(shape, p, x, first + e, z);
            if ((logit > 0f) == (y[first + e] > 0.5f)) right++;
            var linear = Exact32.FusedMultiplyAdd(-logit, y[first + e], Exact32Functions.Relu(logit));
            var magnitude = logit < 0f ? -logit : logit;
            sum = Exact32.Add(sum, Exact32.Add(linear, Exact32Logarithms.Log1p(Exact32Functions.Exp(-magnitude))));
        }

        return new Score(right, Exact32.Divide(sum, count));
    }
}
