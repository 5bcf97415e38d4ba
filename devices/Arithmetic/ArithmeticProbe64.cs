// Asks a device what it really does with a·b+c in binary64, before any check relies on it.

using System;
using ILGPU;
using ILGPU.Runtime;

namespace QuizKit.Devices.Arithmetic;

/// <summary>What a device does with binary64 operations.</summary>
/// <param name="Unfused">a·b+c from <see cref="Exact64.Multiply"/> and <see cref="Exact64.Add"/>: 0 where the product is rounded.</param>
/// <param name="Fused">a·b+c from <see cref="Exact64.FusedMultiplyAdd"/>: 2⁻⁵⁴ where the product is not rounded.</param>
internal readonly record struct ArithmeticProbe64(double Unfused, double Fused)
{
    /// <summary>Whether <see cref="Exact64"/> does on this device what it says.</summary>
    public bool IsExact => Unfused == 0.0 && Fused == ExpectedFused;

    /// <summary>2⁻⁵⁴, what is left of (1+2⁻²⁷)² − (1+2⁻²⁶) when the product is not rounded.</summary>
    private const double ExpectedFused = 1.0 / (1L << 54);

    /// <summary>Runs the probe.</summary>
    /// <param name="accelerator">A device that has binary64.</param>
    public static ArithmeticProbe64 Run(Accelerator accelerator)
    {
        // From a buffer, or they would be folded. (1+2⁻²⁷)² = 1 + 2⁻²⁶ + 2⁻⁵⁴, and rounding it drops the last term.
        var a = 1.0 + (1.0 / (1L << 27));
        using var operands = accelerator.Allocate1D([a, a, -(1.0 + (1.0 / (1L << 26)))]);
        using var results = accelerator.Allocate1D<double>(2);
        var probe = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>>(Probe);
        probe(1, operands.View, results.View);
        accelerator.Synchronize();

        // A kernel whose launcher nobody holds may be released in the middle of its launch.
        GC.KeepAlive(probe);
        var found = results.GetAsArray1D();
        return new ArithmeticProbe64(found[0], found[1]);
    }

    internal static void Probe(Index1D index, ArrayView<double> operands, ArrayView<double> results)
    {
        double a = operands[0], b = operands[1], c = operands[2];
        results[0] = Exact64.Add(Exact64.Multiply(a, b), c);
        results[1] = Exact64.FusedMultiplyAdd(a, b, c);
    }
}
