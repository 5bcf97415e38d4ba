// The search for the sizes at which a result changes, compared with brute force.

using QuizKit.Laboratory.Batch;
using Xunit;

namespace QuizKit.Laboratory.Tests.Batch;

public sealed class SizeSearchTests
{
    private const int Largest = 4096;

    /// <summary>The number of functions; more with this variable.</summary>
    private static readonly int Cases = CaseCount.Of("QUIZKIT_BATCH_CASES", 100);

    [Fact]
    public void A_hundred_functions_are_found_at_every_size_in_less_than_5_percent_of_the_calls()
    {
        var wrong = new List<string>();
        for (var seed = 1; seed <= Cases; seed++)
        {
            var function = new SeededFunction(seed, Largest);
            var rule = SizeSearch.Find(function.At, 1, Largest, SizeSearch.MostCalls(Largest), (ulong)seed);
            Assert.Equal(function.Calls, rule.Calls);
            Assert.True(rule.Calls < 0.05 * Largest, $"seed {seed}: {rule.Calls} calls");
            var differing = Enumerable.Range(1, Largest).Where(size => rule.At(size) != function.At(size)).ToList();
            if (differing.Count > 0) wrong.Add($"seed {seed}, {rule.Calls} calls, {differing.Count} sizes from {differing[0]}: {function}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Small_ranges_are_asked_for_completely()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var function = new SeededFunction(seed, 120);
            var rule = SizeSearch.Find(function.At, 1, 120, SizeSearch.MostCalls(120), (ulong)seed);

            Assert.True(rule.IsComplete);
            Assert.All(Enumerable.Range(1, 120), size => Assert.Equal(function.At(size), rule.At(size)));
        }
    }

    [Fact]
    public void The_smallest_description_is_returned()
    {
        var rule = Find(size => size == 1 ? 7 : size < 300 ? 1 : size % 4 == 0 ? 1 : 2);

        Assert.Equal(["1-1: 7", "2-299: 1", "300-4096: 1,2,2,2"], Describe(rule));
        Assert.False(rule.IsUncertain);
        Assert.InRange(rule.Share, 0, 0.07);
    }

    [Fact]
    public void A_single_size_with_another_result_at_a_power_of_two_is_found()
    {
        var rule = Find(size => size == 1024 ? 1 : 0);

        Assert.Equal(["1-1023: 0", "1024-1024: 1", "1025-4096: 0"], Describe(rule));
    }

    [Fact]
    public void Results_that_do_not_recur_are_one_interval()
    {
        // As where a library halves a sum: the place of the middle moves with the size.
        var rule = Find(size => size < 700 ? 1000 + (size / 2) : 3);

        Assert.Equal(["1-699: every 2", "700-4096: 3"], Describe(rule));
        Assert.False(rule.IsUncertain);
    }

    [Fact]
    public void A_function_without_a_rule_is_not_said_to_have_one()
    {
        var rule = Find(size => (int)((uint)size * 2654435761u >> 28));

        Assert.True(rule.Calls < 0.05 * Largest);
        Assert.True(rule.IsUncertain);
    }

    private static SizeRule Find(Func<int, int> function) =>
        SizeSearch.Find(function, 1, Largest, SizeSearch.MostCalls(Largest), seed: 1);

    private static IEnumerable<string> Describe(SizeRule rule) =>
        rule.Pieces.Select(piece =>
            $"{piece.From}-{piece.To}: {(piece.Step > 0 ? $"every {piece.Step}" : string.Join(',', piece.Classes))}");
}
