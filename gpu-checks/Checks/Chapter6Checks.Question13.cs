// Question 13: a network that memorizes random labels, and the remedies that narrow the gap between training and validation.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question13Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// A network reaches the printed accuracy on random labels, and chance on fresh ones. Values: the training accuracy in percent.
    /// </summary>
    protected override Outcome MemorisesTrainingData(Claim claim, CheckContext context) =>
        MemorisesTrainingData(claim, context, hidden: 32, epochs: 150);

    /// <summary>The same with other hidden units, of which one cannot memorize, and another length of the training.</summary>
    internal static Outcome MemorisesTrainingData(Claim claim, CheckContext context, int hidden, int epochs)
    {
        claim.RequireValues(1);
        context.RequireExactArithmetic();
        var seeds = context.Size("seeds", quick: 2, full: 4);
        const int training = 100, validation = 4000, inputs = 16;

        // No label depends on its input: nothing can be learned but the examples themselves.
        var x = Samples.Normal(context.Seed, stream: 1, seeds * (training + validation) * inputs);
        var y = Samples.Uniform(context.Seed, stream: 2, seeds * (training + validation)).Select(u => u < 0.5f ? 0f : 1f).ToArray();
        var run = new TrainingRun("", new SmallNetworkShape(inputs, hidden, (int)Activation.Relu, 1), training, Decay: 0f,
            StopsEarly: false);
        var split = new Split(inputs, training, 0, validation, epochs * training, 0.05f);
        return DescribeMemory(claim, hidden, split, Train(context, seeds, [run], x, y, split)[0]) with { Seed = context.Seed };
    }

    /// <summary>Describes the accuracies of networks that were trained on random labels.</summary>
    internal static Outcome DescribeMemory(Claim claim, int hidden, Split split, IReadOnlyList<Accuracy> found)
    {
        var printed = claim.RequireValues(1)[0];
        var trained = found.Average(result => result.Training);
        var validated = found.Average(result => result.Test);
        var chance = ConfidenceIntervals.Share(0.5, (long)found.Count * split.Test);

        // "99%": at least that, and not a percentage point more than is printed.
        const double point = 0.01;
        var memorized = trained >= printed / 100 && trained <= (printed / 100) + point;
        return new Outcome
        {
            Verdict = memorized && Math.Abs(validated - 0.5) <= chance ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"{found.Count} networks of [{split.Inputs}, {hidden}, 1] reach {trained:P1} on {split.Training} random ") +
                Invariant($"labels (printed: {printed}%) and {validated:P1} on {split.Test:N0} fresh ones (chance: 50% ± {chance:P1})."),
            Method = Invariant($"Normal inputs with labels from independent coins; {split.Steps / split.Training} epochs of stochastic ") +
                "gradient descent on the binary cross-entropy, in exact binary32 arithmetic, then the accuracy on the training examples " +
                "and on fresh ones.",
            Measurements =
            [
                Measurement.Of("training accuracy", trained)
                    .Within(point, of: printed / 100, "as printed, or up to a percentage point more"),
                Measurement.Of("validation accuracy", validated).Within(chance, of: 0.5, ConfidenceIntervals.BernsteinSource),
                Measurement.Of("lowest training accuracy of a network", found.Min(result => result.Training)),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>Weight decay, more data, a smaller model and early stopping each narrow the gap.</summary>
    protected override Outcome RemediesCloseTheGap(Claim claim, CheckContext context) => RemediesCloseTheGap(claim, context, Remedies);

    internal static Outcome RemediesCloseTheGap(Claim claim, CheckContext context, IReadOnlyList<TrainingRun> remedies)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var seeds = context.Scale == Scale.Exhaustive ? 160 : 40;

        // A linear rule with every fifth label flipped, on average.
        var perSeed = RemedySplit.Training + RemedySplit.Validation + RemedySplit.Test;
        var x = Samples.Normal(context.Seed, stream: 1, seeds * perSeed * TaskInputs);
        var noise = Samples.Uniform(context.Seed, stream: 2, seeds * perSeed);
        var rules = Samples.Normal(context.Seed, stream: 3, seeds * TaskInputs);
        var y = new float[seeds * perSeed];
        for (var i = 0; i < y.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < TaskInputs; k++) sum += (double)x[(i * TaskInputs) + k] * rules[(i / perSeed * TaskInputs) + k];
            y[i] = (sum > 0) == (noise[i] >= 0.2f) ? 1f : 0f;
        }

        var results = Train(context, seeds, [Overfitting, .. remedies], x, y, RemedySplit);
        return DescribeRemedies(remedies, results) with { Seed = context.Seed };
    }

    /// <summary>Describes the accuracies on each task: a row without a remedy, then a row for each remedy.</summary>
    internal static Outcome DescribeRemedies(IReadOnlyList<TrainingRun> remedies, Accuracy[][] results)
    {
        var gaps = results.Select(runs => runs.Select(run => run.Training - run.Test).ToArray()).ToList();
        var seeds = gaps[0].Length;

        // Paired over the seeds: the mean narrowing in its own standard errors.
        var rows = remedies.Select((remedy, i) =>
        {
            var narrowing = gaps[0].Zip(gaps[i + 1], (before, after) => before - after).ToArray();
            var mean = narrowing.Average();
            var error = Math.Sqrt(narrowing.Sum(d => (d - mean) * (d - mean)) / (seeds - 1) / seeds);
            return (remedy.Name, Gap: gaps[i + 1].Average(), Mean: mean, Error: error, Test: results[i + 1].Average(run => run.Test),
                Narrower: narrowing.Count(d => d > 0));
        }).ToList();
        var weakest = rows.MinBy(row => row.Mean / Math.Max(row.Error, 1e-12));
        var holds = rows.All(row => row.Narrower > seeds / 2 && row.Mean > NarrowingErrors * row.Error);
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"Without a remedy the gap is {gaps[0].Average():P1} (training {results[0].Average(run => run.Training):P1}, ") +
                Invariant($"test {results[0].Average(run => run.Test):P1}). ") +
                string.Join("; ", rows.Select(row =>
                    Invariant($"{row.Name}: {row.Gap:P1} (test {row.Test:P1}), narrower in {row.Narrower} of {seeds}"))) + ".",
            Method =
                Invariant($"{seeds} tasks of {TaskInputs} normal inputs with a linear rule and every fifth label flipped; {FewExamples} ") +
                Invariant($"training examples, [{TaskInputs}, {WideHidden}, 1] with ReLU, {RemedySplit.Steps:N0} steps of stochastic ") +
                "gradient descent on the cross-entropy, in exact binary32 arithmetic; the gap is training minus test accuracy on " +
                Invariant($"{TestExamples:N0} fresh examples. Each remedy alone, on the same tasks, for as many steps."),
            Measurements =
            [
                new Measurement(
                    "weakest narrowing, in its standard errors: " + weakest.Name, weakest.Mean / Math.Max(weakest.Error, 1e-12),
                    "standard errors", null, null, Invariant($"must exceed {NarrowingErrors}")),
                Measurement.Of("gap without a remedy", gaps[0].Average()),
                .. rows.Select(row => Measurement.Of($"narrowing by {row.Name}", row.Mean)
                    with { Source = Invariant($"± {row.Error:0.0000}, paired over the seeds") }),
                .. rows.Select(row => Measurement.Of($"gap with {row.Name}", row.Gap)),
            ],
            Runs = seeds * (remedies.Count + 1),
        };
    }
}

