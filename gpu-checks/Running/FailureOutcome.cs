// Outcomes of checks that failed.

using System.Globalization;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

internal static class FailureOutcome
{
    /// <summary>The outcome of a check that threw.</summary>
    public static Outcome OfCheck(Exception exception, CheckContext context)
    {
        var finding = "The check broke: " + Failure.Describe(exception);
        if (!DeviceMemory.IsExhausted(exception)) return Of(finding);
        var smaller = context.Reductions.Count == 0 ? "" : " " + string.Join(" ", context.Reductions.Select(Describe));
        return Of($"{finding}{smaller} Free memory on the device, or choose another with --device.") with
        { Reductions = context.Reductions };
    }

    /// <summary>The finding of a check whose kernel's code violates the rules of exact arithmetic.</summary>
    public static string OfInspection(KernelUse kernel, Outcome outcome) =>
        $"The code of {kernel.Name} does not compute exactly: {string.Join("; ", kernel.Violations)}. "
        + $"What it gave proves nothing: {outcome.Finding}";

    /// <summary>One sentence on what was made smaller.</summary>
    public static string Describe(SizeReduction reduction) => string.Create(
        CultureInfo.InvariantCulture,
        $"The device's memory holds {reduction.Used:N0} of the {reduction.Asked:N0} {reduction.What} asked for.");

    /// <summary>The outcome of a check that failed.</summary>
    /// <param name="finding">Why, in one line.</param>
    public static Outcome Of(string finding) => new() { Verdict = Verdict.Error, Finding = finding, Evidence = Evidence.None };
}
