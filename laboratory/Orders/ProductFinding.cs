// The accumulation orders of all elements of a product.

namespace QuizKit.Laboratory.Orders;

/// <summary>The order that some elements of a product share.</summary>
/// <param name="Name">The letter of these elements on the map.</param>
/// <param name="Elements">The number of these elements.</param>
/// <param name="Order">The order, its arithmetic and its proof; the replays are those of all these elements.</param>
internal sealed record ProductOrder(string Name, int Elements, OrderFinding Order);

/// <summary>The orders of all elements of a product.</summary>
/// <param name="Target">The product's name.</param>
/// <param name="Place">The library with its version.</param>
/// <param name="Format">The format of the numbers.</param>
/// <param name="Rows">The rows of the product.</param>
/// <param name="Length">The number of addends of an element.</param>
/// <param name="Columns">The columns of the product; 1 for a product with a vector.</param>
internal sealed record ProductFinding(string Target, string Place, string Format, int Rows, int Length, int Columns)
{
    /// <summary>The orders, the most frequent first.</summary>
    public required IReadOnlyList<ProductOrder> Orders { get; init; }

    /// <summary>The letter of the order of each element: a string for each row of the product.</summary>
    public required IReadOnlyList<string> Map { get; init; }

    /// <summary>The number of products that revealed the orders; each gave the answers of all elements.</summary>
    public int RevealedBy { get; init; }

    /// <summary>The number of products of random matrices, of which every element was replayed.</summary>
    public int Replays { get; init; }
}
