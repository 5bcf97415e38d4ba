// The order of each operation of each library, proven by replays.

using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Libraries.Tests;

[Collection(WithLibraries.Name)]
public sealed class OrderTests(LibraryFixture libraries)
{
    private const int Seeds = 10;

    private const int Replays = 100;

    private static readonly string[] Products = ["sum", "dot", "matvec", "matmul"];

    private static readonly string[] Proven =
    [
        .. Of("libtorch", ["", ".binary64", ".binary16", ".bfloat16"], [.. Products, "cumsum"]),
        .. Of("onnxruntime", ["", ".binary64", ".binary16"], [.. Products, "sum-rows", "sum-columns", "cumsum"]),
        .. Of("mathnet", ["", ".binary64"], [.. Products, "sum-rows", "sum-columns"]),
        .. Of("numsharp", ["", ".binary64", ".binary16"], [.. Products, "sum-rows", "sum-columns", "cumsum"]),
        "duckdb.sum", "duckdb.sum.binary64",
    ];

    public static TheoryData<string> Operations() => [.. Proven];

    [Fact]
    public void Each_operation_has_a_test_here() =>
        Assert.Equal([.. Proven, "sqlite.sum", "sqlite.sum.binary64"], libraries.Targets.All.Select(target => target.Id));

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

            // 255 roundings to bfloat16 have no bound.
            if (finding.Format != "bfloat16") Assert.NotNull(finding.Bound);
            Assert.InRange(finding.LargestError, 0, finding.Bound ?? double.MaxValue);
        }
    }

    [Theory]
    [InlineData("sqlite.sum", -24)]
    [InlineData("sqlite.sum.binary64", -53)]
    public void SQLite_compensates_as_Neumaier_does(string id, int roundoff)
    {
        var target = libraries.Targets.All.Single(target => target.Id == id);

        var finding = OrderStudy.Of(target, 40, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Equal("compensated (Neumaier), from left to right, in binary64", finding.Algorithm);
        Assert.Equal((2 * Replays, 2 * Replays), (finding.Replayed, finding.Equal));

        // Its sum is rounded once.
        Assert.InRange(finding.LargestError, 0, Math.ScaleB(1, roundoff));
    }

    [Theory]
    [InlineData("libtorch.softmax")]
    [InlineData("libtorch.softmax.binary64")]
    [InlineData("libtorch.softmax.binary16")]
    [InlineData("libtorch.softmax.bfloat16")]
    [InlineData("onnxruntime.softmax")]
    [InlineData("onnxruntime.softmax.binary64")]
    [InlineData("onnxruntime.softmax.binary16")]
    public void The_sum_inside_softmax_is_revealed_and_whole_rows_replay_bit_for_bit(string id)
    {
        var target = libraries.Targets.Rows.Single(target => target.Id == id);

        var finding = SoftmaxStudy.Of(target, 130, seed: 1, Replays);

        Assert.NotNull(finding.Tree);
        Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
    }

    [Theory]
    [InlineData("libtorch.layer-norm", "running mean and variance (Welford) in 8 lanes")]
    [InlineData("onnxruntime.layer-norm", "mean in binary64; squares of differences from the mean, in 8 lanes")]
    [InlineData("onnxruntime.layer-norm.binary64", "running mean and variance (Welford), one after another")]
    public void The_mean_and_the_variance_of_a_layer_normalization_replay_bit_for_bit(string id, string words)
    {
        var target = libraries.Targets.Rows.Single(target => target.Id == id);

        var finding = LayerNormStudy.Of(target, 130, seed: 1, Replays);

        Assert.StartsWith(words, finding.Algorithm ?? finding.Details, StringComparison.Ordinal);
        Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
    }

    [Fact]
    public void Each_element_of_a_product_replays_bit_for_bit()
    {
        foreach (var target in libraries.Targets.Products)
        {
            var finding = ProductStudy.Of(target, new ProductShape(7, 37, target.IsVector ? 1 : 19), seed: 1, replays: 20);

            Assert.Equal(7 * (target.IsVector ? 1 : 19), finding.Orders.Sum(order => order.Elements));
            Assert.All(finding.Orders, order => Assert.Equal(20 * order.Elements, order.Order.Equal));
        }

        Assert.Equal(24, libraries.Targets.Products.Count);
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

    private static IEnumerable<string> Of(string library, string[] formats, string[] operations) =>
        formats.SelectMany(format => operations.Select(operation => $"{library}.{operation}{format}"));
}
