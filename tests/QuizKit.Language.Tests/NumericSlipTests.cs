// Slips of numeric questions: wrong numbers with feedback, which the compiler proves to be wrong.

using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class NumericSlipTests
{
    [Fact]
    public void A_slip_has_its_number_its_words_and_the_name_of_the_mistake()
    {
        var (slips, problems) = SlipsOf("value=10", "### Slip\n<!-- slip: value=-1/4 misconception=upside-down -->\n\nYou *divided*.\n\n### Slip\n<!-- slip: value=9 -->\n\nToo few.");

        Assert.Empty(problems);
        Assert.Equal([(-0.25, "You divided.", "upside-down"), (9, "Too few.", null)], slips.Select(slip => (slip.Value, slip.Feedback.PlainText, slip.Misconception)));
    }

    [Theory]
    [InlineData("value=10", "10")]
    [InlineData("value=10 tolerance=0.5", "10.5")]
    [InlineData("value=10 tolerance=0.5", "9.50")]
    [InlineData("value=10 tolerance=5%", "9.5")]
    [InlineData("value=0.3 tolerance=0.1", "0.4")]
    [InlineData("value=10 accept=\"12 to 14 or 9 to 11\"", "14")]
    [InlineData("value=0 tolerance=0.1", "0.10000000000000002")]
    [InlineData("value=0.3 accept=\"0 to 100\"", "-1e-15")]
    [InlineData("value=10 accept=-10", "-10")]
    [InlineData("value=10 accept=-10 tolerance=1", "-11")]
    [InlineData("value=10.0 digits=3", "10.05")]
    public void No_number_that_the_question_takes_as_right_is_a_slip(string keys, string slip)
    {
        var (_, problems) = SlipsOf(keys, $"### Slip\n<!-- slip: value={slip} -->\n\nNo.");

        Assert.Contains($"The question takes {slip} as right, so it cannot be a slip.", problems);
    }

    [Theory]
    [InlineData("value=10 tolerance=0.5", "10.6")]
    [InlineData("value=10 tolerance=5%", "9.4")]
    [InlineData("value=10 accept=\"12 to 14 or 9 to 11\"", "11.5")]
    [InlineData("value=10.0 digits=3", "10.06")]
    public void A_number_beside_the_right_ones_may_be_a_slip(string keys, string slip)
    {
        var (slips, problems) = SlipsOf(keys, $"### Slip\n<!-- slip: value={slip} -->\n\nNo.");

        Assert.Empty(problems);
        Assert.Single(slips);
    }

    [Theory]
    [InlineData("value=10 tolerance=1", "20", "22", true)]
    [InlineData("value=10 tolerance=1", "20", "22.1", false)]
    [InlineData("value=10", "20", "20.0", true)]
    [InlineData("value=10 tolerance=0.1", "0.6", "0.8", true)]
    [InlineData("value=10 tolerance=0.1", "0.6", "0.81", false)]
    public void Two_slips_do_not_meet(string keys, string one, string other, bool meet)
    {
        var (_, problems) = SlipsOf(keys, $"### Slip\n<!-- slip: value={one} -->\n\nA.\n\n### Slip\n<!-- slip: value={other} -->\n\nB.");

        string[] expected = meet ? ["A reply can be this slip and that of line 17 at once: with the tolerance, their numbers meet."] : [];
        Assert.Equal(expected, problems);
    }

    [Theory]
    [InlineData("### Slip\n\nNo number.", "This slip does not say to which number it leads. Write '<!-- slip: value=… -->' on the line below its heading.")]
    [InlineData("### Slip\n<!-- slip: misconception=a -->\n\nNo number.", "This slip does not say to which number it leads. Write '<!-- slip: value=… -->' on the line below its heading.")]
    [InlineData("### Slip\n<!-- slip: value=5 -->", "The slip has no words.")]
    [InlineData(
        "### Slip\n<!-- slip: value=5 -->\n\n<!-- claim: five -->\nFive is wrong.<!-- /claim -->",
        "The claim 'five' is in a slip, which learners read in place of the answer: move it there, or remove its comments.")]
    public void A_slip_that_cannot_be_is_one_error(string slip, string message)
    {
        var (_, problems) = SlipsOf("value=10", slip);

        Assert.Equal([message], problems);
    }

    [Fact]
    public void Only_numbers_have_slips()
    {
        var (_, problems) = FrontEnd.Compile(
            "---\nid: a\nlanguage: en\n---\n# T\n\n## Question 1\n<!-- quiz: id=one -->\n\nWhy?\n\n### Answer\n\nSo.\n\n### Slip\n<!-- slip: value=5 -->\n\nNo.\n");

        Assert.Equal("Only a numeric question has slips. A choice has its feedback in a quotation that ends it.", Assert.Single(problems).Message);
    }

    private static (IReadOnlyList<SlipModel> Slips, string[] Problems) SlipsOf(string keys, string slips)
    {
        var (model, problems) = FrontEnd.Compile(
            $"---\nid: a\nlanguage: en\n---\n# T\n\n## Question 1\n<!-- quiz: id=one kind=numeric {keys} -->\n\nHow many?\n\n### Answer\n\n10, 0.3, 0 or -10.\n\n{slips}\n");
        return ([.. model.Questions.SelectMany(question => question.Typed.Slips)], [.. problems.Select(problem => problem.Message)]);
    }
}
