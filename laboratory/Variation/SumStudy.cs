// One algorithm on one sample, over many runs: the table of distinct results and its statistics.

using System.Diagnostics;
using System.Numerics;
using QuizKit.Laboratory.Formats;
using static System.FormattableString;

namespace QuizKit.Laboratory.Variation;

internal static class SumStudy
{
    /// <summary>The text for a launch shape chosen by the algorithm.</summary>
    public const string OwnShape = "its own";

    /// <summary>Runs a sum many times on a device, on numbers that are in its memory as well.</summary>
    public static SumVariation Of<T>(
        SumMethod<T> method, Addends<T> addends, ArrayView1D<T, Stride1D.Dense> values, LaunchShape shape, int runs, DeviceInfo device,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var results = new T[runs];
        var seeds = new ulong?[runs];
        using (var schedules = Schedules.On(device))
        {
            for (var run = 0; run < runs; run++)
            {
                cancellation.ThrowIfCancellationRequested();
                seeds[run] = schedules.Begin(run);
                results[run] = method.Sum(values, shape);
            }
        }

        return Summary(
            method.Algorithm, addends, results, TextOf(method, shape), method.Height?.Invoke(addends.Values.Length, shape), seeds);
    }

    /// <summary>
    /// Runs a sum several times for its bits. The digest is that of <paramref name="addends"/>; device memory holds them in the named
    /// order.
    /// </summary>
    public static SumIdentity BitsOf<T>(
        SumMethod<T> method,
        Addends<T> addends,
        ArrayView1D<T, Stride1D.Dense> values,
        string order,
        LaunchShape shape,
        int runs,
        DeviceInfo device,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bits = new List<string>();
        using var schedules = Schedules.On(device);
        for (var run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            schedules.Begin(run);
            var result = FloatFormat<T>.Bits(method.Sum(values, shape));
            if (!bits.Contains(result)) bits.Add(result);
        }

        return new SumIdentity(
            method.Algorithm.Id, FloatFormat<T>.Name, addends.Dataset, addends.Digest, order, addends.Values.Length, TextOf(method, shape),
            runs, bits);
    }

    /// <summary>
    /// Interleaved timing: alternates the algorithms, the fixed tree among them, so that machine noise hits all of them. A warm-up is not
    /// counted.
    /// </summary>
    public static IReadOnlyList<SumTiming> Times<T>(
        IReadOnlyList<(SumMethod<T> Method, LaunchShape Shape)> methods,
        ArrayView1D<T, Stride1D.Dense> values,
        int repetitions,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
            one.Method.Algorithm.Id, FloatFormat<T>.Name, (int)values.Length, TextOf(one.Method, one.Shape), repetitions, medians[i],
            medians[i] / fixedTree))];
    }

    /// <summary>The distinct results of runs, the most frequent first, each with the seed of its first run.</summary>
    /// <param name="results">The results of the runs.</param>
    /// <param name="seeds">The seed of the schedule of each run; null where it has none.</param>
    public static IReadOnlyList<ResultCount> Distinct<T>(IReadOnlyList<T> results, IReadOnlyList<ulong?> seeds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        .. results.Zip(seeds).GroupBy(run => FloatFormat<T>.Bits(run.First))
            .Select(same => new ResultCount(same.Key, double.CreateTruncating(same.First().First), same.Count())
            {
                Seed = same.First().Second,
            })
            .OrderByDescending(one => one.Count).ThenBy(one => one.Bits, StringComparer.Ordinal),
    ];

    /// <summary>Computes the statistics of finite results; the height of a correctly rounded sum is null.</summary>
    /// <param name="seeds">The seed of the schedule of each run; null where no run has one.</param>
    internal static SumVariation Summary<T>(
        SumAlgorithm algorithm, Addends<T> addends, IReadOnlyList<T> results, string shape, long? height,
        IReadOnlyList<ulong?>? seeds = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var distinct = results.Distinct().ToList();
        var deterministic = double.CreateTruncating(FloatSums.Tree(addends.Values));
        var vs = results.Select(result => Variability.Vs(double.CreateTruncating(result), deterministic)).ToList();

        // Relative to the first one, so that equal results deviate by exactly 0.
        var mean = vs[0] + vs.Average(one => one - vs[0]);
        T smallest = distinct.Min(), largest = distinct.Max();

        // A correctly rounded sum is off by at most half the distance to the next number away from zero.
        var ulp = distinct.Max(FloatFormat<T>.UlpOf);
        var bound = height is { } roundings ? FloatFormat<T>.Gamma(roundings) * addends.AbsoluteSum : ulp / 2;
        return new SumVariation(
            algorithm.Id,
            FloatFormat<T>.Name,
            addends.Dataset,
            addends.Values.Length,
            shape,
            results.Count,
            Distinct(results, seeds ?? new ulong?[results.Count]),
            addends.Exact,
            deterministic,
            ulp,
            mean,
            Math.Sqrt(vs.Average(one => (one - mean) * (one - mean))),
            vs.Max(Math.Abs),
            FloatFormat<T>.UlpDistance(smallest, largest),
            double.CreateTruncating(largest) - double.CreateTruncating(smallest),
            distinct.Max(addends.ErrorOf),
            bound,
            height,
            NormalityTest.Of([.. results.Select(double.CreateTruncating)], ulp));
    }

    /// <summary>The text of a launch shape.</summary>
    internal static string TextOf<T>(SumMethod<T> method, LaunchShape shape)
        where T : unmanaged => method.HasShape ? Invariant($"{shape.Groups}×{shape.GroupSize}") : OwnShape;
}
