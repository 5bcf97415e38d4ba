// How many groups of how many work items a sum on a device runs in.

using System;
using ILGPU.Runtime;

namespace QuizKit.Numerics;

/// <summary>A launch shape. It decides how fast a sum is, and with <see cref="Determinism.NotGuaranteed"/> also its bits.</summary>
/// <param name="Groups">The number of groups, at least 1.</param>
/// <param name="GroupSize">The number of work items in a group, at least 1 and at most what the device allows.</param>
public readonly record struct LaunchShape(int Groups, int GroupSize)
{
    /// <summary>Returns a shape that fills a device, for a number of addends.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="length">The number of addends.</param>
    public static LaunchShape For(Accelerator accelerator, long length)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var groupSize = Math.Min(accelerator.MaxNumThreadsPerGroup, FixedTree.Lanes);

        // The CPU accelerator runs a group at a time on each of its multiprocessors, and a launch waits for all of them.
        var groupsAtOnce = accelerator.AcceleratorType == AcceleratorType.CPU ? 1 : 8;
        var most = (long)accelerator.NumMultiprocessors * groupsAtOnce;
        return new LaunchShape((int)Math.Clamp((length + (16L * groupSize) - 1) / (16L * groupSize), 1, most), groupSize);
    }

    /// <summary>Throws for a shape that a device cannot run.</summary>
    internal void Validate(Accelerator accelerator)
    {
        if (Groups < 1 || GroupSize < 1 || GroupSize > accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentException(
                $"{this} does not run here: a launch needs 1 group or more, and 1 to {accelerator.MaxNumThreadsPerGroup} work items in each on this device.");
        }
    }
}
