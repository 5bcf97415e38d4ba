// The report section on run-to-run variation: texts, tables and plots, every figure beside its bound.

using QuizKit.Cuda.Emulator;
using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

internal static class VariationSection
{
    /// <summary>The name of this part of the laboratory.</summary>
    public const string Id = "variation";

    private const int MostRows = 8;
    private const int MostReplays = 100;
    private const int MostBars = 24;
    private const string Dash = "–";

    /// <summary>Returns the section of the reports of all devices.</summary>
    public static DocumentSection Of(IReadOnlyList<VariationReport> devices) => new(
        Id,
        "The same sum, many times: what varies from run to run",
        devices.Count == 0
            ? [new DocumentText("No device was measured.")]
            :
            [
                .. Opening(devices),
                new DocumentDetails("The algorithms", [.. Algorithms(devices)]),
                .. Folded("The number of results", Results(devices)),
                .. Folded("The distribution of the results", Distributions(devices)),
                .. Folded("Scatter-add", Arrays(devices)),
                .. Folded("Growth with the length", Growth(devices)),
                .. Folded("The schedule", Schedules(devices)),
                .. Folded("The scope of identical bits", Identities(devices)),
                .. Folded("The cost of determinism", Times(devices)),
                .. Folded("Comparison with the literature", Published(devices)),
            ]);

    private static IEnumerable<DocumentDetails> Folded(string title, IEnumerable<DocumentBlock> blocks)
    {
        DocumentBlock[] pieces = [.. blocks];
        return pieces.Length == 0 ? [] : [new DocumentDetails(title, pieces)];
    }

    /// <summary>The device and the sum with the most results among those whose order is not fixed; null: there are none.</summary>
    private static (VariationReport Device, SumVariation Sum)? MostResults(IReadOnlyList<VariationReport> devices)
    {
        var sums =
            from device in devices
            from sum in device.Sums
            where PromiseOf(sum.Algorithm) == Sameness.None
            orderby sum.Results.Count descending
            select (device, sum);
        return sums.Select(one => ((VariationReport, SumVariation)?)one).FirstOrDefault();
    }

    private static string Finding(IReadOnlyList<VariationReport> devices)
    {
        var faults = devices.SelectMany(device => device.Faults).Concat(VariationFaults.Across(devices)).ToList();
        if (faults.Count > 0) return "A sum in a fixed order varied, or an error exceeds its bound: " + faults[0];
        return (MostResults(devices) is var (device, sum) && sum.Results.Count > 1
            ? Invariant($"{sum.Runs} sums of the same {sum.Length:N0} {BinaryOf(sum.Format)} numbers by atomic additions ")
                + Invariant($"({NameOf(sum.Algorithm)}) gave {sum.Results.Count} different results on {device.DeviceId}, ")
                + Invariant($"{sum.SpreadUlps:N0} ulp apart. ")
            : "No sum varied, which is not a guarantee: the schedule still determined the order. ")
            + "Every sum in a fixed order gave one result in all of its runs.";
    }

    private static string BinaryOf(string format) => format == "float32" ? "binary32" : "binary64";

    private static IEnumerable<DocumentBlock> Opening(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(Finding(devices), Tone.Strong);
        yield return new DocumentText(
            "Floating-point addition rounds, so the order of the additions determines the last bits of a sum. If the schedule "
            + "determines that order, as with atomic additions, the same program may give different results for the same numbers on the "
            + "same device. Here the same sums are "
            + "repeated many times, by the algorithms and with the metrics of " + PublishedFigures.Source + ".");
        foreach (var fault in devices.SelectMany(device => device.Faults).Concat(VariationFaults.Across(devices)))
            yield return new DocumentText("Fault. " + fault);
        foreach (var device in devices)
        {
            foreach (var skipped in device.Skipped)
                yield return new DocumentText($"Skipped on {Of(device)}: {skipped}.".Replace("..", ".", StringComparison.Ordinal));
        }

        if (MostResults(devices) is not var (widest, most) || most.Results.Count == 1) yield break;
        var shown = widest.Sums.Where(
            sum => (sum.Dataset, sum.Format, sum.Length) == (most.Dataset, most.Format, most.Length)
                && sum.Algorithm is "ao" or "spa" && sum.Results.Count > 1);
        foreach (var sum in shown) yield return new DocumentPlot(Histogram(widest, sum), CaptionOf(sum));
    }

