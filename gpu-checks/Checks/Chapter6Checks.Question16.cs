// Question 16: the work of a forward pass of [20, 256, 256, 256, 1], counted by the kernels that do it.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question16Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// The printed lines of layers 1 and 2. Values: for each line the layer's number, its inputs and outputs, and the multiply-adds and
    /// bias additions of one example.
    /// </summary>
    protected override Outcome FirstTwoLayers(Claim claim, CheckContext context) =>
        DescribeLayers(claim.RequireValues(2 * LayerLine), CountedLayers(context, batch: 1));

    /// <summary>The printed line of layer 3, which is layer 4. Values: the same five numbers.</summary>
    protected override Outcome ThirdLayer(Claim claim, CheckContext context) =>
        DescribeLayers(claim.RequireValues(LayerLine), CountedLayers(context, batch: 1));

    /// <summary>The erratum's lines of layers 3 and 4. Values: the same five numbers for each line.</summary>
    protected override Outcome LastTwoLayers(Claim claim, CheckContext context) => FirstTwoLayers(claim, context);

    /// <summary>Describes the layers that were counted, beside printed lines of five numbers.</summary>
    internal static Outcome DescribeLayers(IReadOnlyList<double> printed, IReadOnlyList<LayerWork> counted)
    {
        var lines = printed.Chunk(LayerLine).Select(line => (
            Printed: line,
            Found: line[0] >= 1 && line[0] <= counted.Count && counted[(int)line[0] - 1] is var layer
                ? [line[0], layer.Inputs, layer.Outputs, layer.MultiplyAdds, layer.BiasAdditions]
                : Array.Empty<double>())).ToList();
        var wrong = lines.Count(line => !line.Printed.SequenceEqual(line.Found));
        return new Outcome
        {
            Verdict = Verdicts.Of(wrong == 0),
            Finding = string.Join(" ", lines.Select(line => line.Found is [_, var inputs, var outputs, var products, var biases]
                ? Invariant($"Layer {line.Printed[0]} is {inputs} x {outputs}: the kernels counted {products:N0} multiply-adds and ") +
                    Invariant($"{biases:N0} bias additions; printed are {NumberList.Of(line.Printed.Skip(1))}.")
                : Invariant($"There is no layer {line.Printed[0]}."))),
            Method = WorkMethod,
            Measurements =
            [
                Measurement.Of("printed lines that differ from the counts", wrong, "lines").Exactly(0, "as printed"),
                .. counted.Select((layer, i) =>
                    Measurement.Of(Invariant($"multiply-adds of layer {i + 1}"), layer.MultiplyAdds, "operations")
                        .Exactly((long)layer.Inputs * layer.Outputs, "inputs times outputs")),
                .. counted.Select((layer, i) =>
                    Measurement.Of(Invariant($"bias additions of layer {i + 1}"), layer.BiasAdditions, "operations")
                        .Exactly(layer.Outputs, "outputs")),
            ],
            Runs = lines.Count,
        };
    }

    /// <summary>
    /// Matrix products are most of the work, those of the layers of the printed size most of that. Values: inputs and outputs of the layer.
    /// </summary>
    protected override Outcome MatrixProductsDominate(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(2);
        return DescribeDominance(printed, CountedLayers(context, batch: 1));
    }

    /// <summary>Describes the shares of matrix products, and of the layers of the printed size, in all operations.</summary>
    internal static Outcome DescribeDominance(IReadOnlyList<double> printed, IReadOnlyList<LayerWork> counted)
    {
        // A multiply-add counts as one operation, like a bias addition and an activation.
        double products = counted.Sum(layer => layer.MultiplyAdds);
        var all = products + counted.Sum(layer => layer.BiasAdditions + layer.Activations);
        var named = counted.Where(layer => layer.Inputs == printed[0] && layer.Outputs == printed[1]).ToList();
        var share = named.Sum(layer => layer.MultiplyAdds) / all;
        return new Outcome
        {
            // One layer of that size is meant. Two of them are another matter.
            Verdict = Verdicts.Of(products / all > 0.5 && share > 0.5, isQualified: named.Count > 1),
            Finding = Invariant($"Of {all:N0} operations {products / all:P1} are multiply-adds of matrix products. {named.Count} of the ") +
                Invariant($"{counted.Count} layers are {printed[0]} x {printed[1]}; together they take {share:P1} of all operations."),
            Method = WorkMethod + " Multiply-adds, bias additions and activations count one operation each; dominant is more than half.",
            Measurements =
            [
                Measurement.Of("share of the layers of the printed size in all operations", share)
                    with { Reference = 0.5, Source = "more than half" },
                Measurement.Of("share of matrix products in all operations", products / all)
                    with { Reference = 0.5, Source = "more than half" },
                Measurement.Of("layers of the printed size", named.Count, "layers") with { Source = "the sentence speaks of one" },
            ],
            Runs = 1,
        };
    }

    /// <summary>The erratum's share of the 256 x 256 layers. Values: the share in percent.</summary>
    protected override Outcome SquareLayersShare(Claim claim, CheckContext context) =>
        DescribeSquareLayers(claim.RequireValues(1)[0], CountedLayers(context, batch: 1));

    /// <summary>
    /// Describes the share of the layers with as many inputs as outputs in the multiply-adds, beside the printed percentage.
    /// </summary>
    internal static Outcome DescribeSquareLayers(double printed, IReadOnlyList<LayerWork> counted)
    {
        double all = counted.Sum(layer => layer.MultiplyAdds);
        var square = counted.Where(layer => layer.Inputs == layer.Outputs).ToList();
        var percent = 100 * square.Sum(layer => layer.MultiplyAdds) / all;
        return new Outcome
        {
            Verdict = Verdicts.Of(square.Count == 2 && Math.Abs(percent - printed) <= 0.5),
            Finding = Invariant($"{square.Count} square layers take {percent:F2}% of {all:N0} multiply-adds; printed are {printed}%."),
            Method = WorkMethod,
            Measurements =
            [
                Measurement.Of("share of the square layers in the multiply-adds", percent, "percent")
                    .Within(0.5, of: printed, "as printed, rounded to a whole percentage"),
            ],
            Runs = 1,
        };
    }

    /// <summary>The printed number of multiply-adds of one example. Values: the number.</summary>
    protected override Outcome TotalMultiplyAdds(Claim claim, CheckContext context) =>
        DescribeWork(claim, "multiply-adds", CountedWork(context, batch: 1).MultiplyAdds, MultiplyAddsOfOne(),
            "inputs times outputs, over the four weight matrices");

    /// <summary>The erratum's number of multiply-adds of one example. Values: the number.</summary>
    protected override Outcome TotalMultiplyAddsCorrected(Claim claim, CheckContext context) => TotalMultiplyAdds(claim, context);

    /// <summary>The printed number of activation operations of one example. Values: the number.</summary>
    protected override Outcome ActivationOperations(Claim claim, CheckContext context) =>
        DescribeWork(claim, "activation operations", CountedWork(context, batch: 1).Activations, Layers().Sum(layer => (long)layer.Outputs),
            "outputs, over the four layers");

    /// <summary>The erratum's number of activation operations of one example. Values: the number.</summary>
    protected override Outcome ActivationOperationsCorrected(Claim claim, CheckContext context) => ActivationOperations(claim, context);

    /// <summary>Describes the operations that were counted, beside the printed number and the product of the widths.</summary>
    internal static Outcome DescribeWork(Claim claim, string what, long counted, long reference, string source)
    {
        var printed = claim.RequireValues(1)[0];
        return new Outcome
        {
            Verdict = counted == printed ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"The kernels counted {counted:N0} {what} in one forward pass; printed are {printed:N0}."),
            Method = WorkMethod,
            Measurements =
            [
                Measurement.Of(what + " counted", counted, "operations").Exactly(reference, source),
                Measurement.Of("off the printed number by", counted - printed, "operations").Exactly(0, "as printed"),
            ],
            Runs = 1,
        };
    }

    /// <summary>The work for a batch of B examples is B times that for one.</summary>
    protected override Outcome BatchScalesLinearly(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        int[] batches = [1, 2, 3, 8, 17];
        return DescribeBatches([.. batches.Select(batch => CountedWork(context, batch))]) with { Seed = context.Seed };
    }

    /// <summary>Describes the operations that were counted for each size of the batch, from one example on.</summary>
    internal static Outcome DescribeBatches(IReadOnlyList<(int Batch, long MultiplyAdds, long Activations)> counted)
    {
        var one = counted[0];
        var batches = counted.Select(row => (double)row.Batch);
        var largestDeviation = counted.Max(row => Math.Max(
            Math.Abs(row.MultiplyAdds - (row.Batch * one.MultiplyAdds)), Math.Abs(row.Activations - (row.Batch * one.Activations))));
        return new Outcome
        {
            Verdict = largestDeviation == 0 && one.MultiplyAdds > 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = $"Batches of {NumberList.Of(counted.Select(row => row.Batch))} take "
                + $"{NumberList.Of(counted.Select(row => (double)row.MultiplyAdds))} multiply-adds" +
                Invariant($": off the multiples of the first by {largestDeviation}."),
            Method = WorkMethod,
            Measurements =
            [
                Measurement.Of("largest deviation from B times the work of one example", largestDeviation, "operations")
                    .Exactly(0, "linearity"),
                .. counted.Select(row =>
                    Measurement.Of(Invariant($"multiply-adds of a batch of {row.Batch}"), row.MultiplyAdds, "operations")
                        .Exactly(row.Batch * MultiplyAddsOfOne(), "B times inputs times outputs")),
            ],
            Plots = [new Plot(
                "Multiply-adds over the size of the batch", "examples", "multiply-adds", LogX: false, LogY: false,
                [
                    PlotData.Points("counted", batches, counted.Select(row => (double)row.MultiplyAdds)),
                    PlotData.Reference("batch times one example", batches, batches.Select(batch => batch * one.MultiplyAdds)),
                ])],
            Runs = counted.Count,
        };
    }

    private const string WorkMethod =
        "A forward pass of [20, 256, 256, 256, 1] with biases; each work item counts an operation where it does it, and integer atomics " +
        "add up the counts.";
}

