// A text with corrections, which still knows where each of its characters stands in the file.

using System.Text;

namespace QuizKit.Language.Text;

/// <summary>Replaces a span of a text.</summary>
internal readonly record struct TextEdit(TextSpan Span, string Text);

internal sealed class EditedText(string text)
{
    // For each character and for the end, its position in the file; null as long as nothing is edited.
    private int[]? _positions;

    public string Text { get; private set; } = text;

    public void Apply(IEnumerable<TextEdit> edits)
    {
        var edited = new StringBuilder(Text.Length);
        var positions = new List<int>(Text.Length);
        var next = 0;

        void CopyTo(int end)
        {
            for (; next < end; next++)
            {
                edited.Append(Text[next]);
                positions.Add(PositionOf(next));
            }
        }

        foreach (var edit in edits.OrderBy(edit => edit.Span.Start))
        {
            if (edit.Span.Start < next) continue;
            CopyTo(edit.Span.Start);
            edited.Append(edit.Text);
            positions.AddRange(Enumerable.Repeat(PositionOf(edit.Span.Start), edit.Text.Length));
            next = edit.Span.End;
        }

        CopyTo(Text.Length);
        positions.Add(PositionOf(Text.Length));
        Text = edited.ToString();
        _positions = [.. positions];
    }

    /// <summary>The span of the file that a span of the edited text stands for.</summary>
    public TextSpan SpanInFile(TextSpan span) => TextSpan.FromBounds(PositionOf(span.Start), PositionOf(span.End));

    private int PositionOf(int position) =>
        _positions is null ? position : _positions[Math.Min(position, _positions.Length - 1)];
}
