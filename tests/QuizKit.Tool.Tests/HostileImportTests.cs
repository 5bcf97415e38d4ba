// Files that are broken, or made to harm: one line with the place, exit code 2, and nothing written.

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using QuizKit.Loading;
using Xunit;
using ZstdSharp;

namespace QuizKit.Tool.Tests;

public sealed class HostileImportTests : IDisposable
{
    private const string Question =
        "<question type=\"essay\"><name><text>a</text></name><questiontext format=\"html\"><text>What?</text></questiontext>"
        + "<generalfeedback format=\"html\"><text>So.</text></generalfeedback></question>";

    private const int PageSize = 4096;

    private static readonly (string Type, string[] Fields, string Tags)[] LargeDeck =
        [.. Enumerable.Range(0, 400).Select(i => ("Basic", (string[])[$"What is {i}? " + new string('x', 200), "A number", ""], ""))];

    private readonly Workplace _here = new();

    public static TheoryData<string, string> BrokenXml => new()
    {
        { "<quiz>\n  <question></quiz>", "line 2, column 15: it is not well-formed XML: The 'question' start tag on line 2" },
        { "<quiz>\n" + Question, "it is not well-formed XML: Unexpected end of file" },
        {
            "<?xml version=\"1.0\"?>\n<!DOCTYPE quiz [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<quiz>&x;</quiz>",
            "line 2, column 1: a document type declaration is not read"
        },
        {
            "<!DOCTYPE quiz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><quiz>&c;</quiz>",
            "line 1, column 1: a document type declaration is not read"
        },
        { "<quiz>" + string.Concat(Enumerable.Repeat("<a>", 100_000)), "more than 200 elements are in each other here" },
        { "<?xml version=\"1.0\" encoding=\"no-such\"?><quiz/>", "it is not well-formed XML: " },
        { "<?xml version=\"1.0\"?><html/>", "XML that begins with <html> is not read" },
        { "<?xml version=\"1.0\"?><questestinterop/>", "QTI 1.2 is not read" },
    };

    public void Dispose() => _here.Dispose();

    [Theory]
    [MemberData(nameof(BrokenXml))]
    public void Broken_XML_and_document_type_declarations_are_one_error_with_the_place(string xml, string message) =>
        AssertRefused(_here.Write("a.xml", xml), message);

