// Question 12: which cached value each gradient needs, and what recomputing the values instead costs and saves.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question12Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The backward pass needs the cached activations. With sigmoids it does not need the pre-activations.</summary>
    protected override Outcome BackwardRequiresCachedValues(Claim claim, CheckContext context) =>
        BackwardRequiresCachedValues(claim, context, Cached.Activations);

    /// <summary>The same with other cached values lost in the place of the activations: none at all must refute it.</summary>
    internal static Outcome BackwardRequiresCachedValues(Claim claim, CheckContext context, Cached lost)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var host = Samples.Normal(context.Seed, stream: 31, Weights + (Batch * (Widths[0] + 1))).Select(w => (double)w).ToArray();
        using var data = context.Accelerator.Allocate1D(host);
        using var scratch = context.Accelerator.Allocate1D<double>(Scratch);
        using var gradients = context.Accelerator.Allocate1D<double>(Weights);
        double[] Without(Cached values)
        {
            var arguments = new FormulaArguments((int)GradientFormula.Printed, (int)values);
            context.Accelerator.Run(FormulaKernel, 1, data.View, scratch.View, gradients.View, arguments);
            return gradients.GetAsArray1D();
        }

        return DescribeCached(Without(Cached.Nothing), Without(lost), Without(Cached.PreActivations)) with { Seed = context.Seed };
    }

    /// <summary>Describes the gradients from all cached values, and without the activations and the pre-activations.</summary>
    internal static Outcome DescribeCached(double[] all, double[] withoutActivations, double[] withoutPreActivations)
    {
        // Gradients of weights of the first layer need the inputs alone at one end, and the activations in the slopes at the other.
        var needA = all.Zip(withoutActivations).Count(pair => !pair.First.Equals(pair.Second));
        var needZ = all.Zip(withoutPreActivations).Count(pair => !pair.First.Equals(pair.Second));
        return new Outcome
        {
            Verdict = Verdicts.Of(needA == all.Length, isQualified: needZ < all.Length),
            Finding = Invariant($"Without the cached activations {needA} of {all.Length} gradients change, without the cached ") +
                Invariant($"pre-activations {needZ}."),
            Method =
                Invariant($"[{string.Join(", ", Widths)}] with sigmoid hidden layers, half the mean squared error of {Batch} examples, ") +
                "in exact binary64 arithmetic: delta^T A of each layer from the cached values of one forward pass; then again with all " +
                "cached activations, or pre-activations, replaced by 2 before the backward pass.",
            Measurements =
            [
                Measurement.Of("gradients that change without the activations", needA, "gradients").Exactly(all.Length, "all"),
                Measurement.Of("gradients that change without the pre-activations", needZ, "gradients")
                    with { Source = "0: the slope of the sigmoid is a(1 - a)" },
            ],
            Runs = all.Length,
        };
    }

    /// <summary>σ′(z) needs z. For the sigmoid, tanh and ReLU it does not: a is enough.</summary>
    protected override Outcome ActivationGradientNeedsPreActivation(Claim claim, CheckContext context) =>
        ActivationGradientNeedsPreActivation(claim, context, Activation.Tanh);

    /// <summary>The same with another activation in the place of tanh: if its gradient is not 1 − a², the sentence stays true.</summary>
    internal static Outcome ActivationGradientNeedsPreActivation(Claim claim, CheckContext context, Activation second)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var count = context.Size("pre-activations of each function", quick: 1 << 12, full: 1 << 16);
        float[] z = [.. Samples.Uniform(context.Seed, stream: 3, count, -8f, 8f)];
        var (sigmoid, _) = Activate(context, Activation.Sigmoid, z);
        var (tanh, _) = Activate(context, second, z);
        var (relu, _) = Activate(context, Activation.Relu, z);
        return DescribePreActivation(
            count,
            z.Zip(sigmoid, (x, a) => Math.Abs((a * (1.0 - a)) - (0.25 / Squared(Math.Cosh(x / 2.0))))).Max(),
            z.Zip(tanh, (x, a) => Math.Abs(1.0 - ((double)a * a) - (1 / Squared(Math.Cosh(x))))).Max(),
            z.Zip(relu).Count(pair => (pair.Second > 0) != (pair.First > 0)),
            Twins(context, count)) with
        {
            Seed = context.Seed,
        };

        static double Squared(double x) => x * x;
    }

    /// <summary>
    /// Describes how far σ′ from a alone is off, for sigmoid and tanh, how often ReLU's differs, and two pre-activations of GELU.
    /// </summary>
    internal static Outcome DescribePreActivation(int count, double sigmoid, double tanh, int relu, GeluTwins twins)
    {
        // The sigmoid is within 2.5 ulp, which is 2.5 u below 1; tanh is computed from it within 5.5 u, and its square doubles that.
        var bound = 16 * RoundingErrors.UnitRoundoff;
        var isEnough = sigmoid <= bound && tanh <= bound && relu == 0;

        // According to the erratum, GELU's activation is not enough. A smaller gap could come from the distance of the activations.
        var gap = Math.Abs(twins.LeftGradient - twins.RightGradient);
        var isNeededByGelu = twins.Distance <= 1e-5 && gap >= 0.05;
        return new Outcome
        {
            Verdict = !isEnough ? Verdict.Confirmed : isNeededByGelu ? Verdict.Refuted : Verdict.Error,
            Finding =
                Invariant($"From the activation alone the gradient of the sigmoid, a(1 - a), is off by at most {sigmoid:0.0e+0}, that ") +
                Invariant($"of tanh, 1 - a^2, by {tanh:0.0e+0} (bound {bound:0.0e+0}), and that of ReLU differs for {relu} of ") +
                Invariant($"{count:N0} numbers. GELU's needs the pre-activation: z = {twins.Left:F3} and {twins.Right:F3} give ") +
                Invariant($"activations {twins.Distance:0.0e+0} apart and the gradients {twins.LeftGradient:F3} and ") +
                Invariant($"{twins.RightGradient:F3}."),
            Method =
                Invariant($"{count:N0} pre-activations of U(-8, 8); activations in exact binary32 arithmetic, the gradients from them ") +
                "and from the pre-activation in binary64. For GELU, the two closest activations on either side of its minimum.",
            Measurements =
            [
                Measurement.Of("largest error of the sigmoid's gradient from its activation", sigmoid).Within(bound, of: 0, "16 u"),
                Measurement.Of("largest error of tanh's gradient from its activation", tanh).Within(bound, of: 0, "16 u"),
                Measurement.Of("gradients of ReLU that its activation does not give", relu, "numbers").Exactly(0, "a > 0 where z > 0"),
                Measurement.Of("distance of two activations of GELU", twins.Distance).Within(1e-5, of: 0, "as good as one"),
                Measurement.Of("distance of their gradients", gap),
            ],
            Runs = count,
        };
    }

    /// <summary>∂L/∂W = δᵀA of the layer before, against centered differences of the loss.</summary>
    protected override Outcome WeightGradientFormula(Claim claim, CheckContext context) =>
        WeightGradientFormula(claim, context, GradientFormula.Printed);

    internal static Outcome WeightGradientFormula(Claim claim, CheckContext context, GradientFormula tested)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var accelerator = context.Accelerator;
        var networks = context.Size("networks", quick: 4, full: 16);
        double worst = 0, largestDifference = 0, boundThere = 0, largestGradient = 0;
        const double epsilon = 1.0 / (1 << 14);
        for (var network = 0; network < networks; network++)
        {
            var host = Samples.Normal(context.Seed, (ulong)network, Weights + (Batch * (Widths[0] + 1))).Select(w => (double)w).ToArray();
            using var data = accelerator.Allocate1D(host);
            using var scratch = accelerator.Allocate1D<double>(Scratch);
            using var gradients = accelerator.Allocate1D<double>(Weights);
            using var losses = accelerator.Allocate1D<double>(Weights * Steps);
            using var differenceScratch = accelerator.Allocate1D<double>(Weights * Steps * Scratch);
            var arguments = new FormulaArguments((int)tested, (int)Cached.Nothing);
            accelerator.Run(FormulaKernel, 1, data.View, scratch.View, gradients.View, arguments);
            accelerator.Run(LossKernel, Weights * Steps, data.View, differenceScratch.View, losses.View, epsilon);
            var gradient = gradients.GetAsArray1D();
            var loss = losses.GetAsArray1D();
            var rounding = LossRounding(host);
            for (var w = 0; w < Weights; w++)
            {
                // Steps: +ε, −ε, +2ε, −2ε. The error of the difference grows as ε², so a third of what doubling ε changes is
                // its size; twice that leaves room for the next term.
                var near = (loss[w * Steps] - loss[(w * Steps) + 1]) / (2 * epsilon);
                var far = (loss[(w * Steps) + 2] - loss[(w * Steps) + 3]) / (4 * epsilon);
                var bound = (2 * Math.Abs(far - near) / 3) + (2 * rounding / epsilon);
                var difference = Math.Abs(gradient[w] - near);
                worst = Math.Max(worst, difference / bound);
                largestGradient = Math.Max(largestGradient, Math.Abs(gradient[w]));
                if (difference >= largestDifference) (largestDifference, boundThere) = (difference, bound);
            }
        }

        return DescribeFormula(networks, worst, largestDifference, boundThere, largestGradient) with { Seed = context.Seed };
    }

    /// <summary>Describes how far the formula and the centered differences are apart.</summary>
    internal static Outcome DescribeFormula(
        int networks, double worst, double largestDifference, double boundThere, double largestGradient) => new()
        {
            Verdict = worst <= 1 ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"Over {networks * Weights:N0} weights of all layers the formula and the centered difference differ by at ") +
                Invariant($"most {largestDifference:0.0e+0} (bound there {boundThere:0.0e+0}), at most {worst:P0} of the bound; ") +
                Invariant($"the largest gradient is {largestGradient:G3}."),
            Method =
                Invariant($"[{string.Join(", ", Widths)}] with sigmoid hidden layers, half the mean squared error of {Batch} examples, ") +
                "in exact binary64 arithmetic: delta^T A of each layer against (L(w+e) - L(w-e))/2e with e = 2^-14. The bound is the " +
                "difference's own: its truncation error, from doubling e, and the rounding of the loss over e.",
            Measurements =
            [
                Measurement.Of("largest difference as a share of its bound", worst)
                    .Within(1, of: 0, "truncation by Richardson's rule, rounding by a running bound"),
                Measurement.Of("largest difference", largestDifference).Within(boundThere, of: 0, "the same bound, at that weight"),
                Measurement.Of("largest gradient", largestGradient),
            ],
            Runs = networks * Weights,
        };

    /// <summary>
    /// Recomputing activations gives the same gradients with less memory and more computation; without any cache, the forward pass is
    /// computed again for the gradient of each layer.
    /// </summary>
    protected override Outcome CheckpointingRecomputes(Claim claim, CheckContext context) =>
        CheckpointingRecomputes(claim, context, keptBits: -1);

    /// <summary>The same with a mask over the bits of each checkpoint: one that drops some must change the gradients and fail.</summary>
    internal static Outcome CheckpointingRecomputes(Claim claim, CheckContext context, int keptBits)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        int[] segments = [2, 4, 8];
        var cached = Backpropagate(context, DeepLayers, keptBits);
        var recomputed = segments.Select(segment => (segment, Backpropagate(context, segment, keptBits))).ToList();
        return DescribeCheckpoints(cached, recomputed, Backpropagate(context, segment: 0, keptBits)) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the gradients and costs of caching everything, of a checkpoint every few layers, and of caching nothing.
    /// </summary>
    internal static Outcome DescribeCheckpoints(
        Backpropagation cached, IReadOnlyList<(int Segment, Backpropagation Found)> recomputed, Backpropagation nothing)
    {
        var differing = recomputed.Sum(row => BitPatterns.Unequal(row.Found.Gradients, cached.Gradients))
            + BitPatterns.Unequal(nothing.Gradients, cached.Gradients);

        // Layer l of L needs l layers forward; the backward pass is the same.
        const long oneLayer = DeepWidth * DeepWidth;
        const long everyTime = ((DeepLayers * (DeepLayers + 1L) / 2) + (2 * DeepLayers)) * oneLayer;
        var asPrinted = differing == 0 && nothing.Kept < cached.Kept && nothing.MultiplyAdds > recomputed.Max(row => row.Found.MultiplyAdds)
            && recomputed.All(row => row.Found.Kept < cached.Kept && row.Found.MultiplyAdds > cached.MultiplyAdds);

        // Gradients that are all 0 would agree whatever the checkpoints hold.
        var isBroken = cached.Gradients.All(gradient => gradient == 0);
        return new Outcome
        {
            Verdict = isBroken ? Verdict.Error : Verdicts.Of(asPrinted),
            Finding = Invariant($"Caching keeps {cached.Kept * sizeof(float):N0} bytes of activations an example and does ") +
                Invariant($"{cached.MultiplyAdds:N0} multiply-adds; ") +
                string.Join(", ", recomputed.Select(row =>
                    Invariant($"a checkpoint every {row.Segment} layers {row.Found.Kept * sizeof(float):N0} bytes and ") +
                    Invariant($"{row.Found.MultiplyAdds / (double)cached.MultiplyAdds:F2} times the work"))) +
                Invariant($", and no cache {nothing.Kept * sizeof(float):N0} bytes and ") +
                Invariant($"{nothing.MultiplyAdds / (double)cached.MultiplyAdds:F2} times the work. Of ") +
                Invariant($"{(recomputed.Count + 1) * cached.Gradients.Length:N0} gradients {differing} differ in their bits."),
            Method =
                Invariant($"Backpropagation through {DeepLayers} layers of {DeepWidth} tanh units, in exact binary32 arithmetic: with ") +
                "all activations cached, and with those of every 2nd, 4th and 8th layer kept and the others computed again, a chunk of " +
                "layers at a time; then with nothing kept, and the forward pass computed again for each layer. The kernel counts the " +
                "numbers that it keeps at once, and each multiply-add where it does it.",
            Measurements =
            [
                Measurement.Of("gradients whose bits differ from those of the cached run", differing, "gradients")
                    .Exactly(0, "the same operations in the same order"),
                Measurement.Of("bytes of activations kept at once, cached", cached.Kept * sizeof(float), "bytes")
                    .Exactly((DeepLayers + 1) * DeepWidth * sizeof(float), "every layer's activations and the input"),
                .. recomputed.Select(row => new Measurement(
                    Invariant($"bytes of activations kept at once, a checkpoint every {row.Segment} layers"),
                    row.Found.Kept * sizeof(float), "bytes",
                    ((DeepLayers / row.Segment) + row.Segment) * DeepWidth * sizeof(float), 0,
                    "a checkpoint for each chunk, and one chunk")),
                Measurement.Of("bytes of activations kept at once, no cache", nothing.Kept * sizeof(float), "bytes")
                    .Exactly(3 * DeepWidth * sizeof(float), "the input, and the input and output of one layer"),
                Measurement.Of("multiply-adds, no cache", nothing.MultiplyAdds, "operations")
                    .Exactly(everyTime, "l layers forward for the gradient of layer l"),
                Measurement.Of("multiply-adds, cached", cached.MultiplyAdds, "operations")
                    .Exactly(3L * DeepLayers * DeepWidth * DeepWidth, "forward, error signal and weight gradient"),
                .. recomputed.Select(row => Measurement.Of(
                        Invariant($"multiply-adds, a checkpoint every {row.Segment} layers"), row.Found.MultiplyAdds, "operations")
                    .Exactly(4L * DeepLayers * DeepWidth * DeepWidth, "every layer forward once more")),
            ],
            Plots = [new Plot(
                "Memory and work of checkpoints", "bytes of activations kept", "multiply-adds", LogX: false, LogY: false,
                [
                    PlotData.Points("everything cached", [cached.Kept * sizeof(float)], [cached.MultiplyAdds]),
                    .. recomputed.Select(row => PlotData.Points(
                        Invariant($"a checkpoint every {row.Segment} layers"),
                        [row.Found.Kept * sizeof(float)], [row.Found.MultiplyAdds])),
                    PlotData.Points("no cache", [nothing.Kept * sizeof(float)], [nothing.MultiplyAdds]),
                ])],
            Runs = (recomputed.Count + 2) * DeepExamples,
        };
    }
}

