// The products of two binary32 arrays on a device.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <remarks>
/// A device compiler may contract a product and the addition that follows. So a rounded product passes through an integer exclusive-or with
/// a zero that is known only at the launch.
/// </remarks>
internal readonly struct SingleProducts(ArrayView<float> a, ArrayView<float> b) : IAddends<float>, IExtractionTerms, IWindowTerms, IBinTerms
{
    private readonly ArrayView<float> _a = a;
    private readonly ArrayView<float> _b = b;
    private readonly uint _zero = 0;

    public int Width => 28;

    public int MinPosition => 2;

    public int MaxExponent => 2 * 0xFE;

    public int LowestBit => FixedPoint.SinglePosition - 151;

    public int LimbsPerTerm => 2;

    public int LimbBits => 24;

    public int FirstSumLimb => (FixedPoint.SinglePosition - 149) / 32;

    // 554 bits from the smallest product upwards, 30 for carries, and up to 31 below.
    public int SumLimbs => 20;

    public int QuantumBits => Bin.SingleBits;

    public int SignificandBits => 48;

    public bool HasError => false;

    public bool HasTwoPasses => true;

    public float Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        uint left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint smaller = IntrinsicMath.Min(left << 1, right << 1), larger = IntrinsicMath.Max(left << 1, right << 1);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        var isNonFinite = (0xFE - higher) >> 31;
        var isOutside = ExponentWindow.IsOutside(lower + higher - position, width) | ((lower - 1) >> 31) | isNonFinite;
        sign = (int)(left ^ right) >> 31;
        scale = ExponentWindow.Scale(lower + higher - position, isOutside);

        // Zero times infinity is not zero.
        return (smaller & (uint)isOutside) | (uint)isNonFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index)
    {
        uint left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        var product = (ulong)((left & 0x7FFFFF) | 0x800000) * ((right & 0x7FFFFF) | 0x800000);
        return new SignificandLimbs { Limb0 = (uint)product & 0xFFFFFF, Limb1 = (uint)(product >> 24) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal)
    {
        uint left = Interop.FloatAsInt(_a[index]) << 1, right = Interop.FloatAsInt(_b[index]) << 1;
        uint smaller = IntrinsicMath.Min(left, right), larger = IntrinsicMath.Max(left, right);
        int lower = (int)(smaller >> 24), higher = (int)(larger >> 24);
        int isNonFinite = (0xFE - higher) >> 31, isNotNormal = ((lower - 1) >> 31) | isNonFinite;
        nonFiniteOrSubnormal = (smaller & (uint)isNotNormal) | (uint)isNonFinite;
        return (lower + higher) | isNotNormal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SignificandOf(int index, out int position, out int sign)
    {
        uint left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        sign = (int)(left ^ right) >> 31;
        ulong significandA = Bins.SignificandOf(left, LowestBit, out var positionA);
        ulong significandB = Bins.SignificandOf(right, 0, out var positionB);
        position = positionA + positionB;
        return significandA * significandB;
    }

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    /// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
    public double NumberOf(int index) => (double)_a[index] * _b[index];

    public double ErrorOf(int index, double number) => 0;
}
