// What concerns more than one file: ids and classes across files, item metadata, links into the file system, suppressions.

using Microsoft.CodeAnalysis;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class ProjectDiagnosticTests
{
    private const string Other = "---\nid: other\nlanguage: en\n---\n# Other\n\n" + Samples.Question;

    /// <summary>
    /// Projects with exactly one mistake, in their second file: the id, the two paths, its marked text, and words of the message.
    /// </summary>
    public static TheoryData<string, string, string, string, string> Mistakes => new()
    {
        { "QK0031", "a/one.quiz.md", "b/two.quiz.md", "sample", "already used in one.quiz.md(2,5)" },
        { "QK0032", "a b.quiz.md", "a-b.quiz.md", "", "would both become the class 'Consumer.ABQuiz'" },
        { "QK0048", "rivers-quiz/lakes.quiz.md", "rivers.quiz.md", "", "the class 'Consumer.RiversQuiz', but that is the name of a namespace" },
        { "QK0049", "one.quiz.md", "rivers-quiz/rivers.quiz.md", "", "The class 'RiversQuiz' has a name that is part of its namespace" },
        { "QK0038", "one.quiz.md", "bad-metadata.quiz.md", "", "'not a class', which is not a valid class name" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_between_files_is_reported_once_on_the_second_of_them(
        string id, string first, string second, string marked, string words)
    {
        var text = id == "QK0031" ? Samples.FrontMatter + Samples.Question : Other;

        var problems = await QuizCompiler.AnalyzeAsync(
            QuizCompiler.File(first, Samples.FrontMatter + Samples.Question), QuizCompiler.File(second, text));

        var problem = Assert.Single(problems);
        Assert.Equal((id, QuizCompiler.ProjectDirectory + second, marked), (problem.Id, problem.Path, problem.Marked));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_quiz_id_cites_both_places()
    {
        QuizText[] files =
        [
            QuizCompiler.File("one.quiz.md", Samples.FrontMatter + Samples.Question),
            QuizCompiler.File("two.quiz.md", Samples.FrontMatter + Samples.Question),
        ];

        var diagnostic = Assert.Single(await QuizCompiler.DiagnosticsAsync(files));

        Assert.EndsWith("two.quiz.md", diagnostic.Location.GetLineSpan().Path, StringComparison.Ordinal);
        Assert.EndsWith("one.quiz.md", Assert.Single(diagnostic.AdditionalLocations).GetLineSpan().Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_files_for_one_class_the_first_in_order_of_paths_is_compiled_whatever_order_the_build_lists_them_in()
    {
        QuizText[] files = [QuizCompiler.File("x-y.quiz.md", Other), QuizCompiler.File("x y.quiz.md", Samples.EveryKind)];

        foreach (var order in new[] { files, files.Reverse() })
        {
            var result = QuizCompiler.Driver(order).RunGenerators(QuizCompiler.Compilation()).GetRunResult();
            var code = Assert.Single(result.GeneratedTrees).ToString();
            Assert.Contains("OpenOne", code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Classes_that_differ_in_case_alone_are_both_compiled()
    {
        QuizText[] files = [QuizCompiler.File("ab.quiz.md", Other), QuizCompiler.File("aB.quiz.md", Samples.EveryKind)];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.NotNull(output.GetTypeByMetadataName("Consumer.AbQuiz"));
        Assert.NotNull(output.GetTypeByMetadataName("Consumer.ABQuiz"));
    }

    [Fact]
    public void A_file_outside_the_project_gets_its_folder_as_namespace_and_nothing_of_where_the_project_lies()
    {
        QuizText[] files = [new QuizText("/shelf/music/scales.quiz.md", Samples.EveryKind)];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        Assert.NotNull(output.GetTypeByMetadataName("Consumer.Shelf.Music.ScalesQuiz"));
    }

    [Fact]
    public void Item_metadata_names_the_namespace_and_the_class()
    {
        QuizText[] files = [QuizCompiler.File("named-by-metadata.quiz.md", Samples.EveryKind)];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.NotNull(output.GetTypeByMetadataName("Given.Name.Chosen"));
    }

    [Fact]
    public async Task Links_to_files_that_exist_to_headings_and_to_the_web_are_right()
    {
        var folder = Directory.CreateTempSubdirectory("quizkit-links-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "a b"));
            await File.WriteAllTextAsync(Path.Combine(folder, "a b", "chart.svg"), "<svg/>");
            var text = Samples.FrontMatter + Samples.Question.Replace(
                "This.",
                "![A chart](a%20b/chart.svg#top), [up](#question-1), [out](https://example.org/?a=b:c) and <who@example.org>.",
                StringComparison.Ordinal);

            Assert.Empty(await QuizCompiler.AnalyzeAsync(new QuizText(Path.Combine(folder, "links.quiz.md"), text)));
            var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(
                new QuizText(Path.Combine(folder, "links.quiz.md"), text.Replace("chart.svg", "charts.svg", StringComparison.Ordinal))));
            Assert.Equal("QK0033", problem.Id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("a.quiz.md", "[a](missing-a.txt)", DiagnosticSeverity.Warning)]
    [InlineData("quiet.quiz.md", "[a](missing-a.txt)", null)]
    [InlineData("strict.quiz.md", "[a](missing-a.txt)", DiagnosticSeverity.Error)]
    [InlineData("quiet.quiz.md", "Words $\\unknown$", DiagnosticSeverity.Error)]
    public async Task The_editorconfig_sets_the_severity_of_warnings_and_never_of_errors(
        string name, string words, DiagnosticSeverity? severity)
    {
        var text = Samples.FrontMatter + Samples.Question.Replace("This.", words, StringComparison.Ordinal);

        var diagnostics = await QuizCompiler.DiagnosticsAsync(QuizCompiler.File(name, text));

        Assert.Equal(severity, diagnostics.SingleOrDefault()?.Severity);
    }

    [Fact]
    public async Task A_suppressed_warning_is_silent_in_its_section_and_nowhere_else()
    {
        const string Dead = "[a](missing-a.txt)";
        var text = Samples.FrontMatter
            + "## Question 1\n<!-- quiz: id=one -->\n\nWhat? " + Dead + "\n\n### Answer\n\n" + Dead
            + " <!-- suppress: QK0033 reason=\"Another tool writes that file.\" -->\n";

        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(QuizCompiler.File("a.quiz.md", text)));

        Assert.Equal(("QK0033", 10), (problem.Id, problem.Line));
    }

    [Fact]
    public async Task A_suppression_above_the_first_question_holds_for_the_whole_file_and_says_why()
    {
        var text = Samples.FrontMatter + "<!-- suppress: QK0033 reason=\"Another tool writes it.\" -->\n\n"
            + Samples.Question.Replace("This.", "[a](missing-a.txt)", StringComparison.Ordinal);

        Assert.Empty(await QuizCompiler.AnalyzeAsync(QuizCompiler.File("a.quiz.md", text)));
        var problem = Assert.Single(await QuizCompiler.AnalyzeAsync(
            QuizCompiler.File("a.quiz.md", text.Replace(" reason=\"Another tool writes it.\"", "", StringComparison.Ordinal))));
        Assert.Equal("QK0012", problem.Id);
    }
}
