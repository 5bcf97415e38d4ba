// Reveals the order of a target, proves it by replays on random numbers, and measures its error against the exact sum.

using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Python;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Orders;

internal static class OrderStudy
{
    /// <summary>The number of random arrays on which a tree is replayed.</summary>
    public const int Replays = 20;

    private const int Repetitions = 10;

    /// <summary>Studies a target.</summary>
    /// <exception cref="PythonException">The target is in a Python process that does not answer.</exception>
    public static OrderFinding Of(OrderTarget target, int length, ulong seed)
    {
        var ones = new float[length];
        Array.Fill(ones, 1f);
        var samples = Enumerable.Range(0, Replays).Select(i => SampleOf(target, length, unchecked((uint)seed + (uint)(2 * i)))).ToList();
        var finding = new OrderFinding(target.Id, target.Place, target.Operation)
        {
            LargestError = samples.Max(sample => sample.Error),
            DistinctResults = Enumerable.Range(0, Repetitions)
                .Select(_ => BitConverter.SingleToUInt32Bits(target.Compute(samples[0].A, samples[0].B))).Distinct().Count(),
        };
        try
        {
            var tree = SummationOrder.Reveal(values => target.Compute(values, ones), length);
            var arithmetic = ArithmeticOf(tree, target.Operation, samples);
            return finding with { Tree = tree, Arithmetic = arithmetic, Bound = BoundOf(tree, target.Operation, arithmetic) };
        }
        catch (NoFixedOrderException exception)
        {
            return finding with { WhyNot = exception.Message };
        }
    }

    /// <summary>Studies a target. Errors are returned as failures, not thrown.</summary>
    public static (OrderFinding? Finding, OrderFailure? Failure) Try(OrderTarget target, int length, ulong seed)
    {
        try
        {
            return (Of(target, length, seed), null);
        }
        catch (PythonException exception)
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

    private static Sample SampleOf(OrderTarget target, int length, uint seed)
    {
        var a = OrderSamples.Hashed(seed, length);
        var b = OrderSamples.Hashed(seed + 1, length);
        var result = target.Compute(a, b);
        if (target.Operation == OrderOperation.Sum) Array.Fill(b, 1f);

        // A product of two binary32 numbers is exact in binary64, so both sums are those of exact terms.
        var terms = a.Zip(b, (x, y) => (double)x * y).ToArray();
        var exact = ExactSum.Sum(terms);
        return new Sample(a, b, result, Math.Abs(result - exact) / terms.Sum(Math.Abs));
    }

    private static OrderArithmetic ArithmeticOf(SummationTree tree, OrderOperation operation, IReadOnlyList<Sample> samples)
    {
        if (tree.LargestFanIn <= 2)
        {
            if (All(sample => operation == OrderOperation.Sum ? tree.Replay(sample.A) : tree.ReplayDot(sample.A, sample.B, fused: false)))
                return OrderArithmetic.Binary32;
            if (operation == OrderOperation.Dot && All(sample => tree.ReplayDot(sample.A, sample.B, fused: true)))
                return OrderArithmetic.Fused;
        }

        return operation == OrderOperation.Sum && All(sample => tree.ReplayInDouble(sample.A))
            ? OrderArithmetic.Binary64
            : OrderArithmetic.Unknown;

        bool All(Func<Sample, float> replay) =>
            samples.All(sample => BitConverter.SingleToUInt32Bits(replay(sample)) == BitConverter.SingleToUInt32Bits(sample.Result));
    }

    private static double BoundOf(SummationTree tree, OrderOperation operation, OrderArithmetic arithmetic) =>
        arithmetic == OrderArithmetic.Binary64
        ? Rounding.Gamma(1) + (tree.Height * Math.ScaleB(1, -53) * 1.01)
        : Rounding.Gamma(tree.Height + (operation == OrderOperation.Dot ? 1 : 0));

    private sealed record Sample(float[] A, float[] B, float Result, double Error);
}
