// Question 5: a dead ReLU unit gets no update, but can come back in a later layer; a large learning rate kills units; and GELU and
// Swish keep a gradient.

using System.Numerics;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question05Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// A ReLU unit whose pre-activation is negative for every example keeps its weights, bit for bit, and stays dead in the first hidden
    /// layer; in the second, where its inputs change, it can come back.
    /// </summary>
    protected override Outcome DeadReluNeverUpdates(Claim claim, CheckContext context) =>
        DeadReluNeverUpdates(claim, context, Activation.Relu);

    internal static Outcome DeadReluNeverUpdates(Claim claim, CheckContext context, Activation tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var seeds = context.Size("seeds", quick: 8, full: 32);
        var networks = context.Size("networks of two hidden layers", quick: 256, full: 1024);
        return DescribeDeadReluNeverUpdates(tested, seeds, CompareDeadUnits(context, tested, seeds), Revive(context, networks)) with
        {
            Seed = context.Seed,
        };
    }

    internal static Outcome DescribeDeadReluNeverUpdates(Activation tested, int seeds, DeadUnits found, Revivals revivals)
    {
        var (changed, living, others, outgoing, highest, decayed) = found;
        if (highest >= 0 || living == 0 || others == 0 || revivals.DeadInSecond == 0)
        {
            return new Outcome
            {
                Verdict = Verdict.Error,
                Finding = Invariant($"The experiment failed: the unit reached {highest}, {living} weights of its living twin and ") +
                    Invariant($"{others} of other units changed, and {revivals.DeadInSecond} units of the second layer were dead."),
            };
        }

        var weights = seeds * (Inputs + 1);
        const int steps = Epochs * Examples;
        return new Outcome
        {
            Verdict = Verdicts.Of(changed == 0 && revivals.BackInFirst == 0, isQualified: revivals.BackInSecond > 0),
            Finding = Invariant($"After {steps:N0} steps {changed} of the {weights} weights and biases of dead {NameOf(tested)} units ") +
                Invariant($"have changed bits (the pre-activation never exceeds {highest:F1}); with a living bias {living} of the same ") +
                Invariant($"{weights} have. Of the other units' {weights * (Hidden - 1)}, {others} have. Of {revivals.DeadInFirst} ") +
                Invariant($"units of a first hidden layer that are dead at the start {revivals.BackInFirst} live after ") +
                Invariant($"{RevivalEpochs * Examples} steps; of {revivals.DeadInSecond} of a second one, {revivals.BackInSecond} do."),
            Method = Invariant($"{seeds} networks of [{Inputs}, {Hidden}, 1], {steps:N0} steps of stochastic gradient descent on the ") +
                Invariant($"squared error over {Examples} examples, in exact binary32 arithmetic. The first unit's bias is -100, so ") +
                "that it is negative for every example; the bits of its weights before and after are compared. Then networks of " +
                Invariant($"[{Inputs}, {Hidden}, {Hidden}, 1], whose units are tried on every example before and after training."),
            Measurements =
            [
                Measurement.Of("weights and biases of dead units that changed", changed, "parameters")
                    .Exactly(0, "a gradient of 0 changes no bit"),
                Measurement.Of("dead units of the first of two hidden layers that live after training", revivals.BackInFirst, "units")
                    .Exactly(0, "neither their weights nor their inputs change"),
                Measurement.Of("dead units of the second hidden layer that live after training", revivals.BackInSecond, "units"),
                Measurement.Of("units of the second hidden layer that are dead at the start", revivals.DeadInSecond, "units"),
                Measurement.Of("weights and biases of dead units that weight decay changes", decayed, "parameters"),
                Measurement.Of("the same parameters with a living bias that changed", living, "parameters"),
                Measurement.Of("parameters of the other units that changed", others, "parameters"),
                Measurement.Of("outgoing weights of dead units that changed", outgoing, "parameters").Exactly(0, "an activation of 0"),
                Measurement.Of("highest pre-activation of a dead unit", highest),
                Measurement.Of("steps", steps, "steps"),
            ],
            Runs = seeds,
        };
    }

    /// <summary>A large learning rate kills units that a small one keeps alive.</summary>
    protected override Outcome LargeLearningRateKills(Claim claim, CheckContext context) =>
        LargeLearningRateKills(claim, context, doublings: 4);

    /// <summary>The same with a number of doublings of the small rate; with 0 it is compared with itself.</summary>
    internal static Outcome LargeLearningRateKills(Claim claim, CheckContext context, int doublings)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribeLargeLearningRateKills(CountDead(context, 0f, 1).Dead, SweepRates(context, doublings)) with { Seed = context.Seed };
    }

    /// <summary>Takes the dead units of each network at the start, and the networks at each rate, the smallest first.</summary>
    internal static Outcome DescribeLargeLearningRateKills(int[] atStart, IReadOnlyList<DeadAtRate> sweep)
    {
        var small = sweep[0];
        var networks = atStart.Length;

        // Pairs of runs from the same weights: in how many the larger rate leaves more dead units, and in how many fewer. If the
        // rate made no difference, either would be as likely. The large rate is the one for which that is least credible; picking
        // it from several multiplies the chance. At still larger rates networks diverge, which is another failure.
        var compared = sweep.Skip(sweep.Count == 1 ? 0 : 1).Select(run =>
        {
            var more = Enumerable.Range(0, networks).Count(i => run.Dead[i] > small.Dead[i]);
            var fewer = Enumerable.Range(0, networks).Count(i => run.Dead[i] < small.Dead[i]);
            return (Run: run, More: more, Fewer: fewer, Chance: more > fewer ? SignTest(more, fewer) : 1);
        }).ToList();
        var (large, more, fewer, chanceOfOne) = compared.MinBy(row => row.Chance);
        var chance = Math.Min(1, compared.Count * chanceOfOne);
        var units = networks * Hidden;
        return new Outcome
        {
            Verdict = Verdicts.Of(more > fewer && chance <= ConfidenceIntervals.MissProbability),
            Finding = Invariant($"Of {units:N0} units {atStart.Sum()} are dead at the start, {large.Dead.Sum()} after training with a ") +
                Invariant($"rate of {large.Rate} and {small.Dead.Sum()} with {small.Rate}. The large rate leaves more dead units in ") +
                Invariant($"{more} of {networks} networks and fewer in {fewer}."),
            Method = Invariant($"{networks} networks of [{Inputs}, {Hidden}, 1] with ReLU, {RateEpochs * Examples:N0} steps of ") +
                Invariant($"stochastic gradient descent on the squared error over {Examples} examples, in exact binary32 arithmetic, ") +
                Invariant($"from the same weights at each rate; the large one is that of {sweep.Count - 1} doublings of {small.Rate} ") +
                "whose sign test is clearest. A unit is dead when its pre-activation is negative for every example; sign test over the " +
                "pairs, times the number of rates.",
            Measurements =
            [
                Measurement.Of("chance of so many pairs on one side if the rate made no difference", chance)
                    .AtMost(ConfidenceIntervals.MissProbability, "sign test, times the number of rates"),
                Measurement.Of("dead units at the start", atStart.Sum(), "units"),
                .. sweep.Select(run => Measurement.Of(
                    Invariant($"dead units with a rate of {run.Rate}{(run.IsFinite ? "" : ", where some networks diverge")}"),
                    run.Dead.Sum(), "units")),
                Measurement.Of("networks with more dead units at the large rate", more, "networks"),
                Measurement.Of("networks with fewer dead units at the large rate", fewer, "networks"),
            ],
            Plots = [new Plot(
                Invariant($"Dead units of {units:N0} after training, over the learning rate"), "learning rate", "dead units", LogX: true,
                LogY: false,
                [
                    PlotData.Line("after training", sweep.Select(run => (double)run.Rate), sweep.Select(run => (double)run.Dead.Sum())),
                    PlotData.Level("at the start", atStart.Sum(), small.Rate, sweep[^1].Rate),
                ])],
            Runs = sweep.Count * networks,
        };
    }

    /// <summary>GELU and Swish have a gradient other than 0 for negative inputs, except for a root and the far tail.</summary>
    protected override Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context) =>
        GeluSwishNonzeroGradient(claim, context, Activation.Gelu, Activation.Swish);

    internal static Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context, params Activation[] tested) =>
        NegativeGradients(tested).Run(claim, context);

    private static Sweep<NegativeSweeps> NegativeGradients(params Activation[] tested)
    {
        return new Sweep<NegativeSweeps>(
            SweepJsonContext.Default.NegativeSweeps,
            (context, ranges) => new NegativeSweeps(
                context.RequireExactArithmetic().KeepsSubnormals,
                [.. tested.Select(activation => NegativeSweep(context, activation, StepOf(context.Scale), ranges))],
                NegativeSweep(context, Activation.Relu, 1 << 14, ranges)),
            NegativeSweeps.Merge,
            (claim, scale, _, found) =>
            {
                claim.RequireValues(0);
                return DescribeGeluSwishNonzeroGradient(StepOf(scale), found.KeepsSubnormals, tested, found.Tested, found.Relu);
            });

        static int StepOf(Scale scale) => scale switch { Scale.Exhaustive => 1, Scale.Full => 1 << 8, _ => 1 << 12 };
    }

    /// <summary>A step of 1 is every float.</summary>
    internal static Outcome DescribeGeluSwishNonzeroGradient(
        int step, bool keepsSubnormals, Activation[] tested, NegativeSweepResult[] found, NegativeSweepResult relu)
    {
        double[] roots = [-0.7517915246935646, -1.2784645427610741];

        // GELU′ and Swish′ leave binary32 where they fall below half of the smallest number that the device keeps, 2⁻¹⁴⁹ or,
        // where subnormals are flushed, below 2⁻¹²⁶.
        double[] tails = keepsSubnormals ? [-14.541, -108.66] : [-13.33, -92.0];
        string[] names = [.. tested.Select(activation => activation.ToString().ToUpperInvariant())];
        var holds = found.All(sweep => sweep.ZerosInRegime <= 1);
        var stops = found.Any(sweep => !double.IsNaN(sweep.Root) || !double.IsNaN(sweep.FirstZero));
        return new Outcome
        {
            Verdict = Verdicts.Of(holds, isQualified: stops),
            Finding = string.Concat(names.Zip(found, (name, sweep) =>
                    Invariant($"The gradient of {name} is exactly 0 for {sweep.ZerosInRegime} of {sweep.InRegime:N0} floats in ") +
                    Invariant($"[{Regime}, 0); ") +
                    Invariant($"it changes sign at {sweep.Root:F7} and is 0 from {sweep.FirstZero:F3} down. "))) +
                Invariant($"ReLU's is 0 for {relu.ZerosInRegime:N0} of {relu.InRegime:N0}. ") +
                $"Subnormal numbers are {(keepsSubnormals ? "kept" : "flushed")} on this device.",
            Method = (step == 1 ? "Every negative normal float to " +
                "-128" : Invariant($"Every {step:N0}th of the negative normal floats to -128")) +
                ", and those around each change of sign one by one; the derivatives in exact binary32 arithmetic that rounds to a " +
                "subnormal number only once.",
            Measurements =
            [
                Measurement.Of("floats in [-8, 0) whose gradient is exactly 0", found.Max(sweep => sweep.ZerosInRegime), "floats")
                    .Within(1, of: 0, "at most at the root itself"),
                .. names.Select((name, i) => Measurement.Of($"root of the gradient of {name}", found[i].Root)
                    .Within(4e-7, of: roots[i], "bisection in binary64; a few floats, as the error of the gradient over its slope")),
                .. names.Select((name, i) => Measurement.Of($"largest z from which the gradient of {name} is exactly 0", found[i].FirstZero)
                    .Within(0.02, of: tails[i], "where it falls below the device's smallest number")),
                Measurement.Of("floats in [-8, 0) whose ReLU gradient is not 0", relu.InRegime - relu.ZerosInRegime, "floats")
                    .Exactly(0, "ReLU is constant there"),
            ],
            Runs = found.Sum(sweep => sweep.Count),
        };
    }

    /// <summary>
    /// The erratum: where the gradients of GELU and Swish are 0. Values: the root of each, then the z from which each rounds to 0.
    /// </summary>
    protected override Outcome GeluSwishGradientLimits(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(4);
        context.RequireExactArithmetic();
        if (!context.RequireExactArithmetic().KeepsSubnormals)
            return Outcome.Skipped($"{context.Device.Name} flushes subnormal numbers; the printed limits are those of binary32 with them.");
        return DescribeGeluSwishGradientLimits(
            printed,
            NegativeSweep(context, Activation.Gelu, 1 << 12, Sweep.AllRanges),
            NegativeSweep(context, Activation.Swish, 1 << 12, Sweep.AllRanges));
    }

    internal static Outcome DescribeGeluSwishGradientLimits(
        IReadOnlyList<double> printed, NegativeSweepResult gelu, NegativeSweepResult swish)
    {
        double[] found = [gelu.Root, swish.Root, gelu.FirstZero, swish.FirstZero];
        string[] names =
        [
            "root of the gradient of GELU", "root of the gradient of Swish", "largest z from which the gradient of GELU is exactly 0",
            "largest z from which the gradient of Swish is exactly 0",
        ];
        var agree = found.Zip(printed).All(pair => PrintedNumber.IsRounded(pair.First, pair.Second));
        return new Outcome
        {
            Verdict = Verdicts.Of(agree),
            Finding = Invariant($"The gradient of GELU changes sign at {gelu.Root:F4} and is 0 from {gelu.FirstZero:F3} down; that of ") +
                Invariant($"Swish changes sign at {swish.Root:F4} and is 0 from {swish.FirstZero:F3} down. Printed are {printed[0]} and ") +
                Invariant($"{printed[2]}, {printed[1]} and {printed[3]}."),
            Method = "Every 4,096th of the negative normal floats to -128, and those around each change one by one; the derivatives in " +
                "exact binary32 arithmetic that rounds to a subnormal number only once.",
            Measurements = [.. names.Select((name, i) => Measurement.Of(name, found[i])
                .Within(PrintedNumber.HalfUnit(printed[i]), of: printed[i], "as printed, to half a unit of the last digit"))],
            Runs = gelu.Count + swish.Count,
        };
    }
}

