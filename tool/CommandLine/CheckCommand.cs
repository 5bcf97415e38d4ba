// quizkit check: the compiler's diagnostics, without a project.

using System.CommandLine;
using QuizKit.Loading;
using QuizKit.Tool.Checking;
using QuizKit.Tool.Files;

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
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var format = parsed.GetValue(_format) ?? "text";
        if (!Formats.Contains(format, StringComparer.Ordinal)) throw CommandLineErrors.NotOneOf("--format", format, Formats);
        var files = FileSearch.Find(parsed.GetValue(_paths)!, ".quiz.md");
        var inputPath = parsed.GetValue(_inputPath) ?? "stdin";
        var report = Check(files, inputPath, parsed.GetValue(_warningsAsErrors));

        using var text = new StringWriter { NewLine = "\n" };
        if (format == "sarif") report.WriteSarif(text, QuizKitApplication.Version);
        else if (format == "json") report.WriteJson(text);
        else report.WriteText(text);
        if (parsed.GetValue(_output) is { } output) OutputFile.Write(output, text.ToString());
        else _tool.Output.Write(text.ToString());
        _tool.Error.WriteLine(
            $"{Count(files.Count, "file")}, {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}.");
        return report.Errors > 0 ? ExitCode.Found : ExitCode.Success;
    }

    private CheckReport Check(IReadOnlyList<string> files, string inputPath, bool warningsAreErrors)
    {
        var problems = new IReadOnlyList<QuizProblem>[files.Count];
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = _tool.Cancellation }, i =>
            {
                var file = _tool.Read(files[i], inputPath);
                problems[i] = FileCheck.Run(file, warningsAreErrors);
            });
        }
        catch (AggregateException exception)
        {
            throw exception.InnerExceptions.FirstOrDefault(inner => inner is ToolException or QuizFileException)
                ?? exception.InnerExceptions[0];
        }

        return new CheckReport(files, [.. problems.SelectMany(found => found)]);
    }

    private static string Count(int number, string name) => number == 1 ? $"1 {name}" : $"{number} {name}s";
}