/// <summary>The kernel of question 13, and the trainings that it runs.</summary>
internal static class Question13Kernels
{
    /// <summary>
    /// The narrowing that is asked for, in standard errors: Student's t with 39 degrees of freedom exceeds 6 by chance less than once in
    /// 10⁶.
    /// </summary>
    internal const double NarrowingErrors = 6;

    internal const int TaskInputs = 10, FewExamples = 40, MoreExamples = 320, ValidationExamples = 100, TestExamples = 1000,
        WideHidden = 16;

    /// <summary>A linear rule, whose remedies are compared for as many steps.</summary>
    public static readonly Split RemedySplit =
        new(TaskInputs, MoreExamples, ValidationExamples, TestExamples, Steps: 40 * FewExamples, Rate: 0.05f);

    /// <summary>
    /// A remedy: the network, how many of the training examples it is given, the weight decay, and whether the parameters with the lowest
    /// validation loss are kept.
    /// </summary>
    internal sealed record TrainingRun(string Name, SmallNetworkShape Shape, int Examples, float Decay, bool StopsEarly);

    private static readonly SmallNetworkShape Wide = new(TaskInputs, WideHidden, (int)Activation.Relu, 1);

    internal static readonly TrainingRun Overfitting = new("no remedy", Wide, FewExamples, 0f, false);

    internal static readonly IReadOnlyList<TrainingRun> Remedies =
    [
        new("weight decay", Wide, FewExamples, 0.2f, false),
        new("eight times the data", Wide, MoreExamples, 0f, false),
        new("one hidden unit", Wide with { Hidden = 1 }, FewExamples, 0f, false),
        new("early stopping", Wide, FewExamples, 0f, true),
    ];

