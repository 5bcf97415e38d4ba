// Reveals the order of a target, proves it by replays on random numbers, and measures its error against the exact sum.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

internal static class OrderStudy
{
    /// <summary>Why there is no order where a schedule changed it.</summary>
    public const string NoFixedOrder = "The same numbers gave two results: there is no fixed order.";

    private const double ChanceOfAWrongModel = 1e-4;

    private const int Repetitions = 10;

    /// <summary>Returns the number of random arrays on which a tree is replayed.</summary>
    public static int ReplaysOf(Scale scale) => scale switch
    {
        Scale.Quick => 300,
        Scale.Full => 2_000,
        _ => 20_000,
    };

    /// <summary>
    /// Returns n such that a model which gives other bits on one array of n passes all replays with a chance of at most 1e-4: the chance
    /// is (1 − 1/n)^replays.
    /// </summary>
    public static int SeenDifference(int replays) => (int)(1 / (1 - Math.Pow(ChanceOfAWrongModel, 1.0 / replays)));

    /// <summary>Studies a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="length">The number of addends.</param>
    /// <param name="seed">The seed of the random arrays.</param>
    /// <param name="replays">The number of random arrays on which the tree is replayed.</param>
    /// <exception cref="LibraryException">The target is in a Python process that does not answer.</exception>
    public static OrderFinding Of(OrderTarget target, int length, ulong seed, int replays)
    {
        var samples = SamplesOf(target, length, unchecked((uint)seed), replays);
        var finding = new OrderFinding(target.Id, target.Place, target.Operation)
        {
            Format = target.Format.Name,
            LargestError = samples.Max(sample => sample.Error),
            DistinctResults = target.ComputeAll([.. Enumerable.Repeat(samples[0].Operands, Repetitions)])
                .Select(BitConverter.DoubleToInt64Bits).Distinct().Count(),
        };
        try
        {
            var tree = OrderProbes.Reveal(target, length);
            finding = finding with { Tree = tree, Bound = BoundOf(tree, target.Operation, target.Format, null) };
            var model = OrderModel.Of(target, tree);
            var unequal = samples.Where(
                sample => model is null || !HaveSameBits(model.Compute(sample.Operands.A, sample.Operands.B), sample.Result)).ToList();

            // A schedule that held while the tree was revealed need not hold afterwards: the same arrays are asked for again.
            var again = target.ComputeAll([.. unequal.Select(sample => sample.Operands)]);
            if (unequal.Zip(again).Any(pair => !HaveSameBits(pair.Second, pair.First.Result)))
                return finding with { Tree = null, Bound = null, WhyNot = NoFixedOrder };

            // Kahan's sum answers the probes as a sum from left to right does.
            if ((model is null || unequal.Count > 0) && WithAlgorithm(finding, target, length, unchecked((uint)seed), samples) is { } known)
                return known;
            if (model is null) return finding;
            return finding with
            {
                Arithmetic = unequal.Count == 0 ? model.Arithmetic : OrderArithmetic.Unknown,
                FusedProducts = model.FusedProducts,
                WideSums = model.WideSums,
                Sums = model.Sums,
                Replayed = samples.Count,
                Equal = samples.Count - unequal.Count,
                Bound = BoundOf(tree, target.Operation, target.Format, model),
            };
        }
        catch (NoFixedOrderException exception)
        {
            return WithAlgorithm(finding, target, length, unchecked((uint)seed), samples)
                ?? finding with { WhyNot = exception.Message };
        }
    }

    /// <summary>
    /// Recognises a sum that is not a tree, and replays it on the samples and on as many arrays of numbers that nearly cancel. Null where no
    /// known algorithm gives all bits.
    /// </summary>
    private static OrderFinding? WithAlgorithm(OrderFinding finding, OrderTarget target, int length, uint seed, List<Sample> samples)
    {
        if (KnownSum.Find(target, length, ~seed) is not { } known) return null;
        var cancelling = KnownSum.Cancelling(target.Format, length, seed, samples.Count);
        var isEqual = samples.All(sample => HaveSameBits(known.Compute(sample.Operands.A), sample.Result))
            && cancelling.Zip(target.ComputeAll(cancelling)).All(pair => HaveSameBits(known.Compute(pair.First.A), pair.Second));
        if (!isEqual) return null;
        return finding with
        {
            Tree = null,
            Bound = null,
            Algorithm = known.Kept is { } kept ? $"{known.Name}, in {kept.Name}" : known.Name,
            Replayed = 2 * samples.Count,
            Equal = 2 * samples.Count,
        };
    }

    /// <summary>Studies a target. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(OrderTarget target, int length, ulong seed, int replays) =>
        OrderFailure.Catch(target.Id, () => Of(target, length, seed, replays));

    /// <summary>Sets <see cref="OrderFinding.SameAs"/> to the first finding with the same tree.</summary>
    public static IReadOnlyList<OrderFinding> WithFamilies(IReadOnlyList<OrderFinding> findings)
    {
        var first = new List<OrderFinding>();
        var named = new List<OrderFinding>();
        foreach (var finding in findings)
        {
            var same = finding.Tree is null ? null : first.Find(other => other.Tree!.IsSameOrderAs(finding.Tree));
            if (same is null && finding.Tree is not null) first.Add(finding);
            named.Add(finding with { SameAs = same?.Target });
        }

        return named;
    }

    /// <summary>Whether two results are the same, −0 and 0 told apart.</summary>
    public static bool HaveSameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    private static List<Sample> SamplesOf(OrderTarget target, int length, uint seed, int count)
    {
        List<OrderOperands> operands =
            [.. Enumerable.Range(0, count).Select(i => OrderSamples.Of(seed, i, length, target.Format))];
        if (target.Operation == OrderOperation.Sum)
            foreach (var (_, factors) in operands) Array.Fill(factors, 1);
        return [.. operands.Zip(target.ComputeAll(operands), SampleOf)];
    }

    private static Sample SampleOf(OrderOperands operands, double result) =>
        new(operands, result, ErrorOf(operands.A, operands.B, result));

    /// <summary>Returns |result − exact| / Σ|x|.</summary>
    public static double ErrorOf(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double result)
    {
        // A product of two numbers of at most 24 bits is exact in binary64; of longer ones it has a second part.
        var terms = new double[(2 * a.Length) + 1];
        var size = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            terms[2 * i] = a[i] * b[i];
            terms[(2 * i) + 1] = Math.FusedMultiplyAdd(a[i], b[i], -terms[2 * i]);
            size += Math.Abs(terms[2 * i]);
        }

        terms[^1] = -result;
        return Math.Abs(ExactSum.Sum(terms)) / size;
    }

    /// <summary>
    /// Returns γ of the height; a product adds a rounding, and so does a sum in a wider format on its way to the next one. Null where there
    /// are so many roundings that they have no bound.
    /// </summary>
    public static double? BoundOf(SummationTree tree, OrderOperation operation, BinaryRounding format, OrderModel? model)
    {
        var bound = operation == OrderOperation.Sum && model?.WideFormat is { } wide
            ? format.Gamma(1) + (wide.Gamma(tree.Height) * 1.01)
            : format.Gamma(
                tree.Height + (operation == OrderOperation.Dot ? 1 : 0)
                + (model is null || (model.WideSums == 0 && model.Arithmetic != OrderArithmetic.Mixed) ? 0 : 1));
        return double.IsFinite(bound) ? bound : null;
    }

    private sealed record Sample(OrderOperands Operands, double Result, double Error);
}
