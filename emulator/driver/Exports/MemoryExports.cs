// The exported functions about memory, of the device and of the host.

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class MemoryExports
{
    /// <summary>The longest piece of memory that a span holds, a multiple of every size of an element.</summary>
    private const long Piece = 1 << 30;

    [UnmanagedCallersOnly(EntryPoint = "cuMemGetInfo_v2")]
    public static int GetInfo(nuint* free, nuint* total) => Call.InContext(() =>
    {
        Call.Require(free is not null && total is not null, "a null pointer");
        *total = (nuint)DriverState.Options.MemoryBytes;
        *free = (nuint)DriverState.Device.Memory.FreeBytes;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemAlloc_v2")]
    public static int Allocate(ulong* pointer, nuint bytes) => Call.InContext(() =>
    {
        Call.Require(pointer is not null && bytes > 0, "nothing to allocate");
        Call.Require(bytes <= (nuint)DriverState.Options.MemoryBytes, $"{bytes} bytes", CudaError.OutOfMemory);
        *pointer = DriverState.Allocate((long)bytes);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemFree_v2")]
    public static int Free(ulong pointer) => Call.InContext(() =>
    {
        if (pointer != 0) DriverState.Free(pointer);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemGetAddressRange_v2")]
    public static int GetAddressRange(ulong* start, nuint* bytes, ulong pointer) => Call.InContext(() =>
    {
        var found = DriverState.Device.Memory.Containing(pointer)
            ?? throw new CudaException(CudaError.NotFound, $"0x{pointer:x} is not allocated");
        if (start is not null) *start = found.Address;
        if (bytes is not null) *bytes = (nuint)found.Bytes;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemAllocHost_v2")]
    public static int AllocateHost(nint* pointer, nuint bytes) => OfHost(pointer, bytes, 0);

    [UnmanagedCallersOnly(EntryPoint = "cuMemHostAlloc")]
    public static int HostAllocate(nint* pointer, nuint bytes, uint flags) => OfHost(pointer, bytes, flags);

    [UnmanagedCallersOnly(EntryPoint = "cuMemFreeHost")]
    public static int FreeHost(nint pointer) => Call.InContext(() =>
    {
        if (pointer == 0) return;
        Call.Require(DriverState.RemoveHost(pointer, isOurs: true), "not allocated by cuMemAllocHost");
        NativeMemory.AlignedFree((void*)pointer);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemHostRegister_v2")]
    public static int HostRegister(nint pointer, nuint bytes, uint flags) => Call.InContext(() =>
    {
        Call.Require(pointer != 0 && bytes > 0 && flags < 16, "nothing to register");
        DriverState.AddHost(new HostMemory(pointer, bytes, IsOurs: false));
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemHostUnregister")]
    public static int HostUnregister(nint pointer) => Call.InContext(() => Call.Require(
        DriverState.RemoveHost(pointer, isOurs: false), "not registered", CudaError.HostMemoryNotRegistered));

    /// <summary>The same address, as on a device of one address space. Kernels cannot use it: no attribute says that they could.</summary>
    [UnmanagedCallersOnly(EntryPoint = "cuMemHostGetDevicePointer_v2")]
    public static int HostGetDevicePointer(ulong* device, nint host, uint flags) => Call.InContext(() =>
    {
        Call.Require(device is not null && flags == 0 && DriverState.FindHost(host) is not null, "not registered");
        *device = (ulong)host;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyAsync")]
    public static int CopyAsync(ulong to, ulong from, nuint bytes, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        Copy(to, from, bytes);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpy")]
    public static int CopySynchronously(ulong to, ulong from, nuint bytes) => Call.InContext(() => Copy(to, from, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyHtoD_v2")]
    public static int CopyToDevice(ulong to, nint from, nuint bytes) => Call.InContext(() => ToDevice(to, from, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static int CopyToDeviceAsync(ulong to, nint from, nuint bytes, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        ToDevice(to, from, bytes);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoH_v2")]
    public static int CopyToHost(nint to, ulong from, nuint bytes) => Call.InContext(() => ToHost(to, from, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoHAsync_v2")]
    public static int CopyToHostAsync(nint to, ulong from, nuint bytes, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        ToHost(to, from, bytes);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoD_v2")]
    public static int CopyOnDevice(ulong to, ulong from, nuint bytes) => Call.InContext(() => OnDevice(to, from, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoDAsync_v2")]
    public static int CopyOnDeviceAsync(ulong to, ulong from, nuint bytes, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        OnDevice(to, from, bytes);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD8_v2")]
    public static int Set8(ulong to, byte value, nuint count) => Call.InContext(() => Fill(to, value, count));

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD8Async")]
    public static int Set8Async(ulong to, byte value, nuint count, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        Fill(to, value, count);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD16_v2")]
    public static int Set16(ulong to, ushort value, nuint count) => Call.InContext(() => Fill(to, value, count));

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD16Async")]
    public static int Set16Async(ulong to, ushort value, nuint count, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        Fill(to, value, count);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD32_v2")]
    public static int Set32(ulong to, uint value, nuint count) => Call.InContext(() => Fill(to, value, count));

    [UnmanagedCallersOnly(EntryPoint = "cuMemsetD32Async")]
    public static int Set32Async(ulong to, uint value, nuint count, nint stream) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        Fill(to, value, count);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuPointerGetAttribute")]
    public static int PointerGetAttribute(void* data, int attribute, ulong pointer) => Call.InContext(() =>
    {
        Call.Require(data is not null, "a null pointer");
        var allocation = DriverState.Device.Memory.Containing(pointer);
        var host = DriverState.FindHost((nint)pointer);
        Call.Require(allocation is not null || host is not null, $"0x{pointer:x} is not allocated");
        switch (attribute)
        {
            case 1:
                *(nint*)data = DriverState.Current.Peek();
                break;
            case 2:
                *(int*)data = host is null ? 2 : 1;
                break;
            case 3:
                *(ulong*)data = pointer;
                break;
            case 4:
                Call.Require(host is not null, "memory of the device");
                *(ulong*)data = pointer;
                break;
            case 7:
                *(ulong*)data = allocation?.Address ?? (ulong)host!.Address;
                break;
            case 8:
                *(byte*)data = 0;
                break;
            case 9:
                *(int*)data = 0;
                break;
            case 11:
                *(ulong*)data = allocation?.Address ?? (ulong)host!.Address;
                break;
            case 12:
                *(nuint*)data = allocation is { } found ? (nuint)found.Bytes : host!.Size;
                break;
            default:
                throw new CudaException(CudaError.InvalidValue, $"there is no attribute {attribute}");
        }
    });

    private static int OfHost(nint* pointer, nuint bytes, uint flags) => Call.InContext(() =>
    {
        Call.Require(pointer is not null && bytes > 0 && flags < 8, "nothing to allocate");
        *pointer = (nint)NativeMemory.AlignedAlloc(bytes, 4096);
        DriverState.AddHost(new HostMemory(*pointer, bytes, IsOurs: true));
    });

    private static void Copy(ulong to, ulong from, nuint bytes)
    {
        switch (DriverState.Device.Memory.Owns(to), DriverState.Device.Memory.Owns(from))
        {
            case (true, true):
                OnDevice(to, from, bytes);
                break;
            case (true, false):
                ToDevice(to, (nint)from, bytes);
                break;
            case (false, true):
                ToHost((nint)to, from, bytes);
                break;
            default:
                Call.Require(bytes == 0 || (to != 0 && from != 0), "a null pointer");
                Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
                break;
        }
    }

    private static void ToDevice(ulong to, nint from, nuint bytes)
    {
        RequireAllocated(to, bytes);
        Call.Require(bytes == 0 || from != 0, "a null pointer");
        for (var done = 0L; done < (long)bytes; done += Piece)
        {
            var length = (int)Math.Min(Piece, (long)bytes - done);
            DriverState.Device.Memory.Write(to + (ulong)done, new ReadOnlySpan<byte>((byte*)from + done, length));
        }
    }

    private static void ToHost(nint to, ulong from, nuint bytes)
    {
        RequireAllocated(from, bytes);
        Call.Require(bytes == 0 || to != 0, "a null pointer");
        for (var done = 0L; done < (long)bytes; done += Piece)
        {
            var length = (int)Math.Min(Piece, (long)bytes - done);
            DriverState.Software.Read(from + (ulong)done, new Span<byte>((byte*)to + done, length));
        }
    }

    private static void OnDevice(ulong to, ulong from, nuint bytes)
    {
        RequireAllocated(to, bytes);
        RequireAllocated(from, bytes);
        if (bytes > 0) DriverState.Device.Memory.Copy(to, from, (long)bytes);
    }

    private static void Fill<T>(ulong to, T value, nuint count)
        where T : unmanaged
    {
        Call.Require(to % (ulong)sizeof(T) == 0, "a misaligned address");
        Call.Require(count <= nuint.MaxValue / 8, "too many elements");
        var bytes = count * (nuint)sizeof(T);
        RequireAllocated(to, bytes);
        if (value is byte one)
        {
            if (bytes > 0) DriverState.Device.Memory.Fill(to, one, (long)bytes);
            return;
        }

        var pattern = new T[(int)Math.Min(count, 1 << 16)];
        Array.Fill(pattern, value);
        var source = MemoryMarshal.AsBytes(pattern.AsSpan());
        for (var done = 0L; done < (long)bytes; done += source.Length)
            DriverState.Device.Memory.Write(to + (ulong)done, source[..(int)Math.Min(source.Length, (long)bytes - done)]);
    }

    /// <summary>A real driver refuses a copy that leaves an allocation before it starts.</summary>
    private static void RequireAllocated(ulong address, nuint bytes) => Call.Require(
        bytes == 0
            || (DriverState.Device.Memory.Containing(address) is { } found && bytes <= found.Address + (ulong)found.Bytes - address),
        $"0x{address:x} has no {bytes} bytes");
}
