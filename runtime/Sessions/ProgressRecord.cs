// One thing that a learner did with a question: the element of all progress.

namespace QuizKit.Sessions;

/// <summary>
/// One thing that a learner did with a question, and when. Immutable; two records with the same content are equal, which makes progress a
/// set that merges.
/// </summary>
public sealed class ProgressRecord : IEquatable<ProgressRecord>
{
    /// <summary>The number of characters of a reply that a record keeps: grading reads all of it.</summary>
    public const int LongestReply = 1000;

    /// <summary>Creates a record; <see cref="QuestionTurn"/> does so for each step of a session.</summary>
    /// <param name="questionId">The id of the question.</param>
    /// <param name="fingerprint">The content of the question that was asked: <see cref="QuizProgress.FingerprintOf"/>.</param>
    /// <param name="kind">What the learner did.</param>
    /// <param name="at">When: kept as UTC, in whole milliseconds.</param>
    /// <param name="time">The time since the question was shown or since the step before, in whole milliseconds; below zero counts as
    /// zero.</param>
    /// <param name="hints">The number of hints that had been shown.</param>
    /// <param name="score">The score from 0 to 1 of a reply or a self-grade; null for the other kinds.</param>
    /// <param name="reply">The reply as typed, of which <see cref="LongestReply"/> characters are kept, or null.</param>
    /// <param name="choices">The indexes of the chosen choices, in the order written, or null for none.</param>
    /// <exception cref="ArgumentException">A kind that has a score is without one, or the other way round.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The score is not from 0 to 1, or a count or an index is negative.</exception>
    public ProgressRecord(
        string questionId,
        string fingerprint,
        RecordKind kind,
        DateTimeOffset at,
        TimeSpan time,
        int hints = 0,
        double? score = null,
        string? reply = null,
        IReadOnlyList<int>? choices = null)
    {
        QuestionId = questionId ?? throw new ArgumentNullException(nameof(questionId));
        Fingerprint = fingerprint ?? throw new ArgumentNullException(nameof(fingerprint));
        if (HasScore(kind) != score is not null)
            throw new ArgumentException("A reply and a self-grade have a score, and nothing else has.", nameof(score));
        if (!(score is null or (>= 0 and <= 1))) throw new ArgumentOutOfRangeException(nameof(score));
        if (kind is < RecordKind.Hint or > RecordKind.SelfGrade) throw new ArgumentOutOfRangeException(nameof(kind));
        if (!(hints >= 0)) throw new ArgumentOutOfRangeException(nameof(hints));
        if (choices is not null && choices.Any(index => index < 0)) throw new ArgumentOutOfRangeException(nameof(choices));
        Kind = kind;
        At = Milliseconds.Truncate(at);
        Time = Milliseconds.Truncate(time < TimeSpan.Zero ? TimeSpan.Zero : time);
        Hints = hints;
        Score = score;
        Reply = Shorten(reply);
        Choices = Frozen.CopyOrEmpty(choices, nameof(choices));
    }

    /// <summary>The id of the question.</summary>
    public string QuestionId { get; }

    /// <summary>The content of the question that was asked, as 16 hexadecimal digits: <see cref="QuizProgress.FingerprintOf"/>.</summary>
    public string Fingerprint { get; }

    /// <summary>What the learner did.</summary>
    public RecordKind Kind { get; }

    /// <summary>When, as UTC in whole milliseconds.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The time since the question was shown, or since the step before, in whole milliseconds.</summary>
    public TimeSpan Time { get; }

    /// <summary>The number of hints that had been shown.</summary>
    public int Hints { get; }

    /// <summary>The score from 0 to 1; null where nothing was graded.</summary>
    public double? Score { get; }

    /// <summary>The first <see cref="LongestReply"/> characters of the reply; null where it was not typed.</summary>
    public string? Reply { get; }

    /// <summary>The indexes of the chosen choices in <see cref="ChoiceQuestion.Choices"/> of the quiz, whose order is that written; empty
    /// for other kinds of questions.</summary>
    public IReadOnlyList<int> Choices { get; }

    /// <inheritdoc/>
    public bool Equals(ProgressRecord? other) => other is not null && Compare(this, other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ProgressRecord);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((At.GetHashCode() * 397) ^ StringComparer.Ordinal.GetHashCode(QuestionId));

    /// <summary>Returns the question, what the learner did, and when.</summary>
    public override string ToString() => FormattableString.Invariant($"{QuestionId}: {Kind} at {At:u}");

    internal bool IsResult => Kind is RecordKind.Reply or RecordKind.Reveal or RecordKind.SelfGrade;

    // The order of time, and among records of one millisecond an order of their contents, which is the same on every machine.
    internal static int Compare(ProgressRecord a, ProgressRecord b)
    {
        var order = a.At.CompareTo(b.At);
        if (order == 0) order = string.CompareOrdinal(a.QuestionId, b.QuestionId);
        if (order == 0) order = ((int)a.Kind).CompareTo((int)b.Kind);
        if (order == 0) order = string.CompareOrdinal(a.Fingerprint, b.Fingerprint);
        if (order == 0) order = a.Time.CompareTo(b.Time);
        if (order == 0) order = a.Hints.CompareTo(b.Hints);
        if (order == 0) order = Nullable.Compare(a.Score, b.Score);
        if (order == 0) order = string.CompareOrdinal(a.Reply, b.Reply);
        if (order == 0) order = a.Choices.Count.CompareTo(b.Choices.Count);
        for (var i = 0; order == 0 && i < a.Choices.Count; i++) order = a.Choices[i].CompareTo(b.Choices[i]);
        return order;
    }

    internal static bool HasScore(RecordKind kind) => kind is RecordKind.Reply or RecordKind.SelfGrade;

    private static string? Shorten(string? reply)
    {
        if (reply is null || reply.Length <= LongestReply) return reply;
        return reply.Substring(0, char.IsHighSurrogate(reply[LongestReply - 1]) ? LongestReply - 1 : LongestReply);
    }
}
