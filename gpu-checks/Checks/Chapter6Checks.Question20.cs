// Question 20: how the gradient's norm changes over ten hidden layers of sigmoids, and of ReLUs with He's initialization.

using System.Globalization;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question20Kernels;

namespace QuizKit.GpuChecks.Checks;

/// <content>The checks of question 20. The tested initialization is a parameter: another one must fail.</content>
internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// Sigmoid gradients vanish by the printed factors. Values: the ratio of the error signals with Xavier and with PyTorch's default, then
    /// that of the weight gradients.
    /// </summary>
    protected override Outcome SigmoidGradientsVanish(Claim claim, CheckContext context) =>
        SigmoidGradientsVanish(claim, context, SigmoidXavier, SigmoidPyTorch);

    internal static Outcome SigmoidGradientsVanish(Claim claim, CheckContext context, Initialization first, Initialization second)
    {
        claim.RequireValues(4);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        var tested = new[] { first, second }.Select(initialization => Measure(context, networks, initialization));
        return DescribeVanishing(claim, [.. tested]) with { Seed = context.Seed };
    }

    /// <summary>Describes the ratios of the two initializations whose factors are printed.</summary>
    internal static Outcome DescribeVanishing(Claim claim, InitializationRatios[] tested)
    {
        var printed = claim.RequireValues(4);
        var signals = tested.Zip(printed).All(pair => pair.First.Widths.All(width => IsAbout(pair.Second, width.Signals[0].Median)));
        var weights = tested.Zip(printed.Skip(2)).All(pair => IsAbout(pair.Second, pair.First.Weights(1).Median));
        return new Outcome
        {
            Verdict = signals && weights ? Verdict.Confirmed : Verdict.Refuted,
            Finding = "The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, " +
                string.Join("; ", tested.Zip(printed, (row, number) =>
                    Invariant($"{RatioRange(row.Widths)} for {row.Initialization.Name} (printed: about {number:0e+0})"))) +
                $", widths {WidthsText(tested[0].Widths)}. Of the weight gradients it is, over all widths, " +
                string.Join(" and ", tested.Zip(printed.Skip(2), (row, number) =>
                    Invariant($"{row.Weights(1).Median:G2} (printed: about {number:0e+0})"))) + ".",
            Method = RatioMethod(tested[0].Widths) + " \"About\" a number: nearer to it than to ten times or a tenth of it.",
            Measurements =
            [
                .. tested.SelectMany((row, i) => row.Widths.Select(width => About(
                    Invariant($"{row.Initialization.Name}, width {width.Width}: error signal of layer 1 over layer 10"),
                    width.Signals[0].Median, printed[i]))),
                .. tested.Select((row, i) => About(
                    $"{row.Initialization.Name}: weight gradient of layer 1 over layer 10", row.Weights(1).Median, printed[2 + i])),
                .. tested.Select(row => new Measurement(
                    "error signal at best, " + row.Initialization.Name, Math.Pow(0.25 * Math.Sqrt(row.Initialization.Gain / 3), Layers - 1),
                    "1", null, null, "sigmoid' is at most 1/4")),
            ],
            Plots = [PerLayerPlot(tested)],
            Runs = tested[0].Widths.Sum(width => width.Signals[0].All.Count),
        };
    }

    /// <summary>
    /// Neither change is enough. Values: the ratio of a sigmoid network with He's weights, that of ReLU with PyTorch's default, and the
    /// multiple of Xavier's standard deviation that does not undo the sigmoid's shrinking.
    /// </summary>
    protected override Outcome BothChangesAreNeeded(Claim claim, CheckContext context) =>
        BothChangesAreNeeded(claim, context, SigmoidHe, ReluPyTorch);

    internal static Outcome BothChangesAreNeeded(Claim claim, CheckContext context, Initialization first, Initialization second)
    {
        var printed = claim.RequireValues(3);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        var larger = new[] { 1, 2, 4, printed[2] }.Select(m =>
            (m, Ratios(context, networks[0], new Initialization("", Activation.Sigmoid, 3.0 * m * m)).Signals[0].Median)).ToList();
        return DescribeBothNeeded(claim, [Measure(context, networks, first), Measure(context, networks, second)], larger) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Describes the ratios after one change alone, and with multiples of Xavier's standard deviation.</summary>
    internal static Outcome DescribeBothNeeded(
        Claim claim, InitializationRatios[] alone, IReadOnlyList<(double Multiple, double Ratio)> larger)
    {
        var printed = claim.RequireValues(3);

        // Undone: less than half of the norm is lost.
        const double undone = 0.5;
        var holds = alone.Zip(printed).All(pair => pair.First.Widths.All(width => IsAbout(pair.Second, width.Signals[0].Median)));
        var last = larger[^1];
        return new Outcome
        {
            Verdict = holds && last.Ratio < undone ? Verdict.Confirmed : Verdict.Refuted,
            Finding = "The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, " +
                string.Join("; ", alone.Zip(printed, (row, number) =>
                    Invariant($"{RatioRange(row.Widths)} for {row.Initialization.Name} (printed: about {number:0e+0})"))) +
                Invariant($". {last.Multiple} times Xavier's standard deviation gives {last.Ratio:G2}."),
            Method = RatioMethod(alone[0].Widths) +
                " \"About\" a number: nearer to it than to ten times or a tenth of it. " +
                Invariant($"Shrinking counts as undone from {undone} on."),
            Measurements =
            [
                .. alone.SelectMany((row, i) => row.Widths.Select(width => About(
                    Invariant($"{row.Initialization.Name}, width {width.Width}: error signal of layer 1 over layer 10"),
                    width.Signals[0].Median, printed[i]))),
                .. larger.Select(found => Measurement.Of(
                    Invariant($"sigmoid with {found.Multiple} times Xavier's standard deviation"), found.Ratio)),
            ],
            Plots = [PerLayerPlot(alone)],
            Runs = alone[0].Widths.Sum(width => width.Signals[0].All.Count),
        };
    }

    /// <summary>
    /// ReLU gradients with He's initialization stay within the printed factors at every layer. Values: the lowest and highest ratio.
    /// </summary>
    protected override Outcome ReluHeGradientsStay(Claim claim, CheckContext context) => ReluHeGradientsStay(claim, context, ReluHe);

    internal static Outcome ReluHeGradientsStay(Claim claim, CheckContext context, Initialization tested)
    {
        claim.RequireValues(2);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        var outcome = DescribeStaying(claim, Measure(context, networks, tested), Measure(context, networks, ReluPyTorch));
        return outcome with { Seed = context.Seed };
    }

    /// <summary>Describes the ratios of an initialization, beside those of PyTorch's default.</summary>
    internal static Outcome DescribeStaying(Claim claim, InitializationRatios tested, InitializationRatios pyTorch)
    {
        var printed = claim.RequireValues(2);
        var (name, found) = (tested.Initialization.Name, tested.Widths);

        // "Typically" is read as: the median over the networks. That of the weight gradients is taken over all widths.
        var signals = found.SelectMany(width => width.Signals.Select(layer => layer.Median)).ToList();
        var weights = Enumerable.Range(1, Layers).Select(layer => tested.Weights(layer).Median).ToList();
        List<double> all = [.. signals, .. weights];
        var networks = found.SelectMany(width => width.Signals[0].All).ToList();
        double lowest = all.Min(), highest = all.Max(), middle = (printed[0] + printed[1]) / 2;
        return new Outcome
        {
            Verdict = Verdicts.Of(lowest >= printed[0] && highest <= printed[1]),
            Finding =
                $"With {name} the median over the networks of the norm of a layer's error signal is {signals.Min():G2} to " +
                Invariant($"{signals.Max():G2} times that of layer 10, over the layers and the widths {WidthsText(found)}; of its ") +
                Invariant($"weight gradient, over all widths, {weights.Min():G2} to {weights.Max():G2}. At layer 1 single networks lie ") +
                Invariant($"within [{networks.Min():G2}, {networks.Max():G2}]. With PyTorch's default it is ") +
                $"{RatioRange(pyTorch.Widths)} there.",
            Method = RatioMethod(found),
            Measurements =
            [
                Measurement.Of("lowest median of a layer", lowest).Within(printed[1] - middle, of: middle, "the printed range"),
                Measurement.Of("highest median of a layer", highest).Within(printed[1] - middle, of: middle, "the printed range"),
                .. found.Select(width => Measurement.Of(
                    Invariant($"{name}, width {width.Width}: error signal of layer 1 over layer 10"), width.Signals[0].Median)),
                Measurement.Of($"{name}: weight gradient of layer 1 over layer 10", tested.Weights(1).Median),
                .. pyTorch.Widths.Select(width =>
                    Measurement.Of(Invariant($"{pyTorch.Initialization.Name}, width {width.Width}"), width.Signals[0].Median)),
            ],
            Plots = [PerLayerPlot([tested, pyTorch])],
            Runs = networks.Count,
        };
    }

    /// <summary>One step back multiplies the mean square of the error signal by about n·Var(w)·E[f'²].</summary>
    protected override Outcome ErrorSignalStep(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        Initialization[] tested = [SigmoidXavier, SigmoidPyTorch, ReluHe, ReluPyTorch];
        return DescribeSteps([.. tested.Select(one => Measure(context, networks, one))]) with { Seed = context.Seed };
    }

    /// <summary>Describes the factor of a step with each initialization, as measured and as the formula gives it.</summary>
    internal static Outcome DescribeSteps(InitializationRatios[] tested)
    {
        // "About" is read as: to a quarter, in the mean over the nine steps.
        const double about = 0.25;
        var rows = tested.Select(row =>
            (row.Initialization.Name, Found: row.StepFactor, row.Predicted, Off: Math.Abs((row.StepFactor / row.Predicted) - 1))).ToList();
        var worst = rows.MaxBy(row => row.Off);
        return new Outcome
        {
            Verdict = Verdicts.Of(worst.Off <= about),
            Finding = "One step back multiplies the mean square of the error signal by " + string.Join("; ", rows.Select(row =>
                Invariant($"{row.Found:G3} for {row.Name} (by the formula {row.Predicted:G3})"))) + ".",
            Method = RatioMethod(tested[0].Widths) + " The factor of a step is the ninth root of the square of the median ratio, over " +
                "all widths; the formula takes the mean of the squared slopes of all units of layers 1 to 9.",
            Measurements =
            [
                Measurement.Of("largest relative deviation of a step from the formula, " + worst.Name, worst.Off)
                    .AtMost(about, "\"about\": to a quarter"),
                .. rows.Select(row => Measurement.Of(row.Name + ": factor of a step", row.Found)),
                .. rows.Select(row => Measurement.Of(row.Name + ": n·Var(w)·E[f'²]", row.Predicted)),
            ],
            Runs = tested[0].Widths.Sum(width => width.Signals[0].All.Count),
        };
    }

    /// <summary>
    /// The factors of nine steps at best. Values: the largest slope of a sigmoid, what nine of it leave, the factor of a step with
    /// PyTorch's default, what nine of these leave, and the factor of a step that the question observed.
    /// </summary>
    protected override Outcome SigmoidStepAtBest(Claim claim, CheckContext context)
    {
        claim.RequireValues(5);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        var outcome = DescribeBestSteps(claim, Measure(context, networks, SigmoidXavier), Measure(context, networks, SigmoidPyTorch));
        return outcome with { Seed = context.Seed };
    }

    /// <summary>Describes the factors at best and the measured ones.</summary>
    internal static Outcome DescribeBestSteps(Claim claim, InitializationRatios xavier, InitializationRatios pyTorch)
    {
        var printed = claim.RequireValues(5);

        // σ' ≤ 1/4, so a step multiplies the norm by at most √(n·Var(w))/4. The question's fall is one of 10⁷ in nine steps.
        double best = xavier.BestStep, thirdBest = pyTorch.BestStep, observed = Math.Pow(10, -7.0 / 9);
        (string Name, double Computed, double Printed)[] numbers =
        [
            ("factor of a step at best, Xavier", best, printed[0]),
            ("nine steps at best, Xavier", Math.Pow(best, 9), printed[1]),
            ("factor of a step at best, PyTorch's default", thirdBest, printed[2]),
            ("nine steps at best, PyTorch's default", Math.Pow(thirdBest, 9), printed[3]),
            ("factor of a step that was observed", observed, printed[4]),
        ];
        double step = Math.Sqrt(xavier.StepFactor), thirdStep = Math.Sqrt(pyTorch.StepFactor);

        var wrong = numbers.Where(number => !RoundsTo(number.Computed, number.Printed)).ToList();
        var holds = wrong.Count == 0 && step <= best && thirdStep <= thirdBest && observed < best && observed > thirdBest;
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = Invariant($"A step multiplies the norm by {step:G3} with Xavier (at best {best:G3}) and by {thirdStep:G3} with ") +
                Invariant($"PyTorch's default (at best {thirdBest:G3}); the question's fall is one of {observed:G3} a step.") +
                string.Concat(wrong.Select(number => Invariant($" The {number.Name}, is {number.Computed:G3}, not {number.Printed}."))),
            Method = RatioMethod(xavier.Widths) + " At best the slope is 1/4 in every unit; the rest is arithmetic.",
            Measurements =
            [
                Measurement.Of("numbers that do not round to the printed ones", wrong.Count, "numbers").Exactly(0, "arithmetic"),
                Measurement.Of("measured factor of a step, Xavier", step).AtMost(best, "√(n·Var(w))/4"),
                Measurement.Of("measured factor of a step, PyTorch's default", thirdStep).AtMost(thirdBest, "√(n·Var(w))/4"),
            ],
            Runs = xavier.Widths.Sum(width => width.Signals[0].All.Count),
        };
    }

    /// <summary>About half the units of a ReLU network with He's weights are active at the start, which makes up for He's 2.</summary>
    protected override Outcome HalfTheUnitsAreActive(Claim claim, CheckContext context) => HalfTheUnitsAreActive(claim, context, ReluHe);

    internal static Outcome HalfTheUnitsAreActive(Claim claim, CheckContext context, Initialization tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribeActive(Measure(context, Networks(context), tested)) with { Seed = context.Seed };
    }

    /// <summary>Describes how many units are active.</summary>
    internal static Outcome DescribeActive(InitializationRatios tested)
    {
        long units = tested.Widths.Sum(width => width.Units), active = tested.Widths.Sum(width => width.Active);
        var share = active / (double)units;

        // Given the layer before, each unit of one example is active with a chance of 1/2, whatever the others are: a binomial number.
        var bound = ConfidenceIntervals.Share(0.5, units);
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(share - 0.5) <= bound),
            Finding = Invariant($"{share:P2} of {units:N0} units are active (half of them ± {bound:P2}), so He's 2/n gives ") +
                Invariant($"n·(2/n)·E[ReLU'²] = {2 * share:0.000}."),
            Method = RatioMethod(tested.Widths) + " Counted in one example of each network.",
            Measurements =
            [
                Measurement.Of("share of active units", share).Within(bound, of: 0.5, ConfidenceIntervals.BernsteinSource),
                Measurement.Of("n·(2/n)·E[ReLU'²]", 2 * share).Within(2 * bound, of: 1, ConfidenceIntervals.BernsteinSource),
            ],
            Runs = units,
        };
    }

    /// <summary>Whether a number is nearer to the printed one than to ten times or a tenth of it, on a logarithmic scale.</summary>
    private static bool IsAbout(double printed, double found) => found >= printed / Math.Sqrt(10) && found <= printed * Math.Sqrt(10);

    /// <summary>Whether a number, rounded to one to four digits, is the printed one.</summary>
    private static bool RoundsTo(double number, double printed) => Enumerable.Range(1, 4).Any(digits =>
        double.Parse(number.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == printed);

    private static Measurement About(string name, double found, double printed) => new(
        name, found, "1", printed, printed * (Math.Sqrt(10) - 1), "within sqrt(10) either way of the printed number");

    private static Plot PerLayerPlot(InitializationRatios[] rows) => new(
        Invariant($"Norm of the error signal of each layer over that of layer 10, width {rows[0].Widths[^1].Width}"),
        "layer", "ratio (median over the networks)", LogX: false, LogY: true,
        [.. rows.Select(row => PlotData.Line(
            row.Initialization.Name, Enumerable.Range(1, Layers).Select(layer => (double)layer),
            row.Widths[^1].Signals.Select(layer => layer.Median)))]);

    private static string RatioMethod(IReadOnlyList<WidthRatios> found) =>
        Invariant($"Forward and backward through {Layers} hidden layers as wide as the input, a logit and the binary cross-entropy of ") +
        Invariant($"{Batch} normal examples with random labels, in exact binary32 arithmetic; the norm of the error signal dL/dz of ") +
        "layer 1 over that of layer 10, all examples together, and beside it that of the weight gradient. " +
        string.Join(", ", found.Select(width => Invariant($"{width.Signals[0].All.Count} networks of width {width.Width}"))) + ".";

    private static string WidthsText(IReadOnlyList<WidthRatios> found) => string.Join(", ", found.Select(width => width.Width));

    private static string RatioRange(IReadOnlyList<WidthRatios> found) => RatioRange(found, ratios => ratios.Signals[0]);

    private static string RatioRange(IReadOnlyList<WidthRatios> found, Func<WidthRatios, NetworkRatios> which) =>
        Invariant($"{found.Min(width => which(width).Median):G2} to {found.Max(width => which(width).Median):G2}");
}

