// quizkit format: one spelling, and ids that are written down.

using System.CommandLine;
using QuizKit.Loading;
using QuizKit.Tool.Checking;
using QuizKit.Tool.Files;
using QuizKit.Tool.Formatting;

namespace QuizKit.Tool.CommandLine;

internal sealed class FormatCommand : Command
{
    private readonly Argument<string[]> _paths = new("FILE|FOLDER")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Quiz files, folders, searched for *.quiz.md, patterns, or - (the result goes to the standard output).",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Arity = ArgumentArity.Zero,
        Description = "Change nothing: say what would change, with exit code 1.",
    };

    private readonly ToolContext _tool;

    public FormatCommand(ToolContext tool)
        : base("format", "Write down the ids that are made of words, and spell comments and headings of questions alike.")
    {
        _tool = tool;
        Add(_paths);
        Add(_check);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var isCheck = parsed.GetValue(_check);
        var status = ExitCode.Success;
        var files = FileSearch.Find(parsed.GetValue(_paths)!, FileCheck.Extension);
        using var progress = new Progress(_tool, files.Count);
        foreach (var path in files)
        {
            progress.Add();
            _tool.Cancellation.ThrowIfCancellationRequested();
            var file = _tool.Read(path, "stdin");
            if (FileFormat.Of(file) is not { } format)
            {
                var errors = FileCheck.Run(file, warningsAreErrors: false).Where(problem => problem.IsError);
                new CheckReport([file.Path], [.. errors]).WriteText(_tool.Error);
                _tool.Error.WriteLine($"quizkit: '{file.Path}' is unchanged: only a quiz without errors can be formatted.");
                status = ExitCode.Found;
            }
            else if (!isCheck && path == FileSearch.StandardInput)
            {
                _tool.Output.Write(format.Text);
            }
            else if (format.Edits.Count > 0)
            {
                if (!isCheck) OutputFile.Write(file.Path, format.Text, file.HasByteOrderMark);
                else status = ExitCode.Found;
                _tool.Output.WriteLine($"{file.Path}: {(isCheck ? "would change" : "changed")}: {format.Summary}.");
            }
        }

        return status;
    }
}
