// Turns what a check or a device threw into an outcome: one line, in the device's own words.

using System;
using System.Reflection;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

internal static class Failure
{
    /// <summary>Whether an exception is a check's or a device's to report, and not the end of this process.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsReportable(Exception exception) => exception is not OutOfMemoryException;

    /// <summary>The outcome of a check that threw.</summary>
    /// <param name="exception">What it threw.</param>
    public static Outcome OfCheck(Exception exception) => Of("The check broke: " + Describe(exception));

    /// <summary>The outcome of a claim whose device cannot be opened.</summary>
    /// <param name="exception">What opening it threw.</param>
    public static Outcome OfOpening(Exception exception) => Of("The device cannot be opened: " + Describe(exception));

    /// <summary>One line that says what an exception says.</summary>
    /// <param name="exception">The exception.</param>
    public static string Describe(Exception exception)
    {
        Exception cause = exception;
        while (cause is TargetInvocationException or AggregateException or TypeInitializationException && cause.InnerException is not null)
            cause = cause.InnerException;

        // A driver's message speaks for itself; the message of another exception means little without its type.
        string message = cause is AcceleratorException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        return OneLine.Of(message);
    }

    private static Outcome Of(string finding) =>
        new() { Verdict = Verdict.Error, Finding = finding, Evidence = Evidence.None };
}
