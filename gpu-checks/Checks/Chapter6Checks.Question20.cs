// Question 20: how the gradient's norm changes over ten hidden layers of sigmoids, and of ReLUs with He's initialization.

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
        var signals = tested.Zip(printed).All(pair => pair.First.Widths.All(width => IsAbout(pair.Second, width.Signals.Median)));
        var weights = tested.Zip(printed.Skip(2)).All(pair => IsAbout(pair.Second, pair.First.Weights.Median));
        return new Outcome
        {
            Verdict = signals && weights ? Verdict.Confirmed : Verdict.Refuted,
            Finding = "The norm of the error signal at layer 1 over that at layer 10 is, as a median over the networks, " +
                string.Join("; ", tested.Zip(printed, (row, number) =>
                    Invariant($"{RatioRange(row.Widths)} for {row.Initialization.Name} (printed: about {number:0e+0})"))) +
                $", widths {WidthsText(tested[0].Widths)}. Of the weight gradients it is, over all widths, " +
                string.Join(" and ", tested.Zip(printed.Skip(2), (row, number) =>
                    Invariant($"{row.Weights.Median:G2} (printed: about {number:0e+0})"))) + ".",
            Method = RatioMethod(tested[0].Widths) + " \"About\" a number: nearer to it than to ten times or a tenth of it.",
            Measurements =
            [
                .. tested.SelectMany((row, i) => row.Widths.Select(width => About(
                    Invariant($"{row.Initialization.Name}, width {width.Width}: error signal of layer 1 over layer 10"),
                    width.Signals.Median, printed[i]))),
                .. tested.Select((row, i) => About(
                    $"{row.Initialization.Name}: weight gradient of layer 1 over layer 10", row.Weights.Median, printed[2 + i])),
                .. tested.Select(row => new Measurement(
                    "error signal at best, " + row.Initialization.Name, Math.Pow(0.25 * Math.Sqrt(row.Initialization.Gain / 3), Layers - 1),
                    "1", null, null, "sigmoid' is at most 1/4")),
            ],
            Plots = [PerLayerPlot(tested)],
            Runs = tested[0].Widths.Sum(width => width.Signals.All.Count),
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
            (m, Ratios(context, networks[0], new Initialization("", Activation.Sigmoid, 3.0 * m * m)).Signals.Median)).ToList();
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
        var holds = alone.Zip(printed).All(pair => pair.First.Widths.All(width => IsAbout(pair.Second, width.Signals.Median)));
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
                    width.Signals.Median, printed[i]))),
                .. larger.Select(found => Measurement.Of(
                    Invariant($"sigmoid with {found.Multiple} times Xavier's standard deviation"), found.Ratio)),
            ],
            Plots = [PerLayerPlot(alone)],
            Runs = alone[0].Widths.Sum(width => width.Signals.All.Count),
        };
    }

    /// <summary>ReLU gradients with He's initialization stay within the printed factors. Values: the lowest and highest ratio.</summary>
    protected override Outcome ReluHeGradientsStay(Claim claim, CheckContext context) => ReluHeGradientsStay(claim, context, ReluHe);

    internal static Outcome ReluHeGradientsStay(Claim claim, CheckContext context, Initialization tested)
    {
        claim.RequireValues(2);
        context.RequireExactArithmetic();
        var networks = Networks(context);
        return DescribeStaying(claim, Measure(context, networks, tested), Measure(context, networks, ReluPyTorch))
            with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Describes the ratios of an initialization, beside those of PyTorch's default.</summary>
    internal static Outcome DescribeStaying(Claim claim, InitializationRatios tested, InitializationRatios pyTorch)
    {
        var printed = claim.RequireValues(2);
        var (name, found) = (tested.Initialization.Name, tested.Widths);

        // "Typically" is read as: the median at each width, and nine networks in ten.
        const double mostNetworks = 0.9;
        var all = found.SelectMany(width => width.Signals.All).ToList();
        var inside = all.Count(ratio => ratio >= printed[0] && ratio <= printed[1]) / (double)all.Count;
        var mediansInside = found.SelectMany(width => new[] { width.Signals.Median, width.Weights.Median })
            .All(median => median >= printed[0] && median <= printed[1]);
        return new Outcome
        {
            Verdict = mediansInside && inside >= mostNetworks ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                $"With {name} the norm of the error signal at layer 1 is {RatioRange(found)} times that at layer 10, as a median " +
                Invariant($"over the networks at widths {WidthsText(found)}; {inside:P0} of {all.Count} networks lie within ") +
                Invariant($"[{printed[0]}, {printed[1]}], all within [{all.Min():G2}, {all.Max():G2}]. Of the weight gradients it is ") +
                $"{RatioRange(found, ratios => ratios.Weights)}. With PyTorch's default it is {RatioRange(pyTorch.Widths)}.",
            Method = RatioMethod(found),
            Measurements =
            [
                Measurement.Of("share of networks within the printed range", inside)
                    .Within(1 - mostNetworks, of: 1, "\"typically\": nine in ten"),
                .. found.Select(width =>
                    Measurement.Of(Invariant($"{name}, width {width.Width}: error signal of layer 1 over layer 10"), width.Signals.Median)
                        .Within((printed[1] - printed[0]) / 2, of: (printed[0] + printed[1]) / 2, "the printed range")),
                .. found.Select(width => Measurement.Of(
                    Invariant($"{name}, width {width.Width}: weight gradient of layer 1 over layer 10"), width.Weights.Median)),
                .. pyTorch.Widths.Select(width =>
                    Measurement.Of(Invariant($"{pyTorch.Initialization.Name}, width {width.Width}"), width.Signals.Median)),
            ],
            Plots = [PerLayerPlot([tested, pyTorch])],
            Runs = all.Count,
        };
    }

    /// <summary>Whether a number is nearer to the printed one than to ten times or a tenth of it, on a logarithmic scale.</summary>
    private static bool IsAbout(double printed, double found) => found >= printed / Math.Sqrt(10) && found <= printed * Math.Sqrt(10);

    private static Measurement About(string name, double found, double printed) => new(
        name, found, "1", printed, printed * (Math.Sqrt(10) - 1), "within sqrt(10) either way of the printed number");

    private static Plot PerLayerPlot(InitializationRatios[] rows) => new(
        Invariant($"Norm of the error signal of each layer over that of layer 10, width {rows[0].Widths[^1].Width}"),
        "layer", "ratio (geometric mean over the networks that let a gradient through)", LogX: false, LogY: true,
        [.. rows.Select(row => PlotData.Line(
            row.Initialization.Name, Enumerable.Range(1, Layers).Select(layer => (double)layer), row.Widths[^1].PerLayer))]);

    private static string RatioMethod(IReadOnlyList<WidthRatios> found) =>
        Invariant($"Forward and backward through {Layers} hidden layers as wide as the input, a logit and the binary cross-entropy of ") +
        Invariant($"{Batch} normal examples with random labels, in exact binary32 arithmetic; the norm of the error signal dL/dz of ") +
        "layer 1 over that of layer 10, all examples together, and beside it that of the weight gradient. " +
        string.Join(", ", found.Select(width => Invariant($"{width.Signals.All.Count} networks of width {width.Width}"))) + ".";

    private static string WidthsText(IReadOnlyList<WidthRatios> found) => string.Join(", ", found.Select(width => width.Width));

    private static string RatioRange(IReadOnlyList<WidthRatios> found) => RatioRange(found, ratios => ratios.Signals);

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
    /// Ratios of layer 1 to layer 10 at one width: of the weight gradients' norms, and of the error signals δ. PerLayer has that of the
    /// error signals for layers 1 to 10.
    /// </summary>
    internal sealed record WidthRatios(int Width, NetworkRatios Weights, NetworkRatios Signals, IReadOnlyList<double> PerLayer);

    /// <summary>What was found at each width with one initialization.</summary>
    internal sealed record InitializationRatios(Initialization Initialization, IReadOnlyList<WidthRatios> Widths)
    {
        /// <summary>The weight gradients of the networks of all widths.</summary>
        public NetworkRatios Weights { get; } = new([.. Widths.SelectMany(width => width.Weights.All)]);
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
        var living = 0;
        double[] weightRatios = new double[seeds], signalRatios = new double[seeds], logarithms = new double[Layers];
        for (var seed = 0; seed < seeds; seed++)
        {
            // ‖Σ_b δ_b a_bᵀ‖² = Σ_{b,c} (δ_b·δ_c)(a_b·a_c): the matrix itself is not needed.
            double Squared(int layer, bool withActivations)
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

            // A network whose units are all dead in some layer lets no gradient through.
            if (Squared(1, false) == 0) continue;
            living++;
            weightRatios[seed] = Math.Sqrt(Squared(1, true) / Squared(Layers, true));
            signalRatios[seed] = Math.Sqrt(Squared(1, false) / Squared(Layers, false));
            for (var layer = 1; layer <= Layers; layer++)
                logarithms[layer - 1] += Math.Log(Squared(layer, false) / Squared(Layers, false)) / 2;
        }

        return new WidthRatios(
            n, new NetworkRatios(weightRatios), new NetworkRatios(signalRatios), [.. logarithms.Select(sum => Math.Exp(sum / living))]);
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
