// The devices of this machine: ILGPU's CPU accelerator always, OpenCL and CUDA devices where there are any.

using System;
using System.Collections.Generic;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Numerics.Tests;

/// <summary>Every device, open for as long as the tests run.</summary>
public sealed class Devices : IDisposable
{
    private readonly Context _context;

    public Devices()
    {
        // Two multiprocessors of two lanes: enough for groups to race, and each lane is a thread.
        _context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 2)).OpenCL().Cuda());
        All = [.. _context.Devices.Select(device => device.CreateAccelerator(_context))];
    }

    public IReadOnlyList<Accelerator> All { get; }

    /// <summary>Opens a device once more.</summary>
    internal Accelerator Another(Accelerator accelerator) => accelerator.Device.CreateAccelerator(_context);

    public void Dispose()
    {
        foreach (var accelerator in All) accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>Launch shapes that a device can run: one work item, odd ones, and the one for a tree with a group a tile.</summary>
    internal static IEnumerable<LaunchShape> Shapes(Accelerator accelerator) =>
        new LaunchShape[] { new(1, 1), new(3, 2), new(5, 1), new(7, 64), new(13, 256), new(64, 96) }
            .Where(shape => shape.GroupSize <= accelerator.MaxNumThreadsPerGroup)
            .Append(LaunchShape.For(accelerator, 100_000));
}
