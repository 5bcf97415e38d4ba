// A launch: its blocks, one worker per thread of this process, and the loop over the instructions of a warp.

using QuizKit.Cuda.Emulator.Memory;
using QuizKit.Cuda.Emulator.Scheduling;

namespace QuizKit.Cuda.Emulator.Execution;

internal sealed unsafe class Launch
{
    private readonly Lock _lock = new();
    private long _nextBlock;
    private long _executed;
    private CudaException? _failure;

    public required DeviceMemory Memory { get; init; }

    public required CompiledKernel Kernel { get; init; }

    public required LaunchConfiguration Configuration { get; init; }

    public required byte* Parameters { get; init; }

    public required int ParameterBytes { get; init; }

    public required Allocation[] Allocations { get; init; }

    public required Schedule? Schedule { get; init; }

    public required Checker? Checker { get; init; }

    public required ulong ApproximationSeed { get; init; }

    public required long InstructionLimit { get; init; }

    public required Profiler? Profiler { get; init; }

    public int SharedBytes => Kernel.StaticSharedBytes + Configuration.SharedBytes;

    public long Executed => Interlocked.Read(ref _executed);

    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    public CudaException? Failure => _failure;

    public void Run(int workers)
    {
        if (workers <= 1)
        {
            Work();
            return;
        }

        var threads = new Thread[workers - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true };
            threads[i].Start();
        }

        Work();
        foreach (var thread in threads) thread.Join();
    }

    private void Work()
    {
        var worker = new Worker(this);
        try
        {
            worker.Run();
        }
        catch (CudaException exception)
        {
            lock (_lock) _failure ??= exception;
        }
        catch (OutOfMemoryException)
        {
            lock (_lock) _failure ??= new CudaException(CudaError.OutOfMemory, $"the process has no memory for the warps of {Kernel.Name}");
        }
        finally
        {
            worker.Dispose();
        }
    }

    /// <summary>The number of the next block; -1 after the last.</summary>
    public long NextBlock()
    {
        if (HasFailed) return -1;
        var block = Interlocked.Increment(ref _nextBlock) - 1;
        return block < Configuration.Grid.Count ? block : -1;
    }

    /// <summary>Counts instructions; an error where there are too many.</summary>
    public void Count(long instructions, Warp warp)
    {
        if (Interlocked.Add(ref _executed, instructions) <= InstructionLimit) return;
        throw new CudaException(
            CudaError.LaunchTimeout,
            $"kernel {Kernel.Name} has executed more than {InstructionLimit} instructions of warps and was stopped in block {warp.Block.Index}");
    }
}
