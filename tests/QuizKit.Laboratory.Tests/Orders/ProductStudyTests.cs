// All elements of products whose orders are known.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class ProductStudyTests
{
    private const int Replays = 60;

    private static readonly ProductShape Shape = new(5, 20, 7);

    /// <summary>An element: its row and column, the operands, and the operands of all elements.</summary>
    private delegate double Element(int row, int column, double[] a, double[] w);

    [Fact]
    public void Edges_with_another_order_and_another_arithmetic_are_mapped_and_proven()
    {
        // given: fused chains in blocks of 4 × 4, and at the edges pairs (rows), or the products rounded (columns)
        var finding = Find((row, column, a, w) => row == 4 ? Pairs(a, w) : column >= 4 ? Chain(a, w, isFused: false) : Chain(a, w, isFused: true));

        Assert.Equal(["AAAABBB", "AAAABBB", "AAAABBB", "AAAABBB", "CCCCCCC"], finding.Map);
        Assert.Equal([16, 12, 7], finding.Orders.Select(order => order.Elements));
        Assert.Equal(
            [OrderArithmetic.Fused, OrderArithmetic.Binary32, OrderArithmetic.Binary32], finding.Orders.Select(order => order.Order.Arithmetic));
        Assert.Equal([19, 19, 10], finding.Orders.Select(order => order.Order.Height!.Value));
        Assert.All(finding.Orders, order => Assert.Equal((order.Elements * Replays, order.Elements * Replays), (order.Order.Replayed, order.Order.Equal)));
        Assert.All(finding.Orders, order => Assert.InRange(order.Order.LargestError, 0, order.Order.Bound!.Value));

        // No element costs products of its own: those of three orders are fewer than three times those of one.
        var one = Find((_, _, a, w) => Chain(a, w, isFused: true));
        Assert.InRange(finding.RevealedBy, one.RevealedBy, 3 * one.RevealedBy);
        Assert.Equal("AAAAAAA", one.Map.Distinct().Single());
    }

    [Fact]
    public void The_report_names_the_rows_and_columns_of_each_order()
    {
        var finding = Find((row, column, a, w) => row == 4 || column == 2 ? Pairs(a, w) : Chain(a, w, isFused: true));

        Assert.Equal("rows 1–4, columns 1–2, 4–7", ProductSection.PlacesOf(finding, 'A'));
        Assert.Equal("rows 1–4, column 3; row 5", ProductSection.PlacesOf(finding, 'B'));
        Assert.Equal("columns 6–7", ProductSection.PlacesOf(finding with { Map = [.. finding.Map.Select(_ => "AAAAABB")] }, 'B'));
        Assert.Equal("everywhere", ProductSection.PlacesOf(finding with { Map = [.. finding.Map.Select(_ => "AAAAAAA")] }, 'A'));
    }

    [Fact]
    public void An_element_that_computes_random_numbers_in_another_order_is_not_proven()
    {
        // given: one element that looks like the others to probes, all rows of which are the same
        var finding = Find(
            (row, column, a, w) => row == 2 && column == 3 && w.Any(value => value is not (0 or 1)) && a.Any(value => value != 1)
                ? Pairs(a, w)
                : Chain(a, w, isFused: false));

        var order = Assert.Single(finding.Orders).Order;
        Assert.InRange(order.Equal, order.Replayed - Replays, order.Replayed - (Replays / 2));
        Assert.Equal(OrderArithmetic.Unknown, order.Arithmetic);
        Assert.True(order.IsBroken);
    }

    [Fact]
    public void A_product_whose_order_changes_has_none()
    {
        var asked = 0;
        var finding = Find((row, _, a, w) => row == 1 && ++asked % 2 == 0 ? Pairs(a, w) : Chain(a, w, isFused: false));

        Assert.Contains(finding.Orders, order => order.Order is { Tree: null, WhyNot: not null });
        Assert.DoesNotContain(finding.Orders, order => order.Order.IsBroken);
        Assert.Equal(28, finding.Orders[0].Elements);
        Assert.Equal(Replays * 28, finding.Orders[0].Order.Equal);
    }

    [Fact]
    public void More_orders_than_letters_are_said_and_not_lost()
    {
        // given: an order for each element, which differ in where a chain begins
        var finding = Find((row, column, a, w) => Chain(Rotated(a, (row * 7) + column), Rotated(w, (row * 7) + column), isFused: false), new ProductShape(5, 50, 7));

        Assert.Equal(27, finding.Orders.Count);
        Assert.Contains(finding.Orders, order => order.Order.WhyNot?.Contains("more orders than", StringComparison.Ordinal) == true);
        Assert.Equal(35, finding.Orders.Sum(order => order.Elements));

        static double[] Rotated(double[] values, int by) => [.. values[by..], .. values[..by]];
    }

    private static ProductFinding Find(Element element, ProductShape? shape = null)
    {
        var target = new ProductTarget("x.matmul", "here", BinaryRounding.Binary32, IsVector: false, (shape, calls) =>
            [.. calls.Select(call => Multiply(shape, call, element))]);
        return ProductStudy.Of(target, shape ?? Shape, seed: 1, Replays);
    }

    private static double[] Multiply(ProductShape shape, ProductOperands operands, Element element) =>
    [
        .. from row in Enumerable.Range(0, shape.Rows)
           from column in Enumerable.Range(0, shape.Columns)
           select element(row, column, RowOf(operands.A, row, shape.Length), RowOf(operands.W, column, shape.Length)),
    ];

    /// <summary>A row of a matrix, or the one row that stands for all.</summary>
    private static double[] RowOf(double[] matrix, int row, int length) =>
        matrix.Length == length ? matrix : matrix[(row * length)..((row + 1) * length)];

    private static double Chain(double[] a, double[] w, bool isFused)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
            sum = isFused ? MathF.FusedMultiplyAdd((float)a[i], (float)w[i], sum) : sum + ((float)a[i] * (float)w[i]);
        return sum;
    }

    private static double Pairs(double[] a, double[] w)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i += 2) sum += ((float)a[i] * (float)w[i]) + ((float)a[i + 1] * (float)w[i + 1]);
        return sum;
    }
}