/// <summary>The kernel of question 20, and the networks that it runs.</summary>
internal static class Question20Kernels
{
    internal const int Layers = 10, Batch = 4;

    /// <summary>Every weight is uniform in ±√(gain/n); PyTorch's default biases are uniform in ±1/√n, the others start at 0.</summary>
    internal sealed record Initialization(string Name, Activation Activation, double Gain, bool HasBiases = false);

    internal static readonly Initialization
        SigmoidXavier = new("sigmoid with Xavier", Activation.Sigmoid, 3),
        SigmoidPyTorch = new("sigmoid with PyTorch's default", Activation.Sigmoid, 1, HasBiases: true),
        SigmoidHe = new("sigmoid with He", Activation.Sigmoid, 6),
        ReluHe = new("ReLU with He", Activation.Relu, 6),
        ReluPyTorch = new("ReLU with PyTorch's default", Activation.Relu, 1, HasBiases: true);

    /// <summary>The networks of one width: their random numbers, which every initialization scales in its own way.</summary>
    internal sealed record NetworkSize(int Width, int Seeds, float[] Weights, float[] Biases, float[] Inputs, float[] Labels);

    /// <summary>The networks of all widths.</summary>
    internal static NetworkSize[] Networks(CheckContext context)
    {
        return context.Scale switch
        {
            Scale.Quick => [Size(16, 128), Size(64, 32)],
            Scale.Full => [Size(16, 256), Size(64, 64), Size(256, 4)],
            _ => [Size(16, 256), Size(64, 128), Size(256, 64)],
        };

        NetworkSize Size(int width, int seeds) => new(
            width, seeds, Samples.Uniform(context.Seed, stream: 1, seeds * ((Layers * width * width) + width), -1f),
            Samples.Uniform(context.Seed, stream: 2, seeds * Layers * width, -1f),
            Samples.Normal(context.Seed, stream: 3, seeds * Batch * width),
            [.. Samples.Uniform(context.Seed, stream: 4, seeds * Batch).Select(u => u < 0.5f ? 0f : 1f)]);
    }

