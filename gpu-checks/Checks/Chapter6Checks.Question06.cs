// Question 6: the backward pass computes gradients and changes nothing; an optimizer changes the parameters with them.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question06Kernels;

namespace QuizKit.GpuChecks.Checks;

/// <summary>Question 6.</summary>
internal sealed partial class Chapter6Checks
{
    /// <summary>Backpropagation computes the exact gradient and leaves every parameter as it was.</summary>
    protected override Outcome BackpropagationOnlyComputesGradients(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var outcome = DescribeBackpropagationOnlyComputesGradients(PassBackward(context), Chapter6Quiz.Backpropagation.IsTrue);
        return outcome with { Seed = context.Seed };
    }

    internal static Outcome DescribeBackpropagationOnlyComputesGradients(BackwardPasses found, bool answer)
    {
        var (parameters, changed, wrong, nonzero, lossOff) = found;
        return new Outcome
        {
            Verdict = Verdicts.Of(changed == 0 && wrong == 0 && nonzero > 0 && lossOff == 0 && !answer),
            Finding = Invariant($"After {Passes} backward passes {changed} of {parameters} parameters have changed bits and the loss ") +
                Invariant($"is off by ") +
                Invariant($"{lossOff}; {parameters - wrong} of {parameters} gradients are exactly those of the centered difference ") +
                Invariant($"({nonzero} are ") +
                $"not 0). The quiz answers {(answer ? "true" : "false")}.",
            Method = Invariant($"[3, 5, 1] with ReLU and squared error on {Examples} examples, all numbers so short that no operation ") +
                Invariant($"rounds: ") +
                "the gradients must equal exact centered differences of the loss, computed on the host, bit for bit.",
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

    /// <summary>SGD and Adam change the parameters with the same gradients, and lower the loss.</summary>
    protected override Outcome OptimizerLearns(Claim claim, CheckContext context)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        var (before, runs) = Learn(context);
        return DescribeOptimizerLearns(before, runs) with { Seed = context.Seed };
    }

    internal static Outcome DescribeOptimizerLearns(double before, IReadOnlyList<OptimizerRun> runs)
    {
        var same = runs.All(run => Changed(run.Gradients, runs[0].Gradients) == 0);
        var holds = same && runs.All(run => run.Idle == 0 && run.Changed > 0 && run.AfterOne < before && run.AfterAll < run.AfterOne);
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = Invariant($"From a loss of {before:F4} and {(same ? "the same" : "different")} gradients, ") +
                string.Join("; ", runs.Select(run =>
                    Invariant($"{run.Name} changes {run.Changed} of {run.Gradients.Length} parameters and lowers the loss to ") +
                    Invariant($"{run.AfterOne:F4} ") +
                    Invariant($"in one step and {run.AfterAll:F4} in {LearningSteps}"))) +
                Invariant($". With gradients of 0 they change {runs.Sum(run => run.Idle)}."),
            Method = Invariant($"[3, 5, 1] with ReLU and squared error on {LearningExamples} examples: forward, backward and update ") +
                Invariant($"as separate ") +
                "kernels in exact binary32 arithmetic; losses in binary64 on the host, from the parameters read back.",
            Measurements =
            [
                .. runs.Select(run => Measurement.Of(Invariant($"loss after {LearningSteps} steps of {run.Name}"), run.AfterAll)
                    .AtMost(before, "the loss before")),
                .. runs.Select(run => Measurement.Of($"loss after one step of {run.Name}", run.AfterOne).AtMost(before, "the loss before")),
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

    /// <summary>The parameters that a step without gradients changes, and the first step; the losses.</summary>
    internal sealed record OptimizerRun(string Name, int Idle, float[] Gradients, int Changed, double AfterOne, double AfterAll);

    internal static BackwardPasses PassBackward(CheckContext context)
    {
        var (x, targets, start) = GradientNetwork.ExactProblem(context.Seed, Examples);
        using var network = new Trainer(context, x, targets, start, divisor: 1f);
        for (var pass = 0; pass < Passes; pass++) network.Backward();
        var gradients = network.Gradients();

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
            Changed(start, network.Parameters()),
            gradients.Zip(reference).Count(pair => pair.First != pair.Second),
            gradients.Count(gradient => gradient != 0f),
            Math.Abs(network.LossSum() - GradientNetwork.Loss(x, targets, [.. start])));
    }

    internal static (double Before, IReadOnlyList<OptimizerRun> Runs) Learn(CheckContext context)
    {
        var (x, targets, start) = GradientNetwork.RandomProblem(context.Seed, LearningExamples);
        return (LossOf(start), [Run("SGD", GradientNetwork.SgdKernel, 0.02f), Run("Adam", GradientNetwork.AdamKernel, 0.01f)]);

        double LossOf(float[] parameters) => GradientNetwork.Loss(x, targets, [.. parameters]) / LearningExamples;

        OptimizerRun Run(string name, Action<Index1D, FloatView, FloatView, FloatView, float, int> kernel, float rate)
        {
            using var network = new Trainer(context, x, targets, start, divisor: LearningExamples);
            using var state = context.Accelerator.Allocate1D(new float[2 * start.Length]);

            // Without gradients there is nothing to learn from.
            network.Update(kernel, state.View, rate, step: 1);
            var idle = Changed(start, network.Parameters());

            // Both make the first step with the same gradients; after it each has its own.
            network.Backward();
            var gradients = network.Gradients();
            network.Update(kernel, state.View, rate, step: 1);
            var first = network.Parameters();
            for (var step = 2; step <= LearningSteps; step++)
            {
                network.Backward();
                network.Update(kernel, state.View, rate, step);
            }

            return new OptimizerRun(name, idle, gradients, Changed(start, first), LossOf(first), LossOf(network.Parameters()));
        }
    }

    /// <summary>How many numbers have changed bits.</summary>
    internal static int Changed(float[] before, float[] after) =>
        before.Zip(after).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));

