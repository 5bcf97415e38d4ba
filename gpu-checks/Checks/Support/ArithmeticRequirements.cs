// What a check requires of the arithmetic of a device.

using System.Runtime.CompilerServices;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks.Support;

internal static class ArithmeticRequirements
{
    private static readonly ConditionalWeakTable<Accelerator, object> Probes32 = [];
    private static readonly ConditionalWeakTable<Accelerator, object> Probes64 = [];

    /// <summary>Requires that <see cref="Exact32"/> is exact on the device of a check, probing each accelerator once.</summary>
    /// <exception cref="NotSupportedException">The device contracts arithmetic, or rounds otherwise than to nearest.</exception>
    public static ArithmeticProbe RequireExactArithmetic(this CheckContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var probe = (ArithmeticProbe)Probes32.GetValue(context.Accelerator, static accelerator => ArithmeticProbe.Run(accelerator));
        return probe.IsExact ? probe : throw NotExact(context, probe, "binary32", "2^-24");
    }

    /// <summary>Requires that <see cref="Exact32"/> and <see cref="Exact64"/> are exact on the device of a check.</summary>
    /// <returns>Null, or why a device without binary64 cannot run the check.</returns>
    /// <exception cref="NotSupportedException">The device's compiler contracts arithmetic that must not be.</exception>
    public static Outcome? RequireBinary64(this CheckContext context)
    {
        if (!context.Device.SupportsFloat64)
            return Outcome.Skipped($"{context.Device.Name} has no binary64, which this check needs.");
        context.RequireExactArithmetic();
        var probe = (ArithmeticProbe)Probes64.GetValue(context.Accelerator, static accelerator => ArithmeticProbe.RunBinary64(accelerator));
        return probe.IsExact ? null : throw NotExact(context, probe, "binary64", "2^-54");
    }

    private static NotSupportedException NotExact(CheckContext context, ArithmeticProbe probe, string format, string lastTerm) => new(
        $"{context.Device.Name} ({context.Device.Platform}) does not compute exactly in {format}: the probe gave " +
        $"{probe.Unfused:R} unfused (0 expected) and {probe.Fused:R} fused ({lastTerm} expected), and {probe.WrongResults} of " +
        $"{probe.Results} sums, quotients, roots and conversions were not those rounded to nearest, ties to even.");
}
