// A quiz in several languages: which one an app gets for a tag, when it is created, and that replies are graded in it.

using Xunit;

namespace QuizKit.Tests;

public sealed class LanguageTests
{
    private static readonly string[] Tags = ["de", "pt-BR", "zh-Hans", "zh-Hant", "sr-Latn"];

    private readonly List<string> _created = [];

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("de-Latn-AT-1996", "de")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("pt-PT", "en")]
    [InlineData("pt", "en")]
    [InlineData("zh-Hans-CN", "zh-Hans")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh-sg", "zh-Hans")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("ZH-HK", "zh-Hant")]
    [InlineData("zh", "en")]
    [InlineData("sr-Latn-RS", "sr-Latn")]
    [InlineData("sr-RS", "en")]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData("-", "en")]
    [InlineData("de_AT", "en")]
    public void A_tag_finds_the_nearest_language_and_in_the_end_the_original(string asked, string expected)
    {
        var quiz = InManyLanguages();

        foreach (var culture in new[] { "en-US", "tr-TR", "de-DE" })
        {
            Cultures.In(culture, () =>
            {
                Assert.Equal(expected, quiz.In(asked).Language);

                // The same from each of its languages.
                Assert.Same(quiz.In(asked), quiz.In("de").In(asked));
            });
        }
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("en-GB", "en")]
    [InlineData("EN", "en")]
    [InlineData("fr", null)]
    [InlineData("zh", null)]
    [InlineData("", null)]
    public void A_language_that_the_quiz_does_not_have_is_not_found(string asked, string? expected)
    {
        var quiz = InManyLanguages();

        Assert.Equal(expected, quiz.FindLanguage(asked)?.Language);
        Assert.Equal(expected, quiz.In("de").FindLanguage(asked)?.Language);
        Assert.Throws<ArgumentNullException>(() => quiz.FindLanguage(null!));
    }

    [Fact]
    public void A_language_is_created_when_it_is_asked_for_and_once()
    {
        var quiz = InManyLanguages();
        Assert.Equal(["en", .. Tags], quiz.Languages);
        _ = quiz.In("en");
        _ = quiz.In("fr");
        Assert.Empty(_created);

        Parallel.For(0, 8, _ => quiz.In("de-AT"));

        Assert.Equal(["de"], _created);
        Assert.Equal(quiz.Languages, quiz.In("de").Languages);
        Assert.Same(quiz, quiz.In("de").In("en"));
        Assert.Equal(["de"], _created);
    }

    [Fact]
    public void A_quiz_without_translations_is_its_own_in_every_language()
    {
        var quiz = QuizOf("en", TestQuestions.Open("one"));

        Assert.Equal(["en"], quiz.Languages);
        Assert.Same(quiz, quiz.In("de"));
        Assert.Throws<ArgumentNullException>(() => quiz.In(null!));
    }

    [Fact]
    public void Replies_are_graded_in_the_language()
    {
        var quiz = QuizOf(
            "en",
            [TestQuestions.Numeric(0.25), TestQuestions.TrueFalse(true)],
            [new QuizTranslation("de", () => QuizOf("de", TestQuestions.Numeric(0.25, language: "de"), TestQuestions.TrueFalse(true, "de")))]);
        var (english, german) = (quiz.Questions, quiz.In("de-CH").Questions);

        Assert.True(german[0].Grade("0,25").IsCorrect);
        Assert.False(english[0].Grade("0,25").IsCorrect);
        Assert.True(german[1].Grade("stimmt").IsCorrect);
        Assert.Equal(GradeOutcome.NotUnderstood, english[1].Grade("stimmt").Outcome);
        Assert.NotEqual(english[0].Grade("?").Reason, german[0].Grade("?").Reason);
    }

    [Fact]
    public void A_question_finds_its_translation_with_its_type()
    {
        var number = TestQuestions.Numeric(1);
        var quiz = QuizOf("en", [number], [new QuizTranslation("de", () => QuizOf("de", TestQuestions.Numeric(1, language: "de")))]);

        var german = quiz.In("de").Find(number);

        Assert.Equal(("de", 1), (german.Language, german.CorrectValue));
        Assert.Same(number, quiz.In("de").In("en").Find(german));
        Assert.Throws<ArgumentException>(() => quiz.Find(TestQuestions.Open("other")));
        Assert.Throws<ArgumentException>(() => quiz.Find(TestQuestions.Open("number")));
        Assert.Throws<ArgumentNullException>(() => quiz.Find<Question>(null!));
    }

    [Theory]
    [InlineData("de", "DE")]
    [InlineData("en", null)]
    [InlineData("EN", null)]
    public void Two_equal_languages_are_refused(string first, string? second)
    {
        string[] languages = second is null ? [first] : [first, second];

        Assert.Throws<ArgumentException>(() => QuizOf("en", [], [.. languages.Select(tag => new QuizTranslation(tag, () => QuizOf(tag)))]));
    }

    [Fact]
    public void A_translation_needs_a_language_and_what_creates_it_and_shows_its_language()
    {
        Assert.Throws<ArgumentNullException>(() => new QuizTranslation(null!, () => QuizOf("de")));
        Assert.Throws<ArgumentNullException>(() => new QuizTranslation("de", (Func<Quiz>)null!));
        Assert.Equal("de", new QuizTranslation("de", () => QuizOf("de")).ToString());
    }

    private Quiz InManyLanguages() => QuizOf("en", [], [.. Tags.Select(tag => new QuizTranslation(tag, () =>
    {
        lock (_created) _created.Add(tag);
        return QuizOf(tag);
    }))]);

    private static Quiz QuizOf(string language, params Question[] questions) => QuizOf(language, questions, []);

    private static Quiz QuizOf(string language, Question[] questions, QuizTranslation[] translations) =>
        new("quiz", language, TestQuestions.Text("Quiz"), null, questions, translations: translations);
}