    private static string CaptionOf(SumVariation sum) =>
        Invariant($"Each bar counts runs: {sum.Results.Count} different results of one and the same sum, ")
        + Invariant($"{sum.SpreadUlps:N0} ulp between the smallest and the largest. ")
        + (sum.Normality.PValue is not { } p ? "There are too few of them to compare with a normal distribution."
            : p < Normality.Level ? "They are not normally distributed (K² test, level 1 %)."
            : "A normal distribution is not rejected (K² test, level 1 %).");

    private static IEnumerable<DocumentBlock> Algorithms(IReadOnlyList<VariationReport> devices)
    {
        foreach (var device in devices)
        {
            var varying = device.Sums.Where(sum => PromiseOf(sum.Algorithm) == Sameness.None).MaxBy(sum => sum.Results.Count);
            var constant = device.Sums.Where(sum => PromiseOf(sum.Algorithm) >= Sameness.EveryRun).ToList();
            if (varying is null) continue;
            yield return new DocumentText(
                (varying.Results.Count > 1
                    ? Invariant($"{Of(device)}: {varying.Runs} {NameOf(varying.Algorithm)} sums of the same {varying.Length:N0} ")
                        + Invariant($"{varying.Format} numbers of {varying.Dataset} gave {varying.Results.Count} different results, ")
                        + Invariant($"{varying.SpreadUlps:N0} ulp between the smallest and the largest. ")
                    : Invariant($"{Of(device)}: no sum varied in {varying.Runs} runs. ")
                        + "This is not a guarantee: the schedule still determined the order. ")
                + (constant.All(sum => sum.Results.Count == 1)
                    ? "Every sum in a fixed order gave one result in all of its runs."
                    : "A sum in a fixed order varied, which is a fault."));
        }

        foreach (var device in devices.Where(device => device.Sums.Any(sum => sum.Results[0].Seed is not null)))
        {
            if (device.Sums.Any(sum => sum.Results.Count > 1))
            {
                yield return new DocumentText(
                    $"{Of(device)} has another order of its threads in each run, named by a seed: `{CudaEmulator.SeedVariable}=N` in "
                    + "the environment gives the result of seed N again, in every run. The JSON report has the seed of each result of each "
                    + "sum.");
                continue;
            }

            yield return DocumentTable.Of(
                $"Sums in the schedule of `{CudaEmulator.SeedVariable}={device.Sums[0].Results[0].Seed}` on {Of(device)}",
                device.Sums,
                new("algorithm", sum => NameOf(sum.Algorithm)),
                new("numbers", Numbers),
                new("bits", sum => "0x" + sum.Results[0].Bits));
        }

        yield return DocumentTable.Of(
            "The algorithms",
            SumAlgorithms.All,
            new("algorithm", algorithm => algorithm.Name),
            new("what it does", algorithm => algorithm.Description),
            new("the same bits by construction", algorithm => Of(algorithm.Promise)));
    }

