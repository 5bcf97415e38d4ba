// A binary interchange format, as the final rounding sees it.

namespace QuizKit.Numerics.Exact;

/// <summary>A binary format of IEEE 754: a sign, a biased exponent and a significand without its leading bit.</summary>
/// <param name="Precision">The bits of a significand, the leading one included.</param>
/// <param name="ExponentBits">The bits of a biased exponent.</param>
internal readonly record struct BinaryFormat(int Precision, int ExponentBits)
{
    public static BinaryFormat Single => new(24, 8);

    public static BinaryFormat Double => new(53, 11);

    /// <summary>The position of the lowest bit of a subnormal number, counted from <see cref="FixedPoint.LowestExponent"/>.</summary>
    public int LowestPosition => 3 - (1 << (ExponentBits - 1)) - Precision - FixedPoint.LowestExponent;

    public ulong SignBit => 1ul << (Precision + ExponentBits - 1);

    public ulong Infinity => ((1ul << ExponentBits) - 1) << (Precision - 1);

    /// <summary>The quiet NaN of .NET, whose sign bit is set.</summary>
    public ulong NaN => SignBit | Infinity | (1ul << (Precision - 2));
}
