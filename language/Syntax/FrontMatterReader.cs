// The front matter: `key: value` lines between two lines of three hyphens, at the very start of the file.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class FrontMatterReader
{
    private const string Fence = "---";

    /// <summary>Reads the front matter; the returned span ends where the Markdown begins, and is empty where there is none.</summary>
    public static (IReadOnlyList<AttributeSyntax> Attributes, TextSpan Span) Read(SourceText text, DiagnosticBag diagnostics)
    {
        var first = text.Line(0);
        if (text.ToString(first).TrimEnd() != Fence)
        {
            diagnostics.Report(Definitions.FrontMatterMissing, first);
            return ([], new TextSpan(0, 0));
        }

        var attributes = new List<AttributeSyntax>();
        var end = text.Length;
        for (var i = 1; i < text.LineCount; i++)
        {
            var line = text.Line(i);
            var content = text.ToString(line);
            if (content.TrimEnd() == Fence) return (attributes, TextSpan.FromBounds(0, text.LineWithBreak(i).End));
            if (content.Trim().Length == 0) continue;
            if (content[0] == '#')
            {
                // A heading: the front matter was never closed, and the Markdown begins here.
                end = line.Start;
                break;
            }

            var colon = content.IndexOf(':');
            if (colon < 0)
            {
                diagnostics.Report(Definitions.FrontMatterLineInvalid, line);
                continue;
            }

            attributes.Add(new AttributeSyntax(
                Trimmed(content, 0, colon, line.Start), Trimmed(content, colon + 1, content.Length, line.Start)));
        }

        diagnostics.Report(Definitions.FrontMatterUnclosed, first);
        return (attributes, new TextSpan(0, end));
    }

    private static Token Trimmed(string line, int start, int end, int offset)
    {
        while (start < end && char.IsWhiteSpace(line[start])) start++;
        while (end > start && char.IsWhiteSpace(line[end - 1])) end--;
        return new Token(line.Substring(start, end - start), TextSpan.FromBounds(offset + start, offset + end));
    }
}
