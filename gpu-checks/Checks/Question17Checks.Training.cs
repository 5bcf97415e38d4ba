// Question 17: training that overflows, and the same training with clipped gradients or a smaller learning rate.

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

/// <content>The checks that train networks.</content>
internal static partial class Question17Checks
{
    /// <summary>Exploding gradients overflow; the same run with clipped gradients, or with a smaller rate, does not.</summary>
    public static Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context) => ExplodingGradientsOverflow(claim, context, clipAt: 1f);

    /// <param name="claim">The claim.</param>
    /// <param name="context">The device.</param>
    /// <param name="clipAt">The gradient norm that the clipped run allows; infinity leaves it unclipped, and the check must fail.</param>
    internal static Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context, float clipAt)
    {
        claim.RequireValues(0);
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var seeds = context.Scale == Scale.Exhaustive ? 384 : 96;

        // Weights of four times He's variance: each ReLU layer doubles the signal and the gradient.
        const float rate = 1e-2f;
        var one = Samples.Normal(context.Seed, stream: 1, seeds * DeepLayers * DeepWidth * DeepWidth, 2 * Math.Sqrt(2.0 / DeepWidth));
        DeepRun[] runs = [new(rate, float.PositiveInfinity), new(rate, clipAt), new(rate * 1e-6f, float.PositiveInfinity)];
        using var weights = accelerator.Allocate1D(Enumerable.Repeat(one, runs.Length).SelectMany(w => w).ToArray());
        using var examples = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, seeds * 2 * DeepExamples * DeepWidth));
        using var scratch = accelerator.Allocate1D<float>(runs.Length * seeds * 2 * (DeepLayers + 1) * DeepWidth);
        using var settings = accelerator.Allocate1D(runs.SelectMany(run => new[] { run.Rate, run.ClipAt }).ToArray());
        using var results = accelerator.Allocate1D<float>(runs.Length * seeds * DeepResults);
        accelerator.Run(DeepTrainingKernel, runs.Length * seeds, weights.View, examples.View, scratch.View, settings.View, results.View, seeds);

        var found = results.GetAsArray1D().Chunk(DeepResults)
            .Select(r => new DeepFound(r[0], r[1], r[2], (int)r[3])).Chunk(seeds).ToArray();
        DeepFound[] plain = found[0], clipped = found[1], slow = found[2];
        var overflown = plain.Count(run => run.OverflowStep > 0);
        var stuck = plain.Count(run => run.OverflowStep == 0 && !Learns(run));
        var clippedOverflows = clipped.Count(run => run.OverflowStep > 0);
        var slowOverflows = slow.Count(run => run.OverflowStep > 0);
        double clippedLearn = clipped.Count(Learns) / (double)seeds, slowLearn = slow.Count(Learns) / (double)seeds;
        var lastOverflow = plain.Max(run => run.OverflowStep);

        // Pairs of runs of which the plain one overflows and the mended one does not, never the other way round: if clipping
        // made no difference, twenty such pairs would be a chance of 2⁻²⁰.
        const int pairsNeeded = 20;
        const double mostLearn = 0.9;
        var holds = overflown >= pairsNeeded && clippedOverflows == 0 && slowOverflows == 0 && clippedLearn >= mostLearn && slowLearn >= mostLearn;
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Gradient norms of {plain.Min(run => run.FirstNorm):0.0e+0} to {plain.Max(run => run.FirstNorm):0.0e+0} at the first step: with a rate of {rate} the loss overflowed in {overflown} of {seeds} runs, within {lastOverflow} steps, and {stuck} more got stuck. With the norm clipped at {clipAt} {clippedOverflows} of the same runs overflowed and {clippedLearn:P0} lowered the loss; with a millionth of the rate, {slowOverflows} and {slowLearn:P0}."),
            Method = Invariant(
                $"{seeds} networks of {DeepLayers} layers of {DeepWidth} ReLU units with twice He's standard deviation, {DeepSteps} steps of gradient descent on half the squared error, one of {DeepExamples} examples a step; three times from the same weights, in exact binary32 arithmetic."),
            Measurements =
            [
                new Measurement("runs that overflow without clipping", overflown, "runs", null, null, "at least 20 pairs: 2^-20 if clipping made no difference"),
                new Measurement("runs that overflow with clipping", clippedOverflows, "runs", 0, 0, "no step is longer than the rate times the clipped norm"),
                new Measurement("runs that overflow with a smaller rate", slowOverflows, "runs", 0, 0, "as said"),
                new Measurement("share of runs with clipping that lower the loss", clippedLearn, "1", 1, 1 - mostLearn, "nine in ten"),
                new Measurement("share of runs with a smaller rate that lower the loss", slowLearn, "1", 1, 1 - mostLearn, "nine in ten"),
                new Measurement("runs without clipping that neither overflow nor lower the loss", stuck, "runs"),
                new Measurement("steps until the last run overflowed", lastOverflow, "steps"),
                new Measurement("median gradient norm at the first step", Median(plain.Select(run => (double)run.FirstNorm))),
                new Measurement("median loss after over before, clipped", Median(clipped.Select(run => (double)run.LastLoss / run.FirstLoss))),
                new Measurement("median loss after over before, smaller rate", Median(slow.Select(run => (double)run.LastLoss / run.FirstLoss))),
            ],
            Runs = seeds * runs.Length,
            Seed = context.Seed,
        };

        static bool Learns(DeepFound run) => run.OverflowStep == 0 && float.IsFinite(run.LastLoss) && run.LastLoss < run.FirstLoss;
    }

    /// <summary>A rate that is too high diverges, and dividing it once by the printed factor mends that. Values: the factor.</summary>
    public static Outcome HighLearningRateDiverges(Claim claim, CheckContext context) => HighLearningRateDiverges(claim, context, lowest: 1e-2);

    /// <param name="claim">The claim.</param>
    /// <param name="context">The device.</param>
    /// <param name="lowest">The lowest rate of the search; a search that ends below every diverging rate must not confirm anything.</param>
    internal static Outcome HighLearningRateDiverges(Claim claim, CheckContext context, double lowest)
    {
        var factor = claim.RequireValues(1)[0];
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();
        var seeds = context.Scale == Scale.Quick ? 2 : 8;

        // The smallest diverging rate of each network, in steps of √2 over three decades.
        const int rates = 20;
        double[] grid = [.. Enumerable.Range(0, rates).Select(i => lowest * Math.Pow(2, i / 2.0))];
        var search = Train(context, seeds, [.. Enumerable.Range(0, seeds).SelectMany(_ => grid)]);
        var edges = search.Chunk(rates).Select(runs => grid.Zip(runs).FirstOrDefault(pair => pair.Second.Diverges).First).ToArray();
        if (edges.Any(edge => edge == 0))
        {
            return new Outcome
            {
                Verdict = Verdict.Refuted,
                Finding = Invariant($"No rate from {grid[0]:0.0e+0} to {grid[^1]:0.0e+0} makes the loss of every network diverge."),
                Measurements = [new Measurement("networks with a diverging rate", edges.Count(edge => edge > 0), "networks", seeds, 0, "all")],
                Runs = seeds * rates,
                Seed = context.Seed,
            };
        }

        // Rates up to four times that diverge, and converge when they are divided by the factor; sixteen times is beyond a tenth.
        double[] multiples = [1, 2, 4];
        var high = Train(context, seeds, [.. edges.SelectMany(edge => multiples.Select(m => m * edge))]);
        var reduced = Train(context, seeds, [.. edges.SelectMany(edge => multiples.Select(m => m * edge / factor))]);
        var beyond = Train(context, seeds, [.. edges.Select(edge => 16 * edge / factor)]);
        var runs = seeds * multiples.Length;
        var diverged = high.Count(run => run.Diverges);
        var converged = reduced.Count(run => run.Converges);
        var notMended = beyond.Count(run => !run.Converges);
        return new Outcome
        {
            Verdict = diverged == runs && converged == runs ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Rates from {edges.Min():G3} to {4 * edges.Max():G3} made {diverged} of {runs} runs diverge; divided by {factor}, {converged} of the same runs brought the loss below a tenth. From sixteen times the smallest diverging rate, one division by {factor} left {notMended} of {seeds} runs that did not converge."),
            Method = Invariant(
                $"{seeds} networks of [{RateShape.Inputs}, {RateShape.Hidden}, 1] with tanh, {RateEpochs} epochs of stochastic gradient descent on the squared error over {RateExamples} examples, in exact binary32 arithmetic. For each network the smallest rate, in steps of sqrt(2), after which the loss is higher than before; once, twice and four times that rate, and each divided by the printed factor. Diverged: a loss above the first or not finite; converged: below a tenth of the first."),
            Measurements =
            [
                new Measurement("runs that converge with the rate divided by the printed factor", converged, "runs", runs, 0, "all"),
                new Measurement("the same runs that diverge with the full rate", diverged, "runs", runs, 0, "all"),
                new Measurement("median of the smallest diverging rate", Median(edges)),
                new Measurement("largest share of the first loss that is left with the reduced rate", reduced.Max(run => run.LastLoss / (double)run.FirstLoss), "1", 0, 0.1, "converged: below a tenth"),
                new Measurement("runs from sixteen times the smallest diverging rate that one division does not mend", notMended, "runs"),
            ],
            Plots =
            [
                new Plot(
                    "Loss after training over the loss before, for each learning rate", "learning rate", "last loss over first, median of the networks", LogX: true, LogY: true,
                    [
                        PlotData.Line("measured, where it stays finite", grid, grid.Select((_, i) => Median(search.Chunk(rates).Select(row => row[i].Growth)))),
                        PlotData.Level("as before", 1, grid[0], grid[^1]),
                    ]),
            ],
            Runs = (seeds * rates) + (2 * runs) + seeds,
            Seed = context.Seed,
        };
    }

    private const int DeepLayers = 8, DeepWidth = 16, DeepExamples = 8, DeepSteps = 96, DeepResults = 4;

    private const int RateExamples = 32, RateEpochs = 48, RateResults = 2;

    private static readonly SmallNetworkShape RateShape = new(4, 16, (int)Activation.Tanh, 0);

    private sealed record DeepRun(float Rate, float ClipAt);

    /// <param name="FirstLoss">The mean loss over the first pass through the examples.</param>
    /// <param name="LastLoss">The mean loss over the last pass.</param>
    /// <param name="FirstNorm">The gradient's norm at the first step.</param>
    /// <param name="OverflowStep">The first step, from 1, whose loss is not finite; 0 if there is none.</param>
    private sealed record DeepFound(float FirstLoss, float LastLoss, float FirstNorm, int OverflowStep);

    private readonly record struct RateRun(float FirstLoss, float LastLoss)
    {
        /// <summary>The last loss over the first; infinite where the loss is no number any more.</summary>
        public double Growth => float.IsNaN(LastLoss) ? double.PositiveInfinity : LastLoss / (double)FirstLoss;

        public bool Diverges => !(LastLoss <= FirstLoss);

        public bool Converges => LastLoss < 0.1 * FirstLoss;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Trains each seed's network once for each of its rates; the rates of a seed lie side by side.</summary>
    private static RateRun[] Train(CheckContext context, int seeds, double[] rates)
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
            starts.GetAsArray1D().AsSpan(seed * RateShape.Parameters, RateShape.Parameters).ToArray(), perSeed)).SelectMany(start => start).ToArray();
        p.CopyFromCPU(all);
        accelerator.Run(RateKernel, rates.Length, new RateArguments(RateShape, perSeed), p.View, x.View, y.View, z.View, rateBuffer.View, losses.View);
        return [.. losses.GetAsArray1D().Chunk(RateResults).Select(pair => new RateRun(pair[0], pair[1]))];
    }

    internal readonly record struct RateArguments(SmallNetworkShape Shape, int RunsPerSeed);

    /// <summary>One work item a seed: the targets of its examples, from its teacher.</summary>
    internal static void TeacherKernel(Index1D index, SmallNetworkShape shape, FloatView teachers, FloatView x, FloatView y, FloatView z)
    {
        var p = teachers.SubView((int)index * shape.Parameters, shape.Parameters);
        var room = z.SubView((int)index * shape.Hidden, shape.Hidden);
        for (var e = 0; e < RateExamples; e++)
            y[((int)index * RateExamples) + e] = SmallNetwork.Forward(shape, p, x, ((int)index * RateExamples) + e, room);
    }

    /// <summary>One work item a run: its loss before and after training.</summary>
    internal static void RateKernel(
        Index1D index, RateArguments arguments, FloatView parameters, FloatView x, FloatView y, FloatView scratch, FloatView rates, FloatView losses)
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
    /// One work item a run. The gradient of one example is an outer product in each layer, so its squared norm is
    /// Σ‖δ_l‖²·‖a_{l−1}‖². Stops at the first loss that is not finite: what follows would only be more of it.
    /// </summary>
    internal static void DeepTrainingKernel(
        Index1D index, FloatView weights, FloatView examples, FloatView scratch, FloatView settings, FloatView results, int seeds)
    {
        int run = index / seeds, seed = index % seeds;
        float rate = settings[2 * run], clipAt = settings[(2 * run) + 1];
        long w0 = (long)(int)index * DeepLayers * DeepWidth * DeepWidth;
        long a0 = (long)(int)index * 2 * (DeepLayers + 1) * DeepWidth;
        long d0 = a0 + ((DeepLayers + 1) * DeepWidth);
        long x0 = (long)seed * 2 * DeepExamples * DeepWidth;
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

            // √x as exp(ln(x)/2): right to a few ulp, which is enough for a threshold.
            var norm = squaredNorm > 0f ? Exact32Functions.Exp(Exact32.Multiply(0.5f, Exact32Logarithms.Log(squaredNorm))) : 0f;
            if (step == 1) firstNorm = norm;
            var scale = norm > clipAt ? Exact32.Multiply(rate, Exact32.Divide(clipAt, norm)) : rate;
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

        var result = (int)index * DeepResults;
        results[result] = firstLoss;
        results[result + 1] = lastLoss;
        results[result + 2] = firstNorm;
        results[result + 3] = overflow;
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

    /// <summary>δ of the layer's output: W_{l+1}ᵀ δ_{l+1} where the unit is active, else 0.</summary>
    private static void DeepBackward(FloatView weights, long w0, FloatView scratch, long a0, long d0, int layer)
    {
        for (var column = 0; column < DeepWidth; column++)
        {
            var sum = 0f;
            for (var row = 0; row < DeepWidth; row++)
            {
                sum = Exact32.FusedMultiplyAdd(
                    weights[w0 + ((((layer + 1) * DeepWidth) + row) * DeepWidth) + column], scratch[d0 + ((layer + 2) * DeepWidth) + row], sum);
            }

            scratch[d0 + ((layer + 1) * DeepWidth) + column] = scratch[a0 + ((layer + 1) * DeepWidth) + column] > 0f ? sum : 0f;
        }
    }
}
