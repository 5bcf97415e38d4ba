// How a session went.

namespace QuizKit.Sessions;

/// <summary>How a session went. Immutable.</summary>
public sealed class SessionScore
{
    internal SessionScore(IReadOnlyList<SessionQuestion> questions)
    {
        Questions = questions.Count;
        Graded = questions.Count(question => question.Score is not null);
        Correct = questions.Count(question => question.Score == 1);
        Points = questions.Sum(question => question.Score ?? 0);
        Revealed = questions.Count(question => question.State == QuestionState.Revealed);
        Time = new TimeSpan(questions.Sum(question => question.Time.Ticks));
    }

    /// <summary>The number of questions.</summary>
    public int Questions { get; }

    /// <summary>The number of questions with a graded reply, self-graded ones included.</summary>
    public int Graded { get; }

    /// <summary>The number of questions with a reply that is entirely right.</summary>
    public int Correct { get; }

    /// <summary>The sum of the scores: of <see cref="Graded"/> points, with partial credit.</summary>
    public double Points { get; }

    /// <summary>The number of questions whose answer was shown without a graded reply.</summary>
    public int Revealed { get; }

    /// <summary>The number of questions without a result.</summary>
    public int Remaining => Questions - Graded - Revealed;

    /// <summary>The time spent on all questions.</summary>
    public TimeSpan Time { get; }

    /// <summary>Returns the points and of how many.</summary>
    public override string ToString() => FormattableString.Invariant($"{Points} of {Graded}");
}
