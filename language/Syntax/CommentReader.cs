// Comments: <!-- name: argument key=value key="a value" -->.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class CommentReader
{
    public const string Open = "<!--";
    public const string Close = "-->";
    public const string Claim = "claim";
    public const string NotCheckable = "not-checkable";
    public const string ClosingClaim = "/" + Claim;
    public const string ClosingNotCheckable = "/" + NotCheckable;

    private static readonly string[] Names =
        ["quiz", "answer", Claim, ClosingClaim, NotCheckable, ClosingNotCheckable, "erratum", "suppress", "note"];

    /// <summary>
    /// Reads the comment that fills a span; returns null, having reported why, where it is not one of the known forms. A misspelt name
    /// is reported too; the comment is still read if the name that it stands for is known from its place.
    /// </summary>
    public static CommentSyntax? Read(string text, TextSpan span, DiagnosticBag diagnostics, string? meant = null)
    {
        var position = span.Start + Open.Length;
        var end = span.End - Close.Length;
        SkipSpace(text, ref position, end);

        var nameStart = position;
        while (position < end && text[position] != ':' && !char.IsWhiteSpace(text[position])) position++;
        var name = Slice(text, nameStart, position);
        if (name.Text == "note") return new CommentSyntax(name, null, [], span);
        if (System.Array.IndexOf(Names, name.Text) < 0)
        {
            var place = name.Span.IsEmpty ? span : name.Span;
            diagnostics.Report(Definitions.CommentUnknown, place, name.Text, NearestName.Suggest(name.Text, Names));
            if (meant is null) return null;
            name = name with { Text = meant };
        }

        SkipSpace(text, ref position, end);
        if (name.Text is ClosingClaim or ClosingNotCheckable)
        {
            if (position < end)
            {
                var rest = text.Substring(position, end - position).TrimEnd();
                diagnostics.Report(Definitions.ClosingCommentNotEmpty, new TextSpan(position, rest.Length), name.Text);
            }

            return new CommentSyntax(name, null, [], span);
        }

        if (position < end && text[position] == ':')
        {
            position++;
        }
        else
        {
            diagnostics.Report(Definitions.ColonMissing, name.Span, name.Text);
        }

        return ReadAttributes(text, position, end, name, span, diagnostics);
    }

    /// <summary>Whether a comment, from its opening mark on, is one of a name, or of an unknown name that is near it.</summary>
    public static bool IsNamed(string comment, string name)
    {
        var start = Open.Length;
        while (start < comment.Length && char.IsWhiteSpace(comment[start])) start++;
        var end = start;
        while (end < comment.Length && comment[end] != ':' && !char.IsWhiteSpace(comment[end])) end++;
        var written = comment.Substring(start, end - start);
        return written == name || (System.Array.IndexOf(Names, written) < 0 && NearestName.Find(written, Names) == name);
    }

    private static CommentSyntax ReadAttributes(
        string text, int position, int end, Token name, TextSpan span, DiagnosticBag diagnostics)
    {
        Token? argument = null;
        var attributes = new List<AttributeSyntax>();
        while (true)
        {
            SkipSpace(text, ref position, end);
            if (position >= end) break;

            var start = position;
            while (position < end && text[position] != '=' && !char.IsWhiteSpace(text[position])) position++;
            var word = Slice(text, start, position);
            if (position >= end || text[position] != '=')
            {
                if (name.Text is Claim or "suppress" && argument is null && attributes.Count == 0)
                {
                    argument = word;
                }
                else
                {
                    diagnostics.Report(Definitions.KeyWithoutValue, word.Span, word.Text);
                }

                continue;
            }

            position++;
            attributes.Add(new AttributeSyntax(word, ReadValue(text, ref position, end, diagnostics)));
        }

        return new CommentSyntax(name, argument, attributes, span);
    }

    private static Token ReadValue(string text, ref int position, int end, DiagnosticBag diagnostics)
    {
        var start = position;
        if (position >= end || text[position] != '"')
        {
            while (position < end && !char.IsWhiteSpace(text[position])) position++;
            return Slice(text, start, position);
        }

        position++;
        while (position < end && text[position] != '"') position++;
        var value = Slice(text, start + 1, position);
        if (position >= end) diagnostics.Report(Definitions.QuotationMarkUnclosed, new TextSpan(start, 1));
        position++;
        return value;
    }

    private static void SkipSpace(string text, ref int position, int end)
    {
        while (position < end && char.IsWhiteSpace(text[position])) position++;
    }

    private static Token Slice(string text, int start, int end) =>
        new(text.Substring(start, end - start), TextSpan.FromBounds(start, end));
}
