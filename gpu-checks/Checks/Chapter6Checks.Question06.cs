// Question 6: the backward pass computes gradients and changes nothing; an optimizer changes the parameters with them.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question06Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Backpropagation computes the exact gradient and leaves every parameter as it was.</summary>
    protected override Outcome BackpropagationOnlyComputesGradients(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribeBackpropagationOnlyComputesGradients(PassBackward(context), Chapter6Quiz.Backpropagation.IsTrue)
            with
        {
            Seed = context.Seed,
        };
    }

    internal static Outcome DescribeBackpropagationOnlyComputesGradients(BackwardPasses found, bool answer)
    {
        var (parameters, changed, wrong, nonzero, lossOff) = found;
        return new Outcome
        {
            Verdict = Verdicts.Of(changed == 0 && wrong == 0 && nonzero > 0 && lossOff == 0 && !answer),
            Finding = Invariant($"After {Passes} backward passes {changed} of {parameters} parameters have changed bits and the loss is ") +
                Invariant($"off by {lossOff}; {parameters - wrong} of {parameters} gradients are exactly those of the centered ") +
                Invariant($"difference ({nonzero} are not 0). The quiz answers {(answer ? "true" : "false")}."),
            Method = Invariant($"[3, 5, 1] with ReLU and squared error on {Examples} examples, all numbers so short that no operation ") +
                "rounds: the gradients must equal exact centered differences of the loss, computed on the host, bit for bit.",
            Measurements =
            [
                Measurement.Of("parameters with other bits after the backward passes", changed, "parameters").Exactly(0, "bits before"),
                Measurement.Of("gradients other than the centered difference", wrong, "gradients").Exactly(0, "exact centered difference"),
                Measurement.Of("gradients that are not 0", nonzero, "gradients"),
                Measurement.Of("loss off by", lossOff).Exactly(0, "the loss before, on the host"),
            ],
            Runs = Passes,
        };
    }

    /// <summary>Five optimizers change the parameters with the same gradients, and lower the loss.</summary>
    protected override Outcome OptimizerLearns(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var (before, runs) = Learn(context);
        return DescribeOptimizerLearns(before, runs) with { Seed = context.Seed };
    }

    internal static Outcome DescribeOptimizerLearns(double before, IReadOnlyList<OptimizerRun> runs)
    {
        var same = runs.All(run => BitPatterns.Unequal(run.Gradients, runs[0].Gradients) == 0);
        var holds = same && runs.All(run => run.Idle == 0 && run.Changed > 0 && run.ShareOfPredicted >= SufficientDecrease);
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = Invariant($"From a loss of {before:F4} and {(same ? "the same" : "different")} gradients, ") +
                string.Join("; ", runs.Select(run =>
                    Invariant($"{run.Name} changes {run.Changed} of {run.Gradients.Length} parameters and lowers the loss by ") +
                    Invariant($"{run.ShareOfPredicted:P0} of what the gradients predict (to {run.AfterAll:F4} in {LearningSteps} ") +
                    "steps)")) +
                Invariant($". With gradients of 0 they change {runs.Sum(run => run.Idle)}."),
            Method = Invariant($"[3, 5, 1] with ReLU and squared error on {LearningExamples} examples: forward, backward and update as ") +
                "separate kernels in exact binary32 arithmetic; losses in binary64 on the host, from the parameters read back. The rate " +
                "of the first step is halved until the loss falls by half of what the gradients predict for the change of the " +
                "parameters, which a small enough step along a direction of descent does (Nocedal and Wright 2006, lemma 3.1).",
            Measurements =
            [
                .. runs.Select(run => Measurement.Of($"share of the predicted decrease in one step of {run.Name}", run.ShareOfPredicted)
                    with { Source = "must reach 1/2, by Armijo's rule" }),
                .. runs.Select(run => Measurement.Of($"halvings of the rate of {run.Name}", run.Halvings)),
                .. runs.Select(run => Measurement.Of(Invariant($"loss after {LearningSteps} steps of {run.Name}"), run.AfterAll)),
                .. runs.Select(run => Measurement.Of($"parameters that one step of {run.Name} changes", run.Changed, "parameters")),
                .. runs.Select(run => Measurement.Of($"parameters that {run.Name} changes with gradients of 0", run.Idle, "parameters")
                    .Exactly(0, "an optimizer uses the gradients")),
            ],
            Runs = LearningSteps,
        };
    }
}

/// <summary>The measurements of question 6, whose kernels are those of the <see cref="GradientNetwork"/>.</summary>
internal static class Question06Kernels
{
    internal const int Examples = 32, Passes = 20, LearningExamples = 64, LearningSteps = 20;

