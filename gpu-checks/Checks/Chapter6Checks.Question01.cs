// Question 1: a perceptron computes and learns AND, none computes XOR, and one hidden layer does.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question01Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The perceptron learning rule finds AND, within Novikoff's bound, and runs in a cycle for XOR.</summary>
    protected override Outcome PerceptronLearnsAndNotXor(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribePerceptronLearnsAndNotXor(Learn(context, And), Learn(context, Xor));
    }

    internal static Outcome DescribePerceptronLearnsAndNotXor(Learned and, Learned xor)
    {
        // R²|u|²/γ² for inputs (x1, x2, 1), so R² = 3, and u = (2, 2, -3), which separates AND with γ = 1.
        const int bound = 3 * (4 + 4 + 9);
        return new Outcome
        {
            Verdict = Verdicts.Of(
                and.Orders == Orders && and.Converged == Orders && and.MostCorrections <= bound && xor.Orders == Orders
                && xor.Cycled == Orders && xor.Converged == 0),
            Finding = Invariant($"AND is learned in {and.Converged} of {Orders} orders of the examples, after {and.MostCorrections} ") +
                Invariant($"corrections or fewer (bound {bound}). For XOR the weights come back to earlier ones in {xor.Cycled} of ") +
                Invariant($"{Orders} orders, so that the rule goes on without an end; it learns XOR in {xor.Converged}."),
            Method = "The perceptron learning rule w := w + (t - y)x from w = 0, epoch by epoch, with the four examples in each of their " +
                "24 orders, in integers, which binary32 adds exactly. An epoch without a correction ends it; weights that an " +
                "earlier epoch began with prove a cycle, since each epoch is a function of the weights that it begins with.",
            Measurements =
            [
                Measurement.Of("orders in which AND is learned", and.Converged, "orders").Exactly(Orders, "Novikoff's theorem (1962)"),
                Measurement.Of("orders in which the weights for XOR repeat", xor.Cycled, "orders")
                    .Exactly(Orders, "no weights compute XOR, and the rule's weights are bounded (Block and Levin 1970)"),
                Measurement.Of("most corrections before AND is learned", and.MostCorrections, "corrections")
                    .AtMost(bound, "R^2 |u|^2 / gamma^2 with u = (2, 2, -3)"),
                Measurement.Of("orders in which XOR is learned", xor.Converged, "orders").Exactly(0, "no weights compute XOR"),
            ],
            Runs = 2 * Orders,
        };
    }

    /// <summary>AND is separable: the printed weights w₁, w₂ and bias b compute it. Values: w₁, w₂, b.</summary>
    protected override Outcome AndWeights(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(3);
        context.RequireExactArithmetic();
        using var parameters = context.Accelerator.Allocate1D(printed.Select(value => (float)value).ToArray());
        using var outputs = context.Accelerator.Allocate1D<int>(4);
        context.Accelerator.Run(PerceptronKernel, 4, parameters.View, outputs.View);
        return DescribeAndWeights(printed, Agreements(outputs.GetAsArray1D(), And));
    }

    internal static Outcome DescribeAndWeights(IReadOnlyList<double> printed, int right) => new()
    {
        Verdict = Verdicts.Of(right == 4),
        Finding = Invariant($"w = ({printed[0]}, {printed[1]}), b = {printed[2]} gives AND on {right} of the 4 inputs."),
        Method = "The step perceptron with the printed weights, on all four inputs, in exact binary32 arithmetic.",
        Measurements = [Measurement.Of("inputs with the right output", right, "inputs").Exactly(4, "the truth table of AND")],
        Runs = 4,
    };

    /// <summary>No perceptron computes XOR: a search finds none, and the four inequalities contradict each other.</summary>
    protected override Outcome XorNotSeparable(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        using var found = context.Accelerator.Allocate1D<int>(16);
        found.MemSetToZero();
        context.Accelerator.Run(SearchKernel, Steps * Steps, Steps, found.View);
        return DescribeXorNotSeparable(found.GetAsArray1D(), InequalitiesOfXorContradict());
    }

    /// <summary>Takes the number of perceptrons that compute each of the 16 functions.</summary>
    internal static Outcome DescribeXorNotSeparable(int[] counts, bool contradict)
    {
        var separable = counts.Count(count => count > 0);
        return new Outcome
        {
            Verdict = Verdicts.Of(counts[Xor] == 0 && contradict),
            Finding = Invariant(
                $"Of {Perceptrons:N0} perceptrons {counts[Xor]} compute XOR, while {separable} of the 16 functions of two inputs are ") +
                $"found; the four inequalities of XOR {(contradict ? "add up to 0 < 0" : "do not contradict each other")}.",
            Method = "The truth table of every (w1, w2, b) on a grid from -12.5 to 12.5 in steps of a quarter, counted on the device; " +
                "and a certificate in integers: (w1+b > 0) + (w2+b > 0) has the same left side as (b <= 0) + (w1+w2+b <= 0).",
            Measurements =
            [
                Measurement.Of("perceptrons that compute XOR", counts[Xor], "perceptrons").Exactly(0, "exact certificate"),
                Measurement.Of("functions that some perceptron computes", separable, "functions").Exactly(14, "all but XOR and XNOR"),
                Measurement.Of("perceptrons that compute XNOR", counts[Xnor], "perceptrons").Exactly(0, "exact certificate"),
                Measurement.Of("perceptrons that compute AND", counts[And], "perceptrons"),
            ],
            Runs = Perceptrons,
        };
    }

    /// <summary>A 2-2-1 network of steps computes XOR, and a network without a hidden layer does not.</summary>
    protected override Outcome HiddenLayerSolvesXor(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // OR and AND in the hidden layer; OR and not AND at the output.
        using var parameters = context.Accelerator.Allocate1D([1f, 1f, -0.5f, 1f, 1f, -1.5f, 1f, -1f, -0.5f]);
        using var outputs = context.Accelerator.Allocate1D<int>(4);
        context.Accelerator.Run(HiddenLayerKernel, 4, parameters.View, outputs.View);
        return DescribeHiddenLayerSolvesXor(Agreements(outputs.GetAsArray1D(), Xor), InequalitiesOfXorContradict());
    }

    internal static Outcome DescribeHiddenLayerSolvesXor(int right, bool contradict) => new()
    {
        Verdict = Verdicts.Of(right == 4 && contradict),
        Finding = Invariant($"A network of 2 inputs, 2 hidden steps (OR, AND) and 1 output gives XOR on {right} of the 4 inputs. ") +
            $"Without a hidden layer the four inequalities of XOR {(contradict ? "add up to 0 < 0" : "do not contradict each other")}.",
        Method = "The network on all four inputs, in exact binary32 arithmetic; and the certificate of xor-not-separable.",
        Measurements = [Measurement.Of("inputs with the right output", right, "inputs").Exactly(4, "the truth table of XOR")],
        Runs = 4,
    };
}

