// How many groups of how many work items a sum on a device runs in.

using System;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Numerics.Gpu;

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
        if (IsProcessor(accelerator))
        {
            // A work item takes a tile of the fixed tree at least; a few for each core, so that one that is held up holds up little.
            return new LaunchShape((int)Math.Clamp(FixedTree.TilesOf(length), 1, 8L * accelerator.NumMultiprocessors), 1);
        }

        // So many groups are on a multiprocessor at a time whatever registers a kernel takes up to 64, with four loads of each work item
        // under way. More would wait for these, and a last few would then keep the device waiting.
        var groupSize = Math.Min(accelerator.MaxNumThreadsPerGroup, FixedTree.Lanes);
        return new LaunchShape((int)Math.Clamp((length + (16L * groupSize) - 1) / (16L * groupSize), 1, 4L * accelerator.NumMultiprocessors), groupSize);
    }

    /// <summary>Whether a device is a computer's processor, whose cores are few and like to read side by side.</summary>
    internal static bool IsProcessor(Accelerator accelerator) =>
        accelerator is CPUAccelerator or CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

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
