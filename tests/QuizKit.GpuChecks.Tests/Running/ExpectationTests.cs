// Every verdict beside every expected one: the table that decides the exit code.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Running;

public class ExpectationTests
{
    // The columns are the expected verdicts, first of plain words and then of words that say that something may happen:
    // confirmed, qualified, refuted. P passes, F fails, U decides nothing, B is broken.
    [Theory]
    [InlineData("Confirmed", "PFF", "PFF")]
    [InlineData("Qualified", "FPF", "FPF")]
    [InlineData("Refuted", "FFP", "FFP")]
    [InlineData("NotObserved", "FFF", "UUU")]
    [InlineData("Skipped", "UUU", "UUU")]
    [InlineData("Unwritten", "UUU", "UUU")]
    [InlineData("Error", "BBB", "BBB")]
    public void A_verdict_is_judged_by_what_is_expected(string verdictName, string plain, string existential)
    {
        var verdict = Enum.Parse<Verdict>(verdictName);
        ExpectedVerdict[] expected = [ExpectedVerdict.Confirmed, ExpectedVerdict.Qualified, ExpectedVerdict.Refuted];

        var judgedPlain = string.Concat(expected.Select(e => Letter(Expectation.Judge(e, false, verdict))));
        var judgedExistential = string.Concat(expected.Select(e => Letter(Expectation.Judge(e, true, verdict))));

        Assert.Equal((plain, existential), (judgedPlain, judgedExistential));
    }

    [Fact]
    public void The_table_has_every_verdict_there_is() =>
        Assert.Equal(
            Enum.GetNames<Verdict>(),
            typeof(ExpectationTests).GetMethod(nameof(A_verdict_is_judged_by_what_is_expected))!
                .GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
                .Select(attribute => (string)((System.Collections.Generic.IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value!));

    private static char Letter(Judgement judgement) => judgement switch
    {
        Judgement.AsExpected => 'P',
        Judgement.Differs => 'F',
        Judgement.Undecided => 'U',
        _ => 'B',
    };
}
