// Question 9: the variances of Xavier and He, what each of them preserves, and the slopes at zero that they were derived for.

using System.Runtime.CompilerServices;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question09Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Xavier's Var(w) = c/(n_in+n_out), a compromise: it lies between what forward and backward would need. Values: c.</summary>
    protected override Outcome XavierVariance(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        const int ends = Inputs + Outputs;
        var published = Gains(context, Math.Sqrt(6.0 / ends), stream: 0, rectified: false);
        var layers = Gains(context, Math.Sqrt(3 * printed / ends), stream: 1, rectified: false);
        return DescribeXavierVariance(
            claim, Mean(layers.Select(layer => (layer.Forward + layer.Backward) / 2)), Mean(layers.Select(layer => layer.Forward)),
            Mean(layers.Select(layer => layer.Backward)), VarianceOf(published, ends), published.Count) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Takes the gains, and the variance of weights drawn by the published rule, times its divisor.</summary>
    internal static Outcome DescribeXavierVariance(
        Claim claim, Estimate gain, Estimate forward, Estimate backward, Estimate variance, int layers) =>
        DescribeVariance(
            claim, gain, variance, layers,
            gains: Invariant($"forward {forward.Value:F3}, backward {backward.Value:F3}"),
            gainName: "mean of the forward and the backward gain of the second moment",
            condition: "(n_in Var(w) + n_out Var(w))/2 = 1",
            divisor: "(n_in+n_out)",
            rule: "sqrt(6/(n_in+n_out)), Glorot and Bengio (2010), equation 16",
            shape: Invariant($"independent linear layers of {Inputs} inputs and {Outputs} outputs"),
            further:
            [
                Measurement.Of("forward gain of the second moment", forward.Value)
                    .Within(forward.Bound, of: 2.0 * Inputs / (Inputs + Outputs), $"n_in Var(w); {ConfidenceIntervals.NormalSource}"),
                Measurement.Of("backward gain of the second moment", backward.Value)
                    .Within(backward.Bound, of: 2.0 * Outputs / (Inputs + Outputs), $"n_out Var(w); {ConfidenceIntervals.NormalSource}"),
            ]);

    /// <summary>He's Var(w) = c/n_in preserves the second moment through a ReLU layer. Values: c.</summary>
    protected override Outcome HeVariance(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        var published = Gains(context, Math.Sqrt(6.0 / Inputs), stream: 2, rectified: true);
        var layers = Gains(context, Math.Sqrt(3 * printed / Inputs), stream: 3, rectified: true);
        return DescribeHeVariance(
            claim, Mean(layers.Select(layer => layer.Forward)), VarianceOf(published, Inputs), published.Count)
                with
        {
            Seed = context.Seed,
        };
    }

    /// <inheritdoc cref="DescribeXavierVariance"/>
    internal static Outcome DescribeHeVariance(Claim claim, Estimate gain, Estimate variance, int layers) =>
        DescribeVariance(
            claim, gain, variance, layers,
            gains: Invariant($"forward {gain.Value:F3}"),
            gainName: "forward gain of the second moment through ReLU",
            condition: "n_in Var(w)/2 = 1",
            divisor: "n_in",
            rule: "sqrt(6/n_in), which has the variance of He et al. (2015), equation 10",
            shape: Invariant($"independent layers of {Inputs} rectified inputs and {Outputs} outputs"),
            further: []);

    /// <summary>
    /// He's weights make up for what ReLU takes from the second moment, which is not the variance, on the way forward; on the way back the
    /// gain is n_out/n_in.
    /// </summary>
    protected override Outcome HeAccountsForRelu(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var limit = Math.Sqrt(6.0 / Inputs);
        var rectified = Gains(context, limit, stream: 4, rectified: true);
        var linear = Gains(context, limit, stream: 5, rectified: false);
        var rectifier = Question08Kernels.RectifiedMoments(context);
        return DescribeHeAccountsForRelu(
            Mean(rectified.Select(layer => layer.Forward)), Mean(linear.Select(layer => layer.Forward)),
            Mean(rectified.Select(layer => layer.Backward)), rectifier, rectified.Count) with
        {
            Seed = context.Seed,
        };
    }

    internal static Outcome DescribeHeAccountsForRelu(
        Estimate forward, Estimate linear, Estimate backward, Question08Kernels.Moments rectifier, int layers)
    {
        var variance = rectifier.Second - (rectifier.First * rectifier.First);
        var spread = Question08Kernels.BoundOfVariance(rectifier.Count);
        const double back = (double)Outputs / Inputs;
        return new Outcome
        {
            Verdict = Verdicts.Of(
                IsWithin(forward, 1) && IsWithin(linear, 2) && IsWithin(backward, back), isQualified: Math.Abs(variance - 0.5) > spread),
            Finding = Invariant($"With He's weights a layer of {Inputs} inputs and {Outputs} outputs has a forward gain of ") +
                Invariant($"{forward.Value:F3} behind ReLU and of {linear.Value:F3} without it, and a backward gain of ") +
                Invariant($"{backward.Value:F3}. ReLU leaves {rectifier.Second:F4} of the second moment, and {variance:F4} of the ") +
                "variance.",
            Method = Invariant($"{layers:N0} independent layers with and without ReLU, with random weights of variance 2/n_in and ") +
                Invariant($"random inputs and output gradients; and {rectifier.Count:N0} normal values through ReLU."),
            Measurements =
            [
                Measurement.Of("forward gain of the second moment behind ReLU", forward.Value)
                    .Within(forward.Bound, of: 1, "n_in Var(w)/2; " + ConfidenceIntervals.NormalSource),
                Measurement.Of("forward gain without ReLU", linear.Value)
                    .Within(linear.Bound, of: 2, "n_in Var(w); " + ConfidenceIntervals.NormalSource),
                Measurement.Of("backward gain through ReLU", backward.Value)
                    .Within(backward.Bound, of: back, "n_out Var(w)/2; " + ConfidenceIntervals.NormalSource),
                Measurement.Of("variance of ReLU(z) / sigma^2", variance)
                    .Within(spread, of: 0.5 - (1 / (2 * Math.PI)), ConfidenceIntervals.NormalSource),
            ],
            Runs = 2L * layers,
        };
    }

    private static bool IsWithin(Estimate found, double reference) => Math.Abs(found.Value - reference) <= found.Bound;

    private static Outcome DescribeVariance(
        Claim claim, Estimate gain, Estimate variance, int layers, string gains, string gainName, string condition, string divisor,
        string rule, string shape, Measurement[] further)
    {
        var printed = claim.Values[0];
        var keeps = Math.Abs(gain.Value - 1) <= gain.Bound;
        var matches = Math.Abs(variance.Value - printed) <= variance.Bound;
        return new Outcome
        {
            Verdict = Verdicts.Of(
                keeps && matches && further.All(found => Math.Abs(found.Measured - found.Reference!.Value) <= found.Bound)),
            Finding = Invariant($"Weights of the printed variance {printed}/n have a gain of {gain.Value:F4} ± {gain.Bound:F4} ") +
                Invariant($"({gains}; ") +
                Invariant($"{condition}); the published rule draws weights of variance {variance.Value:F4}/n ± {variance.Bound:F4}."),
            Method = Invariant($"{layers:N0} {shape} with random weights and random inputs for either measurement: uniform weights of ") +
                $"the printed variance, and uniform weights within ±{rule}.",
            Measurements =
            [
                Measurement.Of(gainName, gain.Value).Within(gain.Bound, of: 1, condition + "; " + ConfidenceIntervals.NormalSource),
                Measurement.Of(divisor + " times the variance of weights drawn by the published rule", variance.Value)
                    .Within(variance.Bound, of: 2, $"a third of the squared limit {rule}; {ConfidenceIntervals.NormalSource}"),
                Measurement.Of("off the printed value by", variance.Value - printed)
                    .Within(variance.Bound, of: 0, "as printed in " + claim.Id),
                .. further,
            ],
            Runs = 2L * layers,
        };
    }

    /// <summary>He's factor 2 preserves the second moment for the variants of ReLU too, as far as their slope is small.</summary>
    protected override Outcome HeForReluVariants(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 128, full: 256, exhaustive: 8192);
        var (leaky, _) = Growth(context, networks, slope: 0.01f);
        var (parametric, relu) = Growth(context, networks, slope: 0.25f);
        return DescribeHeForReluVariants(networks, leaky, parametric, relu) with { Seed = context.Seed };
    }

    /// <summary>Takes the growth per layer over that of ReLU, and the gain of ReLU.</summary>
    internal static Outcome DescribeHeForReluVariants(int networks, Estimate leaky, Estimate parametric, Estimate relu)
    {
        var holds = IsKept(leaky) && Math.Abs(relu.Value - 1) <= relu.Bound;
        return new Outcome
        {
            Verdict = Verdicts.Of(holds, isQualified: !IsKept(parametric)),
            Finding = Invariant($"With Var(w) = 2/n the second moment grows by {leaky.Value:F5} per layer for Leaky ReLU (slope 0.01), ") +
                Invariant($"a factor {Math.Pow(leaky.Value, Depth):F4} in {Depth} layers, and by {parametric.Value:F4} for PReLU's ") +
                Invariant($"initial slope of 0.25, a factor {Math.Pow(parametric.Value, Depth):F2}: 2/(1+a^2) would preserve it."),
            Method = Invariant($"{networks:N0} networks of {Depth} layers of {Width} units with slope a, weights ±sqrt(2/n) by random ") +
                Invariant($"sign; at each ") +
                "layer the same inputs and weights with slope 0 as well, so that the ratio of the two depends on a alone. A slope "
                + "preserves the second moment when its growth stays within 10% over 20 layers.",
            Measurements =
            [
                Measurement.Of("growth per layer with slope 0.25, over that of ReLU", parametric.Value)
                    .Within(parametric.Bound, of: 1.0625, "1+a^2 (He et al. 2015); " + ConfidenceIntervals.NormalSource),
                Measurement.Of("growth per layer with slope 0.01, over that of ReLU", leaky.Value)
                    .Within(leaky.Bound, of: 1.0001, "1+a^2 (He et al. 2015); " + ConfidenceIntervals.NormalSource),
                Measurement.Of("gain of the second moment with slope 0", relu.Value)
                    .Within(relu.Bound, of: 1, "n Var(w)/2 = 1; " + ConfidenceIntervals.NormalSource),
                Measurement.Of("growth in 20 layers with slope 0.25", Math.Pow(parametric.Value, 20)),
                Measurement.Of("growth in 20 layers with slope 0.01", Math.Pow(leaky.Value, 20)),
            ],
            Runs = 2L * networks,
        };

        // The same measure as for he-preserves-scale: within 10% over 20 layers, for the whole interval.
        static bool IsKept(Estimate growth) =>
            Math.Pow(growth.Value + growth.Bound, 20) <= 1.1 && Math.Pow(growth.Value - growth.Bound, 20) >= 0.9;
    }

    /// <summary>
    /// The erratum: with a plain 2 the second moment grows by 1+a² a layer. Values: the slope of Leaky ReLU and its growth, the slope of
    /// PReLU and its growth, the growth in several layers, and how many.
    /// </summary>
    protected override Outcome ReluVariantsGrowth(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(6);
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 128, full: 256, exhaustive: 8192);
        return DescribeReluVariantsGrowth(
            printed, networks, Growth(context, networks, (float)printed[0]).Growth,
            Growth(context, networks, (float)printed[2]).Growth) with
        {
            Seed = context.Seed,
        };
    }

    internal static Outcome DescribeReluVariantsGrowth(IReadOnlyList<double> printed, int networks, Estimate leaky, Estimate parametric)
    {
        var layers = (int)printed[5];
        var inAll = Math.Pow(1 + (printed[2] * printed[2]), layers);
        var holds = IsWithin(leaky, printed[1]) && IsWithin(parametric, printed[3])
            && PrintedNumber.IsRounded(1 + (printed[0] * printed[0]), printed[1])
            && PrintedNumber.IsRounded(1 + (printed[2] * printed[2]), printed[3])
            && PrintedNumber.IsRounded(inAll, printed[4]);
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = Invariant($"With slope {printed[0]} the second moment grows by {leaky.Value:F5} ± {leaky.Bound:F5} a layer, ") +
                Invariant($"printed {printed[1]}; with slope {printed[2]} by {parametric.Value:F4} ± {parametric.Bound:F4}, printed ") +
                Invariant($"{printed[3]}; 1+a^2 makes that {inAll:F2} in {layers} layers, printed {printed[4]}."),
            Method = Invariant($"{networks:N0} networks of {Depth} layers of {Width} units with the printed slopes, weights ±sqrt(2/n) ") +
                "by random sign, and the same layers with slope 0; the ratio of the two, and 1+a^2 rounded as printed.",
            Measurements =
            [
                Measurement.Of("growth per layer with the slope of PReLU, over that of ReLU", parametric.Value)
                    .Within(parametric.Bound, of: printed[3], "as printed; " + ConfidenceIntervals.NormalSource),
                Measurement.Of("growth per layer with the slope of Leaky ReLU, over that of ReLU", leaky.Value)
                    .Within(leaky.Bound, of: printed[1], "as printed; " + ConfidenceIntervals.NormalSource),
                Measurement.Of("(1+a^2)^layers with the slope of PReLU", inAll)
                    .Within(PrintedNumber.HalfUnit(printed[4]), of: printed[4], "as printed"),
            ],
            Runs = 2L * networks,
        };
    }

    /// <summary>
    /// The erratum: with Xavier's weights, a layer of a deep sigmoid network passes back the printed share of the gradient's size.
    /// Values: the share.
    /// </summary>
    protected override Outcome SigmoidPassesBackAQuarter(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var found = DeepNetworks.Measure(context, DeepNetworks.Networks(context), DeepNetworks.SigmoidXavier);
        return DescribeSigmoidPassesBackAQuarter(printed, [.. found.Widths.SelectMany(width => width.Signals[0].All)]) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Takes the ratio of the norm of the error signal at layer 1 to that at layer 10, for each network.</summary>
    internal static Outcome DescribeSigmoidPassesBackAQuarter(double printed, IReadOnlyList<double> ratios)
    {
        // The mean square falls by n Var(w) E[sigma'^2] a layer, with n Var(w) = 1. The interval of the mean becomes that of its root to
        // first order.
        const int steps = DeepNetworks.Layers - 1;
        const double about = 0.1;
        var squares = Mean(ratios.Select(ratio => ratio * ratio));
        var share = Math.Pow(squares.Value, 1.0 / (2 * steps));
        var bound = share * squares.Bound / squares.Value / (2 * steps);
        var allowed = (about * printed) + bound;
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(share - printed) <= allowed),
            Finding = Invariant($"With Xavier's weights, a layer of a sigmoid network passes back {share:F4} ± {bound:F4} of the size ") +
                Invariant($"of the error signal; printed is about {printed}."),
            Method = Invariant($"{ratios.Count} networks of {DeepNetworks.Layers} sigmoid layers at their start: the {steps}th root of ") +
                Invariant($"the ratio of the error signal's norm at layer 1 to that at layer {DeepNetworks.Layers}, as root mean square ") +
                Invariant($"over the networks. About is read as within {about:P0}."),
            Measurements =
            [
                Measurement.Of("share that a layer passes back", share)
                    .Within(allowed, of: printed, Invariant($"{about:P0}, and {ConfidenceIntervals.NormalSource}")),
            ],
            Runs = ratios.Count,
        };
    }

    /// <summary>The derivative of tanh at zero is the printed one. Values: the derivative.</summary>
    protected override Outcome TanhDerivativeAtZero(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, Tanh, tolerance: 0);

    /// <summary>The derivative of the sigmoid at zero is approximately the printed one. Values: the derivative.</summary>
    protected override Outcome SigmoidDerivativeAtZero(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, Sigmoid, tolerance: 0.1);

    /// <summary>The erratum: the derivative of the sigmoid at zero is exactly the printed one. Values: the derivative.</summary>
    protected override Outcome SigmoidDerivativeAtZeroCorrected(Claim claim, CheckContext context) =>
        DerivativeAtZero(claim, context, Sigmoid, tolerance: 0);

    /// <summary>Measures f′(0); the tolerance is relative to the printed number.</summary>
    internal static Outcome DerivativeAtZero(Claim claim, CheckContext context, FunctionAtZero function, double tolerance)
    {
        var printed = claim.RequireValues(1)[0];

        // Exact division on OpenCL needs binary64.
        context.RequireExactArithmetic();
        var (gradient, quotients) = Differentiate(context, function);
        return DescribeDerivativeAtZero(printed, function, tolerance, gradient, quotients);
    }

    internal static Outcome DescribeDerivativeAtZero(
        double printed, FunctionAtZero function, double tolerance, double gradient, IReadOnlyList<Quotient> quotients)
    {
        var closest = quotients.MinBy(quotient => quotient.Bound);
        var worst = quotients.Max(quotient => Math.Abs(quotient.Value - gradient) / quotient.Bound);
        var holds = Math.Abs(gradient - printed) <= tolerance * Math.Abs(printed);
        return new Outcome
        {
            Verdict = worst > 1 ? Verdict.Error : Verdicts.Of(holds),
            Finding = (worst <= 1 ? "" : "The derivative and the difference quotients disagree by more than rounding can explain: " +
                "the device or this check is at fault. ") +
                Invariant($"The derivative of {function.Name} at zero is {gradient}; the difference quotient with h = ") +
                Invariant($"{closest.Step:0.0e+0} gives ") +
                Invariant($"{closest.Value:F7} ± {closest.Bound:0.0e+0}. Printed is {(tolerance > 0 ? "approximately " : "")}{printed}."),
            Method = "The derivative as backpropagation computes it, from the function's value at 0, and centered difference quotients " +
                Invariant($"with h = 2^-1 to 2^-{quotients.Count}, all in exact binary32 arithmetic.") +
                (tolerance > 0 ? Invariant($" Approximately is read as within {tolerance:P0}.") : ""),
            Measurements =
            [
                Measurement.Of("derivative at 0", gradient).Exactly(function.Derivative, "analysis"),
                Measurement.Of("off the printed value by", gradient - printed).Within(tolerance * Math.Abs(printed), of: 0, "as printed"),
                Measurement.Of(Invariant($"difference quotient, h = {closest.Step:0.0e+0}"), closest.Value)
                    .Within(closest.Bound, of: function.Derivative, "truncation and rounding"),
                Measurement.Of("largest distance of a quotient from the derivative as a share of its bound", worst)
                    .Within(1, of: 0, "h^2/6 max|f'''| + rounding"),
            ],
            Runs = quotients.Count,
        };
    }
}

