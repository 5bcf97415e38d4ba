// The formats of the factors of matrix instructions: how their numbers are written and read.

using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>A format of factors.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="PtxType">Its name in PTX.</param>
/// <param name="Bits">The bits that an element takes in a register.</param>
/// <param name="Taken">The format in which the model takes its numbers: binary16 for those of 8 bits, which it holds exactly.</param>
/// <param name="FractionBits">The bits of its own fraction.</param>
/// <param name="LowestExponent">The exponent of the smallest normal number.</param>
/// <param name="HighestExponent">The largest exponent of which every fraction is a number.</param>
internal sealed record OperandFormat(
    string Name, string PtxType, int Bits, FloatFormat Taken, int FractionBits, int LowestExponent, int HighestExponent)
{
    public static readonly OperandFormat Binary16 = new("binary16", "f16", 16, FloatFormat.Binary16, 10, -14, 15);
    public static readonly OperandFormat BFloat16 = new("bfloat16", "bf16", 16, FloatFormat.BFloat16, 7, -126, 127);
    public static readonly OperandFormat TF32 = new("TF32", "tf32", 32, FloatFormat.TF32, 10, -126, 127);
    public static readonly OperandFormat E4M3 = new("E4M3", "e4m3", 8, FloatFormat.Binary16, 3, -6, 7);
    public static readonly OperandFormat E5M2 = new("E5M2", "e5m2", 8, FloatFormat.Binary16, 2, -14, 15);

    public static IReadOnlyList<OperandFormat> All { get; } = [Binary16, BFloat16, TF32, E4M3, E5M2];

    /// <summary>The sign bit of an element, as it is in a register.</summary>
    public ulong SignBit => 1UL << (Bits - 1);

    /// <summary>The smallest subnormal number, as it is in a register.</summary>
    public ulong Smallest => PtxType == "tf32" ? 1UL << 13 : 1;

    /// <summary>Infinity, as it is in a register; null for a format without.</summary>
    public ulong? Infinity => PtxType switch { "e4m3" => null, "e5m2" => 0x7C, "tf32" => Taken.Infinity << 13, _ => Taken.Infinity };

    /// <summary>The bits of ±<paramref name="significand"/>·2^<paramref name="exponent"/>, which is a number of the format.</summary>
    public ulong Encode(bool isNegative, ulong significand, int exponent)
    {
        var exact = new Exact(isNegative, significand, exponent);
        return PtxType switch
        {
            "e4m3" or "e5m2" => Float8.Narrow((uint)FloatFormat.Binary32.Round(exact, Rounding.Nearest), PtxType == "e4m3"),
            "tf32" => Taken.Round(exact, Rounding.Nearest) << 13,
            _ => Taken.Round(exact, Rounding.Nearest),
        };
    }

    /// <summary>A number as the model takes it.</summary>
    public Exact Decode(ulong bits) => Taken.Unpack(PtxType switch
    {
        "e4m3" or "e5m2" => Float8.Widen((byte)bits, PtxType == "e4m3"),
        "tf32" => bits >> 13,
        _ => bits,
    });
}
