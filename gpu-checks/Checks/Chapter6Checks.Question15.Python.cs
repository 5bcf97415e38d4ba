// Question 15: how the installed PyTorch differentiates.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// The largest difference between two ways to the gradient of a network of 26 parameters in binary64, over its largest entry: about 100
    /// roundings of 10⁻¹⁶ each, times what cancels in the sums over 24 examples, which 10⁵ covers.
    /// </summary>
    private const double SameGradient = 1e-9;

    /// <summary>PyTorch differentiates by reverse mode, as backpropagation does. It has a forward mode too.</summary>
    protected override Outcome PytorchIsReverseMode(Claim claim, CheckContext context) => PytorchIsReverseMode(
        claim,
        new LibraryClient(context.Libraries, LibraryHost.Python, context.Cancellation)
            .Ask(new { command = "differentiation-modes" }, needsNumpy: false));

    internal static Outcome PytorchIsReverseMode(Claim claim, LibraryResult result)
    {
        claim.RequireValues(0);
        if (PythonAnswer.Skip(result, PyTorchRemedy) is { } silent) return silent;
        var (answer, skipped) = PythonAnswer.Read<ModesAnswer>(result.Output!, "differentiated", PyTorchRemedy);
        if (answer is not { Parameters: > 0, Operations: > 0 }) return skipped ?? PythonAnswer.NoAnswer(result.Output!);

        var isReverse = answer is { MostVisits: 1, LeastVisits: 1, ReverseEvaluations: 1 };
        var hasForward = answer.ForwardEvaluations > 0 && answer.OffForward <= SameGradient;
        return new Outcome
        {
            Verdict = Verdicts.Of(isReverse && answer.OffBackpropagation <= SameGradient, isQualified: hasForward),
            Finding = Invariant($"In PyTorch {answer.Torch} the gradient of {answer.Parameters} parameters took ") +
                Invariant($"{answer.ReverseEvaluations} evaluation of the function and {answer.LeastVisits} to {answer.MostVisits} ") +
                Invariant($"visits of each of {answer.Operations} recorded operations; it is within {answer.OffBackpropagation:0.0e+0} ") +
                (hasForward
                    ? Invariant($"of backpropagation. torch.func.jvp gives it too, forward, in {answer.ForwardEvaluations} evaluations.")
                    : "of backpropagation. torch.func.jvp does not give it."),
            Method = $"Python {answer.Python}: the mean squared error of [3, 5, 1] with tanh over 24 examples in float64. A hook counts " +
                "how often backward() visits each operation; backpropagation is written out in matrices; torch.func.jvp goes forward " +
                "for each parameter.",
            Measurements =
            [
                Measurement.Of("largest difference from backpropagation, over the largest gradient", answer.OffBackpropagation)
                    .Within(SameGradient, of: 0, "rounding in binary64"),
                Measurement.Of("most visits of an operation", answer.MostVisits, "visits").Exactly(1, "one backward pass"),
                Measurement.Of("evaluations of the function, reverse", answer.ReverseEvaluations, "evaluations")
                    .Exactly(1, "one forward pass"),
                Measurement.Of("evaluations of the function, forward", answer.ForwardEvaluations, "evaluations"),
                Measurement.Of("largest difference of forward mode, over the largest gradient", answer.OffForward),
            ],
            Runs = answer.Parameters,
            Evidence = Evidence.ExternalProgram,
        };
    }

    private sealed record ModesAnswer(
        string Status, string? Module, string? Message, string? Python, string? Torch, int Parameters, int Operations, int MostVisits,
        int LeastVisits, int ReverseEvaluations, double OffBackpropagation, int ForwardEvaluations, double OffForward)
        : PythonAnswer(Status, Module, Message);
}
