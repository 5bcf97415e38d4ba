// Question 13: a network that memorizes labels without a pattern, and the remedies that narrow the gap between training and validation.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question13Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// A network that has seen a tenth of all inputs reaches both printed accuracies. Values: the training and the validation accuracy in
    /// percent.
    /// </summary>
    protected override Outcome MemorisesTrainingData(Claim claim, CheckContext context) =>
        MemorisesTrainingData(claim, context, PoolHidden);

    /// <summary>The same with other hidden units, of which one cannot memorize.</summary>
    internal static Outcome MemorisesTrainingData(Claim claim, CheckContext context, int hidden)
    {
        var printed = claim.RequireValues(2);
        context.RequireExactArithmetic();
        return DescribeMemory(printed, TrainOnPool(context, hidden, Labels.Coins)) with { Seed = context.Seed };
    }

    /// <summary>Describes networks that have seen a tenth of all inputs, each of which has one label from a coin.</summary>
    internal static Outcome DescribeMemory(IReadOnlyList<double> printed, IReadOnlyList<Accuracy> found)
    {
        var trained = found.Average(result => result.Training);
        var unseen = found.Average(result => result.Test);
        const double share = (double)PoolTraining / PoolInputs;
        var validated = (share * trained) + ((1 - share) * unseen);

        // Whoever knows a tenth of the labels by heart, and guesses the others, is right for 10% + 45%. At 99% of the tenth it is 0.1
        // percentage points less.
        const double point = 0.01;
        var bound = ((1 - share) * ConfidenceIntervals.Share(0.5, (long)found.Count * (PoolInputs - PoolTraining))) + (share * point);
        var memorized = trained >= printed[0] / 100 && trained <= (printed[0] / 100) + point;
        return new Outcome
        {
            Verdict = Verdicts.Of(memorized && Math.Abs(validated - (printed[1] / 100)) <= bound),
            Finding = Invariant($"{found.Count} networks have learned {PoolTraining} of {PoolInputs:N0} inputs, with {trained:P1} right ") +
                Invariant($"(printed: {printed[0]}%). Of all inputs they get {validated:P1} right (printed: {printed[1]}%, interval: ± ") +
                Invariant($"{bound:P1})."),
            Method = PoolMethod + " The validation examples are drawn from all inputs: a tenth was seen in training.",
            Measurements =
            [
                Measurement.Of("training accuracy", trained)
                    .Within(point, of: printed[0] / 100, "as printed, or up to a percentage point more"),
                Measurement.Of("validation accuracy", validated)
                    .Within(bound, of: printed[1] / 100, "0.1 from memory, 0.9 by chance. " + ConfidenceIntervals.BernsteinSource),
                Measurement.Of("lowest training accuracy of a network", found.Min(result => result.Training)),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>
    /// A network that memorizes is at chance on inputs that it has not seen; its gap tells it from a network that learns.
    /// </summary>
    protected override Outcome MemorisedNotLearned(Claim claim, CheckContext context) => MemorisedNotLearned(claim, context, Labels.Coins);

    /// <summary>The same with other labels for the network that memorizes: those of a rule can be learned, and it must fail.</summary>
    internal static Outcome MemorisedNotLearned(Claim claim, CheckContext context, Labels labels)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribeMemorised(TrainOnPool(context, PoolHidden, labels), TrainOnPool(context, PoolHidden, Labels.Rule)) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Describes networks that were trained on labels from coins, and the same on labels that follow a rule.</summary>
    internal static Outcome DescribeMemorised(IReadOnlyList<Accuracy> coins, IReadOnlyList<Accuracy> rule)
    {
        var trained = coins.Average(result => result.Training);
        var unseen = coins.Average(result => result.Test);
        var chance = ConfidenceIntervals.Share(0.5, (long)coins.Count * (PoolInputs - PoolTraining));
        double smallest = coins.Min(Gap), largest = rule.Max(Gap);
        return new Outcome
        {
            Verdict = Verdicts.Of(trained >= 0.99 && Math.Abs(unseen - 0.5) <= chance && smallest > largest),
            Finding = Invariant($"{coins.Count} networks reach {trained:P1} on {PoolTraining} labels from coins and {unseen:P1} on ") +
                Invariant($"unseen inputs (chance: 50% ± {chance:P1}); the gap of each is {smallest:P1} or more. With labels that ") +
                Invariant($"follow a rule the same networks have {rule.Average(result => result.Test):P1} of unseen inputs right, and ") +
                Invariant($"gaps of {largest:P1} or less."),
            Method = PoolMethod + " Then the same with labels that a linear function of the input decides.",
            Measurements =
            [
                Measurement.Of("accuracy on unseen inputs", unseen).Within(chance, of: 0.5, ConfidenceIntervals.BernsteinSource),
                Measurement.Of("training accuracy", trained) with { Source = "at least 0.99" },
                Measurement.Of("smallest gap of a network that memorizes", smallest) with { Source = "above every gap with a rule" },
                Measurement.Of("largest gap of a network with a rule to learn", largest),
            ],
            Runs = coins.Count + rule.Count,
        };

        static double Gap(Accuracy result) => result.Training - result.Test;
    }

    private static readonly string PoolMethod =
        Invariant($"{PoolInputs:N0} normal inputs of {PoolDimensions} numbers, each with one label from an independent coin. ") +
        Invariant($"[{PoolDimensions}, {PoolHidden}, 1] with ReLU is trained on {PoolTraining} of them, {PoolEpochs} epochs of ") +
        "stochastic gradient descent on the binary cross-entropy, in exact binary32 arithmetic.";

    /// <summary>Each remedy narrows the gap; with some, only because the network learns less.</summary>
    protected override Outcome RemediesCloseTheGap(Claim claim, CheckContext context) => RemediesCloseTheGap(claim, context, Remedies);

    internal static Outcome RemediesCloseTheGap(Claim claim, CheckContext context, IReadOnlyList<Remedy> remedies)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var seeds = context.Scale == Scale.Exhaustive ? 480 : Tasks;
        var runs = remedies.SelectMany(remedy => remedy.Candidates).Prepend(Overfitting).ToList();
        var results = Train(context, seeds, runs, TaskOf(context, seeds), RemedySplit);

        // Of several settings a task gets the one with the lowest loss on its validation examples.
        var at = 1;
        var chosen = remedies.Select(remedy =>
        {
            var candidates = results[at..(at += remedy.Candidates.Count)];
            return Enumerable.Range(0, seeds)
                .Select(seed => candidates.Select(row => row[seed]).MinBy(result => result.ValidationLoss)!).ToArray();
        }).ToList();
        return DescribeRemedies([.. remedies.Select(remedy => remedy.Name)], [results[0], .. chosen]) with { Seed = context.Seed };
    }

    /// <summary>Describes the accuracies on each task: a row without a remedy, then a row for each remedy.</summary>
    internal static Outcome DescribeRemedies(IReadOnlyList<string> names, IReadOnlyList<Accuracy[]> results)
    {
        var seeds = results[0].Length;
        var without = results[0];
        var rows = names.Select((name, i) => new RemedyRow(
            name, results[i + 1].Average(run => run.Training - run.Test), results[i + 1].Average(run => run.Test),
            Paired(without, results[i + 1], run => run.Test - run.Training), Paired(without, results[i + 1], run => run.Test),
            Paired(without, results[i + 1], run => -run.TestLoss))).ToList();

        // A remedy helps if it narrows the gap and the test accuracy rises: a network that learns less has a narrower gap, too.
        var helpful = rows.Where(row => row.Accuracy.Rises).Select(row => row.Name).ToList();
        var others = rows.Select(row => row.Name).Except(helpful).ToList();
        var narrow = rows.All(row => row.Narrowing.Rises);
        var weakest = rows.MinBy(row => row.Narrowing.InErrors)!;
        return new Outcome
        {
            Verdict = Verdicts.Of(narrow && helpful.Count > 0, isQualified: others.Count > 0),
            Finding =
                Invariant($"Without a remedy the gap is {without.Average(run => run.Training - run.Test):P1} (training ") +
                Invariant($"{without.Average(run => run.Training):P1}, test {without.Average(run => run.Test):P1}). ") +
                string.Join("; ", rows.Select(row => Invariant($"{row.Name}: {row.Gap:P1} (test {row.Test:P1})"))) + ". " +
                (helpful.Count == 0 ? "" : $"The test accuracy rises with {string.Join(", ", helpful)}.") +
                (others.Count == 0 ? "" : $" It does not with {string.Join(", ", others)}: only the training accuracy falls."),
            Method =
                Invariant($"{seeds} tasks of {TaskInputs} normal inputs with a linear rule and every fifth label flipped; {FewExamples} ") +
                Invariant($"training examples, [{TaskInputs}, {WideHidden}, 1] with ReLU, {RemedySplit.Steps:N0} steps of stochastic ") +
                "gradient descent on the cross-entropy, in exact binary32 arithmetic; the gap is training minus test accuracy on " +
                Invariant($"{TestExamples:N0} fresh examples. Each remedy on the same tasks, for as many steps. Weight decay (10^-2 ") +
                Invariant($"or 10^-1) and the number of units (2, 4 or 8) are chosen on {ValidationExamples} validation ") +
                "examples, dropout is 1/2, augmentation adds the mirror image of each example with the other label, which the rule " +
                Invariant($"allows. A mean difference counts from {StandardErrors} of its standard errors on."),
            Measurements =
            [
                new Measurement(
                    "weakest narrowing, in its standard errors: " + weakest.Name, weakest.Narrowing.InErrors,
                    "standard errors", null, null, Invariant($"must exceed {StandardErrors}")),
                Measurement.Of("remedies with which the test accuracy rises", helpful.Count, "remedies"),
                Measurement.Of("gap without a remedy", without.Average(run => run.Training - run.Test)),
                .. rows.Select(row => row.Narrowing.Measure($"narrowing by {row.Name}")),
                .. rows.Select(row => row.Accuracy.Measure($"change of the test accuracy by {row.Name}")),
                .. rows.Select(row => row.Loss.Measure($"fall of the test loss by {row.Name}")),
            ],
            Runs = seeds * results.Count,
        };
    }

    /// <summary>One remedy beside none: its gap and test accuracy, and the paired differences.</summary>
    private sealed record RemedyRow(
        string Name, double Gap, double Test, PairedDifference Narrowing, PairedDifference Accuracy, PairedDifference Loss);

    /// <summary>The mean of differences over the tasks, and its standard error.</summary>
    private sealed record PairedDifference(double Mean, double Error)
    {
        public double InErrors => Mean / Math.Max(Error, 1e-12);

        public bool Rises => InErrors > StandardErrors;

        public Measurement Measure(string name) => Measurement.Of(name, Mean) with
        {
            Source = Invariant($"± {Error:0.0000}, paired over the tasks"),
        };
    }

    private static PairedDifference Paired(Accuracy[] before, Accuracy[] after, Func<Accuracy, double> quantity)
    {
        var differences = before.Zip(after, (a, b) => quantity(b) - quantity(a)).ToArray();
        var mean = differences.Average();
        return new PairedDifference(
            mean, Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1) / differences.Length));
    }
}

