// What must not be: a deterministic sum that varies, and a result that rounding cannot explain.

using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

/// <summary>Finds broken promises and bounds in reports. Each is a fault of a device, its driver or the code, not a finding about rounding.</summary>
internal static class VariationFaults
{
    /// <summary>Returns what is broken on one device, a line each.</summary>
    /// <param name="report">What was found there.</param>
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
                faults.Add(Invariant($"{where} is {sum.LargestError:0.00e+0} from the exact sum, further than the {sum.Bound:0.00e+0} that rounding can explain."));
        }

        foreach (var array in report.Arrays)
        {
            var where = Invariant($"{report.DeviceId}: {array.Numbers:N0} numbers of {array.Dataset} in {array.Cells} cells");
            if (array.DistinctFixedArrays != 1)
                faults.Add(Invariant($"{where}, added in a fixed order, gave {array.DistinctFixedArrays} different arrays in {array.Runs} runs."));
            if (!(array.LargestErrorOverBound <= 1) || !(array.LargestFixedErrorOverBound <= 1))
                faults.Add(Invariant($"{where} have a sum that is further from the exact one than rounding can explain."));
        }

        foreach (var schedule in report.Schedules.Where(schedule => schedule.DistinctSums != 1))
        {
            faults.Add(Invariant(
                $"{report.DeviceId}: {SumAlgorithms.LastGroup.Name} gave {schedule.DistinctSums} different results in {schedule.Runs} runs beside {schedule.Load}, and promises one."));
        }

        return [.. faults, .. BrokenPromises([report])];
    }

    /// <summary>Returns where devices disagree that must not, a line each. What is broken on one device alone is not repeated.</summary>
    /// <param name="reports">What was found on each device.</param>
    public static IReadOnlyList<string> Across(IReadOnlyList<VariationReport> reports)
    {
        var alone = reports.SelectMany(report => BrokenPromises([report])).ToHashSet();
        return [.. BrokenPromises(reports).Where(fault => !alone.Contains(fault))];
    }

    /// <summary>
    /// Groups of results that have to be the same bits, and are not: those of one algorithm on the same numbers, apart by launch shape and order of
    /// the input where the algorithm does not promise more.
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
        select Invariant($"{string.Join(", ", same.Select(one => one.Device).Distinct())}: {same.Key.algorithm.Name} of the same {same.First().Identity.Length:N0} {same.Key.Format} numbers of {same.Key.Dataset}")
            + (same.Key.Order is "" or "as given" ? "" : $", {same.Key.Order},")
            + (same.Key.Shape == "" ? "" : $" in {same.Key.Shape}")
            + Invariant($" gave {bits.Count} different results ({string.Join(", ", bits.Take(4))}{(bits.Count > 4 ? ", …" : "")}), and promises one.");
}
