// One line of text about an exception, or about a worker process that gave no reply.

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime;

namespace QuizKit.Devices.Workers;

internal static partial class Failure
{
    private const string Remedy = "Update the driver, or leave the device out with --device.";

    /// <summary>Whether an exception is reported as the failure of a check or a device, and does not end this process.</summary>
    public static bool IsReportable(Exception exception) => exception is not OutOfMemoryException;

    /// <summary>Says that a device cannot be opened.</summary>
    public static string OfOpening(string reason) => "The device cannot be opened: " + reason;

    /// <summary>Says that a worker process did not start in time.</summary>
    public static string OfStartTimeout(TimeSpan limit) =>
        $"its driver did not start within {limit.TotalSeconds:0} s. {Remedy}";

    /// <summary>Says that a job did not end in time.</summary>
    /// <param name="work">The job, as it is named after "the".</param>
    public static string OfTimeout(string work, TimeSpan limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"The {work} did not end within {limit.TotalSeconds:0.###} s and was stopped. Allow it more with --timeout, or less work with ")
        + "--scale quick; a kernel that hangs at any size needs another driver.";

    /// <summary>Says that a worker process ended during a job.</summary>
    /// <param name="work">The job, as it is named after "the".</param>
    public static string OfCrash(string work, int exitCode, string? lastLine)
    {
        var last = lastLine is null ? "." : $": {lastLine.TrimEnd('.')}.";
        return OneLine($"The process that ran the {work} ended with {ExitText(exitCode)}{last} {Remedy}");
    }

    /// <summary>Names an exit code; one of a signal by the signal.</summary>
    public static string ExitText(int exitCode) => exitCode switch
    {
        128 + 4 => "signal SIGILL",
        128 + 6 => "signal SIGABRT",
        128 + 7 => "signal SIGBUS",
        128 + 8 => "signal SIGFPE",
        128 + 9 => "signal SIGKILL (possibly out of memory)",
        128 + 11 => "signal SIGSEGV",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"status 0x{exitCode:X8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}"),
    };

    /// <summary>The message of an exception in one line.</summary>
    public static string Describe(Exception exception)
    {
        var cause = exception;
        while (cause is TargetInvocationException or AggregateException or TypeInitializationException && cause.InnerException is not null)
            cause = cause.InnerException;

        // A driver's message is complete; the message of another exception means little without its type.
        var message = cause is AcceleratorException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        return OneLine(message);
    }

    /// <summary>A driver's message may have control characters, which a terminal would obey.</summary>
    private static string OneLine(string text) => Separators().Replace(text, " ").Trim(' ');

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Separators();
}
