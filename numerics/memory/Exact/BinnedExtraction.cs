// The binned sum in memory: the extractions of the exact sum, without those for the bits that a bin drops.

using System.Runtime.CompilerServices;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics.Exact;

/// <summary>Adds up the numbers of terms, without their errors, for a sum in the format <typeparamref name="T"/>.</summary>
/// <remarks>
/// One extraction for binary32 and two for binary64, whatever the spread of the magnitudes. The sum begins in the bin of the first block.
/// Where a block needs a larger bin, the sum begins again with this block, and the blocks before it come last: no block is read more than
/// twice.
/// </remarks>
internal static unsafe class BinnedExtraction<T, TTerms, TLanes>
    where T : unmanaged
    where TTerms : struct, IHostTerms<TTerms>
    where TLanes : struct, ILanes<TLanes>
{
    // The bits of the integers, the carries of 2³¹ terms, and a sign.
    private const int SmallLimbs = 8;

    private static int Step => 2 * TLanes.Count;

    private static bool IsDouble => typeof(T) == typeof(double);

    private static int QuantumBits => IsDouble ? Bin.DoubleBits : Bin.SingleBits;

    /// <summary>Returns the bits of the sum, rounded once.</summary>
    [SkipLocalsInit]
    public static ulong Total(TTerms terms, BinaryFormat format)
    {
        if (terms.Length == 0) return 0;
        var whole = terms.Length - (terms.Length % Step);
        var padded = stackalloc double[2 * Step];
        var tail = terms.Tail(whole, padded, Step);
        var wholeBlocks = (whole + Extraction.Block - 1) / Extraction.Block;
        var blocks = wholeBlocks + (whole < terms.Length ? 1 : 0);
        var (part, start, length) = Block(0);
        var bin = Bin.Of(HostExtraction<TTerms, TLanes>.Largest(part, start, length));
        Int128 sum0 = 0, sum1 = 0;
        for (int block = 0, left = blocks; left > 0;)
        {
            if (bin.Top > Bin.MaxExtractedTop) return TotalOfTerms(terms, format);
            (part, start, length) = Block(block);
            if (!TryExtract(part, start, length, bin, out var part0, out var part1))
            {
                var larger = Bin.Of(HostExtraction<TTerms, TLanes>.Largest(part, start, length));
                if (larger.Top > bin.Top)
                {
                    (bin, sum0, sum1, left) = (larger, 0, 0, blocks);
                    continue;
                }

                // Numbers at the upper end of the bin are extracted like others.
                if (IsAnyNaN(part, start, length)) return TotalOfTerms(terms, format);
            }

            sum0 += part0;
            sum1 += part1;
            left--;
            block = block + 1 == blocks ? 0 : block + 1;
        }

        Span<long> limbs = stackalloc long[SmallLimbs];
        limbs.Clear();
        int position0 = bin.Extraction.Position, position1 = IsDouble ? bin.LastExtraction.Position : position0;
        HostExtraction<TTerms, TLanes>.Add(limbs, sum0, position0 - position1);
        HostExtraction<TTerms, TLanes>.Add(limbs, sum1, 0);
        var bits = FixedPoint.Round(limbs, position1, StatusFlags.None, format);
        return bits == 0 && HostTerms.AreNegativeZeros(terms) ? format.SignBit : bits;

        (TTerms Terms, int Start, int Length) Block(int block) => block == wholeBlocks
            ? (tail, 0, Step)
            : (terms, block * Extraction.Block, Math.Min(Extraction.Block, whole - (block * Extraction.Block)));
    }

    /// <summary>Returns the bits of the sum of terms of which some are not finite, or almost overflow.</summary>
    private static ulong TotalOfTerms(TTerms terms, BinaryFormat format)
    {
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        var quantum = Bin.Of(double.MaxValue).Top - QuantumBits;
        var flags = StatusFlags.None;
        for (var i = 0; i < terms.Length; i++)
        {
            var term = Term.Of(terms.NumberOf(i));
            flags |= term.Flags;
            var below = Math.Max(quantum - term.Position, 0);
            FixedPoint.Add(limbs, Bin.Round(term.Low, below), 0, term.IsNegative, term.Position + below);
        }

        return FixedPoint.Round(limbs, 0, flags, format);
    }

    /// <summary>Extracts the terms of a block.</summary>
    /// <returns>
    /// Whether no term is larger than the top of the bin, or a NaN. It may also be false for terms next to the top, which are extracted too.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryExtract(TTerms terms, int start, int length, Bin bin, out long part0, out long part1)
    {
        Extraction extraction0 = bin.Extraction, extraction1 = bin.LastExtraction;
        TLanes sigma0 = TLanes.Create(extraction0.Sigma), sigma1 = TLanes.Create(extraction1.Sigma);
        TLanes sum0 = default, sum1 = default, excess = default;
        for (var i = start; i < start + length; i += Step)
        {
            terms.Load<TLanes>(i, out var number0, out var number1, out _, out _);
            Extract(number0, sigma0, sigma1, ref sum0, ref sum1, ref excess);
            Extract(number1, sigma0, sigma1, ref sum0, ref sum1, ref excess);
        }

        part0 = extraction0.Total(sum0.SumOfBits(), length);
        part1 = IsDouble ? extraction1.Total(sum1.SumOfBits(), length) : 0;
        return excess.OrOfBits() >> 52 == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extract(TLanes numbers, TLanes sigma0, TLanes sigma1, ref TLanes sum0, ref TLanes sum1, ref TLanes excess)
    {
        var shifted = sigma0 + numbers;
        excess = TLanes.OrDifference(excess, shifted, sigma0);
        sum0 = TLanes.AddBits(sum0, shifted);
        if (IsDouble) sum1 = TLanes.AddBits(sum1, sigma1 + (numbers - (shifted - sigma0)));
    }

    private static bool IsAnyNaN(TTerms terms, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (double.IsNaN(terms.NumberOf(i))) return true;
        }

        return false;
    }
}
