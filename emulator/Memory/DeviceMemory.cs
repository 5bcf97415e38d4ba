// The global memory of a device: native memory, whose allocations are known, so that no access outside of them is made.

using System.Runtime.InteropServices;

namespace QuizKit.Cuda.Emulator.Memory;

/// <summary>The memory of a device. An address is a pointer into the memory of this process. Its members may be called from any thread.</summary>
public sealed unsafe class DeviceMemory
{
    /// <summary>What lies between two allocations and is part of none.</summary>
    private const int Guard = 256;

    /// <summary>How much of what was freed is kept, to tell an address in it from one of the host.</summary>
    private const long MostFreedBytes = 1 << 28;

    private readonly Lock _lock = new();
    private readonly long _capacity;
    private readonly Action<ulong, string>? _report;
    private readonly List<Allocation> _freed = [];
    private Allocation[] _allocations = [];
    private long _used;
    private long _freedBytes;

    /// <summary>Creates a memory; where it is checked, the address of a byte that the host reads and nothing has written is reported.</summary>
    internal DeviceMemory(long capacity, Action<ulong, string>? report)
    {
        _capacity = capacity;
        _report = report;
    }

    /// <summary>Frees what is left.</summary>
    ~DeviceMemory()
    {
        foreach (var allocation in _allocations) NativeMemory.AlignedFree((void*)allocation.Block);
        foreach (var allocation in _freed) NativeMemory.AlignedFree((void*)allocation.Block);
    }

    /// <summary>The size of the memory in bytes.</summary>
    public long Capacity => _capacity;

    /// <summary>The bytes that are not allocated.</summary>
    public long FreeBytes => _capacity - Interlocked.Read(ref _used);

    /// <summary>The allocations, by address. The array is never changed.</summary>
    internal Allocation[] Allocations => Volatile.Read(ref _allocations);

    /// <summary>Allocates memory at an address that is a multiple of 256.</summary>
    /// <param name="bytes">The size, which is positive.</param>
    /// <returns>The address.</returns>
    /// <exception cref="CudaException">The size is not valid, or there is not enough memory.</exception>
    public ulong Allocate(long bytes)
    {
        if (bytes <= 0) throw new CudaException(CudaError.InvalidValue, $"an allocation of {bytes} bytes");
        lock (_lock)
        {
            if (bytes > _capacity - _used)
            {
                throw new CudaException(CudaError.OutOfMemory, $"{bytes} bytes were asked for, {_capacity - _used} are free");
            }

            var block = TakeFreed(bytes) ?? NewBlock(bytes);
            _used += bytes;
            var allocation = new Allocation((ulong)block + Guard, bytes, block);
            if (_report is not null) allocation.Initialized = new InitializedBytes(bytes);
            var place = ~Find(_allocations, allocation.Address);
            _allocations = [.. _allocations[..place], allocation, .. _allocations[place..]];
            return allocation.Address;
        }
    }

    /// <summary>Frees an allocation.</summary>
    /// <param name="address">What <see cref="Allocate"/> gave.</param>
    /// <exception cref="CudaException">There is no such allocation.</exception>
    public void Free(ulong address)
    {
        lock (_lock)
        {
            var place = Find(_allocations, address);
            if (place < 0) throw new CudaException(CudaError.InvalidValue, $"0x{address:x} is not the address of an allocation");
            var allocation = _allocations[place];
            _allocations = [.. _allocations[..place], .. _allocations[(place + 1)..]];
            _used -= allocation.Bytes;
            _freed.Add(allocation);
            _freedBytes += allocation.Bytes;
            while (_freedBytes > MostFreedBytes) Release(0);
        }
    }

