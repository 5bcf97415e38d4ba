// Writes the Markdown of other authors as a quiz may have it: no headings, raw HTML or comments in the words.

using System.Text;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Importing;

internal static class ProseCleaner
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Heading = new(@"^ {0,3}#{1,6}\s+(?<words>.*?)\s*#*\s*$", Options);
    private static readonly Regex Underline = new(@"^ {0,3}(=+|-+)\s*$", Options);
    private static readonly Regex Rule = new(@"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$", Options);
    private static readonly Regex ListItem = new(@"^\s*(?:[-*+]|\d{1,9}[.)])\s", Options);
    private static readonly Regex Definition = new(@"^ {0,3}\[[^\]^][^\]]*\]:\s+\S", Options);
    private static readonly Regex CodeSpan = new("(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)", Options);
    private static readonly Regex DroppedTag = new(
        @"</?(?:p|div|center|font|span|small|u|b|strong|i|em)(?:\s[^<>]*)?>", Options);

    private static readonly (Regex Tag, string Markdown)[] Tags =
    [
        (Element("(?:b|strong)"), "**$1**"),
        (Element("(?:i|em)"), "*$1*"),
        (Element("code"), "`$1`"),
        (Tag($"<img{Key("src")}{Key("alt")}[^<>]*>"), "![${alt}](${src})"),
        (Tag($"<img{Key("alt")}{Key("src")}[^<>]*>"), "![${alt}](${src})"),
        (Tag($"<img{Key("src")}[^<>]*>"), "![picture](${src})"),
        (Tag($"<a{Key("href")}[^<>]*>(?<words>[^<>]*)</a>"), "[${words}](${href})"),
        (Tag(@"<br\s*/?\s*>"), "<br>"),
    ];

    /// <summary>Writes lines as prose of a quiz; the definitions of links among them are taken out.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="definitions">Takes the definitions of links.</param>
    /// <param name="notes">Takes what was left out.</param>
    public static string Clean(IEnumerable<SourceLine> lines, List<string> definitions, List<string> notes)
    {
        List<string> text = [.. Blocks(Dedented([.. lines]), definitions)];
        while (text.Count > 0 && (text[^1].Trim().Length == 0 || Rule.IsMatch(text[^1]))) text.RemoveAt(text.Count - 1);
        while (text.Count > 0 && text[0].Trim().Length == 0) text.RemoveAt(0);
        return Outside(string.Join('\n', text), notes);
    }

    private static List<SourceLine> Dedented(List<SourceLine> lines)
    {
        var written = lines.Where(line => !line.IsBlank && line.Kind is LineKind.Text or LineKind.Code && line.Text.Length > 0).ToList();
        if (written.Count == 0) return [];

        // The first line of an item has lost its mark, so its own indentation says nothing.
        var rest = written.Where(line => line.Number != written[0].Number).ToList();
        var indent = rest.Count == 0 || written[0].Indent > 0 ? written.Min(line => line.Indent) : 0;
        var restIndent = rest.Count == 0 ? 0 : rest.Min(line => line.Indent);
        return [.. lines.Select(line => Cut(line, line.Number == written[0].Number ? written[0].Indent : Math.Max(indent, restIndent)))];

        static SourceLine Cut(SourceLine line, int indent) => line with { Text = line.Text[Math.Min(indent, line.Indent)..] };
    }

    private static IEnumerable<string> Blocks(List<SourceLine> lines, List<string> definitions)
    {
        var isInList = false;
        var isInCode = false;
        var isBelowBlank = true;
        var before = "";
        foreach (var line in lines)
        {
            var text = line.Text;
            if (line.IsCode)
            {
                if (isInCode) yield return "```";
                isInCode = false;
                yield return text;
            }
            else if (isInCode && line.Indent >= 4)
            {
                yield return text[4..];
            }
            else
            {
                if (isInCode && !line.IsBlank)
                {
                    yield return "```";
                    yield return "";
                    isInCode = false;
                }

                if (line.IsBlank)
                {
                    if (!isBelowBlank) yield return "";
                }
                else if (Definition.IsMatch(text))
                {
                    definitions.Add(text.Trim());
                }
                else if (Heading.Match(text) is { Success: true } heading)
                {
                    yield return "";
                    yield return Strong(heading.Groups["words"].Value);
                    yield return "";
                }
                else if (Underline.IsMatch(text) && before.Trim().Length > 0)
                {
                    // Words with a line below them are a heading in Markdown, and a paragraph here.
                    yield return "";
                }
                else if (line.Indent >= 4 && isBelowBlank && !isInList)
                {
                    yield return "```";
                    yield return text[4..];
                    isInCode = true;
                }
                else
                {
                    if (ListItem.IsMatch(text)) isInList = true;
                    else if (line.Indent == 0 && isBelowBlank) isInList = false;
                    yield return text.TrimEnd() + (text.EndsWith("  ", StringComparison.Ordinal) ? "  " : "");
                }
            }

            isBelowBlank = line.IsBlank;
            before = line.IsCode ? "" : text;
        }

        if (isInCode) yield return "```";
    }

    private static string Strong(string words)
    {
        var plain = words.Trim().Trim('*', '_').Replace("**", "", StringComparison.Ordinal).Trim();
        return plain.Length == 0 ? "" : $"**{plain}**";
    }

    // Blocks of code stay as they are; the text between them is cleaned as one, because elements go over the ends of lines.
    private static string Outside(string text, List<string> notes)
    {
        var result = new StringBuilder();
        var position = 0;
        var start = 0;
        foreach (var line in SourceLine.Read(text).GroupBy(line => line.Number).Select(group => group.First()))
        {
            var end = text.IndexOf('\n', start) is >= 0 and var next ? next + 1 : text.Length;
            if (line.IsCode)
            {
                result.Append(Words(text[position..start], notes)).Append(text, start, end - start);
                position = end;
            }

            start = end;
        }

        return result.Append(Words(text[position..], notes)).ToString();
    }

    private static string Words(string text, List<string> notes)
    {
        text = WithoutComments(text, notes);
        if (!text.Contains('<', StringComparison.Ordinal)) return text;
        var result = new StringBuilder();
        var position = 0;
        foreach (Match code in CodeSpan.Matches(text))
        {
            result.Append(Html(text[position..code.Index], notes)).Append(code.Value);
            position = code.Index + code.Length;
        }

        return result.Append(Html(text[position..], notes)).ToString();
    }

    // Comments in code are code.
    private static string WithoutComments(string text, List<string> notes)
    {
        var open = text.IndexOf("<!--", StringComparison.Ordinal);
        if (open < 0) return text;
        var result = new StringBuilder();
        var position = 0;
        var codes = CodeSpan.Matches(text);
        for (var next = 0; open >= 0;)
        {
            while (next < codes.Count && codes[next].Index + codes[next].Length <= open) next++;
            var isCode = next < codes.Count && codes[next].Index < open;
            var end = isCode ? codes[next].Index + codes[next].Length : text.IndexOf("-->", open + 4, StringComparison.Ordinal) + 3;
            if (end < open) break;
            result.Append(text, position, (isCode ? end : open) - position);
            if (!isCode) notes.Add("an HTML comment is left out, because comments are metadata in a quiz");
            position = end;
            open = text.IndexOf("<!--", end, StringComparison.Ordinal);
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    private static string Html(string text, List<string> notes)
    {
        foreach (var (tag, markdown) in Tags) text = tag.Replace(text, markdown);
        var dropped = DroppedTag.Matches(text).Select(tag => tag.Value).Distinct().ToList();
        if (dropped.Count == 0) return text;
        notes.Add($"the HTML {string.Join(' ', dropped.Take(5))} is left out, and its words stay");
        return DroppedTag.Replace(text, "");
    }

    private static Regex Element(string name) => Tag($@"<{name}>\s*([^<>\n]*?[^<>\s])\s*</{name}>");

    private static string Key(string name) => $@"\b[^<>]*?\b{name}\s*=\s*""(?<{name}>[^""<>]*)""";

    private static Regex Tag(string pattern) => new(pattern, Options | RegexOptions.IgnoreCase);
}
