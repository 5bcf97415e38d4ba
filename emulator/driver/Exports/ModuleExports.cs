// The exported functions about modules, functions, occupancy and launches.

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using QuizKit.Cuda.Emulator;
using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Driver.Exports;

internal static unsafe class ModuleExports
{
    /// <summary>How machine code begins, alone and in NVIDIA's container.</summary>
    private static ReadOnlySpan<byte> Elf => [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    private static ReadOnlySpan<byte> Fatbin => [0x50, 0xED, 0x55, 0xBA];

    [UnmanagedCallersOnly(EntryPoint = "cuModuleLoadData")]
    public static int LoadData(nint* module, byte* image) => Call.InContext(() => Load(module, image, default));

    [UnmanagedCallersOnly(EntryPoint = "cuModuleLoadDataEx")]
    public static int LoadDataEx(nint* module, byte* image, uint count, int* options, nint* values) => Call.InContext(() =>
    {
        Call.Require(count == 0 || (options is not null && values is not null), "a null pointer");
        Load(module, image, new JitOptions((int)count, options, values));
    });

    [UnmanagedCallersOnly(EntryPoint = "cuModuleLoad")]
    public static int LoadFile(nint* module, byte* path) => Call.InContext(() =>
    {
        Call.Require(module is not null && path is not null, "a null pointer");
        var name = Marshal.PtrToStringUTF8((nint)path)!;
        Call.Require(File.Exists(name), name, CudaError.FileNotFound);
        fixed (byte* image = (byte[])[.. File.ReadAllBytes(name), 0]) Load(module, image, default);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuModuleUnload")]
    public static int Unload(nint module) => Call.InContext(() =>
    {
        DriverState.Remove<DriverModule>(module).Module.Unload();
        DriverState.RemoveFunctions(module);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuModuleGetFunction")]
    public static int GetFunction(nint* function, nint module, byte* name) => Call.InContext(() =>
    {
        Call.Require(function is not null && name is not null, "a null pointer");
        var text = Marshal.PtrToStringUTF8((nint)name)!;
        var kernel = DriverState.Find<DriverModule>(module).Module.Kernels.GetValueOrDefault(text)
            ?? throw new CudaException(CudaError.NotFound, $"the module has no kernel '{text}'");
        *function = DriverState.Add(new DriverFunction(module, kernel));
    });

    [UnmanagedCallersOnly(EntryPoint = "cuModuleGetGlobal_v2")]
    public static int GetGlobal(ulong* pointer, nuint* bytes, nint module, byte* name) => Call.InContext(() =>
    {
        Call.Require(name is not null, "a null pointer");
        var text = Marshal.PtrToStringUTF8((nint)name)!;
        var isFound = DriverState.Find<DriverModule>(module).Module.Variables.TryGetValue(text, out var variable);
        Call.Require(isFound, $"the module has no variable '{text}'", CudaError.NotFound);
        if (pointer is not null) *pointer = variable.Address;
        if (bytes is not null) *bytes = (nuint)variable.Bytes;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuFuncGetAttribute")]
    public static int FunctionGetAttribute(int* value, int attribute, nint function) => Call.InContext(() =>
    {
        Call.Require(value is not null, "a null pointer");
        var found = DriverState.Find<DriverFunction>(function);
        *value = attribute switch
        {
            0 => Software.MaxThreads(found.Kernel),
            1 => found.Kernel.StaticSharedBytes,
            4 => 32, // registers: an interpreter has as many as it likes
            5 or 6 => DriverState.Options.Capability, // of the PTX and of the machine code
            8 => found.MaxDynamicShared,
            3 => found.Kernel.LocalBytes,
            2 or 7 or (>= 9 and <= 15) => 0,
            _ => throw new CudaException(CudaError.InvalidValue, $"there is no attribute {attribute}"),
        };
    });

    [UnmanagedCallersOnly(EntryPoint = "cuFuncSetAttribute")]
    public static int FunctionSetAttribute(nint function, int attribute, int value) => Call.InContext(() =>
    {
        var found = DriverState.Find<DriverFunction>(function);
        if (attribute == 9) return; // the share of shared memory in the L1 cache: a wish
        Call.Require(attribute == 8, "this attribute cannot be set");
        Call.Require(value >= 0 && value <= DeviceAttributes.SharedPerBlockOptIn - found.Kernel.StaticSharedBytes, "too much");
        found.MaxDynamicShared = value;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuFuncSetCacheConfig")]
    public static int FunctionSetCacheConfig(nint function, int config) => Call.InContext(() =>
    {
        DriverState.Find<DriverFunction>(function);
        Call.Require(config is >= 0 and <= 3, "no such preference");
    });

    [UnmanagedCallersOnly(EntryPoint = "cuOccupancyMaxActiveBlocksPerMultiprocessor")]
    public static int MaxActiveBlocks(int* blocks, nint function, int blockSize, nuint dynamicShared) => Call.InContext(() =>
    {
        Call.Require(blocks is not null && blockSize > 0, "no block");
        *blocks = ActiveBlocks(DriverState.Find<DriverFunction>(function), blockSize, dynamicShared);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags")]
    public static int MaxActiveBlocksWithFlags(int* blocks, nint function, int blockSize, nuint dynamicShared, uint flags) =>
        Call.InContext(() =>
        {
            Call.Require(blocks is not null && blockSize > 0 && flags <= 1, "no block");
            *blocks = ActiveBlocks(DriverState.Find<DriverFunction>(function), blockSize, dynamicShared);
        });

    /// <param name="sharedOf">The dynamic shared memory of a block of a size, or null: the next parameter, for every size.</param>
    [UnmanagedCallersOnly(EntryPoint = "cuOccupancyMaxPotentialBlockSize")]
    public static int MaxPotentialBlockSize(
        int* gridSize, int* blockSize, nint function, delegate* unmanaged<int, nuint> sharedOf, nuint dynamicShared, int limit) =>
        Call.InContext(() =>
        {
            Call.Require(gridSize is not null && blockSize is not null && limit >= 0, "a null pointer");
            var found = DriverState.Find<DriverFunction>(function);
            var most = Software.MaxThreads(found.Kernel);
            if (limit > 0) most = Math.Min(most, limit);
            int best = 0, threads = 0, blocks = 0;
            for (var size = most; size > 0; size = (size - 1) / DeviceAttributes.WarpSize * DeviceAttributes.WarpSize)
            {
                var active = ActiveBlocks(found, size, sharedOf is null ? dynamicShared : sharedOf(size));
                if (active * size <= threads) continue;
                (best, threads, blocks) = (size, active * size, active);
            }

            Call.Require(best > 0, "no block fits");
            *blockSize = best;
            *gridSize = blocks * DriverState.Options.Multiprocessors;
        });

    [UnmanagedCallersOnly(EntryPoint = "cuLaunchKernel")]
    public static int Launch(
        nint function,
        uint gridX,
        uint gridY,
        uint gridZ,
        uint blockX,
        uint blockY,
        uint blockZ,
        uint dynamicShared,
        nint stream,
        void** parameters,
        void** extra) => Call.InContext(() =>
    {
        StreamExports.RequireStream(stream);
        var found = DriverState.Find<DriverFunction>(function);
        Call.Require(
            gridX is > 0 and <= DeviceAttributes.MaxGridX && gridY is > 0 and <= DeviceAttributes.MaxGridYZ
                && gridZ is > 0 and <= DeviceAttributes.MaxGridYZ,
            "a grid that is empty or too large");
        Call.Require(
            blockX is > 0 and <= DeviceAttributes.MaxBlockX && blockY is > 0 and <= DeviceAttributes.MaxBlockY
                && blockZ is > 0 and <= DeviceAttributes.MaxBlockZ
                && (ulong)blockX * blockY * blockZ <= (ulong)Software.MaxThreads(found.Kernel),
            "a block that is empty or too large");
        Call.Require(
            dynamicShared <= found.MaxDynamicShared
                && dynamicShared + found.Kernel.StaticSharedBytes <= Math.Max(found.MaxDynamicShared, DeviceAttributes.SharedPerBlock),
            "too much shared memory");

        var configuration = new LaunchConfiguration(
            new Dimension3((int)gridX, (int)gridY, (int)gridZ), new Dimension3((int)blockX, (int)blockY, (int)blockZ), (int)dynamicShared);
        var bytes = Parameters(found.Kernel, parameters, extra);
        try
        {
            DriverState.Software.Launch(found.Kernel, configuration, bytes);
        }
        catch (CudaException exception)
        {
            if (CudaErrors.IsSticky(exception.Error)) DriverState.Context.Failure = exception.Error;
            throw;
        }
    });

    private static int ActiveBlocks(DriverFunction function, int blockSize, nuint dynamicShared)
    {
        if (blockSize > Software.MaxThreads(function.Kernel) || dynamicShared > (nuint)function.MaxDynamicShared) return 0;
        var threads = (blockSize + DeviceAttributes.WarpSize - 1) / DeviceAttributes.WarpSize * DeviceAttributes.WarpSize;
        var shared = function.Kernel.StaticSharedBytes + (int)dynamicShared;
        var blocks = Math.Min(DeviceAttributes.MaxThreadsPerMultiprocessor / threads, DeviceAttributes.MaxBlocksPerMultiprocessor);
        return shared == 0 ? blocks : Math.Min(blocks, DeviceAttributes.SharedPerMultiprocessor / shared);
    }

    private static void Load(nint* module, byte* image, JitOptions options)
    {
        Call.Require(module is not null && image is not null, "a null pointer");
        var watch = Stopwatch.StartNew();
        options.WriteInfo("");
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(image);
        Call.Require(!text.StartsWith(Elf) && !text.StartsWith(Fatbin), "machine code, not PTX", CudaError.NoBinaryForGpu);
        try
        {
            *module = DriverState.Add(new DriverModule(DriverState.Device.Load(Encoding.UTF8.GetString(text))));
            options.WriteTime(watch.Elapsed);
            options.WriteError("");
        }
        catch (PtxException exception)
        {
            options.WriteError(exception.Message + "\n");
            throw new CudaException(CudaError.InvalidPtx, exception.Message);
        }
    }

    /// <summary>The bytes of a kernel's parameters, from pointers to each one or from a buffer with all of them.</summary>
    private static byte[] Parameters(PtxKernel kernel, void** pointers, void** extra)
    {
        var bytes = new byte[kernel.ParameterBytes];
        Call.Require(pointers is null || extra is null, "both parameters and extra");
        if (extra is not null)
        {
            byte* buffer = null;
            nuint? size = null;
            for (var i = 0; extra[i] is not null; i += 2)
            {
                var key = (nint)extra[i];
                Call.Require(key is 1 or 2 && extra[i + 1] is not null, "extra has an unknown key or a null pointer");
                if (key == 1) buffer = (byte*)extra[i + 1];
                else size = *(nuint*)extra[i + 1];
            }

            Call.Require(bytes.Length == 0 || (buffer is not null && size >= (nuint)bytes.Length), "too few bytes of parameters");
            if (bytes.Length > 0) new ReadOnlySpan<byte>(buffer, bytes.Length).CopyTo(bytes);
            return bytes;
        }

        var index = 0;
        foreach (var (_, offset, size) in kernel.Parameters)
        {
            Call.Require(pointers is not null && pointers[index] is not null, $"there is no parameter {index}");
            new ReadOnlySpan<byte>(pointers[index++], size).CopyTo(bytes.AsSpan(offset));
        }

        return bytes;
    }

    /// <summary>The options of a compilation (CUjit_option): here the buffers for what it has to say.</summary>
    private readonly ref struct JitOptions(int count, int* options, nint* values)
    {
        private const int WallTime = 2, InfoLog = 3, InfoLogSize = 4, ErrorLog = 5, ErrorLogSize = 6;

        public void WriteInfo(string text) => Write(text, InfoLog, InfoLogSize);

        public void WriteError(string text) => Write(text, ErrorLog, ErrorLogSize);

        public void WriteTime(TimeSpan time)
        {
            // The value itself is the number, in milliseconds.
            if (Find(WallTime) is { } at) *(float*)(values + at) = (float)time.TotalMilliseconds;
        }

        /// <summary>Writes what fits of a text, with its zero, and says how many bytes that were.</summary>
        private void Write(string text, int buffer, int size)
        {
            if (Find(buffer) is not { } at || Find(size) is not { } sizeAt || values[at] == 0) return;
            var room = (int)Math.Min((uint)values[sizeAt], int.MaxValue);
            if (room == 0) return;
            var bytes = Encoding.UTF8.GetBytes(text);
            var length = Math.Min(bytes.Length, room - 1);
            bytes.AsSpan(0, length).CopyTo(new Span<byte>((void*)values[at], length));
            ((byte*)values[at])[length] = 0;
            values[sizeAt] = length + 1;
        }

        private int? Find(int option)
        {
            for (var i = 0; i < count; i++)
            {
                if (options[i] == option) return i;
            }

            return null;
        }
    }
}
