// Which quotations of a section are around a place, asked in the order of the text: together one walk over both.

using QuizKit.Language.Syntax;
using QuizKit.Language.Text;

namespace QuizKit.Language.Coverage;

/// <param name="quotations">The quotations in the order in which they open.</param>
internal sealed class QuotationCursor(IReadOnlyList<QuotationSyntax> quotations)
{
    private readonly List<int> _open = [];
    private int[] _around = [];
    private int _next;

    /// <summary>Returns the quotations around a place, by index; no place lies before the one asked for last.</summary>
    public IReadOnlyList<int> MoveTo(TextSpan place)
    {
        var closed = _open.RemoveAll(index => quotations[index].Range.End <= place.Start);
        var opened = _next;
        for (; _next < quotations.Count && quotations[_next].Range.Start <= place.Start; _next++)
        {
            if (quotations[_next].Range.End > place.Start) _open.Add(_next);
        }

        if (closed > 0 || opened < _next) _around = [.. _open];
        return _around;
    }
}
