// Writes imported questions as a quiz, and compiles each: what the compiler refuses is escaped, or the question is left out. Either is said.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Tool.Importing;

/// <summary>A file that was imported.</summary>
/// <param name="Path">The file.</param>
/// <param name="Found">What it holds.</param>
internal sealed record ImportedFile(string Path, FoundQuestions Found);

/// <summary>The quiz that was made.</summary>
/// <param name="Text">The text of the quiz file.</param>
/// <param name="Imported">The number of questions in it.</param>
/// <param name="Notes">What is said about the import, by file and line.</param>
internal sealed record ImportedQuiz(string Text, int Imported, IReadOnlyList<ImportNote> Notes);

internal sealed class QuizWriter
{
    // Each round repairs all errors of a text, and a repair may show further ones.
    private const int MaximumRounds = 30;

    private readonly string _language;
    private readonly List<string> _definitions = [];
    private readonly List<ImportNote> _notes = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly StringBuilder _quiz = new();
    private int _lastNumber;
    private int _imported;

    private QuizWriter(string language) => _language = language;

    /// <summary>Writes the questions of some files as one quiz.</summary>
    public static ImportedQuiz Write(IReadOnlyList<ImportedFile> files, string language, string fallbackTitle)
    {
        var writer = new QuizWriter(language);
        // A byte order mark within a text is an error of a quiz, and cannot be escaped.
        var titles = files.Select(file => file.Found.Title?.Replace("\uFEFF", "", StringComparison.Ordinal));
        var title = titles.FirstOrDefault(words => !string.IsNullOrWhiteSpace(words)) ?? fallbackTitle;
        return writer.Write(files, title);
    }

    private ImportedQuiz Write(IReadOnlyList<ImportedFile> files, string title)
    {
        // Definitions may stand anywhere, and are used before they are read.
        foreach (var line in files.SelectMany(file => file.Found.Questions).SelectMany(AllLines))
            _ = ProseCleaner.Clean([line], _definitions, []);
        foreach (var file in files.Where(file => !file.Found.IsFinished))
            _ = ProseCleaner.Clean(file.Found.Introduction, _definitions, []);

        var head = Head(title, files.Count == 1 ? files[0].Found : null);
        foreach (var file in files)
        {
            foreach (var (line, message) in file.Found.Notes) Say(new ImportNote(file.Path, line, IsError: false, message));
            WriteIntroduction(file);
        }

        var introduction = _quiz.ToString();
        _quiz.Clear();
        foreach (var file in files)
        {
            foreach (var question in file.Found.Questions) Write(file.Path, question);
        }

        var body = (introduction + _quiz).TrimEnd('\n') + "\n";
        var used = Used(body);
        var text = head + body + (used.Length > 0 ? "\n" + used : "");
        var notes = _notes.OrderBy(note => note.Path, StringComparer.Ordinal).ThenBy(note => note.Line).ThenBy(note => note.IsError);
        return new ImportedQuiz(text, _imported, [.. notes]);
    }

    private static IEnumerable<SourceLine> AllLines(ImportedQuestion question) =>
        question.Prompt.Concat(question.Answer).Concat(question.Explanation).Concat(question.Hint)
            .Concat(question.Choices.SelectMany(choice => choice.Lines))
            .Where(_ => !question.IsFinished)
            .Where(line => line.Kind == LineKind.Text && line.Text.TrimStart().StartsWith('['));

    private string Head(string title, FoundQuestions? found)
    {
        var words = title.ReplaceLineEndings(" ").Trim();
        var text = Front(words);
        if (Errors(text).Count > 0)
        {
            words = Regex.Replace(words, @"([\\`*_{}\[\]<>#$~|])", @"\$1", RegexOptions.CultureInvariant);
            text = Front(words);
        }

        return text + "\n";

        string Front(string shown)
        {
            var id = found?.Id ?? Slug.FromWords(title) ?? "quiz";
            var further = string.Concat((found?.Front ?? []).Select(entry => $"{entry.Key}: {entry.Value}\n"));
            return $"---\nid: {id}\nlanguage: {_language}\n{further}---\n# {shown}\n";
        }
    }

