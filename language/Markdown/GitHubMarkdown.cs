// What Git hosts show beyond CommonMark: bare addresses, alerts, and four HTML elements.

using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>Words in an HTML element: sub, sup or kbd.</summary>
internal sealed class ElementInline : EmphasisInline
{
    public string Element { get; set; } = "";
}

/// <summary>The mark that makes a quotation an alert: [!NOTE].</summary>
internal sealed class AlertInline : LeafInline
{
    /// <summary>What kind of alert it is: Note, Tip, Important, Warning or Caution.</summary>
    public string Kind { get; set; } = "";
}

internal static class GitHubMarkdown
{
    /// <summary>The kinds of alerts.</summary>
    public static readonly IReadOnlyList<string> Alerts = ["Note", "Tip", "Important", "Warning", "Caution"];

    private static readonly Regex Break = new(@"^<br[ ]?/?>$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex Tag = new(@"^<(/?)(sub|sup|kbd)>$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The kind of alert that a quotation is, or null.</summary>
    public static string? AlertOf(QuoteBlock quote) =>
        quote.Count > 0 && quote[0] is ParagraphBlock { Inline.FirstChild: AlertInline alert } ? alert.Kind : null;

    /// <summary>Makes elements of pairs of tags, and line breaks of breaks. Other tags stay raw HTML, and so do elements in each other.</summary>
    public static void Apply(MarkdownDocument document, Cancellation cancellation)
    {
        List<HtmlInline> tags = [.. document.Descendants<HtmlInline>()];
        HtmlInline? open = null;
        foreach (var tag in tags)
        {
            cancellation.Look();
            if (Break.IsMatch(tag.Tag))
            {
                tag.ReplaceBy(new LineBreakInline { IsHard = true, Span = tag.Span, Line = tag.Line, Column = tag.Column });
                continue;
            }

            if (Tag.Match(tag.Tag) is not { Success: true } match) continue;
            if (match.Groups[1].Length == 0) open = tag;
            else if (open is not null && open.Parent == tag.Parent) open = Wrap(open, tag, match.Groups[2].Value);
        }
    }

    private static HtmlInline? Wrap(HtmlInline open, HtmlInline close, string name)
    {
        if (!Tag.Match(open.Tag).Groups[2].Value.Equals(name, StringComparison.OrdinalIgnoreCase)) return open;
        var element = new ElementInline
        {
            Element = name.ToLowerInvariant(),
            Span = new SourceSpan(open.Span.Start, close.Span.End),
            Line = open.Line,
            Column = open.Column,
        };
        while (open.NextSibling is { } next && next != close)
        {
            next.Remove();
            element.AppendChild(next);
        }

        open.ReplaceBy(element);
        close.Remove();
        return null;
    }
}

/// <summary>Reads an address of http or https that stands among words, as GitHub's Markdown does.</summary>
internal sealed class BareLinkParser : InlineParser
{
    private static readonly Regex Address =
        new(@"\Ghttps?://[A-Za-z0-9][^\s<>|`，。、；：！？（）「」《》]*", RegexOptions.CultureInvariant);

    private static readonly Regex Reference = new("&[A-Za-z0-9]+;$", RegexOptions.CultureInvariant);

    public BareLinkParser()
    {
        OpeningCharacters = ['h'];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        (var text, var start) = (slice.Text, slice.Start);
        var before = start > 0 ? text[start - 1] : ' ';
        if (!char.IsWhiteSpace(before) && "*_~(".IndexOf(before) < 0) return false;
        if (before == '(' && start > 1 && text[start - 2] == ']') return false;
        if (Address.Match(text, start, slice.End + 1 - start) is not { Success: true } match) return false;
        var address = Trimmed(match.Value);
        if (address.EndsWith("://", StringComparison.Ordinal)) return false;
        processor.Inline = new AutolinkInline(address)
        {
            Span = new SourceSpan(
                processor.GetSourcePosition(start, out var line, out var column), processor.GetSourcePosition(start + address.Length - 1)),
            Line = line,
            Column = column,
        };
        slice.Start = start + address.Length;
        return true;
    }

    // Marks at its end belong to the sentence around it, and so does a bracket that the address does not open.
    private static string Trimmed(string address)
    {
        while (address.Length > 0)
        {
            var last = address[address.Length - 1];
            var isUnopened = last == ')' && address.Count(c => c == ')') > address.Count(c => c == '(');
            if (last == ';' && Reference.Match(address) is { Success: true } reference) address = address.Substring(0, reference.Index);
            else if (isUnopened || "?!.,:*_~;'\"]".IndexOf(last) >= 0) address = address.Substring(0, address.Length - 1);
            else break;
        }

        return address;
    }
}

/// <summary>Reads the mark of an alert, alone on the first line of a quotation.</summary>
internal sealed class AlertMarkParser : InlineParser
{
    private static readonly Regex Mark = new(@"\G\[!([A-Za-z]+)\][ \t]*(?:\r\n|\r|\n)", RegexOptions.CultureInvariant);

    public AlertMarkParser()
    {
        OpeningCharacters = ['['];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var isFirst = processor.Block is ParagraphBlock { Parent: QuoteBlock quote } paragraph
            && quote[0] == paragraph && processor.Root is { FirstChild: null };
        if (!isFirst || slice.PeekChar() != '!' || Mark.Match(slice.Text, slice.Start) is not { Success: true } match) return false;
        var name = match.Groups[1].Value;
        var alert = GitHubMarkdown.Alerts.FirstOrDefault(kind => kind.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (alert is null) return false;
        processor.Inline = new AlertInline
        {
            Kind = alert,
            Span = new SourceSpan(
                processor.GetSourcePosition(slice.Start, out var line, out var column),
                processor.GetSourcePosition(slice.Start + name.Length + 2)),
            Line = line,
            Column = column,
        };
        slice.Start += match.Length;
        return true;
    }
}