internal static class Question12Kernels
{
    /// <summary>Two pre-activations of GELU, left and right of its minimum, with nearly the same activation and other gradients.</summary>
    internal sealed record GeluTwins(float Left, float Right, double Distance, float LeftGradient, float RightGradient);

    /// <summary>Returns the activations of numbers, and their gradients.</summary>
    internal static (float[] Activations, float[] Gradients) Activate(CheckContext context, Activation activation, float[] z)
    {
        using var inputs = context.Accelerator.Allocate1D(z);
        using var activations = context.Accelerator.Allocate1D<float>(z.Length);
        using var gradients = context.Accelerator.Allocate1D<float>(z.Length);
        context.Accelerator.Run(ActivationKernel, z.Length, inputs.View, activations.View, gradients.View, (int)activation);
        return (activations.GetAsArray1D(), gradients.GetAsArray1D());
    }

    internal static GeluTwins Twins(CheckContext context, int count)
    {
        // GELU falls from 0 to its minimum at -0.7518, and rises from there.
        float[] left = [.. Enumerable.Range(0, count).Select(i => -3f + (2.2f * i / count))];
        float[] right = [.. Enumerable.Range(0, count).Select(i => -0.7f + (0.7f * i / count))];
        var (leftValues, leftGradients) = Activate(context, Activation.Gelu, left);
        var (rightValues, rightGradients) = Activate(context, Activation.Gelu, right);
        return Enumerable.Range(0, count).Select(i =>
        {
            var at = Array.BinarySearch(rightValues, leftValues[i]);
            at = Math.Clamp(at < 0 ? ~at : at, 0, count - 1);
            var distance = Math.Abs((double)leftValues[i] - rightValues[at]);
            return new GeluTwins(left[i], right[at], distance, leftGradients[i], rightGradients[at]);
        }).MinBy(twins => twins.Distance)!;
    }

