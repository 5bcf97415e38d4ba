// The base of all commands.

using System.CommandLine;
using QuizKit.GpuChecks.Reports;
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

    /// <summary>Studies devices in turn; null where the user stopped it.</summary>
    /// <exception cref="CatalogException">A device broke.</exception>
    protected List<T>? StudyEach<T>(IReadOnlyList<DeviceInfo> devices, Func<DeviceInfo, T> study)
    {
        try
        {
            return ProgressBar.During(Tool.Terminal.Error, progress =>
            {
                var done = new List<T>();
                foreach (var device in devices)
                {
                    progress(device.Id, done.Count, devices.Count);
                    done.Add(Study(device));
                }

                return done;
            });
        }
        catch (OperationCanceledException) when (Tool.Cancellation.IsCancellationRequested)
        {
            return null;
        }

        T Study(DeviceInfo device)
        {
            try
            {
                return study(device);
            }
            catch (Exception exception) when (Failure.IsReportable(exception)
                && !(exception is OperationCanceledException && Tool.Cancellation.IsCancellationRequested))
            {
                throw new CatalogException($"{device.Id} ({device.Name}) broke: {Failure.Describe(exception)}");
            }
        }
    }

    /// <summary>Reserves the destinations of the command's reports.</summary>
    /// <exception cref="UsageException">The options contradict each other, or a format is not known.</exception>
    /// <exception cref="ReportFileException">A file cannot be written.</exception>
    protected ReportOutputs ReserveReports(ParseResult parsed)
    {
        var targets = _reports.Read(parsed);
        var outputs = ReportOutputs.Reserve(targets, Tool.Terminal);
        foreach (var note in _reports.Notes(targets)) Tool.Terminal.WriteErrorLine("gpu-checks: note: " + note);
        return outputs;
    }
}
