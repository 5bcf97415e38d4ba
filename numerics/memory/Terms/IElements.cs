// The formats whose numbers the exact sum in memory takes, and what differs between them.

using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Terms;

/// <summary>The numbers of a format in memory. All are binary64 numbers too. An implementation has no fields: its default value is used.</summary>
internal interface IElements<T>
    where T : unmanaged
{
    BinaryFormat Format { get; }

    T FromBits(ulong bits);

    double Widen(T value);

    void Add(scoped ReadOnlySpan<T> values, ref HostSum sum);

    void AddProducts(scoped ReadOnlySpan<T> a, scoped ReadOnlySpan<T> b, ref HostSum sum);

    /// <summary>Returns the bits of the exact sum: faster for short arrays than <see cref="Add"/>.</summary>
    ulong Sum(ReadOnlySpan<T> values, BinaryFormat format);

    /// <inheritdoc cref="Sum"/>
    ulong Dot(ReadOnlySpan<T> a, ReadOnlySpan<T> b, BinaryFormat format);
}

internal readonly unsafe struct SingleElements : IElements<float>
{
    public BinaryFormat Format => BinaryFormat.Single;

    public float FromBits(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    public double Widen(float value) => value;

    public void Add(scoped ReadOnlySpan<float> values, ref HostSum sum)
    {
        fixed (float* first = values) sum.Add(new SingleValues(first, values.Length));
    }

    public void AddProducts(scoped ReadOnlySpan<float> a, scoped ReadOnlySpan<float> b, ref HostSum sum)
    {
        fixed (float* left = a, right = b) sum.Add(new SingleProducts(left, right, a.Length));
    }

    public ulong Sum(ReadOnlySpan<float> values, BinaryFormat format)
    {
        fixed (float* first = values) return HostTerms.Total(new SingleValues(first, values.Length), format);
    }

    public ulong Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, BinaryFormat format)
    {
        fixed (float* left = a, right = b) return HostTerms.Total(new SingleProducts(left, right, a.Length), format);
    }
}

internal readonly unsafe struct DoubleElements : IElements<double>
{
    public BinaryFormat Format => BinaryFormat.Double;

    public double FromBits(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    public double Widen(double value) => value;

    public void Add(scoped ReadOnlySpan<double> values, ref HostSum sum)
    {
        fixed (double* first = values) sum.Add(new DoubleValues(first, values.Length));
    }

    public void AddProducts(scoped ReadOnlySpan<double> a, scoped ReadOnlySpan<double> b, ref HostSum sum)
    {
        fixed (double* left = a, right = b) sum.Add(new DoubleProducts(left, right, a.Length));
    }

    public ulong Sum(ReadOnlySpan<double> values, BinaryFormat format)
    {
        fixed (double* first = values) return HostTerms.Total(new DoubleValues(first, values.Length), format);
    }

    public ulong Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, BinaryFormat format)
    {
        fixed (double* left = a, right = b) return HostTerms.Total(new DoubleProducts(left, right, a.Length), format);
    }
}
