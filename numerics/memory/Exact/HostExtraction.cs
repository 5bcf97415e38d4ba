// The exact sum in memory: binary64 additions without a rounding error, in vectors.

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuizKit.Numerics.Terms;

namespace QuizKit.Numerics.Exact;

/// <summary>Adds up terms in memory block by block by <see cref="Extraction"/>. .NET adds as IEEE 754 requires.</summary>
/// <remarks>The loops skip tiered JIT (AggressiveOptimization): otherwise the first call runs several times slower.</remarks>
internal static class HostExtraction
{
    /// <summary>The number of terms that are loaded at a time.</summary>
    private static int Step => 2 * Vector<double>.Count;

    /// <summary>Adds all terms to an accumulator. The status flags of zeros may not be raised.</summary>
    public static void AddTo<TTerms>(scoped TTerms terms, ExactAccumulator accumulator)
        where TTerms : struct, IHostTerms, allows ref struct
    {
        Span<double> remainders = stackalloc double[Extraction.Block];
        Span<double> errorRemainders = stackalloc double[TTerms.HasError ? Extraction.Block : 0];
        var extraction = default(Extraction);
        var blocksLeft = 0;
        for (var start = 0; start < terms.Length; start += Extraction.Block)
        {
            var length = Math.Min(Extraction.Block, terms.Length - start);
            if (blocksLeft-- > 0 && TryAdd(terms, start, length, extraction, remainders, errorRemainders, accumulator)) continue;
            var exponent = Highest(terms, start, length);
            extraction = Extraction.For(exponent);
            blocksLeft = Extraction.BlocksPerExponent;
            var isInRange = exponent <= Extraction.MaxExponent;
            if (isInRange && TryAdd(terms, start, length, extraction, remainders, errorRemainders, accumulator)) continue;
            for (var i = start; i < start + length; i++) accumulator.Add(terms.TermOf(i));
            blocksLeft = 0;
        }
    }

