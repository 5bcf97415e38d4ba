// The products of one row of a matrix with each row of another, on a device.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <summary>Term i is left[i mod n]·right[i], where n is a power of two: the length of the rows of the right matrix, padding included.</summary>
internal readonly struct RowProducts(ArrayView<float> left, ArrayView<float> right, int length) : IExtractionTerms, IWindowTerms
{
    private readonly ArrayView<float> _left = left;
    private readonly ArrayView<float> _right = right;
    private readonly int _mask = length - 1;

    public int Width => SingleProduct.Width;

    public int MinPosition => SingleProduct.MinPosition;

    public int MaxExponent => SingleProduct.MaxExponent;

    public int LowestBit => SingleProduct.LowestBit;

    public int LimbsPerTerm => SingleProduct.LimbsPerTerm;

    public int LimbBits => SingleProduct.LimbBits;

    public int FirstSumLimb => SingleProduct.FirstSumLimb;

    public int SumLimbs => SingleProduct.SumLimbs;

    public bool HasError => false;

    public bool HasTwoPasses => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int index, int position, int width, out int sign, out uint scale) => SingleProduct.Read(
        Interop.FloatAsInt(_left[index & _mask]), Interop.FloatAsInt(_right[index]), position, width, out sign, out scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SignificandLimbs LimbsOf(int index) =>
        SingleProduct.LimbsOf(Interop.FloatAsInt(_left[index & _mask]), Interop.FloatAsInt(_right[index]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ExponentOf(int index, out uint nonFiniteOrSubnormal) => SingleProduct.ExponentOf(
        Interop.FloatAsInt(_left[index & _mask]), Interop.FloatAsInt(_right[index]), out nonFiniteOrSubnormal);

    public Term TermOf(int index) => Term.Product(_left[index & _mask], _right[index]);

    /// <remarks>A product of two binary32 numbers is a binary64 number.</remarks>
    public double NumberOf(int index) => (double)_left[index & _mask] * _right[index];

    public double ErrorOf(int index, double number) => 0;
}
