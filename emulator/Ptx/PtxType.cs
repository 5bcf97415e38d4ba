// The types of PTX operands and what follows from each: its width, its sign, its format.

namespace QuizKit.Cuda.Emulator.Ptx;

internal enum PtxType : byte
{
    None,
    Pred,
    B8,
    B16,
    B32,
    B64,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F16,
    F16x2,
    BF16,
    BF16x2,
    TF32,
    F32,
    F64,
    E4M3,
    E5M2,
    E4M3x2,
    E5M2x2,
}

internal static class PtxTypes
{
    public static PtxType Parse(string name) => name switch
    {
        "pred" => PtxType.Pred,
        "b8" => PtxType.B8,
        "b16" => PtxType.B16,
        "b32" => PtxType.B32,
        "b64" => PtxType.B64,
        "u8" => PtxType.U8,
        "u16" => PtxType.U16,
        "u32" => PtxType.U32,
        "u64" => PtxType.U64,
        "s8" => PtxType.S8,
        "s16" => PtxType.S16,
        "s32" => PtxType.S32,
        "s64" => PtxType.S64,
        "f16" => PtxType.F16,
        "f16x2" => PtxType.F16x2,
        "bf16" => PtxType.BF16,
        "bf16x2" => PtxType.BF16x2,
        "tf32" => PtxType.TF32,
        "f32" => PtxType.F32,
        "f64" => PtxType.F64,
        "e4m3" => PtxType.E4M3,
        "e5m2" => PtxType.E5M2,
        "e4m3x2" => PtxType.E4M3x2,
        "e5m2x2" => PtxType.E5M2x2,
        _ => PtxType.None,
    };

    extension(PtxType type)
    {
        /// <summary>The width in bits; 1 for a predicate.</summary>
        public int Bits => type switch
        {
            PtxType.Pred => 1,
            PtxType.B8 or PtxType.U8 or PtxType.S8 or PtxType.E4M3 or PtxType.E5M2 => 8,
            PtxType.B16 or PtxType.U16 or PtxType.S16 or PtxType.F16 or PtxType.BF16 or PtxType.E4M3x2 or PtxType.E5M2x2 => 16,
            PtxType.B64 or PtxType.U64 or PtxType.S64 or PtxType.F64 => 64,
            _ => 32,
        };

        public int Bytes => type.Bits / 8;

        public bool IsSigned => type is PtxType.S8 or PtxType.S16 or PtxType.S32 or PtxType.S64;

        public bool IsInteger => type is >= PtxType.U8 and <= PtxType.S64;

        public bool IsFloat => type is >= PtxType.F16 and <= PtxType.E5M2x2;
    }
}
