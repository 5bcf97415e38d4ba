// The exact sum in memory: binary64 additions that happen to be exact, in vectors.

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuizKit.Numerics;

/// <summary>Adds terms in memory up block by block by the additions of <see cref="Shift"/>, which .NET promises to be IEEE 754's.</summary>
/// <remarks>The loops are compiled well at once: a caller's first sum would else take several times as long as those that follow.</remarks>
internal static class MemoryFold
{
    /// <summary>How many terms are loaded at a time.</summary>
    private static int Step => 2 * Vector<double>.Count;

    /// <summary>Adds all terms to an accumulator. That a term was zero, or of which sign, may not be noted.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="accumulator">The accumulator.</param>
    public static void AddTo<TTerms>(scoped TTerms terms, ExactAccumulator accumulator)
        where TTerms : struct, ITermsInMemory, allows ref struct
    {
        Span<double> rests = stackalloc double[Shift.Block], restsOfErrors = stackalloc double[TTerms.HaveErrors ? Shift.Block : 0];
        var shift = default(Shift);
        var blocksOfThisKind = 0;
        for (var start = 0; start < terms.Length; start += Shift.Block)
        {
            var length = Math.Min(Shift.Block, terms.Length - start);
            if (blocksOfThisKind-- > 0 && TryAdd(terms, start, length, shift, rests, restsOfErrors, accumulator)) continue;
            var exponent = Highest(terms, start, length);
            shift = Shift.For(exponent);
            blocksOfThisKind = Shift.BlocksOfAKind;
            if (exponent <= Shift.MostExponent && TryAdd(terms, start, length, shift, rests, restsOfErrors, accumulator)) continue;
            terms.AddOneByOne(start, length, accumulator);
            blocksOfThisKind = 0;
        }
    }

    /// <summary>Returns the biased exponent of the largest magnitude of a block. A NaN may be passed over: no shift takes one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest<TTerms>(scoped TTerms terms, int start, int length)
        where TTerms : struct, ITermsInMemory, allows ref struct
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
        for (; i < length; i++) most = Math.Max(most, Math.Abs(terms.NumberOf(start + i, out _)));
        return Math.Max((int)(BitConverter.DoubleToInt64Bits(most) >> 52), 1);
    }

    /// <summary>Adds a block to an accumulator.</summary>
    /// <returns>Whether no number was too large for the shift; else nothing was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryAdd<TTerms>(
        scoped TTerms terms, int start, int length, Shift shift0, Span<double> rests, Span<double> restsOfErrors, ExactAccumulator accumulator)
        where TTerms : struct, ITermsInMemory, allows ref struct
    {
        // The error of a number is no larger than what is left of one.
        Shift shift1 = shift0.Next, shift2 = shift1.Next;
        var to = MemoryMarshal.Cast<double, Vector<double>>(rests);
        var errorsTo = MemoryMarshal.Cast<double, Vector<double>>(restsOfErrors);
        Vector<double> sigma0 = new(shift0.Sigma), sigma1 = new(shift1.Sigma), sigma2 = new(shift2.Sigma);
        Vector<ulong> bits0 = new(shift0.Bits), bits1 = new(shift1.Bits);
        Vector<ulong> sums0 = default, sums1 = default, sums2 = default, lefts = default, errorsLeft = default, excesses = default;
        int i = 0, vector = 0;
        for (; i + Step <= length; i += Step, vector += 2)
        {
            terms.Load(start + i, out var number0, out var number1, out var error0, out var error1);
            excesses |= (Bits(sigma0 + number0) ^ bits0) | (Bits(sigma0 + number1) ^ bits0);
            number0 = Take(number0, sigma0, ref sums0);
            number1 = Take(number1, sigma0, ref sums0);
            if (TTerms.HasTwoTurns)
            {
                number0 = Take(number0, sigma1, ref sums1);
                number1 = Take(number1, sigma1, ref sums1);
            }

            lefts |= Bits(number0) | Bits(number1);
            to[vector] = number0;
            to[vector + 1] = number1;
            if (!TTerms.HaveErrors) continue;

            excesses |= (Bits(sigma1 + error0) ^ bits1) | (Bits(sigma1 + error1) ^ bits1);
            error0 = Take(Take(error0, sigma1, ref sums1), sigma2, ref sums2);
            error1 = Take(Take(error1, sigma1, ref sums1), sigma2, ref sums2);
            errorsLeft |= Bits(error0) | Bits(error1);
            errorsTo[vector] = error0;
            errorsTo[vector + 1] = error1;
        }

        ulong sum0 = Vector.Sum(sums0), sum1 = Vector.Sum(sums1), sum2 = Vector.Sum(sums2);
        ulong left = Or(lefts), errorLeft = Or(errorsLeft), excess = Or(excesses);
        for (; i < length; i++)
        {
            var number = terms.NumberOf(start + i, out var error);
            excess |= shift0.Excess(number);
            number = shift0.Take(number, ref sum0);
            if (TTerms.HasTwoTurns) number = shift1.Take(number, ref sum1);
            left |= BitConverter.DoubleToUInt64Bits(number);
            rests[i] = number;
            if (!TTerms.HaveErrors) continue;

            excess |= shift1.Excess(error);
            error = shift2.Take(shift1.Take(error, ref sum1), ref sum2);
            errorLeft |= BitConverter.DoubleToUInt64Bits(error);
            restsOfErrors[i] = error;
        }

        if (excess >> 52 != 0) return false;
        Add(sum0, shift0, length, accumulator);
        if (TTerms.HasTwoTurns) Add(sum1, shift1, TTerms.HaveErrors ? 2 * length : length, accumulator);
        if (left << 1 != 0) AddRests(rests[..length], TTerms.HasTwoTurns ? shift2 : shift1, accumulator);
        if (!TTerms.HaveErrors) return true;
        Add(sum2, shift2, length, accumulator);
        if (errorLeft << 1 != 0) AddRests(restsOfErrors[..length], shift2.Next, accumulator);
        return true;
    }

    /// <summary>Adds to an accumulator what was left of numbers, until nothing is: the smallest shift leaves nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRests(Span<double> rests, Shift shift, ExactAccumulator accumulator)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(rests);
        var isAnyLeft = true;
        while (isAnyLeft)
        {
            Vector<double> sigma = new(shift.Sigma);
            Vector<ulong> sums = default, lefts = default;
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Take(vectors[i], sigma, ref sums);
                lefts |= Bits(vectors[i]);
            }

            ulong sum = Vector.Sum(sums), left = Or(lefts);
            for (var i = vectors.Length * Vector<double>.Count; i < rests.Length; i++)
            {
                rests[i] = shift.Take(rests[i], ref sum);
                left |= BitConverter.DoubleToUInt64Bits(rests[i]);
            }

            Add(sum, shift, rests.Length, accumulator);
            isAnyLeft = left << 1 != 0 && shift.Exponent > 1;
            shift = shift.Next;
        }
    }

    private static void Add(ulong sum, Shift shift, int length, ExactAccumulator accumulator) =>
        accumulator.AddScaled(shift.Total(sum, length), shift.Position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Take(Vector<double> numbers, Vector<double> sigma, ref Vector<ulong> sums)
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