internal static class Question05Kernels
{
    internal const int Inputs = 4, Hidden = 8, Examples = 32, Results = 2;

    /// <summary>The epochs of the comparison of dead units, and of that of learning rates.</summary>
    internal const int Epochs = 64, RateEpochs = 16;

    /// <summary>The epochs of networks with two hidden layers, and their parameters: a row for each unit, its bias last.</summary>
    internal const int RevivalEpochs = 32, SecondLayer = Hidden * (Inputs + 1), Output = SecondLayer + (Hidden * (Hidden + 1)),
        DeepParameters = Output + Hidden + 1;

    /// <summary>N(0, 1) goes below −8 once in 10¹⁵. A root in [−8, 0) is a single point, where a float need not be exactly 0.</summary>
    internal const float Regime = -8f;

    /// <summary>
    /// The parameters whose bits changed, all networks together: weights and biases of the dead units, the same with a living bias, those
    /// of the other units, outgoing weights of the dead ones; the highest pre-activation of a dead unit; and the weights and biases of dead
    /// units that change with weight decay.
    /// </summary>
    internal readonly record struct DeadUnits(int Changed, int Living, int Others, int Outgoing, float Highest, int Decayed);

    /// <summary>The units of either hidden layer that are dead before training, and those of them that live after it.</summary>
    internal readonly record struct Revivals(int DeadInFirst, int BackInFirst, int DeadInSecond, int BackInSecond);

