// When to review a card: the scheduler FSRS-6.

namespace QuizKit.Repetition;

/// <summary>
/// Schedules reviews by FSRS-6, the Free Spaced Repetition Scheduler, with its 21 weights. Deterministic: there is no random part in the
/// intervals, and the same reviews give the same card on every machine. Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// The formulas are those of "The Algorithm" in the wiki of open-spaced-repetition
/// (<see href="https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm"/>, section FSRS-6). Stability, difficulty and
/// retrievability are rounded to eight decimals after each step, as ts-fsrs does, so that the last bit of a power or an exponential, which
/// differs between platforms, does not build up. Days are those of the calendar in UTC.
/// </remarks>
public sealed class FsrsScheduler
{
    /// <summary>The weights that FSRS-6 has without training on a learner's reviews.</summary>
    public static readonly IReadOnlyList<double> DefaultWeights = Frozen.Copy(
        [
            0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
            1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
        ],
        nameof(DefaultWeights));

    private const double LowestStability = 0.001;
    private const double HighestStability = 36500;

    // The least and greatest values that training may give a weight, as in the reference implementation in Rust.
    private static readonly (double Low, double High)[] Ranges =
    [
        (LowestStability, 100), (LowestStability, 100), (LowestStability, 100), (LowestStability, 100),
        (1, 10), (0.001, 4), (0.001, 4), (0.001, 0.75), (0, 4.5), (0, 0.8), (0.001, 3.5),
        (0.001, 5), (0.001, 0.25), (0.001, 0.9), (0, 4), (0, 1), (1, 6), (0, 2), (0, 2), (0, 0.8), (0.1, 0.8),
    ];

    private readonly double _decay;
    private readonly double _factor;
    private readonly double _intervalModifier;