    private void WriteIntroduction(ImportedFile file)
    {
        if (!file.Found.Introduction.Exists(line => !line.IsBlank)) return;
        var notes = new List<string>();
        var first = file.Found.Introduction.First(line => !line.IsBlank).Number;
        var lines = file.Found.Introduction;
        var words = file.Found.IsFinished ? Joined(lines) : ProseCleaner.Clean(lines, _definitions, notes);
        var text = Repair(_ => Front(""), words, notes, out var error);
        if (text is null) notes.Add($"the introduction is left out: {error}");
        foreach (var note in notes.Distinct()) Say(new ImportNote(file.Path, first, IsError: false, note));
        if (text?.Length > 0) _quiz.Append(text).Append("\n\n");
    }

    private void Write(string path, ImportedQuestion question)
    {
        if (question.Refusal is { } refusal)
        {
            foreach (var note in question.Notes.Distinct()) SayOf(path, question, isError: false, note);
            SayOf(path, question, isError: true, $"not imported: {refusal}");
            return;
        }

        var number = question.Number is { } given && given > _lastNumber ? given : _lastNumber + 1;
        if (question.Number is { } other && other != number)
            SayOf(path, question, isError: false, $"question {other} is number {number} here, because numbers rise");
        var id = "";
        var text = Composed(question, Head, out var error);
        if (text is not null && question.IsFinished && !IsAsMeant(Head(null) + text, question))
            (text, error) = (null, "its words contain a heading or a comment of a quiz: escape it there as '\\#' or '\\<'");
        foreach (var note in question.Notes.Distinct()) SayOf(path, question, isError: false, note);
        if (text is null)
        {
            SayOf(path, question, isError: true, $"not imported: {error}");
            return;
        }

        id = UniqueId(question.Id ?? DerivedId(Head(null) + text) ?? $"question-{number}");
        _quiz.Append(Head(id)[Front("").Length..]).Append(text).Append("\n\n");
        _lastNumber = number;
        _imported++;

        string Head(string? written)
        {
            var tags = string.Join(", ", question.Tags);
            if (tags.Length > 0) tags = question.Tags.Count == 1 ? "tags=" + tags : $"tags=\"{tags}\"";
            string?[] keys = [written is null ? null : "id=" + written, question.Keys, tags];
            var comment = string.Join(' ', keys.Where(key => !string.IsNullOrEmpty(key)));
            var heading = $"## Question {number}{(question.Title is { } title ? ": " + title : "")}\n";
            return Front("") + heading + (comment.Length > 0 ? $"<!-- quiz: {comment} -->\n\n" : "\n");
        }
    }

    private string Front(string title) => $"---\nid: import\nlanguage: {_language}\n---\n# {(title.Length > 0 ? title : "Import")}\n\n";

    // Words may have marks that make other parts of them.
    private static bool IsAsMeant(string quiz, ImportedQuestion question)
    {
        var model = QuizBinder.Bind(new SourceText(quiz), new DiagnosticBag(), Cancellation.Never).Model;
        return model.Questions is [var one]
            && one.Typed.Choices.Count == question.Choices.Count
            && one.Typed.Slips.Count == question.Slips.Count
            && one.Hints.Count == question.Hints.Count(hint => hint.Count > 0)
            && one.Errata.Count == 0
            && one.Claims.Count == 0
            && one.Explanation is null == (question.Explanation.Count == 0);
    }

    // The text of a question that compiles with its keys, or with others that mean the same; null where none does.
    private string? Composed(ImportedQuestion question, Func<string?, string> head, out string error)
    {
        var rest = Compose(question);
        var notes = new List<string>();
        if (Repair(head, rest, notes, out error) is { } text)
        {
            question.Notes.AddRange(notes);
            return text;
        }

        var keys = question.Keys;
        foreach (var other in question.OtherKeys)
        {
            question.Keys = other;
            if (Repair(head, rest, question.Notes, out _) is { } fitting) return fitting;
        }

        question.Keys = keys;
        if (question.PrintedKey is { } printed)
        {
            // The answer does not print the key: it does from here on.
            question.Answer.InsertRange(0, new[] { printed, "" }.Select(line => new SourceLine(question.Line, line, LineKind.Text)));
            question.PrintedKey = null;
            if (Composed(question, head, out _) is { } completed) return completed;
            question.Answer.RemoveRange(0, 2);
        }

        if (question.IsFinished || !keys.StartsWith("kind=", StringComparison.Ordinal) || question.Choices.Count > 0)
        {
            question.Notes.AddRange(notes);
            return null;
        }

        // The answer does not print the number or the word, so only a person can compare.
        question.Keys = "";
        return Repair(head, rest, question.Notes, out error);
    }

