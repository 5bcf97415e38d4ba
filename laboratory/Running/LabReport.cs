// The results of the laboratory: the only input of its reports.

using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

/// <summary>Work that gave no answer.</summary>
/// <param name="Part">The part.</param>
/// <param name="Device">The id of the device, or null where it is not of one.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record LabFailure(LabPart Part, string? Device, string Message);

internal sealed record LabReport(
    IReadOnlyList<LabPart> Parts, IReadOnlyList<DeviceInfo> Devices, IReadOnlyList<LeftOutDevice> LeftOut, LabSettings Settings)
{
    public MachineInfo Machine { get; init; } = MachineInfo.Current;

    /// <summary>The orders of sums, or null where they were not asked for.</summary>
    public OrderReport? Orders { get; init; }

    /// <summary>NumPy and PyTorch, or null where they were not asked for or gave no answer.</summary>
    public PairReport? Pair { get; init; }

    /// <summary>What varies, on each device.</summary>
    public IReadOnlyList<VariationReport> Variation { get; init; } = [];

    /// <summary>What the sums of the library cost, on each device.</summary>
    public IReadOnlyList<CureReport> Cure { get; init; } = [];

    public IReadOnlyList<LabFailure> Failures { get; init; } = [];

    /// <summary>False where the user stopped it.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>What was found and must not occur: a fixed order that varies, a sum outside its bound, a tree whose replays
    /// differ.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. (Orders?.Findings ?? []).Where(finding => finding.IsBroken)
            .Select(finding => $"{finding.Target}: replays of its tree give other bits, or its error is outside its bound."),
        .. Pair?.FindFaults() ?? [],
        .. Variation.SelectMany(device => device.Faults),
        .. VariationFaults.Across(Variation),
        .. Cure.SelectMany(device => device.Faults),
        .. CureSection.FaultAcross(Cure) is { } across ? [across] : System.Array.Empty<string>(),
    ];

    /// <summary>0: no faults; 1: faults; 3: work gave no answer; 130: the user stopped it.</summary>
    public ExitStatus ExitStatus =>
        !IsComplete ? ExitStatus.Stopped
        : Failures.Count > 0 || Orders is { Failures.Count: > 0 } ? ExitStatus.CheckBroke
        : Faults.Count > 0 ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;

    /// <summary>A section for each part, which begins with its finding, and the meaning of the terms in them.</summary>
    public IReadOnlyList<DocumentSection> Sections => Glossary.Explain(
    [
        .. Orders is { } orders ? [OrderSection.Of(orders)] : System.Array.Empty<DocumentSection>(),
        .. Pair is { } pair ? [PairSection.Of(pair)] : System.Array.Empty<DocumentSection>(),
        .. Variation.Count > 0 ? [VariationSection.Of(Variation)] : System.Array.Empty<DocumentSection>(),
        .. Cure.Count > 0 ? [CureSection.Of(Cure)] : System.Array.Empty<DocumentSection>(),
    ]);

    /// <summary>Two trees of one operation that differ, NumPy's and PyTorch's if both are there; empty: none do.</summary>
    public IReadOnlyList<DocumentTree> Contrast =>
        Pair is { } pair && PairSection.Contrast(pair) is { Count: > 0 } trees ? trees
        : Orders is { } orders ? OrderSection.Contrast(orders)
        : [];
}
