// Writes HTML that no text can break out of: elements and attributes have fixed names, and whatever comes from a file is escaped.

using System.Text;

namespace QuizKit.Language.Rendering;

internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = new();

    public bool IsEmpty => _html.Length == 0;

    /// <summary>Opens an element; an attribute without a value is left out.</summary>
    public void Open(string element, params (string Name, string? Value)[] attributes)
    {
        WriteTag(element, attributes);
        _open.Push(element);
    }

    /// <summary>Closes the element that was opened last.</summary>
    public void Close() => _html.Append("</").Append(_open.Pop()).Append('>');

    /// <summary>Writes an element that holds nothing and has no end tag: <c>br</c>, <c>hr</c>, <c>img</c>.</summary>
    public void Void(string element, params (string Name, string? Value)[] attributes) => WriteTag(element, attributes);

    /// <summary>Writes an element that holds nothing but a text.</summary>
    public void Element(string element, string text, params (string Name, string? Value)[] attributes)
    {
        Open(element, attributes);
        Text(text);
        Close();
    }

    /// <summary>Writes words.</summary>
    public void Text(string text) => Escape(text, isAttribute: false);

    /// <summary>Begins a new line between two elements, where white space means nothing.</summary>
    public void NewLine() => _html.Append('\n');

    public override string ToString() => _html.ToString();

    private void WriteTag(string element, (string Name, string? Value)[] attributes)
    {
        _html.Append('<').Append(element);
        foreach ((var name, var value) in attributes)
        {
            if (value is null) continue;
            _html.Append(' ').Append(name).Append("=\"");
            Escape(value, isAttribute: true);
            _html.Append('"');
        }

        _html.Append('>');
    }

    private void Escape(string text, bool isAttribute)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&':
                    _html.Append("&amp;");
                    break;
                case '<':
                    _html.Append("&lt;");
                    break;
                case '>':
                    _html.Append("&gt;");
                    break;
                case '"' when isAttribute:
                    _html.Append("&quot;");
                    break;
                case '\u00A0':
                    _html.Append("&nbsp;");
                    break;
                case '\r' when i + 1 < text.Length && text[i + 1] == '\n':
                    break;
                case '\r':
                    _html.Append('\n');
                    break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    var isNoncharacter = (char.ConvertToUtf32(c, text[i + 1]) & 0xFFFE) == 0xFFFE;
                    if (isNoncharacter) _html.Append('\uFFFD');
                    else _html.Append(c).Append(text[i + 1]);
                    i++;
                    break;
                default:
                    _html.Append(IsForbidden(c) ? '\uFFFD' : c);
                    break;
            }
        }
    }

    // What the HTML standard calls a parse error: controls but white space, noncharacters, half a surrogate pair.
    private static bool IsForbidden(char c) =>
        (char.IsControl(c) && c is not ('\t' or '\n')) || char.IsSurrogate(c) || c is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF';
}
