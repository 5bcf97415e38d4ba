// The accumulation orders of the elements of a linear layer. One product may use several.

using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Pair;

/// <summary>The order that some elements of a product share.</summary>
/// <param name="Elements">The number of these elements.</param>
internal sealed record ElementOrder(int Elements)
{
    /// <summary>The order, whose last addend is the bias; null if none was found.</summary>
    public SummationTree? Tree { get; init; }

    /// <summary>Why no order was found, or why its operations are unknown; otherwise null.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The order as a program; null if there is none or its operations are unknown.</summary>
    public OrderProgram? Program { get; init; }

    /// <summary>How products and additions round, determined from random products.</summary>
    public OrderArithmetic Arithmetic { get; init; } = OrderArithmetic.Unknown;

    /// <summary>The number of replayed elements of random products.</summary>
    public int Replayed { get; init; }

    /// <summary>The number of these replays that gave the library's bits.</summary>
    public int Equal { get; init; }

    /// <summary>The height of the tree; without a tree, the height of the worst order.</summary>
    public int HeightIn(LinearShape shape) => Tree?.Height ?? shape.Inputs;
}

/// <summary>
/// The orders of the elements of one product a·Wᵀ + b. Libraries divide a product into blocks and run a different kernel at the edges, so
/// elements of one product may have different orders.
/// </summary>
/// <param name="Shape">The shape of the product.</param>
/// <param name="Orders">The orders, the most frequent first.</param>
/// <param name="OrderOf">The index of the order of each element, row by row.</param>
internal sealed record LinearOrder(LinearShape Shape, IReadOnlyList<ElementOrder> Orders, byte[] OrderOf)
{
    /// <summary>Whether every element has a program that gave the library's bits.</summary>
    public bool IsProven => Orders.All(order => order.Program is not null && order.Equal == order.Replayed);

    /// <summary>Whether every element has a program, proven or not.</summary>
    public bool HasPrograms => Orders.All(order => order.Program is not null);

    /// <summary>The largest height of any element's tree.</summary>
    public int Height => Orders.Max(order => order.HeightIn(Shape));

    /// <summary>The program of an element, by its index row by row.</summary>
    public OrderProgram ProgramOf(int element) => Orders[OrderOf[element]].Program!;

    /// <summary>Whether both compute every element by the same operations.</summary>
    public bool IsSameAs(LinearOrder other)
    {
        if (Shape != other.Shape || !HasPrograms || !other.HasPrograms) return false;
        var same = Orders.Select(mine => other.Orders.Select(theirs => mine.Program!.IsSameAs(theirs.Program!)).ToArray()).ToArray();
        return OrderOf.Zip(other.OrderOf).All(pair => same[pair.First][pair.Second]);
    }

    /// <summary>Returns a product all of whose elements have one order.</summary>
    public static LinearOrder Uniform(LinearShape shape, SummationTree tree, bool isFused) => new(
        shape,
        [new ElementOrder(shape.Elements)
        {
            Tree = tree,
            Program = OrderProgram.Of(tree, isFused),
            Arithmetic = isFused ? OrderArithmetic.Fused : OrderArithmetic.Binary32,
        }],
        new byte[shape.Elements]);
}