internal static class Question09Kernels
{
    /// <summary>A layer whose two ends differ, so that the forward and the backward condition do.</summary>
    internal const int Inputs = 48, Outputs = 16;

    /// <summary>The networks in which the growth of a layer is measured.</summary>
    internal const int Width = 64, Depth = 30;

    /// <summary>
    /// A function whose derivative at zero is measured. The kernel writes the derivative at 0 and (f(h)−f(−h))/(2h) for each step h. The
    /// largest rounding error of f(±h) and the largest |f‴| around 0 give the bound.
    /// </summary>
    internal sealed record FunctionAtZero(
        string Name, Action<Index1D, FloatView, FloatView, FloatView> Kernel, double Derivative, Func<double, double> RoundingError,
        double ThirdDerivative);

    /// <summary>tanh h is below h, a power of two, so its ulp is at most 2⁻²⁴h.</summary>
    internal static readonly FunctionAtZero Tanh =
        new("tanh", TanhKernel, 1, h => Exact32Waves.TanhErrorUlps * RoundingErrors.UnitRoundoff * h, 2);

    /// <summary>The sigmoid is below 1, so its ulp is at most 2⁻²⁴.</summary>
    internal static readonly FunctionAtZero Sigmoid =
        new("the sigmoid", SigmoidKernel, 0.25, _ => Exact32Functions.SigmoidErrorUlps * RoundingErrors.UnitRoundoff, 0.125);

