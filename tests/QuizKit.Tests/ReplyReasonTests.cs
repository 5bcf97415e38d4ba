// The reasons in each language: chosen by the quiz or the app, with the parameters that they mention.

using System.Text.RegularExpressions;
using Xunit;

namespace QuizKit.Tests;

public sealed class ReplyReasonTests
{
    private static readonly string[] Languages = ["en", "de", "fr", "es", "zh-Hans", "ar"];

    // A reply that is not understood for each problem.
    private static readonly Func<string, GradeResult>[] Failures =
    [
        language => TestQuestions.Numeric(5, language: language).Grade(""),
        language => TestQuestions.TrueFalse(true, language).Grade("maybe"),
        language => TestQuestions.Numeric(5, language: language).Grade("abc"),
        language => TestQuestions.Numeric(5, language: language).Grade(double.NaN),
        language => TestQuestions.Numeric(5, language: language).Grade("1 2"),
        language => TestQuestions.Numeric(5, language: language).Grade("1e999"),
        language => TestQuestions.Numeric(5, language: language).Grade("5 %"),
        language => TestQuestions.Numeric(5, language: language).Grade("5 miles"),
        language => TestQuestions.Numeric(5, unit: "km", language: language).Grade("5 miles"),
        language => TestQuestions.Numeric(5, unit: "mW", language: language).Grade("5 MW"),
        _ => TestQuestions.Choice("+one", "two").Grade("x"),
        _ => TestQuestions.Choice("+one", "one").Grade("one"),
        _ => TestQuestions.Choice("+one", "two").Grade([7]),
        _ => TestQuestions.Choice("+one", "two").Grade([new Choice(TestQuestions.Text("x"), true)]),
    ];

    [Fact]
    public void Each_problem_has_a_reason_of_its_own_in_each_language()
    {
        foreach (var language in Languages)
        {
            var reasons = Failures.Select(failure => failure(language).ReasonIn(language)!).ToList();

            Assert.Equal(reasons.Count, reasons.Distinct().Count());
            Assert.All(reasons, reason => Assert.Matches(@"^[^\n{}]+[.。]$", reason));
        }

        foreach (var failure in Failures)
            Assert.Equal(Languages.Length, Languages.Select(language => failure("en").ReasonIn(language)).Distinct().Count());
    }

    [Fact]
    public void Each_language_mentions_what_English_mentions()
    {
        foreach (var failure in Failures)
        {
            var result = failure("en");
            foreach (var parameter in new[] { result.Quotation, result.Expected }.OfType<string>())
            {
                var isShown = result.Reason!.Contains(parameter, StringComparison.Ordinal);
                Assert.All(Languages, language => Assert.Equal(isShown, result.ReasonIn(language)!.Contains(parameter, StringComparison.Ordinal)));
            }
        }
    }

    [Fact]
    public void The_quiz_or_the_app_chooses_the_language_and_the_culture_of_the_machine_does_not()
    {
        Cultures.In("fr-FR", () =>
        {
            var result = TestQuestions.Numeric(5, unit: "km", language: "de-AT").Grade("5 Meilen");

            Assert.Equal("'Meilen' ist hier nicht die Einheit. Die Einheit ist km.", result.Reason);
            Assert.Equal("'Meilen' is not the unit here. Write the number of km.", result.ReasonIn("en"));
            Assert.Equal(result.ReasonIn("en"), result.ReasonIn("xx"));
            Assert.Equal(("'Meilen'", "km"), (result.Quotation, result.Expected));
        });
        Assert.Equal("1234,5", TestQuestions.Numeric(5, language: "fr").Grade("abc").Expected);
        Assert.Null(TestQuestions.Numeric(5).Grade("5").ReasonIn("de"));
    }

    [Fact]
    public void An_Arabic_reason_isolates_what_it_quotes()
    {
        var reason = TestQuestions.Numeric(5, unit: "km", language: "ar").Grade("5 miles").Reason!;

        Assert.Contains("\u2068'miles'\u2069", reason, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(reason, "\u2068"));
    }
}
