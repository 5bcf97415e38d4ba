// Selects the claims that a command line names.

using System.Globalization;

namespace QuizKit.GpuChecks.CommandLine;

internal static class ClaimSelection
{
    /// <summary>
    /// Returns the selected claims in the order of the quiz: those of the questions (by number or id) and those named; all if none is
    /// named.
    /// </summary>
    /// <exception cref="UsageException">A name is not known.</exception>
    public static IReadOnlyList<Claim> Choose(Quiz quiz, IReadOnlyList<string> questions, IReadOnlyList<string> claims)
    {
        if (questions.Count == 0 && claims.Count == 0) return quiz.Claims;
        HashSet<Claim> chosen = [.. questions.SelectMany(name => FindQuestion(quiz, name).Claims)];
        chosen.UnionWith(claims.Select(id => FindClaim(quiz, id)));
        return [.. quiz.Claims.Where(chosen.Contains)];
    }

    /// <exception cref="UsageException">No claim has the id.</exception>
    public static Claim FindClaim(Quiz quiz, string id)
    {
        if (quiz.FindClaim(id) is { } found) return found;
        if (TryFindQuestion(quiz, id) is { Claims: [_, ..] claims } question)
        {
            throw new UsageException(
                $"'{id}' is question {question.Number.ToString(CultureInfo.InvariantCulture)}, and a claim is needed: "
                    + $"{string.Join(", ", claims.Select(claim => claim.Id))}.");
        }

        throw UsageException.Unknown("claim", id, quiz.Claims.Select(claim => claim.Id), "`gpu-checks list` names them all.");
    }

    private static Question FindQuestion(Quiz quiz, string name)
    {
        var isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return TryFindQuestion(quiz, name) ?? throw UsageException.Unknown(
            "question", name, isNumber ? [] : quiz.Questions.Select(q => q.Id),
            quiz.Questions.Count == 0
                ? "this quiz has none."
                : $"this quiz has the questions 1 to {quiz.Questions.Max(q => q.Number).ToString(CultureInfo.InvariantCulture)}.");
    }

    private static Question? TryFindQuestion(Quiz quiz, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? quiz.Questions.FirstOrDefault(question => question.Number == number)
            : quiz.FindQuestion(name);
}
