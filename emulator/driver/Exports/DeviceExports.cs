// The exported functions about errors, versions and devices.

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class DeviceExports
{
    [UnmanagedCallersOnly(EntryPoint = "cuGetErrorString")]
    public static int GetErrorString(int error, nint* text) => Call.Anywhere(() =>
    {
        Call.Require(text is not null, "a null pointer");
        *text = CudaErrors.Find((CudaError)error).Text;
        Call.Require(*text != 0, "not an error");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuGetErrorName")]
    public static int GetErrorName(int error, nint* name) => Call.Anywhere(() =>
    {
        Call.Require(name is not null, "a null pointer");
        *name = CudaErrors.Find((CudaError)error).Name;
        Call.Require(*name != 0, "not an error");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuInit")]
    public static int Init(uint flags) => Call.Anywhere(() =>
    {
        Call.Require(flags == 0, "flags");
        try
        {
            DriverState.Initialize();
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine($"CUDA in software: {exception.Message}");
            throw new CudaException(CudaError.InvalidValue, exception.Message);
        }
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDriverGetVersion")]
    public static int DriverGetVersion(int* version) => Call.Anywhere(() =>
    {
        Call.Require(version is not null, "a null pointer");
        *version = DeviceAttributes.DriverVersion;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetCount")]
    public static int DeviceGetCount(int* count) => Call.Initialized(() =>
    {
        Call.Require(count is not null, "a null pointer");
        *count = 1;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGet")]
    public static int DeviceGet(int* device, int ordinal) => Call.Initialized(() =>
    {
        Call.Require(device is not null, "a null pointer");
        RequireDevice(ordinal);
        *device = ordinal;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetName")]
    public static int DeviceGetName(byte* name, int length, int device) => Call.Initialized(() =>
    {
        Call.Require(name is not null && length > 0, "no room for a name");
        RequireDevice(device);
        WriteText(DeviceAttributes.Name, name, length);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceTotalMem_v2")]
    public static int DeviceTotalMemory(nuint* bytes, int device) => Call.Initialized(() =>
    {
        Call.Require(bytes is not null, "a null pointer");
        RequireDevice(device);
        *bytes = (nuint)DriverState.Options.MemoryBytes;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetAttribute")]
    public static int DeviceGetAttribute(int* value, int attribute, int device) => Call.Initialized(() =>
    {
        Call.Require(value is not null, "a null pointer");
        RequireDevice(device);
        *value = DeviceAttributes.Find(attribute, DriverState.Options)
            ?? throw new CudaException(CudaError.InvalidValue, $"there is no attribute {attribute}");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceComputeCapability")]
    public static int DeviceComputeCapability(int* major, int* minor, int device) => Call.Initialized(() =>
    {
        Call.Require(major is not null && minor is not null, "a null pointer");
        RequireDevice(device);
        (*major, *minor) = (DriverState.Options.Capability / 10, DriverState.Options.Capability % 10);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetUuid")]
    public static int DeviceGetUuid(byte* uuid, int device) => Uuid(uuid, device);

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetUuid_v2")]
    public static int DeviceGetUuid2(byte* uuid, int device) => Uuid(uuid, device);

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetPCIBusId")]
    public static int DeviceGetPciBusId(byte* id, int length, int device) => Call.Initialized(() =>
    {
        Call.Require(id is not null && length > 0, "no room for an id");
        RequireDevice(device);
        WriteText("0000:00:00.0", id, length);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceCanAccessPeer")]
    public static int DeviceCanAccessPeer(int* canAccess, int device, int peer) => Call.Initialized(() =>
    {
        Call.Require(canAccess is not null, "a null pointer");
        RequireDevice(device);
        RequireDevice(peer);
        *canAccess = 0;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetP2PAttribute")]
    public static int DeviceGetPeerAttribute(int* value, int attribute, int source, int destination) => Call.Initialized(() =>
    {
        Call.Require(value is not null && attribute is >= 1 and <= 4, "no such attribute");

        // There is no second device, and one is not its own peer.
        Call.Require(source != destination, "the same device", CudaError.InvalidDevice);
        RequireDevice(source);
        RequireDevice(destination);
    });

    public static void RequireDevice(int device) =>
        Call.Require(device == 0, $"there is no device {device}", CudaError.InvalidDevice);

    private static int Uuid(byte* uuid, int device) => Call.Initialized(() =>
    {
        Call.Require(uuid is not null, "a null pointer");
        RequireDevice(device);
        DeviceAttributes.Uuid.CopyTo(new Span<byte>(uuid, 16));
    });

    /// <summary>Writes as much of an ASCII text as fits before its zero.</summary>
    private static void WriteText(string text, byte* destination, int length)
    {
        var count = Math.Min(text.Length, length - 1);
        for (var i = 0; i < count; i++) destination[i] = (byte)text[i];
        destination[count] = 0;
    }
}