    /// <summary>
    /// What was found at one width: for layers 1 to 10, the ratios to layer 10 of the norms of the weight gradients and of the error
    /// signals δ, and the mean of f'²; and how many units of one example of each network are active.
    /// </summary>
    internal sealed record WidthRatios(
        int Width, IReadOnlyList<NetworkRatios> Weights, IReadOnlyList<NetworkRatios> Signals, IReadOnlyList<double> SquaredSlopes,
        long Active, long Units);

    /// <summary>What was found at each width with one initialization.</summary>
    internal sealed record InitializationRatios(Initialization Initialization, IReadOnlyList<WidthRatios> Widths)
    {
        /// <summary>The weight gradients of a layer, in the networks of all widths.</summary>
        public NetworkRatios Weights(int layer) => new([.. Widths.SelectMany(width => width.Weights[layer - 1].All)]);

        /// <summary>The factor by which a step multiplies the mean square of δ, typically.</summary>
        public double StepFactor =>
            Math.Pow(new NetworkRatios([.. Widths.SelectMany(width => width.Signals[0].All)]).Median, 2.0 / (Layers - 1));

        /// <summary>n·Var(w)·E[f'²]; a number that is uniform in ±√(gain/n) has the variance gain/(3n).</summary>
        public double Predicted =>
            Initialization.Gain / 3 * Widths.Average(width => width.SquaredSlopes.Take(Layers - 1).Average());

