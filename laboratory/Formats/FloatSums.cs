// The sums of QuizKit.Numerics, whose overloads for float and double are one generic method here.

using System.Diagnostics;
using System.Numerics;

namespace QuizKit.Laboratory.Formats;

/// <summary>Returns Σ a, or Σ a·b if there is b.</summary>
internal static class FloatSums
{
    public static T OnDevice<T>(DeviceSum sums, ArrayView<T> a, ArrayView<T>? b, Determinism level, LaunchShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (a, b) switch
        {
            (ArrayView<float> values, null) => T.CreateTruncating(sums.Sum(values, level, shape)),
            (ArrayView<float> left, ArrayView<float> right) => T.CreateTruncating(sums.Dot(left, right, level, shape)),
            (ArrayView<double> values, null) => T.CreateTruncating(sums.Sum(values, level, shape)),
            (ArrayView<double> left, ArrayView<double> right) => T.CreateTruncating(sums.Dot(left, right, level, shape)),
            _ => throw new UnreachableException(),
        };

    /// <summary>The fixed tree in memory, with the same bits as on any device.</summary>
    public static T Tree<T>(T[] a, T[]? b = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (a, b) switch
        {
            (float[] values, null) => T.CreateTruncating(FixedTree.Sum(values)),
            (float[] left, float[] right) => T.CreateTruncating(FixedTree.Dot(left, right)),
            (double[] values, null) => T.CreateTruncating(FixedTree.Sum(values)),
            (double[] left, double[] right) => T.CreateTruncating(FixedTree.Dot(left, right)),
            _ => throw new UnreachableException(),
        };

    /// <summary>The binned sum in memory, with the same bits as on any device.</summary>
    public static T Binned<T>(T[] a, T[]? b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (a, b) switch
        {
            (float[] values, null) => T.CreateTruncating(BinnedSum.Sum(values)),
            (float[] left, float[] right) => T.CreateTruncating(BinnedSum.Dot(left, right)),
            (double[] values, null) => T.CreateTruncating(BinnedSum.Sum(values)),
            (double[] left, double[] right) => T.CreateTruncating(BinnedSum.Dot(left, right)),
            _ => throw new UnreachableException(),
        };

    /// <summary>The bound of the error of a binned sum.</summary>
    public static double BinnedErrorBound<T>(T[] a, T[]? b, T sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factors = b ?? [.. Enumerable.Repeat(T.One, a.Length)];
        var largest = a.Zip(factors, (left, right) => Math.Abs(double.CreateTruncating(left) * double.CreateTruncating(right))).Max();
        return (sum, b) switch
        {
            (float single, null) => BinnedSum.ErrorBound(a.Length, largest, single),
            (float single, _) => BinnedSum.DotErrorBound(a.Length, largest, single),
            (double number, null) => BinnedSum.ErrorBound(a.Length, largest, number),
            (double number, _) => BinnedSum.DotErrorBound(a.Length, largest, number),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The correctly rounded sum in memory.</summary>
    public static T Exact<T>(T[] a, T[]? b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (a, b) switch
        {
            (float[] values, null) => T.CreateTruncating(ExactSum.Sum(values)),
            (float[] left, float[] right) => T.CreateTruncating(ExactSum.Dot(left, right)),
            (double[] values, null) => T.CreateTruncating(ExactSum.Sum(values)),
            (double[] left, double[] right) => T.CreateTruncating(ExactSum.Dot(left, right)),
            _ => throw new UnreachableException(),
        };
}
