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
            chain = chain.Including(Math.Abs(found[3 * i] - found[(3 * i) + 1]), Rounding.Gamma64(8) * (((1 - y[i]) * p) + (y[i] * q)));

            // |L‴| = |σ″| ≤ 1/(6√3); and the roundings of two losses, of ŷ itself and of the quotient.
            var truncation = Step * Step / 6 / (6 * Math.Sqrt(3));
            var rounding = (LossError(z[i] + Step, y[i]) + LossError(z[i] - Step, y[i])) / (2 * Step);
            quotient = quotient.Including(
                Math.Abs(found[3 * i] - found[(3 * i) + 2]),
                truncation + rounding + (4 * Rounding.UnitRoundoff64) + (Exact64Functions.SigmoidErrorUlps * 2 * Rounding.UnitRoundoff64));
        }

        return (chain, quotient);
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
                    if (!(Math.Abs((double)cancelled - uncancelled) <= Rounding.Gamma(2) * Math.Abs((double)cancelled)))
                        return new CancellationFailure(candidates[i], uncancelled, cancelled, label);
                }
            }

            return null;
        }

        static double ShareOfRoundings((float Cancelled, float Uncancelled) pair) => ShareOf(
            Math.Abs((double)pair.Cancelled - pair.Uncancelled), Rounding.Gamma(2) * Math.Abs((double)pair.Cancelled));

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
        const double u = Rounding.UnitRoundoff64;
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

    /// <summary>L = −y·ln ŷ − (1−y)·ln(1−ŷ), with ŷ = σ(z).</summary>
    internal static double Loss(double z, double y)
    {
        var p = Exact64Functions.Sigmoid(z);
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
