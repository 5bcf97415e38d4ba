// Interleaved timing: alternates candidates so that machine noise hits all of them.

using System.Diagnostics;
using System.Runtime;

namespace QuizKit.Laboratory.Cure;

/// <summary>A call to time; it returns when its work is done.</summary>
internal sealed record Candidate(string Name, Action Call);

/// <summary>The times of all candidates: for each of them, the milliseconds of a call in each round.</summary>
internal sealed record Times(int Rounds, IReadOnlyList<IReadOnlyList<double>> Milliseconds)
{
    /// <summary>
    /// Returns a quantile, for a share from 0 to 1, of the ratios of the candidate's time to the baseline's in the same round.
    /// </summary>
    public double Ratio(int candidate, int baseline, double share) =>
        InterleavedTimer.Quantile(Milliseconds[candidate].Zip(Milliseconds[baseline], (time, of) => time / of), share);

    /// <summary>Returns the median time of a candidate in milliseconds.</summary>
    public double Median(int candidate) => InterleavedTimer.Quantile(Milliseconds[candidate], 0.5);
}

internal static class InterleavedTimer
{
    /// <summary>The smallest number of rounds that gives meaningful quartiles.</summary>
    public const int FewestRounds = 7;

    private const int MostRounds = 101;

    /// <summary>In milliseconds. Shorter calls are repeated, because clock ticks and timer interrupts would show.</summary>
    private const double ShortestSample = 0.2;

    private const int MostRepeats = 500;

    // .NET compiles a method again after 30 calls and 100 ms in which it compiles nothing else, and some methods once more, with a profile.
    private const int WarmUpCalls = 64;
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Times each candidate once in each round, in an order that rotates by one from round to round, until the allowance is spent and
    /// there are <see cref="FewestRounds"/>.
    /// </summary>
    public static Times Measure(IReadOnlyList<Candidate> candidates, TimeSpan allowance, CancellationToken cancellation)
    {
        WarmUp(candidates, cancellation);
        var repeats = candidates.Select(Repeats).ToArray();
        var times = candidates.Select(_ => new List<double>()).ToArray();
        var started = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (rounds < FewestRounds || (rounds < MostRounds && Stopwatch.GetElapsedTime(started) < allowance))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var position = 0; position < candidates.Count; position++)
            {
                var candidate = (position + rounds) % candidates.Count;
                times[candidate].Add(Milliseconds(candidates[candidate].Call, repeats[candidate]));
            }

            rounds++;
        }

        return new Times(rounds, times);
    }

    /// <summary>Returns a quantile of at least one number for a share from 0 to 1, interpolated between neighbours.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var ascending = values.Order().ToArray();
        var place = share * (ascending.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((ascending[above] - ascending[below]) * (place - below));
    }

    /// <summary>Calls the candidates until .NET has compiled nothing for some calls and some time, or for as long as a warm-up may take.</summary>
    private static void WarmUp(IReadOnlyList<Candidate> candidates, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp(), changed = started;
        var compiled = JitInfo.GetCompiledMethodCount();
        var calls = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var candidate in candidates) candidate.Call();
            calls++;
            var now = JitInfo.GetCompiledMethodCount();
            if (now != compiled) (compiled, changed, calls) = (now, Stopwatch.GetTimestamp(), 0);
        }
        while ((calls < WarmUpCalls || Stopwatch.GetElapsedTime(changed) < QuietTime) && Stopwatch.GetElapsedTime(started) < LongestWarmUp);
    }

    private static int Repeats(Candidate candidate) =>
        (int)Math.Clamp(Math.Ceiling(ShortestSample / Math.Max(Milliseconds(candidate.Call, 1), 1e-6)), 1, MostRepeats);

    private static double Milliseconds(Action call, int repeats)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) call();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / repeats;
    }
}