/// <summary>The kernel of question 13, and the trainings that it runs.</summary>
internal static class Question13Kernels
{
    /// <summary>
    /// The standard errors from which on a mean difference counts. A remedy without effect passes in one run of 3 million.
    /// </summary>
    internal const double StandardErrors = 5;

    internal const int Tasks = 144;

    internal const int TaskInputs = 10, FewExamples = 40, MoreExamples = 320, ValidationExamples = 100, TestExamples = 1600,
        WideHidden = 16;

    /// <summary>All inputs of the task without a pattern, how many of them are for training, and the network that learns these.</summary>
    internal const int PoolInputs = 1000, PoolTraining = 100, PoolDimensions = 16, PoolHidden = 32, PoolEpochs = 150;

    /// <summary>Where the labels of the inputs come from.</summary>
    internal enum Labels
    {
        /// <summary>One coin for each input: nothing can be learned but the examples themselves.</summary>
        Coins,

        /// <summary>The sign of a linear function of the input.</summary>
        Rule,
    }

    /// <summary>A linear rule, whose remedies are compared for as many steps.</summary>
    public static readonly Split RemedySplit =
        new(TaskInputs, MoreExamples, ValidationExamples, TestExamples, FewExamples, Steps: 40 * FewExamples, Rate: 0.05f);

