// What a quiz and its translations compile to.

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Language.Tests;
using QuizKit.Snapshots;
using Xunit;

namespace QuizKit.Generator.Tests;

public sealed class TranslationTests
{
    private static Type ClassOf(params QuizText[] files) =>
        QuizCompiler.Load(files).GetType("Consumer.SampleQuiz", throwOnError: true)!;

    private static Quiz QuizOf(params QuizText[] files) => (Quiz)ClassOf(files).GetProperty("Quiz")!.GetValue(null)!;

    [Fact]
    public async Task The_sample_in_German_has_no_problem() =>
        Assert.Empty(await QuizCompiler.AnalyzeAsync(Translations.Files()));

    [Fact]
    public void A_translated_quiz_has_the_ids_kinds_and_right_answers_of_the_original_and_words_of_its_own()
    {
        var quiz = QuizOf(Translations.Files());

        var german = quiz.In("de");

        Assert.Equal(["en", "de"], quiz.Languages);
        Assert.Equal(("sample", "de", "Ein Beispiel"), (german.Id, german.Language, german.DisplayTitle));
        Assert.Equal("Worte zur Einführung.", german.Introduction!.PlainText);
        Assert.Equal(
            quiz.Questions.Select(question => (question.Id, question.Number, question.Kind)),
            german.Questions.Select(question => (question.Id, question.Number, question.Kind)));
        Assert.Equal(quiz.Questions.SelectMany(question => question.Tags), german.Questions.SelectMany(question => question.Tags));
        Assert.All(german.Questions, question => Assert.Equal("de", question.Language));
        Assert.True(((TrueFalseQuestion)german.FindQuestion("true-one")!).IsTrue);
        var number = (NumericQuestion)german.FindQuestion("number-one")!;
        Assert.Equal((5, 4, 0.5, "rote Äpfel"), (number.PrintedValue, number.CorrectValue, number.Tolerance, number.Unit));
        Assert.Equal(
            [("2", true), ("4", false), ("drei", true)],
            ((ChoiceQuestion)german.FindQuestion("choice-one")!).Choices.Select(choice => (choice.Text.PlainText, choice.IsCorrect)));
        Assert.Equal(Provenance.Editors, german.FindQuestion("choice-one")!.Answer.Provenance);
        var erratum = Assert.Single(number.Errata);
        Assert.Equal((ErratumKind.WrongResult, "sum-is-five", "Es ist 2 + 2 = 4."), (erratum.Kind, erratum.CorrectedClaimIds[0], erratum.Text.PlainText));
    }

    [Fact]
    public void Claims_are_the_objects_of_the_original_and_one_that_is_quoted_has_the_translated_words()
    {
        var quiz = QuizOf(Translations.Files());

        var german = quiz.In("de");

        Assert.Equal(quiz.Claims.Select(claim => claim.Id), german.Claims.Select(claim => claim.Id));
        Assert.Equal(
            ["sum-is-five"],
            german.Claims.Where(claim => !ReferenceEquals(claim, quiz.FindClaim(claim.Id))).Select(claim => claim.Id));
        var quoted = german.FindClaim("sum-is-five")!;
        Assert.Equal("Durch Zählen: 2 + 2 = 5.", quoted.Statement.PlainText);
        Assert.Equal((ExpectedVerdict.Refuted, ClaimOrigin.Answer, "number-one"), (quoted.Expected, quoted.Origin, quoted.QuestionId));
        Assert.Equal([2, 2, 5], quoted.Values);
        Assert.Same(quiz.FindClaim("sum-is-four"), german.FindQuestion("number-one")!.Errata[0].Claims[0]);
        Assert.Same(quoted, german.FindQuestion("number-one")!.Sentences.SelectMany(sentence => sentence.Claims).Single());
    }

