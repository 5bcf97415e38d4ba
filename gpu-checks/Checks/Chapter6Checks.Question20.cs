// Question 20: how the gradient's norm changes over ten hidden layers of sigmoids, and of ReLUs with He's initialization.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Numerics.Gpu.Kernels;
using QuizKit.Reports;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question20Kernels;

namespace QuizKit.GpuChecks.Checks;

/// <content>The checks of question 20. The tested initialization is a parameter: another one must fail.</content>
internal sealed partial class Chapter6Checks
{
    /// <summary>Sigmoid gradients vanish by the printed factors. Values: the ratio with Xavier, the ratio with PyTorch's default.</summary>
    protected override Outcome SigmoidGradientsVanish(Claim claim, CheckContext context) =>
        SigmoidGradientsVanish(claim, context, SigmoidXavier, SigmoidPyTorch);

    internal static Outcome SigmoidGradientsVanish(Claim claim, CheckContext context, Initialization first, Initialization second)
    {
        claim.RequireValues(2);
        if (context.RequireDivision() is { } skipped) return skipped;
        var networks = Networks(context);
        InitializationRatios[] tested = [Measure(context, networks, first), Measure(context, networks, second)];
        var larger = XavierMultiples.Select(m =>
            Ratios(context, networks[0], new Initialization("", Activation.Sigmoid, 3.0 * m * m))).ToList();
        return DescribeVanishing(claim, tested, Measure(context, networks, SigmoidHe), larger) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the ratios of the two initializations whose factors are printed, and where the vanishing stops: with He's weights, and
    /// with multiples of Xavier's at the first width.
    /// </summary>
    internal static Outcome DescribeVanishing(
        Claim claim, InitializationRatios[] tested, InitializationRatios he, IReadOnlyList<WidthRatios> larger)
    {
        var printed = claim.RequireValues(2);

        // "About" a power of ten is read as: nearer to the printed number than to ten times or a tenth of it.
        var slack = Math.Sqrt(10);
        var holds = tested.Zip(printed).All(pair => pair.First.Widths.All(width =>
            width.Signals.Mean >= pair.Second / slack && width.Signals.Mean <= pair.Second * slack));
        var stops = he.Widths.Concat(larger).Any(width => width.Signals.Mean > printed[0] * slack);
        var (undone, multiple) = larger.Zip(XavierMultiples).FirstOrDefault(row => row.First.Signals.Mean >= 0.1);
        return new Outcome
        {
            Verdict = (holds, stops) switch { (false, _) => Verdict.Refuted, (_, true) => Verdict.Qualified, _ => Verdict.Confirmed },
            Finding = "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, " +
                string.Join("; ", tested.Zip(printed, (row, number) =>
                    Invariant($"{RatioRange(row.Widths)} for {row.Initialization.Name} (printed: about {number:0e+0})"))) +
                $", widths {WidthsText(he.Widths)}. Of the weight gradients it is " +
                string.Join(" and ", tested.Select(row => RatioRange(row.Widths, ratios => ratios.Weights))) +
                $". It stops at other weights: {RatioRange(he.Widths)} with He's, and " +
                (undone is null
                    ? Invariant($"{XavierMultiples[^1]} times Xavier's standard deviation do not undo it.")
                    : Invariant($"{multiple} times Xavier's standard deviation undoes it ({undone.Signals.Mean:G2} at width ") +
                        Invariant($"{undone.Width}).")),
            Method = RatioMethod(he.Widths),
            Measurements =
            [
                .. tested.SelectMany((row, i) => row.Widths.Select(width => new Measurement(
                    Invariant($"{row.Initialization.Name}, width {width.Width}: error signal of layer 1 over layer 10"),
                    width.Signals.Mean, "1", printed[i], printed[i] * (slack - 1), "within sqrt(10) either way of the printed number"))),
                .. tested.SelectMany(row => row.Widths.Select(width => new Measurement(
                    Invariant($"{row.Initialization.Name}, width {width.Width}: weight gradient of layer 1 over layer 10"),
                    width.Weights.Mean))),
                .. tested.Select(row => new Measurement(
                    "error signal at best, " + row.Initialization.Name, Math.Pow(0.25 * Math.Sqrt(row.Initialization.Gain / 3), Layers - 1),
                    "1", null, null, "sigmoid' is at most 1/4")),
                .. he.Widths.Select(width => Measurement.Of(Invariant($"sigmoid with He, width {width.Width}"), width.Signals.Mean)),
                .. larger.Zip(XavierMultiples, (found, m) => Measurement.Of(
                    Invariant($"sigmoid with {m} times Xavier's standard deviation, width {found.Width}"), found.Signals.Mean)),
            ],
            Plots = [PerLayerPlot([.. tested, he])],
            Runs = he.Widths.Sum(width => width.Signals.All.Count),
        };
    }

    /// <summary>ReLU gradients with He's initialization stay within the printed factors. Values: the lowest and highest ratio.</summary>
    protected override Outcome ReluHeGradientsStay(Claim claim, CheckContext context) => ReluHeGradientsStay(claim, context, ReluHe);

    internal static Outcome ReluHeGradientsStay(Claim claim, CheckContext context, Initialization tested)
    {
        claim.RequireValues(2);
        if (context.RequireDivision() is { } skipped) return skipped;
        var networks = Networks(context);
        return DescribeStaying(claim, Measure(context, networks, tested), Measure(context, networks, ReluPyTorch))
            with { Seed = context.Seed };
    }

    /// <summary>Describes the ratios of an initialization, beside those of PyTorch's default.</summary>
    internal static Outcome DescribeStaying(Claim claim, InitializationRatios tested, InitializationRatios pyTorch)
    {
        var printed = claim.RequireValues(2);
        var (name, found) = (tested.Initialization.Name, tested.Widths);

        // "Typically" is read as: the geometric mean at each width, and nine networks in ten.
        const double mostNetworks = 0.9;
        var all = found.SelectMany(width => width.Signals.All).ToList();
        var inside = all.Count(ratio => ratio >= printed[0] && ratio <= printed[1]) / (double)all.Count;
        var meansInside = found.All(width => width.Signals.Mean >= printed[0] && width.Signals.Mean <= printed[1]);
        return new Outcome
        {
            Verdict = meansInside && inside >= mostNetworks ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                $"With {name} the norm of the error signal at layer 1 is {RatioRange(found)} times that at layer 10, as a geometric mean " +
                Invariant($"over the seeds at widths {WidthsText(found)}; {inside:P0} of {all.Count} networks lie within [{printed[0]}, ") +
                Invariant($"{printed[1]}], all within [{all.Min():G2}, {all.Max():G2}]. Of the weight gradients it is ") +
                $"{RatioRange(found, ratios => ratios.Weights)}. With PyTorch's default it is {RatioRange(pyTorch.Widths)}.",
            Method = RatioMethod(found),
            Measurements =
            [
                Measurement.Of("share of networks within the printed range", inside)
                    .Within(1 - mostNetworks, of: 1, "\"typically\": nine in ten"),
                .. found.Select(width =>
                    Measurement.Of(Invariant($"{name}, width {width.Width}: error signal of layer 1 over layer 10"), width.Signals.Mean)
                        .Within((printed[1] - printed[0]) / 2, of: (printed[0] + printed[1]) / 2, "the printed range")),
                .. found.Select(width => Measurement.Of(
                    Invariant($"{name}, width {width.Width}: weight gradient of layer 1 over layer 10"), width.Weights.Mean)),
                .. pyTorch.Widths.Select(width =>
                    Measurement.Of(Invariant($"{pyTorch.Initialization.Name}, width {width.Width}"), width.Signals.Mean)),
            ],
            Plots = [PerLayerPlot([tested, pyTorch])],
            Runs = all.Count,
        };
    }

    private static Plot PerLayerPlot(IReadOnlyList<InitializationRatios> rows) => new(
        Invariant($"Norm of the error signal of each layer over that of layer 10, width {rows[0].Widths[^1].Width}"),
        "layer", "ratio (geometric mean over the networks)", LogX: false, LogY: true,
        [.. rows.Select(row => PlotData.Line(
            row.Initialization.Name, Enumerable.Range(1, Layers).Select(layer => (double)layer), row.Widths[^1].PerLayer))]);

    private static string RatioMethod(IReadOnlyList<WidthRatios> found) =>
        Invariant($"Forward and backward through {Layers} hidden layers as wide as the input, a logit and the binary cross-entropy of ") +
        Invariant($"{Batch} normal examples with random labels, in exact binary32 arithmetic; the norm of the error signal dL/dz of ") +
        "layer 1 over that of layer 10, all examples together, and beside it that of the weight gradient. " +
        string.Join(", ", found.Select(width => Invariant($"{width.Signals.All.Count} networks of width {width.Width}"))) + ".";

    private static string WidthsText(IReadOnlyList<WidthRatios> found) => string.Join(", ", found.Select(width => width.Width));

    private static string RatioRange(IReadOnlyList<WidthRatios> found) => RatioRange(found, ratios => ratios.Signals);

    private static string RatioRange(IReadOnlyList<WidthRatios> found, Func<WidthRatios, GeometricMean> which) =>
        Invariant($"{found.Min(width => which(width).Mean):G2} to {found.Max(width => which(width).Mean):G2}");
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

    /// <summary>The multiples of Xavier's standard deviation that are tried beside the initializations.</summary>
    internal static readonly int[] XavierMultiples = [1, 2, 4, 8, 16];

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
    internal sealed record WidthRatios(int Width, GeometricMean Weights, GeometricMean Signals, IReadOnlyList<double> PerLayer);

    /// <summary>What was found at each width with one initialization.</summary>
    internal sealed record InitializationRatios(Initialization Initialization, IReadOnlyList<WidthRatios> Widths);

    internal sealed record GeometricMean(IReadOnlyList<double> All)
    {
        public double Mean { get; } = Math.Exp(All.Average(Math.Log));
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

            weightRatios[seed] = Math.Sqrt(Squared(1, true) / Squared(Layers, true));
            signalRatios[seed] = Math.Sqrt(Squared(1, false) / Squared(Layers, false));
            for (var layer = 1; layer <= Layers; layer++)
                logarithms[layer - 1] += Math.Log(Squared(layer, false) / Squared(Layers, false)) / 2;
        }

        return new WidthRatios(
            n, new GeometricMean(weightRatios), new GeometricMean(signalRatios), [.. logarithms.Select(sum => Math.Exp(sum / seeds))]);
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
