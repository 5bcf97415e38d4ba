// Everything about one claim, for people: its words, what is expected of it, and what this machine says.

using System.Globalization;
using System.Linq;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class ExplainText
{
    private const int Values = 12;

    /// <summary>Writes what the quiz says: the words, the expected verdict, the erratum.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="question">The question whose words the claim quotes.</param>
    /// <param name="claim">The claim.</param>
    public static void WriteClaim(IAnsiConsole console, Question question, Claim claim)
    {
        string place = string.Create(
            CultureInfo.InvariantCulture, $"  question {question.Number} ({question.Id}), {Names.IdOf(claim.Origin)}");
        new Line().Add(claim.Id, Palette.Strong).Add(place, Palette.Faint).WriteTo(console);
        console.WriteLine();
        TextBlock.Write(console, new Line().MoveTo(4), claim.Statement.UnicodeText);
        console.WriteLine();
        WriteField(console, "expected", claim.IsExecutable ? Expectation(claim) : "nothing: no program can check it");
        if (claim.NotExecutableReason is { } reason) WriteField(console, "reason", reason);
        foreach (Erratum erratum in question.Errata.Where(erratum => erratum.CorrectedClaimIds.Contains(claim.Id)))
            WriteField(console, "erratum", $"({Names.NameOf(erratum.Kind)}) {erratum.Text.UnicodeText}");
    }

    /// <summary>Writes what the check found on one device.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">The result.</param>
    public static void WriteResult(IAnsiConsole console, CheckResult result)
    {
        Outcome outcome = result.Outcome;
        VerdictSign sign = VerdictSign.Of(result.Judgement, outcome.Verdict, console.Profile.Capabilities.Unicode);
        console.WriteLine();
        WriteField(console, "device", $"{result.Device.Id}: {result.Device.Name} ({result.Device.Platform})");
        Label("verdict").Add($"{sign.Symbol} {Names.NameOf(outcome.Verdict)}", sign.Style).WriteTo(console);
        WriteField(console, "finding", RunTableRow.Of(result).Finding);
        if (outcome.Method.Length > 0) WriteField(console, "method", outcome.Method);
        WriteField(console, "evidence", DescribeEvidence(outcome.Evidence));
        if (outcome.Runs is { } runs) WriteField(console, "runs", NumberText.Of(runs));
        if (outcome.Seed is { } seed) WriteField(console, "seed", NumberText.OfSeed(seed));
        WriteField(console, "time", NumberText.OfTime(result.Milliseconds));
        foreach (Measurement measurement in outcome.Measurements) WriteMeasurement(console, measurement);
    }

    private static void WriteMeasurement(IAnsiConsole console, Measurement measurement)
    {
        string unit = NumberText.OfUnit(measurement.Unit);
        console.WriteLine();
        TextBlock.Write(console, new Line(), measurement.Name, Palette.Strong);
        WriteField(console, "  measured", NumberText.Of(measurement.Measured) + unit);
        if (measurement.Reference is { } reference) WriteField(console, "  reference", NumberText.Of(reference) + unit);
        if (measurement.Bound is { } bound) WriteField(console, "  bound", NumberText.Of(bound) + unit);
        if (measurement.Source is { } source) WriteField(console, "  source", source);
    }

    private static string Expectation(Claim claim)
    {
        string meaning = claim.Expected switch
        {
            ExpectedVerdict.Confirmed => "the sentence holds as printed",
            ExpectedVerdict.Qualified => "the sentence holds in the regime it speaks of, and the check measures where it stops holding",
            _ => "the sentence is false as printed",
        };
        string possibility = claim.IsExistential ? "; it says that something may happen, so not observing it refutes nothing" : "";
        return $"{Names.IdOf(claim.Expected)}: {meaning}{possibility}";
    }

    /// <summary>How directly something was seen, in words.</summary>
    /// <param name="evidence">The evidence.</param>
    public static string DescribeEvidence(Evidence evidence) => evidence switch
    {
        Evidence.ExecutedOnDevice => "executed on the device, its results read back",
        Evidence.ExecutedOnSimulator => "executed on a simulator: the CPU accelerator runs the .NET method, not the code that a GPU gets",
        Evidence.MachineCodeInspected => "machine code inspected, nothing executed",
        Evidence.CompilerOutputInspected => "compiler output inspected, nothing executed",
        Evidence.ExternalProgram => "computed by another program on this machine",
        _ => "none: nothing was executed",
    };

    private static Line Label(string label) => new Line().Add(label, Palette.Faint).MoveTo(Values);

    private static void WriteField(IAnsiConsole console, string label, string text) => TextBlock.Write(console, Label(label), text);
}
