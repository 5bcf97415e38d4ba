// gpu-checks list: every claim of the quiz, or with --coverage every sentence.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class ListCommand : ToolCommand
{
    private readonly Option<bool> _coverage = new("--coverage")
    {
        Arity = ArgumentArity.Zero,
        Description = "Show every sentence with its claims instead; exit code 1 if a statement has neither a claim nor a reason.",
    };

    public ListCommand(ToolContext tool)
        : base(tool, "list", "Show every claim of the quiz, executable or not.") => AddAll(_coverage);

    /// <summary>Executes the command: 0, or with <c>--coverage</c> 1 if a statement is not covered.</summary>
    public override ExitStatus Execute(ParseResult parsed)
    {
        var outputs = ReserveReports(parsed);
        if (!parsed.GetValue(_coverage))
        {
            outputs.Write(ListDocument.Of(Tool.Quiz), ListJson.Of(Tool.Quiz));
            return ExitStatus.AsExpected;
        }

        var coverage = CoverageJson.Of(Tool.Quiz);
        outputs.Write(CoverageDocument.Of(Tool.Quiz), coverage);
        return coverage.Uncovered == 0 ? ExitStatus.AsExpected : ExitStatus.VerdictDiffers;
    }
}
