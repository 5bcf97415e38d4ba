// The lines of a Markdown file: which are code, and which open, name and close folded blocks.

using System.Text.RegularExpressions;

namespace QuizKit.Tool.Importing;

internal enum LineKind
{
    Text,
    Code,
    FoldOpen,
    FoldSummary,
    FoldClose,
}

/// <summary>A line, or the part of one beside the tags of a folded block.</summary>
/// <param name="Number">The line of the file, from 1.</param>
/// <param name="Text">Its text; of a summary, its words.</param>
/// <param name="Kind">What it is.</param>
internal sealed record SourceLine(int Number, string Text, LineKind Kind)
{
    private static readonly Regex Fence = new(
        @"^\s*(?:>\s?)*(?:(?:[-*+]|\d{1,6}[.)])\s+(?:\[[ xX]\]\s*)?|[A-Ha-h][.)]\s+)*(?<mark>`{3,}(?=[^`]*$)|~{3,})",
        RegexOptions.CultureInvariant);

    private static readonly Regex FoldTag = new(
        @"<(?<close>/)?(?<name>details|summary)\b[^<>]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Elements around blocks: paragraphs are what Markdown makes of them.
    private static readonly Regex TagsAlone = new(
        @"^\s*(?:</?(?:b|strong|br|p|div|center|i|em|span|font)(?:\s[^<>]*)?/?>\s*)+$", RegexOptions.CultureInvariant);

    public bool IsCode => Kind == LineKind.Code;

    public bool IsBlank => Kind == LineKind.Text && string.IsNullOrWhiteSpace(Text);

    /// <summary>How many spaces the line begins with.</summary>
    public int Indent => Text.Length - Text.TrimStart(' ').Length;

    /// <summary>Reads the lines of a text.</summary>
    public static List<SourceLine> Read(string text)
    {
        var raw = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Replace("\t", "    ", StringComparison.Ordinal)).ToArray();
        var isCode = CodeIn(raw);
        var lines = new List<SourceLine>();
        var summary = (Line: 0, Words: (List<string>?)null);
        for (var i = 0; i < raw.Length; i++)
        {
            if (isCode[i]) lines.Add(new SourceLine(i + 1, raw[i], LineKind.Code));
            else ReadFolds(raw[i], i + 1, lines, ref summary);
        }

        if (summary.Words is not null) lines.Add(new SourceLine(summary.Line, string.Join(' ', summary.Words), LineKind.FoldSummary));
        return lines;
    }

    // A fence that is never closed would take all that follows: it counts as text.
    private static bool[] CodeIn(string[] raw)
    {
        var isCode = new bool[raw.Length];
        var unclosed = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < raw.Length; i++)
        {
            if (Fence.Match(raw[i]) is not { Success: true } open) continue;
            var mark = open.Groups["mark"].Value;
            if (unclosed.Contains(mark)) continue;
            var end = i + 1;
            while (end < raw.Length && !Closes(raw[end], mark)) end++;
            if (end == raw.Length)
            {
                unclosed.Add(mark);
                continue;
            }

            for (; i < end; i++) isCode[i] = true;
            isCode[i] = true;
        }

        return isCode;
    }

    private static bool Closes(string line, string mark)
    {
        var trimmed = line.AsSpan().TrimStart(" >").TrimEnd();
        return trimmed.Length >= mark.Length && trimmed.TrimStart(mark[0]).IsEmpty;
    }

    private static void ReadFolds(string text, int number, List<SourceLine> lines, ref (int Line, List<string>? Words) summary)
    {
        var position = 0;
        foreach (Match tag in FoldTag.Matches(text))
        {
            AddText(text[position..tag.Index], ref summary);
            position = tag.Index + tag.Length;
            var isClose = tag.Groups["close"].Success;
            var isSummary = tag.Groups["name"].Value.Equals("summary", StringComparison.OrdinalIgnoreCase);
            if (isSummary && !isClose)
            {
                summary = (number, []);
            }
            else if (summary.Words is { } words)
            {
                lines.Add(new SourceLine(summary.Line, string.Join(' ', words).Trim(), LineKind.FoldSummary));
                summary = (0, null);
            }

            if (!isSummary) lines.Add(new SourceLine(number, "", isClose ? LineKind.FoldClose : LineKind.FoldOpen));
        }

        if (position == 0 || position < text.Length) AddText(text[position..], ref summary, isWhole: position == 0);

        void AddText(string part, ref (int Line, List<string>? Words) open, bool isWhole = false)
        {
            if (TagsAlone.IsMatch(part)) part = "";
            if (open.Words is not null) open.Words.Add(part.Trim());
            else if (isWhole || part.Trim().Length > 0) lines.Add(new SourceLine(number, isWhole ? part : part.Trim(), LineKind.Text));
        }
    }
}
