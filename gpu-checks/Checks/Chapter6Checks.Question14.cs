// Question 14: gradients that are not zeroed add up, and micro-batches add up to one large batch.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Two backward passes without zeroing in between leave g₁+g₂, and a step with that goes elsewhere than one with g₂.</summary>
    protected override Outcome GradientsAccumulate(Claim claim, CheckContext context) =>
        GradientsAccumulate(claim, context, AskPyTorch(context));

    /// <summary>The same with what a given Python answered.</summary>
    internal static Outcome GradientsAccumulate(Claim claim, CheckContext context, LibraryResult python)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        const int batch = 24;
        var gradients = ExampleGradients(context, 2 * batch);
        var first = GradientNetwork.Accumulate(context.Accelerator, gradients, (0, batch, batch));
        var second = GradientNetwork.Accumulate(context.Accelerator, gradients, (batch, batch, batch));
        var both = GradientNetwork.Accumulate(context.Accelerator, gradients, (0, batch, batch), (batch, batch, batch));
        var wrong = BitPatterns.Unequal(Step(context, both), Step(context, second));
        return DescribeAccumulation(batch, first, second, both, wrong, python) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the gradients of two batches, each alone and both into one buffer, how many parameters a step with the latter puts
    /// elsewhere than one with the second batch alone, and what PyTorch answered.
    /// </summary>
    internal static Outcome DescribeAccumulation(int batch, float[] first, float[] second, float[] both, int wrong, LibraryResult python)
    {
        var unequal = BitPatterns.Unequal(both, [.. first.Zip(second, (a, b) => a + b)]);

        // Had the second pass replaced the first, or done nothing, the bits would be those of one of them.
        var replaced = both.Length - BitPatterns.Unequal(both, second);
        var ignored = both.Length - BitPatterns.Unequal(both, first);
        var moving = first.Zip(second).Count(pair => pair.First != 0f && pair.Second != 0f);

        var (answer, _) = python.Output is null ? (null, null) : PythonAnswer.Read<GradientAnswer>(python.Output, "asked", PyTorchRemedy);
        var (pyTorch, contradicted) = answer switch
        {
            null => ("PyTorch was not available.", false),
            { Accumulates: true } => ($"PyTorch {answer.Torch} adds up in the same way.", false),
            _ => ($"PyTorch {answer.Torch} does not add them up.", true),
        };
        return new Outcome
        {
            Verdict = Verdicts.Of(unequal == 0 && 2 * wrong > moving && moving > 0 && !contradicted),
            Finding =
                Invariant($"After two backward passes without zeroing {both.Length - unequal} of {both.Length} gradients are g1 + g2 ") +
                Invariant($"bit for bit; {moving} of them have both terms. A step with them puts {wrong} of {both.Length} parameters ") +
                "elsewhere than one with g2. " + pyTorch,
            Method =
                Invariant($"[3, 5, 1] with ReLU and squared error, two batches of {batch}: the backward pass of each alone and of both ") +
                "into one buffer, in exact binary32 arithmetic. And the same in an installed PyTorch.",
            Measurements =
            [
                Measurement.Of("gradients other than g1 + g2", unequal, "gradients").Exactly(0, "one rounded addition a gradient"),
                Measurement.Of("gradients to which both batches contribute", moving, "gradients"),
                Measurement.Of("parameters that a step puts elsewhere than with the second batch alone", wrong, "parameters")
                    with { Source = "more than half of those to which both batches contribute" },
                Measurement.Of("gradients as if the second pass had replaced the first", replaced, "gradients"),
                Measurement.Of("gradients as if the second pass had done nothing", ignored, "gradients"),
            ],
            Runs = 2,
        };
    }

    /// <summary>Micro-batches that accumulate give the gradient of one large batch, within the rounding of the two orders.</summary>
    protected override Outcome AccumulationEqualsLargeBatch(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();

        // Not a power of two: the mean over a micro-batch and the mean over all of them round.
        var (micro, batches) = context.Scale == Scale.Quick ? (12, 10) : (12, 100);
        var all = micro * batches;
        var gradients = ExampleGradients(context, all);
        var large = GradientNetwork.Accumulate(context.Accelerator, gradients, (0, all, all));
        var accumulated = GradientNetwork.Accumulate(
            context.Accelerator, gradients, [.. Enumerable.Range(0, batches).Select(k => (k * micro, micro, (float)all))]);
        var unscaled = GradientNetwork.Accumulate(
            context.Accelerator, gradients, [.. Enumerable.Range(0, batches).Select(k => (k * micro, micro, (float)micro))]);
        double[] absolute = [.. large.Select((_, p) =>
            Enumerable.Range(0, all).Sum(e => Math.Abs((double)gradients[(e * large.Length) + p])) / all)];
        return DescribeLargeBatch(micro, batches, large, accumulated, unscaled, absolute) with { Seed = context.Seed };
    }

    /// <summary>
    /// Describes the gradients of one large batch, of micro-batches whose losses are divided by their number, and of the same without that
    /// division; the mean absolute gradients give the bounds.
    /// </summary>
    internal static Outcome DescribeLargeBatch(
        int micro, int batches, float[] large, float[] accumulated, float[] unscaled, double[] absolute)
    {
        // Both orders add the same numbers, in trees of height n−1 and (m−1) + (k−1). A division is one rounding more.
        var all = micro * batches;
        var gamma = RoundingErrors.Gamma(all - 1 + 1) + RoundingErrors.Gamma(micro - 1 + batches - 1 + 1);
        double share = 0, largest = 0, boundThere = 0;
        var different = 0;
        for (var p = 0; p < large.Length; p++)
        {
            var difference = Math.Abs((double)large[p] - accumulated[p]);
            var bound = gamma * absolute[p];
            share = Math.Max(share, difference == 0 ? 0 : difference / bound);
            if (difference != 0) different++;
            if (difference >= largest) (largest, boundThere) = (difference, bound);
        }

        // Without the division by their number the same bound holds, times that number; and one for the product with it.
        var moving = large.Count(gradient => gradient != 0f);
        var isMultiple = large.Zip(unscaled).Select((pair, p) =>
            Math.Abs(((double)pair.First * batches) - pair.Second) <= (gamma + RoundingErrors.Gamma(1)) * absolute[p] * batches)
            .All(holds => holds);
        return new Outcome
        {
            Verdict = Verdicts.Of(share <= 1 && moving > 0, isQualified: isMultiple && batches > 1),
            Finding = Invariant($"{batches} micro-batches of {micro} and one batch of {all} give gradients that differ by at most ") +
                Invariant($"{largest:0.0e+0} (bound {boundThere:0.0e+0}); {different} of {large.Length} have other bits, ") +
                Invariant($"none uses more than {share:P1} of its bound. Without a division by {batches} the gradients are ") +
                Invariant($"{(isMultiple ? "" : "not ")}{batches} times as large."),
            Method =
                Invariant($"The mean gradient of [3, 5, 1] over {all} examples, added up from left to right, against {batches} sums of ") +
                Invariant($"{micro} added up one after the other, each divided by {all}, in exact binary32 arithmetic; and with the ") +
                "mean of each micro-batch.",
            Measurements =
            [
                Measurement.Of("largest difference as a share of its bound", share).Within(1, of: 0, "(gamma(n) + gamma(m+k-1))·sum|g|/n"),
                Measurement.Of("largest difference", largest).Within(boundThere, of: 0, "the same bound, at that parameter"),
                Measurement.Of("gradients with other bits", different, "gradients"),
                Measurement.Of("gradients that are not 0", moving, "gradients"),
                Measurement.Of(
                    "median ratio of the gradients without a division to those of the large batch",
                    Question17Kernels.Median(large.Zip(unscaled).Where(pair => pair.First != 0f)
                        .Select(pair => pair.Second / (double)pair.First).DefaultIfEmpty(0)))
                    with { Reference = batches, Source = "the number of micro-batches" },
            ],
            Runs = all,
        };
    }

    /// <summary>Returns the parameters after a step of gradient descent with the given gradients.</summary>
    private static float[] Step(CheckContext context, float[] gradients)
    {
        using var parameters = context.Accelerator.Allocate1D(GradientNetwork.RandomProblem(context.Seed, 1).Parameters);
        using var g = context.Accelerator.Allocate1D(gradients);
        using var state = context.Accelerator.Allocate1D<float>(1);
        context.Accelerator.Run(
            GradientNetwork.SgdKernel, GradientNetwork.Parameters, parameters.View, g.View, state.View, 0.1f, 1);
        return parameters.GetAsArray1D();
    }

    private static float[] ExampleGradients(CheckContext context, int examples)
    {
        var (x, targets, parameters) = GradientNetwork.RandomProblem(context.Seed, examples);
        return GradientNetwork.Backward(context.Accelerator, x, targets, parameters).Gradients;
    }
}
