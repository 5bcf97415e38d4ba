// Where a program is that is named without a folder.

namespace QuizKit.Devices.Programs;

/// <summary>
/// Finds programs in the folders of <c>PATH</c>. <see cref="System.Diagnostics.Process"/> itself would look into the current folder before:
/// what lies there under the name of Python would run.
/// </summary>
internal static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The .NET that runs this program, where it runs as <c>dotnet gpu-checks.dll</c>; otherwise its name.</summary>
    public static string Dotnet =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>The path of a program; null where there is none. A name with a folder is a path already.</summary>
    /// <param name="name">The name, on Windows with or without its extension.</param>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The same, in the folders of a list, of which those that depend on the current folder are left out.</summary>
    internal static string? Find(string name, string path)
    {
        if (Path.GetFileName(name) != name) return name;
        string[] files = OperatingSystem.IsWindows() && !Path.HasExtension(name) ? [name + ".exe", name + ".com"] : [name];
        return path.Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => files.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(file => File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0));
    }
}