    /// <summary>The examples of a seed: those for training first, then those that choose when to stop, then those that test.</summary>
    internal readonly record struct Split(int Inputs, int Training, int Validation, int Test, int Steps, float Rate);

    internal readonly record struct Accuracy(double Training, double Test);

    /// <summary>Trains each run on each seed's examples; all in one launch. The result has a row for each run.</summary>
    internal static Accuracy[][] Train(CheckContext context, int seeds, IReadOnlyList<TrainingRun> runs, float[] x, float[] y, Split split)
    {
        var accelerator = context.Accelerator;
        int items = runs.Count * seeds, room = (2 * runs.Max(run => run.Shape.Parameters)) + runs.Max(run => run.Shape.Hidden);
        var memory = new float[items * room];
        for (var item = 0; item < items; item++)
        {
            // He's weights, and biases of 0: hidden weights from the inputs, outgoing ones from the hidden units.
            var shape = runs[item / seeds].Shape;
            var start = Samples.Normal(context.Seed, (ulong)(100 + (item % seeds)), shape.Parameters);
            for (var i = 0; i < shape.Parameters; i++)
            {
                var isOutgoing = i >= shape.Hidden * (shape.Inputs + 1);
                var isBias = isOutgoing ? i == shape.Parameters - 1 : i % (shape.Inputs + 1) == shape.Inputs;
                memory[(item * room) + i] = isBias ? 0f : (float)(start[i] * Math.Sqrt(2.0 / (isOutgoing ? shape.Hidden : shape.Inputs)));
            }
        }

        using var memoryBuffer = accelerator.Allocate1D(memory);
        using var examples = accelerator.Allocate1D(x);
        using var labels = accelerator.Allocate1D(y);
        int[] choices = [.. runs.SelectMany(run => new[] { run.Shape.Hidden, run.Examples, run.StopsEarly ? 1 : 0 })];
        using var settings = accelerator.Allocate1D(choices);
        using var decays = accelerator.Allocate1D(runs.Select(run => run.Decay).ToArray());
        using var right = accelerator.Allocate1D<int>(2 * items);
        accelerator.Run(
            TrainKernel, items, new TrainArguments(split, seeds, room), memoryBuffer.View, examples.View, labels.View, settings.View,
            decays.View, right.View);
        return [.. right.GetAsArray1D().Chunk(2)
            .Select((counts, item) => new Accuracy(counts[0] / (double)runs[item / seeds].Examples, counts[1] / (double)split.Test))
            .Chunk(seeds)];
    }

    internal readonly record struct TrainArguments(Split Split, int Seeds, int Room);

    /// <summary>One work item per run on a seed: trains, and counts the training and test examples that it gets right.</summary>
    [Kernel]
    internal static void TrainKernel(
        Index1D index, TrainArguments arguments, FloatView memory, FloatView x, FloatView y, IntView settings, FloatView decays,
        IntView right)
    {
        var split = arguments.Split;
        int run = index / arguments.Seeds, seed = index % arguments.Seeds;
        int examples = settings[(3 * run) + 1], stopsEarly = settings[(3 * run) + 2];
        var shape = new SmallNetworkShape(split.Inputs, settings[3 * run], (int)Activation.Relu, 1);
        var first = (long)seed * (split.Training + split.Validation + split.Test);
        var at = (long)(int)index * arguments.Room;
        var p = memory.SubView(at, shape.Parameters);
        var best = memory.SubView(at + shape.Parameters, shape.Parameters);
        var z = memory.SubView(at + (2 * shape.Parameters), shape.Hidden);
        var lowest = float.MaxValue;
        for (var step = 0; step < split.Steps; step += examples)
        {
            for (var e = 0; e < examples && step + e < split.Steps; e++)
                SmallNetwork.Step(shape, p, x, y[first + e], first + e, z, split.Rate, decays[run]);
            if (stopsEarly == 0) continue;
            var loss = SmallNetwork.CrossEntropy(shape, p, x, y, first + split.Training, split.Validation, z);
            if (!(loss < lowest)) continue;
            lowest = loss;
            for (var i = 0; i < shape.Parameters; i++) best[i] = p[i];
        }

        if (stopsEarly != 0) p = best;
        right[2 * (int)index] = SmallNetwork.CountRight(shape, p, x, y, first, examples, z);
        right[(2 * (int)index) + 1] = SmallNetwork.CountRight(shape, p, x, y, first + split.Training + split.Validation, split.Test, z);
    }
}
