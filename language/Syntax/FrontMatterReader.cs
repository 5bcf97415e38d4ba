// The front matter: `key: value` lines between two lines of three hyphens, at the very start of the file.

using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class FrontMatterReader
{
    private const string Fence = "---";

    // Lines that other tools, or a word processor, write instead of three hyphens.
    private static readonly Regex AlmostFence =
        new(@"^(-{2}|-{4,}|[-–—]+|\+{3,}|\*{3,}|~{3,}|={3,}|\.{3})$", RegexOptions.CultureInvariant);
    private static readonly Regex KnownKey = new(
        @"^(id|language|title|description|author|source|licen[cs]e|tags|retired|coverage|original)\s*[:=：]", RegexOptions.CultureInvariant);

    /// <summary>Reads the front matter; the returned span ends where the Markdown begins, and is empty where there is none.</summary>
    public static (IReadOnlyList<AttributeSyntax> Attributes, TextSpan Span) Read(SourceText text, DiagnosticBag diagnostics)
    {
        (var start, var isRight) = FindStart(text, diagnostics);
        if (start < 0) return ([], new TextSpan(0, 0));

        var attributes = new List<AttributeSyntax>();
        var end = text.Length;
        for (var i = start; i < text.LineCount; i++)
        {
            var line = text.Line(i);
            var content = text.ToString(line);
            var trimmed = content.Trim();
            if (trimmed == Fence || (trimmed.Length > 0 && AlmostFence.IsMatch(trimmed)))
            {
                if (isRight && content.TrimEnd() != Fence)
                {
                    diagnostics.Fixing(line, Fence).ReportSlip(Definitions.FrontMatterFence, line, default, content);
                }

                return (attributes, TextSpan.FromBounds(0, text.LineWithBreak(i).End));
            }

            if (trimmed.Length == 0) continue;
            if (content[0] == '#')
            {
                // A heading: the front matter was never closed, and the Markdown begins here.
                end = line.Start;
                break;
            }

            if (ReadLine(line, content, attributes, diagnostics) is { } attribute) attributes.Add(attribute);
        }

        diagnostics.Report(Definitions.FrontMatterUnclosed, text.Line(Math.Max(0, start - 1)));
        return (attributes, new TextSpan(0, end));
    }

    // The line below the opening fence, or -1 where there is no front matter; and whether that fence is right.
    private static (int Start, bool IsRight) FindStart(SourceText text, DiagnosticBag diagnostics)
    {
        // Only comments of other tools may stand above it.
        (var first, var top) = (0, 0);
        while (top + 1 < text.LineCount && IsToolComment(text.ToString(text.Line(top)).Trim())) first = ++top;
        while (first + 1 < text.LineCount && text.ToString(text.Line(first)).Trim().Length == 0) first++;
        var line = text.Line(first);
        var content = text.ToString(line);
        var trimmed = content.Trim();
        if (KnownKey.IsMatch(trimmed))
        {
            var end = text.LineWithBreak(first).End;
            var lineBreak = text.ToString(TextSpan.FromBounds(line.End, end));
            diagnostics.Fixing(new TextSpan(line.Start, 0), Fence + (lineBreak.Length > 0 ? lineBreak : "\n"))
                .ReportSlip(Definitions.FrontMatterUnopened, line, default);
            return (first, false);
        }

        if (trimmed != Fence && !AlmostFence.IsMatch(trimmed))
        {
            diagnostics.Report(Definitions.FrontMatterMissing, text.Line(0));
            return (-1, false);
        }

        if (trimmed != Fence) diagnostics.Fixing(line, Fence).ReportSlip(Definitions.FrontMatterFence, line, default, trimmed);
        else if (first > top || content[0] != '-') diagnostics.ReportSlip(Definitions.FrontMatterTooLate, line, default);
        return (first + 1, trimmed == Fence && first == top && content[0] == '-');
    }

    private static bool IsToolComment(string line) =>
        line.StartsWith(CommentReader.Open, StringComparison.Ordinal)
        && line.EndsWith(CommentReader.Close, StringComparison.Ordinal) && CommentReader.IsOfTool(line, 0);

    private static AttributeSyntax? ReadLine(
        TextSpan line, string content, List<AttributeSyntax> attributes, DiagnosticBag diagnostics)
    {
        var colon = content.IndexOf(':');
        if (colon >= 0) return Pair(content, colon, line.Start);

        // 'key = value'.
        var other = content.IndexOfAny(['=', '：']);
        if (other > 0)
        {
            var pair = Pair(content, other, line.Start);
            diagnostics.Fixing(line, $"{pair.Key.Text}: {pair.Value.Text}")
                .ReportSlip(Definitions.FrontMatterColonMissing, line, line, pair.Key.Text, pair.Value.Text);
            return pair;
        }

        // A list of YAML, one item to a line: reported at the first of them.
        if (content.TrimStart().StartsWith("- ", StringComparison.Ordinal) && attributes.Count > 0
            && attributes[attributes.Count - 1] is { Value.Span.IsEmpty: true } list)
        {
            var item = content.Trim().Substring(2).Trim();
            if (list.Value.Text.Length > 0) return null;
            attributes[attributes.Count - 1] = list with { Value = list.Value with { Text = item } };
            diagnostics.ReportSlip(Definitions.FrontMatterList, line, default, list.Key.Text, item + ", …");
            return null;
        }

        diagnostics.Report(Definitions.FrontMatterLineInvalid, line);
        return null;
    }

    private static AttributeSyntax Pair(string content, int mark, int offset) =>
        new(Trimmed(content, 0, mark, offset), Trimmed(content, mark + 1, content.Length, offset));

    private static Token Trimmed(string line, int start, int end, int offset)
    {
        while (start < end && char.IsWhiteSpace(line[start])) start++;
        while (end > start && char.IsWhiteSpace(line[end - 1])) end--;
        return new Token(line.Substring(start, end - start), TextSpan.FromBounds(offset + start, offset + end));
    }
}
