// The text of a quiz file, and its lines. Lines end where the C# compiler ends them, so that places agree with its own.

using System.Text;

namespace QuizKit.Language.Text;

/// <summary>The text of a file.</summary>
/// <param name="text">The characters.</param>
/// <param name="encoding">The encoding that the bytes were decoded with; null for text that was made in memory.</param>
internal sealed class SourceText(string text, Encoding? encoding = null)
{
    private IReadOnlyList<int>? _lineStarts;

    public Encoding? Encoding => encoding;

    public int Length => text.Length;

    public int LineCount => LineStarts.Count;

    private IReadOnlyList<int> LineStarts => _lineStarts ??= FindLineStarts();

    public char this[int position] => text[position];

    public override string ToString() => text;

    public string ToString(TextSpan span) => text.Substring(span.Start, span.Length);

    /// <summary>A line without its line break.</summary>
    /// <param name="index">The line, from 0.</param>
    public TextSpan Line(int index)
    {
        var whole = LineWithBreak(index);
        var end = whole.End;
        if (end > whole.Start && IsBreak(text[end - 1])) end--;
        if (end > whole.Start && end < whole.End && text[end] == '\n' && text[end - 1] == '\r') end--;
        return TextSpan.FromBounds(whole.Start, end);
    }

    /// <summary>A line with its line break, if it has one.</summary>
    /// <param name="index">The line, from 0.</param>
    public TextSpan LineWithBreak(int index) =>
        TextSpan.FromBounds(LineStarts[index], index + 1 < LineStarts.Count ? LineStarts[index + 1] : text.Length);

    /// <summary>The place of a character as a person counts: line and column from 1.</summary>
    public (int Line, int Column) PlaceOf(int position)
    {
        var low = 0;
        var high = LineStarts.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (LineStarts[middle] <= position) low = middle;
            else high = middle - 1;
        }

        return (low + 1, position - LineStarts[low] + 1);
    }

    private List<int> FindLineStarts()
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsBreak(text[i])) continue;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            starts.Add(i + 1);
        }

        return starts;
    }

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