internal static class Question01Kernels
{
    /// <summary>The truth tables of two inputs, as a mask: bit i is the output for x₁ = i &amp; 1, x₂ = i >> 1.</summary>
    internal const int And = 0b1000, Xor = 0b0110, Xnor = 0b1001;

    /// <summary>A grid of 101³ triples (w₁, w₂, b), each from −12.5 to 12.5 in steps of a quarter: all sums are exact.</summary>
    internal const int Steps = 101, Perceptrons = Steps * Steps * Steps;

    /// <summary>The orders of the four examples, 4!, and more epochs than any of them needs.</summary>
    internal const int Orders = 24, Epochs = 64;

    /// <summary>
    /// Over all orders of the examples: how many there are, in how many the rule ends or repeats weights, and the most corrections before
    /// it ends.
    /// </summary>
    internal readonly record struct Learned(int Orders, int Converged, int Cycled, int MostCorrections);

    internal static Learned Learn(CheckContext context, int table)
    {
        using var results = context.Accelerator.Allocate1D<int>(Orders * 2);
        using var history = context.Accelerator.Allocate1D<float>(Orders * (Epochs + 1) * 3);
        context.Accelerator.Run(LearningKernel, Orders, table, history.View, results.View);
        var found = results.GetAsArray1D().Chunk(2).Select(row => (Ending: row[0], Corrections: row[1])).ToList();
        return new Learned(
            found.Count, found.Count(order => order.Ending == 1), found.Count(order => order.Ending == 2),
            found.Where(order => order.Ending == 1).Select(order => order.Corrections).DefaultIfEmpty().Max());
    }