    private string Compose(ImportedQuestion question)
    {
        var text = new StringBuilder(Clean(question.Prompt));
        var mark = Regex.IsMatch(text.ToString(), "^- ", RegexOptions.Multiline) ? '*' : '-';
        for (var i = 0; i < question.Choices.Count; i++)
        {
            var words = Clean(question.Choices[i].Lines);
            var isBlock = words.StartsWith("```", StringComparison.Ordinal) || words.StartsWith("~~~", StringComparison.Ordinal);
            text.Append(i == 0 ? "\n\n" : "\n").Append(mark);
            text.Append(question.Choices[i].IsRight ? " [x]" : " [ ]").Append(isBlock ? "\n  " : " ");
            if (question.Choices[i].Misconception is { } mistake) words = WithMisconception(words, mistake);
            if (question.Choices[i].Feedback.Count > 0) words += "\n" + Quoted(Clean(question.Choices[i].Feedback));
            text.Append(Regex.Replace(words, "\n(?=[^\n])", "\n  ", RegexOptions.CultureInvariant));
        }

        foreach (var hint in question.Hints) Part("Hint", hint);
        Part(question.IsByEditors ? "Answer\n<!-- answer: author=editors -->" : "Answer", question.Answer);
        Part("Explanation", question.Explanation);
        foreach (var slip in question.Slips)
        {
            var mistake = slip.Misconception is { } name ? " misconception=" + name : "";
            Part($"Slip\n<!-- slip: value={slip.Value}{mistake} -->", slip.Feedback);
        }

        return text.ToString();

        string Clean(List<SourceLine> lines) =>
            question.IsFinished ? Joined(lines) : ProseCleaner.Clean(lines, _definitions, question.Notes);

        void Part(string name, List<SourceLine> lines)
        {
            if (Clean(lines) is { Length: > 0 } words) text.Append("\n\n### ").Append(name).Append("\n\n").Append(words);
        }
    }

    // Behind the words of a choice: behind its last line of words, or on a line of its own below a block.
    private static string WithMisconception(string words, string name)
    {
        var isBlock = words.EndsWith("```", StringComparison.Ordinal) || words.Split('\n')[^1] is ['|' or '>' or ' ', ..];
        return $"{words}{(isBlock ? "\n" : " ")}<!-- choice: misconception={name} -->";
    }

    private static string Quoted(string words) =>
        "> " + words.Replace("\n", "\n> ", StringComparison.Ordinal).Replace("> \n", ">\n", StringComparison.Ordinal);

    private static string Joined(List<SourceLine> lines) => string.Join('\n', lines.Select(line => line.Text)).Trim('\n');

    // Compiles a text below a head and escapes what the compiler refuses; null where that does not help.
    private string? Repair(Func<string?, string> headOf, string text, List<string> notes, out string error)
    {
        error = "";
        var head = headOf(null);
        for (var round = 0; round < MaximumRounds; round++)
        {
            var definitions = Used(text);
            var errors = Errors(head + text + (definitions.Length > 0 ? "\n\n" + definitions : "\n"));
            if (errors.Count == 0) return text;
            var edits = new List<TextEdit>();
            foreach (var problem in errors)
            {
                error = problem.Message;
                if (problem.Definition.Rule.Id == "QK0009") continue;
                var place = problem.Span.Start - head.Length;
                if (place < 0 || place >= text.Length || Escape(text, problem, place) is not { } edit) return null;
                edits.Add(edit);
                var shown = edit.Span.IsEmpty ? text[place..Math.Min(text.Length, place + 20)] : text[edit.Span.Start..edit.Span.End];
                notes.Add($"'{Cut(shown)}' stands as typed: {problem.Message}");
            }

            if (edits.Count == 0) return text;
            var edited = new EditedText(text);
            edited.Apply(edits);
            text = edited.Text;
        }

        return null;
    }

