// Binary64 in checks: which devices have it, what it is held to, and a short name for its views.

global using DoubleView = ILGPU.Runtime.ArrayView1D<double, ILGPU.Stride1D.Dense>;

using System;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Arithmetic;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>What checks need in order to compute in binary64.</summary>
internal static class Binary64
{
    private static readonly ConditionalWeakTable<Accelerator, object> Probes = [];

    /// <summary>The unit roundoff of binary64, 2⁻⁵³.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>γₖ = k·u/(1−k·u) in binary64 (Higham, "Accuracy and Stability of Numerical Algorithms", lemma 3.1).</summary>
    /// <param name="roundings">k, the largest number of roundings on the way from an input to the result.</param>
    public static double Gamma(int roundings) => roundings * UnitRoundoff / (1 - (roundings * UnitRoundoff));

    /// <summary>Makes sure that <see cref="Exact32"/> and <see cref="Exact64"/> are exact on the device of a check, once for each accelerator.</summary>
    /// <returns>Null, or why a device without binary64 cannot run the check.</returns>
    /// <exception cref="NotSupportedException">The device's compiler contracts arithmetic that must not be.</exception>
    public static Outcome? RequireBinary64(this CheckContext context)
    {
        if (!context.Device.SupportsFloat64)
            return Outcome.Skipped($"{context.Device.Name} has no binary64, which this check needs.");
        context.RequireExactArithmetic();
        var probe = (ArithmeticProbe64)Probes.GetValue(context.Accelerator, static accelerator => ArithmeticProbe64.Run(accelerator));
        return probe.IsExact
            ? null
            : throw new NotSupportedException(
                $"{context.Device.Name} ({context.Device.Platform}) does not keep multiplication and addition in binary64 apart: " +
                $"the probe gave {probe.Unfused:R} unfused (0 expected) and {probe.Fused:R} fused (2^-54 expected).");
    }
}
