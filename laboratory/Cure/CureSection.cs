// The report section on the cure: the cost, the error and the stability of each level of determinism on each device.

using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

internal static class CureSection
{
    private const double Target = 1.2;

    /// <summary>Returns the section of the reports, the CPU accelerator's first.</summary>
    public static DocumentSection Of(IReadOnlyList<CureReport> devices)
    {
        var pieces = new List<DocumentBlock>
        {
            new DocumentText(Finding(devices), Tone.Strong),
            new DocumentText(
                "Four sums of the same numbers, one for each level of determinism. `NotGuaranteed` ends in floating-point atomics: its "
                + "bits depend on the schedule. `FixedTree` adds in one tree: its bits depend on the numbers and their order. "
                + "`CorrectlyRounded` adds integers, which is associative, and rounds once: its bits depend on the numbers alone, on "
                + "every device. So do those of `Binned`, which first rounds each number to a multiple that the largest one determines."),
        };
        if (FaultAcross(devices) is { } across) pieces.Add(new DocumentText("Broken: " + across));
        pieces.AddRange(devices.Where(device => device.Fault is not null).Select(device => new DocumentText("Broken: " + device.Fault)));

        pieces.AddRange(devices.Where(device => device.Device.Count > 0).Select(
            device => new DocumentPlot(CurePlot(device), LargestText(device))));
        pieces.AddRange(devices.SelectMany(device => ErrorPlots(device, NumberFormat.Binary32)));
        pieces.Add(new DocumentDetails("The cost", Costs(devices)));
        pieces.Add(new DocumentDetails(
            "The error",
            [
                new DocumentText(
                    "The condition number of a sum is Σ|x|/|Σx|: the factor by which the relative error of an addition can grow in the "
                    + "result. The error of every accumulation order grows with it; the correctly rounded sum remains at half an ulp (unit "
                    + "in the last place). From 1/u on, 2²⁴ in binary32, the sums in an order may have no correct bit. The binned sum "
                    + "remains near half an ulp until what it dropped is as large as that."),
                .. devices.SelectMany(device => ErrorPlots(device, NumberFormat.Binary64)),
                .. devices.Where(device => device.Errors.Count > 0).Select(ErrorTable),
            ]));
        pieces.Add(new DocumentDetails(
            "Stability of the bits",
            [
                .. devices.Where(device => device.Stability.Count > 0).Select(StabilityTable),
                .. AcrossText(devices) is { } agreement ? [new DocumentText(agreement)] : System.Array.Empty<DocumentBlock>(),
            ]));

        var leftOut = devices.SelectMany(device => device.LeftOut.Select(what => $"{device.DeviceId}: {what}")).ToList();
        if (leftOut.Count > 0) pieces.Add(new DocumentText("Skipped: " + string.Join(" ", leftOut)));
        return new DocumentSection("cure", "The cure and its cost", pieces);
    }

    private static string Finding(IReadOnlyList<CureReport> devices)
    {
        if (FaultAcross(devices) is { } across) return "A guarantee is broken. " + across;
        if (devices.FirstOrDefault(device => device.Fault is not null) is { } broken) return "A guarantee is broken. " + broken.Fault;
        var costs =
            from device in devices
            let ratios = (from found in Largest(device) from figure in Exact(found) select figure.Ratio).ToList()
            where ratios.Count > 0
            let range = ratios.Count == 1 ? "" : FormattableString.Invariant($"{ratios.Min():0.00} to ")
            select FormattableString.Invariant($"{range}{ratios.Max():0.00} times on {device.DeviceId}");
        return "Sums that round once have the same bits for every schedule, device and order of the input. "
            + (costs.Any()
                ? $"On the largest inputs they cost, over sums in a fixed tree, {string.Join(" and ", costs)}."
                : "None was timed here.");
    }

    private static IEnumerable<CureCase> Largest(CureReport device) =>
        device.Device.GroupBy(found => (found.Operation, found.Format)).Select(cases => cases.MaxBy(found => found.Length)!);

