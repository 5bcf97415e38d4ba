// A sentence of a question, with what is known of whether it is true.

namespace QuizKit;

/// <summary>
/// A sentence of a prompt, an answer or an erratum. Choices are not among the sentences of a question: they are offered, not stated.
/// </summary>
public sealed class Sentence
{
    /// <summary>Creates a sentence; generated code calls this.</summary>
    /// <param name="text">The words.</param>
    /// <param name="origin">The part of the question that holds them.</param>
    /// <param name="claims">The claims that quote words of it.</param>
    /// <param name="notCheckableReasons">Why words of it cannot be checked.</param>
    /// <param name="isQuestion">Whether it ends in a question mark.</param>
    /// <param name="isCovered">Whether no four words in a row lie outside the claims and the not-checkable passages.</param>
    public Sentence(
        string text,
        ClaimOrigin origin,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<string> notCheckableReasons,
        bool isQuestion,
        bool isCovered)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        Origin = origin;
        Claims = Frozen.Copy(claims, nameof(claims));
        NotCheckableReasons = Frozen.Copy(notCheckableReasons, nameof(notCheckableReasons));
        IsQuestion = isQuestion;
        IsCovered = isCovered;
    }

    /// <summary>Creates a sentence that is a part of an interleaved text; generated code calls this.</summary>
    /// <param name="interleaved">The passage, as <see cref="RichText.FromInterleaved(string)"/> takes it.</param>
    /// <param name="start">Where the sentence begins, outside brackets.</param>
    /// <param name="length">Its length; it ends outside brackets.</param>
    /// <param name="origin">The part of the question that is the passage.</param>
    /// <param name="isQuestion">Whether it ends in a question mark.</param>
    /// <param name="isCovered">Whether no four words in a row lie outside the claims and the not-checkable passages.</param>
    /// <param name="notCheckableReasons">Why words of it cannot be checked, or null for none.</param>
    /// <param name="claims">The claims that quote words of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the passage.</exception>
    public static Sentence FromInterleaved(
        string interleaved,
        int start,
        int length,
        ClaimOrigin origin,
        bool isQuestion,
        bool isCovered,
        IReadOnlyList<string>? notCheckableReasons,
        params Claim[] claims) =>
        new(
            RichText.FromInterleaved(interleaved, start, length).UnicodeText.Replace('\n', ' '),
            origin,
            claims,
            notCheckableReasons ?? [],
            isQuestion,
            isCovered);

    /// <summary>The words in one line without markup, formulas in Unicode, links without their addresses.</summary>
    public string Text { get; }

    /// <summary>The part of the question that holds the sentence.</summary>
    public ClaimOrigin Origin { get; }

    /// <summary>The claims that quote words of the sentence, in the order of the text; a claim may quote several sentences.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>Why words of the sentence cannot be checked, in the order of the text; empty where no such passage is in it.</summary>
    public IReadOnlyList<string> NotCheckableReasons { get; }

    /// <summary>Whether it ends in a question mark, and so states nothing.</summary>
    public bool IsQuestion { get; }

    /// <summary>
    /// Whether it is a question, or no four words in a row lie outside the claims and the not-checkable passages. A formula counts as
    /// a word, and so does code.
    /// </summary>
    public bool IsCovered { get; }

    /// <summary>Returns the words.</summary>
    public override string ToString() => Text;
}