    /// <summary>The dead units of each network after training with a rate, and whether all parameters are finite.</summary>
    internal sealed record DeadAtRate(float Rate, int[] Dead, bool IsFinite);

    internal static string NameOf(Activation activation) => activation == Activation.Relu ? "ReLU" : activation.ToString();

    /// <summary>Trains the same networks twice: the first unit with a bias of −100, and as it is.</summary>
    internal static DeadUnits CompareDeadUnits(CheckContext context, Activation tested, int seeds)
    {
        var shape = new SmallNetworkShape(Inputs, Hidden, (int)tested, 0);
        int[] starts = [.. Enumerable.Range(0, seeds).Select(seed => seed * shape.Parameters)];
        var dead = Train(context, shape, seeds, rate: 0.01f, Epochs, Kill);
        var alive = Train(context, shape, seeds, rate: 0.01f, Epochs, _ => { });
        var decayed = Train(context, shape, seeds, rate: 0.01f, Epochs, Kill, decay: 0.01f);
        return new DeadUnits(
            Changed(dead, 0, Inputs + 1), Changed(alive, 0, Inputs + 1), Changed(dead, Inputs + 1, (Hidden - 1) * (Inputs + 1)),
            Changed(dead, Hidden * (Inputs + 1), 1), dead.HighestOfFirstUnit.Max(), Changed(decayed, 0, Inputs + 1));

        void Kill(float[] parameters)
        {
            foreach (var start in starts) parameters[start + Inputs] = -100f;
        }

        int Changed(Trained networks, int first, int count) => starts.Sum(start => BitPatterns.Unequal(
            networks.After.AsSpan(start + first, count), networks.Before.AsSpan(start + first, count)));
    }

