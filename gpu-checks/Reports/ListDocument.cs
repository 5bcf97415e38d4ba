// The document of `gpu-checks list`: every claim of the quiz, executable or not.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports.Terminal;

namespace QuizKit.GpuChecks.Reports;

internal static class ListDocument
{
    /// <summary>Returns each claim with its expected verdict and the words it quotes.</summary>
    public static Document Of(Quiz quiz)
    {
        var executable = quiz.Claims.Count(claim => claim.IsExecutable);
        return new Document(
            quiz.Title.UnicodeText,
            [
                .. quiz.Questions.Where(question => question.Claims.Count > 0).Select(question => new DocumentSection(
                    question.Id,
                    $"Question {NumberText.Of(question.Number)}: {TextBlock.Cut(question.Prompt.UnicodeText, 60, unicode: true)}",
                    [Claims(question.Claims)])),
            ])
        {
            Result = new DocumentText(
                $"{NumberText.Of(quiz.Claims.Count, "claim")}: {NumberText.Of(executable)} executable, "
                + $"{NumberText.Of(quiz.Claims.Count - executable)} not. `gpu-checks explain ID` runs one and shows how."),
        };
    }

    private static DocumentTable Claims(IReadOnlyList<Claim> claims) => new(
        "",
        [new("claim", IsCode: true), new("expected"), new("statement")],
        [.. claims.Select(claim => (IReadOnlyList<string>)[claim.Id, Expectation(claim), claim.Statement.UnicodeText])])
    {
        IsStacked = true,
        ToneOf = (row, column) => column != 1 ? Tone.Plain : claims[row].IsExecutable ? Tone.Good : Tone.Undecided,
    };

    private static string Expectation(Claim claim) =>
        claim.NotExecutableReason is { } reason ? $"not executable: {reason}"
        : claim.IsExistential ? $"{Names.IdOf(claim.Expected)}, or not observed"
        : Names.IdOf(claim.Expected);
}
