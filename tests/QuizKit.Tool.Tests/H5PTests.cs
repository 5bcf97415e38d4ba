// Packages of H5P: what a question set has, what it cannot hold, and packages that others wrote.

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using QuizKit.Loading;
using QuizKit.Snapshots;
using QuizKit.Tool.Exporting;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class H5PTests : IDisposable
{
    private const string Manifest =
        """{"title": "Rivers & lakes", "language": "en", "mainLibrary": "H5P.QuestionSet", "embedTypes": ["iframe"], "preloadedDependencies": []}""";

    // The least that is a picture of one pixel.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public void A_question_set_has_every_kind_of_question()
    {
        var entries = Unzipped(Export(ExportedQuizzes.EveryKind).Bytes);
        Assert.Equal(["content/content.json", "h5p.json"], entries.Keys.Order(StringComparer.Ordinal));
        Snapshot.Verify(Encoding.UTF8.GetString(entries["h5p.json"]) + Encoding.UTF8.GetString(entries["content/content.json"]), "json");
    }

    [Fact]
    public void What_H5P_cannot_hold_is_said_for_each_question() => Assert.Equal(
        [
            "vienna: H5P has tips for choices, not for questions: the hints are the tip of the first choice",
            "vienna: H5P has no place for the names of misconceptions: elbe-for-danube left out",
            "african-lakes: H5P takes 1/2 off for each wrong choice, where the quiz takes 1/3",
            "length: H5P has no units: 'km' stands behind the blank, and a reply is a number without it",
            "length: H5P compares words, not numbers: of those within the tolerance, these are right: 2857, 2,857, 2830, 2,830, 2840, 2,840, "
                + "2850, 2,850, 2860, 2,860, 2870, 2,870, 2880, 2,880, 1.75, 1, 2, 2700, 2,700, 2500, 2,500, 2600, 2,600, 2800, 2,800, 2900, 2,900",
            "length: H5P has no feedback to a wrong number: the slip 1770 is left out",
            "length: H5P takes no picture of the type image/svg+xml: its words stand for 'rivers-map.svg'",
            "length: H5P has no <img> in the prompt: the words are written without",
            "length: H5P has no place for the names of misconceptions: miles-for-kilometres left out",
            "delta: H5P has no <pre> in the answer: the words are written without",
            "delta: H5P has no <table> in the prompt: the words are written without",
            "delta: H5P has tips for choices and blanks only: the hints are left out",
        ],
        Export(ExportedQuizzes.EveryKind).Notes.Select(note => $"{note.QuestionId}: {note.Message}"));

    [Fact]
    public void A_picture_comes_back_at_its_place()
    {
        _here.Write("map.png", Pixel);
        const string Quiz = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=b -->\n\nSee ![A \"map\" & more](map.png).\n\nWhich?\n\n- [x] A\n- [ ] B\n";
        var exported = Export(Quiz);
        Assert.Equal(Pixel, Unzipped(exported.Bytes)["content/images/a-map.png"]);
        Assert.Equal("H5P shows the picture 'a-map.png' above the question", Assert.Single(exported.Notes).Message);

        var imported = Import(_here.Write("a.h5p", exported.Bytes));

        var html = Assert.Single(imported.Questions).Prompt.Html;
        Assert.Matches("^<p>See <img src=\"out.files/a-map.png\" width=\"1\" height=\"1\" alt=\"A &quot;map&quot; &amp; more\"[^>]*>.</p>\n<p>Which\\?</p>$", html);
        Assert.Equal(Pixel, File.ReadAllBytes(_here.PathOf("out.files/a-map.png")));
    }

    // A word that is none of TeX stays a word, also in a field that has no elements.
    [Fact]
    public void Formulas_and_words_that_look_like_some_are_kept_apart_in_a_solution()
    {
        const string Quiz = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=b -->\n\nWhich?\n\n- [x] A\n- [ ] B\n\n"
            + "### Explanation\n\n$x < y$ and &#92;(not TeX&#92;) and \\$\\$.\n";

        var imported = Import(_here.Write("a.h5p", Export(Quiz).Bytes));

        Assert.Equal("x < y and \\(not TeX\\) and $$.", Assert.Single(imported.Questions).Explanation!.UnicodeText);
    }

    [Theory]
    [InlineData("de", "2850,5/2.850,5")]
    [InlineData("en", "2850.5/2,850.5")]
    [InlineData("fr", "2850,5/2 850,5")]
    public void A_blank_takes_a_number_as_people_of_the_language_write_it(string language, string expected)
    {
        var quiz = $"---\nid: a\nlanguage: {language}\n---\n# A\n\n## Question 1\n<!-- quiz: id=b kind=numeric value=2850.5 -->\n\nWhat?\n\n### Answer\n\nIt is $2850.5$.\n";
        using var content = JsonDocument.Parse(Unzipped(Export(quiz).Bytes)["content/content.json"]);
        var blank = content.RootElement.GetProperty("questions")[0].GetProperty("params").GetProperty("questions")[0].GetString();
        Assert.Equal($"<p>*{expected}*</p>", blank);
    }

    [Fact]
    public void Questions_of_others_are_read()
    {
        const string Questions =
            """
            {"library": "H5P.MultiChoice 1.14", "params": {"question": "<p>Which <em>river</em>?<\/p>", "answers": [
                {"text": "<div>The Elbe<\/div>", "correct": false, "tipsAndFeedback": {"tip": "<p>North<\/p>", "chosenFeedback": "<div>No.<\/div>", "notChosenFeedback": ""}},
                {"text": "<div>The Danube<\/div>", "correct": true}],
                "overallFeedback": [{"from": 0, "to": 99, "feedback": "It&#039;s long."}, {"from": 100, "to": 100, "feedback": "Right!"}]},
             "metadata": {"title": "Untitled Multiple Choice"}},
            {"library": "H5P.TrueFalse 1.6", "params": {"question": "<p>It is long.<\/p>", "correct": "false", "behaviour": {"feedbackOnWrong": "Look again."}}},
            {"library": "H5P.Blanks 1.12", "params": {"text": "<p>How many?<\/p>", "questions": ["<p>There are *12/twelve:A dozen* of them.<\/p>"]}},
            {"library": "H5P.Blanks 1.12", "params": {"text": "<p>How many?<\/p>", "questions": ["<p>*1,200/1200* km<\/p>"]}},
            {"library": "H5P.Essay 1.5", "params": {"taskDescription": "Why?", "solution": {"sample": "So."}, "keywords": [{"keyword": "so"}]}}
            """;

        var (quiz, errors) = ImportWithNotes(Package($$"""{"questions": [{{Questions}}]}"""), 0);

        Assert.Equal("Rivers & lakes", quiz.Title.UnicodeText);
        Assert.Equal(
            [QuestionKind.Choice, QuestionKind.TrueFalse, QuestionKind.Open, QuestionKind.Numeric, QuestionKind.Open],
            quiz.Questions.Select(question => question.Kind));
        var choice = (ChoiceQuestion)quiz.Questions[0];
        Assert.Equal(("Which *river*?", "No.", "North", "It's long.\n\nRight!"), (
            choice.Prompt.Markdown, choice.Choices[0].Feedback!.Markdown, Assert.Single(choice.Hints).Markdown, choice.Explanation!.Markdown));
        Assert.Equal([false, true], choice.Choices.Select(one => one.IsCorrect));
        Assert.False(((TrueFalseQuestion)quiz.Questions[1]).IsTrue);
        Assert.Contains("There are \\_\\_\\_\\_\\_ of them.", quiz.Questions[2].Prompt.Markdown, StringComparison.Ordinal);
        var number = (NumericQuestion)quiz.Questions[3];
        Assert.Equal((1200, 0, "km"), (number.CorrectValue, number.Tolerance, number.Unit));
        Assert.Equal("So.", quiz.Questions[4].Answer.Text.Markdown);
        Assert.Contains("question 3: warning IMPORT: the answer is a text", errors, StringComparison.Ordinal);
        Assert.Contains("question 5: warning IMPORT: its keywords are left out", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"library": "H5P.DragText 1.10", "params": {}}""", "it is of the type 'H5P.DragText', which has no counterpart in a quiz")]
    [InlineData("""{"library": "H5P.MultiChoice 1.16", "params": {"question": "A?", "answers": []}}""", "none of its choices is right")]
    [InlineData("""{"library": "H5P.TrueFalse 1.8", "params": {"question": "A."}}""", "neither true nor false is right")]
    [InlineData("""{"library": "H5P.Blanks 1.14", "params": {"text": "A", "questions": ["*a* and *b*"]}}""", "it has 2 blanks: write a question for each")]
    [InlineData("""{"library": "H5P.Blanks 1.14", "params": {"text": "A", "questions": ["nothing"]}}""", "it has no blank")]
    [InlineData("""{"library": "H5P.Essay 1.5", "params": {"taskDescription": "Why?"}}""", "it has no answer: write one as the sample solution")]
    [InlineData("5", "it is of an unknown type")]
    public void A_question_without_a_counterpart_or_a_key_is_left_out_with_a_remedy(string question, string message)
    {
        const string Whole = """{"library": "H5P.TrueFalse 1.8", "params": {"question": "It is.", "correct": "true"}}""";

        var (quiz, errors) = ImportWithNotes(Package($$"""{"questions": [{{Whole}}, {{question}}]}"""), 1);

        Assert.Single(quiz.Questions);
        Assert.Contains("question 2: error IMPORT: not imported: " + message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_is_one_question_is_read()
    {
        var path = Package(
            """{"question": "It is.", "correct": "true"}""", Manifest.Replace("QuestionSet", "TrueFalse", StringComparison.Ordinal));

        Assert.Equal(QuestionKind.TrueFalse, Assert.Single(Import(path).Questions).Kind);
    }

    // The comment has the tolerance; a blank that was edited since has the last word.
    [Fact]
    public void An_edited_blank_counts_more_than_the_key_in_the_comment()
    {
        const string Quiz = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=b kind=numeric value=20 tolerance=1 -->\n\nWhat?\n\n### Answer\n\n20\n";
        var entries = Unzipped(Export(Quiz).Bytes);
        var kept = (NumericQuestion)Assert.Single(Import(_here.Write("a.h5p", Zipped(entries))).Questions);
        var content = Encoding.UTF8.GetString(entries["content/content.json"]);
        Assert.Contains("*20/19/21*", content, StringComparison.Ordinal);
        entries["content/content.json"] = Encoding.UTF8.GetBytes(content
            .Replace("*20/19/21*", "*30*", StringComparison.Ordinal).Replace("\"feedback\": \"20\"", "\"feedback\": \"30\"", StringComparison.Ordinal));

        var edited = (NumericQuestion)Assert.Single(Import(_here.Write("b.h5p", Zipped(entries))).Questions);

        Assert.Equal((20, 1, 30, 0), (kept.CorrectValue, kept.Tolerance, edited.CorrectValue, edited.Tolerance));
    }

    private ExportedFile Export(string text)
    {
        var path = _here.Write("quiz.quiz.md", text);
        _here.Write("map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        return H5PPackage.Write(new QuizSource(QuizLoader.Load(path).Quiz!, path));
    }

    private string Package(string content, string manifest = Manifest) => _here.Write("a.h5p", Zipped(new Dictionary<string, byte[]>
    {
        ["h5p.json"] = Encoding.UTF8.GetBytes(manifest),
        ["content/content.json"] = Encoding.UTF8.GetBytes(content),
    }));

    private Quiz Import(string path) => ImportWithNotes(path, 0).Quiz;

    private (Quiz Quiz, string Errors) ImportWithNotes(string path, int exitCode)
    {
        var target = _here.PathOf("out.quiz.md");
        var run = Workplace.Run("import", path, "--output", target, "--force");
        Assert.True(run.ExitCode == exitCode, run.Error + run.Output);
        var loaded = QuizLoader.Load(target);
        Assert.Empty(loaded.Problems);
        return (loaded.Quiz!, run.Error);
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

    private static byte[] Zipped(Dictionary<string, byte[]> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
