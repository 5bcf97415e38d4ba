// The settings of a laboratory run.

namespace QuizKit.Laboratory.Settings;

/// <summary>The settings that all parts share.</summary>
internal sealed record LabSettings(Scale Scale, ulong Seed, int Runs)
{
    /// <summary>The number of schedules that CUDA in software tries; null where no device is it, or its schedule is fixed.</summary>
    public int? Schedules { get; init; }
}
