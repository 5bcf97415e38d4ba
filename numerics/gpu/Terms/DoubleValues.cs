// The elements of a binary64 array on a device.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

internal readonly struct DoubleValues(ArrayView<double> values) : IAddends<double>, IExtractionTerms, IWindowTerms, IBinTerms
{
    private readonly ArrayView<double> _values = values;

    public int Width => 25;

    public int MinPosition => 1;

    public int MaxExponent => 0x7FE;

    public int LowestBit => FixedPoint.DoublePosition - 1;

    public int LimbsPerTerm => 2;

    public int LimbBits => ExponentWindow.MaxLimbBits;

    public int FirstSumLimb => FixedPoint.DoublePosition / 32;

    // 2,098 bits from the smallest number upwards, 30 for carries, and up to 31 below.
    public int SumLimbs => 68;

    public int QuantumBits => Bin.DoubleBits;

    public int SignificandBits => 53;

    public bool HasError => false;

    public bool HasTwoPasses => true;

    public double Load(long index) => _values[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        uint low = (uint)bits, high = (uint)(bits >> 32);
        var shift = (int)((high << 1) >> 21) - position;
        var isOutside = ExponentWindow.IsOutside(shift, width);
        sign = (int)high >> 31;
        scale = ExponentWindow.Scale(shift, isOutside);
        return ((high << 1) | low) & (uint)isOutside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        return new SignificandLimbs { Limb0 = ExponentWindow.LowLimb(bits), Limb1 = ExponentWindow.HighLimb(bits) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal)
    {
        var magnitude = Interop.FloatAsInt(_values[index]) << 1;
        var exponent = (int)(magnitude >> 53);
        var isNotNormal = ExponentWindow.IsOutside(exponent - 1, 0x7FD);
        nonFiniteOrSubnormal = ((uint)(magnitude >> 32) | (uint)magnitude) & (uint)isNotNormal;
        return exponent | isNotNormal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SignificandOf(int index, out int position, out int sign)
    {
        var bits = Interop.FloatAsInt(_values[index]);
        sign = (int)(bits >> 32) >> 31;
        return Bins.SignificandOf(bits, LowestBit, out position);
    }

    public Term TermOf(int index) => Term.Of(_values[index]);

    public double NumberOf(int index) => _values[index];

    public double ErrorOf(int index, double number) => 0;
}
