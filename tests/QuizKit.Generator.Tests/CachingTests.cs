// What the incremental pipeline does again after a change, and what it does not.

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class CachingTests
{
    private static readonly QuizText One = QuizCompiler.File("one.quiz.md", Samples.EveryKind);
    private static readonly QuizText Two = QuizCompiler.File("two.quiz.md", Samples.EveryKind);

    [Fact]
    public void An_edit_to_C_sharp_parses_no_Markdown_and_emits_nothing()
    {
        GeneratorDriver driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.RunGenerators(QuizCompiler.Compilation("class Added { }"));

        Assert.Equal(["cached", "cached"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached", "cached"], OutputReasons(driver));
    }

    [Fact]
    public void A_touched_file_with_equal_content_emits_nothing()
    {
        GeneratorDriver driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", Samples.EveryKind)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "unchanged"], Reasons(driver, QuizGenerator.ModelsStep).Order());
        Assert.Equal(["cached", "cached"], OutputReasons(driver));
    }

    [Fact]
    public void An_edit_to_one_quiz_emits_that_quiz_only()
    {
        GeneratorDriver driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());
        string edited = Samples.EveryKind.Replace("introduction", "welcome", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", edited)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "modified"], Reasons(driver, QuizGenerator.ModelsStep).Order());
        Assert.Equal(["cached", "modified"], OutputReasons(driver).Order());
    }

    [Fact]
    public void An_editors_note_that_moves_every_line_emits_nothing()
    {
        GeneratorDriver driver = QuizCompiler.Driver([One]).RunGenerators(QuizCompiler.Compilation());
        string moved = Samples.EveryKind.Replace("# A sample\n", "# A sample\n<!-- note: moved -->\n\n", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", moved)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["unchanged"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached"], OutputReasons(driver));
    }

    private static IEnumerable<string> Reasons(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => Name(output.Reason));

    private static IEnumerable<string> OutputReasons(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(pair => pair.Value)
            .SelectMany(run => run.Outputs).Select(output => Name(output.Reason));

    private static string Name(IncrementalStepRunReason reason) => reason.ToString().ToLowerInvariant();
}
