// The published library, for tests that load it as programs do.

using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

internal static class Published
{
    private static readonly string Root = FindRoot();

    private static readonly Lazy<(string? Path, string Reason)> Found = new(Find);

    /// <summary>The path of the library; only where <see cref="WhyNot"/> is null.</summary>
    public static string Library => Found.Value.Path ?? throw new InvalidOperationException(Found.Value.Reason);

    /// <summary>Why there is no library that is up to date; null where there is one.</summary>
    public static string? WhyNot => Found.Value.Path is null ? Found.Value.Reason : null;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output) Run(
        string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith(DriverOptions.Prefix, StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    // Publishing takes a minute: that is the lane's, and a developer's.
    private static (string? Path, string Reason) Find()
    {
        if (OperatingSystem.IsWindows()) return (null, "eng/cuda-software.sh runs on Linux and macOS.");
        var (exitCode, output) = Run(Path.Combine(Root, "eng", "cuda-software.sh"), ["status"]);
        return exitCode == 0 ? (output.Trim(), "") : (null, $"{output.Trim()}: run eng/cuda-software.sh.");
    }

    private static string FindRoot()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        while (!File.Exists(Path.Combine(folder, "QuizKit.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>A test of the published library, skipped where it is not published or older than its sources.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute
{
    /// <summary>Skips the test where there is no library.</summary>
    public PublishedFactAttribute() => Skip = Published.WhyNot;
}
