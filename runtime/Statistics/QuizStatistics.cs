// Item statistics of a quiz, from the progress of its learners.

using QuizKit.Sessions;

namespace QuizKit.Statistics;

/// <summary>Item statistics of a quiz, from the progress of its learners.</summary>
/// <remarks>
/// The definitions are those of Moodle: <see href="https://docs.moodle.org/en/Quiz_statistics_report"/> and
/// <see href="https://docs.moodle.org/dev/Quiz_statistics_calculations"/>, which calls these the position statistics. As there, the first
/// graded reply of a learner to a question counts, and a question without one counts 0.
/// </remarks>
public static class QuizStatistics
{
    /// <summary>
    /// The statistics of each question, in the order of the quiz. Replies to another wording of a question do not count. A learner without
    /// a graded reply is left out, and so is from the sums a question to which nobody has one.
    /// </summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="learners">The progress of each learner, such as <see cref="QuizSession.Progress"/>, merged where a learner has
    /// several.</param>
    /// <exception cref="ArgumentException">A progress is for another quiz.</exception>
    public static IReadOnlyList<QuestionStatistics> Of(Quiz quiz, IEnumerable<QuizProgress> learners)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        _ = learners ?? throw new ArgumentNullException(nameof(learners));
        var replies = new List<ProgressRecord?[]>();
        foreach (var learner in learners)
        {
            if (learner.QuizId != quiz.Id)
                throw new ArgumentException($"A progress is for the quiz '{learner.QuizId}', not '{quiz.Id}'.", nameof(learners));
            ProgressRecord?[] own = [.. quiz.Questions.Select(question => FirstGraded(quiz, question, learner))];
            if (own.Any(record => record is not null)) replies.Add(own);
        }

        decimal[] sums = [.. replies.Select(own => own.Sum(record => (decimal)(record?.Score ?? 0)))];
        return [.. quiz.Questions.Select((question, i) => StatisticsOf(question, [.. replies.Select(own => own[i])], sums))];
    }

    // More than a score can mean, and fewer than the fifteen to which a binary64 becomes a decimal, by the digits of ten thousand questions.
    private const int SumDigits = 10;

    private static ProgressRecord? FirstGraded(Quiz quiz, Question question, QuizProgress learner)
    {
        var fingerprint = QuizProgress.FingerprintOf(quiz, question.Id);
        return learner.RecordsOf(question.Id).FirstOrDefault(record => record.Score is not null && record.Fingerprint == fingerprint);
    }

    private static QuestionStatistics StatisticsOf(Question question, ProgressRecord?[] replies, decimal[] sums)
    {
        ProgressRecord[] graded = [.. replies.OfType<ProgressRecord>()];
        double[] scores = [.. replies.Select(record => record?.Score ?? 0)];

        // In decimals and rounded: sums that are equal have to be so to the last bit, or a question would seem to vary with them.
        double[] others = [.. scores.Select((score, i) => (double)Math.Round(sums[i] - (decimal)score, SumDigits))];
        return new QuestionStatistics(
            question,
            replies.Length,
            graded.Length,
            graded.Length == 0 ? null : new ItemMoments(scores, others),
            question is ChoiceQuestion choice
                ? [.. choice.Choices.Select((_, i) => graded.Count(record => record.Choices.Contains(i)))]
                : []);
    }
}
