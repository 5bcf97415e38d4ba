// The elements of a binary32 array on a device.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

internal readonly struct SingleValues(ArrayView<float> values) : IAddends<float>, IExtractionTerms, IWindowTerms, IBinTerms
{
    private readonly ArrayView<float> _values = values;

    public int Width => 28;

    public int MinPosition => 1;

    public int MaxExponent => 0xFE;

    public int LowestBit => FixedPoint.SinglePosition - 1;

    public int LimbsPerTerm => 1;

    public int LimbBits => 24;

    public int FirstSumLimb => FixedPoint.SinglePosition / 32;

    // 277 bits from the smallest number upwards, 30 for carries, and up to 31 below.
    public int SumLimbs => 11;

    public int QuantumBits => Bin.SingleBits;

    public int SignificandBits => 24;

    public bool HasError => false;

    public bool HasTwoPasses => false;

    public float Load(long index) => _values[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        var magnitude = bits << 1;
        var shift = (int)(magnitude >> 24) - position;
        var isOutside = ExponentWindow.IsOutside(shift, width);
        sign = (int)bits >> 31;
        scale = ExponentWindow.Scale(shift, isOutside);
        return magnitude & (uint)isOutside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index) => new() { Limb0 = (Interop.FloatAsInt(_values[index]) & 0x7FFFFF) | 0x800000 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal)
    {
        var magnitude = Interop.FloatAsInt(_values[index]) << 1;
        var exponent = (int)(magnitude >> 24);
        var isNotNormal = ExponentWindow.IsOutside(exponent - 1, 0xFD);
        nonFiniteOrSubnormal = magnitude & (uint)isNotNormal;
        return exponent | isNotNormal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SignificandOf(int index, out int position, out int sign)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        sign = (int)bits >> 31;
        return Bins.SignificandOf(bits, LowestBit, out position);
    }

    public Term TermOf(int index) => Term.Of(_values[index]);

    public double NumberOf(int index) => _values[index];

    public double ErrorOf(int index, double number) => 0;
}
