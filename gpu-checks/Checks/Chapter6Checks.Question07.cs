// Question 7: the gradient of the cross-entropy behind a sigmoid, and where terms that cancel in algebra do not cancel in binary32.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question07Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>∂L/∂z = ŷ−y, compared with the product of the chain rule and with a centered difference of the loss.</summary>
    protected override Outcome BceSigmoidGradient(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var samples = context.Size("random logits", quick: 1 << 12, full: 1 << 15, exhaustive: 1 << 20);
        var (chain, quotient) = CompareGradients(context, samples);
        return DescribeBceSigmoidGradient(samples, chain, quotient) with { Seed = context.Seed };
    }

    internal static Outcome DescribeBceSigmoidGradient(int samples, Distance chain, Distance quotient) => new()
    {
        Verdict = Verdicts.Of(chain.Share <= 1 && quotient.Share <= 1),
        Finding = Invariant($"y^ - y differs from the product of the chain rule by at most {chain.Largest:0.0e+0} (bound ") +
            Invariant($"{chain.BoundThere:0.0e+0}) and from the centered difference of the loss by at most {quotient.Largest:0.0e+0} ") +
            Invariant($"(bound {quotient.BoundThere:0.0e+0})."),
        Method = Invariant($"{samples:N0} random z within ±{Reach}, half with labels 0 or 1, half with labels between: y^ - y, ") +
            "(-y/y^ + (1-y)/(1-y^))·y^(1-y^), and (L(z+h) - L(z-h))/2h with h = 2^-14 and L = -y ln y^ - (1-y) ln(1-y^), " +
            "in exact binary64 arithmetic.",
        Measurements =
        [
            Measurement.Of("largest distance from the centered difference as a share of its bound", quotient.Share)
                .Within(1, of: 0, "h^2/6 max|L'''| + rounding of L over h"),
            Measurement.Of("largest distance from the chain rule as a share of its bound", chain.Share)
                .Within(1, of: 0, "gamma(8)·((1-y)y^ + y(1-y^))"),
            Measurement.Of("largest distance from the centered difference", quotient.Largest)
                .Within(quotient.BoundThere, of: 0, "the same bound, at that z"),
            Measurement.Of("largest distance from the chain rule", chain.Largest)
                .Within(chain.BoundThere, of: 0, "the same bound, at that z"),
        ],
        Runs = samples,
    };

    /// <summary>Each factor of the chain rule is the derivative that it is said to be, and their product is ŷ−y.</summary>
    protected override Outcome ChainRuleFactors(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var samples = context.Size("random points", quick: 1 << 12, full: 1 << 15, exhaustive: 1 << 20);
        return DescribeChainRuleFactors(samples, CompareFactors(context, samples)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeChainRuleFactors(int samples, Factors found) => new()
    {
        Verdict = Verdicts.Of(new[] { found.Outer, found.Inner, found.Chain, found.Product }.All(distance => distance.Share <= 1)),
        Finding = Invariant($"(y^-y)/(y^(1-y^)) is within {found.Outer.Share:P1} of the bound of the centered difference of L over y^, ") +
            Invariant($"y^(1-y^) within {found.Inner.Share:P1} of that of y^ over z, and their product within {found.Chain.Share:P1} of ") +
            Invariant($"that of L over z and {found.Product.Share:P1} of that of y^ - y."),
        Method = Invariant($"{samples:N0} random y^ from 1/64 to 63/64 and as many random z within ±{Reach}, half with labels 0 or 1, ") +
            "half with labels between: each formula and the centered difference of its function, with h = 2^-20 for y^ and 2^-14 for z, " +
            "in exact binary64 arithmetic.",
        Measurements =
        [
            OfFactor("dL/dy^", found.Outer, "h^2/6 max|L'''| + rounding of L over h"),
            OfFactor("dy^/dz", found.Inner, "h^2/6 max|sigma'''| + rounding of sigma over h"),
            OfFactor("the product from dL/dz", found.Chain, "h^2/6 max|L'''| + rounding of L over h"),
            OfFactor("the product from y^ - y", found.Product, "gamma(2)·|y^ - y|"),
        ],
        Runs = 2L * samples,
    };

    private static Measurement OfFactor(string name, Distance distance, string source) =>
        Measurement.Of($"largest distance of {name}, as a share of its bound", distance.Share).Within(1, of: 0, source);

    /// <summary>ŷ(1−ŷ) cancels in binary32 too, until ŷ rounds to 1 or 1/ŷ overflows.</summary>
    protected override Outcome TermsCancelExactly(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var keepsSubnormals = context.RequireExactArithmetic().KeepsSubnormals;
        var samples = context.Size("random logits", quick: 1 << 13, full: 1 << 16, exhaustive: 1 << 22);
        var stride = context.Scale == Scale.Quick ? 64 : 1;
        return DescribeTermsCancelExactly(samples, stride, keepsSubnormals, CompareForms(context, samples, stride))
            with
        {
            Seed = context.Seed,
        };
    }

    internal static Outcome DescribeTermsCancelExactly(int samples, int stride, bool keepsSubnormals, Cancellation found)
    {
        var (worst, unequal, above, below) = found;
        return new Outcome
        {
            Verdict = Verdicts.Of(worst <= 1, isQualified: above is not null || below is not null),
            Finding = Invariant($"In binary32 (y^ - y)/(y^(1-y^))·y^(1-y^) is y^ - y within two roundings for |z| <= {SafeReach}, with ") +
                Invariant($"other bits in {unequal:P1} of the cases. {Describe("From", above)} {Describe("Below", below)}"),
            Method = Invariant($"Both forms with the same y^ in exact binary32 arithmetic: {samples:N0} random |z| <= {SafeReach} with ") +
                $"either label, {(stride == 1 ? "every float" : Invariant($"every {stride}th float"))} from 16 to 18, and steps of 2^-10 " +
                "from -80 to -110.",
            Measurements =
            [
                Measurement.Of("smallest z beyond 16 at which the uncancelled form fails", above?.Z ?? double.NaN).Within(
                    1e-6 + SpacingOf(stride), of: 24 * Math.Log(2), "1 + exp(-z) rounds to 1; the error of exp and the distance of " +
                        "the z tried"),
                Measurement.Of("largest difference up to there as a share of its bound", worst).Within(1, of: 0, "gamma(2)·|y^ - y|"),
                Measurement.Of("share of the cases with other bits", unequal),
                Measurement.Of("first z below -80 at which the uncancelled form fails", below?.Z ?? double.NaN).Within(
                    2e-3, of: (keepsSubnormals ? -128 : -126) * Math.Log(2), keepsSubnormals ? "1/y^ overflows" : "y^ is flushed to 0"),
            ],
            Runs = 2L * (samples + LogitsAbove(stride).Length + LogitsBelow().Length),
        };

        static string Describe(string word, CancellationFailure? failure) => failure is { } at
            ? Invariant($"{word} z = {at.Z:F5} on it is {at.Uncancelled} instead of {(double)at.Cancelled:G3} (y = {at.Label}).")
            : "It fails nowhere on that side.";
    }

    /// <summary>The erratum: the z beyond which the terms do not cancel. Values: the limit above and that below.</summary>
    protected override Outcome CancellationLimits(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(2);
        if (!context.RequireExactArithmetic().KeepsSubnormals)
            return Outcome.Skipped($"{context.Device.Name} flushes subnormal numbers; the printed limits are those of binary32 with them.");
        return DescribeCancellationLimits(printed, CompareForms(context, samples: 1 << 13, stride: 64)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeCancellationLimits(IReadOnlyList<double> printed, Cancellation found)
    {
        double above = found.Above?.Z ?? double.NaN, below = found.Below?.Z ?? double.NaN;
        return new Outcome
        {
            Verdict = Verdicts.Of(
                PrintedNumber.IsRounded(above, printed[0]) && PrintedNumber.IsRounded(below, printed[1])
                && found.Worst <= 1 && found.Unequal > 0),
            Finding = Invariant($"The uncancelled form fails from z = {above:F4} up and from {below:F4} down; printed are {printed[0]} ") +
                Invariant($"and {printed[1]}. Up to 16 on either side it is y^ - y within two roundings, with other bits in ") +
                Invariant($"{found.Unequal:P1} of the cases."),
            Method = "Both forms with the same y^ in exact binary32 arithmetic: 8,192 random |z| <= 16 with either label, every 64th " +
                "float from 16 to 18, and steps of 2^-10 from -80 to -110.",
            Measurements =
            [
                Measurement.Of("smallest z beyond 16 at which the uncancelled form fails", above)
                    .Within(PrintedNumber.HalfUnit(printed[0]), of: printed[0], "as printed; 24 ln 2, where y^ rounds to 1"),
                Measurement.Of("first z below -80 at which the uncancelled form fails", below)
                    .Within(PrintedNumber.HalfUnit(printed[1]), of: printed[1], "as printed; -128 ln 2, where 1/y^ overflows"),
                Measurement.Of("largest difference between them as a share of its bound", found.Worst)
                    .Within(1, of: 0, "gamma(2)·|y^ - y|"),
                Measurement.Of("share of the cases with other bits", found.Unequal),
            ],
            Runs = 2L * ((1 << 13) + LogitsAbove(64).Length + LogitsBelow().Length),
        };
    }
}

internal static class Question07Kernels
{
    /// <summary>The step of the centered difference, a power of two: z ± h and 2h are exact for a z of 24 bits.</summary>
    internal const double Step = 1.0 / (1 << 14);

    /// <summary>The range of the logits; and that in which nothing saturates.</summary>
    internal const float Reach = 8f, SafeReach = 16f;

    /// <summary>The largest distance of two results, its bound there, and the largest share of a bound.</summary>
    internal readonly record struct Distance(double Share, double Largest, double BoundThere)
    {
        public Distance Including(double distance, double bound) => new(
            Math.Max(Share, ShareOf(distance, bound)), Math.Max(Largest, distance), distance >= Largest ? bound : BoundThere);
    }

    /// <summary>
    /// How the uncancelled form compares with the cancelled one: within the safe range the largest difference as a share of its bound and
    /// the share of the cases with other bits; and the first failure above that range and below −80, or null.
    /// </summary>
    internal readonly record struct Cancellation(double Worst, double Unequal, CancellationFailure? Above, CancellationFailure? Below);

    internal readonly record struct CancellationFailure(double Z, float Uncancelled, float Cancelled, int Label);

    internal static (Distance Chain, Distance Quotient) CompareGradients(CheckContext context, int samples)
    {
        var accelerator = context.Accelerator;
        var z = Samples.Uniform(context.Seed, stream: 1, samples, -Reach, Reach).Select(value => (double)value).ToArray();

        // Hard labels first, as a data set has them; then soft ones, for which both terms of the loss count.
        var y = Samples.Uniform(context.Seed, stream: 2, samples)
            .Select((value, i) => i < samples / 2 ? Math.Round(value) : (double)value).ToArray();
        using var zBuffer = accelerator.Allocate1D(z);
        using var yBuffer = accelerator.Allocate1D(y);
        using var results = accelerator.Allocate1D<double>(3 * samples);
        var items = accelerator.WorkItems();
        accelerator.Run(LossGradientKernel, items, zBuffer.View, yBuffer.View, Step, results.View, items);
        var found = results.GetAsArray1D();

        Distance chain = default, quotient = default;
        for (var i = 0; i < samples; i++)
        {
            // ŷ−y = (1−y)ŷ − y(1−ŷ): every way to compute it rounds these two terms at most 7 + 1 times.
            var (p, q) = (1 / (1 + Math.Exp(-z[i])), 1 / (1 + Math.Exp(z[i])));
            chain = chain.Including(
                Math.Abs(found[3 * i] - found[(3 * i) + 1]), RoundingErrors.Gamma64(8) * (((1 - y[i]) * p) + (y[i] * q)));

            quotient = quotient.Including(Math.Abs(found[3 * i] - found[(3 * i) + 2]), BoundOfQuotient(z[i], y[i]));
        }

        return (chain, quotient);
    }

    /// <summary>
    /// The largest distance of the centered difference of the loss from ŷ−y: |L‴| = |σ″| ≤ 1/(6√3); and the roundings of two losses, of ŷ
    /// itself and of the quotient.
    /// </summary>
    private static double BoundOfQuotient(double z, double y)
    {
        var truncation = Step * Step / 6 / (6 * Math.Sqrt(3));
        var rounding = (LossError(z + Step, y) + LossError(z - Step, y)) / (2 * Step);
        return truncation + rounding + ((4 + (Exact64Functions.SigmoidErrorUlps * 2)) * RoundingErrors.UnitRoundoff64);
    }

    /// <summary>
    /// The distances of ∂L/∂ŷ and of ∂ŷ/∂z from the centered differences of their functions, of their product from that of L over z, and
    /// of the product from ŷ−y.
    /// </summary>
    internal readonly record struct Factors(Distance Outer, Distance Inner, Distance Chain, Distance Product);

    /// <summary>The step of the centered difference over ŷ: ŷ ± h are exact, since ŷ is a multiple of 2⁻²⁴.</summary>
    internal const double OuterStep = 1.0 / (1 << 20);

    internal static Factors CompareFactors(CheckContext context, int samples)
    {
        var accelerator = context.Accelerator;
        var z = Samples.Uniform(context.Seed, stream: 4, samples, -Reach, Reach).Select(value => (double)value).ToArray();
        var p = Samples.Uniform(context.Seed, stream: 5, samples, 1f / 64, 63f / 64)
            .Select(value => Math.Round(value * (double)(1 << 24)) / (1 << 24)).ToArray();
        var y = Samples.Uniform(context.Seed, stream: 6, samples)
            .Select((value, i) => i < samples / 2 ? Math.Round(value) : (double)value).ToArray();
        using var zBuffer = accelerator.Allocate1D(z);
        using var pBuffer = accelerator.Allocate1D(p);
        using var yBuffer = accelerator.Allocate1D(y);
        using var results = accelerator.Allocate1D<double>(7 * samples);
        var items = accelerator.WorkItems();
        accelerator.Run(FactorKernel, items, zBuffer.View, pBuffer.View, yBuffer.View, results.View, items);
        var found = results.GetAsArray1D();

        const double u = RoundingErrors.UnitRoundoff64, sigmoid = Exact64Functions.SigmoidErrorUlps * 2 * u;
        Factors factors = default;
        for (var i = 0; i < samples; i++)
        {
            var at = found.AsSpan(7 * i, 7);

            // |L‴| ≤ 2y/(ŷ−h)³ + 2(1−y)/(1−ŷ−h)³; the two losses have exact arguments, so only their own roundings count.
            var third = (2 * y[i] / Math.Pow(p[i] - OuterStep, 3)) + (2 * (1 - y[i]) / Math.Pow(1 - p[i] - OuterStep, 3));
            var outerRounding = (OuterLossError(p[i] + OuterStep) + OuterLossError(p[i] - OuterStep)) / (2 * OuterStep);
            var outer = factors.Outer.Including(
                Math.Abs(at[0] - at[1]),
                (OuterStep * OuterStep / 6 * third) + outerRounding + (RoundingErrors.Gamma64(6) * (Math.Abs(at[0]) + Math.Abs(at[1]))));

            // |σ‴| ≤ 1/8, attained at 0; σ is at most 1.
            var inner = factors.Inner.Including(
                Math.Abs(at[2] - at[3]), (Step * Step / 6 / 8) + (sigmoid / Step) + (4 * u) + (2 * sigmoid));
            var difference = at[6];
            var chain = factors.Chain.Including(
                Math.Abs(at[4] - at[5]), BoundOfQuotient(z[i], y[i]) + (RoundingErrors.Gamma64(2) * Math.Abs(difference)));

            // The same ŷ−y, divided by the same number as it is multiplied by.
            var product = factors.Product.Including(Math.Abs(at[4] - difference), RoundingErrors.Gamma64(2) * Math.Abs(difference));
            factors = new Factors(outer, inner, chain, product);

            // The error of a logarithm, of its product and of the sum.
            double OuterLossError(double prediction) => ((2 * Exact64Functions.LogErrorUlps) + 3) * u
                * ((y[i] * -Math.Log(prediction)) + ((1 - y[i]) * -Math.Log(1 - prediction)));
        }

        return factors;
    }

    internal static float SpacingOf(int stride) => stride / (float)(1 << 19);

    /// <summary>Every stride-th float from 16 to 18.</summary>
    internal static float[] LogitsAbove(int stride) =>
        [.. Enumerable.Range(0, (1 << 20) / stride).Select(i => 16f + (i * SpacingOf(stride)))];

    /// <summary>Steps of 2⁻¹⁰ from −80 down to where ŷ itself is 0.</summary>
    internal static float[] LogitsBelow() => [.. Enumerable.Range(0, 30 << 10).Select(i => -80f - (i * (1f / (1 << 10))))];

    internal static Cancellation CompareForms(CheckContext context, int samples, int stride)
    {
        // Where nothing saturates, the two forms may differ by the roundings of a division and a multiplication.
        var z = Samples.Uniform(context.Seed, stream: 3, samples, -SafeReach, SafeReach);
        var pairs = Evaluate(z, 0f).Concat(Evaluate(z, 1f)).ToList();
        return new Cancellation(
            pairs.Max(ShareOfRoundings),
            pairs.Count(pair => pair.Cancelled != pair.Uncancelled) / (double)pairs.Count,
            FirstFailure(LogitsAbove(stride)),
            FirstFailure(LogitsBelow()));

        // The first of the z, in the order given, at which either label has another gradient.
        CancellationFailure? FirstFailure(float[] candidates)
        {
            var found = new[] { Evaluate(candidates, 0f), Evaluate(candidates, 1f) };
            for (var i = 0; i < candidates.Length; i++)
            {
                for (var label = 0; label < 2; label++)
                {
                    var (cancelled, uncancelled) = found[label][i];
                    if (!(Math.Abs((double)cancelled - uncancelled) <= RoundingErrors.Gamma(2) * Math.Abs((double)cancelled)))
                        return new CancellationFailure(candidates[i], uncancelled, cancelled, label);
                }
            }

            return null;
        }

        static double ShareOfRoundings((float Cancelled, float Uncancelled) pair) => ShareOf(
            Math.Abs((double)pair.Cancelled - pair.Uncancelled), RoundingErrors.Gamma(2) * Math.Abs((double)pair.Cancelled));

        (float Cancelled, float Uncancelled)[] Evaluate(float[] points, float label)
        {
            var accelerator = context.Accelerator;
            using var buffer = accelerator.Allocate1D(points);
            using var cancelled = accelerator.Allocate1D<float>(points.Length);
            using var uncancelled = accelerator.Allocate1D<float>(points.Length);
            var items = accelerator.WorkItems();
            accelerator.Run(CancellationKernel, items, buffer.View, label, cancelled.View, uncancelled.View, items);
            return [.. cancelled.GetAsArray1D().Zip(uncancelled.GetAsArray1D())];
        }
    }

    /// <summary>The share of a bound that is used up; any difference is too much where the bound is 0 or the result is NaN.</summary>
    internal static double ShareOf(double difference, double bound) =>
        difference == 0 ? 0 : double.IsNaN(difference) ? double.PositiveInfinity : difference / bound;

    /// <summary>
    /// The largest error of L as the kernel computes it: that of ŷ reaches ln ŷ as it is and ln(1−ŷ) by ŷ/(1−ŷ); then the errors of
    /// 1−ŷ, of the logarithms, of the products and of the sum.
    /// </summary>
    internal static double LossError(double z, double y)
    {
        const double u = RoundingErrors.UnitRoundoff64;
        const double sigmoid = Exact64Functions.SigmoidErrorUlps * 2 * u, logarithm = (Exact64Functions.LogErrorUlps * 2 * u) + (2 * u);
        double p = 1 / (1 + Math.Exp(-z)), q = 1 / (1 + Math.Exp(z));
        return 1.01 * ((y * (sigmoid + (logarithm * -Math.Log(p))))
            + ((1 - y) * ((sigmoid * p / q) + u + ((logarithm + u) * -Math.Log(q))))
            + (u * ((y * -Math.Log(p)) + ((1 - y) * -Math.Log(q)))));
    }

    /// <summary>
    /// Each work item takes every n-th example: ŷ−y; the product of ∂L/∂ŷ = −y/ŷ + (1−y)/(1−ŷ) and ∂ŷ/∂z = ŷ(1−ŷ); and the centered
    /// difference of the loss.
    /// </summary>
    [Kernel]
    internal static void LossGradientKernel(Index1D index, DoubleView z, DoubleView y, double step, DoubleView results, int items)
    {
        for (int i = index; i < z.Length; i += items)
        {
            var label = y[i];
            var p = Exact64Functions.Sigmoid(z[i]);
            var q = Exact64.Subtract(1.0, p);
            var outer = Exact64.Subtract(Exact64.Divide(Exact64.Subtract(1.0, label), q), Exact64.Divide(label, p));
            results[3 * i] = Exact64.Subtract(p, label);
            results[(3 * i) + 1] = Exact64.Multiply(outer, Exact64.Multiply(p, q));
            results[(3 * i) + 2] = Exact64.Divide(
                Exact64.Subtract(Loss(Exact64.Add(z[i], step), label), Loss(Exact64.Subtract(z[i], step), label)),
                Exact64.Multiply(2.0, step));
        }
    }

    /// <summary>
    /// Each work item takes every n-th example. With p: (p−y)/(p(1−p)) and the centered difference of the loss over p. With z and ŷ = σ(z):
    /// ŷ(1−ŷ) and the centered difference of σ; the product of both formulas, the centered difference of the loss over z, and ŷ−y.
    /// </summary>
    [Kernel]
    internal static void FactorKernel(Index1D index, DoubleView z, DoubleView p, DoubleView y, DoubleView results, int items)
    {
        for (int i = index; i < z.Length; i += items)
        {
            var at = 7 * i;
            double label = y[i], above = Exact64.Add(z[i], Step), below = Exact64.Subtract(z[i], Step);
            results[at] = Outer(p[i], label);
            results[at + 1] = Exact64.Divide(
                Exact64.Subtract(LossOf(Exact64.Add(p[i], OuterStep), label), LossOf(Exact64.Subtract(p[i], OuterStep), label)),
                2 * OuterStep);
            var prediction = Exact64Functions.Sigmoid(z[i]);
            var inner = Exact64.Multiply(prediction, Exact64.Subtract(1.0, prediction));
            results[at + 2] = inner;
            results[at + 3] = Exact64.Divide(
                Exact64.Subtract(Exact64Functions.Sigmoid(above), Exact64Functions.Sigmoid(below)), 2 * Step);
            results[at + 4] = Exact64.Multiply(Outer(prediction, label), inner);
            results[at + 5] = Exact64.Divide(Exact64.Subtract(Loss(above, label), Loss(below, label)), 2 * Step);
            results[at + 6] = Exact64.Subtract(prediction, label);
        }
    }

    /// <summary>∂L/∂ŷ as the quiz prints it: (ŷ−y)/(ŷ(1−ŷ)).</summary>
    private static double Outer(double p, double y) =>
        Exact64.Divide(Exact64.Subtract(p, y), Exact64.Multiply(p, Exact64.Subtract(1.0, p)));

    /// <summary>The loss of ŷ = σ(z).</summary>
    internal static double Loss(double z, double y) => LossOf(Exact64Functions.Sigmoid(z), y);

    /// <summary>L = −y·ln ŷ − (1−y)·ln(1−ŷ).</summary>
    private static double LossOf(double p, double y)
    {
        var first = Exact64.Multiply(y, Exact64Functions.Log(p));
        var second = Exact64.Multiply(Exact64.Subtract(1.0, y), Exact64Functions.Log(Exact64.Subtract(1.0, p)));
        return -Exact64.Add(first, second);
    }

    /// <summary>Each work item takes every n-th z: ŷ−y, and the same divided by ŷ(1−ŷ) and multiplied by it again.</summary>
    [Kernel]
    internal static void CancellationKernel(
        Index1D index, FloatView z, float y, FloatView cancelled, FloatView uncancelled, int items)
    {
        for (int i = index; i < z.Length; i += items)
        {
            var p = Exact32Functions.Sigmoid(z[i]);
            var difference = Exact32.Subtract(p, y);
            var slope = Exact32.Multiply(p, Exact32.Subtract(1f, p));
            cancelled[i] = difference;
            uncancelled[i] = Exact32.Multiply(Exact32.Divide(difference, slope), slope);
        }
    }
}
