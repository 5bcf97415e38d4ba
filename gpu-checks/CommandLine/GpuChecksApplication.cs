// The tool: from a command line to a report and an exit code. Its devices and workers are injected, so that tests can substitute them.

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.CommandLine;

/// <param name="checks">The checks of the quiz, for what needs no device.</param>
/// <param name="openCatalog">Searches for devices; called only by commands that need one.</param>
/// <param name="findLibraries">Returns the program with libraries that is built, or null.</param>
internal sealed class GpuChecksApplication(
    Quiz quiz,
    IClaimChecks checks,
    Func<CudaDriver, IDeviceCatalog> openCatalog,
    Terminal terminal,
    OpenExecutor<CheckJob, CheckAnswer> openChecks,
    OpenExecutor<LabJob, LabReply> openLab,
    Func<string?> findLibraries)
{
    private const string Description =
        """
        Runs the checkable sentences of a quiz on the CPU, OpenCL and CUDA devices at hand.

        Exit codes:
          0    no verdict differs from the expected one
          1    a verdict differs, or two devices disagree
          2    bad usage, or the report cannot be written
          3    a check or a device broke
          130  stopped with Ctrl-C or SIGTERM; the report holds what ran and says so
        """;

    private static readonly ParserConfiguration Configuration = new()
    {
        // Neither '-xyz' nor '@file' means anything here, so neither may hide a typo.
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <param name="cancellation">Stops a run after its current check.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public int Run(IReadOnlyList<string> args, CancellationToken cancellation = default)
    {
        try
        {
            var root = CreateRoot(new ToolContext(quiz, checks, terminal, OpenCatalog, openChecks, openLab, findLibraries, cancellation));
            var parsed = root.Parse(args, Configuration);
            if (parsed.Action is not HelpAction) CommandLineErrors.ThrowFirst(parsed, root);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output.Profile.Out.Writer,
                Error = terminal.Error.Profile.Out.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception) when (exception is UsageException or ReportFileException or CatalogException)
        {
            terminal.WriteErrorLine("gpu-checks: " + exception.Message);
            return (int)(exception is CatalogException ? ExitStatus.CheckBroke : ExitStatus.BadUsage);
        }
    }

    private static RootCommand CreateRoot(ToolContext tool)
    {
        var run = new RunCommand(tool);
        var root = new RootCommand(Description);
        foreach (var option in run.Options) root.Add(option);
        Command[] commands =
        [
            run, new DevicesCommand(tool), new ListCommand(tool), new ExplainCommand(tool), new LabCommand(tool), new OrderCommand(tool),
            new WhyCommand(tool), new ToleranceCommand(tool), new BatchCommand(tool), new TensorCoresCommand(tool),
            new ConformanceCommand(tool), new CompileCommand(tool), new CompareCommand(tool), new MergeCommand(tool),
        ];
        foreach (var command in commands) root.Add(command);
        root.SetAction(parsed => (int)run.Execute(parsed));
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        return root;
    }

    private IDeviceCatalog OpenCatalog(CudaDriver cuda)
    {
        try
        {
            return openCatalog(cuda);
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            throw new CatalogException($"the search for devices broke: {Failure.Describe(exception)}");
        }
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(JsonReports.ToolVersion);
            return 0;
        }
    }
}
