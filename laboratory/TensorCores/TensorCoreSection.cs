// The report on matrix units.

using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

internal static class TensorCoreSection
{
    public static string NameOf(AccumulatorPlace place) => place switch
    {
        AccumulatorPlace.WithProducts => "with the products",
        AccumulatorPlace.AfterProducts => "after the products",
        _ => "after all steps",
    };

    public static string NameOf(Rounding rounding) => rounding switch
    {
        Rounding.Zero => "toward zero",
        Rounding.Nearest => "to nearest",
        _ => rounding.ToString().ToLowerInvariant(),
    };

    /// <summary>Returns the section of a device.</summary>
    public static DocumentSection Of(TensorCoreReport report) => new(
        "device-" + report.Device.Id.Replace(':', '-'),
        $"{report.Device.Id}: {report.Device.Name}{(report.Capability is { } capability ? $", compute capability {capability}" : "")}",
        report.WhyNone is { } why ? [new DocumentText(why)] : Blocks(report));

    /// <summary>The conclusion in one sentence.</summary>
    public static string Summary(IReadOnlyList<TensorCoreReport> reports)
    {
        List<UnitFinding> units = [.. reports.SelectMany(report => report.Units)];
        if (units.Count == 0) return "No device here has tensor cores that can be called.";
        var proven = units.Count(unit => unit.IsProven);
        var dots = units.Sum(unit => unit.Replay?.Count ?? 0);
        return proven == units.Count
            ? $"{NumberText.Of(units.Count, "instruction")}: the parameters give all {NumberText.Of(dots)} random dot products, bit for bit"
                + (units.Any(unit => unit.Published is not null) ? ", and are those published." : ".")
            : $"{NumberText.Of(units.Count - proven)} of {NumberText.Of(units.Count, "instruction")} "
                + $"{(units.Count - proven == 1 ? "has" : "have")} no proof, or other parameters than those published.";
    }

    private static IReadOnlyList<DocumentBlock> Blocks(TensorCoreReport report) =>
    [
        .. report.Device.Kind == DeviceKind.CudaSoftware
            ?
            [
                new DocumentText(
                    "This is the emulator. It executes the model of an H200, whatever its compute capability, and proves nothing of a GPU."),
            ]
            : System.Array.Empty<DocumentBlock>(),
        new DocumentTable(
            "The parameters found",
            [
                new("operands"), new("products in a step", IsNumber: true), new("bits below the largest", IsNumber: true), new("cut"),
                new("accumulator"), new("result"), new("result bits", IsNumber: true), new("subnormals"), new("overflow"), new("NaN"),
            ],
            [.. report.Units.Where(unit => unit.Parameters is not null).Select(Row)]) { IsStacked = true },
        new DocumentTable(
            "The proof: random dot products with the bits of the model, and what is published",
            [new("operands"), new("instruction", IsCode: true), new("probes", IsNumber: true), new("same bits"), new("published")],
            [.. report.Units.Select(Proof)])
        {
            IsStacked = true,
            ToneOf = (row, column) => column == 3 ? (report.Units[row].IsProven ? Tone.Good : Tone.Bad) : Tone.Plain,
        },
        .. Notes(report) is { Count: > 0 } notes
            ? [new DocumentList([.. notes.Select(note => new DocumentText(note))])] : System.Array.Empty<DocumentBlock>(),
    ];

    private static IReadOnlyList<string> Row(UnitFinding unit)
    {
        var found = unit.Parameters!;
        return
        [
            unit.Operand,
            NumberText.Of(found.FanIn) + (found.FanIn == unit.Length ? " (all)" : ""),
            found.FractionBits is { } bits ? NumberText.Of(bits) : "all",
            NameOf(found.Cut),
            NameOf(found.Accumulator),
            NameOf(found.Rounding),
            NumberText.Of(found.ResultFractionBits),
            (found.KeepsSubnormalOperands, found.KeepsSubnormalSums) switch
            {
                (true, true) => "kept",
                (false, false) => "zero",
                (true, false) => "zero in sums",
                _ => "zero in operands",
            },
            found.OverflowsToInfinity switch { true => "infinite", false => "largest number", null => "out of reach" },
            found.NaN,
        ];
    }

    private static IReadOnlyList<string> Proof(UnitFinding unit) =>
    [
        unit.Operand,
        unit.Instruction,
        NumberText.Of(unit.Probes),
        unit.Replay is { } replay ? $"{NumberText.Of(replay.Agreeing)} of {NumberText.Of(replay.Count)}" : "no model",
        unit.Published switch
        {
            null => "nothing",
            { Differences.Count: 0 } published => $"the same as {published.Architecture}: {published.Source}",
            var published => $"other than {published.Architecture} ({published.Source}): {string.Join("; ", published.Differences)}",
        },
    ];

    private static List<string> Notes(TensorCoreReport report) =>
    [
        .. report.Units.Where(unit => unit.Problem is not null).Select(unit => $"{unit.Operand}: {unit.Problem}"),
        .. report.Units.Where(unit => unit.Replay?.FirstDifference is not null).Select(
            unit => $"{unit.Operand}: {unit.Replay!.FirstDifference}."),
        .. report.Units.Where(unit => unit.Parameters is { } found && found.FanIn < unit.Length).Select(
            unit => $"{unit.Operand}: the steps are the elements {unit.Parameters!.Order}."),
        .. report.Units.Where(unit => unit.Parameters?.Open.Count > 0).Select(
            unit => $"{unit.Operand}: the unit does not show which: {string.Join("; ", unit.Parameters!.Open)}."),
        .. report.Skipped,
    ];
}
