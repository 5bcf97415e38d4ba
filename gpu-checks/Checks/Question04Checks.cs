// Question 4: the sigmoid's gradient is at most a quarter, and what a chain of such factors does to a gradient.

using System;
using System.Collections.Generic;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 4.</summary>
internal static class Question04Checks
{
    /// <summary>The signs and exponents of the finite floats: 2 · 255.</summary>
    private const int Strata = 510;

    /// <summary>The mantissas of one sign and exponent.</summary>
    private const int Mantissas = 1 << 23;

    /// <summary>The sigmoid's gradient has the printed maximum, attained at 0. Values: the maximum.</summary>
    public static Outcome SigmoidGradientMaximum(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();

        // Of each stratum every step-th float, from a random start; the exhaustive scale takes every one.
        var step = context.Scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 8, _ => 1 << 12 };
        var segments = new List<uint>();
        const int parts = 16;
        for (uint stratum = 0; stratum < Strata; stratum++)
        {
            // Sign in the lowest bit, then the exponent: 0 to 254, so neither infinity nor NaN.
            var first = ((stratum & 1) << 31) | ((stratum >> 1) << 23);
            var offset = Philox.At(context.Seed, stream: 1, stratum).A % (uint)step;
            for (uint part = 0; part < parts; part++) segments.Add(first + (part * (Mantissas / parts)) + offset);
        }

        var sampled = Evaluate(context, segments, Mantissas / parts / step, step);

        // Around zero every float: the first 2¹⁶ on either side, and the same in each binade of the plateau's edge.
        var dense = Evaluate(context, [0u, 0x80000000u, 0x38800000u, 0xB8800000u, 0x39000000u, 0xB9000000u, 0x39800000u, 0xB9800000u], 1 << 16, 1);

        var maximum = Math.Max(sampled.Maximum, dense.Maximum);
        var widest = Math.Max(sampled.WidestAtQuarter, dense.WidestAtQuarter);
        var atZero = dense.AtFirst;