    /// <summary>How a network is trained, on how many of the training examples.</summary>
    /// <param name="StopsEarly">Whether the parameters with the lowest validation loss are kept.</param>
    /// <param name="DropsOut">Whether half of the hidden units, on average, are left out of each step.</param>
    /// <param name="Mirrors">Whether every other epoch is on the mirror images of the examples.</param>
    internal sealed record TrainingRun(
        SmallNetworkShape Shape, int Examples, float Decay = 0f, bool StopsEarly = false, bool DropsOut = false, bool Mirrors = false);

    /// <summary>A remedy with its settings, of which each task's validation examples choose one.</summary>
    internal sealed record Remedy(string Name, params IReadOnlyList<TrainingRun> Candidates);

    internal static readonly TrainingRun Overfitting = new(new(TaskInputs, WideHidden, (int)Activation.Relu, 1), FewExamples);

    internal static readonly IReadOnlyList<Remedy> Remedies =
    [
        new("dropout", Overfitting with { DropsOut = true }),
        new("weight decay", [.. Decays.Select(decay => Overfitting with { Decay = decay })]),
        new("both", [.. Decays.Select(decay => Overfitting with { Decay = decay, DropsOut = true })]),
        new("eight times the data", Overfitting with { Examples = MoreExamples }),
        new("fewer units", [.. new[] { 2, 4, 8 }.Select(units => WithHidden(units, Activation.Relu))]),
        new("no hidden layer", WithHidden(1, Activation.Identity)),
        new("early stopping", Overfitting with { StopsEarly = true }),
        new("augmentation", Overfitting with { Mirrors = true }),
    ];

