// Question 16: the work of a forward pass of [20, 256, 256, 256, 1], counted by the kernels that do it.

using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 16.</summary>
internal static class Question16Checks
{
    private static readonly int[] Widths = [20, 256, 256, 256, 1];

    /// <summary>The printed number of multiply-adds of one example. Values: the number.</summary>
    public static Outcome TotalMultiplyAdds(Claim claim, CheckContext context) =>
        Compare(claim, "multiply-adds", CountedWork(context, batch: 1).MultiplyAdds, Layers().Sum(layer => (long)layer.Inputs * layer.Outputs),
            "inputs times outputs, over the four weight matrices");

    /// <summary>The erratum's number of multiply-adds of one example. Values: the number.</summary>
    public static Outcome TotalMultiplyAddsCorrected(Claim claim, CheckContext context) => TotalMultiplyAdds(claim, context);

    /// <summary>The printed number of activation operations of one example. Values: the number.</summary>
    public static Outcome ActivationOperations(Claim claim, CheckContext context) =>
        Compare(claim, "activation operations", CountedWork(context, batch: 1).Activations, Layers().Sum(layer => (long)layer.Outputs),
            "outputs, over the four layers");

    /// <summary>The erratum's number of activation operations of one example. Values: the number.</summary>
    public static Outcome ActivationOperationsCorrected(Claim claim, CheckContext context) => ActivationOperations(claim, context);

    /// <summary>The work for a batch of B examples is B times that for one.</summary>
    public static Outcome BatchScalesLinearly(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        int[] batches = [1, 2, 3, 8, 17];
        var counted = batches.Select(batch => CountedWork(context, batch)).ToList();
        var one = counted[0];
        var largestDeviation = batches
            .Select((batch, i) => Math.Max(
                Math.Abs(counted[i].MultiplyAdds - (batch * one.MultiplyAdds)),
                Math.Abs(counted[i].Activations - (batch * one.Activations))))
            .Max();

        return new Outcome
        {
            Verdict = largestDeviation == 0 && one.MultiplyAdds > 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Batches of {NumberList.Of(batches)} take {NumberList.Of(counted.Select(work => (double)work.MultiplyAdds))} multiply-adds") +
                Invariant($": off the multiples of the first by {largestDeviation}."),
            Method = Method,
            Measurements =
            [
                new Measurement("largest deviation from B times the work of one example", largestDeviation, "operations", 0, 0, "linearity"),
                .. batches.Select((batch, i) => new Measurement(
                    Invariant($"multiply-adds of a batch of {batch}"),
                    counted[i].MultiplyAdds,
                    "operations",
                    batch * Layers().Sum(layer => (long)layer.Inputs * layer.Outputs),
                    0,
                    "B times inputs times outputs")),
            ],
            Plots =
            [
                new Plot(
                    "Multiply-adds over the size of the batch", "examples", "multiply-adds", LogX: false, LogY: false,
                    [
                        PlotData.Points("counted", batches.Select(batch => (double)batch), counted.Select(work => (double)work.MultiplyAdds)),
                        PlotData.Reference("batch times one example", [1, batches[^1]], [one.MultiplyAdds, batches[^1] * (double)one.MultiplyAdds]),
                    ]),
            ],
            Runs = batches.Length,
            Seed = context.Seed,
        };
    }

    private const string Method =
        "A forward pass of [20, 256, 256, 256, 1]; each work item counts an operation where it does it, and integer atomics add up the counts.";

    private static Outcome Compare(Claim claim, string what, long counted, long reference, string source)
    {
        var printed = claim.RequireValues(1)[0];
        return new Outcome
        {
            Verdict = counted == printed ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"The kernels counted {counted:N0} {what} in one forward pass; printed are {printed:N0}."),
            Method = Method,
            Measurements =
            [
                new Measurement(what + " counted", counted, "operations", reference, 0, source),
                new Measurement("off the printed number by", counted - printed, "operations", 0, 0, "as printed"),
            ],
            Runs = 1,
        };
    }

    private static (int Inputs, int Outputs)[] Layers() => [.. Widths.Zip(Widths.Skip(1))];

    private static (long MultiplyAdds, long Activations) CountedWork(CheckContext context, int batch)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        using var counters = accelerator.Allocate1D<int>(2);
        counters.MemSetToZero();
        var input = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 1, batch * Widths[0]));
        foreach (var (inputs, outputs) in Layers())
        {
            using var weights = accelerator.Allocate1D(
                Samples.Normal(context.Seed, stream: 2, inputs * outputs, Math.Sqrt(2.0 / inputs)));
            var output = accelerator.Allocate1D<float>(batch * outputs);
            accelerator.Run(CountingLayerKernel, batch * outputs, input.View, weights.View, output.View, counters.View, inputs, outputs);
            input.Dispose();
            input = output;
        }

        input.Dispose();
        var counted = counters.GetAsArray1D();
        return (counted[0], counted[1]);
    }

    /// <summary>One work item an output of an example: activation(Σ wᵢxᵢ). Biases only add, and are not counted by the question.</summary>
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
