// Question 4: the sigmoid's gradient is at most a quarter, and what a chain of such factors does to a gradient.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question04Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The sigmoid's gradient has the printed maximum, attained at 0. Values: the maximum.</summary>
    protected override Outcome SigmoidGradientMaximum(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var step = StepOf(context.Scale);
        return DescribeSigmoidGradientMaximum(printed, step, Sample(context, step), SampleAroundZero(context)) with { Seed = context.Seed };
    }

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

    /// <summary>Evaluates every step-th float of each stratum, from a random start.</summary>
    internal static GradientSummary Sample(CheckContext context, int step)
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

        return Evaluate(context, segments, Mantissas / parts / step, step);
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

    internal sealed record GradientSummary(double Maximum, double AtFirst, double WidestAtQuarter, long Count);

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
