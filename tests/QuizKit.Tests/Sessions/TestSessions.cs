// A small quiz of every kind of question, learners who do random things with it, and a clock.

using CsCheck;
using QuizKit.Sessions;

namespace QuizKit.Tests.Sessions;

internal static class TestSessions
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Answer Answer = new(TestQuestions.Text("This."), Provenance.Source);

    private static readonly RichText[] Hints = [TestQuestions.Text("First."), TestQuestions.Text("Second.")];

    /// <summary>Replies that are right, wrong, partly right, not understood and empty for one or another question.</summary>
    private static readonly string[] Replies = ["true", "no", "42", "41", "a", "a, b", "c", "red, blue", "words \"and\" \\ \u2028 <é>", ""];

    public static Quiz Quiz { get; } = QuizOf(Choice("colours", "+red", "green", "+blue"), Numeric("count", 42), TrueFalse("truth"), Open("why"));

    /// <summary>What a random learner has after some steps, each a random number of milliseconds after the one before.</summary>
    public static Gen<QuizSession> Random { get; } =
        Gen.Int[0, 1000].SelectMany(start => Gen.Int[0, 5].Select(Gen.Int[0, Replies.Length - 1], Gen.Int[0, 90_000]).List[0, 12]
            .Select(steps => Walk(QuizSession.Start(Quiz, Noon, seed: 7), Noon.AddMilliseconds(start), steps)));

    public static Quiz QuizOf(params Question[] questions) => new("quiz", "en", TestQuestions.Text("Title"), null, questions);

    public static ChoiceQuestion Choice(string id, params string[] texts) =>
        new(id, 1, TestQuestions.Text("Which?"), Answer, [.. texts.Select(ChoiceOf)], [], [], hints: Hints);

    public static NumericQuestion Numeric(string id, double correct) =>
        new(id, 2, TestQuestions.Text("How many?"), Answer, correct, correct, 0, null, [], [], hints: Hints);

    public static TrueFalseQuestion TrueFalse(string id) => new(id, 3, TestQuestions.Text("True?"), Answer, true, [], [], ["logic"]);

    public static OpenQuestion Open(string id) => new(id, 4, TestQuestions.Text("Why?"), Answer, [], []);

    private static Choice ChoiceOf(string text) =>
        new(TestQuestions.Text(text.TrimStart('+')), text[0] == '+', text[0] == '+' ? null : TestQuestions.Text("Not " + text + "."));

    private static QuizSession Walk(QuizSession session, DateTimeOffset now, List<(int Step, int Reply, int Milliseconds)> steps)
    {
        foreach ((var step, var reply, var milliseconds) in steps)
        {
            if (session.Next(now) is not { } turn) break;
            now = now.AddMilliseconds(milliseconds);
            session = step switch
            {
                0 => turn.Hint(now).Session,
                1 => turn.Skip(now),
                2 when turn.Question.IsSelfGraded => turn.Reply(Replies[reply], now).Turn!.GradeSelf(reply / 10.0, now),
                2 => turn.Reveal(now),
                _ => turn.Reply(Replies[reply], now).Session,
            };
        }

        return session;
    }
}
