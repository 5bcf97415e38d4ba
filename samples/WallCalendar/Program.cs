// Asks the quiz on the console; with --check, checks what it claims instead: dotnet run --project samples/WallCalendar -- --check

using System.Text;
using QuizKit;
using WallCalendar;

Console.OutputEncoding = Encoding.UTF8;
switch (args)
{
    case []:
        return Ask();
    case ["--check"]:
        return Check();
    default:
        Console.Error.WriteLine(
            $"Unknown argument '{args.First(arg => arg != "--check")}'. Give none to be asked, or --check to check the claims.");
        return 2;
}

static int Ask()
{
    var quiz = WallCalendarQuiz.Quiz;
    Console.WriteLine($"{quiz.Title}\n\n{quiz.Introduction}\n\nAn empty line shows the answer; the end of the input ends the quiz.");
    var graded = 0;
    var right = 0;
    foreach (var question in quiz.Questions)
    {
        Console.WriteLine($"\n— {question.Number} —\n{question.Prompt}\n");
        if (question is ChoiceQuestion choices)
        {
            Console.WriteLine(
                string.Join('\n', choices.Choices.Select((choice, index) => $"  {choices.LetterOf(index)}) {choice}")) + "\n");
        }

        Console.Write(question switch
        {
            TrueFalseQuestion => "true or false? ",
            NumericQuestion { Unit: { } unit } => $"how many {unit}? ",
            ChoiceQuestion => "which letters? ",
            _ => "think, then press Enter. ",
        });
        if (Console.ReadLine() is not { } reply) break;
        var result = question.Grade(reply);
        if (result.Outcome is GradeOutcome.Correct or GradeOutcome.Incorrect) graded++;
        if (result.IsCorrect) right++;
        Console.WriteLine(result switch
        {
            { IsCorrect: true } => "Right.",
            { Outcome: GradeOutcome.Incorrect } => "Not quite.",
            { Problem: not (ReplyProblem.None or ReplyProblem.Empty) } => result.Reason,
            _ => "",
        });
        Console.WriteLine(question.Answer);
    }

    Console.WriteLine($"\n{right} of {graded} right.");
    return 0;
}

static int Check()
{
    var checks = new WallCalendarChecks();
    var differing = 0;
    foreach (var claim in WallCalendarQuiz.Quiz.Claims)
    {
        var found = claim.IsExecutable ? checks.Run(claim, new Years(1583, 9999)) : null;
        var differs = found is not null && found.Verdict != claim.Expected;
        if (differs) differing++;
        var result = found is null ? $"not executable. {claim.NotExecutableReason}" : $"{found.Verdict}, {found.Measured}";
        Console.WriteLine($"{(differs ? "DIFFERS " : "")}{claim.Id}: {result}");
    }

    Console.WriteLine(differing == 0 ? "\nEvery verdict is the expected one." : $"\n{differing} differ from what the quiz expects.");
    return differing == 0 ? 0 : 1;
}
