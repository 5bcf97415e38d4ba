// The front matter: `key: value` lines between two lines of three hyphens, at the very start of the file.

using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;
using QuizKit.Generator.Validation;

namespace QuizKit.Generator.Syntax;

internal static class FrontMatterReader
{
    private const string Fence = "---";

    /// <summary>Reads the front matter; the returned span ends where the Markdown begins, and is empty where there is none.</summary>
    public static (IReadOnlyList<AttributeSyntax> Attributes, TextSpan Span) Read(SourceText text, DiagnosticBag diagnostics)
    {
        TextLine first = text.Lines[0];
        if (text.ToString(first.Span).TrimEnd() != Fence)
        {
            diagnostics.Report(
                Descriptors.FrontMatterMissing,
                first.Span,
                "The file does not begin with front matter. Its first line is '---', then 'id: …' and 'language: …', then '---' again.");
            return ([], new TextSpan(0, 0));
        }

        var attributes = new List<AttributeSyntax>();
        for (var i = 1; i < text.Lines.Count; i++)
        {
            TextLine line = text.Lines[i];
            string content = text.ToString(line.Span);
            if (content.TrimEnd() == Fence) return (attributes, TextSpan.FromBounds(0, line.EndIncludingLineBreak));
            if (content.Trim().Length == 0) continue;

            // A heading: the front matter was never closed, and the Markdown begins here.
            if (content[0] == '#') return Unclosed(line.Start);

            int colon = content.IndexOf(':');
            if (colon < 0)
            {
                diagnostics.Report(Descriptors.FrontMatterValue, line.Span, "A line of front matter is 'key: value'.");
                continue;
            }

            attributes.Add(new AttributeSyntax(
                Trimmed(content, 0, colon, line.Start), Trimmed(content, colon + 1, content.Length, line.Start)));
        }

        return Unclosed(text.Length);

        (IReadOnlyList<AttributeSyntax>, TextSpan) Unclosed(int end)
        {
            diagnostics.Report(Descriptors.FrontMatterMissing, first.Span, "The front matter is never closed. End it with a line '---'.");
            return (attributes, new TextSpan(0, end));
        }
    }

    private static Token Trimmed(string line, int start, int end, int offset)
    {
        while (start < end && char.IsWhiteSpace(line[start])) start++;
        while (end > start && char.IsWhiteSpace(line[end - 1])) end--;
        return new Token(line.Substring(start, end - start), TextSpan.FromBounds(offset + start, offset + end));
    }
}
