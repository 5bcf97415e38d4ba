// gpu-checks list: every claim of the quiz.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ListCommand : ToolCommand
{
    public ListCommand(ToolContext tool)
        : base(tool, "list", "Show every claim of the quiz, executable or not.") => AddAll();

    public override ExitStatus Execute(ParseResult parsed)
    {
        using var outputs = ReserveReports(parsed);
        outputs.Write(ListDocument.Of(Tool.Quiz), ListJson.Of(Tool.Quiz));
        return ExitStatus.AsExpected;
    }
}
