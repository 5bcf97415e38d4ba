// What the questions and claims of a quiz become, right and wrong ones.

using Xunit;

namespace QuizKit.Language.Tests;

public sealed class BindingTests
{
    private const string Above = Samples.FrontMatter + "## Question 1\n<!-- quiz: id=one kind=numeric value=5 -->\n\nWhat?\n\n### Answer\n\n"
        + "<!-- claim: x not-executable=x -->\nIt is 5.<!-- /claim -->\n\n";

    [Theory]
    [InlineData("de", "0.25", "Es sind 0,25, also $\\frac{1}{4} = 0{,}25$.")]
    [InlineData("de", "3530", "Sie ist 3.530 km lang.")]
    [InlineData("de-CH", "4294", "Sie ist 4’294 km lang.")]
    [InlineData("fr", "1000", "Il y en a 1 000.")]
    [InlineData("hi", "136448", "१,३६,४४८")]
    [InlineData("en", "1/4", "It is a quarter, 1/4.")]
    [InlineData("en", "-1/3", "It is $-\\frac{1}{3}$.")]
    [InlineData("en", "0.5", "It is 50 %.")]
    public void The_answer_prints_the_value_as_its_language_writes_numbers(string language, string value, string answer)
    {
        var (_, problems) = FrontEnd.Compile(Numeric(language, $"value={value}", answer));

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("de", "3.53", "Sie ist 3.530 km lang.")]
    [InlineData("en", "25", "It is 0.25.")]
    [InlineData("de", "25", "Es sind 0,25.")]
    public void The_answer_does_not_print_what_its_language_writes_otherwise(string language, string value, string answer)
    {
        var (_, problems) = FrontEnd.Compile(Numeric(language, $"value={value}", answer));

        Assert.Equal("QK0026", Assert.Single(problems).Definition.Rule.Id);
    }

    [Theory]
    [InlineData("value=6.022e23 tolerance=1%", "About $6.022 \\times 10^{23}$.", 6.022e21)]
    [InlineData("value=-200 tolerance=0.5%", "$-200$", 1)]
    [InlineData("value=6.626e-34 digits=3", "$6.626 \\times 10^{-34}$", 5e-37)]
    [InlineData("value=9.99 digits=2", "9.99", 0.05)]
    [InlineData("value=1000 digits=1", "1,000", 500)]
    [InlineData("value=0.0120 digits=3", "0.0120", 5e-5)]
    [InlineData("value=1/3 digits=3", "It is 0.333.", 5e-4)]
    [InlineData("value=0.3333 digits=3", "It is 0.333.", 5e-4)]
    public void A_relative_tolerance_and_digits_become_an_absolute_tolerance(string keys, string answer, double tolerance)
    {
        var (model, problems) = FrontEnd.Compile(Numeric("en", keys, answer));

        Assert.Empty(problems);
        Assert.Equal(tolerance, model.Questions[0].Typed.Tolerance, Math.Abs(tolerance) * 1e-15);
    }

    [Fact]
    public void Further_numbers_get_the_tolerance_and_intervals_do_not()
    {
        var (model, problems) = FrontEnd.Compile(
            Numeric("en", "value=4 tolerance=25% accept=\"-8 or 3.5 to 5 or 10 to 1e2\"", "It is 4 or $-8$."));

        Assert.Empty(problems);
        Assert.Equal([(-10, -6), (3.5, 5), (10, 100)], model.Questions[0].Typed.Accepted.Select(range => (range.Low, range.High)));
    }

