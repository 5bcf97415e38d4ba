// Comments: <!-- name: argument key=value key="a value" -->.

using System.Text.RegularExpressions;
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
    public const string Choice = "choice";
    public const string Suppress = "suppress";
    public const string Note = "note";

    // What the comments of linters, formatters, spelling checkers and makers of tables of contents begin with.
    private static readonly Regex Tool = new(
        @"\G\s*(?:(?:markdownlint|textlint|remark|prettier|dprint|eslint|proselint|write-good|rumdl|spellchecker|lychee|"
            + @"markdown-link-check)-[a-z]|c?spell:|spell-?checker:|vale\s|alex\s|lint\s|"
            + @"pyml\s|mdformat\s|ltex:|toc\b|no[ ]toc\b|tocstop\b|omit[ ](?:in|from)[ ]toc\b"
            + @"|(?:START|END)[ ]doctoc|DON'T[ ]EDIT[ ]THIS[ ]SECTION|more\s|truncate\s|SPDX-|REUSE-|@format\b)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly string[] Names =
        ["quiz", "answer", Claim, ClosingClaim, NotCheckable, ClosingNotCheckable, "slip", "erratum", Choice, Suppress, Note];

    /// <summary>
    /// Reads the comment that fills a span; returns null, having reported why, where it is not one of the known forms. A misspelt name
    /// is reported too; the comment is still read if the name that it stands for is known from its place or is near.
    /// </summary>
    public static CommentSyntax? Read(string text, TextSpan span, DiagnosticBag diagnostics, string? meant = null)
    {
        var position = span.Start + Open.Length;
        var end = span.End - Close.Length;
        if (IsOfTool(text, span.Start)) return new CommentSyntax(new Token(Note, span), null, [], span);
        SkipSpace(text, ref position, end);

        var name = ReadName(text, ref position, end);
        var isKnown = System.Array.IndexOf(Names, name.Text) >= 0;
        if (!isKnown)
        {
            var place = name.Span.IsEmpty ? span : name.Span;
            meant ??= Meant(name.Text);
            if (meant is null)
            {
                diagnostics.Report(Definitions.CommentUnknown, place, name.Text, "");
                return null;
            }

            var isKey = name.Text.IndexOf('=') >= 0;
            var written = isKey ? $"{meant}: {name.Text}" : WithColon(text, position, end, meant);
            diagnostics.Fixing(name.Span, name.Span.IsEmpty ? null : written)
                .ReportSlip(Definitions.CommentUnknown, place, span, name.Text, NearestName.Sentence(meant));
            if (isKey) position = name.Span.Start;
            name = name with { Text = meant };
        }

        if (name.Text == Note) return new CommentSyntax(name, null, [], span);
        SkipSpace(text, ref position, end);
        if (name.Text is ClosingClaim or ClosingNotCheckable)
        {
            if (position < end)
            {
                var rest = text.Substring(position, end - position).TrimEnd();
                diagnostics.Fixing(TextSpan.FromBounds(name.Span.End, position + rest.Length), "").Report(
                    Definitions.ClosingCommentNotEmpty, new TextSpan(position, rest.Length), name.Text);
            }

            return new CommentSyntax(name, null, [], span);
        }

        if (position < end && text[position] is ':' or '：')
        {
            if (text[position] != ':') AttributeScanner.ReportWide(text, position, diagnostics);
            position++;
        }
        else if (isKnown)
        {
            diagnostics.Fixing(new TextSpan(name.Span.End, 0), ":").Report(Definitions.ColonMissing, name.Span, name.Text);
        }

        // One more hyphen before the end is still an end.
        while (end > position && text[end - 1] == '-') end--;
        var scanner = new AttributeScanner(text, position, end, name.Text, diagnostics);
        return scanner.Read(name, span);
    }

    /// <summary>Whether a comment, from its opening mark on, is one of a name, or of an unknown name that is near it.</summary>
    public static bool IsNamed(string comment, string name)
    {
        var start = Open.Length;
        SkipSpace(comment, ref start, comment.Length);
        return Meant(ReadName(comment, ref start, comment.Length).Text) == name;
    }

    /// <summary>Whether a comment, from its opening mark on, is one of another tool, and a note to the compiler.</summary>
    public static bool IsOfTool(string text, int start) => Tool.IsMatch(text, start + Open.Length);

    /// <summary>The known name that a written one is or stands for, or null.</summary>
    public static string? Meant(string written)
    {
        if (System.Array.IndexOf(Names, written) >= 0) return written;
        if (written.StartsWith("id=", System.StringComparison.Ordinal)) return "quiz";
        if (written.StartsWith("end", System.StringComparison.OrdinalIgnoreCase)) written = "/" + written.Substring(3).TrimStart(' ', '-');
        return NearestName.Find(written, Names, ignoreCase: true);
    }

    // "/ claim" and "end claim" are read as one name, which is near to that of the closing comment.
    private static Token ReadName(string text, ref int position, int end)
    {
        var start = position;
        SkipWord(text, ref position, end);
        if (text.Substring(start, position - start) is "/" or "end" or "End" or "END")
        {
            SkipSpace(text, ref position, end);
            SkipWord(text, ref position, end);
        }

        return new Token(text.Substring(start, position - start), TextSpan.FromBounds(start, position));
    }

    // A name as a comment begins with it, with the colon that may be missing behind the one that is written.
    private static string WithColon(string text, int position, int end, string name)
    {
        SkipSpace(text, ref position, end);
        var hasColon = position < end && text[position] is ':' or '：';
        var needsColon = !hasColon && name is not (Note or ClosingClaim or ClosingNotCheckable);
        return needsColon ? name + ":" : name;
    }

    private static void SkipWord(string text, ref int position, int end)
    {
        while (position < end && text[position] is not (':' or '：') && !char.IsWhiteSpace(text[position])) position++;
    }

    private static void SkipSpace(string text, ref int position, int end)
    {
        while (position < end && char.IsWhiteSpace(text[position])) position++;
    }
}
