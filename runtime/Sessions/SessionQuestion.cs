// A question of a session, with what the learner did so far.

namespace QuizKit.Sessions;

/// <summary>A question of a session, with what the learner did with it so far. Immutable.</summary>
public sealed class SessionQuestion
{
    private readonly ProgressRecord? _result;

    internal SessionQuestion(Question question, string fingerprint, IReadOnlyList<ProgressRecord> records)
    {
        Question = question;
        Fingerprint = fingerprint;
        ProgressRecord[] results = [.. records.Where(record => record.IsResult)];

        // The first counts, of those for the question as it is if there are any.
        var isRevised = results.Length > 0 && !results.Any(record => record.Fingerprint == fingerprint);
        _result = isRevised ? results[0] : results.FirstOrDefault(record => record.Fingerprint == fingerprint);
        IsRevised = isRevised;
        HintsShown = records.Count == 0 ? 0 : Math.Min(records.Max(record => record.Hints), question.Hints.Count);
        Time = new TimeSpan(records.Sum(record => record.Time.Ticks));
        LastSkip = records.LastOrDefault(record => record.Kind == RecordKind.Skip);
        State = _result switch
        {
            null => LastSkip is null ? QuestionState.Open : QuestionState.Skipped,
            { Kind: RecordKind.Reveal } => QuestionState.Revealed,
            _ => QuestionState.Answered,
        };
    }

    /// <summary>The question as the session asks it: its choices are in the order of the session, and its letters fit.</summary>
    public Question Question { get; }

    /// <summary>Where it stands.</summary>
    public QuestionState State { get; }

    /// <summary>Whether the question was edited since it was answered: the result is kept, and <see cref="QuizSession.Ask"/> asks it
    /// again.</summary>
    public bool IsRevised { get; }

    /// <summary>The number of hints that were shown.</summary>
    public int HintsShown { get; }

    /// <summary>The time that the learner spent on the question, over all its turns.</summary>
    public TimeSpan Time { get; }

    /// <summary>The score of the reply that counts, from 0 to 1, with partial credit; null where nothing was graded.</summary>
    public double? Score => _result?.Score;

    /// <summary>The reply that counts; null where there is none, or where it was not typed.</summary>
    public string? Reply => _result?.Reply;

    /// <summary>Returns the number, the state and the score.</summary>
    public override string ToString() => FormattableString.Invariant($"{Question.Number}. {State} {Score}").TrimEnd();

    internal string Fingerprint { get; }

    internal ProgressRecord? LastSkip { get; }

    internal bool IsToAsk => State is QuestionState.Open or QuestionState.Skipped;
}
