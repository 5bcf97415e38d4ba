// Choices in every list that Markdown has, with code below them, feedback and misconceptions.

using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class ChoiceTests
{
    private const string Code = "```python\nwhile True:\n    pass\n```";

    [Theory]
    [InlineData("- [ ] a\n- [x] b")]
    [InlineData("* [ ] a\n* [X] b")]
    [InlineData("+ [ ] a\n+ [x] b")]
    [InlineData("1. [ ] a\n2. [x] b")]
    [InlineData("1) [ ] a\n2) [X] b")]
    [InlineData("- [ ] a\n\n\n\n- [x] b")]
    [InlineData("- [ ] a\n* [x] b")]
    public void Every_list_of_Markdown_offers_choices(string list) =>
        Assert.Equal([("a", false), ("b", true)], ChoicesOf(list).Select(choice => (choice.Text.PlainText, choice.IsCorrect)));

    [Fact]
    public void Code_at_the_start_of_a_line_belongs_to_the_choice_above_it()
    {
        var choices = ChoicesOf($"- [ ] A\n\n{Code}\n\n- [x] B\n\n```python\nbreak\n```\n\n```\nx\n```\n\n- [ ] C\n- [ ] D");

        Assert.Equal(["A\n\nwhile True:\n    pass", "B\n\nbreak\n\nx", "C", "D"], choices.Select(choice => choice.Text.PlainText));
        Assert.Equal("<p>A</p>\n<pre><code class=\"language-python\">while True:\n    pass</code></pre>", choices[0].Text.Html);
        Assert.Equal(1, choices.Count(choice => choice.IsCorrect));
    }

    [Fact]
    public void Code_alone_is_a_choice()
    {
        var indented = Code.Replace("\n", "\n  ");

        Assert.Equal(
            ["while True:\n    pass", "b"],
            ChoicesOf($"- [ ]\n  {indented}\n- [x] b").Select(choice => choice.Text.PlainText));
    }

    [Fact]
    public void Code_above_the_first_choice_is_a_part_of_the_prompt()
    {
        var question = QuestionOf($"{Code}\n\n- [ ] a\n- [x] b");

        Assert.EndsWith("</pre>", question.Prompt.Html, StringComparison.Ordinal);
        Assert.Equal(2, question.Typed.Choices.Count);
    }

    [Theory]
    [InlineData("- [ ] a\n- [x] b\n\n«Choose all that apply.»")]
    [InlineData("- [ ] a\n- [x] b\n\n«Choose all that apply.»\n\nAnd think.\n\n- [ ] c")]
    [InlineData("- [ ] a\n\n«Between.»\n\n- [x] b\n\nBetween.\n\n- [ ] c")]
    [InlineData("- [ ] a\n- [x] b\n\n«```»\nx\n```")]
    [InlineData("- [ ] a\n\n«* * *»\n\n- [x] b")]
    [InlineData("- [ ] a\n- [x] b\n\n«> Quoted.»")]
    [InlineData("- [ ] a\n- [x] b\n\n«<!-- note: x -->»")]
    public void What_is_in_the_way_of_the_choices_is_one_error(string list)
    {
        var text = Quiz(list);
        var start = text.IndexOf('«');
        var marked = text[(start + 1)..text.IndexOf('»')];

        var problem = Assert.Single(FrontEnd.Compile(text.Replace("«", "").Replace("»", "")).Problems);

        Assert.Equal(("QK0029", start, marked.Length), (problem.Definition.Rule.Id, problem.Span.Start, problem.Span.Length));
        Assert.Equal(marked == "```", problem.Message.Contains("indent the code by two spaces", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quotation_that_ends_a_choice_is_its_feedback()
    {
        var choices = ChoicesOf("""
            - [ ] $70{,}912$
              > You left out *one* matrix. <!-- claim: matrix expect=refuted -->
              > It has $256^2$ weights.<!-- /claim -->
              >
              > Count again.
            - [x] `b`

              Really b.

              > Yes.
            - [ ]
              > Only quoted.
            - [ ] c
              > quoted

              and c
            """, problems: ["QK0027", "QK0029"]);

        Assert.Equal(["70,912", "b\n\nReally b.", "", "c\n\nquoted\n\nand c"], choices.Select(choice => choice.Text.UnicodeText));
        Assert.Equal("You left out *one* matrix.\nIt has $256^2$ weights.\n\nCount again.", choices[0].Feedback!.Markdown.Replace(" \n", "\n", StringComparison.Ordinal));
        Assert.StartsWith("<p>You left out <em>one</em> matrix.\n<span data-claim=\"matrix\">", choices[0].Feedback!.Html, StringComparison.Ordinal);
        Assert.Equal("Yes.", choices[1].Feedback!.Html);
        Assert.Null(choices[3].Feedback);
    }

    [Fact]
    public void A_comment_names_the_misconception_behind_a_choice()
    {
        var choices = ChoicesOf("- [ ] a <!-- choice: misconception=no-bias -->\n- [x] b\n- [ ] c\n  <!-- choice: misconception=twice -->\n  > No.");

        Assert.Equal(["no-bias", null, "twice"], choices.Select(choice => choice.Misconception));
        Assert.Equal(["a", "b", "c"], choices.Select(choice => choice.Text.Markdown.Trim()));
    }

    [Theory]
    [InlineData("- [ ] a <!-- choice: -->\n- [x] b", "QK0012")]
    [InlineData("- [ ] a <!-- choice: misconception=No -->\n- [x] b", "QK0012")]
    [InlineData("- [ ] a\n- [x] b <!-- choice: misconception=no -->", "QK0012")]
    [InlineData("- [ ] a <!-- choice: misconception=x -->c<!-- choice: misconception=y -->\n- [x] b", "QK0014")]
    [InlineData("Words <!-- choice: misconception=x -->\n\n- [ ] a\n- [x] b", "QK0014")]
    [InlineData("- [ ] a <!-- choice: feedback=x misconception=y -->\n- [x] b", "QK0011")]
    public void Each_mistake_in_such_a_comment_is_one_error(string list, string id) =>
        Assert.Equal(id, Assert.Single(FrontEnd.Compile(Quiz(list)).Problems).Definition.Rule.Id);

    [Theory]
    [InlineData("- [x] a\n- [ ] b\n- [ ] a", "a")]
    [InlineData("- [x] $x$\n- [ ] **b**\n- [ ] b", "b")]
    [InlineData("- [x] one\n\n  two\n- [ ] one\n\n  two", "one…")]
    public void Equal_choices_are_a_warning_at_the_second(string list, string words)
    {
        var problem = Assert.Single(FrontEnd.Compile(Quiz(list)).Problems);

        Assert.Equal("QK0054", problem.Definition.Rule.Id);
        Assert.Contains($": '{words}'.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- [x] a\n- [ ] A")]
    [InlineData("- [x] ab\n- [ ] a b")]
    public void Choices_that_differ_are_not_equal(string list) => Assert.Equal(2, ChoicesOf(list).Count);

    [Theory]
    [InlineData("a List<double> b", "QK0024", "`List<double>`")]
    [InlineData("Dictionary<string, int>", null, null)]
    [InlineData("a <i>b</i>", "QK0024", null)]
    public void A_type_outside_of_code_is_told_where_it_belongs(string words, string? id, string? code)
    {
        var problems = FrontEnd.Compile(FrontEnd.QuizOf(words)).Problems;

        Assert.All(problems, problem => Assert.Equal(id, problem.Definition.Rule.Id));
        Assert.Equal(id is null, problems.Count == 0);
        if (code is not null) Assert.Contains(code, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static string Quiz(string prompt) => Samples.FrontMatter + $"## Question 1\n<!-- quiz: id=one kind=choice -->\n\nWhich?\n\n{prompt}\n";

    private static QuestionModel QuestionOf(string prompt, params string[] problems)
    {
        var (model, found) = FrontEnd.Compile(Quiz(prompt));
        Assert.Equal(problems, found.Select(problem => problem.Definition.Rule.Id));
        return Assert.Single(model.Questions);
    }

    private static EquatableArray<ChoiceModel> ChoicesOf(string prompt, params string[] problems) => QuestionOf(prompt, problems).Typed.Choices;
}
