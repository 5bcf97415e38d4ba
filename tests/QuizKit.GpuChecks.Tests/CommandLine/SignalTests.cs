// Signals: a run that a scheduler or a person stops leaves the report of what ran, and nothing else.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using QuizKit.GpuChecks.CommandLine;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public sealed class SignalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-checks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("INT", 130, true)]
    [InlineData("TERM", 130, true)]
    [InlineData("KILL", 137, false)]
    public async Task A_stopped_run_leaves_the_report_of_what_ran_and_nothing_else(string signal, int code, bool hasReport)
    {
        if (OperatingSystem.IsWindows()) return;
        var report = Path.Combine(_folder, "out.txt");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true };
        foreach (var word in (string[])[typeof(Terminal).Assembly.Location, "run", "--device", "cpu", "--scale", "quick", "--format", "json", "--output", report])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;

        // The note on the extension is the first thing that a run says, when its signals and its file are in place.
        var note = await process.StandardError.ReadLineAsync();
        Assert.StartsWith("gpu-checks: note:", note, StringComparison.Ordinal);
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(code, process.ExitCode);
        Assert.Equal(hasReport ? [report] : [], Directory.GetFileSystemEntries(_folder));
        if (!hasReport) return;
        using var json = JsonDocument.Parse(File.ReadAllBytes(report));
        Assert.False(json.RootElement.GetProperty("complete").GetBoolean());
    }

    /// <summary>A signal to the whole group of processes may reach the worker, and end it, before its parent knows of the signal.</summary>
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_that_reaches_the_worker_breaks_no_check(string signal)
    {
        // /proc tells which process is the worker, and when it is at work.
        if (!OperatingSystem.IsLinux()) return;
        var report = Path.Combine(_folder, "out.json");
        using var process = Process.Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [
            typeof(Terminal).Assembly.Location, "run", "--device", "cpu", "--scale", "quick", "--claim", "memorised-not-learned", "--python", "none",
            "--output", report]);
        string? worker = null;
        while (!process.HasExited && (worker = WorkerOf(process.Id)) is null) await Task.Delay(10);
        using var kill = Process.Start("sh", ["-c", $"kill -s {signal} {worker}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        using var json = JsonDocument.Parse(File.ReadAllBytes(report));
        Assert.Equal("confirmed", json.RootElement.GetProperty("outcomes")[0].GetProperty("verdict").GetString());
    }

    /// <summary>The id of the worker of a process, if it has loaded the code of devices.</summary>
    private static string? WorkerOf(int parent) => Directory.EnumerateDirectories("/proc", "*").FirstOrDefault(folder =>
    {
        try
        {
            return Path.GetFileName(folder).All(char.IsAsciiDigit)
                && File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[^1].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains("worker")
                && File.ReadAllText(Path.Combine(folder, "maps")).Contains("ILGPU.dll", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process ended in the meantime.
            return false;
        }
    }) is { } found ? Path.GetFileName(found) : null;
}
