// Question 3: two linear layers are one linear layer, and a ReLU between them prevents that.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question03Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>W₂(W₁x+b₁)+b₂ and (W₂W₁)x+(W₂b₁+b₂) agree within the rounding of both.</summary>
    protected override Outcome LinearLayersCollapse(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var examples = context.Size("examples", quick: 64, full: 1024);
        var net = new TwoLayers(context);
        return DescribeLinearLayersCollapse(examples, Collapse(context, net, examples)) with { Seed = context.Seed };
    }

    internal static Outcome DescribeLinearLayersCollapse(int examples, Collapsed found)
    {
        var broken = found.ReferenceShare > 1;
        return new Outcome
        {
            Verdict = broken ? Verdict.Error : Verdicts.Of(found.Share <= 1),
            Finding = (broken ? "The two layers are further from binary64 than rounding can explain: the device or this check is at " +
                "fault. " : "") +
                Invariant($"Two linear layers and their one-layer product differ by at most {found.Difference:0.00e+0} ") +
                Invariant($"(bound there {found.BoundThere:0.00e+0}); no output uses more than {found.Share:P1} of its bound."),
            Method = Invariant($"[{Inputs}, {Hidden}, {Outputs}] with random weights on {examples} random inputs, ") +
                "compared with W' = W2 W1 and b' = W2 b1 + b2, all in exact binary32 arithmetic.",
            Measurements =
            [
                Measurement.Of("largest difference as a share of its bound", found.Share)
                    .Within(1, of: 0, "2·gamma(n)·(|W2|(|W1||x|+|b1|)+|b2|)"),
                Measurement.Of("largest difference", found.Difference).Within(found.BoundThere, of: 0, "the same bound, at that output"),
                Measurement.Of("largest error of the two layers as a share of its bound", found.ReferenceShare)
                    .Within(1, of: 0, "gamma(n)·(|W2|(|W1||x|+|b1|)+|b2|), against binary64"),
            ],
            Runs = examples,
        };
    }

    /// <summary>
    /// The affine defect f(x+y)−f(x)−f(y)+f(0) is rounding alone without ReLU, and far more with it; and the linear pieces of a deeper
    /// and deeper network double with each layer, but stay at one without ReLU.
    /// </summary>
    protected override Outcome NonlinearityPreventsCollapse(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var pairs = context.Size("pairs of examples", quick: 64, full: 1024);
        var net = new TwoLayers(context);
        var (linear, bound) = Defect(context, net, pairs, relu: false);
        var (withRelu, _) = Defect(context, net, pairs, relu: true);
        return DescribeNonlinearityPreventsCollapse(pairs, linear, withRelu, bound, PiecesByDepth(context)) with { Seed = context.Seed };
    }

    /// <summary>Takes the largest defects, in bounds, the largest bound, and the linear pieces of networks of 1, 2 … layers.</summary>
    internal static Outcome DescribeNonlinearityPreventsCollapse(
        int pairs, double linear, double withRelu, double bound, IReadOnlyList<(int With, int Without)> pieces)
    {
        return new Outcome
        {
            // A thousand bounds: no rounding reaches that far.
            Verdict = Verdicts.Of(
                linear <= 1 && withRelu > 1000 && pieces.Select((depth, i) => depth == (2 << i, 1)).All(grows => grows)),
            Finding = Invariant($"The affine defect is {linear:P1} of its rounding bound without ReLU, and {withRelu:N0} times the ") +
                Invariant($"bound with ReLU. {pieces.Count} layers of two units have {pieces[^1].With} linear pieces with ReLU, and ") +
                Invariant($"{pieces[^1].Without} without it."),
            Method = Invariant($"f(x+y) - f(x) - f(y) + f(0) of [{Inputs}, {Hidden}, {Outputs}] on {pairs} random pairs: ") +
                "0 for an affine f in real arithmetic. The tent map 2·ReLU(x) - 4·ReLU(x - 1/2), composed 1 to " +
                Invariant($"{pieces.Count} times, with ReLU and without, where binary32 arithmetic is exact; pieces by changes of the ") +
                "slope.",
            Measurements =
            [
                Measurement.Of("largest defect with ReLU, in bounds", withRelu) with { Source = "must exceed 1,000 bounds" },
                Measurement.Of("largest defect without ReLU, in bounds", linear).Within(1, of: 0, "4·gamma(n)·(|W2|(|W1||x|+|b1|)+|b2|)"),
                Measurement.Of("largest bound", bound),
                Measurement.Of(Invariant($"linear pieces of {pieces.Count} layers with ReLU"), pieces[^1].With, "pieces")
                    .Exactly(1 << pieces.Count, "2^k (Telgarsky 2015)"),
                Measurement.Of(Invariant($"linear pieces of {pieces.Count} layers without ReLU"), pieces[^1].Without, "pieces")
                    .Exactly(1, "an affine map of affine maps"),
            ],
            Runs = pairs,
        };
    }
}

