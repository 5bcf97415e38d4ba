// The laboratory as JSON. What each part measured is written as the part itself has it.

using System.Collections.Generic;
using System.Linq;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.GpuChecks.Reports.Laboratory;

/// <summary>What the laboratory found.</summary>
/// <param name="Parts">The parts that were asked for: order, pair, variation, cure.</param>
/// <param name="Scale">How thorough it was: quick, full or exhaustive.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Runs">How often what may vary was repeated.</param>
/// <param name="Complete">False where the user stopped it.</param>
/// <param name="Faults">What was found that must not be: a fixed order that varies, a sum outside its bound, a tree whose replays differ.</param>
/// <param name="Failures">What gave no answer.</param>
/// <param name="Orders">The orders of sums; null where they were not asked for.</param>
/// <param name="Pair">NumPy beside PyTorch; null where it was not asked for or gave no answer.</param>
/// <param name="Variation">What varies, on each device.</param>
/// <param name="Cure">What the sums of QuizKit.Numerics cost, on each device.</param>
internal sealed record LabJson(
    IReadOnlyList<string> Parts,
    string Scale,
    ulong Seed,
    int Runs,
    bool Complete,
    IReadOnlyList<string> Faults,
    IReadOnlyList<LabFailureJson> Failures,
    OrdersJson? Orders,
    PairReport? Pair,
    IReadOnlyList<VariationReport> Variation,
    IReadOnlyList<CureReport> Cure)
{
    /// <summary>Turns a report into its JSON.</summary>
    /// <param name="report">The report.</param>
    public static LabJson Of(LabReport report) => new(
        [.. report.Parts.Select(LabParts.IdOf)],
        Names.IdOf(report.Settings.Scale),
        report.Settings.Seed,
        report.Settings.Runs,
        report.IsComplete,
        report.Faults,
        [.. report.Failures.Select(failure => new LabFailureJson(LabParts.IdOf(failure.Part), failure.Device, failure.Message))],
        report.Orders is { } orders ? OrdersJson.Of(orders) : null,
        report.Pair,
        report.Variation,
        report.Cure);
}

/// <summary>Work that gave no answer.</summary>
/// <param name="Part">The part.</param>
/// <param name="Device">The id of the device; null where it is not of one.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record LabFailureJson(string Part, string? Device, string Message);

/// <summary>The report of <c>gpu-checks lab</c>.</summary>
/// <param name="SchemaVersion">1; counts up when a field changes its meaning or goes.</param>
/// <param name="Tool">The tool that wrote the report.</param>
/// <param name="ExitCode">0 where nothing is at fault, 1 where something is, 3 where work gave no answer, 130 where the user stopped it.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Devices">The devices.</param>
/// <param name="LeftOut">The devices that were looked for and cannot be used.</param>
/// <param name="Laboratory">What was found.</param>
internal sealed record LabReportJson(
    int SchemaVersion, ToolJson Tool, int ExitCode, MachineJson Machine, IReadOnlyList<DeviceJson> Devices, IReadOnlyList<LeftOutJson> LeftOut, LabJson Laboratory);
