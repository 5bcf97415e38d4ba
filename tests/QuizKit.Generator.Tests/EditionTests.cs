// What an edit does under 'dotnet watch': a constant that changes with the quiz and with nothing else, or a handler that creates it again.

using System.Reflection;
using System.Reflection.Metadata;
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

    [Fact]
    public void The_handler_of_hot_reload_creates_every_object_again()
    {
        var assembly = QuizCompiler.Load(QuizCompiler.Driver(Translations.Files(), reloadsOnEdit: true));
        var type = assembly.GetType("Consumer.SampleQuiz", throwOnError: true)!;
        var before = QuizIn(type);
        var german = before.In("de");

        // What an app had before: the rest of an old quiz is created from the new code.
        Claim[] germanClaims = [.. german.Claims];
        var handler = Assert.Single(assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()).HandlerType;

        handler.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [null]);

        var after = QuizIn(type);
        Assert.NotSame(before, after);
        Assert.NotEmpty(after.Claims);
        Assert.Equal(before.Questions.Select(question => question.Id), after.Questions.Select(question => question.Id));
        Assert.DoesNotContain(after.Questions, question => before.Questions.Contains(question));
        Assert.DoesNotContain(after.Claims, claim => before.Claims.Contains(claim));
        Assert.All(
            after.Claims,
            claim => Assert.Contains(type.GetNestedType("Claims")!.GetProperties(), property => ReferenceEquals(property.GetValue(null), claim)));
        Assert.All(after.Questions, question => Assert.Contains(type.GetProperties(), property => ReferenceEquals(property.GetValue(null), question)));
        Assert.NotSame(german, after.In("de"));
        Assert.DoesNotContain(after.In("de").Claims, claim => germanClaims.Contains(claim));
    }

    private static Quiz QuizIn(Type type) => (Quiz)type.GetProperty("Quiz")!.GetValue(null)!;

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
