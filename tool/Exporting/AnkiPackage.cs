// A package of Anki (.apkg): a collection in schema 11, which every version since 2.1 imports, and its media.

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace QuizKit.Tool.Exporting;

/// <summary>Writes a quiz as a deck with a note for each question. The ids of deck, notes and cards depend on those of quiz and question.</summary>
internal sealed class AnkiPackage
{
    // Of the note type: another set of fields would be another one.
    private const long NoteType = 1_577_836_800_011;

    // Anki's ids are times in milliseconds; these are of the years before it.
    private const long FirstId = 1_000_000_000;
    private const long IdCount = 1_000_000_000_000;

    private const string Front = "<div class=\"heading\">{{Heading}}</div>\n{{Question}}\n{{Choices}}\n{{Hints}}";
    private const string Back = "<div class=\"heading\">{{Heading}}</div>\n{{Question}}\n<hr id=\"answer\">\n{{Answer}}\n{{Solution}}";

    private const string Css =
        """
        .card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: 0 auto; }
        .heading { font-size: 80%; opacity: 0.7; }
        .right { font-weight: bold; }
        .feedback, dd { font-size: 85%; font-weight: normal; margin: 0.2em 0 0.6em 1.5em; }
        table { border-collapse: collapse; }
        th, td { border: 1px solid; padding: 0.1em 0.5em; }
        .align-right { text-align: right; }
        .align-center { text-align: center; }
        img { max-width: 100%; height: auto; }
        """;

    private static readonly string[] Fields = ["Question", "Choices", "Answer", "Solution", "Hints", "Heading", "Id"];

    private static readonly (string Name, string Sql)[] Tables =
    [
        ("col", "CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, "
            + "ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null, "
            + "models text not null, decks text not null, dconf text not null, tags text not null)"),
        ("notes", "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, "
            + "usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null, "
            + "flags integer not null, data text not null)"),
        ("cards", "CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, "
            + "mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null, "
            + "ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left integer not null, "
            + "odue integer not null, odid integer not null, flags integer not null, data text not null)"),
        ("revlog", "CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, "
            + "ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null)"),
        ("graves", "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null)"),
    ];

    private readonly QuizSource _source;
    private readonly ExportTexts _texts;
    private readonly HashSet<long> _ids = [];

    private AnkiPackage(QuizSource source)
    {
        _source = source;
        _texts = new ExportTexts(source, FormulaStyle.Tex, picture => picture.Name);
    }

    public static ExportedFile Write(QuizSource source)
    {
        var package = new AnkiPackage(source);
        var collection = package.WriteCollection();
        var media = new JsonObject();
        var entries = new List<(string Name, byte[] Bytes)> { ("collection.anki2", collection) };
        foreach (var picture in package._texts.Pictures)
        {
            var name = media.Count.ToString(CultureInfo.InvariantCulture);
            media.Add(name, picture.Name);
            entries.Add((name, picture.Bytes));
        }

        entries.Add(("media", Encoding.UTF8.GetBytes(media.ToJsonString())));
        return new ExportedFile(ZipFile.Write(entries), package._texts.Notes);
    }

    private byte[] WriteCollection()
    {
        var deck = NewId("deck " + _source.Id);
        var about = _texts.About(_source.Quiz);
        List<(long Id, object?[] Values)> notes = [];
        List<(long Id, object?[] Values)> cards = [];
        foreach (var question in _source.Quiz.Questions)
        {
            var id = _source.IdOf(question);
            var note = NewId("note " + id);
            var fields = FieldsOf(question);
            notes.Add((note,
            [
                null, StableId.Hex("guid " + id, 20), NoteType, _source.Seconds, -1L, TagsOf(question), string.Join('\u001F', fields),
                Stripped(fields[5]), Checksum(Stripped(fields[0])), 0L, "",
            ]));
            cards.Add((NewId("card " + id),
            [
                null, note, deck, 0L, _source.Seconds, -1L, 0L, 0L, (long)cards.Count + 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, "",
            ]));
        }

        object?[] collection =
        [
            null, _source.Seconds, _source.Seconds * 1000, _source.Seconds * 1000, 11L, 0L, 0L, 0L, ConfOf(deck), ModelsOf(deck),
            DecksOf(deck, about), DeckOptions(), "{}",
        ];
        var file = new SqliteFile();
        List<(long Id, object?[] Values)>[] rows = [[(1, collection)], notes, cards, [], []];
        for (var i = 0; i < Tables.Length; i++) file.AddTable(Tables[i].Name, Tables[i].Sql, rows[i]);
        Index("ix_notes_usn", "notes", "usn", notes, 4);
        Index("ix_cards_usn", "cards", "usn", cards, 5);
        Index("ix_revlog_usn", "revlog", "usn", [], 2);
        Index("ix_cards_nid", "cards", "nid", cards, 1);
        Index("ix_cards_sched", "cards", "did, queue, due", cards, 2, 7, 8);
        Index("ix_revlog_cid", "revlog", "cid", [], 1);
        Index("ix_notes_csum", "notes", "csum", notes, 8);
        return file.ToArray();

        void Index(string name, string table, string columns, List<(long Id, object?[] Values)> of, params int[] indexes) => file.AddIndex(
            name,
            table,
            $"CREATE INDEX {name} ON {table} ({columns})",
            [.. of.Select(row => (long[])[.. indexes.Select(index => (long)row.Values[index]!), row.Id])]);
    }