        /// <summary>The largest factor by which a step of a sigmoid network multiplies the norm of δ, √(n·Var(w))/4.</summary>
        public double BestStep => 0.25 * Math.Sqrt(Initialization.Gain / 3);
    }

    /// <summary>A ratio of each network; 0 where no gradient reaches layer 1.</summary>
    internal sealed record NetworkRatios(IReadOnlyList<double> All)
    {
        /// <summary>The median, which one dead network does not change.</summary>
        public double Median { get; } = All.Order().ElementAt(All.Count / 2);
    }

    internal static InitializationRatios Measure(
        CheckContext context, NetworkSize[] networks, Initialization initialization) =>
        new(initialization, [.. networks.Select(network => Ratios(context, network, initialization))]);

    internal static WidthRatios Ratios(CheckContext context, NetworkSize network, Initialization initialization)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var accelerator = context.Accelerator;
        int n = network.Width, seeds = network.Seeds, items = seeds * Batch;
        using var weights = accelerator.Allocate1D(network.Weights);
        using var biases = accelerator.Allocate1D(network.Biases);
        using var inputs = accelerator.Allocate1D(network.Inputs);
        using var labels = accelerator.Allocate1D(network.Labels);
        using var activations = accelerator.Allocate1D<float>(items * (Layers + 1) * n);
        using var signals = accelerator.Allocate1D<float>(items * Layers * n);
        var scale = (float)Math.Sqrt(initialization.Gain / n);
        accelerator.Run(
            PropagateKernel, items, new NetworkArguments(n, (int)initialization.Activation, scale,
            initialization.HasBiases ? (float)(1 / Math.Sqrt(n)) : 0f),
            weights.View, biases.View, new NetworkData(inputs.View, labels.View), activations.View, signals.View);

