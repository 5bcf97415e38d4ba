// What others, and this project, have published on the units of GPUs.

using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>A published unit.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Capabilities">The CUDA compute capabilities of the architecture, times ten; none for AMD.</param>
/// <param name="Operand">The format of the factors.</param>
/// <param name="Model">Its parameters.</param>
/// <param name="Source">Where they are published.</param>
internal sealed record PublishedUnit(
    string Architecture, IReadOnlyList<int> Capabilities, OperandFormat Operand, MultiplyAccumulateUnit Model, string Source);

internal static class PublishedUnits
{
    private const string Fasi = "Fasi, Higham, Mikaitis and Pranesh 2021, PeerJ CS 7:e330";
    private const string Khattak = "Khattak and Mikaitis 2025, arXiv:2512.07004";
    private const string Xie = "Xie et al. 2025, arXiv:2511.10909";
    private const string H200 = "this project's record of an H200, evidence/h200";

    /// <summary>The units of which every parameter is published, the oldest architecture first.</summary>
    public static IReadOnlyList<PublishedUnit> All { get; } =
    [
        new("Volta", [70, 72], OperandFormat.Binary16, Nvidia(OperandFormat.Binary16, 4, 23), $"{Fasi}; {Khattak}; {Xie}"),
        new("Turing", [75], OperandFormat.Binary16, Nvidia(OperandFormat.Binary16, 8, 24), Xie),
        .. Of("Ampere", [80, 86, 87], bytes: 16, fractionBits: 24, $"{Khattak}; {Xie}"),
        .. Of("Ada Lovelace", [89], bytes: 16, fractionBits: 24, $"{Khattak}; {Xie}"),
        .. Of("Hopper", [90], bytes: 32, fractionBits: 25, $"{Khattak}; {Xie}; {H200}"),
        .. Of("Blackwell", [100, 103, 120, 121], bytes: 32, fractionBits: 25, $"{Khattak}; {Xie}"),
        .. Float8("Ada Lovelace", [89], 16, Short, Xie),
        .. Float8("Hopper", [90], 16, operand => Nvidia(operand, 16, 25) with { Place = AccumulatorPlace.AfterSteps }, H200),
        .. Float8("Hopper, wgmma", [], 32, Short, Xie),
        .. Float8("RTX Blackwell", [120, 121], 32, operand => Nvidia(operand, 32, 25), Xie),
        new("CDNA1", [], OperandFormat.Binary16, Amd(OperandFormat.Binary16, 4, null), Xie),
        new("CDNA1", [], OperandFormat.BFloat16, Amd(OperandFormat.BFloat16, 2, null), Xie),
        new("CDNA3", [], OperandFormat.Binary16, Cdna3(OperandFormat.Binary16, 8), Xie),
        new("CDNA3", [], OperandFormat.BFloat16, Cdna3(OperandFormat.BFloat16, 8), Xie),
        new("CDNA3", [], OperandFormat.TF32, Cdna3(OperandFormat.TF32, 4), Xie),
    ];

    /// <summary>The unit of mma.sync with binary32 accumulators on a compute capability, times ten; null where none is published.</summary>
    public static PublishedUnit? Find(int capability, OperandFormat operand) =>
        All.FirstOrDefault(unit => unit.Operand == operand && unit.Capabilities.Contains(capability));

    private static IEnumerable<PublishedUnit> Of(string architecture, int[] capabilities, int bytes, int fractionBits, string source) =>
        new[] { OperandFormat.Binary16, OperandFormat.BFloat16, OperandFormat.TF32 }.Select(operand => new PublishedUnit(
            architecture, capabilities, operand, Nvidia(operand, bytes * 8 / operand.Bits, fractionBits), source));

    private static IEnumerable<PublishedUnit> Float8(
        string architecture, int[] capabilities, int fanIn, Func<OperandFormat, MultiplyAccumulateUnit> model, string source) =>
        new[] { OperandFormat.E4M3, OperandFormat.E5M2 }.Select(operand => new PublishedUnit(
            architecture, capabilities, operand, model(operand) with { FanIn = fanIn }, source));

    private static MultiplyAccumulateUnit Nvidia(OperandFormat operand, int fanIn, int? fractionBits) =>
        new(operand.Taken, FloatFormat.Binary32, fanIn, fractionBits, Rounding.Zero);

    /// <summary>8-bit factors with 13 bits kept, and as many in the result.</summary>
    private static MultiplyAccumulateUnit Short(OperandFormat operand) => Nvidia(operand, 1, 13) with { ResultFractionBits = 13 };

    private static MultiplyAccumulateUnit Amd(OperandFormat operand, int fanIn, int? fractionBits) =>
        Nvidia(operand, fanIn, fractionBits) with { Rounding = Rounding.Nearest };

    private static MultiplyAccumulateUnit Cdna3(OperandFormat operand, int fanIn) => Amd(operand, fanIn, 24) with
    {
        Place = AccumulatorPlace.AfterProducts,
        Join = new AccumulatorJoin(31, 24, Rounding.Down),
    };
}
