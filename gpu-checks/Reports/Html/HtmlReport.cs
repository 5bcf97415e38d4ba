// The report of a run as a web page that shows the quiz: one file, no script, no external resources.

using System.Globalization;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Reports.Html;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.Reports.Html;

/// <summary>
/// The quiz with each claim's sentence marked by its verdict. A mark is a link to the details of its claim, which open: measurement,
/// bound, reference, method and plot.
/// </summary>
internal static class HtmlReport
{
    private const string Laboratory = "laboratory";

    /// <param name="lab">The results of the laboratory; null: not requested.</param>
    public static void Write(TextWriter writer, RunReport report, LabReport? lab = null)
    {
        var laboratory = lab is null ? null : LabDocument.Of(lab);
        List<Question> questions = [.. report.Quiz.Questions.Where(question => IsShown(question, report))];
        writer.Write(HtmlPage.Of($"{report.Quiz.Title.UnicodeText}, checked by gpu-checks", page =>
        {
            page.Element("a", "To the questions", ("class", "skip"), ("href", "#questions")).Line();
            page.Open("header").Line();
            WriteSummary(page, report);
            page.Close().Line();
            page.Open("nav", ("aria-label", "Questions")).Open("ol", ("class", "contents")).Line();
            foreach (var question in questions) WriteLink(page, question, report);
            if (laboratory is not null)
                page.Open("li").Element("a", $"Laboratory: {LabDocument.Title}", ("href", "#" + Laboratory)).Close().Line();
            page.Close().Close().Line();
            page.Open("main", ("id", "questions")).Line();
            foreach (var question in questions) HtmlQuestion.Write(page, question, report, laboratory?.Sections ?? []);
            if (laboratory is not null) WriteLaboratory(page, laboratory);
            page.Close().Line();
        }));
        writer.Flush();
    }

    private static void WriteLaboratory(Markup page, Document laboratory)
    {
        HtmlRenderer.OpenSection(page, Laboratory, $"Laboratory: {LabDocument.Title}");
        HtmlRenderer.WriteIntroduction(page, laboratory);
        page.Close().Line();
        foreach (var section in laboratory.Sections) HtmlRenderer.Write(page, section);
    }

    private static bool IsShown(Question question, RunReport report) =>
        report.Request.Claims.Count == report.Quiz.Claims.Count || report.Request.Claims.Any(claim => claim.QuestionId == question.Id);

    private static void WriteSummary(Markup page, RunReport report)
    {
        var summary = RunSummary.Of(report);
        page.Open("h1", ("lang", report.Quiz.Language)).Raw(report.Quiz.Title.Html).Close().Line();
        page.Element("p", string.Create(
            CultureInfo.InvariantCulture,
            $"Report of gpu-checks {JsonReports.ToolVersion}, {report.Time:yyyy-MM-dd HH:mm} UTC: each sentence marked by what was measured."))
            .Line();
        var state = summary.ExitStatus switch
        {
            ExitStatus.AsExpected => "confirmed",
            ExitStatus.Stopped => "qualified",
            _ => "refuted",
        };
        page.Open("p", ("class", $"result {state}")).Element("strong", SummaryText.Counts(summary))
            .Text($" {Sentence(SummaryText.Conclusion(summary, report.Planned))}").Close().Line();
        WriteDisagreements(page, report);
        WriteKey(page, report);
        WriteDevices(page, report);
        page.Open("dl", ("class", "machine")).Line();
        var machine = report.Machine;
        Field("Machine", $"{machine.Os}, {machine.Architecture}, {NumberText.Of(machine.ProcessorCount, "processor")}");
        Field("Runtime", machine.Runtime);
        Field("Tool", $"gpu-checks {JsonReports.ToolVersion}");
        Field("Settings", SummaryText.Settings(report.Request));
        page.Element("dt", "Again").Open("dd").Element("code", SummaryText.Command(report.Quiz, report.Request)).Close().Line();
        page.Close().Line();

        static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

        void Field(string label, string value) => page.Element("dt", label).Element("dd", value).Line();
    }