        var a = activations.GetAsArray1D();
        var d = signals.GetAsArray1D();
        double[][] weightRatios = Rows(), signalRatios = Rows();
        for (var seed = 0; seed < seeds; seed++)
        {
            // A network whose units are all dead in some layer lets no gradient through.
            double lastWeights = Squared(seed, Layers, true), lastSignals = Squared(seed, Layers, false);
            for (var layer = 1; layer <= Layers && lastWeights > 0; layer++)
            {
                weightRatios[layer - 1][seed] = Math.Sqrt(Squared(seed, layer, true) / lastWeights);
                signalRatios[layer - 1][seed] = Math.Sqrt(Squared(seed, layer, false) / lastSignals);
            }
        }

        var slopes = Enumerable.Range(1, Layers).Select(layer => MeanOverUnits(layer, step: 1, unit => Slope(unit) * Slope(unit))).ToList();
        var active = Enumerable.Range(1, Layers).Sum(layer => MeanOverUnits(layer, Batch, unit => unit > 0 ? 1 : 0)) * seeds * n;
        var units = (long)seeds * n * Layers;
        return new WidthRatios(
            n, [.. weightRatios.Select(Ratio)], [.. signalRatios.Select(Ratio)], slopes, (long)Math.Round(active), units);

        double[][] Rows() => [.. Enumerable.Range(0, Layers).Select(_ => new double[seeds])];

