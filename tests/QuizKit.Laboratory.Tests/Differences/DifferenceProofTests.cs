// Seeded differences: each cause is named, and no other.

using QuizKit.Laboratory.Differences;
using Xunit;
using Xunit.Abstractions;

namespace QuizKit.Laboratory.Tests.Differences;

public sealed class DifferenceProofTests(ITestOutputHelper output)
{
    /// <summary>The number of differences, in a variable of the environment; docs/why.md has the command.</summary>
    private static readonly int Cases = CaseCount.Of("QUIZKIT_DIFFERENCES", 300);

    [Fact]
    public void Each_seeded_difference_gets_its_cause_and_no_other()
    {
        var faults = new List<string>();
        var calls = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var pair = new SeededDifference(seed);
            var report = Study(pair, seed);
            calls = Math.Max(calls, report.Calls);
            DifferenceCause[] causes = [.. report.Causes.Select(cause => cause.Cause).Distinct()];
            if (!causes.SequenceEqual([pair.Cause]))
                faults.Add($"seed {seed}, {pair.Cause}, {pair.Description}: {string.Join(" and ", report.Causes.Select(cause => $"{cause.Cause}: {cause.Evidence}"))}, {report.Different} of {report.Compared}");
        }

        output.WriteLine($"{Cases} differences, at most {calls} calls each");
        Assert.True(faults.Count == 0, $"{faults.Count} of {Cases}\n" + string.Join("\n", faults.Take(20)));
    }

    private static DifferenceReport Study(SeededDifference pair, int seed) => DifferenceStudy.Of(
        pair.First, pair.Second, pair.Shapes, 40, 12, (ulong)seed, (_, _, _) => { }, CancellationToken.None);
}
