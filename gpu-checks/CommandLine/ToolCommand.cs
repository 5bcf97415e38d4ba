// The base of all commands.

using System.CommandLine;
using QuizKit.Reports.Formats;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>A command with its options, its help, and what it does.</summary>
internal abstract class ToolCommand : Command
{
    private readonly ReportOptions _reports;

    /// <param name="special">The report formats that the command writes besides those that every command writes.</param>
    protected ToolCommand(ToolContext tool, string name, string description, params ReadOnlySpan<ReportFormat> special)
        : base(name, description)
    {
        Tool = tool;
        _reports = new ReportOptions(special);
        SetAction(parsed => (int)Execute(parsed));
    }

    protected ToolContext Tool { get; }

    /// <exception cref="UsageException">The command line is not valid.</exception>
    public abstract ExitStatus Execute(ParseResult parsed);

    /// <summary>Adds the options of the command and those of its reports.</summary>
    protected void AddAll(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options) Add(option);
        Add(_reports.Format);
        Add(_reports.Output);
    }

    /// <summary>Reserves the destinations of the command's reports.</summary>
    /// <exception cref="UsageException">The options contradict each other, or a format is not known.</exception>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    protected ReportOutputs ReserveReports(ParseResult parsed) => ReportOutputs.Reserve(_reports.Read(parsed), Tool.Terminal);
}
