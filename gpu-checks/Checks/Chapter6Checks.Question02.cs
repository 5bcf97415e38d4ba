// Question 2: how many parameters a network of [10, 64, 32, 1] has, counted from what its forward pass reads.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question02Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Each layer has the printed number of parameters. Values: one count per layer.</summary>
    protected override Outcome LayerParameters(Claim claim, CheckContext context) =>
        DescribeLayerParameters(claim.RequireValues(Widths.Length - 1), CountParametersRead(context));

    internal static Outcome DescribeLayerParameters(IReadOnlyList<double> printed, int[] counted) => new()
    {
        Verdict = Verdicts.Of(counted.Select(count => (double)count).SequenceEqual(printed)),
        Finding = $"The forward pass reads {NumberList.Of(counted)} different parameters in its layers; " +
            $"printed are {NumberList.Of(printed)}.",
        Method = Method,
        Measurements = [.. counted.Select((count, layer) =>
            Measurement.Of(Invariant($"parameters of layer {layer + 1}"), count, "parameters")
                .Exactly(ParametersOf(layer), "inputs times outputs, plus outputs"))],
        Runs = 1,
    };

    /// <summary>The network has the printed number of parameters. Values: the total.</summary>
    protected override Outcome TotalParameters(Claim claim, CheckContext context) =>
        DescribeTotalParameters(claim.RequireValues(1)[0], CountParametersRead(context).Sum());

    internal static Outcome DescribeTotalParameters(double printed, int total) => new()
    {
        Verdict = Verdicts.Of(total == printed),
        Finding = Invariant($"The forward pass reads {total:N0} different parameters; printed are {NumberList.Of([printed])}."),
        Method = Method,
        Measurements = [Measurement.Of("parameters of the network", total, "parameters").Exactly(
            Enumerable.Range(0, Widths.Length - 1).Sum(ParametersOf), "inputs times outputs, plus outputs, over all layers")],
        Runs = 1,
    };
}

internal static class Question02Kernels
{
    internal static readonly int[] Widths = [10, 64, 32, 1];

    internal const string Method = "One forward pass of [10, 64, 32, 1] with ReLU and sigmoid; each parameter that a kernel reads is " +
        "marked, and the marks are counted.";

    internal static int ParametersOf(int layer) => (Widths[layer] * Widths[layer + 1]) + Widths[layer + 1];

    internal static int[] CountParametersRead(CheckContext context)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var counts = new int[Widths.Length - 1];

        // Every layer gets more room than it needs, so that the count cannot come from the size of a buffer.
        const int room = 4096;
        using var marks = accelerator.Allocate1D<int>(room);
        using var parameters = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, room, 0.1));
        var input = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 1, Widths[0]));
        for (var layer = 0; layer < counts.Length; layer++)
        {
            marks.MemSetToZero();
            var output = accelerator.Allocate1D<float>(Widths[layer + 1]);
            var isLast = layer == counts.Length - 1 ? 1 : 0;
            accelerator.Run(MarkingLayerKernel, Widths[layer + 1], input.View, parameters.View, marks.View, output.View, isLast);
            input.Dispose();
            input = output;
            counts[layer] = marks.GetAsArray1D().Count(mark => mark != 0);
        }

        input.Dispose();
        return counts;
    }

    /// <summary>One work item per output: activation(Σ wᵢxᵢ + b). Weights first, a row per output; then the biases.</summary>
    [Kernel]
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

    internal static float Read(FloatView parameters, IntView marks, int at)
    {
        marks[at] = 1;
        return parameters[at];
    }
}
