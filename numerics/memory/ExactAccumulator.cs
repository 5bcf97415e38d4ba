// A fixed-point number wide enough for the exact sum of any binary32 or binary64 numbers, and of products of two.

using System.Diagnostics;
using System.Runtime.Intrinsics;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics;

/// <summary>
/// A sum without rounding: numbers and products of two numbers go in, in any order; rounding happens once, on the way out.
/// </summary>
/// <remarks>
/// A long fixed-point number in limbs of 32 bits (a superaccumulator: Kulisch, "Computer Arithmetic and Validity", 2nd ed. 2013).
/// Each limb has 64 bits, so that carries are propagated only for the result (carry-save: Neal, "Fast exact summation
/// using small and large superaccumulators", 2015, arXiv:1505.05571). It spans the products of two binary64 numbers,
/// 2⁻²¹⁴⁸ to 2²⁰⁴⁸, with room for 2⁶³ of them, so no intermediate sum overflows. Infinities and NaN follow IEEE 754: a NaN,
/// infinities of both signs or ∞·0 give NaN. A sum of no terms is +0; a sum that is exactly zero is −0 if every term was −0, and otherwise
/// +0. Not safe for use from several threads at a time: use an accumulator for each thread, and <see cref="Merge"/>.
/// </remarks>
public sealed class ExactAccumulator
{
    private const int Pending = 256;

    // Numbers wait here until they are worth an extraction.
    private readonly double[] _pending = new double[Pending];
    private int _pendingCount;

    // Carries are propagated.
    private readonly long[] _limbs = new long[FixedPoint.Limbs];
    private StatusFlags _flags;

    /// <summary>Adds a binary32 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(float value) => Add((double)value);

    /// <summary>Adds a binary64 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(double value)
    {
        if (_pendingCount == Pending) Flush();
        _pending[_pendingCount++] = value;
    }

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(float a, float b) => Add((double)a * b);

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(double a, double b)
    {
        var product = a * b;
        if (Math.Abs(product) is >= DoubleProducts.Smallest and <= double.MaxValue)
        {
            Add(product);
            Add(Math.FusedMultiplyAdd(a, b, -product));
            return;
        }

        var term = Term.Product(a, b);
        _flags |= term.Flags;
        FixedPoint.Add(_limbs, term);
        FixedPoint.PropagateCarries(_limbs);
    }

    /// <summary>Adds the sum of another accumulator.</summary>
    /// <param name="other">The other accumulator, which does not change. The accumulator itself is allowed, and doubles the sum.</param>
    public void Merge(ExactAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Flush();
        other.Flush();
        AddLimbs(other._limbs, 0, other._flags);
    }

    /// <summary>Empties the accumulator.</summary>
    public void Clear()
    {
        Array.Clear(_limbs);
        _flags = StatusFlags.None;
        _pendingCount = 0;
    }

    /// <summary>Returns the sum, rounded once to the nearest binary32 number, ties to even.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)Round(BinaryFormat.Single));

    /// <summary>Returns the sum, rounded once to the nearest binary64 number, ties to even.</summary>
    public double ToDouble() => BitConverter.UInt64BitsToDouble(Round(BinaryFormat.Double));

    /// <summary>Adds the limbs of a sum on a device.</summary>
    /// <param name="limbs">Limbs of 32 bits without propagated carries, each less than 2⁶² in magnitude.</param>
    /// <param name="firstLimb">The index of the first of them in this accumulator.</param>
    /// <param name="flags">The status flags of the terms.</param>
    internal void AddLimbs(ReadOnlySpan<long> limbs, int firstLimb, StatusFlags flags)
    {
        for (var i = 0; i < limbs.Length; i++) _limbs[firstLimb + i] += limbs[i];
        _flags |= flags;
        FixedPoint.PropagateCarries(_limbs);
        Debug.Assert(_limbs[^1] is > -(1L << 62) and < 1L << 62, "the accumulator has room for 2^63 terms");
    }

    /// <summary>Whether the sum is exactly zero and all terms are finite.</summary>
    internal bool IsZero
    {
        get
        {
            Flush();
            return (_flags & FixedPoint.NonFinite) == 0 && _limbs.AsSpan().IndexOfAnyExcept(0L) < 0;
        }
    }

    /// <summary>Raises status flags.</summary>
    internal void Raise(StatusFlags flags) => _flags |= flags;

    private void Flush()
    {
        if (_pendingCount == 0) return;
        var terms = new DoubleValues(_pending.AsSpan(0, _pendingCount));
        _flags |= Vector512.IsHardwareAccelerated
            ? HostExtraction<DoubleValues, WideLanes>.AddTo(terms, _limbs)
            : HostExtraction<DoubleValues, PortableLanes>.AddTo(terms, _limbs);
        _flags |= HostTerms.AreNegativeZeros(terms) ? StatusFlags.NegativeZero : StatusFlags.NotNegativeZero;
        FixedPoint.PropagateCarries(_limbs);
        _pendingCount = 0;
    }

    private ulong Round(BinaryFormat format)
    {
        Flush();
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        _limbs.CopyTo(limbs);
        return FixedPoint.Round(limbs, 0, _flags, format);
    }

    /// <summary>Compares two sums exactly: sums that differ are not equal even if they round to the same number.</summary>
    /// <param name="other">The other accumulator.</param>
    /// <returns>
    /// −1 if this sum is smaller, 0 if the sums are equal, 1 if it is larger. As in <see cref="double.CompareTo(double)"/>, the two zeros are
    /// equal, and a NaN is equal to a NaN and smaller than all else.
    /// </returns>
    public int CompareTo(ExactAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Flush();
        other.Flush();
        return FixedPoint.Compare(_limbs, _flags, other._limbs, other._flags);
    }
}
