// The formats of other products that an import reads, and how it tells one from another.

using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Tool.Files;

namespace QuizKit.Tool.Importing.Formats;

/// <summary>What a reader works with.</summary>
/// <param name="Source">The file.</param>
/// <param name="Language">The language of the words where the file names none.</param>
/// <param name="Pictures">Takes its pictures.</param>
internal sealed record ImportContext(SourceFile Source, string Language, ImportedPictures Pictures);

/// <summary>A format.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Read">Reads a file.</param>
internal sealed record ImportFormat(string Name, Func<ImportContext, FoundQuestions> Read)
{
    /// <summary>The name of the Markdown styles, which have readers of their own.</summary>
    public const string Markdown = "markdown";

    public static readonly IReadOnlyList<ImportFormat> All =
    [
        new("moodle", MoodleReader.Read),
        new("gift", GiftReader.Read),
        new("qti", QtiReader.Read),
        new("anki", AnkiReader.Read),
        new("h5p", H5PReader.Read),
        new("json", JsonReader.Read),
    ];

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex Root = new(
        @"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)?<(?:[A-Za-z_][\w.-]*:)?(?<name>[A-Za-z_][\w.-]*)[\s/>]",
        Options | RegexOptions.Singleline);

    private static readonly Regex GiftMark = new(
        @"^(?:::.*::|\$CATEGORY:)|(?:^|\s)\{\s*(?:[=~]|#|(?:T|F|TRUE|FALSE)\s*[}#]|\}\s*$)", Options | RegexOptions.Multiline);

    private static readonly Regex MarkdownMark = new(@"^ {0,3}(?:#{1,6}\s|```|[-*] \[[ xX]\])", Options | RegexOptions.Multiline);

    /// <summary>The format of a file by its content.</summary>
    /// <exception cref="ToolException">It is of a known kind that is not read.</exception>
    public static string NameOf(SourceFile source)
    {
        var bytes = source.Bytes.AsSpan();
        if (bytes.StartsWith("PK"u8)) return NameOfPackage(source);
        if (bytes.StartsWith("SQLite format 3\0"u8))
            throw ToolException.Unreadable(source.Path, "it is a database: export a deck from Anki as a package (*.apkg).");
        var isWide = bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble);
        var start = (bytes.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode : isWide ? Encoding.BigEndianUnicode : Encoding.UTF8)
            .GetString(bytes[..Math.Min(bytes.Length, 1 << 16)]).TrimStart('\uFEFF');
        if (Root.Match(start) is { Success: true } root)
        {
            switch (root.Groups["name"].Value)
            {
                case "quiz":
                    return "moodle";
                case "assessmentItem" or "qti-assessment-item":
                    return "qti";
                case "questestinterop":
                    throw ToolException.Unreadable(source.Path, "QTI 1.2 is not read: export it as QTI 2.1 or later, or as Moodle XML.");
                case var name when start.TrimStart().StartsWith("<?xml", StringComparison.Ordinal):
                    throw ToolException.Unreadable(
                        source.Path, $"XML that begins with <{name}> is not read: Moodle's has <quiz>, and QTI <qti-assessment-item>.");
            }
        }

        if (start.TrimStart() is ['{', .. var json] && json.TrimStart() is ['"' or '}', ..]) return "json";
        return GiftMark.IsMatch(start) && !MarkdownMark.IsMatch(start) ? "gift" : Markdown;
    }

    private static string NameOfPackage(SourceFile source)
    {
        using var package = PackageFile.Open(source);
        if (package.Names.Any(name => name.StartsWith("collection.anki2", StringComparison.Ordinal))) return "anki";
        if (package.Has("imsmanifest.xml")) return "qti";
        if (package.Has(H5PReader.ManifestFile)) return "h5p";
        throw ToolException.Unreadable(
            source.Path, "this zip file has no 'imsmanifest.xml' (QTI), no 'h5p.json' (H5P) and no 'collection.anki2' (Anki): unpack it.");
    }
}
