// Finds a question of a session by its id.

using QuizKit.Sessions;

namespace QuizKit.Tests.Sessions;

internal static class SessionExtensions
{
    public static SessionQuestion Find(this QuizSession session, string id) => session.Questions.Single(question => question.Question.Id == id);
}