internal static class Question16Kernels
{
    private static readonly int[] Widths = [20, 256, 256, 256, 1];

    /// <summary>The numbers of a printed line: the layer, its inputs and outputs, its multiply-adds and bias additions.</summary>
    internal const int LayerLine = 5;

    private const int Counters = 3;

    /// <summary>The operations that were counted in one layer.</summary>
    internal sealed record LayerWork(int Inputs, int Outputs, long MultiplyAdds, long BiasAdditions, long Activations);

    internal static (int Inputs, int Outputs)[] Layers() => [.. Widths.Zip(Widths.Skip(1))];

    internal static long MultiplyAddsOfOne() => Layers().Sum(layer => (long)layer.Inputs * layer.Outputs);

    internal static (int Batch, long MultiplyAdds, long Activations) CountedWork(CheckContext context, int batch)
    {
        var layers = CountedLayers(context, batch);
        return (batch, layers.Sum(layer => layer.MultiplyAdds), layers.Sum(layer => layer.Activations));
    }

    /// <summary>Runs a forward pass of a batch and returns what its kernels counted, layer by layer.</summary>
    internal static IReadOnlyList<LayerWork> CountedLayers(CheckContext context, int batch)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var found = new List<LayerWork>();
        var input = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 1, batch * Widths[0]));
        foreach (var (inputs, outputs) in Layers())
        {
            using var counters = accelerator.Allocate1D(new int[Counters]);
            var deviation = Math.Sqrt(2.0 / inputs);
            using var weights = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, inputs * outputs, deviation));
            using var biases = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 3, outputs));
            var output = accelerator.Allocate1D<float>(batch * outputs);
            accelerator.Run(
                CountingLayerKernel, batch * outputs, input.View, new LayerParameters(weights.View, biases.View, inputs, outputs),
                output.View, counters.View);
            input.Dispose();
            input = output;
            var counted = counters.GetAsArray1D();
            found.Add(new LayerWork(inputs, outputs, counted[0], counted[1], counted[2]));
        }

        input.Dispose();
        return found;
    }

    internal readonly record struct LayerParameters(FloatView Weights, FloatView Biases, int Inputs, int Outputs);

    /// <summary>One work item per output of an example: activation(Σ wᵢxᵢ + b).</summary>
    [Kernel]
    internal static void CountingLayerKernel(Index1D index, FloatView input, LayerParameters layer, FloatView output, IntView counters)
    {
        int inputs = layer.Inputs, outputs = layer.Outputs;
        int example = index / outputs, neuron = index % outputs;
        int multiplyAdds = 0, biasAdditions = 0, activations = 0;
        var sum = 0f;
        for (var i = 0; i < inputs; i++)
        {
            sum = Exact32.FusedMultiplyAdd(layer.Weights[(neuron * inputs) + i], input[(example * inputs) + i], sum);
            multiplyAdds++;
        }

        sum = Exact32.Add(sum, layer.Biases[neuron]);
        biasAdditions++;

        output[index] = outputs == 1 ? Exact32Functions.Sigmoid(sum) : Exact32Functions.Relu(sum);
        activations++;

        Atomic.Add(ref counters[0], multiplyAdds);
        Atomic.Add(ref counters[1], biasAdditions);
        Atomic.Add(ref counters[2], activations);
    }
}
