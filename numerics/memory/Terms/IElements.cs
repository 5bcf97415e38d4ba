// The formats whose numbers the exact sum in memory takes, and what differs between them.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <summary>The numbers of a format in memory. All are binary64 numbers too.</summary>
internal interface IElements<T>
    where T : unmanaged
{
    static abstract BinaryFormat Format { get; }

    static abstract T FromBits(ulong bits);

    static abstract double Widen(T value);

    static abstract void Add(scoped ReadOnlySpan<T> values, ref HostSum sum);

    static abstract void AddProducts(scoped ReadOnlySpan<T> a, scoped ReadOnlySpan<T> b, ref HostSum sum);

    /// <summary>Returns the bits of the exact sum: faster for short arrays than <see cref="Add"/>.</summary>
    static abstract ulong Sum(ReadOnlySpan<T> values, BinaryFormat format);

    /// <inheritdoc cref="Sum"/>
    static abstract ulong Dot(ReadOnlySpan<T> a, ReadOnlySpan<T> b, BinaryFormat format);
}

internal readonly unsafe struct SingleElements : IElements<float>
{
    public static BinaryFormat Format => BinaryFormat.Single;

    public static float FromBits(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    public static double Widen(float value) => value;

    public static void Add(scoped ReadOnlySpan<float> values, ref HostSum sum)
    {
        fixed (float* first = values) sum.Add(new SingleValues(first, values.Length));
    }

    public static void AddProducts(scoped ReadOnlySpan<float> a, scoped ReadOnlySpan<float> b, ref HostSum sum)
    {
        fixed (float* left = a, right = b) sum.Add(new SingleProducts(left, right, a.Length));
    }

    public static ulong Sum(ReadOnlySpan<float> values, BinaryFormat format)
    {
        fixed (float* first = values) return HostSum.Total(new SingleValues(first, values.Length), format);
    }

    public static ulong Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, BinaryFormat format)
    {
        fixed (float* left = a, right = b) return HostSum.Total(new SingleProducts(left, right, a.Length), format);
    }
}

internal readonly unsafe struct DoubleElements : IElements<double>
{
    public static BinaryFormat Format => BinaryFormat.Double;

    public static double FromBits(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    public static double Widen(double value) => value;

    public static void Add(scoped ReadOnlySpan<double> values, ref HostSum sum)
    {
        fixed (double* first = values) sum.Add(new DoubleValues(first, values.Length));
    }

    public static void AddProducts(scoped ReadOnlySpan<double> a, scoped ReadOnlySpan<double> b, ref HostSum sum)
    {
        fixed (double* left = a, right = b) sum.Add(new DoubleProducts(left, right, a.Length));
    }

    public static ulong Sum(ReadOnlySpan<double> values, BinaryFormat format)
    {
        fixed (double* first = values) return HostSum.Total(new DoubleValues(first, values.Length), format);
    }

    public static ulong Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, BinaryFormat format)
    {
        fixed (double* left = a, right = b) return HostSum.Total(new DoubleProducts(left, right, a.Length), format);
    }
}

/// <remarks>Numbers and products become binary32 numbers, block by block: a product has 22 bits, from 2⁻⁴⁸ to less than 2³².</remarks>
internal readonly struct HalfElements : IElements<Half>
{
    public static BinaryFormat Format => BinaryFormat.Half;

    public static Half FromBits(ulong bits) => BitConverter.UInt16BitsToHalf((ushort)bits);

    public static double Widen(Half value) => (double)value;

    [SkipLocalsInit]
    public static void Add(scoped ReadOnlySpan<Half> values, ref HostSum sum)
    {
        Span<float> block = stackalloc float[Extraction.Block];
        for (var start = 0; start < values.Length; start += block.Length)
        {
            var part = values.Slice(start, Math.Min(block.Length, values.Length - start));
            for (var i = 0; i < part.Length; i++) block[i] = (float)part[i];
            SingleElements.Add(block[..part.Length], ref sum);
        }
    }

    [SkipLocalsInit]
    public static void AddProducts(scoped ReadOnlySpan<Half> a, scoped ReadOnlySpan<Half> b, ref HostSum sum)
    {
        Span<float> block = stackalloc float[Extraction.Block];
        for (var start = 0; start < a.Length; start += block.Length)
        {
            var left = a.Slice(start, Math.Min(block.Length, a.Length - start));
            var right = b.Slice(start, left.Length);
            for (var i = 0; i < left.Length; i++) block[i] = (float)left[i] * (float)right[i];
            SingleElements.Add(block[..left.Length], ref sum);
        }
    }

    public static ulong Sum(ReadOnlySpan<Half> values, BinaryFormat format)
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        Add(values, ref sum);
        return sum.Round(format);
    }

    public static ulong Dot(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b, BinaryFormat format)
    {
        var sum = new HostSum(stackalloc long[FixedPoint.Limbs]);
        AddProducts(a, b, ref sum);
        return sum.Round(format);
    }
}