    [Fact]
    public void A_question_that_is_not_translated_is_that_of_the_original()
    {
        var start = Translations.German.IndexOf("## Question 2", StringComparison.Ordinal);
        var end = Translations.German.IndexOf("## Question 3", StringComparison.Ordinal);

        var quiz = QuizOf(Translations.Files(translation: Translations.German.Remove(start, end - start)));

        Assert.Equal(quiz.Questions.Select(question => question.Id), quiz.In("de").Questions.Select(question => question.Id));
        Assert.Same(quiz.FindQuestion("true-one"), quiz.In("de").FindQuestion("true-one"));
        Assert.NotSame(quiz.FindQuestion("open-one"), quiz.In("de").FindQuestion("open-one"));
    }

    [Fact]
    public void Many_languages_are_compiled_beside_each_other_and_found_by_tags_of_any_case()
    {
        string[] tags = ["de", "pt-BR", "zh-Hans", "sr-Latn-RS", "de-1996", "gsw"];
        var files = tags.Select(tag => Translations.Files(
            translation: Translations.German.Replace("language: de", "language: " + tag, StringComparison.Ordinal).Replace(
                "Ein Beispiel", "Title " + tag, StringComparison.Ordinal),
            name: $"sample.{tag}.quiz.md")[1]);

        var quiz = QuizOf([Translations.Files()[0], .. files]);

        Assert.Equal("en de de-1996 gsw pt-BR sr-Latn-RS zh-Hans", string.Join(' ', quiz.Languages));
        Assert.All(tags, tag => Assert.Equal((tag, "Title " + tag), (quiz.In(tag.ToUpperInvariant()).Language, quiz.In(tag).DisplayTitle)));
    }

    [Theory]
    [InlineData("sample.DE.quiz.md", "", "de")]
    [InlineData("sample.de.quiz.md", "", "de")]
    [InlineData("sample.de.QUIZ.MD", "language: DE\n", "de")]
    [InlineData("sample.PT-br.quiz.md", "language: pt-BR\n", "pt-BR")]
    [InlineData("sample.zh-hans.quiz.md", "language: zh-Hans\n", "zh-Hans")]
    public async Task The_language_is_that_of_the_file_name_and_the_front_matter_may_leave_it_out(string name, string line, string language)
    {
        var files = Translations.Files(
            translation: Translations.German.Replace("language: de\n", line, StringComparison.Ordinal), name: name);

        Assert.Empty(await QuizCompiler.AnalyzeAsync(files));
        Assert.Equal(language, QuizOf(files).In(language).Questions[0].Language);
    }

    [Theory]
    [InlineData("sample.v2.quiz.md", "SampleV2Quiz")]
    [InlineData("sample.1.quiz.md", "Sample1Quiz")]
    [InlineData("sample.zz.quiz.md", "SampleZzQuiz")]
    [InlineData("sample.new.quiz.md", "SampleNewQuiz")]
    [InlineData("sample.de-1.quiz.md", "SampleDe1Quiz")]
    [InlineData("sample.de_DE.quiz.md", "SampleDe_DEQuiz")]
    [InlineData("de.quiz.md", "DeQuiz")]
    [InlineData(".de.quiz.md", "DeQuiz")]
    public async Task A_name_without_a_language_tag_of_a_known_language_is_that_of_a_quiz_of_its_own(string name, string className)
    {
        var other = QuizCompiler.File(name, "---\nid: other\nlanguage: en\n---\n# Other\n\n" + Samples.Question);

        Assert.Empty(await QuizCompiler.AnalyzeAsync(Translations.Files()[0], other));
        Assert.NotNull(QuizCompiler.Load([Translations.Files()[0], other]).GetType("Consumer." + className));
    }

    [Fact]
    public async Task A_class_name_in_the_project_makes_a_quiz_of_its_own()
    {
        QuizText[] files = [.. "owned.quiz.md owned.de.quiz.md".Split(' ').Select(name => QuizCompiler.File(
            name, $"---\nid: q{name.Length}\nlanguage: de\n---\n# Frage\n\n" + Samples.Question))];

        Assert.DoesNotContain(await QuizCompiler.AnalyzeAsync(files), problem => problem.Id == "QK0056");
        Assert.Equal("QK0032", Assert.Single(await QuizCompiler.AnalyzeAsync(files)).Id);
    }

