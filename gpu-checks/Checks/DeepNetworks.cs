// Networks of ten hidden layers of sigmoids or ReLUs, with a forward and a backward pass, as questions 9 and 20 speak of them.

using QuizKit.GpuChecks.Checks.Support;

namespace QuizKit.GpuChecks.Checks;

/// <summary>Networks of ten hidden layers at their start, and how the gradient changes over the layers.</summary>
internal static class DeepNetworks
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
