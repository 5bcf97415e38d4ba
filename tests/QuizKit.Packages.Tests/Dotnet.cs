// Runs the dotnet command the way a person would in a fresh shell.

using System.Diagnostics;
using System.Reflection;
using System.Text;
using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>What a command left behind.</summary>
/// <param name="Command">The command line, for messages.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its output, lines ended by LF.</param>
/// <param name="Errors">What it wrote to its error stream.</param>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    public IEnumerable<string> Lines => Output.Split('\n').Select(line => line.TrimEnd());

    /// <summary>The distinct error lines of a build, which MSBuild prints once as they come and once in its summary.</summary>
    public IReadOnlyList<string> ErrorLines =>
        [.. Lines.Select(line => line.Trim()).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];

    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} exited with {ExitCode}:\n{Output}\n{Errors}");
        return this;
    }
}

internal static class Dotnet
{
    /// <summary>The dotnet that runs these tests.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    // One compiler process serves the builds of this run, and no others.
    private static readonly string CompilerPipe = "quizkit-" + Guid.NewGuid().ToString("N");

    /// <summary>Ends the compiler process that served the builds, which would wait for others.</summary>
    public static async Task StopCompilerAsync() =>
        (await RunAsync(Path.GetTempPath(), null, Metadata("CompilerServer"), $"-pipename:{CompilerPipe}", "-shutdown")).Succeeded();

    /// <summary>What this project's build knew.</summary>
    /// <param name="name">The name of the metadata.</param>
    public static string Metadata(string name) =>
        typeof(Dotnet).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;

    /// <summary>Runs dotnet and waits for it.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder that stands in for the machine's own package folder, or null for that one itself.</param>
    /// <param name="arguments">The arguments.</param>
    public static Task<CommandResult> RunAsync(string folder, string? packages, params string[] arguments) =>
        RunAsync(Host, folder, packages, arguments);

    /// <summary>Runs any program in the environment that <see cref="RunAsync(string, string?, string[])"/> gives to dotnet.</summary>
    public static async Task<CommandResult> RunAsync(
        string program, string folder, string? packages, string[] arguments, string input = "", string? time = null)
    {
        var start = In(folder, packages, program, arguments);
        if (time is not null) start.Environment["GIT_COMMITTER_DATE"] = time;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CommandResult($"{program} {string.Join(' ', arguments)}", process.ExitCode, (await output).ReplaceLineEndings("\n"), await errors);
    }

    /// <summary>How a program starts in a fresh shell, with all of its streams redirected.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder that stands in for the machine's own package folder, or null for that one itself.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo In(string folder, string? packages, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };

        // The test runner is a child of MSBuild and of a build server's settings, and perhaps of git: none of them are this command's.
        foreach (var name in start.Environment.Keys.Where(IsOfTheRunningBuild).ToList()) start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";

        // No build may outlive the command: it would keep the output open, and the folder of the next test's packages in use.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = CompilerPipe;
        // A program that was installed as a tool looks for .NET in the usual places only, and it may lie elsewhere.
        if (Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")) is { Length: > 0 } root) start.Environment["DOTNET_ROOT"] = root;
        if (packages is not null) start.Environment["NUGET_PACKAGES"] = packages;
        return start;
    }

    private static bool IsOfTheRunningBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GIT_", StringComparison.Ordinal) || name is "CI" or "ContinuousIntegrationBuild" or "Configuration" or "Version";
}
