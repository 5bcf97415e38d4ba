// The last steps of a sum whose result stays on the device.

using ILGPU;
using QuizKit.Numerics.Exact;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Gpu.Terms;

namespace QuizKit.Numerics.Gpu.Kernels;

internal static class ResultKernels
{
    /// <summary>Propagates the carries of an exact sum.</summary>
    /// <param name="index">Zero.</param>
    /// <param name="limbs">The limbs.</param>
    /// <param name="isZero">Receives 1 if the sum is exactly zero, otherwise 0.</param>
    [Kernel]
    public static void CarryKernel(Index1D index, ArrayView<long> limbs, ArrayView<long> isZero) =>
        isZero[index] = DeviceRounding.PropagateCarries(limbs) ? 0 : 1;

    /// <summary>Rounds an exact sum.</summary>
    /// <param name="index">Zero.</param>
    /// <param name="limbs">The limbs, carries propagated.</param>
    /// <param name="position">The position of the lowest bit of the lowest limb.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the terms.</param>
    /// <param name="result">Receives the sum.</param>
    [Kernel]
    public static void RoundKernel<T, TFormat>(
        Index1D index, ArrayView<long> limbs, int position, ArrayView<long> flags, ArrayView<T> result)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var format = default(TFormat);
        format.Store(DeviceRounding.Round(limbs, position, (int)flags[0], format.Format), result, index);
    }

    /// <summary>Writes the sum of a tree, with the one NaN of <see cref="FixedTree"/>.</summary>
    /// <param name="index">Zero.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="result">Receives it.</param>
    [Kernel]
    public static void TreeKernel<T, TFormat>(Index1D index, ArrayView<T> sum, ArrayView<T> result)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var format = default(TFormat);
        var isNaN = (format.FlagsOf(sum[index]) & StatusFlags.NaN) != 0;
        if (isNaN) format.Store(format.Format.NaN, result, index);
        else result[index] = sum[index];
    }

    /// <summary>Writes the sum of an atomic, which starts at +0 and skips partial sums that are not finite.</summary>
    /// <param name="index">Zero.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="flags">The <see cref="StatusFlags"/> of the partial sums.</param>
    /// <param name="result">Receives the result.</param>
    [Kernel]
    public static void AtomicKernel<T, TFormat>(Index1D index, ArrayView<T> sum, ArrayView<long> flags, ArrayView<T> result)
        where T : unmanaged
        where TFormat : struct, IFormat<T>
    {
        var format = default(TFormat);
        var seen = (int)flags[0];
        var isSum = (seen & (int)FixedPoint.NonFinite) == 0 && seen != (int)StatusFlags.NegativeZero;
        if (isSum) result[index] = sum[index];
        else format.Store(DeviceRounding.Special(seen, format.Format), result, index);
    }
}
