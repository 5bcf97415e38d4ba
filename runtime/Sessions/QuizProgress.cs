// What a learner did with the questions of a quiz, over any number of sessions and devices.

using QuizKit.Repetition;

namespace QuizKit.Sessions;

/// <summary>
/// What one learner did with the questions of a quiz: a set of records, in the order of time. Immutable. Nothing removes a record, so that
/// the progress of two devices merges without loss, and an edit of the quiz loses nothing either.
/// </summary>
public sealed class QuizProgress
{
    /// <summary>The number of characters of JSON that are read; longer texts are refused.</summary>
    public const int LongestJson = 16 * 1024 * 1024;

    private readonly Dictionary<string, List<ProgressRecord>> _byQuestion = new(StringComparer.Ordinal);

    /// <summary>Creates progress from records in any order.</summary>
    /// <param name="quizId">The id of the quiz.</param>
    /// <param name="records">The records; equal ones count once.</param>
    public QuizProgress(string quizId, IEnumerable<ProgressRecord> records)
    {
        QuizId = quizId ?? throw new ArgumentNullException(nameof(quizId));
        ProgressRecord[] sorted = [.. Frozen.Copy([.. records ?? throw new ArgumentNullException(nameof(records))], nameof(records))];
        Array.Sort(sorted, ProgressRecord.Compare);
        var distinct = new List<ProgressRecord>(sorted.Length);
        foreach (var record in sorted)
        {
            if (distinct.Count > 0 && record.Equals(distinct[distinct.Count - 1])) continue;
            distinct.Add(record);
            if (!_byQuestion.TryGetValue(record.QuestionId, out var own)) _byQuestion.Add(record.QuestionId, own = []);
            own.Add(record);
        }

        Records = Frozen.Copy(distinct, nameof(records));
    }

    /// <summary>The id of the quiz.</summary>
    public string QuizId { get; }

    /// <summary>The records in the order of time, each once.</summary>
    public IReadOnlyList<ProgressRecord> Records { get; }

    /// <summary>The progress of a learner who has not begun.</summary>
    /// <param name="quiz">The quiz, in any language.</param>
    public static QuizProgress Empty(Quiz quiz) => new((quiz ?? throw new ArgumentNullException(nameof(quiz))).Id, []);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="quiz">The quiz that it is for, which may have been edited since.</param>
    /// <exception cref="QuizSessionException">The text cannot be used; the message says why and what to do.</exception>
    public static QuizProgress Read(string json, Quiz quiz) => ProgressFormat.ReadProgress(json, quiz);

