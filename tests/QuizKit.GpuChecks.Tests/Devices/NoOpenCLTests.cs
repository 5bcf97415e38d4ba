// The whole program without OpenCL, as after a driver that crashed: it says why, and its checks run.

using System.Diagnostics;
using QuizKit.Devices.Discovery;
using QuizKit.GpuChecks.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Devices;

public sealed class NoOpenCLTests
{
    [Theory]
    [InlineData("devices", "an OpenCL driver crashed")]
    [InlineData("run --claim total-multiply-adds", "1 check: 1 as expected.")]
    public async Task Where_OpenCL_is_kept_out_the_reason_is_told_and_checks_run(string command, string said)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (var word in (string[])[typeof(Terminal).Assembly.Location, .. command.Split(' ')]) start.ArgumentList.Add(word);
        start.Environment[NativeLibraries.NoOpenCL] = "an OpenCL driver crashed";

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }
}
