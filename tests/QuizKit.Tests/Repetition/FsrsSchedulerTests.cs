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

    [Fact]
    public void Stability_after_a_review_is_that_of_the_formulas()
    {
        var w = FsrsScheduler.DefaultWeights;
        foreach (var first in new[] { ReviewRating.Again, ReviewRating.Hard, ReviewRating.Good, ReviewRating.Easy })
        {
            foreach (var days in new[] { 1, 3, 40 })
            {
                var card = Scheduler.Review(MemoryCard.New, first, Start);
                var r = Scheduler.Retrievability(card, Start.AddDays(days));
                foreach (var rating in new[] { ReviewRating.Again, ReviewRating.Hard, ReviewRating.Good, ReviewRating.Easy })
                {
                    // As the wiki of open-spaced-repetition has them.
                    var factor = rating == ReviewRating.Hard ? w[15] : rating == ReviewRating.Easy ? w[16] : 1;
                    var recalled = card.Stability
                        * (1 + (Math.Exp(w[8]) * (11 - card.Difficulty) * Math.Pow(card.Stability, -w[9]) * (Math.Exp(w[10] * (1 - r)) - 1) * factor));
                    var forgotten = Math.Min(
                        card.Stability / Math.Exp(w[17] * w[18]),
                        w[11] * Math.Pow(card.Difficulty, -w[12]) * (Math.Pow(card.Stability + 1, w[13]) - 1) * Math.Exp(w[14] * (1 - r)));
                    var expected = rating == ReviewRating.Again ? forgotten : recalled;

                    // The scheduler rounds each step to eight decimals.
                    Assert.Equal(expected, Scheduler.Review(card, rating, Start.AddDays(days)).Stability, 1e-6);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.8)]
    [InlineData(0.97)]
    public void The_interval_is_when_recall_has_fallen_to_what_is_desired(double retention)
    {
        var w = FsrsScheduler.DefaultWeights;
        FsrsScheduler scheduler = new(desiredRetention: retention);
        var card = scheduler.Review(MemoryCard.New, ReviewRating.Easy, Start);

        // I(r, S) = S / factor · (r^(1 / decay) − 1).
        var days = card.Stability / (Math.Pow(0.9, -1 / w[20]) - 1) * (Math.Pow(retention, -1 / w[20]) - 1);
        Assert.Equal((int)Math.Round(days), card.ScheduledDays);
    }

    [Fact]
    public void The_intervals_of_hard_good_and_easy_differ_by_a_day_at_least()
    {
        FsrsScheduler scheduler = new([0.3, 0.3, 0.3, 0.3, .. FsrsScheduler.DefaultWeights.Skip(4)], desiredRetention: 0.99);
        var card = scheduler.Review(MemoryCard.New, ReviewRating.Easy, Start);

        Assert.Equal([1, 2, 3], Days(scheduler, card, Start.AddDays(1)));

        static IEnumerable<int> Days(FsrsScheduler scheduler, MemoryCard card, DateTimeOffset now) =>
            new[] { ReviewRating.Hard, ReviewRating.Good, ReviewRating.Easy }.Select(rating => scheduler.Review(card, rating, now).ScheduledDays);
    }

    [Fact]
    public void Steps_of_learning_are_waited_for_as_they_are_set()
    {
        FsrsScheduler one = new(learningSteps: [Minutes(11)], relearningSteps: [Minutes(20), Minutes(30)]);
        FsrsScheduler days = new(learningSteps: [TimeSpan.FromDays(1)]);
        var learned = one.Review(MemoryCard.New, ReviewRating.Easy, Start);
        var lapsed = one.Review(learned, ReviewRating.Again, learned.Due);

        // Half as long again as the only step, or between the first two; in whole minutes, up from the middle.
        Assert.Equal(Minutes(17), Wait(one.Review(MemoryCard.New, ReviewRating.Hard, Start)));
        Assert.Equal(Minutes(6), Wait(Scheduler.Review(MemoryCard.New, ReviewRating.Hard, Start)));
        Assert.Equal(Minutes(10), Wait(Scheduler.Review(MemoryCard.New, ReviewRating.Good, Start)));
        Assert.Equal((LearningState.Relearning, Minutes(20)), (lapsed.State, Wait(lapsed)));
        Assert.Equal(Minutes(30), Wait(one.Review(lapsed, ReviewRating.Good, lapsed.Due)));
        Assert.Equal(LearningState.Review, days.Review(MemoryCard.New, ReviewRating.Again, Start).State);

        // Without steps the interval follows at once, after forgetting too.
        FsrsScheduler none = new(learningSteps: [], relearningSteps: []);
        var known = none.Review(MemoryCard.New, ReviewRating.Good, Start);
        Assert.Equal((LearningState.Review, 2), (known.State, known.ScheduledDays));
        Assert.Equal(LearningState.Review, none.Review(known, ReviewRating.Again, known.Due).State);

        static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

        static TimeSpan Wait(MemoryCard card) => card.Due - card.LastReview;
    }

    [Fact]
    public void The_ends_of_what_a_scheduler_takes_belong_to_it()
    {
        double[] highest = [100, 100, 100, 100, 10, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8];
        double[] lowest = [0.001, 0.001, 0.001, 0.001, 1, 0.001, 0.001, 0.001, 0, 0, 0.001, 0.001, 0.001, 0.001, 0, 0, 1, 0, 0, 0, 0.1];

        Assert.Equal(highest, new FsrsScheduler(highest).Weights);
        Assert.Equal(lowest, new FsrsScheduler(lowest).Weights);
        for (var i = 0; i < highest.Length; i++)
        {
            double[] over = [.. highest], under = [.. lowest];
            over[i] = Math.BitIncrement(over[i]);
            under[i] = Math.BitDecrement(under[i]);
            Assert.StartsWith($"Weight {i} is ", Assert.Throws<ArgumentException>(() => new FsrsScheduler(over)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => new FsrsScheduler(under));
        }

        Assert.Equal(1, new FsrsScheduler(desiredRetention: 1).Review(MemoryCard.New, ReviewRating.Easy, Start).ScheduledDays);
        Assert.Equal(1, new FsrsScheduler(maximumInterval: 1).Review(MemoryCard.New, ReviewRating.Easy, Start).ScheduledDays);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FsrsScheduler(desiredRetention: Math.BitIncrement(1)));
        var step = Assert.Throws<ArgumentException>(() => new FsrsScheduler(learningSteps: [TimeSpan.FromMinutes(1), TimeSpan.Zero]));
        Assert.StartsWith("A step is a positive number of whole minutes.", step.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scheduler.Review(MemoryCard.New, ReviewRating.Easy + 1, Start));
    }
}