    /// <summary>Returns whether there are terms, all of them −0, given that their exact sum is zero.</summary>
    /// <remarks>Among other terms with that sum there is a positive one or a +0, and its number is not −0 even if it underflows.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreNegativeZeros<TTerms>(scoped TTerms terms)
        where TTerms : struct, IHostTerms, allows ref struct
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (BitConverter.DoubleToUInt64Bits(terms.NumberOf(i)) != 1ul << 63) return false;
        }

        return terms.Length > 0;
    }

    /// <summary>Returns the biased exponent of the largest magnitude of a block. A NaN may be ignored: no extraction takes one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest<TTerms>(scoped TTerms terms, int start, int length)
        where TTerms : struct, IHostTerms, allows ref struct
    {
        Vector<double> mosts0 = default, mosts1 = default;
        var i = 0;
        for (; i + Step <= length; i += Step)
        {
            terms.Load(start + i, out var number0, out var number1, out _, out _);
            mosts0 = Vector.MaxNative(mosts0, Vector.Abs(number0));
            mosts1 = Vector.MaxNative(mosts1, Vector.Abs(number1));
        }

        var most = 0.0;
        for (var lane = 0; lane < Vector<double>.Count; lane++) most = Math.Max(most, Math.Max(mosts0[lane], mosts1[lane]));
        for (; i < length; i++) most = Math.Max(most, Math.Abs(terms.NumberOf(start + i)));
        return Math.Max((int)(BitConverter.DoubleToInt64Bits(most) >> 52), 1);
    }

    /// <summary>Adds a block to an accumulator.</summary>
    /// <returns>Whether no number was too large for the extraction; otherwise nothing was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryAdd<TTerms>(
        scoped TTerms terms,
        int start,
        int length,
        Extraction extraction0,
        Span<double> remainders,
        Span<double> errorRemainders,
        ExactAccumulator accumulator)
        where TTerms : struct, IHostTerms, allows ref struct
    {
        // The error of a number is no larger than the remainder of a number can be.
        Extraction extraction1 = extraction0.Next, extraction2 = extraction1.Next;
        var to = MemoryMarshal.Cast<double, Vector<double>>(remainders);
        var errorsTo = MemoryMarshal.Cast<double, Vector<double>>(errorRemainders);
        Vector<double> sigma0 = new(extraction0.Sigma), sigma1 = new(extraction1.Sigma), sigma2 = new(extraction2.Sigma);
        Vector<ulong> bits0 = new(extraction0.Bits), bits1 = new(extraction1.Bits);
        Vector<ulong> sums0 = default, sums1 = default, sums2 = default, lefts = default, errorsLeft = default, excesses = default;
        int i = 0, vector = 0;
        for (; i + Step <= length; i += Step, vector += 2)
        {
            terms.Load(start + i, out var number0, out var number1, out var error0, out var error1);
            excesses |= (Bits(sigma0 + number0) ^ bits0) | (Bits(sigma0 + number1) ^ bits0);
            number0 = Extract(number0, sigma0, ref sums0);
            number1 = Extract(number1, sigma0, ref sums0);
            if (TTerms.HasTwoPasses)
            {
                number0 = Extract(number0, sigma1, ref sums1);
                number1 = Extract(number1, sigma1, ref sums1);
            }

            lefts |= Bits(number0) | Bits(number1);
            to[vector] = number0;
            to[vector + 1] = number1;
            if (!TTerms.HasError) continue;

            excesses |= (Bits(sigma1 + error0) ^ bits1) | (Bits(sigma1 + error1) ^ bits1);
            error0 = Extract(Extract(error0, sigma1, ref sums1), sigma2, ref sums2);
            error1 = Extract(Extract(error1, sigma1, ref sums1), sigma2, ref sums2);
            errorsLeft |= Bits(error0) | Bits(error1);
            errorsTo[vector] = error0;
            errorsTo[vector + 1] = error1;
        }

        ulong sum0 = Vector.Sum(sums0), sum1 = Vector.Sum(sums1), sum2 = Vector.Sum(sums2);
        ulong left = Or(lefts), errorLeft = Or(errorsLeft), excess = Or(excesses);
        for (; i < length; i++)
        {
            var number = terms.NumberOf(start + i);
            excess |= extraction0.Excess(number);
            var remainder = extraction0.Extract(number, ref sum0);
            if (TTerms.HasTwoPasses) remainder = extraction1.Extract(remainder, ref sum1);
            left |= BitConverter.DoubleToUInt64Bits(remainder);
            remainders[i] = remainder;
            if (!TTerms.HasError) continue;

            var error = terms.ErrorOf(start + i, number);
            excess |= extraction1.Excess(error);
            error = extraction2.Extract(extraction1.Extract(error, ref sum1), ref sum2);
            errorLeft |= BitConverter.DoubleToUInt64Bits(error);
            errorRemainders[i] = error;
        }

        if (excess >> 52 != 0) return false;
        Add(sum0, extraction0, length, accumulator);
        if (TTerms.HasTwoPasses) Add(sum1, extraction1, TTerms.HasError ? 2 * length : length, accumulator);
        if (left << 1 != 0) AddRemainders(remainders[..length], TTerms.HasTwoPasses ? extraction2 : extraction1, accumulator);
        if (!TTerms.HasError) return true;
        Add(sum2, extraction2, length, accumulator);
        if (errorLeft << 1 != 0) AddRemainders(errorRemainders[..length], extraction2.Next, accumulator);
        return true;
    }

    /// <summary>Adds remainders to an accumulator, pass by pass, until all of them are zero: the smallest σ leaves only zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRemainders(Span<double> remainders, Extraction extraction, ExactAccumulator accumulator)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(remainders);
        var isAnyLeft = true;
        while (isAnyLeft)
        {
            Vector<double> sigma = new(extraction.Sigma);
            Vector<ulong> sums = default, lefts = default;
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Extract(vectors[i], sigma, ref sums);
                lefts |= Bits(vectors[i]);
            }

            ulong sum = Vector.Sum(sums), left = Or(lefts);
            for (var i = vectors.Length * Vector<double>.Count; i < remainders.Length; i++)
            {
                remainders[i] = extraction.Extract(remainders[i], ref sum);
                left |= BitConverter.DoubleToUInt64Bits(remainders[i]);
            }

            Add(sum, extraction, remainders.Length, accumulator);
            isAnyLeft = left << 1 != 0 && extraction.Exponent > 1;
            extraction = extraction.Next;
        }
    }

    private static void Add(ulong sum, Extraction extraction, int length, ExactAccumulator accumulator) =>
        accumulator.AddScaled(extraction.Total(sum, length), extraction.Position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Extract(Vector<double> numbers, Vector<double> sigma, ref Vector<ulong> sums)
    {
        var shifted = sigma + numbers;
        sums += Bits(shifted);
        return numbers - (shifted - sigma);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Bits(Vector<double> numbers) => Vector.AsVectorUInt64(numbers);

    private static ulong Or(Vector<ulong> lanes)
    {
        ulong all = 0;
        for (var lane = 0; lane < Vector<ulong>.Count; lane++) all |= lanes[lane];
        return all;
    }
}
