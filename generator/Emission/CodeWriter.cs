// Lines of C# with their indentation; always LF.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Generator.Emission;

internal sealed class CodeWriter(Cancellation cancellation)
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        cancellation.Look();
        Append(line, 0, line.Length);
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

    public override string ToString() => _text.ToString();

    private void Append(string text, int start, int length)
    {
        if (length > 0) _text.Append(' ', _depth * 4).Append(text, start, length);
        _text.Append('\n');
    }
}
