// The exported functions about contexts.

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class ContextExports
{
    [UnmanagedCallersOnly(EntryPoint = "cuCtxCreate_v2")]
    public static int Create(nint* context, uint flags, int device) => Call.Initialized(() =>
    {
        Call.Require(context is not null, "a null pointer");
        DeviceExports.RequireDevice(device);
        *context = DriverState.Add(new DriverContext { Flags = flags });
        DriverState.Current.Push(*context);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxDestroy_v2")]
    public static int Destroy(nint context) => Call.Initialized(() =>
    {
        Call.Require(context != DriverState.Primary || context == 0, "the primary context", CudaError.InvalidContext);
        DriverState.Destroy(context);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxSetCurrent")]
    public static int SetCurrent(nint context) => Call.Initialized(() =>
    {
        if (context != 0) DriverState.Find<DriverContext>(context, CudaError.InvalidContext);
        DriverState.Current.TryPop(out _);
        if (context != 0) DriverState.Current.Push(context);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetCurrent")]
    public static int GetCurrent(nint* context) => Call.Initialized(() =>
    {
        Call.Require(context is not null, "a null pointer");
        *context = DriverState.Current.TryPeek(out var current) ? current : 0;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxPushCurrent_v2")]
    public static int PushCurrent(nint context) => Call.Initialized(() =>
    {
        DriverState.Find<DriverContext>(context, CudaError.InvalidContext);
        DriverState.Current.Push(context);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxPopCurrent_v2")]
    public static int PopCurrent(nint* context) => Call.Initialized(() =>
    {
        Call.Require(DriverState.Current.TryPop(out var popped), "no context is current", CudaError.InvalidContext);
        if (context is not null) *context = popped;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetDevice")]
    public static int GetDevice(int* device) => Call.InContext(() =>
    {
        Call.Require(device is not null, "a null pointer");
        *device = 0;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetFlags")]
    public static int GetFlags(uint* flags) => Call.InContext(() =>
    {
        Call.Require(flags is not null, "a null pointer");
        *flags = DriverState.Context.Flags;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetApiVersion")]
    public static int GetApiVersion(nint context, uint* version) => Call.Initialized(() =>
    {
        Call.Require(version is not null, "a null pointer");
        if (context != 0) DriverState.Find<DriverContext>(context, CudaError.InvalidContext);
        *version = 3020;
    });

    /// <summary>Waits for nothing: a launch returns when its kernel has ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = "cuCtxSynchronize")]
    public static int Synchronize() => Call.InContext(() => { });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetCacheConfig")]
    public static int GetCacheConfig(int* config) => Call.InContext(() =>
    {
        Call.Require(config is not null, "a null pointer");
        *config = DriverState.Context.CacheConfig;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxSetCacheConfig")]
    public static int SetCacheConfig(int config) => Call.InContext(() =>
    {
        Call.Require(config is >= 0 and <= 3, "no such preference");
        DriverState.Context.CacheConfig = config;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetSharedMemConfig")]
    public static int GetSharedConfig(int* config) => Call.InContext(() =>
    {
        Call.Require(config is not null, "a null pointer");
        *config = DriverState.Context.SharedConfig;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxSetSharedMemConfig")]
    public static int SetSharedConfig(int config) => Call.InContext(() =>
    {
        Call.Require(config is >= 0 and <= 2, "no such size of a bank");
        DriverState.Context.SharedConfig = config;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxGetStreamPriorityRange")]
    public static int GetStreamPriorityRange(int* least, int* greatest) => Call.InContext(() =>
    {
        if (least is not null) *least = 0;
        if (greatest is not null) *greatest = 0;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxEnablePeerAccess")]
    public static int EnablePeerAccess(nint peer, uint flags) => Call.InContext(() =>
    {
        Call.Require(flags == 0, "flags");
        DriverState.Find<DriverContext>(peer, CudaError.InvalidContext);
        throw new CudaException(CudaError.PeerAccessUnsupported, "a device is not its own peer");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuCtxDisablePeerAccess")]
    public static int DisablePeerAccess(nint peer) => Call.InContext(() =>
    {
        DriverState.Find<DriverContext>(peer, CudaError.InvalidContext);
        throw new CudaException(CudaError.PeerAccessNotEnabled, "a device is not its own peer");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static int RetainPrimary(nint* context, int device) => Call.Initialized(() =>
    {
        Call.Require(context is not null, "a null pointer");
        DeviceExports.RequireDevice(device);
        if (DriverState.Primary == 0) DriverState.Primary = DriverState.Add(new DriverContext());
        DriverState.PrimaryUses++;
        *context = DriverState.Primary;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static int ReleasePrimary(int device) => Call.Initialized(() =>
    {
        DeviceExports.RequireDevice(device);
        Call.Require(DriverState.Primary != 0, "the primary context is not in use", CudaError.InvalidContext);
        if (--DriverState.PrimaryUses == 0) DestroyPrimary();
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDevicePrimaryCtxReset_v2")]
    public static int ResetPrimary(int device) => Call.Initialized(() =>
    {
        DeviceExports.RequireDevice(device);
        if (DriverState.Primary != 0) DestroyPrimary();
    });

    private static void DestroyPrimary()
    {
        var primary = DriverState.Primary;
        (DriverState.Primary, DriverState.PrimaryUses) = (0, 0);
        DriverState.Destroy(primary);
    }
}