    [Fact]
    public void XML_in_another_encoding_than_it_says_is_refused()
    {
        byte[] latin = [.. Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<quiz>\n<!-- Stra\u00DFe -->\n</quiz>")];

        AssertRefused(_here.Write("a.xml", latin), "line 3, column ");
    }

    [Fact]
    public void A_large_file_is_refused_before_it_is_read_whole()
    {
        var path = _here.PathOf("a.xml");
        using (var stream = File.Create(path)) stream.SetLength(100L << 20);

        AssertRefused(path, "it has more than 64 MiB: split it.");
    }

    [Theory]
    [InlineData("gift", "it is not text in UTF-8: save it in that encoding.")]
    [InlineData("json", "it is not text in UTF-8: save it in that encoding.")]
    [InlineData("markdown", "it is not text in UTF-8: save it in that encoding.")]
    [InlineData("moodle", "it is not well-formed XML")]
    public void Bytes_that_are_not_text_are_refused(string format, string message) =>
        AssertRefused(_here.Write("a.txt", [0x7B, 0xFF, 0xFE, 0x00, 0x80]), message, "--from", format);

    [Theory]
    [InlineData("{\"Id\": \"a\",\n  \"Language\": }", "line 2, column 15")]
    [InlineData("{\"Id\": \"a\"}", "it is not a quiz")]
    [InlineData("{\"Questions\": null, \"Id\": null}", "it is not a quiz")]
    public void Broken_JSON_is_one_error(string json, string message) => AssertRefused(_here.Write("a.json", json), message);

    [Fact]
    public void Deep_JSON_is_one_error() =>
        AssertRefused(_here.Write("a.json", "{\"Questions\": " + new string('[', 100_000)), "line 1, column ");

    [Fact]
    public void Words_of_JSON_that_contain_marks_of_the_format_do_not_become_questions()
    {
        var quiz = _here.Write("q.quiz.md", "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=b -->\n\nWORDS?\n\n### Answer\n\nSo.\n");
        var json = _here.PathOf("a.json");
        Assert.Equal(0, Workplace.Run("export", quiz, "--format", "json", "--output", json).ExitCode);
        File.WriteAllText(json, File.ReadAllText(json).Replace(
            "\"Markdown\": \"WORDS?\"", "\"Markdown\": \"What?\\n\\n### Answer\\n\\nX\\n\\n## Question 9\\n\\nHow?\"", StringComparison.Ordinal));

        var run = Workplace.Run("import", json, "--output", _here.PathOf("out.quiz.md"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.json: question 1: error IMPORT: not imported: its words contain a heading or a comment of a quiz", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_here.PathOf("out.quiz.md")));
    }

    [Theory]
    [InlineData("\"Language\": \"en\"", "\"Language\": \"en\\n---\\n# X\"")]
    [InlineData("\"Unit\": \"km\"", "\"Unit\": \"km\\\" -->\\n## Question 7\"")]
    [InlineData("\"Title\": null", "\"Title\": {\"Markdown\":\"A\\n\\n## Question 8\",\"PlainText\":\"\",\"UnicodeText\":\"\",\"Html\":\"\"}")]
    [InlineData("\"Id\": \"length\"", "\"Id\": \"a -->\\n## Question 9\"")]
    public void A_value_of_JSON_does_not_leave_its_place(string value, string hostile)
    {
        var quiz = _here.Write("q.quiz.md",
            "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=length kind=numeric value=5 unit=km -->\n\nHow long?\n\n### Answer\n\n5\n");
        var json = _here.PathOf("a.json");
        Assert.Equal(0, Workplace.Run("export", quiz, "--format", "json", "--output", json).ExitCode);
        var text = File.ReadAllText(json);
        Assert.Contains(value, text, StringComparison.Ordinal);
        File.WriteAllText(json, text.Replace(value, hostile, StringComparison.Ordinal));

        var run = Workplace.Run("import", json, "--output", _here.PathOf("out.quiz.md"));

        Assert.True(run.ExitCode == 0, run.Error);
        var loaded = QuizLoader.Load(_here.PathOf("out.quiz.md"));
        Assert.Empty(loaded.Problems);
        Assert.Equal(1, Assert.Single(loaded.Quiz!.Questions).Number);
    }

    [Fact]
    public void HTML_that_is_too_deep_leaves_out_its_question_alone()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 5000)) + "x";
        var xml = "<quiz>\n" + Question + "\n" + Question.Replace("What?", $"<![CDATA[{deep}]]>", StringComparison.Ordinal) + "</quiz>";

        var run = Workplace.Run("import", _here.Write("a.xml", xml), "--output", _here.PathOf("out.quiz.md"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.xml(3,1): error IMPORT: not imported: its HTML has more than 100 elements in each other", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 questions imported", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_within_a_title_does_not_get_into_the_quiz()
    {
        var run = Workplace.Run("import", _here.Write("a.md", "# What is it\uFEFF\n# Why?\nSo.\n"), "--output", _here.PathOf("out.quiz.md"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(QuizLoader.Load(_here.PathOf("out.quiz.md")).Problems);
    }

    [Fact]
    public void Scripts_do_not_get_into_the_quiz()
    {
        const string Html = "<p onclick=\"steal()\">What?</p><script>steal()</script><a href=\"javascript:steal()\">here</a><svg onload=\"steal()\"/>";
        var xml = "<quiz>" + Question.Replace("What?", $"<![CDATA[{Html}]]>", StringComparison.Ordinal) + "</quiz>";

        var run = Workplace.Run("import", _here.Write("a.xml", xml), "--output", _here.PathOf("out.quiz.md"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("<script> is left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("the script in 'onclick' of <p> is left out", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("steal", File.ReadAllText(_here.PathOf("out.quiz.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../map.png", "map.png")]
    [InlineData("/etc/map.png", "map.png")]
    [InlineData("..\\..\\map.png", "map.png")]
    [InlineData("a b\u0007.png", "a-b-.png")]
    public void A_picture_gets_a_safe_name_beside_the_quiz(string name, string safe)
    {
        var file = $"<file name=\"{name.Replace("\u0007", "&#xE007;", StringComparison.Ordinal)}\" path=\"/\" encoding=\"base64\">AAAA</file>";
        var address = "@@PLUGINFILE@@/" + Uri.EscapeDataString(name.Replace('\u0007', '\uE007'));
        var xml = "<quiz>" + Question.Replace("What?</text>", $"<![CDATA[<img src=\"{address}\" alt=\"map\"> What?]]></text>{file}", StringComparison.Ordinal) + "</quiz>";

        var run = Workplace.Run("import", _here.Write("in/a.xml", xml), "--output", _here.PathOf("in/out.quiz.md"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([safe], Directory.GetFiles(_here.PathOf("in/out.files")).Select(Path.GetFileName));
        Assert.Equal(["in"], Directory.GetFileSystemEntries(_here.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("<svg onload=\"steal()\"/>")]
    [InlineData("<svg><script>steal()</script></svg>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>")]
    public void A_picture_with_a_script_is_left_out(string svg)
    {
        var file = $"<file name=\"a.svg\" path=\"/\" encoding=\"base64\">{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}</file>";
        var xml = "<quiz>" + Question.Replace("What?</text>", $"<![CDATA[<img src=\"@@PLUGINFILE@@/a.svg\" alt=\"A map\"> What?]]></text>{file}", StringComparison.Ordinal) + "</quiz>";

        var run = Workplace.Run("import", _here.Write("a.xml", xml), "--output", _here.PathOf("out.quiz.md"));

        Assert.Contains("the picture '@@PLUGINFILE@@/a.svg' is not there or is not a picture", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_here.PathOf("out.files")));
    }

    [Theory]
    [InlineData("../evil.xml")]
    [InlineData("/evil.xml")]
    [InlineData("C:\\evil.xml")]
    public void A_package_whose_names_lead_out_of_it_is_refused(string name) =>
        AssertRefused(_here.Write("a.zip", Zip(("imsmanifest.xml", "<manifest/>"), (name, "x"))), $"its file '{name}' would lie outside of the package");

    [Fact]
    public void A_zip_file_without_a_known_content_is_refused() =>
        AssertRefused(_here.Write("a.zip", Zip(("a.txt", "x"))), "this zip file has no 'imsmanifest.xml' (QTI)");

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/evil.json")]
    [InlineData("C:\\evil.json")]
    public void A_package_of_H5P_whose_names_lead_out_of_it_is_refused(string name) =>
        AssertRefused(_here.Write("a.h5p", Zip(("h5p.json", "{}"), (name, "x"))), $"its file '{name}' would lie outside of the package");

    [Theory]
    [InlineData("{", "{}", "a.h5p/h5p.json': line 1, column 2: Expected depth to be zero")]
    [InlineData("[]", "{}", "a.h5p/h5p.json': it is not an object: export the content from H5P again.")]
    [InlineData("{}", "{\n  \"questions\": }", "a.h5p/content/content.json': line 2, column 16: ")]
    [InlineData("{\"title\": \"\\ud800\"}", "{}", "one of its texts has half of a character")]
    public void Broken_JSON_in_a_package_of_H5P_is_one_error_with_the_place(string manifest, string content, string message) =>
        AssertRefused(_here.Write("a.h5p", Zip(("h5p.json", manifest), ("content/content.json", content))), message);

    [Fact]
    public void Deep_JSON_in_a_package_of_H5P_is_one_error() => AssertRefused(
        _here.Write("a.h5p", Zip(("h5p.json", "{}"), ("content/content.json", "{\"questions\": " + new string('[', 100_000)))),
        "a.h5p/content/content.json': line 1, column ");

    [Fact]
    public void A_package_of_H5P_without_its_content_is_refused() => AssertRefused(
        _here.Write("a.h5p", Zip(("h5p.json", "{}"))), "a.h5p/content/content.json': the package names it and does not have it.");

    [Fact]
    public void A_bomb_of_H5P_is_refused_before_it_is_unpacked_whole() => AssertRefused(
        _here.Write("a.h5p", Zip(("h5p.json", "{}"), ("content/content.json", new string(' ', 20 << 20)))),
        "a.h5p/content/content.json': it grows to more than");

    [Fact]
    public void A_picture_of_H5P_comes_from_its_content_folder_alone()
    {
        const string Question =
            """{"questions": [{"library": "H5P.TrueFalse 1.8", "params": {"question": "It is.<script>steal()</script>", "correct": "true", "media": {"type": {"library": "H5P.Image 1.1", "params": {"file": {"path": "../../etc/map.png"}, "alt": "A map"}}}}}]}""";

        var run = Workplace.Run(
            "import", _here.Write("a.h5p", Zip(("h5p.json", "{}"), ("content/content.json", Question))), "--output", _here.PathOf("out.quiz.md"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("the picture '../../etc/map.png' is not there or is not a picture", run.Error, StringComparison.Ordinal);
        Assert.Contains("<script> is left out", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("steal", File.ReadAllText(_here.PathOf("out.quiz.md")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_here.PathOf("out.files")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void A_zip_file_that_is_cut_off_is_refused(int length)
    {
        var zip = Zip(("imsmanifest.xml", "<manifest/>"), ("a.xml", new string('x', 100)));

        AssertRefused(_here.Write("a.zip", zip[..length]), "the zip file is broken or cut off");
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked_whole() => AssertRefused(
        _here.Write("a.zip", Zip(("imsmanifest.xml", new string(' ', 20 << 20)))),
        "a.zip/imsmanifest.xml': it grows to more than");

    [Fact]
    public void A_package_that_names_a_file_and_does_not_have_it_is_refused() => AssertRefused(
        _here.Write("a.zip", Zip(("imsmanifest.xml", "<manifest><resource type=\"imsqti_item_xmlv3p0\" href=\"a.xml\"/></manifest>"))),
        "a.zip/a.xml': the package names it and does not have it.");

    [Fact]
    public void A_database_whose_pages_lead_round_in_a_circle_is_refused()
    {
        var database = AnkiDeck.Database(LargeDeck);
        var root = FirstInteriorPage(database);
        BinaryPrimitives.WriteUInt32BigEndian(database.AsSpan((root * PageSize) + 8), (uint)root + 1);

        AssertRefused(_here.Write("a.apkg", AnkiDeck.Package(database)), "the database is broken: page ");
    }

    [Fact]
    public void A_row_whose_further_pages_lead_round_in_a_circle_is_refused()
    {
        var database = AnkiDeck.Database(("Basic", [new string('x', 30_000), "y", ""], ""));
        var page = Enumerable.Range(1, (database.Length / PageSize) - 1)
            .First(i => database.AsSpan((i * PageSize) + 4, 1000).IndexOfAnyExcept((byte)'x') < 0);
        BinaryPrimitives.WriteUInt32BigEndian(database.AsSpan(page * PageSize), (uint)page + 1);

        AssertRefused(_here.Write("a.apkg", AnkiDeck.Package(database)), "is in two places");
    }

    [Theory]
    [InlineData(50, "it does not begin as a database")]
    [InlineData(3 * PageSize, "is not there: the file is cut off")]
    public void A_database_that_is_cut_off_is_refused(int length, string message) =>
        AssertRefused(_here.Write("a.apkg", AnkiDeck.Package(AnkiDeck.Database(LargeDeck)[..length])), message);

    [Fact]
    public void A_database_with_any_byte_changed_is_read_or_refused()
    {
        var whole = AnkiDeck.Database(("Basic", ["What?", "So.", ""], ""));
        var random = new Random(1);
        for (var i = 0; i < Thorough.Count(300); i++)
        {
            var database = whole.ToArray();
            for (var j = 0; j < 4; j++) database[random.Next(database.Length)] = (byte)random.Next(256);
            for (var j = 0; j < 4; j++) database[random.Next(200)] ^= (byte)random.Next(256);

            var run = Workplace.Run("import", _here.Write("a.apkg", AnkiDeck.Package(database)), "--output", _here.PathOf("out.quiz.md"), "--force");

            Assert.InRange(run.ExitCode, 0, 2);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compressed_collection_with_any_byte_changed_is_read_or_refused()
    {
        using var decompressor = new Decompressor();
        using var compressor = new Compressor();
        using var package = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Anki", "anki-2.1.50.apkg"));
        byte[] collection = Bytes("collection.anki21b"), media = Bytes("media");
        var random = new Random(2);
        for (var i = 0; i < Thorough.Count(300); i++)
        {
            byte[][] parts = [.. new[] { collection, media }.Select(part => i % 3 == 0 ? Changed(part) : part)];
            if (i % 3 != 0) parts = [.. parts.Select(part => compressor.Wrap(Changed(decompressor.Unwrap(part).ToArray())).ToArray())];

            var run = Workplace.Run("import", _here.Write("a.apkg", AnkiDeck.LatestPackage(parts[0], parts[1])), "--output", _here.PathOf("out.quiz.md"), "--force");

            Assert.InRange(run.ExitCode, 0, 2);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }

        byte[] Bytes(string name)
        {
            using var stream = package.GetEntry(name)!.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }

        byte[] Changed(byte[] bytes)
        {
            byte[] changed = [.. bytes];
            for (var j = 0; j < 4; j++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            return changed;
        }
    }

    [Fact]
    public void A_bomb_of_Zstandard_is_refused_before_it_is_unpacked_whole()
    {
        using var compressor = new Compressor();
        var bomb = compressor.Wrap(new byte[300 << 20]).ToArray();

        AssertRefused(_here.Write("a.apkg", AnkiDeck.LatestPackage(bomb, [])), "when it is unpacked, as no quiz does");
    }

    private static int FirstInteriorPage(byte[] database) =>
        Enumerable.Range(1, (database.Length / PageSize) - 1).First(i => database[i * PageSize] == 5);

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private void AssertRefused(string path, string message, params string[] options)
    {
        var before = Directory.GetFileSystemEntries(_here.Folder);

        var run = Workplace.Run(["import", path, "--output", _here.PathOf("out.quiz.md"), .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"quizkit: cannot read '{path}", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal("", run.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(_here.Folder));
    }
}
