// Progress over edits of the quiz, over sessions and over devices.

using CsCheck;
using QuizKit.Sessions;
using Xunit;

namespace QuizKit.Tests.Sessions;

public sealed class QuizProgressTests
{
    private static readonly DateTimeOffset Noon = TestSessions.Noon;

    [Fact]
    public void An_edited_question_is_revised_and_its_result_is_kept()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon).Ask("count", Noon)!.Reply("42", Noon).Session;
        var edited = TestSessions.QuizOf([.. TestSessions.Quiz.Questions.Select(q => q.Id == "count" ? TestSessions.Numeric("count", 43) : q)]);

        var read = QuizSession.Read(session.ToJson(), edited);

        Assert.Equal(QuestionStatus.Revised, read.Progress.StatusOf(edited, "count"));
        Assert.Equal(QuestionStatus.Unchanged, session.Progress.StatusOf(TestSessions.Quiz, "count"));
        Assert.Equal((true, 1), (read.Find("count").IsRevised, read.Find("count").Score!.Value));
        Assert.Equal(session.ToJson(), read.ToJson());

        // It can be asked again, and then the reply to the new wording counts.
        var again = read.Ask("count", Noon.AddDays(1))!.Reply("42", Noon.AddDays(1)).Session;
        Assert.Equal((false, 0), (again.Find("count").IsRevised, again.Find("count").Score!.Value));
        Assert.Equal(2, again.Progress.Records.Count);
    }

    [Fact]
    public void A_removed_question_keeps_its_records_and_a_new_one_is_asked()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon, 5).Ask("count", Noon)!.Reply("42", Noon).Session;
        var edited = TestSessions.QuizOf(TestSessions.TrueFalse("truth"), TestSessions.Open("new"));

        var read = QuizSession.Read(session.ToJson(), edited);

        Assert.Equal(["count"], read.Progress.RemovedFrom(edited));
        Assert.Equal(QuestionStatus.Removed, read.Progress.StatusOf(edited, "count"));
        Assert.Equal(QuestionStatus.New, read.Progress.StatusOf(edited, "new"));
        Assert.Equal(QuestionStatus.New, read.Progress.StatusOf(edited, "never-heard-of"));
        Assert.Equal(2, read.Score.Remaining);
        Assert.Equal(1, QuizSession.Read(read.ToJson(), TestSessions.Quiz).Score.Correct);
    }

    [Fact]
    public void A_fingerprint_is_that_of_the_documented_contents_on_every_machine()
    {
        // The first 64 bits of sha256, computed in Python, of parts with their lengths: kind, prompt, then what each kind adds.
        Assert.Equal("cc7c09f7d96399be", QuizProgress.FingerprintOf(TestSessions.Quiz, "colours"));
        Assert.Equal("a8d3910b3c26041f", QuizProgress.FingerprintOf(TestSessions.Quiz, "count"));
        Assert.Equal("5f75607954a6443d", QuizProgress.FingerprintOf(TestSessions.Quiz, "truth"));
        Assert.Equal("e86ca0a612c9bd80", QuizProgress.FingerprintOf(TestSessions.Quiz, "why"));
        Assert.Throws<ArgumentException>(() => QuizProgress.FingerprintOf(TestSessions.Quiz, "whose"));
    }

    [Fact]
    public void Each_part_that_decides_what_is_right_changes_the_fingerprint()
    {
        Question[] questions =
        [
            TestSessions.Choice("q", "+a", "b"), TestSessions.Choice("q", "a", "+b"), TestSessions.Choice("q", "+a", "c"), TestSessions.Choice("q", "b", "+a"),
            TestSessions.Numeric("q", 1), TestSessions.Numeric("q", 2), TestQuestions.Numeric(1, 0.5), TestQuestions.Numeric(1, unit: "m"),
            TestQuestions.TrueFalse(true), TestQuestions.TrueFalse(false), TestSessions.Open("q"),
        ];

        Assert.Equal(questions.Length, questions.Select(question => QuizProgress.FingerprintOf(TestSessions.QuizOf(question), question.Id)).Distinct().Count());
    }

    [Fact]
    public void Merging_is_commutative_associative_and_idempotent() =>
        Assert.All(
            RandomCases.Of(Gen.Select(TestSessions.Random, TestSessions.Random, TestSessions.Random), Thorough.Count(1000)),
            sessions =>
            {
                (var a, var b, var c) = sessions;
                Assert.Equal(a.Merge(b).ToJson(), b.Merge(a).ToJson());
                Assert.Equal(a.Merge(b).Merge(c).ToJson(), a.Merge(b.Merge(c)).ToJson());
                Assert.Equal(a.ToJson(), a.Merge(a).ToJson());
                Assert.Equal(a.Merge(b).ToJson(), a.Merge(b).Merge(a).ToJson());
                Assert.Equal(a.Merge(b).Progress.ToJson(), b.Progress.Merge(a.Progress).ToJson());
                Assert.Equal(a.Merge(b).Score.ToString(), b.Merge(a).Score.ToString());
            });

    [Fact]
    public void A_merge_has_the_records_of_both_and_no_other() =>
        Assert.All(
            RandomCases.Of(Gen.Select(TestSessions.Random, TestSessions.Random), 500),
            sessions => Assert.Equal(
                sessions.Item1.Progress.Records.Union(sessions.Item2.Progress.Records).ToHashSet(),
                sessions.Item1.Merge(sessions.Item2).Progress.Records.ToHashSet()));

    [Fact]
    public void The_first_of_two_replies_on_two_devices_counts()
    {
        var start = QuizSession.Start(TestSessions.Quiz, Noon);
        var phone = start.Ask("count", Noon)!.Reply("41", Noon.AddSeconds(10)).Session;
        var laptop = start.Ask("count", Noon)!.Reply("42", Noon.AddSeconds(20)).Session;

        Assert.Equal(0, laptop.Merge(phone).Find("count").Score);
        Assert.Equal(2, laptop.Merge(phone).Progress.Records.Count);
    }

    [Fact]
    public void Another_quiz_and_another_session_are_not_merged()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon, 1);
        var otherQuiz = QuizSession.Start(new Quiz("other", "en", TestQuestions.Text("Other"), null, [TestSessions.Open("why")]), Noon, 1);

        Assert.Equal(SessionProblem.OtherQuiz, Assert.Throws<QuizSessionException>(() => session.Merge(otherQuiz)).Problem);
        foreach (var other in new[]
        {
            QuizSession.Start(TestSessions.Quiz, Noon, 2), QuizSession.Start(TestSessions.Quiz, Noon.AddSeconds(1), 1),
            QuizSession.Start(TestSessions.Quiz, Noon, 1, SessionShuffle.Choices), QuizSession.Start(TestSessions.Quiz, Noon, 1, questions: TestSessions.Quiz.Questions),
        })
        {
            Assert.Equal(SessionProblem.OtherSession, Assert.Throws<QuizSessionException>(() => session.Merge(other)).Problem);
        }
    }

    [Fact]
    public void A_record_that_cannot_be_is_refused()
    {
        Assert.StartsWith(
            "A reply and a self-grade have a score, and nothing else has.",
            Assert.Throws<ArgumentException>(() => Record(RecordKind.Reply)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Record(RecordKind.Hint, score: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(RecordKind.Hint - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(RecordKind.SelfGrade + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(RecordKind.Hint, hints: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(RecordKind.Reply, score: 1, choices: [0, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(RecordKind.Reply, score: 1.5));
        Assert.Equal([0, 1], Record(RecordKind.Reply, score: 1, choices: [0, 1]).Choices);
    }

    [Fact]
    public void Times_are_cut_to_milliseconds_and_no_time_is_negative()
    {
        var record = new ProgressRecord("a", "b", RecordKind.Hint, TestSessions.Noon.AddTicks(15_999), TimeSpan.FromTicks(25_999));

        Assert.Equal((TestSessions.Noon.AddMilliseconds(1), TimeSpan.FromMilliseconds(2)), (record.At, record.Time));
        Assert.Equal(TimeSpan.Zero, new ProgressRecord("a", "b", RecordKind.Hint, TestSessions.Noon, TimeSpan.FromMilliseconds(-5)).Time);
    }

    [Fact]
    public void A_question_that_the_quiz_does_not_have_is_named()
    {
        var refusal = Assert.Throws<ArgumentException>(() => QuizProgress.FingerprintOf(TestSessions.Quiz, "when"));
        Assert.StartsWith("The quiz 'quiz' has no question 'when'.", refusal.Message, StringComparison.Ordinal);

        QuizProgress progress = new("quiz", [RecordOf("zeta"), RecordOf("alpha"), RecordOf("why")]);
        Assert.Equal(["alpha", "zeta"], progress.RemovedFrom(TestSessions.Quiz));

        static ProgressRecord RecordOf(string id) => new(id, "b", RecordKind.Hint, TestSessions.Noon, default);
    }

    private static ProgressRecord Record(RecordKind kind, int hints = 0, double? score = null, IReadOnlyList<int>? choices = null) =>
        new("a", "b", kind, TestSessions.Noon, default, hints, score, null, choices);
}
