// The number and the size of the groups in which a sum on a device runs.

using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Numerics.Gpu;

/// <summary>A launch shape. It affects the speed of a sum, and with <see cref="Determinism.NotGuaranteed"/> also its bits.</summary>
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
        if (IsCpu(accelerator))
        {
            // At least a tile of the fixed tree for each work item, and up to eight work items for each core, so that a delayed one delays
            // little.
            return new LaunchShape((int)Math.Clamp(FixedTree.TilesOf(length), 1, 8L * accelerator.NumMultiprocessors), 1);
        }

        // Four groups fit on a multiprocessor if a kernel uses at most 64 registers, with four loads of each work item in flight. More
        // groups would run after these, and the last of them would leave most of the device idle.
        var groupSize = Math.Min(accelerator.MaxNumThreadsPerGroup, FixedTree.Lanes);
        var termsPerGroup = 16L * groupSize;
        var groups = Math.Clamp((length + termsPerGroup - 1) / termsPerGroup, 1, 4L * accelerator.NumMultiprocessors);
        return new LaunchShape((int)groups, groupSize);
    }

    /// <summary>Whether a device is a CPU: few cores, each of which reads contiguous memory fastest.</summary>
    internal static bool IsCpu(Accelerator accelerator) =>
        accelerator is CPUAccelerator or CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };

    /// <summary>Throws if a device cannot run the shape.</summary>
    internal void Validate(Accelerator accelerator)
    {
        if (Groups < 1 || GroupSize < 1 || GroupSize > accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentException(
                $"{this} does not run here: a launch on this device needs 1 group or more, "
                + $"and 1 to {accelerator.MaxNumThreadsPerGroup} work items in each.");
        }
    }
}
