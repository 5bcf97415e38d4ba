// The definitions of a file that links refer to: [label]: address "title".

using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Markdown;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal sealed class LinkDefinitions
{
    // Beside letters, digits and what no ASCII has.
    private const string PlainInAddress = "-_.~/?:@=+,;%#";
    private const string PlainInTitle = "-.,;:?/ ";

    private readonly LinkReferenceDefinition[] _definitions;
    // The definitions that links refer to, with their addresses as Markdown means them.
    private readonly Dictionary<LinkReferenceDefinition, string> _used = [];
    private readonly Edit[] _removals;

    public LinkDefinitions(MarkdownDocument document)
    {
        _definitions =
        [
            .. document.OfType<LinkReferenceDefinitionGroup>().SelectMany(group => group).OfType<LinkReferenceDefinition>()
                .OrderBy(definition => definition.Span.Start),
        ];
        _removals = [.. _definitions.Select(definition => new Edit(definition.Span.ToTextSpan(), ""))];
    }

    /// <summary>The edits that take the definitions out of a part of the file.</summary>
    public IEnumerable<Edit> RemovalsIn(TextSpan span)
    {
        var first = Array.BinarySearch(
            _removals,
            new Edit(new TextSpan(span.Start, 0), ""),
            Comparer<Edit>.Create((left, right) => left.Span.Start.CompareTo(right.Span.Start)));
        for (var i = first < 0 ? ~first : first; i < _removals.Length && _removals[i].Span.Start < span.End; i++) yield return _removals[i];
    }

    /// <summary>Whether a link and its definition have the same label, letters of either case. Markdig ignores accents too.</summary>
    public static bool IsLabelOf(LinkInline link) => Fold(link.Label) == Fold(link.Reference!.Label);

    /// <summary>Notes that a link refers to its definition, and returns the edit that writes the address in the place of the label.</summary>
    public Edit Resolve(LinkInline link, string text)
    {
        _used[link.Reference!] = link.Url ?? "";
        var end = link.Span.End + 1;
        var place = link.IsShortcut && text[end - 2] != '[' ? new TextSpan(end - 1, 1) : TextSpan.FromBounds(LabelStart(text, end), end);
        var bracket = place.Length == 1 ? "]" : "";
        var address = Escape(link.Url ?? "", PlainInAddress);
        var title = string.IsNullOrEmpty(link.Title) ? "" : $" \"{Escape(link.Title!, PlainInTitle)}\"";
        return new Edit(place, $"{bracket}({(address.Length == 0 ? "<>" : address)}{title})");
    }

    /// <summary>Reports definitions that say nothing, and returns the others as links.</summary>
    public IEnumerable<LinkSyntax> Check(DiagnosticBag diagnostics, Cancellation cancellation)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in _definitions)
        {
            cancellation.Look();
            var span = definition.Span.ToTextSpan();
            var isFirst = labels.Add(Fold(definition.Label));
            if (_used.TryGetValue(definition, out var url)) yield return new LinkSyntax(new Token(url, span), false, HasWords: true);
            else diagnostics.Report(isFirst ? Definitions.DefinitionUnused : Definitions.DefinitionRepeated, span, definition.Label ?? "");
        }
    }

    private static string Fold(string? label) => (label ?? "").Replace("ß", "ss").Replace("ẞ", "ss").ToUpperInvariant();

    private static int LabelStart(string text, int end)
    {
        var start = end - 2;
        while (text[start] != '[' || text[start - 1] == '\\') start--;
        return start;
    }

    // Everything that could mean something in Markdown, as a character reference.
    private static string Escape(string words, string plain)
    {
        var escaped = new StringBuilder();
        foreach (var c in words)
        {
            if (char.IsLetterOrDigit(c) || c > '\u007F' || plain.IndexOf(c) >= 0) escaped.Append(c);
            else if (c == '&') escaped.Append("&amp;");
            else escaped.Append("&#").Append(((int)c).ToString(CultureInfo.InvariantCulture)).Append(';');
        }

        return escaped.ToString();
    }
}
