// Question 19: the real NumPy and the real PyTorch of an installed Python, on the chapter's network.

using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Python;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>NumPy and PyTorch may give different outputs for the same weights.</summary>
    protected override Outcome NumpyPytorchDiffer(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var examples = context.Scale == Scale.Quick ? 1024 : 8192;
        var python = new PythonClient(context.Python, context.Cancellation);
        var result = python.Ask(new { command = "compare-networks", seed = context.Seed, examples }, needsNumpy: true);
        return PythonAnswer.Skip(result, NumpyRemedy) ?? JudgeNumpyPytorch(result.Output!, context.Seed);
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

    private sealed record NumpyComparison(
        string Status, string? Module, string? Message, string? Python, string? Numpy, string? Torch, int Examples, int Unequal,
        int UnequalLogits, double Largest,
        [property: JsonPropertyName("within_1e_6")] bool Within1e6) : PythonAnswer(Status, Module, Message);
}
