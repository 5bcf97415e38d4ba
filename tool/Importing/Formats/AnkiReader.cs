// Packages of Anki (*.apkg): our own notes with their keys, and notes of two sides as open questions.

using System.Globalization;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Google.Protobuf;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>Reads the notes of a package.</summary>
internal sealed class AnkiReader : IDisposable
{
    // What Anki 2.1.50 and later write. Beside it lies a collection.anki2 for older versions, with a note that says so.
    private const string Latest = "collection.anki21b";

    // The databases of packages that older versions read too, the newer of them first.
    private static readonly string[] Legacy = ["collection.anki21", "collection.anki2"];

    private readonly ImportContext _context;
    private readonly PackageFile _package;
    private readonly bool _isLatest;
    private readonly Dictionary<string, string> _media = new(StringComparer.Ordinal);
    private string? _quizId;

    private AnkiReader(ImportContext context)
    {
        _context = context;
        _package = PackageFile.Open(context.Source);
        _isLatest = _package.Has(Latest);
    }

    /// <summary>A type of notes.</summary>
    private sealed record NoteType(string Name, bool IsCloze, List<string> Fields);

    public static FoundQuestions Read(ImportContext context)
    {
        using var reader = new AnkiReader(context);
        try
        {
            return reader.Read();
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
                or InvalidProtocolBufferException)
        {
            throw ToolException.Unreadable(context.Source.Path, "what it says about its notes is broken: export it again from Anki.");
        }
    }

    public void Dispose() => _package.Dispose();

    private FoundQuestions Read()
    {
        var name = _isLatest ? Latest : Legacy.FirstOrDefault(_package.Has)
            ?? throw ToolException.Unreadable(_context.Source.Path, "it has no collection: it is not a package of Anki.");
        var database = new SqliteReader(File(name));
        if (_package.Has("media")) ReadMedia(File("media").Bytes);
        var collection = database.Read("col")[0].Values;
        var types = _isLatest ? TypesOf(database) : TypesOf(Text(collection, 9));
        var notes = database.Read("notes");
        var cards = database.Read("cards").Select(card => card.Values).DistinctBy(card => Number(card, 1))
            .ToDictionary(card => Number(card, 1));

        // New cards have their order, and all have ids that rise.
        var order = notes.OrderBy(note => cards.TryGetValue(note.Id, out var card) ? Number(card, 8) : long.MaxValue);
        var deckId = notes.Count > 0 && cards.TryGetValue(notes[0].Id, out var one) ? Number(one, 2) : 0;
        var (title, about) = _isLatest ? DeckOf(database, deckId) : DeckOf(Text(collection, 10), deckId);
        var questions = order.ThenBy(note => note.Id).Select((note, i) => ReadNote(note.Values, i + 1, types)).ToList();
        var introduction = new ImportedQuestion(1, null);
        var words = Writer(introduction).Write(about);
        return new FoundQuestions(title is null ? null : MarkdownWords.Escape(title), QuestionParts.Lines(1, words), questions, [])
        {
            Id = _quizId is null ? null : QuestionParts.IdOf(_quizId, null),
            IsFinished = true,
        };
    }

    private SourceFile File(string name) => _package.Read(name, isZstandard: _isLatest);

    // The names of the pictures and sounds, which are numbered in the package: an object of JSON, or a list of messages.
    private void ReadMedia(byte[] bytes)
    {
        if (_isLatest)
        {
            var number = 0;
            foreach (var entry in Messages(bytes, field: 1))
                _media.TryAdd(Words(entry, field: 1), number++.ToString(CultureInfo.InvariantCulture));
            return;
        }

        using var media = JsonDocument.Parse(bytes);
        foreach (var entry in media.RootElement.EnumerateObject()) _media.TryAdd(entry.Value.GetString() ?? "", entry.Name);
    }

    private static byte[] Bytes(object?[] row, int column) =>
        row.ElementAtOrDefault(column) as byte[] ?? throw new InvalidOperationException("Bytes are missing.");

    private static string Text(object?[] row, int column) =>
        row.ElementAtOrDefault(column) as string ?? throw new InvalidOperationException("A text is missing.");

    private static long Number(object?[] row, int column) =>
        row.ElementAtOrDefault(column) as long? ?? throw new InvalidOperationException("A number is missing.");