    private static IEnumerable<CureFigure> Exact(CureCase found) =>
        found.Figures.Where(figure => figure.Name == nameof(Determinism.CorrectlyRounded));

    private static List<DocumentBlock> Costs(IReadOnlyList<CureReport> devices)
    {
        var pieces = new List<DocumentBlock>();
        pieces.Add(new DocumentText(
            "Each round times every level once; a ratio is that of two times of one round, given as the median of all rounds with its "
            + "quartiles. A time is that of a complete call, including launches and the transfer of the result. The target is at most "
            + "1.2 times the tree on large inputs. A copy within the device's memory reads and writes the same numbers in the same "
            + "rounds: a sum that reads as many bytes in a second as a copy reads and writes, 100 %, is as fast as the memory."));
        pieces.AddRange(devices.Select(device => CureTable($"Cost on {device.DeviceName} ({device.DeviceId})", device.Device)));

        if (devices.Any(device => device.Spread.Count > 0))
        {
            pieces.Add(new DocumentText(
                "The exact sum is fast while most terms lie within about thirty binades of each other, as terms of one kind do. Terms "
                + "that are spread further need additional passes, one for about fifty binades on a processor, for about thirty on a "
                + "GPU. The bits remain the same, and the other levels are not affected."));
            pieces.AddRange(devices.Where(device => device.Spread.Count > 0).Select(device =>
                CureTable($"Cost on {device.DeviceName} ({device.DeviceId}) where the magnitudes are spread", device.Spread)));
        }

        pieces.Add(Published);
        return pieces;
    }

    /// <summary>
    /// Describes the sums that differ between devices at a level that guarantees one result on all of them, or returns null if there are
    /// none. Reports with the same seed and scale contain the same sums.
    /// </summary>
    public static string? FaultAcross(IReadOnlyList<CureReport> devices)
    {
        var differing = Shared(devices).Where(sum => sum.Bits.Distinct(StringComparer.Ordinal).Count() > 1).ToList();
        if (differing.Count == 0) return null;
        var (level, where, bits) = differing[0];
        return $"{NumberText.Of(differing.Count, "sum")} differ between devices although their level guarantees the same bits, the "
            + $"first at {level}, {where}: {string.Join(", ", bits)}.";
    }

    /// <summary>Published figures, for scale.</summary>
    private static DocumentTable Published { get; } = new(
        "Figures on other hardware: published figures, not measured here",
        [new("implementation"), new("what is compared"), new("cost"), new("source")],
        [
            ["CUB, gpu_to_gpu", "a reproducible float sum with its default, large inputs", "20 to 30 % more", "NVIDIA, documentation "
                + "of CUB"],
            ["ReproBLAS", "a reproducible dot product with a vendor's, n = 4,096", "about 4 times", "Demmel, Ahrens, Nguyen, ReproBLAS"],
            [
                "superaccumulators with expansions", "an exact sum with a plain parallel one, large inputs", "close to zero: both are "
                    + "memory-bound",
                "Collange, Defour, Graillat, Iakymchuk 2015, Parallel Computing 49",
            ],
            [
                "two passes in a fixed order (TPRC)", "with a block tree that ends in atomics, 4 million doubles, V100", "6.490 ms, "
                    + "and 6.456 ms",
                "Shanmugavelu et al. 2024, arXiv:2408.05148",
            ],
        ]);

    private static DocumentTable CureTable(string caption, IReadOnlyList<CureCase> cases)
    {
        return DocumentTable.Of(
            caption,
            cases,
            [
                .. Subject<CureCase>(found => (found.Operation, found.Format, found.Length)),
                new("spread (binades)", found => found.Spread),
                .. CureStudy.Levels.Where(level => level != Determinism.FixedTree)
                    .Select(level => Column($"{level} / FixedTree", level.ToString(), RatioText)),
                .. CureStudy.Levels.Select(level => Column($"{level} (ms)", level.ToString(), figure => Short(figure.Milliseconds))),
                Column("Copy (GB/s)", CureFigure.Copy, figure => Short(figure.GigabytesPerSecond)),
                .. CureStudy.Levels.Select(level => new ItemColumn<CureCase>(
                    $"{level}, share of Copy",
                    found => ShareOfCopy(found, level) is { } share ? $"{Short(100 * share)} %" : "",
                    IsNumber: true)),
            ]);

        static ItemColumn<CureCase> Column(string title, string name, Func<CureFigure, string> text) =>
            new(title, found => FigureOf(found, name) is { } figure ? text(figure) : "", IsNumber: true);
    }

