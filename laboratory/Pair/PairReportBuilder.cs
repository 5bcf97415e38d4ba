// Builds the report from the results of each width.

using QuizKit.Devices.Arithmetic;

namespace QuizKit.Laboratory.Pair;

/// <summary>Collects the results, width by width.</summary>
internal sealed class PairReportBuilder
{
    private readonly ulong _seed;
    private readonly PairPythonFinding? _python;
    private readonly IReadOnlyList<int> _widths;
    private readonly List<string> _notes = [];
    private readonly List<PairSide> _sides = [];
    private readonly List<PairOrder> _orders = [];
    private readonly List<(string First, string Second, bool IsReal, List<PairReason> Reasons, List<PairCell> Cells)> _comparisons = [];
    private readonly List<PairError> _errors = [];
    private readonly List<PairImitation> _imitations = [];

    /// <summary>Starts a report; without Python, <paramref name="python"/> is null.</summary>
    public PairReportBuilder(ulong seed, PairPython? python, IReadOnlyList<(int Width, int Examples)> plan)
    {
        _seed = seed;
        _python = python is null ? null : new PairPythonFinding(python.Interpreter, python.Version, python.Libraries);
        _widths = [.. plan.Select(size => size.Width)];
    }

    /// <summary>Adds a line on what is missing and why.</summary>
    public void Note(string line) => _notes.Add(line);

    /// <summary>Adds the results of one width.</summary>
    public void Add(PairOfWidth found)
    {
        for (var i = 0; i < found.Sides.Count; i++)
        {
            var side = found.Sides[i].About;
            if (!_sides.Contains(side)) _sides.Add(side);
            foreach (var order in found.Orders[i].All)
            {
                _orders.Add(new PairOrder(
                    side.Id,
                    found.Width,
                    order.Shape.Examples,
                    order.Shape.Inputs,
                    order.Shape.Outputs,
                    [.. order.Orders.Select(PairOrderText.Report)]));
            }

            _errors.AddRange(found.Heads.Select(head => ErrorOf(side.Id, found.Width, head, i)));
        }

        // The first side is the reference of all comparisons: NumPy, or its imitation.
        for (var i = 1; i < found.Sides.Count; i++) AddComparison(found, i);
        _imitations.AddRange(found.Imitations);
    }

    /// <summary>Returns the report.</summary>
    public PairReport Build() => new(
        _seed,
        _python,
        _notes,
        _sides,
        _orders,
        [.. _comparisons.Select(pair => new PairComparison(pair.First, pair.Second, pair.IsReal, pair.Reasons, pair.Cells))],
        _errors,
        _imitations)
    {
        Depths = PairStudy.Depths,
        Widths = _widths,
    };

    private void AddComparison(PairOfWidth found, int other)
    {
        PairSide first = found.Sides[0].About, second = found.Sides[other].About;
        var at = _comparisons.FindIndex(pair => pair.First == first.Id && pair.Second == second.Id);
        if (at < 0)
        {
            at = _comparisons.Count;
            _comparisons.Add((first.Id, second.Id, !first.IsImitation && !second.IsImitation, [], []));
        }

        foreach (var (a, b) in found.Orders[0].All.Zip(found.Orders[other].All))
        {
            _comparisons[at].Reasons.Add(new PairReason(
                found.Width, a.Shape.Inputs, a.Shape.Outputs, a.IsSameAs(b), PairOrderText.Difference(a, first.Id, b, second.Id)));
        }

        _comparisons[at].Cells.AddRange(found.Heads.Select(head => CellOf(found.Width, head, other)));
    }

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
                .Count(i => SameBits(expected[i], actual[i]) && !SameBits(expectedOutputs[i], actualOutputs[i])),
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
            expected.Zip(actual, Rounding.UlpDistance).Max());
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

    private static bool SameBits(float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b);
}