    /// <summary>One work item for each number: its activation, and the gradient there.</summary>
    [Kernel]
    internal static void ActivationKernel(Index1D index, FloatView z, FloatView activations, FloatView gradients, int activation)
    {
        activations[index] = Activations.Apply(activation, z[index]);
        gradients[index] = Activations.Gradient(activation, z[index]);
    }

    /// <summary>How the gradient of a weight is put together.</summary>
    internal enum GradientFormula
    {
        /// <summary>δᵀA with the activations of the layer before.</summary>
        Printed,

        /// <summary>The same without the activation's slope in δ: wrong.</summary>
        WithoutSlope,

        /// <summary>The same with the pre-activations of the layer before: wrong.</summary>
        WithPreActivations,
    }

    /// <summary>The cached values that are lost before the backward pass.</summary>
    internal enum Cached
    {
        Nothing,
        Activations,
        PreActivations,
    }

    internal readonly record struct FormulaArguments(int Formula, int Lost);

    /// <summary>The widths of the network that is differentiated.</summary>
    internal static readonly int[] Widths = [5, 6, 4, 1];

    internal const int In = 5, First = 6, Second = 4, Batch = 8, Steps = 4;

    /// <summary>W₁ (6×5), W₂ (4×6), W₃ (1×4), a row an output.</summary>
    internal const int Weights = (First * In) + (Second * First) + Second, W2 = First * In, W3 = W2 + (Second * First);

