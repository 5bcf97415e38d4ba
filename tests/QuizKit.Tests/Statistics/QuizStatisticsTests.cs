// Item statistics against examples worked by hand, and against definitions that share nothing with the code.

using CsCheck;
using QuizKit.Sessions;
using QuizKit.Statistics;
using QuizKit.Tests.Sessions;
using Xunit;

namespace QuizKit.Tests.Statistics;

public sealed class QuizStatisticsTests
{
    private static readonly Quiz Quiz =
        TestSessions.QuizOf(TestSessions.Choice("colours", "+red", "green", "+blue"), TestSessions.Numeric("count", 42), TestSessions.TrueFalse("truth"));

    [Fact]
    public void Four_learners_and_three_questions_give_what_a_hand_computes()
    {
        // Scores:         colours  count  truth   the sum of the others of "count"
        // a               1        1      1       2
        // b               0.5      1      0       0.5
        // c               0        0      1       1
        // d               0.5      0      0       0.5
        var statistics = QuizStatistics.Of(
            Quiz, [Learner("a, c", "42", "true"), Learner("a", "42", "false"), Learner("b", "41", "true"), Learner("c", "1", "no")]);

        // "count": mean 1/2; deviations ±1/2, so that the variance is 1/3. The others have the mean 1, the deviations 1, −1/2, 0, −1/2 and the
        // variance 1/2. The covariance is (1/2 · 1 − 1/2 · 1/2 − 1/2 · 0 + 1/2 · 1/2) / 3 = 1/6. In ascending order the pairs are (−1/2, −1/2),
        // (−1/2, −1/2), (1/2, 0), (1/2, 1): 1 / 3.
        var count = statistics[1];
        Assert.Equal((4, 4), (count.Learners, count.Replies));
        Assert.Equal(0.5, count.Facility!.Value, 15);
        Assert.Equal(Math.Sqrt(1.0 / 3), count.StandardDeviation!.Value, 15);
        Assert.Equal(1.0 / 6 / Math.Sqrt(1.0 / 6), count.DiscriminationIndex!.Value, 15);
        Assert.Equal(0.5, count.DiscriminativeEfficiency!.Value, 15);

        // "colours": mean 1/2, deviations 1/2, 0, −1/2, 0: variance 1/6.
        Assert.Equal(0.5, statistics[0].Facility!.Value, 15);
        Assert.Equal(Math.Sqrt(1.0 / 6), statistics[0].StandardDeviation!.Value, 15);
        Assert.Equal([2, 1, 2], statistics[0].ChoiceCounts);
        Assert.Empty(count.ChoiceCounts);
    }

    [Fact]
    public void Scores_that_are_all_equal_do_not_vary_at_all()
    {
        // The mean of three times 0.1 is not 0.1.
        var quiz = TestSessions.QuizOf(TestSessions.Open("why"), TestSessions.Open("how"));
        QuizProgress[] learners = [Graded(0.2), Graded(0.9), Graded(0.4)];

        var statistics = QuizStatistics.Of(quiz, learners);

        Assert.Equal(0, statistics[0].StandardDeviation);
        Assert.Null(statistics[0].DiscriminationIndex);
        Assert.Null(statistics[0].DiscriminativeEfficiency);
        Assert.Null(statistics[1].DiscriminationIndex);

        QuizProgress Graded(double other)
        {
            var session = QuizSession.Start(quiz, TestSessions.Noon).Ask("why", TestSessions.Noon)!.Reply("a", TestSessions.Noon).Turn!.GradeSelf(0.1, TestSessions.Noon);
            return session.Ask("how", TestSessions.Noon)!.Reply("a", TestSessions.Noon).Turn!.GradeSelf(other, TestSessions.Noon).Progress;
        }
    }

    [Fact]
    public void One_learner_has_scores_and_nothing_that_varies()
    {
        var statistics = QuizStatistics.Of(Quiz, [Learner("a, c", "41", "true")]);

        Assert.Equal([1, 0, 1], statistics.Select(question => question.Facility));
        Assert.All(statistics, question => Assert.Null(question.StandardDeviation));
    }