    /// <summary>Creates a scheduler.</summary>
    /// <param name="weights">The 21 weights of FSRS-6, or null for <see cref="DefaultWeights"/>.</param>
    /// <param name="desiredRetention">The probability of recall at which a card is due, above 0 and at most 1.</param>
    /// <param name="maximumInterval">The longest interval in days, at least 1.</param>
    /// <param name="learningSteps">The waits before the first interval of days, in whole minutes; null for 1 and 10 minutes.</param>
    /// <param name="relearningSteps">The waits after forgetting, in whole minutes; null for 10 minutes.</param>
    /// <exception cref="ArgumentException">There are not 21 weights, one is outside of the range that the message gives, or a step is not a
    /// positive number of whole minutes.</exception>
    public FsrsScheduler(
        IReadOnlyList<double>? weights = null,
        double desiredRetention = 0.9,
        int maximumInterval = 36500,
        IReadOnlyList<TimeSpan>? learningSteps = null,
        IReadOnlyList<TimeSpan>? relearningSteps = null)
    {
        Weights = Frozen.Copy(weights ?? DefaultWeights, nameof(weights));
        if (Weights.Count != Ranges.Length)
            throw new ArgumentException($"FSRS-6 has {Ranges.Length} weights, not {Weights.Count}.", nameof(weights));
        for (var i = 0; i < Ranges.Length; i++)
        {
            if (!(Weights[i] >= Ranges[i].Low && Weights[i] <= Ranges[i].High))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Weight {i} is {Weights[i]}, and has to be from {Ranges[i].Low} to {Ranges[i].High}."),
                    nameof(weights));
            }
        }

        if (!(desiredRetention > 0 && desiredRetention <= 1)) throw new ArgumentOutOfRangeException(nameof(desiredRetention));
        if (!(maximumInterval >= 1)) throw new ArgumentOutOfRangeException(nameof(maximumInterval));
        DesiredRetention = desiredRetention;
        MaximumInterval = maximumInterval;
        LearningSteps = Steps(learningSteps ?? [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)], nameof(learningSteps));
        RelearningSteps = Steps(relearningSteps ?? [TimeSpan.FromMinutes(10)], nameof(relearningSteps));
        _decay = -Weights[20];
        _factor = Round(Math.Exp(Math.Log(0.9) / _decay) - 1);
        _intervalModifier = Round((Math.Pow(desiredRetention, 1 / _decay) - 1) / _factor);
    }

    /// <summary>The 21 weights.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The probability of recall at which a card is due.</summary>
    public double DesiredRetention { get; }

    /// <summary>The longest interval in days.</summary>
    public int MaximumInterval { get; }

    /// <summary>The waits before the first interval of days; none where that follows the first review.</summary>
    public IReadOnlyList<TimeSpan> LearningSteps { get; }

    /// <summary>The waits after forgetting; none where an interval of days follows.</summary>
    public IReadOnlyList<TimeSpan> RelearningSteps { get; }

    /// <summary>Returns the card after a review.</summary>
    /// <param name="card">The card: <see cref="MemoryCard.New"/> or what this method returned.</param>
    /// <param name="rating">How well it was recalled.</param>
    /// <param name="now">When. A time before the last review counts as that day.</param>
    public MemoryCard Review(MemoryCard card, ReviewRating rating, DateTimeOffset now)
    {
        _ = card ?? throw new ArgumentNullException(nameof(card));
        if (rating is < ReviewRating.Again or > ReviewRating.Easy) throw new ArgumentOutOfRangeException(nameof(rating));
        now = now.ToUniversalTime();
        var days = DaysBetween(card, now);
        (var stability, var difficulty) = Memory(card, rating, days);
        var isLapse = card.State == LearningState.Review && rating == ReviewRating.Again;
        var lapses = card.Lapses + (isLapse ? 1 : 0);
        var (state, step, wait) = card.State == LearningState.Review && !isLapse
            ? (LearningState.Review, 0, TimeSpan.Zero)
            : NextStep(card, rating);
        int interval;
        if (wait > TimeSpan.Zero)
        {
            interval = wait.Days;
        }
        else
        {
            interval = card.State == LearningState.Review && !isLapse ? ReviewInterval(card, rating, days) : Interval(stability);
            wait = TimeSpan.FromDays(interval);
        }

        return new MemoryCard(state, step, stability, difficulty, interval, now, now + wait, card.Reviews + 1, lapses);
    }

    /// <summary>The probability that the card is recalled, from 0 to 1; 0 for a new one.</summary>
    /// <param name="card">The card.</param>
    /// <param name="now">When.</param>
    public double Retrievability(MemoryCard card, DateTimeOffset now)
    {
        _ = card ?? throw new ArgumentNullException(nameof(card));
        return card.State == LearningState.New ? 0 : ForgettingCurve(DaysBetween(card, now.ToUniversalTime()), card.Stability);
    }

    // R(t, S) = (1 + factor · t / S)^decay, where factor = 0.9^(1 / decay) − 1, so that R(S, S) = 0.9.
    private double ForgettingCurve(int days, double stability) => Round(Math.Pow(1 + (_factor * days / stability), _decay));

    private (double Stability, double Difficulty) Memory(MemoryCard card, ReviewRating rating, int days)
    {
        if (card.State == LearningState.New)
            return (Math.Max(Weights[(int)rating - 1], 0.1), Clamp(InitialDifficulty(rating), 1, 10));
        var stability = days == 0
            ? SameDayStability(card.Stability, rating)
            : rating == ReviewRating.Again
                ? StabilityAfterForgetting(card, ForgettingCurve(days, card.Stability))
                : StabilityAfterRecall(card, rating, ForgettingCurve(days, card.Stability));
        return (stability, NextDifficulty(card.Difficulty, rating));
    }

    // D0(G) = w4 − e^(w5 (G − 1)) + 1.
    private double InitialDifficulty(ReviewRating rating) => Round(Weights[4] - Math.Exp(((int)rating - 1) * Weights[5]) + 1);

    // D' = D − w6 (G − 3) (10 − D) / 9, then w7 D0(4) + (1 − w7) D', from 1 to 10.
    private double NextDifficulty(double difficulty, ReviewRating rating)
    {
        var change = -Weights[6] * ((int)rating - 3);
        var damped = difficulty + Round(change * (10 - difficulty) / 9);
        return Clamp(Round((Weights[7] * InitialDifficulty(ReviewRating.Easy)) + ((1 - Weights[7]) * damped)), 1, 10);
    }

    // S · S^(−w19) · e^(w17 (G − 3 + w18)), where the factor is at least 1 unless the rating is Again.
    private double SameDayStability(double stability, ReviewRating rating)
    {
        var increase = Math.Pow(stability, -Weights[19]) * Math.Exp(Weights[17] * ((int)rating - 3 + Weights[18]));
        if (rating != ReviewRating.Again) increase = Math.Max(increase, 1);
        return Round(Clamp(stability * increase, LowestStability, HighestStability));
    }

    // S (1 + e^w8 (11 − D) S^(−w9) (e^(w10 (1 − R)) − 1) · w15 if Hard · w16 if Easy).
    private double StabilityAfterRecall(MemoryCard card, ReviewRating rating, double retrievability)
    {
        var hard = rating == ReviewRating.Hard ? Weights[15] : 1;
        var easy = rating == ReviewRating.Easy ? Weights[16] : 1;
        var increase = Math.Exp(Weights[8]) * (11 - card.Difficulty) * Math.Pow(card.Stability, -Weights[9])
            * (Math.Exp((1 - retrievability) * Weights[10]) - 1) * hard * easy;
        return Round(Clamp(card.Stability * (1 + increase), LowestStability, HighestStability));
    }

    // w11 D^(−w12) ((S + 1)^w13 − 1) e^(w14 (1 − R)), at most S / e^(w17 w18).
    private double StabilityAfterForgetting(MemoryCard card, double retrievability)
    {
        var forgotten = Weights[11] * Math.Pow(card.Difficulty, -Weights[12]) * (Math.Pow(card.Stability + 1, Weights[13]) - 1)
            * Math.Exp((1 - retrievability) * Weights[14]);
        var most = Math.Max(Round(card.Stability / Math.Exp(Weights[17] * Weights[18])), LowestStability);
        return Math.Min(most, Round(Clamp(forgotten, LowestStability, HighestStability)));
    }

    // I(r, S) = S / factor · (r^(1 / decay) − 1), in whole days.
    private int Interval(double stability) => (int)Math.Min(Math.Max(1, RoundHalfUp(stability * _intervalModifier)), MaximumInterval);

    // Of a card in intervals of days: those of Hard, Good and Easy differ by at least a day.
    private int ReviewInterval(MemoryCard card, ReviewRating rating, int days)
    {
        var good = Interval(Memory(card, ReviewRating.Good, days).Stability);
        var hard = Math.Min(Interval(Memory(card, ReviewRating.Hard, days).Stability), good);
        if (rating == ReviewRating.Hard) return hard;
        good = Math.Max(good, hard + 1);
        return rating == ReviewRating.Good ? good : Math.Max(Interval(Memory(card, ReviewRating.Easy, days).Stability), good + 1);
    }

    // The step after a review outside the intervals of days, and the wait for it: none where an interval of days follows.
    private (LearningState State, int Step, TimeSpan Wait) NextStep(MemoryCard card, ReviewRating rating)
    {
        var isLapse = card.State == LearningState.Review;
        var steps = isLapse || card.State == LearningState.Relearning ? RelearningSteps : LearningSteps;
        var next = rating switch
        {
            ReviewRating.Again => 0,
            ReviewRating.Hard => card.Step,
            _ => card.Step + 1,
        };
        if (card.Step >= steps.Count || next >= steps.Count || rating == ReviewRating.Easy) return (LearningState.Review, 0, TimeSpan.Zero);
        var wait = rating switch
        {
            ReviewRating.Again when isLapse => steps[card.Step],
            ReviewRating.Again => steps[0],

            ReviewRating.Hard => HardWait(steps),
            _ => steps[next],
        };
        var state = card.State switch
        {
            _ when wait >= TimeSpan.FromDays(1) => LearningState.Review,
            LearningState.New => LearningState.Learning,
            LearningState.Review => LearningState.Relearning,
            _ => card.State,
        };
        return (state, next, wait);
    }

    // Between the first two steps, or half as long again as the only one; in whole minutes.
    private static TimeSpan HardWait(IReadOnlyList<TimeSpan> steps)
    {
        var second = steps.Count == 1 ? steps[0] + steps[0] : steps[1];
        return TimeSpan.FromMinutes(RoundHalfUp((steps[0] + second).TotalMinutes / 2));
    }

    private static int DaysBetween(MemoryCard card, DateTimeOffset now) =>
        card.State == LearningState.New ? 0 : Math.Max(0, (now.UtcDateTime.Date - card.LastReview.UtcDateTime.Date).Days);

    private static IReadOnlyList<TimeSpan> Steps(IReadOnlyList<TimeSpan> steps, string name) =>
        steps.All(step => step > TimeSpan.Zero && step.Ticks % TimeSpan.TicksPerMinute == 0)
            ? Frozen.Copy(steps, name)
            : throw new ArgumentException("A step is a positive number of whole minutes.", name);

    private static double Clamp(double value, double low, double high) => Math.Min(Math.Max(value, low), high);

    private static double Round(double value) => RoundHalfUp(value * 1e8) / 1e8;

    // To the nearest integer, and up from the middle between two: exact, as value + 0.5 would not be.
    private static double RoundHalfUp(double value)
    {
        var floor = Math.Floor(value);
        return value - floor >= 0.5 ? floor + 1 : floor;
    }
}
