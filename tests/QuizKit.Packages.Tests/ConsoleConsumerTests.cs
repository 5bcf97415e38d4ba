// What an app developer sees who references QuizKit and writes quizzes.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Packages.Tests;

[Collection(PackedPackagesTests.Name)]
public sealed class ConsoleConsumerTests(ConsoleConsumer consumer) : IClassFixture<ConsoleConsumer>
{
    [Theory]
    [InlineData("Shop.PlainQuiz: Two lines: prompt of plain")]
    [InlineData("Shop.One.SameQuiz: Two lines: prompt of same-one")]
    [InlineData("Shop.Two.SameQuiz: Two lines: prompt of same-two")]
    [InlineData("Given.Away.ScalesQuiz: Two lines: prompt of elsewhere")]
    [InlineData("Shop.Odd.WithSpaceQuiz: Two lines: prompt of odd WithSpaceQuiz")]
    [InlineData("Shop.Odd.SemiColonQuiz: Two lines: prompt of odd SemiColonQuiz")]
    [InlineData("Shop.Odd.HashTagQuiz: Two lines: prompt of odd HashTagQuiz")]
    [InlineData("Shop.Odd.DotsTwiceQuiz: Two lines: prompt of odd DotsTwiceQuiz")]
    [InlineData("Shop.Odd.GrößeНаукаQuiz: Two lines: prompt of odd GrößeНаукаQuiz")]
    public void A_package_reference_is_all_it_takes_to_print_a_question_of_any_file(string line)
    {
        Assert.Contains(line, consumer.FirstRun.Lines);
    }

    [Theory]
    [InlineData("WithSpaceQuiz")]
    [InlineData("SemiColonQuiz")]
    [InlineData("HashTagQuiz")]
    [InlineData("DotsTwiceQuiz")]
    [InlineData("GrößeНаукаQuiz")]
    public void Item_metadata_names_the_class_of_any_file(string className)
    {
        Assert.Contains($"Given.Ünder.My{className}: Two lines: prompt of given {className}", consumer.FirstRun.Lines);
    }

    [Fact]
    public async Task The_compiler_is_given_the_fixes_for_editors_too_and_does_not_warn_of_them()
    {
        // Warnings are errors in this project.
        consumer.FirstRun.Succeeded();
        var result = await consumer.Project.DotnetAsync("msbuild", "-t:ResolvePackageAssets", "-getItem:Analyzer");

        var folder = $"quizkit/{consumer.Version}/tools/generator/";
        string[] files = ["QuizKit.Generator.dll", "QuizKit.CodeFixes.dll"];
        Assert.All(
            files, file => Assert.Contains(folder + file, result.Succeeded().Output.Replace("\\\\", "/", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Another_analyzer_with_another_Markdig_runs_beside_ours()
    {
        Assert.Contains("HTML of the other analyzer: <p><em>other</em></p>", consumer.FirstRun.Lines);
        Assert.Contains("Markdig of the other analyzer: 1.4", consumer.FirstRun.Lines);
        Assert.Equal(["1.4", "1.6"], consumer.LoadedMarkdigs);
    }

    [Fact]
    public void An_edit_to_a_quiz_shows_after_the_next_build_and_no_other_step()
    {
        Assert.Contains("Shop.PlainQuiz: Two lines: prompt of plain, edited", consumer.RunAfterEdit.Succeeded().Lines);
    }

    [Fact]
    public void A_mistake_in_a_quiz_is_an_error_of_the_build_at_its_line_and_column()
    {
        Assert.Equal(1, consumer.BrokenBuild.ExitCode);
        Assert.Single(consumer.BrokenBuild.ErrorLines, line => Regex.IsMatch(line, @"Console Shop[/\\]plain\.quiz\.md\(11,4\): error QK0023: "));
    }

    [Fact]
    public void Metadata_that_is_no_name_is_an_error_and_is_not_cut_into_one()
    {
        const string Place = "plain.quiz.md(1,1): error QK0038: Item metadata ";
        Assert.Single(consumer.BrokenBuild.ErrorLines, line => line.Contains(Place + "'QuizNamespace' has the value 'Cut;Here'", StringComparison.Ordinal));
        Assert.Single(consumer.BrokenBuild.ErrorLines, line => line.Contains(Place + "'QuizClassName' has the value 'Quiz'", StringComparison.Ordinal));
    }

    [Fact]
    public void With_analyzers_switched_off_a_mistake_in_a_quiz_is_still_an_error_at_its_place()
    {
        Assert.Equal(1, consumer.BrokenBuildWithoutAnalyzers.ExitCode);
        var error = Assert.Single(consumer.BrokenBuildWithoutAnalyzers.ErrorLines);
        Assert.Matches(@"Console Shop[/\\]plain\.quiz\.md\(11,4\): error QK0023: ", error);
    }

    [Theory]
    [InlineData("false", "-p:RunAnalyzers=true")]
    [InlineData("true", "-p:RunAnalyzersDuringBuild=false")]
    [InlineData("false", "-p:RunAnalyzersDuringBuild=false", "-p:RunAnalyzers=true")]
    [InlineData("true", "-p:IsImplicitlyTriggeredBuild=true", "-p:TreatWarningsAsErrors=false")]
    public async Task The_generator_reports_in_exactly_the_builds_that_skip_analyzers(string reports, params string[] properties)
    {
        var result = await consumer.Project.DotnetAsync(
        [
            "msbuild", "-t:_ComputeSkipAnalyzers;QuizKitPrepareCompilation",
            "-getProperty:QuizKitReportFromGenerator", "-getProperty:_SkipAnalyzers", .. properties,
        ]);

        var skips = reports == "true" ? "true" : "";
        Assert.Contains($"\"QuizKitReportFromGenerator\": \"{reports}\"", result.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains($"\"_SkipAnalyzers\": \"{skips}\"", result.Output, StringComparison.Ordinal);
    }
}
