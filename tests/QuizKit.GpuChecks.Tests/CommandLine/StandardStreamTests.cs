// Standard streams that are full or closed: one line, an exit code, and no stack trace.

using System.Diagnostics;
using QuizKit.GpuChecks.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public sealed class StandardStreamTests
{
    // The streams of a process are those of its shell.
    public static TheoryData<string, int, string> Commands => new()
    {
        { "list >/dev/full", 2, "gpu-checks: cannot write to the standard output: No space left on device." },
        { "list >&-", 2, "gpu-checks: cannot write to the standard output: Bad file descriptor." },
        { "list --format json >/dev/full", 2, "gpu-checks: cannot write to the standard output: No space left on device." },
        { "--help >/dev/full", 2, "gpu-checks: cannot write to the standard output: No space left on device." },
        { "nonsense 2>/dev/full", 2, "" },
        { "nonsense 2>&-", 2, "" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_stream_that_cannot_be_written_ends_the_command_in_one_line(string command, int code, string line)
    {
        if (!OperatingSystem.IsLinux()) return;
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("sh") { RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"\"$0\" \"$1\" {command}");
        start.ArgumentList.Add(host);
        start.ArgumentList.Add(typeof(Terminal).Assembly.Location);

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(line, error.TrimEnd());
        Assert.Equal(code, process.ExitCode);
    }
}