internal static class Question03Kernels
{
    internal const int Inputs = 24, Hidden = 48, Outputs = 12;

    /// <summary>
    /// How far the two layers and their product are apart, and how far the two layers are from binary64 at most. A share is of the bound;
    /// the bound there is that of the largest difference.
    /// </summary>
    internal readonly record struct Collapsed(double Share, double Difference, double BoundThere, double ReferenceShare);

    internal static Collapsed Collapse(CheckContext context, TwoLayers net, int examples)
    {
        var accelerator = context.Accelerator;
        var x = Samples.Normal(context.Seed, stream: 5, examples * Inputs);

        var stacked = net.Forward(accelerator, x, relu: false);

        // One layer: W' = W₂W₁ and b' = W₂b₁ + b₂, computed on the device too. A row of W₁ᵀ is a column of W₁.
        var productTransposed = Layer(accelerator, Transpose(net.W1, Hidden, Inputs), net.W2, new float[Outputs], relu: false);
        var bias = Layer(accelerator, net.B1, net.W2, net.B2, relu: false);
        var collapsed = Layer(accelerator, x, Transpose(productTransposed, Inputs, Outputs), bias, relu: false);

        // Each side: at most Inputs + Hidden products and two biases in a row, on terms whose absolute values add up to
        // |W₂|(|W₁||x|+|b₁|)+|b₂| (Higham, section 3.5).
        var gamma = 2 * RoundingErrors.Gamma(Inputs + Hidden + 2);
        var found = default(Collapsed);
        for (var e = 0; e < examples; e++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                var difference = Math.Abs((double)stacked[(e * Outputs) + o] - collapsed[(e * Outputs) + o]);
                var bound = gamma * net.AbsoluteTerms(x.AsSpan(e * Inputs, Inputs), o);
                found = found with { Share = Math.Max(found.Share, difference / bound) };
                if (difference >= found.Difference) found = found with { Difference = difference, BoundThere = bound };

                // The two layers have to be W₂(W₁x+b₁)+b₂, not only equal to their own product.
                var error = Math.Abs(stacked[(e * Outputs) + o] - net.Reference(x.AsSpan(e * Inputs, Inputs), o));
                found = found with { ReferenceShare = Math.Max(found.ReferenceShare, error / (bound / 2)) };
            }
        }

