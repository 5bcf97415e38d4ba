// Question 1: a perceptron computes AND, none computes XOR, and one hidden layer does.

using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 1.</summary>
internal static class Question01Checks
{
    /// <summary>The truth tables of two inputs, as a mask: bit i is the output for x₁ = i &amp; 1, x₂ = i >> 1.</summary>
    private const int And = 0b1000, Xor = 0b0110, Xnor = 0b1001;

    /// <summary>The printed weights w₁, w₂ and bias b compute AND. Values: w₁, w₂, b.</summary>
    public static Outcome AndWeights(Claim claim, CheckContext context)
    {
        var values = claim.RequireValues(3);
        context.RequireExactArithmetic();

        using var parameters = context.Accelerator.Allocate1D(values.Select(value => (float)value).ToArray());
        using var outputs = context.Accelerator.Allocate1D<int>(4);
        context.Accelerator.Run(PerceptronKernel, 4, parameters.View, outputs.View);

        var right = outputs.GetAsArray1D().Where((output, i) => output == ((And >> i) & 1)).Count();
        return new Outcome
        {
            Verdict = right == 4 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"w = ({values[0]}, {values[1]}), b = {values[2]} gives AND on {right} of the 4 inputs."),
            Method = "The step perceptron with the printed weights, on all four inputs, in exact binary32 arithmetic.",
            Measurements = [new Measurement("inputs with the right output", right, "inputs", 4, 0, "the truth table of AND")],
            Runs = 4,
        };
    }

    /// <summary>No perceptron computes XOR: a search finds none, and the four inequalities contradict each other.</summary>
    public static Outcome XorNotSeparable(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // 101³ = 1,030,301 triples (w₁, w₂, b), each from −12.5 to 12.5 in steps of a quarter: all sums are exact.
        const int steps = 101;
        using var found = context.Accelerator.Allocate1D<int>(16);
        found.MemSetToZero();
        context.Accelerator.Run(SearchKernel, steps * steps, steps, found.View);

        var counts = found.GetAsArray1D();
        var separable = counts.Count(count => count > 0);
        var xorWeights = counts[Xor];
        var contradicts = InequalitiesOfXorContradict();
        return new Outcome
        {
            Verdict = xorWeights == 0 && contradicts ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Of {steps * steps * steps:N0} perceptrons {xorWeights} compute XOR, while {separable} of the 16 functions of two inputs are ") +
                $"found; the four inequalities of XOR {(contradicts ? "add up to 0 < 0" : "do not contradict each other")}.",
            Method = "Every (w1, w2, b) of a grid of a quarter, from -12.5 to 12.5, its truth table counted on the device; " +
                "and a certificate in integers: (w1+b > 0) + (w2+b > 0) has the same left side as (b <= 0) + (w1+w2+b <= 0).",
            Measurements =
            [
                new Measurement("perceptrons that compute XOR", xorWeights, "perceptrons", 0, 0, "exact certificate"),
                new Measurement("functions that some perceptron computes", separable, "functions", 14, 0, "all but XOR and XNOR"),
                new Measurement("perceptrons that compute XNOR", counts[Xnor], "perceptrons", 0, 0, "exact certificate"),
                new Measurement("perceptrons that compute AND", counts[And], "perceptrons"),
            ],
            Runs = steps * steps * steps,
        };
    }

    /// <summary>A 2-2-1 network of steps computes XOR.</summary>
    public static Outcome HiddenLayerSolvesXor(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // OR and AND in the hidden layer; OR and not AND at the output.
        using var parameters = context.Accelerator.Allocate1D([1f, 1f, -0.5f, 1f, 1f, -1.5f, 1f, -1f, -0.5f]);
        using var outputs = context.Accelerator.Allocate1D<int>(4);
        context.Accelerator.Run(HiddenLayerKernel, 4, parameters.View, outputs.View);

        var right = outputs.GetAsArray1D().Where((output, i) => output == ((Xor >> i) & 1)).Count();
        return new Outcome
        {
            Verdict = right == 4 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"A network of 2 inputs, 2 hidden steps (OR, AND) and 1 output gives XOR on {right} of the 4 inputs."),
            Method = "The network on all four inputs, in exact binary32 arithmetic.",
            Measurements = [new Measurement("inputs with the right output", right, "inputs", 4, 0, "the truth table of XOR")],
            Runs = 4,
        };
    }

    internal static void PerceptronKernel(Index1D index, FloatView parameters, IntView outputs) =>
        outputs[index] = Step(parameters[0], parameters[1], parameters[2], index & 1, index >> 1);

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

    internal static void HiddenLayerKernel(Index1D index, FloatView p, IntView outputs)
    {
        var h1 = Step(p[0], p[1], p[2], index & 1, index >> 1);
        var h2 = Step(p[3], p[4], p[5], index & 1, index >> 1);
        outputs[index] = Step(p[6], p[7], p[8], h1, h2);
    }

    /// <summary>The perceptron: 1 where w₁x₁ + w₂x₂ + b is positive, else 0.</summary>
    private static int Step(float w1, float w2, float b, int x1, int x2) =>
        Exact32.Add(Exact32.Add(Exact32.Multiply(w1, x1), Exact32.Multiply(w2, x2)), b) > 0f ? 1 : 0;

    private static float Quarter(int step, int steps) => Exact32.Multiply(step - (steps / 2), 0.25f);

    /// <summary>
    /// XOR asks for b ≤ 0 and w₁+w₂+b ≤ 0, whose sum is w₁+w₂+2b ≤ 0, and for w₁+b > 0 and w₂+b > 0, whose sum is
    /// w₁+w₂+2b > 0: the same left side. Each row holds the coefficients of (w₁, w₂, b).
    /// </summary>
    private static bool InequalitiesOfXorContradict()
    {
        (int W1, int W2, int B)[] atMostZero = [(0, 0, 1), (1, 1, 1)], positive = [(1, 0, 1), (0, 1, 1)];
        return atMostZero.Sum(row => row.W1) == positive.Sum(row => row.W1)
            && atMostZero.Sum(row => row.W2) == positive.Sum(row => row.W2)
            && atMostZero.Sum(row => row.B) == positive.Sum(row => row.B);
    }
}
