// Question 9: the variances of Xavier and He, what each of them keeps, and the slopes at zero that they were derived for.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 9.</summary>
internal static class Question09Checks
{
    /// <summary>The half width of the confidence intervals in standard errors. A normal estimate falls outside once in 5·10⁸ runs.</summary>
    private const double StandardErrors = 6;

    private const string Confidence = "6 standard errors: a false alarm in 2e-9 of all seeds";

    /// <summary>A layer whose two ends differ, so that the forward and the backward condition do.</summary>
    private const int Inputs = 48, Outputs = 16;

    /// <summary>The networks in which the growth of a layer is measured.</summary>
    private const int Width = 64, Depth = 30;

    /// <summary>Xavier's Var(w) = c/(n_in+n_out), a compromise between forward and backward. Values: c.</summary>
    public static Outcome XavierVariance(Claim claim, CheckContext context) => XavierVariance(claim, context, LayerGainKernel);

    /// <summary>The same with a given kernel.</summary>
    internal static Outcome XavierVariance(
        Claim claim, CheckContext context, Action<Index1D, FloatView, FloatView, float, int, long, int> kernel)
    {
        var printed = claim.RequireValues(1)[0];
        const int ends = Inputs + Outputs;
        var published = Weights(context, kernel, Math.Sqrt(6.0 / ends), stream: 0, rectified: false);
        var layers = Weights(context, kernel, Math.Sqrt(3 * printed / ends), stream: 1, rectified: false);
        var compromise = Mean(layers.Select(layer => (layer.Forward + layer.Backward) / 2));
        return Judge(
            claim,
            context,
            printed,
            compromise,
            "mean of the forward and the backward gain of the second moment",
            "(n_in Var(w) + n_out Var(w))/2 = 1",
            ends,
            published,
            "(n_in+n_out) times the variance of weights drawn by the published rule",
            "sqrt(6/(n_in+n_out)), Glorot and Bengio (2010), equation 16",
            Invariant(
                $"forward {layers.Average(layer => layer.Forward):F3}, backward {layers.Average(layer => layer.Backward):F3}"),
            Invariant($"independent linear layers of {Inputs} inputs and {Outputs} outputs"));
    }

    /// <summary>He's Var(w) = c/n_in keeps the second moment through a ReLU layer. Values: c.</summary>
    public static Outcome HeVariance(Claim claim, CheckContext context) => HeVariance(claim, context, LayerGainKernel);

    /// <summary>The same with a given kernel.</summary>
    internal static Outcome HeVariance(
        Claim claim, CheckContext context, Action<Index1D, FloatView, FloatView, float, int, long, int> kernel)
    {
        var printed = claim.RequireValues(1)[0];
        var published = Weights(context, kernel, Math.Sqrt(6.0 / Inputs), stream: 2, rectified: true);
        var layers = Weights(context, kernel, Math.Sqrt(3 * printed / Inputs), stream: 3, rectified: true);
        var gain = Mean(layers.Select(layer => layer.Forward));
        return Judge(
            claim,
            context,
            printed,
            gain,
            "forward gain of the second moment through ReLU",
            "n_in Var(w)/2 = 1",
            Inputs,
            published,
            "n_in times the variance of weights drawn by the published rule",
            "sqrt(6/n_in), which has the variance of He et al. (2015), equation 10",
            Invariant($"forward {gain.Value:F3}"),
            Invariant($"independent layers of {Inputs} rectified inputs and {Outputs} outputs"));
    }

    /// <summary>He's factor 2 keeps the second moment for the variants of ReLU too, as far as their slope is small.</summary>
    public static Outcome HeForReluVariants(Claim claim, CheckContext context) => HeForReluVariants(claim, context, VariantNetworkKernel);

