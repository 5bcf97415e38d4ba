// Writes the quiz as one HTML page, for any web server or for a file that is passed around: no script, no second file, nothing loaded.
//
//     dotnet run                      writes quiz.html
//     dotnet run -- chapter-6.html    writes that file
//
// An answer shows when its reader opens it. In print a page looks as it does on the screen: an answer that is closed stays closed, so
// that a fresh page prints as a sheet of questions.

using System;
using System.IO;
using QuizKit.NeuralNetworks;
using StaticPage;

if (args.Length > 1)
{
    Console.Error.WriteLine("Give the file to write, or none for quiz.html.");
    return 2;
}

string file = args.Length == 1 ? args[0] : "quiz.html";
try
{
    File.WriteAllText(file, QuizPage.Write(Chapter6Quiz.Quiz));
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine($"The page cannot be written. {e.Message}");
    return 1;
}

Console.WriteLine($"{file}: {Chapter6Quiz.Quiz.Questions.Count} questions.");
return 0;
