// Whatever a quiz says, the C# that it becomes compiles without a warning: also where the quiz has errors of its own.

using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class RandomQuizTests
{
    [Fact]
    public void The_code_of_any_quiz_compiles_as_the_oldest_CSharp()
    {
        QuizText[] files =
        [
            .. RandomCases.Of(RandomMarkdown.Any, Thorough.Count(300)).Concat(RandomCases.Of(RandomMarkdown.WellFormed, Thorough.Count(100)))
                .Select((markdown, i) => QuizCompiler.File(
                    FormattableString.Invariant($"quiz-{i}.quiz.md"), Samples.FrontMatter + Samples.Question.Replace("This.", markdown, StringComparison.Ordinal))),
        ];

        var driver = QuizCompiler.Driver(files);
        driver.RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Equal(1 + files.Length, output.SyntaxTrees.Count());
        Assert.Empty(output.GetDiagnostics());
    }

    [Fact]
    public async Task The_code_of_any_quiz_and_any_translation_compiles_and_nothing_fails()
    {
        var random = new Random(1);
        QuizText[] files =
        [
            .. Enumerable.Range(0, Thorough.Count(60, few: 9)).SelectMany(i => new[]
            {
                QuizCompiler.File($"quiz-{i}.quiz.md", i % 3 == 0 ? Samples.EveryKind : Edited(Samples.EveryKind)),
                QuizCompiler.File($"quiz-{i}.de.quiz.md", i % 3 == 1 ? Translations.German : Edited(Translations.German)),
            }),
        ];

        QuizCompiler.Driver(files).RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out var diagnostics);

        Assert.Equal(1 + files.Length, output.SyntaxTrees.Count());
        Assert.Empty(output.GetDiagnostics());
        Assert.Empty(diagnostics);
        Assert.DoesNotContain(await QuizCompiler.AnalyzeAsync(files), problem => problem.Id == "QK0041");

        // Some pieces are cut out, and some stand twice or elsewhere.
        string Edited(string text)
        {
            for (var edits = random.Next(1, 5); edits > 0; edits--)
            {
                var start = random.Next(text.Length);
                var piece = text.Substring(start, random.Next(1, Math.Min(text.Length - start, 200) + 1));
                if (random.Next(2) == 0) text = text.Remove(start, piece.Length);
                if (random.Next(2) == 0) text = text.Insert(random.Next(text.Length + 1), piece);
            }

            return text;
        }
    }
}
