// The claims of chapter 6 for tests: as they are printed, or with another number in them.

using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.Tests.Checks;

internal static class ChapterClaims
{
    /// <summary>Returns a claim as it is printed.</summary>
    public static Claim Claim(string id) => Chapter6Quiz.Quiz.Claims.Single(claim => claim.Id == id);

    /// <summary>Returns a claim that prints other numbers.</summary>
    public static Claim With(string id, params double[] values)
    {
        var claim = Claim(id);
        return new Claim(
            claim.Id, claim.QuestionId, claim.Origin, claim.Statement, values, claim.Expected, claim.IsExistential, claim.NotExecutableReason);
    }
}
