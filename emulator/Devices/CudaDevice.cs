// A CUDA device in software: memory, modules, launches.

using QuizKit.Cuda.Emulator.Execution;
using QuizKit.Cuda.Emulator.Memory;
using QuizKit.Cuda.Emulator.Ptx;
using QuizKit.Cuda.Emulator.Scheduling;

namespace QuizKit.Cuda.Emulator.Devices;

/// <summary>How a device executes.</summary>
public sealed record CudaDeviceOptions
{
    /// <summary>The seed of the order of warps, blocks and lanes. Without one, blocks run on all processors and their order is not fixed.</summary>
    public ulong? ScheduleSeed { get; init; }

    /// <summary>Whether a product and a sum that do not say how they round become one fused instruction, as NVIDIA's assembler makes them.</summary>
    public bool Contracts { get; init; } = true;

    /// <summary>The seed of the errors of approximate functions, within what PTX documents; 0 rounds them from binary64.</summary>
    public ulong ApproximationSeed { get; init; }

    /// <summary>Whether memory accesses, barriers and shuffles are checked.</summary>
    public bool Checks { get; init; }

    /// <summary>Whether the instructions of each launch and their memory transactions are counted.</summary>
    public bool Profiles { get; init; }

    /// <summary>After how many instructions of warps a launch is stopped.</summary>
    public long InstructionLimit { get; init; } = 200_000_000_000;

    /// <summary>The size of the memory in bytes.</summary>
    public long MemoryBytes { get; init; } = 8L << 30;

    /// <summary>The most threads of a block.</summary>
    public int MaximumThreads { get; init; } = 1024;

    /// <summary>The most shared memory of a block in bytes, static and dynamic.</summary>
    public int MaximumSharedBytes { get; init; } = 48 << 10;

    /// <summary>How many blocks run at once; 0 for one per processor.</summary>
    public int Workers { get; init; }

    /// <summary>Whether frequent instructions run for several lanes at once: without it, each one runs lane by lane, for tests.</summary>
    internal bool UsesFastPaths { get; init; } = true;
}

