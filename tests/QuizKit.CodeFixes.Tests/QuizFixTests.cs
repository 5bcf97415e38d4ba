// What the light bulb does: it writes what the formatter writes, and changes nothing else.

using System.Composition;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formatting;
using QuizKit.Language.Model;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.CodeFixes.Tests;

public sealed class QuizFixTests
{
    private const string Name = "law.quiz.md";

    private const string NoIds = """
        ---
        language: de
        ---
        # Größen & Zahlen 数

        ## Question 1: Gesetz der großen Zahlen

        Was ist *das*?

        ### Answer

        Ein Satz – ein „wichtiger“.

        ## Question 2
        <!-- quiz:   kind=numeric value=5   unit="Äpfel" -->

        Wie viele Äpfel sind $2 + 3$?

        ### Answer

        Es sind 5.

        ## Question 3
        <!-- quiz: id=geschrieben -->

        Hat diese eine?

        ### Answer

        Ja.

        """;

    [Fact]
    public async Task An_id_is_offered_where_the_words_are_that_it_is_made_of()
    {
        using var editor = new Editor((Name, NoIds));

        var diagnostics = await editor.DiagnosticsAsync(Name);

        Assert.All(diagnostics, diagnostic => Assert.Equal(("QK0060", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.Severity)));
        Assert.Equal(
            ["# Größen & Zahlen 数", "## Question 1: Gesetz der großen Zahlen", "## Question 2"],
            diagnostics.Select(diagnostic => editor.Text(Name).ToString(diagnostic.Location.SourceSpan)));
    }

