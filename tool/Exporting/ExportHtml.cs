// The HTML of a text for another product: without the marks of claims, with pictures under the names that they have in the export.

using System.Net;
using System.Text;
using QuizKit.Tool.Pages;

namespace QuizKit.Tool.Exporting;

/// <summary>Rewrites the closed set of elements that the texts of a quiz consist of.</summary>
/// <param name="isXml">Whether the result is XML: empty elements are closed, and entities are numbers.</param>
/// <param name="picture">The address of a picture, of its relative address.</param>
/// <param name="link">Called with the relative address of a link, which leads nowhere in the export: only its words stay.</param>
internal sealed class ExportHtml(bool isXml, Func<string, string> picture, Action<string> link)
{
    private readonly StringBuilder _html = new();

    // Of each open element: its name, or null where its tags are left out.
    private readonly Stack<string?> _open = new();

    /// <summary>Rewrites a text.</summary>
    /// <param name="html">The HTML of a <see cref="RichText"/>: each '&lt;' begins a tag, and each attribute is in quotation marks.</param>
    public string Write(string html)
    {
        _html.Clear();
        for (var i = 0; i < html.Length;)
        {
            if (html[i] == '<')
            {
                var end = EndOfTag(html, i);
                WriteTag(html[(i + 1)..end]);
                i = end + 1;
                continue;
            }

            var next = html.IndexOf('<', i);
            if (next < 0) next = html.Length;
            _html.Append(TextOf(html[i..next]));
            i = next;
        }

        return _html.ToString();
    }

    private string TextOf(string text) => isXml ? text.Replace("&nbsp;", "&#160;", StringComparison.Ordinal) : text;

    private static int EndOfTag(string html, int start)
    {
        var isQuoted = false;
        for (var i = start; ; i++)
        {
            if (html[i] == '"') isQuoted = !isQuoted;
            else if (html[i] == '>' && !isQuoted) return i;
        }
    }

    private void WriteTag(string tag)
    {
        if (tag[0] == '/')
        {
            if (_open.Pop() is { } closed) _html.Append("</").Append(closed).Append('>');
            return;
        }

        var name = tag.Split(' ')[0];
        var isEmpty = name is "br" or "hr" or "img";
        var isLeftOut = name is "span" or "div" && AttributeOf(tag, "data-claim") is not null;
        if (name == "a" && PictureFile.IsRelative(AttributeOf(tag, "href") ?? ""))
        {
            link(WebUtility.HtmlDecode(AttributeOf(tag, "href")!));
            isLeftOut = true;
        }

        if (!isEmpty) _open.Push(isLeftOut ? null : name);
        if (isLeftOut) return;
        if (name == "img" && AttributeOf(tag, "src") is { } source && PictureFile.IsRelative(source))
        {
            var address = WebUtility.HtmlEncode(picture(WebUtility.HtmlDecode(source)));
            tag = tag.Replace($" src=\"{source}\"", $" src=\"{address}\"", StringComparison.Ordinal);
        }

        if (isXml && name == "math") tag = "math xmlns=\"http://www.w3.org/1998/Math/MathML\"" + tag["math".Length..];
        _html.Append('<').Append(TextOf(tag)).Append(isEmpty && isXml ? "/>" : ">");
    }

    // As it is written, escaped.
    private static string? AttributeOf(string tag, string name)
    {
        var start = tag.IndexOf($" {name}=\"", StringComparison.Ordinal);
        if (start < 0) return null;
        start += name.Length + 3;
        return tag[start..tag.IndexOf('"', start)];
    }
}
