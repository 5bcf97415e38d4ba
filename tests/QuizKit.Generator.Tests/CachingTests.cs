// What the incremental pipeline does again after a change, and what it does not.

using System.Reflection;
using Microsoft.CodeAnalysis;
using QuizKit.Language.Tests;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class CachingTests
{
    private static readonly QuizText One = QuizCompiler.File("one.quiz.md", Samples.EveryKind);
    private static readonly QuizText Two = QuizCompiler.File("two.quiz.md", Samples.EveryKind);

    private static readonly string French = Translations.German.Replace("language: de", "language: fr", System.StringComparison.Ordinal);

    [Fact]
    public void An_edit_to_C_sharp_parses_no_Markdown_and_emits_nothing()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.RunGenerators(QuizCompiler.Compilation("class Added { }"));

        Assert.Equal(["cached", "cached"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached", "cached"], OutputReasons(driver));
    }

    [Fact]
    public void A_touched_file_with_equal_content_emits_nothing()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", Samples.EveryKind))
            .RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "unchanged"], Reasons(driver, QuizGenerator.ModelsStep).Order());
        Assert.Equal(["cached", "cached"], OutputReasons(driver));
    }

    [Fact]
    public void An_edit_to_one_quiz_emits_that_quiz_only()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());
        var edited = Samples.EveryKind.Replace("introduction", "welcome", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", edited)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "modified"], Reasons(driver, QuizGenerator.ModelsStep).Order());
        Assert.Equal(["cached", "modified"], OutputReasons(driver).Order());
    }

    [Fact]
    public void An_editors_note_that_moves_every_line_emits_nothing()
    {
        var driver = QuizCompiler.Driver([One]).RunGenerators(QuizCompiler.Compilation());
        var moved = Samples.EveryKind.Replace("# A sample\n", "# A sample\n<!-- note: moved -->\n\n", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("one.quiz.md", moved)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["unchanged"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached"], OutputReasons(driver));
    }

    [Fact]
    public void A_picture_that_changes_binds_nothing_and_emits_its_quiz_only()
    {
        var shown = QuizCompiler.File("one.quiz.md", Samples.EveryKind.Replace("introduction", "introduction ![map](map.png)", System.StringComparison.Ordinal));
        var table = Table("37\t21");
        var driver = QuizCompiler.Driver([shown, Two, table]).RunGenerators(QuizCompiler.Compilation());

        var same = driver.ReplaceAdditionalText(table, Table("37\t21")).RunGenerators(QuizCompiler.Compilation());
        var other = driver.ReplaceAdditionalText(table, Table("40\t30")).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "cached"], OutputReasons(same));
        Assert.Equal(["cached", "cached"], Reasons(other, QuizGenerator.ModelsStep));
        Assert.Equal(["modified", "unchanged"], Reasons(other, QuizGenerator.PicturesStep).Order());
        Assert.Equal(["cached", "modified"], OutputReasons(other).Order());

        static QuizText Table(string size) =>
            new("/obj/a.quizkit.pictures.txt", $"/project/one.quiz.md\tmap.png\tmap.png\tmap.png\t{size}\n");
    }

    [Fact]
    public void An_added_file_is_compiled_and_the_others_are_not_again()
    {
        var driver = QuizCompiler.Driver([One]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.AddAdditionalTexts([Two]).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "new"], OutputReasons(driver).Order());
        Assert.Equal(2, driver.GetRunResult().GeneratedTrees.Length);
    }

    [Fact]
    public void A_removed_file_takes_its_class_along_and_the_others_stay()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.RemoveAdditionalTexts([One]).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal("Consumer.TwoQuiz.g.cs", Assert.Single(driver.GetRunResult().Results.Single().GeneratedSources).HintName);
        Assert.DoesNotContain("modified", OutputReasons(driver));
        Assert.DoesNotContain("new", OutputReasons(driver));
    }

    [Fact]
    public void An_edit_to_a_translation_reads_and_emits_that_translation_only()
    {
        QuizText[] files = [.. Translations.Files(), Translations.Files(translation: French, name: "sample.fr.quiz.md")[1], Two];
        var driver = QuizCompiler.Driver(files).RunGenerators(QuizCompiler.Compilation());
        var edited = files[1].GetText().ToString().Replace("Einführung", "Einleitung", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(files[1], QuizCompiler.File("sample.de.quiz.md", edited))
            .RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "cached"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached", "modified"], Reasons(driver, QuizGenerator.TranslationsStep).Order());
        Assert.Equal(["cached", "cached", "cached", "modified"], OutputReasons(driver).Order());
    }

    [Fact]
    public void An_edit_to_an_original_reads_its_translations_again_and_no_others()
    {
        QuizText[] files = [.. Translations.Files(), Two, QuizCompiler.File("two.fr.quiz.md", French)];
        var driver = QuizCompiler.Driver(files).RunGenerators(QuizCompiler.Compilation());
        var edited = Samples.EveryKind.Replace("introduction", "welcome", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(files[0], QuizCompiler.File("sample.quiz.md", edited)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "modified"], Reasons(driver, QuizGenerator.ModelsStep).Order());
        Assert.Equal(["cached", "modified"], Reasons(driver, QuizGenerator.TranslationsStep).Order());
        Assert.Equal(["cached", "cached", "modified", "modified"], OutputReasons(driver).Order());
    }

    [Fact]
    public void An_editors_note_in_an_original_reads_no_translation_again()
    {
        var files = Translations.Files();
        var driver = QuizCompiler.Driver(files).RunGenerators(QuizCompiler.Compilation());
        var moved = Samples.EveryKind.Replace("# A sample\n", "# A sample\n<!-- note: moved -->\n\n", System.StringComparison.Ordinal);

        driver = driver.ReplaceAdditionalText(files[0], QuizCompiler.File("sample.quiz.md", moved)).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["unchanged"], Reasons(driver, QuizGenerator.ModelsStep));
        Assert.Equal(["cached"], Reasons(driver, QuizGenerator.TranslationsStep));
        Assert.Equal(["cached", "cached"], OutputReasons(driver));
    }

    [Fact]
    public void A_translation_that_comes_or_goes_emits_itself_and_its_original_again()
    {
        var files = Translations.Files();
        var driver = QuizCompiler.Driver([files[0], Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.AddAdditionalTexts([files[1]]).RunGenerators(QuizCompiler.Compilation());
        Assert.Equal(["cached", "modified", "new"], OutputReasons(driver).Order());
        Assert.Equal(["cached", "cached"], Reasons(driver, QuizGenerator.ModelsStep));

        driver = driver.RemoveAdditionalTexts([files[1]]).RunGenerators(QuizCompiler.Compilation());
        Assert.Equal(
            ["Consumer.SampleQuiz.g.cs", "Consumer.TwoQuiz.g.cs"],
            driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.HintName).Order());
    }

    [Fact]
    public void A_renamed_file_changes_its_class_and_no_other()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());

        driver = driver.ReplaceAdditionalText(One, QuizCompiler.File("uno.quiz.md", Samples.EveryKind))
            .RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(["cached", "modified"], OutputReasons(driver).Order());
        Assert.Equal(
            ["Consumer.TwoQuiz.g.cs", "Consumer.UnoQuiz.g.cs"],
            driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.HintName).Order());
    }

    [Fact]
    public void Files_in_another_order_give_the_same_sources()
    {
        var driver = QuizCompiler.Driver([One, Two]).RunGenerators(QuizCompiler.Compilation());
        var before = Sources(driver);

        driver = driver.ReplaceAdditionalTexts([Two, One]).RunGenerators(QuizCompiler.Compilation());

        Assert.Equal(before, Sources(driver));
    }

    [Fact]
    public void The_models_keep_nothing_alive_of_the_compilation_or_of_the_text()
    {
        var driver = QuizCompiler.Driver([One, Two, .. Translations.Files()]).RunGenerators(QuizCompiler.Compilation());
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        string[] steps =
        [
            QuizGenerator.NamesStep,
            QuizGenerator.ModelsStep,
            QuizGenerator.TranslationsStep,
            QuizGenerator.OutputsStep,
            QuizGenerator.TranslationOutputsStep,
        ];
        foreach (var step in steps)
        {
            foreach (var output in driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(run => run.Outputs))
                Walk(output.Value, step, seen);
        }

        // The walk has to have reached the leaves: the words of a question.
        Assert.Contains(seen, value => value is string text && text.StartsWith("Because a square", System.StringComparison.Ordinal));
    }

    // Every field of every object in the graph; only values and the generator's own model types may be there.
    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value)) return;
        var type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || value is string) return;
        var isAllowed = type.IsArray
            || type.Namespace!.StartsWith("QuizKit.Generator.", System.StringComparison.Ordinal)
            || type.Namespace == "QuizKit.Language.Model"
            || type.Name.StartsWith("ValueTuple", System.StringComparison.Ordinal);
        Assert.True(isAllowed, $"{path} holds a {type.FullName}.");
        if (value is System.Array items)
        {
            foreach (var item in items) Walk(item, path + "[]", seen);
            return;
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            Walk(field.GetValue(value), path + "." + field.Name, seen);
    }

    private static IEnumerable<(string, string)> Sources(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())).Order();

    private static IEnumerable<string> Reasons(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => Name(output.Reason));

    private static IEnumerable<string> OutputReasons(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(pair => pair.Value)
            .SelectMany(run => run.Outputs).Select(output => Name(output.Reason));

    private static string Name(IncrementalStepRunReason reason) => reason.ToString().ToLowerInvariant();
}
