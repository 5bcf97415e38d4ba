// Writes HTML that no text can break out of: elements and attributes have fixed names, and whatever comes from a file is escaped.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Language.Rendering;

internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = TextBuilders.Take();
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
    public void Text(string text) => Escape(text, 0, text.Length, isAttribute: false);

    /// <summary>Writes a part of a text as words.</summary>
    public void Text(string text, int start, int length) => Escape(text, start, start + length, isAttribute: false);

    /// <summary>Begins a new line between two elements, where white space means nothing.</summary>
    public void NewLine() => _html.Append('\n');

    /// <summary>Returns what was written; nothing can be written after that.</summary>
    public string Finish() => TextBuilders.Finish(_html);

    private void WriteTag(string element, (string Name, string? Value)[] attributes)
    {
        _html.Append('<').Append(element);
        foreach ((var name, var value) in attributes)
        {
            if (value is null) continue;
            _html.Append(' ').Append(name).Append("=\"");
            Escape(value, 0, value.Length, isAttribute: true);
            _html.Append('"');
        }

        _html.Append('>');
    }

    private void Escape(string text, int start, int end, bool isAttribute)
    {
        // What needs no escape is written at once.
        var plain = start;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007F' and not ('&' or '<' or '>' or '"')) continue;
            var length = 1;
            string? escape;
            switch (c)
            {
                case '&':
                    escape = "&amp;";
                    break;
                case '<':
                    escape = "&lt;";
                    break;
                case '>':
                    escape = "&gt;";
                    break;
                case '"' when isAttribute:
                    escape = "&quot;";
                    break;
                case '\u00A0':
                    escape = "&nbsp;";
                    break;
                case '\r':
                    escape = i + 1 < end && text[i + 1] == '\n' ? "" : "\n";
                    break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < end && char.IsLowSurrogate(text[i + 1]):
                    length = 2;
                    escape = (char.ConvertToUtf32(c, text[i + 1]) & 0xFFFE) == 0xFFFE ? "\uFFFD" : null;
                    break;
                default:
                    escape = IsForbidden(c) ? "\uFFFD" : null;
                    break;
            }

            if (escape is not null)
            {
                _html.Append(text, plain, i - plain).Append(escape);
                plain = i + length;
            }

            i += length - 1;
        }

        _html.Append(text, plain, end - plain);
    }

    // What the HTML standard calls a parse error: controls but white space, noncharacters, half a surrogate pair.
    private static bool IsForbidden(char c) =>
        (char.IsControl(c) && c is not ('\t' or '\n')) || char.IsSurrogate(c) || c is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF';
}