    // What shows the characters as the author typed them, or does what the message says; null where nothing is known to help.
    private static TextEdit? Escape(string text, QuizDiagnostic problem, int place)
    {
        var end = Math.Min(text.Length, place + Math.Max(1, problem.Span.Length));
        var span = text[place..end];
        switch (problem.Definition.Rule.Id)
        {
            case "QK0022" or "QK0023" when FormulaAround(text, place) is { } formula:
                var tex = text[formula.Start..formula.End];
                return new TextEdit(formula, tex.Contains('\n', StringComparison.Ordinal) ? Fenced(text, formula, tex) : Code(tex));
            case "QK0022" when span.Contains('$', StringComparison.Ordinal):
                return new TextEdit(TextSpan.FromBounds(place, end), span.Replace("$", @"\$", StringComparison.Ordinal));
            case "QK0022" or "QK0024" or "QK0045" or "QK0034":
                return new TextEdit(new TextSpan(place, 0), @"\");
            case "QK0025" when problem.Definition == Definitions.CodeUnclosed:
                return new TextEdit(new TextSpan(text.Length, 0), "\n```");
            case "QK0025" when span[0] is '[' or '{' or '|' or '<' or '#':
                return new TextEdit(new TextSpan(place, 0), @"\");
            case "QK0025" when problem.Definition == Definitions.AttributesUnsupported && text.IndexOf('{', place) is >= 0 and var brace:
                return new TextEdit(new TextSpan(brace, 0), @"\");
            case "QK0029" when problem.Definition == Definitions.TaskListMisplaced && text.IndexOf('[', place) is >= 0 and var bracket:
                return new TextEdit(new TextSpan(bracket, 0), @"\");
            default:
                return null;
        }
    }

    // The formula whose dollar signs are on both sides of a place.
    private static TextSpan? FormulaAround(string text, int place)
    {
        if (text[place] == '$') return null;
        var start = text.LastIndexOf('$', place);
        var end = text.IndexOf('$', place);
        if (start < 0 || end < 0) return null;
        while (start > 0 && text[start - 1] == '$') start--;
        while (end + 1 < text.Length && text[end + 1] == '$') end++;
        return TextSpan.FromBounds(start, end + 1);
    }

    private static string Code(string tex)
    {
        var marks = "`";
        while (tex.Contains(marks, StringComparison.Ordinal)) marks += "`";
        return marks.Length == 1 ? $"`{tex}`" : $"{marks} {tex} {marks}";
    }

    private static string Fenced(string text, TextSpan formula, string tex)
    {
        var line = text.LastIndexOf('\n', Math.Max(0, formula.Start - 1)) + 1;
        var prefix = text[line..formula.Start];
        return prefix.Trim().Length == 0 ? $"```tex\n{prefix}{tex}\n{prefix}```" : Code(tex.ReplaceLineEndings(" "));
    }

    private string? DerivedId(string quiz)
    {
        var model = QuizBinder.Bind(new SourceText(quiz + "\n\n" + Used(quiz)), new DiagnosticBag(), Cancellation.Never).Model;
        return model.Questions.Count > 0 ? model.Questions[0].Id : null;
    }

    private string UniqueId(string id)
    {
        var unique = id;
        for (var n = 2; !IsFree(unique); n++) unique = id + "-no-" + n.ToString(CultureInfo.InvariantCulture);
        return unique;

        bool IsFree(string slug) => !_ids.Contains(slug) && _members.Add(MemberName.FromSlug(slug, "Question")) && _ids.Add(slug);
    }

    // The definitions of links that a text uses.
    private string Used(string text) => string.Concat(_definitions.GroupBy(LabelOf, StringComparer.OrdinalIgnoreCase)
        .Where(group => text.Contains($"[{group.Key}]", StringComparison.OrdinalIgnoreCase)).Select(group => group.First() + "\n"));

    private static string LabelOf(string definition) => definition[1..definition.IndexOf("]:", StringComparison.Ordinal)];

    private static List<QuizDiagnostic> Errors(string quiz)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText(quiz);
        try
        {
            _ = QuizCheck.Run(source, "quiz.md", _ => true, diagnostics, Cancellation.Never);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var message = exception.Message.ReplaceLineEndings(" ");
            diagnostics.ReportAlone(Definitions.InternalError, default, exception.GetType().FullName!, message);
        }

        return [.. diagnostics.InTextOrder.Where(problem => problem.Definition.Rule.IsError)];
    }

    private static string Cut(string text)
    {
        var line = text.Split('\n')[0].Trim();
        return line.Length <= 40 ? line : line[..40] + "…";
    }

    private void SayOf(string path, ImportedQuestion question, bool isError, string message) => Say(
        new ImportNote(question.Entry is null ? path : $"{path}/{question.Entry}", question.Line, isError, message, question.Unit));

    private void Say(ImportNote note) => _notes.Add(note with { Message = note.Message.ReplaceLineEndings(" ") });
}
