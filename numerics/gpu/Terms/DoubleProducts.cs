// The products of two binary64 arrays on a device.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <inheritdoc cref="SingleProducts"/>
internal readonly struct DoubleProducts(ArrayView<double> a, ArrayView<double> b) : IAddends<double>, IExtractionTerms, IWindowTerms
{
    private readonly ArrayView<double> _a = a;
    private readonly ArrayView<double> _b = b;
    private readonly ulong _zero = 0;

    // The bits of 2⁻⁹⁶⁰, and bits that make any number a NaN.
    private const long SmallestProduct = (1023L - 960) << 52;
    private const ulong NaN = 0x7FF8ul << 48;

    public int Width => 25;

    public int MinPosition => 2;

    public int MaxExponent => 2 * 0x7FE;

    public int LowestBit => -2;

    public int LimbsPerTerm => 4;

    public int LimbBits => ExponentWindow.MaxLimbBits;

    public int FirstSumLimb => 0;

    public int SumLimbs => FixedPoint.Limbs;

    public bool HasError => true;

    public bool HasTwoPasses => true;

    public double Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale)
    {
        ulong left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint lowA = (uint)left, highA = (uint)(left >> 32), lowB = (uint)right, highB = (uint)(right >> 32);
        int exponentA = (int)((highA << 1) >> 21), exponentB = (int)((highB << 1) >> 21);
        int lower = IntrinsicMath.Min(exponentA, exponentB), higher = IntrinsicMath.Max(exponentA, exponentB);
        var isNonFinite = (0x7FE - higher) >> 31;
        var isOutside = ExponentWindow.IsOutside(lower + higher - position, width) | ((lower - 1) >> 31) | isNonFinite;
        sign = (int)(highA ^ highB) >> 31;
        scale = ExponentWindow.Scale(lower + higher - position, isOutside);

        // Zero times infinity is not zero.
        return (IntrinsicMath.Min((highA << 1) | lowA, (highB << 1) | lowB) & (uint)isOutside) | (uint)isNonFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index)
    {
        // The product of two significands in base 2²⁷; a limb takes the carry into it before it is truncated.
        ulong left = Interop.FloatAsInt(_a[index]), right = Interop.FloatAsInt(_b[index]);
        uint lowA = ExponentWindow.LowLimb(left), highA = ExponentWindow.HighLimb(left);
        uint lowB = ExponentWindow.LowLimb(right), highB = ExponentWindow.HighLimb(right);
        var limb0 = (ulong)lowA * lowB;
        var limb1 = ((ulong)lowA * highB) + ((ulong)highA * lowB) + (limb0 >> ExponentWindow.MaxLimbBits);
        var limb2 = ((ulong)highA * highB) + (limb1 >> ExponentWindow.MaxLimbBits);
        return new SignificandLimbs
        {
            Limb0 = ExponentWindow.LowLimb(limb0),
            Limb1 = ExponentWindow.LowLimb(limb1),
            Limb2 = ExponentWindow.LowLimb(limb2),
            Limb3 = (uint)(limb2 >> ExponentWindow.MaxLimbBits),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal)
    {
        ulong left = Interop.FloatAsInt(_a[index]) << 1, right = Interop.FloatAsInt(_b[index]) << 1;
        ulong smaller = IntrinsicMath.Min(left, right), larger = IntrinsicMath.Max(left, right);
        int lower = (int)(smaller >> 53), higher = (int)(larger >> 53);
        int isNonFinite = (0x7FE - higher) >> 31, isNotNormal = ((lower - 1) >> 31) | isNonFinite;
        nonFiniteOrSubnormal = (((uint)(smaller >> 32) | (uint)smaller) & (uint)isNotNormal) | (uint)isNonFinite;
        return (lower + higher) | isNotNormal;
    }

    public Term TermOf(int index) => Term.Product(_a[index], _b[index]);

    public double NumberOf(int index) => Load(index);

    /// <remarks>
    /// The error of a product from the products of its factors' halves (Dekker 1971, "A floating-point technique for extending the
    /// available precision", Numer. Math. 18). The halves have 26 bits, so their products are exact, and contraction changes no bit.
    /// Nothing underflows in a product of 2⁻⁹⁶⁰ and more; where a factor's upper half overflows, the error is a NaN already.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ErrorOf(int index, double number)
    {
        double a = _a[index], b = _b[index];
        ulong left = Interop.FloatAsInt(a), right = Interop.FloatAsInt(b);
        double highA = UpperHalf(left), highB = UpperHalf(right);
        double lowA = a - highA, lowB = b - highB;
        var isTooSmall = ((long)(Interop.FloatAsInt(number) & long.MaxValue) - SmallestProduct) & NotZero(left << 1) & NotZero(right << 1);
        var error = (lowA * lowB) - (((number - (highA * highB)) - (lowA * highB)) - (highA * lowB));
        return Interop.IntAsFloat(Interop.FloatAsInt(error) | ((ulong)(isTooSmall >> 63) & NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double UpperHalf(ulong bits) => Interop.IntAsFloat((bits + (1ul << 26)) & ~((1ul << 27) - 1));

    /// <summary>Returns a negative number unless a number is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long NotZero(ulong number) => number == 0 ? 0 : -1;
}
