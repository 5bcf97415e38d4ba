// Question 19: the chapter's network in two accumulation orders, and where the differences outgrow a tolerance.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question19Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    private const string NetworkMethod =
        "The network with ReLU, a sigmoid output, He weights and normal inputs, twice in exact binary32 arithmetic: each dot product " +
        "left to right, and with eight accumulators as vector units do.";

    /// <summary>Two orders of the same network give unequal outputs.</summary>
    protected override Outcome ExactEqualityFails(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribeEquality(ChapterNetwork(context)) with { Seed = context.Seed };
    }

    /// <summary>Describes how many outputs of the chapter's network differ.</summary>
    internal static Outcome DescribeEquality(NetworkDifferences outputs)
    {
        var unequal = outputs.Pairs.Count(pair => pair.First != pair.Second);
        var share = unequal / (double)outputs.Pairs.Count;
        return new Outcome
        {
            Verdict = unequal > 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"{share:P1} of {outputs.Pairs.Count:N0} outputs of [10, 64, 32, 1] differ in their bits between two ") +
                Invariant($"accumulation orders, by at most {outputs.Largest:0.00e+0}."),
            Method = NetworkMethod,
            Measurements =
            [
                Measurement.Of("share of unequal outputs (Vc)", share) with { Source = "0 if exact equality held" },
                Measurement.Of("largest difference", outputs.Largest),
            ],
            Runs = outputs.Pairs.Count,
        };
    }

    /// <summary>
    /// The differences are of the printed order of magnitude for the chapter's network, and grow with width and depth.
    /// Values: the order of magnitude.
    /// </summary>
    protected override Outcome DifferencesNear1e7(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var outputs = ChapterNetwork(context);
        var leaves = IsOfOrder(outputs.Typical, printed) ? FirstWidth(context, found => found.Typical > printed * Math.Sqrt(10)) : null;
        var deep = Enumerable.Range(0, 4).Select(i => 1 << (2 * i)).Select(layers =>
            (layers, Differences(context, [10, .. Enumerable.Repeat(64, layers), 1], examples: 64))).ToList();
        return DescribeMagnitude(claim, outputs, leaves, deep, RealPair(context)) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the differences of the chapter's network, of the first width that leaves the printed order (null: none does, or it is
    /// not the printed order), of deeper networks, and of the installed NumPy and PyTorch, where both are there and differ.
    /// </summary>
    internal static Outcome DescribeMagnitude(
        Claim claim, NetworkDifferences outputs, FailingWidth? leaves, IReadOnlyList<(int Layers, NetworkDifferences Found)> deep,
        NumpyComparison? pair)
    {
        var printed = claim.RequireValues(1)[0];
        var unequal = outputs.Unequal;
        var upper = printed * Math.Sqrt(10);
        var isOfOrder = IsOfOrder(outputs.Typical, printed) && (pair is not { Typical: > 0 } || IsOfOrder(pair.Typical, printed));
        var (verdict, where) = (isOfOrder, leaves) switch
        {
            (false, _) => (Verdict.Refuted, "That is not the printed order."),
            (true, null) => (Verdict.Confirmed, Invariant($"No width to {WidestNetwork:N0} leaves the order of {printed:0e+0}.")),
            (true, { } wide) => (Verdict.Qualified, Invariant($"They leave the order of {printed:0e+0} at [10, {wide.Width}, 1], ") +
                Invariant($"where they are {wide.Found.Typical:0.0e+0}.")),
        };
        return new Outcome
        {
            Verdict = verdict,
            Finding =
                Invariant($"For [10, 64, 32, 1] the largest difference in {Batch} outputs is typically {outputs.Typical:0.0e+0}, in all ") +
                Invariant($"{outputs.Largest:0.0e+0}. {where}") + OfPair(pair),
            Method = NetworkMethod + Invariant($" Typical is the median over batches of {Batch} outputs. Then [10, w, 1] for w = 64, ") +
                "128, … and 1, 4, 16 and 64 hidden layers of 64.",
            Measurements =
            [
                Measurement.Of("typical largest difference in a batch, [10, 64, 32, 1]", outputs.Typical)
                    .Within(upper - printed, of: printed, "the nearest power of ten is the printed one"),
                .. pair is null ? Array.Empty<Measurement>() :
                [
                    Measurement.Of("the same of the installed NumPy and PyTorch", pair.Typical)
                        .Within(upper - printed, of: printed, "the nearest power of ten, if they differ") with { DependsOnDevice = true },
                ],
                Measurement.Of("largest difference, [10, 64, 32, 1]", outputs.Largest),
                Measurement.Of("median difference of the unequal outputs", Quantile(unequal, 0.5)),
                Measurement.Of("99th percentile of the unequal outputs", Quantile(unequal, 0.99)),
                Measurement.Of("rounding bound of the last layer's input, [10, 64, 32, 1]", outputs.Bound)
                    with { Source = "2·gamma(n)·|W3||W2||W1||x|, largest example" },
                .. leaves is null ? Array.Empty<Measurement>() :
                    [Measurement.Of("smallest width, in powers of two, beyond the printed order", leaves.Width, "neurons")],
                .. deep.Select(depth => new Measurement(
                    Invariant($"typical largest difference in a batch, {depth.Layers} hidden layers of 64"),
                    depth.Found.Typical)),
            ],
            Plots =
            [
                new Plot(
                    "Differences between two accumulation orders, [10, 64, 32, 1]", "absolute difference", "outputs", LogX: true,
                    LogY: false,
                    [PlotData.Octaves("outputs, by powers of two", unequal)]),
                .. leaves is null ? Array.Empty<Plot>() :
                [
                    new Plot(
                        "Typical difference over the width, [10, w, 1]", "width", "largest difference in a batch", LogX: true, LogY: true,
                        [
                            PlotData.Line("measured", leaves.Widths, leaves.Differences.Select(found => found.Typical)),
                            PlotData.Level("end of the printed order", upper, leaves.Widths[0], leaves.Width),
                        ]),
                ],
            ],
            Runs = outputs.Pairs.Count,
        };
    }

    /// <summary>The printed absolute tolerance accepts the chapter's network, but not wide ones. Values: the tolerance.</summary>
    protected override Outcome Tolerance1e6Accepts(Claim claim, CheckContext context)
    {
        var tolerance = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var outputs = ChapterNetwork(context);
        var fails = outputs.Largest <= tolerance ? FirstWidth(context, found => found.Largest > tolerance) : null;
        return DescribeTolerance(claim, outputs, fails, RealPair(context)) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the chapter's network, the first width that fails (null: none does, or the chapter's network fails), and the installed
    /// NumPy and PyTorch, where both are there.
    /// </summary>
    internal static Outcome DescribeTolerance(Claim claim, NetworkDifferences outputs, FailingWidth? fails, NumpyComparison? pair)
    {
        var tolerance = claim.RequireValues(1)[0];
        var (verdict, where) = (outputs.Largest <= tolerance && !(pair?.Largest > tolerance), fails) switch
        {
            (false, _) => (Verdict.Refuted, "It is exceeded."),
            (true, null) => (Verdict.Confirmed, Invariant($"No width to {WidestNetwork:N0} exceeds it.")),
            (true, { } wide) => (Verdict.Qualified,
                Invariant($"It fails at [10, {wide.Width}, 1], where it is {wide.Found.Largest:0.0e+0}; there ") +
                string.Join(", ", DefaultTolerances.Select(
                    tolerances => $"{tolerances.Name} {(Accepts(tolerances, wide.Found) ? "accepts" : "rejects")}")) + "."),
        };
        return new Outcome
        {
            Verdict = verdict,
            Finding =
                Invariant($"The largest difference of [10, 64, 32, 1] is {outputs.Largest:0.0e+0}, tolerance {tolerance:0e+0}. ") + where +
                OfPair(pair),
            Method = NetworkMethod + " Then [10, w, 1] for w = 64, 128, … until the tolerance fails.",
            Measurements =
            [
                Measurement.Of("largest difference, [10, 64, 32, 1]", outputs.Largest)
                    .Within(tolerance, of: 0, "the printed absolute tolerance"),
                .. pair is null ? Array.Empty<Measurement>() :
                [
                    Measurement.Of("largest difference of the installed NumPy and PyTorch", pair.Largest)
                        .Within(tolerance, of: 0, "the printed absolute tolerance") with { DependsOnDevice = true },
                ],
                .. fails is null ? Array.Empty<Measurement>() :
                [
                    Measurement.Of("smallest width, in powers of two, that fails", fails.Width, "neurons"),
                    Measurement.Of("largest difference there", fails.Found.Largest)
                        .Within(tolerance, of: 0, "the printed absolute tolerance"),
                    .. DefaultTolerances.Select(tolerances => new Measurement(
                        $"largest difference there over the tolerance of {tolerances.Name}",
                        fails.Found.Pairs.Max(pair => Excess(tolerances, pair)), "1", 0, 1,
                        Invariant($"|a-e| <= {tolerances.Absolute} + {tolerances.Relative}·|e|"))),
                ],
            ],
            Plots = fails is null ? [] :
            [
                new Plot(
                    "Largest difference between two accumulation orders over the width, [10, w, 1]", "width", "largest difference",
                    LogX: true, LogY: true,
                    [
                        PlotData.Line("measured", fails.Widths, fails.Differences.Select(found => found.Largest)),
                        PlotData.Level("printed tolerance", tolerance, fails.Widths[0], fails.Width),
                    ]),
            ],
            Runs = outputs.Pairs.Count,
        };
    }

    private static string OfPair(NumpyComparison? pair) => pair is null ? "" : Invariant(
        $" NumPy {pair.Numpy} and PyTorch {pair.Torch} differ by typically {pair.Typical:0.0e+0}, at most {pair.Largest:0.0e+0}.");
}