    /// <summary>Of all parameters those with changed bits; the gradients that are wrong, and not 0; the error of the loss.</summary>
    internal readonly record struct BackwardPasses(int Parameters, int Changed, int Wrong, int Nonzero, double LossOff);

    /// <summary>The share of the predicted decrease that a step has to reach, and how often the rate is halved at most for it.</summary>
    internal const double SufficientDecrease = 0.5;

    private const int MostHalvings = 20;

    /// <summary>
    /// The parameters that a step without gradients changes, and the first step; by which share of gᵀ(p − p') the first step lowers the
    /// loss, after how many halvings of the rate; and the loss in the end.
    /// </summary>
    internal sealed record OptimizerRun(
        string Name, int Idle, float[] Gradients, int Changed, double ShareOfPredicted, int Halvings, double AfterAll);

    internal static BackwardPasses PassBackward(CheckContext context)
    {
        var (x, targets, start) = GradientNetwork.ExactProblem(context.Seed, Examples);
        var (parameters, losses, gradients) = (start, Array.Empty<float>(), Array.Empty<float>());
        for (var pass = 0; pass < Passes; pass++)
        {
            (var rows, losses, parameters) = GradientNetwork.Backward(context.Accelerator, x, targets, parameters);
            gradients = GradientNetwork.Accumulate(context.Accelerator, rows, (0, Examples, 1f));
        }

        // The loss is a quadratic in each parameter, as long as no ReLU changes sides: its centered difference is the derivative
        // exactly, and in binary64 every operation of it is exact too.
        const double step = 1.0 / 1024;
        var reference = Enumerable.Range(0, start.Length).Select(p =>
        {
            var moved = start.Select(value => (double)value).ToArray();
            moved[p] = start[p] + step;
            var above = GradientNetwork.Loss(x, targets, moved);
            moved[p] = start[p] - step;
            return (above - GradientNetwork.Loss(x, targets, moved)) / (2 * step);
        });
        return new BackwardPasses(
            start.Length,
            BitPatterns.Unequal(start, parameters),
            gradients.Zip(reference).Count(pair => pair.First != pair.Second),
            gradients.Count(gradient => gradient != 0f),
            Math.Abs(losses.Sum(loss => (double)loss) - GradientNetwork.Loss(x, targets, [.. start])));
    }

    internal static (double Before, IReadOnlyList<OptimizerRun> Runs) Learn(CheckContext context)
    {
        var (x, targets, start) = GradientNetwork.RandomProblem(context.Seed, LearningExamples);
        return (LossOf(start), [
            Run("SGD", GradientNetwork.SgdKernel, 0.02f),
            Run("momentum", GradientNetwork.MomentumKernel, 0.01f),
            Run("AdaGrad", GradientNetwork.AdaGradKernel, 0.02f),
            Run("RMSProp", GradientNetwork.RmsPropKernel, 0.005f),
            Run("Adam", GradientNetwork.AdamKernel, 0.01f)]);

        double LossOf(float[] parameters) => GradientNetwork.Loss(x, targets, [.. parameters]) / LearningExamples;

        OptimizerRun Run(string name, Action<Index1D, FloatView, FloatView, FloatView, float, int> kernel, float rate)
        {
            var accelerator = context.Accelerator;
            using var state = accelerator.Allocate1D(new float[2 * start.Length]);

            // Without gradients there is nothing to learn from.
            var parameters = Update(start, new float[start.Length], step: 1);
            var idle = BitPatterns.Unequal(start, parameters);

            // All make the first step with the same gradients; after it each has its own.
            var gradients = Gradients();
            double before = LossOf(start), share = 0;
            var halvings = -1;
            float[] first;
            do
            {
                halvings++;
                rate *= halvings == 0 ? 1f : 0.5f;
                state.MemSetToZero();
                first = Update(start, gradients, step: 1);
                var predicted = gradients.Select((g, i) => g * ((double)start[i] - first[i])).Sum();
                share = predicted > 0 ? (before - LossOf(first)) / predicted : 0;
            }
            while (share < SufficientDecrease && halvings < MostHalvings);

            parameters = first;
            for (var step = 2; step <= LearningSteps; step++) parameters = Update(parameters, Gradients(), step);
            return new OptimizerRun(name, idle, gradients, BitPatterns.Unequal(start, first), share, halvings, LossOf(parameters));

            float[] Gradients() => GradientNetwork.Accumulate(
                accelerator, GradientNetwork.Backward(accelerator, x, targets, parameters).Gradients,
                (0, LearningExamples, LearningExamples));

            float[] Update(float[] from, float[] along, int step)
            {
                using var p = accelerator.Allocate1D(from);
                using var g = accelerator.Allocate1D(along);
                accelerator.Run(kernel, start.Length, p.View, g.View, state.View, rate, step);
                return p.GetAsArray1D();
            }
        }
    }
}
