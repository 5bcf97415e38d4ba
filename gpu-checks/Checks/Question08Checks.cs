// Question 8: what ReLU does to a variance and to a second moment, and what He's factor of 2 keeps.

using System;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 8.</summary>
internal static class Question08Checks
{
    /// <summary>
    /// The half width of the confidence intervals in standard errors. A normal estimate falls outside once in 2.6·10⁷ runs.
    /// </summary>
    private const double StandardErrors = 5.5;

    private const string Confidence = "5.5 standard errors: a false alarm in 4e-8 of all seeds";

    private const int Width = 128, Depth = 20;

    /// <summary>Var(ReLU(z)) = σ²/2, as printed. Values: the divisor.</summary>
    public static Outcome ReluHalvesVariance(Claim claim, CheckContext context)
    {
        var divisor = claim.RequireValues(1)[0];
        var moments = RectifiedMoments(context);
        var variance = moments.Second - (moments.First * moments.First);

        // The variance of the estimate is (μ₄ − Var²)/N, with the fourth central moment of the rectified normal.
        var mean = 1 / Math.Sqrt(2 * Math.PI);
        var fourth = 1.5 - (4 * mean * 2 * mean) + (6 * mean * mean * 0.5) - (3 * Math.Pow(mean, 4));
        var theory = 0.5 - (1 / (2 * Math.PI));
        var bound = StandardErrors * Math.Sqrt((fourth - (theory * theory)) / moments.Count);
        var printed = 1 / divisor;
        return new Outcome
        {
            Verdict = Math.Abs(variance - printed) <= bound ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Var(ReLU(z)) = {variance:F4} ± {bound:F4} of sigma^2; printed is 1/{divisor} = {printed:G4}. Theory gives 1/2 - 1/(2 pi) = {theory:F6}: the mean of ReLU(z) is not 0."),
            Method = moments.Method,
            Measurements =
            [
                new Measurement("Var(ReLU(z)) / sigma^2", variance, "1", theory, bound, Confidence),
                new Measurement("off the printed value by", variance - printed, "1", 0, bound, "as printed"),
                new Measurement("mean of ReLU(z) / sigma", moments.First, "1", mean, StandardErrors * Math.Sqrt(theory / moments.Count), Confidence),
            ],
            Runs = moments.Count,
            Seed = context.Seed,
        };
    }

