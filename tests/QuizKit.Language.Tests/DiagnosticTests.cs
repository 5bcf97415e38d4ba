// Every diagnostic of a single file, each with the exact range of the text that it marks: «…» in the examples.

using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class DiagnosticTests
{
    private const string Front = Samples.FrontMatter;
    private const string Head = Front + "## Question 1\n<!-- quiz: id=one -->\n\n";
    private const string Prompt = Head + "What?\n\n### Answer\n\n";

    private static string Complete(string file) =>
        file.Replace("language: en\n", "language: en\ncoverage: complete\n", StringComparison.Ordinal);

    private static string Choices(string choices) =>
        Front + "## Question 1\n<!-- quiz: id=one kind=choice -->\n\nA?\n\n" + choices + "\n\n### Answer\n\nB.\n";

    /// <summary>Files with exactly one mistake: the id, the file with the marked range, and words of the message.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "QK0001", "«»", "empty" },
        { "QK0001", "«» \n\n", "Begin it with front matter" },
        { "QK0003", "«# A title»\n", "does not begin with front matter" },
        { "QK0003", "«---»\nid: a\nlanguage: en\n", "never closed" },
        { "QK0004", "---\nid: a\nlanguage: en\n«langauge»: en\n---\n# A\n", "Did you mean 'language'?" },
        { "QK0004", "---\nid: a\nlanguage: en\n«id»: b\n---\n# A\n", "twice" },
        { "QK0005", "---\nid: a\nlanguage: en\n«nonsense»\n---\n# A\n", "'key: value'" },
        { "QK0005", "---\nid: a\nlanguage: «english please»\n---\n# A\n", "BCP 47" },
        { "QK0005", "---\nid: «Über»\nlanguage: en\n---\n# A\n", "not a valid slug" },
        { "QK0005", "«---»\nlanguage: en\n---\n# 川\n", "needs 'id'" },
        { "QK0005", "---\nid: a\nlanguage: en\nretired:«»\n---\n# A\n", "An id is missing here" },
        { "QK0005", "---\nid: a\nlanguage: en\nretired: b,«»\n---\n# A\n", "An id is missing here" },
        { "QK0005", "---\nid: a\nlanguage: en\ncoverage: «all»\n---\n# A\n", "'complete' or 'open'" },
        { "QK0005", "---\nid: a\nlanguage: en\ncoverage:«»\n---\n# A\n", "'complete' or 'open'" },
        { "QK0006", "---\nid: a\nlanguage: en\n---\n«»## Question 1\n<!-- quiz: id=one -->\n\nA?\n\n### Answer\n\nB.\n", "no title" },
        { "QK0007", Front + "«## Qestion 1»\n", "write '## Question 1'" },
        { "QK0007", Front + "«# Again»\n", "second title" },
        { "QK0007", Front + "«### Answer»\n\nB.\n", "does not belong to a question" },
        { "QK0007", Prompt + "B.\n\n«### Answer»\n\nC.\n", "second answer" },
        { "QK0007", Prompt + "B.\n\n«Words\n---»\n", "Write headings with '#'" },
        { "QK0008", Prompt + "B.\n\n«## Question 1»\n\nA?\n\n### Answer\n\nB.\n", "Numbers rise" },
        { "QK0009", Front + "«## Question 1»\n\nКакая?\n\n### Answer\n\nB.\n", "no id" },
        { "QK0015", Prompt + "B.\n\n«## Question 2: One»\n\nA?\n\n### Answer\n\nB.\n", "already used in line 8" },
        { "QK0009", Prompt + "B.\n\n«### Erratum»\n\nC.\n", "what it corrects" },
        { "QK0010", Prompt + "A <!-- «clam»: x -->word.\n", "Did you mean 'claim'?" },
        {
            "QK0010",
            Front + "## Question 1\n<!-- «qiuz»: id=one kind=choice -->\n\nA?\n\n- [x] a\n- [ ] b\n\n### Answer\n\nB.\n",
            "Did you mean 'quiz'?"
        },
        { "QK0010", Front + "## Question 1\n<!-- «quizz»: id=one -->\n\nA?\n\n### Answer\n\nB.\n", "Did you mean 'quiz'?" },
        {
            "QK0010",
            Prompt + "A <!-- claim: x not-executable=x -->word<!-- /claim -->.\n\n"
                + "### Erratum\n<!-- «eratum»: kind=imprecise claim=x -->\n\nC.\n",
            "Did you mean 'erratum'?"
        },
        { "QK0011", Front + "## Question 1\n<!-- quiz: id=one «knd»=open -->\n\nA?\n\n### Answer\n\nB.\n", "Did you mean 'kind'?" },
        {
            "QK0011",
            Prompt + "A <!-- claim: x expect=refuted «expect»=confirmed -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: "
                + "kind=imprecise claim=x -->\n\nC.\n",
            "twice"
        },
        { "QK0011", Front + "## Question 1\n<!-- quiz: id=one value=«3» -->\n\nA?\n\n### Answer\n\nB.\n", "Only a numeric" },
        { "QK0011", Front + "## Question 1\n<!-- quiz: id=one unit=«kg» -->\n\nA?\n\n### Answer\n\nB.\n", "Only a numeric" },
        {
            "QK0011",
            Prompt + "A <!-- claim: x not-executable=\"No.\" expect=«refuted» -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: "
                + "kind=imprecise claim=x -->\n\nC.\n",
            "no verdict"
        },
        { "QK0012", Front + "## Question 1\n<!-- quiz: id=one kind=«opn» -->\n\nA?\n\n### Answer\n\nB.\n", "Did you mean 'open'?" },
        { "QK0012", Front + "## Question 1\n«<!-- quiz: id=one kind=numeric -->»\n\nA?\n\n### Answer\n\nB.\n", "needs its answer" },
        { "QK0012", Front + "## Question 1\n<!-- quiz: id=«One» -->\n\nA?\n\n### Answer\n\nB.\n", "not a valid slug" },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=«1e999» -->\n\nA?\n\n### Answer\n\nB.\n",
            "not a valid number"
        },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=1 tolerance=«-1» -->\n\nA?\n\n### Answer\n\nIt is 1.\n",
            "0 or more"
        },
        { "QK0012", Prompt + "A «<!-- claim: expect=qualified -->»word<!-- /claim -->.\n", "no id" },
        { "QK0012", Front + "## Question 1\n<!-- quiz: id=one tags=«Big» -->\n\nA?\n\n### Answer\n\nB.\n", "not a valid slug" },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one tags=\"a, b,«», c\" -->\n\nA?\n\n### Answer\n\nB.\n",
            "'' is not a valid slug"
        },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one tags=\"a, b, «a»\" -->\n\nA?\n\n### Answer\n\nB.\n",
            "The tag 'a' occurs twice"
        },
        {
            "QK0012",
            Prompt + "A <!-- claim: x values=\"1, «x», 2\" -->1 of 2<!-- /claim -->.\n",
            "'x' is not a valid number for 'values'. Write it like 2817, -1.5, 3.8e-6 or 1/4."
        },
        {
            "QK0012",
            Prompt + "A <!-- claim: x values=\"1,«», 2\" -->1 of 2<!-- /claim -->.\n",
            "'' is not a valid number for 'values'"
        },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=«NaN» -->\n\nA?\n\n### Answer\n\nB.\n",
            "'NaN' is not a valid number for 'value'"
        },
        {
            "QK0012",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=«0x5» -->\n\nA?\n\n### Answer\n\nB.\n",
            "'0x5' is not a valid number for 'value'"
        },
        { "QK0012", Prompt + "A «<!-- not-checkable: -->»word<!-- /not-checkable -->.\n", "Say why" },
        { "QK0012", Prompt + "A «<!-- not-checkable: reason=\"\" -->»word<!-- /not-checkable -->.\n", "Say why" },
        {
            "QK0013",
            Prompt + "A <!-- claim«» x -->word<!-- /claim -->.\n".Replace("claim«»", "«claim»", StringComparison.Ordinal),
            "colon is missing"
        },
        { "QK0013", Prompt + "A <!-- claim: x «expect» -->word<!-- /claim -->.\n", "not 'key=value'" },
        { "QK0013", Front + "## Question 1\n<!-- quiz: id=one «=x y» kind=open -->\n\nA?\n\n### Answer\n\nB.\n", "'=x y' is not 'key=value'" },
        { "QK0013", Front + "## Question 1\n<!-- quiz: id=one «＝» -->\n\nA?\n\n### Answer\n\nB.\n", "'＝' is not 'key=value'" },
        { "QK0013", Front + "## Question 1\n<!-- quiz: id=one tags=\"a\" «b c» -->\n\nA?\n\n### Answer\n\nB.\n", "key=\"a b\"" },
        { "QK0013", Front + "## Question 1\n<!-- quiz: id=one tags=\"a\"«b» -->\n\nA?\n\n### Answer\n\nB.\n", "'b' is not 'key=value'" },
        { "QK0013", Prompt + "A <!-- claim: x values=«\"»1 -->word 1<!-- /claim -->.\n", "quotation mark" },
        { "QK0013", Prompt + "A word «<!--» note: and no end.\n", "never closed" },
        { "QK0013", Prompt + "A word.\n\n«<!--» note: and no end.\n\nMore words.\n", "never closed" },
        { "QK0013", Prompt + "A <!-- claim: x -->word<!-- /claim «y» -->.\n", "contains nothing else" },
        { "QK0014", Prompt + "A word.\n\n<!-- note: x -->«Swallowed words.»\n", "are raw HTML" },
        { "QK0014", Prompt + "Words.\n\n```text «<!--» note: x -->\na\n```\n", "opens a block of code" },
        { "QK0014", Prompt + "The $a «<!--» note: x --> b$.\n", "formula cannot contain" },
        { "QK0014", Prompt + "A word. «<!-- answer: author=editors -->»\n", "below its heading" },
        {
            "QK0014",
            Front.Replace("# A sample", "# A sample «<!-- note: x -->»", StringComparison.Ordinal),
            "heading cannot contain comments"
        },
        {
            "QK0014",
            Front + "«<!-- not-checkable: reason=x -->»\nWords.<!-- /not-checkable -->\n\n" + Samples.Question,
            "The not-checkable passage is in the introduction"
        },
        { "QK0014", Front + "«<!-- claim: x -->»\nWords.<!-- /claim -->\n\n" + Samples.Question, "The claim 'x' is in the introduction" },
        { "QK0015", Prompt + "B.\n\n## Question 2\n<!-- quiz: id=«one» -->\n\nA?\n\n### Answer\n\nB.\n", "already used in line 8" },
        { "QK0015", Prompt + "A <!-- claim: «one» -->word<!-- /claim -->.\n", "already used in line 8" },
        {
            "QK0016",
            Prompt.Replace("language: en", "language: en\nretired: old, older", StringComparison.Ordinal)
                + "A <!-- claim: «older» -->word<!-- /claim -->.\n",
            "line 4"
        },
        { "QK0017", Front + "«## Question 1»\n<!-- quiz: id=one -->\n\nA?\n", "Question 1 has no answer" },
        { "QK0018", Head + "What?\n\n«### Answer»\n", "The answer has no words" },
        { "QK0018", Front + "«## Question 1»\n<!-- quiz: id=one -->\n\n### Answer\n\nB.\n", "The prompt of this question has no words" },
        { "QK0019", Prompt + "A «<!-- claim: x -->»word.\n", "'x' is never closed" },
        { "QK0019", Prompt + "A word«<!-- /claim -->».\n", "does not close a claim" },
        { "QK0019", Prompt + "A **<!-- claim: x -->word** more«<!-- /claim -->».\n", "cuts through emphasis" },
        {
            "QK0019",
            Prompt + "A ![tide *at «<!-- claim: x -->»noon<!-- /claim -->*](https://example.org/tide.png).\n",
            "before the picture"
        },
        { "QK0019", Prompt + "A «<!-- not-checkable: reason=x -->»word.\n", "The not-checkable passage is never closed" },
        {
            "QK0019",
            Prompt + "A <!-- claim: x -->b <!-- not-checkable: reason=x -->c«<!-- /claim -->» d<!-- /not-checkable -->.\n",
            "close the inner one first"
        },
        {
            "QK0020",
            Prompt + "A «<!-- not-checkable: reason=x -->» <!-- /not-checkable --> word.\n",
            "The not-checkable passage quotes no words"
        },
        { "QK0020", Prompt + "A «<!-- claim: x -->»<!-- /claim --> word.\n", "quotes no words" },
        { "QK0021", Prompt + "A <!-- claim: x values=\"2, «2816»\" -->total of 2 and $2{,}817$<!-- /claim -->.\n", "They print: 2, 2817" },
        { "QK0022", Prompt + "It costs «$»x.\n", "literal dollar sign" },
        {
            "QK0022",
            Prompt + "A $\\frac«{»1}{2$ half.\n".Replace("\\frac«{»1}{2", "\\frac{1}«{»2", StringComparison.Ordinal),
            "never closed"
        },
        { "QK0022", Prompt + "A $x«}»$ brace.\n", "closes nothing" },
        { "QK0022", Prompt + "A $«\\left»( x$ fence.\n", "no '\\right'" },
        { "QK0022", Prompt + "A $x«^»$ script.\n", "ends where a superscript" },
        { "QK0022", Prompt + "Open:\n\n«$$»\nx = 1\n", "never closed" },
        { "QK0023", Prompt + "A $«\\apprx» 1$ guess.\n", "Did you mean '\\approx'?".Replace("\\", "", StringComparison.Ordinal) },
        { "QK0023", Prompt + "A $«@»$ sign.\n", "'@'" },
        { "QK0024", Prompt + "A «<b>»bold word.\n", "escape the '<'" },
        { "QK0024", Prompt + "Words.\n\n«<div>\nx\n</div>»\n", "Raw HTML" },
        { "QK0025", Prompt + "Words.\n\n    «indented»\n", "Indented code" },
        { "QK0025", Prompt + "Words.\n\n«```»csharp\nvar x = 1;\n", "never closed" },
        { "QK0025", Prompt + "Words.\n\n> «# Heading»\n", "inside a list" },
        { "QK0025", Prompt + "| a |\n| - |\n| `b «|» c` |\n", "even in code" },
        {
            "QK0026",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=«7» -->\n\nA?\n\n### Answer\n\nIt is 8.\n",
            "It prints: 8"
        },
        {
            "QK0026",
            Front + "## Question 1\n<!-- quiz: id=one kind=true-false value=«true» -->\n\nA?\n\n### Answer\n\n**False.**\n",
            "begins with 'False'"
        },
        {
            "QK0026",
            Front + "## Question 1\n<!-- quiz: id=one kind=true-false value=«false» -->\n\nA?\n\n### Answer\n\n**TRUE**, it is.\n",
            "declares false, but its answer begins with 'TRUE'"
        },
        {
            "QK0026",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=8 -->\n\nA?\n\n### Answer\n\n<!-- claim: x not-executable=x -->\n"
                + "It is "
                + "8.<!-- /claim -->\n\n### Erratum\n<!-- erratum: kind=wrong-result claim=x value=«9» -->\n\nIt is 10.\n",
            "They print: 10"
        },
        { "QK0027", Prompt + "A «<!-- claim: x expect=refuted -->»word<!-- /claim -->.\n", "no erratum" },
        {
            "QK0027",
            Prompt + "A <!-- claim: x not-executable=x -->word<!-- /claim -->.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=x -->\n\n"
                + "C «<!-- claim: y expect=refuted -->»word<!-- /claim -->.\n",
            "no erratum"
        },
        {
            "QK0028",
            Prompt + "A word.\n\n### Erratum\n<!-- erratum: kind=imprecise claim=«y» -->\n\nC <!-- claim: y expect=refuted "
                + "-->word<!-- /claim -->.\n",
            "not a claim of this question."
        },
        {
            "QK0028",
            Prompt + "A <!-- claim: word not-executable=x -->word<!-- /claim -->.\n\n"
                + "### Erratum\n<!-- erratum: kind=imprecise claim=«wird» -->\n\nC.\n",
            "Did you mean 'word'?"
        },
        { "QK0029", Front + "## Question 1\n«<!-- quiz: id=one kind=choice -->»\n\nA?\n\n### Answer\n\nB.\n", "task list" },
        {
            "QK0029",
            Front + "## Question 1\n<!-- quiz: id=one kind=choice -->\n\nA?\n\n«- [ ] a»\n- [ ] b\n\n### Answer\n\nB.\n",
            "None of the choices"
        },
        {
            "QK0029",
            Front + "## Question 1\n<!-- quiz: id=one kind=choice -->\n\nA?\n\n- [x] a\n- [ ] b\n«- c»\n\n### Answer\n\nB.\n",
            "begins with"
        },
        {
            "QK0055",
            Front + "## Question 1\n<!-- quiz: id=one kind=numeric value=5 -->\n\nA?\n\n### Answer\n\nIt is 5.\n\n### Slip\n<!-- slip: value=«5.0» -->\n\nB.\n",
            "takes 5.0 as right"
        },
        { "QK0054", Choices("- [x] a\n«- [ ] a»"), "reads like that of line 12: 'a'" },
        { "QK0029", Choices("«- [x]»\n- [ ] b"), "This choice has no words." },
        { "QK0029", Choices("- [x] a\n«- [ ] <!-- note: x -->»"), "This choice has no words." },
        { "QK0029", Choices("- [x] a\n«- [ ] $\\,$»\n- [ ] c"), "This choice has no words." },
        { "QK0029", Front + "## Question 1\n<!-- quiz: id=one kind=open -->\n\nA?\n\n«- [x] a»\n- [ ] b\n\n### Answer\n\nB.\n", "kind=choice" },
        { "QK0029", Prompt + "B.\n\n- «[x]» a\n\nMore.\n", "ends the prompt" },
        {
            "QK0030",
            Prompt + "A <!-- claim: a-1 -->word<!-- /claim --> and <!-- claim: «a1» -->another<!-- /claim -->.\n",
            "become the C# member 'A1'"
        },
        {
            "QK0030",
            Front + "## Question 1\n<!-- quiz: id=one tags=a-1 -->\n\nA?\n\n### Answer\n\nB.\n\n## Question 2\n<!-- quiz: id=two "
                + "tags=«a1» -->\n\nA?\n\n### Answer\n\nB.\n",
            "become the C# member 'A1'"
        },
        { "QK0033", Prompt + "See «[the table](missing/table.txt)».\n", "no file 'missing/table.txt'" },
        { "QK0033", Prompt + "See «[the first](#qestion-1)».\n", "Did you mean 'question-1'?" },
        { "QK0034", Prompt + "See «[this](java\tscript:alert)».\n".Replace("\t", "", StringComparison.Ordinal), "'javascript:'" },
        { "QK0034", Prompt + "See «<vbscript:x>».\n", "'vbscript:'" },
        { "QK0034", Prompt + "See «[this](java&Tab;script&colon;alert)».\n", "'javascript:'" },
        { "QK0034", Prompt + "See «[this](java&#8203;script:alert)».\n", "'javascript:'" },
        { "QK0034", Prompt + "See «![this](data:text/html,x)».\n", "'data:'" },
        { "QK0034", Prompt + "See «[this](//example.org)».\n", "begins with '//'" },
        { "QK0034", Prompt + "See «[this](/\\example.org)».\n", "A backslash" },
        { "QK0033", Prompt + "See «[this][map]» there.\n", "does not define '[map]'" },
        { "QK0033", Prompt + "See [this][map] there.\n\n«[map]: tide.png»\n", "no file 'tide.png'" },
        { "QK0034", Prompt + "See [this] there.\n\n«[this]: ftp://example.org»\n", "'ftp:'" },
        { "QK0035", Prompt + "See «[ ][map]» there.\n\n[map]: https://example.org\n", "no words to follow" },
        { "QK0035", Prompt + "A tide: «![](https://example.org/tide.png)»\n", "no alternative text" },
        { "QK0035", Prompt + "See «[](https://example.org)» there.\n", "no words to follow" },
        { "QK0036", Prompt + "Words. <!-- suppress: «QK0022» reason=\"x\" -->\n", "is an error and cannot be suppressed" },
        { "QK0036", Prompt + "Words. «<!-- suppress: reason=\"x\" -->»\n", "does not name a warning" },
        { "QK0037", Prompt + "Words. <!-- suppress: «QK0033» reason=\"x\" -->\n", "Nothing in this section" },
        { "QK0039", Complete(Prompt) + "This. «It is not so.»\n", "'It is not so.'" },
        { "QK0039", Complete(Head) + "Is it?\n«It is so: false.»\n\n### Answer\n\nTrue.\n", "'It is so: false.'" },
        {
            "QK0039",
            Complete(Prompt) + "A <!-- claim: x not-executable=x -->word<!-- /claim -->.\n\n"
                + "### Erratum\n<!-- erratum: kind=imprecise claim=x -->\n\n"
                + "«It has more words than» <!-- claim: y -->one.<!-- /claim -->\n",
            "'It has more words than'"
        },
        { "QK0043", Prompt + "A <img src=x «<!-- note: x -->»>.\n", "compiled without this comment" },
        { "QK0043", Prompt + "- x <!-- claim: x -->«[x] y»\n- z<!-- /claim -->\n", "Alone, these words" },
        { "QK0044", Prompt + "A word.\n\n«[w]: https://example.org»\n", "'[words][w]'" },
        { "QK0044", Prompt + "A [w].\n\n[w]: https://example.org\n«[w]: https://example.com»\n", "defined above" },
        { "QK0040", Prompt + "A «<!-- claim: x expect=qualified -->»word<!-- /claim -->.\n", "says where it does not hold" },
        {
            "QK0040",
            Prompt + "A <!-- claim: x -->word<!-- /claim --> <!-- claim: y not-executable=x -->more<!-- /claim -->.\n\n### Erratum\n"
                + "<!-- erratum: kind=outdated claim=\"y, «x»\" -->\n\nC.\n",
            "expected to be confirmed"
        },
        { "QK0042", Prompt + string.Concat(Enumerable.Repeat("> ", 32)) + "«>» A word.\n", "at most 32 deep" },
        {
            "QK0042",
            Prompt + "A word of " + string.Concat(Enumerable.Range(1, 16).Select(number => $"<!-- claim: c{number} -->"))
                + "«<!-- claim: c17 -->»a claim" + string.Concat(Enumerable.Repeat("<!-- /claim -->", 17)) + ".\n",
            "at most 16 deep"
        },
        { "QK0045", Prompt + "«<<<<<<< HEAD»\nThis.\n=======\nThat.\n>>>>>>> other\n", "not resolved" },
        { "QK0046", Prompt + "«| a | b |»\n| 1 | 2 |\n", "Write here: | --- | --- |" },
        { "QK0047", Prompt + "See «[this](a b)».\n", "](<a b>)" },
        { "QK0047", Prompt + "See «![a [this] b](c d)».\n", "](<c d>)" },
        { "QK0047", Prompt + "See [a] b «[this](»c\nd.\n", "not a link" },
        { "QK0047", Prompt + "See «(this)[https://example.org]».\n", "[this](https://example.org)" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_reported_once_on_its_exact_place(string id, string marked, string words)
    {
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        var problem = Assert.Single(FrontEnd.Compile(text, hasLinkedFiles: false).Problems);

        Assert.Equal((id, TextSpan.FromBounds(start, end)), (problem.Definition.Rule.Id, problem.Span));
        Assert.Contains(words, problem.Message.Replace("\\apprx", "apprx", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_that_a_single_file_can_break_has_an_example_here()
    {
        // Those of a project and of translations are tested with the generator, the encoding of a file by itself, an internal error with its report.
        // Suggestions are made to editors alone.
        string[] others =
        [
            "QK0002", "QK0031", "QK0032", "QK0038", "QK0041", "QK0048", "QK0049", "QK0056", "QK0057", "QK0058", "QK0059", "QK0060",
            "QK0061",
        ];

        Assert.Equal(
            Definitions.Rules.Select(rule => rule.Id).Except(others),
            Mistakes.Select(row => (string)((object[])row)[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_with_every_kind_of_question_has_no_mistake() => Assert.Empty(FrontEnd.Compile(Samples.EveryKind).Problems);

    [Fact]
    public void A_file_cut_off_anywhere_is_read_to_its_end_and_every_place_lies_in_it()
    {
        for (var length = 0; length <= Samples.EveryKind.Length; length += Thorough.Count(1, few: 7))
        {
            var text = Samples.EveryKind[..length];

            var problems = FrontEnd.Compile(text).Problems;

            Assert.All(problems, problem => Assert.InRange(problem.Span.End, problem.Span.Start, length));

            // A cut after the words of a section, or in the second choice, leaves a whole, shorter quiz; any other cut is a mistake.
            var sections = Regex.Split(text, "(?m)^(?=## Question )");
            var mayBeWhole = sections.Length > 1
                && sections[1..].All(section => Regex.IsMatch(section, @"### Answer\n.*\S|\n- .*\n- \[ \] *\S(?!.*###)", RegexOptions.Singleline));
            if (!mayBeWhole && sections.Length > 1)
                Assert.True(problems.Any(), $"Nothing is wrong with: …{text[Math.Max(0, length - 60)..]}");
        }
    }
}