    [Fact]
    public async Task One_id_is_written_and_nothing_else_is_changed()
    {
        using var editor = new Editor((Name, NoIds));

        await editor.ApplyAsync(Name, "QK0060", "Insert 'id: grossen-zahlen'");

        var expected = NoIds.Replace("---\nlanguage: de\n", "---\nid: grossen-zahlen\nlanguage: de\n", StringComparison.Ordinal);
        Assert.Equal(expected, editor.Text(Name).ToString());
        Assert.Equal(2, (await editor.DiagnosticsAsync(Name)).Count);
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    public async Task All_ids_of_a_file_become_what_the_formatter_writes(string lineBreak, bool hasMark)
    {
        var text = NoIds.Replace("\n", lineBreak, StringComparison.Ordinal);
        var other = text.Replace("Größen", "Kleinen", StringComparison.Ordinal);
        using var editor = new Editor(new UTF8Encoding(hasMark), (Name, text), ("other.quiz.md", other));

        await editor.ApplyAsync(Name, "QK0060", "Fix all 'QK0060' in this file");

        Assert.Empty(await editor.DiagnosticsAsync(Name));
        Assert.NotEmpty(await editor.DiagnosticsAsync("other.quiz.md"));
        var written = editor.Text(Name);
        Assert.Equal(Formatted(text), written.ToString());
        Assert.Equal(Model(text), Model(written.ToString()));
        Assert.Equal(hasMark ? 3 : 0, written.Encoding!.GetPreamble().Length);
        Assert.Equal(text.Count(c => c == '\r'), written.ToString().Count(c => c == '\r') - (lineBreak == "\n" ? 0 : 2));
    }

    [Fact]
    public async Task All_ids_of_a_project_are_written_at_once_but_none_in_its_other_files()
    {
        var other = NoIds.Replace("Größen", "Kleinen", StringComparison.Ordinal);
        using var editor = new Editor((Name, NoIds), ("other.quiz.md", other), ("notes.md", NoIds));

        await editor.ApplyAsync(Name, "QK0060", "Fix all 'QK0060' in the quizzes of this project");

        Assert.Empty(await editor.DiagnosticsAsync(Name));
        Assert.Empty(await editor.DiagnosticsAsync("other.quiz.md"));
        Assert.Equal(NoIds, editor.Text("notes.md").ToString());
        Assert.Contains("id: kleinen-zahlen", editor.Text("other.quiz.md").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_fix_shows_the_next_problem_all_are_fixed()
    {
        var questions = string.Concat(Enumerable.Range(1, 40).Select(number =>
            $"## Question 1\n<!-- quiz: id=q{number} -->\n\nA?\n\n### Answer\n\nB.\n\n"));
        using var editor = new Editor((Name, "---\nid: a\nlanguage: en\n---\n# A\n\n" + questions));

        await editor.ApplyAsync(Name, "QK0008", "Fix all 'QK0008' in this file");

        Assert.Empty(await editor.DiagnosticsAsync(Name));
        Assert.Contains("## Question 40\n<!-- quiz: id=q40 -->", editor.Text(Name).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_with_a_certain_cure_is_cured()
    {
        using var editor = new Editor((Name, NoIds.Replace("kind=numeric", "knd=numeric", StringComparison.Ordinal)));

        await editor.ApplyAsync(Name, "QK0011", "Replace 'knd' with 'kind'");

        Assert.Equal(NoIds, editor.Text(Name).ToString());
    }

    [Fact]
    public async Task An_error_without_a_certain_cure_has_no_light_bulb()
    {
        using var editor = new Editor((Name, NoIds.Replace("Ein Satz", "Ein $Satz", StringComparison.Ordinal)));

        Assert.Empty(await editor.ActionsAsync(Name, "QK0022"));
    }

    [Fact]
    public async Task A_quiz_with_an_error_and_a_translation_offer_no_ids()
    {
        const string Original = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n";
        var translation = Original.Replace("id: a\nlanguage: en", "language: de", StringComparison.Ordinal);
        using var editor = new Editor(
            (Name, NoIds.Replace("Ein Satz", "Ein $Satz", StringComparison.Ordinal)), ("a.quiz.md", Original), ("a.de.quiz.md", translation));

        Assert.All(await editor.DiagnosticsAsync(Name), diagnostic => Assert.Equal("QK0022", diagnostic.Id));
        var ofTranslation = await editor.DiagnosticsAsync("a.de.quiz.md");
        Assert.Equal(["QK0061", "QK0059"], ofTranslation.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task The_fingerprints_that_a_translation_lacks_are_written()
    {
        const string Original = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n";
        var translation = Original.Replace("id: a\nlanguage: en", "language: de", StringComparison.Ordinal);
        var quoted = translation.Replace("de\n", "fr\n", StringComparison.Ordinal).Replace("=one", "=\"one\"", StringComparison.Ordinal);
        using var editor = new Editor(("a.quiz.md", Original), ("a.de.quiz.md", translation), ("a.fr.quiz.md", quoted));

        foreach (var name in new[] { "a.de.quiz.md", "a.fr.quiz.md" })
        {
            await editor.ApplyAsync(name, "QK0059", "Insert 'original=");
            await editor.ApplyAsync(name, "QK0061", "Insert 'original: ");
        }

        Assert.Empty(await editor.DiagnosticsAsync("a.de.quiz.md"));
        Assert.Empty(await editor.DiagnosticsAsync("a.fr.quiz.md"));
    }

    [Fact]
    public void Editors_find_the_fixes_for_Markdown_among_additional_files_of_CSharp_projects()
    {
        var export = typeof(QuizFixProvider).GetCustomAttribute<ExportCodeFixProviderAttribute>()!;

        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Equal(["AdditionalDocument"], export.DocumentKinds);
        Assert.Equal([".md"], export.DocumentExtensions!);
        Assert.NotNull(typeof(QuizFixProvider).GetCustomAttribute<SharedAttribute>());
        Assert.Contains("QK0060", new QuizFixProvider().FixableDiagnosticIds);
    }

    private static QuizModel Model(string text)
    {
        var diagnostics = new DiagnosticBag();
        var quiz = QuizBinder.Bind(new SourceText(text), diagnostics, Cancellation.Never);
        Assert.False(diagnostics.HasError);
        return quiz.Model;
    }

    private static string Formatted(string text)
    {
        var source = new SourceText(text);
        var quiz = QuizBinder.Bind(source, new DiagnosticBag(), Cancellation.Never);
        var edited = new EditedText(text);
        edited.Apply(QuizFormatter.Format(source, quiz).Where(edit => edit.Kind == FormatKind.Id).Select(edit => edit.Edit));
        return edited.Text;
    }
}