    private static float[] Decays => [1e-2f, 1e-1f];

    private static TrainingRun WithHidden(int units, Activation activation) =>
        Overfitting with { Shape = Overfitting.Shape with { Hidden = units, Activation = (int)activation } };

    /// <summary>
    /// The examples of a task: those for training first, then those that choose, those that test, and the mirror images of the first ones.
    /// </summary>
    internal readonly record struct Split(int Inputs, int Training, int Validation, int Test, int Mirrored, int Steps, float Rate)
    {
        public int Total => Training + Validation + Test + Mirrored;
    }

    internal sealed record Accuracy(double Training, double Test, double ValidationLoss = 0, double TestLoss = 0);

    /// <summary>The inputs and labels of the tasks: a linear rule through 0 with every fifth label flipped, on average.</summary>
    internal static (float[] X, float[] Y) TaskOf(CheckContext context, int tasks)
    {
        int total = RemedySplit.Total, drawn = total - RemedySplit.Mirrored;
        var x = Samples.Normal(context.Seed, stream: 1, tasks * total * TaskInputs);
        var noise = Samples.Uniform(context.Seed, stream: 2, tasks * total);
        var rules = Samples.Normal(context.Seed, stream: 3, tasks * TaskInputs);
        var y = new float[tasks * total];
        for (var i = 0; i < y.Length; i++)
        {
            if (i % total >= drawn)
            {
                // The rule is odd: the mirror image of an example has the other label.
                var original = (i / total * total) + (i % total) - drawn;
                for (var k = 0; k < TaskInputs; k++) x[(i * TaskInputs) + k] = -x[(original * TaskInputs) + k];
                y[i] = 1 - y[original];
                continue;
            }

            var sum = 0.0;
            for (var k = 0; k < TaskInputs; k++) sum += (double)x[(i * TaskInputs) + k] * rules[(i / total * TaskInputs) + k];
            y[i] = (sum > 0) == (noise[i] >= 0.2f) ? 1f : 0f;
        }

        return (x, y);
    }