    private static void WriteDisagreements(Markup page, RunReport report)
    {
        List<CheckResult> alarming = [.. report.Results.Where(result => result.Judgement is Judgement.Differs or Judgement.Broken)];
        List<DeviceComparison> conflicts = [.. report.CrossDevice?.Comparisons.Where(comparison => !comparison.Agree) ?? []];
        if (alarming.Count + conflicts.Count == 0) return;
        page.Element("h2", "Disagreements").Line().Open("ul").Line();
        foreach (var result in alarming)
        {
            page.Open("li").Element("a", result.Claim.Id, ("href", "#" + new HtmlClaim(result.Claim, report).Anchor));
            page.Text($" on {result.Device.Id}: {Names.NameOf(result.Outcome.Verdict)}, expected {Names.IdOf(result.Claim.Expected)}")
                .Close().Line();
        }

        foreach (var conflict in conflicts)
        {
            page.Open("li").Element("a", conflict.Claim.Id, ("href", "#" + new HtmlClaim(conflict.Claim, report).Anchor));
            page.Text(
                $": {conflict.First.Id} and {conflict.Second.Id} disagree on "
                    + $"{string.Join("; ", conflict.Disagreements.Select(d => $"{d.What} ({d.First} and {d.Second})"))}");
            page.Close().Line();
        }

        page.Close().Line();
    }

    /// <summary>Writes the meaning and the number of each mark.</summary>
    private static void WriteKey(Markup page, RunReport report)
    {
        page.Open("ul", ("class", "key")).Line();
        foreach (var verdict in Enum.GetValues<Verdict>())
            Write(VerdictMark.Of(verdict), report.Results.Count(result => result.Outcome.Verdict == verdict));
        Write(VerdictMark.NotRun, report.Planned - report.Results.Count);
        Write(VerdictMark.NotExecutable, report.NotExecutable.Count);
        page.Close().Line();

        void Write(VerdictMark mark, int count)
        {
            if (count == 0) return;
            page.Open("li").Open("span", ("class", $"mark {mark.Class}"));
            mark.Write(page);
            page.Close().Text(" ").Element("strong", NumberText.Of(count)).Text(" ").Element("span", mark.Meaning).Close().Line();
        }
    }

    private static void WriteDevices(Markup page, RunReport report)
    {
        page.Open("ul", ("class", "devices")).Line();
        foreach (var device in report.Request.Devices)
        {
            page.Open("li").Element("code", device.Id)
                .Text($" {device.Name} ({device.Platform}), {NumberText.OfMemory(device.MemoryBytes)}, ");
            page.Text(device.SupportsFloat64 ? "binary32 and binary64" : "binary32 only").Close().Line();
        }

        page.Close().Line();
        if (report.LeftOut.Count == 0) return;
        page.Open("details").Element("summary", NumberText.Of(report.LeftOut.Count, "skipped device")).Open("ul").Line();
        foreach (var device in report.LeftOut)
            page.Element("li", $"{device.Name} ({Names.NameOf(device.Kind)}): {device.Reason} {device.Remedy}").Line();
        page.Close().Close().Line();
    }

    private static void WriteLink(Markup page, Question question, RunReport report)
    {
        page.Open("li").Open("a", ("href", "#" + HtmlQuestion.AnchorOf(question)));
        page.Text(string.Create(CultureInfo.InvariantCulture, $"{question.Number} "))
            .Text(TextBlock.Cut(question.Prompt.UnicodeText, 70, unicode: true)).Close();
        var results = report.Results.Where(result => result.Question.Id == question.Id);
        foreach (var group in results.GroupBy(result => result.Outcome.Verdict).OrderBy(group => group.Key))
        {
            var mark = VerdictMark.Of(group.Key);
            page.Text(" ").Open("span", ("class", $"mark {mark.Class}"));
            page.Element("span", mark.Sign, ("aria-hidden", "true")).Text($" {NumberText.Of(group.Count())} ");
            page.Element("span", mark.Word, ("class", "unseen")).Close();
        }

        page.Close().Line();
    }
}
