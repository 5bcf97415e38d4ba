// Packages of H5P (*.h5p): the questions of a question set, of a column and the like, or the one that a package is.

using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Tool.Exporting;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads the questions of a package.</summary>
internal sealed class H5PReader : IDisposable
{
    /// <summary>The file that says what is in a package.</summary>
    public const string ManifestFile = "h5p.json";

    private const string ContentFile = "content/content.json";

    private static readonly Regex KeyPart = new(@"^(?<value>\S+) ± (?<tolerance>\S+)$", RegexOptions.CultureInvariant);

    private static readonly Regex Groups = new(@"(?<=\d)[.,\s](?=\d{3}(?!\d))", RegexOptions.CultureInvariant);

    private readonly ImportContext _context;
    private readonly PackageFile _package;
    private readonly List<(int Line, string Message)> _notes = [];
    private string _language;
    private string? _quizId;

    private H5PReader(ImportContext context)
    {
        _context = context;
        _language = context.Language;
        _package = PackageFile.Open(context.Source);
    }

    public static FoundQuestions Read(ImportContext context)
    {
        using var reader = new H5PReader(context);
        try
        {
            return reader.Read();
        }
        catch (InvalidOperationException)
        {
            // Half of a character, which JSON can name and no text has.
            throw ToolException.Unreadable(context.Source.Path, "one of its texts has half of a character: export it from H5P again.");
        }
    }

    public void Dispose() => _package.Dispose();

    private FoundQuestions Read()
    {
        using var manifest = Json(ManifestFile);
        using var content = Json(ContentFile);
        var library = TextOf(manifest.RootElement, "mainLibrary");
        var language = LanguageTag.Canonical(TextOf(manifest.RootElement, "language"));
        if (language is not (null or "und")) _language = language;
        var questions = QuestionsIn(library, content.RootElement).Select(ReadQuestion).ToList();
        var about = new ImportedQuestion(1, null);
        var introduction = Writer(about).Write(TextOf(Member(content.RootElement, "introPage"), "introduction"));
        _notes.AddRange(about.Notes.Select(note => (1, note)));
        var title = TextOf(manifest.RootElement, "title");
        return new FoundQuestions(
            title.Length == 0 ? null : MarkdownWords.Escape(title), QuestionParts.Lines(1, introduction), questions, _notes)
        {
            Id = _quizId is null ? null : QuestionParts.IdOf(_quizId, null),
            Language = language == "und" ? null : language,
            IsFinished = true,
        };
    }

