// The document of `gpu-checks explain`: the words of one claim, its expected verdict, and the results on this machine.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Variation;

namespace QuizKit.GpuChecks.Reports;

internal static class ExplainDocument
{
    /// <summary>Returns the claim and its results, one section for each device.</summary>
    public static Document Of(Question question, Claim claim, IReadOnlyList<CheckResult> results) =>
        new(claim.Id, [.. results.Select(Section)])
        {
            Introduction = [
            new DocumentText(claim.Statement.UnicodeText), new DocumentFields([.. Fields(question, claim)])]
        };

    public static string DescribeEvidence(Evidence evidence) => evidence switch
    {
        Evidence.ExecutedOnDevice => "executed on the device, its results read back",
        Evidence.ExecutedInSoftware => "its PTX was executed in software: the code that a GPU gets, but not a GPU",
        Evidence.ExecutedOnSimulator => "executed on a simulator: the CPU accelerator runs the .NET method, not the code that a GPU gets",
        Evidence.MachineCodeInspected => "machine code inspected, nothing executed",
        Evidence.CompilerOutputInspected => "compiler output inspected, nothing executed",
        Evidence.ExternalProgram => "computed by another program on this machine",
        _ => "none: nothing was executed",
    };

    private static IEnumerable<(string, DocumentText)> Fields(Question question, Claim claim)
    {
        yield return Field("question", $"{NumberText.Of(question.Number)} ({question.Id}), {Names.IdOf(claim.Origin)}");
        yield return Field("expected", claim.IsExecutable ? Expectation(claim) : "nothing: no program can check it");
        if (claim.NotExecutableReason is { } reason) yield return Field("reason", reason);
        foreach (var erratum in question.Errata.Where(erratum => erratum.CorrectedClaimIds.Contains(claim.Id)))
            yield return Field("erratum", $"({Names.NameOf(erratum.Kind)}) {erratum.Text.UnicodeText}");
    }

    private static DocumentSection Section(CheckResult result)
    {
        var outcome = result.Outcome;
        List<DocumentBlock> blocks = [new DocumentFields([.. Fields(result)])];
        if (outcome.Measurements.Count > 0) blocks.AddRange([new DocumentHeading("Measurements"), Table(outcome.Measurements)]);
        if (outcome.Replays is { } replays) blocks.Add(VariationSection.Replays(replays));
        blocks.AddRange(outcome.Plots.Select(plot => new DocumentPlot(plot)));
        var device = result.Device;
        return new DocumentSection(device.Id.Replace(':', '-'), $"{device.Id}: {device.Name} ({device.Platform})", blocks);
    }

    private static IEnumerable<(string, DocumentText)> Fields(CheckResult result)
    {
        var outcome = result.Outcome;
        var sign = VerdictSign.Of(result);
        yield return ("verdict", new DocumentText($"{sign.Symbol} {Names.NameOf(outcome.Verdict)}", sign.Tone));
        yield return Field("finding", RunTableRow.Of(result).Finding);
        if (outcome.Method.Length > 0) yield return Field("method", outcome.Method);
        yield return Field("evidence", DescribeEvidence(outcome.Evidence));
        if (outcome.Runs is { } runs) yield return Field("runs", NumberText.Of(runs));
        if (outcome.Seed is { } seed) yield return Field("seed", NumberText.OfSeed(seed));
        yield return Field("time", NumberText.OfTime(result.Milliseconds));
    }

    private static DocumentTable Table(IReadOnlyList<Measurement> measurements) => new(
        "",
        [new("quantity"), new("measured", true), new("reference", true), new("bound", true), new("source")],
        [
            .. measurements.Select(measurement => (IReadOnlyList<string>)
            [
                measurement.Name,
                WithUnit(measurement.Measured, measurement.Unit),
                WithUnit(measurement.Reference, measurement.Unit),
                WithUnit(measurement.Bound, measurement.Unit),
                measurement.Source ?? "",
            ]),
        ])
    {
        IsStacked = true,
    };

    private static string WithUnit(double? value, string unit) =>
        value is { } number ? NumberText.Of(number) + NumberText.OfUnit(unit) : "";

    private static (string, DocumentText) Field(string label, string value) => (label, new DocumentText(value));

    private static string Expectation(Claim claim)
    {
        var meaning = claim.Expected switch
        {
            ExpectedVerdict.Confirmed => "the sentence holds as printed",
            ExpectedVerdict.Qualified => "the sentence holds in its regime, and the check measures where it stops holding",
            _ => "the sentence is false as printed",
        };
        var possibility = claim.IsExistential ? "; it states that something may happen, so not observing it refutes nothing" : "";
        return $"{Names.IdOf(claim.Expected)}: {meaning}{possibility}";
    }
}
