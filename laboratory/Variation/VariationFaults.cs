// Faults: deterministic sums that vary, and results that rounding cannot explain.

using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

/// <summary>
/// Finds broken guarantees and bounds in reports. Each is a fault of a device, its driver or the code, not an effect of rounding.
/// </summary>
internal static class VariationFaults
{
    /// <summary>Returns the faults on one device, one line each.</summary>
    public static IReadOnlyList<string> Of(VariationReport report)
    {
        var faults = new List<string>();
        foreach (var sum in report.Sums)
        {
            var algorithm = SumAlgorithms.Find(sum.Algorithm);
            var where = Invariant($"{report.DeviceId}: {algorithm.Name} of {sum.Length:N0} {sum.Format} numbers of {sum.Dataset}");
            if (algorithm.Promise >= Sameness.EveryRun && sum.Results.Count != 1)
                faults.Add(Invariant($"{where} gave {sum.Results.Count} different results in {sum.Runs} runs, and promises one."));
            if (!(sum.LargestError <= sum.Bound))
            {
                faults.Add(
                    Invariant($"{where} has an error of {sum.LargestError:0.00e+0}; rounding explains at most {sum.Bound:0.00e+0}."));
            }
        }

        foreach (var array in report.Arrays)
        {
            var where = Invariant($"{report.DeviceId}: {array.Numbers:N0} numbers of {array.Dataset} in {array.Cells} cells");
            if (array.DistinctFixedArrays != 1)
            {
                faults.Add(
                    Invariant($"{where}, added in a fixed order, gave {array.DistinctFixedArrays} different arrays in {array.Runs} runs."));
            }

            if (!(array.LargestErrorOverBound <= 1) || !(array.LargestFixedErrorOverBound <= 1))
                faults.Add(Invariant($"{where} have a sum with a larger error than rounding can explain."));
        }

        foreach (var schedule in report.Schedules.Where(schedule => schedule.DistinctSums != 1))
        {
            faults.Add(
                Invariant($"{report.DeviceId}: {SumAlgorithms.LastGroup.Name} gave {schedule.DistinctSums} different results in ")
                + Invariant($"{schedule.Runs} runs beside {schedule.Load}, and promises one."));
        }

        return [.. faults, .. BrokenPromises([report])];
    }

    /// <summary>Returns disagreements between devices, one line each, without the faults of a single device.</summary>
    public static IReadOnlyList<string> Across(IReadOnlyList<VariationReport> reports)
    {
        var alone = reports.SelectMany(report => BrokenPromises([report])).ToHashSet();
        return [.. BrokenPromises(reports).Where(fault => !alone.Contains(fault))];
    }

    /// <summary>
    /// Finds differing results of one algorithm on the same numbers, separately for each launch shape and order of the input unless the
    /// algorithm guarantees more.
    /// </summary>
    private static IEnumerable<string> BrokenPromises(IReadOnlyList<VariationReport> reports) =>
        from report in reports
        from identity in report.Identities
        let algorithm = SumAlgorithms.Find(identity.Algorithm)
        where algorithm.Promise >= Sameness.EveryRun
        group (Device: report.DeviceId, Identity: identity) by (
            algorithm,
            identity.Format,
            identity.Dataset,
            identity.Digest,
            Shape: algorithm.Promise >= Sameness.EveryShape ? "" : identity.Shape,
            Order: algorithm.Promise >= Sameness.EveryOrder ? "" : identity.Order) into same
        let bits = same.SelectMany(one => one.Identity.Bits).Distinct().ToList()
        where bits.Count > 1
        select $"{string.Join(", ", same.Select(one => one.Device).Distinct())}: {same.Key.algorithm.Name} "
            + Invariant($"of the same {same.First().Identity.Length:N0} {same.Key.Format} numbers of {same.Key.Dataset}")
            + (same.Key.Order is "" or "as given" ? "" : $", {same.Key.Order},")
            + (same.Key.Shape == "" ? "" : $" in {same.Key.Shape}")
            + Invariant($" gave {bits.Count} different results ({string.Join(", ", bits.Take(4))}{(bits.Count > 4 ? ", …" : "")})")
            + ", and promises one.";
}
