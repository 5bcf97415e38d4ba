// Lines of text side by side: what environments have in rows, with what stands beside them in the middle.

using System.Text;
using QuizKit.Language.Formulas;

namespace QuizKit.Language.Rendering;

internal sealed class TexLayout
{
    private const int MostCharacters = 20_000;

    private readonly List<(List<string> Lines, int Width)> _blocks = [];
    private long _width;
    private int _height;

    /// <summary>Adds a text of one line.</summary>
    /// <returns>Whether it was added: what needs far more spaces than it has words is not.</returns>
    public bool TryAdd(string text) => text.Length == 0 || TryAdd([text], WidthOf(text));

    /// <summary>Adds an environment, given the texts of its cells.</summary>
    /// <returns>Whether it was added, as for a text.</returns>
    public bool TryAdd(TexTable table, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(row => row.Count))
            .Select(column => rows.Max(row => column < row.Count ? WidthOf(row[column]) : 0)).ToList();
        if ((widths.Sum() + widths.Count) * (long)rows.Count > MostCharacters) return false;
        var isEquations = table.Environment.Kind is TexEnvironmentKind.Aligned;
        List<string> lines = [.. rows.Select(row => string.Join(isEquations ? "" : "  ", widths.Select((width, column) =>
            Aligned(column < row.Count ? row[column] : "", width, table.AlignmentOf(column)))))];
        var opening = Fence(table.Environment.Opening, lines.Count, isOpening: true);
        var closing = Fence(table.Environment.Closing, lines.Count, isOpening: false);
        lines = [.. lines.Select((line, i) => opening[i] + line + closing[i])];
        return TryAdd(lines, lines.Max(WidthOf));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var line = 0; line < _height; line++)
        {
            if (line > 0) text.Append('\n');
            var parts = _blocks.Select(block =>
            {
                // A block stands in the middle of the highest one, above it where there are two middles.
                var index = line - ((_height - block.Lines.Count) / 2);
                return Aligned(index >= 0 && index < block.Lines.Count ? block.Lines[index] : "", block.Width, 'l');
            });
            text.Append(string.Join(" ", parts).TrimEnd());
        }

        return text.ToString();
    }

    private bool TryAdd(List<string> lines, int width)
    {
        _blocks.Add((lines, width));
        _width += width + 1;
        _height = System.Math.Max(_height, lines.Count);
        return _width * _height <= MostCharacters;
    }

    private static string Aligned(string text, int width, char alignment)
    {
        var missing = width - WidthOf(text);
        var before = alignment switch { 'l' => 0, 'r' => missing, _ => missing / 2 };
        return new string(' ', before) + text + new string(' ', missing - before);
    }

    // Combining marks and the second halves of surrogates take no room.
    private static int WidthOf(string text) => text.Count(c => !char.IsLowSurrogate(c)
        && char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.NonSpacingMark);

    /// <summary>The parts of a fence, one for each line.</summary>
    private static IReadOnlyList<string> Fence(string? fence, int height, bool isOpening)
    {
        if (fence is null || height == 1) return [.. Enumerable.Repeat(fence ?? "", height)];
        var (top, middle, bottom, between) = fence switch
        {
            "(" => ("⎛", "⎜", "⎝", "⎜"),
            ")" => ("⎞", "⎟", "⎠", "⎟"),
            "[" => ("⎡", "⎢", "⎣", "⎢"),
            "]" => ("⎤", "⎥", "⎦", "⎥"),
            "{" => ("⎧", "⎨", "⎩", "⎪"),
            "}" => ("⎫", "⎬", "⎭", "⎪"),
            _ => (fence, fence, fence, fence),
        };
        var space = fence is "{" or "|" or "‖" ? " " : "";
        return [.. Enumerable.Range(0, height).Select(line =>
        {
            var part = line == 0 ? top : line == height - 1 ? bottom : line == height / 2 ? middle : between;
            return isOpening ? part + space : space + part;
        })];
    }
}
