// The report of a run as JUnit XML: the format that build servers show as a list of tests.

using System.Globalization;
using System.Text;
using System.Xml;
using QuizKit.Devices.Discovery;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;

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

    /// <summary>Writes the report of a run.</summary>
    public static void Write(TextWriter writer, RunReport report)
    {
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(writer, Settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", Text(report.Quiz.Title.UnicodeText));
            WriteCounts(xml, report.Results);
            foreach (var device in report.Request.Devices)
                WriteSuite(xml, report, device, [.. report.Results.Where(result => result.Device == device)]);
            xml.WriteEndElement();
        }

        writer.Write('\n');
        writer.Flush();
    }

    private static void WriteSuite(XmlWriter xml, RunReport report, DeviceInfo device, IReadOnlyList<CheckResult> results)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Text($"gpu-checks {device.Id}"));
        WriteCounts(xml, results);
        xml.WriteAttributeString("skipped", Number(results.Count(result => result.Judgement == Judgement.Undecided)));
        WriteProperties(xml, report, device);
        foreach (var result in results) WriteCase(xml, result);
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<CheckResult> results)
    {
        xml.WriteAttributeString("tests", Number(results.Count));
        xml.WriteAttributeString("failures", Number(results.Count(result => result.Judgement == Judgement.Differs)));
        xml.WriteAttributeString("errors", Number(results.Count(result => result.Judgement == Judgement.Broken)));
        xml.WriteAttributeString("time", Seconds(results.Sum(result => result.Milliseconds)));
    }

    private static void WriteProperties(XmlWriter xml, RunReport report, DeviceInfo device)
    {
        xml.WriteStartElement("properties");
        Property("device", device.Id);
        Property("device.name", device.Name);
        Property("device.platform", device.Platform);
        Property("os", report.Machine.Os);
        Property("architecture", report.Machine.Architecture);
        Property("runtime", report.Machine.Runtime);
        Property("tool", $"gpu-checks {JsonReports.ToolVersion}");
        Property("quiz", report.Quiz.Id);
        Property("scale", Names.IdOf(report.Request.Scale));
        Property("seed", NumberText.OfSeed(report.Request.Seed));
        Property("runs", Number(report.Request.Runs));
        Property("complete", report.IsComplete ? "true" : "false");
        Property("not-executable", Number(report.NotExecutable.Count));
        xml.WriteEndElement();

        void Property(string name, string value)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Text(value));
            xml.WriteEndElement();
        }
    }

    private static void WriteCase(XmlWriter xml, CheckResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Text(result.Question.Id));
        xml.WriteAttributeString("name", Text(result.Claim.Id));
        xml.WriteAttributeString("time", Seconds(result.Milliseconds));
        var outcome = result.Outcome;
        var verdict = Names.NameOf(outcome.Verdict);
        switch (result.Judgement)
        {
            case Judgement.Differs:
                WriteProblem("failure", verdict, $"{verdict}, expected {Names.IdOf(result.Claim.Expected)}: {outcome.Finding}");
                break;
            case Judgement.Broken:
                WriteProblem("error", verdict, outcome.Finding);
                break;
            case Judgement.Undecided:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", Text($"{verdict}: {outcome.Finding}"));
                xml.WriteEndElement();
                break;
        }

        xml.WriteElementString("system-out", Text(Details(result)));
        xml.WriteEndElement();

        void WriteProblem(string element, string type, string message)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("type", type);
            xml.WriteAttributeString("message", Text(message));
            xml.WriteString(Text($"Claim: {result.Claim.Statement.UnicodeText}"));
            xml.WriteEndElement();
        }
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

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);
}
