// A project of somebody else: files in a folder outside the tree, which sees QuizKit through its packages alone.

using System.IO;
using System.Threading.Tasks;

namespace QuizKit.Packages.Tests;

internal sealed class Consumer(PackedPackages packages, string name)
{
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(packages.Root, "consumers", name)).FullName;

    /// <summary>A quiz of one question with the id <c>one</c>, whose prompt stands in line 11.</summary>
    public static string Quiz(string id, string prompt) =>
        $"---\nid: {id}\nlanguage: en\n---\n# The quiz {id}\n\n## Question 1\n<!-- quiz: id=one -->\n\nTwo lines:\n{prompt}\n\n### Answer\n\nYes.\n";

    public void Write(string file, string text)
    {
        string path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, packages.RestoredPackages, arguments);
}
