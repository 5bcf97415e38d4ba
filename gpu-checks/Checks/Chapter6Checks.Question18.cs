// Question 18: GELU is smooth at zero, keeps a gradient for slightly negative inputs, and is the mean of a random mask.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question18Kernels;

namespace QuizKit.GpuChecks.Checks;

/// <content>The checks of question 18. The tested activation is a parameter: another one must fail.</content>
internal sealed partial class Chapter6Checks
{
    /// <summary>Both one-sided derivatives of GELU at 0 exist and are equal.</summary>
    protected override Outcome GeluSmoothAtZero(Claim claim, CheckContext context) => GeluSmoothAtZero(claim, context, Activation.Gelu);

    internal static Outcome GeluSmoothAtZero(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // h = ±2⁻¹ … ±2⁻⁴⁰: powers of two divide without rounding.
        float[] right = [.. Enumerable.Range(1, 40).Select(k => MathF.ScaleB(1f, -k))];
        float[] h = [.. right, .. right.Select(step => -step)];
        return DescribeSmoothness(tested, h, DifferenceQuotients(context, h, tested), DifferenceQuotients(context, h, Activation.Relu));
    }

    /// <summary>Describes the difference quotients at 0 of an activation and of ReLU: steps to the right, then to the left.</summary>
    internal static Outcome DescribeSmoothness(Activation tested, float[] h, float[] smooth, float[] sharp)
    {
        // (f(h)−f(0))/h = Φ(h), and |Φ(h) − 1/2| ≤ φ(0)|h|; plus the error of GELU, in ulp of a number below 1.
        var steps = h.Length / 2;
        var rounding = Exact32Activations.GaussianErrorUlps * Rounding.UnitRoundoff;
        var share = h.Select((step, i) => Math.Abs(smooth[i] - 0.5) / ((DensityAtZero * Math.Abs(step)) + rounding)).Max();
        double right = smooth[steps - 1], left = smooth[^1];
        var isBroken = sharp.Take(steps).Any(q => q != 1f) || sharp.Skip(steps).Any(q => q != 0f);
        PlotSeries Side(string name, IEnumerable<float> quotients) =>
            PlotData.Line(name, h.Take(steps).Select(step => (double)step), quotients.Select(q => (double)q));
        return new Outcome
        {
            Verdict = isBroken ? Verdict.Error : Verdicts.Of(share <= 1),
            Finding =
                Invariant($"With steps down to 2^-{steps} the difference quotients of {Name(tested)} at 0 go to {right} from the right ") +
                Invariant($"and {left} from the left, at most {share:P0} of the bound away from 1/2; those of ReLU are {sharp[0]} and ") +
                Invariant($"{Math.Abs(sharp[^1])} at every step."),
            Method = Invariant($"(f(h)-f(0))/h for h = ±2^-1 … ±2^-{steps} in exact binary32 arithmetic. For GELU it is Phi(h), which ") +
                Invariant($"departs from 1/2 by at most phi(0)|h|; GELU itself is within {Exact32Activations.GaussianErrorUlps} ulp."),
            Measurements =
            [
                Measurement.Of("largest distance of a quotient from 1/2, as a share of its bound", share)
                    .Within(1, of: 0, "phi(0)|h| + rounding"),
                Measurement.Of("right derivative at 0", right).Within(rounding, of: 0.5, "Phi(0)"),
                Measurement.Of("left derivative at 0", left).Within(rounding, of: 0.5, "Phi(0)"),
                Measurement.Of("right derivative of ReLU at 0", sharp[steps - 1]).Exactly(1, "the slope of z"),
                Measurement.Of("left derivative of ReLU at 0", sharp[^1]).Exactly(0, "the slope of 0"),
            ],
            Plots = [new Plot(
                "Difference quotient at 0 over the step", "step, absolute", "(f(h) - f(0)) / h", LogX: true, LogY: false,
                [
                    Side($"{Name(tested)} from the right", smooth.Take(steps)),
                    Side($"{Name(tested)} from the left", smooth.Skip(steps)),
                    Side("ReLU from the right", sharp.Take(steps)),
                    Side("ReLU from the left", sharp.Skip(steps)),
                ])],
            Runs = h.Length,
        };
    }

    /// <summary>GELU's gradient is not 0 anywhere on (−0.75, 0).</summary>
    protected override Outcome GeluNonzeroForSlightlyNegative(Claim claim, CheckContext context) =>
        GeluNonzeroForSlightlyNegative(claim, context, Activation.Gelu);

    internal static Outcome GeluNonzeroForSlightlyNegative(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // Bit patterns, ascending in |z|: of the normal numbers every step-th, then the last 2¹⁶ before −0.75 one by one.
        const uint first = 0x80800000u, end = 0xBF400000u;
        var step = context.Scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 9, _ => 1 << 12 };
        const int parts = 128;
        var perPart = (int)((end - first - DenseFloats) / parts);
        List<uint> starts = [.. Enumerable.Range(0, parts).Select(part => first + (uint)(part * perPart))];
        var sampled = Sweep(context, starts, perPart / step, step, tested);
        var edge = Sweep(context, [end - DenseFloats], DenseFloats, 1, tested);

