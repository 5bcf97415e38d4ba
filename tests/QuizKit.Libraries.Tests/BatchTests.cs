// The rule for the batch of each library, compared with brute force.

using System.Globalization;
using QuizKit.Laboratory.Batch;
using Xunit;

namespace QuizKit.Libraries.Tests;

[Collection(WithLibraries.Name)]
public sealed class BatchTests(LibraryFixture libraries)
{
    private const int Largest = 300;

    private static readonly BatchSettings Settings = new(
        BatchOperation.Linear, [BatchQuantity.Batch], 20, 150, 16, 1, Largest, 400, 3, 1);

    private static readonly string[] Names = ["libtorch.linear", "onnxruntime.linear", "mathnet.linear", "numsharp.linear"];

    public static TheoryData<string> Linear() => [.. Names];

    [Fact]
    public void Each_library_with_layers_has_a_test_here() => Assert.Equal(
        Names, BatchLibraryTargets.Of(libraries.Targets, BatchOperation.Linear).Select(target => target.Id));

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_results_of_every_size_are_those_of_brute_force(string id) => CompareWithBruteForce(id, Settings);

    [Theory]
    [InlineData("libtorch.sigmoid")]
    [InlineData("onnxruntime.sigmoid")]
    public void So_are_those_of_another_operation(string id) =>
        CompareWithBruteForce(id, Settings with { Operation = BatchOperation.Sigmoid, Length = 37 });

    [Theory]
    [MemberData(nameof(Linear))]
    public void So_are_those_of_every_length(string id) =>
        CompareWithBruteForce(id, Settings with { Quantities = [BatchQuantity.Length] });

    [Theory]
    [InlineData("libtorch.linear", true)]
    [InlineData("onnxruntime.linear", true)]
    [InlineData("mathnet.linear", true)]
    [InlineData("numsharp.linear", false)]
    public void Threads_are_set_where_a_library_can(string id, bool isSet)
    {
        var finding = BatchStudy.Of(TargetOf(id, BatchOperation.Linear), Settings with { LargestRows = 40 }, CancellationToken.None);

        Assert.Equal(isSet, finding.Notes.Count == 0);
        if (!isSet) Assert.Contains("no setting of threads", Assert.Single(finding.Notes), StringComparison.Ordinal);
    }

    private void CompareWithBruteForce(string id, BatchSettings settings)
    {
        var target = TargetOf(id, settings.Operation);
        var quantity = settings.Quantities[0];
        var finding = BatchStudy.Of(target, settings, CancellationToken.None).Quantities[0];
        Assert.True(finding.Calls < finding.BruteForce);
        Assert.False(finding.IsUncertain);

        // Each size has the line whose rows brute force finds. Results have the same letters, as both see them in the same order at first.
        var rows = new List<float[]>();
        var wrong = new List<string>();
        var texts = new Dictionary<string, string>();
        var (from, to) = settings.RangeOf(quantity);
        for (var size = from; size <= to; size++)
        {
            var pattern = RowPattern.Of([.. target.Compute(settings.ProblemOf(quantity, size)).Select(run => (ClassOf(run.Row), run.Rows))]);
            var line = finding.Lines.Single(line => Covers(line.Sizes, size)).Rows;
            if (line.StartsWith("other bits", StringComparison.Ordinal)) continue;

            // One rule's text stands for one pattern of brute force, and the other way round.
            var own = pattern.ToString();
            if (!texts.TryGetValue(line, out var known)) texts[line] = known = own;
            if (known != own) wrong.Add($"{size}: {own}, not {known}");
        }

        Assert.Empty(wrong);
        Assert.Equal(texts.Count, texts.Values.Distinct().Count());

        int ClassOf(float[] row)
        {
            var found = rows.FindIndex(known => RowRun.HaveSameBits(known, row));
            if (found >= 0) return found;
            rows.Add(row);
            return rows.Count - 1;
        }
    }

    private BatchTarget TargetOf(string id, BatchOperation operation) =>
        BatchLibraryTargets.Of(libraries.Targets, operation).Single(target => target.Id == id);

    /// <summary>Whether a size is one of a text such as <c>m = 2–18, m mod 4 = 1, 3</c>.</summary>
    private static bool Covers(string sizes, int size)
    {
        var parts = sizes.Split(" mod ");
        var interval = parts[0].Split(',')[0];
        var isIn = interval.Contains('≥') ? size >= NumberOf(interval.Split('≥')[1]) : IsOneOf(interval.Split('=')[1], size);
        if (parts.Length == 1 || !isIn) return isIn;
        var remainder = parts[1].Split(" = ");
        return IsOneOf(remainder[1], size % NumberOf(remainder[0]));
    }

    private static int NumberOf(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsOneOf(string list, int number) => list.Split(',').Any(item =>
    {
        var ends = item.Split('–');
        return number >= NumberOf(ends[0]) && number <= NumberOf(ends[^1]);
    });
}