internal static partial class Question19Kernels
{
    /// <summary>The network whose NumPy and PyTorch outputs the chapter compares.</summary>
    internal static readonly int[] ChapterWidths = [10, 64, 32, 1];

    /// <summary>The networks with other weights whose outputs are compared: one set of weights may be unusual.</summary>
    private const int Networks = 8;

    /// <summary>The outputs that are compared at once, as a test of two programs would: their largest difference counts.</summary>
    internal const int Batch = 32;

    /// <summary>The widest network that the search for a failing tolerance goes to.</summary>
    internal const int WidestNetwork = 1 << 18;

    /// <summary>The default tolerances of NumPy and PyTorch for binary32: |actual − expected| ≤ absolute + relative·|expected|.</summary>
    internal static readonly (string Name, double Relative, double Absolute)[] DefaultTolerances =
    [
        ("numpy.testing.assert_allclose", 1e-7, 0),
        ("torch.testing.assert_close", 1.3e-6, 1e-5),
        ("allclose of either", 1e-5, 1e-8),
    ];

    internal sealed record NetworkDifferences(List<(float First, float Second)> Pairs, double Bound)
    {
        /// <summary>The differences that are not 0, ascending.</summary>
        public List<double> Unequal { get; } =
            [.. Pairs.Select(pair => Math.Abs((double)pair.First - pair.Second)).Where(difference => difference > 0).Order()];