        return found;
    }

    /// <summary>The largest affine defect over random pairs, in bounds, and the largest bound.</summary>
    internal static (double InBounds, double LargestBound) Defect(CheckContext context, TwoLayers net, int pairs, bool relu)
    {
        // Multiples of 2⁻⁸ below 4: the sum x + y is exact, so the defect is not an error of its input.
        var x = Coarse(Samples.Uniform(context.Seed, stream: 6, pairs * Inputs, -4f, 4f));
        var y = Coarse(Samples.Uniform(context.Seed, stream: 7, pairs * Inputs, -4f, 4f));
        float[][] points = [[.. x.Zip(y, (a, b) => a + b)], x, y, new float[pairs * Inputs]];
        var at = points.Select(inputs => net.Forward(context.Accelerator, inputs, relu)).ToArray();
        double worst = 0, largestBound = 0;
        for (var p = 0; p < pairs; p++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                var i = (p * Outputs) + o;
                var defect = Math.Abs((double)at[0][i] - at[1][i] - at[2][i] + at[3][i]);
                var bound = RoundingErrors.Gamma(Inputs + Hidden + 2) *
                    points.Sum(inputs => net.AbsoluteTerms(inputs.AsSpan(p * Inputs, Inputs), o));
                worst = Math.Max(worst, defect / bound);
                largestBound = Math.Max(largestBound, bound);
            }
        }

        return (worst, largestBound);
    }

    /// <summary>The most layers whose pieces are counted.</summary>
    private const int Depth = 8;

    /// <summary>The linear pieces of 1 to 8 layers on [0, 1], with ReLU and without it, at four points a piece.</summary>
    internal static IReadOnlyList<(int With, int Without)> PiecesByDepth(CheckContext context)
    {
        const int intervals = 4 << Depth;
        using var x = context.Accelerator.Allocate1D(Enumerable.Range(0, intervals + 1).Select(i => i / (float)intervals).ToArray());
        using var values = context.Accelerator.Allocate1D<float>(intervals + 1);
        return [.. Enumerable.Range(1, Depth).Select(layers => (Count(layers, 1), Count(layers, 0)))];

        int Count(int layers, int relu)
        {
            context.Accelerator.Run(TentLayersKernel, intervals + 1, x.View, values.View, layers, relu);
            return Question11Kernels.Pieces(values.GetAsArray1D());
        }
    }

    /// <summary>One work item per point: layers of the two units x and x − 1/2, with weights 2 and −4 behind them.</summary>
    [Kernel]
    internal static void TentLayersKernel(Index1D index, FloatView x, FloatView values, int layers, int relu)
    {
        var value = x[index];
        for (var layer = 0; layer < layers; layer++)
        {
            float first = value, second = Exact32.Subtract(value, 0.5f);
            if (relu != 0) first = Exact32Functions.Relu(first);
            if (relu != 0) second = Exact32Functions.Relu(second);
            value = Exact32.FusedMultiplyAdd(-4f, second, Exact32.Multiply(2f, first));
        }

        values[index] = value;
    }

    /// <summary>Each work item takes every n-th output: Σ wᵢxᵢ + b, from left to right, with ReLU if wanted.</summary>
    [Kernel]
    internal static void LinearLayerKernel(
        Index1D index, FloatView input, FloatView weights, FloatView biases, FloatView output, int outputs, int relu, int items)
    {
        var inputs = (int)(weights.Length / outputs);
        for (int at = index; at < output.Length; at += items)
        {
            int example = at / outputs, neuron = at % outputs;
            var sum = 0f;
            for (var i = 0; i < inputs; i++)
                sum = Exact32.Add(sum, Exact32.Multiply(weights[(neuron * inputs) + i], input[(example * inputs) + i]));
            sum = Exact32.Add(sum, biases[neuron]);
            output[at] = relu != 0 ? Exact32Functions.Relu(sum) : sum;
        }
    }

    /// <summary>Runs a layer of as many outputs as biases on the examples that lie one after the other in its input.</summary>
    internal static float[] Layer(Accelerator accelerator, float[] input, float[] weights, float[] biases, bool relu)
    {
        var outputs = biases.Length;
        var length = input.Length / (weights.Length / outputs) * outputs;
        using var x = accelerator.Allocate1D(input);
        using var w = accelerator.Allocate1D(weights);
        using var b = accelerator.Allocate1D(biases);
        using var y = accelerator.Allocate1D<float>(length);
        var items = Math.Min(accelerator.WorkItems(), length);
        accelerator.Run(LinearLayerKernel, items, x.View, w.View, b.View, y.View, outputs, relu ? 1 : 0, items);
        return y.GetAsArray1D();
    }

    internal static float[] Coarse(float[] values) => [.. values.Select(value => MathF.Round(value * 256f) / 256f)];

    internal static float[] Transpose(float[] matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) transposed[(c * rows) + r] = matrix[(r * columns) + c];
        return transposed;
    }

    /// <summary>The random weights of the two layers. A row of a matrix is an output.</summary>
    internal sealed class TwoLayers(CheckContext context)
    {
        public float[] W1 { get; } = Samples.Normal(context.Seed, stream: 1, Hidden * Inputs, Math.Sqrt(2.0 / Inputs));

        public float[] B1 { get; } = Samples.Normal(context.Seed, stream: 2, Hidden);

        public float[] W2 { get; } = Samples.Normal(context.Seed, stream: 3, Outputs * Hidden, Math.Sqrt(2.0 / Hidden));

        public float[] B2 { get; } = Samples.Normal(context.Seed, stream: 4, Outputs);

        public float[] Forward(Accelerator accelerator, float[] points, bool relu) =>
            Layer(accelerator, Layer(accelerator, points, W1, B1, relu), W2, B2, relu: false);

        /// <summary>W₂(W₁x+b₁)+b₂ at one output, in binary64.</summary>
        public double Reference(ReadOnlySpan<float> x, int output)
        {
            double total = B2[output];
            for (var h = 0; h < Hidden; h++)
            {
                double inner = B1[h];
                for (var i = 0; i < Inputs; i++) inner += (double)W1[(h * Inputs) + i] * x[i];
                total += W2[(output * Hidden) + h] * inner;
            }

            return total;
        }

        /// <summary>|W₂|(|W₁||x|+|b₁|)+|b₂| at one output, in binary64: what the bound is relative to.</summary>
        public double AbsoluteTerms(ReadOnlySpan<float> x, int output)
        {
            double total = Math.Abs(B2[output]);
            for (var h = 0; h < Hidden; h++)
            {
                double inner = Math.Abs(B1[h]);
                for (var i = 0; i < Inputs; i++) inner += Math.Abs((double)W1[(h * Inputs) + i] * x[i]);
                total += Math.Abs(W2[(output * Hidden) + h]) * inner;
            }

            return total;
        }
    }
}
