// Question 19: the real NumPy and the real PyTorch of an installed Python, on the chapter's network.

using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Python;
using QuizKit.Numerics;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>NumPy and PyTorch may give different outputs for the same weights.</summary>
    protected override Outcome NumpyPytorchDiffer(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var result = CompareNetworks(context);
        return PythonAnswer.Skip(result, NumpyRemedy) ?? JudgeNumpyPytorch(result.Output!, context.Seed);
    }

    /// <summary>Returns what the installed NumPy and PyTorch give for the chapter's network, or null where one of them is missing.</summary>
    private static NumpyComparison? RealPair(CheckContext context) =>
        CompareNetworks(context).Output is { } line ? PythonAnswer.Read<NumpyComparison>(line, "compared", NumpyRemedy).Answer : null;

    private static PythonResult CompareNetworks(CheckContext context)
    {
        var examples = context.Scale == Scale.Quick ? 1024 : 8192;
        var python = new PythonClient(context.Python, context.Cancellation);
        return python.Ask(
            new { command = "compare-networks", seed = context.Seed, examples, batch = Question19Kernels.Batch }, needsNumpy: true);
    }

    /// <summary>Says what the matrix products of the installed NumPy and PyTorch do; empty where there is no NumPy.</summary>
    private static string OfLibraries(CheckContext context, Func<OrderTarget, OrderTarget?, string> describe)
    {
        var python = PythonTargets.Open(context.Python).Python;
        if (python?.All.FirstOrDefault(target => target.Id == "numpy.matmul") is not { } numpy) return "";
        try
        {
            return " " + describe(numpy, python.All.FirstOrDefault(target => target.Id == "torch.matmul"));
        }
        catch (PythonException exception)
        {
            return " " + exception.Message;
        }
    }

    /// <summary>Says whether the matrix products of two libraries add in the same order.</summary>
    internal static string OrdersOf(OrderTarget numpy, OrderTarget? torch)
    {
        const int length = 64;
        var ones = Enumerable.Repeat(1f, length).ToArray();
        SummationTree TreeOf(OrderTarget target) => SummationOrder.Reveal(values => target.Compute(values, ones), length);
        try
        {
            return torch is null
                ? Invariant($"{numpy.Place} adds the {length} products of an element of a matrix product {OrderWords.Of(TreeOf(numpy))}.")
                : Invariant($"{numpy.Place} and {torch.Place} add the {length} products of an element of a matrix product in ") +
                    (TreeOf(numpy).IsSameOrderAs(TreeOf(torch)) ? "the same order." : "different orders.");
        }
        catch (NoFixedOrderException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Says whether the matrix products of two libraries fuse multiplications with additions.</summary>
    internal static string FusionOf(OrderTarget numpy, OrderTarget? torch) =>
        string.Join(" ", new[] { numpy, torch }.OfType<OrderTarget>().Select(target =>
            $"The matrix product of {target.Place} {(IsFused(target) ? "is fused" : "rounds its products")}."));

    /// <summary>
    /// Whether c + x·x, with x = 1 + 2⁻¹² and c = −(1 + 2⁻¹¹), is 2⁻²⁴ and not 0, whichever of the two comes first. They are 32 terms apart:
    /// of at most 32 accumulators, one meets both.
    /// </summary>
    private static bool IsFused(OrderTarget target)
    {
        return Sum(first: 0, second: 32) != 0 || Sum(first: 32, second: 0) != 0;

        float Sum(int first, int second)
        {
            float[] a = new float[64], b = new float[64];
            (a[first], b[first]) = (-(1 + MathF.ScaleB(1, -11)), 1);
            a[second] = b[second] = 1 + MathF.ScaleB(1, -12);
            return target.Compute(a, b);
        }
    }

    internal static Outcome JudgeNumpyPytorch(string line, ulong seed)
    {
        var (comparison, skipped) = PythonAnswer.Read<NumpyComparison>(line, "compared", NumpyRemedy);
        if (comparison is null || comparison.Examples == 0) return skipped ?? PythonAnswer.NoAnswer(line);
        return new Outcome
        {
            Verdict = comparison.Unequal > 0 || comparison.UnequalLogits > 0 ? Verdict.Confirmed : Verdict.NotObserved,
            Finding = Invariant($"NumPy {comparison.Numpy} and PyTorch {comparison.Torch} differ in {comparison.Unequal:N0} of ") +
                Invariant($"{comparison.Examples:N0} outputs of [10, 64, 32, 1], by at most {comparison.Largest:0.0e+0}; before the ") +
                Invariant($"sigmoid in {comparison.UnequalLogits:N0}. ") +
                $"An absolute 1e-6 {(comparison.Within1e6 ? "accepts" : "rejects")} them.",
            Method = $"Python {comparison.Python}: the same binary32 weights and inputs through NumPy's matmul and " +
                "torch.nn.functional.linear, outputs compared bit by bit.",
            Measurements =
            [
                Measurement.Of("unequal outputs", comparison.Unequal, "outputs") with { Source = "0 if they were bit-identical" },
                Measurement.Of("unequal inputs of the sigmoid", comparison.UnequalLogits, "outputs")
                    with { Source = "0 if they were bit-identical" },
                Measurement.Of("largest difference", comparison.Largest),
            ],
            Runs = comparison.Examples,
            Seed = seed,
            Evidence = Evidence.ExternalProgram,
        };
    }

    private const string NumpyRemedy = "With both NumPy and PyTorch installed (pip install numpy torch) this check runs.";

    /// <summary>The comparison of the two libraries; <c>Typical</c> is the median over batches of the largest difference of a batch.</summary>
    internal sealed record NumpyComparison(
        string Status, string? Module, string? Message, string? Python, string? Numpy, string? Torch, int Examples, int Unequal,
        int UnequalLogits, double Largest, double Typical,
        [property: JsonPropertyName("within_1e_6")] bool Within1e6) : PythonAnswer(Status, Module, Message);
}
