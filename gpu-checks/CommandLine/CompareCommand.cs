// gpu-checks compare: the reports of several machines as one matrix.

using System.CommandLine;
using QuizKit.GpuChecks.Reports.Matrix;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class CompareCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("REPORT")
    {
        Description = "JSON reports of `gpu-checks run`: files, folders, or patterns such as reports/*.json.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public CompareCommand(ToolContext tool)
        : base(tool, "compare", "Merge the JSON reports of several machines into one matrix, with the disagreements between devices.")
    {
        AddAll();
        Add(_files);
    }

    /// <summary>Executes the command: 0 if the devices agree, 1 if they do not, 2 if a file could not be used.</summary>
    /// <exception cref="UsageException">No file is named, or there are fewer than two devices.</exception>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var names = parsed.GetValue(_files) ?? [];
        if (names.Length == 0) throw new UsageException("`compare` needs JSON reports: files, folders or patterns such as reports/*.json.");
        var outputs = ReserveReports(parsed);
        var matrix = HardwareMatrix.Read(Tool.Quiz, names);
        foreach (var problem in matrix.Problems) Tool.Terminal.WriteErrorLine("gpu-checks: " + problem);
        foreach (var note in matrix.Notes) Tool.Terminal.WriteErrorLine("gpu-checks: note: " + note);
        if (matrix.Devices.Count < 2)
        {
            throw new UsageException(
                $"there is nothing to compare: {NumberText.Of(matrix.Devices.Count, "device")} in "
                    + $"{NumberText.Of(matrix.Reports.Count, "report")}.");
        }

        outputs.Write(MatrixDocument.Of(matrix), MatrixJson.Of(matrix));
        if (outputs.AreFiles) Tool.Terminal.WriteErrorLine(MatrixDocument.Summary(matrix));
        return matrix.ExitStatus;
    }
}
