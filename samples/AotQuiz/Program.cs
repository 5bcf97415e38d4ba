// A quiz compiled to native code: one file that starts immediately and needs no installed .NET.
//
//     dotnet publish -o out && out/AotQuiz
//     out/AotQuiz de                          in German
//
// Native code needs a C compiler and zlib on Linux. With gcc instead of clang, add -p:CppCompilerAndLinker=gcc.

using System;
using System.Text;
using QuizKit;
using QuizKit.NeuralNetworks;

Console.OutputEncoding = Encoding.UTF8;
var correct = 0;
var graded = 0;
Quiz quiz = args.Length == 0 ? Chapter6Quiz.Quiz : Chapter6Quiz.Quiz.In(args[0]);
foreach (Question question in quiz.Questions)
{
    if (question.IsSelfGraded) continue;
    Console.WriteLine(question);
    if (Console.ReadLine() is not { } reply) break;
    GradeResult result = question.Grade(reply);
    graded++;
    if (result.IsCorrect) correct++;
    Console.WriteLine(result.RepeatsPrintedError ? "Incorrect, as in print." : result);
    Console.WriteLine(question.Answer);
    foreach (Erratum erratum in question.Errata) Console.WriteLine($"Erratum: {erratum.Text}");
    Console.WriteLine();
}

Console.WriteLine($"{correct} of {graded} correct.");
