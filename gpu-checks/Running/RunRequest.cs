// What a run was asked to do.

namespace QuizKit.GpuChecks.Running;

/// <summary>What to run, on what, and how thoroughly.</summary>
/// <param name="Claims">The chosen claims in the order of the quiz, those included that cannot be executed.</param>
/// <param name="Devices">The chosen devices, in the order of the catalog.</param>
internal sealed record RunRequest(IReadOnlyList<Claim> Claims, IReadOnlyList<DeviceInfo> Devices, Scale Scale, ulong Seed, int Runs)
{
    /// <summary>The number of schedules that CUDA in software tries; null where no device is it, or its schedule is fixed.</summary>
    public int? Schedules { get; init; }

    /// <summary>The part of the run to make; null: all of it.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The ids of the claims whose checks a shard makes in ranges.</summary>
    public IReadOnlySet<string> Sweeps { get; init; } = new HashSet<string>();

    /// <summary>How long one check may take; null: no limit. Only a check in a worker process can be stopped.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the results carry the code of their kernels.</summary>
    public bool KeepsCode { get; init; }
}
