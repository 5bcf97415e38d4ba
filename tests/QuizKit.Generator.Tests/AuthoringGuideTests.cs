// Checks the guide and the format's description against the compiler: every quiz and every piece of C# in them compiles. An example
// that begins with a heading is put into a quiz first.

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class AuthoringGuideTests
{
    private const string Guide = "authoring.md";

    /// <summary>The examples of both pages: the page and the line of the fence.</summary>
    public static TheoryData<string, int> Quizzes
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var page in new[] { Guide, "file-format.md" })
            {
                foreach (var example in ExamplesOf(page, "markdown")) rows.Add(page, example.Line);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Quizzes))]
    public async Task Every_quiz_shown_compiles_without_a_diagnostic(string page, int line)
    {
        var examples = ExamplesOf(page, "markdown").ToList();
        var shown = examples.Single(example => example.Line == line);
        var name = shown["file"] ?? "shown.quiz.md";

        // A translation stands beside its original.
        var original = examples.Where(example => example != shown && example["file"] == name.Replace(".de.", ".", StringComparison.Ordinal));
        // The picture that the guide shows is the reader's own, beside the quiz.
        var folder = Directory.CreateTempSubdirectory("quizkit-guide");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "river.png"), []);

            Assert.Empty(await QuizCompiler.AnalyzeAsync(
            [
                new QuizText(Path.Combine(folder.FullName, name), Complete(shown.Text)),
                .. original.Select(example => new QuizText(Path.Combine(folder.FullName, example["file"]!), Complete(example.Text))),
            ]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_C_sharp_shown_compiles_against_the_quizzes_shown()
    {
        var quizzes = ExamplesOf(Guide, "markdown").Where(example => example["file"] is not null)
            .Select(example => QuizCompiler.File(example["file"]!, example.Text));
        // The guide's app has a name of its own; the tests' is Consumer.
        var source = string.Concat(ExamplesOf(Guide, "csharp").Select(example => example.Text))
            .Replace("RiverApp", "Consumer", StringComparison.Ordinal);
        var app = QuizCompiler.Compilation(source, LanguageVersion.CSharp12);
        app = app.WithOptions(app.Options.WithOutputKind(OutputKind.ConsoleApplication));

        QuizCompiler.Driver(quizzes, LanguageVersion.CSharp12).RunGeneratorsAndUpdateCompilation(app, out var output, out _);

        using var image = new MemoryStream();
        Assert.Empty(output.Emit(image).Diagnostics);
    }

    [Fact]
    public async Task The_sample_quiz_compiles_without_a_diagnostic()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Content", "wall-calendar.quiz.md");

        Assert.Empty(await QuizCompiler.AnalyzeAsync(new QuizText(path, File.ReadAllText(path))));
    }

    private static IEnumerable<FencedExample> ExamplesOf(string page, string language) =>
        FencedExamples.In(FencedExamples.ReadPage(page)).Where(example => example.Is(language));

    private static string Complete(string example) => example switch
    {
        _ when example.StartsWith("---\n", StringComparison.Ordinal) => example,
        _ when example.StartsWith("## Question 1", StringComparison.Ordinal) => Samples.FrontMatter + example,
        _ when example.StartsWith("### Answer\n", StringComparison.Ordinal) =>
            Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n" + example,
        _ => throw new InvalidDataException($"Neither a whole quiz nor '## Question 1' nor '### Answer' begins the example:\n{example}"),
    };
}
