// A program that embeds the questions on neural networks, and wants nothing else of them.

using System.Text.Json;
using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>The program, built once. A quiz file lies beside it, which is none of the content's business.</summary>
public sealed class ContentConsumer(PackedPackages packages) : IAsyncLifetime
{
    internal Consumer Project { get; } = new(packages, "Embedder");

    /// <summary>The items of the build as MSBuild prints them: JSON.</summary>
    internal CommandResult Build { get; private set; } = null!;

    internal string PackageVersion => packages.Version;

    public async Task InitializeAsync()
    {
        Project.Write("Embedder.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit.NeuralNetworks" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        Project.Write("of-another-tool.quiz.md", "no quiz at all");
        Project.Write("Program.cs", """
            using QuizKit.NeuralNetworks;

            System.Console.WriteLine($"{Chapter6Quiz.Quiz.Questions.Count} questions");
            System.Console.WriteLine(Chapter6Quiz.MultiplyAdds.Id);
            System.Console.WriteLine(Chapter6Quiz.Quiz.In("de").Title);
            """);
        Build = await Project.DotnetAsync("build", "-t:Build", "-getItem:Analyzer", "-getItem:AdditionalFiles", "-getItem:QuizFile");
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(PackedPackagesTests.Name)]
public sealed class ContentConsumerTests(ContentConsumer consumer) : IClassFixture<ContentConsumer>
{
    [Fact]
    public async Task The_questions_are_there()
    {
        consumer.Build.Succeeded();

        var run = await consumer.Project.DotnetAsync(Path.Combine(consumer.Project.Folder, "bin", "Debug", "net10.0", "Embedder.dll"));

        Assert.Equal("20 questions\nmultiply-adds\nKapitel 6: Quiz\n", run.Succeeded().Output);
    }

    [Fact]
    public void The_content_brings_no_analyzer_and_no_quiz_files_to_its_consumer()
    {
        using var items = JsonDocument.Parse(consumer.Build.Succeeded().Output);
        var of = items.RootElement.GetProperty("Items");

        // The SDK's own analyzers are there, so an empty list cannot be what makes this pass.
        string[] analyzers = [.. of.GetProperty("Analyzer").EnumerateArray().Select(item => item.GetProperty("Filename").GetString()!)];
        Assert.Contains("Microsoft.CodeAnalysis.NetAnalyzers", analyzers);
        Assert.DoesNotContain(analyzers, name => name.Contains("QuizKit", StringComparison.Ordinal) || name.Contains("Markdig", StringComparison.Ordinal));
        Assert.Equal(0, of.GetProperty("QuizFile").GetArrayLength());
        Assert.DoesNotContain(
            of.GetProperty("AdditionalFiles").EnumerateArray(), item => item.GetProperty("Identity").GetString()!.Contains("quiz", StringComparison.Ordinal));
    }

    [Fact]
    public void The_content_brings_QuizKit_and_no_other_package()
    {
        consumer.Build.Succeeded();
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(consumer.Project.Folder, "obj", "project.assets.json")));

        Assert.Equal(
            [$"QuizKit.NeuralNetworks/{consumer.PackageVersion}", $"QuizKit/{consumer.PackageVersion}"],
            assets.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name).Order(StringComparer.Ordinal));
        var built = Directory.GetFiles(Path.Combine(consumer.Project.Folder, "bin"), "*.dll", SearchOption.AllDirectories);
        Assert.Equal(
            ["Embedder.dll", "QuizKit.NeuralNetworks.dll", "QuizKit.dll"],
            built.Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }
}
