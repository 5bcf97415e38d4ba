// An exact sum on the stack, to which arrays are added one after the other.

using System.Buffers.Binary;
using System.Numerics;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics.Exact;

/// <summary>A sum without rounding that allocates nothing. Its carries are propagated.</summary>
internal ref struct HostSum
{
    private readonly Span<long> _limbs;
    private bool _isPositiveZeros;

    /// <param name="limbs">Memory for <see cref="FixedPoint.Limbs"/> limbs, all zero.</param>
    public HostSum(Span<long> limbs)
    {
        _limbs = limbs;
        _isPositiveZeros = true;
    }

    /// <param name="limbs">The limbs of a sum whose carries are propagated.</param>
    /// <param name="flags">The status flags of its terms.</param>
    public HostSum(Span<long> limbs, StatusFlags flags)
    {
        _limbs = limbs;
        Flags = flags;
    }

    public readonly ReadOnlySpan<long> Limbs => _limbs;

    public StatusFlags Flags { get; private set; }

    /// <summary>The infinity or NaN that the sum is, or null if all terms are finite.</summary>
    public readonly double? NonFinite => FixedPoint.NonFiniteResult(Flags);

    /// <summary>Whether the finite terms add up to zero.</summary>
    public readonly bool IsZero => !_limbs.ContainsAnyExcept(0L);

    /// <summary>Adds terms.</summary>
    public void Add<TTerms>(TTerms terms)
        where TTerms : struct, IHostTerms<TTerms>
    {
        if (terms.Length == 0) return;
        Flags |= HostTerms.AddTo(terms, _limbs);
        Flags |= HostTerms.AreNegativeZeros(terms) ? StatusFlags.NegativeZero : StatusFlags.NotNegativeZero;
        _isPositiveZeros = _isPositiveZeros && HostTerms.AreZeros(terms, 0);
        FixedPoint.PropagateCarries(_limbs);
    }

    /// <summary>Returns the bits of the sum, rounded once.</summary>
    public readonly ulong Round(BinaryFormat format)
    {
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        _limbs.CopyTo(limbs);
        var bits = FixedPoint.Round(limbs, 0, Flags, format);
        return _isPositiveZeros && bits == format.Zero ? 0 : bits;
    }

    /// <summary>Returns the sum of the finite terms, in units of 2^<see cref="FixedPoint.LowestExponent"/>.</summary>
    public readonly BigInteger ToInteger()
    {
        // Two's complement: all limbs but the highest are 0…2³²−1.
        var bytes = new byte[(FixedPoint.Limbs * sizeof(uint)) + sizeof(uint)];
        for (var i = 0; i < FixedPoint.Limbs - 1; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), (uint)_limbs[i]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.Length - sizeof(long)), _limbs[^1]);
        return new BigInteger(bytes);
    }
}