    private string[] FieldsOf(Question question)
    {
        _texts.Begin(question);
        var hint = QuizWords.Of(question.Language)[QuizWord.Hint];
        string[] fields =
        [
            _texts.Blocks(question.Prompt),
            question is ChoiceQuestion choices ? List(choices, isAnswer: false) : "",
            question.Match(_ => "", WriteTrueFalse, WriteNumeric, choice => List(choice, isAnswer: true)),
            _texts.Solution(question),
            string.Join("\n", question.Hints.Select(text => $"<details><summary>{hint}</summary>{_texts.Blocks(text)}</details>")),
            ExportTexts.Escape(ExportTexts.NameOf(question)),
            _source.IdOf(question),
        ];
        _texts.NoteMisconceptions(question, "Anki");
        return [.. fields.Select(Guarded)];
    }

    private static string WriteTrueFalse(TrueFalseQuestion question)
    {
        var word = QuizWords.Of(question.Language)[question.IsTrue ? QuizWord.True : QuizWord.False];
        return $"<p class=\"right\" data-value=\"{(question.IsTrue ? "true" : "false")}\">{word}</p>";
    }

    // The attributes have the key for an import.
    private string WriteNumeric(NumericQuestion question)
    {
        var key = string.Join(';', NumericKey.Of(question).Where(one => one.IsRight).Select(one => $"{one.Value}:{one.Tolerance}"));
        var unit = question.Unit is null ? "" : $" data-unit=\"{WebUtility.HtmlEncode(question.Unit)}\"";
        var html = $"<p class=\"right\" data-value=\"{key}\"{unit}>{ExportTexts.Escape(NumericKey.Text(question))}</p>";
        if (question.Slips.Count == 0) return html;
        var slips = question.Slips.Select(slip =>
            $"<dt data-value=\"{ExactDecimal.Of(slip.Value)}\">{question.Format(slip.Value)}</dt><dd>{_texts.Html(slip.Feedback)}</dd>");
        return $"{html}\n<dl>{string.Concat(slips)}</dl>";
    }

    private string List(ChoiceQuestion question, bool isAnswer)
    {
        var html = new StringBuilder(question.Choices.Count > 26 ? "<ol>\n" : "<ol type=\"a\">\n");
        foreach (var choice in question.Choices)
        {
            html.Append(isAnswer && choice.IsCorrect ? "<li class=\"right\">✓ " : "<li>").Append(_texts.Html(choice.Text));
            if (isAnswer && choice.Feedback is { } feedback) html.Append("<div class=\"feedback\">" + _texts.Html(feedback) + "</div>");
            html.Append("</li>\n");
        }

        return html.Append("</ol>").ToString();
    }

    // Brackets begin sounds and old formulas in Anki; those of MathJax follow a backslash.
    private static string Guarded(string html) => Regex.Replace(html, @"(?<!\\)\[", "&#91;");

