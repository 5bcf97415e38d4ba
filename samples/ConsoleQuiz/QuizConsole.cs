// Shows the questions of a session, and reads replies.

using System;
using System.IO;
using QuizKit;
using QuizKit.Sessions;
using Spectre.Console;

namespace ConsoleQuiz;

internal sealed class QuizConsole(IAnsiConsole console, TextReader replies, Action<QuizSession> save)
{
    public void Open(QuizSession session)
    {
        Write(session.Quiz.Title, "bold");
        if (session.Quiz.Introduction is not null) Write(session.Quiz.Introduction);
        int done = session.Questions.Count - session.Score.Remaining;
        if (done > 0) console.Write($"{done} of {session.Questions.Count} questions are done.\n", "grey");
        console.Write("An empty reply shows the answer, and > skips the question.\n", "grey");
    }

    /// <summary>Asks one question until the reply is understood, and shows its answer.</summary>
    /// <returns>The session after it; null at the end of the input.</returns>
    public QuizSession? Ask(QuestionTurn turn)
    {
        Question question = turn.Question;
        console.WriteLine();
        console.Write(new Rule($"[bold]Question {question.Number}[/]") { Justification = Justify.Left, Style = "grey" });
        if (question.Title is not null) Write(question.Title, "bold");
        Write(question.Prompt);
        console.WriteLine();
        string request = question.Match(
            open: _ => "Think, then press Enter.",
            trueFalse: _ => "True or false?",
            numeric: number => number.Unit is null ? "A number?" : $"How many {number.Unit}?",
            choice: ShowChoices);
        foreach (RichText hint in turn.Hints) Write(hint, "yellow");

        while (true)
        {
            console.Write(turn.HasHint ? $"{request} (? for a hint) " : $"{request} ", "grey");
            if (replies.ReadLine() is not { } reply)
            {
                console.WriteLine();
                return null;
            }

            // Piped input is not echoed.
            if (Console.IsInputRedirected) console.Write(reply + "\n");
            if (reply.Trim() == ">") return turn.Skip(DateTimeOffset.UtcNow);
            if (reply.Trim() == "?" && turn.HasHint)
            {
                turn = turn.Hint(DateTimeOffset.UtcNow);
                save(turn.Session);
                Write(turn.Hints[^1], "yellow");
                continue;
            }

            ReplyStep step = turn.Reply(reply, DateTimeOffset.UtcNow);
            bool asksAgain = step.Result.Outcome == GradeOutcome.NotUnderstood && step.Result.Problem != ReplyProblem.Empty;
            if (!asksAgain)
            {
                Reveal(question, step.Result);

                // An empty reply, and one to an open question, has no grade.
                return step.Turn is null ? step.Session : step.Turn.Reveal(DateTimeOffset.UtcNow);
            }

            console.Write(step.Result.Reason + "\n", "yellow");
        }
    }

    public void Close(QuizSession session)
    {
        SessionScore score = session.Score;
        console.WriteLine();
        console.Write(new Rule { Style = "grey" });
        console.Write(score.Graded == 0 ? "No reply was graded.\n" : $"{score.Correct} of {score.Graded} correct.\n", "bold");
        if (score.Remaining > 0) console.Write($"{score.Remaining} of {score.Questions} questions remain.\n", "grey");
    }

    private void Reveal(Question question, GradeResult result)
    {
        (string verdict, string style) = result switch
        {
            { IsCorrect: true } => ("Correct.", "green"),
            { RepeatsPrintedError: true } => ("Incorrect, as the printed answer is: see the erratum.", "red"),
            { Outcome: GradeOutcome.Incorrect } => ("Incorrect.", "red"),
            _ => ("", "default"),
        };
        if (verdict.Length > 0) console.Write(verdict + "\n", style);

        foreach (RichText feedback in result.Feedback) Write(feedback);

        console.WriteLine();
        string author = question.Answer.Provenance == Provenance.Editors ? "Answer, by the editors" : "Answer";
        console.Write(author + "\n", "green bold");
        Write(question.Answer.Text);
        if (question.Explanation is not null)
        {
            console.WriteLine();
            console.Write("Explanation\n", "green bold");
            Write(question.Explanation);
        }

        foreach (Erratum erratum in question.Errata)
        {
            console.WriteLine();
            console.Write("Erratum\n", "yellow bold");
            Write(erratum.Text);
        }
    }

    private string ShowChoices(ChoiceQuestion question)
    {
        for (var i = 0; i < question.Choices.Count; i++) console.Write($"  {question.LetterOf(i)}) {question.Choices[i]}\n");
        return question.HasSeveralCorrect ? "Which? Several are right." : "Which one?";
    }

    // As text, not as markup: a quiz may contain square brackets.
    private void Write(RichText text, string style = "default") => console.Write(text.UnicodeText + "\n", style);
}

internal static class StyledConsole
{
    public static void Write(this IAnsiConsole console, string text, string style = "default") =>
        console.Write(new Text(text, Style.Parse(style)));
}
