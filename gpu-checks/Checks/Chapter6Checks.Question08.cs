// Question 8: what ReLU does to a variance and to a second moment, and what He's factor of 2 preserves.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question08Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Var(ReLU(z)) = σ²/2, as printed. Values: the divisor.</summary>
    protected override Outcome ReluHalvesVariance(Claim claim, CheckContext context) =>
        DescribeReluHalvesVariance(claim.RequireValues(1)[0], RectifiedMoments(context)) with { Seed = context.Seed };

    internal static Outcome DescribeReluHalvesVariance(double divisor, Moments found)
    {
        // The variance of the estimate is (μ₄ − Var²)/N, with the fourth central moment of the rectified normal.
        var mean = 1 / Math.Sqrt(2 * Math.PI);
        var fourth = 1.5 - (4 * mean * 2 * mean) + (6 * mean * mean * 0.5) - (3 * Math.Pow(mean, 4));
        var theory = 0.5 - (1 / (2 * Math.PI));
        var bound = StandardErrors * Math.Sqrt((fourth - (theory * theory)) / found.Count);
        var variance = found.Second - (found.First * found.First);
        var printed = 1 / divisor;
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(variance - printed) <= bound),
            Finding = Invariant($"Var(ReLU(z)) = {variance:F4} ± {bound:F4} of sigma^2; printed is 1/{divisor} = {printed:G4}. ") +
                Invariant($"Theory gives 1/2 - 1/(2 pi) = {theory:F6}: the mean of ReLU(z) is not 0."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("Var(ReLU(z)) / sigma^2", variance).Within(bound, of: theory, Confidence),
                Measurement.Of("off the printed value by", variance - printed).Within(bound, of: 0, "as printed"),
                Measurement.Of("mean of ReLU(z) / sigma", found.First)
                    .Within(StandardErrors * Math.Sqrt(theory / found.Count), of: mean, Confidence),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>E[ReLU(z)²] = σ²/2, the erratum's statement. Values: the divisor.</summary>
    protected override Outcome ReluHalvesSecondMoment(Claim claim, CheckContext context) =>
        DescribeReluHalvesSecondMoment(claim.RequireValues(1)[0], RectifiedMoments(context)) with { Seed = context.Seed };

    internal static Outcome DescribeReluHalvesSecondMoment(double divisor, Moments found)
    {
        // E[r⁴] = 3/2, so the variance of r² is 3/2 − 1/4.
        var bound = StandardErrors * Math.Sqrt(1.25 / found.Count);
        var printed = 1 / divisor;
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(found.Second - printed) <= bound),
            Finding = Invariant($"E[ReLU(z)^2] = {found.Second:F4} ± {bound:F4} of sigma^2; printed is 1/{divisor} = {printed:G4}."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("E[ReLU(z)^2] / sigma^2", found.Second).Within(bound, of: 0.5, Confidence),
                Measurement.Of("off the printed value by", found.Second - printed).Within(bound, of: 0, "as printed"),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>Half of the values are zeroed.</summary>
    protected override Outcome HalfAreZeroed(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        return DescribeHalfAreZeroed(RectifiedMoments(context)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeHalfAreZeroed(Moments found)
    {
        var bound = StandardErrors * Math.Sqrt(0.25 / found.Count);
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(found.ZeroShare - 0.5) <= bound),
            Finding = Invariant($"ReLU zeroed {found.ZeroShare:P3} of {found.Count:N0} normal values (half ± {bound:P3})."),
            Method = MethodOf(found),
            Measurements = [Measurement.Of("share of zeros", found.ZeroShare).Within(bound, of: 0.5, Confidence)],
            Runs = found.Count,
        };
    }

    /// <summary>Var(w) = c/n preserves the second moment over 20 layers. Values: c.</summary>
    protected override Outcome HePreservesScale(Claim claim, CheckContext context)
    {
        var numerator = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 2048, full: 4096);

        // The same networks with 2/n and 1/n: pairing them isolates the factor from the spread between networks.
        const int pairs = 64;
        return DescribeHePreservesScale(
            numerator, networks, SecondMoments(context, numerator, networks), SecondMoments(context, 1, pairs),
            withTwo: SecondMoments(context, 2, pairs)[^1]) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Takes the mean second moments over that of the input; those with 1/n and 2/n are of the same networks.</summary>
    internal static Outcome DescribeHePreservesScale(double numerator, int networks, double[] moments, double[] withOne, double withTwo)
    {
        const double tolerance = 0.1;
        var worst = moments.MaxBy(moment => Math.Abs(moment - 1));
        var fallPerLayer = Math.Log2(withOne[^1] / withTwo) / Depth;
        var layers = Enumerable.Range(1, Depth).Select(layer => (double)layer);
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(worst - 1) <= tolerance),
            Finding = Invariant($"With Var(w) = {numerator}/n the second moment after {Depth} ReLU layers is {moments[^1]:F3} of the ") +
                Invariant($"input's, at worst ") +
                Invariant($"{worst:F3} on the way; with 1/n it is {withOne[^1]:0.00e+0}, a factor 2^{fallPerLayer:F3} per layer."),
            Method = Invariant($"{networks:N0} networks of {Depth} layers of {Width} ReLU units, weights ±sqrt(c/n) by random sign, ") +
                "inputs uniform; the second moment of each layer over that of the input, averaged over the networks.",
            Measurements =
            [
                Measurement.Of("second moment furthest from the input's, over all layers", worst).Within(tolerance, of: 1, "within 10%"),
                Measurement.Of("second moment after the last layer", moments[^1]).Within(tolerance, of: 1, "within 10%"),
                Measurement.Of("binary logarithm of the factor of a layer without the 2", fallPerLayer)
                    .Within(1e-4, of: -1, "2^-L, up to rounding"),
            ],
            Plots = [new Plot(
                "Second moment of the activations over that of the input", "layer", "ratio (mean over the networks)",
                LogX: false, LogY: true,
                [
                    PlotData.Line(Invariant($"Var(w) = {numerator}/n"), layers, moments),
                    PlotData.Line("Var(w) = 1/n", layers, withOne),
                    PlotData.Level("the input's", 1, 1, Depth),
                ])],
            Runs = networks,
        };
    }
}

