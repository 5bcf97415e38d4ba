// One run of a learner through a quiz.

namespace QuizKit.Sessions;

/// <summary>
/// One run of a learner through a quiz: the order of the questions and choices, and what the learner did. Immutable: each step returns a
/// new session. What can be done with a question is a method of its <see cref="QuestionTurn"/>, and a finished session has no turn, so
/// that a reply to it cannot be written.
/// </summary>
/// <remarks>
/// The clock is an argument of each step, such as <c>DateTimeOffset.UtcNow</c> or <c>TimeProvider.System.GetUtcNow()</c>. Time between the
/// end of a turn and the next is not counted, nor is the time in which the program does not run.
/// </remarks>
public sealed class QuizSession
{
    internal QuizSession(
        Quiz quiz,
        DateTimeOffset started,
        int? seed,
        SessionShuffle shuffle,
        IReadOnlyList<string>? questionIds,
        QuizProgress progress,
        string? currentId)
    {
        Quiz = quiz;
        Started = Milliseconds.Truncate(started);
        Seed = seed;
        Shuffle = shuffle;
        QuestionIds = questionIds is null ? null : Frozen.Copy(questionIds, nameof(questionIds));
        Progress = progress;
        var questions = QuestionIds is null
            ? quiz.Questions
            : [.. QuestionIds.Distinct(StringComparer.Ordinal).Select(quiz.FindQuestion).OfType<Question>()];

        // By a key of its own for each question: one that is added or removed leaves the others in their order.
        if (seed is { } number && (shuffle & SessionShuffle.Questions) != 0)
            questions = [.. questions.OrderBy(question => QuizKit.Shuffle.KeyOf(question.Id, number)).ThenBy(question => question.Number)];
        Questions = Frozen.Copy(
            [.. questions.Select(question => new SessionQuestion(
                Shuffled(question), QuizProgress.FingerprintOf(quiz, question.Id), progress.RecordsOf(question.Id)))],
            nameof(quiz));
        CurrentId = currentId is not null && Find(currentId) is { IsToAsk: true } or { IsRevised: true } ? currentId : null;
    }

    /// <summary>The quiz.</summary>
    public Quiz Quiz { get; }

    /// <summary>When the session was started, as UTC in whole milliseconds.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>The seed of the order; null for that of the file.</summary>
    public int? Seed { get; }

    /// <summary>What the seed puts into another order.</summary>
    public SessionShuffle Shuffle { get; }

    /// <summary>The ids of the questions that the session was started with; null for all, with those that the quiz gets later.</summary>
    public IReadOnlyList<string>? QuestionIds { get; }

    /// <summary>The questions in the order of the session.</summary>
    public IReadOnlyList<SessionQuestion> Questions { get; }

    /// <summary>What the learner did in this session, with questions that the quiz has no more too. <see cref="QuizProgress.Merge"/> adds
    /// it to that of other sessions.</summary>
    public QuizProgress Progress { get; }

    /// <summary>How the session went so far.</summary>
    public SessionScore Score => new(Questions);

    /// <summary>Whether every question has a result.</summary>
    public bool IsFinished => !Questions.Any(question => question.IsToAsk);

    internal string? CurrentId { get; }