    /// <summary>The same with a given kernel.</summary>
    internal static Outcome HeForReluVariants(
        Claim claim, CheckContext context, Action<Index1D, FloatView, FloatView, float, float, long> kernel)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 128, full: 256, exhaustive: 8192);
        var leaky = Grow(0.01f);
        var parametric = Grow(0.25f);

        // The same measure as for he-preserves-scale: within 10% over 20 layers, for the whole interval.
        var leakyKept = Kept(leaky.Growth);
        var parametricKept = Kept(parametric.Growth);
        var reluKept = Math.Abs(parametric.Relu.Value - 1) <= parametric.Relu.Bound;
        return new Outcome
        {
            Verdict = !leakyKept || !reluKept ? Verdict.Refuted : parametricKept ? Verdict.Confirmed : Verdict.Qualified,
            Finding = Invariant(
                $"With Var(w) = 2/n the second moment grows by {leaky.Growth.Value:F5} a layer for Leaky ReLU (slope 0.01), a factor {Math.Pow(leaky.Growth.Value, Depth):F4} in {Depth} layers, and by {parametric.Growth.Value:F4} for PReLU's initial slope of 0.25, a factor {Math.Pow(parametric.Growth.Value, Depth):F2}: 2/(1+a^2) would keep it."),
            Method = Invariant(
                $"{networks:N0} networks of {Depth} layers of {Width} units with slope a, weights ±sqrt(2/n) by random sign; at each layer the same inputs and weights with slope 0 beside it, so that the ratio of the two is a's alone. A slope counts as kept when its growth stays within 10% over 20 layers."),
            Measurements =
            [
                new Measurement("growth a layer with slope 0.25, over that of ReLU", parametric.Growth.Value, "1", 1.0625, parametric.Growth.Bound, "1+a^2 (He et al. 2015); " + Confidence),
                new Measurement("growth a layer with slope 0.01, over that of ReLU", leaky.Growth.Value, "1", 1.0001, leaky.Growth.Bound, "1+a^2 (He et al. 2015); " + Confidence),
                new Measurement("gain of the second moment with slope 0", parametric.Relu.Value, "1", 1, parametric.Relu.Bound, "n Var(w)/2 = 1; " + Confidence),
                new Measurement("growth in 20 layers with slope 0.25", Math.Pow(parametric.Growth.Value, 20)),
                new Measurement("growth in 20 layers with slope 0.01", Math.Pow(leaky.Growth.Value, 20)),
            ],
            Runs = 2L * networks,
            Seed = context.Seed,
        };

        static bool Kept(Estimate growth) =>
            Math.Pow(growth.Value + growth.Bound, 20) <= 1.1 && Math.Pow(growth.Value - growth.Bound, 20) >= 0.9;

        (Estimate Growth, Estimate Relu) Grow(float slope)
        {
            var accelerator = context.Accelerator;
            using var states = accelerator.Allocate1D<float>(networks * 2 * Width);
            using var moments = accelerator.Allocate1D<float>(networks * Depth * 3);
            accelerator.Run(kernel, networks, states.View, moments.View, (float)Math.Sqrt(2.0 / Width), slope, (long)context.Seed);

            // Given a layer's input, both gains are unbiased and the layers' deviations are uncorrelated.
            var pairs = moments.GetAsArray1D().Chunk(3)
                .Select(m => (With: (double)m[1] / m[0], Without: (double)m[2] / m[0])).ToList();
            var ratio = pairs.Sum(pair => pair.With) / pairs.Sum(pair => pair.Without);
            var residual = Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.With - (ratio * pair.Without), 2))) / pairs.Sum(pair => pair.Without);
            return (new Estimate(ratio, StandardErrors * residual), Mean(pairs.Select(pair => pair.Without)));
        }
    }

    /// <summary>The derivative of tanh at zero is the printed one. Values: the derivative.</summary>
    public static Outcome TanhDerivativeAtZero(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, "tanh", TanhKernel, tolerance: 0, exact: 1, TanhRoundingError, thirdDerivative: 2);

    /// <summary>The derivative of the sigmoid at zero is approximately the printed one. Values: the derivative.</summary>
    public static Outcome SigmoidDerivativeAtZero(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, "the sigmoid", SigmoidKernel, tolerance: 0.1, exact: 0.25, SigmoidRoundingError, thirdDerivative: 0.125);

    /// <summary>The derivative of the sigmoid at zero is exactly the printed one, the erratum's statement. Values: the derivative.</summary>
    public static Outcome SigmoidDerivativeAtZeroCorrected(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, "the sigmoid", SigmoidKernel, tolerance: 0, exact: 0.25, SigmoidRoundingError, thirdDerivative: 0.125);

    /// <summary>Measures f′(0) as backpropagation computes it and as the limit of difference quotients.</summary>
    /// <param name="claim">The claim; its value is the derivative.</param>
    /// <param name="context">The device.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="kernel">Writes the derivative at 0 and (f(h)−f(−h))/(2h) for each step h.</param>
    /// <param name="tolerance">How far off still counts as the printed number, relative to it.</param>
    /// <param name="exact">The derivative by analysis.</param>
    /// <param name="roundingError">The largest rounding error of f(±h).</param>
    /// <param name="thirdDerivative">The largest |f‴| around 0.</param>
    internal static Outcome DerivativeAtZero(
        Claim claim,
        CheckContext context,
        string name,
        Action<Index1D, FloatView, FloatView, FloatView> kernel,
        double tolerance,
        double exact,
        Func<double, double> roundingError,
        double thirdDerivative)
    {
        var printed = claim.RequireValues(1)[0];

        // Exact division on OpenCL needs binary64.
        if (context.RequireBinary64() is { } skipped) return skipped;
        var steps = Enumerable.Range(1, 12).Select(k => MathF.ScaleB(1f, -k)).ToArray();
        using var stepBuffer = context.Accelerator.Allocate1D(steps);
        using var gradients = context.Accelerator.Allocate1D<float>(steps.Length);
        using var quotients = context.Accelerator.Allocate1D<float>(steps.Length);
        context.Accelerator.Run(kernel, steps.Length, stepBuffer.View, gradients.View, quotients.View);
        double gradient = gradients.GetAsArray1D()[0];

        // |quotient − f′(0)| ≤ h²/6·max|f‴|, plus the rounding of f on either side, of the difference and of the division.
        var judged = steps.Zip(quotients.GetAsArray1D(), (h, quotient) => (
            Step: h,
            Quotient: (double)quotient,
            Bound: (h * h / 6 * thirdDerivative) + (roundingError(h) / h) + (Rounding.Gamma(2) * Math.Abs(quotient)))).ToList();
        var closest = judged.MinBy(step => step.Bound);
        var worst = judged.Max(step => Math.Abs(step.Quotient - gradient) / step.Bound);
        var consistent = worst <= 1;
        var holds = Math.Abs(gradient - printed) <= tolerance * Math.Abs(printed);
        return new Outcome
        {
            Verdict = !consistent ? Verdict.Error : holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = (consistent ? "" : "The derivative and the difference quotients disagree by more than rounding can explain: the device or this check is at fault. ") +
                Invariant($"The derivative of {name} at zero is {gradient}; the difference quotient with h = {closest.Step:0.0e+0} gives {closest.Quotient:F7} ± {closest.Bound:0.0e+0}. Printed is {(tolerance > 0 ? "approximately " : "")}{printed}."),
            Method = Invariant($"The derivative as backpropagation computes it, from the function's value at 0, and centered difference quotients with h = 2^-1 to 2^-{steps.Length}, all in exact binary32 arithmetic.") +
                (tolerance > 0 ? Invariant($" Approximately is read as within {tolerance:P0}.") : ""),
            Measurements =
            [
                new Measurement("derivative at 0", gradient, "1", exact, 0, "analysis"),
                new Measurement("off the printed value by", gradient - printed, "1", 0, tolerance * Math.Abs(printed), "as printed"),
                new Measurement(Invariant($"difference quotient, h = {closest.Step:0.0e+0}"), closest.Quotient, "1", exact, closest.Bound, "truncation and rounding"),
                new Measurement("largest distance of a quotient from the derivative as a share of its bound", worst, "1", 0, 1, "h^2/6 max|f'''| + rounding"),
            ],
            Runs = steps.Length,
        };
    }

    /// <summary>tanh h is below h, a power of two, so its ulp is at most 2⁻²⁴h.</summary>
    internal static double TanhRoundingError(double h) => Exact32Waves.TanhErrorUlps * Rounding.UnitRoundoff * h;

    /// <summary>The sigmoid is below 1, so its ulp is at most 2⁻²⁴.</summary>
    internal static double SigmoidRoundingError(double h) => Exact32Functions.SigmoidErrorUlps * Rounding.UnitRoundoff;

    internal static void TanhKernel(Index1D index, FloatView steps, FloatView gradients, FloatView quotients)
    {
        var h = steps[index];
        gradients[index] = Exact32Waves.TanhGradient(Exact32.Subtract(h, h));
        quotients[index] = Exact32.Divide(
            Exact32.Subtract(Exact32Waves.Tanh(h), Exact32Waves.Tanh(-h)), Exact32.Multiply(2f, h));
    }

    internal static void SigmoidKernel(Index1D index, FloatView steps, FloatView gradients, FloatView quotients)
    {
        var h = steps[index];
        gradients[index] = Exact32Functions.SigmoidGradient(Exact32.Subtract(h, h));
        quotients[index] = Exact32.Divide(
            Exact32.Subtract(Exact32Functions.Sigmoid(h), Exact32Functions.Sigmoid(-h)), Exact32.Multiply(2f, h));
    }

    /// <summary>An estimate and the half width of its confidence interval.</summary>
    private readonly record struct Estimate(double Value, double Bound);

    /// <summary>What a random layer does to second moments, and Σw² of its weights.</summary>
    private readonly record struct LayerGain(double Forward, double Backward, double SquaredWeights);

    private static Outcome Judge(
        Claim claim,
        CheckContext context,
        double printed,
        Estimate gain,
        string gainName,
        string condition,
        int divisor,
        List<LayerGain> published,
        string varianceName,
        string rule,
        string gains,
        string layers)
    {
        // The variance of w² for a uniform w is 4/5 of Var(w)².
        var count = (long)published.Count * Inputs * Outputs;
        var variance = divisor * published.Sum(layer => layer.SquaredWeights) / count;
        var bound = StandardErrors * variance * Math.Sqrt(0.8 / count);
        var keeps = Math.Abs(gain.Value - 1) <= gain.Bound;
        var matches = Math.Abs(variance - printed) <= bound;
        return new Outcome
        {
            Verdict = keeps && matches ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Weights of the printed variance {printed}/n have a gain of {gain.Value:F4} ± {gain.Bound:F4} ({gains}; {condition}); the published rule draws weights of variance {variance:F4}/n ± {bound:F4}."),
            Method = Invariant(
                $"{published.Count:N0} {layers} with random weights and random inputs for either measurement: uniform weights of the printed variance, and uniform weights within ±{rule}."),
            Measurements =
            [
                new Measurement(gainName, gain.Value, "1", 1, gain.Bound, condition + "; " + Confidence),
                new Measurement(varianceName, variance, "1", 2, bound, "a third of the squared limit " + rule + "; " + Confidence),
                new Measurement("off the printed value by", variance - printed, "1", 0, bound, "as printed in " + claim.Id),
            ],
            Runs = 2L * published.Count,
            Seed = context.Seed,
        };
    }

    private static Estimate Mean(IEnumerable<double> samples)
    {
        var list = samples.ToList();
        var mean = list.Average();
        var variance = list.Sum(sample => Math.Pow(sample - mean, 2)) / (list.Count - 1);
        return new Estimate(mean, StandardErrors * Math.Sqrt(variance / list.Count));
    }

    private static List<LayerGain> Weights(
        CheckContext context,
        Action<Index1D, FloatView, FloatView, float, int, long, int> kernel,
        double limit,
        int stream,
        bool rectified)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var layers = context.Size("layers", quick: 1 << 11, full: 1 << 12, exhaustive: 1 << 17);
        var items = Math.Min(accelerator.WorkItems(), layers);
        using var sums = accelerator.Allocate1D<float>(5 * layers);
        using var scratch = accelerator.Allocate1D<float>(2 * Inputs * items);
        accelerator.Run(
            kernel, items, sums.View, scratch.View, (float)limit, rectified ? 1 : 0, (long)context.Seed, stream);
        return
        [
            .. sums.GetAsArray1D().Chunk(5).Select(s => new LayerGain(
                (double)s[1] / Outputs / (s[0] / (double)Inputs), (double)s[3] / Inputs / (s[2] / (double)Outputs), s[4])),
        ];
    }

    /// <summary>
    /// Each work item takes every n-th layer: weights uniform within ±limit, inputs x and output gradients g uniform within ±1.
    /// Writes Σx², Σ(Wx)², Σg², Σ(Wᵀg)² and Σw². With rectified ≠ 0 the weights see ReLU(x).
    /// </summary>
    /// <remarks>
    /// The one launch of a run does all the work, and on the CPU accelerator .NET would do it in unoptimized code: hence the attribute.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LayerGainKernel(
        Index1D index, FloatView sums, FloatView scratch, float limit, int rectified, long seed, int stream)
    {
        var layers = (int)(sums.Length / 5);
        var items = (int)(scratch.Length / (2 * Inputs));
        var x = scratch.SubView((int)index * 2 * Inputs, Inputs);
        var back = scratch.SubView((((int)index * 2) + 1) * Inputs, Inputs);
        for (int layer = index; layer < layers; layer += items)
        {
            var counter = ((ulong)(uint)stream << 32) | (uint)layer;
            float input = 0f, forward = 0f, gradient = 0f, backward = 0f, weights = 0f;
            for (var i = 0; i < Inputs; i++)
            {
                var value = Symmetric(Philox.At((ulong)seed, counter, (ulong)i).A);
                x[i] = rectified != 0 ? Exact32Functions.Relu(value) : value;
                back[i] = 0f;
                input = Exact32.FusedMultiplyAdd(value, value, input);
            }

            for (var o = 0; o < Outputs; o++)
            {
                var g = Symmetric(Philox.At((ulong)seed, counter, (ulong)(Inputs + o)).A);
                gradient = Exact32.FusedMultiplyAdd(g, g, gradient);
                var z = 0f;
                for (var i = 0; i < Inputs; i += 4)
                {
                    var words = Philox.At((ulong)seed, counter, (ulong)(1024 + (o * Inputs) + i));
                    var (w0, w1) = (Exact32.Multiply(limit, Symmetric(words.A)), Exact32.Multiply(limit, Symmetric(words.B)));
                    var (w2, w3) = (Exact32.Multiply(limit, Symmetric(words.C)), Exact32.Multiply(limit, Symmetric(words.D)));
                    z = Exact32.FusedMultiplyAdd(w1, x[i + 1], Exact32.FusedMultiplyAdd(w0, x[i], z));
                    z = Exact32.FusedMultiplyAdd(w3, x[i + 3], Exact32.FusedMultiplyAdd(w2, x[i + 2], z));
                    back[i] = Exact32.FusedMultiplyAdd(w0, g, back[i]);
                    back[i + 1] = Exact32.FusedMultiplyAdd(w1, g, back[i + 1]);
                    back[i + 2] = Exact32.FusedMultiplyAdd(w2, g, back[i + 2]);
                    back[i + 3] = Exact32.FusedMultiplyAdd(w3, g, back[i + 3]);
                    weights = Exact32.FusedMultiplyAdd(w1, w1, Exact32.FusedMultiplyAdd(w0, w0, weights));
                    weights = Exact32.FusedMultiplyAdd(w3, w3, Exact32.FusedMultiplyAdd(w2, w2, weights));
                }

                forward = Exact32.FusedMultiplyAdd(z, z, forward);
            }

            for (var i = 0; i < Inputs; i++) backward = Exact32.FusedMultiplyAdd(back[i], back[i], backward);
            sums[5 * layer] = input;
            sums[(5 * layer) + 1] = forward;
            sums[(5 * layer) + 2] = gradient;
            sums[(5 * layer) + 3] = backward;
            sums[(5 * layer) + 4] = weights;
        }
    }

    /// <summary>
    /// One work item a network: z₀ uniform within ±1, z_{l+1} = scale · S f(z_l) with a random matrix S of signs and f(z) = z for
    /// z > 0, slope·z else. Writes for each layer Σz_l², Σz_{l+1}², and Σz_{l+1}² had the slope been 0.
    /// </summary>
    /// <remarks>Optimized at once for the reason given at <see cref="LayerGainKernel"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void VariantNetworkKernel(Index1D index, FloatView states, FloatView moments, float scale, float slope, long seed)
    {
        var from = states.SubView((int)index * 2 * Width, Width);
        var to = states.SubView((((int)index * 2) + 1) * Width, Width);
        var network = (16ul << 32) | (uint)(int)index;
        var before = 0f;
        for (var i = 0; i < Width; i++)
        {
            var z = Symmetric(Philox.At((ulong)seed, network, (ulong)i).A);
            from[i] = z;
            before = Exact32.FusedMultiplyAdd(z, z, before);
        }

        for (var layer = 0; layer < Depth; layer++)
        {
            float with = 0f, without = 0f;
            for (var row = 0; row < Width; row++)
            {
                var signs = Philox.At((ulong)seed, network, (ulong)(((layer + 1) * Width) + row));
                float positive = 0f, negative = 0f;
                for (var bit = 0; bit < 32; bit++)
                {
                    float a = WithSign(from[bit], signs.A, bit), b = WithSign(from[bit + 32], signs.B, bit);
                    if (from[bit] > 0f) positive = Exact32.Add(positive, a);
                    else negative = Exact32.Add(negative, a);
                    if (from[bit + 32] > 0f) positive = Exact32.Add(positive, b);
                    else negative = Exact32.Add(negative, b);
                }

                var z = Exact32.Multiply(scale, Exact32.FusedMultiplyAdd(slope, negative, positive));
                var rectified = Exact32.Multiply(scale, positive);
                to[row] = z;
                with = Exact32.FusedMultiplyAdd(z, z, with);
                without = Exact32.FusedMultiplyAdd(rectified, rectified, without);
            }

            var at = (((int)index * Depth) + layer) * 3;
            moments[at] = before;
            moments[at + 1] = with;
            moments[at + 2] = without;
            before = with;
            var swap = from;
            from = to;
            to = swap;
        }
    }

    /// <summary>Maps a random word to an odd multiple of 2⁻²³ in (−1, 1), exact in binary32: as likely above zero as below.</summary>
    private static float Symmetric(uint word) => Exact32.Multiply((int)(((word >> 9) << 1) + 1u) - 8388608, 1.1920929e-7f);

    private static float WithSign(float value, uint signs, int bit) =>
        Interop.IntAsFloat(Interop.FloatAsInt(value) ^ ((signs >> bit) << 31));
}
