// Question 5: a dead ReLU unit never updates, a large learning rate kills units, and GELU and Swish keep a gradient.

using System;
using System.Collections.Generic;
using System.Linq;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Checks;

/// <summary>The checks of question 5.</summary>
internal static class Question05Checks
{
    private const int Inputs = 4, Hidden = 8, Examples = 32, Results = 2;

    /// <summary>A ReLU unit whose pre-activation is negative for every example keeps its weights, bit for bit.</summary>
    public static Outcome DeadReluNeverUpdates(Claim claim, CheckContext context) => DeadReluNeverUpdates(claim, context, Activation.Relu);

    internal static Outcome DeadReluNeverUpdates(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();
        var seeds = context.Size("seeds", quick: 8, full: 32);
        const int epochs = 64;

        // The same networks twice: the first unit with a bias of −100, and as it is.
        var shape = new SmallNetworkShape(Inputs, Hidden, (int)tested, 0);
        var dead = Train(context, shape, seeds, rate: 0.01f, epochs, parameters =>
        {
            foreach (var start in Starts(shape, seeds)) parameters[start + Inputs] = -100f;
        });
        var alive = Train(context, shape, seeds, rate: 0.01f, epochs, _ => { });

        var unit = Enumerable.Range(0, Inputs + 1).ToArray();
        var changed = Starts(shape, seeds).Sum(start => unit.Count(i => Bits(dead.After[start + i]) != Bits(dead.Before[start + i])));
        var outgoing = Starts(shape, seeds).Count(start => Bits(dead.After[start + (Hidden * (Inputs + 1))]) != Bits(dead.Before[start + (Hidden * (Inputs + 1))]));
        var changedAlive = Starts(shape, seeds).Sum(start => unit.Count(i => Bits(alive.After[start + i]) != Bits(alive.Before[start + i])));
        var others = Starts(shape, seeds).Sum(start => Enumerable.Range(Inputs + 1, (Hidden - 1) * (Inputs + 1))
            .Count(i => Bits(dead.After[start + i]) != Bits(dead.Before[start + i])));
        var highest = dead.HighestOfFirstUnit.Max();
        var weights = seeds * unit.Length;
        if (highest >= 0 || changedAlive == 0 || others == 0)
        {
            return new Outcome
            {
                Verdict = Verdict.Error,
                Finding = Invariant($"The experiment failed: the unit reached {highest}, {changedAlive} weights of its living twin and {others} of other units changed."),
            };
        }

        const int taken = epochs * Examples;
        return new Outcome
        {
            Verdict = changed == 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"After {taken:N0} steps {changed} of the {weights} weights and biases of dead {(tested == Activation.Relu ? "ReLU" : tested)} units have other bits than before (its pre-activation never exceeds {highest:F1}); with a living bias {changedAlive} of the same {weights} have. Of the other units' {weights * (Hidden - 1)} it is {others}."),
            Method = Invariant(
                $"{seeds} networks of [{Inputs}, {Hidden}, 1], {taken:N0} steps of stochastic gradient descent on the squared error over {Examples} examples, in exact binary32 arithmetic. The first unit's bias is -100, so that it is negative for every example; the bits of its weights before and after are compared."),
            Measurements =
            [
                new Measurement("weights and biases of dead units that changed", changed, "parameters", 0, 0, "a gradient of 0 changes no bit"),
                new Measurement("the same parameters with a living bias that changed", changedAlive, "parameters"),
                new Measurement("parameters of the other units that changed", others, "parameters"),
                new Measurement("outgoing weights of dead units that changed", outgoing, "parameters", 0, 0, "an activation of 0"),
                new Measurement("highest pre-activation of a dead unit", highest),
                new Measurement("steps", taken, "steps"),
            ],
            Runs = seeds,
            Seed = context.Seed,
        };
    }

    /// <summary>A large learning rate kills units that a small one keeps alive.</summary>
    public static Outcome LargeLearningRateKills(Claim claim, CheckContext context) => LargeLearningRateKills(claim, context, steps: 4);

    /// <param name="claim">The claim.</param>
    /// <param name="context">The device.</param>
    /// <param name="steps">How often the small rate is doubled to find the large one; 0 compares the small rate with itself.</param>
    internal static Outcome LargeLearningRateKills(Claim claim, CheckContext context, int steps)
    {
        claim.RequireValues(0);
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        context.RequireExactArithmetic();
        const int seeds = 256;
        const float small = 0.006f;
        const int epochs = 16;
        var shape = new SmallNetworkShape(Inputs, Hidden, (int)Activation.Relu, 0);
        var atStart = Train(context, shape, seeds, 0f, 1, _ => { }).Dead;
        var sweep = Enumerable.Range(0, steps + 1).Select(k => small * (1 << k))
            .Select(rate => (Rate: rate, Trained: Train(context, shape, seeds, rate, epochs, _ => { }))).ToList();
        var withSmall = sweep[0].Trained;

        // Pairs of runs from the same weights: in how many the larger rate leaves more dead units, and in how many fewer. If the
        // rate made no difference either would be as likely. The large rate is the one for which that is least credible; that
        // it was picked from several multiplies the chance. At still larger rates networks diverge, which is another failure.
        var compared = sweep.Skip(steps == 0 ? 0 : 1).Select(run =>
        {
            var more = Enumerable.Range(0, seeds).Count(i => run.Trained.Dead[i] > withSmall.Dead[i]);
            var fewer = Enumerable.Range(0, seeds).Count(i => run.Trained.Dead[i] < withSmall.Dead[i]);
            return (run.Rate, run.Trained, More: more, Fewer: fewer, Chance: more > fewer ? SignTest(more, fewer) : 1);
        }).ToList();
        var (large, withLarge, more, fewer, chanceOfOne) = compared.MinBy(row => row.Chance);
        var chance = Math.Min(1, compared.Count * chanceOfOne);
        var units = seeds * Hidden;
        return new Outcome
        {
            Verdict = more > fewer && chance <= ConfidenceIntervals.MissProbability ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant(
                $"Of {units:N0} units {atStart.Sum()} are dead at the start, {withLarge.Dead.Sum()} after training with a rate of {large} and {withSmall.Dead.Sum()} with {small}. The large rate leaves more dead units in {more} of {seeds} networks and fewer in {fewer}."),
            Method = Invariant(
                $"{seeds} networks of [{Inputs}, {Hidden}, 1] with ReLU, {epochs * Examples:N0} steps of stochastic gradient descent on the squared error over {Examples} examples, in exact binary32 arithmetic, from the same weights at each rate; the large one is that of {steps} doublings of {small} whose sign test is clearest. A unit is dead when its pre-activation is negative for every example; sign test over the pairs, times the number of rates."),
            Measurements =
            [
                new Measurement("chance of so many pairs on one side if the rate made no difference", chance, "1", null, ConfidenceIntervals.MissProbability, "sign test, times the number of rates"),
                new Measurement("dead units at the start", atStart.Sum(), "units"),
                .. sweep.Select(run => new Measurement(
                    Invariant($"dead units with a rate of {run.Rate}{(run.Trained.After.All(float.IsFinite) ? "" : ", where some networks diverge")}"), run.Trained.Dead.Sum(), "units")),
                new Measurement("networks with more dead units at the large rate", more, "networks"),
                new Measurement("networks with fewer dead units at the large rate", fewer, "networks"),
            ],
            Plots =
            [
                new Plot(
                    Invariant($"Dead units of {units:N0} after training, over the learning rate"), "learning rate", "dead units", LogX: true, LogY: false,
                    [
                        PlotData.Line("after training", sweep.Select(run => (double)run.Rate), sweep.Select(run => (double)run.Trained.Dead.Sum())),
                        PlotData.Level("at the start", atStart.Sum(), sweep[0].Rate, sweep[^1].Rate),
                    ]),
            ],
            Runs = (steps + 1) * seeds,
            Seed = context.Seed,
        };
    }

    /// <summary>GELU and Swish have a gradient other than 0 for negative inputs, but for a root and the far tail.</summary>
    public static Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context) =>
        GeluSwishNonzeroGradient(claim, context, Activation.Gelu, Activation.Swish);

    internal static Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context, Activation first, Activation second)
    {
        claim.RequireValues(0);
        if (!context.Device.SupportsFloat64) return NeedsDivision(context);
        var probe = context.RequireExactArithmetic();
        var step = context.Scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 8, _ => 1 << 12 };

        // The regime: N(0, 1) goes below −8 once in 10¹⁵. A root there is a single point, where no float need be exactly 0.
        const float regime = -8f;
        Activation[] tested = [first, second];
        var found = tested.Select(activation => NegativeSweep(context, activation, step)).ToArray();
        var reference = new[] { -0.7517915246935646, -1.2784645427610741 };

        // GELU′ and Swish′ leave binary32 where they fall below half of the smallest number that the device keeps, 2⁻¹⁴⁹ or,
        // where subnormals are flushed, below 2⁻¹²⁶.
        double[] tail = probe.KeepsSubnormals ? [-14.541, -108.66] : [-13.33, -92.0];
        var relu = NegativeSweep(context, Activation.Relu, 1 << 14);
        var holds = found.All(sweep => sweep.ZerosInRegime <= 1);
        var stops = found.Any(sweep => !double.IsNaN(sweep.Root) || !double.IsNaN(sweep.FirstZero));
        return new Outcome
        {
            Verdict = !holds ? Verdict.Refuted : stops ? Verdict.Qualified : Verdict.Confirmed,
            Finding = string.Join(" ", tested.Select((activation, i) => Invariant(
                $"The gradient of {activation.ToString().ToUpperInvariant()} is exactly 0 for {found[i].ZerosInRegime} of {found[i].InRegime:N0} floats in [{regime}, 0); it changes sign at {found[i].Root:F7} and is 0 from {found[i].FirstZero:F3} down."))) +
                Invariant($" ReLU's is 0 for {relu.ZerosInRegime:N0} of {relu.InRegime:N0}. Subnormal numbers are {(probe.KeepsSubnormals ? "kept" : "flushed")} on this device."),
            Method = (step == 1 ? "Every negative normal float to -128" : Invariant($"Of the negative normal floats to -128 every {step:N0}th")) +
                ", and those around each change of sign one by one; the derivatives in exact binary32 arithmetic that rounds to a subnormal number only once.",
            Measurements =
            [
                new Measurement("floats in [-8, 0) whose gradient is exactly 0", found.Max(sweep => sweep.ZerosInRegime), "floats", 0, 1, "at most at the root itself"),
                .. tested.Select((activation, i) => new Measurement(
                    $"root of the gradient of {activation.ToString().ToUpperInvariant()}", found[i].Root, "1", reference[i], 4e-7, "bisection in binary64; a few floats, as the error of the gradient over its slope")),
                .. tested.Select((activation, i) => new Measurement(
                    $"largest z from which the gradient of {activation.ToString().ToUpperInvariant()} is exactly 0", found[i].FirstZero, "1", tail[i], 0.02, "where it falls below the device's smallest number")),
                new Measurement("floats in [-8, 0) whose ReLU gradient is not 0", relu.InRegime - relu.ZerosInRegime, "floats", 0, 0, "ReLU is constant there"),
            ],
            Runs = found.Sum(sweep => sweep.Count),
        };
    }

    /// <summary>What became of a set of networks.</summary>
    /// <param name="Before">All parameters before training.</param>
    /// <param name="After">All parameters after training.</param>
    /// <param name="Dead">For each network, the units that are negative for every example at the end.</param>
    /// <param name="HighestOfFirstUnit">For each network, the highest pre-activation of its first unit during training.</param>
    private sealed record Trained(float[] Before, float[] After, int[] Dead, float[] HighestOfFirstUnit);

    private static Outcome NeedsDivision(CheckContext context) =>
        Outcome.Skipped($"{context.Device.Name} has no binary64, which exact division on OpenCL needs.");

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static IEnumerable<int> Starts(SmallNetworkShape shape, int seeds) =>
        Enumerable.Range(0, seeds).Select(seed => seed * shape.Parameters);

    /// <summary>The chance of so uneven a split, or a more uneven one, of fair coins; one-sided.</summary>
    private static double SignTest(int more, int fewer)
    {
        double term = Math.Pow(2, -(more + fewer)), sum = 0;
        for (var k = 0; k <= Math.Min(more, fewer); k++)
        {
            sum += term;
            term *= (more + fewer - k) / (k + 1.0);
        }

        return sum;
    }

    private static Trained Train(CheckContext context, SmallNetworkShape shape, int seeds, float rate, int epochs, Action<float[]> change)
    {
        var accelerator = context.Accelerator;
        var before = Samples.Normal(context.Seed, stream: 1, seeds * shape.Parameters, Math.Sqrt(2.0 / Inputs));
        change(before);
        using var p = accelerator.Allocate1D(before);
        using var x = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, seeds * Examples * Inputs));
        using var y = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 3, seeds * Examples));
        using var z = accelerator.Allocate1D<float>(seeds * Hidden);
        using var results = accelerator.Allocate1D<float>(seeds * Results);
        accelerator.Run(TrainKernel, seeds, new TrainArguments(shape, rate, epochs), p.View, x.View, y.View, z.View, results.View);
        var found = results.GetAsArray1D();
        return new Trained(
            before, p.GetAsArray1D(), [.. found.Where((_, i) => i % Results == 0).Select(dead => (int)dead)],
            [.. found.Where((_, i) => i % Results == 1)]);
    }

    internal readonly record struct TrainArguments(SmallNetworkShape Shape, float Rate, int Epochs);

    /// <summary>One work item a network: trains it, then counts its dead units.</summary>
    internal static void TrainKernel(
        Index1D index, TrainArguments arguments, FloatView parameters, FloatView x, FloatView y, FloatView scratch, FloatView results)
    {
        var shape = arguments.Shape;
        var p = parameters.SubView((int)index * shape.Parameters, shape.Parameters);
        var z = scratch.SubView((int)index * shape.Hidden, shape.Hidden);
        long first = (long)(int)index * Examples;
        var highest = float.MinValue;
        for (var epoch = 0; epoch < arguments.Epochs; epoch++)
        {
            for (var e = 0; e < Examples; e++)
            {
                SmallNetwork.Step(shape, p, x, y[first + e], first + e, z, arguments.Rate, 0f);
                if (z[0] > highest) highest = z[0];
            }
        }

        var dead = 0;
        for (var unit = 0; unit < shape.Hidden; unit++)
        {
            var isDead = 1;
            for (var e = 0; e < Examples; e++)
            {
                SmallNetwork.Forward(shape, p, x, first + e, z);
                if (!(z[unit] < 0f)) isDead = 0;
            }

            dead += isDead;
        }

        results[(int)index * Results] = dead;
        results[((int)index * Results) + 1] = highest;
    }

    /// <param name="InRegime">The floats in [−8, 0) that were looked at.</param>
    /// <param name="ZerosInRegime">Those of them whose gradient is exactly 0.</param>
    /// <param name="Root">The first float, from 0 down, whose gradient is below 0; NaN if there is none.</param>
    /// <param name="FirstZero">The float from which all that were looked at have a gradient of exactly 0; NaN if there is none.</param>
    /// <param name="Count">All floats that were looked at.</param>
    private sealed record NegativeSweepResult(long InRegime, long ZerosInRegime, double Root, double FirstZero, long Count);

    private static NegativeSweepResult NegativeSweep(CheckContext context, Activation activation, int step)
    {
        // From the smallest normal number to −128, ascending in |z|.
        const uint first = 0x80800000u, end = 0xC3000000u, regimeEnd = 0xC1000000u;
        const int parts = 256;
        var perPart = (int)((end - first) / parts);
        var starts = Enumerable.Range(0, parts).Select(part => first + (uint)((long)part * perPart)).ToArray();
        var (zeros, firstNegative, lastNonzero) = Sweep(starts, perPart / step, step);

        // Zeros in the regime: in whole parts, the one that −8 lies in divided by a further sweep.
        var whole = starts.Count(start => start + (uint)perPart <= regimeEnd);
        var rest = Sweep([starts[whole]], (int)((regimeEnd - starts[whole]) / (uint)step), step);
        var inRegime = ((long)whole * (perPart / step)) + ((regimeEnd - starts[whole]) / (uint)step);
        var zerosInRegime = zeros.Take(whole).Sum(count => (long)count) + rest.Zeros[0];

        // The change of sign and the beginning of the zeros, float by float, between the samples that enclose them.
        var negative = firstNegative.Where(pattern => pattern != 0).DefaultIfEmpty(0u).Min();
        var root = negative == 0 ? double.NaN : Float(Sweep([negative - (uint)step], (2 * step) + 1, 1).FirstNegative[0]);
        var last = lastNonzero.Max();
        var lastExact = last == 0 ? 0 : Sweep([last], (2 * step) + 1, 1).LastNonzero[0];
        var firstZero = last == 0 ? Float(first) : lastExact + (2 * (uint)step) >= end ? double.NaN : Float(lastExact + 1);
        return new NegativeSweepResult(inRegime, zerosInRegime, root, firstZero, (long)parts * (perPart / step));

        double Float(uint pattern) => BitConverter.UInt32BitsToSingle(pattern);

        (int[] Zeros, uint[] FirstNegative, uint[] LastNonzero) Sweep(uint[] from, int count, int by)
        {
            var accelerator = context.Accelerator;
            using var fromBuffer = accelerator.Allocate1D(from.Select(pattern => unchecked((int)pattern)).ToArray());
            using var zeroBuffer = accelerator.Allocate1D<int>(from.Length);
            using var negativeBuffer = accelerator.Allocate1D<int>(from.Length);
            using var nonzeroBuffer = accelerator.Allocate1D<int>(from.Length);
            accelerator.Run(
                GradientKernel, from.Length, fromBuffer.View, new SweepArguments(count, by, (int)activation), zeroBuffer.View, negativeBuffer.View, nonzeroBuffer.View);
            return (
                zeroBuffer.GetAsArray1D(), [.. negativeBuffer.GetAsArray1D().Select(pattern => unchecked((uint)pattern))],
                [.. nonzeroBuffer.GetAsArray1D().Select(pattern => unchecked((uint)pattern))]);
        }
    }

    internal readonly record struct SweepArguments(int Count, int Step, int Activation);

    /// <summary>
    /// One work item a stretch of floats, step apart in the order of their bit patterns: how many have a gradient of exactly 0, the
    /// pattern of the first whose gradient is below 0 and of the last whose gradient is not 0 (0 for none).
    /// </summary>
    internal static void GradientKernel(
        Index1D index, IntView first, SweepArguments arguments, IntView zeros, IntView firstNegative, IntView lastNonzero)
    {
        var pattern = (uint)first[index];
        uint negative = 0, nonzero = 0;
        var count = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            var gradient = Activations.Gradient(arguments.Activation, Interop.IntAsFloat(pattern));
            if (gradient == 0f) count++;
            else nonzero = pattern;
            if (gradient < 0f && negative == 0) negative = pattern;
            pattern += (uint)arguments.Step;
        }

        zeros[index] = count;
        firstNegative[index] = (int)negative;
        lastNonzero[index] = (int)nonzero;
    }
}
