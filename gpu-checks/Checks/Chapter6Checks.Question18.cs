// Question 18: GELU is smooth at zero, keeps a gradient for slightly negative inputs, and is the mean of a random mask.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question18Kernels;

namespace QuizKit.GpuChecks.Checks;

/// <content>The checks of question 18. The tested activation is a parameter: another one must fail.</content>
internal sealed partial class Chapter6Checks
{
    /// <summary>Both one-sided derivatives of GELU at 0 exist and are equal, and its gradient jumps nowhere.</summary>
    protected override Outcome GeluSmoothAtZero(Claim claim, CheckContext context) => GeluSmoothAtZero(claim, context, Activation.Gelu);

    internal static Outcome GeluSmoothAtZero(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // h = ±2⁻¹ … ±2⁻⁴⁰: powers of two divide without rounding.
        float[] right = [.. Enumerable.Range(1, 40).Select(k => MathF.ScaleB(1f, -k))];
        float[] h = [.. right, .. right.Select(step => -step)];
        return DescribeSmoothness(
            tested, h, DifferenceQuotients(context, h, tested), DifferenceQuotients(context, h, Activation.Relu),
            LargestJump(context, tested), LargestJump(context, Activation.Relu));
    }

    /// <summary>
    /// Describes the difference quotients at 0 of an activation and of ReLU, steps to the right, then to the left, and the largest
    /// difference of their gradients at neighbouring points.
    /// </summary>
    internal static Outcome DescribeSmoothness(
        Activation tested, float[] h, float[] smooth, float[] sharp, double jump, double sharpJump)
    {
        // (f(h)−f(0))/h = Φ(h), and f(0) = 0: the quotient has the error of GELU alone. Φ(h) goes to 1/2 on both sides.
        var steps = h.Length / 2;
        var relative = 2 * Exact32Activations.GaussianErrorUlps * RoundingErrors.UnitRoundoff;
        var share = h.Select((step, i) => Math.Abs(smooth[i] - NormalCdf(step)) / (relative * NormalCdf(step))).Max();

        // |GELU″| = φ(z)|2−z²| is largest at 0.
        var jumpBound = (2 * DensityAtZero * GridStep) + (4 * Exact32Activations.GradientErrorUnits * RoundingErrors.UnitRoundoff);
        double right = smooth[steps - 1], left = smooth[^1];
        var isBroken = sharp.Take(steps).Any(q => q != 1f) || sharp.Skip(steps).Any(q => q != 0f) || sharpJump != 1;
        PlotSeries Side(string name, IEnumerable<float> quotients) =>
            PlotData.Line(name, h.Take(steps).Select(step => (double)step), quotients.Select(q => (double)q));
        return new Outcome
        {
            Verdict = isBroken ? Verdict.Error : Verdicts.Of(share <= 1 && jump <= jumpBound),
            Finding =
                Invariant($"With steps down to 2^-{steps} the difference quotients of {Name(tested)} at 0 go to {right:G8} from the ") +
                Invariant($"right and {left:G8} from the left, at most {share:P0} of the rounding bound away from Phi(h); those of ") +
                Invariant($"ReLU are {sharp[0]} and {Math.Abs(sharp[^1])} at every step. Between points 2^-8 apart on [-8, 8] the ") +
                Invariant($"gradient of {Name(tested)} changes by at most {jump:F5} (bound {jumpBound:F5}), that of ReLU by {sharpJump}."),
            Method = Invariant($"(f(h)-f(0))/h for h = ±2^-1 … ±2^-{steps} in exact binary32 arithmetic. For GELU it is Phi(h), which ") +
                Invariant($"goes to 1/2; GELU itself is within {Exact32Activations.GaussianErrorUlps} ulp. Its gradient has the ") +
                "Lipschitz constant max|GELU''| = 2·phi(0).",
            Measurements =
            [
                Measurement.Of("largest distance of a quotient from Phi(h), as a share of its bound", share)
                    .Within(1, of: 0, "the error of GELU; the division is by a power of two"),
                Measurement.Of("right derivative at 0", right).Within(relative, of: 0.5, "Phi(0), as Phi(2^-40) is within 2^-41 of it"),
                Measurement.Of("left derivative at 0", left).Within(relative, of: 0.5, "Phi(0), as Phi(-2^-40) is within 2^-41 of it"),
                Measurement.Of("largest change of the gradient between neighbouring points", jump)
                    .AtMost(jumpBound, "max|GELU''|·2^-8 + rounding"),
                Measurement.Of("the same of ReLU", sharpJump).Exactly(1, "the corner at 0"),
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

    internal static Outcome GeluNonzeroForSlightlyNegative(Claim claim, CheckContext context, Activation tested) =>
        NegativeSideOf(tested).Run(claim, context);

    private static Sweep<NegativeSide> NegativeSideOf(Activation tested)
    {
        return new Sweep<NegativeSide>(
            SweepJsonContext.Default.NegativeSide,
            Measure,
            (a, b) => a with { Sampled = SweepResult.Merge(a.Sampled, b.Sampled) },
            (claim, scale, _, found) =>
            {
                claim.RequireValues(0);
                return DescribeNegativeSide(
                    tested,
                    StepOf(scale),
                    found.Sampled.Count + found.Edge.Count,
                    Math.Min(found.Sampled.SmallestGradient, found.Edge.SmallestGradient),
                    found.Lowest,
                    found.Relu);
            });

        static int StepOf(Scale scale) => scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 9, _ => 1 << 12 };

        NegativeSide Measure(CheckContext context, IReadOnlyList<int> ranges)
        {
            context.RequireExactArithmetic();

            // Bit patterns, ascending in |z|: of the normal numbers every step-th, then the last 2¹⁶ before −0.75 one by one.
            const uint first = 0x80800000u, end = 0xBF400000u;
            var step = StepOf(context.Scale);
            const int parts = 128;
            var perPart = (int)((end - first - DenseFloats) / parts);
            List<uint> starts = [.. Enumerable.Range(0, parts).Select(part => first + (uint)(part * perPart))];
            var sampled = Evaluate(context, [.. Sweep.ItemsOf(starts, ranges)], perPart / step, step, tested);
            var edge = Evaluate(context, [end - DenseFloats], DenseFloats, 1, tested);

            // The minimum of GELU, on [−1, −0.5].
            starts = [.. Enumerable.Range(0, 64).Select(part => 0xBF000000u + (uint)(part << 17))];
            var lowest = Evaluate(context, starts, 1 << 11, 1 << 6, tested).LowestValue;
            var relu = Evaluate(context, [end - DenseFloats], DenseFloats, 1, Activation.Relu).SmallestGradient;
            return new NegativeSide(sampled, edge, lowest, relu);
        }
    }

    /// <summary>Describes the smallest gradient on (−0.75, 0), the lowest value, and the smallest gradient of ReLU.</summary>
    internal static Outcome DescribeNegativeSide(Activation tested, int step, long samples, double smallest, double lowest, double relu)
    {
        // The gradient's two terms are below 0.5 on (−0.75, 0).
        var error = Exact32Activations.GradientErrorUnits * RoundingErrors.UnitRoundoff;
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
                    Exact32Activations.GaussianErrorUlps * RoundingErrors.UnitRoundoff / 4,
                    "at the root of GELU', -0.7517916"),
                Measurement.Of("smallest |gradient| of ReLU there", relu).Exactly(0, "ReLU is constant there"),
            ],
            Runs = samples,
        };
    }

    /// <summary>Units that every example leaves slightly below 0 go on learning with GELU; with ReLU they do not.</summary>
    protected override Outcome GeluNeuronsRecover(Claim claim, CheckContext context) => GeluNeuronsRecover(claim, context, Activation.Gelu);

    internal static Outcome GeluNeuronsRecover(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var networks = context.Scale == Scale.Quick ? 16 : 64;
        return DescribeRecovery(
            tested, TrainBelowZero(context, networks, tested, SlightlyBelow),
            TrainBelowZero(context, networks, Activation.Relu, SlightlyBelow),
            TrainBelowZero(context, networks, tested, FarBelow)) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>
    /// Describes units that start below 0 for every example: of an activation and of ReLU slightly below it, and of the
    /// activation far below.
    /// </summary>
    internal static Outcome DescribeRecovery(Activation tested, Recovery near, Recovery relu, Recovery far)
    {
        var isBroken = relu.Moved != 0 || relu.LowestStart < -0.75;
        return new Outcome
        {
            Verdict = isBroken ? Verdict.Error : Verdicts.Of(near.Moved == near.Units, isQualified: far.Moved < far.Units),
            Finding = Invariant($"Of {near.Units} units that every example leaves between {near.LowestStart:F2} and {SlightlyBelow}, ") +
                Invariant($"{near.Moved} learn with {Name(tested)} and {near.Active} are active for some example after training; with ") +
                Invariant($"ReLU {relu.Moved} and {relu.Active}. From {FarBelow} or less on, {far.Moved} learn with {Name(tested)}."),
            Method = Invariant($"Networks [{RecoveryShape.Inputs}, {RecoveryShape.Hidden}, 1] on {RecoveryExamples} examples of a ") +
                Invariant($"linear function, {RecoveryEpochs} epochs of stochastic gradient descent in exact binary32 arithmetic. The ") +
                "biases start where the largest pre-activation of each hidden unit is the given one. A unit learns if a weight of it " +
                "changes a bit.",
            Measurements =
            [
                Measurement.Of("units slightly below 0 that learn", near.Moved, "units").Exactly(near.Units, "all"),
                Measurement.Of("of these, active after training", near.Active, "units"),
                Measurement.Of("units of ReLU that learn", relu.Moved, "units").Exactly(0, "its gradient is 0"),
                Measurement.Of("units far below 0 that learn", far.Moved, "units"),
                Measurement.Of("lowest pre-activation at the start", near.LowestStart)
                    with { Source = "above -0.75: GELU has its minimum at -0.7518" },
            ],
            Runs = near.Units + relu.Units + far.Units,
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
        counts.MemSetToZero();
        var items = accelerator.WorkItems();
        accelerator.Run(MaskKernel, items, normal.View, inputs.View, counts.View, items);
        var (values, _) = Question12Kernels.Activate(context, tested, z);
        return DescribeMask(tested, samples, z, counts.GetAsArray1D(), values) with { Seed = context.Seed };
    }

    /// <summary>Describes how many of the samples each input z reaches, beside the activation of z.</summary>
    internal static Outcome DescribeMask(Activation tested, int samples, float[] z, int[] kept, float[] activation)
    {
        var rows = z.Select((input, i) =>
        {
            var probability = activation[i] / (double)input;
            var mean = input * (kept[i] / (double)samples);
            var bound = (Math.Abs(input) * ConfidenceIntervals.Share(Math.Clamp(probability, 0, 1), samples)) +
                (2 * Exact32Activations.GaussianErrorUlps * RoundingErrors.UnitRoundoff * Math.Abs(activation[i]));
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

    /// <summary>The distance of the points at which gradients are compared with their neighbours'.</summary>
    internal const float GridStep = 1f / 256;

    internal const int RecoveryExamples = 32, RecoveryEpochs = 50;

    /// <summary>The largest pre-activation of a unit at the start.</summary>
    internal const double SlightlyBelow = -0.1, FarBelow = -10;

    internal static readonly SmallNetworkShape RecoveryShape = new(4, 8, (int)Activation.Gelu, 0);

    /// <param name="Moved">The units of which a weight or the bias changed.</param>
    /// <param name="Active">The units whose pre-activation is positive for some example after training.</param>
    internal sealed record Recovery(int Units, int Moved, int Active, double LowestStart);

    /// <summary>Φ(h) for small h by its series, Σ (−1)ᵏ·h²ᵏ⁺¹/(2ᵏ·k!·(2k+1)) (Abramowitz and Stegun 26.2.10).</summary>
    internal static double NormalCdf(double h)
    {
        double power = h, sum = 0;
        for (var k = 0; k < 20; k++)
        {
            sum += power / ((2 * k) + 1);
            power *= -h * h / (2 * (k + 1));
        }

        return 0.5 + (DensityAtZero * sum);
    }

    /// <summary>The largest difference of the gradients at neighbouring points of a grid on [−8, 8].</summary>
    internal static double LargestJump(CheckContext context, Activation activation)
    {
        var (_, gradients) = Question12Kernels.Activate(
            context, activation, [.. Enumerable.Range(0, 4097).Select(i => -8 + (i * GridStep))]);
        return gradients.Zip(gradients.Skip(1), (a, b) => Math.Abs((double)b - a)).Max();
    }

    /// <summary>Trains networks all of whose hidden units start with the given largest pre-activation.</summary>
    internal static Recovery TrainBelowZero(CheckContext context, int networks, Activation activation, double largest)
    {
        var accelerator = context.Accelerator;
        var shape = RecoveryShape with { Activation = (int)activation };
        int d = shape.Inputs, h = shape.Hidden;
        var x = Samples.Uniform(context.Seed, stream: 21, networks * RecoveryExamples * d, -1f);
        var incoming = Samples.Uniform(context.Seed, stream: 23, networks * h * d, -0.08f, 0.08f);
        var y = x.Chunk(d).Select(row => row[0] - row[1]).ToArray();
        var start = Samples.Normal(context.Seed, stream: 22, networks * shape.Parameters);
        double PreActivation(float[] p, int network, int unit, int example)
        {
            var at = (network * shape.Parameters) + (unit * (d + 1));
            double sum = p[at + d];
            for (var i = 0; i < d; i++) sum += (double)p[at + i] * x[(((network * RecoveryExamples) + example) * d) + i];
            return sum;
        }

        // The inputs are at most 1 and the weights at most 0.08, so that the pre-activations of a unit are at most 0.64 apart: all examples
        // are above the minimum of GELU.
        for (var unit = 0; unit < networks * h; unit++)
        {
            var at = (unit / h * shape.Parameters) + (unit % h * (d + 1));
            for (var i = 0; i < d; i++) start[at + i] = incoming[(unit * d) + i];
            start[at + d] = 0f;
            start[at + d] = (float)(largest - Enumerable.Range(0, RecoveryExamples).Max(e => PreActivation(start, unit / h, unit % h, e)));
        }

        using var p = accelerator.Allocate1D(start);
        using var inputs = accelerator.Allocate1D(x);
        using var targets = accelerator.Allocate1D(y);
        using var z = accelerator.Allocate1D<float>(networks * h);
        accelerator.Run(RecoveryKernel, networks, shape, p.View, inputs.View, targets.View, z.View);
        var end = p.GetAsArray1D();
        IEnumerable<double> All(float[] weights, int unit) =>
            Enumerable.Range(0, RecoveryExamples).Select(e => PreActivation(weights, unit / h, unit % h, e));
        int First(int unit) => (unit / h * shape.Parameters) + (unit % h * (d + 1));
        bool HasMoved(int unit) => Enumerable.Range(First(unit), d + 1).Any(i => start[i] != end[i]);
        int[] units = [.. Enumerable.Range(0, networks * h)];
        return new Recovery(
            units.Length, units.Count(HasMoved), units.Count(unit => All(end, unit).Max() > 0), units.Min(unit => All(start, unit).Min()));
    }

    internal static string Name(Activation activation) => activation.ToString().ToUpperInvariant();

    internal static float[] DifferenceQuotients(CheckContext context, float[] steps, Activation activation)
    {
        using var h = context.Accelerator.Allocate1D(steps);
        using var quotients = context.Accelerator.Allocate1D<float>(steps.Length);
        context.Accelerator.Run(DifferenceQuotientKernel, steps.Length, h.View, quotients.View, (int)activation);
        return quotients.GetAsArray1D();
    }

    internal sealed record SweepResult(double SmallestGradient, double LowestValue, long Count)
    {
        public static SweepResult Merge(SweepResult a, SweepResult b) => new(
            Math.Min(a.SmallestGradient, b.SmallestGradient), Math.Min(a.LowestValue, b.LowestValue), a.Count + b.Count);
    }

    /// <summary>A sample of (−0.75, 0) or all of it, its dense end, the lowest value, and ReLU's smallest gradient at that end.</summary>
    internal sealed record NegativeSide(SweepResult Sampled, SweepResult Edge, double Lowest, double Relu);

    internal static SweepResult Evaluate(CheckContext context, List<uint> starts, int count, int step, Activation activation)
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

    /// <summary>One work item per network: trains it on its examples.</summary>
    [Kernel]
    internal static void RecoveryKernel(
        Index1D index, SmallNetworkShape shape, FloatView parameters, FloatView x, FloatView y, FloatView scratch)
    {
        var p = parameters.SubView((int)index * shape.Parameters, shape.Parameters);
        var z = scratch.SubView((int)index * shape.Hidden, shape.Hidden);
        var first = (long)(int)index * RecoveryExamples;
        for (var epoch = 0; epoch < RecoveryEpochs; epoch++)
            for (var e = 0; e < RecoveryExamples; e++) SmallNetwork.Step(shape, p, x, y[first + e], first + e, z, 0.02f, 0f);
    }
}
