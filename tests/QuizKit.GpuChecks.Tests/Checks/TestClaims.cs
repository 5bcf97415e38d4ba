// Claims as the tests need them: an id and the printed numbers.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class TestClaims
{
    public static Claim Claim(string id, params double[] values) => Create(id, isExistential: false, values);

    public static Claim Existential(string id) => Create(id, isExistential: true, []);

    /// <summary>Runs the check of a claim of chapter 6 that prints these numbers.</summary>
    public static Outcome Check(this CheckContext context, string id, params double[] values) =>
        new Chapter6Checks().Run(Claim(id, values), context);

    private static Claim Create(string id, bool isExistential, double[] values) =>
        new(id, "question", ClaimOrigin.Answer, new RichText(id, id, id, id), values, ExpectedVerdict.Confirmed, isExistential, notExecutableReason: null);
}
