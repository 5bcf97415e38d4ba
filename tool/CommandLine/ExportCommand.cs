// quizkit export: quizzes as files for learning platforms and flash cards.

using System.CommandLine;
using System.Globalization;
using QuizKit.Loading;
using QuizKit.Tool.Exporting;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.CommandLine;

internal sealed class ExportCommand : Command
{
    private readonly Argument<string[]> _paths = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Quiz files (*.quiz.md); the file of a translation gives the quiz in its language.",
    };

    private readonly Option<string> _format = new("--format")
    {
        HelpName = "FORMAT",
        Description = $"What to write: {string.Join(", ", ExportFormat.All.Select(format => format.Name))}.",
        Required = true,
    };

    private readonly Option<string> _output = new("--output")
    {
        HelpName = "PATH",
        Description = "The file to write, or a folder, which gets a file for each quiz.",
        Required = true,
    };

    private readonly ToolContext _tool;

    public ExportCommand(ToolContext tool)
        : base("export", "Write quizzes for learning platforms and flash cards.")
    {
        _tool = tool;
        Add(_paths);
        Add(_format);
        Add(_output);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var name = parsed.GetValue(_format)!;
        var format = ExportFormat.All.FirstOrDefault(format => format.Name == name)
            ?? throw CommandLineErrors.NotOneOf("--format", name, ExportFormat.All.Select(format => format.Name));
        var output = parsed.GetValue(_output)!;
        var files = FileSearch.Find(parsed.GetValue(_paths)!, FileCheck.Extension);
        var isFolder = Directory.Exists(output);
        if (!isFolder && files.Count > 1) throw ToolException.Unwritable(output, "several quizzes need a folder that exists.");
        if (!isFolder && (output.EndsWith('/') || output.EndsWith('\\')))
            throw ToolException.Unwritable(output, "there is no such folder.");

        var status = ExitCode.Success;
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            _tool.Cancellation.ThrowIfCancellationRequested();
            var target = isFolder ? Path.Combine(output, StemOf(file) + format.Extension) : output;
            if (files.Any(other => Path.GetFullPath(other) == Path.GetFullPath(target)))
                throw ToolException.Unwritable(target, "it is one of the quizzes.");
            if (!written.Add(target))
                throw ToolException.Unwritable(target, "two of the quizzes would have this name: export one at a time.");
            if (!Export(file, format, target)) status = ExitCode.Found;
        }

        return status;
    }

    private static string StemOf(string file)
    {
        var name = Path.GetFileName(file);
        var isQuiz = name.EndsWith(FileCheck.Extension, StringComparison.OrdinalIgnoreCase);
        return isQuiz ? name[..^FileCheck.Extension.Length] : Path.GetFileNameWithoutExtension(name);
    }

    private bool Export(string file, ExportFormat format, string target)
    {
        var loaded = Load(file);
        foreach (var problem in loaded.Problems) _tool.Error.WriteLine(problem);
        if (loaded.Quiz is not { } quiz || loaded.Problems.Any(problem => problem.IsError))
        {
            _tool.Error.WriteLine($"quizkit: '{file}' has errors: nothing is written.");
            return false;
        }

        var exported = format.Write(new QuizSource(quiz, file == FileSearch.StandardInput ? "stdin" : file, Seconds()));
        foreach (var note in exported.Notes)
            _tool.Error.WriteLine($"{file}: note: {(note.QuestionId is { } id ? $"question '{id}': " : "")}{note.Message}.");
        OutputFile.Write(target, exported.Bytes);
        _tool.Output.WriteLine($"{target}: {quiz.Questions.Count} questions.");
        return true;
    }

    // The date of reproducible builds, see https://reproducible-builds.org/specs/source-date-epoch/.
    private static long Seconds()
    {
        const string Name = "SOURCE_DATE_EPOCH";
        if (Environment.GetEnvironmentVariable(Name) is not { Length: > 0 } written) return QuizSource.NoDate;
        var isNumber = long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds < 1L << 40 ? seconds : throw new ToolException($"{Name} is not a number of seconds: '{written}'.");
    }

    private LoadedQuiz Load(string file) =>
        file == FileSearch.StandardInput ? QuizLoader.Load(_tool.Read(file, "stdin"), []) : QuizLoader.Load(file);
}
