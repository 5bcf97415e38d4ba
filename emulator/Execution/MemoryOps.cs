// Loads, stores and atomic instructions.

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuizKit.Cuda.Emulator.Memory;
using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal enum Access : byte
{
    Read,
    Write,
    Atomic,
}

internal static unsafe class MemoryOps
{
    private static ulong Address(byte* registers, Op* op, int lane) =>
        (op->AWidth == Width.Bits64 ? ((ulong*)(registers + op->A))[lane] : ((uint*)(registers + op->A))[lane]) + (ulong)op->Offset;

    /// <summary>The memory that an address of a lane stands for, or an error.</summary>
    private static byte* Resolve(Warp warp, Op* op, ulong address, int bytes, int lane, Access access)
    {
        byte* result;
        switch (op->Space)
        {
            case PtxSpace.Shared:
                var block = warp.Block;
                if (address > (ulong)block.SharedBytes || (ulong)bytes > (ulong)block.SharedBytes - address) break;
                result = block.Shared + address;
                warp.Worker.Checker?.Shared(warp, op, lane, (int)address, bytes, access);
                return Aligned(warp, op, address, bytes, lane, result);
            case PtxSpace.Local:
                if (address > (ulong)warp.LocalBytes || (ulong)bytes > (ulong)warp.LocalBytes - address) break;
                result = warp.Local + ((long)lane * warp.LocalBytes) + address;
                warp.Worker.Checker?.Local(warp, op, lane, (int)address, bytes, access);
                return Aligned(warp, op, address, bytes, lane, result);
            case PtxSpace.Param:
                var launch = warp.Worker.Launch;
                if (address > (ulong)launch.ParameterBytes || (ulong)bytes > (ulong)launch.ParameterBytes - address) break;
                return launch.Parameters + address;
            default:
                return Generic(warp, op, address, bytes, lane, access);
        }

        throw Illegal(warp, op, address, bytes, lane, access);
    }

    private static byte* Generic(Warp warp, Op* op, ulong address, int bytes, int lane, Access access)
    {
        var worker = warp.Worker;
        ref var region = ref worker.Regions[op->Source];
        if (worker.Checker is null && region.Fits(address, bytes))
        {
            worker.Launch.Profiler?.Accessed(op, address, bytes);
            return Aligned(warp, op, address, bytes, lane, (byte*)address);
        }

        var block = warp.Block;
        var offset = address - (ulong)block.Shared;
        if (offset < (ulong)block.SharedBytes && (ulong)bytes <= (ulong)block.SharedBytes - offset && op->Space == PtxSpace.Generic)
        {
            worker.Checker?.Shared(warp, op, lane, (int)offset, bytes, access);
            return Aligned(warp, op, address, bytes, lane, (byte*)address);
        }

        offset = address - (ulong)(warp.Local + ((long)lane * warp.LocalBytes));
        if (offset < (ulong)warp.LocalBytes && (ulong)bytes <= (ulong)warp.LocalBytes - offset && op->Space == PtxSpace.Generic)
        {
            worker.Checker?.Local(warp, op, lane, (int)offset, bytes, access);
            return Aligned(warp, op, address, bytes, lane, (byte*)address);
        }

        if (DeviceMemory.Find(worker.Launch.Allocations, address, bytes) is not { } allocation)
        {
            throw Illegal(warp, op, address, bytes, lane, access);
        }

        region = new Region(allocation.Address, (ulong)allocation.Bytes);
        worker.Checker?.Global(warp, op, lane, allocation, address, bytes, access);
        worker.Launch.Profiler?.Accessed(op, address, bytes);
        return Aligned(warp, op, address, bytes, lane, (byte*)address);
    }

    private static byte* Aligned(Warp warp, Op* op, ulong address, int bytes, int lane, byte* result)
    {
        if ((address & (ulong)(bytes - 1)) == 0) return result;
        var what = $"an access of {bytes} bytes at 0x{address:x}, which is not a multiple of {bytes}";
        warp.Worker.Checker?.Report(FindingKind.Misaligned, warp, op, lane, address, what);
        throw warp.Fault(op, lane, CudaError.MisalignedAddress, what);
    }

    private static CudaException Illegal(Warp warp, Op* op, ulong address, int bytes, int lane, Access access)
    {
        var verb = access switch
        {
            Access.Read => "a read",
            Access.Write => "a write",
            _ => "an atomic access",
        };
        var space = op->Space == PtxSpace.Generic ? "" : op->Space.ToString().ToLowerInvariant() + " ";
        var wasFreed = op->Space is PtxSpace.Generic or PtxSpace.Global && warp.Worker.Launch.Memory.WasFreed(address);
        var where = wasFreed ? "which has been freed" : $"outside of every {space}allocation";
        var what = $"{verb} of {bytes} bytes at {space}address 0x{address:x}, {where}";
        warp.Worker.Checker?.Report(wasFreed ? FindingKind.UseAfterFree : FindingKind.OutOfBounds, warp, op, lane, address, what);
        return warp.Fault(op, lane, CudaError.IllegalAddress, what);
    }

