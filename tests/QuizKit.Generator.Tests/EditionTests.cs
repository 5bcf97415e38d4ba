// The constant that makes 'dotnet watch' start a program again: it changes with the quiz, and with nothing else.

using Microsoft.CodeAnalysis;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class EditionTests
{
    [Fact]
    public void The_constant_of_a_class_changes_with_its_quiz_and_not_with_another()
    {
        Assert.NotEqual(EditionOf(Samples.EveryKind), EditionOf(Samples.EveryKind.Replace("never", "not", StringComparison.Ordinal)));
        Assert.Equal(EditionOf(Samples.EveryKind), EditionOf(Samples.EveryKind, "More words."));
    }

    [Fact]
    public void A_build_that_does_not_ask_for_the_constant_has_none()
    {
        var result = QuizCompiler.Driver([QuizCompiler.File("sample.quiz.md", Samples.EveryKind)])
            .RunGenerators(QuizCompiler.Compilation()).GetRunResult();

        Assert.Single(result.GeneratedTrees);
    }

    private static object EditionOf(string text, string otherWords = "This.")
    {
        var other = (Samples.FrontMatter + Samples.Question)
            .Replace("id: sample", "id: other", StringComparison.Ordinal).Replace("This.", otherWords, StringComparison.Ordinal);
        QuizText[] files = [QuizCompiler.File("sample.quiz.md", text), QuizCompiler.File("other.quiz.md", other)];

        QuizCompiler.Driver(files, restartsOnEdit: true)
            .RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        var member = Assert.Single(output.GetTypeByMetadataName("Consumer.SampleQuiz")!.GetMembers("_Edition"));
        return ((IFieldSymbol)member).ConstantValue!;
    }
}
