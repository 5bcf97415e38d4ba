// Asks the questions on neural networks in a terminal, grades the replies, and shows each answer with its errata.
// Replies may be piped in: one line for each question, and the end of the input ends the quiz.
//
//     dotnet run                        all questions
//     dotnet run -- initialization      those with a tag
//     dotnet run -- --language de       in German
//     printf '2817\n' | dotnet run -- architecture

using System;
using System.Collections.Generic;
using System.Text;
using ConsoleQuiz;
using QuizKit;
using QuizKit.NeuralNetworks;
using Spectre.Console;

Console.OutputEncoding = Encoding.UTF8;
Quiz quiz = Chapter6Quiz.Quiz;
if (args.Length >= 2 && args[0] == "--language")
{
    quiz = quiz.In(args[1]);
    args = args[2..];
}

if (args.Length > 1 || (args.Length == 1 && quiz.QuestionsTagged(args[0]).Count == 0))
{
    Console.Error.WriteLine($"Give no tag, or one of these: {string.Join(", ", quiz.Tags)}.");
    return 2;
}

IReadOnlyList<Question> questions = args.Length == 0 ? quiz.Questions : quiz.QuestionsTagged(args[0]);
// Longer lines are hard to read.
AnsiConsole.Profile.Width = Math.Min(AnsiConsole.Profile.Width, 88);
var session = new Session(AnsiConsole.Console, Console.In);
session.Open(quiz);
foreach (Question question in questions)
{
    if (!session.Ask(question)) break;
}

session.Close();
return 0;
