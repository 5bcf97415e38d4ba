// Places as the protocol counts them: lines and UTF-16 code units from 0. Lines end at \n, \r\n and \r only, unlike those of the compiler of C#.

using System.Text.Json;
using System.Text.Json.Nodes;
using QuizKit.Language.Text;

namespace QuizKit.Tool.LanguageServer;

internal sealed class LineTable
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineTable(string text)
    {
        _text = text;
        for (var i = text.AsSpan().IndexOfAny('\r', '\n'); i >= 0;)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            _starts.Add(i + 1);
            var next = text.AsSpan(i + 1).IndexOfAny('\r', '\n');
            i = next < 0 ? -1 : i + 1 + next;
        }
    }

    /// <summary>The line of a position, from 0.</summary>
    public int LineOf(int position)
    {
        var index = _starts.BinarySearch(position);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Where a line begins, and where it ends without its break.</summary>
    public (int Start, int End) Line(int line)
    {
        var end = line + 1 < _starts.Count ? _starts[line + 1] : _text.Length;
        while (end > _starts[line] && _text[end - 1] is '\n' or '\r') end--;
        return (_starts[line], end);
    }

    /// <summary>The position of a place; behind the end of its line it is that end, and behind the last line that of the text.</summary>
    /// <exception cref="RpcException">It is not a place.</exception>
    public int PositionOf(JsonElement place)
    {
        var (line, column) = (place.Number("line"), place.Number("character"));
        if (line >= _starts.Count) return _text.Length;
        var (start, end) = Line(line);
        return Math.Min(end, start + Math.Min(column, end - start));
    }

    /// <summary>The span of a range. One that ends before it begins is read the other way around.</summary>
    /// <exception cref="RpcException">It is not a range.</exception>
    public TextSpan SpanOf(JsonElement range)
    {
        var (start, end) = (PositionOf(range.At("start")), PositionOf(range.At("end")));
        return TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end));
    }

    public JsonObject PlaceOf(int position)
    {
        position = Math.Clamp(position, 0, _text.Length);
        var line = LineOf(position);
        return new JsonObject { ["line"] = line, ["character"] = position - _starts[line] };
    }

    public JsonObject RangeOf(TextSpan span) => new() { ["start"] = PlaceOf(span.Start), ["end"] = PlaceOf(span.End) };
}
