// Choices in another order, and partial credit.

using Xunit;

namespace QuizKit.Tests;

public sealed class ShuffleTests
{
    private static readonly ChoiceQuestion Question = TestQuestions.Choice("+one", "two", "+three", "four", "five");

    [Fact]
    public void A_seed_gives_the_same_order_on_every_machine()
    {
        var orders = Enumerable.Range(0, 4).Select(seed => string.Join(' ', Question.Shuffled(seed).Choices));

        // The same algorithm in Python gave these.
        Assert.Equal(
            ["three one two four five", "four three two one five", "one three two four five", "five four three two one"],
            orders);
    }

    [Fact]
    public void Letters_words_and_choices_are_graded_by_the_new_order()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var shuffled = Question.Shuffled(seed);
            int[] right = [.. Enumerable.Range(0, 5).Where(i => shuffled.Choices[i].IsCorrect)];

            Assert.True(shuffled.Grade(string.Join(", ", right.Select(shuffled.LetterOf))).IsCorrect);
            Assert.True(shuffled.Grade("one, three").IsCorrect);
            Assert.True(shuffled.Grade(Question.Choices.Where(choice => choice.IsCorrect)).IsCorrect);
            Assert.Equal(Question.Id, shuffled.Id);
            Assert.Equal(Question.Choices.OrderBy(choice => choice.Text.Markdown), shuffled.Choices.OrderBy(choice => choice.Text.Markdown));
        }
    }

    [Fact]
    public void Every_order_is_as_likely_as_any_other()
    {
        var question = TestQuestions.Choice("+a", "b", "c");
        var counts = Enumerable.Range(0, 6000).GroupBy(seed => string.Concat(question.Shuffled(seed).Choices)).Select(group => group.Count()).ToArray();

        // Chi-squared with five degrees of freedom: 25.7 is exceeded with a chance of 10⁻⁴.
        Assert.Equal(6, counts.Length);
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 25.7);
    }

    [Fact]
    public void Questions_of_one_seed_have_orders_of_their_own()
    {
        var other = new ChoiceQuestion("other", 1, Question.Prompt, Question.Answer, Question.Choices, [], []);

        var equal = Enumerable.Range(0, 100).Count(seed => Question.Shuffled(seed).Choices.SequenceEqual(other.Shuffled(seed).Choices));

        Assert.InRange(equal, 0, 10);
    }

    [Theory]
    [InlineData("a, c", 1)]
    [InlineData("a", 0.5)]
    [InlineData("a, c, b", 2.0 / 3)]
    [InlineData("a, b", (1.0 / 2) - (1.0 / 3))]
    [InlineData("a, b, d", 0)]
    [InlineData("b", 0)]
    [InlineData("a, b, c, d, e", 0)]
    public void A_reply_gains_for_right_choices_and_loses_for_wrong_ones(string reply, double score)
    {
        var result = Question.Grade(reply);

        Assert.Equal(score, result.Score!.Value, 12);
        Assert.Equal(score == 1, result.IsCorrect);
    }

    [Fact]
    public void What_is_right_or_wrong_alone_has_no_score_between()
    {
        Assert.Equal(0, TestQuestions.Choice("+a", "b", "c").Grade("a, b").Score);
        Assert.Equal(0.5, TestQuestions.Choice("+x", "+y").Grade("a").Score);
        Assert.Equal(1, TestQuestions.Numeric(3).Grade("3").Score);
        Assert.Equal(0, TestQuestions.TrueFalse(isTrue: true).Grade("false").Score);
        Assert.Null(TestQuestions.Numeric(3).Grade("many").Score);
        Assert.Null(TestQuestions.Open("open").Grade("words").Score);
    }
}
