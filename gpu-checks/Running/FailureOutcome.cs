// Outcomes of checks that broke.

using System;
using System.Globalization;
using System.Linq;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.Running;

internal static class FailureOutcome
{
    /// <summary>The outcome of a check that threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="context">What the check was given.</param>
    public static Outcome OfCheck(Exception exception, CheckContext context)
    {
        string finding = "The check broke: " + Failure.Describe(exception);
        if (!DeviceMemory.IsExhausted(exception)) return Of(finding);
        string smaller = context.Reductions.Count == 0 ? "" : " " + string.Join(" ", context.Reductions.Select(Describe));
        return Of($"{finding}{smaller} Free memory on the device, or choose another with --device.") with { Reductions = context.Reductions };
    }

    /// <summary>What is wrong with an outcome whose kernel's code breaks the rules of exact arithmetic.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="outcome">What the check found.</param>
    public static string OfInspection(KernelUse kernel, Outcome outcome) =>
        $"The code of {kernel.Name} does not compute exactly: {string.Join("; ", kernel.Violations)}. What it gave proves nothing: {outcome.Finding}";

    /// <summary>One sentence on what was made smaller.</summary>
    /// <param name="reduction">What was made smaller.</param>
    public static string Describe(SizeReduction reduction) => string.Create(
        CultureInfo.InvariantCulture, $"The device's memory holds {reduction.Used:N0} of the {reduction.Asked:N0} {reduction.What} asked for.");

    /// <summary>The outcome of a check that did not end in time.</summary>
    /// <param name="device">The device.</param>
    /// <param name="limit">The time it had.</param>
    public static Outcome OfTimeout(DeviceInfo device, TimeSpan limit) => Of(string.Create(
        CultureInfo.InvariantCulture,
        $"The check did not end within {limit.TotalSeconds:0.###} s on {device.Id} ({device.Name}) and was stopped. Allow it more with --timeout, or less work with --scale quick; a kernel that hangs at any size needs another driver."));

    /// <summary>The outcome of a check whose process ended under it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="exitCode">The exit code of the process.</param>
    /// <param name="lastLine">The last line that the process wrote, or null.</param>
    public static Outcome OfCrash(DeviceInfo device, int exitCode, string? lastLine) => Of(OneLine.Of(
        $"The process that ran the check on {device.Id} ({device.Name}, {device.Platform}) ended with {Failure.ExitText(exitCode)}"
        + (lastLine is null ? "." : $": {lastLine.TrimEnd('.')}.")
        + " Update the driver, or leave the device out with --device."));

    /// <summary>The outcome of a claim whose device cannot be opened.</summary>
    /// <param name="exception">What opening it threw.</param>
    public static Outcome OfOpening(Exception exception) => OfOpening(Failure.Describe(exception));

    /// <summary>The outcome of a claim whose device cannot be opened.</summary>
    /// <param name="reason">Why it cannot.</param>
    public static Outcome OfOpening(string reason) => Of("The device cannot be opened: " + reason);

    private static Outcome Of(string finding) =>
        new() { Verdict = Verdict.Error, Finding = finding, Evidence = Evidence.None };
}
