// A stand-in for the interpreter: its types, memory that works, and kernels that do nothing.
#pragma warning disable CS1591, CA1711, CA1032, CA1819, CA1305, RCS0056, CA1307
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace QuizKit.Cuda.Emulator;

public enum CudaError { Success = 0, InvalidValue = 1, OutOfMemory = 2, InvalidPtx = 218, NotFound = 500, IllegalAddress = 700 }

public sealed class CudaException(CudaError error, string message) : Exception(message) { public CudaError Error { get; } = error; }

public sealed class PtxException(int line, string message) : Exception(message) { public int Line { get; } = line; }

public readonly record struct Dimension3(int X, int Y, int Z);

public readonly record struct LaunchConfiguration(Dimension3 Grid, Dimension3 Block, int SharedBytes);

public sealed record CudaDeviceOptions { public ulong Seed { get; init; } }

public sealed class CudaDevice(CudaDeviceOptions options)
{
    public CudaDeviceOptions Options { get; } = options;
    public DeviceMemory Memory { get; } = new();
    public static PtxModule Load(string ptx) => new(ptx);
    public static void Launch(PtxKernel kernel, LaunchConfiguration configuration, ReadOnlySpan<byte> parameters) { }
}

public sealed unsafe class DeviceMemory
{
    public const ulong First = 1UL << 50;
    private readonly SortedDictionary<ulong, (nint Host, long Size)> _blocks = [];
    private ulong _next = First;

    public ulong Allocate(long size)
    {
        var at = _next;
        _next += (ulong)((size + 511) & ~255L);
        _blocks.Add(at, ((nint)NativeMemory.AllocZeroed((nuint)size), size));
        return at;
    }

    public void Free(ulong address)
    {
        if (!_blocks.Remove(address, out var block)) throw new CudaException(CudaError.InvalidValue, "not allocated");
        NativeMemory.Free((void*)block.Host);
    }

    public void Write(ulong address, ReadOnlySpan<byte> data) => data.CopyTo(Span(address, data.Length));
    public void Read(ulong address, Span<byte> data) => Span(address, data.Length).CopyTo(data);
    public void Copy(ulong to, ulong from, long size) => Span(from, size).CopyTo(Span(to, size));
    public void Fill(ulong address, byte value, long size) => Span(address, size).Fill(value);

    private Span<byte> Span(ulong address, long size)
    {
        foreach (var (start, block) in _blocks)
            if (address >= start && address + (ulong)size <= start + (ulong)block.Size) return new((byte*)block.Host + (address - start), (int)size);
        throw new CudaException(CudaError.InvalidValue, "not allocated");
    }
}

public sealed record PtxParameter(string Name, int Offset, int Size);

public sealed class PtxKernel(string name, PtxParameter[] parameters) { public string Name { get; } = name; public PtxParameter[] Parameters { get; } = parameters; }

public sealed class PtxModule
{
    public PtxModule(string ptx)
    {
        if (!ptx.Contains(".version", StringComparison.Ordinal)) throw new PtxException(1, "expected '.version'");
        Kernels = Regex.Matches(ptx, @"\.entry\s+(\w+)\s*\(([^)]*)\)").ToDictionary(m => m.Groups[1].Value, m =>
        {
            var offset = 0;
            var parameters = Regex.Matches(m.Groups[2].Value, @"\.param\s+(?:\.align\s+(\d+)\s+)?\.\w(\d+)\s+(\w+)(?:\[(\d+)\])?").Select(p =>
            {
                var size = int.Parse(p.Groups[2].Value) / 8 * (p.Groups[4].Success ? int.Parse(p.Groups[4].Value) : 1);
                var align = p.Groups[1].Success ? int.Parse(p.Groups[1].Value) : Math.Min(size, 8);
                offset = (offset + align - 1) / align * align;
                offset += size;
                return new PtxParameter(p.Groups[3].Value, offset - size, size);
            }).ToArray();
            return new PtxKernel(m.Groups[1].Value, parameters);
        });
    }

    public IReadOnlyDictionary<string, PtxKernel> Kernels { get; }
}
