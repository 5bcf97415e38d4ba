// Writes HTML and SVG element by element, so that text is escaped in one place and every element is closed.

using System.Text;

namespace QuizKit.Reports;

/// <summary>Writes elements one after the other.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <param name="attributes">Its attributes; one without a value is left out, one with an empty value stands alone.</param>
    public Markup Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _open.Push(name);
        return this;
    }

    public Markup Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Writes an element without content and without an end tag, such as <c>meta</c>.</summary>
    public Markup Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        return this;
    }

    /// <summary>Writes an element with text in it.</summary>
    public Markup Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <param name="text">Any text: it is escaped, and control characters are left out.</param>
    public Markup Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>Writes markup as it is.</summary>
    /// <param name="markup">Markup from this program or from the compiled quiz, never from a device.</param>
    public Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public Markup Line() => Raw("\n");

    /// <summary>Escapes text for an element or an attribute.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '&': safe.Append("&amp;"); break;
                case '"': safe.Append("&quot;"); break;
                case '\'': safe.Append("&#39;"); break;
                case '\n': safe.Append('\n'); break;
                default:
                    if (!char.IsControl(c)) safe.Append(c);
                    break;
            }
        }

        return safe.ToString();
    }

    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() =>
        _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is not closed.");

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach ((var attribute, var value) in attributes)
        {
            if (value is null) continue;
            _text.Append(' ').Append(attribute);
            if (value.Length > 0) _text.Append("=\"").Append(Escape(value)).Append('"');
        }

        _text.Append('>');
    }
}