    private JsonDocument Json(string name)
    {
        var file = _package.Read(name);
        try
        {
            var document = JsonDocument.Parse(file.Text());
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw ToolException.Unreadable(file.Path, "it is not an object: export the content from H5P again.");
        }
        catch (JsonException exception)
        {
            var message = exception.Message.Split(" LineNumber:")[0].ReplaceLineEndings(" ");
            throw file.At((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1, message);
        }
    }

    // What has questions in a list has them as parts with a library, at any depth; what has none is one itself.
    private static List<(string Library, JsonElement Written, JsonElement Metadata)> QuestionsIn(string library, JsonElement content)
    {
        if (Items(content, "questions").Count == 0 || IsQuestion(library)) return [(library, content, default)];
        return [.. Items(content, "questions").Select(one => (TextOf(one, "library"), Member(one, "params"), Member(one, "metadata")))];
    }

    private static bool IsQuestion(string library) =>
        library.Split(' ')[0] is "H5P.MultiChoice" or "H5P.TrueFalse" or "H5P.Blanks" or "H5P.Essay";

    private ImportedQuestion ReadQuestion((string Library, JsonElement Written, JsonElement Metadata) one, int index)
    {
        var question = new ImportedQuestion(index + 1, null) { IsFinished = true, Unit = "question" };
        try
        {
            var comment = TextOf(one.Metadata, "authorComments").ReplaceLineEndings("\n").Split('\n')
                .Select(line => WebUtility.HtmlDecode(line)).ToList();
            ReadBody(question, one.Library.Split(' ')[0], one.Written, comment);
            var prompt = string.Join('\n', question.Prompt.Select(line => line.Text));
            (question.Number, question.Title) = QuestionParts.NameOf(WebUtility.HtmlDecode(TextOf(one.Metadata, "title")), prompt);
            if (LineOf(comment, H5PPackage.IdLabel) is not { } id)
            {
                // A title of ours tells the number; H5P's own says the type, or how the prompt begins.
                if (question.Number is null) question.Title = null;
                return question;
            }

            _quizId ??= id.LastIndexOf('.') is > 0 and var point ? id[..point] : null;
            question.Id = QuestionParts.IdOf(id, _quizId);
            foreach (var tag in (LineOf(comment, H5PPackage.TagsLabel) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                QuestionParts.AddTag(question, tag);
        }
        catch (FormatException exception)
        {
            question.Refusal = exception.Message;
        }

        return question;
    }

    private static string? LineOf(List<string> comment, string label) =>
        comment.Find(line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim();

    private void ReadBody(ImportedQuestion question, string type, JsonElement written, List<string> comment)
    {
        var isOwn = LineOf(comment, H5PPackage.IdLabel) is not null;
        switch (type)
        {
            case "H5P.MultiChoice":
                AddPrompt(question, written, "question");
                ReadChoices(question, written);
                ReadFeedback(question, Items(written, "overallFeedback").Select(range => TextOf(range, "feedback")), isOwn);
                break;
            case "H5P.TrueFalse":
                AddPrompt(question, written, "question");
                var isTrue = TextOf(written, "correct") switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw new FormatException("neither true nor false is right: choose one"),
                };
                QuestionParts.SetTruth(question, isTrue, _language);
                var behaviour = Member(written, "behaviour");
                ReadFeedback(question, [TextOf(behaviour, "feedbackOnCorrect"), TextOf(behaviour, "feedbackOnWrong")], isOwn);
                break;
            case "H5P.Blanks":
                AddPrompt(question, written, "text");
                ReadBlanks(question, written, LineOf(comment, H5PPackage.KeyLabel));
                ReadFeedback(question, Items(written, "overallFeedback").Select(range => TextOf(range, "feedback")), isOwn);
                break;
            case "H5P.Essay":
                AddPrompt(question, written, "taskDescription");
                QuestionParts.ReadSolution(question, TextOf(Member(written, "solution"), "sample"), Writer(question));
                if (Items(written, "keywords").Count > 0)
                    question.Notes.Add("its keywords are left out: no program grades an open question of a quiz");
                if (question.Answer.Count == 0)
                    question.Refusal = "it has no answer: write one as the sample solution, and import again";
                break;
            default:
                var name = type.Length == 0 ? "an unknown type" : $"the type '{type}'";
                question.Refusal = $"it is of {name}, which has no counterpart in a quiz: "
                    + "write it as an open, choice, numeric or true/false question";
                break;
        }
    }

    // The picture of a question stands above it, and in our own where an element marks its place.
    private void AddPrompt(ImportedQuestion question, JsonElement written, string name)
    {
        var body = HtmlMarkdown.Parse(TextOf(written, name));
        var media = Member(Member(written, "media"), "type");
        if (TextOf(media, "library") is { Length: > 0 } library)
        {
            if (library.Split(' ')[0] == "H5P.Image")
            {
                var picture = body.Owner!.CreateElement("img");
                picture.SetAttribute("src", TextOf(Member(Member(media, "params"), "file"), "path"));
                picture.SetAttribute("alt", WebUtility.HtmlDecode(TextOf(Member(media, "params"), "alt")));
                if (body.QuerySelector("." + H5PText.PictureClass) is { } place) place.Replace(picture);
                else body.Prepend(picture);
            }
            else
            {
                question.Notes.Add($"its {library.Split(' ')[0]} is left out: a quiz has pictures only");
            }
        }

        question.Prompt.AddRange(QuestionParts.Lines(question.Line, Writer(question).Write(body.ChildNodes)));
    }

    private void ReadChoices(ImportedQuestion question, JsonElement written)
    {
        var writer = Writer(question);
        var tips = new List<string>();
        foreach (var answer in Items(written, "answers"))
        {
            var feedback = Member(answer, "tipsAndFeedback");
            tips.Add(writer.Write(TextOf(feedback, "tip")));
            var text = QuestionParts.Lines(question.Line, writer.Write(TextOf(answer, "text")));
            question.Choices.Add(new ImportedChoice(question.Line, text)
            {
                IsRight = Member(answer, "correct").ValueKind == JsonValueKind.True,
                Feedback = QuestionParts.Lines(question.Line, writer.Write(TextOf(feedback, "chosenFeedback"))),
            });
            if (writer.Write(TextOf(feedback, "notChosenFeedback")) is { Length: > 0 } words)
                question.Notes.Add($"the feedback to a choice that is not chosen is left out: {QuestionParts.Cut(words)}");
        }

        AddHints(question, tips);
        if (!question.Choices.Exists(choice => choice.IsRight)) question.Refusal = "none of its choices is right: mark one as correct";
    }

    private static void AddHints(ImportedQuestion question, IEnumerable<string> hints) =>
        question.Hints.AddRange(hints.Where(hint => hint.Length > 0).Select(hint => QuestionParts.Lines(question.Line, hint)));

    // A single blank of numbers is a numeric question; one of words an open question.
    private void ReadBlanks(ImportedQuestion question, JsonElement written, string? key)
    {
        var lines = Items(written, "questions").ConvertAll(line => line.ValueKind == JsonValueKind.String ? line.GetString()! : "");
        var parts = string.Concat(lines).Split('*');
        if (parts.Length != 3)
        {
            question.Refusal = parts.Length < 3 ? "it has no blank" : $"it has {parts.Length / 2} blanks: write a question for each";
            return;
        }

        var writer = Writer(question);
        var colon = parts[1].IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) AddHints(question, [writer.Write(H5PText.HtmlOf(parts[1][(colon + 1)..]))]);
        var words = HtmlMarkdown.Parse(colon < 0 ? parts[1] : parts[1][..colon]).TextContent;
        var right = words.Split('/').Select(word => word.Trim()).ToList();
        var (before, after) = (HtmlMarkdown.Parse(parts[0]).TextContent.Trim(), HtmlMarkdown.Parse(parts[2]).TextContent.Trim());
        var numbers = right.Select(NumberOf).ToList();
        var isNumeric = numbers.TrueForAll(number => number is not null);
        var unit = isNumeric && before.Length == 0 && after.Length is > 0 and <= 30 ? after : null;
        if (unit is null && (before.Length > 0 || after.Length > 0))
        {
            var sentence = writer.Write(parts[0] + "_____" + parts[2]);
            if (question.Prompt.Count > 0) question.Prompt.AddRange(QuestionParts.Lines(question.Line, ""));
            question.Prompt.AddRange(QuestionParts.Lines(question.Line, (question.Prompt.Count > 0 ? "\n" : "") + sentence));
        }

        if (!isNumeric)
        {
            question.Notes.Add("the answer is a text, which a program does not compare in a quiz: it is an open question here");
            foreach (var word in right)
                question.Answer.AddRange(QuestionParts.Lines(question.Line, MarkdownWords.EscapeStart(MarkdownWords.Escape(word)) + "\n"));
            return;
        }

        var spelled = numbers.ConvertAll(number => (Value: number!.Value, Tolerance: 0.0)).Distinct().ToList();
        var exact = KeyOf(key);
        var isKept = exact.Count > 0 && exact[0].Value == spelled[0].Value
            && spelled.TrueForAll(one => exact.Exists(other => IsWithin(one.Value, other)));
        QuestionParts.SetNumeric(question, isKept ? exact : spelled, unit, _language);
    }

    private static bool IsWithin(double value, (double Value, double Tolerance) range) =>
        Math.Abs(value - range.Value) <= range.Tolerance * (1 + 1e-12);

    // The key in the comment of our own exports, which no editor of H5P shows beside the blank: it counts only while the two agree.
    private static List<(double Value, double Tolerance)> KeyOf(string? key)
    {
        var parts = (key ?? "").Split("; ").Select(part => KeyPart.Match(part)).ToList();
        return parts.TrueForAll(part => part.Success) ? parts.ConvertAll(part => (Number(part, "value"), Number(part, "tolerance"))) : [];

        double Number(Match part, string name) => QuestionParts.ParseNumber(part.Groups[name].Value)
            ?? throw new FormatException($"'{key}' is not the key of a number");
    }

    // As the language writes numbers: with a point or a comma, and with groups of digits.
    private double? NumberOf(string word)
    {
        string[] readings = [word, word.Replace(',', '.'), Groups.Replace(word, ""), Groups.Replace(word, "").Replace(',', '.')];
        return readings.Select(QuestionParts.ParseNumber)
            .FirstOrDefault(number => number is { } one && QuestionParts.Asking(one, _language).Grade(word).IsCorrect);
    }

    // Words without elements. An export of ours has a line for each part of the solution.
    private void ReadFeedback(ImportedQuestion question, IEnumerable<string> feedback, bool isOwn)
    {
        var ranges = feedback.Select(words => words.Trim('\n')).Where(words => words.Trim().Length > 0).Distinct().ToList();
        if (ranges.Count == 0) return;
        if (ranges.Count > 1)
            question.Notes.Add("its feedback differs by the score: all of it is the explanation here");
        var lines = ranges[0].ReplaceLineEndings("\n").Split('\n');
        if (!isOwn || ranges.Count > 1)
        {
            var all = string.Concat(ranges.Select(words => $"<p>{H5PText.HtmlOf(words)}</p>"));
            QuestionParts.ReadSolution(question, all, Writer(question));
            return;
        }

        var html = Part(ExportTexts.AnswerClass, IsListOfRight(question, lines[0]) ? "" : lines[0]);
        if (lines.Length > 1) html += Part(ExportTexts.ExplanationClass, lines[1]);
        foreach (var erratum in lines.Skip(2)) html += Part(ExportTexts.ErratumClass, erratum);
        QuestionParts.ReadSolution(question, html, Writer(question));

        static string Part(string name, string words) => $"<div class=\"{name}\"><p>{H5PText.HtmlOf(words)}</p></div>";
    }

    // The answer of a choice question that has none is the list of its right choices.
    private static bool IsListOfRight(ImportedQuestion question, string answer)
    {
        var right = question.Choices.Where(choice => choice.IsRight).SelectMany(choice => choice.Lines).Select(line => line.Text);
        return question.Choices.Count > 0 && Letters(WebUtility.HtmlDecode(answer)) == Letters(string.Concat(right));

        static string Letters(string words) => string.Concat(words.Where(char.IsLetterOrDigit));
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string TextOf(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static List<JsonElement> Items(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private HtmlMarkdown Writer(ImportedQuestion question) => new(question.Notes.Add, source =>
    {
        var name = "content/" + Uri.UnescapeDataString(source.Split('#')[0]);
        return _package.Has(name) ? _context.Pictures.Add(name, _package.Read(name).Bytes) : _context.Pictures.AddData(source);
    });
}
