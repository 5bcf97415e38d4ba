// The base of all commands.

using System.CommandLine;
using QuizKit.Devices.Workers;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>A command with its options, its help, and what it does.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(ToolContext tool, string name, string description)
        : base(name, description)
    {
        Tool = tool;
        SetAction(parsed => (int)Execute(parsed));
    }

    protected ToolContext Tool { get; }

    /// <summary>Executes the command.</summary>
    /// <exception cref="UsageException">The command line is not valid.</exception>
    public abstract ExitStatus Execute(ParseResult parsed);

    protected void AddAll(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options) Add(option);
    }
}
