// The edits that cure problems: what they write, and that each cures its problem.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class FixTests
{
    private const string Front = "---\nid: a\nlanguage: en\n---\n# A\n\n";
    private const string Question = Front + "## Question 1\n<!-- quiz: id=one -->\n\n";
    private const string Prompt = Question + "What?\n\n### Answer\n\n";
    private const string Choices = "\n\nWhich?\n\n- [x] a\n- [ ] b\n";

    public static TheoryData<string, string> Fixes => new()
    {
        // Front matter.
        { "----\nid: a\nlanguage: en\n---\n# A\n", "---\nid: a\nlanguage: en\n---\n# A\n" },
        { "---\nid: a\nlanguage: en\n—\n# A\n", "---\nid: a\nlanguage: en\n---\n# A\n" },
        { "id: a\nlanguage: en\n---\n# A\n", "---\nid: a\nlanguage: en\n---\n# A\n" },
        { "id: a\r\nlanguage: en\r\n---\r\n# A\r\n", "---\r\nid: a\r\nlanguage: en\r\n---\r\n# A\r\n" },
        { "---\nid: a\nlangauge: en\n---\n# A\n", "---\nid: a\nlanguage: en\n---\n# A\n" },
        { "---\nid = a\nlanguage: en\n---\n# A\n", "---\nid: a\nlanguage: en\n---\n# A\n" },
        { Front + "Words.\uFEFF\n", Front + "Words.\n" },

        // Headings.
        {
            Front + "## Qestion 1\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n",
            Front + "## Question 1\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n"
        },
        { Prompt + "B.\n\n### Expalnation\n\nC.\n", Prompt + "B.\n\n### Explanation\n\nC.\n" },
        { Question + "What?\n\n## Answer\n\nB.\n", Prompt + "B.\n" },
        { Question + "What?\n\n###Answer\n\nB.\n", Prompt + "B.\n" },
        { Question + "What?\n\n### Аnswer\n\nB.\n".Replace('А', '\uFF21'), Prompt + "B.\n" },
        { Question + "What?\n\nAnswer\n------\n\nB.\n", Prompt + "B.\n" },
        {
            Prompt + "B.\n\n## Question 1: Two\n<!-- quiz: id=two -->\n\nA?\n\n### Answer\n\nB.\n",
            Prompt + "B.\n\n## Question 2: Two\n<!-- quiz: id=two -->\n\nA?\n\n### Answer\n\nB.\n"
        },

        // Comments.
        { Prompt + "A <!-- clam: x -->word<!-- /claim -->.\n", Prompt + "A <!-- claim: x -->word<!-- /claim -->.\n" },
        { Prompt + "A <!-- claim: x -->word<!-- end claim -->.\n", Prompt + "A <!-- claim: x -->word<!-- /claim -->.\n" },
        { Prompt + "A <!-- claim x -->word<!-- /claim -->.\n", Prompt + "A <!-- claim: x -->word<!-- /claim -->.\n" },
        { Prompt + "A <!-- claim: x -->word<!-- /claim: x -->.\n", Prompt + "A <!-- claim: x -->word<!-- /claim -->.\n" },
        { Prompt + "A <!-- claim: id=x -->word<!-- /claim -->.\n", Prompt + "A <!-- claim: x -->word<!-- /claim -->.\n" },
        { Quiz("quiz: id=one").Replace("-->", "->", StringComparison.Ordinal), Quiz("quiz: id=one") },
        { Prompt + "A word. <!- note: x -->\n", Prompt + "A word. <!-- note: x -->\n" },
        { Quiz("quizz id=one"), Quiz("quiz: id=one") },
        { Quiz("id=one"), Quiz("quiz: id=one") },
        { Quiz("quiz: one"), Quiz("quiz: id=one") },
        { Quiz("quiz：id=one"), Quiz("quiz:id=one") },
        { Quiz("quiz: id=one knd=choice"), Quiz("quiz: id=one kind=choice") },
        { Quiz("quiz: id=one kind=choise"), Quiz("quiz: id=one kind=choice") },
        { Quiz("quiz: id=one kind = choice"), Quiz("quiz: id=one kind=choice") },
        { Quiz("quiz: id=one kind: choice"), Quiz("quiz: id=one kind=choice") },
        { Quiz("quiz: id=one tags: a"), Quiz("quiz: id=one tags=a") },
        { Quiz("quiz: id=one tags=“a, b”"), Quiz("quiz: id=one tags=\"a, b\"") },
        { Quiz("quiz: id=one tags='a, b'"), Quiz("quiz: id=one tags=\"a, b\"") },
        { Quiz("quiz: id=one tags=a, b"), Quiz("quiz: id=one tags=\"a, b\"") },
        { Quiz("quiz: id=one tags=\"[a, b]\""), Quiz("quiz: id=one tags=\"a, b\"") },
        { Quiz("quiz: id=one, kind=choice; tags=a"), Quiz("quiz: id=one kind=choice tags=a") },
        { Quiz("quiz: id=one,kind=choice"), Quiz("quiz: id=one kind=choice") },
        {
            Prompt + "<!-- not-checkable: It is taste. -->\nNice.<!-- /not-checkable -->\n",
            Prompt + "<!-- not-checkable: reason=\"It is taste.\" -->\nNice.<!-- /not-checkable -->\n"
        },
        {
            Prompt + "A <!-- claim: xa expect=refuted -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=xb -->\n\nC.\n",
            Prompt + "A <!-- claim: xa expect=refuted -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=xa -->\n\nC.\n"
        },

        // Formulas.
        { Prompt + "It is $ x$.\n", Prompt + "It is $x$.\n" },
        { Prompt + "It is $\\aplha$.\n", Prompt + "It is $\\alpha$.\n" },
        { Prompt + "It is $x\u202E+1$.\n", Prompt + "It is $x+1$.\n" },

        // Markdown.
        { Prompt + "| a | b |\n| --- |\n| 1 | 2 |\n", Prompt + "| a | b |\n| --- | --- |\n| 1 | 2 |\n" },
        { Prompt + "| a |\n| --- |\n| `x|y` |\n", Prompt + "| a |\n| --- |\n| `x\\|y` |\n" },
        { Prompt + "| a |\n| --- |\n| $|y$ |\n", Prompt + "| a |\n| --- |\n| $\\|y$ |\n" },
        { Prompt + "A List<int> is it.\n", Prompt + "A `List<int>` is it.\n" },
        { Prompt + "See [this](my file.png).\n", Prompt + "See [this](<my file.png>).\n" },
        { Prompt + "See (this *one*)[https://example.org].\n", Prompt + "See [this *one*](https://example.org).\n" },
        { Prompt + "\u00A0- one\n\u00A0- two\n", Prompt + "- one\n- two\n" },
    };

    public static TheoryData<string> Mistakes =>
    [
        .. DiagnosticTests.Mistakes.Select(row => string.Concat(((string)((object[])row)[1]).Where(c => c is not ('«' or '»'))))
            .Concat(SlipTests.Slips.Select(row => (string)((object[])row)[0]))
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Fixes))]
    public void A_fix_writes_what_the_message_says(string wrong, string right)
    {
        var text = wrong;
        while (FrontEnd.Compile(text).Problems.FirstOrDefault(problem => problem.Fix is not null) is { } problem) text = Apply(text, problem);

        Assert.Equal(right, text);
        Assert.Empty(FrontEnd.Compile(text).Problems);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_fix_cures_its_problem(string wrong)
    {
        var problems = FrontEnd.Compile(wrong).Problems;

        foreach (var problem in problems.Where(problem => problem.Fix is not null))
        {
            var left = FrontEnd.Compile(Apply(wrong, problem)).Problems;

            Assert.True(
                !left.Any(other => other.Definition == problem.Definition && other.Span.Start == problem.Span.Start),
                $"{problem.Message} is not cured by {problem.Fix} in:\n{wrong}");
        }
    }

    [Theory]
    [InlineData(Question + "A?\n\n### The answer to it\n<!-- answer: author=editors -->\n\nB.\n")]
    [InlineData(Front + "## Question 1 of 3 Rivers\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n")]
    [InlineData(Front + "## Question 1\n<!-- quiz: id=one kidn=open kind=open -->\n\nA?\n\n### Answer\n\nB.\n")]
    [InlineData(Front + "## Question 1\n<!-- quiz: id=one value=5 apples kind=numeric -->\n\nA?\n\n### Answer\n\n5.\n")]
    [InlineData(Prompt + "A <!-- note: never closed\n\nB.\n")]
    [InlineData(Prompt + "It is $\\begin{algined} x \\end{algined}$.\n")]
    public void Where_words_would_be_lost_or_a_guess_is_left_there_is_none(string wrong)
    {
        var problems = FrontEnd.Compile(wrong).Problems;

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Fix));
    }

    private static string Quiz(string comment) => Front + "## Question 1\n<!-- " + comment + " -->" + Choices;

    private static string Apply(string text, QuizDiagnostic problem)
    {
        var edited = new EditedText(text);
        edited.Apply([problem.Fix!.Value]);
        return edited.Text;
    }
}
