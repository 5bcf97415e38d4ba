// The formatter: what it spells, and that it changes no word, id or value.

using System.Text.RegularExpressions;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formatting;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class QuizFormatterTests
{
    private static readonly string Quizzes = Path.Combine(AppContext.BaseDirectory, "Quizzes");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Quizzes, "*.quiz.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Quizzes, file))];

    [Theory]
    [InlineData("## Question 3", "## Question 3")]
    [InlineData("## 3. Why *so*", "## Question 3: Why *so*")]
    [InlineData("##   Question 3", "## Question 3")]
    [InlineData("## Question 3:", "## Question 3")]
    [InlineData("## Question 3 – Why", "## Question 3: Why")]
    [InlineData("## Question 3) Why: so", "## Question 3: Why: so")]
    [InlineData("## Question: Why", "## Question: Why")]
    [InlineData("## Question", "## Question")]
    [InlineData("## Question 3 ##", "## Question 3 ##")]
    public void Headings_of_questions_have_one_spelling(string heading, string expected) =>
        Assert.Equal(Quiz(expected), Format(Quiz(heading)));

    [Fact]
    public void A_heading_stays_where_a_link_leads_to_one()
    {
        var quiz = Quiz("## 3. Why", prompt: "See [above](#3-why).");

        Assert.Equal(quiz, Format(quiz));
    }

    [Theory]
    [InlineData("<!--quiz:id=one-->", "<!-- quiz: id=one -->")]
    [InlineData("<!--   quiz:   id=one    tags=\"a,  b\"   -->", "<!-- quiz: id=one tags=\"a,  b\" -->")]
    [InlineData("<!-- quiz: tags=\"a\" id=one -->", "<!-- quiz: tags=\"a\" id=one -->")]
    [InlineData("<!-- quiz:\n  id=one\n  tags=a -->", "<!-- quiz:\n  id=one\n  tags=a -->")]
    public void Comments_have_single_spaces_and_keep_their_quotation_marks(string comment, string expected) =>
        Assert.Equal(Quiz("## Question 3", expected), Format(Quiz("## Question 3", comment)));

    [Fact]
    public void Every_kind_of_comment_is_spaced()
    {
        const string Before = Samples.FrontMatter + """
            ## Question 1
            <!--quiz:  id=one-->

            Which?

            - [x] right
            - [ ] wrong <!--choice:misconception=a-slip-->

            ### Answer
            <!--answer:author=editors-->

            <!--claim:  c1   values=2-->
            It is 2.<!--/claim--> <!--not-checkable:reason="So."-->Well, see.<!--  /not-checkable-->
            `<!--quiz:  id=two-->` stays.
            """;

        var after = Format(Before);

        Assert.Equal(
            Before
                .Replace("<!--quiz:  id=one-->", "<!-- quiz: id=one -->", StringComparison.Ordinal)
                .Replace("<!--choice:misconception=a-slip-->", "<!-- choice: misconception=a-slip -->", StringComparison.Ordinal)
                .Replace("<!--answer:author=editors-->", "<!-- answer: author=editors -->", StringComparison.Ordinal)
                .Replace("<!--claim:  c1   values=2-->", "<!-- claim: c1 values=2 -->", StringComparison.Ordinal)
                .Replace("<!--/claim-->", "<!-- /claim -->", StringComparison.Ordinal)
                .Replace("<!--not-checkable:reason=\"So.\"-->", "<!-- not-checkable: reason=\"So.\" -->", StringComparison.Ordinal)
                .Replace("<!--  /not-checkable-->", "<!-- /not-checkable -->", StringComparison.Ordinal),
            after);
    }

    [Fact]
    public void Ids_that_are_made_of_words_are_written_down()
    {
        const string Before = "---\nlanguage: en\n---\n# Great lakes\n\n## Question 1: Law of lakes\n\nWhy?\n\n### Answer\n\nSo.\n\n"
            + "## Question 2\n<!-- quiz: tags=lakes -->\n\nWhich lake?\n\n- [x] Baikal\n- [ ] none\n\n## Question 3: Is 7 a lake?\n- [x] no\n- [ ] yes";

        var after = Format(Before);

        Assert.Equal(
            "---\nid: great-lakes\nlanguage: en\n---\n# Great lakes\n\n## Question 1: Law of lakes\n<!-- quiz: id=law-of-lakes -->\n\nWhy?\n\n"
                + "### Answer\n\nSo.\n\n## Question 2\n<!-- quiz: id=which-lake tags=lakes -->\n\nWhich lake?\n\n- [x] Baikal\n- [ ] none\n\n"
                + "## Question 3: Is 7 a lake?\n<!-- quiz: id=is-7-a-lake -->\n- [x] no\n- [ ] yes",
            after);
        Assert.Equal(after.ReplaceLineEndings("\r\n"), Format(Before.ReplaceLineEndings("\r\n")));
        Assert.Equal(after.ReplaceLineEndings("\r"), Format(Before.ReplaceLineEndings("\r")));
    }

    [Fact]
    public void A_question_at_the_end_of_the_file_and_one_before_its_words_get_their_id()
    {
        const string Before = "---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\nWhy now?\n\n### Answer\nSo.\n";

        Assert.Contains("## Question 1\n<!-- quiz: id=why-now -->\nWhy now?\n", Format(Before), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_quiz_of_the_repository_keeps_its_meaning(string file) => Check(File.ReadAllText(Path.Combine(Quizzes, file)));

    [Fact]
    public void Each_example_of_the_documentation_that_compiles_keeps_its_meaning()
    {
        var checkedExamples = 0;
        foreach (var page in Directory.GetFiles(FencedExamples.DocsFolder, "*.md", SearchOption.AllDirectories))
        {
            foreach (var example in FencedExamples.In(FencedExamples.ReadPage(page)))
            {
                if (example.Text.StartsWith("---\n", StringComparison.Ordinal) && Check(example.Text)) checkedExamples++;
            }
        }

        Assert.InRange(checkedExamples, 5, 1000);
    }

    [Fact]
    public void Every_kind_of_question_and_random_words_keep_their_meaning()
    {
        var compiled = Check(Samples.EveryKind) ? 1 : 0;
        foreach (var body in RandomCases.Of(RandomMarkdown.WellFormed, Thorough.Count(150, few: 20)))
            if (Check($"---\nlanguage: en\n---\n# Title\n\n## 1) Words\n\n{body}\n\n### Answer\n\n{body}")) compiled++;
        Assert.InRange(compiled, Thorough.Count(50, few: 6), 151);
    }

    private static string Quiz(string heading, string? comment = null, string prompt = "What?") => Samples.FrontMatter
        + heading + "\n" + (comment ?? "<!-- quiz: id=one -->") + "\n\n" + prompt + "\n\n### Answer\n\nThis.\n";

    // Formats a quiz in each kind of line ends; false where it has errors.
    private static bool Check(string quiz)
    {
        if (Bind(quiz) is not { } before) return false;
        foreach (var lineEnd in new[] { "\n", "\r\n" })
        {
            var text = quiz.ReplaceLineEndings(lineEnd);
            var formatted = Format(text);
            var after = Bind(formatted);
            Assert.NotNull(after);
            Assert.Equal(before.Model, after.Model);
            Assert.Equal(formatted, Format(formatted));
            Assert.Equal(Words(text), Words(formatted));
        }

        return true;
    }

    // What is left of a file without its comments, the id of the front matter and the headings of questions.
    private static string Words(string text) => string.Concat(
        Regex.Replace(text, "(?s:<!--.*?-->)|(?m:^id:[^\r\n]*|^##[^#\r\n][^\r\n]*)", "")
            .Where(c => !char.IsWhiteSpace(c)));

    private static string Format(string quiz)
    {
        var bound = Bind(quiz);
        Assert.NotNull(bound);
        var text = new EditedText(quiz);
        text.Apply(QuizFormatter.Format(new SourceText(quiz), bound).Select(edit => edit.Edit));
        return text.Text;
    }

    private static BoundQuiz? Bind(string quiz)
    {
        var diagnostics = new DiagnosticBag();
        var bound = QuizBinder.Bind(new SourceText(quiz), diagnostics, Cancellation.Never);
        return diagnostics.HasError ? null : bound;
    }
}
