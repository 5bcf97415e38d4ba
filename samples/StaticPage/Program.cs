// Writes the quiz as one HTML page, for any web server or as a single file: no script, nothing loaded.
//
//     dotnet run                      writes quiz.html
//     dotnet run -- chapter-6.html    writes that file
//
// An answer is hidden until the reader opens it. A page prints as it is on the screen: a closed answer stays closed, so
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