    private static CureFigure? FigureOf(CureCase found, string name) => found.Figures.FirstOrDefault(figure => figure.Name == name);

    /// <summary>Returns how many of the bytes that a copy reads and writes in a second a sum reads in a second.</summary>
    private static double? ShareOfCopy(CureCase found, Determinism level) =>
        FigureOf(found, level.ToString())?.GigabytesPerSecond / FigureOf(found, CureFigure.Copy)?.GigabytesPerSecond;

    /// <summary>Compares the cost on the largest inputs with the target.</summary>
    private static string LargestText(CureReport device)
    {
        var texts =
            from found in Largest(device)
            from figure in Exact(found)
            select $"{RatioText(figure)} for the {OperationText(found.Operation)} of {NumberText.Of(found.Length)} numbers in "
                + $"{FormatText(found.Format)}";
        return texts.Any()
            ? $"On the largest inputs the correctly rounded sum costs, over the fixed tree: {string.Join("; ", texts)}."
            : "This device has no correctly rounded sum.";
    }

    private static Plot CurePlot(CureReport device)
    {
        var lines =
            from found in device.Device
            from figure in Exact(found)
            group (X: (double)found.Length, Y: figure.Ratio) by (found.Operation, found.Format) into points
            select PlotData.Line(
                $"{OperationText(points.Key.Operation)}, {FormatText(points.Key.Format)}", points.Select(point => point.X), points.Select(
                    point => point.Y));
        double from = device.Device.Min(found => found.Length), to = device.Device.Max(found => found.Length);
        return new Plot(
            $"The cost of a correctly rounded sum on {device.DeviceName}", "numbers added up", "time over the fixed tree's, "
                + "median", LogX: true, LogY: false,
            [.. lines, PlotData.Level("as fast as the tree", 1, from, to), PlotData.Level("the target on large inputs", Target, from, to)]);
    }

    /// <summary>The error of every accumulation order grows with the condition number, that of an exact sum does not.</summary>
    private static IEnumerable<DocumentPlot> ErrorPlots(CureReport device, NumberFormat format) =>
        from found in device.Errors
        where found.Operation == OrderOperation.Sum && found.Format == format
        group found by found.Format into cases
        let all = cases.OrderBy(found => found.Condition).ToList()
        let conditions = all.Select(found => found.Condition)
        let levels = all[0].Levels.Select(level => level.Level)
        select new DocumentPlot(
            new Plot(
            $"The error of a sum of {NumberText.Of((long)all[0].Length)} numbers in {FormatText(cases.Key)} on {device.DeviceName}",
            "condition number Σ|x|/|Σx|", "|result − exact| in ulp of the exact sum", LogX: true, LogY: true,
            [
                .. levels.Select(level => PlotData.Points(level.ToString(), conditions, all.Select(found => Error(found, level).ErrorUlp))),
                .. levels.Select(
                    level => PlotData.Reference($"bound of {level}", conditions, all.Select(found => Error(found, level).BoundUlp))),
            ]),
            "To the right the addends cancel more. The errors of sums in an order rise, as their bounds do; the correctly rounded "
            + $"sum stays at half an ulp: here {Short(all.Max(ExactError))} ulp at most.");

