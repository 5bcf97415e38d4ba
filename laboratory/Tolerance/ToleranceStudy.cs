// Finds the two ends of a tolerance: what no correct implementation violates, and what still catches a lower precision.

using System.Globalization;
using QuizKit.Laboratory.Formats;
using static System.FormattableString;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>
/// The ends of a tolerance. The lower one is the sum of the bounds of both results. A stand-in that adds products of rounded inputs in the
/// order of the tested result lies at most its own bound E' from their exact sum s', so it differs from the expected result by at least
/// |s' − s| − E' − E, whatever the order: that is the upper end. A stand-in that adds in a low precision is computed in four orders, and
/// the upper end is the smallest of their errors, less E. With several results, the one that shows the stand-in best counts.
/// </summary>
internal static class ToleranceStudy
{
    /// <summary>The probability that a probable end does not hold, over all results.</summary>
    public const double FailureProbability = 1e-6;

    /// <summary>Studies a comparison.</summary>
    /// <param name="problem">The operation and its numbers.</param>
    /// <param name="tested">The result under test.</param>
    /// <param name="expected">The result that it is compared with.</param>
    /// <param name="standIns">The lower precisions to catch.</param>
    public static ToleranceReport Of(
        ToleranceProblem problem, ToleranceSide tested, ToleranceSide expected, IReadOnlyList<StandIn> standIns)
    {
        var (shape, arithmetic) = (problem.Shape, problem.Arithmetic);
        var results = new ResultEnds[shape.Results];
        Parallel.For(0, results.Length, result => results[result] = EndsOf(problem, result, tested, expected, standIns));
        RequireNoOverflow(results, arithmetic);
        var report = new ToleranceReport(
            shape.Operation, shape.M, shape.N, shape.K, arithmetic.Name, arithmetic.Sums.Name, problem.Origin, tested.Name, expected.Name)
        {
            Exact = results.Length == 1 ? results[0].Exact : null,
            LargestMagnitude = results.Max(result => result.Magnitude),
            LargestCondition = results.Max(result => result.Magnitude == 0 ? 1 : result.Magnitude / Math.Abs(result.Exact)),
            Notes = [.. NotesOn(shape, tested, expected)],
            WorstCase = WindowOf(results, arithmetic, standIns, bound => bound.Worst, null),
            Probable = WindowOf(results, arithmetic, standIns, bound => bound.Probable, FailureProbability),
        };
        return report with
        {
            Lines = ToleranceLines.Of(report),
            Remedies = report.Chosen.Exists ? [] : [.. RemediesFor(report, problem, tested, expected, standIns)],
        };
    }

    private static IEnumerable<string> NotesOn(ToleranceShape shape, ToleranceSide tested, ToleranceSide expected)
    {
        foreach (var note in new[] { tested.Note, expected.Note }.OfType<string>()) yield return note;
        if (shape.Operation == ToleranceOperation.MatrixProduct && (tested.Tree ?? expected.Tree) is not null)
            yield return "The order of a library is that of one element of a product; elements in another order have another bound.";
    }

    private static ResultEnds EndsOf(
        ToleranceProblem problem, int result, ToleranceSide tested, ToleranceSide expected, IReadOnlyList<StandIn> standIns)
    {
        var (shape, arithmetic) = (problem.Shape, problem.Arithmetic);
        var failure = FailureProbability / (2 * shape.Results);
        var terms = problem.TermsOf(result, arithmetic.Inputs);
        var other = BoundOf(expected, terms);
        return new ResultEnds(terms.Exact, terms.Magnitude, BoundOf(tested, terms), other, [.. standIns.Select(GapsOf)]);

        ErrorBound BoundOf(ToleranceSide side, ToleranceTerms of) => ErrorBounds.Of(side, of, shape, arithmetic, failure);

        // One gap where it holds for any order, otherwise one for each order.
        ErrorBound[] GapsOf(StandIn standIn)
        {
            var rounded = problem.TermsOf(result, standIn.Inputs);
            if (standIn.Sums is { } sums)
                return [.. StandInOrders.SumsOf(rounded, sums).Select(sum => Less(terms.DistanceTo(sum), other))];
            if (!double.IsFinite(rounded.Magnitude)) return [Less(double.PositiveInfinity, other)];
            var own = BoundOf(tested, rounded);
            return [Less(terms.DistanceTo(rounded), new ErrorBound(own.Worst + other.Worst, own.Probable + other.Probable))];
        }

        static ErrorBound Less(double distance, ErrorBound bound) => new(distance - bound.Worst, distance - bound.Probable);
    }

    private static ToleranceWindow WindowOf(
        ResultEnds[] results, ToleranceArithmetic arithmetic, IReadOnlyList<StandIn> standIns, Func<ErrorBound, double> boundOf,
        double? failure)
    {
        // A test evaluates its inequality in the format of the results, with a few roundings of its own.
        var slack = 8 * arithmetic.Inputs.UnitRoundoff;
        var lower = results.Max(result => boundOf(result.Tested) + boundOf(result.Expected)) * (1 + slack);
        var relative = results.Max(result => Quotient(
            (boundOf(result.Tested) + boundOf(result.Expected)) * (1 + slack), Least(result) - boundOf(result.Expected)));
        var absolute = Shortest.Above(lower);
        return new ToleranceWindow(
            failure,
            lower,
            absolute,
            double.IsFinite(relative) ? Shortest.Above(relative) : null,
            results is [{ Exact: not 0 } only] ? lower / arithmetic.Inputs.UlpOf(only.Exact) : null,
            DecimalsOf(results, boundOf),
            [
                .. standIns.Select((standIn, index) =>
                {
                    var orders = Enumerable.Range(0, results[0].Gaps[index].Length);
                    var end = orders.Min(order => results.Max(result => boundOf(result.Gaps[index][order]))) * (1 - slack);
                    var share = orders.Min(order => results.Max(result => Quotient(
                        boundOf(result.Gaps[index][order]), Most(result) + boundOf(result.Expected)))) * (1 - slack);
                    return new StandInEnd(standIn.Name, end, share, absolute < end);
                }),
            ]);

        static double Least(ResultEnds result) => Math.Abs(result.Exact) * (1 - Math.ScaleB(1, -52));
        static double Most(ResultEnds result) => Math.Abs(result.Exact) * (1 + Math.ScaleB(1, -52));
    }

