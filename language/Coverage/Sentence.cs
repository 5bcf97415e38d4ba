// A sentence of a prompt, an answer or an erratum, and which of its words a claim or a not-checkable passage quotes.

using QuizKit.Language.Text;

namespace QuizKit.Language.Coverage;

/// <summary>Words outside all quotations.</summary>
/// <param name="Span">From the first to the last of them in the file.</param>
/// <param name="Beginning">The first of them, with an ellipsis where more follow.</param>
internal sealed record Gap(TextSpan Span, string Beginning);

/// <summary>A sentence.</summary>
/// <param name="Text">Its words in one line, formulas in Unicode, without the addresses of links.</param>
/// <param name="IsQuestion">Whether it ends in a question mark: it states nothing.</param>
/// <param name="Quotations">Which quotations of its section quote words of it, by index, in the order in which they open.</param>
/// <param name="Gaps">Each run of words outside all quotations that is long enough to state something.</param>
internal sealed record Sentence(string Text, bool IsQuestion, IReadOnlyList<int> Quotations, IReadOnlyList<Gap> Gaps)
{
    public bool IsCovered => IsQuestion || Gaps.Count == 0;
}
