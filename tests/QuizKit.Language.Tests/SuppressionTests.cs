// What a suppress comment takes out, where it holds, and what is wrong with one.

using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SuppressionTests
{
    private const string Suppression = "<!-- suppress: QK0033 reason=known -->";

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0 2 3 4")]
    [InlineData(2, "0 1 3 4")]
    [InlineData(3, "0 1 2 4")]
    [InlineData(4, "0 1 2 3")]
    public void A_suppression_holds_for_its_section_and_above_the_first_question_for_the_file(int section, string reported)
    {
        string At(int index) => $"[x](missing-{index}.md)" + (index == section ? " " + Suppression : "");
        var quiz = Samples.FrontMatter + $"A {At(0)}\n\n"
            + $"## Question 1\n<!-- quiz: id=one -->\n\nB {At(1)}\n\n### Answer\n\nC {At(2)}\n\n"
            + $"## Question 2\n<!-- quiz: id=two -->\n\nD {At(3)}\n\n### Answer\n\nE {At(4)}\n";

        var problems = FrontEnd.Compile(quiz, hasLinkedFiles: false).Problems;

        Assert.All(problems, problem => Assert.Equal("QK0033", problem.Definition.Rule.Id));
        Assert.Equal(reported, string.Join(' ', problems.Select(problem => quiz.Substring(problem.Span.Start, problem.Span.Length)[^5])));
    }

    [Theory]
    [InlineData(Suppression + " [b](b.md)\n\n[c](c.md)")]
    [InlineData("<!-- suppress: QK0035 reason=x --> <!-- suppress: QK0033 reason=y --> [b](b.md) [](https://x.org)")]
    [InlineData(Suppression + " " + Suppression + " [b](b.md)", "QK0037 QK0033: Nothing in this section is reported as QK0033. Remove the comment.")]
    [InlineData("[b](https://x.org) " + Suppression, "QK0037 QK0033: Nothing in this section is reported as QK0033. Remove the comment.")]
    [InlineData("<!-- suppress: QK0033 -->[b](b.md)", "QK0012 <!-- suppress: QK0033 -->: Say why the warning is accepted: reason=\"…\".")]
    [InlineData(
        "<!-- suppress: QK0033 reason=\"\" -->[b](b.md)",
        "QK0012 <!-- suppress: QK0033 reason=\"\" -->: Say why the warning is accepted: reason=\"…\".")]
    [InlineData(
        "<!-- suppress: QK0033 raeson=x -->[b](b.md)",
        "QK0011 raeson: Unknown key 'raeson' in a suppress comment. Did you mean 'reason'? The keys are reason.")]
    [InlineData(
        "<!-- suppress: QK0037 reason=x -->",
        "QK0036 QK0037: 'QK0037' is not a warning that can be suppressed. Those are QK0033, QK0035, QK0040, QK0044, QK0047, QK0049, QK0054, QK0058, QK0059.")]
    [InlineData(
        "<!-- suppress: QK0999 reason=x -->",
        "QK0036 QK0999: 'QK0999' is not a warning that can be suppressed. Those are QK0033, QK0035, QK0040, QK0044, QK0047, QK0049, QK0054, QK0058, QK0059.")]
    [InlineData(
        "<!-- suppress: QK0001 reason=x -->",
        "QK0036 QK0001: 'QK0001' is an error and cannot be suppressed. The warnings that can be suppressed are QK0033, QK0035, QK0040, "
            + "QK0044, QK0047, QK0049, QK0054, QK0058, QK0059.")]
    [InlineData(
        "<!-- suppress: reason=x -->",
        "QK0036 <!-- suppress: reason=x -->: The comment does not name a warning. The warnings that can be suppressed are QK0033, QK0035, "
            + "QK0040, QK0044, QK0047, QK0049, QK0054, QK0058, QK0059.")]
    public void A_suppression_takes_out_one_warning_and_says_why(string words, params string[] messages)
    {
        var quiz = FrontEnd.QuizOf("A " + words);

        var problems = FrontEnd.Compile(quiz, hasLinkedFiles: false).Problems;

        Assert.Equal(
            messages,
            problems.Select(item => $"{item.Definition.Rule.Id} {new SourceText(quiz).ToString(item.Span)}: {item.Message}"));
    }
}
