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

    public int Width => SingleProduct.Width;

    public int MinPosition => SingleProduct.MinPosition;

    public int MaxExponent => SingleProduct.MaxExponent;

    public int LowestBit => SingleProduct.LowestBit;

    public int LimbsPerTerm => SingleProduct.LimbsPerTerm;

    public int LimbBits => SingleProduct.LimbBits;

    public int FirstSumLimb => SingleProduct.FirstSumLimb;

    public int SumLimbs => SingleProduct.SumLimbs;

    public int QuantumBits => Bin.SingleBits;

    public int SignificandBits => 48;

    public bool HasError => false;

    public bool HasTwoPasses => true;

    public float Load(long index) => Interop.IntAsFloat(Interop.FloatAsInt(_a[index] * _b[index]) ^ _zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale) => SingleProduct.Read(
        Interop.FloatAsInt(_a[index]), Interop.FloatAsInt(_b[index]), position, width, out sign, out scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index) => SingleProduct.LimbsOf(Interop.FloatAsInt(_a[index]), Interop.FloatAsInt(_b[index]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal) => SingleProduct.ExponentOf(
        Interop.FloatAsInt(_a[index]), Interop.FloatAsInt(_b[index]), out nonFiniteOrSubnormal);

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
