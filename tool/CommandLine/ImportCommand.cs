// quizkit import: quizzes of other formats as quiz files.

using System.CommandLine;
using QuizKit.Language.Binding;
using QuizKit.Loading;
using QuizKit.Tool.Files;
using QuizKit.Tool.Importing;
using QuizKit.Tool.Importing.Formats;

namespace QuizKit.Tool.CommandLine;

internal sealed class ImportCommand : Command
{
    // Looking for the parts of a line may take time in proportion to the square of its length.
    private const int MaximumLineLength = 10_000;

    private static readonly string[] Formats = [ImportFormat.Markdown, .. ImportFormat.All.Select(format => format.Name)];

    private readonly Argument<string[]> _paths = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Files with questions: Moodle XML, GIFT, QTI 2 and 3, Anki, H5P, JSON of QuizKit, Markdown, R/exams (*.Rmd).",
    };

    private readonly Option<string> _output = new("--output")
    {
        HelpName = "PATH",
        Description = "The quiz file to write (*.quiz.md), or a folder, which gets a quiz for each file.",
        Required = true,
    };

    private readonly Option<string> _from = new("--from")
    {
        HelpName = "FORMAT",
        Description = $"What the files are: {string.Join(", ", Formats)}. Default: what their content says.",
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
            "Make a quiz of questions of other products: Moodle, GIFT, QTI, Anki, H5P, and many styles of Markdown.")
    {
        _tool = tool;
        _from.CompletionSources.Add(Formats);
        Add(_paths);
        Add(_output);
        Add(_from);
        Add(_language);
        Add(_force);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var output = parsed.GetValue(_output)!;
        var from = parsed.GetValue(_from);
        if (from is not null && !Formats.Contains(from, StringComparer.Ordinal)) throw CommandLineErrors.NotOneOf("--from", from, Formats);
        var language = parsed.GetValue(_language);
        var paths = FileSearch.Find(parsed.GetValue(_paths)!, ".md");
        var replaces = parsed.GetValue(_force);
        if (!Directory.Exists(output) && !output.EndsWith('/') && !output.EndsWith('\\'))
        {
            var target = output.EndsWith(FileCheck.Extension, StringComparison.Ordinal) ? output : output + FileCheck.Extension;
            return Import(paths, target, from, language, replaces);
        }

        if (!Directory.Exists(output)) throw ToolException.Unwritable(output, "there is no such folder.");
        var status = ExitCode.Success;
        foreach (var path in paths)
        {
            var target = Path.Combine(output, Path.GetFileNameWithoutExtension(path) + FileCheck.Extension);
            status = Math.Max(status, Import([path], target, from, language, replaces));
        }

        return status;
    }

    private int Import(IReadOnlyList<string> paths, string target, string? from, string? language, bool replaces)
    {
        if (File.Exists(target) && !replaces) throw ToolException.Unwritable(target, "it is there already: --force replaces it.");
        var pictures = new ImportedPictures(Path.GetFileName(target)[..^FileCheck.Extension.Length] + ".files");
        List<ImportedFile> files = [.. paths.Select(path => Read(path, from, language, pictures))];
        language ??= files.Select(file => file.Found.Language).FirstOrDefault(one => one is not null) ?? "en";
        return Write(files, target, language, pictures, replaces);
    }

    private ImportedFile Read(string path, string? from, string? language, ImportedPictures pictures)
    {
        _tool.Cancellation.ThrowIfCancellationRequested();
        var source = SourceFile.Read(path, _tool.OpenInput);
        from ??= ImportFormat.NameOf(source);
        var format = ImportFormat.All.FirstOrDefault(format => format.Name == from);
        return new ImportedFile(
            source.Path, format?.Read(new ImportContext(source, language ?? "en", pictures)) ?? ReadMarkdown(source));
    }

    /// <summary>Reads the styles of Markdown, which have no format of their own.</summary>
    /// <exception cref="ToolException">It is too long, or not text.</exception>
    internal static FoundQuestions ReadMarkdown(SourceFile source)
    {
        var text = source.Text();
        if (text.Length > QuizBinder.MaximumLength)
            throw ToolException.Unreadable(source.Path, $"a quiz has at most {QuizBinder.MaximumLength:N0} characters: split the file.");
        var lines = SourceLine.Read(text);
        if (lines.Find(line => line.Text.Length > MaximumLineLength) is { } tooLong)
        {
            var reason = $"line {tooLong.Number} has more than {MaximumLineLength:N0} characters: break it.";
            throw ToolException.Unreadable(source.Path, reason);
        }

        return ExamsReader.Reads(lines) ? ExamsReader.Read(lines) : QuestionFinder.Find(lines);
    }

    private int Write(List<ImportedFile> files, string path, string language, ImportedPictures pictures, bool replaces)
    {
        var quiz = QuizWriter.Write(files, language, Path.GetFileNameWithoutExtension(files[0].Path).Replace('-', ' ').Replace('_', ' '));
        foreach (var note in quiz.Notes) _tool.Error.WriteLine(note);
        var found = files.Sum(file => file.Found.Questions.Count);
        if (found == 0)
        {
            _tool.Error.WriteLine(
                $"quizkit: no question was found in '{files[0].Path}': `quizkit import --help` names the formats that are read.");
            return ExitCode.Found;
        }

        if (quiz.Imported > 0)
        {
            WritePictures(path, pictures, quiz.Text, replaces);
            OutputFile.Write(path, quiz.Text);
        }

        _tool.Output.WriteLine($"{path}: {quiz.Imported} of {found} questions imported.");
        return quiz.Imported == found ? ExitCode.Success : ExitCode.Found;
    }

    private static void WritePictures(string path, ImportedPictures pictures, string text, bool replaces)
    {
        // A question that was not imported needs none.
        var used = pictures.Files.Where(file => text.Contains(pictures.AddressOf(file.Key), StringComparison.Ordinal)).ToList();
        if (used.Count == 0) return;
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, pictures.Folder);
        try
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                throw ToolException.Unwritable(folder, "it is a link to another folder: remove it.");
            if (!replaces && Directory.Exists(folder))
                throw ToolException.Unwritable(folder, "it is there already: --force replaces its pictures.");
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (ToolException.IsFileFailure(exception))
        {
            throw ToolException.Unwritable(folder, exception.Message);
        }

        foreach (var (name, bytes) in used) OutputFile.Write(Path.Combine(folder, name), bytes);
    }
}
