// A project of somebody else: files in a folder outside the tree, which sees QuizKit through its packages alone.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Packages.Tests;

internal sealed class Consumer(PackedPackages packages, string name)
{
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(packages.Root, "consumers", name)).FullName;

    /// <summary>A quiz of one question with the id <c>one</c>, whose prompt stands in line 11.</summary>
    public static string Quiz(string id, string prompt) =>
        $"---\nid: {id}\nlanguage: en\n---\n# The quiz {id}\n\n## Question 1\n<!-- quiz: id=one -->\n\nTwo lines:\n{prompt}\n\n### Answer\n\nYes.\n";

    /// <summary>A copy of one of the samples, which refers to the packages under test instead of the released ones.</summary>
    public static Consumer OfSample(PackedPackages packages, string sample)
    {
        var consumer = new Consumer(packages, sample);
        PackedPackages.CopyTree(Path.Combine(PackedPackages.Repository, "samples", sample), consumer.Folder);
        var project = Path.Combine(consumer.Folder, sample + ".csproj");
        var before = File.ReadAllText(project);
        var after = Regex.Replace(before, "(Include=\"QuizKit[^\"]*\" Version=\")[^\"]*", "${1}" + packages.Version);
        Assert.NotEqual(before, after);
        File.WriteAllText(project, after);
        return consumer;
    }

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, packages.RestoredPackages, arguments);

    /// <summary>Builds the project without a warning.</summary>
    public async Task BuildAsync() => (await DotnetAsync("build", "-warnaserror", "-o", "app")).Succeeded();

    /// <summary>Runs the program that <see cref="BuildAsync"/> built, with some lines of input.</summary>
    public Task<CommandResult> RunAsync(string input, params string[] arguments) =>
        Dotnet.RunAsync(Dotnet.Host, Folder, packages.RestoredPackages, [Path.Combine("app", name + ".dll"), .. arguments], input);
}