/// <summary>A CUDA device in software. It is never a GPU, and says so wherever it is named. Its members may be called from any thread.</summary>
public sealed unsafe class CudaDevice
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private string _lastKernel = "";

    /// <summary>Creates a device.</summary>
    /// <param name="options">How it executes.</param>
    public CudaDevice(CudaDeviceOptions options)
    {
        Options = options;
        Memory = new DeviceMemory(options.MemoryBytes, options.Checks ? Report : null);
    }

    /// <summary>How the device executes.</summary>
    public CudaDeviceOptions Options { get; }

    /// <summary>The memory of the device.</summary>
    public DeviceMemory Memory { get; }

    /// <summary>The instructions of warps that all launches have executed.</summary>
    public long Instructions { get; private set; }

    /// <summary>The counts of the last launch, where they were asked for.</summary>
    public LaunchProfile? Profile { get; private set; }

    /// <summary>What the checks have found, where they are on: each fault of a place in a kernel once, each copy to the host.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_lock) return [.. _findings];
        }
    }

    /// <summary>Loads a PTX text.</summary>
    /// <param name="ptx">The text.</param>
    /// <returns>Its kernels.</returns>
    /// <exception cref="PtxException">The text is malformed, or has an instruction that is not known here.</exception>
    public PtxModule Load(string ptx) => PtxModule.Load(this, ptx);

    /// <summary>Runs a kernel to its end.</summary>
    /// <param name="kernel">The kernel, loaded on this device.</param>
    /// <param name="configuration">The blocks and their threads.</param>
    /// <param name="parameters">The parameters, laid out as the kernel says.</param>
    /// <exception cref="CudaException">The launch is not possible, or the kernel made an error.</exception>
    public void Launch(PtxKernel kernel, LaunchConfiguration configuration, ReadOnlySpan<byte> parameters) =>
        Launch(kernel, configuration, parameters, Options.ScheduleSeed is { } seed ? Schedule.FromSeed(seed) : null);

    /// <summary>Runs a kernel to its end in the order of a schedule.</summary>
    /// <param name="kernel">The kernel, loaded on this device.</param>
    /// <param name="configuration">The blocks and their threads.</param>
    /// <param name="parameters">The parameters, laid out as the kernel says.</param>
    /// <param name="schedule">The schedule; null for none.</param>
    /// <exception cref="CudaException">The launch is not possible, or the kernel made an error.</exception>
    public void Launch(PtxKernel kernel, LaunchConfiguration configuration, ReadOnlySpan<byte> parameters, Schedule? schedule)
    {
        Check(kernel, configuration, parameters.Length);
        lock (_lock)
        {
            _lastKernel = kernel.Name;
            var profiler = Options.Profiles ? new Profiler(kernel.Compiled.Sources.Length) : null;
            var checker = Options.Checks ? new Checker(kernel.Compiled, _findings) : null;
            var copy = new byte[Math.Max(parameters.Length, 1) + 16];
            parameters.CopyTo(copy);
            Launch launch;
            fixed (byte* bytes = copy)
            {
                launch = new Launch
                {
                    Memory = Memory,
                    Kernel = kernel.Compiled,
                    Configuration = configuration,
                    Parameters = bytes,
                    ParameterBytes = parameters.Length,
                    Allocations = Memory.Allocations,
                    Schedule = schedule,
                    Checker = checker,
                    ApproximationSeed = Options.ApproximationSeed,
                    InstructionLimit = Options.InstructionLimit,
                    Profiler = profiler,
                };
                var most = Options.Workers > 0 ? Options.Workers : Environment.ProcessorCount;
                var isSingle = schedule is not null || checker is not null || profiler is not null;
                launch.Run(isSingle ? 1 : (int)Math.Min(most, configuration.Grid.Count));
            }

            Instructions += launch.Executed;
            Profile = profiler is null ? null : new LaunchProfile(kernel.Compiled, profiler);
            if (launch.Failure is { } failure) throw new CudaException(failure.Error, failure.Message);
        }
    }

    private void Report(ulong address, string message)
    {
        lock (_lock) _findings.Add(new Finding(FindingKind.Uninitialized, _lastKernel, 0, "", default, default, address, message));
    }

    private void Check(PtxKernel kernel, LaunchConfiguration configuration, int parameterBytes)
    {
        var (grid, block) = (configuration.Grid, configuration.Block);
        if (grid.X <= 0 || grid.Y is <= 0 or > 65535 || grid.Z is <= 0 or > 65535)
        {
            throw new CudaException(CudaError.InvalidValue, $"a grid of {grid} blocks: from (1, 1, 1) to (2147483647, 65535, 65535)");
        }

        if (block.X is <= 0 or > 1024 || block.Y is <= 0 or > 1024 || block.Z is <= 0 or > 64)
        {
            throw new CudaException(CudaError.InvalidValue, $"a block of {block} threads: from (1, 1, 1) to (1024, 1024, 64)");
        }

        if (block.Count > Options.MaximumThreads)
        {
            throw new CudaException(CudaError.InvalidValue, $"a block of {block.Count} threads: at most {Options.MaximumThreads}");
        }

        if (kernel.MaximumThreads > 0 && block.Count > kernel.MaximumThreads)
        {
            throw new CudaException(
                CudaError.LaunchOutOfResources, $"a block of {block.Count} threads: kernel {kernel.Name} allows {kernel.MaximumThreads}");
        }

        if (configuration.SharedBytes < 0 || configuration.SharedBytes > Options.MaximumSharedBytes - kernel.StaticSharedBytes)
        {
            throw new CudaException(
                CudaError.InvalidValue,
                $"{kernel.StaticSharedBytes} + {configuration.SharedBytes} bytes of shared memory: at most {Options.MaximumSharedBytes}");
        }

        if (parameterBytes < kernel.ParameterBytes)
        {
            throw new CudaException(
                CudaError.InvalidValue,
                $"kernel {kernel.Name} takes {kernel.ParameterBytes} bytes of parameters, not {parameterBytes}");
        }
    }
}
