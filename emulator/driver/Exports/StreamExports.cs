// The exported functions about streams and events. A launch or a copy returns when it has ended, so nothing ever waits.

using System.Diagnostics;
using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class StreamExports
{
    /// <summary>The handles of the default stream, of the legacy one and of that of each thread.</summary>
    private const nint Default = 0, PerThread = 2;

    [UnmanagedCallersOnly(EntryPoint = "cuStreamCreate")]
    public static int Create(nint* stream, uint flags) => New(stream, flags, 0);

    [UnmanagedCallersOnly(EntryPoint = "cuStreamCreateWithPriority")]
    public static int CreateWithPriority(nint* stream, uint flags, int priority) => New(stream, flags, priority);

    [UnmanagedCallersOnly(EntryPoint = "cuStreamDestroy_v2")]
    public static int Destroy(nint stream) => Call.InContext(() => DriverState.Remove<DriverStream>(stream));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamSynchronize")]
    public static int Synchronize(nint stream) => Call.InContext(() => RequireStream(stream));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamQuery")]
    public static int Query(nint stream) => Call.InContext(() => RequireStream(stream));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamWaitEvent")]
    public static int WaitEvent(nint stream, nint waited, uint flags) => Call.InContext(() =>
    {
        RequireStream(stream);
        DriverState.Find<DriverEvent>(waited);
        Call.Require(flags <= 1, "flags");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuStreamGetFlags")]
    public static int GetFlags(nint stream, uint* flags) => Call.InContext(() =>
    {
        Call.Require(flags is not null, "a null pointer");
        *flags = stream is >= Default and <= PerThread ? 0 : DriverState.Find<DriverStream>(stream).Flags;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuStreamGetPriority")]
    public static int GetPriority(nint stream, int* priority) => Call.InContext(() =>
    {
        Call.Require(priority is not null, "a null pointer");
        RequireStream(stream);
        *priority = 0;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuEventCreate")]
    public static int EventCreate(nint* created, uint flags) => Call.InContext(() =>
    {
        Call.Require(created is not null && flags < 8, "flags");
        *created = DriverState.Add(new DriverEvent(HasTime: (flags & 2) == 0));
    });

    [UnmanagedCallersOnly(EntryPoint = "cuEventDestroy_v2")]
    public static int EventDestroy(nint destroyed) => Call.InContext(() => DriverState.Remove<DriverEvent>(destroyed));

    [UnmanagedCallersOnly(EntryPoint = "cuEventRecord")]
    public static int EventRecord(nint recorded, nint stream) => Call.InContext(() =>
    {
        RequireStream(stream);
        DriverState.Find<DriverEvent>(recorded).RecordedAt = Stopwatch.GetTimestamp();
    });

    [UnmanagedCallersOnly(EntryPoint = "cuEventQuery")]
    public static int EventQuery(nint asked) => Call.InContext(() => DriverState.Find<DriverEvent>(asked));

    [UnmanagedCallersOnly(EntryPoint = "cuEventSynchronize")]
    public static int EventSynchronize(nint waited) => Call.InContext(() => DriverState.Find<DriverEvent>(waited));

    [UnmanagedCallersOnly(EntryPoint = "cuEventElapsedTime")]
    public static int EventElapsedTime(float* milliseconds, nint start, nint end) => Call.InContext(() =>
    {
        Call.Require(milliseconds is not null, "a null pointer");
        *milliseconds = (float)Stopwatch.GetElapsedTime(TimeOf(start), TimeOf(end)).TotalMilliseconds;
    });

    public static void RequireStream(nint stream)
    {
        if (stream is < Default or > PerThread) DriverState.Find<DriverStream>(stream);
    }

    private static int New(nint* stream, uint flags, int priority) => Call.InContext(() =>
    {
        Call.Require(stream is not null && flags <= 1, "flags");
        *stream = DriverState.Add(new DriverStream(flags, priority));
    });

    private static long TimeOf(nint handle)
    {
        var found = DriverState.Find<DriverEvent>(handle);
        return found.HasTime && found.RecordedAt is { } time
            ? time
            : throw new CudaException(CudaError.InvalidHandle, "an event that has no time");
    }
}
