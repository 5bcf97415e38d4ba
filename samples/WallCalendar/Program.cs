// Asks the quiz on the console; with --check, checks what it claims instead: dotnet run --project samples/WallCalendar -- --check

using System;
using System.Globalization;
using System.Linq;
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
        Console.Error.WriteLine($"Unknown argument '{args.First(arg => arg != "--check")}'. Give none to be asked, or --check to check the claims.");
        return 2;
}

static int Ask()
{
    Quiz quiz = WallCalendarQuiz.Quiz;
    Console.WriteLine($"{quiz.Title}\n\n{quiz.Introduction}\n\nAn empty line shows the answer; the end of the input ends the quiz.");
    var graded = 0;
    var right = 0;
    foreach (Question question in quiz.Questions)
    {
        Console.WriteLine($"\n— {question.Number} —\n{question.Prompt}\n");
        if (question is ChoiceQuestion choices)
            Console.WriteLine(string.Join('\n', choices.Choices.Select((choice, index) => $"  {(char)('a' + index)}) {choice}")) + "\n");
        Console.Write(question switch
        {
            TrueFalseQuestion => "true or false? ",
            NumericQuestion { Unit: { } unit } => $"how many {unit}? ",
            ChoiceQuestion => "which letters? ",
            _ => "think, then press Enter. ",
        });
        if (Console.ReadLine() is not { } reply) break;
        bool? isRight = reply.Trim().Length > 0 ? Grade(question, reply.Trim()) : null;
        if (isRight is not null) graded++;
        if (isRight is true) right++;
        Console.WriteLine(isRight switch { true => "Right.", false => "Not quite.", null => "" });
        Console.WriteLine(question.Answer);
    }

    Console.WriteLine($"\n{right} of {graded} right.");
    return 0;
}

// Null where only the reader can tell: an open question.
static bool? Grade(Question question, string reply) => question switch
{
    TrueFalseQuestion truth => string.Equals(reply, truth.IsTrue ? "true" : "false", StringComparison.OrdinalIgnoreCase),
    NumericQuestion number => double.TryParse(reply, NumberStyles.Number, CultureInfo.InvariantCulture, out double value)
        && Math.Abs(value - number.CorrectValue) <= number.Tolerance,
    ChoiceQuestion choice => choice.Choices.Select((text, index) => (Letter: (char)('a' + index), text.IsCorrect))
        .All(item => reply.Contains(item.Letter, StringComparison.OrdinalIgnoreCase) == item.IsCorrect),
    _ => null,
};

static int Check()
{
    var checks = new WallCalendarChecks();
    var differing = 0;
    foreach (Claim claim in WallCalendarQuiz.Quiz.Claims)
    {
        Finding? found = claim.IsExecutable ? checks.Run(claim, new Years(1583, 9999)) : null;
        bool differs = found is not null && found.Verdict != claim.Expected;
        if (differs) differing++;
        string result = found is null ? $"not executable. {claim.NotExecutableReason}" : $"{found.Verdict}, {found.Measured}";
        Console.WriteLine($"{(differs ? "DIFFERS " : "")}{claim.Id}: {result}");
    }

    Console.WriteLine(differing == 0 ? "\nEvery verdict is the expected one." : $"\n{differing} differ from what the quiz expects.");
    return differing == 0 ? 0 : 1;
}
