// What the matrix units of devices showed, for reports.

using System.Text.Json.Serialization;
using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>The parameters of a multiply-accumulate unit.</summary>
/// <param name="FanIn">The products of one step, which are aligned and added together.</param>
/// <param name="Order">The elements in the order of the steps, as ranges.</param>
/// <param name="FractionBits">The bits that are kept of each addend below the largest exponent; null: all that the operands can show.</param>
/// <param name="Cut">What becomes of the bits below: zero (truncated), nearest or down.</param>
/// <param name="Accumulator">Where the accumulator is added: with-products, after-products or after-steps.</param>
/// <param name="Rounding">How the sum of a step is rounded: zero or nearest.</param>
/// <param name="ResultFractionBits">The bits of the fraction of a result.</param>
/// <param name="KeepsSubnormalOperands">Whether subnormal factors keep their value.</param>
/// <param name="KeepsSubnormalSums">Whether subnormal accumulators and results keep theirs.</param>
/// <param name="OverflowsToInfinity">Whether a sum that is too large is infinite; null where the operands are too small for one.</param>
/// <param name="NaN">The bits of NaN.</param>
/// <param name="Open">The parameters that the unit did not show, with what is possible.</param>
internal sealed record UnitParameters(
    int FanIn,
    string Order,
    int? FractionBits,
    Rounding Cut,
    AccumulatorPlace Accumulator,
    Rounding Rounding,
    int ResultFractionBits,
    bool KeepsSubnormalOperands,
    bool KeepsSubnormalSums,
    bool? OverflowsToInfinity,
    string NaN,
    IReadOnlyList<string> Open);

/// <summary>The comparison with a published unit.</summary>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="Differences">The parameters that differ; none where it is the same.</param>
internal sealed record PublishedComparison(string Architecture, string Source, IReadOnlyList<string> Differences);

/// <summary>What one instruction showed.</summary>
/// <param name="Instruction">The PTX instruction.</param>
/// <param name="Operand">The format of the factors.</param>
/// <param name="Length">The products of one instruction for each element.</param>
/// <param name="Probes">The number of dot products that it was asked for.</param>
/// <param name="Parameters">The parameters; null where no model fits.</param>
/// <param name="Problem">Why there are no parameters; null where there are.</param>
/// <param name="Replay">The comparison with the model on random dot products; null without parameters.</param>
/// <param name="Published">The comparison with what is published; null without parameters, or where nothing is.</param>
internal sealed record UnitFinding(
    string Instruction,
    string Operand,
    int Length,
    int Probes,
    UnitParameters? Parameters,
    string? Problem,
    UnitReplay? Replay,
    PublishedComparison? Published)
{
    /// <summary>Whether a model gives every result, and is the published one where one is.</summary>
    [JsonIgnore]
    public bool IsProven => Replay is { } replay && replay.Agreeing == replay.Count && Published is null or { Differences.Count: 0 };
}

/// <summary>The matrix units of one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Capability">Its CUDA compute capability; null for another device.</param>
/// <param name="WhyNone">Why no instruction ran, in one sentence; null where one did.</param>
/// <param name="Units">What each instruction showed.</param>
/// <param name="Skipped">The instructions that it does not have, one sentence each.</param>
internal sealed record TensorCoreReport(
    DeviceInfo Device, string? Capability, string? WhyNone, IReadOnlyList<UnitFinding> Units, IReadOnlyList<string> Skipped)
{
    [JsonIgnore]
    public bool IsProven => Units.All(unit => unit.IsProven);
}
