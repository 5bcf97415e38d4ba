// The texts of a quiz as the fields of H5P take them: a few elements, or none.

using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes the HTML of an export with the elements of one field, and remembers which ones it had to do without.</summary>
/// <param name="allowed">The elements that the field keeps, besides those that every field with elements does; null for plain words.</param>
/// <param name="picture">Called with the address and the words of a picture; whether it stands elsewhere, so that no words are needed.</param>
internal sealed class H5PText(IReadOnlyList<string>? allowed, Func<string, string, bool>? picture = null)
{
    /// <summary>The class of the empty element where the picture of a question stood.</summary>
    public const string PictureClass = "quizkit-picture";

    private static readonly string[] Always = ["div", "span", "p", "br"];

    private static readonly string[] Blocks =
    [
        "blockquote", "details", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "summary", "table", "tr", "ul",
    ];

    private static readonly string[] Kept = ["class", "dir", "href", "lang"];

    // Between a sign that may begin a formula and what follows, in a field without elements.
    private const char Joiner = '\u2060';

    private readonly StringBuilder _text = new();
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <summary>The elements that were written without their marks, by name.</summary>
    public IReadOnlyCollection<string> LeftOut => _leftOut;

    /// <summary>Writes a text.</summary>
    /// <param name="html">The HTML of an export, with TeX for formulas.</param>
    public string Write(string html)
    {
        _text.Clear();
        Append(new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html).Body!.ChildNodes);
        return allowed is null ? Escape(Joined(_text.ToString())) : _text.ToString();
    }

    /// <summary>Words as H5P keeps those of a field without elements.</summary>
    public static string Escape(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>What <see cref="Write"/> gave for a field without elements, as HTML in which no words are a formula that were none.</summary>
    public static string HtmlOf(string words) => words.Replace($"\\{Joiner}", "<span>\\</span>", StringComparison.Ordinal)
        .Replace($"${Joiner}", "<span>$</span>", StringComparison.Ordinal);

    private static string Joined(string words) => string.Join(' ', words.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private void Append(IEnumerable<INode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is IText text) AppendWords(text.Data);
            else if (node is IElement element) AppendElement(element);
        }
    }

    private void AppendWords(string words) => _text.Append(allowed is null ? words : Escape(words));

    private void AppendElement(IElement element)
    {
        var name = element.LocalName;
        if (allowed is null && element is { LocalName: "span", TextContent: @"\" or "$" })
        {
            _text.Append(element.TextContent).Append(Joiner);
        }
        else if (name == "img")
        {
            AppendPicture(element.GetAttribute("src") ?? "", element.GetAttribute("alt") ?? "");
        }
        else if (allowed is not null && (Always.Contains(name, StringComparer.Ordinal) || allowed.Contains(name, StringComparer.Ordinal)
            || (name == "li" && allowed.Contains("ul", StringComparer.Ordinal))))
        {
            _text.Append('<').Append(name);
            foreach (var attribute in element.Attributes.Where(attribute => Kept.Contains(attribute.Name, StringComparer.Ordinal)))
                _text.Append(' ').Append(attribute.Name).Append("=\"").Append(Escape(attribute.Value)).Append('"');
            _text.Append('>');
            if (name == "br") return;
            Append(element.ChildNodes);
            _text.Append("</").Append(name).Append('>');
        }
        else
        {
            AppendWithout(element, name);
        }
    }

    private void AppendPicture(string address, string words)
    {
        if (picture is not null && picture(address, words))
        {
            _text.Append("<span class=\"").Append(PictureClass).Append("\"></span>");
            return;
        }

        _leftOut.Add("img");
        AppendWords(words);
    }

    // The words stay, with signs for what the element meant where they would be read otherwise without.
    private void AppendWithout(IElement element, string name)
    {
        if (!Always.Contains(name, StringComparer.Ordinal)) _leftOut.Add(name);
        var isBlock = Blocks.Contains(name, StringComparer.Ordinal);
        if (isBlock) _text.Append(allowed is null ? " " : "<div>");
        switch (name)
        {
            case "li" when element.ParentElement is { LocalName: "ol" } list:
                AppendWords(FormattableString.Invariant($"{list.Children.ToList().IndexOf(element) + 1}. "));
                break;
            case "li":
                AppendWords("• ");
                break;
            case "sup":
                AppendWords("^");
                break;
            case "sub":
                AppendWords("_");
                break;
            case "td" or "th" when element.PreviousElementSibling is not null:
                AppendWords(" | ");
                break;
            case "br":
                AppendWords(" ");
                break;
        }

        if (name == "pre" && allowed is not null) AppendLines(element);
        else Append(element.ChildNodes);
        if (name == "a" && element.GetAttribute("href") is { } address) AppendWords($" ({address})");
        if (isBlock) _text.Append(allowed is null ? " " : "</div>");
    }

    private void AppendLines(IElement element)
    {
        var lines = element.TextContent.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) _text.Append("<br>");
            var isCode = allowed!.Contains("code", StringComparer.Ordinal) && lines[i].Length > 0;
            if (isCode) _text.Append("<code>");
            AppendWords(lines[i]);
            if (isCode) _text.Append("</code>");
        }
    }
}