    /// <summary>A difference quotient and the largest distance from the derivative that truncation and rounding explain.</summary>
    internal readonly record struct Quotient(double Step, double Value, double Bound);

    internal static (double Gradient, IReadOnlyList<Quotient> Quotients) Differentiate(CheckContext context, FunctionAtZero function)
    {
        var steps = Enumerable.Range(1, 12).Select(k => MathF.ScaleB(1f, -k)).ToArray();
        using var stepBuffer = context.Accelerator.Allocate1D(steps);
        using var gradients = context.Accelerator.Allocate1D<float>(steps.Length);
        using var quotients = context.Accelerator.Allocate1D<float>(steps.Length);
        context.Accelerator.Run(function.Kernel, steps.Length, stepBuffer.View, gradients.View, quotients.View);

        // |quotient − f′(0)| ≤ h²/6·max|f‴|, plus the rounding of f on either side, of the difference and of the division.
        return (gradients.GetAsArray1D()[0], [.. steps.Zip(quotients.GetAsArray1D(), (h, quotient) => new Quotient(
            h, quotient,
            (h * h / 6 * function.ThirdDerivative) + (function.RoundingError(h) / h) + (RoundingErrors.Gamma(2) * Math.Abs(quotient))))]);
    }

    [Kernel]
    internal static void TanhKernel(Index1D index, FloatView steps, FloatView gradients, FloatView quotients)
    {
        var h = steps[index];
        gradients[index] = Exact32Waves.TanhGradient(Exact32.Subtract(h, h));
        quotients[index] = Exact32.Divide(Exact32.Subtract(Exact32Waves.Tanh(h), Exact32Waves.Tanh(-h)), Exact32.Multiply(2f, h));
    }

