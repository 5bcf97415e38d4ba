// What people reported about other programs that read questions, as quizzes: each compiles to the right thing, or names the remedy.

using System.Text;
using Xunit;

namespace QuizKit.Loading.Tests;

public sealed class ReportedCaseTests
{
    // A display formula in a quotation has the marks of the quotation in its text: Python-Markdown's and Markdig's readers kept them.
    [Fact]
    public void A_display_formula_in_a_quotation_is_without_the_marks_of_the_quotation()
    {
        var question = Question("en", "id=energy", "A book says:\n\n> $$\n> E = m c^2\n> $$\n>\n> of a mass.", "1. In a list:\n   > $$\n   > a + b\n   > = c\n   > $$");

        Assert.Contains("E = mc²", question.Prompt.UnicodeText, StringComparison.Ordinal);
        Assert.Contains("a + b = c", question.Answer.Text.UnicodeText, StringComparison.Ordinal);
        Assert.All([question.Prompt, question.Answer.Text], text =>
        {
            Assert.Contains("<math display=\"block\">", text.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<mo>&gt;</mo>", text.Html, StringComparison.Ordinal);
        });
    }

    // Task lists of Markdig take any "[X]" in an item for a box.
    [Fact]
    public void Brackets_in_the_words_of_a_choice_or_an_item_stay_words()
    {
        var question = Assert.IsType<ChoiceQuestion>(Question(
            "en", "id=mean kind=choice", "Which holds?\n\n- [x] E[X] + E[Y] = E[X + Y]\n- [ ] a[x] and a[ ] are one", "- E[X] is linear\n- see [X](https://example.org/x)"));

        Assert.Equal(["E[X] + E[Y] = E[X + Y]", "a[x] and a[ ] are one"], question.Choices.Select(choice => choice.Text.UnicodeText));
        Assert.Contains("E[X] + E[Y] = E[X + Y]", question.Choices[0].Text.Html, StringComparison.Ordinal);
        Assert.Contains("E[X] is linear", question.Answer.Text.PlainText, StringComparison.Ordinal);
        Assert.Equal(GradeOutcome.Correct, question.Grade("E[X] + E[Y] = E[X + Y]").Outcome);
    }

    // Chat programs and MathJax pages delimit so; in CommonMark these are escapes, and the TeX shows as words.
    [Theory]
    [InlineData(@"\( z_1, \ldots, z_k \)", "z₁, …, zₖ")]
    [InlineData("\\[\n\\frac{1}{2}\n\\]", "1/2")]
    [InlineData(@"\\(p_i > 0\\)", "pᵢ > 0")]
    [InlineData("```math\n\\frac{1}{2}\n```", "1/2")]
    [InlineData(@"$`\frac{1}{2}`$", "1/2")]
    [InlineData("$a\u200B = b$", "a = b")]
    [InlineData("Let $n$th", "Let nth")]
    [InlineData(@"a 3$\times$3 kernel", "a 3×3 kernel")]
    [InlineData("$a +\nb$", "a + b")]
    [InlineData("$$a = b\n+ 1$$", "a = b + 1")]
    [InlineData("设$x$为整数，求$x^2$。", "设x为整数，求x²。")]
    public void What_delimits_a_formula_elsewhere_delimits_it_here(string markdown, string words)
    {
        var prompt = Question("en", "id=one", markdown).Prompt;

        Assert.Equal(words, prompt.UnicodeText);
        Assert.Contains("<math", prompt.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A space: «$x $».", "A space stands just inside one dollar sign")]
    [InlineData("Another: «$ x$».", "A space stands just inside one dollar sign")]
    public void A_formula_that_is_none_has_the_true_reason(string marked, string reason) => AssertProblem(marked, "QK0022", reason);

    // 'table' and 'create-table' in one quiz of SQL: a generated factory met a generated property.
    [Fact]
    public void Ids_that_begin_with_what_a_generator_puts_before_names_are_ordinary()
    {
        var loaded = QuizLoader.Parse(
            "---\nid: sql\nlanguage: en\n---\n# SQL\n\n## Question 1\n<!-- quiz: id=table -->\n\nWhat?\n\n### Answer\n\nRows.\n\n"
                + "## Question 2\n<!-- quiz: id=create-table -->\n\nHow?\n\n### Answer\n\nSo: <!-- claim: t-context -->with a command.<!-- /claim -->\n",
            "sql.quiz.md");

        Assert.Empty(loaded.Problems);
        Assert.Equal(["table", "create-table"], loaded.Quiz!.Questions.Select(question => question.Id));
        Assert.NotNull(loaded.Quiz.FindClaim("t-context"));
    }

    // A factor of a thousand million was graded as right.
    [Theory]
    [InlineData("mW", "5 MW")]
    [InlineData("MB", "5 Mb")]
    [InlineData("ms", "5 Ms")]
    [InlineData("Pa", "5 PA")]
    [InlineData("K", "5 k")]
    [InlineData("pH", "5 PH")]
    public void A_reply_whose_unit_differs_in_case_is_not_right(string unit, string reply)
    {
        var question = Question("en", $"id=one kind=numeric value=5 unit={unit}", "How much?", $"5 {unit}.");

        Assert.NotEqual(GradeOutcome.Correct, question.Grade(reply).Outcome);
        Assert.Equal(GradeOutcome.Correct, question.Grade("5 " + unit).Outcome);
    }

    // In this order these took most of 97,084 formulas in 15 public repositories from refused to read.
    [Theory]
    [InlineData(@"$\dfrac{1}{2}$")]
    [InlineData(@"$\textrm{Bernoulli}(p)$")]
    [InlineData("$$\n\\begin{aligned}\nf(x) &= (x + 1)^2 \\\\\n&= x^2 + 2x + 1\n\\end{aligned}\n$$")]
    [InlineData("$$\ng(x) = \\begin{cases} x & x \\geq 0, \\\\ 0 & \\text{otherwise} \\end{cases}\n$$")]
    [InlineData(@"$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$")]
    [InlineData(@"$\|x\|_2, \binom{n}{k}, a \equiv b \pmod n$")]
    [InlineData(@"$\sum\limits_{i=1}^{n} i, \displaystyle \sum_i x_i, x \not\in S$")]
    [InlineData(@"$\underbrace{a + b}_{\text{sum}}, \underset{x}{\operatorname{argmax}}, \operatorname*{argmin}_x f$")]
    [InlineData(@"$f(x) \stackrel{\text{def}}{=} x, \overrightarrow{AB}, \mathbb{1}_{x > 0}, \boxed{42}, \text{if $x > 0$}$")]
    [InlineData(@"$\big( x \big), 45^\degree, \iint_D f, \oint_C f, \mathfrak{g}, a \lt b \gt c, x \mod 2, \lnot p, \deg f$")]
    public void The_TeX_that_notes_use_most_is_read(string markdown) =>
        Assert.Contains("<math", Question("en", "id=one", markdown).Prompt.Html, StringComparison.Ordinal);

    [Fact]
    public void An_escaped_bar_in_a_table_is_a_bar_in_code_and_formulas_too()
    {
        var answer = Question("en", "id=one", "What?", "| code | formula | words |\n| --- | --- | --- |\n| `a \\| b` | $\\|x\\|$ | x \\| y |").Answer.Text;

        Assert.Contains("<code>a | b</code>", answer.Html, StringComparison.Ordinal);
        Assert.Contains("|x|", answer.UnicodeText, StringComparison.Ordinal);
        Assert.Contains("<td>x | y</td>", answer.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| a | b |\n| --- | --- |\n| `«|»` | or |", "even in code")]
    [InlineData("| a | b |\n| --- | --- |\n| $«|»x$ | or |", "even in a formula")]
    public void A_bare_bar_that_ends_a_cell_is_told_so(string marked, string reason) => AssertProblem(marked, "QK0025", reason);

    [Fact]
    public void Comments_of_other_tools_are_notes()
    {
        var loaded = QuizLoader.Parse(
            "<!-- markdownlint-disable MD013 MD033 -->\n---\nid: linted\nlanguage: en\n---\n# Title\n\n<!-- cspell:ignore Ob -->\n\n## Question 1\n"
                + "<!-- quiz: id=one -->\n\n<!-- prettier-ignore-start -->\nWhich?\n<!-- prettier-ignore-end -->\n\n### Answer\n\n"
                + "<!-- vale off -->\nThe Volga. <!-- markdownlint-disable-line MD059 -->\n<!-- vale on -->\n",
            "linted.quiz.md");

        Assert.Empty(loaded.Problems);
        Assert.Equal("The Volga.", loaded.Quiz!.Questions[0].Answer.Text.PlainText);
    }

    // The largest collection of Markdown quizzes writes choices so: to Markdown, the code ends the list.
    [Fact]
    public void Code_at_the_margin_belongs_to_the_choice_above_it_and_below_the_last_one_it_is_one_error()
    {
        const string Code = "```python\nwhile True:\n    pass\n```";

        AssertProblem($"Which ends?\n\n- [ ] A\n\n{Code}\n\n- [x] B\n\n«```»{Code[3..]}", "QK0029", "indent the code by two spaces", " kind=choice");
        foreach (var choices in new[] { $"- [ ] A\n\n{Code}\n\n- [x] B", "- [ ]\n  ```python\n  while True:\n      pass\n  ```\n- [x] B" })
        {
            var question = Assert.IsType<ChoiceQuestion>(Question("en", "id=one kind=choice", "Which ends?\n\n" + choices));
            Assert.Contains("while True:", question.Choices[0].Text.PlainText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("de", "value=0.25", "0,25, also $\\frac{1}{4} = 0{,}25$.", "0,25")]
    [InlineData("de", "value=3530 unit=km", "3.530 km.", "3.530 km")]
    [InlineData("de", "value=4294 unit=km", "4\u202F294 km.", "4 294")]
    [InlineData("de-CH", "value=4294 unit=km", "4'294 km.", "4'294")]
    [InlineData("en-IN", "value=136448", "1,36,448.", "1,36,448")]
    [InlineData("ar", "value=12", "الجواب هو 12.", "١٢")]
    [InlineData("fa", "value=12", "پاسخ 12 است.", "۱۲")]
    public void Numbers_are_read_as_the_language_of_the_quiz_writes_them(string language, string value, string answer, string reply) =>
        Assert.Equal(GradeOutcome.Correct, Question(language, "id=one kind=numeric " + value, "?", answer).Grade(reply).Outcome);

    [Fact]
    public void A_formula_between_words_from_right_to_left_keeps_its_order()
    {
        var quiz = Parse("ar", "id=one kind=numeric value=12", "ما مجموع $5 + 7$؟", "الجواب هو 12.").Quiz!;

        Assert.Contains("\u20665 + 7\u2069", quiz.Questions[0].Prompt.UnicodeText, StringComparison.Ordinal);
        Assert.True(quiz.IsRightToLeft);
    }

    [Theory]
    [InlineData("a ~~b~~", "<del>b</del>")]
    [InlineData("> [!WARNING]\n> Mind it.", "alert-warning")]
    [InlineData("See https://example.org/volga.", "<a href=\"https://example.org/volga\">")]
    [InlineData("a :smile:", "😄")]
    [InlineData("H<sub>2</sub>O <kbd>Enter</kbd>", "H<sub>2</sub>O <kbd>Enter</kbd>")]
    [InlineData("| a |\n| --- |\n| one<br>two |", "one<br>\ntwo")]
    public void What_a_Git_host_shows_is_shown(string markdown, string html) =>
        Assert.Contains(html, Question("en", "id=one", "What?", markdown).Answer.Text.Html, StringComparison.Ordinal);

    [Fact]
    public void A_footnote_is_an_error_with_the_remedy() => AssertProblem("A river«[^1]».", "QK0025", "no footnotes");

    [Fact]
    public void Numbers_with_gaps_are_numbers_and_one_that_repeats_is_one_error()
    {
        static string Numbered(params string[] numbers) => "---\nid: a\nlanguage: en\n---\n# Title\n"
            + string.Concat(numbers.Select((number, i) => $"\n## Question{number}\n<!-- quiz: id=q{i} -->\n\nWhat?\n\n### Answer\n\nSo.\n"));

        Assert.Equal([1, 3], QuizLoader.Parse(Numbered(" 1", " 3"), "a.quiz.md").Quiz!.Questions.Select(question => question.Number));
        Assert.Equal([1, 2, 3], QuizLoader.Parse(Numbered("", "", ""), "a.quiz.md").Quiz!.Questions.Select(question => question.Number));
        var problem = Assert.Single(QuizLoader.Parse(Numbered(" 1", " 3", " 3", " 4", " 5"), "a.quiz.md").Problems);
        Assert.Equal("QK0008", problem.Id);
        Assert.Contains("write '## Question 4'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value=6.022e23 tolerance=1%", "About $6.022 \\times 10^{23}$.", "6.0e23", GradeOutcome.Correct)]
    [InlineData("value=6.022e23 tolerance=1%", "About $6.022 \\times 10^{23}$.", "5.9e23", GradeOutcome.Incorrect)]
    [InlineData("value=6.626e-34 digits=3", "$6.626 \\times 10^{-34}$", "6.63e-34", GradeOutcome.Correct)]
    [InlineData("value=6.626e-34 digits=3", "$6.626 \\times 10^{-34}$", "6.61e-34", GradeOutcome.Incorrect)]
    public void A_tolerance_may_be_relative_or_in_significant_digits(string value, string answer, string reply, GradeOutcome outcome) =>
        Assert.Equal(outcome, Question("en", "id=one kind=numeric " + value, "How many?", answer).Grade(reply).Outcome);

    [Theory]
    [InlineData("Which?\n\n«-\u00A0[x]» a\n- [ ] b", "U+00A0", " kind=choice")]
    [InlineData("Which?\n\n- «[\u00A0]» a\n- [x] b", "U+00A0", " kind=choice")]
    [InlineData("Which?\n\n- [x]«\u200B»a\n- [ ] b", "U+200B", " kind=choice")]
    public void A_character_that_nobody_sees_is_named(string marked, string name, string kind)
    {
        var loaded = Parse("en", "id=one" + kind, Unmarked(marked), "So.");

        Assert.Contains(loaded.Problems, problem => problem.Message.Contains(name, StringComparison.Ordinal) && problem.IsError);
    }

    private static void AssertProblem(string marked, string id, string words, string kind = "")
    {
        var markdown = Unmarked(marked);
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var lines = marked[..start].Split('\n');

        var problem = Assert.Single(Parse("en", "id=one" + kind, markdown, "So.").Problems);

        Assert.Equal(id, problem.Id);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Equal((10 + lines.Length - 1, lines[^1].Length + 1), (problem.Line, problem.Column));
    }

    private static string Unmarked(string marked) =>
        new StringBuilder(marked).Replace("«", "").Replace("»", "").ToString();

    // The prompt begins in line 10.
    private static LoadedQuiz Parse(string language, string metadata, string prompt, string answer) => QuizLoader.Parse(
        $"---\nid: case\nlanguage: {language}\n---\n# Title\n\n## Question 1\n<!-- quiz: {metadata} -->\n\n{prompt}\n\n### Answer\n\n{answer}\n", "case.quiz.md");

    private static Question Question(string language, string metadata, string prompt, string answer = "So.")
    {
        var loaded = Parse(language, metadata, prompt, answer);
        Assert.Empty(loaded.Problems);
        return loaded.Quiz!.Questions[0];
    }
}
