// Builds the report from the results of each width.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Pair;

internal static class PairReportBuilder
{
    /// <summary>Returns the report on the networks of each width.</summary>
    public static PairReport Build(ulong seed, PairPythonFinding? python, IReadOnlyList<string> notes, IReadOnlyList<PairOfWidth> widths)
    {
        // The first side is the reference of all comparisons: NumPy, or its imitation.
        var comparisons =
            from found in widths
            from other in Enumerable.Range(1, found.Sides.Count - 1)
            group (Width: found, Other: other) by (First: found.Sides[0].About, Second: found.Sides[other].About) into pair
            select new PairComparison(
                pair.Key.First.Id,
                pair.Key.Second.Id,
                !pair.Key.First.IsImitation && !pair.Key.Second.IsImitation,
                [.. pair.SelectMany(one => ReasonsOf(one.Width, one.Other))],
                [.. pair.SelectMany(one => one.Width.Heads.Select(head => CellOf(one.Width.Width, head, one.Other)))]);
        var errors =
            from found in widths
            from side in found.Sides.Index()
            from head in found.Heads
            select ErrorOf(side.Item.About.Id, found.Width, head, side.Index);
        return new PairReport(
            seed,
            python,
            notes,
            [.. widths.SelectMany(found => found.Sides.Select(side => side.About)).Distinct()],
            [.. widths.SelectMany(OrdersOf)],
            [.. comparisons],
            [.. errors],
            [.. widths.SelectMany(found => found.Imitations)])
        {
            Depths = PairStudy.Depths,
            Widths = [.. widths.Select(found => found.Width)],
        };
    }

    private static IEnumerable<PairOrder> OrdersOf(PairOfWidth found) =>
        from side in found.Sides.Zip(found.Orders)
        from order in side.Second.All
        select new PairOrder(
            side.First.About.Id, found.Width, order.Shape.Examples, order.Shape.Inputs, order.Shape.Outputs,
            [.. order.Orders.Select(PairOrderText.Report)]);

    private static IEnumerable<PairReason> ReasonsOf(PairOfWidth found, int other) =>
        found.Orders[0].All.Zip(found.Orders[other].All, (a, b) => new PairReason(
            found.Width, a.Shape.Inputs, a.Shape.Outputs, a.IsSameAs(b),
            PairOrderText.Difference(a, found.Sides[0].About.Id, b, found.Sides[other].About.Id)));

    private static PairCell CellOf(int width, HeadOfDepth head, int other)
    {
        float[] expected =
            head.Logits[0], actual = head.Logits[other], expectedOutputs = head.Outputs[0], actualOutputs = head.Outputs[other];
        var bounds = head.Bounds.Error[0].Zip(head.Bounds.Error[other], (a, b) => a + b).ToArray();
        return new PairCell(
            width,
            head.Depth,
            expected.Length,
            DifferencesOf(expected, actual),
            DifferencesOf(expectedOutputs, actualOutputs),
            bounds.Max(),
            Enumerable.Range(0, bounds.Length).Max(i => Math.Abs((double)actual[i] - expected[i]) / bounds[i]),
            Math.Sqrt(head.Bounds.Variance[0].Zip(head.Bounds.Variance[other], (a, b) => a + b).Average()),
            Enumerable.Range(0, expected.Length)
                .Count(i => FloatBits.AreSame(expected[i], actual[i]) && !FloatBits.AreSame(expectedOutputs[i], actualOutputs[i])),
            [
                .. PairRule.All.Select(rule =>
                    new PairRuling(rule.Name, rule.Rejected(actual, expected), rule.Rejected(actualOutputs, expectedOutputs))),
            ]);
    }

    private static PairDifferences DifferencesOf(float[] expected, float[] actual)
    {
        var all = expected.Zip(actual, (e, a) => Math.Abs((double)a - e)).ToArray();
        double[] unequal = [.. all.Where(difference => difference > 0).Order()];
        return new PairDifferences(
            unequal.Length,
            unequal.Length / (double)all.Length,
            all.Max(),
            unequal.Length == 0 ? 0 : (unequal[(unequal.Length - 1) / 2] + unequal[unequal.Length / 2]) / 2,
            Math.Sqrt(all.Average(difference => difference * difference)),
            expected.Zip(actual, RoundingErrors.UlpDistance).Max());
    }

    private static PairError ErrorOf(string side, int width, HeadOfDepth head, int index)
    {
        float[] logits = head.Logits[index], outputs = head.Outputs[index];
        var errors = logits.Zip(head.Bounds.Exact, (logit, exact) => Math.Abs(logit - exact)).ToArray();
        return new PairError(
            side,
            width,
            head.Depth,
            errors.Max(),
            Math.Sqrt(errors.Average(error => error * error)),
            head.Bounds.Error[index].Max(),
            errors.Zip(head.Bounds.Error[index], (error, bound) => error / bound).Max(),
            Math.Sqrt(head.Bounds.Variance[index].Average()),
            logits.Zip(outputs, SigmoidUlps).Max());
    }

    /// <summary>The distance of an output from the sigmoid of its logit in binary64, in units in the last place of the output.</summary>
    private static double SigmoidUlps(float logit, float output)
    {
        // In the form in which the exponential cannot overflow and nothing cancels.
        var exponential = Math.Exp(-Math.Abs((double)logit));
        var exact = logit >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential);
        var nearest = (float)exact;
        return Math.Abs(output - exact) / ((double)MathF.BitIncrement(nearest) - nearest);
    }
}
