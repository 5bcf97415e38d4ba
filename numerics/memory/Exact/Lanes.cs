// The vectors in which the exact sum runs: 512 bits where the processor has them, and the widest portable ones elsewhere.

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuizKit.Numerics.Exact;

/// <summary>A vector of binary64 numbers, which are also 64-bit integers.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Create(double value);

    static abstract TSelf Load(double* first);

    static abstract (TSelf Lower, TSelf Upper) Widen(float* first);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    /// <summary>Returns all | (left ^ right).</summary>
    static abstract TSelf OrDifference(TSelf all, TSelf left, TSelf right);

    /// <summary>Adds the bits as integers.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Adds 1, as an integer, to each lane in which two vectors have the same bits.</summary>
    static abstract TSelf CountSameBits(TSelf counts, TSelf left, TSelf right);

    /// <summary>Returns the larger of a and |b|. Of a NaN it returns either.</summary>
    static abstract TSelf MaxMagnitude(TSelf a, TSelf b);

    /// <summary>
    /// Takes as many binary32 numbers as two vectors hold, their bits as integers: the larger of their magnitudes and those of before, and of
    /// −magnitude, modulo 2³², and those of before.
    /// </summary>
    static abstract void Bound(float* first, ref TSelf most, ref TSelf mostNegated);

    /// <summary>Returns ab − product, and a NaN where a product of numbers other than zero is less than a limit.</summary>
    static abstract TSelf ProductError(TSelf a, TSelf b, TSelf product, TSelf smallest);

    void Store(double* first);

    double Sum();

    ulong SumOfBits();

    ulong OrOfBits();

    double Largest();

    /// <summary>Returns the largest of the integers of 32 bits.</summary>
    uint LargestInteger();
}

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct WideLanes(Vector512<double> value) : ILanes<WideLanes>
{
    private readonly Vector512<double> _value = value;

    public static int Count => Vector512<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Load(double* first) => new(Vector512.Load(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (WideLanes Lower, WideLanes Upper) Widen(float* first)
    {
        // One instruction for each: Vector512.Widen loads all of them, and splits them before it converts.
        var (lower, upper) = Avx512F.IsSupported
            ? (Avx512F.ConvertToVector512Double(Vector256.Load(first)), Avx512F.ConvertToVector512Double(Vector256.Load(first + Count)))
            : Vector512.Widen(Vector512.Load(first));
        return (new(lower), new(upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator +(WideLanes left, WideLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator -(WideLanes left, WideLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator *(WideLanes left, WideLanes right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Abs(WideLanes value) => new(Vector512.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes OrDifference(WideLanes all, WideLanes left, WideLanes right) =>
        Avx512F.IsSupported
            ? new(Avx512F.TernaryLogic(all._value, left._value, right._value, 0b1111_0110))
            : new(all._value | (left._value ^ right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes AddBits(WideLanes left, WideLanes right) =>
        new((left._value.AsUInt64() + right._value.AsUInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes CountSameBits(WideLanes counts, WideLanes left, WideLanes right) =>
        new((counts._value.AsUInt64() - Vector512.Equals(left._value.AsUInt64(), right._value.AsUInt64())).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes MaxMagnitude(WideLanes a, WideLanes b) => new(Vector512.MaxNative(a._value, Vector512.Abs(b._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound(float* first, ref WideLanes most, ref WideLanes mostNegated)
    {
        var magnitudes = Vector512.Load((uint*)first) & Vector512.Create(0x7FFFFFFFu);
        most = new(Vector512.Max(most._value.AsUInt32(), magnitudes).AsDouble());
        mostNegated = new(Vector512.Max(mostNegated._value.AsUInt32(), -magnitudes).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes ProductError(WideLanes a, WideLanes b, WideLanes product, WideLanes smallest)
    {
        var isZero = Vector512.Equals(a._value, Vector512<double>.Zero) | Vector512.Equals(b._value, Vector512<double>.Zero);
        var isUnderflow = Vector512.AndNot(Vector512.LessThan(Vector512.Abs(product._value), smallest._value), isZero);
        return new(Vector512.FusedMultiplyAdd(a._value, b._value, -product._value) | isUnderflow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* first) => _value.Store(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Vector512.Sum(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SumOfBits() => Vector512.Sum(_value.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong OrOfBits()
    {
        var half = (_value.GetLower() | _value.GetUpper()).AsUInt64();
        var quarter = half.GetLower() | half.GetUpper();
        return quarter[0] | quarter[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Largest()
    {
        var half = Vector256.MaxNative(_value.GetLower(), _value.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint LargestInteger()
    {
        var half = Vector256.Max(_value.GetLower().AsUInt32(), _value.GetUpper().AsUInt32());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        var eighth = Vector64.Max(quarter.GetLower(), quarter.GetUpper());
        return Math.Max(eighth[0], eighth[1]);
    }
}

/// <summary>Vectors of the width that .NET prefers on a processor: 128 or 256 bits.</summary>
internal readonly unsafe struct PortableLanes(Vector<double> value) : ILanes<PortableLanes>
{
    private readonly Vector<double> _value = value;

    public static int Count => Vector<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Create(double value) => new(new Vector<double>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Load(double* first) => new(Vector.Load(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (PortableLanes Lower, PortableLanes Upper) Widen(float* first)
    {
        Vector.Widen(Vector.Load(first), out var lower, out var upper);
        return (new(lower), new(upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator +(PortableLanes left, PortableLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator -(PortableLanes left, PortableLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator *(PortableLanes left, PortableLanes right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Abs(PortableLanes value) => new(Vector.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes OrDifference(PortableLanes all, PortableLanes left, PortableLanes right) =>
        new(all._value | (left._value ^ right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes AddBits(PortableLanes left, PortableLanes right) =>
        new(Vector.AsVectorDouble(Vector.AsVectorUInt64(left._value) + Vector.AsVectorUInt64(right._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes CountSameBits(PortableLanes counts, PortableLanes left, PortableLanes right) =>
        new(Vector.AsVectorDouble(
            Vector.AsVectorUInt64(counts._value) - Vector.Equals(Vector.AsVectorUInt64(left._value), Vector.AsVectorUInt64(right._value))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes MaxMagnitude(PortableLanes a, PortableLanes b) => new(Vector.MaxNative(a._value, Vector.Abs(b._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound(float* first, ref PortableLanes most, ref PortableLanes mostNegated)
    {
        var magnitudes = Vector.Load((uint*)first) & new Vector<uint>(0x7FFFFFFFu);
        most = new(Vector.AsVectorDouble(Vector.Max(Vector.AsVectorUInt32(most._value), magnitudes)));
        mostNegated = new(Vector.AsVectorDouble(Vector.Max(Vector.AsVectorUInt32(mostNegated._value), Vector<uint>.Zero - magnitudes)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes ProductError(PortableLanes a, PortableLanes b, PortableLanes product, PortableLanes smallest)
    {
        var isZero = Vector.Equals(a._value, Vector<double>.Zero) | Vector.Equals(b._value, Vector<double>.Zero);
        var isUnderflow = Vector.AndNot(Vector.LessThan(Vector.Abs(product._value), smallest._value), isZero);
        return new(Vector.FusedMultiplyAdd(a._value, b._value, -product._value) | Vector.AsVectorDouble(isUnderflow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* first) => _value.Store(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Vector.Sum(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SumOfBits() => Vector.Sum(Vector.AsVectorUInt64(_value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong OrOfBits()
    {
        ulong all = 0;
        for (var lane = 0; lane < Count; lane++) all |= BitConverter.DoubleToUInt64Bits(_value[lane]);
        return all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Largest()
    {
        var largest = 0.0;
        for (var lane = 0; lane < Count; lane++) largest = Math.Max(largest, _value[lane]);
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint LargestInteger()
    {
        var largest = 0u;
        for (var lane = 0; lane < Vector<uint>.Count; lane++) largest = Math.Max(largest, Vector.AsVectorUInt32(_value)[lane]);
        return largest;
    }
}
