// Question 19: the real NumPy and the real PyTorch of an installed Python, on the chapter's network.

using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    private static readonly string[] MatrixProducts = ["numpy.matmul", "torch.matmul", "libtorch.matmul"];

    /// <summary>NumPy and PyTorch may give different outputs for the same weights.</summary>
    protected override Outcome NumpyPytorchDiffer(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var result = CompareNetworks(context);
        if (result.Output is { } line && PythonAnswer.Read<NumpyComparison>(line, "compared", "").Answer is not null)
            return JudgeNumpyPytorch(line, context.Seed, "");
        var (outcome, whyNot) = CompareWithLibtorch(context);
        return outcome ?? PythonAnswer.Skip(result, whyNot) ?? JudgeNumpyPytorch(result.Output!, context.Seed, whyNot);
    }

    /// <summary>Returns what the installed NumPy and PyTorch give for the chapter's network, or null where one of them is missing.</summary>
    private static NumpyComparison? RealPair(CheckContext context) =>
        CompareNetworks(context).Output is { } line ? PythonAnswer.Read<NumpyComparison>(line, "compared", "").Answer : null;

    private static LibraryResult CompareNetworks(CheckContext context)
    {
        var examples = context.Scale == Scale.Quick ? 1024 : 8192;
        var python = new LibraryClient(context.Libraries, LibraryHost.Python, context.Cancellation);
        return python.Ask(
            new { command = "compare-networks", seed = context.Seed, examples, batch = Question19Kernels.Batch }, needsNumpy: true);
    }

    /// <summary>Says what the matrix products of NumPy and of PyTorch or libtorch do; empty where there is neither.</summary>
    private static string OfLibraries(CheckContext context, Func<OrderTarget, OrderTarget?, string> describe)
    {
        var targets = LibraryTargets.Open(context.Libraries).All;
        var found = MatrixProducts.Select(id => targets.FirstOrDefault(target => target.Id == id)).OfType<OrderTarget>().Take(2).ToArray();
        if (found.Length == 0) return "";
        try
        {
            return " " + describe(found[0], found.ElementAtOrDefault(1));
        }
        catch (LibraryException exception)
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

    /// <summary>Judges the comparison of an installed NumPy and PyTorch.</summary>
    /// <param name="remedy">What to do where one of them is missing.</param>
    internal static Outcome JudgeNumpyPytorch(string line, ulong seed, string remedy)
    {
        var (comparison, skipped) = PythonAnswer.Read<NumpyComparison>(line, "compared", remedy);
        if (comparison is null || comparison.Examples == 0) return skipped ?? PythonAnswer.NoAnswer(line);
        return DescribeLibraries(
            $"NumPy {comparison.Numpy}",
            $"PyTorch {comparison.Torch}",
            $"Python {comparison.Python}: the same binary32 weights and inputs through NumPy's matmul and " +
                "torch.nn.functional.linear, outputs compared bit by bit.",
            comparison.Examples,
            comparison.Unequal,
            comparison.UnequalLogits,
            comparison.Largest,
            comparison.Within1e6,
            seed);
    }

    /// <summary>Describes a comparison. What is not a library has no sigmoid of its own, so its outputs do not decide.</summary>
    private static Outcome DescribeLibraries(
        string numpy, string torch, string method, int examples, int unequal, int unequalLogits, double largest, bool isWithin, ulong seed,
        bool isReal = true)
    {
        return new Outcome
        {
            Verdict = unequalLogits > 0 || (isReal && unequal > 0) ? Verdict.Confirmed : Verdict.NotObserved,
            Finding = Invariant($"{numpy} and {torch} differ in {unequal:N0} of ") +
                Invariant($"{examples:N0} outputs of [10, 64, 32, 1], by at most {largest:0.0e+0}; before the ") +
                Invariant($"sigmoid in {unequalLogits:N0}. ") +
                $"An absolute 1e-6 {(isWithin ? "accepts" : "rejects")} them.",
            Method = method,
            Measurements =
            [
                Measurement.Of("unequal outputs", unequal, "outputs") with { Source = "0 if they were bit-identical" },
                Measurement.Of("unequal inputs of the sigmoid", unequalLogits, "outputs") with { Source = "0 if they were bit-identical" },
                Measurement.Of("largest difference", largest),
            ],
            Runs = examples,
            Seed = seed,
            Evidence = Evidence.ExternalProgram,
        };
    }

    /// <summary>The comparison of the two libraries; <c>Typical</c> is the median over batches of the largest difference of a batch.</summary>
    internal sealed record NumpyComparison(
        string Status, string? Module, string? Message, string? Python, string? Numpy, string? Torch, int Examples, int Unequal,
        int UnequalLogits, double Largest, double Typical,
        [property: JsonPropertyName("within_1e_6")] bool Within1e6) : PythonAnswer(Status, Module, Message);
}
