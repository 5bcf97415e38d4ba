// The quotient and the square root of binary32 numbers by integer arithmetic, for devices that need not round them correctly.

using System.Runtime.CompilerServices;
using ILGPU;

namespace QuizKit.Devices.Arithmetic;

/// <summary>
/// <see cref="Exact32.Divide"/> and <see cref="Exact32.SquareRoot"/> on OpenCL, where the device's own may be off by ulps (OpenCL C 3.0,
/// 7.4) and binary64 is optional. They use integers of 32 and 64 bits alone: neither a rounding mode nor a flush to zero changes them.
/// </summary>
/// <remarks>
/// Both compute the integer part of the result with 26 bits or more, and set its last bit where there is a remainder. That is rounding to
/// odd, and rounding a result with p + 2 bits or more once again, to the nearest of p bits, is the same as rounding the exact value
/// (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms using rounding to odd", IEEE Transactions on
/// Computers 57(4), 2008, doi 10.1109/TC.2007.70819). Here p is 24, and less for a subnormal result. A NaN has the bits that .NET gives it.
/// </remarks>
internal static class Exact32InIntegers
{
    private const uint Sign = 0x80000000u, Infinity = 0x7F800000u;

    /// <summary>Returns a/b, rounded once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // A function of its own: inlined, it would fill the kernels.
    public static float Divide(float a, float b)
    {
        uint x = Interop.FloatAsInt(a), y = Interop.FloatAsInt(b);
        var sign = (x ^ y) & Sign;
        x &= ~Sign;
        y &= ~Sign;
        if (x > Infinity || y > Infinity || (x == y && (x == 0u || x == Infinity))) return float.NaN;
        if (x == Infinity || y == 0u) return Interop.IntAsFloat(sign | Infinity);
        if (x == 0u || y == Infinity) return Interop.IntAsFloat(sign);

        // An estimate of the quotient as an integer of 24 bits: that of the significands is below 1 if the first is the smaller.
        Scaled dividend = Scale(x), divisor = Scale(y);
        long m = dividend.Significand, n = divisor.Significand;
        var places = m < n ? 24 : 23;
        var quotient = (long)Exact32.Multiply(Estimate(dividend.Significand, divisor.Significand), 1 << places);

        // The remainder is exact, so the loops end at the nearest integer however far off the estimate was.
        var remainder = (m << places) - (quotient * n);
        for (; 2 * remainder > n; remainder -= n) quotient++;
        for (; 2 * remainder < -n; remainder += n) quotient--;
        var direction = remainder > 0 ? 1 : remainder < 0 ? -1 : 0;
        return Interop.IntAsFloat(sign | Round((uint)((4 * quotient) + direction), dividend.Exponent - divisor.Exponent - places - 2));
    }

    /// <summary>Returns m/n to about an ulp.</summary>
    private static float Estimate(uint m, uint n)
    {
        // Significands as numbers from 1 to 2. The reciprocal starts within 13 %, and each step of Newton's squares the error.
        float a = Interop.IntAsFloat(m + 0x3F000000u), b = Interop.IntAsFloat(n + 0x3F000000u);
        var y = Interop.IntAsFloat(0x7EF311C3u - Interop.FloatAsInt(b));
        for (var step = 0; step < 3; step++) y = Exact32.FusedMultiplyAdd(y, Exact32.FusedMultiplyAdd(-b, y, 1f), y);
        var q = Exact32.Multiply(a, y);
        return Exact32.FusedMultiplyAdd(y, Exact32.FusedMultiplyAdd(-b, q, a), q);
    }

    /// <summary>Returns √a, rounded once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float SquareRoot(float a)
    {
        var x = Interop.FloatAsInt(a);
        if (x == 0u || x == Sign || x == Infinity) return a;
        if (x > Infinity) return float.NaN;

        // An even exponent, and 51 or 52 bits: the root has 26.
        var scaled = Scale(x);
        var places = 28 - (scaled.Exponent & 1);
        var radicand = (ulong)scaled.Significand << places;
        var root = 0ul;
        for (var bit = 1ul << 25; bit != 0ul; bit >>= 1)
        {
            var next = root | bit;
            if (next * next <= radicand) root = next;
        }

        if (root * root != radicand) root |= 1ul;
        return Interop.IntAsFloat(Round((uint)root, (scaled.Exponent - places) / 2));
    }

    /// <summary>A positive number as Significand·2^Exponent with 2²³ ≤ Significand &lt; 2²⁴.</summary>
    private readonly record struct Scaled(uint Significand, int Exponent);

    /// <summary>Takes the bits of a positive finite number apart.</summary>
    private static Scaled Scale(uint bits)
    {
        if (bits >= 0x800000u) return new Scaled((bits & 0x7FFFFFu) | 0x800000u, (int)(bits >> 23) - 150);
        var exponent = -149;
        for (; bits < 0x800000u; bits <<= 1) exponent--;
        return new Scaled(bits, exponent);
    }

    /// <summary>Returns the bits of value·2^exponent for a value of 26 bits, rounded to the nearest number, ties to even.</summary>
    private static uint Round(uint value, int exponent)
    {
        // The last bit that is kept is worth 2⁻¹⁴⁹ or more. After 31 places only a remainder is left.
        var shift = exponent < -151 ? -149 - exponent : 2;
        if (shift > 31) shift = 31;
        var significand = value >> shift;
        var remainder = value - (significand << shift);
        var half = 1u << (shift - 1);
        if (remainder > half || (remainder == half && (significand & 1u) != 0u)) significand++;

        // The leading bit of a normal significand adds 1 to the exponent field, and so does a carry beyond it.
        var bits = exponent < -151 ? significand : ((uint)(exponent + 151) << 23) + significand;
        return bits < Infinity ? bits : Infinity;
    }
}
