// A question. The set of its kinds is closed: the base class cannot be derived from elsewhere.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>
/// One question of a quiz: its prompt, its answer, the claims they make and the errata to them. Immutable and safe to share between
/// threads. <see cref="Match{TResult}"/> tells the kinds apart.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OpenQuestion), "open")]
[JsonDerivedType(typeof(TrueFalseQuestion), "true-false")]
[JsonDerivedType(typeof(NumericQuestion), "numeric")]
[JsonDerivedType(typeof(ChoiceQuestion), "choice")]
public abstract class Question
{
    private string? _fingerprint;

    private protected Question(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata,
        IReadOnlyList<string>? tags,
        IReadOnlyList<Sentence>? sentences,
        string language,
        RichText? title,
        IReadOnlyList<RichText>? hints,
        RichText? explanation)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        Number = number;
        Prompt = prompt ?? throw new ArgumentNullException(nameof(prompt));
        Answer = answer ?? throw new ArgumentNullException(nameof(answer));
        Claims = Frozen.Copy(claims, nameof(claims));
        Errata = Frozen.Copy(errata, nameof(errata));
        Tags = Frozen.CopyOrEmpty(tags, nameof(tags));
        Sentences = Frozen.CopyOrEmpty(sentences, nameof(sentences));
        Language = language ?? throw new ArgumentNullException(nameof(language));
        Title = title;
        Hints = Frozen.CopyOrEmpty(hints, nameof(hints));
        Explanation = explanation;
    }

    /// <summary>The kebab-case id, unique within the quiz; neither an edit nor a reordering changes it.</summary>
    public string Id { get; }

    /// <summary>
    /// The number printed in the heading, or the one after that of the question before. Numbers rise from 1, and may have gaps. It is for
    /// display; <see cref="Id"/> identifies.
    /// </summary>
    public int Number { get; }

    /// <summary>The kind, which tells the derived type.</summary>
    [JsonIgnore]
    public abstract QuestionKind Kind { get; }

    /// <summary>What the heading says beside the number, such as "Expectation"; null where it says no more.</summary>
    public RichText? Title { get; }

    /// <summary>What is asked.</summary>
    public RichText Prompt { get; }

    /// <summary>The answer as its author left it; read <see cref="Errata"/> beside it.</summary>
    public Answer Answer { get; }

    /// <summary>What helps to find the answer, in the order to show it; empty for most questions.</summary>
    public IReadOnlyList<RichText> Hints { get; }

    /// <summary>Why the answer is right, to show after the reply; null where nothing more is said than <see cref="Answer"/> does.</summary>
    public RichText? Explanation { get; }

    /// <summary>Every claim of the prompt, the hints, the answer, the explanation and the errata, in the order of the text.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>What is wrong with the author's words; empty for most questions.</summary>
    public IReadOnlyList<Erratum> Errata { get; }

    /// <summary>What the question is about, as kebab-case words in the order written; empty where nobody tagged it.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>
    /// Every sentence of the prompt, the hints, the answer, the explanation and the errata, in the order of the text, whether a claim
    /// quotes it or not; the choices are not among them.
    /// </summary>
    public IReadOnlyList<Sentence> Sentences { get; }

    /// <summary>The language of the quiz, as a BCP 47 tag: replies are read, and reasons given, in it.</summary>
    public string Language { get; }

    /// <summary>Whether <see cref="Language"/> is written from right to left. In a translation it may differ from
    /// <see cref="Quiz.IsRightToLeft"/>: a question that is not translated is the one of the original.</summary>
    [JsonIgnore]
    public bool IsRightToLeft => TextDirection.IsRightToLeft(Language);

    /// <summary>Whether only the learner can grade a reply: true of an <see cref="OpenQuestion"/>.</summary>
    [JsonIgnore]
    public bool IsSelfGraded => Kind == QuestionKind.Open;

    /// <summary>
    /// Grades what a learner typed, and never throws for it. What each kind takes stands at its own <c>Grade</c>; for an open question
    /// the outcome is <see cref="GradeOutcome.SelfGraded"/> whatever the reply.
    /// </summary>
    /// <param name="reply">The reply as typed; null counts as nothing typed.</param>
    public abstract GradeResult Grade(string? reply);

    /// <summary>
    /// Returns what the function for this question's kind makes of it. All kinds have to be given, so a program that leaves one out
    /// does not compile, nor does one written before a kind was added.
    /// </summary>
    /// <typeparam name="TResult">What the functions return.</typeparam>
    /// <param name="open">For a question answered in prose.</param>
    /// <param name="trueFalse">For a question answered true or false.</param>
    /// <param name="numeric">For a question answered by a number.</param>
    /// <param name="choice">For a question answered by choosing.</param>
    public TResult Match<TResult>(
        Func<OpenQuestion, TResult> open,
        Func<TrueFalseQuestion, TResult> trueFalse,
        Func<NumericQuestion, TResult> numeric,
        Func<ChoiceQuestion, TResult> choice)
    {
        _ = open ?? throw new ArgumentNullException(nameof(open));
        _ = trueFalse ?? throw new ArgumentNullException(nameof(trueFalse));
        _ = numeric ?? throw new ArgumentNullException(nameof(numeric));
        _ = choice ?? throw new ArgumentNullException(nameof(choice));
        return this switch
        {
            OpenQuestion question => open(question),
            TrueFalseQuestion question => trueFalse(question),
            NumericQuestion question => numeric(question),
            _ => choice((ChoiceQuestion)this),
        };
    }

    /// <summary>Does what the action for this question's kind says: <see cref="Match{TResult}"/> where there is nothing to
    /// return.</summary>
    /// <param name="open">For a question answered in prose.</param>
    /// <param name="trueFalse">For a question answered true or false.</param>
    /// <param name="numeric">For a question answered by a number.</param>
    /// <param name="choice">For a question answered by choosing.</param>
    public void Switch(
        Action<OpenQuestion> open, Action<TrueFalseQuestion> trueFalse, Action<NumericQuestion> numeric, Action<ChoiceQuestion> choice)
    {
        _ = open ?? throw new ArgumentNullException(nameof(open));
        _ = trueFalse ?? throw new ArgumentNullException(nameof(trueFalse));
        _ = numeric ?? throw new ArgumentNullException(nameof(numeric));
        _ = choice ?? throw new ArgumentNullException(nameof(choice));
        switch (this)
        {
            case OpenQuestion question:
                open(question);
                break;
            case TrueFalseQuestion question:
                trueFalse(question);
                break;
            case NumericQuestion question:
                numeric(question);
                break;
            default:
                choice((ChoiceQuestion)this);
                break;
        }
    }

    /// <summary>A hash of what is asked and of the right answer, computed once.</summary>
    internal string Fingerprint => _fingerprint ??= QuestionFingerprint.Of(this);

    /// <summary>Returns the number and the prompt.</summary>
    public override string ToString() => $"{Number}. {Prompt}";
}
