// Claims as the tests need them: an id and the printed numbers.

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class TestClaims
{
    public static Claim Claim(string id, params double[] values) => Create(id, isExistential: false, values);

    public static Claim Existential(string id) => Create(id, isExistential: true, []);

    private static Claim Create(string id, bool isExistential, double[] values) =>
        new(id, "question", ClaimOrigin.Answer, new RichText(id, id, id, id), values, ExpectedVerdict.Confirmed, isExistential, notExecutableReason: null);
}