    /// <summary>For each example Z₁, A₁, Z₂, A₂ and the output.</summary>
    internal const int PerExample = (2 * First) + (2 * Second) + 1, Scratch = Batch * PerExample;

    /// <summary>A bound on the rounding error of the loss, carried through the forward pass (σ is ¼-Lipschitz).</summary>
    internal static double LossRounding(double[] data)
    {
        const double sigmoidError = 2 * Exact64Functions.SigmoidErrorUlps * RoundingErrors.UnitRoundoff64;
        double lossError = 0, loss = 0;
        for (var b = 0; b < Batch; b++)
        {
            var a = data[(Weights + (b * In))..(Weights + ((b + 1) * In))];
            var error = new double[In];
            for (var (layer, w0) = (1, 0); layer < Widths.Length; w0 += Widths[layer] * Widths[layer - 1], layer++)
            {
                int inputs = Widths[layer - 1], outputs = Widths[layer];
                var next = new double[outputs];
                var nextError = new double[outputs];
                for (var o = 0; o < outputs; o++)
                {
                    for (var i = 0; i < inputs; i++)
                    {
                        var w = data[w0 + (o * inputs) + i];
                        next[o] += w * a[i];
                        nextError[o] += Math.Abs(w) * (error[i] + (RoundingErrors.Gamma64(inputs + 1) * Math.Abs(a[i])));
                    }

                    if (layer == Widths.Length - 1) continue;
                    next[o] = 1 / (1 + Math.Exp(-next[o]));
                    nextError[o] = (nextError[o] / 4) + (sigmoidError * next[o]);
                }

                (a, error) = (next, nextError);
            }

            var residual = Math.Abs(a[0] - data[Weights + (Batch * In) + b]);
            lossError += ((residual + error[0]) * error[0]) / Batch;
            loss += residual * residual / (2 * Batch);
        }

        return lossError + (RoundingErrors.Gamma64(Batch + 4) * loss);
    }

