// Question 11: what one wide hidden layer can approximate, and what depth does with far fewer units.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question11Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// On a bounded set the error of one hidden layer of N ReLU units falls as N⁻² for smooth functions of one and of two inputs, and falls
    /// for a continuous one. On growing intervals a layer of any width departs from x².
    /// </summary>
    protected override Outcome WidthBuysAccuracy(Claim claim, CheckContext context) => WidthBuysAccuracy(claim, context, unitsUsed: n => n);

    /// <summary>The same with only some of the N units used: a network that does not use its width must fail.</summary>
    internal static Outcome WidthBuysAccuracy(Claim claim, CheckContext context, Func<int, int> unitsUsed)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;

        // exp on [0, 1]: |f''| is at most e. Beside it a function that is continuous and no more.
        int[] widths = [4, 8, 16, 32, 64, 128, 256];
        double[] Errors(Func<double, double> f) => [.. widths.Select(n => LargestError(context, unitsUsed(n), f))];

        // For fewer units than it has points on a side, the grid has a point in the middle of each linear piece.
        double[] product = [.. widths.Where(n => n < GridPoints).Select(n => LargestErrorOfProduct(context, unitsUsed(n)))];
        return DescribeWidth(
            widths, Errors(Math.Exp), Errors(x => Math.Sqrt(Math.Abs(x - (1.0 / 3)))), product,
            [.. Lengths.Select(length => LargestError(context, unitsUsed(WidestUnits), t => length * t * length * t))]);
    }

    /// <summary>
    /// Describes the largest errors on exp, on sqrt|x-1/3| and on x·y for each width, and those of the widest layer on x² over [0, R] for
    /// each of <see cref="Lengths"/>.
    /// </summary>
    internal static Outcome DescribeWidth(int[] widths, double[] smooth, double[] rough, double[] product, double[] growing)
    {
        double slope = Slope(widths, smooth), roughSlope = Slope(widths, rough), productSlope = Slope(widths[..product.Length], product);

        // Linear interpolation is off by at most max|f''|·h²/8; a binary64 network of N units adds about N·u·20.
        double Bound(int n) => (Math.E / (8.0 * n * n)) + (20 * RoundingErrors.Gamma64(n + 3));

        // x·y = s² − t² with s = (x+y)/2 and t = (x−y)/2, each square from half of the units and above it by (2/N)²/4 at most.
        double ProductBound(int n) => (1.0 / ((double)n * n)) + (20 * RoundingErrors.Gamma64(n + 3));
        var share = Math.Max(
            widths.Zip(smooth, (n, error) => error / Bound(n)).Max(), widths.Zip(product, (n, error) => error / ProductBound(n)).Max());
        const double slopeBound = 0.05;
        var holds = Math.Abs(slope + 2) <= slopeBound && Math.Abs(productSlope + 2) <= slopeBound && share <= 1
            && rough.Zip(rough.Skip(1)).All(pair => pair.Second < pair.First);

        // A layer of N units has at most N+1 linear pieces, one of them at least R/(N+1) long, on which no line is closer to x².
        double LeastError(double length) => Math.Pow(length / (WidestUnits + 1), 2) / 8;
        var departs = Lengths.Zip(growing, (length, error) => error >= LeastError(length)).All(isFar => isFar) && growing[^1] > 1;
        return new Outcome
        {
            Verdict = Verdicts.Of(holds, isQualified: departs),
            Finding = Invariant($"From {widths[0]} to {widths[^1]} units the largest error on exp falls from {smooth[0]:0.0e+0} to ") +
                Invariant($"{smooth[^1]:0.0e+0}, as N^{slope:F3}, never above {share:P1} of the theoretical bound; on sqrt|x-1/3|, ") +
                Invariant($"which is continuous but not smooth, from {rough[0]:0.0e+0} to {rough[^1]:0.0e+0}, as N^{roughSlope:F2}; ") +
                Invariant($"on x·y over the unit square from {product[0]:0.0e+0} to {product[^1]:0.0e+0}, as N^{productSlope:F3}. ") +
                Invariant($"On x^2 over [0, R] it grows for {WidestUnits} units from {growing[0]:0.0e+0} (R = {Lengths[0]}) to ") +
                Invariant($"{growing[^1]:0.0e+0} (R = {Lengths[^1]:N0}): no width is enough for the whole line."),
            Method = "f(0) + sum of c_i ReLU(x - i/N), whose coefficients are the changes of slope of the interpolant of f at i/N, " +
                Invariant($"in exact binary64 arithmetic at {Points:N0} points of [0, 1]; x·y from two such layers, of x + y and of ") +
                Invariant($"x - y, at {GridPoints * GridPoints:N0} points. On [0, R] the layer is fitted again for each R."),
            Measurements =
            [
                Measurement.Of("slope of log error over log N, exp", slope)
                    .Within(slopeBound, of: -2, "linear interpolation: max|f''|·h^2/8"),
                Measurement.Of("slope of log error over log N, x·y", productSlope)
                    .Within(slopeBound, of: -2, "two squares, interpolated linearly"),
                Measurement.Of("largest error on exp or x·y as a share of its bound", share).AtMost(1, "max|f''|·h^2/8 + rounding"),
                Measurement.Of("slope of log error over log N, sqrt|x-1/3|", roughSlope)
                    with { Source = "must fall; at a power of 1/2 as N^-1/2" },
                .. widths.Zip(smooth, (n, error) => Measurement.Of(Invariant($"largest error on exp with {n} units"), error)
                    .Within(Bound(n), of: 0, "max|f''|·h^2/8 + rounding")),
                .. Lengths.Zip(growing, (length, error) => Measurement.Of(Invariant($"largest error on x^2 over [0, {length:N0}]"), error)
                    with { Source = Invariant($"at least {LeastError(length):0.0e+0}: one of N+1 pieces is R/(N+1) long") }),
            ],
            Plots = [new Plot(
                "Largest error of a network with one hidden layer over its width", "units", "largest error on [0, 1]", LogX: true,
                LogY: true,
                [
                    PlotData.Line("exp(x)", widths.Select(n => (double)n), smooth),
                    PlotData.Line("sqrt|x-1/3|", widths.Select(n => (double)n), rough),
                    PlotData.Line("x·y", widths.Take(product.Length).Select(n => (double)n), product),
                    PlotData.Reference("bound for exp(x)", widths.Select(n => (double)n), widths.Select(Bound)),
                ])],
            Runs = (((2 * widths.Length) + Lengths.Length) * Points) + (product.Length * GridPoints * GridPoints),
        };
    }

    /// <summary>k composed tent maps have 2ᵏ linear pieces from 2k units; one hidden layer of as many units has at most 2k + 1.</summary>
    protected override Outcome DepthBeatsWidth(Claim claim, CheckContext context) => DepthBeatsWidth(claim, context, slope: 2f);

    /// <summary>The same with tents of a given slope: with one below 2 they do not fold the whole interval, and it must fail.</summary>
    internal static Outcome DepthBeatsWidth(Claim claim, CheckContext context, float slope)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var deepest = context.Scale == Scale.Quick ? 8 : 12;
        using var tent = accelerator.Allocate1D([slope]);
        var deep = new List<(int Layers, int Units, int Pieces)>();
        for (var layers = 1; layers <= deepest; layers++)
        {
            // Four points for each of the 2ᵏ pieces; multiples of 2^−(k+2) below 1 compute without rounding.
            var points = (1 << (layers + 2)) + 1;
            using var values = accelerator.Allocate1D<float>(points);
            using var units = accelerator.Allocate1D<int>(1);
            units.MemSetToZero();
            accelerator.Run(TentKernel, points, tent.View, values.View, units.View, layers);
            deep.Add((layers, units.GetAsArray1D()[0], Pieces(values.GetAsArray1D())));
        }

        // One hidden layer with as many units as the deepest network, at random: no more pieces than units and one. Weights in
        // quarters up to 2 and points in 256ths keep every sum within 24 bits: no rounding can look like a bend.
        int width = 2 * deepest, grid = (1 << 11) + 1;
        using var weights = accelerator.Allocate1D(
            Samples.Uniform(context.Seed, stream: 1, ShallowNetworks * width * 3, -2f, 2f).Select(w => MathF.Round(4f * w) / 4f).ToArray());
        using var outputs = accelerator.Allocate1D<float>(ShallowNetworks * grid);
        accelerator.Run(ShallowKernel, ShallowNetworks, weights.View, outputs.View, width, grid);
        return DescribeDepth(deep, outputs.GetAsArray1D().Chunk(grid).Max(Pieces)) with { Seed = context.Seed };
    }

    /// <summary>Describes the pieces and units of composed tents, and the most pieces that a random single layer had.</summary>
    internal static Outcome DescribeDepth(IReadOnlyList<(int Layers, int Units, int Pieces)> deep, int shallow)
    {
        var last = deep[^1];
        var width = 2 * last.Layers;
        var units = deep.Select(row => (double)row.Units);
        var folds = deep.All(row => row.Pieces == 1 << row.Layers && row.Units == 2 * row.Layers);
        return new Outcome
        {
            Verdict = folds && shallow <= width + 1 ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"{last.Layers} layers of 2 units, {last.Units} in all, have {last.Pieces:N0} linear pieces; one hidden layer ") +
                Invariant($"of {width} units has at most {width + 1}, and {ShallowNetworks} random ones had {shallow} or fewer. ") +
                Invariant($"One layer needs {last.Pieces - 1:N0} units for as many."),
            Method = Invariant($"The tent map 2·ReLU(x) - 4·ReLU(x - 1/2), composed 1 to {last.Layers} times, at four points a piece, ") +
                "where binary32 arithmetic is exact; pieces are counted by changes of the slope, units by the kernel where it " +
                "computes one.",
            Measurements =
            [
                Measurement.Of(Invariant($"linear pieces of {last.Layers} composed tents"), last.Pieces, "pieces")
                    .Exactly(1 << last.Layers, "2^k (Telgarsky 2015)"),
                Measurement.Of("units of that network", last.Units, "units")
                    .Exactly(2 * last.Layers, "2k, counted where they are computed"),
                Measurement.Of(Invariant($"most pieces of {ShallowNetworks} random single layers of {width} units"), shallow, "pieces")
                    .AtMost(width + 1, "each unit bends the line once"),
                .. deep.SkipLast(1).Select(row =>
                    Measurement.Of(Invariant($"linear pieces of {row.Layers} composed tents"), row.Pieces, "pieces")
                        .Exactly(1 << row.Layers, "2^k")),
            ],
            Plots = [new Plot(
                "Linear pieces over the number of units", "units", "linear pieces", LogX: false, LogY: true,
                [
                    PlotData.Line("layers of two units", units, deep.Select(row => (double)row.Pieces)),
                    PlotData.Points(Invariant($"most of {ShallowNetworks} random single layers"), [width], [shallow]),
                    PlotData.Reference("most that one layer can have", units, units.Select(n => n + 1)),
                ])],
            Runs = last.Layers + ShallowNetworks,
        };
    }
}

