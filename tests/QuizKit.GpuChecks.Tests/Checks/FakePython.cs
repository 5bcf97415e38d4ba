// A program that stands in for Python, for tests of how its answers are handled.

using QuizKit.Laboratory.Libraries;

namespace QuizKit.GpuChecks.Tests.Checks;

/// <summary>An executable file that stands in for Python.</summary>
internal sealed class FakePython : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fake-python").FullName;

    public FakePython(string unix, string windows)
    {
        Path = System.IO.Path.Combine(_folder, OperatingSystem.IsWindows() ? "python.cmd" : "python");
        File.WriteAllText(Path, OperatingSystem.IsWindows() ? $"@echo off\r\n{windows}\r\n" : $"#!/bin/sh\n{unix}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>A script that gives one answer for each question, and then ends at the next.</summary>
    public static FakePython Answering(params string[] answers) => new(Script(answers), WindowsScript(answers));

    /// <summary>What <see cref="Answering"/> runs in a shell.</summary>
    public static string Script(params string[] answers) =>
        """echo '{"status": "ready"}'; read line; """ + string.Concat(answers.Select(answer => $"echo '{answer}'; read line; "));

    /// <summary>A Python of the given names, or of the names that Python goes by, and no other libraries.</summary>
    public static LibraryServers Server(params string[] interpreters) => Server(TimeSpan.FromSeconds(60), interpreters);

    /// <summary>The same, with a limit of time for each answer.</summary>
    public static LibraryServers Server(TimeSpan timeout, params string[] interpreters) => new(
        LibraryServer.Python(interpreters.Length == 0 ? LibraryServer.Interpreters : interpreters, timeout),
        LibraryServer.DotNet(path: null, timeout));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string WindowsScript(string[] answers) =>
        string.Concat(answers.Prepend("""{"status": "ready"}""").Select(answer => $"echo {answer}\r\n")) + "pause >nul";
}
