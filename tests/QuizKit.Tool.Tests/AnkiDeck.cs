// A deck as Anki itself exports it: notes of the types Basic and Cloze.

using System.IO.Compression;
using System.Text;
using QuizKit.Tool.Exporting;

namespace QuizKit.Tool.Tests;

internal static class AnkiDeck
{
    private const long Deck = 1_700_000_000_000;

    private const string Types =
        """
        {"1": {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}, {"name": "Extra"}]},
         "2": {"name": "Cloze", "type": 1, "flds": [{"name": "Text"}, {"name": "Back Extra"}, {"name": "Extra"}]}}
        """;

    public static byte[] Package(params (string Type, string[] Fields, string Tags)[] notes) => Package(Database(notes));

    /// <summary>A package as Anki 2.1.50 and later write it, of bytes that are compressed already.</summary>
    public static byte[] LatestPackage(byte[] collection, byte[] media) =>
        Zip(("meta", [8, 3]), ("collection.anki21b", collection), ("collection.anki2", []), ("media", media));

    public static byte[] Package(byte[] database) => Zip(
        ("collection.anki2", database), ("media", Encoding.UTF8.GetBytes("{\"0\": \"map.png\"}")), ("0", [1, 2, 3]));

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Database(params (string Type, string[] Fields, string Tags)[] notes)
    {
        var file = new SqliteFile();
        var decks = $$$"""{"{{{Deck}}}": {"name": "Countries::Peru", "desc": ""}}""";
        file.AddTable("col", "CREATE TABLE col (id integer primary key)",
            [(1, [null, 0L, 0L, 0L, 11L, 0L, 0L, 0L, "{}", Types, decks, "{}", "{}"])]);
        file.AddTable("notes", "CREATE TABLE notes (id integer primary key)",
        [
            .. notes.Select((note, i) => ((long)i + 1, (object?[])
                [null, "guid", note.Type == "Basic" ? 1L : 2L, 0L, 0L, note.Tags, string.Join('\u001F', note.Fields), "", 0L, 0L, ""])),
        ]);
        file.AddTable("cards", "CREATE TABLE cards (id integer primary key)",
        [
            .. notes.Select((_, i) => ((long)i + 1, (object?[])
                [null, (long)i + 1, Deck, 0L, 0L, 0L, 0L, 0L, (long)i + 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, ""])),
        ]);
        return file.ToArray();
    }
}