internal static class Question11Kernels
{
    public const int ShallowNetworks = 256;

    /// <summary>The number of points, with 32 in each interval of the widest network.</summary>
    internal const int Points = (1 << 13) + 1;

    /// <summary>The points along each side of the unit square.</summary>
    internal const int GridPoints = (1 << 6) + 1;

    /// <summary>The units of the layer that is compared with x² on the intervals [0, R].</summary>
    internal const int WidestUnits = 256;

    /// <summary>The lengths R of the intervals.</summary>
    internal static readonly double[] Lengths = [1, 16, 256, 4096];

    /// <summary>f(0), and the changes of slope of the function that interpolates f at i/N.</summary>
    private static double[] Coefficients(int units, Func<double, double> f)
    {
        double At(int i) => f((double)i / units);
        double SlopeOf(int i) => (At(i + 1) - At(i)) * units;
        return [At(0), .. Enumerable.Range(0, units).Select(i => i == 0 ? SlopeOf(0) : SlopeOf(i) - SlopeOf(i - 1))];
    }

    /// <summary>The largest error on x·y over the unit square, of ((x+y)² − (x−y)²)/4 with half of the units for each square.</summary>
    internal static double LargestErrorOfProduct(CheckContext context, int units)
    {
        // t is (x+y)/2 or (x−y+1)/2, both from 0 to 1; then (x+y)²/4 = t² and (x−y)²/4 = (t − 1/2)².
        using var sum = context.Accelerator.Allocate1D(Coefficients(units / 2, t => t * t));
        using var difference = context.Accelerator.Allocate1D(Coefficients(units / 2, t => (t - 0.5) * (t - 0.5)));
        using var outputs = context.Accelerator.Allocate1D<double>(GridPoints * GridPoints);
        context.Accelerator.Run(ProductKernel, GridPoints * GridPoints, sum.View, difference.View, outputs.View);
        const double side = GridPoints - 1;
        return outputs.GetAsArray1D().Select((z, i) => Math.Abs(z - (i / GridPoints / side * (i % GridPoints / side)))).Max();
    }

