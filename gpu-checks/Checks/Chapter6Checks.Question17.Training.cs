// Question 17: training that overflows, and the same training with clipped gradients or a smaller learning rate.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question17Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Exploding gradients overflow; the same run with clipped gradients, or with a smaller rate, does not.</summary>
    protected override Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context) =>
        ExplodingGradientsOverflow(claim, context, clipAt: 1f);

    /// <summary>The same with another gradient norm for the clipped run: infinity leaves it unclipped, and the check must fail.</summary>
    internal static Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context, float clipAt)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var seeds = context.Scale == Scale.Exhaustive ? 384 : 96;

        // Weights of four times He's variance: each ReLU layer doubles the signal and the gradient.
        var one = Samples.Normal(context.Seed, stream: 1, seeds * DeepLayers * DeepWidth * DeepWidth, 2 * Math.Sqrt(2.0 / DeepWidth));
        (float Rate, float ClipAt)[] runs =
            [(DeepRate, float.PositiveInfinity), (DeepRate, clipAt), (DeepRate * 1e-6f, float.PositiveInfinity)];
        using var weights = accelerator.Allocate1D(Enumerable.Repeat(one, runs.Length).SelectMany(w => w).ToArray());
        using var examples = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, seeds * 2 * DeepExamples * DeepWidth));
        using var scratch = accelerator.Allocate1D<float>(runs.Length * seeds * 2 * (DeepLayers + 1) * DeepWidth);
        using var settings = accelerator.Allocate1D(runs.SelectMany(run => new[] { run.Rate, run.ClipAt }).ToArray());
        using var results = accelerator.Allocate1D<float>(runs.Length * seeds * DeepResults);
        accelerator.Run(DeepTrainingKernel, runs.Length * seeds, weights.View, examples.View, scratch.View, settings.View, results.View,
            seeds);

        var rows = results.GetAsArray1D().Chunk(DeepResults);
        var found = rows.Select(r => new DeepFound(r[0], r[1], r[2], (int)r[3])).Chunk(seeds).ToArray();
        return DescribeExplosion(clipAt, found[0], found[1], found[2]) with { Seed = context.Seed };
    }

    /// <summary>Describes the runs from the same weights: as they are, with clipped gradients, and with a millionth of the rate.</summary>
    internal static Outcome DescribeExplosion(float clipAt, DeepFound[] plain, DeepFound[] clipped, DeepFound[] slow)
    {
        var seeds = plain.Length;
        var overflown = plain.Count(run => run.OverflowStep > 0);
        var stuck = plain.Count(run => run.OverflowStep == 0 && !run.Learns);
        var clippedOverflows = clipped.Count(run => run.OverflowStep > 0);
        var slowOverflows = slow.Count(run => run.OverflowStep > 0);
        double clippedLearn = clipped.Count(run => run.Learns) / (double)seeds, slowLearn = slow.Count(run => run.Learns) / (double)seeds;
        var lastOverflow = plain.Max(run => run.OverflowStep);

        // Pairs of runs of which the plain one overflows and the clipped one does not, never the other way round: if clipping
        // made no difference, twenty such pairs would be a chance of 2⁻²⁰.
        const int pairsNeeded = 20;
        const double mostLearn = 0.9;
        var holds = overflown >= pairsNeeded && clippedOverflows + slowOverflows == 0 && Math.Min(clippedLearn, slowLearn) >= mostLearn;
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"Gradient norms of {plain.Min(run => run.FirstNorm):0.0e+0} to {plain.Max(run => run.FirstNorm):0.0e+0} at ") +
                Invariant($"the first step: with a rate of {DeepRate} the loss overflowed in {overflown} of {seeds} runs, within ") +
                Invariant($"{lastOverflow} steps, and {stuck} more got stuck. With the norm clipped at {clipAt} {clippedOverflows} of ") +
                Invariant($"the same runs overflowed and {clippedLearn:P0} lowered the loss; with a millionth of the rate, ") +
                Invariant($"{slowOverflows} and {slowLearn:P0}."),
            Method = Invariant($"{seeds} networks of {DeepLayers} layers of {DeepWidth} ReLU units with twice He's standard deviation, ") +
                Invariant($"{DeepSteps} steps of gradient descent on half the squared error, one of {DeepExamples} examples a step; ") +
                "three times from the same weights, in exact binary32 arithmetic.",
            Measurements =
            [
                Measurement.Of("runs that overflow without clipping", overflown, "runs")
                    with { Source = "at least 20 pairs: 2^-20 if clipping made no difference" },
                Measurement.Of("runs that overflow with clipping", clippedOverflows, "runs")
                    .Exactly(0, "no step is longer than the rate times the clipped norm"),
                Measurement.Of("runs that overflow with a smaller rate", slowOverflows, "runs").Exactly(0, "as printed"),
                Measurement.Of("share of runs with clipping that lower the loss", clippedLearn).Within(1 - mostLearn, of: 1, "nine in ten"),
                Measurement.Of("share of runs with a smaller rate that lower the loss", slowLearn)
                    .Within(1 - mostLearn, of: 1, "nine in ten"),
                Measurement.Of("runs without clipping that neither overflow nor lower the loss", stuck, "runs"),
                Measurement.Of("steps until the last run overflowed", lastOverflow, "steps"),
                Measurement.Of("median gradient norm at the first step", Median(plain.Select(run => (double)run.FirstNorm))),
                Measurement.Of(
                    "median loss after over before, clipped", Median(clipped.Select(run => (double)run.LastLoss / run.FirstLoss))),
                Measurement.Of(
                    "median loss after over before, smaller rate", Median(slow.Select(run => (double)run.LastLoss / run.FirstLoss))),
            ],
            Runs = 3 * seeds,
        };
    }

    /// <summary>
    /// A rate that is too high diverges, and dividing it once by the printed factor fixes that where the rate is not too far above the
    /// smallest diverging one. Values: the factor.
    /// </summary>
    protected override Outcome HighLearningRateDiverges(Claim claim, CheckContext context) =>
        HighLearningRateDiverges(claim, context, lowest: 1e-2);

    /// <summary>The same with another lowest rate: a search that ends below every diverging rate must not confirm anything.</summary>
    internal static Outcome HighLearningRateDiverges(Claim claim, CheckContext context, double lowest)
    {
        var factor = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var seeds = context.Scale == Scale.Quick ? 2 : 8;

        // The smallest diverging rate of each network, in steps of √2 over three decades.
        double[] grid = [.. Enumerable.Range(0, 20).Select(i => lowest * Math.Pow(2, i / 2.0))];
        var search = Train(context, seeds, [.. Enumerable.Range(0, seeds).SelectMany(_ => grid)]).Chunk(grid.Length).ToArray();
        var edges = search.Select(runs => grid.Zip(runs).FirstOrDefault(pair => pair.Second.Diverges).First).ToArray();
        if (edges.Any(edge => edge == 0)) return DescribeNoDivergence(grid, edges) with { Seed = context.Seed };

        // Up to four times the smallest diverging rate; eight times, of which a tenth is just below it, and sixteen times, of which a tenth
        // is above it.
        double[] multiples = [1, 2, 4];
        var high = Train(context, seeds, [.. edges.SelectMany(edge => multiples.Select(m => m * edge))]);
        var reduced = Train(context, seeds, [.. edges.SelectMany(edge => multiples.Select(m => m * edge / factor))]);
        var beyond = Train(context, seeds, [.. edges.SelectMany(edge => (double[])[8 * edge / factor, 16 * edge / factor])]);
        return DescribeRates(claim, grid, search, high, reduced, beyond) with { Seed = context.Seed };
    }

    /// <summary>Describes a search in which some network has no diverging rate: its edge is 0.</summary>
    internal static Outcome DescribeNoDivergence(double[] grid, double[] edges) => new()
    {
        Verdict = Verdict.Refuted,
        Finding = Invariant($"No rate from {grid[0]:0.0e+0} to {grid[^1]:0.0e+0} makes the loss of every network diverge."),
        Measurements = [Measurement.Of("networks with a diverging rate", edges.Count(edge => edge > 0), "networks")
            .Exactly(edges.Length, "all")],
        Runs = edges.Length * grid.Length,
    };

    /// <summary>
    /// Describes the search, a row of the grid for each network, and the runs that it led to: from one, two and four times each network's
    /// smallest diverging rate, from those divided by the printed factor, and from eight and sixteen times divided by it.
    /// </summary>
    internal static Outcome DescribeRates(
        Claim claim, double[] grid, RateRun[][] search, RateRun[] high, RateRun[] reduced, RateRun[] beyond)
    {
        var factor = claim.RequireValues(1)[0];
        var edges = search.Select(row => grid.Zip(row).First(pair => pair.Second.Diverges).First).ToArray();
        var diverged = high.Count(run => run.Diverges);
        var converged = reduced.Count(run => run.Converges);
        var (nearby, far) = (beyond.Where((_, i) => i % 2 == 0).ToList(), beyond.Where((_, i) => i % 2 == 1).ToList());
        int notFixedNearby = nearby.Count(run => !run.Converges), notFixed = far.Count(run => !run.Converges);
        return new Outcome
        {
            Verdict = Verdicts.Of(diverged == high.Length && converged == high.Length, isQualified: notFixed > 0),
            Finding =
                Invariant($"Rates from {edges.Min():G3} to {4 * edges.Max():G3} made {diverged} of {high.Length} runs diverge; divided ") +
                Invariant($"by {factor}, {converged} of the same runs brought the loss below a tenth. From eight times the smallest ") +
                Invariant($"diverging rate, one division by {factor} left {notFixedNearby} of {nearby.Count} runs that did not ") +
                Invariant($"converge, from sixteen times {notFixed} of {far.Count}."),
            Method =
                Invariant($"{search.Length} networks of [{RateShape.Inputs}, {RateShape.Hidden}, 1] with tanh, {RateEpochs} epochs of ") +
                Invariant($"stochastic gradient descent on the squared error over {RateExamples} examples, in exact binary32 ") +
                "arithmetic. For each network the smallest rate, in steps of sqrt(2), after which the loss is higher than before; once, " +
                "twice and four times that rate, and each divided by the printed factor. Diverged: a loss above the first or not finite; " +
                "converged: below a tenth of the first.",
            Measurements =
            [
                Measurement.Of("runs that converge with the rate divided by the printed factor", converged, "runs")
                    .Exactly(high.Length, "all"),
                Measurement.Of("the same runs that diverge with the full rate", diverged, "runs").Exactly(high.Length, "all"),
                Measurement.Of("median of the smallest diverging rate", Median(edges)),
                new Measurement(
                    "largest share of the first loss that is left with the reduced rate",
                    reduced.Max(run => run.LastLoss / (double)run.FirstLoss), "1", 0, 0.1, "converged: below a tenth"),
                Measurement.Of("runs from eight times the smallest diverging rate that one division does not fix", notFixedNearby, "runs"),
                Measurement.Of("runs from sixteen times the smallest diverging rate that one division does not fix", notFixed, "runs"),
            ],
            Plots = [new Plot(
                "Loss after training over the loss before, for each learning rate", "learning rate",
                "last loss over first, median of the networks", LogX: true, LogY: true,
                [
                    PlotData.Line(
                        "measured, where it stays finite", grid, grid.Select((_, i) => Median(search.Select(row => row[i].Growth)))),
                    PlotData.Level("as before", 1, grid[0], grid[^1]),
                ])],
            Runs = (search.Length * grid.Length) + (2 * high.Length) + beyond.Length,
        };
    }
}