    /// <summary>E[ReLU(z)²] = σ²/2, the erratum's statement. Values: the divisor.</summary>
    public static Outcome ReluHalvesSecondMoment(Claim claim, CheckContext context)
    {
        var divisor = claim.RequireValues(1)[0];
        var moments = RectifiedMoments(context);

        // E[r⁴] = 3/2, so the variance of r² is 3/2 − 1/4.
        var bound = StandardErrors * Math.Sqrt(1.25 / moments.Count);
        var printed = 1 / divisor;
        return new Outcome
        {
            Verdict = Math.Abs(moments.Second - printed) <= bound ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"E[ReLU(z)^2] = {moments.Second:F4} ± {bound:F4} of sigma^2; printed is 1/{divisor} = {printed:G4}."),
            Method = moments.Method,
            Measurements =
            [
                new Measurement("E[ReLU(z)^2] / sigma^2", moments.Second, "1", 0.5, bound, Confidence),
                new Measurement("off the printed value by", moments.Second - printed, "1", 0, bound, "as printed"),
            ],
            Runs = moments.Count,
            Seed = context.Seed,
        };
    }

    /// <summary>Half of the values are zeroed.</summary>
    public static Outcome HalfAreZeroed(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        var moments = RectifiedMoments(context);
        var bound = StandardErrors * Math.Sqrt(0.25 / moments.Count);
        return new Outcome
        {
            Verdict = Math.Abs(moments.ZeroShare - 0.5) <= bound ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"ReLU zeroed {moments.ZeroShare:P3} of {moments.Count:N0} normal values (half ± {bound:P3})."),
            Method = moments.Method,
            Measurements = [new Measurement("share of zeros", moments.ZeroShare, "1", 0.5, bound, Confidence)],
            Runs = moments.Count,
            Seed = context.Seed,
        };
    }

    /// <summary>Var(w) = c/n keeps the second moment over 20 layers. Values: c.</summary>
    public static Outcome HePreservesScale(Claim claim, CheckContext context)
    {
        var numerator = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var seeds = context.Size("networks", quick: 2048, full: 4096);
        var networks = SecondMoments(context, numerator, seeds);
        var ratios = Enumerable.Range(1, Depth).Select(layer => networks.Average(moments => moments[layer])).ToList();
        var last = ratios[^1];

        // The same networks with 1/n: pairing them leaves the factor alone, without the spread between networks.
        const int pairs = 64;
        var withoutTwo = SecondMoments(context, 1, pairs);
        var without = withoutTwo.Average(moments => moments[Depth]);
        var fallPerLayer = Math.Log2(without / SecondMoments(context, 2, pairs).Average(moments => moments[Depth])) / Depth;

        const double tolerance = 0.1;
        var worst = ratios.MaxBy(ratio => Math.Abs(ratio - 1));
        var kept = Math.Abs(worst - 1) <= tolerance;
        return new Outcome
        {
            Verdict = kept ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"With Var(w) = {numerator}/n the second moment after {Depth} ReLU layers is {last:F3} of the input's, at worst {worst:F3} on the way; with 1/n it is {without:0.00e+0}, a factor 2^{fallPerLayer:F3} a layer."),
            Method = Invariant(
                $"{seeds:N0} networks of {Depth} layers of {Width} ReLU units, weights ±sqrt(c/n) by random sign, inputs uniform; the second moment of each layer over that of the input, averaged over the networks."),
            Measurements =
            [
                new Measurement("second moment furthest from the input's, over all layers", worst, "1", 1, tolerance, "within 10%"),
                new Measurement("second moment after the last layer", last, "1", 1, tolerance, "within 10%"),
                new Measurement("binary logarithm of the factor of a layer without the 2", fallPerLayer, "1", -1, 1e-4, "2^-L, up to rounding"),
            ],
            Plots =
            [
                new Plot(
                    "Second moment of the activations over that of the input", "layer", "ratio (mean over the networks)", LogX: false, LogY: true,
                    [
                        PlotData.Line(Invariant($"Var(w) = {numerator}/n"), Enumerable.Range(1, Depth).Select(layer => (double)layer), ratios),
                        PlotData.Line(
                            "Var(w) = 1/n",
                            Enumerable.Range(1, Depth).Select(layer => (double)layer),
                            Enumerable.Range(1, Depth).Select(layer => withoutTwo.Average(moments => moments[layer]))),
                        PlotData.Level("the input's", 1, 1, Depth),
                    ]),
            ],
            Runs = seeds,
            Seed = context.Seed,
        };
    }

    private sealed record Moments(double First, double Second, double ZeroShare, long Count, string Method);

    private static Moments RectifiedMoments(CheckContext context)
    {
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var count = context.Size("random values", quick: 1 << 20, full: 1 << 22, exhaustive: 1 << 24);
        using var z = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 8, count));
        var items = accelerator.WorkItems();
        using var sums = accelerator.Allocate1D<long>(3 * items);
        accelerator.Run(RectifyKernel, items, z.View, sums.View, items);
        var totals = new long[3];
        foreach (var item in sums.GetAsArray1D().Chunk(3))
            for (var i = 0; i < 3; i++) totals[i] += item[i];
        return new Moments(
            totals[0] / (double)FixedPoint / count,
            totals[1] / ((double)FixedPoint * FixedPoint) / count,
            totals[2] / (double)count,
            count,
            Invariant(
                $"{count:N0} values of N(0, 1) through ReLU on the device; r and r^2 added up as integers in units of 2^-16 and 2^-32, so that no order of additions matters. ReLU(sz) = s ReLU(z): one sigma stands for all."));
    }

    /// <summary>The unit of the integer sums. A value below 8 has 19 bits in it and its square 38: 2²⁵ of those fit into 63.</summary>
    private const int FixedPoint = 1 << 16;

    /// <summary>Each work item takes every n-th value: Σr, Σr² and the number of zeros, r = ReLU(z) rounded to 2⁻¹⁶.</summary>
    internal static void RectifyKernel(Index1D index, FloatView z, LongView sums, int items)
    {
        long first = 0, second = 0, zeros = 0;
        for (int i = index; i < z.Length; i += items)
        {
            var r = Exact32Functions.Relu(z[i]);
            var fixedPoint = (long)Exact32.FusedMultiplyAdd(r, FixedPoint, 0.5f);
            first += fixedPoint;
            second += fixedPoint * fixedPoint;
            if (r == 0f) zeros++;
        }

        sums[3 * index] = first;
        sums[(3 * index) + 1] = second;
        sums[(3 * index) + 2] = zeros;
    }

    /// <summary>Returns for each network the second moment of the input and of each layer, relative to the input's.</summary>
    private static double[][] SecondMoments(CheckContext context, double numerator, int seeds)
    {
        var accelerator = context.Accelerator;
        using var states = accelerator.Allocate1D<float>(seeds * 2 * Width);
        using var squares = accelerator.Allocate1D<float>(seeds * (Depth + 1));
        accelerator.Run(
            DeepNetworkKernel, seeds, states.View, squares.View, (float)Math.Sqrt(numerator / Width), (long)context.Seed);
        return [.. squares.GetAsArray1D().Chunk(Depth + 1).Select(network => network.Select(sum => (double)sum / network[0]).ToArray())];
    }

    /// <summary>
    /// One work item a network: a_{l+1} = ReLU(scale · S a_l) with a random matrix S of signs. 128 random bits are the signs
    /// of a row. Writes Σa_l² for the input and each layer.
    /// </summary>
    internal static void DeepNetworkKernel(Index1D index, FloatView states, FloatView squares, float scale, long seed)
    {
        var from = states.SubView((int)index * 2 * Width, Width);
        var to = states.SubView((((int)index * 2) + 1) * Width, Width);
        var network = (ulong)(int)index << 32;
        var input = 0f;
        for (var i = 0; i < Width; i++)
        {
            var x = Exact32.Subtract(Philox.Unit(Philox.At((ulong)seed, network, (ulong)i).A), 0.5f);
            from[i] = x;
            input = Exact32.FusedMultiplyAdd(x, x, input);
        }

        squares[(int)index * (Depth + 1)] = input;

        for (var layer = 0; layer < Depth; layer++)
        {
            var output = 0f;
            for (var row = 0; row < Width; row++)
            {
                var signs = Philox.At((ulong)seed, network + 1 + (ulong)layer, (ulong)row);
                float s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f;
                for (var bit = 0; bit < 32; bit++)
                {
                    s0 = Exact32.Add(s0, WithSign(from[bit], signs.A, bit));
                    s1 = Exact32.Add(s1, WithSign(from[bit + 32], signs.B, bit));
                    s2 = Exact32.Add(s2, WithSign(from[bit + 64], signs.C, bit));
                    s3 = Exact32.Add(s3, WithSign(from[bit + 96], signs.D, bit));
                }

                var sum = Exact32.Add(Exact32.Add(s0, s1), Exact32.Add(s2, s3));
                var activation = Exact32Functions.Relu(Exact32.Multiply(scale, sum));
                to[row] = activation;
                output = Exact32.FusedMultiplyAdd(activation, activation, output);
            }

            squares[((int)index * (Depth + 1)) + layer + 1] = output;
            var swap = from;
            from = to;
            to = swap;
        }
    }

    private static float WithSign(float value, uint signs, int bit) =>
        Interop.IntAsFloat(Interop.FloatAsInt(value) ^ ((signs >> bit) << 31));
}
