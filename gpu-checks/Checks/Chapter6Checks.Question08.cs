// Question 8: what ReLU does to a variance and to a second moment, and what He's factor of 2 preserves.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question08Kernels;
using static QuizKit.GpuChecks.Checks.Support.ConfidenceIntervals;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Var(ReLU(z)) = σ²/2, as printed. Values: the divisor.</summary>
    protected override Outcome ReluHalvesVariance(Claim claim, CheckContext context) =>
        DescribeReluHalvesVariance(claim.RequireValues(1)[0], RectifiedMoments(context)) with { Seed = context.Seed };

    internal static Outcome DescribeReluHalvesVariance(double divisor, Moments found)
    {
        var mean = 1 / Math.Sqrt(2 * Math.PI);
        var theory = 0.5 - (1 / (2 * Math.PI));
        var bound = BoundOfVariance(found.Count);
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
                Measurement.Of("Var(ReLU(z)) / sigma^2", variance).Within(bound, of: theory, NormalSource),
                Measurement.Of("off the printed value by", variance - printed).Within(bound, of: 0, "as printed"),
                Measurement.Of("mean of ReLU(z) / sigma", found.First)
                    .Within(StandardErrors * Math.Sqrt(theory / found.Count), of: mean, NormalSource),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>The erratum: Var(ReLU(z)) is the printed share of σ²; the square of the mean is taken off. Values: the share.</summary>
    protected override Outcome ReluVarianceCorrected(Claim claim, CheckContext context) =>
        DescribeReluVarianceCorrected(claim.RequireValues(1)[0], RectifiedMoments(context)) with { Seed = context.Seed };

    internal static Outcome DescribeReluVarianceCorrected(double printed, Moments found)
    {
        var theory = 0.5 - (1 / (2 * Math.PI));
        var variance = found.Second - (found.First * found.First);
        var bound = BoundOfVariance(found.Count) + PrintedNumber.HalfUnit(printed);
        var square = found.First * found.First;
        var squareBound = 2 * StandardErrors * Math.Sqrt(theory / (2 * Math.PI) / found.Count);
        return new Outcome
        {
            Verdict = Verdicts.Of(
                Math.Abs(variance - printed) <= bound && Math.Abs(square - (1 / (2 * Math.PI))) <= squareBound
                && PrintedNumber.IsRounded(theory, printed)),
            Finding = Invariant($"Var(ReLU(z)) = {variance:F5} of sigma^2; printed is {printed}, and 1/2 - 1/(2 pi) = {theory:F6}. The ") +
                Invariant($"square of the mean is {square:F5} ± {squareBound:F5}, 1/(2 pi) = {1 / (2 * Math.PI):F5}."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("Var(ReLU(z)) / sigma^2", variance)
                    .Within(bound, of: printed, NormalSource + ", and half a unit of the last printed digit"),
                Measurement.Of("square of the mean of ReLU(z) / sigma^2", square).Within(squareBound, of: 1 / (2 * Math.PI), NormalSource),
                Measurement.Of("1/2 - 1/(2 pi)", theory).Within(PrintedNumber.HalfUnit(printed), of: printed, "as printed"),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>E[ReLU(z)²] = σ²/2, the erratum's statement. Values: the divisor.</summary>
    protected override Outcome ReluHalvesSecondMoment(Claim claim, CheckContext context) =>
        DescribeReluHalvesSecondMoment(claim.RequireValues(1)[0], RectifiedMoments(context)) with { Seed = context.Seed };

    internal static Outcome DescribeReluHalvesSecondMoment(double divisor, Moments found)
    {
        var bound = 0.5 * MeanSquare(BehindRelu, found.Count);
        var printed = 1 / divisor;
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(found.Second - printed) <= bound),
            Finding = Invariant($"E[ReLU(z)^2] = {found.Second:F4} ± {bound:F4} of sigma^2; printed is 1/{divisor} = {printed:G4}."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("E[ReLU(z)^2] / sigma^2", found.Second).Within(bound, of: 0.5, ChernoffSource),
                Measurement.Of("off the printed value by", found.Second - printed).Within(bound, of: 0, "as printed"),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>ReLU keeps positive values as they are, and zeroes the others, which are half.</summary>
    protected override Outcome HalfAreZeroed(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        return DescribeHalfAreZeroed(RectifiedMoments(context)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeHalfAreZeroed(Moments found)
    {
        var bound = Share(0.5, found.Count);
        return new Outcome
        {
            Verdict = Verdicts.Of(Math.Abs(found.ZeroShare - 0.5) <= bound && found.Changed == 0),
            Finding = Invariant($"ReLU zeroed {found.ZeroShare:P3} of {found.Count:N0} normal values (half ± {bound:P3}) and changed ") +
                Invariant($"{found.Changed} of the positive ones."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("share of zeros", found.ZeroShare).Within(bound, of: 0.5, BernsteinSource),
                Measurement.Of("positive values that ReLU changes", found.Changed, "values").Exactly(0, "max(0, z) = z for z > 0"),
            ],
            Runs = found.Count,
        };
    }

    /// <summary>
    /// Var(w) = c/n keeps the second moment through ReLU layers, not the variance, and the factor c makes up for the half that ReLU takes.
    /// Values: c.
    /// </summary>
    protected override Outcome HePreservesScale(Claim claim, CheckContext context)
    {
        var numerator = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 512, full: 4096);

        // The same networks with 2/n and 1/n: pairing them isolates the factor from the spread between networks.
        const int pairs = 64;
        return DescribeHePreservesScale(
            numerator, Propagate(context, numerator, networks), withOne: Propagate(context, 1, pairs).SecondMoments,
            withTwo: Propagate(context, 2, pairs).SecondMoments[^1]) with
        {
            Seed = context.Seed,
        };
    }

    /// <summary>Takes the mean second moments over that of the input; those with 1/n and 2/n are of the same networks.</summary>
    internal static Outcome DescribeHePreservesScale(double numerator, DeepMoments found, double[] withOne, double withTwo)
    {
        var bound = MeanSquare(BehindRelu, found.Layers * Width);
        var fallPerLayer = Math.Log2(withOne[^1] / withTwo) / Depth;
        var layers = Enumerable.Range(1, Depth).Select(layer => (double)layer);
        const double halving = 1e-4;
        return new Outcome
        {
            Verdict = Verdicts.Of(
                Math.Abs(found.Gain - 1) <= bound && Math.Abs(fallPerLayer + 1) <= halving,
                isQualified: Math.Abs(found.Variance.Value - 1) > found.Variance.Bound),
            Finding = Invariant($"With Var(w) = {numerator}/n a ReLU layer multiplies the second moment by {found.Gain:F4} ± ") +
                Invariant($"{bound:F4}; the variance of its activations is {found.Variance.Value:F4} of what the second moment was. ") +
                Invariant($"With 1/n, {withOne[^1]:0.00e+0} of the second moment is left after {Depth} layers, a factor ") +
                Invariant($"2^{fallPerLayer:F3} a layer."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("gain of the second moment of a layer", found.Gain).Within(bound, of: 1, ChernoffSource),
                Measurement.Of("binary logarithm of the factor of a layer without the 2", fallPerLayer)
                    .Within(halving, of: -1, "2^-L, up to rounding"),
                Measurement.Of("variance of a layer's activations over the second moment before it", found.Variance.Value),
                Measurement.Of("second moment after the last layer, over the input's", found.SecondMoments[^1]),
            ],
            Plots = [new Plot(
                "Second moment of the activations over that of the input", "layer", "ratio (mean over the networks)",
                LogX: false, LogY: true,
                [
                    PlotData.Line(Invariant($"Var(w) = {numerator}/n"), layers, found.SecondMoments),
                    PlotData.Line("Var(w) = 1/n", layers, withOne),
                    PlotData.Level("the input's", 1, 1, Depth),
                ])],
            Runs = found.Layers / Depth,
        };
    }

    /// <summary>
    /// The erratum: the variance of a pre-activation is n·Var(w) times the second moment of its inputs, of which their variance is the
    /// printed share. Values: the share.
    /// </summary>
    protected override Outcome SecondMomentDrivesVariance(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        context.RequireExactArithmetic();
        var networks = context.Size("networks", quick: 512, full: 4096);
        return DescribeSecondMomentDrivesVariance(printed, Propagate(context, 2, networks)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeSecondMomentDrivesVariance(double printed, DeepMoments found)
    {
        var bound = MeanSquare(NormalFourthMoment, found.Layers * Width);
        var theory = 1 - (1 / Math.PI);
        var shareBound = found.Variance.Bound + PrintedNumber.HalfUnit(printed);
        return new Outcome
        {
            Verdict = Verdicts.Of(
                Math.Abs(found.PreActivations - 1) <= bound && Math.Abs(found.Variance.Value - printed) <= shareBound
                && PrintedNumber.IsRounded(theory, printed)),
            Finding = Invariant($"The variance of the pre-activations is {found.PreActivations:F4} ± {bound:F4} of n Var(w) times the ") +
                Invariant($"second moment of their inputs. The variance of ReLU's activations is {found.Variance.Value:F4} ± ") +
                Invariant($"{found.Variance.Bound:F4} of their second moment; printed is {printed}, and 1 - 1/pi = {theory:F4}."),
            Method = MethodOf(found),
            Measurements =
            [
                Measurement.Of("variance of the pre-activations over n Var(w) times the second moment of the inputs", found.PreActivations)
                    .Within(bound, of: 1, ChernoffSource),
                Measurement.Of("variance of the activations over their second moment", found.Variance.Value)
                    .Within(shareBound, of: printed, NormalSource + ", and half a unit of the last printed digit"),
                Measurement.Of("1 - 1/pi", theory).Within(PrintedNumber.HalfUnit(printed), of: printed, "as printed"),
            ],
            Runs = found.Layers / Depth,
        };
    }
}

internal static class Question08Kernels
{
    internal const int Width = 128, Depth = 20;

    /// <summary>The relative fourth moment E[r⁴]/E[r²]² of a normal number, and of one behind ReLU: (3/2)/(1/2)².</summary>
    internal const double NormalFourthMoment = 3, BehindRelu = 6;

    /// <summary>The moments of normal values through ReLU, in units of σ, and the positive values that ReLU changed.</summary>
    internal readonly record struct Moments(double First, double Second, double ZeroShare, long Changed, long Count);

    /// <summary>
    /// What deep ReLU networks do to second moments: that of each layer over the input's, averaged over the networks; and the means over
    /// all layers of all networks of a layer's second moment, of its variance over its units, and of the mean square of its
    /// pre-activations, each over the second moment of its inputs, and the last one also over n·Var(w).
    /// </summary>
    internal sealed record DeepMoments(
        double[] SecondMoments, double Gain, Question09Kernels.Estimate Variance, double PreActivations, long Layers);

    internal static string MethodOf(DeepMoments found) => Invariant($"{found.Layers / Depth:N0} networks of {Depth} layers of {Width} ") +
        "ReLU units, weights ±sqrt(c/n) by random sign, inputs uniform and of mean zero; each layer is compared with the second moment " +
        "of its inputs, and the ratios are averaged over all layers of all networks.";

    /// <summary>
    /// The half-width of the interval for Var(ReLU(z))/σ²: the variance of the estimate is (μ₄ − Var²)/N, with the fourth central moment
    /// of the rectified normal.
    /// </summary>
    internal static double BoundOfVariance(long count)
    {
        var mean = 1 / Math.Sqrt(2 * Math.PI);
        var fourth = 1.5 - (4 * mean * 2 * mean) + (6 * mean * mean * 0.5) - (3 * Math.Pow(mean, 4));
        var variance = 0.5 - (1 / (2 * Math.PI));
        return StandardErrors * Math.Sqrt((fourth - (variance * variance)) / count);
    }

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
        using var sums = accelerator.Allocate1D<long>(4 * items);
        accelerator.Run(RectifyKernel, items, z.View, sums.View, items);
        var totals = new long[4];
        foreach (var item in sums.GetAsArray1D().Chunk(4))
            for (var i = 0; i < 4; i++) totals[i] += item[i];
        return new Moments(
            totals[0] / (double)FixedPoint / count, totals[1] / ((double)FixedPoint * FixedPoint) / count, totals[2] / (double)count,
            totals[3], count);
    }

    /// <summary>The unit of the integer sums. A value below 8 has 19 bits in it and its square 38: 2²⁵ of those fit into 63.</summary>
    internal const int FixedPoint = 1 << 16;

    /// <summary>
    /// Each work item takes every n-th value: Σr, Σr², the number of zeros, and that of positive z with another r, r = ReLU(z) rounded to
    /// 2⁻¹⁶ in the sums.
    /// </summary>
    [Kernel]
    internal static void RectifyKernel(Index1D index, FloatView z, LongView sums, int items)
    {
        long first = 0, second = 0, zeros = 0, changed = 0;
        for (int i = index; i < z.Length; i += items)
        {
            var r = Exact32Functions.Relu(z[i]);
            var fixedPoint = (long)Exact32.FusedMultiplyAdd(r, FixedPoint, 0.5f);
            first += fixedPoint;
            second += fixedPoint * fixedPoint;
            if (r == 0f) zeros++;
            if (z[i] > 0f && r != z[i]) changed++;
        }

        sums[4 * index] = first;
        sums[(4 * index) + 1] = second;
        sums[(4 * index) + 2] = zeros;
        sums[(4 * index) + 3] = changed;
    }

    /// <summary>Sends a random input through each network, with weights of variance c/n.</summary>
    internal static DeepMoments Propagate(CheckContext context, double numerator, int networks)
    {
        var accelerator = context.Accelerator;
        using var states = accelerator.Allocate1D<float>(networks * 2 * Width);
        using var sums = accelerator.Allocate1D<float>(networks * (Depth + 1) * 3);
        accelerator.Run(DeepNetworkKernel, networks, states.View, sums.View, (float)Math.Sqrt(numerator / Width), (long)context.Seed);
        var found = sums.GetAsArray1D().Chunk(3).Select(sum => (Squares: (double)sum[0], Sum: (double)sum[1], Inner: (double)sum[2]))
            .Chunk(Depth + 1).ToList();
        var layers = found.SelectMany(network => network.Zip(network.Skip(1), (before, now) => (Before: before, Now: now))).ToList();
        return new DeepMoments(
            [.. Enumerable.Range(1, Depth).Select(layer => found.Average(network => network[layer].Squares / network[0].Squares))],
            layers.Average(pair => pair.Now.Squares / pair.Before.Squares),
            Question09Kernels.Mean(layers.Select(pair =>
                (pair.Now.Squares - (pair.Now.Sum * pair.Now.Sum / Width)) / (Width - 1) / (pair.Before.Squares / Width))),
            layers.Average(pair => pair.Now.Inner / (numerator * pair.Before.Squares)), layers.Count);
    }

    /// <summary>
    /// One work item per network: a_{l+1} = ReLU(scale · S a_l) with a random matrix S of signs. 128 random bits are the signs
    /// of a row. Writes Σa_l², Σa_l and Σz_l² for the input and each layer; for the input 0 in place of the last two.
    /// </summary>
    [Kernel]
    internal static void DeepNetworkKernel(Index1D index, FloatView states, FloatView sums, float scale, long seed)
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

        var first = (int)index * (Depth + 1) * 3;
        sums[first] = input;
        sums[first + 1] = 0f;
        sums[first + 2] = 0f;

        for (var layer = 0; layer < Depth; layer++)
        {
            float squares = 0f, total = 0f, inner = 0f;
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
                var z = Exact32.Multiply(scale, sum);
                var activation = Exact32Functions.Relu(z);
                to[row] = activation;
                squares = Exact32.FusedMultiplyAdd(activation, activation, squares);
                total = Exact32.Add(total, activation);
                inner = Exact32.FusedMultiplyAdd(z, z, inner);
            }

            var at = (((int)index * (Depth + 1)) + layer + 1) * 3;
            sums[at] = squares;
            sums[at + 1] = total;
            sums[at + 2] = inner;
            var swap = from;
            from = to;
            to = swap;
        }
    }

    internal static float WithSign(float value, uint signs, int bit) =>
        Interop.IntAsFloat(Interop.FloatAsInt(value) ^ ((signs >> bit) << 31));
}
