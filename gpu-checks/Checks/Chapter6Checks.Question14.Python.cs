// Question 14: what the installed PyTorch does with .grad.

using System.Globalization;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    private const string PyTorchRemedy = "With PyTorch installed (pip install torch) this check runs.";

    /// <summary>zero_grad() sets .grad to zero, as printed.</summary>
    protected override Outcome ZeroGradSetsZero(Claim claim, CheckContext context) => ZeroGrad(claim, AskPyTorch(context), "zeros");

    /// <summary>Since PyTorch 2.0, zero_grad() sets .grad to None, and to zero if asked to, the erratum's statement.</summary>
    protected override Outcome ZeroGradSetsNone(Claim claim, CheckContext context) => ZeroGrad(claim, AskPyTorch(context), "none");

    /// <summary>After either reset backward() leaves the same gradients; without a gradient no step is taken, with zeros one is.</summary>
    protected override Outcome NoneIsSkipped(Claim claim, CheckContext context) => NoneIsSkipped(claim, AskPyTorch(context));

    internal static Outcome NoneIsSkipped(Claim claim, LibraryResult result)
    {
        claim.RequireValues(0);
        if (PythonAnswer.Skip(result, PyTorchRemedy) is { } silent) return silent;
        var (answer, skipped) = PythonAnswer.Read<GradientAnswer>(result.Output!, "asked", PyTorchRemedy);
        if (answer is not { SameAfterReset.Count: > 0, MovedWithoutGradient.Count: > 0 })
            return skipped ?? PythonAnswer.NoAnswer(result.Output!);

        var optimizers = answer.MovedWithoutGradient.Keys.ToList();
        var movedByNone = answer.MovedWithoutGradient.Values.Sum(moved => moved[0]);
        var still = answer.MovedWithoutGradient.Where(moved => moved.Value[1] == 0).Select(moved => moved.Key).ToList();
        var same = answer.SameAfterReset.Values.Count(isSame => isSame);
        return new Outcome
        {
            Verdict = Verdicts.Of(movedByNone == 0 && still.Count == 0 && same == answer.SameAfterReset.Count),
            Finding = $"In PyTorch {answer.Torch} the gradients after a reset to None and to zeros are the same with {same} of " +
                $"{answer.SameAfterReset.Count} optimizers. A step right after the reset moves {movedByNone} parameters without a " +
                "gradient, and with zeros in it " +
                $"{string.Join(", ", answer.MovedWithoutGradient.Select(moved => $"{moved.Value[1]} ({moved.Key})"))}.",
            Method = $"Python {answer.Python}: [3, 5, 1] with {string.Join(", ", optimizers)}, weight decay and momentum: backward(), " +
                "zero_grad() and backward() again; then step(), zero_grad() and step().",
            Measurements =
            [
                Measurement.Of("parameters that move without a gradient", movedByNone, "parameters").Exactly(0, "they are skipped"),
                Measurement.Of("optimizers that leave parameters with a gradient of 0 alone", still.Count, "optimizers")
                    .Exactly(0, "momentum and weight decay move them"),
                Measurement.Of("optimizers with the same gradients after either reset", same, "optimizers")
                    .Exactly(answer.SameAfterReset.Count, "all, bit for bit"),
            ],
            Runs = optimizers.Count,
            Evidence = Evidence.ExternalProgram,
        };
    }

    internal static LibraryResult AskPyTorch(CheckContext context) =>
        new LibraryClient(context.Libraries, LibraryHost.Python, context.Cancellation)
            .Ask(new { command = "gradients" }, needsNumpy: false);

    /// <summary>Judges what PyTorch's zero_grad() leaves in .grad by default: as printed, <c>zeros</c> or <c>none</c>.</summary>
    internal static Outcome ZeroGrad(Claim claim, LibraryResult result, string printed)
    {
        claim.RequireValues(0);
        if (PythonAnswer.Skip(result, PyTorchRemedy) is { } silent) return silent;
        var (answer, skipped) = PythonAnswer.Read<GradientAnswer>(result.Output!, "asked", PyTorchRemedy);
        if (answer is not { ByDefault.Count: > 0, NotToNone.Count: > 0, Before.Count: > 0 }
            || MajorVersion(answer.Torch) is not { } version)
        {
            return skipped ?? PythonAnswer.NoAnswer(result.Output!);
        }

        if (version < 2)
        {
            return Outcome.Skipped(
                $"PyTorch {answer.Torch} is installed, and the default of zero_grad() changed with 2.0 (here it leaves " +
                $"{Describe(answer.ByDefault)}). With 2.0 or later this check decides.");
        }

        var optimizers = answer.ByDefault.Keys.ToList();
        var asPrinted = answer.ByDefault.Values.Count(state => state == printed);

        var zerosOnRequest = answer.NotToNone.Values.All(state => state == "zeros");

        // Gradients have to be there before, or finding none afterwards says nothing.
        var hadGradients = answer.Before.Values.All(state => state == "other");
        var fault = hadGradients ? "" : "backward() left no gradients to reset: this check is at fault. ";
        return new Outcome
        {
            Verdict = hadGradients ? Verdicts.Of(asPrinted == optimizers.Count && zerosOnRequest) : Verdict.Error,
            Finding = $"{fault}In PyTorch {answer.Torch} zero_grad() leaves {Describe(answer.ByDefault)} by default, and " +
                $"{Describe(answer.NotToNone)} with set_to_none=False.",
            Method = $"Python {answer.Python}: backward() and then zero_grad() with {string.Join(", ", optimizers)}, on [3, 5, 1].",
            Measurements =
            [
                Measurement.Of("optimizers that leave .grad as printed", asPrinted, "optimizers").Exactly(optimizers.Count, "as printed"),
                Measurement.Of(
                    "optimizers that leave .grad as None", answer.ByDefault.Values.Count(state => state == "none"), "optimizers"),
                Measurement.Of(
                    "optimizers that leave .grad as zeros", answer.ByDefault.Values.Count(state => state == "zeros"), "optimizers"),
            ],
            Runs = optimizers.Count,
            Evidence = Evidence.ExternalProgram,
        };
    }

    private static int? MajorVersion(string? version) =>
        int.TryParse(version?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;

    private static string Describe(IReadOnlyDictionary<string, string> states) =>
        string.Join(" or ", states.Values.Distinct().Select(state => state switch
        {
            "none" => ".grad as None",
            "zeros" => "zeros in .grad",
            _ => "something else in .grad",
        }));

    private sealed record GradientAnswer(
        string Status, string? Module, string? Message, string? Python, string? Torch, IReadOnlyDictionary<string, string>? Before,
        IReadOnlyDictionary<string, string>? ByDefault, IReadOnlyDictionary<string, string>? NotToNone,
        IReadOnlyDictionary<string, bool>? SameAfterReset, IReadOnlyDictionary<string, int[]>? MovedWithoutGradient, bool Accumulates)
        : PythonAnswer(Status, Module, Message);
}
