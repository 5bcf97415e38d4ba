// Question 4: the sigmoid's gradient is at most a quarter, and what a chain of such factors does to a gradient.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question04Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The sigmoid's gradient has the printed maximum, attained at 0. Values: the maximum.</summary>
    protected override Outcome SigmoidGradientMaximum(Claim claim, CheckContext context) => SigmoidGradients.Run(claim, context);

    private static Sweep<SigmoidSweep> SigmoidGradients { get; } = new(
        SweepJsonContext.Default.SigmoidSweep,
        (context, ranges) =>
        {
            context.RequireExactArithmetic();
            return new SigmoidSweep(Sample(context, StepOf(context.Scale), ranges), SampleAroundZero(context));
        },
        (a, b) => a with { Sampled = GradientSummary.Merge(a.Sampled, b.Sampled) },
        (claim, scale, seed, found) =>
            DescribeSigmoidGradientMaximum(claim.RequireValues(1)[0], StepOf(scale), found.Sampled, found.Dense) with { Seed = seed });

    /// <summary>A step of 1 is every float. The dense chunks begin with zero itself.</summary>
    internal static Outcome DescribeSigmoidGradientMaximum(double printed, int step, GradientSummary sampled, GradientSummary dense)
    {
        var maximum = Math.Max(sampled.Maximum, dense.Maximum);
        var widest = Math.Max(sampled.WidestAtQuarter, dense.WidestAtQuarter);
        var atZero = dense.AtFirst;

        // The exhaustive scale has evaluated the dense chunks already.
        var samples = step == 1 ? sampled.Count : sampled.Count + dense.Count;
        var sample = step == 1 ? "every finite one" : "a stratified sample of all exponents";
        var choice = step == 1
            ? "Every finite binary32 number: "
            : Invariant($"Of each sign and exponent every {step:N0}th mantissa from a random start, and 524,288 consecutive floats ") +
                "around zero and at the edges of its plateau: ";
        return new Outcome
        {
            Verdict = Verdicts.Of(maximum == printed && atZero == maximum),
            Finding = Invariant($"Over {samples:N0} floats ({sample}) the largest gradient is {maximum}, at z = 0 it is {atZero}; ") +
                Invariant($"printed is {printed}. It rounds to 0.25 up to |z| = {widest:0.00e+0}."),
            Method = choice + Invariant($"s(1-s) with s = 1/(1+exp(-z)) in exact binary32 arithmetic, s within ") +
                Invariant($"{Exact32Functions.SigmoidErrorUlps} ulp."),
            Measurements =
            [
                Measurement.Of("largest gradient", maximum).Exactly(0.25, "s(1-s) = 1/4 - (s-1/2)^2"),
                Measurement.Of("gradient at z = 0", atZero).Exactly(0.25, "sigmoid(0) = 1/2"),
                Measurement.Of("largest |z| whose gradient rounds to the maximum", widest),
            ],
            Runs = samples,
        };
    }

    /// <summary>Ten layers multiply nine factors of the maximum. Values: the factor, the number of factors, the printed product.</summary>
    protected override Outcome TenLayerAttenuation(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(3);
        context.RequireExactArithmetic();

        // The chain at its best: weight 1 and bias −1/2 keep every pre-activation at 0.
        var chain = Chains(context, [1f], [-0.5f], [0f], layers: 10)[0];
        return DescribeTenLayerAttenuation(printed, Power(context, (float)printed[0], (int)printed[1]), chain.Activations);
    }

    /// <summary>The printed numbers are the factor, the number of factors and the product.</summary>
    internal static Outcome DescribeTenLayerAttenuation(IReadOnlyList<double> printed, float product, float chain)
    {
        // The sentence prints two significant digits.
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(printed[2]))) - 1);
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(product - printed[2]) <= unit / 2 && product == chain),
            Finding = Invariant($"{printed[0]}^{(int)printed[1]} = {(double)product:R}, printed as {printed[2]}; the gradient through a ") +
                Invariant($"chain of ten sigmoid layers at z = 0 is multiplied by {(double)chain:R}."),
            Method = "The power by repeated multiplication on the device, and the product of the nine activation gradients between " +
                "layer 10 and layer 1 of a chain whose pre-activations are all 0.",
            Measurements =
            [
                Measurement.Of("the printed factor to the printed power", product)
                    .Within(unit / 2, of: printed[2], "as printed, to two digits"),
                Measurement.Of("product of the activation gradients of ten layers", chain)
                    .Exactly(3.814697265625e-6, "2^-18, exact in binary"),
            ],
            Runs = 1,
        };
    }

    /// <summary>
    /// Between two layers the gradient is multiplied by the activation gradient, which is at most the printed factor, and by a weight,
    /// which can make it more. Values: the largest activation gradient.
    /// </summary>
    protected override Outcome LargestFactorPerLayer(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        if (context.RequireBinary64() is { } skipped) return skipped;
        var samples = context.Size("random layers", quick: 1 << 12, full: 1 << 15);
        return DescribeLargestFactorPerLayer(printed, samples, CompareFactors(context, samples)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeLargestFactorPerLayer(double printed, int samples, LayerFactors found)
    {
        var agrees = found.Share <= 1 && found.Activation <= printed && found.AtZero == printed;
        return new Outcome
        {
            Verdict = Verdicts.Of(agrees, isQualified: found.Whole > printed),
            Finding = Invariant($"The derivative of the next pre-activation is weight times activation gradient within ") +
                Invariant($"{found.Share:P1} of the bound of a centered difference. The activation gradient is at most ") +
                Invariant($"{found.Activation:F4}, and {found.AtZero} at 0 (printed {printed}); with its weight the ") +
                Invariant($"factor of a layer reaches {found.Whole:F2}."),
            Method = Invariant($"{samples:N0} random layers of one neuron, z' = w sigma(z) + b with w of N(0, 9): w sigma'(z) compared ") +
                "with the centered difference of z' over z, h = 2^-10, in exact binary64 arithmetic.",
            Measurements =
            [
                Measurement.Of("largest factor of a layer, the weight included", found.Whole),
                Measurement.Of("largest activation gradient", found.Activation).AtMost(printed, "as printed: s(1-s) = 1/4 - (s-1/2)^2"),
                Measurement.Of("activation gradient at z = 0", found.AtZero).Exactly(printed, "as printed"),
                Measurement.Of("largest distance of w sigma'(z) from the centered difference, as a share of its bound", found.Share)
                    .Within(1, of: 0, "h^2/6 max|sigma'''||w| + rounding over h"),
            ],
            Runs = samples,
        };
    }

    /// <summary>The first layer of a deep sigmoid chain does not learn with weights of the usual size, and does with larger ones.</summary>
    protected override Outcome FirstLayerUntrainable(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var (losses, moved) = TrainFirstLayers(context, [1f, 4f]);
        return DescribeFirstLayerUntrainable(losses[0], moved[0], losses[1], moved[1]);
    }

    /// <summary>
    /// Takes the share of the loss that is left, and by how much the first pre-activation has moved, with weights of 1 and of 4.
    /// </summary>
    internal static Outcome DescribeFirstLayerUntrainable(double usualLoss, double usualMoved, double largeLoss, double largeMoved)
    {
        // Each step moves the weight and the bias of the first neuron by at most the rate times |error| ≤ 1 times ten factors of 1/4.
        var bound = TrainingSteps * 2 * TrainingRate * Math.Pow(0.25, 10);
        const double learned = 0.01;
        return new Outcome
        {
            Verdict = Verdicts.Of(usualMoved <= bound && usualLoss > 1 - learned, isQualified: largeLoss < learned),
            Finding = Invariant($"In {TrainingSteps:N0} steps the first of ten sigmoid layers moves its pre-activation by ") +
                Invariant($"{usualMoved:0.0e+0} with weights of 1 and leaves {usualLoss:P2} of the loss; with weights of 4 it moves ") +
                Invariant($"it by {largeMoved:F2} and leaves {largeLoss:P2}."),
            Method = Invariant($"Chains of ten sigmoid neurons with weight w and bias -w/2, of which the first is trained alone, from a ") +
                Invariant($"pre-activation of 1/2: {TrainingSteps:N0} steps of gradient descent with rate {TrainingRate} on half the ") +
                "squared distance of the output from 3/8, in exact binary32 arithmetic. Xavier's variance is 1 for one input and " +
                "one output.",
            Measurements =
            [
                Measurement.Of("movement of the first pre-activation with weights of 1", usualMoved)
                    .AtMost(bound, "steps times rate times |error| <= 1 times 0.25^10, for a weight and a bias"),
                Measurement.Of("share of the loss that is left with weights of 1", usualLoss),
                Measurement.Of("share of the loss that is left with weights of 4", largeLoss)
                    .AtMost(learned, "w/4 = 1: nothing attenuates the gradient, so it is learned"),
                Measurement.Of("movement of the first pre-activation with weights of 4", largeMoved),
            ],
            Runs = TrainingSteps,
        };
    }

    /// <summary>
    /// The activation factors attenuate by at most the printed bound to the power L−1; large weights undo it.
    /// Values: the bound of one factor.
    /// </summary>
    protected override Outcome FirstLayerAttenuated(Claim claim, CheckContext context)
    {
        var factor = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var chains = context.Size("random chains", quick: 4096, full: 65536);
        var (worst, best) = SharesOfBound(context, (float)factor, chains);

        // What undoes it: weights w with bias −w/2, in steps of a quarter, over ten layers.
        var weights = Enumerable.Range(1, 64).Select(i => i * 0.25f).ToArray();
        var swept = Chains(context, weights, [.. weights.Select(w => -w / 2)], new float[weights.Length], layers: 10);
        return DescribeFirstLayerAttenuated(factor, chains, worst, best, weights, [.. swept.Select(chain => chain.Gradient)])
            with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Takes shares of the bound, and the gradient through ten layers for each weight, 8 among them.</summary>
    internal static Outcome DescribeFirstLayerAttenuated(
        double factor, int chains, double worst, double best, float[] weights, float[] gradients)
    {
        var limit = Math.Pow(factor, 9);
        var breaks = weights.Zip(gradients).FirstOrDefault(pair => pair.Second > limit).First;
        var undoes = weights.Zip(gradients).FirstOrDefault(pair => pair.Second >= 1).First;
        var atEight = gradients[Array.IndexOf(weights, 8f)];
        return new Outcome
        {
            Verdict = Verdicts.Of(worst <= 1 && best == 1, isQualified: breaks > 0),
            Finding = Invariant($"The activation factors of {chains:N0} random chains stay within {factor}^(L-1), at most {worst} of ") +
                Invariant($"it. With the weights the bound does not hold: over ten layers it is exceeded from w = {breaks} on, w = ") +
                Invariant($"{undoes} undoes the attenuation entirely, and w = 8 makes the gradient {atEight}, {atEight / limit:0.0e+0} ") +
                "times the bound.",
            Method = "Chains of sigmoid neurons with random weights and biases of N(0, 9), L = 2 to 10, and one whose pre-activations " +
                "are all 0; then chains with weight w and bias -w/2 for w to 16 in quarters.",
            Measurements =
            [
                Measurement.Of("largest product of activation factors, as a share of the bound", worst)
                    .Exactly(1, "attained where every z is 0"),
                Measurement.Of("smallest weight whose gradient exceeds the bound", breaks).Exactly(1.25, "w > 1, in steps of a quarter"),
                Measurement.Of("smallest weight that undoes the attenuation", undoes).Exactly(4, "w/4 = 1"),
                Measurement.Of("gradient through ten layers with weight 8", atEight).Exactly(512, "(8/4)^9"),
            ],
            Plots = [new Plot(
                "Gradient through ten sigmoid layers over their weight", "weight w, with bias -w/2", "factor of the gradient",
                LogX: false, LogY: true,
                [
                    PlotData.Line("measured", weights.Select(w => (double)w), gradients.Select(gradient => (double)gradient)),
                    PlotData.Level(Invariant($"{factor}^9"), limit, weights[0], weights[^1]),
                    PlotData.Level("no attenuation", 1, weights[0], weights[^1]),
                ])],
            Runs = chains,
        };
    }
}

internal static class Question04Kernels
{
    /// <summary>The signs and exponents of the finite floats: 2 · 255.</summary>
    internal const int Strata = 510;

    /// <summary>The mantissas of one sign and exponent.</summary>
    internal const int Mantissas = 1 << 23;

    /// <summary>The distance of the sampled mantissas: the exhaustive scale takes every one.</summary>
    internal static int StepOf(Scale scale) => scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 8, _ => 1 << 12 };

    /// <summary>Evaluates every step-th float of each stratum, from a random start; of these, those in some ranges.</summary>
    internal static GradientSummary Sample(CheckContext context, int step, IReadOnlyList<int> ranges)
    {
        var segments = new List<uint>();
        const int parts = 16;
        for (uint stratum = 0; stratum < Strata; stratum++)
        {
            // Sign in the lowest bit, then the exponent: 0 to 254, so neither infinity nor NaN.
            var first = ((stratum & 1) << 31) | ((stratum >> 1) << 23);
            var offset = Philox.At(context.Seed, stream: 1, stratum).A % (uint)step;
            for (uint part = 0; part < parts; part++) segments.Add(first + (part * (Mantissas / parts)) + offset);
        }

        return Evaluate(context, [.. Sweep.ItemsOf(segments, ranges)], Mantissas / parts / step, step);
    }

    /// <summary>Evaluates the first 2¹⁶ floats on either side of zero, and as many in each binade at the edge of its plateau.</summary>
    internal static GradientSummary SampleAroundZero(CheckContext context) =>
        Evaluate(context, [0u, 0x80000000u, 0x38800000u, 0xB8800000u, 0x39000000u, 0xB9000000u, 0x39800000u, 0xB9800000u], 1 << 16, 1);

    /// <summary>The power of a factor, computed on the device.</summary>
    internal static float Power(CheckContext context, float factor, int exponent)
    {
        using var factorBuffer = context.Accelerator.Allocate1D([factor]);
        using var power = context.Accelerator.Allocate1D<float>(1);
        context.Accelerator.Run(PowerKernel, 1, factorBuffer.View, power.View, exponent);
        return power.GetAsArray1D()[0];
    }

    /// <summary>
    /// The largest product of activation factors over random chains of 2 to 10 layers, as a share of its bound, and the share of the best
    /// chain: it keeps every pre-activation at 0, where the bound must be attained.
    /// </summary>
    internal static (double Worst, double Best) SharesOfBound(CheckContext context, float factor, int chains)
    {
        var weights = Samples.Normal(context.Seed, stream: 1, chains, 3);
        var biases = Samples.Normal(context.Seed, stream: 2, chains, 3);
        var inputs = Samples.Normal(context.Seed, stream: 3, chains);
        (weights[^1], biases[^1], inputs[^1]) = (1f, -0.5f, 0f);
        double worst = 0, best = 0;
        for (var layers = 2; layers <= 10; layers += 2)
        {
            // Rounding is monotonic: factors that are each at most the bound's have a rounded product at most the bound's.
            var bound = Power(context, factor, layers - 1);
            var found = Chains(context, weights, biases, inputs, layers);
            worst = Math.Max(worst, found.Max(chain => (double)chain.Activations / bound));
            best = Math.Max(best, (double)found[^1].Activations / bound);
        }

        return (worst, best);
    }

    internal sealed record GradientSummary(double Maximum, double AtFirst, double WidestAtQuarter, long Count)
    {
        public static GradientSummary Merge(GradientSummary a, GradientSummary b) => new(
            Math.Max(a.Maximum, b.Maximum), a.AtFirst, Math.Max(a.WidestAtQuarter, b.WidestAtQuarter), a.Count + b.Count);
    }

    /// <summary>The gradients at a sample of all floats, or at all, and at the dense chunks.</summary>
    internal sealed record SigmoidSweep(GradientSummary Sampled, GradientSummary Dense);

    /// <summary>Evaluates the gradient at count floats from each start, step apart in the order of their bit patterns.</summary>
    internal static GradientSummary Evaluate(CheckContext context, List<uint> starts, int count, int step)
    {
        var accelerator = context.Accelerator;
        using var first = accelerator.Allocate1D(starts.Select(start => unchecked((int)start)).ToArray());
        using var maxima = accelerator.Allocate1D<float>(starts.Count);
        using var atFirst = accelerator.Allocate1D<float>(starts.Count);
        using var widest = accelerator.Allocate1D<float>(starts.Count);
        accelerator.Run(GradientKernel, starts.Count, first.View, count, step, maxima.View, atFirst.View, widest.View);
        return new GradientSummary(
            maxima.GetAsArray1D().Max(), atFirst.GetAsArray1D()[0], widest.GetAsArray1D().Max(), (long)starts.Count * count);
    }

    /// <summary>One work item per chunk: its largest gradient, that at its start, its largest |z| with a gradient of 1/4.</summary>
    [Kernel]
    internal static void GradientKernel(
        Index1D index, IntView first, int count, int step, FloatView maxima, FloatView atFirst, FloatView widest)
    {
        var pattern = (uint)first[index];
        var maximum = 0f;
        var edge = 0f;
        atFirst[index] = Exact32Functions.SigmoidGradient(Interop.IntAsFloat(pattern));
        for (var i = 0; i < count; i++)
        {
            var z = Interop.IntAsFloat(pattern);
            var gradient = Exact32Functions.SigmoidGradient(z);
            if (gradient > maximum) maximum = gradient;
            var magnitude = Interop.IntAsFloat(pattern & 0x7FFFFFFFu);
            if (gradient == 0.25f && magnitude > edge) edge = magnitude;
            pattern += (uint)step;
        }

        maxima[index] = maximum;
        widest[index] = edge;
    }

    /// <summary>The factor to a power, by repeated multiplication.</summary>
    [Kernel]
    internal static void PowerKernel(Index1D index, FloatView factor, FloatView power, int exponent)
    {
        var product = 1f;
        for (var i = 0; i < exponent; i++) product = Exact32.Multiply(product, factor[0]);
        power[0] = product;
    }

    /// <summary>
    /// The largest activation gradient over random layers, that at 0, the largest product with a weight, and the largest distance of that
    /// product from the centered difference as a share of its bound.
    /// </summary>
    internal readonly record struct LayerFactors(double Activation, double AtZero, double Whole, double Share);

    /// <summary>The step of the centered difference: z ± h are exact for a z that is a multiple of 2⁻²⁰.</summary>
    internal const double FactorStep = 1.0 / (1 << 10);

    internal static LayerFactors CompareFactors(CheckContext context, int samples)
    {
        var z = Samples.Normal(context.Seed, stream: 4, samples, 2)
            .Select(value => Math.Round(value * (double)(1 << 20)) / (1 << 20)).ToArray();
        var w = Samples.Normal(context.Seed, stream: 5, samples, 3).Select(value => (double)value).ToArray();
        var b = Samples.Normal(context.Seed, stream: 6, samples, 3).Select(value => (double)value).ToArray();
        z[0] = 0;
        using var zBuffer = context.Accelerator.Allocate1D(z);
        using var wBuffer = context.Accelerator.Allocate1D(w);
        using var bBuffer = context.Accelerator.Allocate1D(b);
        using var results = context.Accelerator.Allocate1D<double>(3 * samples);
        context.Accelerator.Run(LayerFactorKernel, samples, zBuffer.View, wBuffer.View, bBuffer.View, results.View);
        var found = results.GetAsArray1D();

        // |σ‴| ≤ 1/8. Each of two z' has the error of σ, of a product and of a sum; then those of the difference and of the quotient.
        const double u = RoundingErrors.UnitRoundoff64, sigmoid = Exact64Functions.SigmoidErrorUlps * 2 * u;
        var factors = new LayerFactors(0, found[0], 0, 0);
        for (var i = 0; i < samples; i++)
        {
            var (slope, factor, quotient) = (found[3 * i], found[(3 * i) + 1], found[(3 * i) + 2]);
            var magnitude = Math.Abs(w[i]);
            var bound = (FactorStep * FactorStep / 48 * magnitude)
                + (((magnitude * (sigmoid + (2 * u))) + (Math.Abs(b[i]) * u)) / FactorStep) + (((2 * sigmoid) + (6 * u)) * magnitude);
            factors = new LayerFactors(
                Math.Max(factors.Activation, slope), factors.AtZero, Math.Max(factors.Whole, Math.Abs(factor)),
                Math.Max(factors.Share, Math.Abs(factor - quotient) / bound));
        }

        return factors;
    }

    /// <summary>One work item per layer of one neuron: σ'(z), w·σ'(z), and the centered difference of w·σ(z) + b.</summary>
    [Kernel]
    internal static void LayerFactorKernel(Index1D index, DoubleView z, DoubleView w, DoubleView b, DoubleView results)
    {
        var sigmoid = Exact64Functions.Sigmoid(z[index]);
        var slope = Exact64.Multiply(sigmoid, Exact64.Subtract(1.0, sigmoid));
        results[3 * index] = slope;
        results[(3 * index) + 1] = Exact64.Multiply(w[index], slope);
        results[(3 * index) + 2] = Exact64.Divide(
            Exact64.Subtract(
                Next(Exact64.Add(z[index], FactorStep), w[index], b[index]),
                Next(Exact64.Subtract(z[index], FactorStep), w[index], b[index])),
            2 * FactorStep);
    }

    private static double Next(double z, double w, double b) => Exact64.Add(Exact64.Multiply(w, Exact64Functions.Sigmoid(z)), b);

    internal const int TrainingSteps = 1000;

    internal const float TrainingRate = 1f;

    /// <summary>The share of the loss that training the first layer leaves, and how far its pre-activation moves.</summary>
    internal static (double[] Losses, double[] Moved) TrainFirstLayers(CheckContext context, float[] weights)
    {
        using var w = context.Accelerator.Allocate1D(weights);
        using var results = context.Accelerator.Allocate1D<float>(3 * weights.Length);
        context.Accelerator.Run(FirstLayerKernel, weights.Length, w.View, results.View, TrainingSteps, TrainingRate);
        var found = results.GetAsArray1D().Chunk(3).ToList();
        return (
            [.. found.Select(chain => (double)chain[1] / chain[0])], [.. found.Select(chain => Math.Abs((double)chain[2] - 0.5))]);
    }

    /// <summary>
    /// One work item per chain of ten sigmoid neurons with weight w and bias −w/2: trains the weight and the bias of the first one, whose
    /// input is 1, and writes the loss before and after, and the first pre-activation after.
    /// </summary>
    [Kernel]
    internal static void FirstLayerKernel(Index1D index, FloatView weights, FloatView results, int steps, float rate)
    {
        float w = weights[index], weight = 0.25f, bias = 0.25f;
        for (var step = 0; step <= steps; step++)
        {
            var z = Exact32.Add(weight, bias);
            var gradient = Exact32Functions.SigmoidGradient(z);
            for (var layer = 1; layer < 10; layer++)
            {
                z = Exact32.FusedMultiplyAdd(w, Exact32Functions.Sigmoid(z), Exact32.Multiply(-0.5f, w));
                gradient = Exact32.Multiply(gradient, Exact32.Multiply(w, Exact32Functions.SigmoidGradient(z)));
            }

            var error = Exact32.Subtract(Exact32Functions.Sigmoid(z), 0.375f);
            var loss = Exact32.Multiply(0.5f, Exact32.Multiply(error, error));
            if (step == 0) results[3 * index] = loss;
            if (step == steps)
            {
                results[(3 * index) + 1] = loss;
                results[(3 * index) + 2] = Exact32.Add(weight, bias);
            }

            var move = -Exact32.Multiply(rate, Exact32.Multiply(error, gradient));
            weight = Exact32.Add(weight, move);
            bias = Exact32.Add(bias, move);
        }
    }

    /// <summary>The product of the activation factors of a chain, and its whole gradient, weights included.</summary>
    internal readonly record struct Chain(float Activations, float Gradient);

    internal static Chain[] Chains(CheckContext context, float[] weights, float[] biases, float[] inputs, int layers)
    {
        var accelerator = context.Accelerator;
        using var w = accelerator.Allocate1D(weights);
        using var b = accelerator.Allocate1D(biases);
        using var x = accelerator.Allocate1D(inputs);
        using var activations = accelerator.Allocate1D<float>(weights.Length);
        using var gradients = accelerator.Allocate1D<float>(weights.Length);
        accelerator.Run(ChainKernel, weights.Length, w.View, b.View, x.View, activations.View, gradients.View, layers);
        return [.. activations.GetAsArray1D().Zip(gradients.GetAsArray1D(), (a, g) => new Chain(a, g))];
    }

    /// <summary>
    /// One work item per chain of neurons: z₁ = x, z_l = w·σ(z_{l−1}) + b. From the last layer to the first the gradient is
    /// multiplied by w·σ'(z) L−1 times, once at each of z₁ to z_{L−1}.
    /// </summary>
    [Kernel]
    internal static void ChainKernel(
        Index1D index, FloatView weights, FloatView biases, FloatView inputs, FloatView activations, FloatView gradients, int layers)
    {
        float w = weights[index], b = biases[index], z = inputs[index];
        float product = 1f, gradient = 1f;
        for (var layer = 1; layer < layers; layer++)
        {
            var slope = Exact32Functions.SigmoidGradient(z);
            product = Exact32.Multiply(product, slope);
            gradient = Exact32.Multiply(gradient, Exact32.Multiply(w, slope));
            z = Exact32.Add(Exact32.Multiply(w, Exact32Functions.Sigmoid(z)), b);
        }

        activations[index] = product;
        gradients[index] = gradient;
    }
}
