// Asks the questions of starter.quiz.md one after the other, and shows each answer once you press Enter.

using System;
using QuizKit;
using Company.QuizApp1;

Quiz quiz = StarterQuiz.Quiz;
Console.WriteLine(quiz.Title.UnicodeText);

foreach (Question question in quiz.Questions)
{
    Console.WriteLine();
    Console.WriteLine($"{question.Number}. {question.Prompt.UnicodeText}");
    Console.ReadLine();
    Console.WriteLine(question.Answer.Text.UnicodeText);
}

// Each question is a property too, with the type of its kind: StarterQuiz.Continents is a NumericQuestion.
Console.WriteLine();
Console.WriteLine($"By the way, there are {StarterQuiz.Continents.CorrectValue} continents.");
