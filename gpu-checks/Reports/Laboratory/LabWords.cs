// What all reports of the laboratory say in the same words.

using System.Globalization;
using System.Linq;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.Reports.Laboratory;

internal static class LabWords
{
    /// <summary>The title of the laboratory.</summary>
    public const string Title = "Why the same sum differs, seen and cured";

    /// <summary>One sentence on what it all comes to.</summary>
    /// <param name="report">The report.</param>
    public static string Summary(LabReport report) => report.ExitStatus switch
    {
        ExitStatus.AsExpected => "Every tree was proven by replay, every sum lies within its bound, and every order that has to be fixed is.",
        ExitStatus.Stopped => "Stopped before its end: this is what was found by then.",
        ExitStatus.CheckBroke => "Some of it gave no answer, see above.",
        _ => $"{NumberText.Of(report.Faults.Count, "fault")} found, see above.",
    };

    /// <summary>A failure in one line.</summary>
    /// <param name="failure">The failure.</param>
    public static string Of(LabFailure failure) => $"{LabParts.IdOf(failure.Part)}{(failure.Device is { } device ? $" on {device}" : "")}: {failure.Message}";

    /// <summary>The settings in one line.</summary>
    /// <param name="report">The report.</param>
    public static string Settings(LabReport report) => string.Create(
        CultureInfo.InvariantCulture, $"scale {Names.IdOf(report.Settings.Scale)}, seed {report.Settings.Seed}, runs {report.Settings.Runs}");

    /// <summary>The command that does it again.</summary>
    /// <param name="report">The report.</param>
    public static string Command(LabReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"gpu-checks lab {string.Join(' ', report.Parts.Select(LabParts.IdOf))} --scale {Names.IdOf(report.Settings.Scale)} --seed {report.Settings.Seed} --runs {report.Settings.Runs} {string.Join(' ', report.Devices.Select(device => $"--device {device.Id}"))}");
}