    internal static IReadOnlyList<DeadAtRate> SweepRates(CheckContext context, int doublings) =>
        [.. Enumerable.Range(0, doublings + 1).Select(k => CountDead(context, 0.006f * (1 << k), RateEpochs))];

    internal static DeadAtRate CountDead(CheckContext context, float rate, int epochs)
    {
        var trained = Train(context, new SmallNetworkShape(Inputs, Hidden, (int)Activation.Relu, 0), seeds: 256, rate, epochs, _ => { });
        return new DeadAtRate(rate, trained.Dead, trained.After.All(float.IsFinite));
    }

    /// <summary>
    /// All parameters of a set of networks before and after training; and for each network its units that are negative for every example at
    /// the end, and the highest pre-activation of its first unit during training.
    /// </summary>
    internal sealed record Trained(float[] Before, float[] After, int[] Dead, float[] HighestOfFirstUnit);

    /// <summary>The chance of so uneven a split, or a more uneven one, of fair coins; one-sided.</summary>
    internal static double SignTest(int more, int fewer)
    {
        double term = Math.Pow(2, -(more + fewer)), sum = 0;
        for (var k = 0; k <= Math.Min(more, fewer); k++)
        {
            sum += term;
            term *= (more + fewer - k) / (k + 1.0);
        }

        return sum;
    }

