// The devices of this machine: ILGPU's CPU accelerator always, OpenCL and CUDA devices where there are any.

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Numerics.Gpu.Tests;

/// <summary>Every device, open for as long as the tests run.</summary>
public sealed class Devices : IDisposable
{
    private readonly Context _context;
    private readonly Dictionary<Accelerator, DeviceSum[]> _sums = [];

    public Devices()
    {
        // Two multiprocessors of two lanes: enough for groups to race, and each lane is a thread.
        _context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 2)).OpenCL().Cuda());
        All = [.. _context.Devices.Select(device => device.CreateAccelerator(_context))];
    }

    public IReadOnlyList<Accelerator> All { get; }

    /// <summary>Opens a device once more.</summary>
    internal Accelerator Another(Accelerator accelerator) => accelerator.Device.CreateAccelerator(_context);

    /// <summary>
    /// Returns sums of a device in the way that suits a processor and in the one that suits a GPU: the tests may have no GPU, and any
    /// device can do both. They are kept, since a kernel takes longer to compile than to run.
    /// </summary>
    internal IEnumerable<DeviceSum> BothWays(Accelerator accelerator)
    {
        if (!_sums.TryGetValue(accelerator, out var sums))
        {
            sums = [new DeviceSum(accelerator) { UsesChunks = true }, new DeviceSum(accelerator) { UsesChunks = false }];
            _sums.Add(accelerator, sums);
        }

        return sums;
    }

    public void Dispose()
    {
        foreach (var sum in _sums.Values.SelectMany(sums => sums)) sum.Dispose();
        foreach (var accelerator in All) accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>Launch shapes that a device can run: one work item, odd ones, and the one for a tree with a group a tile.</summary>
    internal static IEnumerable<LaunchShape> Shapes(Accelerator accelerator) =>
        new LaunchShape[] { new(1, 1), new(3, 2), new(5, 1), new(7, 64), new(13, 256), new(64, 96) }
            .Where(shape => shape.GroupSize <= accelerator.MaxNumThreadsPerGroup)
            .Append(LaunchShape.For(accelerator, 100_000));
}
