// quizkit diff: what differs between two versions of a quiz, by the ids of its questions.

using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Loading;
using QuizKit.Tool.Comparing;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.CommandLine;

internal sealed class DiffCommand : Command
{
    private static readonly string[] Formats = ["text", "json"];

    private static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Argument<string> _old = new("OLD") { Description = "The old version of a quiz file, or - for the standard input." };

    private readonly Argument<string> _new = new("NEW") { Description = "The new version of a quiz file, or - for the standard input." };

    private readonly Option<string> _format = new("--format")
    {
        HelpName = string.Join('|', Formats),
        Description = "text: a line for each difference, [-old-] and {+new+} words marked; json. Default: text.",
    };

    private readonly ToolContext _tool;

    public DiffCommand(ToolContext tool)
        : base("diff", "Compare two versions of a quiz by the ids of its questions. Exit codes: 0 the same, 1 different, 2 one has errors.")
    {
        _tool = tool;
        Add(_old);
        Add(_new);
        Add(_format);
        _format.CompletionSources.Add(Formats);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var format = parsed.GetValue(_format) ?? "text";
        if (!Formats.Contains(format, StringComparer.Ordinal)) throw CommandLineErrors.NotOneOf("--format", format, Formats);
        (var oldPath, var newPath) = (parsed.GetValue(_old)!, parsed.GetValue(_new)!);
        if (oldPath == FileSearch.StandardInput && newPath == FileSearch.StandardInput)
            throw new ToolException("`quizkit diff` reads one of the two versions from the standard input, not both.");

        // The standard input is another version of the other file: it has its name, and so its folder and its original.
        var old = Read(oldPath, newPath);
        var now = Read(newPath, oldPath);
        if (old is null || now is null) return ExitCode.Unusable;
        var changes = QuizDifference.Of(old, now);
        _tool.Output.Write(format == "json" ? WriteJson(changes) : WriteText(changes));
        return changes.Count > 0 ? ExitCode.Found : ExitCode.Success;
    }

    private Quiz? Read(string path, string other)
    {
        var file = _tool.Read(path, other);
        var problems = FileCheck.Run(file, warningsAreErrors: false, out var bound);
        if (bound is not null) return new QuizFactory(bound.Model).Create();
        foreach (var problem in problems.Where(problem => problem.IsError)) _tool.Error.WriteLine(problem.ToString());
        var name = path == FileSearch.StandardInput ? "the standard input" : $"'{path}'";
        _tool.Error.WriteLine($"quizkit: only quizzes without errors can be compared, and {name} has some.");
        return null;
    }

    private static string WriteText(IReadOnlyList<QuizChange> changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            var place = (change.Question ?? "the quiz") + (change.Part is null ? "" : $": {change.Part}");
            var what = (change.Kind, change.Part) switch
            {
                (ChangeKind.Renamed, _) => $"renamed from {change.Old}, with the same words",
                (ChangeKind.Moved, _) => $"moved, from number {change.Old} to {change.New}",
                (ChangeKind.Added, null) => $"added: {OneLine(change.New!)}",
                (ChangeKind.Removed, null) => $"removed: {OneLine(change.Old!)}",
                _ => WordDifference.Mark(change.Old ?? "", change.New ?? ""),
            };
            text.Append(place).Append(": ").Append(what).Append('\n');
        }

        return text.ToString();
    }

    private static string OneLine(string text) => WordDifference.Mark(text, text);

    private static string WriteJson(IReadOnlyList<QuizChange> changes)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("changes");
            foreach (var change in changes)
            {
                json.WriteStartObject();
                json.WriteString("kind", change.Kind.ToString().ToLowerInvariant());
                if (change.Question is not null) json.WriteString("question", change.Question);
                if (change.Part is not null) json.WriteString("part", change.Part);
                if (change.Old is not null) json.WriteString("old", change.Old);
                if (change.New is not null) json.WriteString("new", change.New);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