    /// <summary>One forward pass over the batch, into scratch; weight number <paramref name="changed"/> is off by a step.</summary>
    private static double Loss(DoubleView data, DoubleView scratch, long s0, int changed, double step)
    {
        var loss = 0.0;
        for (var b = 0; b < Batch; b++)
        {
            var at = s0 + (b * PerExample);
            for (var o = 0; o < First; o++)
            {
                var z = 0.0;
                for (var i = 0; i < In; i++)
                    z = Exact64.FusedMultiplyAdd(Weight(data, (o * In) + i, changed, step), data[Weights + (b * In) + i], z);
                scratch[at + o] = z;
                scratch[at + First + o] = Exact64Functions.Sigmoid(z);
            }

            var output = 0.0;
            for (var o = 0; o < Second; o++)
            {
                var z = 0.0;
                for (var i = 0; i < First; i++)
                    z = Exact64.FusedMultiplyAdd(Weight(data, W2 + (o * First) + i, changed, step), scratch[at + First + i], z);
                scratch[at + (2 * First) + o] = z;
                var a = Exact64Functions.Sigmoid(z);
                scratch[at + (2 * First) + Second + o] = a;
                output = Exact64.FusedMultiplyAdd(Weight(data, W3 + o, changed, step), a, output);
            }

            scratch[at + (2 * First) + (2 * Second)] = output;
            var residual = Exact64.Subtract(output, data[Weights + (Batch * In) + b]);
            loss = Exact64.FusedMultiplyAdd(residual, residual, loss);
        }

        return Exact64.Divide(loss, 2 * Batch);
    }

