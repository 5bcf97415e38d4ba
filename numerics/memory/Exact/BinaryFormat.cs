// A binary interchange format, as the final rounding sees it.

namespace QuizKit.Numerics.Exact;

/// <summary>A binary format of IEEE 754: a sign, a biased exponent and a significand without its leading bit.</summary>
/// <param name="Precision">The bits of a significand, the leading one included.</param>
/// <param name="ExponentBits">The bits of a biased exponent.</param>
/// <param name="Rounding">How an exact value becomes a number of the format.</param>
internal readonly record struct BinaryFormat(int Precision, int ExponentBits, Rounding Rounding = Rounding.ToNearestEven)
{
    public static BinaryFormat Half => new(11, 5);

    public static BinaryFormat Single => new(24, 8);

    public static BinaryFormat Double => new(53, 11);

    /// <summary>The position of the lowest bit of a subnormal number, counted from <see cref="FixedPoint.LowestExponent"/>.</summary>
    public int LowestPosition => 3 - (1 << (ExponentBits - 1)) - Precision - FixedPoint.LowestExponent;

    public ulong SignBit => 1ul << (Precision + ExponentBits - 1);

    /// <summary>The zero that terms of both signs add up to.</summary>
    public ulong Zero => Rounding == Rounding.Down ? SignBit : 0;

    public ulong Infinity => ((1ul << ExponentBits) - 1) << (Precision - 1);

    /// <summary>Whether a number between two others becomes the one with the larger magnitude; null: the nearest.</summary>
    public bool? RoundsAway(bool isNegative) => Rounding switch
    {
        Rounding.ToNearestEven => null,
        Rounding.TowardZero => false,
        Rounding.Down => isNegative,
        _ => !isNegative,
    };

    /// <summary>The quiet NaN of .NET, whose sign bit is set.</summary>
    public ulong NaN => SignBit | Infinity | (1ul << (Precision - 2));
}