    [Theory]
    [InlineData("value=2 digits=3", "2", "The value 2 has fewer than 3 significant digits. Write as many as are compared, zeros too, or a smaller number.")]
    [InlineData("value=0.02 digits=2", "0.02", "The value 0.02 has fewer than 2 significant digits. Write as many as are compared, zeros too, or a smaller number.")]
    [InlineData("value=0 digits=2", "0", "The number 0 has no significant digits. Write a tolerance instead.")]
    [InlineData("value=2.00 digits=x", "2", "'x' is not a number of significant digits. Write digits=3, or another number from 1 to 15.")]
    [InlineData("value=2.00 digits=16", "2", "'16' is not a number of significant digits. Write digits=3, or another number from 1 to 15.")]
    [InlineData("value=2.00 digits=3 tolerance=1", "2", "A question has a tolerance or digits, not both. Remove one.")]
    [InlineData("value=2 tolerance=-1%", "2", "A tolerance is 0 or more.")]
    [InlineData("value=2 tolerance=x%", "2", "'x' is not a valid number for 'tolerance'. Write it like 2817, -1.5, 3.8e-6 or 1/4.")]
    [InlineData("value=2 accept=\"3\"", "2", "The question accepts 3, which the prose of its answer and errata does not print. It prints: 2.")]
    [InlineData("value=2 accept=\"3 to 4\"", "2", "The right value 2 is in none of the intervals that the question accepts.")]
    [InlineData("value=2 accept=\"4 to 1\"", "2", "An interval goes from a smaller number to a larger one, and '4 to 1' does not.")]
    [InlineData("value=2 accept=\"1, 2\"", "2", "'1, 2' is not a number or an interval. Write accept=\"-2\", accept=\"2.5 to 3.5\", or several, joined by 'or'.")]
    [InlineData("value=2 accept=\"1 to\"", "2", "'1 to' is not a number or an interval. Write accept=\"-2\", accept=\"2.5 to 3.5\", or several, joined by 'or'.")]
    [InlineData("value=0.334 digits=3", "0.333", "The question declares the answer 0.334, which the prose of its answer does not print. It prints: 0.333.")]
    public void What_a_question_accepts_agrees_with_itself_and_the_prose(string keys, string answer, string message)
    {
        var (_, problems) = FrontEnd.Compile(Numeric("en", keys, answer));

        Assert.Equal(message, Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("de", "true", "**Wahr.** So ist es.", null)]
    [InlineData("de", "true", "**Falsch.** Das ist nicht so.", "The question declares true, but its answer begins with 'Falsch'.")]
    [InlineData("fr", "false", "Vrai.", "The question declares false, but its answer begins with 'Vrai'.")]
    [InlineData("zh-Hans", "false", "正确。", "The question declares false, but its answer begins with '正确'.")]
    [InlineData("de", "false", "Richtig schwer ist das nicht.", null)]
    [InlineData("de", "false", "True.", "The question declares false, but its answer begins with 'True'.")]
    public void An_answer_that_begins_with_a_truth_begins_with_the_right_one(string language, string value, string answer, string? message)
    {
        var (_, problems) = FrontEnd.Compile(
            Numeric(language, "", answer).Replace("kind=numeric", $"kind=true-false value={value}", StringComparison.Ordinal));

        Assert.Equal(message, problems.SingleOrDefault()?.Message);
    }

    [Theory]
    [InlineData("ar", "الجواب هو \u206612\u2069، أي \u20665 + 7 = 12\u2069؟")]
    [InlineData("en", "الجواب هو 12، أي 5 + 7 = 12؟")]
    [InlineData("uz-Latn", "الجواب هو 12، أي 5 + 7 = 12؟")]
    [InlineData("uz-Arab", "الجواب هو \u206612\u2069، أي \u20665 + 7 = 12\u2069؟")]
    public void A_formula_in_words_from_right_to_left_is_isolated_in_a_terminal(string language, string words)
    {
        var (model, problems) = FrontEnd.Compile(Numeric(language, "value=12", "الجواب هو $12$، أي $5 + 7 = 12$؟"));

        Assert.Empty(problems);
        Assert.Equal(words, model.Questions[0].Answer.UnicodeText);
        Assert.DoesNotContain('\u2066', model.Questions[0].Answer.PlainText);
        Assert.DoesNotContain('\u2066', model.Questions[0].Answer.Html);
    }

    [Fact]
    public void Each_line_of_a_displayed_formula_is_isolated()
    {
        var (model, _) = FrontEnd.Compile(Numeric("he", "value=1", "$$\n\\begin{aligned} a &= 1 \\\\ b &= 2 \\end{aligned}\n$$"));

        Assert.All(model.Questions[0].Answer.UnicodeText.Split('\n'), line => Assert.Matches("^\u2066[^\u2066\u2069]+\u2069$", line));
    }

    [Theory]
    [InlineData("0,25", "'0,25' is not a valid number for 'value'. Write it like 2817, -1.5, 3.8e-6 or 1/4.")]
    [InlineData("1/0", "'1/0' is not a valid number for 'value'. Write it like 2817, -1.5, 3.8e-6 or 1/4.")]
    [InlineData("50%", "'50%' is not a valid number for 'value'. Write 50 and unit=%, or 50e-2 for the part of one.")]
    public void A_value_is_written_as_in_code(string value, string message)
    {
        var (_, problems) = FrontEnd.Compile(Numeric("de", $"value={value}", "Es sind 0,25."));

        Assert.Equal(message, Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("Not-a-slug", "b")]
    [InlineData("one", "b")]
    [InlineData("b", "b")]
    [InlineData("b--c", "b")]
    public void A_claim_whose_id_is_wrong_or_taken_is_no_claim(string id, string claims)
    {
        var (model, problems) = FrontEnd.Compile(
            FrontEnd.QuizOf($"A <!-- claim: b -->c<!-- /claim --> <!-- claim: {id} -->d<!-- /claim -->."));

        Assert.Single(problems);
        Assert.Equal(claims, string.Join(' ', model.Questions[0].Claims.Select(claim => claim.Id)));
    }

    [Fact]
    public void Of_two_claims_that_become_one_member_the_first_is_compiled()
    {
        var (model, problems) = FrontEnd.Compile(
            FrontEnd.QuizOf("A <!-- claim: a-1 -->b<!-- /claim --> <!-- claim: a1 -->c<!-- /claim -->."));

        Assert.Equal(
            "'a1' and 'a-1' (line 14) both become the C# member 'A1'. Rename one of them.", Assert.Single(problems).Message);
        Assert.Equal(["a-1"], model.Questions[0].Claims.Select(claim => claim.Id));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("4", 4)]
    [InlineData("4 -", 4)]
    [InlineData("- 4", 4)]
    [InlineData("4 3", 3)]
    [InlineData("-", 5)]
    public void The_last_erratum_with_a_value_corrects_the_answer(string values, double correct)
    {
        var errata = values.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(value => $"### Erratum\n<!-- erratum: kind=outdated claim=x {(value == "-" ? "" : "value=" + value)} -->\n\nIt is {value}.\n\n");

        var (model, problems) = FrontEnd.Compile(Above + string.Concat(errata));

        Assert.Empty(problems);
        Assert.Equal((5, correct), (model.Questions[0].Typed.PrintedValue, model.Questions[0].Typed.CorrectValue));
    }

    [Theory]
    [InlineData("true", "True.", true)]
    [InlineData("true", "*TRUE*, it is.", true)]
    [InlineData("true", "Truely not.", true)]
    [InlineData("true", "It is false.", true)]
    [InlineData("false", "**False**", false)]
    [InlineData("false", "falsehood", false)]
    [InlineData("false", "That is true.", false)]
    public void An_answer_that_begins_with_its_truth_agrees_with_the_comment(string value, string answer, bool isTrue)
    {
        var (model, problems) = FrontEnd.Compile(
            Samples.FrontMatter + $"## Question 1\n<!-- quiz: id=one kind=true-false value={value} -->\n\nWhat?\n\n### Answer\n\n{answer}\n");

        Assert.Empty(problems);
        Assert.Equal(isTrue, model.Questions[0].Typed.IsTrue);
    }

    [Theory]
    [InlineData("5", "+5", ".5e-1", 5, 0.05)]
    [InlineData("-1.5", "-1.5", "0", -1.5, 0)]
    [InlineData("2,817", "2817", "1e3", 2817, 1000)]
    public void A_number_has_a_sign_a_point_and_an_exponent(string printed, string value, string tolerance, double number, double margin)
    {
        var (model, problems) = FrontEnd.Compile(
            Samples.FrontMatter + $"## Question 1\n<!-- quiz: id=one kind=numeric value={value} tolerance={tolerance} -->\n\nWhat?\n\n"
                + $"### Answer\n\nIt is {printed}.\n");

        Assert.Empty(problems);
        Assert.Equal((number, margin), (model.Questions[0].Typed.PrintedValue, model.Questions[0].Typed.Tolerance));
    }

    private static string Numeric(string language, string keys, string answer) =>
        $"---\nid: body\nlanguage: {language}\n---\n# T\n\n## Question 1\n<!-- quiz: id=one kind=numeric {keys} -->\n\nW?\n\n### Answer\n\n{answer}\n";
}
