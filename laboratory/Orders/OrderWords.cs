// Describes an accumulation order in words.

using static System.FormattableString;

namespace QuizKit.Laboratory.Orders;

internal static class OrderWords
{
    private const int MostStrides = 3;

    /// <summary>Returns the smallest partial sum of an order that another order does not have, or null if it has all of them.</summary>
    public static SummationTree? PartialSumOnlyIn(SummationTree tree, SummationTree other)
    {
        var known = other.InPostorder().Select(node => node.ToString()).ToHashSet(StringComparer.Ordinal);
        return tree.InPostorder().Where(node => !known.Contains(node.ToString())).MinBy(node => node.LeafCount);
    }

    /// <summary>Describes a tree by its runs: addends at a constant stride that are added from left to right.</summary>
    /// <param name="hasBias">Whether the last addend is a bias, whose place is described apart.</param>
    public static string Of(SummationTree tree, bool hasBias = false)
    {
        if (tree.LargestFanIn > 2) return Invariant($"operations of up to {tree.LargestFanIn} addends");
        var program = OrderProgram.Of(tree, isFused: false).Instructions;
        List<OrderInstruction> runs =
            [.. program.Where(instruction => instruction.Step is OrderStep.Push or OrderStep.Extend)];

        // A program has the last addend as its bias, which is in no run.
        var beginsWithLast = program[0].Step == OrderStep.PushBias;
        if (runs is [{ First: 0, Stride: 0 or 1 }] && (hasBias || !beginsWithLast || tree.LeafCount == 2)) return "from left to right";
        if (runs is [{ Stride: -1 }] && (hasBias || beginsWithLast)) return "from right to left";
        var longest = runs.Max(run => run.Count);
        int[] strides = [.. runs.Where(run => run.Count > 1).Select(run => run.Stride).Distinct().Order()];
        var apart = strides is [1] or [] ? ""
            : strides.Length > MostStrides ? ", at several strides"
            : Invariant($", at a stride of {string.Join(" or ", strides)}");
        return Invariant($"in {NumberText.Of(runs.Count, "run")} of up to {longest:N0} from left to right{apart}");
    }
}
