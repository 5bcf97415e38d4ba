// Large projects: many files, many questions, more text than the heap of string literals holds.

using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using QuizKit.Generator.Emission;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class ScaleTests
{
    [Fact]
    public void Hundreds_of_files_compile()
    {
        var count = Thorough.Count(1000, few: 200);
        QuizText[] files =
        [
            .. Enumerable.Range(1, count).Select(number => QuizCompiler.File(
                Invariant($"folder-{number % 10}/quiz-{number}.quiz.md"), Quiz(number, questions: 2, "word", words: 4))),
        ];

        var assembly = Compile(files);

        Assert.Equal(count, assembly.GetExportedTypes().Count(type => !type.IsNested));
        var last = QuizOf(assembly, Invariant($"Consumer.Folder0.Quiz{count}Quiz"));
        Assert.Equal(Invariant($"Prompt 2 of quiz {count}: word word word word √x"), last.Questions[1].Prompt.UnicodeText);
    }

    [ThoroughFact]
    public void A_file_of_ten_thousand_questions_compiles()
    {
        var assembly = Compile([QuizCompiler.File("large.quiz.md", Quiz(1, questions: 10_000, "word", words: 1))]);

        var quiz = QuizOf(assembly, "Consumer.LargeQuiz");
        Assert.Equal(10_000, quiz.Questions.Count);
        Assert.Equal(10_000, quiz.FindQuestion("question-10000")!.Number);
    }

    [ThoroughFact]
    public void A_project_with_more_text_than_string_literals_can_hold_compiles()
    {
        // 16 MB is what the heap of user strings holds, at two bytes a character.
        string[] texts = [.. Enumerable.Range(1, 3).Select(number => Quiz(number, questions: 20, "extraordinary", words: 12_000))];
        Assert.True(texts.Sum(text => text.Length) * 2 > 1 << 24);

        var assembly = Compile([.. texts.Select((text, index) => QuizCompiler.File(Invariant($"large-{index}.quiz.md"), text))]);

        Assert.EndsWith(" extraordinary √x", QuizOf(assembly, "Consumer.Large2Quiz").Questions[19].Prompt.UnicodeText, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_texts_read_back_as_they_were()
    {
        var text = Samples.FrontMatter + Samples.Question.Replace(
            "This.", "a é √ 😀 \u2028 " + new string('x', TextTable.PackedFrom), StringComparison.Ordinal);

        var quiz = QuizOf(Compile([QuizCompiler.File("large.quiz.md", text)]), "Consumer.LargeQuiz");

        Assert.StartsWith("a é √ 😀 \u2028 xxx", quiz.Questions[0].Answer.Text.Markdown, StringComparison.Ordinal);
        Assert.Equal("What?", quiz.Questions[0].Prompt.UnicodeText);
        Assert.StartsWith("a é √ 😀 xxx", quiz.Questions[0].Sentences[1].Text, StringComparison.Ordinal);
        Assert.Equal("<p>What?</p>", quiz.Questions[0].Prompt.Html);
        Assert.Same(quiz.Title.Markdown, quiz.Title.UnicodeText);
    }

    private static string Quiz(int quiz, int questions, string word, int words)
    {
        var text = new StringBuilder(Invariant($"---\nid: quiz-{quiz}\nlanguage: en\n---\n# Quiz {quiz}\n\n"));
        for (var number = 1; number <= questions; number++)
        {
            var filler = string.Concat(Enumerable.Repeat(" " + word, words)) + @" $\sqrt x$";
            text.Append(CultureInfo.InvariantCulture, $"## Question {number}\n<!-- quiz: id=question-{number} -->\n\n");
            text.Append(CultureInfo.InvariantCulture, $"Prompt {number} of quiz {quiz}:{filler}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"### Answer\n\nThe answer <!-- claim: claim-{number} values={number} -->");
            text.Append(CultureInfo.InvariantCulture, $"is {number}.<!-- /claim -->\n\n");
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static Quiz QuizOf(Assembly assembly, string type) =>
        (Quiz)assembly.GetType(type, throwOnError: true)!.GetProperty("Quiz")!.GetValue(null)!;

    private static Assembly Compile(QuizText[] files)
    {
        QuizCompiler.Driver(files, tracksSteps: false)
            .RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out var problems);
        Assert.Empty(problems);
        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Take(5)));
        return Assembly.Load(image.ToArray());
    }
}
