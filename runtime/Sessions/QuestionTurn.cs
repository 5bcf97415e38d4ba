// The turn of a question: what a learner can do with it.

namespace QuizKit.Sessions;

/// <summary>
/// The turn of a question in a session, from the time at which it was shown. Its methods are what the learner can do; each returns what
/// comes after. Immutable: of several steps from one turn, the one whose session is kept counts.
/// </summary>
public sealed class QuestionTurn
{
    private readonly SessionQuestion _question;
    private readonly DateTimeOffset _since;
    private readonly string? _reply;

    internal QuestionTurn(QuizSession session, SessionQuestion question, DateTimeOffset since, string? reply)
    {
        Session = session;
        _question = question;
        _since = since;
        _reply = reply;
    }

    /// <summary>The session in which this question is being asked: saved and read again, it continues with this question and its
    /// hints.</summary>
    public QuizSession Session { get; }

    /// <summary>The question, with its choices in the order of the session: show this one, and letters, grading and feedback fit.</summary>
    public Question Question => _question.Question;

    /// <summary>The hints that were shown, in their order.</summary>
    public IReadOnlyList<RichText> Hints => [.. Question.Hints.Take(_question.HintsShown)];

    /// <summary>Whether there is another hint.</summary>
    public bool HasHint => _question.HintsShown < Question.Hints.Count;

    /// <summary>Shows one more hint, as the last of <see cref="Hints"/>; where there is none, this turn.</summary>
    /// <param name="now">The time.</param>
    public QuestionTurn Hint(DateTimeOffset now)
    {
        if (!HasHint) return this;
        var session = Session.With(RecordOf(RecordKind.Hint, now, hints: _question.HintsShown + 1), Question.Id);
        return new QuestionTurn(session, session.Find(Question.Id)!, now, _reply);
    }

    /// <summary>Puts the question off: it is asked again after the others, or with <see cref="QuizSession.Ask"/>.</summary>
    /// <param name="now">The time.</param>
    public QuizSession Skip(DateTimeOffset now) => End(RecordOf(RecordKind.Skip, now));

    /// <summary>Ends the turn without a graded reply, when the answer is shown.</summary>
    /// <param name="now">The time.</param>
    public QuizSession Reveal(DateTimeOffset now) => End(RecordOf(RecordKind.Reveal, now, reply: _reply));

    /// <summary>
    /// Grades a typed reply. What is not understood counts for nothing, and the turn goes on. So it does for an open question: show its
    /// answer, and end the turn with <see cref="GradeSelf"/> or <see cref="Reveal"/>.
    /// </summary>
    /// <param name="reply">The reply as typed, of any length.</param>
    /// <param name="now">The time.</param>
    public ReplyStep Reply(string? reply, DateTimeOffset now) => Reply(Question.Grade(reply), now, reply);

    /// <summary>Takes the result of a reply that was not typed, from a <c>Grade</c> of <see cref="Question"/> such as
    /// <see cref="TrueFalseQuestion.Grade(bool)"/>.</summary>
    /// <param name="result">The result.</param>
    /// <param name="now">The time.</param>
    /// <param name="reply">Words to keep for the reply, or null.</param>
    public ReplyStep Reply(GradeResult result, DateTimeOffset now, string? reply = null)
    {
        _ = result ?? throw new ArgumentNullException(nameof(result));
        if (result.Outcome == GradeOutcome.NotUnderstood) return new ReplyStep(result, Session, this);
        if (result.Score is not { } score) return new ReplyStep(result, Session, new QuestionTurn(Session, _question, _since, reply));
        return new ReplyStep(result, End(RecordOf(RecordKind.Reply, now, score: score, reply: reply, choices: IndexesOf(result))), null);
    }

    /// <summary>Ends the turn of an open question with the score that the learner gives the own reply after comparing it with the
    /// answer.</summary>
    /// <param name="score">From 0 for wrong to 1 for right.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidOperationException">The question is not open: <see cref="Question.IsSelfGraded"/> is false.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The score is not from 0 to 1.</exception>
    public QuizSession GradeSelf(double score, DateTimeOffset now)
    {
        if (!Question.IsSelfGraded)
        {
            throw new InvalidOperationException(
                $"The question '{Question.Id}' is graded by Reply; only an open question is graded by its learner.");
        }

        return End(RecordOf(RecordKind.SelfGrade, now, score: score, reply: _reply));
    }

    private QuizSession End(ProgressRecord record) => Session.With(record, null);

    private ProgressRecord RecordOf(
        RecordKind kind,
        DateTimeOffset now,
        int? hints = null,
        double? score = null,
        string? reply = null,
        IReadOnlyList<int>? choices = null) =>
        new(Question.Id, _question.Fingerprint, kind, now, now - _since, hints ?? _question.HintsShown, score, reply, choices);

    // The places of the chosen choices in the order written, in which every session counts them.
    private IReadOnlyList<int>? IndexesOf(GradeResult result)
    {
        if (result.Choices.Count == 0 || Session.Quiz.FindQuestion(Question.Id) is not ChoiceQuestion written) return null;
        return [.. Enumerable.Range(0, written.Choices.Count).Where(i => result.Choices.Contains(written.Choices[i]))];
    }
}