    /// <summary>
    /// One work item per order of the four examples: the perceptron learning rule from w = 0. Writes 1 for an epoch without a correction,
    /// 2 for weights that an earlier epoch began with, 0 for neither, and the number of corrections.
    /// </summary>
    [Kernel]
    internal static void LearningKernel(Index1D index, int table, FloatView history, IntView results)
    {
        var h = history.SubView((int)index * (Epochs + 1) * 3, (Epochs + 1) * 3);
        float w1 = 0f, w2 = 0f, b = 0f;
        int ending = 0, corrections = 0;
        for (var epoch = 0; epoch < Epochs && ending == 0; epoch++)
        {
            h[3 * epoch] = w1;
            h[(3 * epoch) + 1] = w2;
            h[(3 * epoch) + 2] = b;
            for (var earlier = 0; earlier < epoch; earlier++)
                if (h[3 * earlier] == w1 && h[(3 * earlier) + 1] == w2 && h[(3 * earlier) + 2] == b) ending = 2;

            var before = corrections;
            for (var position = 0; position < 4; position++)
            {
                var example = ExampleAt(index, position);
                int x1 = example & 1, x2 = example >> 1;
                var error = ((table >> example) & 1) - Step(w1, w2, b, x1, x2);
                if (error != 0) corrections++;
                w1 = Exact32.FusedMultiplyAdd(error, x1, w1);
                w2 = Exact32.FusedMultiplyAdd(error, x2, w2);
                b = Exact32.Add(b, error);
            }

            if (corrections == before) ending = 1;
        }

        results[2 * index] = ending;
        results[(2 * index) + 1] = corrections;
    }

    /// <summary>The example at a position of the order with a number below 24, by its digits in the factorial number system.</summary>
    internal static int ExampleAt(int order, int position)
    {
        var remaining = 0b1111;
        var example = 0;
        for (int place = 0, radix = 4; place <= position; place++, radix--)
        {
            var rank = order % radix;
            order /= radix;
            example = 0;
            while (((remaining >> example) & 1) == 0) example++;
            for (; rank > 0; rank--)
            {
                example++;
                while (((remaining >> example) & 1) == 0) example++;
            }

            remaining &= ~(1 << example);
        }

        return example;
    }

    /// <summary>On how many of the four inputs the outputs agree with a truth table.</summary>
    internal static int Agreements(int[] outputs, int table) => outputs.Where((output, i) => output == ((table >> i) & 1)).Count();

    [Kernel]
    internal static void PerceptronKernel(Index1D index, FloatView parameters, IntView outputs) =>
        outputs[index] = Step(parameters[0], parameters[1], parameters[2], index & 1, index >> 1);

    [Kernel]
    internal static void SearchKernel(Index1D index, int steps, IntView found)
    {
        var w1 = Quarter(index % steps, steps);
        var w2 = Quarter(index / steps, steps);
        for (var k = 0; k < steps; k++)
        {
            var b = Quarter(k, steps);
            var table = 0;
            for (var i = 0; i < 4; i++) table |= Step(w1, w2, b, i & 1, i >> 1) << i;
            Atomic.Add(ref found[table], 1);
        }
    }

    [Kernel]
    internal static void HiddenLayerKernel(Index1D index, FloatView p, IntView outputs)
    {
        var h1 = Step(p[0], p[1], p[2], index & 1, index >> 1);
        var h2 = Step(p[3], p[4], p[5], index & 1, index >> 1);
        outputs[index] = Step(p[6], p[7], p[8], h1, h2);
    }

    /// <summary>The perceptron: 1 where w₁x₁ + w₂x₂ + b is positive, otherwise 0.</summary>
    internal static int Step(float w1, float w2, float b, int x1, int x2) =>
        Exact32.Add(Exact32.Add(Exact32.Multiply(w1, x1), Exact32.Multiply(w2, x2)), b) > 0f ? 1 : 0;

    internal static float Quarter(int step, int steps) => Exact32.Multiply(step - (steps / 2), 0.25f);

    /// <summary>
    /// XOR requires b ≤ 0 and w₁+w₂+b ≤ 0, whose sum is w₁+w₂+2b ≤ 0, and for w₁+b > 0 and w₂+b > 0, whose sum is
    /// w₁+w₂+2b > 0: the same left side. Each row has the coefficients of (w₁, w₂, b).
    /// </summary>
    internal static bool InequalitiesOfXorContradict()
    {
        (int W1, int W2, int B)[] atMostZero = [(0, 0, 1), (1, 1, 1)], positive = [(1, 0, 1), (0, 1, 1)];
        return atMostZero.Sum(row => row.W1) == positive.Sum(row => row.W1)
            && atMostZero.Sum(row => row.W2) == positive.Sum(row => row.W2)
            && atMostZero.Sum(row => row.B) == positive.Sum(row => row.B);
    }
}