        public double Largest => Unequal.Count == 0 ? 0 : Unequal[^1];

        /// <summary>The median over the batches of the largest difference in a batch.</summary>
        public double Typical { get; } = Quantile(
            [.. Pairs.Chunk(Batch).Select(batch => batch.Max(pair => Math.Abs((double)pair.First - pair.Second))).Order()], 0.5);
    }

    /// <summary>The widths that were tried, and what was found at each; the last is the first that fails.</summary>
    internal sealed record FailingWidth(IReadOnlyList<double> Widths, IReadOnlyList<NetworkDifferences> Differences)
    {
        public int Width => (int)Widths[^1];

        public NetworkDifferences Found => Differences[^1];
    }

    /// <summary>
    /// "Typically O(1e-7)" is read as: 1e-7 is the nearest power of ten of the median over batches of the largest difference in a batch. A
    /// batch has a fixed size, since the largest difference grows with the number of examples.
    /// </summary>
    public static bool IsOfOrder(double typical, double printed) =>
        typical >= printed / Math.Sqrt(10) && typical <= printed * Math.Sqrt(10);

    internal static bool Accepts((string Name, double Relative, double Absolute) tolerances, NetworkDifferences found) =>
        found.Pairs.All(pair => Excess(tolerances, pair) <= 1);

    /// <summary>The difference of a pair over what a tolerance allows it.</summary>
    internal static double Excess((string Name, double Relative, double Absolute) tolerances, (float First, float Second) pair)
    {
        var difference = Math.Abs((double)pair.First - pair.Second);
        return difference == 0 ? 0 : difference / (tolerances.Absolute + (tolerances.Relative * Math.Abs((double)pair.Second)));
    }

    internal static double Quantile(List<double> ascending, double share) =>
        ascending.Count == 0 ? 0 : ascending[(int)Math.Ceiling(share * ascending.Count) - 1];

    internal static NetworkDifferences ChapterNetwork(CheckContext context) =>
        Differences(context, ChapterWidths, context.Size("examples of each network", quick: 128, full: 1024, floor: Batch), Networks);

    internal static FailingWidth? FirstWidth(CheckContext context, Func<NetworkDifferences, bool> fails)
    {
        var widths = new List<double>();
        var found = new List<NetworkDifferences>();
        for (var width = 64; width <= WidestNetwork; width *= 2)
        {
            widths.Add(width);
            found.Add(Differences(context, [10, width, 1], examples: 64));
            if (fails(found[^1])) return new FailingWidth(widths, found);
        }

        return null;
    }

