// Elementary functions with 60 decimal digits, in integers: what the binary64 functions are measured against.

using System.Numerics;
using SoftwareDouble = QuizKit.GpuChecks.Conformance.SoftwareArithmetic<double>;

namespace QuizKit.Devices.Tests.Arithmetic;

/// <summary>Numbers as integer multiples of 2⁻²⁰⁰, and series for functions of them. Errors stay below 2⁻¹⁹⁰.</summary>
internal static class FixedPoint
{
    private const int Bits = 200;

    public static readonly BigInteger One = BigInteger.One << Bits;

    /// <summary>ln 2 = 2·artanh(1/3).</summary>
    public static readonly BigInteger Ln2 = 2 * InverseHyperbolicTangent(One / 3);

    /// <summary>A double as a fixed-point number; bits below 2⁻²⁰⁰ are dropped.</summary>
    public static BigInteger From(double value)
    {
        var scaled = SoftwareDouble.Scaled(value);
        return scaled.Sign * (BigInteger.Abs(scaled) >> (1074 - Bits));
    }

    /// <summary>eˣ.</summary>
    public static BigInteger Exp(BigInteger x)
    {
        // x = n·ln 2 + r; a Taylor series for eʳ.
        var n = (int)BigInteger.Divide((2 * x) + (x.Sign * Ln2), 2 * Ln2);
        var r = x - (n * Ln2);
        BigInteger term = One, sum = One;
        for (var k = 1; !term.IsZero; k++) sum += term = Times(term, r) / k;
        return n >= 0 ? sum << n : sum >> -n;
    }

    /// <summary>ln x for a positive double.</summary>
    public static BigInteger Log(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = From(Math.ScaleB(x, -exponent));
        return (exponent * Ln2) + (2 * InverseHyperbolicTangent(Over(mantissa - One, mantissa + One)));
    }

    /// <summary>sin x.</summary>
    public static BigInteger Sin(BigInteger x)
    {
        BigInteger square = Times(x, x), term = x, sum = x;
        for (var k = 2; !term.IsZero; k += 2) sum += term = -Times(term, square) / (k * (k + 1));
        return sum;
    }

    /// <summary>1/(1+e⁻ˣ).</summary>
    public static BigInteger Sigmoid(BigInteger x) => Over(One, One + Exp(-x));

    /// <summary>The distance of a double from a number, in ulp of that number.</summary>
    public static double ErrorInUlps(double found, BigInteger exact)
    {
        var bits = (int)BigInteger.Abs(exact).GetBitLength();
        var difference = BigInteger.Abs((SoftwareDouble.Scaled(found) << Bits) - (exact << 1074));

        // One ulp of a number of that many bits is 2^(bits−53) steps. Ten more bits make the quotient a fraction.
        return (double)((difference << 10) >> (1074 + bits - 53)) / 1024;
    }

    private static BigInteger InverseHyperbolicTangent(BigInteger x)
    {
        BigInteger square = Times(x, x), power = x, sum = x;
        for (var k = 3; !power.IsZero; k += 2)
        {
            power = Times(power, square);
            sum += power / k;
        }

        return sum;
    }

    private static BigInteger Times(BigInteger a, BigInteger b) => (a * b) / One;

    private static BigInteger Over(BigInteger a, BigInteger b) => (a << Bits) / b;
}
