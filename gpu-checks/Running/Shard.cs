// One of the parts that a run is split into, and the checks that belong to it.

using System.Globalization;
using QuizKit.GpuChecks.Checks;

namespace QuizKit.GpuChecks.Running;

/// <summary>A check of a run, or some ranges of a sweep.</summary>
/// <param name="ClaimIndex">The place of the claim among those that can be executed.</param>
/// <param name="Ranges">The ranges; null: the whole check.</param>
internal sealed record PlannedCheck(DeviceInfo Device, Claim Claim, int ClaimIndex, IReadOnlyList<int>? Ranges);

/// <summary>One of the parts that a run is split into.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Count">The number of all.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>The number of parts into which a run can be split.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>Whether there is such a part.</summary>
    public bool Exists => Count is >= 1 and <= MaximumCount && Index >= 1 && Index <= Count;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>
    /// Returns the checks of a run, or of its shard, in the order in which they run: device by device, in the order of the quiz. A shard
    /// takes every Count-th unit; a unit is a claim on a device, or one range of a sweep.
    /// </summary>
    public static IReadOnlyList<PlannedCheck> Plan(RunRequest request)
    {
        List<Claim> claims = [.. request.Claims.Where(claim => claim.IsExecutable)];
        var planned = new List<PlannedCheck>();
        var unit = 0;
        foreach (var device in request.Devices)
        {
            for (var i = 0; i < claims.Count; i++)
            {
                if (request.Shard is not { } shard)
                {
                    planned.Add(new PlannedCheck(device, claims[i], i, null));
                    continue;
                }

                var isSweep = request.Sweeps.Contains(claims[i].Id);
                var units = isSweep ? Sweep.RangeCount : 1;
                List<int> own = [.. Enumerable.Range(0, units).Where(range => (unit + range) % shard.Count == shard.Index - 1)];
                unit += units;
                if (own.Count > 0) planned.Add(new PlannedCheck(device, claims[i], i, isSweep ? own : null));
            }
        }

        return planned;
    }
}
