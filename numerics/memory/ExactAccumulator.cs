// A fixed-point number wide enough for the exact sum of any binary32 or binary64 numbers, and of products of two.

using System.Diagnostics;
using QuizKit.Numerics.Exact;

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
    private readonly long[] _limbs = new long[FixedPoint.Limbs];
    private StatusFlags _flags;

    // An addition changes a limb by up to 2³²: carries are propagated before 2³¹ additions could overflow its 63 bits.
    private uint _additions;

    /// <summary>Adds a binary32 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(float value) => Add(Term.Of(value));

    /// <summary>Adds a binary64 number.</summary>
    /// <param name="value">Any number, subnormal ones, infinities and NaN included.</param>
    public void Add(double value) => Add(Term.Of(value));

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(float a, float b) => Add(Term.Product(a, b));

    /// <summary>Adds a·b, without rounding the product.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    public void AddProduct(double a, double b) => Add(Term.Product(a, b));

    /// <summary>Adds the sum of another accumulator.</summary>
    /// <param name="other">The other accumulator, which does not change. The accumulator itself is allowed, and doubles the sum.</param>
    public void Merge(ExactAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Normalize();
        other.Normalize();
        for (var i = 0; i < _limbs.Length; i++) _limbs[i] += other._limbs[i];
        _flags |= other._flags;
        _additions = 1;
    }

    /// <summary>Empties the accumulator.</summary>
    public void Clear()
    {
        Array.Clear(_limbs);
        _flags = StatusFlags.None;
        _additions = 0;
    }

    /// <summary>Returns the sum, rounded once to the nearest binary32 number, ties to even.</summary>
    public float ToSingle()
    {
        Normalize();
        return FixedPoint.ToSingle(_limbs, _flags);
    }

    /// <summary>Returns the sum, rounded once to the nearest binary64 number, ties to even.</summary>
    public double ToDouble()
    {
        Normalize();
        return FixedPoint.ToDouble(_limbs, _flags);
    }

    /// <summary>Adds an integer multiple of a power of two.</summary>
    /// <param name="multiple">The integer.</param>
    /// <param name="position">The exponent of the power, counted from <see cref="FixedPoint.LowestExponent"/>.</param>
    internal void AddScaled(long multiple, int position)
    {
        CountAddition();
        FixedPoint.Add(_limbs, (ulong)Int128.Abs(multiple), 0, multiple < 0, position);
    }

    /// <summary>Adds the limbs of a sum on a device.</summary>
    /// <param name="limbs">Limbs of 32 bits without propagated carries, each less than 2⁶² in magnitude.</param>
    /// <param name="firstLimb">The index of the first of them in this accumulator.</param>
    /// <param name="flags">The status flags of the terms.</param>
    internal void AddLimbs(ReadOnlySpan<long> limbs, int firstLimb, StatusFlags flags)
    {
        Normalize();
        for (var i = 0; i < limbs.Length; i++) _limbs[firstLimb + i] += limbs[i];
        _flags |= flags;
        Normalize();
    }

    /// <summary>Whether the sum is exactly zero and all terms are finite.</summary>
    internal bool IsZero
    {
        get
        {
            Normalize();
            return (_flags & FixedPoint.NonFinite) == 0 && _limbs.AsSpan().IndexOfAnyExcept(0L) < 0;
        }
    }

    /// <summary>Raises status flags.</summary>
    internal void Raise(StatusFlags flags) => _flags |= flags;

    internal void Add(in Term term)
    {
        _flags |= term.Flags;

        // A sum with an infinity or a NaN does not depend on finite numbers.
        if ((term.Low | term.High) == 0 || (_flags & FixedPoint.NonFinite) != 0) return;
        CountAddition();
        FixedPoint.Add(_limbs, term.Low, term.High, term.IsNegative, term.Position);
    }

    private void CountAddition()
    {
        // A term of 128 bits touches a limb at most once.
        if (++_additions >= 1u << 30) Normalize();
    }

    private void Normalize()
    {
        FixedPoint.PropagateCarries(_limbs);
        _additions = 1;
        Debug.Assert(_limbs[^1] is > -(1L << 62) and < 1L << 62, "the accumulator has room for 2^63 terms");
    }
}
