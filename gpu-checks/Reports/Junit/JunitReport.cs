// The report of a run as JUnit XML: the format that build servers show as a list of tests.

using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Junit;

/// <summary>
/// A test suite for each device, a test case for each claim. A verdict that differs from the expected one is a failure, a check that
/// failed to run an error; an undecided one (skipped, unwritten, a possibility that was not observed) is skipped, with its reason.
/// </summary>
internal static class JunitReport
{
    // XmlWriter would put the name of the stream's encoding into the declaration, and a TextWriter has none to tell.
    private static readonly XmlWriterSettings Settings =
        new() { Indent = true, IndentChars = "  ", NewLineChars = "\n", OmitXmlDeclaration = true };

    public static void Write(TextWriter writer, RunReport report)
    {
        var suites = new XElement(
            "testsuites",
            Attribute("name", report.Quiz.Title.UnicodeText),
            Counts(report.Results),
            report.Request.Devices.Select(device => Suite(report, device, [.. report.Results.Where(result => result.Device == device)])));
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(writer, Settings)) suites.Save(xml);
        writer.Write('\n');
        writer.Flush();
    }

    private static XElement Suite(RunReport report, DeviceInfo device, IReadOnlyList<CheckResult> results) => new(
        "testsuite",
        Attribute("name", $"gpu-checks {device.Id}"),
        Counts(results),
        Attribute("skipped", Number(results.Count(result => result.Judgement == Judgement.Undecided))),
        new XElement(
            "properties",
            Property("device", device.Id),
            Property("device.name", device.Name),
            Property("device.platform", device.Platform),
            Property("os", report.Machine.Os),
            Property("architecture", report.Machine.Architecture),
            Property("runtime", report.Machine.Runtime),
            Property("tool", $"gpu-checks {JsonReports.ToolVersion}"),
            Property("quiz", report.Quiz.Id),
            Property("scale", Names.IdOf(report.Request.Scale)),
            Property("seed", NumberText.OfSeed(report.Request.Seed)),
            Property("runs", Number(report.Request.Runs)),
            report.Request.Schedules is { } schedules ? Property("schedules", Number(schedules)) : null,
            Property("complete", report.IsComplete ? "true" : "false"),
            Property("not-executable", Number(report.NotExecutable.Count))),
        results.Select(Case));

    private static XAttribute[] Counts(IReadOnlyList<CheckResult> results) =>
    [
        Attribute("tests", Number(results.Count)),
        Attribute("failures", Number(results.Count(result => result.Judgement == Judgement.Differs))),
        Attribute("errors", Number(results.Count(result => result.Judgement == Judgement.Broken))),
        Attribute("time", Seconds(results.Sum(result => result.Milliseconds))),
    ];

    private static XElement Case(CheckResult result)
    {
        var outcome = result.Outcome;
        var verdict = Names.NameOf(outcome.Verdict);
        return new XElement(
            "testcase",
            Attribute("classname", result.Question.Id),
            Attribute("name", result.Claim.Id),
            Attribute("time", Seconds(result.Milliseconds)),
            result.Judgement switch
            {
                Judgement.Differs => Problem("failure", $"{verdict}, expected {Names.IdOf(result.Claim.Expected)}: {outcome.Finding}"),
                Judgement.Broken => Problem("error", outcome.Finding),
                Judgement.Undecided => new XElement("skipped", Attribute("message", $"{verdict}: {outcome.Finding}")),
                _ => null,
            },
            new XElement("system-out", Text(Details(result))));

        XElement Problem(string name, string message) => new(
            name, Attribute("type", verdict), Attribute("message", message), Text($"Claim: {result.Claim.Statement.UnicodeText}"));
    }

    private static string Details(CheckResult result)
    {
        var outcome = result.Outcome;
        var text = new StringBuilder();
        Line("verdict", $"{Names.NameOf(outcome.Verdict)} (expected: {Names.IdOf(result.Claim.Expected)})");
        Line("finding", outcome.Finding);
        if (outcome.Method.Length > 0) Line("method", outcome.Method);
        Line("evidence", ExplainDocument.DescribeEvidence(outcome.Evidence));
        foreach (var measurement in outcome.Measurements) Line(measurement.Name, MeasurementText.Of(measurement));
        return text.ToString();

        void Line(string label, string value) => text.Append(label).Append(": ").Append(OneLine.Of(value)).Append('\n');
    }

    /// <summary>Replaces characters that XML 1.0 cannot represent, such as most control characters, by a question mark.</summary>
    private static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isXml = rune.Value is '\t' or '\n' or (>= 0x20 and <= 0xFFFD) or >= 0x10000;
            safe.Append(isXml ? rune.ToString() : "?");
        }

        return safe.ToString();
    }

    private static XElement Property(string name, string value) => new("property", Attribute("name", name), Attribute("value", value));

    private static XAttribute Attribute(string name, string value) => new(name, Text(value));

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);
}