    internal static double LargestError(CheckContext context, int units, Func<double, double> f)
    {
        using var c = context.Accelerator.Allocate1D(Coefficients(units, f));
        using var outputs = context.Accelerator.Allocate1D<double>(Points);
        var items = Math.Min(context.Accelerator.WorkItems(), Points);
        context.Accelerator.Run(InterpolantKernel, items, c.View, outputs.View, items);
        return outputs.GetAsArray1D().Select((y, i) => Math.Abs(y - f(i / (double)(Points - 1)))).Max();
    }

    /// <summary>The least-squares slope of ln y over ln x.</summary>
    internal static double Slope(int[] x, double[] y) =>
        LeastSquares.Slope([.. x.Select(n => Math.Log(n))], [.. y.Select(value => Math.Log(value))]);

    /// <summary>
    /// One more than the number of bends of a function sampled at equal distances without rounding. A bend between two points changes
    /// the slope twice in a row, one at a point once.
    /// </summary>
    internal static int Pieces(float[] values)
    {
        int pieces = 1, changes = 0;
        for (var i = 2; i <= values.Length; i++)
        {
            if (i < values.Length && values[i] - values[i - 1] != values[i - 1] - values[i - 2])
            {
                changes++;
                continue;
            }

            pieces += (changes + 1) / 2;
            changes = 0;
        }

        return pieces;
    }

