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
