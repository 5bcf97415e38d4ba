// What a session saves it reads again; anything else is one clear error.

using QuizKit.Sessions;
using Xunit;

namespace QuizKit.Tests.Sessions;

public sealed class SessionJsonTests
{
    private static readonly DateTimeOffset Noon = TestSessions.Noon;

    private static readonly string Saved = QuizSession.Start(TestSessions.Quiz, Noon, -3)
        .Ask("count", Noon)!.Hint(Noon.AddSeconds(1)).Reply("41", Noon.AddSeconds(2)).Session
        .Ask("colours", Noon)!.Reply("a", Noon.AddSeconds(3)).Session.Next(Noon)!.Session.ToJson();

    [Fact]
    public void A_session_that_is_read_goes_on_as_the_one_that_was_saved() =>
        Assert.All(
            RandomCases.Of(TestSessions.Random, 1000),
            session =>
            {
                var read = QuizSession.Read(session.ToJson(), TestSessions.Quiz);
                Assert.Equal(session.ToJson(), read.ToJson());
                Assert.Equal(session.Progress.Records, read.Progress.Records);
                Assert.Equal(session.Score.ToString(), read.Score.ToString());
                Assert.Equal(session.Next(Noon)?.Question.Id, read.Next(Noon)?.Question.Id);
                Assert.Equal(session.Next(Noon)?.Hints, read.Next(Noon)?.Hints);
                Assert.Equal(session.Progress.ToJson(), QuizProgress.Read(session.Progress.ToJson(), TestSessions.Quiz).ToJson());
            });

