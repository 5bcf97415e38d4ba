// The tool: from a command line to a report and an exit code. What it runs on is given to it, so that tests give it fakes.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>The tool.</summary>
/// <param name="quiz">The quiz.</param>
/// <param name="checks">The checks of its claims.</param>
/// <param name="openCatalog">Looks for devices; called only by commands that need one.</param>
/// <param name="terminal">Where to write.</param>
/// <param name="openChecks">Opens what runs checks; in this process where it is null.</param>
/// <param name="openLab">Opens what does the laboratory's work; in this process where it is null.</param>
internal sealed class GpuChecksApplication(
    Quiz quiz,
    IClaimChecks checks,
    Func<IDeviceCatalog> openCatalog,
    Terminal terminal,
    OpenExecutor<CheckJob, CheckAnswer>? openChecks = null,
    OpenExecutor<LabJob, LabReply>? openLab = null)
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cancellation">Stops a run after its current check.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public int Run(IReadOnlyList<string> args, CancellationToken cancellation = default)
    {
        try
        {
            return CreateTree(cancellation).Parse(args).Invoke(new InvocationConfiguration
            {
                Output = terminal.Output.Profile.Out.Writer,
                Error = terminal.Error.Profile.Out.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception) when (exception is UsageException or ReportFileException)
        {
            terminal.WriteErrorLine("gpu-checks: " + exception.Message);
            return (int)ExitStatus.BadUsage;
        }
        catch (CatalogException exception)
        {
            terminal.WriteErrorLine("gpu-checks: " + exception.Message);
            return (int)ExitStatus.CheckBroke;
        }
    }

    private CommandTree CreateTree(CancellationToken cancellation)
    {
        var tree = new CommandTree();
        var laboratory = new LabCommand(OpenCatalog, OpenLab, terminal);
        Func<ParseResult, int> run = parsed => (int)new RunCommand(quiz, OpenCatalog, OpenChecks, laboratory, terminal).Execute(tree, parsed, cancellation);
        tree.Root.SetAction(run);
        tree.Run.SetAction(run);
        tree.Explain.SetAction(parsed => (int)new ExplainCommand(quiz, OpenCatalog, OpenChecks, terminal).Execute(tree, parsed, cancellation));
        tree.Compare.SetAction(parsed => (int)new CompareCommand(quiz, terminal).Execute(tree, parsed));
        tree.Compile.SetAction(parsed => (int)new CompileCommand(terminal).Execute(tree, parsed, cancellation));
        tree.Conformance.SetAction(parsed => (int)new ConformanceCommand(OpenCatalog, terminal).Execute(tree, parsed, cancellation));
        tree.Order.SetAction(parsed => (int)new OrderCommand(OpenCatalog, OpenLab, terminal).Execute(tree, parsed, cancellation));
        tree.Lab.SetAction(parsed => (int)laboratory.Execute(tree, parsed, cancellation));
        tree.List.SetAction(parsed => (int)ShowList(ReadFormat(parsed)));
        tree.Devices.SetAction(parsed => (int)ShowDevices(ReadFormat(parsed)));
        return tree;

        ReportFormat ReadFormat(ParseResult parsed) => OptionValues.ReadFormat(parsed.GetValue(tree.ListFormat), OptionValues.ListFormats);
    }

    private ExitStatus ShowList(ReportFormat format)
    {
        if (format == ReportFormat.Json) JsonReports.WriteList(terminal.Data, quiz);
        else ListText.Write(terminal.Output, quiz);
        return ExitStatus.AsExpected;
    }

    private ExitStatus ShowDevices(ReportFormat format)
    {
        using IDeviceCatalog catalog = OpenCatalog();
        if (format == ReportFormat.Json) JsonReports.WriteDevices(terminal.Data, catalog.Devices, catalog.LeftOut);
        else DevicesText.Write(terminal.Output, catalog.Devices, catalog.LeftOut);
        return ExitStatus.AsExpected;
    }

    private IExecutor<CheckJob, CheckAnswer> OpenChecks(IDeviceCatalog catalog, TimeSpan? timeout, ILineService python) =>
        openChecks?.Invoke(catalog, timeout, python) ?? new CheckExecutor(quiz, checks, catalog, python);

    private IExecutor<LabJob, LabReply> OpenLab(IDeviceCatalog catalog, TimeSpan? timeout, ILineService python) =>
        openLab?.Invoke(catalog, timeout, python) ?? new LabExecutor(catalog, python);

    private IDeviceCatalog OpenCatalog()
    {
        try
        {
            return openCatalog();
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            throw new CatalogException($"the search for devices broke: {Failure.Describe(exception)}");
        }
    }
}
