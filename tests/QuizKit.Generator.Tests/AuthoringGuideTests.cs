// Holds the guide and the format's description to the compiler: every quiz and every piece of C# in them compiles, and the guide
// lists the TeX that there is. An example that begins with a heading is put into a quiz first.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuizKit.Generator.Syntax.Tex;
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
            foreach (string page in new[] { Guide, "file-format.md" })
            {
                foreach (FencedExample example in ExamplesOf(page, "markdown")) rows.Add(page, example.Line);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Quizzes))]
    public async Task Every_quiz_shown_compiles_without_a_diagnostic(string page, int line)
    {
        string text = Complete(ExamplesOf(page, "markdown").Single(example => example.Line == line).Text);
        // The picture that the guide shows is the reader's own, beside the quiz.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("quizkit-guide");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "river.png"), []);

            Assert.Empty(await QuizCompiler.AnalyzeAsync(new QuizText(Path.Combine(folder.FullName, "shown.quiz.md"), text)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_C_sharp_shown_compiles_against_the_quizzes_shown()
    {
        IEnumerable<QuizText> quizzes = ExamplesOf(Guide, "markdown").Where(example => example["file"] is not null)
            .Select(example => QuizCompiler.File(example["file"]!, example.Text));
        // The guide's app has a name of its own; the tests' is Consumer.
        string source = string.Concat(ExamplesOf(Guide, "csharp").Select(example => example.Text)).Replace("RiverApp", "Consumer", StringComparison.Ordinal);
        CSharpCompilation app = QuizCompiler.Compilation(source, LanguageVersion.CSharp12);
        app = app.WithOptions(app.Options.WithOutputKind(OutputKind.ConsoleApplication));

        QuizCompiler.Driver(quizzes, LanguageVersion.CSharp12).RunGeneratorsAndUpdateCompilation(app, out Compilation output, out _);

        using var image = new MemoryStream();
        Assert.Empty(output.Emit(image).Diagnostics);
    }

    [Fact]
    public void The_table_of_formulas_shows_each_symbol_beside_its_command()
    {
        foreach ((TexClass texClass, string name) in new[]
        {
            (TexClass.Ordinary, "letters and signs"), (TexClass.Function, "functions"), (TexClass.LargeOperator, "large operators"),
            (TexClass.Binary, "binary operators"), (TexClass.Relation, "relations"), (TexClass.Opening, "opening delimiters"),
            (TexClass.Closing, "closing delimiters"), (TexClass.Punctuation, "punctuation"),
        })
        {
            IEnumerable<string> symbols = TexCommands.Symbols.Where(pair => pair.Value.Class == texClass).Select(pair => Show(pair.Key, pair.Value.Text));
            string expected = $"| {name} | {string.Join(", ", symbols).Replace("|", "\\|", StringComparison.Ordinal)} |";

            Assert.Contains(expected, FormulasSection().Split('\n'));
        }

        // A function such as log is shown by its own name.
        static string Show(string command, string text) => command == text && char.IsAsciiLetter(text[0]) ? $"`\\{command}`" : $"`\\{command}` {text}";
    }

    [Fact]
    public void The_table_of_formulas_lists_every_command_and_no_other()
    {
        IEnumerable<string> rows = FormulasSection().Split('\n').Where(line => line.StartsWith('|'));

        IEnumerable<string> listed = rows.SelectMany(row => Regex.Matches(row, @"`\\([A-Za-z]+|[^A-Za-z`])")).Select(match => match.Groups[1].Value);

        Assert.Equal(TexCommands.All.Order(StringComparer.Ordinal), listed.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sample_quiz_compiles_without_a_diagnostic()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Content", "wall-calendar.quiz.md");

        Assert.Empty(await QuizCompiler.AnalyzeAsync(new QuizText(path, File.ReadAllText(path))));
    }

    private static IEnumerable<FencedExample> ExamplesOf(string page, string language) =>
        FencedExamples.In(FencedExamples.ReadPage(page)).Where(example => example.Is(language));

    private static string Complete(string example) => example switch
    {
        _ when example.StartsWith("---\n", StringComparison.Ordinal) => example,
        _ when example.StartsWith("## Question 1\n", StringComparison.Ordinal) => Samples.FrontMatter + example,
        _ when example.StartsWith("### Answer\n", StringComparison.Ordinal) => Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n" + example,
        _ => throw new InvalidDataException($"Neither a whole quiz nor '## Question 1' nor '### Answer' begins the example:\n{example}"),
    };

    private static string FormulasSection() => FencedExamples.ReadPage(Guide).Split("\n## Formulas\n")[1].Split("\n## ")[0];
}