    /// <summary>
    /// A hash of what a question asks: its kind, prompt, choices and right answer, as 16 hexadecimal digits that are the same on every
    /// machine. Of a translation it is that of the original, so that a change of language is not an edit. Hints, feedback, explanations and
    /// errata do not count.
    /// </summary>
    /// <param name="quiz">The quiz, in any language.</param>
    /// <param name="questionId">The id of one of its questions.</param>
    /// <exception cref="ArgumentException">The quiz has no such question.</exception>
    public static string FingerprintOf(Quiz quiz, string questionId)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        var question = quiz.Original.FindQuestion(questionId) ?? quiz.FindQuestion(questionId)
            ?? throw new ArgumentException($"The quiz '{quiz.Id}' has no question '{questionId}'.", nameof(questionId));
        return question.Fingerprint;
    }

    /// <summary>The JSON of the progress: a line for each record, the same for equal progress.</summary>
    public string ToJson() => ProgressFormat.Write(this, null);

    /// <summary>
    /// The union with other progress on the same quiz, such as that of another device. It is commutative, associative and idempotent: any
    /// devices that exchange their progress in any order, even repeatedly, arrive at the same.
    /// </summary>
    /// <param name="other">The other progress.</param>
    /// <exception cref="QuizSessionException">It is for another quiz (<see cref="SessionProblem.OtherQuiz"/>).</exception>
    public QuizProgress Merge(QuizProgress other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        if (other.QuizId != QuizId)
        {
            throw new QuizSessionException(
                SessionProblem.OtherQuiz,
                $"The progress is for the quiz {ReplyText.Quote(other.QuizId)}, not '{QuizId}'. Merge it with progress on its own quiz.");
        }

        return new QuizProgress(QuizId, [.. Records, .. other.Records]);
    }

    /// <summary>The records on a question, in the order of time; empty for none.</summary>
    /// <param name="questionId">The id of the question.</param>
    public IReadOnlyList<ProgressRecord> RecordsOf(string questionId) =>
        _byQuestion.TryGetValue(questionId ?? throw new ArgumentNullException(nameof(questionId)), out var records)
            ? Frozen.Copy(records, nameof(questionId))
            : [];

    /// <summary>How the results on a question relate to the question as the quiz has it now.</summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="questionId">The id of a question that it has or had.</param>
    public QuestionStatus StatusOf(Quiz quiz, string questionId)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        ProgressRecord[] results = [.. RecordsOf(questionId).Where(record => record.IsResult)];
        if (quiz.FindQuestion(questionId) is null) return RecordsOf(questionId).Count == 0 ? QuestionStatus.New : QuestionStatus.Removed;
        if (results.Length == 0) return QuestionStatus.New;
        var fingerprint = FingerprintOf(quiz, questionId);
        return results.Any(record => record.Fingerprint == fingerprint) ? QuestionStatus.Unchanged : QuestionStatus.Revised;
    }

    /// <summary>The ids of the questions with records that the quiz has no more, in ordinal order.</summary>
    /// <param name="quiz">The quiz.</param>
    public IReadOnlyList<string> RemovedFrom(Quiz quiz)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        return [.. _byQuestion.Keys.Where(id => quiz.FindQuestion(id) is null).OrderBy(id => id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The learner's memory of a question, from all results on it: a right reply is <see cref="ReviewRating.Good"/>, or
    /// <see cref="ReviewRating.Hard"/> where a hint was shown; anything less than right, and a revealed answer, is
    /// <see cref="ReviewRating.Again"/>. Nothing is <see cref="ReviewRating.Easy"/>: the time of a reply says more about its length than
    /// about its effort. An open question that its learner did not grade counts for nothing.
    /// </summary>
    /// <param name="question">The question. That it was revised does not matter.</param>
    /// <param name="scheduler">The scheduler.</param>
    public MemoryCard CardOf(Question question, FsrsScheduler scheduler)
    {
        _ = question ?? throw new ArgumentNullException(nameof(question));
        _ = scheduler ?? throw new ArgumentNullException(nameof(scheduler));
        var card = MemoryCard.New;
        foreach (var record in RecordsOf(question.Id))
        {
            if (RatingOf(record, question) is { } rating) card = scheduler.Review(card, rating, record.At);
        }

        return card;
    }

    /// <summary>The questions whose next review is due, the one that is due first first. Questions without a review are not among
    /// them.</summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<Question> DueQuestions(Quiz quiz, FsrsScheduler scheduler, DateTimeOffset now)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        return
        [
            .. from question in quiz.Questions
               let card = CardOf(question, scheduler)
               where card.State != LearningState.New && card.Due <= now
               orderby card.Due
               select question,
        ];
    }

    /// <summary>Returns the quiz and the number of records.</summary>
    public override string ToString() => FormattableString.Invariant($"{QuizId}: {Records.Count} records");

    private static ReviewRating? RatingOf(ProgressRecord record, Question question) => record switch
    {
        { Score: 1 } => record.Hints == 0 ? ReviewRating.Good : ReviewRating.Hard,
        { Score: not null } => ReviewRating.Again,
        { Kind: RecordKind.Reveal } when !question.IsSelfGraded => ReviewRating.Again,
        _ => null,
    };

    internal QuizProgress With(ProgressRecord record) => new(QuizId, [.. Records, record]);
}