    private static double Weight(DoubleView data, int index, int changed, double step) =>
        index == changed ? Exact64.Add(data[index], step) : data[index];

    /// <summary>One work item per weight and a step: +ε, −ε, +2ε, −2ε. Writes the loss there.</summary>
    [Kernel]
    internal static void LossKernel(Index1D index, DoubleView data, DoubleView scratch, DoubleView losses, double epsilon)
    {
        var which = index % Steps;
        var step = which >= 2 ? Exact64.Multiply(2.0, epsilon) : epsilon;
        losses[index] = Loss(data, scratch, (long)(int)index * Scratch, index / Steps, which % 2 == 0 ? step : -step);
    }

    /// <summary>One work item: δ of each layer from the cached Z and A, then δᵀA, summed over the batch.</summary>
    [Kernel]
    internal static void FormulaKernel(
        Index1D index, DoubleView data, DoubleView scratch, DoubleView gradients, FormulaArguments arguments)
    {
        var formula = arguments.Formula;
        Loss(data, scratch, 0, -1, 0.0);
        if (arguments.Lost != (int)Cached.Nothing)
        {
            // Z₁, A₁, Z₂, A₂: neither 2 nor 2·(1 − 2) can come out of a sigmoid or its slope.
            var lost = arguments.Lost == (int)Cached.Activations ? 1 : 0;
            for (var b = 0; b < Batch; b++)
            {
                for (var i = 0; i < First; i++) scratch[(b * PerExample) + (lost * First) + i] = 2.0;
                for (var i = 0; i < Second; i++) scratch[(b * PerExample) + (2 * First) + (lost * Second) + i] = 2.0;
            }
        }

        for (var w = 0; w < Weights; w++) gradients[w] = 0.0;
        for (var b = 0; b < Batch; b++)
        {
            var at = b * PerExample;
            var a1 = at + (formula == (int)GradientFormula.WithPreActivations ? 0 : First);
            var a2 = at + (2 * First) + (formula == (int)GradientFormula.WithPreActivations ? 0 : Second);
            var delta3 = Exact64.Divide(
                Exact64.Subtract(scratch[at + (2 * First) + (2 * Second)], data[Weights + (Batch * In) + b]), Batch);
            for (var o = 0; o < Second; o++) gradients[W3 + o] = Exact64.FusedMultiplyAdd(delta3, scratch[a2 + o], gradients[W3 + o]);

            for (var i = 0; i < First; i++)
            {
                var back = 0.0;
                for (var o = 0; o < Second; o++)
                {
                    var delta2 = Exact64.Multiply(
                        Exact64.Multiply(data[W3 + o], delta3), Slope(scratch[at + (2 * First) + Second + o], formula));
                    gradients[W2 + (o * First) + i] = Exact64.FusedMultiplyAdd(delta2, scratch[a1 + i], gradients[W2 + (o * First) + i]);
                    back = Exact64.FusedMultiplyAdd(data[W2 + (o * First) + i], delta2, back);
                }

                var delta1 = Exact64.Multiply(back, Slope(scratch[at + First + i], formula));
                for (var k = 0; k < In; k++)
                    gradients[(i * In) + k] = Exact64.FusedMultiplyAdd(delta1, data[Weights + (b * In) + k], gradients[(i * In) + k]);
            }
        }
    }

