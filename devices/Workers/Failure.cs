// One line of text about an exception, or about a worker process that ended under its work.

using System;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime;

namespace QuizKit.Devices.Workers;

internal static partial class Failure
{
    /// <summary>Whether an exception is a check's or a device's to report, and not the end of this process.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsReportable(Exception exception) => exception is not OutOfMemoryException;

    /// <summary>One line on a process that ended under its work.</summary>
    /// <param name="exitCode">The exit code of the process.</param>
    /// <param name="lastLine">The last line that the process wrote, or null.</param>
    public static string OfCrash(int exitCode, string? lastLine) => OneLine(
        $"The process that worked on it ended with {ExitText(exitCode)}{(lastLine is null ? "." : $": {lastLine.TrimEnd('.')}.")} Update the driver, or leave the device out with --device.");

    public static string ExitText(int exitCode) => exitCode switch
    {
        128 + 4 => "signal SIGILL",
        128 + 6 => "signal SIGABRT",
        128 + 7 => "signal SIGBUS",
        128 + 8 => "signal SIGFPE",
        128 + 9 => "signal SIGKILL (perhaps the system ran out of memory)",
        128 + 11 => "signal SIGSEGV",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"status 0x{exitCode:X8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}"),
    };

    /// <summary>One line that says what an exception says.</summary>
    /// <param name="exception">The exception.</param>
    public static string Describe(Exception exception)
    {
        Exception cause = exception;
        while (cause is TargetInvocationException or AggregateException or TypeInitializationException && cause.InnerException is not null)
            cause = cause.InnerException;

        // A driver's message speaks for itself; the message of another exception means little without its type.
        string message = cause is AcceleratorException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        return OneLine(message);
    }

    /// <summary>A driver's message may have control characters, which a terminal would obey.</summary>
    private static string OneLine(string text) => Separators().Replace(text, " ").Trim(' ');

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Separators();
}
