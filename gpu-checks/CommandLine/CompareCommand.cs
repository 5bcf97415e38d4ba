// gpu-checks compare: the reports of several machines as one matrix.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class CompareCommand(Quiz quiz, Terminal terminal)
{
    /// <summary>Runs the command.</summary>
    /// <param name="tree">The grammar.</param>
    /// <param name="parsed">The command line.</param>
    /// <returns>0 where the devices agree, 1 where they do not, 2 where a file could not be used; see <see cref="ExitStatus"/>.</returns>
    /// <exception cref="UsageException">Nothing is named, or there are not two devices to compare.</exception>
    public ExitStatus Execute(CommandTree tree, ParseResult parsed)
    {
        string[] names = parsed.GetValue(tree.Reports) ?? [];
        if (names.Length == 0) throw new UsageException("`compare` needs JSON reports: files, folders or patterns such as reports/*.json.");
        IReadOnlyList<ReportTarget> targets =
            ReportTargets.Read(parsed.GetValue(tree.CompareFormat), parsed.GetValue(tree.Output) ?? [], OptionValues.CompareFormats);
        HardwareMatrix matrix = HardwareMatrix.Read(quiz, names);

        // One line a file, whatever becomes of the rest.
        foreach (string problem in matrix.Problems) terminal.WriteErrorLine("gpu-checks: " + problem);
        foreach (string note in matrix.Notes) terminal.WriteErrorLine("gpu-checks: note: " + note);
        if (matrix.Devices.Count < 2) throw new UsageException($"there is nothing to compare: {NumberText.Of(matrix.Devices.Count, "device")} in {NumberText.Of(matrix.Reports.Count, "report")}.");

        using var outputs = ReportOutputs.Reserve(targets, terminal);
        outputs.Write((format, writer) => Write(format, writer, matrix), console => MatrixTable.Write(console, matrix));
        if (outputs.AreFiles) terminal.WriteErrorLine(MatrixCell.Summary(matrix));
        return matrix.ExitStatus;
    }

    private static void Write(ReportFormat format, TextWriter writer, HardwareMatrix matrix)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReports.WriteMatrix(writer, matrix);
                break;
            case ReportFormat.Markdown:
                MatrixMarkdown.Write(writer, matrix);
                break;
            case ReportFormat.Html:
                MatrixHtml.Write(writer, matrix);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a form of a comparison.");
        }
    }
}
