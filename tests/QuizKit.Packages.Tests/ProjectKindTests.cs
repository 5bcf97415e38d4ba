// Projects that the package does not serve, or not as one might expect: each gets one message that says so. And what a build notices.

using System.IO.Compression;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class ProjectKindTests(PackedPackages packages)
{
    [Theory]
    [InlineData("Basic.vbproj", "")]
    [InlineData("Functional.fsproj", """<Compile Include="Module.fs" />""")]
    public async Task A_project_in_another_language_is_told_that_its_quizzes_are_not_compiled(string file, string items)
    {
        var project = new Consumer(packages, Path.GetFileNameWithoutExtension(file));
        project.Write(file, Library(items));
        project.Write("Module.fs", "module Module\nlet answer = 42\n");
        project.Write("a.quiz.md", Consumer.Quiz("a", "A?"));

        var build = (await project.DotnetAsync("build")).Succeeded();

        var warning = Assert.Single(WarningsOf(build));
        Assert.Contains(file + " : warning QK0053: ", warning, StringComparison.Ordinal);
        Assert.Contains("a.quiz.md", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_gets_the_build_folder_alone_is_told_what_it_lacks()
    {
        // As NuGet imports it where a packages.config names the package.
        var project = new Consumer(packages, "Old");
        using (var package = packages.Open("QuizKit")) package.GetEntry("build/QuizKit.targets")!.ExtractToFile(Path.Combine(project.Folder, "QuizKit.targets"));
        project.Write("Old.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <Import Project="QuizKit.targets" />
            </Project>
            """);

        var build = (await project.DotnetAsync("build")).Succeeded();

        Assert.Contains("warning QK0053: ", Assert.Single(WarningsOf(build)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quizzes_of_an_inner_project_are_named_and_those_of_other_tools_are_left_out()
    {
        var project = new Consumer(packages, "Outer");
        project.Write("Outer.csproj", Library("""<QuizFile Remove="inner/**" Condition="'$(WithoutInner)' == 'true'" />"""));
        project.Write("inner/Inner.csproj", Library());
        project.Write("a.quiz.md", Consumer.Quiz("a", "A?"));
        project.Write("inner/b.quiz.md", Consumer.Quiz("b", "B?"));
        foreach (var folder in new[] { "node_modules/x", "published", "deep/node_modules" }) project.Write(folder + "/c.quiz.md", "no quiz at all");

        var build = (await project.DotnetAsync("build", "Outer.csproj", "-p:PublishDir=published/")).Succeeded();
        var without = (await project.DotnetAsync("build", "Outer.csproj", "-p:PublishDir=published/", "-p:WithoutInner=true")).Succeeded();

        var warning = Assert.Single(WarningsOf(build));
        Assert.Contains("Outer.csproj : warning QK0052: ", warning, StringComparison.Ordinal);
        Assert.EndsWith("Quiz files: inner/b.quiz.md", warning.Split(" [")[0], StringComparison.Ordinal);
        Assert.Empty(WarningsOf(without));
    }

    [Fact]
    public async Task A_file_in_two_spellings_is_listed_twice_and_two_files_that_differ_in_case_are_not()
    {
        var project = new Consumer(packages, "Spelling");
        project.Write("Spelling.csproj", Library("""<QuizFile Include="./a.quiz.md" Condition="'$(Twice)' == 'true'" />"""));
        project.Write("a.quiz.md", Consumer.Quiz("a", "A?"));
        project.Write("A.quiz.md", Consumer.Quiz("b", "B?"));
        var areTwoFiles = Directory.GetFiles(project.Folder, "*.quiz.md").Length == 2;

        var twice = await project.DotnetAsync("build", "-p:Twice=true");
        var once = await project.DotnetAsync("build");

        Assert.Contains(": error QK0051: ", Assert.Single(twice.ErrorLines), StringComparison.Ordinal);
        if (areTwoFiles) Assert.Contains(": error QK0032: ", Assert.Single(once.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_notices_every_kind_of_edit()
    {
        var project = new Consumer(packages, "Edited");
        project.Write("Edited.csproj", Library().Replace("<TargetFramework>", "<OutputType>Exe</OutputType><TargetFramework>", StringComparison.Ordinal));
        project.Write("a.quiz.md", Consumer.Quiz("a", "A?"));
        project.Write("Program.cs", """
            foreach (var type in typeof(Program).Assembly.GetTypes())
            {
                if (type.GetProperty("Quiz")?.GetValue(null) is QuizKit.Quiz quiz)
                    System.Console.WriteLine($"{type.FullName} {quiz.Id}: {quiz.Questions[0].Prompt.PlainText.Replace('\n', ' ')}");
            }
            """);
        async Task<string> RunAsync() => (await project.DotnetAsync("run")).Succeeded().Output.Trim();

        Assert.Equal("Edited.AQuiz a: Two lines: A?", await RunAsync());
        project.Write("a.quiz.md", Consumer.Quiz("other", "Another?"));
        Assert.Equal("Edited.AQuiz other: Two lines: Another?", await RunAsync());
        var quiz = Path.Combine(project.Folder, "a.quiz.md");
        var time = File.GetLastWriteTimeUtc(quiz);
        project.Write("a.quiz.md", Consumer.Quiz("other", "Of the same time?"));
        File.SetLastWriteTimeUtc(quiz, time);
        Assert.Equal("Edited.AQuiz other: Two lines: Of the same time?", await RunAsync());
        project.Write("more/b.quiz.md", Consumer.Quiz("b", "B?"));
        File.Delete(Path.Combine(project.Folder, "a.quiz.md"));
        Assert.Equal("Edited.More.BQuiz b: Two lines: B?", await RunAsync());
        File.Move(Path.Combine(project.Folder, "more", "b.quiz.md"), Path.Combine(project.Folder, "more", "c.quiz.md"));
        Assert.Equal("Edited.More.CQuiz b: Two lines: B?", await RunAsync());
        var file = Path.Combine(project.Folder, "Edited.csproj");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(
            file, text.Replace("</ItemGroup>", "<QuizFile Update=\"more/c.quiz.md\" QuizClassName=\"Named\" /></ItemGroup>", StringComparison.Ordinal));
        Assert.Equal("Edited.More.Named b: Two lines: B?", await RunAsync());
    }

    private string Library(string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="QuizKit" Version="{packages.Version}" />
            {items}
          </ItemGroup>
        </Project>
        """;

    private static string[] WarningsOf(CommandResult build) =>
        [.. build.Lines.Select(line => line.Trim()).Where(line => line.Contains(": warning ", StringComparison.Ordinal)).Distinct()];
}
