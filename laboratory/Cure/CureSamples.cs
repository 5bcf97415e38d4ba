// Random numbers to add up: well-conditioned ones, and ones with a given condition number.

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

/// <summary>Random numbers from a seed.</summary>
internal sealed class CureSamples(ulong seed)
{
    // A long array repeats a shorter one: this does not affect the time of a sum, and random numbers take longer than the sum.
    private const int Period = 1 << 18;

    private ulong _index;

    /// <summary>Returns numbers of N(0, 1), optionally scaled by powers of two evenly spread over some binades.</summary>
    public Numbers<T> Normal<T>(OrderOperation operation, int length, int spread = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = Make();
        for (var i = 0; i < length && spread > 0; i++)
            a[i] *= T.CreateTruncating(Math.ScaleB(1, (int)Math.Floor(Unit() * (spread + 1)) - (spread / 2)));
        return new Numbers<T>(a, operation == OrderOperation.Dot ? Make() : null);

        T[] Make()
        {
            var numbers = new T[length];
            var period = Math.Min(length, Period);
            for (var i = 0; i < period; i++)
                numbers[i] = T.CreateTruncating(Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit()));
            for (var i = period; i < length; i += period) numbers.AsSpan(0, Math.Min(period, length - i)).CopyTo(numbers.AsSpan(i));
            return numbers;
        }
    }

    /// <summary>Returns numbers uniform in (0, 1]: all of one sign, so their condition number is 1.</summary>
    public Numbers<T> Positive<T>(OrderOperation operation, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new Numbers<T>(Make(), operation == OrderOperation.Dot ? Make() : null);

        T[] Make() => [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(1 - Unit()))];
    }

    /// <summary>
    /// Returns numbers whose condition number is about 2^<paramref name="bits"/>, by the method of Ogita, Rump and Oishi
    /// (2005, "Accurate sum and dot product", algorithm 6.1): half are random with random exponents, each of the others
    /// cancels the exact sum so far down to a smaller exponent, and then all are shuffled. The length is at least 4.
    /// </summary>
    public Numbers<T> Cancelling<T>(OrderOperation operation, int length, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = new T[length], b = new T[length];
        var ofProducts = operation == OrderOperation.Dot;
        var largest = ofProducts ? bits / 2 : bits;
        var half = length / 2;
        var sum = new ExactAccumulator();
        for (var i = 0; i < length; i++)
        {
            var exponent = i == 0 ? largest
                : i == half - 1 ? 0
                : i < half ? (int)Math.Round(Unit() * largest)
                : largest * (length - 1 - i) / (length - half);
            a[i] = Scaled(exponent);
            b[i] = ofProducts ? Scaled(exponent) : T.One;
            if (i >= half)
            {
                var remainder = T.CreateTruncating(Math.ScaleB((2 * Unit()) - 1, exponent)) - FloatFormat<T>.Round(sum);
                if (ofProducts) b[i] = remainder / a[i];
                else a[i] = remainder;
            }

            sum.AddProduct(double.CreateTruncating(a[i]), double.CreateTruncating(b[i]));
        }

        var order = Order(length);
        return new Numbers<T>([.. order.Select(i => a[i])], ofProducts ? [.. order.Select(i => b[i])] : null);

        T Scaled(int exponent)
        {
            var significand = (2 * Unit()) - 1;
            return T.CreateTruncating(Math.ScaleB(Math.CopySign(0.5 + (Math.Abs(significand) / 2), significand), exponent));
        }
    }

    /// <summary>Returns the same numbers, or pairs, in another order.</summary>
    public Numbers<T> Shuffled<T>(Numbers<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var order = Order(numbers.A.Length);
        return new Numbers<T>([.. order.Select(i => numbers.A[i])], numbers.B is { } b ? [.. order.Select(i => b[i])] : null);
    }

    /// <summary>A random permutation (Fisher and Yates).</summary>
    private int[] Order(int length)
    {
        var order = Enumerable.Range(0, length).ToArray();
        for (var i = length - 1; i > 0; i--)
        {
            var j = (int)(Unit() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>A random number in [0, 1), a multiple of 2⁻⁵³.</summary>
    private double Unit()
    {
        var words = Philox.At(seed, stream: 0, _index++);
        return ((((ulong)words.A << 32) | words.B) >> 11) * (1.0 / (1L << 53));
    }
}
