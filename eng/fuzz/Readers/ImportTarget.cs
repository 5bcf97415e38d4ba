// quizkit import: the files of other products.

using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Loading;
using QuizKit.Tool.CommandLine;
using QuizKit.Tool.Exporting;
using QuizKit.Tool.Files;
using QuizKit.Tool.Importing;
using QuizKit.Tool.Importing.Formats;
using QuizKit.Tool.Tests;

namespace QuizKit.Fuzz.Readers;

/// <param name="format">The format that the inputs begin as; what they are in the end, the reader decides.</param>
internal sealed partial class ImportTarget(string format) : ReaderTarget<ToolException>
{
    private const string FileName = "input.file";
    private const string QuizPath = "/nowhere/input.quiz.md";

    private static readonly string[] Marks =
    [
        "<", ">", "</", "/>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&amp;",
        "&#0;", "&lt;p&gt;",
        "<text>", "</text>", " xml:lang=\"de\"", " fraction=\"100\"", " fraction=\"1e9\"", " type=\"multichoice\"",
        " type=\"numerical\"", "<p>", "<ul><li>",
        "<table><tr><td>", "<math>", "<img src=\"data:image/png;base64,AAAA\">", "<pre>", "<script>", "\n\n", "\n", "{", "}", "=", "~",
        "#", "::", "->", "%50%", "####",
        "\\", "$", "//", "TRUE", "{T}", "{#1:2}", "{#1..2}", "$CATEGORY: a/b\n\n", "[html]", "{{c1::a::b}}", "{{c1::", "}}", "\u001F",
        "1", "-1", "1e400", "0.5", "NaN",
        "\n=== a ===\n", "\n=== imsmanifest.xml ===\n", "\n=== h5p.json ===\n", "../", "A) a\nB) b\nAnswer: A\n", "1. ", "- [x] ",
        "- [ ] ", "<details>", "**Answer**", "### ",
    ];

    public static IReadOnlyList<string> Formats { get; } = [.. ImportFormat.All.Select(format => format.Name), "styles"];

    public override string Name => format == "styles" ? "import-styles" : "import-" + format;

    public override IReadOnlyList<string> Instrumented => ["QuizKit.Tool.dll"];

    public override IReadOnlyList<string> Pieces { get; } = [.. Marks, .. JsonPieces];

    public override IEnumerable<string> Start() =>
        format == "styles" ? Styles() : Exported(ExportFormat.All.First(one => one.Name == format));

    protected override bool IsClear(ToolException refusal) => refusal.Message.Contains(FileName, StringComparison.Ordinal);

    protected override (bool Accepts, IReadOnlyList<string> Faults) Read(string input)
    {
        var quiz = Import(new SourceFile(FileName, BytesOf(input)));
        var faults = quiz.Notes
            .Where(note => note.Line < 1 || note.Message.Length == 0 || !note.Path.StartsWith(FileName, StringComparison.Ordinal))
            .Select(note => $"a note without a place: {note}").ToList();
        if (quiz.Imported == 0) return (false, faults);

        var loaded = QuizLoader.Parse(quiz.Text, QuizPath);
        faults.AddRange(ErrorsOf(loaded).Select(error => $"the quiz has the error {error}"));
        if (loaded.Quiz is not { } read) return (true, faults);
        if (read.Questions.Count != quiz.Imported) faults.Add($"another number of questions: {read.Questions.Count}, not {quiz.Imported}");

        // What was imported comes back through the export that loses nothing.
        var json = QuizJson.Write(new QuizSource(read, QuizPath)).Bytes;
        var again = QuizLoader.Parse(Import(new SourceFile(FileName, json)).Text, QuizPath);
        if (again.Quiz is null || Compared(QuizJson.Write(new QuizSource(again.Quiz, QuizPath)).Bytes) != Compared(json))
            faults.Add($"another quiz after export and import as JSON: {string.Join(' ', ErrorsOf(again))}");
        return (true, faults);
    }

    // One text may be written as Markdown in several ways, such as with other indents.
    private static string Compared(byte[] json) => MarkdownMember.Replace(Encoding.UTF8.GetString(json), "");

    private static ImportedQuiz Import(SourceFile source)
    {
        var name = ImportFormat.NameOf(source);
        var found = ImportFormat.All.FirstOrDefault(format => format.Name == name) is { } format
            ? format.Read(new ImportContext(source, "en", new ImportedPictures("input.files")))
            : ImportCommand.ReadMarkdown(source);
        return QuizWriter.Write([new ImportedFile(source.Path, found)], found.Language ?? "en", "input");
    }

    private static IEnumerable<QuizProblem> ErrorsOf(LoadedQuiz loaded) =>
        loaded.Problems.Where(problem => problem.IsError);

    private static IEnumerable<string> Exported(ExportFormat format)
    {
        foreach (var text in new[] { ExportedQuizzes.EveryKind, ExportedQuizzes.Hostile, ExportedQuizzes.Choices(1, 2) })
        {
            var quiz = QuizLoader.Parse(text.Replace("![A map](map.svg)", "a map", StringComparison.Ordinal), QuizPath).Quiz!;
            var bytes = format.Write(new QuizSource(quiz, QuizPath)).Bytes;
            if (bytes.AsSpan().StartsWith("PK"u8))
            {
                yield return EntriesOf(bytes);
                yield return Encoding.Latin1.GetString(bytes);
            }
            else
            {
                yield return Encoding.UTF8.GetString(bytes);
            }
        }
    }

    private static IEnumerable<string> Styles() =>
    [
        "# A\n\n1. What?\n   A) one\n   B) two\n\n   Answer: B\n\n2. Why?\n\n   **Answer:** So.\n",
        "## What is it?\n\n- [ ] one\n- [x] two\n\n<details><summary>Answer</summary>\n\nTwo.\n\n</details>\n\n## Why?\n\n> So.\n",
        "**Q1. What?**\n\na. one\nb. two ✔\n\n**Q: Why?**\n**A: So.**\n",
        "Question\n========\nHow many?\n\nSolution\n========\nFour.\n\nMeta-information\n================\nextype: num\nexsolution: 4\nextol: 0.1\n",
        "| question | answer |\n| --- | --- |\n| What? | So |\n",
    ];

    // A package is written as its entries, with a line above each; what has no such line is the bytes themselves.
    private static byte[] BytesOf(string input)
    {
        var entries = Entry.Split(input);
        if (entries.Length < 3) return Encoded(input, isBinary: input.StartsWith("PK", StringComparison.Ordinal));
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 1; i + 1 < entries.Length; i += 2)
            {
                using var stream = zip.CreateEntry(entries[i]).Open();
                stream.Write(Encoded(entries[i + 1], isBinary: entries[i + 1].StartsWith("SQLite", StringComparison.Ordinal)));
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Encoded(string text, bool isBinary) => (isBinary ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);

    private static string EntriesOf(byte[] package)
    {
        var text = new StringBuilder();
        using var zip = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(bytes);
            var isDatabase = bytes.ToArray().AsSpan().StartsWith("SQLite"u8);
            text.Append("\n=== ").Append(entry.FullName).Append(" ===\n");
            text.Append((isDatabase ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes.ToArray()));
        }

        return text.ToString();
    }

    [GeneratedRegex(@"""Markdown"": ""[^\n]*""", RegexOptions.CultureInvariant)]
    private static partial Regex MarkdownMember { get; }

    [GeneratedRegex(@"\n=== ([^\n]{1,80}) ===\n", RegexOptions.CultureInvariant)]
    private static partial Regex Entry { get; }
}
