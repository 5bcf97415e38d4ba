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

    /// <summary>Stores a number as an integer: a compiler may make another NaN of a floating-point constant.</summary>
    void Store(ulong bits, ArrayView<T> view, int index);

    void AtomicAdd(ref T sum, T value);

    T Round(ExactAccumulator sum);
}

internal readonly struct SingleFormat : IFormat<float>
{
    public BinaryFormat Format => BinaryFormat.Single;

    public float NegativeZero => -0f;

    public StatusFlags FlagsOf(float value) => Term.Of(value).Flags;

    public void Store(ulong bits, ArrayView<float> view, int index) => view.Cast<uint>()[index] = (uint)bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAdd(ref float sum, float value) => Atomic.Add(ref sum, value);

    public float Round(ExactAccumulator sum) => sum.ToSingle();
}

internal readonly struct DoubleFormat : IFormat<double>
{
    public BinaryFormat Format => BinaryFormat.Double;

    public double NegativeZero => -0.0;

    public StatusFlags FlagsOf(double value) => Term.Of(value).Flags;

    public void Store(ulong bits, ArrayView<double> view, int index) => view.Cast<ulong>()[index] = bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAdd(ref double sum, double value) => Atomic.Add(ref sum, value);

    public double Round(ExactAccumulator sum) => sum.ToDouble();
}
