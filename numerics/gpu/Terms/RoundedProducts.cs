// The products of two binary64 arrays on a device, each rounded once.

using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;

namespace QuizKit.Numerics.Gpu.Terms;

/// <remarks>Rounded products are binary64 numbers, so a sum of them uses the limbs of <see cref="DoubleValues"/>.</remarks>
internal readonly struct RoundedProducts(DoubleProducts products) : IBinTerms
{
    private readonly DoubleProducts _products = products;

    public int FirstSumLimb => default(DoubleValues).FirstSumLimb;

    public int SumLimbs => default(DoubleValues).SumLimbs;

    public int QuantumBits => Bin.DoubleBits;

    public int SignificandBits => 53;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SignificandOf(int index, out int position, out int sign)
    {
        var bits = Interop.FloatAsInt(NumberOf(index));
        sign = (int)(bits >> 32) >> 31;
        return Bins.SignificandOf(bits, default(DoubleValues).LowestBit, out position);
    }

    public Term TermOf(int index) => Term.Of(NumberOf(index));

    public double NumberOf(int index) => _products.Load(index);
}