    private static Dictionary<long, NoteType> TypesOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(
            type => long.Parse(type.Name, CultureInfo.InvariantCulture),
            type => new NoteType(
                type.Value.GetProperty("name").GetString() ?? "",
                type.Value.TryGetProperty("type", out var kind) && kind.GetInt32() == 1,
                [.. type.Value.GetProperty("flds").EnumerateArray().Select(field => field.GetProperty("name").GetString() ?? "")]));
    }

    // Anki keeps a row for each field, and the kind of a type as the first number of its settings: 1 has gaps.
    private static Dictionary<long, NoteType> TypesOf(SqliteReader database)
    {
        var fields = database.Read("fields").ToLookup(row => Number(row.Values, 0), row => row.Values);
        return database.Read("notetypes").ToDictionary(
            row => row.Id,
            row => new NoteType(
                Text(row.Values, 1),
                Numbers(Bytes(row.Values, 4), field: 1) is [1, ..],
                [.. fields[row.Id].OrderBy(field => Number(field, 1)).Select(field => Text(field, 2))]));
    }

    private static (string? Title, string About) DeckOf(SqliteReader database, long id)
    {
        var deck = database.Read("decks").FirstOrDefault(row => row.Id == id).Values;
        if (deck is null) return (null, "");
        var settings = Messages(Bytes(deck, 5), field: 1).FirstOrDefault();
        return (Text(deck, 1).Split('\u001F')[^1], settings is null ? "" : Words(settings, field: 4));
    }

    private static (string? Title, string About) DeckOf(string json, long id)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty(id.ToString(CultureInfo.InvariantCulture), out var deck)) return (null, "");
        var name = deck.GetProperty("name").GetString()?.Split("::")[^1];
        return (name, deck.TryGetProperty("desc", out var about) ? about.GetString() ?? "" : "");
    }

    private ImportedQuestion ReadNote(object?[] note, int number, Dictionary<long, NoteType> types)
    {
        var question = new ImportedQuestion(number, null) { IsFinished = true, Unit = "note" };
        var fields = Text(note, 6).Split('\u001F');
        try
        {
            if (!types.TryGetValue(Number(note, 2), out var type)) question.Refusal = "its type is not in the package";
            else if (type.IsCloze) question.Refusal = $"'{type.Name}' has no counterpart in a quiz: write a question for each gap";
            else if (type.Fields is ["Question", "Choices", "Answer", "Solution", "Hints", "Heading", "Id", ..] && fields.Length >= 7)
                ReadOwn(question, fields);
            else ReadSides(question, type, fields);
        }
        catch (FormatException exception)
        {
            question.Refusal = exception.Message;
        }

        foreach (var tag in Text(note, 5).Split(' ', StringSplitOptions.RemoveEmptyEntries)) QuestionParts.AddTag(question, tag);
        return question;
    }

    // The first two fields are the sides of a card.
    private void ReadSides(ImportedQuestion question, NoteType type, string[] fields)
    {
        var writer = Writer(question);
        var sides = fields.Take(2).Select(field => writer.Write(WithoutSounds(question, field))).ToList();
        if (sides.Count < 2 || sides[0].Length == 0 || sides[1].Length == 0)
        {
            question.Refusal = $"its type '{type.Name}' has no two sides with words: write the question and its answer";
            return;
        }

        question.Prompt.AddRange(QuestionParts.Lines(question.Line, sides[0]));
        question.Answer.AddRange(QuestionParts.Lines(question.Line, sides[1]));
        for (var i = 2; i < fields.Length; i++)
        {
            if (fields[i].Trim().Length > 0)
            {
                var words = QuestionParts.Cut(writer.Write(fields[i]));
                question.Notes.Add($"the field '{QuestionParts.Cut(type.Fields.ElementAtOrDefault(i) ?? "")}' is left out: {words}");
            }
        }
    }

    private static string WithoutSounds(ImportedQuestion question, string field)
    {
        const string Sound = "[sound:";
        for (var start = field.IndexOf(Sound, StringComparison.Ordinal); start >= 0; start = field.IndexOf(Sound, StringComparison.Ordinal))
        {
            var end = field.IndexOf(']', start);
            if (end < 0) break;
            question.Notes.Add($"the sound '{field[(start + Sound.Length)..end]}' is left out");
            field = field.Remove(start, end - start + 1);
        }

        return field;
    }

    private void ReadOwn(ImportedQuestion question, string[] fields)
    {
        var writer = Writer(question);
        question.Prompt.AddRange(QuestionParts.Lines(question.Line, writer.Write(fields[0])));
        var id = fields[6];
        _quizId ??= id.LastIndexOf('.') is > 0 and var point ? id[..point] : null;
        question.Id = QuestionParts.IdOf(id, _quizId);
        var name = HtmlMarkdown.Parse(fields[5]).TextContent;
        (question.Number, question.Title) = QuestionParts.NameOf(name, string.Join('\n', question.Prompt.Select(line => line.Text)));
        foreach (var hint in HtmlMarkdown.Parse(fields[4]).QuerySelectorAll("details"))
        {
            var words = hint.ChildNodes.Where(node => node is not IElement { LocalName: "summary" });
            question.Hints.Add(QuestionParts.Lines(question.Line, writer.Write(words)));
        }

        var answer = HtmlMarkdown.Parse(fields[2]);
        if (fields[1].Length > 0) ReadChoices(question, answer, writer);
        else if (answer.QuerySelector("[data-value]") is { } key) ReadKey(question, key, answer, writer);
        QuestionParts.ReadSolution(question, fields[3], writer);
    }

    // The back has the choices too, with the right ones marked and the feedback.
    private static void ReadChoices(ImportedQuestion question, IElement answer, HtmlMarkdown writer)
    {
        foreach (var item in answer.QuerySelector("ol")?.Children.AsEnumerable() ?? [])
        {
            var feedback = item.Children.FirstOrDefault(child => child.ClassList.Contains("feedback"));
            var isRight = item.ClassList.Contains("right");
            if (isRight && item.FirstChild is IText { Data: ['✓', ..] } mark) mark.Data = mark.Data[1..].TrimStart();
            question.Choices.Add(new ImportedChoice(
                question.Line, QuestionParts.Lines(question.Line, writer.Write(item.ChildNodes.Where(node => node != feedback))))
            {
                IsRight = isRight,
                Feedback = feedback is null ? [] : QuestionParts.Lines(question.Line, writer.Write(feedback.ChildNodes)),
            });
        }
    }

    private void ReadKey(ImportedQuestion question, IElement key, IElement answer, HtmlMarkdown writer)
    {
        var value = key.GetAttribute("data-value")!;
        if (value is "true" or "false")
        {
            QuestionParts.SetTruth(question, value == "true", _context.Language);
            return;
        }

        var right = value.Split(';').Select(part => part.Split(':')).Select(part => (
            QuestionParts.ParseNumber(part[0]) ?? throw new FormatException($"'{value}' is not the key of a number"),
            QuestionParts.ParseNumber(part.ElementAtOrDefault(1) ?? "0") ?? 0)).ToList();
        QuestionParts.SetNumeric(question, right, key.GetAttribute("data-unit"), _context.Language);
        foreach (var slip in answer.QuerySelectorAll("dt[data-value]"))
        {
            var number = QuestionParts.ParseNumber(slip.GetAttribute("data-value")!);
            if (number is not { } wrong || slip.NextElementSibling is not { LocalName: "dd" } said) continue;
            var words = QuestionParts.Lines(question.Line, writer.Write(said.ChildNodes));
            question.Slips.Add(new ImportedSlip(QuestionParts.Number(wrong), null, words));
        }
    }

    private HtmlMarkdown Writer(ImportedQuestion question) => new(question.Notes.Add, source =>
    {
        var name = Uri.UnescapeDataString(source);
        return _media.TryGetValue(name, out var entry) && _package.Has(entry)
            ? _context.Pictures.Add(name, File(entry).Bytes)
            : _context.Pictures.AddData(source);
    });

    // The fields of a message of Protocol Buffers with a number, as bytes or as numbers.
    private static List<byte[]> Messages(byte[] message, int field) =>
        Fields(message, field, WireFormat.WireType.LengthDelimited, input => input.ReadBytes().ToByteArray());

    private static List<long> Numbers(byte[] message, int field) =>
        Fields(message, field, WireFormat.WireType.Varint, input => input.ReadInt64());

    private static string Words(byte[] message, int field) =>
        Messages(message, field) is [.., var last] ? Encoding.UTF8.GetString(last) : "";

    private static List<T> Fields<T>(byte[] message, int field, WireFormat.WireType type, Func<CodedInputStream, T> read)
    {
        var found = new List<T>();
        var input = new CodedInputStream(message);
        var sought = WireFormat.MakeTag(field, type);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (tag == sought) found.Add(read(input));
            else input.SkipLastField();
        }

        return found;
    }
}