    /// <summary>A quotient of an error and a result: 0 for no error, and infinite, with the sign of the error, where the result may be 0.</summary>
    private static double Quotient(double error, double result) =>
        error == 0 ? 0 : result > 0 ? error / result : Math.CopySign(double.PositiveInfinity, error);

    /// <summary>The most decimals to which everything within the bounds of each result rounds equally.</summary>
    private static int? DecimalsOf(ResultEnds[] results, Func<ErrorBound, double> boundOf)
    {
        const int MostDecimals = 15;
        for (var decimals = MostDecimals; decimals >= 0; decimals--)
        {
            if (results.All(result => RoundsEqually(result, decimals))) return decimals;
        }

        return null;

        bool RoundsEqually(ResultEnds result, int decimals)
        {
            var reach = Math.Max(boundOf(result.Tested), boundOf(result.Expected)) + (Math.Abs(result.Exact) * Math.ScaleB(1, -51));
            return Math.Round(result.Exact - reach, decimals) == Math.Round(result.Exact + reach, decimals);
        }
    }

    private static IEnumerable<string> RemediesFor(
        ToleranceReport report, ToleranceProblem problem, ToleranceSide tested, ToleranceSide expected, IReadOnlyList<StandIn> standIns)
    {
        foreach (var standIn in standIns.Where(standIn => standIn.Sums is null && IsExactIn(problem, standIn.Inputs)))
            yield return $"Take other numbers: these are exact with {standIn.Name}, so no test on them can tell.";
        if (!tested.IsExact && tested.Height is null && problem.Shape.K > 2)
        {
            var tree = ToleranceSide.OfHeight(RoundingErrors.TreeHeight(problem.Shape.K));
            var pairwise = Of(problem, tree, expected.Height is null && !expected.IsExact ? tree : expected, standIns);
            yield return Invariant($"Say in which order it adds, with --height H or --against LIBRARY. A pairwise order (height ")
                + Invariant($"{tree.Height}) needs {Shortest.TextOf(pairwise.Chosen.Absolute)} ({KindOf(pairwise.Chosen)}), which ")
                + CaughtIn(pairwise.Chosen) + ".";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Take fewer addends, or numbers without cancellation: the bound grows with their number and with Σ|x|. Here Σ|x|/|Σx| is "
                + $"{report.LargestCondition:0.0e+0}{(report.Exact is null ? " at most" : "")}.");
        yield return "Add exactly (`ExactSum`, `ExactMatrix` of QuizKit.Numerics): the result is the same to the last bit in any order and "
            + "needs no tolerance.";
    }

    /// <summary>Describes what a window's tolerance catches.</summary>
    public static string CaughtIn(ToleranceWindow window)
    {
        string[] caught = [.. window.StandIns.Where(standIn => standIn.Caught).Select(standIn => standIn.Name)];
        string[] missed = [.. window.StandIns.Where(standIn => !standIn.Caught).Select(standIn => standIn.Name)];
        return missed.Length == 0 ? $"catches {string.Join(", ", caught)}"
            : caught.Length == 0 ? $"is not certain to catch {string.Join(", ", missed)}"
            : $"catches {string.Join(", ", caught)}, but not for certain {string.Join(", ", missed)}";
    }

    /// <summary>Names the kind of a window.</summary>
    public static string KindOf(ToleranceWindow window) => window.FailureProbability is { } failure
        ? Invariant($"with probability 1 − {failure:0e+0}") : "for any roundings";

    private static bool IsExactIn(ToleranceProblem problem, BinaryRounding format) =>
        problem.Values.All(value => format.Round(value) == value);

    private static void RequireNoOverflow(ResultEnds[] results, ToleranceArithmetic arithmetic)
    {
        var largest = results.Max(result => result.Magnitude + result.Tested.Worst);
        if (!(largest <= arithmetic.Sums.Largest))
        {
            throw new ToleranceException(
                Invariant($"no tolerance exists: Σ|x| is {largest:0.0e+0}, so an order of additions can overflow in ")
                    + $"{arithmetic.Sums.Name}. Scale the data.");
        }

        var result = results.Max(result => Math.Abs(result.Exact) + result.Tested.Worst);
        if (!(result <= arithmetic.Inputs.Largest))
        {
            throw new ToleranceException(
                Invariant($"no tolerance exists: a result of up to {result:0.0e+0} can overflow in ")
                    + $"{arithmetic.Inputs.Name}. Scale the data.");
        }
    }

    /// <summary>What is known about one result.</summary>
    /// <param name="Gaps">For each stand-in, in each of its orders, how far it is at least from the expected result.</param>
    private sealed record ResultEnds(double Exact, double Magnitude, ErrorBound Tested, ErrorBound Expected, ErrorBound[][] Gaps);
}

/// <summary>The data or the sizes do not suit; the message is one line for people.</summary>
internal sealed class ToleranceException(string message) : Exception(message);
