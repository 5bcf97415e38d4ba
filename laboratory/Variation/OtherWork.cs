// Background load during a measurement: shows how a schedule changes on a busy device.

using ILGPU.Runtime.OpenCL;

namespace QuizKit.Laboratory.Variation;

/// <summary>Background load that runs until it is disposed.</summary>
internal abstract class OtherWork : IDisposable
{
    /// <summary>The text that reports show for it.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Returns load that keeps a device busy: threads if the device is the host's processor, otherwise a kernel in another stream.
    /// </summary>
    public static OtherWork On(Accelerator accelerator) =>
        accelerator.AcceleratorType == AcceleratorType.CPU || accelerator is CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU }
            ? new BusyThreads(Environment.ProcessorCount)
            : new BusyKernels(accelerator);

    /// <summary>Called before each run: starts work if none is pending.</summary>
    public virtual void BeforeRun()
    {
    }

    /// <summary>Called after each run: waits for the work, so that it cannot accumulate.</summary>
    public virtual void AfterRun()
    {
    }

    public abstract void Dispose();
}

/// <summary>Busy-waiting threads of the host.</summary>
internal sealed class BusyThreads : OtherWork
{
    private readonly Thread[] _threads;
    private volatile bool _isOver;

    /// <summary>Starts the threads.</summary>
    public BusyThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "other work" };
            _threads[i].Start();
        }
    }

    /// <summary>The number of threads that have not ended.</summary>
    public int Running => Array.FindAll(_threads, thread => thread.IsAlive).Length;

    public override string Description => _threads.Length == 1
        ? "1 busy thread of the host"
        : FormattableString.Invariant($"{_threads.Length} busy threads of the host");

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
    // A few milliseconds of dependent operations: longer than a sum, but short.
    private const int Rounds = 1 << 19;

    private readonly AcceleratorStream _stream;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _values;
    private readonly Action<AcceleratorStream, Index1D, FloatView, int> _kernel;

    /// <summary>Loads the kernel.</summary>
    public BusyKernels(Accelerator accelerator)
    {
        _kernel = KernelLoader.Of(accelerator).Load<Action<AcceleratorStream, Index1D, FloatView, int>>(BusyKernel);

        // Part of each multiprocessor only, so that the sum can run beside it.
        _values = accelerator.Allocate1D<float>(accelerator.NumMultiprocessors * 256);
        _values.MemSetToZero();
        accelerator.Synchronize();
        _stream = accelerator.CreateStream();
    }

    public override string Description => "a kernel in another stream";

    public override void BeforeRun() => _kernel(_stream, (int)_values.Length, _values.View, Rounds);

    public override void AfterRun() => _stream.Synchronize();

    public override void Dispose()
    {
        _stream.Synchronize();
        _stream.Dispose();
        _values.Dispose();
    }

    /// <summary>A chain of dependent operations.</summary>
    [Kernel]
    internal static void BusyKernel(Index1D index, FloatView values, int rounds)
    {
        var value = values[index];
        for (var i = 0; i < rounds; i++) value = Exact32.FusedMultiplyAdd(value, 0.5f, 1f);
        values[index] = value;
    }
}