    /// <summary>Starts a session.</summary>
    /// <param name="quiz">The quiz, in the language to ask in.</param>
    /// <param name="now">The time.</param>
    /// <param name="seed">A number that decides the order, the same on every machine; null for the order of the file.</param>
    /// <param name="shuffle">What the seed puts into another order; nothing without a seed.</param>
    /// <param name="questions">The questions to ask, in their order, such as <see cref="Quiz.QuestionsTagged"/> or
    /// <see cref="QuizProgress.DueQuestions"/>; null for all.</param>
    /// <exception cref="ArgumentException">There is no question, or one twice, or one that the quiz does not have.</exception>
    public static QuizSession Start(
        Quiz quiz,
        DateTimeOffset now,
        int? seed = null,
        SessionShuffle shuffle = SessionShuffle.All,
        IEnumerable<Question>? questions = null)
    {
        _ = quiz ?? throw new ArgumentNullException(nameof(quiz));
        if ((shuffle & ~SessionShuffle.All) != 0) throw new ArgumentOutOfRangeException(nameof(shuffle));
        string[]? ids = questions is null ? null : [.. questions.Select(question => quiz.Find(question).Id)];
        if ((ids?.Length ?? quiz.Questions.Count) == 0) throw new ArgumentException("There is no question to ask.", nameof(questions));
        if (ids is not null && ids.Distinct().Count() < ids.Length)
            throw new ArgumentException("A question is there twice.", nameof(questions));
        return new QuizSession(quiz, now, seed, seed is null ? SessionShuffle.None : shuffle, ids, QuizProgress.Empty(quiz), null);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote. Where the quiz was edited since, results stay
    /// (<see cref="SessionQuestion.IsRevised"/>), new questions are asked, and records on removed ones are kept in
    /// <see cref="Progress"/>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="quiz">The quiz, in the language to ask in, which need not be that of before.</param>
    /// <exception cref="QuizSessionException">The text cannot be used; the message says why and what to do.</exception>
    public static QuizSession Read(string json, Quiz quiz) => ProgressFormat.ReadSession(json, quiz);

    /// <summary>The JSON of the session: a line for each record. It does not contain the quiz, and no answers but the learner's.</summary>
    public string ToJson() => ProgressFormat.Write(Progress, this);

    /// <summary>
    /// Returns the next turn: that of a question that was asked and has no result, then those not asked yet in their order, then those that
    /// were skipped, the one skipped first first. Null where every question has a result.
    /// </summary>
    /// <param name="now">The time at which the question is shown.</param>
    public QuestionTurn? Next(DateTimeOffset now)
    {
        var next = CurrentId is null ? null : Find(CurrentId);
        next ??= Questions.FirstOrDefault(question => question.State == QuestionState.Open);
        next ??= Questions.Where(question => question.State == QuestionState.Skipped)
            .OrderBy(question => question.LastSkip!, Comparer<ProgressRecord>.Create(ProgressRecord.Compare)).FirstOrDefault();
        return next is null ? null : TurnOf(next, now);
    }

    /// <summary>Returns the turn of a certain question, such as one that was skipped; null where it has a result, unless the question was
    /// revised since.</summary>
    /// <param name="questionId">The id of the question.</param>
    /// <param name="now">The time at which the question is shown.</param>
    /// <exception cref="ArgumentException">The session has no such question.</exception>
    public QuestionTurn? Ask(string questionId, DateTimeOffset now)
    {
        _ = questionId ?? throw new ArgumentNullException(nameof(questionId));
        var question = Find(questionId) ?? throw new ArgumentException($"The session has no question '{questionId}'.", nameof(questionId));
        return question.IsToAsk || question.IsRevised ? TurnOf(question, now) : null;
    }

    /// <summary>
    /// The union of this session and the same on another device. It is commutative, associative and idempotent. Where a question was
    /// answered on both, the first reply counts, and both are kept.
    /// </summary>
    /// <param name="other">The other session, which was read from the JSON of this one or of an earlier state of it.</param>
    /// <exception cref="QuizSessionException">It is another session (<see cref="SessionProblem.OtherSession"/>) or of another
    /// quiz.</exception>
    public QuizSession Merge(QuizSession other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        var progress = Progress.Merge(other.Progress);
        var areSame = (Started, Seed, Shuffle) == (other.Started, other.Seed, other.Shuffle)
            && (QuestionIds is null) == (other.QuestionIds is null)
            && (QuestionIds ?? []).SequenceEqual(other.QuestionIds ?? []);
        if (!areSame)
        {
            throw new QuizSessionException(
                SessionProblem.OtherSession,
                "The two are different sessions of the quiz: start, seed, shuffle or questions differ. Merge their Progress instead.");
        }

        return new QuizSession(Quiz, Started, Seed, Shuffle, QuestionIds, progress, CurrentId == other.CurrentId ? CurrentId : null);
    }

    /// <summary>Returns the quiz and the score.</summary>
    public override string ToString() => $"{Quiz.Id}: {Score}";

    internal QuizSession With(ProgressRecord record, string? currentId) =>
        new(Quiz, Started, Seed, Shuffle, QuestionIds, Progress.With(record), currentId);

    private QuestionTurn TurnOf(SessionQuestion question, DateTimeOffset now)
    {
        var id = question.Question.Id;
        var session = id == CurrentId ? this : new QuizSession(Quiz, Started, Seed, Shuffle, QuestionIds, Progress, id);
        return new QuestionTurn(session, session.Find(id)!, now, null);
    }

    internal SessionQuestion? Find(string questionId) =>
        Questions.FirstOrDefault(question => string.Equals(question.Question.Id, questionId, StringComparison.Ordinal));

    private Question Shuffled(Question question) =>
        Seed is { } seed && (Shuffle & SessionShuffle.Choices) != 0 && question is ChoiceQuestion choice ? choice.Shuffled(seed) : question;
}
