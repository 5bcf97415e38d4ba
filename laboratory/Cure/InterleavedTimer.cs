// Times contestants in turns, so that what slows the machine down for a while slows all of them down.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace QuizKit.Laboratory.Cure;

/// <summary>One thing to time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Call">Does it once, and returns when it is done.</param>
internal sealed record Contestant(string Name, Action Call);

/// <summary>What was timed.</summary>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="Milliseconds">For each contestant the time of a call in each round.</param>
internal sealed record Times(int Rounds, IReadOnlyList<IReadOnlyList<double>> Milliseconds)
{
    /// <summary>Returns a quantile of the ratios of one contestant's time to another's in the same round.</summary>
    /// <param name="contestant">The place of the one.</param>
    /// <param name="baseline">The place of the other.</param>
    /// <param name="share">The share of the rounds that lie at or below the quantile.</param>
    public double Ratio(int contestant, int baseline, double share) =>
        InterleavedTimer.Quantile(Milliseconds[contestant].Zip(Milliseconds[baseline], (time, of) => time / of), share);

    /// <summary>Returns the median time of a contestant in milliseconds.</summary>
    /// <param name="contestant">Its place.</param>
    public double Median(int contestant) => InterleavedTimer.Quantile(Milliseconds[contestant], 0.5);
}

internal static class InterleavedTimer
{
    /// <summary>Fewer rounds have no quartiles worth the name.</summary>
    public const int FewestRounds = 7;

    private const int MostRounds = 101;

    /// <summary>A call this short is repeated, since a clock's ticks and a timer's interrupt would show.</summary>
    private const double ShortestSample = 0.2;

    private const int MostRepeats = 500;

    // Code that is called often enough is compiled again, better; that is over after so many calls, or so much time of longer ones.
    private const int WarmUpCalls = 64;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Times contestants in turns: each round every one, in an order that moves on by one.</summary>
    /// <param name="contestants">The contestants.</param>
    /// <param name="allowance">After how long to stop, if there were <see cref="FewestRounds"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Times Take(IReadOnlyList<Contestant> contestants, TimeSpan allowance, CancellationToken cancellation)
    {
        var repeats = contestants.Select(Repeats).ToArray();
        var times = contestants.Select(_ => new List<double>()).ToArray();
        var started = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (rounds < FewestRounds || (rounds < MostRounds && Stopwatch.GetElapsedTime(started) < allowance))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var turn = 0; turn < contestants.Count; turn++)
            {
                var who = (turn + rounds) % contestants.Count;
                times[who].Add(Milliseconds(contestants[who].Call, repeats[who]));
            }

            rounds++;
        }

        return new Times(rounds, times);
    }

    /// <summary>Returns a quantile of numbers; between two of them it is interpolated.</summary>
    /// <param name="values">The numbers, at least one.</param>
    /// <param name="share">The share of the numbers that lie at or below it, 0 to 1.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var ascending = values.Order().ToArray();
        var place = share * (ascending.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((ascending[above] - ascending[below]) * (place - below));
    }

    private static int Repeats(Contestant contestant)
    {
        // The first call compiles, and times nothing else.
        contestant.Call();
        var started = Stopwatch.GetTimestamp();
        for (var call = 0; call == 0 || (call < WarmUpCalls && Stopwatch.GetElapsedTime(started) < WarmUpTime); call++) contestant.Call();
        return (int)Math.Clamp(Math.Ceiling(ShortestSample / Math.Max(Milliseconds(contestant.Call, 1), 1e-6)), 1, MostRepeats);
    }

    private static double Milliseconds(Action call, int repeats)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) call();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / repeats;
    }
}