        static NetworkRatios Ratio(double[] all) => new(all);

        double Slope(float unit) => initialization.Activation == Activation.Sigmoid ? unit * (1.0 - unit) : unit > 0 ? 1 : 0;

        // Over the units of a layer, in every step-th example.
        double MeanOverUnits(int layer, int step, Func<float, double> of)
        {
            var sum = 0.0;
            for (var item = 0; item < items; item += step)
                for (var i = 0; i < n; i++) sum += of(a[(((item * (Layers + 1)) + layer) * n) + i]);
            return sum / (items / step * n);
        }

        // ‖Σ_b δ_b a_bᵀ‖² = Σ_{b,c} (δ_b·δ_c)(a_b·a_c): the matrix itself is not needed.
        double Squared(int seed, int layer, bool withActivations)
        {
            var sum = 0.0;
            for (var b = seed * Batch; b < (seed + 1) * Batch; b++)
            {
                for (var c = withActivations ? seed * Batch : b; c < (withActivations ? (seed + 1) * Batch : b + 1); c++)
                {
                    var signal = Dot(d, ((b * Layers) + layer - 1) * n, ((c * Layers) + layer - 1) * n, n);
                    sum += withActivations
                        ? signal * Dot(a, ((b * (Layers + 1)) + layer - 1) * n, ((c * (Layers + 1)) + layer - 1) * n, n)
                        : signal;
                }
            }

            return sum;
        }
    }

    private static double Dot(float[] values, int first, int second, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += (double)values[first + i] * values[second + i];
        return sum;
    }

    internal readonly record struct NetworkArguments(int Width, int Activation, float WeightScale, float BiasScale);

    internal readonly record struct NetworkData(FloatView Inputs, FloatView Labels);

    /// <summary>
    /// One work item per example of a network: keeps the activations a₀ to a₁₀ and the error signals δ₁ to δ₁₀. The slope of the sigmoid
    /// is a(1−a), that of ReLU is 1 where a is positive.
    /// </summary>
    [Kernel]
    internal static void PropagateKernel(
        Index1D index, NetworkArguments arguments, FloatView weights, FloatView biases, NetworkData data, FloatView activations,
        FloatView signals)
    {
        var n = arguments.Width;
        int network = index / Batch;
        long w0 = (long)network * ((Layers * n * n) + n), b0 = (long)network * Layers * n;
        long a0 = (long)(int)index * (Layers + 1) * n, d0 = (long)(int)index * Layers * n;
        for (var i = 0; i < n; i++) activations[a0 + i] = data.Inputs[((long)(int)index * n) + i];
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var row = 0; row < n; row++)
            {
                var sum = 0f;
                var w = w0 + (((layer * n) + row) * n);
                for (var i = 0; i < n; i++) sum = Exact32.FusedMultiplyAdd(weights[w + i], activations[a0 + (layer * n) + i], sum);
                var bias = Exact32.Multiply(arguments.BiasScale, biases[b0 + (layer * n) + row]);
                activations[a0 + ((layer + 1) * n) + row] =
                    Activations.Apply(arguments.Activation, Exact32.FusedMultiplyAdd(arguments.WeightScale, sum, bias));
            }
        }

        var output = w0 + (Layers * n * n);
        var logit = 0f;
        for (var i = 0; i < n; i++) logit = Exact32.FusedMultiplyAdd(weights[output + i], activations[a0 + (Layers * n) + i], logit);
        var delta = Exact32.Subtract(Exact32Functions.Sigmoid(Exact32.Multiply(arguments.WeightScale, logit)), data.Labels[index]);
        delta = Exact32.Multiply(arguments.WeightScale, delta);

        for (var layer = Layers; layer >= 1; layer--)
        {
            for (var column = 0; column < n; column++)
            {
                var sum = 0f;
                if (layer == Layers)
                {
                    sum = Exact32.Multiply(weights[output + column], delta);
                }
                else
                {
                    for (var row = 0; row < n; row++)
                    {
                        var w = w0 + (((layer * n) + row) * n) + column;
                        sum = Exact32.FusedMultiplyAdd(weights[w], signals[d0 + (layer * n) + row], sum);
                    }

                    sum = Exact32.Multiply(arguments.WeightScale, sum);
                }

                var a = activations[a0 + (layer * n) + column];
                var slope = a > 0f ? 1f : 0f;
                if (arguments.Activation == (int)Activation.Sigmoid) slope = Exact32.Multiply(a, Exact32.Subtract(1f, a));
                signals[d0 + ((layer - 1) * n) + column] = Exact32.Multiply(slope, sum);
            }
        }
    }
}
