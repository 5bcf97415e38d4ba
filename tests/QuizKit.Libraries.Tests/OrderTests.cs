// The order of each operation of each library, proven by replays.

using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Libraries.Tests;

[Collection(WithLibraries.Name)]
public sealed class OrderTests(LibraryFixture libraries)
{
    private const int Seeds = 10;

    private const int Replays = 100;

    private static readonly string[] Proven =
    [
        "libtorch.sum", "libtorch.dot", "libtorch.matvec", "libtorch.matmul",
        "onnxruntime.sum", "onnxruntime.dot", "onnxruntime.matvec", "onnxruntime.matmul",
        "mathnet.sum", "mathnet.dot", "mathnet.matvec", "mathnet.matmul",
        "numsharp.sum", "numsharp.dot", "numsharp.matvec", "numsharp.matmul",
        "duckdb.sum",
    ];

    public static TheoryData<string> Operations() => [.. Proven];

    [Fact]
    public void Each_operation_has_a_test_here() =>
        Assert.Equal([.. Proven, "sqlite.sum"], libraries.Targets.All.Select(target => target.Id));

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_order_of_an_operation_replays_bit_for_bit_for_ten_seeds_and_lengths(string id)
    {
        var target = libraries.Targets.All.Single(target => target.Id == id);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var finding = OrderStudy.Of(target, (37 * seed) - 1, (ulong)seed, Replays);

            Assert.Null(finding.WhyNot);
            Assert.NotEqual(OrderArithmetic.Unknown, finding.Arithmetic);
            Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
            Assert.InRange(finding.LargestError, 0, finding.Bound!.Value);
        }
    }

    [Fact]
    public void SQLite_compensates_so_that_its_sum_is_no_tree_of_additions()
    {
        var target = libraries.Targets.All.Single(target => target.Id == "sqlite.sum");

        var finding = OrderStudy.Of(target, 40, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Contains("compensated", finding.WhyNot, StringComparison.Ordinal);

        // Its sum is rounded to binary32 once.
        Assert.InRange(finding.LargestError, 0, MathF.ScaleB(1, -24));
    }

    [Fact]
    public void The_imitation_of_the_sum_of_libtorch_gives_its_bits()
    {
        var imitation = OrderImitation.Of(libraries.Targets).Single();

        var finding = imitation.Try(arrays: 500, seed: 3, CancellationToken.None)!;

        Assert.Equal(("libtorch.sum", 500), (finding.Target, finding.Equal));
    }

    [Fact]
    public void Without_a_Python_and_with_every_library_the_only_note_is_on_Python() =>
        Assert.StartsWith("without NumPy and PyTorch: no Python is installed", Assert.Single(libraries.Targets.Notes), StringComparison.Ordinal);
}