    [Kernel]
    internal static void SigmoidKernel(Index1D index, FloatView steps, FloatView gradients, FloatView quotients)
    {
        var h = steps[index];
        gradients[index] = Exact32Functions.SigmoidGradient(Exact32.Subtract(h, h));
        quotients[index] = Exact32.Divide(
            Exact32.Subtract(Exact32Functions.Sigmoid(h), Exact32Functions.Sigmoid(-h)), Exact32.Multiply(2f, h));
    }

    /// <summary>An estimate and the half-width of its confidence interval.</summary>
    internal readonly record struct Estimate(double Value, double Bound);

    /// <summary>What a random layer does to second moments, and Σw² of its weights.</summary>
    internal readonly record struct LayerGain(double Forward, double Backward, double SquaredWeights);

    /// <summary>The variance of the weights times a divisor. The variance of w² for a uniform w is 4/5 of Var(w)².</summary>
    internal static Estimate VarianceOf(List<LayerGain> layers, int divisor)
    {
        var count = (long)layers.Count * Inputs * Outputs;
        var variance = divisor * layers.Sum(layer => layer.SquaredWeights) / count;
        return new Estimate(variance, ConfidenceIntervals.StandardErrors * variance * Math.Sqrt(0.8 / count));
    }

    /// <summary>The growth of the second moment per layer with a slope, over that of ReLU, and the gain of ReLU.</summary>
    internal static (Estimate Growth, Estimate Relu) Growth(CheckContext context, int networks, float slope)
    {
        var accelerator = context.Accelerator;
        using var states = accelerator.Allocate1D<float>(networks * 2 * Width);
        using var moments = accelerator.Allocate1D<float>(networks * Depth * 3);
        accelerator.Run(
            VariantNetworkKernel, networks, states.View, moments.View, (float)Math.Sqrt(2.0 / Width), slope, (long)context.Seed);

        // Given a layer's input, both gains are unbiased and the layers' deviations are uncorrelated.
        var pairs = moments.GetAsArray1D().Chunk(3).Select(m => (With: (double)m[1] / m[0], Without: (double)m[2] / m[0])).ToList();
        var sum = pairs.Sum(pair => pair.Without);
        var ratio = pairs.Sum(pair => pair.With) / sum;
        var residual = Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.With - (ratio * pair.Without), 2))) / sum;
        return (new Estimate(ratio, ConfidenceIntervals.StandardErrors * residual), Mean(pairs.Select(pair => pair.Without)));
    }

    internal static Estimate Mean(IEnumerable<double> samples)
    {
        var list = samples.ToList();
        var mean = list.Average();
        var variance = list.Sum(sample => Math.Pow(sample - mean, 2)) / (list.Count - 1);
        return new Estimate(mean, ConfidenceIntervals.StandardErrors * Math.Sqrt(variance / list.Count));
    }

    internal static List<LayerGain> Gains(CheckContext context, double limit, int stream, bool rectified)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var layers = context.Size("layers", quick: 1 << 11, full: 1 << 12, exhaustive: 1 << 17);
        var items = Math.Min(accelerator.WorkItems(), layers);
        using var sums = accelerator.Allocate1D<float>(5 * layers);
        using var scratch = accelerator.Allocate1D<float>(2 * Inputs * items);
        accelerator.Run(LayerGainKernel, items, sums.View, scratch.View, (float)limit, rectified ? 1 : 0, (long)context.Seed, stream);
        return [.. sums.GetAsArray1D().Chunk(5).Select(s => new LayerGain(
            (double)s[1] / Outputs / (s[0] / (double)Inputs), (double)s[3] / Inputs / (s[2] / (double)Outputs), s[4]))];
    }

    /// <summary>
    /// Each work item takes every n-th layer: weights uniform within ±limit, inputs x and output gradients g uniform within ±1.
    /// Writes Σx², Σ(Wx)², Σg², Σ(Wᵀg)² and Σw². With rectified ≠ 0 the weights see ReLU(x), and
    /// Wᵀg counts only where x is positive.
    /// </summary>
    /// <remarks>
    /// A run launches the kernel once. On the CPU accelerator, tiered compilation would run it in tier-0 code: hence the attribute.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [Kernel]
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

            for (var i = 0; i < Inputs; i++)
                if (rectified == 0 || x[i] > 0f) backward = Exact32.FusedMultiplyAdd(back[i], back[i], backward);
            sums[5 * layer] = input;
            sums[(5 * layer) + 1] = forward;
            sums[(5 * layer) + 2] = gradient;
            sums[(5 * layer) + 3] = backward;
            sums[(5 * layer) + 4] = weights;
        }
    }

    /// <summary>
    /// One work item per network: z₀ uniform within ±1, z_{l+1} = scale · S f(z_l) with a random matrix S of signs and f(z) = z for
    /// z > 0, slope·z otherwise. Writes for each layer Σz_l², Σz_{l+1}², and Σz_{l+1}² had the slope been 0.
    /// </summary>
    /// <remarks>Optimized on first call for the reason given at <see cref="LayerGainKernel"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [Kernel]
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
                    var a = Question08Kernels.WithSign(from[bit], signs.A, bit);
                    var b = Question08Kernels.WithSign(from[bit + 32], signs.B, bit);
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
    internal static float Symmetric(uint word) => Exact32.Multiply((int)(((word >> 9) << 1) + 1u) - 8388608, 1.1920929e-7f);
}
