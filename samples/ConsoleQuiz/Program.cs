// Asks the questions on neural networks in a terminal, grades the replies, and shows each answer with its errata.
// Replies may be piped in: one line for each question, and the end of the input ends the quiz.
//
//     dotnet run                            all questions
//     dotnet run -- initialization          those with a tag
//     dotnet run -- --language de           in German
//     dotnet run -- --seed 7                questions and choices in another order
//     dotnet run -- --session quiz.json     saved after each step: after Ctrl-C the same command continues
//     printf '2817\n' | dotnet run -- architecture

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using ConsoleQuiz;
using QuizKit;
using QuizKit.NeuralNetworks;
using QuizKit.Sessions;
using Spectre.Console;

Console.OutputEncoding = Encoding.UTF8;
Quiz quiz = Chapter6Quiz.Quiz;
string? file = null;
int? seed = null;
while (args.Length >= 2 && args[0].StartsWith("--", StringComparison.Ordinal))
{
    switch (args[0])
    {
        case "--language":
            quiz = quiz.In(args[1]);
            break;
        case "--session":
            file = args[1];
            break;
        case "--seed" when int.TryParse(args[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out int number):
            seed = number;
            break;
        default:
            return Refuse($"'{args[0]} {args[1]}' is not known. Give --language TAG, --session FILE or --seed NUMBER.");
    }

    args = args[2..];
}

if (args.Length > 1 || (args.Length == 1 && quiz.QuestionsTagged(args[0]).Count == 0))
    return Refuse($"Give no tag, or one of these: {string.Join(", ", quiz.Tags)}.");

QuizSession session;
try
{
    session = file is not null && File.Exists(file)
        ? QuizSession.Read(File.ReadAllText(file), quiz)
        : QuizSession.Start(quiz, DateTimeOffset.UtcNow, seed, questions: args.Length == 0 ? null : quiz.QuestionsTagged(args[0]));
}
catch (Exception problem) when (problem is QuizSessionException or IOException or UnauthorizedAccessException)
{
    return Refuse($"{file}: {problem.Message}");
}

// Longer lines are hard to read.
AnsiConsole.Profile.Width = Math.Min(AnsiConsole.Profile.Width, 88);
var console = new QuizConsole(AnsiConsole.Console, Console.In, Save);
console.Open(session);
while (session.Next(DateTimeOffset.UtcNow) is { } turn)
{
    if (console.Ask(turn) is not { } after) break;
    session = after;
    Save(session);
}

console.Close(session);
return 0;

// Under another name first: a program that is stopped while it writes leaves the session of the step before.
void Save(QuizSession saved)
{
    if (file is null) return;
    File.WriteAllText(file + ".new", saved.ToJson());
    File.Move(file + ".new", file, overwrite: true);
}

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return 2;
}
