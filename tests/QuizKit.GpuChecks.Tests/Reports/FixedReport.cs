// A report in which nothing changes from run to run, with every way that a check can end and text that no format must stumble over.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.Variation;
using QuizKit.Reports;
using QuizKit.Reports.Formats;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.Tests.Reports;

internal static class FixedReport
{
    /// <summary>Text that means something in HTML, XML, Markdown or a terminal.</summary>
    public const string Hostile = "</td><script>alert(1)</script> | `a` ]]> & <!-- \"q\" 'q' @team #7 [x](http://x) $a$ **b** \\ \u001b[2J \u0001\n\n| - |";

    private static readonly MachineInfo Machine = new("Example OS 1.0", "x64", 2, ".NET 10.0.0");

    /// <summary>A complete run on two devices: as expected on the first; on the second one verdict differs, one check broke and the others decided nothing.</summary>
    public static RunReport Create() => Of(
        [FakeCatalog.Cpu, FakeCatalog.OpenCL],
        (claim, device) => device == FakeCatalog.Cpu ? Plotted(claim) : claim.Id switch
        {
            SampleQuiz.Refuted => new Outcome { Verdict = Verdict.Confirmed, Finding = Hostile, Measurements = [new Measurement(Hostile, double.NaN, "a|b", null, 1, Hostile)] },
            SampleQuiz.Corrected => new Outcome { Verdict = Verdict.Error, Finding = "The check broke: CL_OUT_OF_RESOURCES", Evidence = Evidence.None },
            SampleQuiz.LongName => Outcome.Unwritten(),
            SampleQuiz.Existential => new Outcome { Verdict = Verdict.NotObserved, Finding = "100 atomic sums gave one result.", Runs = 100, Seed = ulong.MaxValue },
            _ => Outcome.Skipped("It needs float64."),
        });

    /// <summary>A complete run of the sample quiz on one device, everything as expected.</summary>
    public static RunReport AsExpected() => Of([FakeCatalog.Cpu], (claim, _) => Plotted(claim));

    /// <summary>A run on CUDA in software whose sums varied: three results of four schedules.</summary>
    public static RunReport InSchedules()
    {
        var report = Of([FakeCatalog.CudaSoftware], (claim, _) => claim.Id != SampleQuiz.Existential ? SampleQuiz.Expected(claim) : SampleQuiz.Expected(claim) with
        {
            Replays =
            [
                new ResultCount("41200001", 10.00000095367431640625, 2) { Seed = 2 },
                new ResultCount("41200000", 10, 1) { Seed = 1 },
                new ResultCount("41200002", 10.0000019073486328125, 1) { Seed = ulong.MaxValue },
            ],
        });
        return report with { Request = report.Request with { Schedules = 4 } };
    }

    /// <summary>A run that was stopped after its first check.</summary>
    public static RunReport Stopped()
    {
        var report = AsExpected();
        return report with { Results = [.. report.Results.Take(1)], IsComplete = false };
    }

    /// <summary>A run of a whole quiz with the outcome that each check is told to have.</summary>
    public static RunReport Of(IReadOnlyList<DeviceInfo> devices, System.Func<Claim, DeviceInfo, Outcome> outcomeOf, Quiz? quiz = null)
    {
        quiz ??= SampleQuiz.Quiz;
        var results = from claim in quiz.Claims
                      where claim.IsExecutable
                      from device in devices
                      select new CheckResult(claim, quiz.FindQuestion(claim.QuestionId)!, device, outcomeOf(claim, device), 12.3456);
        return new RunReport(
            quiz, new RunRequest(quiz.Claims, devices, Scale.Full, 6, 100), [FakeCatalog.NoCuda], [.. results], IsComplete: true)
        {
            Machine = Machine,
            Time = new System.DateTimeOffset(2026, 1, 2, 3, 4, 5, System.TimeSpan.Zero),
        };
    }

    /// <summary>A report in one of its forms.</summary>
    public static string Write(ReportFormat format, RunReport report)
    {
        using var text = new StringWriter();
        RunReports.Write(format, new ReportDestination(text, PlainConsole.On(text)), report);
        return text.ToString();
    }

    private static Outcome Plotted(Claim claim) => claim.Id != SampleQuiz.Qualified ? SampleQuiz.Expected(claim) : SampleQuiz.Expected(claim) with
    {
        Plots =
        [
            new Plot("Difference over width", "width", "difference", LogX: true, LogY: true,
            [
                new PlotSeries("measured <b>", SeriesKind.Line, [new(64, 1e-7), new(128, double.PositiveInfinity), new(256, 4e-7), new(512, 0)]),
                new PlotSeries("bound", SeriesKind.Reference, [new(64, 1e-6), new(512, 1e-6)]),
            ]),
            new Plot("Sums", "error", "runs", LogX: false, LogY: false, [new PlotSeries("sums", SeriesKind.Bars, [new(-1, 3), new(0, 5), new(1, 2)])]),
        ],
    };
}
