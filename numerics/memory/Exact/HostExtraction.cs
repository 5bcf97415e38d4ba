// The exact sum in memory: binary64 additions without a rounding error, in vectors.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics.Exact;

/// <summary>Adds up terms in memory block by block by <see cref="Extraction"/>. .NET adds as IEEE 754 requires.</summary>
/// <remarks>
/// A block of binary32 numbers of similar magnitudes is an <see cref="UnroundedSum{TLanes}"/>. In any other block, one run extracts all of
/// most numbers: a binary32 number with one σ, a binary64 number with two. A block with numbers that need
/// more is copied and extracted pass by pass, and so are the blocks after it, until the largest exponent is determined again.
/// The loops skip tiered JIT (AggressiveOptimization): otherwise the first call runs several times slower.
/// </remarks>
internal unsafe ref struct HostExtraction<TTerms, TLanes>
    where TTerms : struct, IHostTerms<TTerms>
    where TLanes : struct, ILanes<TLanes>
{
    // 3·52 bits, the carries of a block, and a sign.
    private const int SmallLimbs = 8;

    // The numbers of a short array whose largest one is a guess for all of them.
    private const int Sample = 128;

    private readonly Span<long> _limbs;
    private StatusFlags _flags;
    private Extraction _extraction;
    private int _blocksLeft;
    private int _roundedBlocksLeft;
    private bool _isWide;
    private Int128 _sum0;
    private Int128 _sum1;
    private Int128 _sum2;

    private HostExtraction(Span<long> limbs) => _limbs = limbs;

    /// <summary>The number of terms that are loaded at a time.</summary>
    private static int Step => 2 * TLanes.Count;

    /// <summary>Returns the bits of the exact sum, rounded once.</summary>
    [SkipLocalsInit]
    public static ulong Total(TTerms terms, BinaryFormat format)
    {
        if (terms.Length > Extraction.Block) return TotalOfMany(terms, format);

        var whole = terms.Length - (terms.Length % Step);
        var padded = stackalloc double[2 * Step];
        var tail = terms.Tail(whole, padded, Step);
        var tailLength = whole == terms.Length ? 0 : Step;
        UnroundedSum<TLanes> unrounded = default;
        if (terms.TryAdd(0, whole, ref unrounded) && tail.TryAdd(0, tailLength, ref unrounded)
            && unrounded.TryTotal(terms.Length, out var sum))
        {
            return WithSignOfZero(FixedPoint.Round(sum, format), terms, format);
        }

        var exponent = tailLength > 0 ? Highest(tail, 0, tailLength) : 1;
        if (whole > 0) exponent = Math.Max(exponent, Highest(terms, 0, Math.Min(whole, Sample)));
        var extraction = Extraction.For(exponent);
        Parts parts = default, tailParts = default;
        if (exponent > Extraction.MaxExponent
            || (whole > 0 && !TryExtract(terms, 0, whole, extraction, out parts))
            || (tailLength > 0 && !TryExtract(tail, 0, tailLength, extraction, out tailParts))
            || parts.IsAnyLeft || tailParts.IsAnyLeft)
        {
            return TotalOfMany(terms, format);
        }

        Span<long> limbs = stackalloc long[SmallLimbs];
        limbs.Clear();
        Extraction extraction1 = extraction.Next, extraction2 = extraction1.Next;
        var lowest = extraction2.Position;
        Add(limbs, parts.Sum0 + tailParts.Sum0, extraction.Position - lowest);
        Add(limbs, parts.Sum1 + tailParts.Sum1, extraction1.Position - lowest);
        if (TTerms.HasError) Add(limbs, parts.Sum2 + tailParts.Sum2, 0);
        return WithSignOfZero(FixedPoint.Round(limbs, lowest, StatusFlags.None, format), terms, format);
    }

    /// <summary>Adds all terms to limbs whose carries are propagated, and leaves some that are not.</summary>
    /// <returns>The status flags. Those of zeros may not be raised.</returns>
    public static StatusFlags AddTo(TTerms terms, Span<long> limbs)
    {
        var sum = new HostExtraction<TTerms, TLanes>(limbs);
        var whole = terms.Length - (terms.Length % Step);
        for (var start = 0; start < whole; start += Extraction.Block) sum.AddBlock(terms, start, Math.Min(Extraction.Block, whole - start));
        var padded = stackalloc double[2 * Step];
        if (whole < terms.Length) sum.AddBlock(terms.Tail(whole, padded, Step), 0, Step);
        sum.AddSums();
        return sum._flags;
    }

    private static ulong TotalOfMany(TTerms terms, BinaryFormat format)
    {
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        var flags = AddTo(terms, limbs);
        return WithSignOfZero(FixedPoint.Round(limbs, 0, flags, format), terms, format);
    }

    /// <summary>Returns the bits of a result, given that a sum of exactly zero gave <see cref="BinaryFormat.Zero"/>.</summary>
    private static ulong WithSignOfZero(ulong bits, TTerms terms, BinaryFormat format)
    {
        if (bits != format.Zero) return bits;
        if (terms.Length == 0) return 0;
        return HostTerms.AreZeros(terms, format.Zero == 0 ? 1ul << 63 : 0) ? bits ^ format.SignBit : bits;
    }

    /// <summary>Returns the largest magnitude of a block. A NaN may be ignored: no extraction takes one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Largest(TTerms terms, int start, int length)
    {
        TLanes most0 = default, most1 = default;
        for (var i = start; i < start + length; i += Step)
        {
            terms.Load<TLanes>(i, out var number0, out var number1, out _, out _);
            most0 = TLanes.MaxMagnitude(most0, number0);
            most1 = TLanes.MaxMagnitude(most1, number1);
        }

        return TLanes.MaxMagnitude(most0, most1).Largest();
    }

    /// <summary>Returns the biased exponent of the largest magnitude of a block.</summary>
    private static int Highest(TTerms terms, int start, int length) =>
        Math.Max((int)(BitConverter.DoubleToInt64Bits(Largest(terms, start, length)) >> 52), 1);

    /// <summary>Extracts the terms of a block in one run, without keeping what is left of them.</summary>
    /// <returns>Whether no number was too large for the extraction.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryExtract(TTerms terms, int start, int length, Extraction extraction0, out Parts parts)
    {
        // The error of a number is no larger than the remainder of a number can be.
        Extraction extraction1 = extraction0.Next, extraction2 = extraction1.Next;
        TLanes sigma0 = TLanes.Create(extraction0.Sigma), sigma1 = TLanes.Create(extraction1.Sigma);
        var sigma2 = TLanes.Create(extraction2.Sigma);
        TLanes sum0 = default, sum1 = default, sum2 = default, left = default, excess = default;
        for (var i = start; i < start + length; i += Step)
        {
            terms.Load<TLanes>(i, out var number0, out var number1, out var error0, out var error1);
            Check(number0, sigma0, ref excess);
            Check(number1, sigma0, ref excess);
            if (TTerms.HasTwoPasses)
            {
                ExtractLast(Extract(number0, sigma0, ref sum0), sigma1, ref sum1, ref left);
                ExtractLast(Extract(number1, sigma0, ref sum0), sigma1, ref sum1, ref left);
            }
            else
            {
                ExtractLast(number0, sigma0, ref sum0, ref left);
                ExtractLast(number1, sigma0, ref sum0, ref left);
            }

            if (!TTerms.HasError) continue;

            Check(error0, sigma1, ref excess);
            Check(error1, sigma1, ref excess);
            ExtractLast(Extract(error0, sigma1, ref sum1), sigma2, ref sum2, ref left);
            ExtractLast(Extract(error1, sigma1, ref sum1), sigma2, ref sum2, ref left);
        }

        parts = new Parts(
            extraction0.Total(sum0.SumOfBits(), length),
            TTerms.HasTwoPasses ? extraction1.Total(sum1.SumOfBits(), TTerms.HasError ? 2 * length : length) : 0,
            TTerms.HasError ? extraction2.Total(sum2.SumOfBits(), length) : 0,
            left.OrOfBits() << 1 != 0);
        return excess.OrOfBits() >> 52 == 0;
    }

    /// <summary>Raises one of the highest twelve bits of the excess if a number is too large, or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(TLanes numbers, TLanes sigma, ref TLanes excess) =>
        excess = TLanes.OrDifference(excess, sigma + numbers, sigma);

    /// <summary>Adds the upper bits of numbers to a sum, and returns the remainders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Extract(TLanes numbers, TLanes sigma, ref TLanes sum)
    {
        var shifted = sigma + numbers;
        sum = TLanes.AddBits(sum, shifted);
        return numbers - (shifted - sigma);
    }

    /// <summary>Adds the upper bits of numbers to a sum, and raises a bit below the sign of what is left if a remainder is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExtractLast(TLanes numbers, TLanes sigma, ref TLanes sum, ref TLanes left)
    {
        var shifted = sigma + numbers;
        sum = TLanes.AddBits(sum, shifted);
        left = TLanes.OrDifference(left, shifted - sigma, numbers);
    }

    /// <summary>Adds an integer multiple of a power of two, without propagating carries.</summary>
    internal static void Add(Span<long> limbs, Int128 multiple, int position)
    {
        var magnitude = (UInt128)(multiple < 0 ? -multiple : multiple);
        FixedPoint.Add(limbs, (ulong)magnitude, (ulong)(magnitude >> 64), multiple < 0, position);
    }

    private void AddBlock(TTerms terms, int start, int length)
    {
        if (_roundedBlocksLeft-- <= 0)
        {
            UnroundedSum<TLanes> unrounded = default;
            if (terms.TryAdd(start, length, ref unrounded) && unrounded.TryTotal(length, out var sum))
            {
                FixedPoint.Add(_limbs, Term.Of(sum));
                return;
            }

            _roundedBlocksLeft = Extraction.BlocksPerExponent;
        }

        if (_blocksLeft-- > 0 && TryAdd(terms, start, length)) return;
        AddSums();
        var exponent = Highest(terms, start, length);
        _extraction = Extraction.For(exponent);
        _blocksLeft = Extraction.BlocksPerExponent;
        _isWide = false;
        if (exponent <= Extraction.MaxExponent && TryAdd(terms, start, length)) return;
        _flags |= HostTerms.AddOneByOne(terms.Slice(start, length), _limbs);
        FixedPoint.PropagateCarries(_limbs);
        _blocksLeft = 0;
    }

    /// <summary>Adds the sums of the blocks since the last change of the extraction to the limbs.</summary>
    private void AddSums()
    {
        Extraction extraction1 = _extraction.Next, extraction2 = extraction1.Next;
        Add(_limbs, _sum0, _extraction.Position);
        Add(_limbs, _sum1, extraction1.Position);
        Add(_limbs, _sum2, extraction2.Position);
        _sum0 = _sum1 = _sum2 = 0;
    }

    /// <summary>Adds a block, or nothing of it.</summary>
    /// <returns>Whether no number was too large for the extraction.</returns>
    private bool TryAdd(TTerms terms, int start, int length)
    {
        if (_isWide) return TryAddInPasses(terms, start, length);
        if (!TryExtract(terms, start, length, _extraction, out var parts)) return false;
        if (parts.IsAnyLeft)
        {
            _isWide = true;
            return TryAddInPasses(terms, start, length);
        }

        _sum0 += parts.Sum0;
        _sum1 += parts.Sum1;
        _sum2 += parts.Sum2;
        return true;
    }

    /// <summary>Adds a block pass by pass until all remainders are zero: the smallest σ leaves only zeros.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool TryAddInPasses(TTerms terms, int start, int length)
    {
        var remainders = stackalloc double[TTerms.HasError ? 2 * Extraction.Block : Extraction.Block];
        TLanes sigma = TLanes.Create(_extraction.Sigma), sums = default, excess = default;
        var to = 0;
        for (var i = start; i < start + length; i += Step)
        {
            terms.Load<TLanes>(i, out var number0, out var number1, out var error0, out var error1);
            Check(number0, sigma, ref excess);
            Check(number1, sigma, ref excess);
            Extract(number0, sigma, ref sums).Store(remainders + to);
            Extract(number1, sigma, ref sums).Store(remainders + to + TLanes.Count);
            to += Step;
            if (!TTerms.HasError) continue;

            Check(error0, sigma, ref excess);
            Check(error1, sigma, ref excess);
            Extract(error0, sigma, ref sums).Store(remainders + to);
            Extract(error1, sigma, ref sums).Store(remainders + to + TLanes.Count);
            to += Step;
        }

        if (excess.OrOfBits() >> 52 != 0) return false;
        Add(_limbs, _extraction.Total(sums.SumOfBits(), to), _extraction.Position);
        var extraction0 = _extraction.Next;
        while (true)
        {
            var extraction1 = extraction0.Next;
            TLanes sigma0 = TLanes.Create(extraction0.Sigma), sigma1 = TLanes.Create(extraction1.Sigma);
            TLanes sum0 = default, sum1 = default, lefts = default;
            for (var i = 0; i < to; i += TLanes.Count)
            {
                var at = remainders + i;
                var remainder = Extract(Extract(TLanes.Load(at), sigma0, ref sum0), sigma1, ref sum1);
                remainder.Store(at);
                lefts = TLanes.OrDifference(lefts, remainder, default);
            }

            ulong bits0 = sum0.SumOfBits(), bits1 = sum1.SumOfBits(), left = lefts.OrOfBits();
            Add(_limbs, extraction0.Total(bits0, to), extraction0.Position);
            Add(_limbs, extraction1.Total(bits1, to), extraction1.Position);
            if (left << 1 == 0 || extraction1.Exponent == 1) return true;
            extraction0 = extraction1.Next;
        }
    }

    /// <param name="Sum0">What the first extraction took, an integer.</param>
    /// <param name="Sum1">What the second one took.</param>
    /// <param name="Sum2">What the third one took.</param>
    /// <param name="IsAnyLeft">Whether a remainder is not zero.</param>
    private readonly record struct Parts(long Sum0, long Sum1, long Sum2, bool IsAnyLeft);
}
