// The state of the library: its device, the contexts, and what the handles stand for.

using System.Collections;
using System.Diagnostics;
using QuizKit.Cuda.Emulator;
using QuizKit.Cuda.Emulator.Devices;

namespace QuizKit.Cuda.Driver;

/// <summary>A context: what was made in it, and the error that it ended with.</summary>
internal sealed class DriverContext
{
    public HashSet<ulong> Allocations { get; } = [];

    public HashSet<nint> Handles { get; } = [];

    /// <summary>The error of a kernel that ended the context: every later call returns it.</summary>
    public CudaError Failure { get; set; }

    public int CacheConfig { get; set; }

    public int SharedConfig { get; set; }

    public uint Flags { get; init; }
}

internal sealed record DriverModule(PtxModule Module);

internal sealed record DriverFunction(nint Module, PtxKernel Kernel)
{
    /// <summary>The dynamic shared memory of a block in bytes that the program has asked for.</summary>
    public int MaxDynamicShared { get; set; } = DeviceAttributes.SharedPerBlock;
}

internal sealed record DriverStream(uint Flags, int Priority);

internal sealed record DriverEvent(bool HasTime)
{
    /// <summary>When it was recorded, as <see cref="Stopwatch.GetTimestamp"/> says it; null before.</summary>
    public long? RecordedAt { get; set; }
}

/// <summary>Memory of the host that the library knows.</summary>
/// <param name="IsOurs">Whether the library allocated it.</param>
internal sealed record HostMemory(nint Address, nuint Size, bool IsOurs)
{
    public nint End => Address + (nint)Size;
}

internal static class DriverState
{
    /// <summary>Held during every call: the device does one thing at a time.</summary>
    public static readonly Lock Gate = new();

    [ThreadStatic]
    private static Stack<nint>? _current;

    private static readonly Dictionary<nint, object> Handles = [];
    private static readonly SortedDictionary<nint, HostMemory> Host = [];
    private static nint _lastHandle = 0x1000;
    private static Software? _software;
    private static DriverOptions? _options;

    /// <summary>The primary context, made at its first use.</summary>
    public static nint Primary { get; set; }

    public static int PrimaryUses { get; set; }

    public static Software Software => _software ?? throw new CudaException(CudaError.NotInitialized, "cuInit was not called");

    public static CudaDevice Device => Software.Device;

    public static DriverOptions Options => _options ?? throw new CudaException(CudaError.NotInitialized, "cuInit was not called");

    /// <summary>The handles of the contexts that are current on this thread, the current one on top.</summary>
    public static Stack<nint> Current => _current ??= [];

    public static DriverContext Context => Current.TryPeek(out var handle)
        ? Find<DriverContext>(handle, CudaError.ContextIsDestroyed)
        : throw new CudaException(CudaError.InvalidContext, "no context is current on this thread");

    /// <exception cref="FormatException">The environment has an option that does not exist, or a bad value.</exception>
    public static void Initialize()
    {
        if (_software is not null) return;
        _options = DriverOptions.Read(
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));
        _software = new Software(_options);
    }

    public static ulong Allocate(long bytes)
    {
        var address = Device.Memory.Allocate(bytes);
        Context.Allocations.Add(address);
        return address;
    }

    public static void Free(ulong address)
    {
        Device.Memory.Free(address);
        foreach (var context in Handles.Values.OfType<DriverContext>()) context.Allocations.Remove(address);
    }

    /// <summary>Makes a handle, which belongs to the current context unless it is one itself.</summary>
    public static nint Add(object thing)
    {
        // Never given twice: the handle of what is gone is found to be invalid.
        var handle = _lastHandle += 0x10;
        if (thing is not DriverContext) Context.Handles.Add(handle);
        Handles.Add(handle, thing);
        return handle;
    }

    public static T Find<T>(nint handle, CudaError absent = CudaError.InvalidHandle)
        where T : class => Handles.GetValueOrDefault(handle) as T
            ?? throw new CudaException(absent, $"0x{handle:x} is not the handle of a {typeof(T).Name}");

    public static T Remove<T>(nint handle)
        where T : class
    {
        var thing = Find<T>(handle);
        Handles.Remove(handle);
        foreach (var context in Handles.Values.OfType<DriverContext>()) context.Handles.Remove(handle);
        return thing;
    }

    /// <summary>Ends a context and all that was made in it.</summary>
    public static void Destroy(nint handle)
    {
        var context = Find<DriverContext>(handle, CudaError.InvalidContext);
        foreach (var made in context.Handles)
        {
            if (Handles.Remove(made, out var thing) && thing is DriverModule module) module.Module.Unload();
        }

        foreach (var address in context.Allocations.ToList()) Free(address);
        Handles.Remove(handle);
        if (Current.TryPeek(out var current) && current == handle) Current.Pop();
    }

    /// <summary>Forgets the functions of a module.</summary>
    public static void RemoveFunctions(nint module)
    {
        var functions = Handles.Where(entry => entry.Value is DriverFunction function && function.Module == module);
        foreach (var (handle, _) in functions.ToList()) Remove<DriverFunction>(handle);
    }

    public static void AddHost(HostMemory memory)
    {
        if (Host.Values.Any(other => other.Address < memory.End && memory.Address < other.End))
            throw new CudaException(CudaError.HostMemoryAlreadyRegistered, "this memory of the host is registered");
        Host.Add(memory.Address, memory);
    }

    /// <summary>Forgets memory of the host that begins at an address.</summary>
    public static bool RemoveHost(nint address, bool isOurs) =>
        Host.TryGetValue(address, out var memory) && memory.IsOurs == isOurs && Host.Remove(address);

    /// <summary>The memory of the host around an address, or null.</summary>
    public static HostMemory? FindHost(nint address) =>
        Host.Values.FirstOrDefault(memory => address >= memory.Address && address < memory.End);
}
