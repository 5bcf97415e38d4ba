// The JUnit XML of build servers: held to a schema, and to the meaning of each kind of test result.

using System.Xml.Linq;
using System.Xml.Schema;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Reports.Formats;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class JunitReportTests
{
    [Fact]
    public void A_report_with_everything_in_it_is_as_accepted() => Snapshot.Verify(FixedReport.Write(ReportFormat.Junit, FixedReport.Create()), "xml");

    [Fact]
    public void It_keeps_to_the_schema_whatever_was_measured()
    {
        Assert.Empty(Errors(Parse(FixedReport.Create())));
        Assert.Empty(Errors(Parse(FixedReport.Stopped())));
    }

    [Fact]
    public void The_schema_refuses_what_is_not_JUnit()
    {
        var report = Parse(FixedReport.Create());
        report.Descendants("testcase").First().Attribute("classname")!.Remove();
        report.Descendants("failure").First().Name = "faliure";

        Assert.Equal(2, Errors(report).Count);
    }

    [Fact]
    public void A_suite_is_a_device_and_a_case_is_a_claim_of_its_question()
    {
        var report = Parse(FixedReport.Create());

        Assert.Equal(["gpu-checks cpu", "gpu-checks opencl"], report.Root!.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        var first = report.Descendants("testcase").First();
        Assert.Equal(("multiply-adds", "total-multiply-adds"), (first.Attribute("classname")!.Value, first.Attribute("name")!.Value));
        Assert.Equal("6", Property(report, "seed"));
        Assert.Equal("full", Property(report, "scale"));
        Assert.Equal("CPU accelerator", Property(report, "device.name"));
    }

    [Fact]
    public void A_verdict_that_differs_fails_a_broken_check_is_an_error_and_the_undecided_are_skipped()
    {
        var suite = Parse(FixedReport.Create()).Root!.Elements("testsuite").Last();

        string Result(string claim) => suite.Elements("testcase").Single(c => c.Attribute("name")!.Value == claim).Elements().First().Name.LocalName;
        Assert.Equal("failure", Result(SampleQuiz.Refuted));
        Assert.Equal("error", Result(SampleQuiz.Corrected));
        Assert.Equal("skipped", Result(SampleQuiz.LongName));
        Assert.Equal("skipped", Result(SampleQuiz.Existential));
        Assert.Equal("skipped", Result(SampleQuiz.Qualified));
        Assert.Equal(
            ("5", "1", "1", "3"),
            (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value, suite.Attribute("skipped")!.Value));
    }

    private static XDocument Parse(RunReport report) => XDocument.Parse(FixedReport.Write(ReportFormat.Junit, report));

    private static string Property(XDocument report, string name) =>
        report.Descendants("property").First(property => property.Attribute("name")!.Value == name).Attribute("value")!.Value;

    private static List<string> Errors(XDocument report)
    {
        var schema = new XmlSchemaSet();
        schema.Add(null, Repository.PathOf("tests/QuizKit.GpuChecks.Tests/Reports/junit.xsd"));
        var errors = new List<string>();
        report.Validate(schema, (_, problem) => errors.Add(problem.Message));
        return errors;
    }
}