    /// <summary>Trains networks on a tenth of all inputs; <see cref="Accuracy.Test"/> is that on the others.</summary>
    internal static Accuracy[] TrainOnPool(CheckContext context, int hidden, Labels labels)
    {
        var networks = context.Size("networks", quick: 8, full: 32, floor: 8);
        var x = Samples.Normal(context.Seed, stream: 4, networks * PoolInputs * PoolDimensions);
        var coins = Samples.Uniform(context.Seed, stream: 5, networks * PoolInputs);
        var y = labels == Labels.Coins
            ? coins.Select(u => u < 0.5f ? 0f : 1f)
            : x.Chunk(PoolDimensions).Select(row => row.Sum() > 0 ? 1f : 0f);
        var split = new Split(
            PoolDimensions, PoolTraining, 0, PoolInputs - PoolTraining, 0, PoolEpochs * PoolTraining, 0.05f);
        var run = new TrainingRun(new(PoolDimensions, hidden, (int)Activation.Relu, 1), PoolTraining);
        return Train(context, networks, [run], (x, [.. y]), split)[0];
    }

    /// <summary>Trains each run on each task; all in one launch. The result has a row for each run.</summary>
    internal static Accuracy[][] Train(
        CheckContext context, int tasks, IReadOnlyList<TrainingRun> runs, (float[] X, float[] Y) examples, Split split)
    {
        var accelerator = context.Accelerator;
        int items = runs.Count * tasks, room = (2 * runs.Max(run => run.Shape.Parameters)) + runs.Max(run => run.Shape.Hidden);
        var memory = new float[items * room];
        for (var item = 0; item < items; item++)
        {
            // He's weights, and biases of 0: hidden weights from the inputs, outgoing ones from the hidden units.
            var shape = runs[item / tasks].Shape;
            var start = Samples.Normal(context.Seed, (ulong)(100 + (item % tasks)), shape.Parameters);
            for (var i = 0; i < shape.Parameters; i++)
            {
                var isOutgoing = i >= shape.Hidden * (shape.Inputs + 1);
                var isBias = isOutgoing ? i == shape.Parameters - 1 : i % (shape.Inputs + 1) == shape.Inputs;
                memory[(item * room) + i] = isBias ? 0f : (float)(start[i] * Math.Sqrt(2.0 / (isOutgoing ? shape.Hidden : shape.Inputs)));
            }
        }

        // 16 random bits for each step of a task: which of the hidden units dropout keeps.
        int[] kept = runs.Any(run => run.DropsOut)
            ? [.. Samples.Uniform(context.Seed, stream: 6, tasks * split.Steps).Select(u => (int)(u * (1 << WideHidden)))]
            : [-1];
        int[] choices = [.. runs.SelectMany(run => new[]
        {
            run.Shape.Hidden, run.Shape.Activation, run.Examples, run.StopsEarly ? 1 : 0, run.DropsOut ? 1 : 0, run.Mirrors ? 1 : 0,
        })];
        using var memoryBuffer = accelerator.Allocate1D(memory);
        using var x = accelerator.Allocate1D(examples.X);
        using var y = accelerator.Allocate1D(examples.Y);
        using var keptBuffer = accelerator.Allocate1D(kept);
        using var settings = accelerator.Allocate1D(choices);
        using var decays = accelerator.Allocate1D(runs.Select(run => run.Decay).ToArray());
        using var right = accelerator.Allocate1D<int>(2 * items);
        using var losses = accelerator.Allocate1D(new float[2 * items]);
        accelerator.Run(
            TrainKernel, items, new TrainArguments(split, tasks, room), memoryBuffer.View, new TaskViews(x.View, y.View, keptBuffer.View),
            settings.View, decays.View, new ResultViews(right.View, losses.View));
        var loss = losses.GetAsArray1D();
        return [.. right.GetAsArray1D().Chunk(2)
            .Select((counts, item) => new Accuracy(
                counts[0] / (double)runs[item / tasks].Examples, counts[1] / (double)split.Test, loss[2 * item], loss[(2 * item) + 1]))
            .Chunk(tasks)];
    }

