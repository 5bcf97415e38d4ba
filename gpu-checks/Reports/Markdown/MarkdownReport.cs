// The report of a run as Markdown, for a comment on a pull request or the summary of a job.

using System.Globalization;
using System.Text;
using QuizKit.Cuda.Emulator;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Variation;
using QuizKit.Reports.Markdown;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.Reports.Markdown;

/// <summary>
/// A summary, the verdicts with the unexpected ones first, and each question's details collapsed. Never longer than a GitHub comment may
/// be:
/// details are omitted from the end, and the report says so.
/// </summary>
internal static class MarkdownReport
{
    /// <summary>The longest report, in UTF-16 code units and in bytes: GitHub's limit for a comment is 65,536 characters.</summary>
    public const int LongestReport = 65_536;

    // Room for the sentences that count omitted questions and rows.
    private const int Reserve = 400;

    public static void Write(TextWriter writer, RunReport report)
    {
        var text = new StringBuilder();
        AppendHead(text, report);
        List<CheckResult> byWeight = [.. report.Results.OrderBy(result => Weight(result.Judgement))];
        var rows = AppendTable(text, byWeight, report.Request.Devices.Count > 1);
        AppendDetails(text, report);
        if (rows < byWeight.Count)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"\n{byWeight.Count - rows} verdicts that are as expected are omitted from the table.\n");
        }

        writer.Write(text.ToString());
        writer.Flush();
    }

    private static void AppendHead(StringBuilder text, RunReport report)
    {
        var summary = RunSummary.Of(report);
        var sign = summary.ExitStatus == ExitStatus.AsExpected ? "✅" : "❌";
        text.Append("## ").Append(sign).Append(" gpu-checks: ").Append(MarkdownText.Of(report.Quiz.Title.UnicodeText)).Append("\n\n");
        text.Append("**").Append(SummaryText.Counts(summary)).Append("** ").Append(SummaryText.Meaning(summary, report.Planned))
            .Append("\n\n");
        foreach (var device in report.Request.Devices)
        {
            text.Append("- ").Append(MarkdownText.Code(device.Id)).Append(": ")
                .Append(MarkdownText.Of($"{device.Name} ({device.Platform})"))
                .Append('\n');
        }

        var settings = $"{SummaryText.Settings(report.Request)}; {report.Machine.Os}, {report.Machine.Runtime}";
        text.Append("- ").Append(MarkdownText.Of(settings)).Append('\n');
        if (report.NotExecutable.Count > 0)
            text.Append("- ").Append(NumberText.Of(report.NotExecutable.Count, "claim")).Append(" that no program can check\n");
    }

    /// <summary>Appends the table; expected verdicts are omitted from the end if it would fill the comment.</summary>
    private static int AppendTable(StringBuilder text, List<CheckResult> results, bool severalDevices)
    {
        if (results.Count == 0) return 0;
        text.Append("\n| | claim |").Append(severalDevices ? " device |" : "").Append(" verdict | measured | reference | bound |\n");
        text.Append("| --- | --- |").Append(severalDevices ? " --- |" : "").Append(" --- | ---: | ---: | ---: |\n");
        for (var i = 0; i < results.Count; i++)
        {
            var row = Row(results[i], severalDevices);
            if (SizeOf(text) + SizeOf(row) > LongestReport / 2) return i;
            text.Append(row);
        }

        return results.Count;
    }

    private static string Row(CheckResult result, bool severalDevices)
    {
        var row = RunTableRow.Of(result);
        var sign = VerdictSign.Of(result).Symbol;
        var verdict = result.Judgement == Judgement.Differs
            ? $"**{row.Verdict}**, expected {Names.IdOf(result.Claim.Expected)}"
            : row.Verdict;
        var device = severalDevices ? $" {MarkdownText.Code(row.Device)} |" : "";
        return $"| {sign} | {MarkdownText.Code(row.Claim)} |{device} {verdict} | {row.Measured} | {row.Reference} | {row.Bound} |\n";
    }

    private static void AppendDetails(StringBuilder text, RunReport report)
    {
        // Questions with unexpected verdicts come first here too, because the end may be cut.
        List<IGrouping<Question, CheckResult>> questions =
            [.. report.Results.GroupBy(result => result.Question).OrderBy(group => group.Min(result => Weight(result.Judgement)))];
        for (var i = 0; i < questions.Count; i++)
        {
            var details = Details(questions[i], report.Request.Devices.Count > 1);
            if (SizeOf(text) + SizeOf(details) > LongestReport - Reserve)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\nThe details of {questions.Count - i} of {questions.Count} questions are omitted, because a comment has no room "
                        + $"for them. ");
                text.Append("`--format html` and `--format json` have them all.\n");
                return;
            }

            text.Append(details);
        }
    }

    private static string Details(IGrouping<Question, CheckResult> question, bool severalDevices)
    {
        var text = new StringBuilder();
        var prompt = MarkdownText.InHtml(TextBlock.Cut(question.Key.Prompt.UnicodeText, 100, unicode: true));
        var differs = question.Any(result => result.Judgement is Judgement.Differs or Judgement.Broken);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n<details{(differs ? " open" : "")}>\n<summary>Question {question.Key.Number}: {prompt}</summary>\n");
        foreach (var result in question)
        {
            var row = RunTableRow.Of(result);
            var sign = VerdictSign.Of(result);
            text.Append('\n').Append(sign.Symbol).Append(' ').Append(MarkdownText.Code(row.Claim));
            if (severalDevices) text.Append(" on ").Append(MarkdownText.Code(row.Device));
            text.Append(", **").Append(row.Verdict).Append("**: ").Append(MarkdownText.Of(row.Finding)).Append("\n\n");
            text.Append("> ").Append(MarkdownText.Of(result.Claim.Statement.UnicodeText)).Append('\n');
            if (result.Outcome.Measurements.Count > 0) text.Append('\n');
            foreach (var measurement in result.Outcome.Measurements)
                text.Append("- ").Append(MarkdownText.Of($"{measurement.Name}: {MeasurementText.Of(measurement)}")).Append('\n');
            if (result.Outcome.Replays is { } replays) text.Append("- ").Append(Seeds(replays)).Append('\n');
        }

        return text.Append("\n</details>\n").ToString();
    }

    /// <summary>The seed of each result, in one line.</summary>
    private static string Seeds(IReadOnlyList<ResultCount> replays) => MarkdownText.Of(
        $"{CudaEmulator.SeedVariable} of each result: "
        + string.Join(", ", replays.Select(one => $"0x{one.Bits} {NumberText.OfSeed(one.Seed!.Value)}")));

    private static int Weight(Judgement judgement) => judgement switch
    {
        Judgement.Broken => 0,
        Judgement.Differs => 1,
        Judgement.Undecided => 2,
        _ => 3,
    };

    private static int SizeOf(StringBuilder text) => SizeOf(text.ToString());

    private static int SizeOf(string text) => Encoding.UTF8.GetByteCount(text);
}
