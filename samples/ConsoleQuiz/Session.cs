// One session: shows questions, reads replies, and keeps the score.

using System;
using System.IO;
using QuizKit;
using Spectre.Console;

namespace ConsoleQuiz;

internal sealed class Session(IAnsiConsole console, TextReader replies)
{
    private int _graded;
    private int _correct;

    public void Open(Quiz quiz)
    {
        Write(quiz.Title, "bold");
        if (quiz.Introduction is not null) Write(quiz.Introduction);
        console.Write("An empty reply shows the answer.\n", "grey");
    }

    /// <summary>Asks one question until the reply is understood, and shows its answer.</summary>
    /// <returns>Whether there was a reply; false at the end of the input.</returns>
    public bool Ask(Question question)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]Question {question.Number}[/]") { Justification = Justify.Left, Style = "grey" });
        if (question.Title is not null) Write(question.Title, "bold");
        Write(question.Prompt);
        console.WriteLine();
        string hint = question.Match(
            open: _ => "Think, then press Enter.",
            trueFalse: _ => "True or false?",
            numeric: number => number.Unit is null ? "A number?" : $"How many {number.Unit}?",
            choice: ShowChoices);

        while (true)
        {
            console.Write($"{hint} ", "grey");
            if (replies.ReadLine() is not { } reply)
            {
                console.WriteLine();
                return false;
            }

            // Piped input is not echoed.
            if (Console.IsInputRedirected) console.Write(reply + "\n");
            GradeResult result = question.Grade(reply);
            bool asksAgain = result.Outcome == GradeOutcome.NotUnderstood && result.Problem != ReplyProblem.Empty;
            if (!asksAgain)
            {
                Reveal(question, result);
                return true;
            }

            console.Write(result.Reason + "\n", "yellow");
        }
    }

    public void Close()
    {
        console.WriteLine();
        console.Write(new Rule { Style = "grey" });
        console.Write(_graded == 0 ? "No reply was graded.\n" : $"{_correct} of {_graded} correct.\n", "bold");
    }

    private void Reveal(Question question, GradeResult result)
    {
        if (result.Outcome is GradeOutcome.Correct or GradeOutcome.Incorrect) _graded++;
        if (result.IsCorrect) _correct++;
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
