// A matrix of claims and devices for people at a terminal.

using System.Globalization;
using System.Linq;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class MatrixTable
{
    private const int Cell = 3;

    /// <summary>Writes the devices, the matrix, and what they disagree on.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="matrix">The matrix.</param>
    public static void Write(IAnsiConsole console, HardwareMatrix matrix)
    {
        TextBlock.Write(console, new Line(), matrix.Quiz.Title.UnicodeText, Palette.Strong);
        for (var i = 0; i < matrix.Devices.Count; i++)
        {
            Line start = new Line().AddRightAligned(Number(i), Cell, Palette.Strong).Add("  ").Add(matrix.Devices[i].Id).Add("  ");
            TextBlock.Write(console, start, $"{matrix.Devices[i].Name} ({matrix.Devices[i].Platform})", Palette.Faint);
        }

        console.WriteLine();
        if (matrix.Rows.Count > 0) WriteRows(console, matrix);
        WriteConflicts(console, matrix);
        Style style = matrix.ExitStatus == ExitStatus.AsExpected ? Palette.Good : Palette.Bad;
        TextBlock.Write(console, new Line(), MatrixCell.Summary(matrix), style);
    }

    private static void WriteRows(IAnsiConsole console, HardwareMatrix matrix)
    {
        bool unicode = console.Profile.Capabilities.Unicode;
        int names = matrix.Rows.Max(row => row.Claim.Id.Length) + 2;
        Line head = new Line().Add("  claim", Palette.Faint).MoveTo(names + 2);
        for (var i = 0; i < matrix.Devices.Count; i++) head.AddRightAligned(Number(i), head.Width + Cell, Palette.Faint);
        head.Add("  measured", Palette.Faint).WriteTo(console);
        foreach (MatrixRow row in matrix.Rows)
        {
            Line line = new Line().Add(row.Conflicts.Count > 0 ? "! " : "  ", Palette.Bad).Add(row.Claim.Id, Palette.Strong).MoveTo(names + 2);
            foreach (CheckResult? cell in row.Cells)
            {
                string sign = MatrixCell.MarkOf(cell) is not { } mark ? " " : unicode ? mark.Sign : mark.Letter;
                Style style = cell is null ? Palette.Plain : VerdictSign.Of(cell.Judgement, cell.Outcome.Verdict, unicode).Style;
                line.AddRightAligned(sign, line.Width + Cell, style);
            }

            TextBlock.Write(console, line.Add("  "), MatrixCell.MeasuredOf(row), Palette.Faint);
        }

        console.WriteLine();
        string key = string.Join(", ", MatrixCell.Key(matrix).Select(mark => $"{(unicode ? mark.Sign : mark.Letter)} {mark.Word}"));
        TextBlock.Write(console, new Line(), $"{key}; the measured value is the lowest and the highest of the devices.", Palette.Faint);
        console.WriteLine();
    }

    private static void WriteConflicts(IAnsiConsole console, HardwareMatrix matrix)
    {
        foreach (MatrixRow row in matrix.Disagreements)
        {
            TextBlock.Write(console, new Line(), row.Claim.Id, Palette.Bad);
            foreach (Conflict conflict in row.Conflicts) TextBlock.Write(console, new Line().MoveTo(4), MatrixCell.Describe(conflict));
        }

        if (matrix.Disagreements.Count > 0) console.WriteLine();
    }

    private static string Number(int device) => (device + 1).ToString(CultureInfo.InvariantCulture);
}
