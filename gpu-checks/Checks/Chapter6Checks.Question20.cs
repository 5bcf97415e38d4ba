// Question 20: how the gradient's norm changes over ten hidden layers of sigmoids, and of ReLUs with He's initialization.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.DeepNetworks;

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

        var wrong = numbers.Where(number => !PrintedNumber.IsRounded(number.Computed, number.Printed)).ToList();
        var holds = wrong.Count == 0 && step <= best && thirdStep <= thirdBest && observed < best && observed > thirdBest;
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = Invariant($"A step multiplies the norm by {step:G3} with Xavier (at best {best:G3}) and by {thirdStep:G3} with ") +
                Invariant($"PyTorch's default (at best {thirdBest:G3}); the question's fall is one of {observed:G3} a step.") +
                string.Concat(wrong.Select(number =>
                    Invariant($" Not as printed: {number.Name}, {number.Computed:G3} instead of {number.Printed}."))),
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