    private static ulong ReadValue(byte* place, PtxType type) => type.Bits switch
    {
        8 => IntegerScalars.Extend(*place, type),
        16 => IntegerScalars.Extend(*(ushort*)place, type),
        32 => IntegerScalars.Extend(*(uint*)place, type),
        _ => *(ulong*)place,
    };

    private static void WriteValue(byte* place, ulong value, PtxType type)
    {
        switch (type.Bits)
        {
            case 8:
                *place = (byte)value;
                break;
            case 16:
                *(ushort*)place = (ushort)value;
                break;
            case 32:
                *(uint*)place = (uint)value;
                break;
            default:
                *(ulong*)place = value;
                break;
        }
    }

    /// <summary>A load of any kind: from any space, of any type, of a vector.</summary>
    public static void Load(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var size = op->Type.Bytes;
        var vector = warp.Worker.Launch.Kernel.Vectors.AsSpan(op->Vector, op->Count);
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var place = Resolve(warp, op, Address(r, op, lane), size * vector.Length, lane, Access.Read);
            for (var i = 0; i < vector.Length; i++)
            {
                Elementwise.Store(r, vector[i].Offset, vector[i].Width, lane, ReadValue(place + (i * size), op->Type));
            }
        }
    }

    public static void Store(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var size = op->Type.Bytes;
        var vector = warp.Worker.Launch.Kernel.Vectors.AsSpan(op->Vector, op->Count);
        warp.IsFenced = false;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var place = Resolve(warp, op, Address(r, op, lane), size * vector.Length, lane, Access.Write);
            for (var i = 0; i < vector.Length; i++)
            {
                WriteValue(place + (i * size), Elementwise.Load(r, vector[i].Offset, vector[i].Width, lane), op->Type);
            }
        }
    }

    /// <summary>A load from the kernel's parameters: the same for every lane.</summary>
    public static void LoadParameter(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var size = op->Type.Bytes;
        var vector = warp.Worker.Launch.Kernel.Vectors.AsSpan(op->Vector, op->Count);
        var place = warp.Worker.Launch.Parameters + op->Offset;
        for (var i = 0; i < vector.Length; i++)
        {
            var value = ReadValue(place + (i * size), op->Type);
            for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
            {
                Elementwise.Store(r, vector[i].Offset, vector[i].Width, BitOperations.TrailingZeroCount(mask), value);
            }
        }
    }

    private static bool IsConsecutive(ulong* addresses, uint step)
    {
        var first = Vector256.Create(addresses[0]);
        var offsets = Vector256.Create(0UL, step, 2 * step, 3 * step);
        var next = Vector256.Create(4UL * step);
        for (var i = 0; i < 32; i += 4)
        {
            if (Vector256.Load(addresses + i) != first + offsets) return false;
            offsets += next;
        }

        return true;
    }

    /// <summary>A load of 32 or 64 bits at a global or generic address of 64 bits, without checks other than of the address.</summary>
    public static void LoadFast<T>(Warp warp, Op* op)
        where T : unmanaged
    {
        var r = warp.Registers;
        var addresses = (ulong*)(r + op->A);
        var target = (T*)(r + op->D);
        if (warp.Mask == Warp.All && IsConsecutive(addresses, (uint)sizeof(T)))
        {
            var address = addresses[0] + (ulong)op->Offset;
            ref var region = ref warp.Worker.Regions[op->Source];
            if (region.Fits(address, 32 * sizeof(T)) && (address & (ulong)(sizeof(T) - 1)) == 0)
            {
                Unsafe.CopyBlockUnaligned(target, (void*)address, (uint)(32 * sizeof(T)));
                return;
            }
        }

        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var address = addresses[lane] + (ulong)op->Offset;
            ref var region = ref warp.Worker.Regions[op->Source];
            target[lane] = region.Fits(address, sizeof(T)) && (address & (ulong)(sizeof(T) - 1)) == 0
                ? *(T*)address
                : *(T*)Generic(warp, op, address, sizeof(T), lane, Access.Read);
        }
    }

    public static void StoreFast<T>(Warp warp, Op* op)
        where T : unmanaged
    {
        var r = warp.Registers;
        var addresses = (ulong*)(r + op->A);
        var source = (T*)(r + op->D);
        if (warp.Mask == Warp.All && IsConsecutive(addresses, (uint)sizeof(T)))
        {
            var address = addresses[0] + (ulong)op->Offset;
            ref var region = ref warp.Worker.Regions[op->Source];
            if (region.Fits(address, 32 * sizeof(T)) && (address & (ulong)(sizeof(T) - 1)) == 0)
            {
                Unsafe.CopyBlockUnaligned((void*)address, source, (uint)(32 * sizeof(T)));
                return;
            }
        }

        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var address = addresses[lane] + (ulong)op->Offset;
            ref var region = ref warp.Worker.Regions[op->Source];
            var place = region.Fits(address, sizeof(T)) && (address & (ulong)(sizeof(T) - 1)) == 0
                ? (T*)address
                : (T*)Generic(warp, op, address, sizeof(T), lane, Access.Write);
            *place = source[lane];
        }
    }

    /// <summary>An atomic instruction: lane after lane, in their order or in that of a schedule.</summary>
    public static void Atomic(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var schedule = warp.Worker.Launch.Schedule;
        for (var mask = warp.Mask; mask != 0;)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            if (schedule is not null && BitOperations.PopCount(mask) is var lanes and > 1)
            {
                var rest = mask;
                for (var skip = schedule.Choose(lanes); skip > 0; skip--) rest &= rest - 1;
                lane = BitOperations.TrailingZeroCount(rest);
            }

            mask &= ~(1u << lane);
            var b = Elementwise.Load(r, op->B, op->BWidth, lane);
            var c = Elementwise.Load(r, op->C, op->CWidth, lane);
            var place = Resolve(warp, op, Address(r, op, lane), op->Type.Bytes, lane, Access.Atomic);
            var old = op->Type.Bits switch
            {
                64 => Exchange((ulong*)place, b, c, op),
                32 => Exchange((uint*)place, b, c, op),
                _ => ExchangeHalf((ushort*)place, b, c, op),
            };
            if (op->D >= 0) Elementwise.Store(r, op->D, op->DWidth, lane, old);
        }
    }

    private static ulong Exchange(ulong* place, ulong b, ulong c, Op* op)
    {
        var old = Volatile.Read(ref *place);
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref *place, op->Scalar(old, b, c, 0, op), old);
            if (seen == old) return old;
            old = seen;
        }
    }

    private static ulong Exchange(uint* place, ulong b, ulong c, Op* op)
    {
        var old = Volatile.Read(ref *place);
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref *place, (uint)op->Scalar(old, b, c, 0, op), old);
            if (seen == old) return old;
            old = seen;
        }
    }

    private static ulong ExchangeHalf(ushort* place, ulong b, ulong c, Op* op)
    {
        var word = (uint*)((nuint)place & ~(nuint)3);
        var shift = ((nuint)place & 2) != 0 ? 16 : 0;
        var old = Volatile.Read(ref *word);
        while (true)
        {
            var half = (ulong)(ushort)(old >> shift);
            var next = (old & ~(0xFFFFu << shift)) | ((uint)(ushort)op->Scalar(half, b, c, 0, op) << shift);
            var seen = Interlocked.CompareExchange(ref *word, next, old);
            if (seen == old) return half;
            old = seen;
        }
    }

    /// <summary>The generic address of a shared or local one, or back: with the mode 1.</summary>
    public static void ConvertAddress(Warp warp, Op* op)
    {
        var r = warp.Registers;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var window = op->Space == PtxSpace.Shared
                ? (ulong)warp.Block.Shared
                : (ulong)warp.Local + (ulong)((long)lane * warp.LocalBytes);
            var a = Elementwise.Load(r, op->A, op->AWidth, lane);
            Elementwise.Store(r, op->D, op->DWidth, lane, op->Mode == 1 ? a - window : a + window);
        }
    }

    /// <summary>Whether a generic address lies in a space.</summary>
    public static void IsInSpace(Warp warp, Op* op)
    {
        var r = warp.Registers;
        var result = 0u;
        for (var mask = warp.Mask; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var a = Elementwise.Load(r, op->A, op->AWidth, lane);
            var isShared = a - (ulong)warp.Block.Shared < (ulong)warp.Block.SharedBytes;
            var isLocal = a - ((ulong)warp.Local + (ulong)((long)lane * warp.LocalBytes)) < (ulong)warp.LocalBytes;
            var isIn = op->Space switch
            {
                PtxSpace.Shared => isShared,
                PtxSpace.Local => isLocal,
                _ => !isShared && !isLocal,
            };
            if (isIn) result |= 1u << lane;
        }

        Elementwise.StorePredicates(warp, op, result);
    }
}

/// <summary>The allocation that an instruction accessed last.</summary>
internal readonly struct Region(ulong address, ulong bytes)
{
    public readonly ulong Address = address;
    public readonly ulong Bytes = bytes;

    public bool Fits(ulong at, int bytes) => at - Address <= Bytes - (ulong)bytes && (ulong)bytes <= Bytes;
}
