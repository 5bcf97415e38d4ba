// The elements of a binary16 array in memory.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <remarks>Numbers and products become binary32 numbers, block by block: a product has 22 bits, from 2⁻⁴⁸ to less than 2³².</remarks>
internal readonly struct HalfElements : IElements<Half>
{
    public BinaryFormat Format => BinaryFormat.Half;

    public Half FromBits(ulong bits) => BitConverter.UInt16BitsToHalf((ushort)bits);

    public double Widen(Half value) => (double)value;

    [SkipLocalsInit]
    public void Add(scoped ReadOnlySpan<Half> values, ref HostSum sum)
    {
        SingleElements elements = default;
        Span<float> block = stackalloc float[Extraction.Block];
        for (var start = 0; start < values.Length; start += block.Length)
        {
            var part = values.Slice(start, Math.Min(block.Length, values.Length - start));
            for (var i = 0; i < part.Length; i++) block[i] = (float)part[i];
            elements.Add(block[..part.Length], ref sum);
        }
    }

    [SkipLocalsInit]
    public void AddProducts(scoped ReadOnlySpan<Half> a, scoped ReadOnlySpan<Half> b, ref HostSum sum)
    {
        SingleElements elements = default;
        Span<float> block = stackalloc float[Extraction.Block];
        for (var start = 0; start < a.Length; start += block.Length)
        {
            var left = a.Slice(start, Math.Min(block.Length, a.Length - start));
            var right = b.Slice(start, left.Length);
            for (var i = 0; i < left.Length; i++) block[i] = (float)left[i] * (float)right[i];
            elements.Add(block[..left.Length], ref sum);
        }
    }

    public ulong Sum(ReadOnlySpan<Half> values, BinaryFormat format)
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        Add(values, ref sum);
        return sum.Round(format);
    }

    public ulong Dot(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b, BinaryFormat format)
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        AddProducts(a, b, ref sum);
        return sum.Round(format);
    }
}
