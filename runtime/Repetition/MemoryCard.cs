// What the scheduler knows about a learner's memory of one thing.

namespace QuizKit.Repetition;

/// <summary>What the scheduler knows about a learner's memory of one thing. Immutable.</summary>
public sealed class MemoryCard
{
    /// <summary>A card that was never reviewed.</summary>
    public static readonly MemoryCard New = new(LearningState.New, 0, 0, 0, 0, default, default, 0, 0);

    internal MemoryCard(
        LearningState state,
        int step,
        double stability,
        double difficulty,
        int scheduledDays,
        DateTimeOffset lastReview,
        DateTimeOffset due,
        int reviews,
        int lapses)
    {
        State = state;
        Step = step;
        Stability = stability;
        Difficulty = difficulty;
        ScheduledDays = scheduledDays;
        LastReview = lastReview;
        Due = due;
        Reviews = reviews;
        Lapses = lapses;
    }

    /// <summary>Where the card stands.</summary>
    public LearningState State { get; }

    /// <summary>The days after which it is recalled with a probability of 0.9; 0 for a new card.</summary>
    public double Stability { get; }

    /// <summary>How hard it is to make more stable, from 1 to 10; 0 for a new card.</summary>
    public double Difficulty { get; }

    /// <summary>The interval to <see cref="Due"/> in whole days; 0 within the steps of learning.</summary>
    public int ScheduledDays { get; }

    /// <summary>When it was last reviewed, as UTC; the default for a new card.</summary>
    public DateTimeOffset LastReview { get; }

    /// <summary>When to review it next, as UTC; the default for a new card, which is always due.</summary>
    public DateTimeOffset Due { get; }

    /// <summary>The number of reviews.</summary>
    public int Reviews { get; }

    /// <summary>How often it was forgotten after it had been learned.</summary>
    public int Lapses { get; }

    /// <summary>Returns the state, the stability and the time at which the card is due.</summary>
    public override string ToString() => FormattableString.Invariant($"{State}, {Stability} days, due {Due:u}");

    // The index of the next step of learning.
    internal int Step { get; }
}