        // The minimum of GELU, on [−1, −0.5].
        starts = [.. Enumerable.Range(0, 64).Select(part => 0xBF000000u + (uint)(part << 17))];
        var lowest = Sweep(context, starts, 1 << 11, 1 << 6, tested).LowestValue;
        var relu = Sweep(context, [end - DenseFloats], DenseFloats, 1, Activation.Relu).SmallestGradient;
        return DescribeNegativeSide(
            tested, step, sampled.Count + edge.Count, Math.Min(sampled.SmallestGradient, edge.SmallestGradient), lowest, relu);
    }

    /// <summary>Describes the smallest gradient on (−0.75, 0), the lowest value, and the smallest gradient of ReLU.</summary>
    internal static Outcome DescribeNegativeSide(Activation tested, int step, long samples, double smallest, double lowest, double relu)
    {
        // The gradient's two terms are below 0.5 on (−0.75, 0).
        var error = Exact32Activations.GradientErrorUnits * Rounding.UnitRoundoff;
        return new Outcome
        {
            Verdict = smallest > error ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"Over {samples:N0} floats of (-0.75, 0) the smallest |gradient| of {Name(tested)} is {smallest:0.000e+0}, ") +
                Invariant($"{smallest / error:N0} times its rounding error; ReLU's is {relu}. The lowest value of {Name(tested)} on ") +
                Invariant($"[-1, -0.5] is {lowest:F6}."),
            Method = (step == 1 ? "Every" : Invariant($"Every {step:N0}th")) +
                Invariant($" normal float of (-0.75, 0), and the last {DenseFloats:N0} before -0.75 one by one; GELU' = Phi(z) + z ") +
                Invariant($"phi(z) in exact binary32 arithmetic, within {Exact32Activations.GradientErrorUnits}·2^-23 of its larger term."),
            Measurements =
            [
                Measurement.Of("smallest |gradient| on (-0.75, 0)", smallest).Within(error, of: 7.742782607648713e-4, "GELU'(-0.75)"),
                new Measurement(
                    "lowest value of GELU", lowest, "1", -0.16997120747990369,
                    Exact32Activations.GaussianErrorUlps * Rounding.UnitRoundoff / 4,
                    "at the root of GELU', -0.7517916"),
                Measurement.Of("smallest |gradient| of ReLU there", relu).Exactly(0, "ReLU is constant there"),
            ],
            Runs = samples,
        };
    }

    /// <summary>z·Φ(z) is the mean of z masked by whether it exceeds a standard normal sample.</summary>
    protected override Outcome GeluIsAnExpectedMask(Claim claim, CheckContext context) =>
        GeluIsAnExpectedMask(claim, context, Activation.Gelu);

    internal static Outcome GeluIsAnExpectedMask(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var samples = context.Size("random masks", quick: 1 << 18, full: 1 << 21, exhaustive: 1 << 24);
        float[] z = [.. Enumerable.Range(-6, 13).Where(i => i != 0).Select(i => i * 0.5f)];
        using var normal = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 18, samples));
        using var inputs = accelerator.Allocate1D(z);
        using var counts = accelerator.Allocate1D<int>(z.Length);
        using var values = accelerator.Allocate1D<float>(z.Length);
        counts.MemSetToZero();
        var items = accelerator.WorkItems();
        accelerator.Run(MaskKernel, items, normal.View, inputs.View, counts.View, items);
        accelerator.Run(ActivationKernel, z.Length, inputs.View, values.View, (int)tested);
        return DescribeMask(tested, samples, z, counts.GetAsArray1D(), values.GetAsArray1D()) with { Seed = context.Seed };
    }

    /// <summary>Describes how many of the samples each input z reaches, beside the activation of z.</summary>
    internal static Outcome DescribeMask(Activation tested, int samples, float[] z, int[] kept, float[] activation)
    {
        var rows = z.Select((input, i) =>
        {
            var probability = activation[i] / (double)input;
            var mean = input * (kept[i] / (double)samples);
            var bound = (Math.Abs(input) * ConfidenceIntervals.Share(Math.Clamp(probability, 0, 1), samples)) +
                (2 * Exact32Activations.GaussianErrorUlps * Rounding.UnitRoundoff * Math.Abs(activation[i]));
            return (Input: input, Mean: mean, Activation: (double)activation[i], Bound: bound,
                Share: Math.Abs(mean - activation[i]) / bound);
        }).ToList();
        var worst = rows.MaxBy(row => row.Share);
        return new Outcome
        {
            Verdict = worst.Share <= 1 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"The mean of z·1[X <= z] over {samples:N0} normal samples agrees with {Name(tested)}(z) at ") +
                Invariant($"{rows.Count(row => row.Share <= 1)} of {rows.Count} inputs; furthest off at z = {worst.Input}: ") +
                Invariant($"{worst.Mean:F5} against {worst.Activation:F5} ± {worst.Bound:F5}."),
            Method =
                Invariant($"For z = -3, -2.5, …, 3 the device counts how many of {samples:N0} samples X of N(0, 1) z reaches; z times ") +
                "that share against the activation in exact binary32 arithmetic.",
            Measurements =
            [
                Measurement.Of("largest difference as a share of its interval", worst.Share)
                    .Within(1, of: 0, ConfidenceIntervals.BernsteinSource),
                .. rows.Select(row => Measurement.Of(Invariant($"mean of z·1[X <= z] at z = {row.Input}"), row.Mean)
                    .Within(row.Bound, of: row.Activation, ConfidenceIntervals.BernsteinSource)),
            ],
            Plots = [new Plot(
                "Mean of the masked input over the input", "z", "mean of z·1[X <= z]", LogX: false, LogY: false,
                [
                    PlotData.Points("measured", rows.Select(row => (double)row.Input), rows.Select(row => row.Mean)),
                    PlotData.Reference(Name(tested), rows.Select(row => (double)row.Input), rows.Select(row => row.Activation)),
                ])],
            Runs = samples,
        };
    }
}