internal static class Question08Kernels
{
    /// <summary>The half-width of the confidence intervals in standard errors: a normal estimate falls outside once in 2.6·10⁷.</summary>
    internal const double StandardErrors = 5.5;

    internal const string Confidence = "5.5 standard errors: a false alarm in 4e-8 of all seeds";

    internal const int Width = 128, Depth = 20;

    /// <summary>The moments of normal values through ReLU, in units of σ.</summary>
    internal readonly record struct Moments(double First, double Second, double ZeroShare, long Count);

    internal static string MethodOf(Moments found) => Invariant($"{found.Count:N0} values of N(0, 1) through ReLU on the device; r ") +
        "and r^2 are added as integers in units of 2^-16 and 2^-32, so that the order of additions does not matter. ReLU(sz) = s " +
        "ReLU(z): one sigma represents all.";

    internal static Moments RectifiedMoments(CheckContext context)
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
            totals[0] / (double)FixedPoint / count, totals[1] / ((double)FixedPoint * FixedPoint) / count, totals[2] / (double)count,
            count);
    }

    /// <summary>The unit of the integer sums. A value below 8 has 19 bits in it and its square 38: 2²⁵ of those fit into 63.</summary>
    internal const int FixedPoint = 1 << 16;

    /// <summary>Each work item takes every n-th value: Σr, Σr² and the number of zeros, r = ReLU(z) rounded to 2⁻¹⁶.</summary>
    [Kernel]
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

    /// <summary>The second moment of each layer over that of the input, averaged over the networks.</summary>
    internal static double[] SecondMoments(CheckContext context, double numerator, int networks)
    {
        var accelerator = context.Accelerator;
        using var states = accelerator.Allocate1D<float>(networks * 2 * Width);
        using var squares = accelerator.Allocate1D<float>(networks * (Depth + 1));
        accelerator.Run(DeepNetworkKernel, networks, states.View, squares.View, (float)Math.Sqrt(numerator / Width), (long)context.Seed);
        var sums = squares.GetAsArray1D().Chunk(Depth + 1).ToList();
        return [.. Enumerable.Range(1, Depth).Select(layer => sums.Average(network => (double)network[layer] / network[0]))];
    }

    /// <summary>
    /// One work item per network: a_{l+1} = ReLU(scale · S a_l) with a random matrix S of signs. 128 random bits are the signs
    /// of a row. Writes Σa_l² for the input and each layer.
    /// </summary>
    [Kernel]
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

    internal static float WithSign(float value, uint signs, int bit) =>
        Interop.IntAsFloat(Interop.FloatAsInt(value) ^ ((signs >> bit) << 31));
}
