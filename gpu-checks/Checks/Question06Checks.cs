// Question 6: the backward pass computes gradients and changes nothing; an optimizer changes the parameters with them.

using System;
using System.Linq;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 6.</summary>
internal static class Question06Checks
{
    /// <summary>Backpropagation computes the exact gradient and leaves every parameter as it was.</summary>
    public static Outcome BackpropagationOnlyComputesGradients(Claim claim, CheckContext context) =>
        BackpropagationOnlyComputesGradients(claim, context, GradientNetwork.BackwardKernel, Chapter6Quiz.Backpropagation.IsTrue);

    /// <summary>The same with a given backward pass and a given answer to the question.</summary>
    internal static Outcome BackpropagationOnlyComputesGradients(
        Claim claim, CheckContext context, Action<Index1D, FloatView, FloatView, FloatView, FloatView, FloatView> backward, bool answer)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        const int examples = 32, passes = 20;
        var (x, targets, start) = GradientNetwork.ExactProblem(context.Seed, examples);
        using var network = new Trainer(context, x, targets, start, backward, divisor: 1f);

        for (var pass = 0; pass < passes; pass++) network.Backward();
        var gradients = network.Gradients();
        var changed = Changed(start, network.Parameters());

        // The loss is a quadratic in each parameter, as long as no ReLU changes sides: its centered difference is the derivative
        // exactly, and in binary64 every operation of it is exact too.
        const double step = 1.0 / 1024;
        var reference = Enumerable.Range(0, start.Length).Select(p =>
        {
            var shifted = start.Select(value => (double)value).ToArray();
            shifted[p] = start[p] + step;
            var above = GradientNetwork.Loss(x, targets, shifted);
            shifted[p] = start[p] - step;
            return (above - GradientNetwork.Loss(x, targets, shifted)) / (2 * step);
        }).ToArray();
        var wrong = gradients.Zip(reference).Count(pair => pair.First != pair.Second);
        var nonzero = gradients.Count(gradient => gradient != 0f);
        var lossOff = Math.Abs(network.LossSum() - GradientNetwork.Loss(x, targets, [.. start]));

        return new Outcome
        {
            Verdict = changed == 0 && wrong == 0 && nonzero > 0 && lossOff == 0 && !answer ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"After {passes} backward passes {changed} of {start.Length} parameters have other bits and the loss is off by {lossOff}; {start.Length - wrong} of {start.Length} gradients are exactly those of the centered difference ({nonzero} are not 0). The quiz answers {(answer ? "true" : "false")}."),
            Method = Invariant(
                $"[3, 5, 1] with ReLU and squared error on {examples} examples, all numbers so short that no operation rounds: the gradients must equal exact centered differences of the loss, computed on the host, bit for bit."),
            Measurements =
            [
                new Measurement("parameters with other bits after the backward passes", changed, "parameters", 0, 0, "bits before"),
                new Measurement("gradients other than the centered difference", wrong, "gradients", 0, 0, "exact centered difference"),
                new Measurement("gradients that are not 0", nonzero, "gradients"),
                new Measurement("loss off by", lossOff, "1", 0, 0, "the loss before, on the host"),
            ],
            Runs = passes,
            Seed = context.Seed,
        };
    }

    /// <summary>SGD and Adam change the parameters with the same gradients, and lower the loss.</summary>
    public static Outcome OptimizerLearns(Claim claim, CheckContext context) =>
        OptimizerLearns(claim, context, GradientNetwork.SgdKernel, GradientNetwork.AdamKernel);

    /// <summary>The same with given optimizers.</summary>
    internal static Outcome OptimizerLearns(
        Claim claim,
        CheckContext context,
        Action<Index1D, FloatView, FloatView, FloatView, float, int> sgd,
        Action<Index1D, FloatView, FloatView, FloatView, float, int> adam)
    {
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        const int examples = 64, steps = 20;
        var (x, targets, start) = GradientNetwork.RandomProblem(context.Seed, examples);
        var before = GradientNetwork.Loss(x, targets, [.. start]) / examples;

        var runs = new[] { ("SGD", Kernel: sgd, Rate: 0.02f), ("Adam", Kernel: adam, Rate: 0.01f) }.Select(optimizer =>
        {
            var (name, kernel, rate) = optimizer;
            using var network = new Trainer(context, x, targets, start, GradientNetwork.BackwardKernel, divisor: examples);
            using var state = context.Accelerator.Allocate1D(new float[2 * start.Length]);

            // Without gradients there is nothing to learn from.
            network.Update(kernel, state.View, rate, step: 1);
            var idle = Changed(start, network.Parameters());

            // The first step is made with the same gradients by both; after it each has its own.
            network.Backward();
            var gradients = network.Gradients();
            network.Update(kernel, state.View, rate, step: 1);
            var first = network.Parameters();
            for (var step = 2; step <= steps; step++)
            {
                network.Backward();
                network.Update(kernel, state.View, rate, step);
            }

            return (
                Name: name,
                Idle: idle,
                Gradients: gradients,
                Changed: Changed(start, first),
                AfterOne: GradientNetwork.Loss(x, targets, [.. first]) / examples,
                AfterAll: GradientNetwork.Loss(x, targets, [.. network.Parameters()]) / examples);
        }).ToList();

        var same = Changed(runs[0].Gradients, runs[1].Gradients) == 0;
        var holds = same && runs.All(run => run.Idle == 0 && run.Changed > 0 && run.AfterOne < before && run.AfterAll < run.AfterOne);
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"From a loss of {before:F4} and {(same ? "the same" : "different")} gradients, ") +
                string.Join("; ", runs.Select(run => Invariant(
                    $"{run.Name} changes {run.Changed} of {start.Length} parameters and lowers the loss to {run.AfterOne:F4} in one step and {run.AfterAll:F4} in {steps}"))) +
                Invariant($". With gradients of 0 they change {runs.Sum(run => run.Idle)}."),
            Method = Invariant(
                $"[3, 5, 1] with ReLU and squared error on {examples} examples: forward, backward and update as separate kernels in exact binary32 arithmetic; losses in binary64 on the host, from the parameters read back."),
            Measurements =
            [
                .. runs.Select(run => new Measurement(
                    Invariant($"loss after {steps} steps of {run.Name}"), run.AfterAll, "1", null, before, "the loss before")),
                .. runs.Select(run => new Measurement(Invariant($"loss after one step of {run.Name}"), run.AfterOne, "1", null, before, "the loss before")),
                .. runs.Select(run => new Measurement(Invariant($"parameters that one step of {run.Name} changes"), run.Changed, "parameters")),
                .. runs.Select(run => new Measurement(
                    Invariant($"parameters that {run.Name} changes with gradients of 0"), run.Idle, "parameters", 0, 0, "an optimizer uses the gradients")),
            ],
            Runs = steps,
            Seed = context.Seed,
        };
    }

    /// <summary>How many numbers have other bits.</summary>
    private static int Changed(float[] before, float[] after) =>
        MemoryMarshal.Cast<float, int>(before).ToArray().Zip(MemoryMarshal.Cast<float, int>(after).ToArray()).Count(pair => pair.First != pair.Second);

    /// <summary>The buffers of a network and its data, and the three things that training does with them.</summary>
    private sealed class Trainer(
        CheckContext context,
        float[] x,
        float[] targets,
        float[] start,
        Action<Index1D, FloatView, FloatView, FloatView, FloatView, FloatView> backward,
        float divisor) : IDisposable
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
            context.Accelerator.Run(
                backward, targets.Length, _x.View, _targets.View, _parameters.View, _exampleGradients.View, _losses.View);
            context.Accelerator.Run(
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
