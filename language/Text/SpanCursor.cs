// Which of some spans are around a place, asked in the order of the text: together one walk over both.

namespace QuizKit.Language.Text;

/// <param name="spans">The spans in the order in which they begin.</param>
internal sealed class SpanCursor(IReadOnlyList<TextSpan> spans)
{
    private readonly List<int> _open = [];
    private int[] _around = [];
    private int _next;

    /// <summary>The first span that begins after the place asked for last, by index.</summary>
    public int Next => _next;

    /// <summary>Returns the spans around the start of a place, by index; no place lies before the one asked for last.</summary>
    public IReadOnlyList<int> MoveTo(TextSpan place)
    {
        var closed = _open.RemoveAll(index => spans[index].End <= place.Start);
        var opened = _next;
        for (; _next < spans.Count && spans[_next].Start <= place.Start; _next++)
        {
            if (spans[_next].End > place.Start) _open.Add(_next);
        }

        if (closed > 0 || opened < _next) _around = [.. _open];
        return _around;
    }
}
