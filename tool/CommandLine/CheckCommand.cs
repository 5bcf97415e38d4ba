// quizkit check: the compiler's diagnostics, without a project.

using System.CommandLine;
using System.Diagnostics;
using QuizKit.Loading;
using QuizKit.Tool.Checking;
using QuizKit.Tool.Files;
using QuizKit.Tool.Watching;

namespace QuizKit.Tool.CommandLine;

internal sealed class CheckCommand : Command
{
    private static readonly string[] Formats = ["text", "json", "sarif"];

    private readonly Argument<string[]> _paths = new("FILE|FOLDER")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Quiz files, folders, searched for *.quiz.md, patterns such as 'a/**/*.quiz.md', or - for the standard input.",
    };

    private readonly Option<string> _format = new("--format")
    {
        HelpName = string.Join('|', Formats),
        Description = "text: a line for each problem, as MSBuild and editors read it; json; sarif: SARIF 2.1.0. Default: text.",
    };

    private readonly Option<string> _output = new("--output")
    {
        HelpName = "FILE",
        Description = "Write the result to a file.",
    };

    private readonly Option<bool> _warningsAsErrors = new("--warnings-as-errors")
    {
        Arity = ArgumentArity.Zero,
        Description = "Count warnings as errors.",
    };

    private readonly Option<string> _inputPath = new("--stdin-path")
    {
        HelpName = "FILE",
        Description = "The path of the file that the standard input holds, for messages and relative links. Default: stdin.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Arity = ArgumentArity.Zero,
        Description = "Go on, and check what changes, until Ctrl-C.",
    };

    private readonly ToolContext _tool;

    public CheckCommand(ToolContext tool)
        : base("check", "Report what is wrong in quiz files, as a build does.")
    {
        _tool = tool;
        Add(_paths);
        Add(_format);
        Add(_output);
        Add(_warningsAsErrors);
        Add(_inputPath);
        Add(_watch);
        _format.CompletionSources.Add(Formats);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var format = parsed.GetValue(_format) ?? "text";
        if (!Formats.Contains(format, StringComparer.Ordinal)) throw CommandLineErrors.NotOneOf("--format", format, Formats);
        if (parsed.GetValue(_watch)) return Watch(parsed, format);
        var files = FileSearch.Find(parsed.GetValue(_paths)!, FileCheck.Extension);
        var inputPath = parsed.GetValue(_inputPath) ?? "stdin";
        var report = Check(files, inputPath, parsed.GetValue(_warningsAsErrors));

        using var text = new StringWriter { NewLine = "\n" };
        if (format == "sarif") report.WriteSarif(text, QuizKitApplication.Version);
        else if (format == "json") report.WriteJson(text);
        else report.WriteText(text);
        if (parsed.GetValue(_output) is { } output) OutputFile.Write(output, text.ToString());
        else _tool.Output.Write(text.ToString());
        _tool.Error.WriteLine(Summary(report));
        return report.Errors > 0 ? ExitCode.Found : ExitCode.Success;
    }

    // One round prints what it checked and one line of what is wrong in all files.
    private int Watch(ParseResult parsed, string format)
    {
        var paths = parsed.GetValue(_paths)!;
        if (paths.Contains(FileSearch.StandardInput, StringComparer.Ordinal))
            throw new ToolException("--watch: the standard input does not change.");
        if (format != "text" || parsed.GetValue(_output) is not null)
            throw new ToolException("--watch writes text to the standard output: leave --format and --output out.");
        var checks = new FileChecks(() => FileSearch.Find(paths, FileCheck.Extension), parsed.GetValue(_warningsAsErrors));
        using var signal = new ChangeSignal();
        IReadOnlySet<string> written = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var roots = paths.Where(Directory.Exists).Select(path => (Path.GetFullPath(path), true));
            signal.Watch(roots.Concat(checks.Folders.Select(folder => (folder, false))));
            var started = Stopwatch.GetTimestamp();
            if (checks.Run(written, _tool.Cancellation) is var (report, failures))
            {
                report.WriteText(_tool.Output);
                _tool.Output.Flush();
                foreach (var failure in failures) _tool.Error.WriteLine("quizkit: " + failure);
                _tool.Error.WriteLine($"{Count(report.Files.Count, "file")} checked. {Summary(checks.Report)}");
            }

            written = signal.Wait(ChangeSignal.Pause(Stopwatch.GetElapsedTime(started)), _tool.Cancellation);
        }
    }

    private CheckReport Check(IReadOnlyList<string> files, string inputPath, bool warningsAreErrors)
    {
        var problems = new IReadOnlyList<QuizProblem>[files.Count];
        using var progress = new Progress(_tool, files.Count);
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = _tool.Cancellation }, i =>
            {
                var file = _tool.Read(files[i], inputPath);
                problems[i] = FileCheck.Run(file, warningsAreErrors);
                progress.Add();
            });
        }
        catch (AggregateException exception)
        {
            throw exception.InnerExceptions.FirstOrDefault(inner => inner is ToolException or QuizFileException)
                ?? exception.InnerExceptions[0];
        }

        return new CheckReport(files, [.. problems.SelectMany(found => found)]);
    }

    private static string Summary(CheckReport report) =>
        $"{Count(report.Files.Count, "file")}, {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}.";

    private static string Count(int number, string name) => number == 1 ? $"1 {name}" : $"{number} {name}s";
}
