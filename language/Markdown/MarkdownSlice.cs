// The Markdown of a range of the file as its author wrote it: sliced by spans, never serialized from the parsed tree.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>Copies a range line by line.</summary>
internal sealed class MarkdownSlice
{
    private static readonly char[] LineEnds = ['\n', '\r'];

    private readonly string _text;
    private readonly TextSpan _range;
    private readonly int _quotes;
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = TextBuilders.Take();
    private bool _isCut;
    private int _position;

    private MarkdownSlice(string text, TextSpan range, int quotes)
    {
        _text = text;
        _range = range;
        _quotes = quotes;
        _position = range.Start;
    }

    /// <summary>
    /// Slices a range with edits, which are in order and do not overlap. A line that held nothing but what is taken out goes
    /// with it, and so does the space between it and the end of its line: it would turn into a hard line break.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <param name="range">The range.</param>
    /// <param name="edits">The edits; those outside of the range do not matter.</param>
    /// <param name="quotes">The block quotes whose marks the lines go without.</param>
    public static string Write(string text, TextSpan range, IEnumerable<Edit> edits, int quotes = 0)
    {
        var slice = new MarkdownSlice(text, range, quotes);
        foreach (var edit in edits)
        {
            if (edit.Span.End <= range.Start || edit.Span.Start >= range.End) continue;
            slice.CopyTo(edit.Span.Start);
            slice._position = Math.Max(slice._position, edit.Span.End);
            if (edit.Text.Length > 0) slice._line.Append(edit.Text);
            else slice.Close();
        }

        slice.CopyTo(range.End);
        slice.EndLine();
        TextBuilders.Finish(slice._line);
        return string.Join("\n", slice._lines).Trim('\n', ' ');
    }

    private void CopyTo(int end)
    {
        while (_position < end)
        {
            var lineEnd = _text.IndexOfAny(LineEnds, _position, end - _position);
            if (lineEnd < 0) lineEnd = end;
            _line.Append(_text, _position, lineEnd - _position);
            _position = lineEnd;
            if (_position == end) return;
            var c = _text[_position++];
            if (c == '\r' && _position < _text.Length && _text[_position] == '\n') continue;
            EndLine();
            _position = QuoteMarks.Skip(_text, _position, _quotes);
        }
    }

    // Closes the gap where something was taken out: of the spaces around it, one stays, and two of a hard line break.
    private void Close()
    {
        _isCut = true;
        var next = _position;
        while (next < _range.End && _text[next] is ' ' or '\t') next++;
        if (next >= _range.End || _text[next] is '\r' or '\n')
        {
            while (EndsInSpace()) _line.Length--;
            if (_text.IndexOf("  ", _position, next - _position, StringComparison.Ordinal) < 0) _position = next;
        }
        else if (_line.Length == 0 || EndsInSpace())
        {
            _position = next;
        }
    }

    private bool EndsInSpace() => _line.Length > 0 && _line[_line.Length - 1] is ' ' or '\t';

    private void EndLine()
    {
        var content = _line.ToString();
        if (!(_isCut && string.IsNullOrWhiteSpace(content))) _lines.Add(content);
        _line.Clear();
        _isCut = false;
    }
}
