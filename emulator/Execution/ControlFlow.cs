// The control flow of a kernel: its basic blocks, and where the lanes that a branch separates meet again.

namespace QuizKit.Cuda.Emulator.Execution;

internal static class ControlFlow
{
    /// <summary>Places an instruction at the begin of each block where lanes meet, and gives each branch its target and its place to meet.</summary>
    public static Op[] Link(List<Op> ops, HashSet<int> leaders, List<int[]> tables)
    {
        for (var i = 0; i < ops.Count; i++)
        {
            if (ops[i].Kind is OpKind.Branch or OpKind.IndexedBranch or OpKind.Exit or OpKind.Trap) leaders.Add(i + 1);
            if (ops[i].Kind == OpKind.Branch) leaders.Add(ops[i].Target);
        }

        foreach (var table in tables)
        {
            foreach (var target in table) leaders.Add(target);
        }

        leaders.Add(0);
        leaders.RemoveWhere(leader => leader >= ops.Count);
        var starts = leaders.Order().ToArray();
        var blockOf = new int[ops.Count];
        for (var block = 0; block < starts.Length; block++)
        {
            var end = block + 1 < starts.Length ? starts[block + 1] : ops.Count;
            blockOf.AsSpan(starts[block], end - starts[block]).Fill(block);
        }

        var successors = new List<int>[starts.Length];
        for (var block = 0; block < starts.Length; block++)
        {
            var last = block + 1 < starts.Length ? starts[block + 1] - 1 : ops.Count - 1;
            successors[block] = Successors(ops[last], last, blockOf, tables);
        }

        var meeting = PostDominators(successors);

        // Each block where lanes meet gets one instruction more.
        var joins = new bool[starts.Length];
        for (var block = 0; block < starts.Length; block++)
        {
            if (successors[block].Count > 1 && meeting[block] >= 0) joins[meeting[block]] = true;
        }

        var added = new int[starts.Length];
        for (int block = 0, count = 0; block < starts.Length; block++)
        {
            added[block] = count;
            if (joins[block]) count++;
        }

        int Moved(int op) => op + added[blockOf[op]];
        var result = new List<Op>(ops.Count + starts.Length);
        for (var i = 0; i < ops.Count; i++)
        {
            var block = blockOf[i];
            if (i == starts[block] && joins[block]) result.Add(new Op { Kind = OpKind.Join, Guard = -1, Source = ops[i].Source });
            var op = ops[i];
            if (op.Kind is OpKind.Branch or OpKind.IndexedBranch)
            {
                if (op.Kind == OpKind.Branch) op.Target = Moved(op.Target);
                op.Join = meeting[block] < 0 ? -1 : Moved(starts[meeting[block]]);
            }

            result.Add(op);
        }

        foreach (var table in tables)
        {
            for (var i = 0; i < table.Length; i++) table[i] = Moved(table[i]);
        }

        var array = GC.AllocateArray<Op>(result.Count, pinned: true);
        result.CopyTo(array);
        return array;
    }

    private static List<int> Successors(Op op, int index, int[] blockOf, List<int[]> tables)
    {
        var isGuarded = op.Guard >= 0;
        var result = new List<int>();
        if (op.Kind == OpKind.Branch) result.Add(blockOf[op.Target]);
        if (op.Kind == OpKind.IndexedBranch) result.AddRange(tables[op.Mode].Select(target => blockOf[target]));
        var isEnd = op.Kind is OpKind.Branch or OpKind.IndexedBranch or OpKind.Exit or OpKind.Trap && !isGuarded;
        if (!isEnd && index + 1 < blockOf.Length) result.Add(blockOf[index + 1]);
        return [.. result.Distinct()];
    }

    /// <summary>The immediate post-dominator of each block; -1 where there is none before the end.</summary>
    private static int[] PostDominators(List<int>[] successors)
    {
        var count = successors.Length;
        var end = count;
        var predecessors = new List<int>[count + 1];
        for (var i = 0; i <= count; i++) predecessors[i] = [];
        for (var i = 0; i < count; i++)
        {
            if (successors[i].Count == 0) predecessors[end].Add(i);
            foreach (var successor in successors[i]) predecessors[successor].Add(i);
        }

        // Post-order of the reversed graph from its end, without recursion.
        var order = new int[count + 1];
        Array.Fill(order, -1);
        var sequence = new List<int>();
        var visited = new bool[count + 1];
        var stack = new Stack<(int Node, int Next)>();
        stack.Push((end, 0));
        visited[end] = true;
        while (stack.TryPop(out var top))
        {
            if (top.Next < predecessors[top.Node].Count)
            {
                stack.Push((top.Node, top.Next + 1));
                var next = predecessors[top.Node][top.Next];
                if (visited[next]) continue;
                visited[next] = true;
                stack.Push((next, 0));
            }
            else
            {
                order[top.Node] = sequence.Count;
                sequence.Add(top.Node);
            }
        }

        var immediate = new int[count + 1];
        Array.Fill(immediate, -1);
        immediate[end] = end;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = sequence.Count - 2; i >= 0; i--)
            {
                var node = sequence[i];
                var best = -1;
                IEnumerable<int> nexts = successors[node].Count == 0 ? [end] : successors[node];
                foreach (var next in nexts)
                {
                    if (order[next] < 0 || immediate[next] < 0) continue;
                    best = best < 0 ? next : Intersect(immediate, order, best, next);
                }

                if (best == immediate[node]) continue;
                immediate[node] = best;
                changed = true;
            }
        }

        var result = immediate[..count];
        for (var i = 0; i < count; i++)
        {
            if (result[i] == end) result[i] = -1;
        }

        return result;
    }

    private static int Intersect(int[] immediate, int[] order, int a, int b)
    {
        while (a != b)
        {
            while (order[a] < order[b]) a = immediate[a];
            while (order[b] < order[a]) b = immediate[b];
        }

        return a;
    }
}