    private static DocumentTable ErrorTable(CureReport device) => DocumentTable.Of(
        $"Error on {device.DeviceName} ({device.DeviceId}), in ulp of the exact result, and its bound",
        device.Errors,
        [
            .. Subject<ErrorCase>(found => (found.Operation, found.Format, found.Length)),
            new("condition number", found => Short(found.Condition), IsNumber: true),
            .. device.Errors[0].Levels.SelectMany(level => new ItemColumn<ErrorCase>[]
            {
                new($"{level.Level}", found => Short(Error(found, level.Level).ErrorUlp), IsNumber: true),
                new("bound", found => Short(Error(found, level.Level).BoundUlp), IsNumber: true),
            }),
        ]);

    private static DocumentTable StabilityTable(CureReport device) => DocumentTable.Of(
        $"Bit patterns of one sum on {device.DeviceName} ({device.DeviceId})",
        device.Stability,
        [
            .. Subject<StabilityCase>(found => (found.Operation, found.Format, found.Length)),
            new("level", found => found.Level.ToString()),
            new("over runs", found => $"{found.PatternsOverRuns} of {found.Runs}", IsNumber: true),
            new("over launch shapes", found => $"{found.PatternsOverShapes} of {found.Shapes}", IsNumber: true),
            new("over orders of the input", found => $"{found.PatternsOverPermutations} of {found.Permutations}", IsNumber: true),
        ]);

    /// <summary>The columns that state what was added up.</summary>
    private static IEnumerable<ItemColumn<T>> Subject<T>(Func<T, (OrderOperation Operation, NumberFormat Format, long Length)> of) =>
    [
        new("operation", found => OperationText(of(found).Operation)),
        new("format", found => FormatText(of(found).Format)),
        new("n", found => of(found).Length),
    ];

    private static string? AcrossText(IReadOnlyList<CureReport> devices)
    {
        var shared = Shared(devices).ToList();
        if (shared.Count == 0) return null;
        var counts = shared.GroupBy(sum => sum.Level).Select(level =>
            $"`{level.Key}` gave the same bits for {level.Count(sum => sum.Bits.Distinct(StringComparer.Ordinal).Count() == 1)} of "
                + $"{level.Count()} sums");
        return $"Across {devices.Count} devices: {string.Join(", ", counts)}.";
    }

    /// <summary>The sums of several devices at a level that guarantees the same bits on all of them.</summary>
    private static IEnumerable<(Determinism Level, string Where, IReadOnlyList<string> Bits)> Shared(IReadOnlyList<CureReport> devices) =>
        from device in devices
        from found in device.Errors
        from level in found.Levels
        where level.Level != Determinism.NotGuaranteed
        group level.Bits by (level.Level, found.Operation, found.Format, found.Length, found.Condition) into same
        where same.Count() > 1
        select (
            same.Key.Level,
            $"{OperationText(same.Key.Operation)} in {FormatText(same.Key.Format)} of condition number {Short(same.Key.Condition)}",
            (IReadOnlyList<string>)[.. same]);

    private static double ExactError(ErrorCase found) =>
        found.Levels.Where(level => level.Level == Determinism.CorrectlyRounded).Select(level => level.ErrorUlp).DefaultIfEmpty().Max();

    private static LevelError Error(ErrorCase found, Determinism level) => found.Levels.Single(error => error.Level == level);

    private static string OperationText(OrderOperation operation) => operation == OrderOperation.Dot ? "dot product" : "sum";

    private static string FormatText(NumberFormat format) => format == NumberFormat.Binary32 ? "binary32" : "binary64";

    private static string RatioText(CureFigure figure) =>
        FormattableString.Invariant($"{figure.Ratio:0.00} ({figure.RatioLowerQuartile:0.00} to {figure.RatioUpperQuartile:0.00})");

    /// <summary>Three significant digits, the precision of times and errors of one run.</summary>
    private static string Short(double value)
    {
        if (value is not (0 or >= 0.001 and < 10_000)) return FormattableString.Invariant($"{value:0.##e0}");
        var digits = FormattableString.Invariant($"{value:G3}");
        return digits.Contains('E', StringComparison.Ordinal) ? FormattableString.Invariant($"{value:0}") : digits;
    }
}
