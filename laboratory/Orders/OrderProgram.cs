// A revealed order, compiled to a short program for a stack machine that the host and the devices interpret.

namespace QuizKit.Laboratory.Orders;

/// <summary>What an instruction of an <see cref="OrderProgram"/> does.</summary>
internal enum OrderStep
{
    /// <summary>Pushes the sum of a run of products, from left to right.</summary>
    Push,

    /// <summary>Adds a run of products to the sum on top, from left to right.</summary>
    Extend,

    /// <summary>Pushes the bias.</summary>
    PushBias,

    /// <summary>Adds the bias to the sum on top.</summary>
    ExtendBias,

    /// <summary>Adds the two sums on top.</summary>
    Add,
}

/// <summary>An instruction.</summary>
/// <param name="Step">What it does.</param>
/// <param name="First">The index of the first product of a run.</param>
/// <param name="Stride">The distance from a product of a run to the next.</param>
/// <param name="Count">The number of products of a run.</param>
internal readonly record struct OrderInstruction(OrderStep Step, int First = 0, int Stride = 0, int Count = 0);

/// <summary>
/// The accumulation order of Σ a[i]·w[i] + b as instructions. A chain of addends with a constant stride is one instruction, so a sum from
/// left to right takes two and eight accumulators take sixteen, whatever the length.
/// </summary>
internal sealed class OrderProgram
{
    /// <summary>
    /// The stack size. Each sum on the stack has at least as many addends as all above it, so 24 entries suffice for 2²⁴ addends.
    /// </summary>
    public const int MostDepth = 24;

    private OrderProgram(IReadOnlyList<OrderInstruction> instructions, int depth, bool isFused)
    {
        Instructions = instructions;
        Depth = depth;
        IsFused = isFused;
    }

    /// <summary>The instructions in execution order.</summary>
    public IReadOnlyList<OrderInstruction> Instructions { get; }

    /// <summary>The number of stack entries that the program needs.</summary>
    public int Depth { get; }

    /// <summary>Whether adding a product to a sum is a fused multiply-add.</summary>
    public bool IsFused { get; }

    /// <summary>
    /// Compiles an order. Of two products that are added, the one with the larger index may be fused; of a product and the bias, the
    /// product.
    /// </summary>
    /// <param name="tree">The order. The addend with the largest index is the bias.</param>
    /// <param name="isFused">Whether adding a product to a sum is a fused multiply-add.</param>
    /// <exception cref="ArgumentException">A node adds more than two numbers in one operation, whose rounding is unknown.</exception>
    public static OrderProgram Of(SummationTree tree, bool isFused)
    {
        if (tree.LargestFanIn > 2)
            throw new ArgumentException($"A node of this tree adds {tree.LargestFanIn} numbers in one operation.", nameof(tree));
        var bias = tree.LeafCount - 1;
        var needs = StackNeeds(tree);
        var program = new List<OrderInstruction>();

        // Nodes to visit, or instructions to append after everything above them on the stack.
        var waiting = new Stack<(SummationTree Node, OrderInstruction? Write)>();
        waiting.Push((tree, null));
        while (waiting.Count > 0)
        {
            var (node, write) = waiting.Pop();
            if (write is { } instruction)
            {
                Append(program, instruction);
            }
            else if (node.Leaf >= 0)
            {
                Append(program, LeafOf(node, OrderStep.Push));
            }
            else
            {
                var (inner, outer) = (node.Children[0], node.Children[1]);
                if (IsBetterFirst(outer, inner)) (inner, outer) = (outer, inner);
                if (outer.Leaf >= 0)
                {
                    waiting.Push((outer, LeafOf(outer, OrderStep.Extend)));
                }
                else
                {
                    waiting.Push((outer, new OrderInstruction(OrderStep.Add)));
                    waiting.Push((outer, null));
                }

                waiting.Push((inner, null));
            }
        }

        return new OrderProgram(program, needs[tree], isFused);

        OrderInstruction LeafOf(SummationTree leaf, OrderStep step) => leaf.Leaf == bias
            ? new OrderInstruction(step == OrderStep.Push ? OrderStep.PushBias : OrderStep.ExtendBias)
            : new OrderInstruction(step, leaf.Leaf, 0, 1);

        // A sum before an addend; of two sums, the one that needs more stack; of two addends, the bias, otherwise the smaller index.
        bool IsBetterFirst(SummationTree a, SummationTree b) =>
            a.Leaf >= 0 && b.Leaf >= 0 ? a.Leaf == bias
            : a.Leaf < 0 && b.Leaf < 0 ? needs[a] > needs[b]
            : a.Leaf < 0;
    }

    /// <summary>Runs the program in binary32.</summary>
    public float Run(ReadOnlySpan<float> inputs, ReadOnlySpan<float> weights, float bias)
    {
        Span<float> stack = stackalloc float[MostDepth];
        var top = -1;
        foreach (var (step, first, stride, count) in Instructions)
        {
            switch (step)
            {
                case OrderStep.Push:
                    stack[++top] = inputs[first] * weights[first];
                    stack[top] = Extended(stack[top], inputs, weights, first + stride, stride, count - 1);
                    break;
                case OrderStep.Extend:
                    stack[top] = Extended(stack[top], inputs, weights, first, stride, count);
                    break;
                case OrderStep.PushBias:
                    stack[++top] = bias;
                    break;
                case OrderStep.ExtendBias:
                    stack[top] += bias;
                    break;
                default:
                    top--;
                    stack[top] += stack[top + 1];
                    break;
            }
        }

        return stack[0];
    }

    /// <summary>Whether both programs perform the same additions in the same order, fused in the same places.</summary>
    public bool IsSameAs(OrderProgram other) => IsFused == other.IsFused && Instructions.SequenceEqual(other.Instructions);

    private float Extended(float sum, ReadOnlySpan<float> inputs, ReadOnlySpan<float> weights, int first, int stride, int count)
    {
        if (IsFused)
        {
            for (int i = first, left = count; left > 0; i += stride, left--) sum = MathF.FusedMultiplyAdd(inputs[i], weights[i], sum);
        }
        else
        {
            for (int i = first, left = count; left > 0; i += stride, left--) sum += inputs[i] * weights[i];
        }

        return sum;
    }

    /// <summary>Appends an instruction, or extends the preceding run.</summary>
    private static void Append(List<OrderInstruction> program, OrderInstruction next)
    {
        if (next.Step == OrderStep.Extend && program.Count > 0 && program[^1] is { Step: OrderStep.Push or OrderStep.Extend } run)
        {
            var stride = next.First - (run.First + ((run.Count - 1) * run.Stride));
            if (run.Count == 1 || stride == run.Stride)
            {
                program[^1] = run with { Stride = stride, Count = run.Count + 1 };
                return;
            }
        }

        program.Add(next);
    }

    /// <summary>The stack size that each node needs, evaluating the more demanding operand first (Sethi and Ullman 1970).</summary>
    private static Dictionary<SummationTree, int> StackNeeds(SummationTree tree)
    {
        var needs = new Dictionary<SummationTree, int>(ReferenceEqualityComparer.Instance);
        foreach (var node in tree.InPostorder())
        {
            if (node.Leaf >= 0)
            {
                needs[node] = 1;
                continue;
            }

            var (a, b) = (node.Children[0], node.Children[1]);
            needs[node] = a.Leaf >= 0 || b.Leaf >= 0 ? Math.Max(needs[a], needs[b])
                : needs[a] == needs[b] ? needs[a] + 1
                : Math.Max(needs[a], needs[b]);
        }

        return needs;
    }
}
