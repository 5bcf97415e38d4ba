// Numbers as decimals without an exponent, and the middle of two of them without rounding.

using System.Globalization;
using System.Numerics;

namespace QuizKit.Tool.Exporting;

/// <summary>A decimal number: digits times a power of ten.</summary>
internal readonly record struct ExactDecimal(BigInteger Digits, int Exponent)
{
    /// <summary>The shortest decimal number that a binary64 stands for.</summary>
    /// <param name="value">A finite number.</param>
    public static ExactDecimal Of(double value) => Parse(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The middle of two numbers.</summary>
    public static ExactDecimal Middle(ExactDecimal low, ExactDecimal high) => Half(Sum(low, high));

    /// <summary>Half of the distance of two numbers.</summary>
    public static ExactDecimal HalfDistance(ExactDecimal low, ExactDecimal high) =>
        Half(Difference(high, low));

    public static ExactDecimal Difference(ExactDecimal left, ExactDecimal right) =>
        Sum(left, new ExactDecimal(-right.Digits, right.Exponent));

    public static ExactDecimal Sum(ExactDecimal left, ExactDecimal right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return new ExactDecimal(left.Shifted(exponent) + right.Shifted(exponent), exponent);
    }

    /// <summary>The largest multiple of a power of ten that is not above the number, as digits.</summary>
    public BigInteger Floor(int exponent)
    {
        var common = Math.Min(Exponent, exponent);
        var (digits, unit) = (Shifted(common), BigInteger.Pow(10, exponent - common));
        var quotient = BigInteger.DivRem(digits, unit, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The smallest multiple of a power of ten that is not below the number, as digits.</summary>
    public BigInteger Ceiling(int exponent) => -new ExactDecimal(-Digits, Exponent).Floor(exponent);

    /// <summary>Digits with a point, without an exponent: <c>-0.000015</c>.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture);
        if (Exponent >= 0)
        {
            digits += Digits.IsZero ? "" : new string('0', Exponent);
        }
        else
        {
            digits = digits.PadLeft(1 - Exponent, '0');
            digits = digits.Insert(digits.Length + Exponent, ".").TrimEnd('0').TrimEnd('.');
        }

        return (Digits.Sign < 0 ? "-" : "") + digits;
    }

    private BigInteger Shifted(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);

    private static ExactDecimal Half(ExactDecimal value) => new(value.Digits * 5, value.Exponent - 1);

    private static ExactDecimal Parse(string written)
    {
        var parts = written.Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return new ExactDecimal(digits, exponent - decimals);
    }
}
