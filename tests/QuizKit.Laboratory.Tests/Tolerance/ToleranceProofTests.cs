// Random comparisons: no correct result violates the lower end, and every stand-in violates the upper one.

using System.Globalization;
using QuizKit.Laboratory.Tolerance;
using Xunit;
using Xunit.Abstractions;

namespace QuizKit.Laboratory.Tests.Tolerance;

public sealed class ToleranceProofTests(ITestOutputHelper output)
{
    /// <summary>The number of cases, in a variable of the environment; docs/tolerance.md has the command.</summary>
    private static readonly int Cases = CaseCount.Of("QUIZKIT_TOLERANCE_CASES", 1_000);

    [Fact]
    public void No_correct_result_violates_the_lower_end_and_every_stand_in_violates_the_upper_one()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var faults = new List<string>();
        for (var seed = 0; seed < Cases; seed++) Try(seed);
        foreach (var (name, count) in counts) output.WriteLine($"{name}: {count.ToString("N0", CultureInfo.InvariantCulture)}");

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(10)));
        Assert.All(["lower ends tested", "upper ends tested", "stand-ins caught by a tolerance that exists", "tolerances: worst case", "tolerances: none"], name =>
            Assert.True(counts.GetValueOrDefault(name) > 0, $"{name}: 0"));

        void Try(int seed)
        {
            var comparison = new RandomComparison(seed);
            var standIns = comparison.Problem.Arithmetic.StandIns;
            var report = ToleranceStudy.Of(comparison.Problem, comparison.Tested, comparison.Expected, standIns);
            var (worst, probable) = (report.WorstCase, report.Probable);
            Count("cases");
            Count("tolerances: " + (worst.Exists ? "worst case" : probable.Exists ? "with a probability" : "none"));
            var expected = comparison.ResultsOf(comparison.Expected).ToList();
            foreach (var (actual, wanted) in Pairs(comparison.ResultsOf(comparison.Tested), expected))
            {
                Count("lower ends tested");
                if (!Passes(actual, wanted, worst.Absolute, 0)) Fault("false alarm of the absolute tolerance");
                if (worst.Relative is { } relative && !Passes(actual, wanted, 0, relative)) Fault("false alarm of the relative tolerance");
                if (worst.Decimals is { } decimals && actual.Zip(wanted).Any(pair => Math.Round(pair.First, decimals) != Math.Round(pair.Second, decimals)))
                    Fault("false alarm of the decimals");
                if (comparison.HasRandomDigits) Count("probable lower ends tested, of numbers with random digits");
                if (Passes(actual, wanted, probable.Absolute, 0)) continue;
                if (comparison.HasRandomDigits) Fault("violation of the probable end");
                else Count("violations of the probable end, of regular numbers");
            }

            for (var i = 0; i < standIns.Count; i++)
            {
                var results = (standIns[i].Sums is { } sums
                    ? Enumerable.Range(0, StandInOrders.SumsOf(comparison.Problem.TermsOf(0, standIns[i].Inputs), sums).Count).Select(order =>
                        Enumerable.Range(0, report.M * report.N).Select(result => StandInOrders.SumsOf(comparison.Problem.TermsOf(result, standIns[i].Inputs), sums)[order]).ToArray())
                    : comparison.ResultsOf(comparison.Tested, standIns[i].Inputs)).ToList();
                foreach (var (actual, wanted) in Pairs(results, expected))
                {
                    var end = worst.StandIns[i];
                    if (end.Absolute > 0)
                    {
                        Count("upper ends tested");
                        if (Passes(actual, wanted, Math.BitDecrement(end.Absolute), 0)) Fault($"{end.Name} not caught at the absolute upper end");
                    }

                    if (end.Relative > 0 && Passes(actual, wanted, 0, Math.BitDecrement(end.Relative))) Fault($"{end.Name} not caught at the relative upper end");
                    if (!end.Caught) continue;
                    Count("stand-ins caught by a tolerance that exists");
                    Count("of these, " + end.Name);
                    if (Passes(actual, wanted, worst.Absolute, 0)) Fault($"{end.Name} not caught by the tolerance");
                }
            }

            void Fault(string what) => faults.Add($"seed {seed}, {report.Operation} of {report.K} in {report.Precision}, {report.Tested} with {report.Expected}: {what}");
        }

        void Count(string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
    }

    [Fact]
    public void The_lower_end_is_nearly_reached_by_an_order_that_always_rounds_up()
    {
        // given: 1, and numbers that are just above half an ulp of it
        const int count = 1_000;
        var values = Enumerable.Repeat(MathF.ScaleB(1, -24) * (1 + MathF.ScaleB(1, -20)), count).Prepend(1f).ToArray();
        var arithmetic = ToleranceArithmetic.All[0];
        var problem = new ToleranceProblem(
            new ToleranceShape(ToleranceOperation.Sum, 1, 1, values.Length), arithmetic, Array.ConvertAll(values, value => (double)value), "these");

        var report = ToleranceStudy.Of(problem, ToleranceSide.AnyOrder, ToleranceSide.Exact, arithmetic.StandIns);
        var error = values.Aggregate((sum, value) => sum + value) - report.Exact!.Value;

        Assert.InRange(error, 0.99 * report.WorstCase.Lower, report.WorstCase.Lower);
    }

    private static IEnumerable<(double[] Actual, double[] Expected)> Pairs(IEnumerable<double[]> actual, IReadOnlyList<double[]> expected) =>
        from a in actual
        from e in expected
        select (a, e);

    /// <summary>The rule of numpy.allclose, with a tolerance of 0 for infinities.</summary>
    private static bool Passes(double[] actual, double[] expected, double absolute, double relative) =>
        actual.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= absolute + (relative * Math.Abs(pair.Second)));
}