internal static class Question18Kernels
{
    /// <summary>The floats next to −0.75 that are taken one by one.</summary>
    public const int DenseFloats = 1 << 16;

    /// <summary>The density of N(0, 1) at 0, where it is largest: Φ has this Lipschitz constant.</summary>
    internal static readonly double DensityAtZero = 1 / Math.Sqrt(2 * Math.PI);

    internal static string Name(Activation activation) => activation.ToString().ToUpperInvariant();

    internal static float[] DifferenceQuotients(CheckContext context, float[] steps, Activation activation)
    {
        using var h = context.Accelerator.Allocate1D(steps);
        using var quotients = context.Accelerator.Allocate1D<float>(steps.Length);
        context.Accelerator.Run(DifferenceQuotientKernel, steps.Length, h.View, quotients.View, (int)activation);
        return quotients.GetAsArray1D();
    }

    internal sealed record SweepResult(double SmallestGradient, double LowestValue, long Count);

    internal static SweepResult Sweep(CheckContext context, List<uint> starts, int count, int step, Activation activation)
    {
        var accelerator = context.Accelerator;
        using var first = accelerator.Allocate1D(starts.Select(start => unchecked((int)start)).ToArray());
        using var gradients = accelerator.Allocate1D<float>(starts.Count);
        using var values = accelerator.Allocate1D<float>(starts.Count);
        accelerator.Run(SweepKernel, starts.Count, first.View, count, step, gradients.View, values.View, (int)activation);
        return new SweepResult(gradients.GetAsArray1D().Min(), values.GetAsArray1D().Min(), (long)starts.Count * count);
    }

    /// <summary>One work item per step h: (f(h) − f(0))/h.</summary>
    [Kernel]
    internal static void DifferenceQuotientKernel(Index1D index, FloatView steps, FloatView quotients, int activation)
    {
        var h = steps[index];
        var rise = Exact32.Subtract(Activations.Apply(activation, h), Activations.Apply(activation, Exact32.Subtract(h, h)));
        quotients[index] = Exact32.Divide(rise, h);
    }

    /// <summary>One work item per chunk of floats, step apart in the order of their bit patterns: the smallest |f′|, lowest f.</summary>
    [Kernel]
    internal static void SweepKernel(
        Index1D index, IntView first, int count, int step, FloatView gradients, FloatView values, int activation)
    {
        var pattern = (uint)first[index];
        float smallest = float.MaxValue, lowest = float.MaxValue;
        for (var i = 0; i < count; i++)
        {
            var z = Interop.IntAsFloat(pattern);
            var gradient = Activations.Gradient(activation, z);
            var magnitude = gradient < 0f ? -gradient : gradient;
            if (magnitude < smallest) smallest = magnitude;
            var value = Activations.Apply(activation, z);
            if (value < lowest) lowest = value;
            pattern += (uint)step;
        }

        gradients[index] = smallest;
        values[index] = lowest;
    }

    /// <summary>Each work item takes every n-th sample X and counts the inputs z that reach it.</summary>
    [Kernel]
    [PlainArithmetic("It only compares and counts: nothing here rounds.")]
    internal static void MaskKernel(Index1D index, FloatView samples, FloatView inputs, IntView counts, int items)
    {
        for (var k = 0; k < inputs.Length; k++)
        {
            var z = inputs[k];
            var kept = 0;
            for (int i = index; i < samples.Length; i += items)
                if (samples[i] <= z) kept++;
            Atomic.Add(ref counts[k], kept);
        }
    }

    /// <summary>One work item per input: f(z).</summary>
    [Kernel]
    internal static void ActivationKernel(Index1D index, FloatView inputs, FloatView values, int activation) =>
        values[index] = Activations.Apply(activation, inputs[index]);
}