    /// <summary>Each work item takes every n-th point x of [0, 1]: c₀ + Σ cᵢ₊₁·ReLU(x − i/N).</summary>
    [Kernel]
    internal static void InterpolantKernel(Index1D index, DoubleView coefficients, DoubleView outputs, int items)
    {
        for (int at = index; at < outputs.Length; at += items) outputs[at] = Interpolate(coefficients, Exact64.Divide(at, Points - 1));
    }

    /// <summary>One work item for each point (x, y) of the unit square: the layer of x + y, less that of x − y.</summary>
    [Kernel]
    internal static void ProductKernel(Index1D index, DoubleView sum, DoubleView difference, DoubleView outputs)
    {
        int x = index / GridPoints, y = index % GridPoints;
        outputs[index] = Exact64.Subtract(
            Interpolate(sum, Exact64.Divide(x + y, 2 * (GridPoints - 1))),
            Interpolate(difference, Exact64.Divide(x - y + (GridPoints - 1), 2 * (GridPoints - 1))));
    }

    private static double Interpolate(DoubleView coefficients, double x)
    {
        var units = (int)coefficients.Length - 1;
        var sum = coefficients[0];
        for (var i = 0; i < units; i++)
        {
            var z = Exact64.Subtract(x, Exact64.Divide(i, units));
            sum = Exact64.FusedMultiplyAdd(coefficients[i + 1], z > 0.0 ? z : 0.0, sum);
        }

        return sum;
    }

    /// <summary>One work item per point: the tent map, composed. The first item counts the units of one evaluation.</summary>
    [Kernel]
    internal static void TentKernel(Index1D index, FloatView slope, FloatView values, IntView units, int layers)
    {
        // Rounded once: the number of intervals is a power of two, so the quotient is exact.
        var x = Exact32.Multiply((int)index, Reciprocal((int)values.Length - 1));
        var count = 0;
        for (var layer = 0; layer < layers; layer++)
        {
            var first = Exact32Functions.Relu(x);
            var second = Exact32Functions.Relu(Exact32.Subtract(x, 0.5f));
            count += 2;
            x = Exact32.FusedMultiplyAdd(Exact32.Multiply(-2f, slope[0]), second, Exact32.Multiply(slope[0], first));
        }

        values[index] = x;
        if (index == 0) units[0] = count;
    }

    /// <summary>One work item per network of one hidden layer, Σ cᵢ·ReLU(wᵢx + bᵢ), at all points of [−4, 4].</summary>
    [Kernel]
    internal static void ShallowKernel(Index1D index, FloatView weights, FloatView outputs, int width, int grid)
    {
        var w = (int)index * width * 3;
        for (var point = 0; point < grid; point++)
        {
            var x = Exact32.FusedMultiplyAdd(point, Exact32.Multiply(8f, Reciprocal(grid - 1)), -4f);
            var sum = 0f;
            for (var i = 0; i < width; i++)
            {
                var z = Exact32.FusedMultiplyAdd(weights[w + (3 * i)], x, weights[w + (3 * i) + 1]);
                sum = Exact32.FusedMultiplyAdd(weights[w + (3 * i) + 2], Exact32Functions.Relu(z), sum);
            }

            outputs[((int)index * grid) + point] = sum;
        }
    }

    /// <summary>1/n for a power of two, from its exponent alone.</summary>
    private static float Reciprocal(int powerOfTwo)
    {
        var exponent = 0;
        while (powerOfTwo >> exponent > 1) exponent++;
        return Interop.IntAsFloat((uint)(127 - exponent) << 23);
    }
}