    [Fact]
    public void The_json_is_valid_for_other_readers()
    {
        using var document = System.Text.Json.JsonDocument.Parse(Saved);

        Assert.Equal("quizkit-session", document.RootElement.GetProperty("format").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(-3, document.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(3, document.RootElement.GetProperty("records").GetArrayLength());
    }

    [Fact]
    public void Every_beginning_of_a_saved_text_is_refused_as_truncated()
    {
        for (var length = 0; length < Saved.TrimEnd().Length; length++)
        {
            var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(Saved[..length], TestSessions.Quiz));

            Assert.Equal(SessionProblem.Truncated, refusal.Problem);
            Assert.Equal($"The saved text ends in the middle, after {length} characters. Load a complete copy.", refusal.Message);
        }
    }

    [Fact]
    public void No_change_of_one_character_makes_anything_but_a_session_or_a_clear_error()
    {
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var changed = Saved.ToCharArray();
            changed[random.Next(changed.Length)] = "\"{}[],:0a-\\\0é9"[random.Next(14)];
            try
            {
                _ = QuizSession.Read(new string(changed), TestSessions.Quiz);
            }
            catch (QuizSessionException refusal)
            {
                refused++;
                Assert.DoesNotContain('\n', refusal.Message);
                Assert.InRange(refusal.Message.Length, 20, 300);
            }
        }

        Assert.InRange(refused, 2_000, 4_000);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", SessionProblem.NewerVersion, "has version 2, and this program reads up to 1. Update the program, and keep the text.")]
    [InlineData("\"quiz\":\"quiz\"", "\"quiz\":\"chess\"", SessionProblem.OtherQuiz, "is for the quiz 'chess', not 'quiz'. Load it with its quiz.")]
    [InlineData("quizkit-session", "quizkit-progress", SessionProblem.Malformed, "has the format 'quizkit-progress', not 'quizkit-session'.")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1", SessionProblem.Malformed, "in line 1, column 41: the name 'version' is there twice.")]
    [InlineData("\"version\":1", "\"version\":1,\"extra\":true", SessionProblem.Malformed, "the text has an unknown member 'extra'.")]
    [InlineData("\"version\":1", "\"version\":1.5", SessionProblem.Malformed, "'version' of the text has to be an integer from 1 to 2147483647.")]
    [InlineData("\"kind\":\"reply\"", "\"kind\":\"cheat\"", SessionProblem.Malformed, "'kind' of record 2 has to be one of: hint, skip, reply, reveal, self-grade.")]
    [InlineData("\"score\":0,", "\"score\":1.5,", SessionProblem.Malformed, "'score' of record 2 has to be a number from 0 to 1.")]
    [InlineData("\"score\":0,", "", SessionProblem.Malformed, "'score' of record 2 has to be a number from 0 to 1.")]
    [InlineData("\"kind\":\"reply\"", "\"kind\":\"skip\"", SessionProblem.Malformed, "record 2 has an unknown member 'score'.")]
    [InlineData("\"score\":0,", "\"score\":null,", SessionProblem.Malformed, "'score' of record 2 has to be not null.")]
    [InlineData("\"ms\":", "\"ms\":-", SessionProblem.Malformed, "'ms' of record 1 has to be an integer from 0 to 1000000000.")]
    [InlineData("T12:00:02.000Z", "T12:00:62.000Z", SessionProblem.Malformed, "'at' of record 2 has to be a time like 2026-01-31T12:00:00.000Z.")]
    [InlineData("\"records\":[", "\"records\":[7,", SessionProblem.Malformed, "record 1 is not an object.")]
    [InlineData("\"records\":[", "\"records\":[1e999,", SessionProblem.Malformed, ": a number is out of range.")]
    [InlineData("\n]}", "\n]}{}", SessionProblem.Malformed, "there is more text behind the end.")]
    public void What_cannot_be_used_is_named_with_the_remedy(string words, string replaced, SessionProblem problem, string message)
    {
        var at = Saved.IndexOf(words, StringComparison.Ordinal);
        var text = Saved[..at] + replaced + Saved[(at + words.Length)..];

        var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(text, TestSessions.Quiz));

        Assert.Equal(problem, refusal.Problem);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_long_texts_are_refused_before_they_cost_anything()
    {
        var deep = Saved.Replace("\"records\":[", "\"records\":" + new string('[', 1_000_000), StringComparison.Ordinal);

        Assert.Contains("nested too deeply", Assert.Throws<QuizSessionException>(() => QuizSession.Read(deep, TestSessions.Quiz)).Message, StringComparison.Ordinal);
        var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(new string(' ', QuizProgress.LongestJson + 1), TestSessions.Quiz));
        Assert.Equal(SessionProblem.TooLong, refusal.Problem);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1000)]
    public void A_reply_of_a_megabyte_is_graded_and_its_beginning_kept(int letters)
    {
        var reply = new string('x', letters) + "🙂" + new string('y', 1_000_000);
        var step = QuizSession.Start(TestSessions.Quiz, Noon).Ask("why", Noon)!.Reply(reply, Noon);

        var session = step.Turn!.GradeSelf(1, Noon);

        Assert.Equal(new string('x', letters), session.Find("why").Reply);
        Assert.Equal(session.ToJson(), QuizSession.Read(session.ToJson(), TestSessions.Quiz).ToJson());
    }

    [Fact]
    public void Half_of_a_surrogate_pair_survives()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon).Ask("why", Noon)!.Reply("\uD83D \0 \uDE42", Noon).Turn!.GradeSelf(1, Noon);

        Assert.Equal("\uD83D \0 \uDE42", QuizSession.Read(session.ToJson(), TestSessions.Quiz).Find("why").Reply);
    }

    [Fact]
    public void The_questions_of_a_session_and_their_order_are_saved_with_it()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon, questions: TestSessions.Quiz.Questions.Reverse());

        var read = QuizSession.Read(session.ToJson(), TestSessions.Quiz);

        Assert.Equal(["why", "truth", "count", "colours"], read.Questions.Select(question => question.Question.Id));
        Assert.Equal(session.ToJson(), read.ToJson());
    }

    [Fact]
    public void An_editor_may_add_a_byte_order_mark_and_spaces() =>
        Assert.Equal(Saved, QuizSession.Read("\uFEFF" + Saved.Replace(",", " ,\r\n\t", StringComparison.Ordinal).Replace("a ,", "a,", StringComparison.Ordinal), TestSessions.Quiz).ToJson());
}