    /// <summary>Runs networks of the same shape in both orders; the bound is the largest of theirs.</summary>
    internal static NetworkDifferences Differences(CheckContext context, int[] widths, int examples, int networks = 1)
    {
        context.RequireExactArithmetic();
        var found = Enumerable.Range(0, networks).Select(network => DifferencesOf(context, widths, examples, network)).ToList();
        return new NetworkDifferences([.. found.SelectMany(one => one.Pairs)], found.Max(one => one.Bound));
    }

    private static NetworkDifferences DifferencesOf(CheckContext context, int[] widths, int examples, int network)
    {
        // The streams of a network: its input, then the weights of its layers.
        var stream = 1 + ((ulong)network * 128);
        var accelerator = context.Accelerator;
        var input = Samples.Normal(context.Seed, stream, examples * widths[0]);
        var layers = widths.Zip(widths.Skip(1)).ToList();
        var weights = layers.Select((layer, i) =>
            Samples.Normal(context.Seed, stream + 1 + (ulong)i, layer.First * layer.Second, Math.Sqrt(2.0 / layer.First))).ToList();
        var sequential = accelerator.Allocate1D(input);
        var accumulators = accelerator.Allocate1D(input);
        for (var i = 0; i < layers.Count; i++)
        {
            var (inputs, outputs) = layers[i];
            var isLast = i == layers.Count - 1 ? 1 : 0;
            using var w = accelerator.Allocate1D(weights[i]);
            sequential = Step(sequential, SequentialLayerKernel);
            accumulators = Step(accumulators, AccumulatorsLayerKernel);

            MemoryBuffer1D<float, Stride1D.Dense> Step(
                MemoryBuffer1D<float, Stride1D.Dense> from, Action<Index1D, FloatView, FloatView, FloatView, int, int, int> kernel)
            {
                var to = accelerator.Allocate1D<float>(examples * outputs);
                var items = Math.Min(accelerator.WorkItems(), examples * outputs);
                accelerator.Run(kernel, items, from.View, w.View, to.View, outputs, isLast, items);
                from.Dispose();
                return to;
            }
        }

        var pairs = sequential.GetAsArray1D().Zip(accumulators.GetAsArray1D()).ToList();
        sequential.Dispose();
        accumulators.Dispose();
        return new NetworkDifferences(pairs, widths == ChapterWidths ? LogitBound(input, weights, layers, examples) : double.NaN);
    }

    /// <summary>2·γ of all roundings in a row, times |W₃||W₂||W₁||x|, for the example where it is largest. ReLU is 1-Lipschitz.</summary>
    private static double LogitBound(float[] input, List<float[]> weights, List<(int First, int Second)> layers, int examples)
    {
        var largest = 0.0;
        for (var example = 0; example < examples; example++)
        {
            double[] at = [.. input.AsSpan(example * layers[0].First, layers[0].First).ToArray().Select(x => Math.Abs((double)x))];
            for (var i = 0; i < layers.Count; i++)
            {
                var (inputs, outputs) = layers[i];
                var next = new double[outputs];
                for (var o = 0; o < outputs; o++)
                    for (var k = 0; k < inputs; k++) next[o] += Math.Abs(weights[i][(o * inputs) + k]) * at[k];
                at = next;
            }

            largest = Math.Max(largest, at[0]);
        }

        return 2 * RoundingErrors.Gamma(layers.Sum(layer => layer.First)) * largest;
    }

    /// <summary>Each work item takes every n-th output; its dot product is taken from left to right.</summary>
    [Kernel]
    internal static void SequentialLayerKernel(
        Index1D index, FloatView input, FloatView weights, FloatView output, int outputs, int isLast, int items)
    {
        var inputs = (int)(weights.Length / outputs);
        for (int at = index; at < output.Length; at += items)
            output[at] = Activate(SummationOrders.Sequential(weights, at % outputs * inputs, input, at / outputs * inputs, inputs), isLast);
    }

    /// <summary>The same with eight accumulators.</summary>
    [Kernel]
    internal static void AccumulatorsLayerKernel(
        Index1D index, FloatView input, FloatView weights, FloatView output, int outputs, int isLast, int items)
    {
        var inputs = (int)(weights.Length / outputs);
        for (int at = index; at < output.Length; at += items)
        {
            var z = SummationOrders.EightAccumulators(weights, at % outputs * inputs, input, at / outputs * inputs, inputs);
            output[at] = Activate(z, isLast);
        }
    }

    private static float Activate(float z, int isLast) => isLast != 0 ? Exact32Functions.Sigmoid(z) : Exact32Functions.Relu(z);
}
