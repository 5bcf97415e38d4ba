// A question whose answer is true or false.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A question answered true or false.</summary>
public sealed class TrueFalseQuestion : Question
{
    /// <summary>Creates a true/false question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="isTrue">Whether the statement in the prompt is true.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    /// <param name="tags">What the question is about, or null for nothing said.</param>
    /// <param name="sentences">Every sentence, in the order of the text, or null where nobody divided it into sentences.</param>
    /// <param name="language">The language of the quiz, as a BCP 47 tag.</param>
    /// <param name="title">What the heading says beside the number, or null.</param>
    /// <param name="hints">What helps, in the order to show it, or null for nothing.</param>
    /// <param name="explanation">Why the answer is right, or null where nothing more is said.</param>
    public TrueFalseQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        bool isTrue,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata,
        IReadOnlyList<string>? tags = null,
        IReadOnlyList<Sentence>? sentences = null,
        string language = "en",
        RichText? title = null,
        IReadOnlyList<RichText>? hints = null,
        RichText? explanation = null)
        : base(id, number, prompt, answer, claims, errata, tags, sentences, language, title, hints, explanation) => IsTrue = isTrue;

    /// <inheritdoc/>
    [JsonIgnore]
    public override QuestionKind Kind => QuestionKind.TrueFalse;

    /// <summary>Whether the statement in the prompt is true.</summary>
    public bool IsTrue { get; }

    /// <summary>Grades a reply that is not typed.</summary>
    /// <param name="reply">Whether the learner considers the statement true.</param>
    public GradeResult Grade(bool reply) => GradeResult.Of(reply == IsTrue);

    /// <summary>
    /// Grades a typed word in any case: those of the quiz's language for true and false, yes and no, and the first letters of these; in
    /// English <c>true</c>, <c>t</c>, <c>yes</c>, <c>y</c> and <c>false</c>, <c>f</c>, <c>no</c>, <c>n</c>. <c>true</c> and <c>false</c>
    /// are understood in each language.
    /// </summary>
    /// <param name="reply">The reply as typed.</param>
    public override GradeResult Grade(string? reply)
    {
        var text = ReplyText.Trim(reply);
        if (text.Length == 0) return GradeResult.Empty(Language);
        return TruthWords.Read(text, Language) is { } said
            ? Grade(said)
            : GradeResult.NotUnderstood(
                ReplyProblem.NotTrueOrFalse, ReplyReason.NotTrueOrFalse, Language, ReplyText.Quote(text));
    }
}