    private static double Slope(double a, int formula) =>
        formula == (int)GradientFormula.WithoutSlope ? 1.0 : Exact64.Multiply(a, Exact64.Subtract(1.0, a));

    internal const int DeepLayers = 16, DeepWidth = 16, DeepExamples = 4;

    internal sealed record Backpropagation(float[] Gradients, long Kept, long MultiplyAdds);

    internal static Backpropagation Backpropagate(CheckContext context, int segment, int keptBits)
    {
        var accelerator = context.Accelerator;
        const int matrices = DeepLayers * DeepWidth * DeepWidth;
        using var weights = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 21, matrices, 1.2 / Math.Sqrt(DeepWidth)));
        using var inputs = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 22, DeepExamples * DeepWidth));
        using var arena = accelerator.Allocate1D<float>(DeepExamples * (DeepLayers + 5) * DeepWidth);
        using var gradients = accelerator.Allocate1D<float>(DeepExamples * matrices);
        using var counts = accelerator.Allocate1D<long>(DeepExamples * 2);
        accelerator.Run(
            CheckpointKernel, DeepExamples, new CheckpointArguments(segment, keptBits), weights.View, inputs.View, arena.View,
            gradients.View, counts.View);
        var found = counts.GetAsArray1D();
        return new Backpropagation(gradients.GetAsArray1D(), found[0], found[1]);
    }

    internal readonly record struct CheckpointArguments(int Segment, int KeptBits);

    /// <summary>
    /// One work item per example. Keeps the input of each chunk of layers; from the last chunk to the first computes the chunk's
    /// activations again and goes back through it. A chunk of all layers is plain caching: nothing is computed twice.
    /// The arena has the checkpoints, the activations of one chunk and three vectors of working room.
    /// </summary>
    [Kernel]
    internal static void CheckpointKernel(
        Index1D index, CheckpointArguments arguments, FloatView weights, FloatView inputs, FloatView arena, FloatView gradients,
        LongView counts)
    {
        const int n = DeepWidth;
        var segment = arguments.Segment;
        if (segment == 0)
        {
            UncachedBackpropagation(index, arguments.KeptBits, weights, inputs, arena, gradients, counts);
            return;
        }

        var chunks = DeepLayers / segment;
        var checkpoints = (long)(int)index * (DeepLayers + 5) * n;
        var chunk = checkpoints + (chunks * n);
        var room = checkpoints + ((DeepLayers + 2) * n);
        long multiplyAdds = 0, kept = 0;

        // Forward. The working vector moves through the layers; only checkpoints stay, or everything where one chunk is all.
        for (var i = 0; i < n; i++) arena[room + i] = inputs[((int)index * n) + i];
        for (var layer = 0; layer < DeepLayers; layer++)
        {
            if (layer % segment == 0)
            {
                for (var i = 0; i < n; i++) arena[checkpoints + (layer / segment * n) + i] = Masked(arena[room + i], arguments.KeptBits);
                kept += n;
            }

            multiplyAdds += Forward(weights, layer, arena, room, room + n);
            for (var i = 0; i < n; i++)
            {
                arena[room + i] = arena[room + n + i];
                if (chunks == 1) arena[chunk + (layer * n) + i] = arena[room + n + i];
            }

            if (chunks == 1) kept += n;
        }

        // The loss is half the squared output: its gradient is the output.
        for (var i = 0; i < n; i++) arena[room + n + i] = arena[room + i];
        if (chunks > 1) kept += segment * n;

        for (var s = chunks - 1; s >= 0; s--)
        {
            for (var k = 0; chunks > 1 && k < segment; k++)
            {
                var from = k == 0 ? checkpoints + (s * n) : chunk + ((k - 1) * n);
                multiplyAdds += Forward(weights, (s * segment) + k, arena, from, chunk + (k * n));
            }

            for (var k = segment - 1; k >= 0; k--)
            {
                var from = k == 0 ? checkpoints + (s * n) : chunk + ((k - 1) * n);
                multiplyAdds += Backward(weights, (s * segment) + k, arena, from, chunk + (k * n), room, gradients,
                    index * DeepLayers * n * n);
            }
        }

        counts[(int)index * 2] = kept;
        counts[((int)index * 2) + 1] = multiplyAdds;
    }

    /// <summary>
    /// For each layer, from the last to the first: the forward pass up to it from the input, then one step back. The arena has the input
    /// and two vectors that take turns; the working room is where <see cref="CheckpointKernel"/> has it.
    /// </summary>
    private static void UncachedBackpropagation(
        int index, int keptBits, FloatView weights, FloatView inputs, FloatView arena, FloatView gradients, LongView counts)
    {
        const int n = DeepWidth;
        var input = (long)index * (DeepLayers + 5) * n;
        var room = input + ((DeepLayers + 2) * n);
        long multiplyAdds = 0;
        for (var i = 0; i < n; i++) arena[input + i] = Masked(inputs[(index * n) + i], keptBits);
        for (var layer = DeepLayers - 1; layer >= 0; layer--)
        {
            long from = input, to = input;
            for (var k = 0; k <= layer; k++)
            {
                from = to;
                to = input + ((1 + (k % 2)) * n);
                multiplyAdds += Forward(weights, k, arena, from, to);
            }

            // The loss is half the squared output: its gradient is the output.
            for (var i = 0; layer == DeepLayers - 1 && i < n; i++) arena[room + n + i] = arena[to + i];
            multiplyAdds += Backward(weights, layer, arena, from, to, room, gradients, index * DeepLayers * n * n);
        }

        counts[index * 2] = 3 * n;
        counts[(index * 2) + 1] = multiplyAdds;
    }

    /// <summary>One layer forward, from one place of the arena to another; returns the multiply-adds.</summary>
    private static int Forward(FloatView weights, int layer, FloatView arena, long from, long to)
    {
        for (var row = 0; row < DeepWidth; row++)
        {
            var sum = 0f;
            for (var i = 0; i < DeepWidth; i++)
                sum = Exact32.FusedMultiplyAdd(weights[(((layer * DeepWidth) + row) * DeepWidth) + i], arena[from + i], sum);
            arena[to + row] = Activations.Apply((int)Activation.Tanh, sum);
        }

        return DeepWidth * DeepWidth;
    }

    /// <summary>One layer back: its weight gradients, and the error signal, whose place is the second vector of the room.</summary>
    private static int Backward(
        FloatView weights, int layer, FloatView arena, long input, long output, long room, FloatView gradients, int firstGradient)
    {
        const int n = DeepWidth;
        var multiplyAdds = 0;
        for (var i = 0; i < n; i++) arena[room + (2 * n) + i] = 0f;
        for (var row = 0; row < n; row++)
        {
            var a = arena[output + row];
            var delta = Exact32.Multiply(arena[room + n + row], Exact32.FusedMultiplyAdd(-a, a, 1f));
            for (var i = 0; i < n; i++)
            {
                var w = (((layer * n) + row) * n) + i;
                gradients[firstGradient + w] = Exact32.Multiply(delta, arena[input + i]);
                arena[room + (2 * n) + i] = Exact32.FusedMultiplyAdd(weights[w], delta, arena[room + (2 * n) + i]);
                multiplyAdds += 2;
            }
        }

        for (var i = 0; i < n; i++) arena[room + n + i] = arena[room + (2 * n) + i];
        return multiplyAdds;
    }

    private static float Masked(float value, int bits) => Interop.IntAsFloat(Interop.FloatAsInt(value) & (uint)bits);
}