    [Fact]
    public void Progress_on_another_quiz_is_refused()
    {
        var other = QuizSession.Start(new Quiz("chess", "en", TestQuestions.Text("Chess"), null, Quiz.Questions), TestSessions.Noon).Progress;

        var refusal = Assert.Throws<ArgumentException>(() => QuizStatistics.Of(Quiz, [other]));

        Assert.StartsWith("A progress is for the quiz 'chess', not 'quiz'.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_guess_scores_what_the_kind_and_the_number_of_choices_say()
    {
        var quiz = TestSessions.QuizOf(
            TestSessions.Choice("one", "+a", "b", "c"), TestSessions.Choice("two", "+a", "+b", "c"), TestSessions.Numeric("count", 42),
            TestSessions.TrueFalse("truth"), TestSessions.Open("why"));

        Assert.Equal([1.0 / 3, null, 0, 0.5, null], QuizStatistics.Of(quiz, []).Select(statistics => statistics.RandomGuessScore));
    }

    [Fact]
    public void A_question_without_a_graded_reply_counts_zero_and_one_that_nobody_replied_to_does_not_count()
    {
        var statistics = QuizStatistics.Of(Quiz, [Learner("a, c", "42", null), Learner("a, c", null, null), Learner(null, null, null)]);

        Assert.Equal([2, 2, 2], statistics.Select(question => question.Learners));
        Assert.Equal([2, 1, 0], statistics.Select(question => question.Replies));
        Assert.Equal([1, 0.5, null], statistics.Select(question => question.Facility));
        Assert.Equal([0, Math.Sqrt(0.5), null], statistics.Select(question => question.StandardDeviation));

        // The others of "count" are 1 and 1, and all of "colours" are 1: nothing varies with anything.
        Assert.All(statistics, question => Assert.Null(question.DiscriminationIndex));
        Assert.All(statistics, question => Assert.Null(question.DiscriminativeEfficiency));
    }

    [Fact]
    public void The_first_graded_reply_to_the_present_wording_counts()
    {
        var edited = TestSessions.QuizOf(Quiz.Questions[0], TestSessions.Numeric("count", 43), Quiz.Questions[2]);
        var old = Learner("a, c", "42", "true");
        var again = QuizSession.Start(edited, TestSessions.Noon.AddDays(1)).Ask("count", TestSessions.Noon.AddDays(1))!.Reply("42", TestSessions.Noon.AddDays(1));
        var later = QuizSession.Start(Quiz, TestSessions.Noon.AddDays(2)).Next(TestSessions.Noon.AddDays(2))!.Reply("b", TestSessions.Noon.AddDays(2));

        Assert.Equal([1, null, 1], QuizStatistics.Of(edited, [old]).Select(statistics => statistics.Facility));
        var merged = old.Merge(again.Session.Progress).Merge(later.Session.Progress);
        Assert.Equal([1, 0, 1], QuizStatistics.Of(edited, [merged]).Select(statistics => statistics.Facility));
        Assert.Equal([1, 0, 1], QuizStatistics.Of(edited, [merged])[0].ChoiceCounts);
    }

    [Fact]
    public void The_progress_of_another_quiz_is_refused() =>
        Assert.Throws<ArgumentException>(() => QuizStatistics.Of(Quiz, [new QuizProgress("other", [])]));

    [Fact]
    public void Random_classes_have_the_statistics_of_other_definitions()
    {
        string?[][] replies = [["a, c", "a", "b", "a, b", null], ["42", "41"], ["true", "false"]];
        double[][] scores = [[1, 0.5, 0, 0, 0], [1, 0], [1, 0]];
        var learner = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 1]);
        foreach (var all in RandomCases.Of(learner.List[2, 6], 500))
        {
            var statistics = QuizStatistics.Of(
                Quiz, all.Select(one => Learner(replies[0][one.Item1], replies[1][one.Item2], replies[2][one.Item3])));

            for (var item = 0; item < 3; item++)
            {
                double[] own = [.. all.Select(one => Scores(one)[item])];
                double[] others = [.. all.Select(one => Scores(one).Sum() - Scores(one)[item])];

                // The covariance by all pairs of learners, and the largest one by all ways to pair the numbers.
                var covariance = ByPairs(own, others);
                var largest = Permutations(own).Max(permuted => ByPairs(permuted, others));
                if (statistics[item].Replies > 0)
                {
                    Assert.Equal(own.Sum() / own.Length, statistics[item].Facility!.Value, 12);
                    Assert.Equal(ByPairs(own, own), Math.Pow(statistics[item].StandardDeviation!.Value, 2), 12);
                    AssertRatio(covariance, Math.Sqrt(ByPairs(own, own) * ByPairs(others, others)), statistics[item].DiscriminationIndex);
                    AssertRatio(covariance, largest, statistics[item].DiscriminativeEfficiency);
                }
            }
        }

        double[] Scores((int Choice, int Number, int Truth) one) => [scores[0][one.Choice], scores[1][one.Number], scores[2][one.Truth]];
    }

    private static void AssertRatio(double value, double whole, double? actual)
    {
        if (whole < 1e-12) Assert.Null(actual);
        else Assert.Equal(value / whole, actual!.Value, 12);
    }

    private static double ByPairs(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < i; j++) sum += (a[i] - a[j]) * (b[i] - b[j]);
        }

        return sum / (a.Length * (a.Length - 1));
    }

    private static IEnumerable<double[]> Permutations(double[] values) => values.Length < 2
        ? [values]
        : values.SelectMany((first, i) => Permutations([.. values.Where((_, j) => j != i)]).Select(rest => (double[])[first, .. rest]));

    private static QuizProgress Learner(string? colours, string? count, string? truth)
    {
        var now = TestSessions.Noon;
        var session = QuizSession.Start(Quiz, now, seed: 9);
        if (colours is not null) session = session.Ask("colours", now)!.Reply(Shown(session, colours), now).Session;
        if (count is not null) session = session.Ask("count", now)!.Reply(count, now).Session;
        if (truth is not null) session = session.Ask("truth", now)!.Reply(truth, now).Session;
        return session.Progress;
    }

    // The letters of the file, as those of the shuffled question.
    private static string Shown(QuizSession session, string letters)
    {
        var written = (ChoiceQuestion)Quiz.Questions[0];
        var shown = (ChoiceQuestion)session.Find("colours").Question;
        return string.Join(", ", letters.Split(", ").Select(letter => shown.LetterOf(shown.Choices.ToList().IndexOf(written.Choices[letter[0] - 'a']))));
    }
}