internal static partial class Question17Kernels
{
    /// <summary>The learning rate of the deep network.</summary>
    public const float DeepRate = 1e-2f;

    internal const int DeepLayers = 8, DeepWidth = 16, DeepExamples = 8, DeepSteps = 96, DeepResults = 4;

    internal const int RateExamples = 32, RateEpochs = 48, RateResults = 2;

    internal static readonly SmallNetworkShape RateShape = new(4, 16, (int)Activation.Tanh, 0);

    /// <param name="FirstLoss">The mean loss over the first pass through the examples.</param>
    /// <param name="LastLoss">The mean loss over the last pass.</param>
    /// <param name="FirstNorm">The gradient's norm at the first step.</param>
    /// <param name="OverflowStep">The first step, from 1, whose loss is not finite; 0 if there is none.</param>
    internal sealed record DeepFound(float FirstLoss, float LastLoss, float FirstNorm, int OverflowStep)
    {
        public bool Learns => OverflowStep == 0 && float.IsFinite(LastLoss) && LastLoss < FirstLoss;
    }

    internal readonly record struct RateRun(float FirstLoss, float LastLoss)
    {
        /// <summary>The last loss over the first; infinite where the loss is NaN.</summary>
        public double Growth => float.IsNaN(LastLoss) ? double.PositiveInfinity : LastLoss / (double)FirstLoss;

        public bool Diverges => !(LastLoss <= FirstLoss);

        public bool Converges => LastLoss < 0.1 * FirstLoss;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Trains each seed's network once for each of its rates; the rates of a seed lie side by side.</summary>
    internal static RateRun[] Train(CheckContext context, int seeds, double[] rates)
    {
        var accelerator = context.Accelerator;
        var perSeed = rates.Length / seeds;

        // The targets come from a second network of the same kind: there is something to learn, without noise.
        var inputs = Samples.Normal(context.Seed, stream: 11, seeds * RateExamples * RateShape.Inputs);
        using var x = accelerator.Allocate1D(inputs);
        using var y = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 12, seeds * RateExamples));
        using var p = accelerator.Allocate1D<float>(rates.Length * RateShape.Parameters);
        using var teachers = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 13, seeds * RateShape.Parameters, 0.5));
        using var starts = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 14, seeds * RateShape.Parameters, 0.5));
        using var z = accelerator.Allocate1D<float>(rates.Length * RateShape.Hidden);
        using var rateBuffer = accelerator.Allocate1D(rates.Select(rate => (float)rate).ToArray());
        using var losses = accelerator.Allocate1D<float>(rates.Length * RateResults);
        accelerator.Run(TeacherKernel, seeds, RateShape, teachers.View, x.View, y.View, z.View);
        var all = Enumerable.Range(0, seeds).SelectMany(seed => Enumerable.Repeat(
            starts.GetAsArray1D().AsSpan(seed * RateShape.Parameters, RateShape.Parameters).ToArray(), perSeed));
        p.CopyFromCPU(all.SelectMany(start => start).ToArray());
        accelerator.Run(RateKernel, rates.Length, new RateArguments(RateShape, perSeed), p.View, x.View, y.View, z.View, rateBuffer.View,
            losses.View);
        return [.. losses.GetAsArray1D().Chunk(RateResults).Select(pair => new RateRun(pair[0], pair[1]))];
    }

    internal readonly record struct RateArguments(SmallNetworkShape Shape, int RunsPerSeed);

    /// <summary>One work item per seed: the targets of its examples, from its teacher.</summary>
    [Kernel]
    internal static void TeacherKernel(Index1D index, SmallNetworkShape shape, FloatView teachers, FloatView x, FloatView y, FloatView z)
    {
        var p = teachers.SubView((int)index * shape.Parameters, shape.Parameters);
        var room = z.SubView((int)index * shape.Hidden, shape.Hidden);
        for (var e = 0; e < RateExamples; e++)
            y[((int)index * RateExamples) + e] = SmallNetwork.Forward(shape, p, x, ((int)index * RateExamples) + e, room);
    }

    /// <summary>One work item per run: its loss before and after training.</summary>
    [Kernel]
    internal static void RateKernel(
        Index1D index, RateArguments arguments, FloatView parameters, FloatView x, FloatView y, FloatView scratch, FloatView rates,
        FloatView losses)
    {
        var shape = arguments.Shape;
        var p = parameters.SubView((int)index * shape.Parameters, shape.Parameters);
        var z = scratch.SubView((int)index * shape.Hidden, shape.Hidden);
        long first = (int)index / arguments.RunsPerSeed * RateExamples;
        losses[RateResults * (int)index] = SmallNetwork.MeanSquaredError(shape, p, x, y, first, RateExamples, z);
        for (var epoch = 0; epoch < RateEpochs; epoch++)
            for (var e = 0; e < RateExamples; e++) SmallNetwork.Step(shape, p, x, y[first + e], first + e, z, rates[index], 0f);
        losses[(RateResults * (int)index) + 1] = SmallNetwork.MeanSquaredError(shape, p, x, y, first, RateExamples, z);
    }

    /// <summary>
    /// One work item per run. The gradient of one example is an outer product in each layer, so its squared norm is
    /// Σ‖δ_l‖²·‖a_{l−1}‖². Stops at the first loss that is not finite: what follows would only be more of it.
    /// </summary>
    [Kernel]
    internal static void DeepTrainingKernel(
        Index1D index, FloatView weights, FloatView examples, FloatView scratch, FloatView settings, FloatView results, int seeds)
    {
        int run = index / seeds, seed = index % seeds;
        float rate = settings[2 * run], clipAt = settings[(2 * run) + 1];
        var w0 = (long)(int)index * DeepLayers * DeepWidth * DeepWidth;
        var a0 = (long)(int)index * 2 * (DeepLayers + 1) * DeepWidth;
        var d0 = a0 + ((DeepLayers + 1) * DeepWidth);
        var x0 = (long)seed * 2 * DeepExamples * DeepWidth;
        float firstLoss = 0f, lastLoss = 0f, firstNorm = 0f;
        var overflow = 0;
        for (var step = 1; step <= DeepSteps; step++)
        {
            var at = x0 + ((step - 1) % DeepExamples * 2 * DeepWidth);
            for (var i = 0; i < DeepWidth; i++) scratch[a0 + i] = examples[at + i];
            for (var layer = 0; layer < DeepLayers; layer++) DeepForward(weights, w0, scratch, a0, layer);

            var loss = 0f;
            for (var i = 0; i < DeepWidth; i++)
            {
                var error = Exact32.Subtract(scratch[a0 + (DeepLayers * DeepWidth) + i], examples[at + DeepWidth + i]);
                scratch[d0 + (DeepLayers * DeepWidth) + i] = error;
                loss = Exact32.FusedMultiplyAdd(Exact32.Multiply(0.5f, error), error, loss);
            }

            if (!(loss <= float.MaxValue))
            {
                overflow = step;
                break;
            }

            if (step <= DeepExamples) firstLoss = Exact32.Add(firstLoss, loss);
            if (step > DeepSteps - DeepExamples) lastLoss = Exact32.Add(lastLoss, loss);

            // √x as exp(ln(x)/2): right to a few ulp, which is enough for a threshold.
            var squaredNorm = DeepGradient(weights, w0, scratch, a0, d0);
            var norm = squaredNorm > 0f ? Exact32Functions.Exp(Exact32.Multiply(0.5f, Exact32Logarithms.Log(squaredNorm))) : 0f;
            if (step == 1) firstNorm = norm;
            DeepStep(weights, w0, scratch, a0, d0, norm > clipAt ? Exact32.Multiply(rate, Exact32.Divide(clipAt, norm)) : rate);
        }

        var result = (int)index * DeepResults;
        results[result] = firstLoss;
        results[result + 1] = lastLoss;
        results[result + 2] = firstNorm;
        results[result + 3] = overflow;
    }

    /// <summary>The error signals of all layers, from the last to the first; returns the squared norm of the gradient.</summary>
    private static float DeepGradient(FloatView weights, long w0, FloatView scratch, long a0, long d0)
    {
        var squaredNorm = 0f;
        for (var layer = DeepLayers - 1; layer >= 0; layer--)
        {
            if (layer < DeepLayers - 1) DeepBackward(weights, w0, scratch, a0, d0, layer);
            float delta = 0f, activation = 0f;
            for (var i = 0; i < DeepWidth; i++)
            {
                var d = scratch[d0 + ((layer + 1) * DeepWidth) + i];
                var a = scratch[a0 + (layer * DeepWidth) + i];
                delta = Exact32.FusedMultiplyAdd(d, d, delta);
                activation = Exact32.FusedMultiplyAdd(a, a, activation);
            }

            squaredNorm = Exact32.FusedMultiplyAdd(delta, activation, squaredNorm);
        }

        return squaredNorm;
    }

    /// <summary>W_l −= scale·δ_{l+1} a_lᵀ for every layer.</summary>
    private static void DeepStep(FloatView weights, long w0, FloatView scratch, long a0, long d0, float scale)
    {
        for (var layer = 0; layer < DeepLayers; layer++)
        {
            for (var row = 0; row < DeepWidth; row++)
            {
                var d = -Exact32.Multiply(scale, scratch[d0 + ((layer + 1) * DeepWidth) + row]);
                var w = w0 + (((layer * DeepWidth) + row) * DeepWidth);
                for (var i = 0; i < DeepWidth; i++)
                    weights[w + i] = Exact32.FusedMultiplyAdd(d, scratch[a0 + (layer * DeepWidth) + i], weights[w + i]);
            }
        }
    }

    /// <summary>a_{l+1} = ReLU(W_l a_l), without the ReLU in the last layer.</summary>
    private static void DeepForward(FloatView weights, long w0, FloatView scratch, long a0, int layer)
    {
        for (var row = 0; row < DeepWidth; row++)
        {
            var w = w0 + (((layer * DeepWidth) + row) * DeepWidth);
            var sum = 0f;
            for (var i = 0; i < DeepWidth; i++)
                sum = Exact32.FusedMultiplyAdd(weights[w + i], scratch[a0 + (layer * DeepWidth) + i], sum);
            scratch[a0 + ((layer + 1) * DeepWidth) + row] = layer == DeepLayers - 1 ? sum : Exact32Functions.Relu(sum);
        }
    }

    /// <summary>δ of the layer's output: W_{l+1}ᵀ δ_{l+1} where the unit is active, 0 elsewhere.</summary>
    private static void DeepBackward(FloatView weights, long w0, FloatView scratch, long a0, long d0, int layer)
    {
        for (var column = 0; column < DeepWidth; column++)
        {
            var sum = 0f;
            for (var row = 0; row < DeepWidth; row++)
            {
                sum = Exact32.FusedMultiplyAdd(
                    weights[w0 + ((((layer + 1) * DeepWidth) + row) * DeepWidth) + column],
                    scratch[d0 + ((layer + 2) * DeepWidth) + row], sum);
            }

            scratch[d0 + ((layer + 1) * DeepWidth) + column] = scratch[a0 + ((layer + 1) * DeepWidth) + column] > 0f ? sum : 0f;
        }
    }
}
