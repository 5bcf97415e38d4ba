// Question 16: the work of a forward pass of [20, 256, 256, 256, 1], counted by the kernels that do it.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question16Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
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
        "A forward pass of [20, 256, 256, 256, 1]; each work item counts an operation where it does it, and integer atomics add up the " +
        "counts.";
}

internal static class Question16Kernels
{
    private static readonly int[] Widths = [20, 256, 256, 256, 1];

    internal static (int Inputs, int Outputs)[] Layers() => [.. Widths.Zip(Widths.Skip(1))];

    internal static long MultiplyAddsOfOne() => Layers().Sum(layer => (long)layer.Inputs * layer.Outputs);

    internal static (int Batch, long MultiplyAdds, long Activations) CountedWork(CheckContext context, int batch)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        using var counters = accelerator.Allocate1D<int>(2);
        counters.MemSetToZero();
        var input = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 1, batch * Widths[0]));
        foreach (var (inputs, outputs) in Layers())
        {
            using var weights = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, inputs * outputs, Math.Sqrt(2.0 / inputs)));
            var output = accelerator.Allocate1D<float>(batch * outputs);
            accelerator.Run(CountingLayerKernel, batch * outputs, input.View, weights.View, output.View, counters.View, inputs, outputs);
            input.Dispose();
            input = output;
        }

        input.Dispose();
        var counted = counters.GetAsArray1D();
        return (batch, counted[0], counted[1]);
    }

    /// <summary>One work item per output of an example: activation(Σ wᵢxᵢ). Biases only add, and are not counted by the question.</summary>
    [Kernel]
    internal static void CountingLayerKernel(
        Index1D index, FloatView input, FloatView weights, FloatView output, IntView counters, int inputs, int outputs)
    {
        int example = index / outputs, neuron = index % outputs;
        int multiplyAdds = 0, activations = 0;
        var sum = 0f;
        for (var i = 0; i < inputs; i++)
        {
            sum = Exact32.FusedMultiplyAdd(weights[(neuron * inputs) + i], input[(example * inputs) + i], sum);
            multiplyAdds++;
        }

        output[index] = outputs == 1 ? Exact32Functions.Sigmoid(sum) : Exact32Functions.Relu(sum);
        activations++;

        Atomic.Add(ref counters[0], multiplyAdds);
        Atomic.Add(ref counters[1], activations);
    }
}
