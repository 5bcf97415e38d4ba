// The public API of the library: lessons, each a list of questions.

using System.Collections.Generic;
using QuizKit;
using QuizKit.NeuralNetworks;

namespace Lessons
{
    /// <summary>A course on neural networks.</summary>
    public static class Course
    {
        /// <summary>What to know before the course begins.</summary>
        public static Quiz WarmUp => WarmUpQuiz.Quiz;

        /// <summary>The lesson on initial weights.</summary>
        public static IReadOnlyList<Question> Initialization => Chapter6Quiz.Quiz.QuestionsTagged(Chapter6Quiz.Tags.Initialization);

        /// <summary>The first question that a learner gets wrong, or null if there is none.</summary>
        /// <param name="replies">The replies by the id of their question; a question without one is skipped.</param>
        public static Question FirstWrong(IReadOnlyDictionary<string, string> replies)
        {
            foreach (Question question in WarmUp.Questions)
            {
                if (replies.TryGetValue(question.Id, out string reply) && !question.Grade(reply).IsCorrect) return question;
            }

            return null;
        }
    }
}
