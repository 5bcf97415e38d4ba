// The grammar of the command line: commands, options and their help.

using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Reports;
using QuizKit.Laboratory.Running;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal sealed class CommandTree
{
    private static readonly ParserConfiguration Configuration = new()
    {
        // Neither '-xyz' nor '@file' means anything here, so neither may swallow a typing error.
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Creates the grammar; a command given several ways is one command.</summary>
    public CommandTree()
    {
        Question = Repeated("--question", "N|ID", "Run the claims of this question; repeatable.");
        Claim = Repeated("--claim", "ID", "Run this claim; repeatable.");
        Device = Repeated("--device", "NAME", "Run on all, cpu, opencl, cuda, or one of several such as cuda:1; repeatable. Default: all usable devices.");
        Scale = Single("--scale", string.Join('|', OptionValues.ScaleNames), $"How thorough to be: half a minute on two cores, a minute or two, or every float32 where a claim allows it (minutes for each such claim on a processor). Default: {Defaults.Scale.ToString().ToLowerInvariant()}.");
        Seed = Single("--seed", "N", $"The seed of all random numbers. Default: {Defaults.Seed}.");
        Runs = Single("--runs", "N", $"Repetitions where run-to-run variation is asked for. Default: {Defaults.Runs}.");
        Timeout = Single("--timeout", "SECONDS", $"How long one check may take before it is stopped; 0 for no limit. Default: {Defaults.TimeoutSeconds}, exhaustive: 0.");
        Evidence = Single("--evidence", "DIR", "Write the code of every kernel that a device was given into this folder, with an index of what was found in it.");
        Target = Repeated("--target", "NAME", $"Compile for all, {string.Join(", ", KernelBuilds.TargetNames)}; repeatable. Default: all.");
        Ptxas = Single("--ptxas", "FILE", "The assembler. Default: ptxas, if it is on the path.");
        Format = FormatOf(OptionValues.RunFormats, "The form of the report. Default: what the ending of --output says, else table.");
        ListFormat = FormatOf(OptionValues.ListFormats, "Text for people, or JSON for programs. Default: table.");
        CompareFormat = FormatOf(OptionValues.CompareFormats, "The form of the comparison. Default: what the ending of --output says, else table.");
        Output = Repeated(
            "--output", "FILE", "Write to this file instead of the screen: .json, .md, .html, .xml (JUnit) or .txt; repeatable.");
        ClaimId = new Argument<string>("ID") { Description = "The id of a claim; `gpu-checks list` names them." };

        WithLab = new Option<bool>("--lab") { Arity = ArgumentArity.Zero, Description = "Take the laboratory of question 19 into the report, see `gpu-checks lab`." };
        Python = Single("--python", "PATH", "The Python whose NumPy and PyTorch the laboratory asks. Default: python3, else python.");

        Option[] runOptions = [Question, Claim, Device, Scale, Seed, Runs, Timeout, Evidence, WithLab, Python, Format, Output];
        Run = CreateCommand("run", "Run the checks (the default command).", runOptions);
        Devices = CreateCommand("devices", "Show every device found, and every one left out with the reason and the remedy.", ListFormat);
        List = CreateCommand("list", "Show every claim of the quiz, executable or not.", ListFormat);
        Compile = CreateCommand(
            "compile", "Compile every kernel to PTX and OpenCL C without a device, inspect the code, and assemble it.", Target, Ptxas, Evidence, ListFormat);
        Conformance = CreateCommand(
            "conformance", "Measure whether a device's exact operations are exact, and the error of every function.", Device, Scale, Seed, ListFormat);
        Explain = CreateCommand("explain", "Show a claim's words, how it is checked, and what this machine says.", Device, Scale, Seed, Runs, Timeout);
        Explain.Add(ClaimId);
        Reports = new Argument<string[]>("REPORT")
        {
            Description = "JSON reports of `gpu-checks run`: files, folders of them, or patterns such as reports/*.json.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Compare = CreateCommand(
            "compare", "Merge the JSON reports of several machines into one matrix, and name what they disagree on.", CompareFormat, Output);
        Compare.Add(Reports);

        OrderTargets = new Argument<string[]>("TARGET")
        {
            Description = "What to ask, such as numpy.sum, or numpy for all of NumPy; everything there is by default.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Length = Single("--length", "N", $"How many numbers to add up. Default: {OrderRunner.DefaultLength}.");
        Svg = Single("--svg", "DIR", "Draw each tree into a file in this folder.");
        OrderFormat = FormatOf(OptionValues.ListFormats, "The form of the report. Default: what the ending of --output says, else table.");
        Order = CreateCommand(
            "order", "Show in which order sums and dot products are taken here: by .NET, devices, NumPy and PyTorch.", Length, Device, Python, Svg, Seed, Timeout, OrderFormat, Output);
        Order.Add(OrderTargets);

        LabPartNames = new Argument<string[]>("PART")
        {
            Description = $"What to look at: {string.Join(", ", LabCommand.PartNames)}; all of it by default.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        LabFormat = FormatOf(OptionValues.CompareFormats, "The form of the report. Default: what the ending of --output says, else table.");
        Pictures = Single("--pictures", "DIR", "Draw every plot and tree into a file in this folder; a Markdown report shows them.");
        Lab = CreateCommand(
            "lab",
            "Question 19 in the laboratory: the order of a sum, NumPy beside PyTorch, what varies from run to run, and sums that do not.",
            Device, Scale, Seed, Runs, Python, Timeout, Pictures, LabFormat, Output);
        Lab.Add(LabPartNames);

        Root = new RootCommand(Description);
        foreach (Option option in runOptions) Root.Add(option);
        foreach (Command command in new[] { Run, Devices, List, Explain, Lab, Order, Conformance, Compile, Compare }) Root.Add(command);
        Root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
    }

    /// <summary>The tool itself; it takes the options of <see cref="Run"/>, which is what it does.</summary>
    public RootCommand Root { get; }

    /// <summary>Runs checks.</summary>
    public Command Run { get; }

    /// <summary>Shows devices.</summary>
    public Command Devices { get; }

    /// <summary>Shows claims.</summary>
    public Command List { get; }

    /// <summary>Shows one claim.</summary>
    public Command Explain { get; }

    /// <summary>Compares reports.</summary>
    public Command Compare { get; }

    /// <summary>The reports to compare.</summary>
    public Argument<string[]> Reports { get; }

    /// <summary>Measures the arithmetic of devices.</summary>
    public Command Conformance { get; }

    /// <summary>Compiles kernels without a device.</summary>
    public Command Compile { get; }

    /// <summary>Shows orders of summation.</summary>
    public Command Order { get; }

    /// <summary>Whose orders.</summary>
    public Argument<string[]> OrderTargets { get; }

    /// <summary>How many numbers to add up.</summary>
    public Option<string> Length { get; }

    /// <summary>The Python to ask.</summary>
    public Option<string> Python { get; }

    /// <summary>The folder for drawings.</summary>
    public Option<string> Svg { get; }

    /// <summary>The form of the orders.</summary>
    public Option<string> OrderFormat { get; }

    /// <summary>Why the same sum differs.</summary>
    public Command Lab { get; }

    /// <summary>The parts of the laboratory.</summary>
    public Argument<string[]> LabPartNames { get; }

    /// <summary>The form of the laboratory's report.</summary>
    public Option<string> LabFormat { get; }

    /// <summary>The folder for the laboratory's pictures.</summary>
    public Option<string> Pictures { get; }

    /// <summary>The claim to explain.</summary>
    public Argument<string> ClaimId { get; }

    /// <summary>Questions by number or id.</summary>
    public Option<string[]> Question { get; }

    /// <summary>Claims by id.</summary>
    public Option<string[]> Claim { get; }

    /// <summary>Devices by id.</summary>
    public Option<string[]> Device { get; }

    /// <summary>How thorough to be.</summary>
    public Option<string> Scale { get; }

    /// <summary>The seed.</summary>
    public Option<string> Seed { get; }

    /// <summary>The number of repetitions.</summary>
    public Option<string> Runs { get; }

    /// <summary>How long one check may take, in seconds.</summary>
    public Option<string> Timeout { get; }

    /// <summary>The folder for the code of kernels.</summary>
    public Option<string> Evidence { get; }

    /// <summary>Whether the laboratory is part of a run.</summary>
    public Option<bool> WithLab { get; }

    /// <summary>What to compile for.</summary>
    public Option<string[]> Target { get; }

    /// <summary>The assembler.</summary>
    public Option<string> Ptxas { get; }

    /// <summary>The form of the report of a run.</summary>
    public Option<string> Format { get; }

    /// <summary>The form of a list.</summary>
    public Option<string> ListFormat { get; }

    /// <summary>The form of a comparison.</summary>
    public Option<string> CompareFormat { get; }

    /// <summary>The files for the report.</summary>
    public Option<string[]> Output { get; }

    private const string Description =
        """
        Runs the checkable sentences of a quiz on the CPU, OpenCL and CUDA devices at hand.

        Exit codes:
          0    no verdict differs from the expected one
          1    a verdict differs, or two devices disagree
          2    bad usage, or the report cannot be written
          3    a check or a device broke
          130  stopped with Ctrl-C; the report holds what ran and says so
        """;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <exception cref="UsageException">They make no sense.</exception>
    public ParseResult Parse(IReadOnlyList<string> args)
    {
        ParseResult parsed = Root.Parse(args, Configuration);
        if (parsed.Action is not HelpAction) CommandLineErrors.ThrowFirst(parsed, this);
        return parsed;
    }

    private static Option<string[]> Repeated(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static Option<string> Single(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.ExactlyOne };

    private static Option<string> FormatOf(IReadOnlyList<ReportFormat> formats, string description) =>
        Single("--format", string.Join('|', OptionValues.NamesOf(formats)), description);

    private static Command CreateCommand(string name, string description, params Option[] options)
    {
        var command = new Command(name, description);
        foreach (Option option in options) command.Add(option);
        return command;
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
