// Asks the questions of starter.quiz.md one after the other, grades the reply where a program can, and shows the answer.

using System;
using QuizKit;
using Company.QuizApp1;

// The class has the name of its file: a file rivers.quiz.md becomes RiversQuiz. If you rename or replace starter.quiz.md, change this line.
Quiz quiz = StarterQuiz.Quiz;
Console.WriteLine(quiz.Title.UnicodeText);

foreach (Question question in quiz.Questions)
{
    Console.WriteLine();
    Console.WriteLine($"{question.Number}. {question.Prompt.UnicodeText}");
    if (question is ChoiceQuestion { Choices: var choices } asked)
    {
        for (int i = 0; i < choices.Count; i++) Console.WriteLine($"  {asked.LetterOf(i)}) {choices[i]}");
    }

    GradeResult result = question.Grade(Console.ReadLine());
    if (!question.IsSelfGraded) Console.WriteLine(result.Reason ?? (result.IsCorrect ? "Correct." : "Incorrect."));
    Console.WriteLine(question.Answer.Text.UnicodeText);
}

// Each question is a property too, with the type of its kind: StarterQuiz.Continents is a NumericQuestion, with a CorrectValue.
