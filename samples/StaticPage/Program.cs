// Writes a quiz as one HTML page, for any web server or as a single file: no script, nothing loaded.
//
//     dotnet run                                  writes the chapter to quiz.html
//     dotnet run -- chapter-6.html                writes it to that file
//     dotnet run -- graded.html neural-networks-companions
//                                                 writes the quiz with that id
//
// An answer is hidden until the reader opens it. A page prints as it is on the screen: a closed answer stays closed, so
// that a fresh page prints as a sheet of questions.

using System;
using System.IO;
using System.Linq;
using QuizKit;
using QuizKit.NeuralNetworks;
using StaticPage;

Quiz[] quizzes = [Chapter6Quiz.Quiz, Chapter6CompanionsQuiz.Quiz];
string file = args.Length > 0 ? args[0] : "quiz.html";
Quiz? quiz = args.Length < 2 ? quizzes[0] : quizzes.FirstOrDefault(quiz => quiz.Id == args[1]);
if (args.Length > 2 || quiz is null)
{
    Console.Error.WriteLine($"Give the file to write, or none for quiz.html, and the id of a quiz: {string.Join(", ", quizzes.Select(quiz => quiz.Id))}.");
    return 2;
}

try
{
    File.WriteAllText(file, QuizPage.Write(quiz));
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine($"The page cannot be written. {e.Message}");
    return 1;
}

Console.WriteLine($"{file}: {quiz.Questions.Count} questions.");
return 0;