    [ThoroughFact]
    public void A_project_with_more_text_than_literals_can_hold_packs_translations_too()
    {
        var words = string.Concat(Enumerable.Repeat("viele Worte ", 90_000));
        var files = Translations.Files(
            translation: Translations.German.Replace("Worte zur Einführung.", words, StringComparison.Ordinal));

        var quiz = QuizOf(files);

        Assert.Equal(words.TrimEnd(), quiz.In("de").Introduction!.PlainText);
        Assert.Equal("Words of introduction.", quiz.Introduction!.PlainText);
        Assert.Contains("_Texts.At(", CodeOf(files, "Consumer.SampleQuiz.de.g.cs"), StringComparison.Ordinal);
        Assert.Contains("_Texts.At(", CodeOf(files, "Consumer.SampleQuiz.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_a_translation_reads_as_accepted() =>
        Snapshot.Verify(CodeOf(Translations.Files(), "Consumer.SampleQuiz.de.g.cs"), "cs");

    [Fact]
    public void A_question_that_is_called_like_its_class_and_one_like_a_factory_are_translated()
    {
        const string Original = "---\nid: sample\nlanguage: en\n---\n# A sample\n\n"
            + "## Question 1\n<!-- quiz: id=sample-quiz -->\n\nWhat?\n\n### Answer\n\nThis.\n\n"
            + "## Question 2\n<!-- quiz: id=create-quiz -->\n\nWhat?\n\n### Answer\n\nThis.\n\n"
            + "## Question 3\n<!-- quiz: id=quiz -->\n\nWhat?\n\n### Answer\n\nThis.\n";
        const string German = "---\nlanguage: de\n---\n# Titel\n\n## Question 2\n<!-- quiz: id=create-quiz -->\n\nWas?\n\n### Answer\n\nDas.\n";

        var quiz = QuizOf(Translations.Files(Original, German));

        Assert.Equal(["What?", "Was?", "What?"], quiz.In("de").Questions.Select(question => question.Prompt.PlainText));
    }

    [Fact]
    public void A_debug_build_has_an_edition_of_each_language()
    {
        var driver = QuizCompiler.Driver(Translations.Files(), restartsOnEdit: true);

        driver.RunGeneratorsAndUpdateCompilation(QuizCompiler.Compilation(), out var output, out _);

        Assert.Empty(output.GetDiagnostics());
        var members = output.GetTypeByMetadataName("Consumer.SampleQuiz")!.GetMembers().Select(member => member.Name);
        Assert.Contains("_Edition", members);
        Assert.Contains("_Edition_de", members);
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\r\n", "\uFEFF")]
    [InlineData("\n", "\uFEFF")]
    public async Task Line_endings_and_a_byte_order_mark_change_nothing(string lineEnd, string mark)
    {
        SourceText Encode(string text) => SourceText.From(
            new MemoryStream(Encoding.UTF8.GetBytes(mark + text.Replace("\n", lineEnd, StringComparison.Ordinal))), Encoding.UTF8);
        var plain = Translations.Files();
        QuizText[] encoded = [.. plain.Select(file => new QuizText(file.Path, Encode(file.GetText().ToString())))];

        foreach (var files in new QuizText[][] { [encoded[0], plain[1]], [plain[0], encoded[1]], encoded })
        {
            Assert.Empty(await QuizCompiler.AnalyzeAsync(files));
            Assert.Equal(
                QuizOf(plain).In("de").Questions.Select(question => question.Answer.Text.Markdown),
                QuizOf(files).In("de").Questions.Select(question => question.Answer.Text.Markdown));
        }
    }

    private static string CodeOf(QuizText[] files, string hintName) =>
        QuizCompiler.Driver(files).RunGenerators(QuizCompiler.Compilation()).GetRunResult().Results.Single().GeneratedSources
            .Single(source => source.HintName == hintName).SourceText.ToString();
}
