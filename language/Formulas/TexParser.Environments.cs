// Reads environments: rows of cells between \begin and \end.

using QuizKit.Language.Diagnostics;

namespace QuizKit.Language.Formulas;

internal sealed partial class TexParser
{
    // Longer than any name of an environment or any space between rows: a hostile formula must not be searched again and again.
    private const int LongestName = 40;

    private const int MostSearches = 20;

    // As many levels of braces as an environment counts for: its rows and cells take more of the stack.
    private const int LevelsOfEnvironment = 10;

    private static readonly string[] Units = ["pt", "em", "ex", "mm", "cm", "in", "px"];

    // Whether what is read stands in a cell of an environment, and not in braces or fences there.
    private bool _inCell;

    private int _searches;

    /// <summary>Whether a cell of an environment ends here.</summary>
    private bool AtCellEnd => _inCell && !AtEnd && (Current == '&' || AtRowEnd || AtCommand("end"));

    private bool AtRowEnd =>
        AtCommand("cr") || (!AtEnd && Current == '\\' && _position + 1 < span.End && text[_position + 1] == '\\');

    private TexNode? ParseEnvironment(int start)
    {
        if (ReadEnvironmentName("begin", start) is not { } name) return null;
        if (!TexCommands.Environments.TryGetValue(name, out var environment))
        {
            var hint = TexRefusals.OfEnvironment(name)
                ?? NearestName.Sentence(diagnostics.Nearest(name, TexCommands.Environments.Keys));
            Report(Definitions.EnvironmentUnknown, start, _position - start, name, hint);
            SkipEnvironment(name);
            return null;
        }

        if (environment.TakesCount) SkipCount();
        if (environment.Kind == TexEnvironmentKind.Array) environment = environment with { Columns = ReadColumns() };
        var (rows, isClosed) = ParseRows(start);
        if (!isClosed)
        {
            Report(Definitions.EnvironmentUnclosed, start, "\\begin".Length, name);
            return new TexTable(environment, rows);
        }

        var end = _position;
        ReadCommandName();
        var closed = ReadEnvironmentName("end", end);
        if (closed is not null && closed != name) Report(Definitions.EnvironmentMismatched, end, _position - end, closed, name);
        var isOneEquation = environment.Kind == TexEnvironmentKind.Gathered && rows.Count == 1 && rows[0].Count == 1;
        return isOneEquation ? rows[0][0] : new TexTable(environment, rows);
    }

    private TexNode ParseStack(int start)
    {
        SkipSpace();
        if (AtEnd || Current != '{') return ParseArgument("the argument of \\substack", start);
        var open = _position++;
        var (rows, _) = ParseRows(start);
        if (AtEnd || Current != '}') Report(Definitions.BraceUnclosed, open);
        else _position++;
        return new TexTable(new TexEnvironment(TexEnvironmentKind.Gathered, "c"), rows);
    }

    /// <summary>Parses rows of cells, up to an <c>\end</c> or something else that no cell contains.</summary>
    /// <returns>The rows, and whether they end with <c>\end</c>.</returns>
    private (List<List<TexRow>> Rows, bool IsClosed) ParseRows(int start)
    {
        var inCell = _inCell;
        _inCell = true;
        _depth += LevelsOfEnvironment - 1;
        EnterDeeper(start);
        var rows = new List<List<TexRow>> { new() };
        while (true)
        {
            rows[rows.Count - 1].Add(new TexRow(ParseItems()));
            if (!AtCellEnd || AtCommand("end")) break;
            if (Current == '&')
            {
                _position++;
                continue;
            }

            ReadCommandName();
            SkipRowSpace();
            rows.Add([]);
        }

        // A row after the last end of a row is none.
        var last = rows[rows.Count - 1];
        if (rows.Count > 1 && last.Count == 1 && last[0].Items.Count == 0) rows.RemoveAt(rows.Count - 1);
        _depth -= LevelsOfEnvironment;
        var isClosed = AtCommand("end");
        _inCell = inCell;
        return (rows, isClosed);
    }

    /// <summary>Skips the height of a space between rows: <c>[2pt]</c>. Text has none.</summary>
    private void SkipRowSpace()
    {
        var close = !AtEnd && Current == '[' ? text.IndexOf(']', _position, System.Math.Min(LongestName, span.End - _position)) : -1;
        if (close < 0) return;
        var length = text.Substring(_position + 1, close - _position - 1).Trim();
        var hasUnit = Units.Any(unit => length.EndsWith(unit, System.StringComparison.Ordinal));
        if (hasUnit && length.All(c => char.IsLetterOrDigit(c) || c is '.' or '-')) _position = close + 1;
    }

    private string? ReadEnvironmentName(string command, int start)
    {
        SkipSpace();
        var close = !AtEnd && Current == '{' ? text.IndexOf('}', _position, System.Math.Min(LongestName, span.End - _position)) : -1;
        if (close < 0)
        {
            Report(Definitions.EnvironmentNameMissing, start, command.Length + 1, command);
            return null;
        }

        var name = text.Substring(_position + 1, close - _position - 1).Trim();
        _position = close + 1;
        return name;
    }

    private string ReadColumns()
    {
        SkipSpace();
        var start = _position;
        var close = !AtEnd && Current == '{' ? text.IndexOf('}', _position, span.End - _position) : -1;
        var columns = close < 0 ? "" : text.Substring(start + 1, close - start - 1).Replace(" ", "");
        if (close >= 0) _position = close + 1;
        if (columns.Length > 0 && columns.All(column => column is 'l' or 'c' or 'r')) return columns;
        Report(Definitions.ArrayColumnsUnknown, start, _position - start);
        return "c";
    }

    private void SkipCount()
    {
        SkipSpace();
        var close = !AtEnd && Current == '{' ? text.IndexOf('}', _position, System.Math.Min(LongestName, span.End - _position)) : -1;
        if (close >= 0) _position = close + 1;
    }

    /// <summary>Skips what an unknown environment holds, so that it is one error.</summary>
    private void SkipEnvironment(string name)
    {
        var close = "\\end{" + name + "}";
        var isSearched = _searches++ < MostSearches;
        var end = isSearched ? text.IndexOf(close, _position, span.End - _position, System.StringComparison.Ordinal) : span.End;
        if (end >= 0) _position = System.Math.Min(end + close.Length, span.End);
    }

    private TexNode? ReportEnd(int start) =>
        ReadEnvironmentName("end", start) is { } name ? ReportMisplaced(Definitions.EnvironmentUnopened, start, name) : null;
}
