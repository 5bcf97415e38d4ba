// Lines of C# with their indentation; always LF.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

internal sealed class CodeWriter(Cancellation cancellation)
{
    private readonly StringBuilder _text = new(1 << 12);
    private int _depth;

    public void Line(string line = "")
    {
        cancellation.Look();
        Append(line, 0, line.Length);
    }

    /// <summary>Writes a line with an expression between two texts, which may take further lines.</summary>
    public void Line(string before, Code code, string after)
    {
        cancellation.Look();
        _text.Append(' ', _depth * 4).Append(before);
        code.WriteTo(this);
        _text.Append(after).Append('\n');
    }

    /// <summary>Writes the lines of a raw string, each with the indentation in force here.</summary>
    public void Lines(string lines)
    {
        lines = lines.Replace("\r", "");
        for (int start = 0, end; start <= lines.Length; start = end + 1)
        {
            cancellation.Look();
            end = lines.IndexOf('\n', start);
            if (end < 0) end = lines.Length;
            Append(lines, start, end - start);
        }
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    public void Indent() => _depth++;

    public void Unindent() => _depth--;

    /// <summary>Goes on with the line.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>Goes on with a string literal.</summary>
    public void AppendLiteral(string text)
    {
        cancellation.Look();
        Literal.Write(text, _text);
    }

    /// <summary>Begins a line.</summary>
    public void NewLine()
    {
        cancellation.Look();
        _text.Append('\n').Append(' ', _depth * 4);
    }

    /// <summary>Writes a line of a documentation comment, of a part of a text.</summary>
    public void Documentation(string before, string text, int start, int end, string after)
    {
        cancellation.Look();
        _text.Append(' ', _depth * 4).Append("/// ").Append(before);
        Literal.WriteDocumentation(text, start, end, _text);
        _text.Append(after).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private void Append(string text, int start, int length)
    {
        if (length > 0) _text.Append(' ', _depth * 4).Append(text, start, length);
        _text.Append('\n');
    }
}
