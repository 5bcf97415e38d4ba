// The order in which the groups of a launch finish, determined by tickets.

using System.Diagnostics;
using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

/// <summary>
/// Evidence of the schedule. Each group of SPTR draws a ticket from an atomic counter when its sum is in memory, so the tickets give the
/// order in which the groups finished, which is the order in which SPA would have added their sums.
/// </summary>
internal static class ScheduleStudy
{
    /// <summary>The largest number of reported tickets of the last run.</summary>
    public const int MostReported = 256;

    private const int FewestRuns = 5;

    /// <summary>
    /// Records the schedule of a sum over many runs, in two groups or more, beside background load or none. Once there are a few, no
    /// further run starts after the longest time.
    /// </summary>
    public static ScheduleEvidence Of(
        SumMethods<float> methods,
        ArrayView1D<float, ILGPU.Stride1D.Dense> values,
        LaunchShape shape,
        int runs,
        OtherWork? other,
        TimeSpan longest,
        DeviceInfo device,
        CancellationToken cancellation)
    {
        using var chosen = Schedules.On(device);
        var schedules = new List<int[]>();
        var sums = new HashSet<uint>();
        var watch = Stopwatch.StartNew();
        while (schedules.Count < runs && (schedules.Count < FewestRuns || watch.Elapsed < longest))
        {
            cancellation.ThrowIfCancellationRequested();
            other?.BeforeRun();
            chosen.Begin(schedules.Count);
            sums.Add(BitConverter.SingleToUInt32Bits(methods.LastGroup.Sum(values, shape)));
            schedules.Add(methods.Tickets(shape.Groups));
            other?.AfterRun();
        }

        return Summary(schedules, sums.Count, shape, (int)values.Length, other?.Description);
    }

    /// <summary>Compares schedules: the tickets of the groups in each run. Without load, <paramref name="load"/> is null.</summary>
    internal static ScheduleEvidence Summary(IReadOnlyList<int[]> schedules, int distinctSums, LaunchShape shape, int length, string? load)
    {
        int[] byIndex = [.. Enumerable.Range(0, shape.Groups)];
        var step = (shape.Groups + MostReported - 1) / MostReported;
        return new ScheduleEvidence(
            load is not null,
            load ?? "no other work of ours",
            shape.Groups,
            Invariant($"{shape.Groups}×{shape.GroupSize}"),
            length,
            schedules.Select(tickets => string.Join(' ', tickets)).Distinct().Count(),
            distinctSums,
            [.. schedules.Zip(schedules.Skip(1), (before, after) => KendallTau.Of(before, after))],
            [.. schedules.Select(tickets => KendallTau.Of(byIndex, tickets))],
            KendallTau.DeviationOfUnrelatedOrders(shape.Groups),
            [.. schedules[^1].Where((_, group) => group % step == 0)],
            step);
    }
}
