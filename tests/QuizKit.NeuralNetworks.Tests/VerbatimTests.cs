// The quiz says what its author wrote, word for word, and the comparison that shows it can see a single changed word.

using System.Security.Cryptography;
using Xunit;

namespace QuizKit.NeuralNetworks.Tests;

public sealed class VerbatimTests
{
    private static readonly string Quiz = Files.Read(Files.QuizPath);
    private static readonly IReadOnlyList<Word> Source = AuthorsWords.OfSource(Files.Read(Files.SourcePath));

    // The tests of the comparison itself hold a changed copy against the quiz as it is: an error in the content fails one test, not all.
    private static readonly IReadOnlyList<Word> Unchanged = AuthorsWords.OfQuiz(Quiz);

    [Fact]
    public void The_quiz_equals_its_source_word_for_word()
    {
        // given: the quiz file and the text it was made from

        // when
        var difference = AuthorsWords.FirstDifference(Unchanged, Source);

        // then
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void The_source_is_the_text_as_its_author_left_it()
    {
        // given: the SHA-256 of the source as it came; a change made to the quiz and to the source alike would pass the comparison
        const string AsReceived = "6A4287E8C43612FB7C3CDFB0B32538391BB03894D4F456BFB2C6BB83B485D920";

        // when
        var now = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Files.SourcePath)));

        // then
        Assert.Equal(AsReceived, now);
    }

    [Theory]
    [InlineData("question 13's answer", "severely overfitting", "slightly overfitting", "[slightly]", "[severely]")]
    [InlineData("a prompt", "NOT guarantee", "not guarantee", "[not]", "[NOT]")]
    [InlineData("a formula", @"is $0.25^9 \approx", @"is $0.25^8 \approx", "[$0.25^8]", "[$0.25^9]")]
    [InlineData("a word inside a claim", "no single hyperplane", "no one hyperplane", "[one]", "[single]")]
    [InlineData("punctuation", "to solve.<!-- /claim -->", "to solve<!-- /claim -->", "[solve]", "[solve.]")]
    [InlineData("markup", "PyTorch *accumulates* gradients", "PyTorch accumulates gradients", "[accumulates]", "[*accumulates*]")]
    [InlineData("the title", "# Chapter 6: Quiz", "# Chapter 6: A quiz", "[A]", "[Quiz]")]
    [InlineData("the introduction", "Answers follow each question.", "Answers follow each.", "[each.]", "[each]")]
    [InlineData("a word left out", "The neuron is permanently inactive.", "The neuron is inactive.", "[inactive.]", "[permanently]")]
    [InlineData("words of the editors outside an erratum", "Derive this result.", "Derive this result. (Easy.)", "[(Easy.)]", "[Answer]")]
    public void A_change_to_the_authors_words_is_found_at_its_word_and_line(
        string where, string before, string after, string changedWord, string word)
    {
        // given: one change
        var changed = ReplaceOnce(Quiz, before, after);
        var line = 1 + Quiz[..Quiz.IndexOf(before, StringComparison.Ordinal)].Count(c => c == '\n');

        // when
        var difference = AuthorsWords.FirstDifference(AuthorsWords.OfQuiz(changed), Unchanged);

        // then
        Assert.True(difference is not null, $"The change to {where} went unseen.");
        var report = difference.Split('\n');
        Assert.Contains($"line {line}: ", report[1], StringComparison.Ordinal);
        Assert.Contains(changedWord, report[1], StringComparison.Ordinal);
        Assert.Contains(word, report[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an erratum", "What is halved is the second moment", "What is cut in half is the second moment")]
    [InlineData("an answer of the editors", "Both changes are needed", "Both changes matter")]
    [InlineData("the front matter", "language: en", "language: en-GB")]
    [InlineData("a claim's id", "claim: half-are-zeroed", "claim: half-are-zero")]
    [InlineData("a reason in a comment", "It is an empirical statement", "This is an empirical statement")]
    [InlineData("a line break", "Answers follow each question.", "Answers follow\neach question.")]
    public void A_change_to_anything_else_leaves_the_authors_words_equal(string where, string before, string after)
    {
        // given
        var changed = ReplaceOnce(Quiz, before, after);

        // when
        var difference = AuthorsWords.FirstDifference(AuthorsWords.OfQuiz(changed), Unchanged);

        // then
        Assert.True(difference is null, $"A change to {where} was taken for the author's words. {difference}");
    }

    [Fact]
    public void Line_ends_make_no_difference()
    {
        // given: the quiz and the source as a Windows editor saves them
        var quiz = Quiz.ReplaceLineEndings("\r\n");
        var source = Files.Read(Files.SourcePath).ReplaceLineEndings("\r\n");

        // when
        var quizDifference = AuthorsWords.FirstDifference(AuthorsWords.OfQuiz(quiz), Unchanged);
        var sourceDifference = AuthorsWords.FirstDifference(AuthorsWords.OfSource(source), Source);

        // then
        Assert.Null(quizDifference);
        Assert.Null(sourceDifference);
    }

    [Fact]
    public void A_quiz_that_ends_too_early_is_found()
    {
        // given: the quiz without its last question, and the word that this takes from it first
        var shortened = Quiz[..Quiz.IndexOf("## Question 20", StringComparison.Ordinal)];

        // when
        var difference = AuthorsWords.FirstDifference(AuthorsWords.OfQuiz(shortened), Unchanged);

        // then
        Assert.NotNull(difference);
        Assert.Contains("exact equality. [nothing more]", difference, StringComparison.Ordinal);
        Assert.Contains("exact equality. [Question] 20", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_answer_passed_off_as_the_editors_is_found()
    {
        // given: an answer of the author, marked as one of the editors
        var changed = ReplaceOnce(Quiz, "### Answer\n\n**False.**", "### Answer\n<!-- answer: author=editors -->\n\n**False.**");

        // when
        var difference = AuthorsWords.FirstDifference(AuthorsWords.OfQuiz(changed), Unchanged);

        // then
        Assert.NotNull(difference);
        Assert.Contains("[Answer] **False.**", difference, StringComparison.Ordinal);
    }

    /// <summary>Makes a change that must be possible in one place only, so that no test passes because its change did nothing.</summary>
    private static string ReplaceOnce(string text, string before, string after)
    {
        var count = (text.Length - text.Replace(before, "", StringComparison.Ordinal).Length) / before.Length;
        Assert.True(count == 1, $"This test changes a copy of the quiz where it says \"{before}\"; it says so {count} times, not once.");
        return text.Replace(before, after, StringComparison.Ordinal);
    }
}
