// Every claim of the quiz, for people: no sentence is left out, executable or not.

using System.Linq;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class ListText
{
    /// <summary>Writes each claim with what is expected of it and the words it quotes.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="quiz">The quiz.</param>
    public static void Write(IAnsiConsole console, Quiz quiz)
    {
        TextBlock.Write(console, new Line(), quiz.Title.UnicodeText, Palette.Strong);
        foreach (Question question in quiz.Questions.Where(question => question.Claims.Count > 0))
        {
            console.WriteLine();
            QuestionHeading.Write(console, question);
            foreach (Claim claim in question.Claims) WriteClaim(console, claim);
        }

        console.WriteLine();
        int executable = quiz.Claims.Count(claim => claim.IsExecutable);
        string counts = $"{NumberText.Of(quiz.Claims.Count, "claim")}: {NumberText.Of(executable)} executable, "
            + $"{NumberText.Of(quiz.Claims.Count - executable)} not. `gpu-checks explain ID` runs one and says how.";
        TextBlock.Write(console, new Line(), counts);
    }

    /// <summary>What is expected of a claim, in a few words.</summary>
    /// <param name="claim">The claim.</param>
    public static string Expectation(Claim claim) =>
        claim.NotExecutableReason is { } reason ? $"not executable: {reason}"
        : claim.IsExistential ? $"{Names.IdOf(claim.Expected)}, or not observed"
        : Names.IdOf(claim.Expected);

    private static void WriteClaim(IAnsiConsole console, Claim claim)
    {
        Line start = new Line().MoveTo(2).Add(claim.Id, Palette.Strong).Add("  ");
        TextBlock.Write(console, start, Expectation(claim), claim.IsExecutable ? Palette.Good : Palette.Open);
        TextBlock.Write(console, new Line().MoveTo(4), claim.Statement.UnicodeText, Palette.Faint);
    }
}
