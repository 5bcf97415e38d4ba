// A run through a quiz: order, turns, hints, skips, scores and times.

using QuizKit.Sessions;
using Xunit;

namespace QuizKit.Tests.Sessions;

public sealed class QuizSessionTests
{
    private static readonly DateTimeOffset Noon = TestSessions.Noon;

    [Fact]
    public void Without_a_seed_the_questions_come_in_the_order_of_the_file()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon);
        var asked = new List<string>();
        while (session.Next(Noon) is { } turn)
        {
            asked.Add(turn.Question.Id);
            session = turn.Reveal(Noon);
        }

        Assert.Equal(["colours", "count", "truth", "why"], asked);
        Assert.True(session.IsFinished);
        Assert.Same(TestSessions.Quiz.Questions[0], session.Questions[0].Question);
    }

    [Fact]
    public void A_seed_gives_one_order_and_every_order_is_as_likely_as_any_other()
    {
        var quiz = TestSessions.QuizOf(TestSessions.Open("a"), TestSessions.Open("b"), TestSessions.Open("c"));
        var orders = Enumerable.Range(0, 6000).Select(seed => Order(QuizSession.Start(quiz, Noon, seed))).ToList();

        Assert.Equal(orders.Take(100), Enumerable.Range(0, 100).Select(seed => Order(QuizSession.Start(quiz, Noon, seed))));
        var counts = orders.GroupBy(order => order).Select(group => group.Count()).ToArray();

        // Chi-squared with five degrees of freedom: 25.7 is exceeded with a chance of 10⁻⁴.
        Assert.Equal(6, counts.Length);
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 25.7);
    }

    [Fact]
    public void A_question_that_is_added_or_removed_leaves_the_others_in_their_order()
    {
        Question[] all = [.. "abcdefgh".Select(c => TestSessions.Open(c.ToString()))];
        for (var seed = 0; seed < 50; seed++)
        {
            var order = Order(QuizSession.Start(TestSessions.QuizOf(all), Noon, seed));

            Assert.Equal(order.Replace("d", "", StringComparison.Ordinal), Order(QuizSession.Start(TestSessions.QuizOf([.. all.Where(q => q.Id != "d")]), Noon, seed)));
        }
    }

    [Fact]
    public void A_shuffled_question_is_asked_graded_and_commented_by_its_own_letters()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var turn = QuizSession.Start(TestSessions.Quiz, Noon, seed, SessionShuffle.Choices).Next(Noon)!;
            var question = Assert.IsType<ChoiceQuestion>(turn.Question);
            var green = question.Choices.ToList().FindIndex(choice => choice.Text.Markdown == "green");

            var step = turn.Reply(question.LetterOf(green), Noon);

            Assert.Equal(["Not green."], step.Result.Feedback.Select(text => text.Markdown));
            Assert.Equal([1], Assert.Single(step.Session.Progress.Records).Choices);
        }
    }

    [Theory]
    [InlineData(SessionShuffle.Questions)]
    [InlineData(SessionShuffle.Choices)]
    [InlineData(SessionShuffle.None)]
    public void What_the_seed_does_not_shuffle_keeps_the_order_of_the_file(SessionShuffle shuffle)
    {
        var sessions = Enumerable.Range(0, 40).Select(seed => QuizSession.Start(TestSessions.Quiz, Noon, seed, shuffle)).ToList();

        var written = (ChoiceQuestion)TestSessions.Quiz.Questions[0];
        Assert.Equal((shuffle & SessionShuffle.Questions) != 0, sessions.Any(session => session.Questions[0].Question.Id != "colours"));
        Assert.Equal(
            (shuffle & SessionShuffle.Choices) != 0,
            sessions.Any(session => !((ChoiceQuestion)session.Find("colours").Question).Choices.SequenceEqual(written.Choices)));
    }

    [Fact]
    public void Only_the_questions_that_are_given_are_asked()
    {
        var quiz = TestSessions.Quiz;

        Assert.Equal("truth", Assert.Single(QuizSession.Start(quiz, Noon, questions: quiz.QuestionsTagged("logic")).Questions).Question.Id);
        Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon, questions: []));
        Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon, questions: [quiz.Questions[0], quiz.Questions[0]]));
        Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon, questions: [TestSessions.Open("elsewhere")]));
    }

    [Fact]
    public void Hints_are_shown_one_after_the_other_and_counted()
    {
        var turn = QuizSession.Start(TestSessions.Quiz, Noon).Next(Noon)!;
        Assert.Empty(turn.Hints);

        var first = turn.Hint(Noon);
        var second = first.Hint(Noon);

        Assert.Equal(["First."], first.Hints.Select(hint => hint.Markdown));
        Assert.Equal(["First.", "Second."], second.Hints.Select(hint => hint.Markdown));
        Assert.True(first.HasHint);
        Assert.False(second.HasHint);
        Assert.Same(second, second.Hint(Noon));
        Assert.Empty(turn.Hints);
        var session = second.Reply("red, blue", Noon).Session;
        Assert.Equal(2, session.Questions[0].HintsShown);
        Assert.Equal(2, session.Progress.Records[^1].Hints);
    }

    [Fact]
    public void A_skipped_question_comes_again_after_the_others_in_the_order_of_the_skips()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon);
        foreach (var skipped in new[] { "colours", "count", "truth" })
        {
            var turn = session.Next(Noon)!;
            Assert.Equal(skipped, turn.Question.Id);
            session = turn.Skip(session.Next(Noon)!.Question.Id == "colours" ? Noon.AddSeconds(9) : Noon);
        }

        Assert.Equal(QuestionState.Skipped, session.Questions[0].State);
        session = session.Next(Noon)!.Reveal(Noon);

        Assert.Equal("count", session.Next(Noon)!.Question.Id);
        session = session.Next(Noon)!.Skip(Noon.AddSeconds(20));
        Assert.Equal("truth", session.Next(Noon)!.Question.Id);
    }

    [Fact]
    public void A_learner_can_return_to_a_question_that_was_skipped_but_not_to_one_with_a_result()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon).Next(Noon)!.Skip(Noon);
        session = session.Ask("colours", Noon)!.Reply("a, c", Noon).Session;

        Assert.Equal(QuestionState.Answered, session.Questions[0].State);
        Assert.Null(session.Ask("colours", Noon));
        Assert.Throws<ArgumentException>(() => session.Ask("colour", Noon));
    }

    [Fact]
    public void A_reply_that_is_not_understood_counts_for_nothing_and_the_turn_goes_on()
    {
        var turn = QuizSession.Start(TestSessions.Quiz, Noon).Ask("count", Noon)!;

        var step = turn.Reply("many", Noon.AddSeconds(5));

        Assert.Equal(GradeOutcome.NotUnderstood, step.Result.Outcome);
        Assert.Same(turn, step.Turn);
        Assert.Empty(step.Session.Progress.Records);
        Assert.Equal(TimeSpan.FromSeconds(8), step.Turn!.Reply("42", Noon.AddSeconds(8)).Session.Score.Time);
    }

    [Fact]
    public void An_open_question_keeps_its_reply_and_the_score_that_its_learner_gives()
    {
        var step = QuizSession.Start(TestSessions.Quiz, Noon).Ask("why", Noon)!.Reply("Because.", Noon);

        var session = step.Turn!.GradeSelf(0.5, Noon.AddSeconds(30));

        Assert.Equal(GradeOutcome.SelfGraded, step.Result.Outcome);
        var question = session.Find("why");
        Assert.Equal((QuestionState.Answered, 0.5, "Because."), (question.State, question.Score!.Value, question.Reply));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Turn.GradeSelf(1.5, Noon));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Turn.GradeSelf(double.NaN, Noon));
    }

    [Fact]
    public void Only_an_open_question_is_graded_by_its_learner()
    {
        var turn = QuizSession.Start(TestSessions.Quiz, Noon).Next(Noon)!;

        var refusal = Assert.Throws<InvalidOperationException>(() => turn.GradeSelf(1, Noon));

        Assert.Contains("'colours'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_that_was_not_typed_is_taken_with_its_result()
    {
        var turn = QuizSession.Start(TestSessions.Quiz, Noon).Ask("truth", Noon)!;

        var session = turn.Reply(((TrueFalseQuestion)turn.Question).Grade(true), Noon).Session;

        Assert.Equal(1, session.Score.Correct);
    }

    [Fact]
    public void The_score_adds_partial_credit_and_counts_what_was_not_graded_apart()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon);
        session = session.Next(Noon)!.Reply("a", Noon).Session;
        session = session.Next(Noon)!.Reply("42", Noon).Session;
        session = session.Next(Noon)!.Reveal(Noon);

        var score = session.Score;

        // One of two right choices is half a point, and the number a whole one.
        Assert.Equal((4, 2, 1, 1.5, 1, 1), (score.Questions, score.Graded, score.Correct, score.Points, score.Revealed, score.Remaining));
        Assert.False(session.IsFinished);
    }

    [Fact]
    public void The_time_of_a_question_is_that_of_its_turns_and_a_clock_that_goes_back_takes_none_away()
    {
        var session = QuizSession.Start(TestSessions.Quiz, Noon).Next(Noon)!.Skip(Noon.AddSeconds(4));
        session = session.Ask("colours", Noon.AddHours(1))!.Hint(Noon.AddHours(1).AddSeconds(3)).Skip(Noon);
        session = session.Ask("colours", Noon.AddHours(2))!.Reply("a, c", Noon.AddHours(2).AddMilliseconds(1500.9)).Session;

        Assert.Equal(TimeSpan.FromMilliseconds(8500), session.Questions[0].Time);
    }

    [Fact]
    public void A_session_is_at_a_question_until_it_has_a_result()
    {
        var asked = QuizSession.Start(TestSessions.Quiz, Noon).Ask("truth", Noon)!.Session;
        var answered = asked.Ask("truth", Noon)!.Reply("true", Noon).Session;
        var fewer = TestSessions.QuizOf([.. TestSessions.Quiz.Questions.Where(question => question.Id != "truth")]);

        Assert.Equal("truth", asked.Next(Noon)!.Question.Id);
        Assert.Equal("truth", QuizSession.Read(asked.ToJson(), TestSessions.Quiz).Next(Noon)!.Question.Id);
        Assert.Equal("colours", answered.Next(Noon)!.Question.Id);
        Assert.DoesNotContain("\"current\"", answered.ToJson(), StringComparison.Ordinal);
        Assert.Equal("colours", QuizSession.Read(asked.ToJson(), fewer).Next(Noon)!.Question.Id);

        // A text that someone has changed does not make it ask what has a result.
        var changed = answered.ToJson().Replace("\"records\":", "\"current\":\"truth\",\"records\":", StringComparison.Ordinal);
        Assert.Equal("colours", QuizSession.Read(changed, TestSessions.Quiz).Next(Noon)!.Question.Id);
        Assert.Same(asked, asked.Ask("truth", Noon)!.Session);
    }

    [Fact]
    public void What_a_session_cannot_be_started_with_is_named()
    {
        var quiz = TestSessions.Quiz;
        var empty = Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon, questions: []));
        var twice = Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon, questions: [quiz.Questions[0], quiz.Questions[0]]));
        var unknown = Assert.Throws<ArgumentException>(() => QuizSession.Start(quiz, Noon).Ask("when", Noon));

        Assert.StartsWith("There is no question to ask.", empty.Message, StringComparison.Ordinal);
        Assert.StartsWith("A question is there twice.", twice.Message, StringComparison.Ordinal);
        Assert.StartsWith("The session has no question 'when'.", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => QuizSession.Start(quiz, Noon, 1, (SessionShuffle)4));
        Assert.Equal(SessionShuffle.None, QuizSession.Start(quiz, Noon, shuffle: SessionShuffle.All).Shuffle);
        Assert.StartsWith("quiz: ", QuizSession.Start(quiz, Noon).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_with_other_questions_do_not_merge()
    {
        var quiz = TestSessions.Quiz;
        QuizSession all = QuizSession.Start(quiz, Noon), two = Of(0, 1), same = Of(0, 1), others = Of(0, 2);

        Assert.Equal(two.ToJson(), two.Merge(same).ToJson());
        Assert.All([(all, two), (two, all), (two, others)], pair =>
        {
            var refusal = Assert.Throws<QuizSessionException>(() => pair.Item1.Merge(pair.Item2));
            Assert.Equal(SessionProblem.OtherSession, refusal.Problem);
            Assert.Equal(
                "The two are different sessions of the quiz: start, seed, shuffle or questions differ. Merge their Progress instead.", refusal.Message);
        });

        QuizSession Of(params int[] indexes) => QuizSession.Start(quiz, Noon, questions: indexes.Select(index => quiz.Questions[index]));
    }

    [Fact]
    public void A_step_leaves_the_session_before_it_as_it_was()
    {
        var before = QuizSession.Start(TestSessions.Quiz, Noon);
        var json = before.ToJson();

        var turn = before.Next(Noon)!;
        var right = turn.Reply("a, c", Noon).Session;
        var wrong = turn.Reply("b", Noon).Session;

        Assert.Equal(json, before.ToJson());
        Assert.Equal((1, 0), (right.Score.Correct, wrong.Score.Correct));
    }

    [Fact]
    public void A_change_of_language_goes_on_with_the_same_session()
    {
        var german = new NumericQuestion(
            "count", 2, TestQuestions.Text("Wie viele?"), new Answer(TestQuestions.Text("So."), Provenance.Source), 42, 42, 0, null, [], [], language: "de");
        var quiz = new Quiz(
            "quiz", "en", TestQuestions.Text("Title"), null, [TestSessions.Numeric("count", 42)],
            translations: [new QuizTranslation("de", () => new Quiz("quiz", "de", TestQuestions.Text("Titel"), null, [german]))]);
        var session = QuizSession.Start(quiz, Noon, 3).Next(Noon)!.Reply("42", Noon).Session;

        var inGerman = QuizSession.Read(session.ToJson(), quiz.In("de"));

        Assert.Equal("Wie viele?", inGerman.Questions[0].Question.Prompt.Markdown);
        Assert.False(inGerman.Questions[0].IsRevised);
        Assert.Equal(1, inGerman.Score.Correct);
        Assert.Equal(session.ToJson(), inGerman.ToJson());
    }

    private static string Order(QuizSession session) => string.Concat(session.Questions.Select(question => question.Question.Id));
}