    private static string Stripped(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", ""));

    // As Anki finds duplicates: the first 32 bits of the SHA-1 of the first field.
    private static long Checksum(string words)
    {
#pragma warning disable CA5350 // Anki's own checksum; it protects nothing.
        return Convert.ToInt64(Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(words)))[..8], 16);
#pragma warning restore CA5350
    }

    private static string TagsOf(Question question) => question.Tags.Count == 0 ? "" : $" {string.Join(' ', question.Tags)} ";

    private long NewId(string text)
    {
        var id = StableId.Number(text, FirstId, IdCount);
        while (!_ids.Add(id)) id++;
        return id;
    }

    private static string ConfOf(long deck) => new JsonObject
    {
        ["activeDecks"] = new JsonArray(deck),
        ["curDeck"] = deck,
        ["curModel"] = NoteType.ToString(CultureInfo.InvariantCulture),
        ["nextPos"] = 1,
        ["sortType"] = "noteFld",
        ["sortBackwards"] = false,
        ["addToCur"] = true,
        ["collapseTime"] = 1200,
        ["timeLim"] = 0,
        ["dueCounts"] = true,
        ["estTimes"] = true,
        ["newSpread"] = 0,
    }.ToJsonString();

    private string ModelsOf(long deck)
    {
        var fields = new JsonArray();
        foreach (var field in Fields)
        {
            fields.Add(new JsonObject
            {
                ["name"] = field,
                ["ord"] = fields.Count,
                ["sticky"] = false,
                ["rtl"] = false,
                ["font"] = "Arial",
                ["size"] = 20,
                ["media"] = new JsonArray(),
            });
        }

        return new JsonObject
        {
            [NoteType.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["id"] = NoteType,
                ["name"] = "QuizKit",
                ["type"] = 0,
                ["mod"] = _source.Seconds,
                ["usn"] = -1,
                ["sortf"] = 5,
                ["did"] = deck,
                ["tmpls"] = new JsonArray(new JsonObject
                {
                    ["name"] = "Card 1",
                    ["ord"] = 0,
                    ["qfmt"] = Front,
                    ["afmt"] = Back,
                    ["bqfmt"] = "",
                    ["bafmt"] = "",
                    ["did"] = null,
                }),
                ["flds"] = fields,
                ["css"] = Css,
                ["latexPre"] = "",
                ["latexPost"] = "",
                ["req"] = new JsonArray(new JsonArray(0, "any", new JsonArray(0, 1, 4, 5))),
                ["tags"] = new JsonArray(),
                ["vers"] = new JsonArray(),
            },
        }.ToJsonString();
    }

    // Two colons would make a deck in another.
    private string DecksOf(long deck, string about)
    {
        var name = XmlText.Clean(_source.Quiz.DisplayTitle).Replace("::", ": ", StringComparison.Ordinal);
        return new JsonObject
        {
            ["1"] = Deck(1, "Default", ""),
            [deck.ToString(CultureInfo.InvariantCulture)] = Deck(deck, name, about),
        }.ToJsonString();
    }

    private JsonObject Deck(long id, string name, string description) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["desc"] = description,
        ["mod"] = _source.Seconds,
        ["usn"] = -1,
        ["conf"] = 1,
        ["dyn"] = 0,
        ["collapsed"] = false,
        ["browserCollapsed"] = false,
        ["extendNew"] = 0,
        ["extendRev"] = 0,
        ["newToday"] = new JsonArray(0, 0),
        ["revToday"] = new JsonArray(0, 0),
        ["lrnToday"] = new JsonArray(0, 0),
        ["timeToday"] = new JsonArray(0, 0),
    };

    // Anki's own defaults.
    private static string DeckOptions() => new JsonObject
    {
        ["1"] = new JsonObject
        {
            ["id"] = 1,
            ["name"] = "Default",
            ["mod"] = 0,
            ["usn"] = 0,
            ["maxTaken"] = 60,
            ["autoplay"] = true,
            ["timer"] = 0,
            ["replayq"] = true,
            ["new"] = new JsonObject
            {
                ["bury"] = false,
                ["delays"] = new JsonArray(1, 10),
                ["initialFactor"] = 2500,
                ["ints"] = new JsonArray(1, 4, 0),
                ["order"] = 1,
                ["perDay"] = 20,
            },
            ["rev"] = new JsonObject
            {
                ["bury"] = false,
                ["ease4"] = 1.3,
                ["ivlFct"] = 1,
                ["maxIvl"] = 36500,
                ["perDay"] = 200,
                ["hardFactor"] = 1.2,
            },
            ["lapse"] = new JsonObject
            {
                ["delays"] = new JsonArray(10),
                ["leechAction"] = 1,
                ["leechFails"] = 8,
                ["minInt"] = 1,
                ["mult"] = 0,
            },
            ["dyn"] = false,
        },
    }.ToJsonString();
}
