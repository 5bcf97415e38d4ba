// Asks a device what it really does with a·b+c, before any check relies on it.

using System;
using ILGPU;
using ILGPU.Runtime;

namespace QuizKit.Devices.Arithmetic;

/// <summary>What a device does with floating-point operations.</summary>
/// <param name="Unfused">a·b+c from <see cref="Exact32.Multiply"/> and <see cref="Exact32.Add"/>: 0 where the product is rounded.</param>
/// <param name="Fused">a·b+c from <see cref="Exact32.FusedMultiplyAdd"/>: 2⁻²⁴ where the product is not rounded.</param>
/// <param name="Plain">a·b+c as plain C#: either, as the device's compiler pleases.</param>
/// <param name="SmallestSubnormal">2⁻¹⁴⁹ as 2⁻¹⁴⁸ times a half: 0 on a device that flushes subnormal numbers.</param>
internal readonly record struct ArithmeticProbe(float Unfused, float Fused, float Plain, float SmallestSubnormal)
{
    /// <summary>Whether <see cref="Exact32"/> does on this device what it says.</summary>
    public bool IsExact => Unfused == 0f && Fused == ExpectedFused;

    /// <summary>Whether the device's compiler fuses plain a·b+c into one operation.</summary>
    public bool PlainIsFused => Plain == ExpectedFused;

    /// <summary>Whether the device keeps subnormal numbers.</summary>
    public bool KeepsSubnormals => SmallestSubnormal != 0f;

    /// <summary>2⁻²⁴, what is left of (1+2⁻¹²)² − (1+2⁻¹¹) when the product is not rounded.</summary>
    private const float ExpectedFused = 5.9604645e-8f;

    /// <summary>Runs the probe.</summary>
    /// <param name="accelerator">The device.</param>
    public static ArithmeticProbe Run(Accelerator accelerator)
    {
        // Operands come from a buffer: literals would be folded before any device sees them.
        // (1+2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, and the last term is half an ulp: rounding the product drops it.
        var a = 1f + (1f / 4096f);
        using var operands = accelerator.Allocate1D([a, a, -(1f + (1f / 2048f)), 2.8e-45f, 0.5f]);
        using var results = accelerator.Allocate1D<float>(4);
        var probe = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Probe);
        probe(1, operands.View, results.View);
        accelerator.Synchronize();

        // A kernel whose launcher nobody holds may be released in the middle of its launch.
        GC.KeepAlive(probe);
        var found = results.GetAsArray1D();
        return new ArithmeticProbe(found[0], found[1], found[2], found[3]);
    }

    [PlainArithmetic("What the device's compiler makes of a*b+c is one of the answers.")]
    internal static void Probe(Index1D index, ArrayView<float> operands, ArrayView<float> results)
    {
        float a = operands[0], b = operands[1], c = operands[2];
        results[0] = Exact32.Add(Exact32.Multiply(a, b), c);
        results[1] = Exact32.FusedMultiplyAdd(a, b, c);
        results[2] = (a * b) + c;
        results[3] = Exact32.Multiply(operands[3], operands[4]);
    }
}
