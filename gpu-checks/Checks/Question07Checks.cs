// Question 7: the gradient of the cross-entropy behind a sigmoid, and where the terms that cancel in algebra do not in binary32.

using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 7.</summary>
internal static class Question07Checks
{
    /// <summary>The step of the centered difference, a power of two: z ± h and 2h are exact for a z of 24 bits.</summary>
    private const double Step = 1.0 / (1 << 14);

    /// <summary>∂L/∂z = ŷ−y, against the product of the chain rule and against a centered difference of the loss.</summary>
    public static Outcome BceSigmoidGradient(Claim claim, CheckContext context) => BceSigmoidGradient(claim, context, LossGradientKernel);

    /// <summary>The same with a given kernel.</summary>
    internal static Outcome BceSigmoidGradient(
        Claim claim, CheckContext context, Action<Index1D, DoubleView, DoubleView, double, DoubleView, int> kernel)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var accelerator = context.Accelerator;
        var samples = context.Size("random logits", quick: 1 << 12, full: 1 << 15, exhaustive: 1 << 20);
        const float reach = 8f;
        var z = Samples.Uniform(context.Seed, stream: 1, samples, -reach, reach).Select(value => (double)value).ToArray();

        // Hard labels first, as a data set has them; then soft ones, for which both terms of the loss count.
        var y = Samples.Uniform(context.Seed, stream: 2, samples)
            .Select((value, i) => i < samples / 2 ? Math.Round(value) : (double)value).ToArray();
        using var zBuffer = accelerator.Allocate1D(z);
        using var yBuffer = accelerator.Allocate1D(y);
        using var results = accelerator.Allocate1D<double>(3 * samples);
        var items = accelerator.WorkItems();
        accelerator.Run(kernel, items, zBuffer.View, yBuffer.View, Step, results.View, items);
        var found = results.GetAsArray1D();

        double chainShare = 0, quotientShare = 0, largestChain = 0, largestQuotient = 0, chainBoundThere = 0, quotientBoundThere = 0;
        for (var i = 0; i < samples; i++)
        {
            var (simple, chain, quotient) = (found[3 * i], found[(3 * i) + 1], found[(3 * i) + 2]);

            // ŷ−y = (1−y)ŷ − y(1−ŷ): every way to compute it rounds these two terms at most 7 + 1 times.
            var (p, q) = (1 / (1 + Math.Exp(-z[i])), 1 / (1 + Math.Exp(z[i])));
            var chainBound = Rounding.Gamma64(8) * (((1 - y[i]) * p) + (y[i] * q));
            var chainDifference = Math.Abs(simple - chain);
            chainShare = Math.Max(chainShare, Share(chainDifference, chainBound));
            if (chainDifference >= largestChain) (largestChain, chainBoundThere) = (chainDifference, chainBound);

            // |L‴| = |σ″| ≤ 1/(6√3); and the roundings of two losses, of ŷ itself and of the quotient.
            var truncation = Step * Step / 6 / (6 * Math.Sqrt(3));
            var rounding = (LossError(z[i] + Step, y[i]) + LossError(z[i] - Step, y[i])) / (2 * Step);
            var quotientBound = truncation + rounding + (4 * Rounding.UnitRoundoff64) + (Exact64Functions.SigmoidErrorUlps * 2 * Rounding.UnitRoundoff64);
            var quotientDifference = Math.Abs(simple - quotient);
            quotientShare = Math.Max(quotientShare, Share(quotientDifference, quotientBound));
            if (quotientDifference >= largestQuotient) (largestQuotient, quotientBoundThere) = (quotientDifference, quotientBound);
        }

