// Looks for OpenCL devices in a process of its own first: a driver that crashes there would take this process along.

using System.Diagnostics;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime.OpenCL;
using QuizKit.Devices.Discovery;

namespace QuizKit.Devices.Workers;

internal static class OpenCLProbe
{
    /// <summary>The argument of the process that only looks.</summary>
    public const string Command = "look-for-opencl";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What that process does.</summary>
    public static ExitStatus Look()
    {
        try
        {
            NativeLibraries.Register(CudaDriver.Installed);
            using var context = Context.Create(static builder => builder.OpenCL());
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            // The process that started this one meets it too, and reports it.
        }

        return ExitStatus.AsExpected;
    }

    /// <summary>Where looking for devices fails, keeps OpenCL out of this process and out of those that it starts.</summary>
    public static void Run()
    {
        if (NativeLibraries.WhyNoOpenCL is not null || !NativeLibraries.HasOpenCL) return;
        NativeLibraries.WhyNoOpenCL = WhyItFails(WorkerProcess.ThisProgram(Command), Limit);
    }

    /// <summary>Why a process that looks for devices fails; null where it does not.</summary>
    internal static string? WhyItFails(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");

        // Drain what drivers write, so that the process never blocks on a full pipe.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(limit))
        {
            return process.ExitCode == 0
                ? null
                : $"an OpenCL driver crashed while devices were looked for: that process ended with {Failure.ExitText(process.ExitCode)}";
        }

        process.Kill(entireProcessTree: true);
        var seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return $"an OpenCL driver hung while devices were looked for: nothing came within {seconds} s";
    }
}
