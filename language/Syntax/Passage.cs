// A piece of prose as it was parsed, before it is rendered.

using Markdig.Syntax;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

/// <summary>The words that a claim quotes: everything between its two comments.</summary>
internal sealed record ClaimRange(string Id, TextSpan Span);

/// <summary>A piece of prose: what a range of the file shows.</summary>
/// <param name="Source">The file.</param>
/// <param name="Range">The stretch.</param>
/// <param name="Blocks">The blocks of parsed Markdown that the range touches.</param>
/// <param name="IsLine">Whether it stands in a line, so that a single paragraph needs no element of its own.</param>
/// <param name="Edits">What its Markdown form has in place of comments, definitions and references of the section, in order.</param>
/// <param name="Formulas">The parsed formula of every math node of the section.</param>
/// <param name="Claims">The claims to mark, outer ones before those in them.</param>
/// <param name="Cancellation">What ends the rendering early.</param>
internal sealed record Passage(
    string Source,
    TextSpan Range,
    IReadOnlyList<Block> Blocks,
    bool IsLine,
    IReadOnlyList<Edit> Edits,
    IReadOnlyDictionary<MarkdownObject, TexNode> Formulas,
    IReadOnlyList<ClaimRange> Claims,
    Cancellation Cancellation)
{
    /// <summary>Whether the words are written from right to left, so that a terminal would turn a formula around.</summary>
    public bool IsRightToLeft { get; init; }

    /// <summary>A passage without words.</summary>
    public static readonly Passage Empty =
        new("", default, [], false, [], new Dictionary<MarkdownObject, TexNode>(), [], Cancellation.Never);

    /// <summary>The Markdown as its author wrote it, without comments.</summary>
    public string Slice() => MarkdownSlice.Write(Source, Range, Edits);
}