        return new Outcome
        {
            Verdict = chainShare <= 1 && quotientShare <= 1 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"y^ - y differs from the product of the chain rule by at most {largestChain:0.0e+0} (bound {chainBoundThere:0.0e+0}) and from the centered difference of the loss by at most {largestQuotient:0.0e+0} (bound {quotientBoundThere:0.0e+0})."),
            Method = Invariant(
                $"{samples:N0} random z within ±{reach}, half with labels 0 or 1, half with labels between: y^ - y, (-y/y^ + (1-y)/(1-y^))·y^(1-y^), and (L(z+h) - L(z-h))/2h with h = 2^-14 and L = -y ln y^ - (1-y) ln(1-y^), in exact binary64 arithmetic."),
            Measurements =
            [
                new Measurement("largest distance from the centered difference as a share of its bound", quotientShare, "1", 0, 1, "h^2/6 max|L'''| + rounding of L over h"),
                new Measurement("largest distance from the chain rule as a share of its bound", chainShare, "1", 0, 1, "gamma(8)·((1-y)y^ + y(1-y^))"),
                new Measurement("largest distance from the centered difference", largestQuotient, "1", 0, quotientBoundThere, "the same bound, at that z"),
                new Measurement("largest distance from the chain rule", largestChain, "1", 0, chainBoundThere, "the same bound, at that z"),
            ],
            Runs = samples,
            Seed = context.Seed,
        };
    }

    /// <summary>ŷ(1−ŷ) cancels in binary32 too, until ŷ rounds to 1 or 1/ŷ overflows.</summary>
    public static Outcome TermsCancelExactly(Claim claim, CheckContext context) => TermsCancelExactly(claim, context, CancellationKernel);

    /// <summary>The same with a given kernel.</summary>
    internal static Outcome TermsCancelExactly(
        Claim claim, CheckContext context, Action<Index1D, FloatView, float, FloatView, FloatView, int> kernel)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var probe = context.RequireExactArithmetic();
        var samples = context.Size("random logits", quick: 1 << 13, full: 1 << 16, exhaustive: 1 << 22);

        // Where nothing saturates, the two forms may differ by the roundings of a division and a multiplication.
        const float regime = 16f;
        var z = Samples.Uniform(context.Seed, stream: 3, samples, -regime, regime);
        var pairs = Evaluate(z, 0f).Concat(Evaluate(z, 1f)).ToList();
        var unequal = pairs.Count(pair => pair.Cancelled != pair.Uncancelled);
        var worst = pairs.Max(pair => Share(
            Math.Abs((double)pair.Cancelled - pair.Uncancelled), Rounding.Gamma(2) * Math.Abs((double)pair.Cancelled)));

        // Every stride-th float above it up to 18, and steps of 2⁻¹⁰ below it, down to where ŷ itself is 0.
        var stride = context.Scale == Scale.Quick ? 64 : 1;
        var spacing = stride / (float)(1 << 19);
        var above = Enumerable.Range(0, (1 << 20) / stride).Select(i => 16f + (i * spacing)).ToArray();
        var below = Enumerable.Range(0, 30 << 10).Select(i => -80f - (i * (1f / (1 << 10)))).ToArray();
        var failsAbove = FirstFailure(above);
        var failsBelow = FirstFailure(below);

        var holds = worst <= 1;
        var fails = failsAbove is not null || failsBelow is not null;
        var smallest = probe.KeepsSubnormals ? -128 : -126;
        return new Outcome
        {
            Verdict = !holds ? Verdict.Refuted : fails ? Verdict.Qualified : Verdict.Confirmed,
            Finding = Invariant(
                $"In binary32 (y^ - y)/(y^(1-y^))·y^(1-y^) is y^ - y within two roundings for |z| <= {regime}, with other bits in {unequal / (double)pairs.Count:P1} of the cases. ") +
                Describe("From", failsAbove) + " " + Describe("Below", failsBelow),
            Method = Invariant(
                $"Both forms with the same y^ in exact binary32 arithmetic: {samples:N0} random |z| <= {regime} with either label, {(stride == 1 ? "every float" : Invariant($"every {stride}th float"))} from 16 to 18, and steps of 2^-10 from -80 to -110."),
            Measurements =
            [
                new Measurement("smallest z beyond 16 at which the uncancelled form fails", failsAbove?.Z ?? double.NaN, "1", 24 * Math.Log(2), 1e-6 + spacing, "1 + exp(-z) rounds to 1; the error of exp and the distance of the z tried"),
                new Measurement("largest difference up to there as a share of its bound", worst, "1", 0, 1, "gamma(2)·|y^ - y|"),
                new Measurement("share of the cases with other bits", unequal / (double)pairs.Count),
                new Measurement("first z below -80 at which the uncancelled form fails", failsBelow?.Z ?? double.NaN, "1", smallest * Math.Log(2), 2e-3, probe.KeepsSubnormals ? "1/y^ overflows" : "y^ is flushed to 0"),
            ],
            Runs = (2L * samples) + (2L * above.Length) + (2L * below.Length),
            Seed = context.Seed,
        };

        // The first of the z, in the order given, at which either label has another gradient.
        (double Z, float Uncancelled, float Cancelled, int Label)? FirstFailure(float[] candidates)
        {
            var (zero, one) = (Evaluate(candidates, 0f), Evaluate(candidates, 1f));
            for (var i = 0; i < candidates.Length; i++)
            {
                if (IsOff(zero[i])) return (candidates[i], zero[i].Uncancelled, zero[i].Cancelled, 0);
                if (IsOff(one[i])) return (candidates[i], one[i].Uncancelled, one[i].Cancelled, 1);
            }

            return null;
        }

        static bool IsOff((float Cancelled, float Uncancelled) pair) =>
            !(Math.Abs((double)pair.Cancelled - pair.Uncancelled) <= Rounding.Gamma(2) * Math.Abs((double)pair.Cancelled));

        static string Describe(string word, (double Z, float Uncancelled, float Cancelled, int Label)? failure) => failure is { } found
            ? Invariant($"{word} z = {found.Z:F5} on it is {found.Uncancelled} instead of {(double)found.Cancelled:G3} (y = {found.Label}).")
            : "It fails nowhere on that side.";

        (float Cancelled, float Uncancelled)[] Evaluate(float[] points, float label)
        {
            var accelerator = context.Accelerator;
            using var buffer = accelerator.Allocate1D(points);
            using var cancelled = accelerator.Allocate1D<float>(points.Length);
            using var uncancelled = accelerator.Allocate1D<float>(points.Length);
            var items = accelerator.WorkItems();
            accelerator.Run(kernel, items, buffer.View, label, cancelled.View, uncancelled.View, items);
            return [.. cancelled.GetAsArray1D().Zip(uncancelled.GetAsArray1D())];
        }
    }

    /// <summary>The share of a bound that is used up; any difference is too much where the bound is 0 or no number came out.</summary>
    private static double Share(double difference, double bound) =>
        difference == 0 ? 0 : double.IsNaN(difference) ? double.PositiveInfinity : difference / bound;

    /// <summary>
    /// The largest error of L as the kernel computes it: that of ŷ reaches ln ŷ as it is and ln(1−ŷ) by ŷ/(1−ŷ); then the errors of
    /// 1−ŷ, of the logarithms, of the products and of the sum.
    /// </summary>
    private static double LossError(double z, double y)
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
