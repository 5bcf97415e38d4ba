// A folder for one test, and the tool run on it as a command line would.

using System.Text;
using QuizKit.Tool.CommandLine;

namespace QuizKit.Tool.Tests;

/// <summary>What a command returned and wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error);

internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quizkit-tool-");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static ToolRun Run(params string[] args) => RunOn([], args);

    public static ToolRun RunOn(byte[] input, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = new QuizKitApplication(() => new MemoryStream(input), output, error).Run(args);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
