// Compares the devices of one run: what has to be bit-identical, and what may differ by its bounds.

using System.Globalization;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>Where two devices disagree.</summary>
/// <param name="What">The measurement, or <c>verdict</c>.</param>
/// <param name="First">What the first device found, with every digit.</param>
/// <param name="Difference">How far apart they are, in the unit of the measurement.</param>
/// <param name="Allowed">How far apart they may be.</param>
internal sealed record Disagreement(string What, string First, string Second, double? Difference = null, double? Allowed = null);

/// <summary>How two devices compare on one claim that both decided.</summary>
/// <param name="ExactMeasurements">The number of measurements that have to be bit-identical.</param>
/// <param name="BoundedMeasurements">The number of others that both compare with a reference within a bound.</param>
internal sealed record DeviceComparison(
    Claim Claim,
    DeviceInfo First,
    DeviceInfo Second,
    int ExactMeasurements,
    int BoundedMeasurements,
    IReadOnlyList<Disagreement> Disagreements)
{
    public bool Agree => Disagreements.Count == 0;
}

/// <summary>How the devices of a run compare.</summary>
/// <param name="Comparisons">Every claim with every pair of devices that decided it, in the order of the quiz.</param>
internal sealed record CrossDeviceReport(IReadOnlyList<DeviceInfo> Devices, IReadOnlyList<DeviceComparison> Comparisons)
{
    /// <summary>Whether no pair of devices disagrees on any claim.</summary>
    public bool Agree => Comparisons.All(comparison => comparison.Agree);

    /// <summary>Compares the results of a run; null where it had fewer than two devices.</summary>
    public static CrossDeviceReport? Of(IReadOnlyList<DeviceInfo> devices, IReadOnlyList<CheckResult> results)
    {
        if (devices.Count < 2) return null;
        var comparisons =
            from claim in results.GroupBy(result => result.Claim)
            let decided = claim.Where(IsDecided).ToList()
            from i in Enumerable.Range(0, decided.Count)
            from j in Enumerable.Range(i + 1, decided.Count - i - 1)
            select Compare(decided[i], decided[j]);
        return new CrossDeviceReport(devices, [.. comparisons]);
    }

    private static bool IsDecided(CheckResult result) =>
        result.Outcome.Verdict is Verdict.Confirmed or Verdict.Qualified or Verdict.Refuted;

    private static DeviceComparison Compare(CheckResult first, CheckResult second)
    {
        var disagreements = new List<Disagreement>();
        int exact = 0, bounded = 0;
        if (first.Outcome.Verdict != second.Outcome.Verdict)
            disagreements.Add(new Disagreement("verdict", Text(first.Outcome.Verdict), Text(second.Outcome.Verdict)));

        foreach (var a in first.Outcome.Measurements)
        {
            // A name identifies a measurement; the first of that name is compared.
            var b = second.Outcome.Measurements.FirstOrDefault(other => other.Name == a.Name && other.Unit == a.Unit);
            if (b is null) continue;
            if (IsExact(first, a) && IsExact(second, b))
            {
                exact++;
                if (!SameBits(a.Measured, b.Measured)) disagreements.Add(Disagree(a, b, 0));
            }
            else if (a is { Reference: not null, Bound: { } boundOfA } && b is { Reference: not null, Bound: { } boundOfB })
            {
                bounded++;

                // Each may differ from the true value by its own bound, in either direction.
                var allowed = boundOfA + boundOfB;
                if (!(Math.Abs(a.Measured - b.Measured) <= allowed)) disagreements.Add(Disagree(a, b, allowed));
            }
        }

        return new DeviceComparison(first.Claim, first.Device, second.Device, exact, bounded, disagreements);
    }

    /// <summary>A smaller problem is a different experiment, and an external program computes in its own way.</summary>
    private static bool IsExact(CheckResult result, Measurement measurement) =>
        !measurement.DependsOnDevice && result.Outcome.Reductions.Count == 0 && result.Outcome.Evidence != Evidence.ExternalProgram;

    private static bool SameBits(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));

    private static Disagreement Disagree(Measurement a, Measurement b, double allowed) => new(
        a.Name,
        a.Measured.ToString("R", CultureInfo.InvariantCulture),
        b.Measured.ToString("R", CultureInfo.InvariantCulture),
        Math.Abs(a.Measured - b.Measured),
        allowed);

    private static string Text(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
