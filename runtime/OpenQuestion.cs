// A question that only a person can grade.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A question answered in prose.</summary>
public sealed class OpenQuestion : Question
{
    /// <summary>Creates an open question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    /// <param name="tags">What the question is about, or null for nothing said.</param>
    /// <param name="sentences">Every sentence, in the order of the text, or null where nobody divided it into sentences.</param>
    /// <param name="language">The language of the quiz, as a BCP 47 tag.</param>
    /// <param name="title">What the heading says beside the number, or null.</param>
    /// <param name="hints">What helps, in the order to show it, or null for nothing.</param>
    /// <param name="explanation">Why the answer is right, or null where nothing more is said.</param>
    public OpenQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata,
        IReadOnlyList<string>? tags = null,
        IReadOnlyList<Sentence>? sentences = null,
        string language = "en",
        RichText? title = null,
        IReadOnlyList<RichText>? hints = null,
        RichText? explanation = null)
        : base(id, number, prompt, answer, claims, errata, tags, sentences, language, title, hints, explanation)
    {
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override QuestionKind Kind => QuestionKind.Open;

    /// <summary>Returns <see cref="GradeOutcome.SelfGraded"/>: show the answer, and let the learner compare.</summary>
    /// <param name="reply">The reply, which nobody reads.</param>
    public override GradeResult Grade(string? reply) => GradeResult.SelfGraded;
}