    /// <summary>Copies bytes to the device.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="source">What.</param>
    /// <exception cref="CudaException">The range is not within an allocation.</exception>
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) return;
        var allocation = Check(address, source.Length);
        source.CopyTo(new Span<byte>((void*)address, source.Length));
        allocation.Initialized?.Mark(address - allocation.Address, source.Length);
    }

    /// <summary>Copies bytes from the device.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="target">Where to.</param>
    /// <exception cref="CudaException">The range is not within an allocation.</exception>
    public void Read(ulong address, Span<byte> target)
    {
        if (target.IsEmpty) return;
        var allocation = Check(address, target.Length);
        if (allocation.Initialized?.FirstMissing(address - allocation.Address, target.Length) is { } missing)
        {
            _report?.Invoke(
                allocation.Address + missing,
                $"of {target.Length} bytes at 0x{address:x} that are copied to the host, the one at offset "
                    + $"{allocation.Address + missing - address} was never written");
        }

        new ReadOnlySpan<byte>((void*)address, target.Length).CopyTo(target);
    }

    /// <summary>Copies bytes within the device.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="from">Where from.</param>
    /// <param name="bytes">How many.</param>
    /// <exception cref="CudaException">A range is not within an allocation.</exception>
    public void Copy(ulong to, ulong from, long bytes)
    {
        if (bytes == 0) return;
        var source = Check(from, bytes);
        var target = Check(to, bytes);
        Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
        target.Initialized?.CopyFrom(source.Initialized!, from - source.Address, to - target.Address, bytes);
    }

    /// <summary>Sets bytes.</summary>
    /// <param name="address">Where.</param>
    /// <param name="value">To what.</param>
    /// <param name="bytes">How many.</param>
    /// <exception cref="CudaException">The range is not within an allocation.</exception>
    public void Fill(ulong address, byte value, long bytes)
    {
        if (bytes == 0) return;
        var allocation = Check(address, bytes);
        NativeMemory.Fill((void*)address, (nuint)bytes, value);
        allocation.Initialized?.Mark(address - allocation.Address, bytes);
    }

    /// <summary>The allocation that an address lies in.</summary>
    /// <param name="address">Any address.</param>
    /// <returns>The address and size of the allocation; null if there is none.</returns>
    public (ulong Address, long Bytes)? Containing(ulong address) =>
        Find(Allocations, address, 1) is { } allocation ? (allocation.Address, allocation.Bytes) : null;

    /// <summary>Whether an address is one of the device, and not of the host: also just outside of an allocation, and in one that was freed.</summary>
    /// <param name="address">Any address.</param>
    /// <returns>False also for what was freed long ago.</returns>
    public bool Owns(ulong address)
    {
        bool IsIn(Allocation allocation) => address - (ulong)allocation.Block < (ulong)allocation.Bytes + (2 * Guard);
        lock (_lock)
        {
            var place = Find(_allocations, address + Guard);
            if (place < 0) place = ~place - 1;
            return (place >= 0 && IsIn(_allocations[place])) || _freed.Exists(IsIn);
        }
    }

    internal bool WasFreed(ulong address)
    {
        lock (_lock)
        {
            return _freed.Exists(allocation => address - allocation.Address < (ulong)allocation.Bytes);
        }
    }

    // Memory of the same size that was freed. With checks it is not used again: an access to what was there could not be told from one to
    // what is.
    private nint? TakeFreed(long bytes)
    {
        var place = _report is null ? _freed.FindIndex(freed => freed.Bytes == bytes) : -1;
        if (place < 0) return null;
        var block = _freed[place].Block;
        _freed.RemoveAt(place);
        _freedBytes -= bytes;
        return block;
    }

    private nint NewBlock(long bytes)
    {
        while (true)
        {
            try
            {
                return (nint)NativeMemory.AlignedAlloc((nuint)bytes + (2 * Guard), 256);
            }
            catch (OutOfMemoryException)
            {
                if (_freed.Count == 0) throw new CudaException(CudaError.OutOfMemory, $"the process has no {bytes} bytes");
                Release(0);
            }
        }
    }

    private void Release(int place)
    {
        NativeMemory.AlignedFree((void*)_freed[place].Block);
        _freedBytes -= _freed[place].Bytes;
        _freed.RemoveAt(place);
    }

    private Allocation Check(ulong address, long bytes) =>
        Find(Allocations, address, bytes)
            ?? throw new CudaException(CudaError.InvalidValue, $"{bytes} bytes at 0x{address:x} are not within an allocation");

    /// <summary>The allocation that holds a range; null if none does.</summary>
    internal static Allocation? Find(Allocation[] allocations, ulong address, long bytes)
    {
        var place = Find(allocations, address);
        if (place < 0) place = ~place - 1;
        if (place < 0 || bytes < 0) return null;
        var allocation = allocations[place];
        return address - allocation.Address <= (ulong)allocation.Bytes
            && (ulong)bytes <= (ulong)allocation.Bytes - (address - allocation.Address)
            ? allocation
            : null;
    }

    private static int Find(Allocation[] allocations, ulong address)
    {
        var (low, high) = (0, allocations.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var at = allocations[middle].Address;
            if (at == address) return middle;
            if (at < address) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}

/// <summary>An allocation; <paramref name="Block"/> is what the system gave for it.</summary>
internal sealed record Allocation(ulong Address, long Bytes, nint Block)
{
    /// <summary>Which bytes have been written, where that is checked.</summary>
    public InitializedBytes? Initialized { get; set; }
}

/// <summary>A bit for each byte of an allocation: whether it has been written.</summary>
internal sealed class InitializedBytes(long bytes)
{
    private readonly ulong[] _bits = new ulong[(bytes + 63) / 64];

    public void Mark(ulong offset, long count)
    {
        var place = (int)(offset & 63);
        if (count > 0 && place + count <= 64)
        {
            _bits[offset >> 6] |= (ulong.MaxValue >> (int)(64 - count)) << place;
            return;
        }

        for (var i = (long)offset; i < (long)offset + count; i++)
        {
            if ((i & 63) == 0 && i + 64 <= (long)offset + count)
            {
                _bits[i >> 6] = ulong.MaxValue;
                i += 63;
            }
            else
            {
                _bits[i >> 6] |= 1UL << (int)(i & 63);
            }
        }
    }

    /// <summary>Whether each byte of a range has been written.</summary>
    public bool Contains(ulong offset, int count)
    {
        var place = (int)(offset & 63);
        if (place + count > 64) return FirstMissing(offset, count) is null;
        var mask = (ulong.MaxValue >> (64 - count)) << place;
        return (_bits[offset >> 6] & mask) == mask;
    }

    /// <summary>The first byte of a range that has not been written; null if all of them have.</summary>
    public ulong? FirstMissing(ulong offset, long count)
    {
        for (var i = offset; i < offset + (ulong)count; i++)
        {
            if ((i & 63) == 0 && i + 64 <= offset + (ulong)count && _bits[i >> 6] == ulong.MaxValue) i += 63;
            else if (!Has(i)) return i;
        }

        return null;
    }

    /// <summary>Bytes that are copied are written where those that they are copied from are.</summary>
    public void CopyFrom(InitializedBytes source, ulong from, ulong to, long count)
    {
        // A range can overlap with itself.
        var written = new bool[count];
        for (var i = 0L; i < count; i++) written[i] = source.Has(from + (ulong)i);
        for (var i = 0L; i < count; i++)
        {
            var (word, bit) = ((long)(to + (ulong)i) >> 6, 1UL << (int)((to + (ulong)i) & 63));
            _bits[word] = written[i] ? _bits[word] | bit : _bits[word] & ~bit;
        }
    }

    private bool Has(ulong offset) => ((_bits[offset >> 6] >> (int)(offset & 63)) & 1) != 0;
}
