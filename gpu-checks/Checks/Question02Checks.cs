// Question 2: how many parameters a network of [10, 64, 32, 1] has, counted from what its forward pass reads.

using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 2.</summary>
internal static class Question02Checks
{
    private static readonly int[] Widths = [10, 64, 32, 1];

    /// <summary>Each layer has the printed number of parameters. Values: one count a layer.</summary>
    public static Outcome LayerParameters(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(Widths.Length - 1);
        var counted = CountParametersRead(context);

        return new Outcome
        {
            Verdict = counted.Select(count => (double)count).SequenceEqual(printed) ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"The forward pass reads {NumberList.Of(counted)} different parameters in its layers; printed are {NumberList.Of(printed)}."),
            Method = Method,
            Measurements =
            [
                .. counted.Select((count, layer) => new Measurement(
                    Invariant($"parameters of layer {layer + 1}"),
                    count,
                    "parameters",
                    (Widths[layer] * Widths[layer + 1]) + Widths[layer + 1],
                    0,
                    "inputs times outputs, plus outputs")),
            ],
            Runs = 1,
        };
    }

    /// <summary>The network has the printed number of parameters. Values: the total.</summary>
    public static Outcome TotalParameters(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        var total = CountParametersRead(context).Sum();

        return new Outcome
        {
            Verdict = total == printed ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"The forward pass reads {total:N0} different parameters; printed are {NumberList.Of([printed])}."),
            Method = Method,
            Measurements =
            [
                new Measurement(
                    "parameters of the network",
                    total,
                    "parameters",
                    Enumerable.Range(0, Widths.Length - 1).Sum(layer => (Widths[layer] * Widths[layer + 1]) + Widths[layer + 1]),
                    0,
                    "inputs times outputs, plus outputs, over all layers"),
            ],
            Runs = 1,
        };
    }

    private const string Method =
        "One forward pass of [10, 64, 32, 1] with ReLU and sigmoid; each parameter that a kernel reads leaves a mark, and the marks are counted.";

    private static int[] CountParametersRead(CheckContext context)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var counts = new int[Widths.Length - 1];

        // Every layer is given more room than any of them needs, so that the count cannot come from the size of a buffer.
        const int room = 4096;
        using var marks = accelerator.Allocate1D<int>(room);
        using var parameters = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, room, 0.1));
        var input = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 1, Widths[0]));
        for (var layer = 0; layer < counts.Length; layer++)
        {
            marks.MemSetToZero();
            var output = accelerator.Allocate1D<float>(Widths[layer + 1]);
            accelerator.Run(
                MarkingLayerKernel, Widths[layer + 1], input.View, parameters.View, marks.View, output.View, layer == counts.Length - 1 ? 1 : 0);
            input.Dispose();
            input = output;
            counts[layer] = marks.GetAsArray1D().Count(mark => mark != 0);
        }

        input.Dispose();
        return counts;
    }

    /// <summary>One work item an output: activation(Σ wᵢxᵢ + b). Weights first, a row an output; then the biases.</summary>
    internal static void MarkingLayerKernel(
        Index1D neuron, FloatView input, FloatView parameters, IntView marks, FloatView output, int isLast)
    {
        var inputs = (int)input.Length;
        var bias = ((int)output.Length * inputs) + neuron;
        var sum = Read(parameters, marks, bias);
        for (var i = 0; i < inputs; i++)
            sum = Exact32.FusedMultiplyAdd(Read(parameters, marks, (neuron * inputs) + i), input[i], sum);
        output[neuron] = isLast != 0 ? Exact32Functions.Sigmoid(sum) : Exact32Functions.Relu(sum);
    }

    private static float Read(FloatView parameters, IntView marks, int at)
    {
        marks[at] = 1;
        return parameters[at];
    }
}