    internal static Trained Train(
        CheckContext context, SmallNetworkShape shape, int seeds, float rate, int epochs, Action<float[]> change, float decay = 0f)
    {
        var accelerator = context.Accelerator;
        var before = Samples.Normal(context.Seed, stream: 1, seeds * shape.Parameters, Math.Sqrt(2.0 / Inputs));
        change(before);
        using var p = accelerator.Allocate1D(before);
        using var x = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 2, seeds * Examples * Inputs));
        using var y = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 3, seeds * Examples));
        using var z = accelerator.Allocate1D<float>(seeds * Hidden);
        using var results = accelerator.Allocate1D<float>(seeds * Results);
        accelerator.Run(TrainKernel, seeds, new TrainArguments(shape, rate, epochs, decay), p.View, x.View, y.View, z.View, results.View);
        var found = results.GetAsArray1D();
        return new Trained(
            before, p.GetAsArray1D(), [.. found.Where((_, i) => i % Results == 0).Select(dead => (int)dead)],
            [.. found.Where((_, i) => i % Results == 1)]);
    }

    internal readonly record struct TrainArguments(SmallNetworkShape Shape, float Rate, int Epochs, float Decay);

    /// <summary>One work item per network: trains it, then counts its dead units.</summary>
    [Kernel]
    internal static void TrainKernel(
        Index1D index, TrainArguments arguments, FloatView parameters, FloatView x, FloatView y, FloatView scratch, FloatView results)
    {
        var shape = arguments.Shape;
        var p = parameters.SubView((int)index * shape.Parameters, shape.Parameters);
        var z = scratch.SubView((int)index * shape.Hidden, shape.Hidden);
        var first = (long)(int)index * Examples;
        var highest = float.MinValue;
        for (var epoch = 0; epoch < arguments.Epochs; epoch++)
        {
            for (var e = 0; e < Examples; e++)
            {
                SmallNetwork.Step(shape, p, x, y[first + e], first + e, z, arguments.Rate, arguments.Decay);
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

    /// <summary>
    /// Trains networks of two hidden layers, with the first unit of the first layer dead in each, and compares which units are dead.
    /// </summary>
    internal static Revivals Revive(CheckContext context, int networks)
    {
        var accelerator = context.Accelerator;
        var parameters = Samples.Normal(context.Seed, stream: 4, networks * DeepParameters, Math.Sqrt(2.0 / Inputs));
        for (var network = 0; network < networks; network++) parameters[(network * DeepParameters) + Inputs] = -100f;
        using var p = accelerator.Allocate1D(parameters);
        using var x = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 5, networks * Examples * Inputs));
        using var y = accelerator.Allocate1D(Samples.Normal(context.Seed, stream: 6, networks * Examples));
        using var scratch = accelerator.Allocate1D<float>(networks * 4 * Hidden);
        using var living = accelerator.Allocate1D<int>(networks * 2);
        accelerator.Run(TwoLayersKernel, networks, p.View, x.View, y.View, scratch.View, living.View, 0.02f);
        var found = default(Revivals);
        foreach (var pair in living.GetAsArray1D().Chunk(2))
        {
            int dead = ~pair[0], back = ~pair[0] & pair[1];
            found = new Revivals(
                found.DeadInFirst + Count(dead), found.BackInFirst + Count(back), found.DeadInSecond + Count(dead >> Hidden),
                found.BackInSecond + Count(back >> Hidden));
        }

        return found;

        static int Count(int units) => BitOperations.PopCount((uint)units & ((1u << Hidden) - 1));
    }

    /// <summary>
    /// One work item per network of two hidden layers: trains it by stochastic gradient descent on half the squared error. Writes which
    /// units are 0 or more for some example before and after, as masks: the first layer in the lowest bits.
    /// </summary>
    [Kernel]
    internal static void TwoLayersKernel(
        Index1D index, FloatView parameters, FloatView x, FloatView y, FloatView scratch, IntView living, float rate)
    {
        var p = parameters.SubView((int)index * DeepParameters, DeepParameters);
        var z = scratch.SubView((int)index * 4 * Hidden, 4 * Hidden);
        var first = (int)index * Examples;
        living[2 * index] = Living(p, x, first, z);
        for (var step = 0; step < RevivalEpochs * Examples; step++) StepDeep(p, x, y, first + (step % Examples), z, rate);
        living[(2 * index) + 1] = Living(p, x, first, z);
    }

    private static int Living(FloatView p, FloatView x, int first, FloatView z)
    {
        var mask = 0;
        for (var e = 0; e < Examples; e++)
        {
            ForwardDeep(p, x, first + e, z);
            for (var unit = 0; unit < 2 * Hidden; unit++)
                if (z[unit] >= 0f) mask |= 1 << unit;
        }

        return mask;
    }

    /// <summary>Returns the output for an example and leaves the pre-activations of both hidden layers in z.</summary>
    private static float ForwardDeep(FloatView p, FloatView x, int example, FloatView z)
    {
        for (var j = 0; j < Hidden; j++)
        {
            var at = j * (Inputs + 1);
            var sum = p[at + Inputs];
            for (var i = 0; i < Inputs; i++) sum = Exact32.FusedMultiplyAdd(p[at + i], x[(example * Inputs) + i], sum);
            z[j] = sum;
        }

        var output = p[Output + Hidden];
        for (var k = 0; k < Hidden; k++)
        {
            var at = SecondLayer + (k * (Hidden + 1));
            var sum = p[at + Hidden];
            for (var j = 0; j < Hidden; j++) sum = Exact32.FusedMultiplyAdd(p[at + j], Exact32Functions.Relu(z[j]), sum);
            z[Hidden + k] = sum;
            output = Exact32.FusedMultiplyAdd(p[Output + k], Exact32Functions.Relu(sum), output);
        }

        return output;
    }

    /// <summary>p ← p − rate·∂L/∂p. The second half of z takes −rate times the error signals of either layer.</summary>
    private static void StepDeep(FloatView p, FloatView x, FloatView y, int example, FloatView z, float rate)
    {
        var step = -Exact32.Multiply(rate, Exact32.Subtract(ForwardDeep(p, x, example, z), y[example]));
        for (var k = 0; k < Hidden; k++)
            z[(3 * Hidden) + k] = z[Hidden + k] > 0f ? Exact32.Multiply(step, p[Output + k]) : 0f;
        for (var j = 0; j < Hidden; j++)
        {
            var sum = 0f;
            for (var k = 0; k < Hidden; k++)
                sum = Exact32.FusedMultiplyAdd(p[SecondLayer + (k * (Hidden + 1)) + j], z[(3 * Hidden) + k], sum);
            z[(2 * Hidden) + j] = z[j] > 0f ? sum : 0f;
        }

        for (var k = 0; k < Hidden; k++)
        {
            p[Output + k] = Exact32.FusedMultiplyAdd(step, Exact32Functions.Relu(z[Hidden + k]), p[Output + k]);
            var at = SecondLayer + (k * (Hidden + 1));
            var back = z[(3 * Hidden) + k];
            for (var j = 0; j < Hidden; j++) p[at + j] = Exact32.FusedMultiplyAdd(back, Exact32Functions.Relu(z[j]), p[at + j]);
            p[at + Hidden] = Exact32.Add(back, p[at + Hidden]);
        }

        p[Output + Hidden] = Exact32.Add(step, p[Output + Hidden]);
        for (var j = 0; j < Hidden; j++)
        {
            var at = j * (Inputs + 1);
            var back = z[(2 * Hidden) + j];
            for (var i = 0; i < Inputs; i++) p[at + i] = Exact32.FusedMultiplyAdd(back, x[(example * Inputs) + i], p[at + i]);
            p[at + Inputs] = Exact32.Add(back, p[at + Inputs]);
        }
    }

    /// <param name="InRegime">The floats in [−8, 0) that were looked at.</param>
    /// <param name="ZerosInRegime">Those of them whose gradient is exactly 0.</param>
    /// <param name="Root">The first float, from 0 down, whose gradient is below 0; NaN if there is none.</param>
    /// <param name="FirstZero">The float from which all that were looked at have a gradient of exactly 0; NaN if there is none.</param>
    /// <param name="Count">All floats that were looked at.</param>
    internal sealed record NegativeSweepResult(long InRegime, long ZerosInRegime, double Root, double FirstZero, long Count)
    {
        /// <summary>The root next to 0, and the zeros that begin farthest from it: none where they do not begin in a part.</summary>
        public static NegativeSweepResult Merge(NegativeSweepResult a, NegativeSweepResult b) => new(
            a.InRegime + b.InRegime,
            a.ZerosInRegime + b.ZerosInRegime,
            double.MaxNumber(a.Root, b.Root),
            Math.Min(a.FirstZero, b.FirstZero),
            a.Count + b.Count);
    }

    internal sealed record NegativeSweeps(bool KeepsSubnormals, NegativeSweepResult[] Tested, NegativeSweepResult Relu)
    {
        public static NegativeSweeps Merge(NegativeSweeps a, NegativeSweeps b) => new(
            a.KeepsSubnormals, [.. a.Tested.Zip(b.Tested, NegativeSweepResult.Merge)], NegativeSweepResult.Merge(a.Relu, b.Relu));
    }

    internal static NegativeSweepResult NegativeSweep(CheckContext context, Activation activation, int step, IReadOnlyList<int> ranges)
    {
        // From the smallest normal number to −128, ascending in |z|.
        const uint first = 0x80800000u, end = 0xC3000000u, regimeEnd = 0xC1000000u;
        const int parts = 256;
        var perPart = (int)((end - first) / parts);
        var allStarts = Enumerable.Range(0, parts).Select(part => first + (uint)((long)part * perPart)).ToArray();
        var starts = Sweep.ItemsOf(allStarts, ranges).ToArray();
        var (zeros, firstNegative, lastNonzero) = Evaluate(starts, perPart / step, step);

        // Zeros in the regime: in whole parts, the one that contains −8 by a further sweep.
        var whole = starts.Count(start => start + (uint)perPart <= regimeEnd);
        var inRegime = (long)whole * (perPart / step);
        var zerosInRegime = zeros.Take(whole).Sum(count => (long)count);
        foreach (var start in starts.Skip(whole).Take(1).Where(start => start < regimeEnd))
        {
            var count = (int)((regimeEnd - start) / (uint)step);
            inRegime += count;
            zerosInRegime += Evaluate([start], count, step).Zeros[0];
        }

        // The change of sign and the beginning of the zeros, float by float, between the samples that enclose them.
        var negative = firstNegative.Where(pattern => pattern != 0).DefaultIfEmpty(0u).Min();
        var root = negative == 0 ? double.NaN : Float(Evaluate([negative - (uint)step], (2 * step) + 1, 1).FirstNegative[0]);
        var last = lastNonzero.Max();
        var lastExact = last == 0 ? 0 : Evaluate([last], (2 * step) + 1, 1).LastNonzero[0];
        var firstZero = last == 0 ? Float(first) : lastExact + (2 * (uint)step) >= end ? double.NaN : Float(lastExact + 1);
        return new NegativeSweepResult(inRegime, zerosInRegime, root, firstZero, (long)starts.Length * (perPart / step));

        double Float(uint pattern) => BitConverter.UInt32BitsToSingle(pattern);

        (int[] Zeros, uint[] FirstNegative, uint[] LastNonzero) Evaluate(uint[] from, int count, int by)
        {
            var accelerator = context.Accelerator;
            using var fromBuffer = accelerator.Allocate1D(from.Select(pattern => unchecked((int)pattern)).ToArray());
            using var zeroBuffer = accelerator.Allocate1D<int>(from.Length);
            using var negativeBuffer = accelerator.Allocate1D<int>(from.Length);
            using var nonzeroBuffer = accelerator.Allocate1D<int>(from.Length);
            var arguments = new SweepArguments(count, by, (int)activation);
            accelerator.Run(
                GradientKernel, from.Length, fromBuffer.View, arguments, zeroBuffer.View, negativeBuffer.View, nonzeroBuffer.View);
            return (
                zeroBuffer.GetAsArray1D(), [.. negativeBuffer.GetAsArray1D().Select(pattern => unchecked((uint)pattern))],
                [.. nonzeroBuffer.GetAsArray1D().Select(pattern => unchecked((uint)pattern))]);
        }
    }

    internal readonly record struct SweepArguments(int Count, int Step, int Activation);

    /// <summary>
    /// One work item per chunk of floats, step apart in the order of their bit patterns: how many have a gradient of exactly 0, the
    /// pattern of the first whose gradient is below 0 and of the last whose gradient is not 0 (0 for none).
    /// </summary>
    [Kernel]
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