    private static IEnumerable<DocumentBlock> Results(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "Vs = 1 − |S/Sᵈ| compares a sum S with the deterministic Sᵈ of the fixed tree: its mean is the difference between two "
            + "orders, and its standard deviation σ(Vs) the effect of the schedule. Each largest error is shown with a bound that holds "
            + "for every schedule: γ(h)·Σ|x| with the largest possible height h of a summation tree (n − 1 for AO), or half an ulp for "
            + "a correctly rounded sum.");
        foreach (var device in devices)
        {
            yield return DocumentTable.Of(
                $"Results of repeated sums of the same numbers on {Of(device)}",
                device.Sums,
                new("algorithm", sum => NameOf(sum.Algorithm)),
                new("numbers", Numbers),
                new("launch shape", sum => sum.Shape),
                new("runs", sum => sum.Runs),
                new("different results", sum => sum.Results.Count),
                new("spread (ulp)", sum => sum.SpreadUlps),
                new("mean Vs", sum => Short(sum.MeanVs), IsNumber: true),
                new("σ(Vs)", sum => Short(sum.DeviationVs), IsNumber: true),
                new("max |Vs|", sum => Short(sum.LargestVs), IsNumber: true),
                new("largest error", sum => Short(sum.LargestError), IsNumber: true),
                new("bound", sum => Short(sum.Bound), IsNumber: true),
                new("h", sum => sum.Height is { } height ? NumberText.Of(height) : "½ ulp", IsNumber: true));
        }
    }

    private static IEnumerable<DocumentBlock> Distributions(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "Is run-to-run variation Gaussian noise? D'Agostino and Pearson's K² (D'Agostino, Belanger and D'Agostino Jr. 1990) tests "
            + "this by skewness and kurtosis, which are hardly affected by sums being whole numbers of ulps; p is the probability that "
            + "normally distributed results give a larger K². The test needs 20 runs and a standard deviation of at least one ulp. In "
            + "the literature SPA is close to normal, and AO has several modes or is skewed.");
        foreach (var device in devices)
        {
            var varying = device.Sums.Where(sum => sum.Results.Count > 1).ToList();
            if (varying.Count == 0)
            {
                yield return new DocumentText($"{Of(device)}: no sum varied, so there is no distribution.");
                continue;
            }

            yield return DocumentTable.Of(
                $"Normality of the results on {Of(device)}",
                varying,
                new("algorithm", sum => NameOf(sum.Algorithm)),
                new("numbers", Numbers),
                new("different results", sum => sum.Results.Count),
                new("share of the most frequent", sum => NumberText.OfShare(sum.Results[0].Count / (double)sum.Runs), IsNumber: true),
                new("skewness", sum => Two(sum.Normality.Skewness), IsNumber: true),
                new("excess kurtosis", sum => Two(sum.Normality.ExcessKurtosis), IsNumber: true),
                new("K²", sum => sum.Normality.Statistic is { } statistic ? Invariant($"{statistic:0.0}") : Dash, IsNumber: true),
                new("p", sum => Probability(sum.Normality.PValue), IsNumber: true),
                new("normal?", sum =>
                    sum.Normality.WhyNot ?? (sum.Normality.PValue < Normality.Level ? "rejected at the level of 1%" : "not rejected")));
            foreach (var sum in varying.Where(sum => sum.Format == "float32" && sum.Algorithm is "ao" or "spa"))
                yield return new DocumentPlot(Histogram(device, sum));
            yield return HashTable(device, varying.MaxBy(sum => sum.Results.Count)!);
        }
    }

    private static DocumentTable HashTable(VariationReport device, SumVariation sum)
    {
        // Where a seed gives a result again, each of them is worth a row.
        var hasSeeds = sum.Results[0].Seed is not null;
        var rows = Math.Min(hasSeeds ? MostReplays : MostRows, sum.Results.Count);
        return DocumentTable.Of(
            Invariant($"The {rows} most frequent of {sum.Results.Count} results: {NameOf(sum.Algorithm)} ")
                + Invariant($"of {sum.Length:N0} {sum.Format} numbers of {sum.Dataset} on {Of(device)}, {sum.Runs} runs"),
            sum.Results.Take(rows),
            [
                new("bits", result => "0x" + result.Bits),
                new(
                    "value",
                    one => sum.Format == "float32" ? Invariant($"{(float)one.Value}") : Invariant($"{one.Value}"),
                    IsNumber: true),
                new("error (ulp)", result => Invariant($"{(result.Value - sum.Exact) / sum.Ulp:0.0}"), IsNumber: true),
                new("runs", result => result.Count),
                .. hasSeeds ? [SeedColumn] : System.Array.Empty<ItemColumn<ResultCount>>(),
            ]);
    }

    /// <summary>What CUDA in software gave in binary32, each result with a seed that gives it again: a hundred of them at most.</summary>
    public static DocumentTable Replays(IReadOnlyList<ResultCount> results) => DocumentTable.Of(
        results.Count > MostReplays
            ? Invariant($"The {MostReplays} most frequent of {results.Count} results, each with a seed that gives it again; JSON has all")
            : $"{NumberText.Of(results.Count, "result")}, each with a seed that gives it again",
        results.Take(MostReplays),
        new("bits", result => "0x" + result.Bits),
        new("value", one => Invariant($"{(float)one.Value}"), IsNumber: true),
        new("runs", result => result.Count),
        SeedColumn);

    private static ItemColumn<ResultCount> SeedColumn { get; } =
        new(CudaEmulator.SeedVariable, result => result.Seed is { } seed ? NumberText.OfSeed(seed) : Dash, IsNumber: true);

    /// <summary>
    /// Bars of a whole number of ulps: sums are multiples of an ulp, and other bars would hold unequal numbers of possible results.
    /// </summary>
    internal static Plot Histogram(VariationReport device, SumVariation sum)
    {
        double low = sum.Results.Min(result => result.Value), high = sum.Results.Max(result => result.Value);
        var width = Math.Max(1, Math.Ceiling(((high - low) / sum.Ulp + 1) / MostBars)) * sum.Ulp;
        var counts = new int[(int)Math.Floor((high - low) / width) + 1];
        foreach (var result in sum.Results) counts[(int)Math.Floor((result.Value - low) / width)] += result.Count;

        // A bar holds the possible results low + i·width, …, low + (i+1)·width − ulp, which determine its middle.
        var middles = counts.Select((_, i) => low - sum.Exact + (i * width) + ((width - sum.Ulp) / 2)).ToList();
        var mean = sum.Results.Sum(result => (result.Value - sum.Exact) * result.Count) / sum.Runs;
        var deviation = Math.Sqrt(sum.Results.Sum(result => Math.Pow(result.Value - sum.Exact - mean, 2) * result.Count) / sum.Runs);
        double from = Math.Min(middles[0], mean - (3 * deviation)), to = Math.Max(middles[^1], mean + (3 * deviation));
        var curve = Enumerable.Range(0, 81).Select(i => from + ((to - from) * i / 80)).ToList();
        return new Plot(
            Invariant($"Results of {sum.Runs} {NameOf(sum.Algorithm)} sums ")
                + Invariant($"of the same {sum.Length:N0} {sum.Format} numbers of {sum.Dataset}, {Of(device)}"),
            "sum minus exact sum (ulp)", "runs", LogX: false, LogY: false,
            [
                new PlotSeries(
                    Invariant($"runs, in bars of {width / sum.Ulp:0} ulp"),
                    SeriesKind.Bars,
                    [.. middles.Select((x, i) => new PlotPoint(x / sum.Ulp, counts[i]))]),
                PlotData.Reference(
                    "normal distribution of the same mean and standard deviation",
                    curve.Select(x => x / sum.Ulp),
                    curve.Select(Density)),
            ]);

        double Density(double x) =>
            sum.Runs * width * Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
    }

    private static IEnumerable<DocumentBlock> Arrays(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "Training adds gradients into rows chosen by an index (index_add, scatter-add), on GPUs by atomics. Vc is the share of "
            + "elements whose bits differ from those of a fixed order, and Vermv = mean(|A−B|/|A|) the size of the differences. Each "
            + "error is relative to its bound γ(m−1)·Σ|x|, where m is the number of addends of the element.");
        yield return DocumentTable.Of(
            "Numbers added into cells chosen at random, by atomics and in a fixed order",
            from device in devices from array in device.Arrays select (device.DeviceId, Array: array),
            new("device", row => row.DeviceId),
            new("numbers", row => Invariant($"{row.Array.Numbers:N0} of {row.Array.Dataset}")),
            new("cells", row => row.Array.Cells),
            new("runs", row => row.Array.Runs),
            new("different arrays", row => row.Array.DistinctArrays),
            new("cells that vary", row => row.Array.VaryingCells),
            new("mean Vc", row => NumberText.OfShare(row.Array.MeanVc), IsNumber: true),
            new("max Vc", row => NumberText.OfShare(row.Array.LargestVc), IsNumber: true),
            new("mean Vermv", row => Short(row.Array.MeanVermv), IsNumber: true),
            new("max Vermv", row => Short(row.Array.LargestVermv), IsNumber: true),
            new("largest error/bound", row => Invariant($"{row.Array.LargestErrorOverBound:0.000}"), IsNumber: true),
            new("different arrays, fixed order", row => row.Array.DistinctFixedArrays));
    }

    private static IEnumerable<DocumentBlock> Growth(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "The rigorous bound of any order grows with n, that of a tree with log n, and n roundings of random signs give an error of "
            + "the size √n·u (Higham and Mary 2019). Two results of any order differ by at most twice the bound of any order. The "
            + "exponent α is that of a fit β·nᵅ to the lengths whose results varied; the literature finds α = ½ for max |Vs| of U(0, "
            + "10), and more for N(0, 1), whose condition number Σ|x|/|Σx| is random at each length.");
        yield return DocumentTable.Of(
            "Exponents of the growth",
            from device in devices from curve in device.Growth select (device.DeviceId, Curve: curve, curve.Points),
            new("device", row => row.DeviceId),
            new("algorithm", row => NameOf(row.Curve.Algorithm)),
            new("numbers", row => row.Curve.Dataset),
            new(
                "lengths that varied",
                row => Invariant($"{row.Points.Count(point => point.Distinct > 1)} of {row.Points.Count}"),
                IsNumber: true),
            new("α of max |Vs|", row => Two(row.Curve.VsExponent), IsNumber: true),
            new("α of the spread", row => Two(row.Curve.SpreadExponent), IsNumber: true));
        foreach (var device in devices)
        {
            foreach (var curves in device.Growth.GroupBy(curve => curve.Dataset))
            {
                var points = curves.First().Points;
                var lengths = points.Select(point => (double)point.Length).ToList();
                yield return new DocumentPlot(new Plot(
                    $"Variation of binary32 sums of {curves.Key} over the number of addends, {Of(device)}",
                    "n",
                    "relative to the exact sum",
                    LogX: true,
                    LogY: true,
                    [
                        .. curves.Select(curve => PlotData.Line(
                            $"{NameOf(curve.Algorithm)}, largest minus smallest result", lengths, curve.Points.Select(
                                point => point.RelativeSpread))),
                        .. curves.Where(curve => curve.Algorithm == SumAlgorithms.AtomicOnly.Id).Select(curve => PlotData.Points(
                            $"{NameOf(curve.Algorithm)}, max |Vs|", lengths, curve.Points.Select(point => point.LargestVs))),
                        PlotData.Reference("bound of any order, γ(n−1)·Σ|x|/|Σx|", lengths, points.Select(point => point.AnyOrderBound)),
                        PlotData.Reference("bound of the fixed tree, γ(h)·Σ|x|/|Σx|", lengths, points.Select(point => point.TreeBound)),
                        PlotData.Reference("√n·u·Σ|x|/|Σx|", lengths, points.Select(point => point.LikelySize)),
                    ]));
            }
        }
    }

    private static IEnumerable<DocumentBlock> Schedules(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "Each group of an SPTR sum draws a ticket from an atomic counter when its own sum is in memory, so the tickets give the "
            + "order in which the groups finished. This is the order in which SPA's atomics add. Kendall's τ compares two orders: 1 for "
            + "equal ones, −1 for opposite ones, about 0 for unrelated ones. SPTR's sum does not depend on the order, so it is the same "
            + "for all orders.");
        yield return DocumentTable.Of(
            "Orders in which the groups finished",
            from device in devices from schedule in device.Schedules select (device.DeviceId, Schedule: schedule),
            new("device", row => row.DeviceId),
            new("background load", row => row.Schedule.Load),
            new("groups", row => row.Schedule.Groups),
            new("runs", row => row.Schedule.Runs),
            new("different orders", row => row.Schedule.DistinctOrders),
            new("τ to the run before: mean [min, max]", row => Range(row.Schedule.TauToPrevious), IsNumber: true),
            new("τ to the index: mean [min, max]", row => Range(row.Schedule.TauToIndex), IsNumber: true),
            new("σ(τ) of unrelated orders", row => Invariant($"{row.Schedule.TauDeviation:0.000}"), IsNumber: true),
            new("different sums", row => row.Schedule.DistinctSums));
        foreach (var device in devices.Where(device => device.Schedules.Count > 0))
        {
            if (device.Schedules.Any(schedule => schedule.DistinctOrders > 1)) yield return new DocumentPlot(Taus(device));
            yield return new DocumentPlot(new Plot(
                $"When each group finished in the last run, {Of(device)}", "index of the group", "its ticket", LogX: false, LogY: false,
                [
                    .. device.Schedules.Select(schedule => PlotData.Points(
                        "beside " + schedule.Load, schedule.LastRun.Select((_, i) => (double)i * schedule.Step), schedule.LastRun.Select(
                            ticket => (double)ticket))),
                    PlotData.Reference(
                        "in the order of the index", [0, device.Schedules[0].Groups - 1], [0, device.Schedules[0].Groups - 1]),
                ]));
        }
    }

    private static Plot Taus(VariationReport device)
    {
        const int intervals = 20;
        var low = device.Schedules.SelectMany(schedule => schedule.TauToPrevious).Min();
        var width = Math.Max((1 - low) / intervals, 1e-9);
        return new Plot(
            $"Kendall's τ between each run and the one before, {Of(device)}", "τ", "share of the runs", LogX: false, LogY: false,
            [
                .. device.Schedules.Where(schedule => schedule.TauToPrevious.Count > 0).Select(schedule => PlotData.Line(
                    "beside " + schedule.Load,
                    Enumerable.Range(0, intervals).Select(i => low + ((i + 0.5) * width)),
                    Enumerable.Range(0, intervals).Select(i => schedule.TauToPrevious.Average(tau => IntervalOf(tau) == i ? 1.0 : 0)))),
            ]);

        int IntervalOf(double tau) => Math.Min((int)((tau - low) / width), intervals - 1);
    }

    private static IEnumerable<DocumentBlock> Identities(IReadOnlyList<VariationReport> devices)
    {
        var all = devices.SelectMany(device => device.Identities.Select(identity => (Device: device.DeviceId, Identity: identity)))
            .ToList();
        if (all.Count == 0) yield break;
        yield return new DocumentText(
            Invariant($"The bits of each sum of the same {all[0].Identity.Length:N0} numbers, compared between runs, launch shapes, ")
            + "devices and orders of the input. \"yes\" is an observation; only the third column is a guarantee. Each comparison "
            + "varies one property.");
        yield return DocumentTable.Of(
            "Where the bits of a sum were the same",
            all.GroupBy(one => (one.Identity.Algorithm, one.Identity.Format)),
            new("algorithm", group => NameOf(group.Key.Algorithm)),
            new("format", group => group.Key.Format),
            new("guaranteed", group => Of(PromiseOf(group.Key.Algorithm))),
            new("every run", group =>
                Same(group, one => (one.Device, one.Identity.Digest, one.Identity.Shape, one.Identity.Order), one => "")),
            new("every launch shape", group =>
                Same(group, one => (one.Device, one.Identity.Digest, "", one.Identity.Order), one => one.Identity.Shape)),
            new("every device", group =>
                Same(group, one => ("", one.Identity.Digest, one.Identity.Shape, one.Identity.Order), one => one.Device)),
            new("every order of the input", group =>
                Same(group, one => (one.Device, one.Identity.Digest, one.Identity.Shape, ""), one => one.Identity.Order)));

        var shown = all.Where(one => one.Identity is
        {
            Format: "float32", Dataset: VariationSamples.Normal, Order: VariationStudy.AsGiven, Shape: "64×2" or SumStudy.OwnShape,
        })
            .GroupBy(one => one.Identity.Algorithm);
        yield return DocumentTable.Of(
            Invariant($"Bits of the sum of {all[0].Identity.Length:N0} binary32 numbers of N(0, 1), ")
                + "in 64 groups of 2 work items (ILGPU's reduction in its own shape)",
            shown,
            [
                new("algorithm", group => NameOf(group.Key)),
                .. devices.Select(device => new ItemColumn<IGrouping<string, (string Device, SumIdentity Identity)>>(
                    device.DeviceId,
                    group => group.Where(one => one.Device == device.DeviceId).Select(one => one.Identity.Bits.Count == 1
                        ? "0x" + one.Identity.Bits[0]
                        : Invariant($"{one.Identity.Bits.Count} results in {one.Identity.Runs} runs")).FirstOrDefault(Dash))),
            ]);
    }

    /// <summary>
    /// Compares bits that differ in one property only. <paramref name="rest"/> selects all other properties; <paramref name="one"/> the
    /// property, or "" to compare the runs of an entry.
    /// </summary>
    private static string Same<TKey>(
        IEnumerable<(string Device, SumIdentity Identity)> all,
        Func<(string Device, SumIdentity Identity), TKey> rest,
        Func<(string Device, SumIdentity Identity), string> one)
    {
        var compared = all.GroupBy(rest)
            .Select(group => (
                Values: group.Select(one).Distinct().ToList(),
                Bits: group.SelectMany(entry => entry.Identity.Bits).Distinct().Count()))
            .Where(group => group.Values.Count > 1 || group.Values[0].Length == 0).ToList();
        return compared.Count == 0 ? Dash
            : compared.All(group => group.Bits == 1) ? "yes"
            : Invariant($"no, up to {compared.Max(group => group.Bits)} results");
    }

    private static IEnumerable<DocumentBlock> Times(IReadOnlyList<VariationReport> devices)
    {
        var timed = devices.Where(device => device.Timings.Count > 0).ToList();
        if (timed.Count == 0) yield break;
        yield return new DocumentText(
            "Median times of one sum, from the launch to the result on the host, by interleaved timing. The library allocates its "
            + "buffers for each sum, the others do not. The CPU accelerator simulates a device, so its times do not carry over to one.");
        foreach (var device in timed)
        {
            yield return DocumentTable.Of(
                $"Times on {Of(device)}",
                device.Timings,
                new("algorithm", time => NameOf(time.Algorithm)),
                new("numbers", time => Invariant($"{time.Length:N0}, {time.Format}")),
                new("launch shape", time => time.Shape),
                new("median of", time => time.Repetitions),
                new("one sum (ms)", time => Invariant($"{time.Milliseconds:0.000}"), IsNumber: true),
                new("100 sums (ms)", time => Invariant($"{100 * time.Milliseconds:0.0}"), IsNumber: true),
                new("over FixedTree", time => Invariant($"{time.OverFixedTree:0.00}×"), IsNumber: true));
        }
    }

    private static IEnumerable<DocumentBlock> Published(IReadOnlyList<VariationReport> devices)
    {
        yield return new DocumentText(
            "Published: " + PublishedFigures.Source
                + ". Its sums are of float64 numbers on GPUs, 1,000,000 of them for the variation, with Vs over 100 samples; "
            + "ours are of one sample.");
        yield return new DocumentTable(
            "What was published and what was found here",
            [new("finding"), new("published"), .. devices.Select(device => new DocumentColumn(device.DeviceId))],
            [
                Row("growth of max |Vs| of SPA, U(0, 10)", "√n", device => Exponent(
                    device, SumAlgorithms.GroupAtomic, VariationSamples.Uniform)),
                Row("growth of max |Vs| of SPA, N(0, 1)", "faster than √n", device => Exponent(
                    device, SumAlgorithms.GroupAtomic, VariationSamples.Normal)),
                Row("growth of max |Vs| of AO, U(0, 10)", "not given", device => Exponent(
                    device, SumAlgorithms.AtomicOnly, VariationSamples.Uniform)),
                Row("σ(Vs) of N(0, 1) over U(0, 10), SPA", "larger", device => Compare(device, SumAlgorithms.GroupAtomic)),
                Row("distribution of SPA", "normal", device => Shape(device, SumAlgorithms.GroupAtomic)),
                Row(
                    "distribution of AO, U(0, 10)",
                    "several modes (V100, MI250X), skewed (GH200)",
                    device => Shape(device, SumAlgorithms.AtomicOnly)),
                Row("time of AO over SPA", "up to two orders of magnitude more", device => TimeOverSpa(device, SumAlgorithms.AtomicOnly)),
                Row("time of SPTR over SPA", "1.002 (V100), 1.037 (MI250X)", device => TimeOverSpa(device, SumAlgorithms.LastGroup)),
                Row("time of TPRC over SPA", "1.005 (V100), 0.993 (MI250X)", device => TimeOverSpa(device, SumAlgorithms.TwoPasses)),
                Row(
                    "one implementation, one launch shape, several devices",
                    "the same bits",
                    _ => devices.Count < 2 ? "one device" : AcrossDevices()),
            ]);
        yield return DocumentTable.Of(
            "Published times of 100 sums of 4 million float64 numbers, the fastest launch shape of each (ms)",
            PublishedFigures.Times,
            new("GPU", time => time.Gpu),
            new("algorithm", time => time.Algorithm),
            new("time (ms)", time => Invariant($"{time.Milliseconds:0.000}"), IsNumber: true));

        IReadOnlyList<string> Row(string finding, string published, Func<VariationReport, string> here) =>
            [finding, published, .. devices.Select(here)];

        string AcrossDevices()
        {
            var broken = VariationFaults.Across(devices).Count;
            return broken == 0 ? "the same bits (SPTR, TPRC)" : Invariant($"{broken} differences");
        }
    }

    private static string Exponent(VariationReport device, SumAlgorithm algorithm, string dataset) =>
        device.Growth.FirstOrDefault(curve => curve.Algorithm == algorithm.Id && curve.Dataset == dataset)?.VsExponent is { } exponent
            ? Invariant($"n^{exponent:0.00}")
            : "too few lengths varied";

    private static string Compare(VariationReport device, SumAlgorithm algorithm)
    {
        var normal = Find(VariationSamples.Normal)?.DeviationVs;
        var uniform = Find(VariationSamples.Uniform)?.DeviationVs;
        return normal is null || uniform is null or 0 ? "U(0, 10) did not vary" : Invariant($"{normal / uniform:0.0}×");

        SumVariation? Find(string dataset) => FindSum(device, algorithm, dataset);
    }

    private static SumVariation? FindSum(VariationReport device, SumAlgorithm algorithm, string dataset) =>
        Widest(device.Sums.Where(sum => sum.Algorithm == algorithm.Id && sum.Dataset == dataset), sum => sum.Format);

    private static string Shape(VariationReport device, SumAlgorithm algorithm) =>
        FindSum(device, algorithm, VariationSamples.Uniform) is not { } found ? Dash
        : found.Results.Count == 1 ? "did not vary"
        : found.Normality.PValue is not { } p ? Invariant($"{found.Results.Count} results within {found.SpreadUlps} ulp: no shape")
        : p < Normality.Level ? Invariant($"not normal (p < 0.01, {found.Results.Count} results)")
        : Invariant($"normality not rejected (p = {p:0.00}, {found.Results.Count} results)");

    private static string TimeOverSpa(VariationReport device, SumAlgorithm algorithm)
    {
        return Find(algorithm) is { } time && Find(SumAlgorithms.GroupAtomic) is { } other
            ? Invariant($"{time.Milliseconds / other.Milliseconds:0.00}")
            : Dash;

        SumTiming? Find(SumAlgorithm one) => Widest(device.Timings.Where(time => time.Algorithm == one.Id), time => time.Format);
    }

    /// <summary>The entry in binary64, the format of the literature, otherwise in binary32.</summary>
    private static T? Widest<T>(IEnumerable<T> entries, Func<T, string> format)
        where T : class => entries.OrderByDescending(format, StringComparer.Ordinal).FirstOrDefault();

    private static Sameness PromiseOf(string algorithm) => SumAlgorithms.Find(algorithm).Promise;

    private static string NameOf(string algorithm) => SumAlgorithms.Find(algorithm).Name;

    private static string Of(VariationReport device) => $"{device.DeviceId} ({device.DeviceName})";

    private static string Of(Sameness promise) => promise switch
    {
        Sameness.EveryRun => "every run and device, for one launch shape",
        Sameness.EveryShape => "every run, device and launch shape",
        Sameness.EveryOrder => "every run, device, launch shape and order of the input",
        _ => "nowhere",
    };

    private static string Short(double value) =>
        value == 0 ? "0" : Math.Abs(value) is >= 0.1 and < 10_000 ? Invariant($"{value:0.##}") : Invariant($"{value:0.0e0}");

    private static string Numbers(SumVariation sum) => Invariant($"{sum.Length:N0} of {sum.Dataset}, {sum.Format}");

    private static string Probability(double? value) =>
        value is not { } p ? Dash : p < 0.0001 ? "< 0.0001" : Invariant($"{p:0.0000}");

    private static string Two(double? value) => value is { } number ? Invariant($"{number:0.00}") : Dash;

    private static string Range(IReadOnlyList<double> values) =>
        values.Count == 0 ? Dash : Invariant($"{values.Average():0.000} [{values.Min():0.000}, {values.Max():0.000}]");
}
