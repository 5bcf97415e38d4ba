// The rounding of kernels against the one of memory.

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class DeviceRoundingTests : IDisposable
{
    private const int Limbs = 7;

    private readonly Context _context = Context.Create(builder => builder.CPU());
    private readonly Accelerator _accelerator;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> _buffer;

    public DeviceRoundingTests()
    {
        _accelerator = _context.CreateCPUAccelerator(0);
        _buffer = _accelerator.Allocate1D<long>(Limbs);
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>Few bits, many bits, ties, borrows and carries, at positions from far below the smallest number to infinity.</summary>
    [Theory]
    [InlineData(24, 8)]
    [InlineData(53, 11)]
    [InlineData(5, 4)]
    public void Random_limbs_are_rounded_as_in_memory(int precision, int exponentBits)
    {
        var format = new BinaryFormat(precision, exponentBits);
        var random = new Random(precision);
        var distinct = new HashSet<ulong>();
        for (var i = 0; i < 200_000; i++)
        {
            var limbs = new long[Limbs];
            for (var parts = random.Next(4); parts >= 0; parts--) limbs[random.Next(Limbs)] += Part(random);

            // So that the number lies around the range of the format.
            var position = format.LowestPosition - (32 * Limbs) - 10 + random.Next((1 << Math.Min(exponentBits, 9)) + (32 * Limbs));
            if (i % 2 == 0) position += (1 << exponentBits) - (1 << Math.Min(exponentBits, 9));
            var flags = (StatusFlags)(i % 7 == 0 ? random.Next(32) : (int)StatusFlags.NotNegativeZero);

            Span<long> copy = [.. limbs];
            var expected = FixedPoint.Round(copy, position, flags, format);
            var view = _buffer.View.AsContiguous();
            for (var limb = 0; limb < Limbs; limb++) view[limb] = limbs[limb];
            DeviceRounding.PropagateCarries(view);
            var actual = DeviceRounding.Round(view, position, (int)flags, format);

            Assert.True(expected == actual, $"{string.Join(' ', limbs)} at {position} with {flags}: {actual:x}, not {expected:x}");
            distinct.Add(actual);
        }

        Assert.Contains(format.Infinity, distinct);
        Assert.Contains(0ul, distinct);
        Assert.Contains(format.SignBit | 1, distinct);
        Assert.InRange(distinct.Count, 300, 200_000);
    }

    private static long Part(Random random) => random.Next(6) switch
    {
        0 => 1L << random.Next(40),
        1 => -(1L << random.Next(40)),
        2 => uint.MaxValue,
        3 => random.NextInt64(-(1L << 60), 1L << 60),
        4 => (1L << random.Next(1, 60)) - 1,
        _ => random.Next(2),
    };
}
