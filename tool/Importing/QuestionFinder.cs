// Finds where the questions of a Markdown file begin: at numbered headings or headings that ask, at items of one ordered list, at bold
// numbers, at "Q:", or at folded blocks.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;

namespace QuizKit.Tool.Importing;

/// <summary>The parts of a file.</summary>
internal sealed record FoundQuestions(
    string? Title, List<SourceLine> Introduction, List<ImportedQuestion> Questions, List<(int Line, string Message)> Notes)
{
    /// <summary>The id of the quiz, or null where none is given.</summary>
    public string? Id { get; init; }

    /// <summary>The language of its words, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Further keys of the front matter.</summary>
    public List<(string Key, string Value)> Front { get; init; } = [];

    /// <summary>Whether title and introduction are Markdown of a quiz already.</summary>
    public bool IsFinished { get; init; }
}

internal sealed class QuestionFinder
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Heading = new(@"^ {0,3}(?<marks>#{1,6})\s+(?<words>.*?)\s*#*\s*$", Options);
    private static readonly Regex Numbered = new(
        @"^(?:\*\*|__)?\s*(?:(?:Q|Question|Problem|Exercise|Task|Frage|Aufgabe)\s*\.?\s*#?\s*(?<n>\d{1,6})\b|#?(?<n>\d{1,6})(?=\s*[.):]))"
            + @"\s*[.):–—-]*\s*(?:(?:\*\*|__)\s*[.):–—-]*(?=\s|$))?\s*(?<words>.*)$",
        Options | RegexOptions.IgnoreCase);

    private static readonly Regex Item = new(@"^ ?(?<marker>(?<n>\d{1,6})[.)] {1,4})(?<words>\S.*)$", Options);
    private static readonly Regex Asked = new(
        @"^(?:\*\*|__)?(?:Q|Question|Frage)\s*(?<n>\d{1,6})?\s*(?:[:.)](?:\*\*|__)?|(?:\*\*|__)\s*[:.)]?)\s+(?<words>\S.*)$", Options);

    private static readonly Regex TitleUnderline = new(@"^=+\s*$", Options);
    private static readonly Regex Bold = new(@"^(?:\*\*|__)(?=\S)", Options);

    // A table of contents, or the way back to it.
    private static readonly Regex Navigation = new(@"^\W*(?:\d+[.)]\s*)?\W*\[[^\]]*\]\(#[^)]*\)\W*$", Options);

    private static readonly Regex SummaryOfPart = new(
        @"^\W*(?:(?:click|tap|expand|show|see|view|reveal|toggle|display)\b.*"
            + @"|(?:the\s+)?(?:correct\s+)?(?:answer|solution|hint|explanation|antwort|lösung|hinweis)\b.{0,40})$",
        Options | RegexOptions.IgnoreCase);

    private readonly List<SourceLine> _lines;
    private readonly List<(int Line, string Message)> _notes = [];

    private QuestionFinder(List<SourceLine> lines) => _lines = lines;

    /// <summary>The start of a question.</summary>
    private sealed record Start(int Index, string Style, int? Number, string Words, int ContentIndent)
    {
        /// <summary>Whether the line below begins a new paragraph.</summary>
        public bool EndsParagraph { get; init; } = true;

        /// <summary>Whether it is a heading that says "Q" or "Question" and a number.</summary>
        public bool IsNamed { get; init; }
    }

    public static FoundQuestions Find(List<SourceLine> lines) => new QuestionFinder(lines).Find();

    /// <summary>Whether the words of a folded block name a part of a question, and do not ask one.</summary>
    public static bool NamesPart(string summary) => SummaryOfPart.IsMatch(Plain(summary));

    /// <summary>Words without tags and marks of emphasis around them.</summary>
    public static string Plain(string words) => Regex.Replace(words, "<[^<>]*>", "", Options).Trim().Trim('*', '_', ' ');

    private FoundQuestions Find()
    {
        List<Start> all = [.. StartsIn()];
        var style = StyleOf(all);
        // "Q7" is a question at any level of headings.
        List<Start> starts = [.. all.Where(start => start.Style == style || (style[0] == 'h' && start.IsNamed))];
        var title = (string?)null;
        var introduction = new List<SourceLine>();
        var questions = new List<ImportedQuestion>();
        var tag = (string?)null;
        var section = (string?)null;
        var first = starts.Count > 0 ? starts[0].Index : _lines.Count;
        for (var i = 0; i < first; i++)
        {
            if (title is null && i + 1 < first && _lines[i].Kind == LineKind.Text && TitleUnderline.IsMatch(_lines[i + 1].Text))
            {
                title = Plain(_lines[i++].Text);
            }
            else if (HeadingAt(i) is not { } heading)
            {
                introduction.Add(_lines[i]);
            }
            else if (title is null && heading.Level == 1)
            {
                title = Plain(heading.Words);
            }
            else
            {
                section ??= Plain(heading.Words);
                tag = TagOf(heading.Words);
            }
        }

        var level = style is ['h', var digit, ..] ? digit - '0' : 6;
        for (var s = 0; s < starts.Count; s++)
        {
            var end = s + 1 < starts.Count ? starts[s + 1].Index : _lines.Count;
            var question = new ImportedQuestion(_lines[starts[s].Index].Number, starts[s].Number);
            if (tag is not null) question.Tags.Add(tag);
            var body = new List<SourceLine>();
            var depth = 0;
            for (var i = starts[s].Index + 1; i < end; i++)
            {
                if (_lines[i].Kind == LineKind.FoldOpen) depth++;
                if (_lines[i].Kind == LineKind.FoldClose) depth--;
                if (depth <= 0 && HeadingAt(i) is { } heading && heading.Level <= level && !NamesPart(heading.Words))
                {
                    // A section: what stands below it, up to the next question, is not part of this one.
                    tag = TagOf(heading.Words);
                    LeaveOut(i + 1, end);
                    break;
                }

                if (!IsNavigation(_lines[i])) body.Add(Dedent(_lines[i], starts[s].ContentIndent));
            }

            var startLine = _lines[starts[s].Index] with { Text = starts[s].Words, Kind = LineKind.Text };
            QuestionBody.Read(question, startLine, body, isFold: style == "d", isPair: style == "q", starts[s].EndsParagraph);
            questions.Add(question);
        }

        introduction.RemoveAll(IsNavigation);
        return new FoundQuestions(title ?? section, introduction, questions, _notes);
    }

    private void LeaveOut(int start, int end)
    {
        var words = _lines.GetRange(start, end - start).Where(line => line.Kind <= LineKind.Code && !line.IsBlank);
        List<SourceLine> rest = [.. words.Where(line => !IsNavigation(line) && HeadingAt(line) is null)];
        if (rest.Count > 0) _notes.Add((rest[0].Number, "the words below this heading belong to no question and are left out"));
    }

    private static string? TagOf(string heading) => Slug.FromWords(Regex.Replace(Plain(heading), @"\[([^\]]*)\]\([^)]*\)", "$1", Options));

    private static bool IsNavigation(SourceLine line) => line.Kind == LineKind.Text && Navigation.IsMatch(line.Text);

    private (int Level, string Words)? HeadingAt(int index) => HeadingAt(_lines[index]);

    private static (int Level, string Words)? HeadingAt(SourceLine line) =>
        line.Kind == LineKind.Text && Heading.Match(line.Text) is { Success: true, Groups: var groups }
            ? (groups["marks"].Length, groups["words"].Value)
            : null;

    // Most starts win. Items of lists occur in answers too, so they win only where they are many more.
    private static string StyleOf(List<Start> starts)
    {
        var counts = starts.CountBy(start => start.Style).ToDictionary();
        var items = counts.GetValueOrDefault("l");
        counts.Remove("l");
        var best = counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key.EndsWith('?')).FirstOrDefault();
        return best.Key is null || items > 3 * best.Value ? "l" : best.Key;
    }

    private IEnumerable<Start> StartsIn()
    {
        var depth = 0;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i];
            if (line.Kind == LineKind.FoldOpen) depth++;
            if (line.Kind == LineKind.FoldClose) depth = Math.Max(0, depth - 1);
            if (line.Kind == LineKind.FoldSummary && depth <= 1 && !NamesPart(line.Text) && Plain(line.Text).Length > 0)
                yield return new Start(i, "d", null, Plain(line.Text), 0);
            if (line.Kind != LineKind.Text || depth > 0 || IsNavigation(line)) continue;
            if (StartAt(i, line.Text) is { } start) yield return start;
        }
    }

    private Start? StartAt(int index, string text)
    {
        if (HeadingAt(index) is { } heading)
        {
            var key = "h" + heading.Level.ToString(CultureInfo.InvariantCulture);
            if (Numbered.Match(heading.Words) is { Success: true } numbered)
            {
                return new Start(index, key, NumberOf(numbered), Unbold(heading.Words, numbered.Groups["words"].Value), 0)
                {
                    IsNamed = char.IsAsciiLetter(Plain(heading.Words)[0]),
                };
            }

            return Plain(heading.Words).EndsWith('?') ? new Start(index, key + "?", null, heading.Words, 0) : null;
        }

        if (Bold.IsMatch(text) && Numbered.Match(text) is { Success: true } bold)
            return new Start(index, "q", NumberOf(bold), Unbold(text, bold.Groups["words"].Value), 0) { EndsParagraph = false };
        if (Asked.Match(text) is { Success: true } asked)
        {
            var number = asked.Groups["n"].Success ? NumberOf(asked) : null;
            return new Start(index, "q", number, Unbold(text, asked.Groups["words"].Value), 0) { EndsParagraph = false };
        }

        if (Item.Match(text) is not { Success: true } item) return null;
        var words = item.Groups["words"].Value;
        var inner = Heading.Match(words);
        return new Start(index, "l", NumberOf(item), inner.Success ? inner.Groups["words"].Value : words, item.Groups["marker"].Length)
        {
            EndsParagraph = inner.Success,
        };
    }

    private static int? NumberOf(Match match) => int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    // "**1. Words**" and "**1.** Words": the marks around all of it, or around the number, do not emphasize words.
    private static string Unbold(string whole, string words)
    {
        var mark = whole.TrimStart().StartsWith("__", StringComparison.Ordinal) ? "__" : "**";
        if (!whole.TrimStart().StartsWith(mark, StringComparison.Ordinal)) return words;
        var count = words.Split(mark).Length - 1;
        if (count % 2 == 0) return words;
        var end = words.LastIndexOf(mark, StringComparison.Ordinal);
        return (words[..end] + words[(end + mark.Length)..]).Trim();
    }

    private static SourceLine Dedent(SourceLine line, int indent) => line with { Text = line.Text[Math.Min(indent, line.Indent)..] };
}
