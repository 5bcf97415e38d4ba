// quizkit import: quizzes of other formats as quiz files.

using System.CommandLine;
using QuizKit.Language.Binding;
using QuizKit.Loading;
using QuizKit.Tool.Files;
using QuizKit.Tool.Importing;

namespace QuizKit.Tool.CommandLine;

internal sealed class ImportCommand : Command
{
    // Looking for the parts of a line may take time in proportion to the square of its length.
    private const int MaximumLineLength = 10_000;

    private readonly Argument<string[]> _paths = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Markdown files with questions, or exercises of R/exams (*.Rmd).",
    };

    private readonly Option<string> _output = new("--output")
    {
        HelpName = "PATH",
        Description = "The quiz file to write (*.quiz.md), or a folder, which gets a quiz for each file.",
        Required = true,
    };

    private readonly Option<string> _language = new("--language")
    {
        HelpName = "TAG",
        Description = "The language of the words, such as en or pt-BR. Default: en.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Arity = ArgumentArity.Zero,
        Description = "Replace a quiz file that is there.",
    };

    private readonly ToolContext _tool;

    public ImportCommand(ToolContext tool)
        : base(
            "import",
            "Make a quiz of questions in other Markdown styles: numbered headings or items, folded answers, ticks, Q and A, R/exams.")
    {
        _tool = tool;
        Add(_paths);
        Add(_output);
        Add(_language);
        Add(_force);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var output = parsed.GetValue(_output)!;
        var language = parsed.GetValue(_language) ?? "en";
        List<ImportedFile> files = [.. FileSearch.Find(parsed.GetValue(_paths)!, ".md").Select(Read)];
        var replaces = parsed.GetValue(_force);
        if (!Directory.Exists(output) && !output.EndsWith('/') && !output.EndsWith('\\'))
        {
            var target = output.EndsWith(FileCheck.Extension, StringComparison.Ordinal) ? output : output + FileCheck.Extension;
            return Write(files, target, language, replaces);
        }

        if (!Directory.Exists(output)) throw ToolException.Unwritable(output, "there is no such folder.");
        var status = ExitCode.Success;
        foreach (var file in files)
        {
            var target = Path.Combine(output, Path.GetFileNameWithoutExtension(file.Path) + FileCheck.Extension);
            status = Math.Max(status, Write([file], target, language, replaces));
        }

        return status;
    }

    private ImportedFile Read(string path)
    {
        _tool.Cancellation.ThrowIfCancellationRequested();
        var file = _tool.Read(path, "stdin");
        var text = file.Text.ToString();
        if (file.Text.Encoding is not System.Text.UTF8Encoding || text.Contains('\0', StringComparison.Ordinal))
            throw ToolException.Unreadable(path, "it is not text in UTF-8.");
        if (text.Length > QuizBinder.MaximumLength)
            throw ToolException.Unreadable(path, $"a quiz has at most {QuizBinder.MaximumLength:N0} characters: split the file.");
        var lines = SourceLine.Read(text);
        if (lines.Find(line => line.Text.Length > MaximumLineLength) is { } tooLong)
            throw ToolException.Unreadable(path, $"line {tooLong.Number} has more than {MaximumLineLength:N0} characters: break it.");
        return new ImportedFile(file.Path, ExamsReader.Reads(lines) ? ExamsReader.Read(lines) : QuestionFinder.Find(lines));
    }

    private int Write(List<ImportedFile> files, string path, string language, bool replaces)
    {
        if (File.Exists(path) && !replaces) throw ToolException.Unwritable(path, "it is there already: --force replaces it.");
        var quiz = QuizWriter.Write(files, language, Path.GetFileNameWithoutExtension(files[0].Path).Replace('-', ' ').Replace('_', ' '));
        foreach (var note in quiz.Notes)
            _tool.Error.WriteLine($"{note.Path}({note.Line},1): {(note.IsError ? "error" : "warning")} IMPORT: {note.Message}");
        var found = files.Sum(file => file.Found.Questions.Count);
        if (found == 0)
        {
            _tool.Error.WriteLine(
                $"quizkit: no question was found in '{files[0].Path}': `quizkit import --help` names the styles that are read.");
            return ExitCode.Found;
        }

        if (quiz.Imported > 0) OutputFile.Write(path, quiz.Text);
        _tool.Output.WriteLine($"{path}: {quiz.Imported} of {found} questions imported.");
        return quiz.Imported == found ? ExitCode.Success : ExitCode.Found;
    }
}