    /// <summary>The buffers of a network and its data, and the three things that training does with them.</summary>
    internal sealed class Trainer(CheckContext context, float[] x, float[] targets, float[] start, float divisor) : IDisposable
    {
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _x = context.Accelerator.Allocate1D(x);
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _targets = context.Accelerator.Allocate1D(targets);
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _parameters = context.Accelerator.Allocate1D(start);
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _gradients = context.Accelerator.Allocate1D(new float[start.Length]);
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _losses = context.Accelerator.Allocate1D<float>(targets.Length);
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _exampleGradients =
            context.Accelerator.Allocate1D<float>(targets.Length * start.Length);

        /// <summary>Forward and backward over all examples; the gradients are those of the sum of the losses over the divisor.</summary>
        public void Backward()
        {
            _gradients.MemSetToZero();
            var accelerator = context.Accelerator;
            accelerator.Run(
                GradientNetwork.BackwardKernel, targets.Length, _x.View, _targets.View, _parameters.View, _exampleGradients.View,
                _losses.View);
            accelerator.Run(
                GradientNetwork.AccumulateKernel, start.Length, _exampleGradients.View, _gradients.View, 0, targets.Length, divisor);
        }

        /// <summary>One step of an optimizer with the gradients as they are.</summary>
        public void Update(
            Action<Index1D, FloatView, FloatView, FloatView, float, int> optimizer, FloatView state, float rate, int step) =>
            context.Accelerator.Run(optimizer, start.Length, _parameters.View, _gradients.View, state, rate, step);

        public float[] Parameters() => _parameters.GetAsArray1D();

        public float[] Gradients() => _gradients.GetAsArray1D();

        public double LossSum() => _losses.GetAsArray1D().Sum(loss => (double)loss);

        public void Dispose()
        {
            _x.Dispose();
            _targets.Dispose();
            _parameters.Dispose();
            _gradients.Dispose();
            _losses.Dispose();
            _exampleGradients.Dispose();
        }
    }
}