    private const int Choices = 6;

    internal readonly record struct TrainArguments(Split Split, int Tasks, int Room);

    internal readonly record struct TaskViews(FloatView X, FloatView Y, IntView Kept);

    internal readonly record struct ResultViews(IntView Right, FloatView Losses);

    /// <summary>
    /// One work item per run on a task: trains, counts the training and test examples that it gets right, and takes the losses on the
    /// examples that choose and that test.
    /// </summary>
    [Kernel]
    internal static void TrainKernel(
        Index1D index, TrainArguments arguments, FloatView memory, TaskViews task, IntView settings, FloatView decays, ResultViews results)
    {
        var split = arguments.Split;
        int run = index / arguments.Tasks, seed = index % arguments.Tasks;
        var choice = run * Choices;
        int examples = settings[choice + 2], stopsEarly = settings[choice + 3];
        int dropsOut = settings[choice + 4], mirrors = settings[choice + 5];
        var shape = new SmallNetworkShape(split.Inputs, settings[choice], settings[choice + 1], 1);
        var first = (long)seed * split.Total;
        var validation = first + split.Training;
        var test = validation + split.Validation;
        var at = (long)(int)index * arguments.Room;
        var p = memory.SubView(at, shape.Parameters);
        var best = memory.SubView(at + shape.Parameters, shape.Parameters);
        var z = memory.SubView(at + (2 * shape.Parameters), shape.Hidden);
        var lowest = float.MaxValue;
        for (var step = 0; step < split.Steps; step += examples)
        {
            var from = mirrors != 0 && step / examples % 2 == 1 ? test + split.Test : first;
            for (var e = 0; e < examples && step + e < split.Steps; e++)
            {
                var kept = dropsOut != 0 ? task.Kept[((long)seed * split.Steps) + step + e] : -1;
                var scale = dropsOut != 0 ? 2f : 1f;
                SmallNetwork.Step(shape, p, task.X, task.Y[from + e], from + e, z, split.Rate, decays[run], kept, scale);
            }

            if (stopsEarly == 0) continue;
            var loss = SmallNetwork.Classify(shape, p, task.X, task.Y, validation, split.Validation, z).Loss;
            if (!(loss < lowest)) continue;
            lowest = loss;
            for (var i = 0; i < shape.Parameters; i++) best[i] = p[i];
        }

        if (stopsEarly != 0) p = best;
        var tested = SmallNetwork.Classify(shape, p, task.X, task.Y, test, split.Test, z);
        results.Right[2 * (int)index] = SmallNetwork.Classify(shape, p, task.X, task.Y, first, examples, z).Right;
        results.Right[(2 * (int)index) + 1] = tested.Right;
        if (split.Validation == 0) return;
        results.Losses[2 * (int)index] = SmallNetwork.Classify(shape, p, task.X, task.Y, validation, split.Validation, z).Loss;
        results.Losses[(2 * (int)index) + 1] = tested.Loss;
    }
}
