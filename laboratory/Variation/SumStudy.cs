// One algorithm on one sample, over many runs: the hash table of its results and all that is read off it.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Numerics;
using QuizKit.Numerics.Gpu;
using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

/// <summary>Runs sums many times, and measures what they differ by.</summary>
internal static class SumStudy
{
    /// <summary>The text of a launch shape that the algorithm chooses itself.</summary>
    public const string OwnShape = "its own";

    /// <summary>Takes a sum many times.</summary>
    /// <param name="method">The algorithm.</param>
    /// <param name="addends">The numbers.</param>
    /// <param name="values">The same, in the device's memory.</param>
    /// <param name="shape">The launch shape.</param>
    /// <param name="runs">How many times.</param>
    /// <param name="cancellation">Signalled when the user stops the study.</param>
    public static SumVariation Of<T>(
        SumMethod<T> method, Addends<T> addends, ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape, int runs, CancellationToken cancellation)
        where T : unmanaged
    {
        var results = new T[runs];
        for (var run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            results[run] = method.Sum(values, shape);
        }

        return Summary(method.Algorithm, addends, results, TextOf(method, shape), method.Height?.Invoke(addends.Values.Length, shape));
    }

    /// <summary>Takes a sum a few times, for its bits.</summary>
    /// <param name="method">The algorithm.</param>
    /// <param name="addends">The numbers in the order in which the digest is taken.</param>
    /// <param name="values">The numbers in the device's memory.</param>
    /// <param name="order">Their order there.</param>
    /// <param name="shape">The launch shape.</param>
    /// <param name="runs">How many times.</param>
    /// <param name="cancellation">Signalled when the user stops the study.</param>
    public static SumIdentity BitsOf<T>(
        SumMethod<T> method,
        Addends<T> addends,
        ArrayView1D<T, Stride1D.Dense> values,
        string order,
        LaunchShape shape,
        int runs,
        CancellationToken cancellation)
        where T : unmanaged
    {
        var bits = new List<string>();
        for (var run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = addends.Format.Bits(method.Sum(values, shape));
            if (!bits.Contains(result)) bits.Add(result);
        }

        return new SumIdentity(
            method.Algorithm.Id, addends.Format.Name, addends.Dataset, addends.Digest, order, addends.Values.Length, TextOf(method, shape), runs, bits);
    }

    /// <summary>Times algorithms in turn, so that what slows the machine down for a while slows down all of them.</summary>
    /// <param name="methods">The algorithms with their launch shapes, the fixed tree among them.</param>
    /// <param name="values">The numbers, in the device's memory.</param>
    /// <param name="format">The name of their format.</param>
    /// <param name="repetitions">How often, after a first time that is not counted.</param>
    /// <param name="cancellation">Signalled when the user stops the study.</param>
    public static IReadOnlyList<SumTiming> Times<T>(
        IReadOnlyList<(SumMethod<T> Method, LaunchShape Shape)> methods,
        ArrayView1D<T, Stride1D.Dense> values,
        string format,
        int repetitions,
        CancellationToken cancellation)
        where T : unmanaged
    {
        var times = methods.Select(_ => new List<double>()).ToList();
        for (var repetition = -1; repetition < repetitions; repetition++)
        {
            for (var i = 0; i < methods.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var start = Stopwatch.GetTimestamp();
                methods[i].Method.Sum(values, methods[i].Shape);
                if (repetition >= 0) times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        var medians = times.Select(all => all.Order().ElementAt(all.Count / 2)).ToList();
        var fixedTree = medians[methods.ToList().FindIndex(one => one.Method.Algorithm == SumAlgorithms.FixedTree)];
        return [.. methods.Select((one, i) => new SumTiming(
            one.Method.Algorithm.Id, format, (int)values.Length, TextOf(one.Method, one.Shape), repetitions, medians[i], medians[i] / fixedTree))];
    }

    /// <summary>Measures results.</summary>
    /// <param name="algorithm">The algorithm that gave them.</param>
    /// <param name="addends">The numbers that were added up.</param>
    /// <param name="results">The result of each run, finite.</param>
    /// <param name="shape">The text of the launch shape.</param>
    /// <param name="height">The height of the highest summation tree that there can be; null for a correctly rounded sum.</param>
    internal static SumVariation Summary<T>(SumAlgorithm algorithm, Addends<T> addends, IReadOnlyList<T> results, string shape, long? height)
        where T : unmanaged
    {
        var format = addends.Format;
        var distinct = results.GroupBy(format.Bits).Select(same => (Bits: same.Key, Value: same.First(), Count: same.Count()))
            .OrderByDescending(one => one.Count).ThenBy(one => one.Bits, StringComparer.Ordinal).ToList();
        var deterministic = format.ToDouble(DeterministicSum(addends));
        var vs = results.Select(result => Variability.Vs(format.ToDouble(result), deterministic)).ToList();

        // About the first one, so that equal results deviate by exactly 0.
        var mean = vs[0] + vs.Average(one => one - vs[0]);
        T smallest = distinct.MinBy(one => one.Value).Value, largest = distinct.MaxBy(one => one.Value).Value;

        // The error of a sum that is rounded once is at most half the distance to the next number, on the side where that is wider.
        var bound = height is { } roundings ? format.Gamma(roundings) * addends.AbsoluteSum : distinct.Max(one => format.UlpOf(one.Value)) / 2;
        var ulp = distinct.Max(one => format.UlpOf(one.Value));
        return new SumVariation(
            algorithm.Id,
            format.Name,
            addends.Dataset,
            addends.Values.Length,
            shape,
            results.Count,
            [.. distinct.Select(one => new ResultCount(one.Bits, format.ToDouble(one.Value), one.Count))],
            addends.Exact,
            deterministic,
            ulp,
            mean,
            Math.Sqrt(vs.Average(one => (one - mean) * (one - mean))),
            vs.Max(Math.Abs),
            format.UlpDistance(smallest, largest),
            format.ToDouble(largest) - format.ToDouble(smallest),
            distinct.Max(one => addends.ErrorOf(one.Value)),
            bound,
            height,
            NormalityTest.Of([.. results.Select(format.ToDouble)], ulp));
    }

    /// <summary>Returns the fixed tree's sum, taken on the host: the same bits as on any device.</summary>
    internal static T DeterministicSum<T>(Addends<T> addends)
        where T : unmanaged => addends.Values switch
        {
            float[] values => (T)(object)FixedTree.Sum(values),
            double[] values => (T)(object)FixedTree.Sum(values),
            _ => throw new NotSupportedException(),
        };

    /// <summary>The text of a launch shape.</summary>
    internal static string TextOf<T>(SumMethod<T> method, LaunchShape shape)
        where T : unmanaged => method.HasShape ? Invariant($"{shape.Groups}×{shape.GroupSize}") : OwnShape;
}
