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

    [Theory]
    [InlineData("{\"a\" 1}", 1, 6, "':' is missing")]
    [InlineData("{a:1}", 1, 2, "a name in quotation marks is missing")]
    [InlineData("{ \"a\" : 1 \"b\":2}", 1, 11, "'}' is missing")]
    [InlineData("{\"a\":1,}", 1, 8, "a name in quotation marks is missing")]
    [InlineData("[1 2]", 1, 4, "']' is missing")]
    [InlineData("[\n 1,\n\n  ]", 4, 3, "a value is missing")]
    [InlineData("\"a\u0001\"", 1, 3, "a string contains a control character")]
    [InlineData("\"\\u12g4\"", 1, 6, "\\u is not followed by four hexadecimal digits")]
    [InlineData("\"\\x\"", 1, 3, "a backslash is followed by a character that it does not escape")]
    [InlineData("[.5]", 1, 2, "a value is missing")]
    [InlineData("[-]", 1, 3, "a value is missing")]
    [InlineData("[1.]", 1, 4, "a value is missing")]
    [InlineData("[1e]", 1, 4, "a value is missing")]
    [InlineData("[1e+]", 1, 5, "a value is missing")]
    [InlineData("[:]", 1, 2, "a value is missing")]
    [InlineData("[01]", 1, 3, "']' is missing")]
    [InlineData("trux", 1, 4, "'e' is missing")]
    [InlineData("falze", 1, 4, "'s' is missing")]
    [InlineData("nul!", 1, 4, "'l' is missing")]
    [InlineData("[[[[[[[[[0]]]]]]]]]", 1, 10, "it is nested too deeply")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":0}}}}}}}}}", 1, 46, "it is nested too deeply")]
    public void A_mistake_in_the_json_is_named_with_its_place(string text, int line, int column, string message)
    {
        var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(text, TestSessions.Quiz));

        Assert.Equal(SessionProblem.Malformed, refusal.Problem);
        Assert.Equal($"The saved text is not valid in line {line}, column {column}: {message}. Load a copy that was not edited.", refusal.Message);
    }

    [Theory]
    [InlineData("[[[[[[[[0]]]]]]]]", "The saved text is not valid: the text is not an object.")]
    [InlineData("[ ]", "The saved text is not valid: the text is not an object.")]
    [InlineData("true", "The saved text is not valid: the text is not an object.")]
    [InlineData("{ }", "The saved text is not valid: 'format' of the text has to be a string.")]
    [InlineData("{\"format\" : false}", "The saved text is not valid: 'format' of the text has to be a string.")]
    public void What_is_json_and_no_session_is_refused_with_what_is_missing(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<QuizSessionException>(() => QuizSession.Read(text, TestSessions.Quiz)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"version\":1,", "", "'version' of the text has to be a number.")]
    [InlineData("\"started\":", "\"began\":", "'started' of the text has to be a string.")]
    [InlineData("\"started\":", "\"started\":7,\"a\":", "'started' of the text has to be a string.")]
    [InlineData("\"shuffle\":\"all\"", "\"shuffle\":\"some\"", "'shuffle' of the text has to be one of: none, questions, choices, all.")]
    [InlineData("\"records\":[", "\"questions\":[],\"records\":[", "'questions' of the text has to be a list of strings.")]
    [InlineData("\"records\":[", "\"questions\":[1],\"records\":[", "'questions' of the text has to be a list of strings.")]
    [InlineData("\"records\":[", "\"records\":7,\"other\":[", "'records' of the text has to be a list.")]
    [InlineData("\"records\":[", "\"zeta\":1,\"alpha\":2,\"records\":[", "the text has an unknown member 'alpha'.")]
    [InlineData("\"choices\":[", "\"choices\":7,\"other\":[", "'choices' of record 3 has to be a list of numbers.")]
    [InlineData("\"choices\":[", "\"choices\":[-1,", "'choices' of record 3 has to be an integer from 0 to 10000.")]
    [InlineData("\"choices\":[", "\"choices\":[10001,", "'choices' of record 3 has to be an integer from 0 to 10000.")]
    public void A_member_of_another_type_is_named_with_the_one_that_it_has_to_have(string words, string replaced, string message)
    {
        Assert.Contains(words, Saved, StringComparison.Ordinal);

        var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(Saved.Replace(words, replaced, StringComparison.Ordinal), TestSessions.Quiz));

        Assert.Equal(SessionProblem.Malformed, refusal.Problem);
        Assert.StartsWith($"The saved text is not valid: {message}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_has_at_most_a_thousand_characters_and_a_choice_is_at_most_ten_thousand()
    {
        var longest = new string('a', 1000);
        var quiz = TestSessions.QuizOf(TestSessions.Open(longest));
        var session = QuizSession.Start(quiz, Noon, questions: quiz.Questions).Ask(longest, Noon)!.Session;

        Assert.Equal(session.ToJson(), QuizSession.Read(session.ToJson(), quiz).ToJson());
        var refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(session.ToJson().Replace(longest, longest + "a", StringComparison.Ordinal), quiz));
        Assert.Contains("'questions' of the text has to be a list of strings", refusal.Message, StringComparison.Ordinal);
        var quizId = Saved.Replace("\"quiz\":\"quiz\"", $"\"quiz\":\"{longest}a\"", StringComparison.Ordinal);
        refusal = Assert.Throws<QuizSessionException>(() => QuizSession.Read(quizId, TestSessions.Quiz));
        Assert.Contains("'quiz' of the text has to be a string of at most 1000 characters", refusal.Message, StringComparison.Ordinal);
        _ = QuizSession.Read(Saved.Replace("\"choices\":[0]", "\"choices\":[10000]", StringComparison.Ordinal), TestSessions.Quiz);
    }

    [Fact]
    public void Numbers_and_strings_may_be_written_in_any_way_that_json_has()
    {
        var text = Saved.Replace("\"version\":1,", "\"version\":10.0E-1,", StringComparison.Ordinal)
            .Replace("\"seed\":-3,", "\"seed\":-0.3e+1,", StringComparison.Ordinal)
            .Replace("\"reply\":\"41\"", "\"reply\":\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u00E9\\u00fc\"", StringComparison.Ordinal);

        var session = QuizSession.Read(text, TestSessions.Quiz);

        Assert.Equal(-3, session.Seed);
        Assert.Equal("\b\f\n\r\t/\\\"éü", session.Find("count").Reply);
    }

    [Fact]
    public void The_text_of_a_session_is_as_the_format_says()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon, 5, SessionShuffle.Choices, TestSessions.Quiz.Questions.Take(2))
            .Ask("count", Noon)!.Hint(Noon.AddSeconds(1)).Reply("<41> \u2028\u2029\u007F 🙂", Noon.AddSeconds(2)).Session;

        // A reply that is not understood leaves the turn open.
        Assert.Equal(
            """
            {"format":"quizkit-session","version":1,"quiz":"quiz","started":"2026-03-01T12:00:00.000Z","seed":5,"shuffle":"choices","questions":["colours","count"],"current":"count","records":[
            {"question":"count","content":"
            """.ReplaceLineEndings("\n"),
            session.ToJson()[..session.ToJson().IndexOf(QuizProgress.FingerprintOf(TestSessions.Quiz, "count"), StringComparison.Ordinal)]);
        Assert.EndsWith("\"kind\":\"hint\",\"at\":\"2026-03-01T12:00:01.000Z\",\"ms\":1000,\"hints\":1}\n]}\n", session.ToJson(), StringComparison.Ordinal);
        Assert.StartsWith("{\"format\":\"quizkit-progress\",\"version\":1,\"quiz\":\"quiz\",\"records\":[\n{", session.Progress.ToJson(), StringComparison.Ordinal);
        var replied = QuizSession.Start(TestSessions.Quiz, Noon).Ask("why", Noon)!.Reply("<a> \u2028\u2029\u007F \u001F 🙂 é~", Noon).Turn!.GradeSelf(0.5, Noon);
        Assert.Contains("\"score\":0.5,\"reply\":\"\\u003ca> \\u2028\\u2029\\u007f \\u001f 🙂 é~\"}", replied.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("hints", replied.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("choices", replied.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionShuffle.None, "none")]
    [InlineData(SessionShuffle.Questions, "questions")]
    [InlineData(SessionShuffle.Choices, "choices")]
    [InlineData(SessionShuffle.All, "all")]
    public void What_is_shuffled_is_saved_as_a_word(SessionShuffle shuffle, string word)
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon, 5, shuffle);

        Assert.Contains($"\"shuffle\":\"{word}\"", session.ToJson(), StringComparison.Ordinal);
        Assert.Equal(shuffle, QuizSession.Read(session.ToJson(), TestSessions.Quiz).Shuffle);
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
