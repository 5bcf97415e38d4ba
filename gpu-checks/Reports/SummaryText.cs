// The conclusion of a run in a few lines, for people.

using System.Globalization;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class SummaryText
{
    /// <summary>Writes the counts, the number of claims without a check, and the meaning of the exit code.</summary>
    public static void Write(IAnsiConsole console, RunReport report)
    {
        var summary = RunSummary.Of(report);
        TextBlock.Write(console, new Line(), Counts(summary), Palette.Strong);
        if (report.NotExecutable.Count > 0)
        {
            var count = NumberText.Of(report.NotExecutable.Count);
            TextBlock.Write(console, new Line(), $"{count} not executable: `gpu-checks list` says why.", Palette.Faint);
        }

        TextBlock.Write(console, new Line(), Meaning(summary, report.Planned), Palette.Of(ToneOf(summary)));
    }

    /// <summary>The settings of a run that change its numbers.</summary>
    public static string Settings(RunRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"scale {Names.IdOf(request.Scale)}, seed {request.Seed}, runs {request.Runs}"
            + $"{(request.Schedules is { } schedules ? $", schedules {schedules}" : "")}"
            + $"{(request.Shard is { } shard ? $", shard {shard}" : "")}");

    public static Tone ToneOf(RunSummary summary) => summary.ExitStatus switch
    {
        ExitStatus.AsExpected => Tone.Good,
        ExitStatus.Stopped => Tone.Undecided,
        _ => Tone.Bad,
    };

    /// <summary>The number of checks with each result. A result that did not occur is omitted, except for the passes.</summary>
    public static string Counts(RunSummary summary)
    {
        var parts = new List<string> { $"{NumberText.Of(summary.AsExpected)} as expected" };
        void Add(int count, string name)
        {
            if (count > 0) parts.Add($"{NumberText.Of(count)} {name}");
        }

        Add(summary.Differing, "not as expected");
        Add(summary.NotObserved, "not observed");
        Add(summary.Skipped, "skipped");
        Add(summary.Unwritten, "unwritten");
        Add(summary.Broken, "broken");
        return $"{NumberText.Of(summary.Total, "check")}: {string.Join(", ", parts)}.";
    }

    /// <summary>The command that repeats a run.</summary>
    public static string Command(Quiz quiz, RunRequest request)
    {
        var claims = request.Claims.Count == quiz.Claims.Count ? [] : request.Claims.Select(claim => $"--claim {claim.Id} ");
        var shard = request.Shard is { } part ? $" --shard {part}" : "";
        var schedules = request.Schedules is { } count ? string.Create(CultureInfo.InvariantCulture, $"--schedules {count} ") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"gpu-checks run {string.Concat(claims)}{string.Concat(request.Devices.Select(device => $"--device {device.Id} "))}"
                + $"--scale {Names.IdOf(request.Scale)} --seed {request.Seed} {schedules}--runs {request.Runs}{shard}");
    }

    /// <summary>The meaning of the exit code of a run.</summary>
    /// <param name="planned">The number of checks in the whole run.</param>
    public static string Meaning(RunSummary summary, int planned) =>
        $"Exit code {NumberText.Of((int)summary.ExitStatus)}: {Conclusion(summary, planned)}.";

    /// <summary>The same without the exit code and its full stop.</summary>
    public static string Conclusion(RunSummary summary, int planned) =>
        summary.ExitStatus switch
        {
            ExitStatus.Stopped => $"stopped after {NumberText.Of(summary.Total)} of {NumberText.Of(planned, "check")}",
            ExitStatus.CheckBroke => "a check broke",
            ExitStatus.VerdictDiffers => summary.Differing > 0 ? "a verdict differs from the expected one" : "two devices disagree",
            _ when summary.Total == 0 => "there was nothing to run",
            _ when summary.AsExpected == summary.Total => "every verdict is as expected",
            _ => "no verdict differs from the expected one",
        };
}
