// The report section on all elements of products: the orders, and where each holds.

using System.Globalization;
using QuizKit.Laboratory.Settings;
using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class ProductSection
{
    /// <summary>Returns the section of a report that has products.</summary>
    public static DocumentSection Of(OrderReport report, IReadOnlyList<ProductFinding> products)
    {
        var shapes = products.Select(ShapeOf).Distinct().ToList();
        var several = products.Count(product => product.Orders.Count > 1);
        var pieces = new List<DocumentBlock>
        {
            new DocumentText(
                Invariant($"{several} of {NumberText.Of(products.Count, "product")} ({string.Join(" and ", shapes)}) ")
                + "add their elements in more than one order.",
                Tone.Strong),
            new DocumentText(
                "A library divides a product into blocks and may run another kernel at their edges. Below each product is a map of its "
                + "elements: those with one letter have one order and one arithmetic, and every one of them was replayed."),
        };
        foreach (var note in report.Notes) pieces.Add(new DocumentText($"Note: {note}"));
        foreach (var failure in report.Failures) pieces.Add(new DocumentText($"`{failure.Target}` failed: {failure.Message}"));
        foreach (var product in products)
        {
            pieces.Add(new DocumentTable(
                Invariant($"{product.Target}, {product.Place}: {ShapeOf(product)}; {product.RevealedBy:N0} products revealed the orders"),
                [
                    new DocumentColumn("name"), new DocumentColumn("elements", IsNumber: true), new DocumentColumn("where"),
                    new DocumentColumn("height", IsNumber: true), new DocumentColumn("order"), new DocumentColumn("replays"),
                ],
                [
                    .. product.Orders.Select(order => (IReadOnlyList<string>)
                    [
                        order.Name,
                        NumberText.Of(order.Elements),
                        PlacesOf(product, order.Name[0]),
                        order.Order.Height is { } height ? NumberText.Of(height) : "",
                        OrderSection.Describe(order.Order),
                        Invariant($"{order.Order.Equal:N0} of {order.Order.Replayed:N0}"),
                    ]),
                ]));
        }

        pieces.Add(new DocumentDetails("How the orders of all elements are found and proven",
        [
            new DocumentText(
                "All rows of the left matrix are ones, and all columns of the right one hold the same probe, so that one product answers it "
                + "for every element. Elements that give the same answers have the same order and arithmetic. Then all elements of "
                + Invariant($"{report.Replays:N0} products of random matrices, whose rows and columns differ, were replayed. A model with ")
                + Invariant($"other bits for 1 of {OrderStudy.SeenDifference(report.Replays):N0} such products would pass with a chance ")
                + "of at most 10⁻⁴, even for an order of one element."),
        ]));
        return new DocumentSection(LabParts.IdOf(LabPart.Order), "The orders of all elements of a product", pieces);
    }

    /// <summary>
    /// Returns where an order holds: ranges of rows, counted from 1, whose elements of this order stand in the same columns.
    /// </summary>
    public static string PlacesOf(ProductFinding product, char name)
    {
        var rows = product.Map.Select(row => RangesOf("column", [.. row.Select(letter => letter == name)])).ToList();
        var everywhere = RangesOf("column", [.. Enumerable.Repeat(true, product.Columns)]);
        var allRows = RangesOf("row", [.. Enumerable.Repeat(true, product.Rows)]);
        return string.Join("; ", from columns in rows.Distinct()
                                 where columns.Length > 0
                                 let those = RangesOf("row", [.. rows.Select(other => other == columns)])
                                 select (those == allRows, columns == everywhere) switch
                                 {
                                     (true, true) => "everywhere",
                                     (true, false) => columns,
                                     (false, true) => those,
                                     _ => $"{those}, {columns}",
                                 });
    }

    private static string ShapeOf(ProductFinding product) => new ProductShape(product.Rows, product.Length, product.Columns).ToString();

    private static string RangesOf(string noun, bool[] isThere)
    {
        var ranges = new List<string>();
        for (var i = 0; i < isThere.Length; i++)
        {
            if (!isThere[i]) continue;
            var first = i;
            while (i + 1 < isThere.Length && isThere[i + 1]) i++;
            ranges.Add(
                first == i ? (first + 1).ToString(CultureInfo.InvariantCulture) : Invariant($"{first + 1}–{i + 1}"));
        }

        var count = isThere.Count(there => there);
        return count == 0 ? "" : $"{noun}{(count == 1 ? "" : "s")} {string.Join(", ", ranges)}";
    }
}
