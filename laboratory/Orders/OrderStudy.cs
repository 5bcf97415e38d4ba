// Reveals the order of a target, proves it by replays on random numbers, and measures its error against the exact sum.

using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

internal static class OrderStudy
{
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
        var ones = new float[length];
        Array.Fill(ones, 1f);
        var samples = SamplesOf(target, length, unchecked((uint)seed), replays);
        var finding = new OrderFinding(target.Id, target.Place, target.Operation)
        {
            LargestError = samples.Max(sample => sample.Error),
            DistinctResults = Enumerable.Range(0, Repetitions)
                .Select(_ => BitConverter.SingleToUInt32Bits(target.Compute(samples[0].A, samples[0].B))).Distinct().Count(),
        };
        try
        {
            var tree = SummationOrder.Reveal(values => target.Compute(values, ones), length);
            finding = finding with { Tree = tree, Bound = BoundOf(tree, target.Operation, OrderArithmetic.Unknown) };
            var model = OrderModel.Of(target, tree);
            var unequal = samples.Where(
                sample => model is null || !HaveSameBits(model.Compute(sample.A, sample.B), sample.Result)).ToList();

            // A schedule that held while the tree was revealed need not hold afterwards: the same arrays are asked for again.
            if (unequal.Any(sample => !HaveSameBits(target.Compute(sample.A, sample.B), sample.Result)))
                return finding with { Tree = null, Bound = null, WhyNot = "The same numbers gave two results: there is no fixed order." };
            if (model is null) return finding;
            return finding with
            {
                Arithmetic = unequal.Count == 0 ? model.Arithmetic : OrderArithmetic.Unknown,
                FusedProducts = model.FusedProducts,
                WideSums = model.WideSums,
                Replayed = samples.Count,
                Equal = samples.Count - unequal.Count,
                Bound = BoundOf(tree, target.Operation, model.Arithmetic),
            };
        }
        catch (NoFixedOrderException exception)
        {
            return finding with { WhyNot = exception.Message };
        }
    }

    /// <summary>Studies a target. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(OrderTarget target, int length, ulong seed, int replays)
    {
        try
        {
            return (Of(target, length, seed, replays), null);
        }
        catch (LibraryException exception)
        {
            return (null, new OrderFailure(target.Id, exception.Message));
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            return (null, new OrderFailure(target.Id, Failure.Describe(exception)));
        }
    }

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

    private static bool HaveSameBits(float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b);

    private static List<Sample> SamplesOf(OrderTarget target, int length, uint seed, int count)
    {
        var operands = Enumerable.Range(0, count).Select(i => OrderSamples.Of(seed, i, length)).ToList();
        var results = target.Samples is { } samples
            ? samples(seed, count, length)
            : [.. operands.Select(sample => target.Compute(sample.A, sample.B))];
        return [.. operands.Zip(results, (sample, result) => SampleOf(target, sample.A, sample.B, result))];
    }

    private static Sample SampleOf(OrderTarget target, float[] a, float[] b, float result)
    {
        if (target.Operation == OrderOperation.Sum) Array.Fill(b, 1f);

        // A product of two binary32 numbers is exact in binary64, so both sums are those of exact terms.
        var terms = a.Zip(b, (x, y) => (double)x * y).ToArray();
        var exact = ExactSum.Sum(terms);
        return new Sample(a, b, result, Math.Abs(result - exact) / terms.Sum(Math.Abs));
    }

    /// <summary>Returns γ of the height; a product adds a rounding, and so does a sum in binary64 on its way to the next one.</summary>
    private static double BoundOf(SummationTree tree, OrderOperation operation, OrderArithmetic arithmetic) =>
        arithmetic == OrderArithmetic.Binary64 && operation == OrderOperation.Sum
        ? RoundingErrors.Gamma(1) + (tree.Height * Math.ScaleB(1, -53) * 1.01)
        : RoundingErrors.Gamma(
            tree.Height + (operation == OrderOperation.Dot ? 1 : 0)
            + (arithmetic is OrderArithmetic.Mixed or OrderArithmetic.Binary64 ? 1 : 0));

    private sealed record Sample(float[] A, float[] B, float Result, double Error);
}
