// The binary formats of the numbers on a device, for what differs between their sums.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>A binary format. Kernels use it too.</summary>
internal interface IFormat<T>
    where T : unmanaged
{
    BinaryFormat Format { get; }

    /// <summary>−0, which leaves every number unchanged that it is added to.</summary>
    T NegativeZero { get; }

    StatusFlags FlagsOf(T value);

    T FromBits(ulong bits);

    void AtomicAdd(ref T sum, T value);

    T Round(ExactAccumulator sum);
}

internal readonly struct SingleFormat : IFormat<float>
{
    public BinaryFormat Format => BinaryFormat.Single;

    public float NegativeZero => -0f;

    public StatusFlags FlagsOf(float value) => Term.Of(value).Flags;

    public float FromBits(ulong bits) => Interop.IntAsFloat((uint)bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAdd(ref float sum, float value) => Atomic.Add(ref sum, value);

    public float Round(ExactAccumulator sum) => sum.ToSingle();
}

internal readonly struct DoubleFormat : IFormat<double>
{
    public BinaryFormat Format => BinaryFormat.Double;

    public double NegativeZero => -0.0;

    public StatusFlags FlagsOf(double value) => Term.Of(value).Flags;

    public double FromBits(ulong bits) => Interop.IntAsFloat(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAdd(ref double sum, double value) => Atomic.Add(ref sum, value);

    public double Round(ExactAccumulator sum) => sum.ToDouble();
}
