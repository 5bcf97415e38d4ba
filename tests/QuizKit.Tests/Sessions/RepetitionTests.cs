// The reviews that follow from a learner's results.

using QuizKit.Repetition;
using QuizKit.Sessions;
using Xunit;

namespace QuizKit.Tests.Sessions;

public sealed class RepetitionTests
{
    private static readonly DateTimeOffset Noon = TestSessions.Noon;
    private static readonly FsrsScheduler Scheduler = new();
    private static readonly QuizSession Start = QuizSession.Start(TestSessions.Quiz, Noon);

    [Fact]
    public void A_result_is_a_review_with_the_documented_rating()
    {
        Assert.Equal(ReviewRating.Good, RatingOf("count", turn => turn.Reply("42", Noon).Session));
        Assert.Equal(ReviewRating.Hard, RatingOf("count", turn => turn.Hint(Noon).Reply("42", Noon).Session));
        Assert.Equal(ReviewRating.Again, RatingOf("count", turn => turn.Reply("41", Noon).Session));
        Assert.Equal(ReviewRating.Again, RatingOf("colours", turn => turn.Reply("a", Noon).Session));
        Assert.Equal(ReviewRating.Again, RatingOf("count", turn => turn.Reveal(Noon)));
        Assert.Equal(ReviewRating.Good, RatingOf("why", turn => turn.GradeSelf(1, Noon)));
        Assert.Null(RatingOf("why", turn => turn.Reveal(Noon)));
        Assert.Null(RatingOf("count", turn => turn.Skip(Noon)));
        Assert.Null(RatingOf("count", turn => turn.Hint(Noon).Session));
    }

    [Fact]
    public void Questions_are_due_in_the_order_of_their_times_and_only_after_a_review()
    {
        var session = Start.Ask("count", Noon)!.Reply("42", Noon).Session.Ask("truth", Noon)!.Reply("false", Noon).Session;
        var progress = session.Progress;

        Assert.Empty(progress.DueQuestions(TestSessions.Quiz, Scheduler, Noon.AddSeconds(59)));
        Assert.Equal(["truth"], progress.DueQuestions(TestSessions.Quiz, Scheduler, Noon.AddMinutes(1)).Select(question => question.Id));
        Assert.Equal(["truth", "count"], progress.DueQuestions(TestSessions.Quiz, Scheduler, Noon.AddMinutes(10)).Select(question => question.Id));
    }

    [Fact]
    public void The_results_of_two_devices_are_reviewed_in_the_order_of_time()
    {
        var phone = QuizSession.Start(TestSessions.Quiz, Noon).Ask("count", Noon)!.Reply("41", Noon).Session.Progress;
        var laptop = QuizSession.Start(TestSessions.Quiz, Noon.AddDays(3)).Ask("count", Noon)!.Reply("42", Noon.AddDays(3)).Session.Progress;

        var card = laptop.Merge(phone).CardOf(TestSessions.Quiz.Questions[1], Scheduler);

        var expected = Scheduler.Review(Scheduler.Review(MemoryCard.New, ReviewRating.Again, Noon), ReviewRating.Good, Noon.AddDays(3));
        Assert.Equal(expected.ToString(), card.ToString());
    }

    private static ReviewRating? RatingOf(string id, Func<QuestionTurn, QuizSession> step)
    {
        var session = step(Start.Ask(id, Noon)!);
        var card = session.Progress.CardOf(TestSessions.Quiz.FindQuestion(id)!, Scheduler);
        if (card.State == LearningState.New) return null;
        return Enum.GetValues<ReviewRating>().Single(rating => Scheduler.Review(MemoryCard.New, rating, Noon).ToString() == card.ToString());
    }
}
