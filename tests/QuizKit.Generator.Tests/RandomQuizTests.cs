// Whatever a quiz says, the C# that it becomes compiles without a warning: also where the quiz has errors of its own.

using CsCheck;
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
            .. Random(RandomMarkdown.Any, 300).Concat(Random(RandomMarkdown.WellFormed, 100))
                .Select((markdown, i) => QuizCompiler.File(
                    FormattableString.Invariant($"quiz-{i}.quiz.md"), Samples.FrontMatter + Samples.Question.Replace("This.", markdown, StringComparison.Ordinal))),
        ];

        var driver = QuizCompiler.Driver(files);
        driver.RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Equal(1 + files.Length, output.SyntaxTrees.Count());
        Assert.Empty(output.GetDiagnostics());
    }

    private static IEnumerable<string> Random(Gen<string> generator, int count) =>
        Enumerable.Range(1, count).Select(seed => generator.Generate(new PCG(1, (ulong)seed), null, out _));
}
