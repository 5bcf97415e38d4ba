// quizkit new: a quiz file to start from.

using System.CommandLine;
using QuizKit.Language.Binding;
using QuizKit.Loading;
using QuizKit.Tool.Files;
using QuizKit.Tool.Starting;

namespace QuizKit.Tool.CommandLine;

internal sealed class NewCommand : Command
{
    private const string UsualName = "my-quiz";

    private readonly Argument<string> _path = new("PATH")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = $"The quiz file to write (*.quiz.md), or a folder for it. Default: {UsualName}{FileCheck.Extension}.",
    };

    private readonly Option<string> _language = new("--language")
    {
        HelpName = "TAG",
        Description = "The language of the quiz, such as en or pt-BR. Default: en.",
    };

    private readonly Option<string> _kinds = new("--kinds")
    {
        HelpName = "LIST",
        Description = $"The kinds of its questions, in order, with commas: {string.Join(", ", StarterQuiz.Kinds)}. Default: all.",
    };

    private readonly ToolContext _tool;

    public NewCommand(ToolContext tool)
        : base("new", "Write a quiz to start from, which says what to write where. A file that is there stays.")
    {
        _tool = tool;
        Add(_path);
        Add(_language);
        Add(_kinds);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var given = parsed.GetValue(_language) ?? "en";
        var language = LanguageTag.Canonical(given)
            ?? throw new ToolException($"--language: '{given}' is not the tag of a language: write one such as en, de or pt-BR.");
        var kinds = parsed.GetValue(_kinds)?.Split(',', StringSplitOptions.TrimEntries) ?? StarterQuiz.Kinds;
        if (kinds.FirstOrDefault(kind => !StarterQuiz.Kinds.Contains(kind, StringComparer.Ordinal)) is { } unknown)
            throw CommandLineErrors.NotOneOf("--kinds", unknown, StarterQuiz.Kinds);
        var path = PathOf(parsed.GetValue(_path) ?? UsualName);
        if (Path.Exists(path)) throw ToolException.Unwritable(path, "it is there already: name another file.");
        if (FileCheck.NameOf(path) is { } name)
        {
            var instead = $"leave '.{name.Language}' out, and write --language {name.Language}.";
            throw ToolException.Unwritable(path, $"this is the name of a translation into '{name.Language}': {instead}");
        }

        var id = Slug.FromWords(Path.GetFileName(path)[..^FileCheck.Extension.Length]) ?? UsualName;
        OutputFile.Write(path, StarterQuiz.Write(id, language, kinds));
        var count = kinds.Count == 1 ? "1 question" : $"{kinds.Count} questions";
        _tool.Output.WriteLine($"{path}: {count}. To see it while you write: quizkit preview {path}");
        return ExitCode.Success;
    }

    private static string PathOf(string given)
    {
        if (Directory.Exists(given)) return Path.Combine(given, UsualName + FileCheck.Extension);
        return given.EndsWith(FileCheck.Extension, StringComparison.Ordinal) ? given : given + FileCheck.Extension;
    }
}
