// One row of the run table, as text.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports;

/// <summary>The cells of one row.</summary>
/// <param name="Measured">The deciding measurement, or empty.</param>
/// <param name="Finding">What was seen, and what it means beside the expected verdict.</param>
internal sealed record RunTableRow(
    CheckResult Result, string Claim, string Device, string Verdict, string Measured, string Reference, string Bound, string Finding)
{
    public static RunTableRow Of(CheckResult result)
    {
        var measurement = result.Outcome.Deciding;
        return new RunTableRow(
            result,
            result.Claim.Id,
            result.Device.Id,
            Names.NameOf(result.Outcome.Verdict),
            NumberText.OfOptional(measurement?.Measured),
            NumberText.OfOptional(measurement?.Reference),
            NumberText.OfOptional(measurement?.Bound),
            (FindingOf(result.Outcome) + " " + Meaning(result)).TrimEnd());
    }

    /// <summary>What was seen; the message of an error is a device's own.</summary>
    private static string FindingOf(Outcome outcome) =>
        outcome.Verdict == Outcomes.Verdict.Error ? outcome.Finding : FormulaText.Of(outcome.Finding);

    /// <summary>What a verdict means that a reader may stumble over; empty where it speaks for itself.</summary>
    public static string Meaning(CheckResult result) => result switch
    {
        { Judgement: Judgement.AsExpected, Outcome.Verdict: Outcomes.Verdict.Refuted } =>
            "As expected: the quiz is wrong here, see its erratum.",
        { Judgement: Judgement.Differs } => $"Expected: {Names.IdOf(result.Claim.Expected)}.",
        _ => "",
    };
}
