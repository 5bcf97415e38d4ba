// A library for .NET Standard 2.0 in the C# of its time, with the default items switched off; and what can be wrong with a project.

using Xunit;

namespace QuizKit.Packages.Tests;

/// <summary>The library, built once.</summary>
public sealed class LibraryConsumer(PackedPackages packages) : IAsyncLifetime
{
    internal Consumer Project { get; } = new(packages, "Library");

    internal CommandResult Build { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Project.Write("Library.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <LangVersion>7.3</LangVersion>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <EnableDefaultQuizItems>false</EnableDefaultQuizItems>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QuizKit" Version="{packages.Version}" />
                <QuizFile Include="quizzes/chosen.quiz.md" Condition="'$(WithoutQuizzes)' != 'true'" />
                <QuizFile Include="quizzes/chosen.quiz.md" Condition="'$(Twice)' == 'true'" />
                <QuizFile Include="hostile/$(Hostile).quiz.md" Condition="'$(Hostile)' != ''" />
                <AdditionalFiles Include="quizzes/chosen.quiz.md" Condition="'$(NamedItself)' == 'true'" />
              </ItemGroup>
            </Project>
            """);
        Project.Write("quizzes/chosen.quiz.md", Consumer.Quiz("chosen", "prompt of chosen"));
        Project.Write("broken.quiz.md", "no quiz at all");
        Project.Write("Shelf.cs", """
            using System.Collections.Generic;
            using QuizKit;

            namespace Library
            {
                /// <summary>Uses what was compiled from the quiz.</summary>
                public static class Shelf
                {
                    /// <summary>The questions.</summary>
                    public static IReadOnlyList<Question> Questions { get; } = new List<Question> { Library.Quizzes.ChosenQuiz.One };
                }
            }
            """);
        Build = await Project.DotnetAsync("build");
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(PackedPackagesTests.Name)]
public sealed class LibraryConsumerTests(LibraryConsumer consumer) : IClassFixture<LibraryConsumer>
{
    [Fact]
    public void A_library_in_CSharp_7_for_NET_Standard_compiles_the_quiz_it_names_and_no_other()
    {
        // The file beside it would fail the build.
        consumer.Build.Succeeded();
    }

    [Fact]
    public async Task A_quiz_that_the_project_also_names_as_an_additional_file_reaches_the_compiler_once()
    {
        var result = await consumer.Project.DotnetAsync("msbuild", "-t:QuizKitPrepareCompilation", "-getItem:AdditionalFiles", "-p:NamedItself=true");

        Assert.Single(result.Succeeded().Lines, line => line.Contains("\"Identity\": \"quizzes/chosen.quiz.md\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_compiler_too_old_for_the_generator_is_one_error_that_says_so()
    {
        var result = await consumer.Project.DotnetAsync("build", "--no-restore", "-p:CompilerApiVersion=roslyn4.7");

        var error = Assert.Single(result.ErrorLines);
        Assert.Contains("Library.csproj", error, StringComparison.Ordinal);
        Assert.Contains(": error QK0050: ", error, StringComparison.Ordinal);
        Assert.Contains("This build uses Roslyn 4.7.", error, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Lines, line => line.Contains(": warning ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("roslyn4.7", false)]
    [InlineData("roslyn4.8", true)]
    public async Task Without_quizzes_an_old_compiler_is_given_no_generator_and_no_error(string compiler, bool hasGenerator)
    {
        var result = await consumer.Project.DotnetAsync(
            "msbuild", "-t:ResolveReferences;QuizKitPrepareCompilation", "-getItem:Analyzer", "-p:WithoutQuizzes=true", $"-p:CompilerApiVersion={compiler}");

        string[] ours = ["QuizKit.Generator.dll", "QuizKit.Language.dll", "Markdig.dll"];
        Assert.All(ours, file => Assert.Equal(hasGenerator, result.Succeeded().Output.Contains(file, StringComparison.Ordinal)));
    }

    // Each of these has overflowed the stack of the compiler, or made it give up the generator with every quiz of the project.
    [Theory]
    [InlineData("roots", "QK0022", "$", @"\sqrt[", 16_000, "x$")]
    [InlineData("brackets", "QK0022", "$", "(a", 8_000, "$", ")^2")]
    [InlineData("emphasis", "QK0042", "", "*", 30_000, "", "*")]
    [InlineData("quotations", "QK0042", "", ">", 130, " a")]
    public async Task A_quiz_that_nests_too_deep_is_one_error_and_the_other_quiz_is_compiled(
        string name, string id, string begin, string open, int depth, string end, string close = "")
    {
        string Repeat(string part) => string.Concat(Enumerable.Repeat(part, depth));
        var words = close.Length == 0 ? Repeat(open) : Repeat(open) + "a" + Repeat(close);
        var quiz = Consumer.Quiz(name, "A prompt.").Replace("Yes.", begin + words + end, StringComparison.Ordinal);
        consumer.Project.Write($"hostile/{name}.quiz.md", quiz);

        var result = await consumer.Project.DotnetAsync("build", "--no-restore", $"-p:Hostile={name}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{name}.quiz.md(15,", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains($": error {id}: ", result.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiz_included_twice_is_an_error_that_names_the_remedy()
    {
        var result = await consumer.Project.DotnetAsync("msbuild", "-t:QuizKitPrepareCompilation", "-p:Twice=true");

        var error = Assert.Single(result.ErrorLines);
        Assert.Contains(": error QK0051: ", error, StringComparison.Ordinal);
        Assert.Contains("<QuizFile Update=\"…\" />", error, StringComparison.Ordinal);
        Assert.Contains("quizzes/chosen.quiz.md", error, StringComparison.Ordinal);
    }
}
