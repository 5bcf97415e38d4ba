// Other work beside a measurement: what a schedule looks like when the device is not alone.

using System;
using System.Threading;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;
using QuizKit.Devices.Arithmetic;

namespace QuizKit.Laboratory.Variation;

/// <summary>Work that goes on beside a measurement until it is disposed.</summary>
internal abstract class OtherWork : IDisposable
{
    /// <summary>What it is, for readers.</summary>
    public abstract string Description { get; }

    /// <summary>Chooses what keeps a device busy: threads where it runs on the host's processors, a kernel in another stream elsewhere.</summary>
    /// <param name="accelerator">The device.</param>
    public static OtherWork On(Accelerator accelerator) =>
        accelerator.AcceleratorType == AcceleratorType.CPU || accelerator is CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU }
            ? new BusyThreads(Environment.ProcessorCount)
            : new BusyKernels(accelerator);

    /// <summary>Called before each run: makes sure that there is work.</summary>
    public virtual void BeforeRun()
    {
    }

    /// <summary>Called after each run: waits for work that could pile up.</summary>
    public virtual void AfterRun()
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Threads of the host that compute and never wait.</summary>
internal sealed class BusyThreads : OtherWork
{
    private readonly Thread[] _threads;
    private volatile bool _isOver;

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    public BusyThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "other work" };
            _threads[i].Start();
        }
    }

    /// <summary>How many of them have not ended.</summary>
    public int Running => Array.FindAll(_threads, thread => thread.IsAlive).Length;

    /// <inheritdoc/>
    public override string Description => _threads.Length == 1 ? "1 busy thread of the host" : FormattableString.Invariant($"{_threads.Length} busy threads of the host");

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isOver = true;
        foreach (var thread in _threads) thread.Join();
    }

    private void Work()
    {
        while (!_isOver) Thread.SpinWait(1000);
    }
}

/// <summary>A kernel in a stream of its own, launched again for each run.</summary>
internal sealed class BusyKernels : OtherWork
{
    // Some milliseconds of dependent operations: longer than a sum, and soon over.
    private const int Rounds = 1 << 19;

    private readonly AcceleratorStream _stream;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _values;
    private readonly Action<AcceleratorStream, Index1D, FloatView, int> _kernel;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="accelerator">The device.</param>
    public BusyKernels(Accelerator accelerator)
    {
        _kernel = accelerator.LoadAutoGroupedKernel<Index1D, FloatView, int>(BusyKernel);

        // A share of each multiprocessor: the sum has to find room.
        _values = accelerator.Allocate1D<float>(accelerator.NumMultiprocessors * 256);
        _values.MemSetToZero();
        accelerator.Synchronize();
        _stream = accelerator.CreateStream();
    }

    /// <inheritdoc/>
    public override string Description => "a kernel in another stream";

    /// <inheritdoc/>
    public override void BeforeRun() => _kernel(_stream, (int)_values.Length, _values.View, Rounds);

    /// <inheritdoc/>
    public override void AfterRun() => _stream.Synchronize();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream.Synchronize();
        _stream.Dispose();
        _values.Dispose();
    }

    /// <summary>A chain of operations that each wait for the one before.</summary>
    internal static void BusyKernel(Index1D index, FloatView values, int rounds)
    {
        var value = values[index];
        for (var i = 0; i < rounds; i++) value = Exact32.FusedMultiplyAdd(value, 0.5f, 1f);
        values[index] = value;
    }
}
