// The words around a quiz.

using Xunit;

namespace QuizKit.Tests;

public sealed class QuizWordsTests
{
    private static readonly QuizWord[] All = Enum.GetValues<QuizWord>();

    // Each names another button or verdict, so that two of them may not look alike.
    private static readonly QuizWord[][] Apart =
    [
        [QuizWord.Check, QuizWord.Hint, QuizWord.ShowAnswer, QuizWord.Skip, QuizWord.Next, QuizWord.StartAgain],
        [QuizWord.Correct, QuizWord.PartlyCorrect, QuizWord.Incorrect, QuizWord.AnswerShown],
        [QuizWord.ChooseOne, QuizWord.ChooseAll],
        [QuizWord.True, QuizWord.False],
        [QuizWord.Result, QuizWord.Points],
    ];

    public static TheoryData<string> Languages => [.. QuizWords.Languages];

    [Fact]
    public void Fifteen_languages_have_words_and_every_other_gets_English()
    {
        Assert.Equal(["ar", "da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "sv", "tr", "zh"], QuizWords.Languages);
        Assert.Equal("de", QuizWords.Of("de-AT").Language);
        Assert.Equal("zh", QuizWords.Of("ZH-Hant-TW").Language);
        Assert.Equal("en", QuizWords.Of("fi").Language);
        Assert.Equal("Correct", QuizWords.Of("fi")[QuizWord.Correct]);
        Assert.Throws<ArgumentNullException>(() => QuizWords.Of(null!));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_word_and_keeps_apart_what_is_to_be_told_apart(string language)
    {
        var words = QuizWords.Of(language);

        Assert.All(All, word => Assert.Equal(words[word].Trim(), words[word] is "" ? null : words[word]));
        Assert.All(Apart, group => Assert.Equal(group.Length, group.Select(word => words[word]).Distinct().Count()));

        // Whether a language has a word too many or too few shows at the last one, and at one that ends like a sentence.
        Assert.Throws<IndexOutOfRangeException>(() => words[All[^1] + 1]);
        Assert.Matches(@"[.。]$|。$", words[QuizWord.RepeatsPrintedError]);
        Assert.Matches("[:：]$", words[QuizWord.GradeYourself]);
    }

    [Fact]
    public void Only_Arabic_words_are_written_from_right_to_left() =>
        Assert.Equal(["ar"], QuizWords.Languages.Where(language => QuizWords.Of(language).IsRightToLeft));
}
