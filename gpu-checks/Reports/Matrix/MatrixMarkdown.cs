// A matrix of claims and devices as Markdown: what the devices disagree on first, then the whole matrix.

using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Reports.Markdown;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Markdown;

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class MatrixMarkdown
{
    // What says that rows are left out.
    private const int Reserve = 200;

    /// <summary>Writes the matrix; rows without a conflict are left out from the end where a GitHub comment has no room for them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="matrix">The matrix.</param>
    public static void Write(TextWriter writer, HardwareMatrix matrix)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(matrix.ExitStatus == ExitStatus.AsExpected ? "✅" : "❌").Append(" gpu-checks compare: ");
        text.Append(MarkdownText.Of(matrix.Quiz.Title.UnicodeText)).Append("\n\n**").Append(MatrixCell.Summary(matrix)).Append("**\n\n");
        foreach (string line in matrix.Problems.Concat(matrix.Notes)) text.Append("- ⚠ ").Append(MarkdownText.Of(line)).Append('\n');
        for (var i = 0; i < matrix.Devices.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{i + 1}** {MarkdownText.Code(matrix.Devices[i].Id)}: ");
            text.Append(MarkdownText.Of($"{matrix.Devices[i].Name} ({matrix.Devices[i].Platform})")).Append('\n');
        }

        foreach (MatrixRow row in matrix.Disagreements)
        {
            text.Append("\n### ").Append(MarkdownText.Code(row.Claim.Id)).Append("\n\n");
            foreach (Conflict conflict in row.Conflicts) text.Append("- ").Append(MarkdownText.Of(MatrixCell.Describe(conflict))).Append('\n');
        }

        AppendTable(text, matrix);
        writer.Write(text.ToString());
        writer.Flush();
    }

    private static void AppendTable(StringBuilder text, HardwareMatrix matrix)
    {
        if (matrix.Rows.Count == 0) return;
        text.Append("\n| claim |");
        for (var i = 0; i < matrix.Devices.Count; i++) text.Append(CultureInfo.InvariantCulture, $" {i + 1} |");
        text.Append("\n| --- |");
        foreach (var _ in matrix.Devices) text.Append(" --- |");
        text.Append('\n');
        MatrixRow[] rows = [.. matrix.Rows.OrderBy(row => row.Conflicts.Count == 0)];
        for (var i = 0; i < rows.Length; i++)
        {
            string row = Row(rows[i]);
            if (Encoding.UTF8.GetByteCount(text.ToString()) + Encoding.UTF8.GetByteCount(row) > MarkdownReport.LongestReport - Reserve)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{rows.Length - i} claims are left out: `--format html` and `--format json` have them all.\n");
                break;
            }

            text.Append(row);
        }

        text.Append('\n').AppendJoin(", ", MatrixCell.Key(matrix).Select(mark => $"{mark.Sign} {mark.Word}")).Append('\n');
    }

    private static string Row(MatrixRow row)
    {
        var text = new StringBuilder("| ").Append(row.Conflicts.Count > 0 ? "⚠ " : "").Append(MarkdownText.Code(row.Claim.Id)).Append(" |");
        foreach (CheckResult? cell in row.Cells)
            text.Append(' ').Append(MatrixCell.MarkOf(cell)?.Sign).Append(' ').Append(MarkdownText.Of(MatrixCell.MeasuredOf(cell))).Append(" |");
        return text.Append('\n').ToString();
    }
}
