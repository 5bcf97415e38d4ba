// What the replies of many learners say about a question.

namespace QuizKit.Statistics;

/// <summary>
/// What the replies of many learners say about a question, by the definitions of Moodle's quiz statistics report. Immutable. Scores are
/// from 0 to 1, where Moodle shows 0 to 100.
/// </summary>
public sealed class QuestionStatistics
{
    internal QuestionStatistics(Question question, int learners, int replies, ItemMoments? moments, IReadOnlyList<int> choiceCounts)
    {
        Question = question;
        Learners = learners;
        Replies = replies;
        Facility = moments?.Mean;
        StandardDeviation = moments?.StandardDeviation;
        DiscriminationIndex = moments?.DiscriminationIndex;
        DiscriminativeEfficiency = moments?.DiscriminativeEfficiency;
        RandomGuessScore = GuessScoreOf(question);
        ChoiceCounts = Frozen.Copy(choiceCounts, nameof(choiceCounts));
    }

    /// <summary>The question.</summary>
    public Question Question { get; }

    /// <summary>The number of learners, those without a reply to this question included.</summary>
    public int Learners { get; }

    /// <summary>The number of learners with a graded reply to this question.</summary>
    public int Replies { get; }

    /// <summary>The facility index: the mean score; null where nobody has a graded reply.</summary>
    public double? Facility { get; }

    /// <summary>The standard deviation of the scores, with n − 1; null for fewer than two learners.</summary>
    public double? StandardDeviation { get; }

    /// <summary>
    /// The discrimination index: the correlation of the scores of the question with the sums of the scores of the other questions, from −1
    /// to 1. Null where either does not vary.
    /// </summary>
    public double? DiscriminationIndex { get; }

    /// <summary>
    /// The discriminative efficiency: the covariance of the scores with the sums of the other scores, over the largest that the same
    /// numbers have in any pairing, which is that of both in ascending order. At most 1; null where that is 0.
    /// </summary>
    public double? DiscriminativeEfficiency { get; }

    /// <summary>
    /// The mean score of random guesses: 0.5 for true or false, 1 / n for n choices of which one is right, 0 for a number. Null where it
    /// is not defined: for several right choices and for open questions.
    /// </summary>
    public double? RandomGuessScore { get; }

    /// <summary>How many learners chose each choice, in the order written; empty for other kinds of questions.</summary>
    public IReadOnlyList<int> ChoiceCounts { get; }

    /// <summary>Returns the id, the facility index and the discrimination index.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Question.Id}: facility {Facility:0.000}, discrimination {DiscriminationIndex:0.000}");

    private static double? GuessScoreOf(Question question) => question.Match<double?>(
        open: _ => null,
        trueFalse: _ => 0.5,
        numeric: _ => 0,
        choice: it => it.HasSeveralCorrect ? null : 1.0 / it.Choices.Count);
}