        // The exhaustive scale has evaluated the dense stretches already.
        var samples = step == 1 ? sampled.Count : sampled.Count + dense.Count;
        var holds = maximum == printed && atZero == maximum;
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Over {samples:N0} floats ({(step == 1 ? "every finite one" : "a stratified sample of all exponents")}) the largest gradient is {maximum}, at z = 0 it is {atZero}; printed is {printed}. It rounds to 0.25 up to |z| = {widest:0.00e+0}."),
            Method = (step == 1
                ? "Every finite binary32 number: "
                : Invariant($"Of each sign and exponent every {step:N0}th mantissa from a random start, and 524,288 floats in a row around zero and its plateau: ")) +
                Invariant($"s(1-s) with s = 1/(1+exp(-z)) in exact binary32 arithmetic, s within {Exact32Functions.SigmoidErrorUlps} ulp."),
            Measurements =
            [
                new Measurement("largest gradient", maximum, "1", 0.25, 0, "s(1-s) = 1/4 - (s-1/2)^2"),
                new Measurement("gradient at z = 0", atZero, "1", 0.25, 0, "sigmoid(0) = 1/2"),
                new Measurement("largest |z| whose gradient rounds to the maximum", widest),
            ],
            Runs = samples,
            Seed = context.Seed,
        };
    }

    /// <summary>Ten layers multiply nine factors of the maximum. Values: the factor, the number of factors, the printed product.</summary>
    public static Outcome TenLayerAttenuation(Claim claim, CheckContext context)
    {
        var values = claim.RequireValues(3);
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();

        var factors = (int)values[1];
        using var factor = context.Accelerator.Allocate1D([(float)values[0]]);
        using var power = context.Accelerator.Allocate1D<float>(1);
        context.Accelerator.Run(PowerKernel, 1, factor.View, power.View, factors);
        var product = power.GetAsArray1D()[0];

        // The chain itself, at its best: weight 1 and bias −1/2 keep every pre-activation at 0.
        var chain = Chains(context, [1f], [-0.5f], [0f], layers: 10)[0];

        // The sentence prints two significant digits.
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(values[2]))) - 1);
        var holds = Math.Abs(product - values[2]) <= unit / 2 && product == chain.Activations;
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"{values[0]}^{factors} = {(double)product:R}, printed as {values[2]}; the gradient through a chain of ten sigmoid layers at z = 0 is multiplied by {(double)chain.Activations:R}."),
            Method = "The power by repeated multiplication on the device, and the product of the nine activation gradients between layer 10 and layer 1 of a chain whose pre-activations are all 0.",
            Measurements =
            [
                new Measurement("the printed factor to the printed power", product, "1", values[2], unit / 2, "as printed, to two digits"),
                new Measurement("product of the activation gradients of ten layers", chain.Activations, "1", 3.814697265625e-6, 0, "2^-18, exact in binary"),
            ],
            Runs = 1,
        };
    }

    /// <summary>
    /// The activation factors attenuate by at most the printed bound to the power L−1; large weights undo it.
    /// Values: the bound of one factor.
    /// </summary>
    public static Outcome FirstLayerAttenuated(Claim claim, CheckContext context)
    {
        var factor = claim.RequireValues(1)[0];
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();

        // Random chains, and as the last one the best chain: every pre-activation 0, where the bound must be attained.
        var chains = context.Size("random chains", quick: 4096, full: 65536);
        var weights = Samples.Normal(context.Seed, stream: 1, chains, 3);
        var biases = Samples.Normal(context.Seed, stream: 2, chains, 3);
        var inputs = Samples.Normal(context.Seed, stream: 3, chains);
        (weights[^1], biases[^1], inputs[^1]) = (1f, -0.5f, 0f);

        double worstShare = 0, bestShare = 0;
        for (var layers = 2; layers <= 10; layers += 2)
        {
            using var factorBuffer = context.Accelerator.Allocate1D([(float)factor]);
            using var power = context.Accelerator.Allocate1D<float>(1);
            context.Accelerator.Run(PowerKernel, 1, factorBuffer.View, power.View, layers - 1);
            var bound = power.GetAsArray1D()[0];
            var found = Chains(context, weights, biases, inputs, layers);

            // Rounding is monotonic: factors that are each at most the bound's have a rounded product at most the bound's.
            worstShare = Math.Max(worstShare, found.Max(chain => (double)chain.Activations / bound));
            bestShare = Math.Max(bestShare, (double)found[^1].Activations / bound);
        }

        // What undoes it: weights w with bias −w/2, in steps of a quarter, over ten layers.
        var sweep = Enumerable.Range(1, 64).Select(i => i * 0.25f).ToArray();
        var swept = Chains(context, sweep, [.. sweep.Select(w => -w / 2)], new float[sweep.Length], layers: 10);
        var limit = Math.Pow(factor, 9);
        var smallestThatBreaks = sweep.Zip(swept).FirstOrDefault(pair => pair.Second.Gradient > limit).First;
        var smallestThatUndoes = sweep.Zip(swept).FirstOrDefault(pair => pair.Second.Gradient >= 1).First;
        var atEight = swept[Array.IndexOf(sweep, 8f)].Gradient;

        var holds = worstShare <= 1 && bestShare == 1;
        var undone = smallestThatBreaks > 0;
        return new Outcome
        {
            Verdict = !holds ? Verdict.Refuted : undone ? Verdict.Qualified : Verdict.Confirmed,
            Finding = Invariant(
                $"The activation factors of {chains:N0} random chains stay within {factor}^(L-1), at most {worstShare} of it. With the weights the bound does not hold: over ten layers it is passed from w = {smallestThatBreaks} on, w = {smallestThatUndoes} undoes the attenuation entirely, and w = 8 makes the gradient {atEight}, {atEight / limit:0.0e+0} times the bound."),
            Method = "Chains of sigmoid neurons with random weights and biases of N(0, 9), L = 2 to 10, and one whose pre-activations are all 0; then chains with weight w and bias -w/2 for w to 16 in quarters.",
            Measurements =
            [
                new Measurement("largest product of activation factors, as a share of the bound", worstShare, "1", 1, 0, "attained where every z is 0"),
                new Measurement("smallest weight whose gradient passes the bound", smallestThatBreaks, "1", 1.25, 0, "w > 1, in steps of a quarter"),
                new Measurement("smallest weight that undoes the attenuation", smallestThatUndoes, "1", 4, 0, "w/4 = 1"),
                new Measurement("gradient through ten layers with weight 8", atEight, "1", 512, 0, "(8/4)^9"),
            ],
            Plots =
            [
                new Plot(
                    "Gradient through ten sigmoid layers over their weight", "weight w, with bias -w/2", "factor of the gradient", LogX: false, LogY: true,
                    [
                        PlotData.Line("measured", sweep.Select(w => (double)w), swept.Select(chain => (double)chain.Gradient)),
                        PlotData.Level(Invariant($"{factor}^9"), limit, sweep[0], sweep[^1]),
                        PlotData.Level("no attenuation", 1, sweep[0], sweep[^1]),
                    ]),
            ],
            Runs = chains,
            Seed = context.Seed,
        };
    }

    private static Outcome NeedsDivision(CheckContext context) =>
        Outcome.Skipped($"{context.Device.Name} has no binary64, which exact division on OpenCL needs.");

    private sealed record Summary(double Maximum, double AtFirst, double WidestAtQuarter, long Count);

    /// <summary>Evaluates the gradient at count floats from each start, step apart in the order of their bit patterns.</summary>
    private static Summary Evaluate(CheckContext context, List<uint> starts, int count, int step)
    {
        var accelerator = context.Accelerator;
        using var first = accelerator.Allocate1D(starts.Select(start => unchecked((int)start)).ToArray());
        using var maxima = accelerator.Allocate1D<float>(starts.Count);
        using var atFirst = accelerator.Allocate1D<float>(starts.Count);
        using var widest = accelerator.Allocate1D<float>(starts.Count);
        accelerator.Run(GradientKernel, starts.Count, first.View, count, step, maxima.View, atFirst.View, widest.View);
        return new Summary(maxima.GetAsArray1D().Max(), atFirst.GetAsArray1D()[0], widest.GetAsArray1D().Max(), (long)starts.Count * count);
    }

    /// <summary>One work item a stretch of floats: its largest gradient, that at its start, its largest |z| with a gradient of 1/4.</summary>
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
    internal static void PowerKernel(Index1D index, FloatView factor, FloatView power, int exponent)
    {
        var product = 1f;
        for (var i = 0; i < exponent; i++) product = Exact32.Multiply(product, factor[0]);
        power[0] = product;
    }

    /// <summary>The product of the activation factors of a chain, and its whole gradient, weights included.</summary>
    private readonly record struct Chain(float Activations, float Gradient);

    private static Chain[] Chains(CheckContext context, float[] weights, float[] biases, float[] inputs, int layers)
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
    /// One work item a chain of neurons: z₁ = x, z_l = w·σ(z_{l−1}) + b. From the last layer to the first the gradient is
    /// multiplied by w·σ'(z) L−1 times, once at each of z₁ to z_{L−1}.
    /// </summary>
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
