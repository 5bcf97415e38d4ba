// The scheduler alone. eng/fsrs compares it with another implementation.

using QuizKit.Repetition;
using Xunit;

namespace QuizKit.Tests.Repetition;

public sealed class FsrsSchedulerTests
{
    private static readonly DateTimeOffset Start = new(2022, 11, 29, 12, 30, 0, TimeSpan.Zero);
    private static readonly FsrsScheduler Scheduler = new();
    private static readonly ReviewRating[] Ratings = [.. "3333331133333".Select(digit => (ReviewRating)(digit - '0'))];
    private static readonly double[] TooMany = [.. FsrsScheduler.DefaultWeights, 1.0];

    [Fact]
    public void A_card_that_is_reviewed_when_due_has_the_intervals_of_the_reference_implementation()
    {
        var card = MemoryCard.New;
        var now = Start;
        var intervals = new List<int>();
        foreach (var rating in Ratings)
        {
            card = Scheduler.Review(card, rating, now);
            intervals.Add((card.Due - card.LastReview).Days);
            now = card.Due;
        }

        // The test of py-fsrs for FSRS-6 (test_review_card) has these reviews and these intervals.
        Assert.Equal([0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21], intervals);
        Assert.Equal((13, 1), (card.Reviews, card.Lapses));
    }

    [Fact]
    public void A_card_that_is_reviewed_early_and_late_has_the_memory_of_the_reference_implementation()
    {
        var card = Scheduler.Review(MemoryCard.New, ReviewRating.Again, Start);
        foreach (var day in new[] { 0, 1, 4, 12, 33 }) card = Scheduler.Review(card, ReviewRating.Good, Start.AddDays(day));

        // The test of py-fsrs for FSRS-6 (test_memo_state), to its tolerance.
        Assert.Equal(53.62691, card.Stability, 1e-4);
        Assert.Equal(6.3574867, card.Difficulty, 1e-4);
    }

    [Theory]
    [InlineData(ReviewRating.Again, 0.212, 6.4133)]
    [InlineData(ReviewRating.Hard, 1.2931, 5.11217071)]
    [InlineData(ReviewRating.Good, 2.3065, 2.11810397)]
    [InlineData(ReviewRating.Easy, 8.2956, 1)]
    public void The_first_review_sets_the_stability_and_difficulty_of_its_rating(ReviewRating rating, double stability, double difficulty)
    {
        var card = Scheduler.Review(MemoryCard.New, rating, Start);

        // S0 = w[G−1] and D0 = w4 − e^(w5 (G−1)) + 1, from 1 to 10, on a calculator.
        Assert.Equal(stability, card.Stability);
        Assert.Equal(difficulty, card.Difficulty, 7);
        Assert.Equal(rating == ReviewRating.Easy ? LearningState.Review : LearningState.Learning, card.State);
    }

    [Theory]
    [InlineData(0.1542)]
    [InlineData(0.5)]
    public void After_as_many_days_as_its_stability_nine_of_ten_are_recalled(double decay)
    {
        FsrsScheduler scheduler = new([.. FsrsScheduler.DefaultWeights.Take(3), 25, .. FsrsScheduler.DefaultWeights.Skip(4).Take(16), decay]);
        var card = scheduler.Review(MemoryCard.New, ReviewRating.Easy, Start);

        Assert.Equal(25, card.ScheduledDays);
        Assert.Equal(0.9, scheduler.Retrievability(card, Start.AddDays(25)), 7);
        Assert.Equal(1, scheduler.Retrievability(card, Start));
        Assert.Equal(0, scheduler.Retrievability(MemoryCard.New, Start));
    }

    [Fact]
    public void A_day_is_one_of_the_calendar_in_UTC_wherever_the_clock_is()
    {
        var card = Scheduler.Review(MemoryCard.New, ReviewRating.Easy, Start);
        var late = new DateTimeOffset(2022, 12, 8, 1, 0, 0, TimeSpan.FromHours(2));

        Assert.Equal(Scheduler.Retrievability(card, Start.AddDays(8)), Scheduler.Retrievability(card, late));
        Assert.Equal(TimeSpan.Zero, Scheduler.Review(card, ReviewRating.Good, late).Due.Offset);
        Assert.Equal(1, Scheduler.Retrievability(card, Start.AddDays(-3)));
    }

    [Fact]
    public void Better_ratings_give_later_reviews()
    {
        var card = Scheduler.Review(MemoryCard.New, ReviewRating.Easy, Start);
        var due = Enumerable.Range(1, 4).Select(rating => Scheduler.Review(card, (ReviewRating)rating, card.Due).Due).ToList();

        Assert.Equal(due.Distinct().Order(), due);
    }

    [Fact]
    public void What_a_scheduler_cannot_use_is_refused_with_what_it_expects()
    {
        Assert.StartsWith("FSRS-6 has 21 weights, not 22.", Assert.Throws<ArgumentException>(() => new FsrsScheduler(TooMany)).Message, StringComparison.Ordinal);
        var refusal = Assert.Throws<ArgumentException>(() => new FsrsScheduler([.. FsrsScheduler.DefaultWeights.Take(20), double.NaN]));
        Assert.StartsWith("Weight 20 is NaN, and has to be from 0.1 to 0.8.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FsrsScheduler(desiredRetention: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FsrsScheduler(maximumInterval: 0));
        Assert.Throws<ArgumentException>(() => new FsrsScheduler(learningSteps: [TimeSpan.FromSeconds(30)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scheduler.Review(MemoryCard.New, 0, Start));
    }
}
