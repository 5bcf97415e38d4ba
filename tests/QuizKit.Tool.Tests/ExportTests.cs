// quizkit export: every format on a quiz with each kind of question, on hostile words, and on what no format can hold.

using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QuizKit.Snapshots;
using QuizKit.Tool.Exporting;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class ExportTests : IDisposable
{
    private static readonly byte[] Map = Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");

    private readonly Workplace _here = new();

    public static TheoryData<string> Formats => [.. ExportFormat.All.Select(format => format.Name)];

    public void Dispose() => _here.Dispose();

    [Fact]
    public void Moodle_XML_has_every_kind_of_question() => Snapshot.Verify(TextOf("moodle", ExportedQuizzes.EveryKind), "xml");

    [Fact]
    public void Gift_has_every_kind_of_question() => Snapshot.Verify(TextOf("gift", ExportedQuizzes.EveryKind));

    [Fact]
    public void Json_has_every_kind_of_question() => Snapshot.Verify(TextOf("json", ExportedQuizzes.EveryKind), "json");

    [Fact]
    public void Markdown_has_every_kind_of_question_and_no_answer() => Snapshot.Verify(TextOf("markdown", ExportedQuizzes.EveryKind), "md");

    [Fact]
    public void The_written_Json_is_a_quiz_again()
    {
        var text = TextOf("json", ExportedQuizzes.EveryKind);
        var quiz = JsonSerializer.Deserialize<Quiz>(text)!;
        Assert.Equal(text, Encoding.UTF8.GetString(QuizJson.Write(new QuizSource(quiz, "elsewhere.quiz.md")).Bytes));
    }

    [Fact]
    public void The_schema_in_the_documentation_is_that_of_the_written_Json()
    {
        var root = typeof(ExportTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryDirectory").Value!;
        var written = File.ReadAllText(Path.Combine(root, "docs", "schema", "quiz.schema.json"));
        Assert.Equal(QuizJson.Schema(), written.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_written_Json_is_valid_by_the_schema_and_a_quiz_without_an_id_is_not()
    {
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(QuizJson.Schema());
        var text = TextOf("json", ExportedQuizzes.EveryKind);
        Assert.Empty(schema.Validate(text));
        Assert.NotEmpty(schema.Validate(text.Replace("\"Id\": \"rivers\",", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_item_of_QTI_has_the_key_the_feedback_and_the_hints()
    {
        var entries = Unzipped(Export("qti", ExportedQuizzes.EveryKind).Bytes);
        Assert.Equal(
            [
                "imsmanifest.xml", "items/african-lakes.xml", "items/delta.xml", "items/length.xml", "items/vienna.xml", "items/volga.xml",
                "pictures/rivers-map.svg", "test.xml",
            ],
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Map, entries["pictures/rivers-map.svg"]);
        Snapshot.Verify(Encoding.UTF8.GetString(entries["items/length.xml"]), "xml");
    }

    [Fact]
    public void QTI_reads_hostile_words_as_they_are()
    {
        XNamespace qti = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
        using var item = new MemoryStream(Unzipped(Export("qti", ExportedQuizzes.Hostile).Bytes)["items/choice-of-words.xml"]);
        var root = XDocument.Load(item).Root!;
        Assert.Equal(ExportedQuizzes.Words, root.Descendants(qti + "qti-simple-choice").Select(choice => choice.Value));
        Assert.Equal(
            ExportedQuizzes.Words,
            root.Elements(qti + "qti-modal-feedback").Select(feedback => feedback.Value.Trim()).Take(ExportedQuizzes.Words.Count));
    }

    // Anki's sounds and old formulas begin with a bracket, which only MathJax may keep.
    [Fact]
    public void Anki_takes_no_words_for_sounds_or_fields()
    {
        var collection = Encoding.UTF8.GetString(Unzipped(Export("anki", ExportedQuizzes.Hostile).Bytes)["collection.anki2"]);
        Assert.DoesNotContain("[sound:", collection, StringComparison.Ordinal);
        Assert.Contains("&#91;sound:x.mp3]", collection, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_for_Anki_has_the_date_that_it_is_told()
    {
        var path = _here.Write("many.quiz.md", ExportedQuizzes.Choices(1, 1));
        var quiz = Loading.QuizLoader.Load(path).Quiz!;
        var first = AnkiPackage.Write(new QuizSource(quiz, path)).Bytes;
        Assert.Equal(first, AnkiPackage.Write(new QuizSource(quiz, path, QuizSource.NoDate)).Bytes);
        Assert.NotEqual(first, AnkiPackage.Write(new QuizSource(quiz, path, 1_764_000_000)).Bytes);
    }

    [Fact]
    public void A_quiz_is_not_overwritten_by_its_export()
    {
        var path = _here.Write("many.quiz.md", ExportedQuizzes.Choices(1, 1));
        var run = Workplace.Run("export", path, "--format", "markdown", "--output", path);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(ExportedQuizzes.Choices(1, 1), File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_export_is_the_same_in_any_folder_culture_and_with_other_line_ends(string format)
    {
        var first = Export(format, ExportedQuizzes.EveryKind, "a/rivers.quiz.md").Bytes;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-EG");
            Assert.Equal(first, Export(format, ExportedQuizzes.EveryKind, "b c/rivers.quiz.md").Bytes);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal(first, Export(format, ExportedQuizzes.EveryKind.ReplaceLineEndings("\r\n"), "d/rivers.quiz.md").Bytes);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_picture_that_is_missing_is_an_error_where_the_format_has_files(string format)
    {
        // The compiler warns of the file, and cannot know that an export needs it.
        var quiz = _here.Write("rivers.quiz.md", Encoding.UTF8.GetBytes(ExportedQuizzes.EveryKind));
        var run = Workplace.Run("export", quiz, "--format", format, "--output", _here.PathOf("out"));
        var hasFiles = ExportFormat.All.Single(one => one.Name == format).HasFiles;
        Assert.Equal(hasFiles ? (2, false) : (0, true), (run.ExitCode, File.Exists(_here.PathOf("out"))));
        Assert.Equal(hasFiles, run.Error.Contains("picture 'map.svg' does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_outside_of_the_folder_is_an_error_that_names_it()
    {
        _here.Write("map.svg", Map);
        var quiz = _here.Write("inner/rivers.quiz.md", ExportedQuizzes.EveryKind.Replace("map.svg", "../map.svg", StringComparison.Ordinal));
        var run = Workplace.Run("export", quiz, "--format", "moodle", "--output", _here.PathOf("out.xml"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("picture '../map.svg' is outside of the quiz's folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_is_a_link_out_of_the_folder_is_an_error()
    {
        if (OperatingSystem.IsWindows()) return;
        _here.Write("map.svg", Map);
        var quiz = _here.Write("inner/rivers.quiz.md", ExportedQuizzes.EveryKind);
        File.CreateSymbolicLink(_here.PathOf("inner/map.svg"), _here.PathOf("map.svg"));
        var run = Workplace.Run("export", quiz, "--format", "moodle", "--output", _here.PathOf("out.xml"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is a link to a file outside", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiz_with_errors_is_not_exported()
    {
        var quiz = _here.Write("bad.quiz.md", "---\nlanguage: en\n---\n# Bad\n\n## Question 1\n\nWhat is $\\foo$?\n");
        var run = Workplace.Run("export", quiz, "--format", "gift", "--output", _here.PathOf("out.gift"));
        Assert.Equal((1, false), (run.ExitCode, File.Exists(_here.PathOf("out.gift"))));
        Assert.Contains("error QK", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moodel", "--format: unknown value 'moodel': it is one of moodle, gift")]
    public void An_unknown_format_is_an_error_that_names_those_that_there_are(string format, string message)
    {
        var quiz = _here.Write("many.quiz.md", ExportedQuizzes.Choices(1, 1));
        var run = Workplace.Run("export", quiz, "--format", format, "--output", _here.PathOf("out"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gets_a_file_for_each_quiz_and_a_file_takes_one()
    {
        _here.Write("in/a.quiz.md", ExportedQuizzes.Choices(1, 1));
        _here.Write("in/b.quiz.md", ExportedQuizzes.Choices(2, 1));
        Directory.CreateDirectory(_here.PathOf("out"));
        var run = Workplace.Run("export", _here.PathOf("in"), "--format", "gift", "--output", _here.PathOf("out"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["a.gift", "b.gift"], Directory.GetFiles(_here.PathOf("out")).Select(Path.GetFileName).Order());
        run = Workplace.Run("export", _here.PathOf("in"), "--format", "gift", "--output", _here.PathOf("one.gift"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("several quizzes need a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Moodle_cannot_hold_is_said_for_each_question()
    {
        var notes = Export("moodle", ExportedQuizzes.EveryKind).Notes;
        Assert.Equal(
            [
                ("vienna", "Moodle has no place for the names of misconceptions: elbe-for-danube left out"),
                ("length", "Moodle has no place for the names of misconceptions: miles-for-kilometres left out"),
                ("delta", "Moodle has no hints for an essay: the importer skips those that are written"),
            ],
            notes.Select(note => (note.QuestionId, note.Message)));
    }

    [Fact]
    public void What_Gift_cannot_hold_is_said_for_each_question()
    {
        var notes = Export("gift", ExportedQuizzes.EveryKind).Notes;
        Assert.Equal(
            ["vienna: hints", "vienna: misconceptions", "length: units", "length: misconceptions", "length: files", "delta: hints"],
            notes.Select(note => $"{note.QuestionId}: {Regex.Match(note.Message, "hints|misconceptions|units|files").Value}"));
    }

    [Fact]
    public void Moodle_reads_hostile_words_as_they_are()
    {
        var questions = XDocument.Parse(TextOf("moodle", ExportedQuizzes.Hostile)).Root!.Elements("question").ToArray();
        var answers = questions[1].Elements("answer").ToArray();
        Assert.Equal(ExportedQuizzes.Words, answers.Select(answer => WordsOf(answer.Element("text")!.Value)));
        Assert.Equal(ExportedQuizzes.Words, answers.Select(answer => WordsOf(answer.Element("feedback")!.Element("text")!.Value)));
        Assert.Equal("Hostile ]]> words", questions[0].Element("category")!.Element("text")!.Value["$course$/top/".Length..]);
        Assert.Equal("01. {=x ~y #z} :: \"q\" 'a'", questions[1].Element("name")!.Element("text")!.Value);
        var prompt = WordsOf(questions[2].Element("questiontext")!.Element("text")!.Value);
        Assert.Equal([.. ExportedQuizzes.Words, "a\tb {~=#} ]]> <script>", "", "last"], prompt.Split('\n'));
    }

    [Fact]
    public void Gift_escapes_hostile_words()
    {
        var lines = TextOf("gift", ExportedQuizzes.Hostile).Split('\n');
        var choices = lines.Where(line => line.StartsWith('~') || line.StartsWith("=[", StringComparison.Ordinal)).ToArray();
        Assert.Equal(ExportedQuizzes.Words, choices.Select(line => WordsOf(GiftParts(line[1..])[0]["[html]".Length..])));
        Assert.Equal(ExportedQuizzes.Words, choices.Select(line => WordsOf(GiftParts(line[1..])[1]["[html]".Length..])));
        Assert.Contains(lines, line => line.StartsWith("::01. \\{\\=x \\~y \\#z\\} \\:\\: \"q\" 'a'::[html]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("a\tb \\{\\~\\=\\#\\} ]]&gt; &lt;script&gt;\\n\\nlast", StringComparison.Ordinal));
    }

    // The fractions of Moodle are a closed list: the sum of the right ones has to be 100.
    [Theory]
    [InlineData(1, 3, "100", "0")]
    [InlineData(2, 3, "50", "-33.33333")]
    [InlineData(3, 0, "33.33333", null)]
    [InlineData(7, 20, "14.28571", "-5")]
    [InlineData(2, 12, "50", "-10")]
    [InlineData(2, 16, "50", "-5")]
    public void Choices_have_the_fractions_of_the_rule_for_partial_credit(int right, int wrong, string expectedRight, string? expectedWrong)
    {
        var xml = XDocument.Parse(TextOf("moodle", ExportedQuizzes.Choices(right, wrong)));
        var fractions = xml.Descendants("answer").Select(answer => answer.Attribute("fraction")!.Value).ToArray();
        Assert.Equal(Enumerable.Repeat(expectedRight, right).Concat(Enumerable.Repeat(expectedWrong, wrong)), fractions);
    }

    [Theory]
    [InlineData(2, 12, "no grade of -1/12")]
    [InlineData(11, 1, "no grade of 1/11")]
    public void A_grade_that_is_not_in_the_list_of_Moodle_is_noted(int right, int wrong, string message) =>
        Assert.Contains(message, Assert.Single(Export("moodle", ExportedQuizzes.Choices(right, wrong)).Notes).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(26, "abc")]
    [InlineData(27, "123")]
    public void Choices_beyond_z_have_numbers_in_Moodle(int count, string numbering) =>
        Assert.Equal(
            numbering,
            XDocument.Parse(TextOf("moodle", ExportedQuizzes.Choices(1, count - 1))).Descendants("answernumbering").Single().Value);

    [Fact]
    public void A_numeric_key_has_its_tolerance_its_range_and_its_slips_in_this_order()
    {
        var answers = XDocument.Parse(TextOf("moodle", ExportedQuizzes.EveryKind)).Descendants("answer")
            .Where(answer => answer.Element("tolerance") is not null)
            .Select(answer => (answer.Attribute("fraction")!.Value, answer.Element("text")!.Value, answer.Element("tolerance")!.Value));
        Assert.Equal([("100", "2857", "28.57"), ("100", "1.75", "0.75"), ("100", "2700", "200"), ("0", "1770", "28.57")], answers);
    }

    [Fact]
    public void A_unit_of_the_SI_has_its_other_prefixes_in_Moodle()
    {
        var units = XDocument.Parse(TextOf("moodle", ExportedQuizzes.EveryKind)).Descendants("unit")
            .ToDictionary(unit => unit.Element("unit_name")!.Value, unit => unit.Element("multiplier")!.Value);
        Assert.Equal(("1", "1000", "0.001", 13), (units["km"], units["m"], units["Mm"], units.Count));
    }

    [Fact]
    public void Words_from_right_to_left_are_marked()
    {
        const string Quiz = "---\nid: rtl\nlanguage: ar\n---\n# عنوان\n\n## 1. سؤال\n<!-- quiz: id=one -->\n\nما هذا؟\n\n- [x] نعم\n- [ ] لا\n";
        var text = TextOf("moodle", Quiz);
        Assert.Contains("<div dir=\"rtl\"><p>ما هذا؟</p></div>", text, StringComparison.Ordinal);
        Assert.Contains("<span dir=\"rtl\">نعم</span>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_written_as_words_and_noted()
    {
        _here.Write("notes.md", "x");
        var exported = Export("moodle", ExportedQuizzes.Choices(1, 1).Replace("Which?", "[Which](notes.md)? [Web](https://example.org/)", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetString(exported.Bytes);
        Assert.Contains("<p>Which? <a href=\"https://example.org/\">Web</a></p>", text, StringComparison.Ordinal);
        Assert.Contains("'notes.md'", Assert.Single(exported.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_translation_has_ids_of_its_own()
    {
        _here.Write("many.quiz.md", ExportedQuizzes.Choices(1, 1));
        var path = _here.Write(
            "many.de.quiz.md", "---\nlanguage: de\n---\n# Viele\n\n## Question 1\n<!-- quiz: id=many-choices -->\n\nWelche?\n\n- [x] die erste\n- [ ] die zweite\n");
        var run = Workplace.Run("export", path, "--format", "gift", "--output", _here.PathOf("out.gift"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[id:many.de.many-choices]", File.ReadAllText(_here.PathOf("out.gift")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, 0.3, "0.2", "0.1")]
    [InlineData(-5, 2, "-1.5", "3.5")]
    [InlineData(1e-7, 3e-7, "0.0000002", "0.0000001")]
    [InlineData(1e20, 3e20, "200000000000000000000", "100000000000000000000")]
    [InlineData(123456789.123, 123456789.123, "123456789.123", "0")]
    public void The_middle_of_an_interval_is_exact(double low, double high, string middle, string half)
    {
        var (a, b) = (ExactDecimal.Of(low), ExactDecimal.Of(high));
        Assert.Equal((middle, half), (ExactDecimal.Middle(a, b).ToString(), ExactDecimal.HalfDistance(a, b).ToString()));
    }

    private ExportedFile Export(string format, string text, string name = "quiz.quiz.md")
    {
        var path = _here.Write(name, text);
        var map = Path.Combine(Path.GetDirectoryName(path)!, "map.svg");
        File.WriteAllBytes(map, Map);
        var loaded = Loading.QuizLoader.Load(path);
        Assert.DoesNotContain(loaded.Problems, problem => problem.IsError);
        return ExportFormat.All.Single(one => one.Name == format).Write(new QuizSource(loaded.Quiz!, path));
    }

    private static Dictionary<string, byte[]> Unzipped(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    private string TextOf(string format, string text) => Encoding.UTF8.GetString(Export(format, text).Bytes);

    // What a reader sees of a paragraph or more.
    private static string WordsOf(string html) =>
        WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", "")).Trim('\n');

    // A text with feedback behind the first '#' without a backslash, both without the escapes.
    private static string[] GiftParts(string line) =>
        [.. Regex.Split(line, @"(?<=(?<!\\)(?:\\\\)*)#").Select(part => Regex.Replace(part, @"\\(.)", match => match.Value == "\\n" ? "\n" : match.Groups[1].Value))];
}
