// Finds the accumulation orders of a library's linear layer by probes (FPRev), and checks them on random products.

using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Pair;

internal static class LinearOrderSearch
{
    /// <summary>The largest number of orders distinguished in one product.</summary>
    private const int MostOrders = 8;

    /// <summary>The number of probes by which elements are classified.</summary>
    private const int Signatures = 12;

    public const string TooLong = "Not found: it would take more products of this size than there is time for.";

    private const int Trials = 3;

    /// <summary>
    /// The number of further products that separate fused from unfused elements: on a single product both often give the same bits.
    /// </summary>
    private const int MoreTrials = 16;

    private const int ReplaysOfTrial = 512;

    /// <summary>
    /// Finds the orders of a library's product, and checks them on random products. The search gives up after its budget of multiply-adds.
    /// </summary>
    public static LinearOrder Reveal(
        ILinearLibrary library, LinearShape shape, PairWeights weights, long mostMultiplyAdds, CancellationToken cancellation)
    {
        var prober = new LinearProber(library, shape, mostMultiplyAdds, cancellation);
        if (Signatures * shape.MultiplyAdds > mostMultiplyAdds)
            return new LinearOrder(shape, [new ElementOrder(shape.Elements) { WhyNot = TooLong }], new byte[shape.Elements]);
        var orderOf = Classes(prober, shape, out var classes);
        var orders = classes.Select((elements, k) => Reveal(prober, shape, orderOf, (byte)k, elements)).ToList();
        var trials = new TrialProducts(library, shape, weights, cancellation);
        var tried = new List<(ElementOrder Order, int[] Elements)>();
        for (var k = 0; k < orders.Count; k++)
        {
            int[] elements = [.. Enumerable.Range(0, orderOf.Length).Where(element => orderOf[element] == k)];
            tried.AddRange(Try(orders[k], elements, trials));
        }

        tried = [.. tried.OrderByDescending(order => order.Elements.Length)];
        for (var k = 0; k < tried.Count; k++)
        {
            foreach (var element in tried[k].Elements) orderOf[element] = (byte)k;
        }

        return new LinearOrder(shape, [.. tried.Select(order => order.Order)], orderOf);
    }

    /// <summary>Classifies elements by where a few pairs of addends meet in their trees.</summary>
    private static byte[] Classes(LinearProber prober, LinearShape shape, out List<int> classes)
    {
        var signatures = new ulong[shape.Elements];
        foreach (var probe in SignatureProbes(shape.Addends))
        {
            var answers = prober.Everywhere(probe);
            for (var i = 0; i < answers.Length; i++)
                signatures[i] = ((signatures[i] ^ BitConverter.SingleToUInt32Bits(answers[i])) * 0x100000001B3) + 1;
        }

        // The rarest signatures share the last class; the replays detect elements whose tree differs from that of their class.
        var ranks = signatures.GroupBy(signature => signature).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select((group, i) => (group.Key, Rank: (byte)Math.Min(i, MostOrders - 1))).ToDictionary(pair => pair.Key, pair => pair.Rank);
        var orderOf = signatures.Select(signature => ranks[signature]).ToArray();
        classes = [.. orderOf.GroupBy(rank => rank).OrderBy(group => group.Key).Select(group => group.Count())];
        return orderOf;
    }

    /// <summary>Neighbours, both ends, strides of vector registers and the bias; then random pairs from a fixed seed.</summary>
    private static List<SummationProbe> SignatureProbes(int addends)
    {
        var last = addends - 1;
        var pairs = new List<(int, int)> { (0, 1), (0, last), (last - 1, last), (0, 2), (0, 4), (0, 8), (0, last / 2) };
        var random = new Random(addends);
        for (var i = 0; i < 4 * Signatures; i++) pairs.Add((random.Next(addends), random.Next(addends)));
        return
        [
            .. pairs.Where(pair => pair.Item1 < pair.Item2 && pair.Item2 < addends).Distinct().Take(Signatures)
                .Select(pair => new SummationProbe(pair.Item1, pair.Item2)),
        ];
    }

    private static ElementOrder Reveal(LinearProber prober, LinearShape shape, byte[] orderOf, byte rank, int elements)
    {
        var order = new ElementOrder(elements);
        try
        {
            var places = prober.PlacesOf(orderOf, rank);
            return order with { Tree = SummationOrder.RevealInBatches(probes => prober.Answer(probes, places), shape.Addends) };
        }
        catch (NoFixedOrderException exception)
        {
            return order with { WhyNot = exception.Message };
        }
    }

    /// <summary>
    /// Replays random products, unfused and fused, and keeps the variant that gives the library's bits. If neither does for all elements,
    /// they are split into groups: a library may run its fused kernel on most rows and an unfused one with the same order on the remaining
    /// rows.
    /// </summary>
    private static List<(ElementOrder Order, int[] Elements)> Try(ElementOrder order, int[] elements, TrialProducts trials)
    {
        if (order.Tree is not { } tree) return [(order, elements)];
        if (tree.LargestFanIn > 2)
        {
            var whyNot = $"A node adds {tree.LargestFanIn} numbers in one operation, and how that rounds is not known.";
            return [(order with { WhyNot = whyNot }, elements)];
        }

        OrderProgram[] programs = [OrderProgram.Of(tree, isFused: false), OrderProgram.Of(tree, isFused: true)];
        var sample = Spread(elements);
        var equal = trials.Replay(programs, sample, 0, Trials);
        var better = equal.Sum(counts => counts[1]) > equal.Sum(counts => counts[0]) ? 1 : 0;
        if (equal.TrueForAll(counts => counts[better] == Trials))
            return [(Found(better, sample.Length * Trials, sample.Length * Trials), elements)];

        equal = trials.Replay(programs, elements, Trials, MoreTrials);
        var groups = new List<(ElementOrder Order, int[] Elements)>();
        foreach (var group in Enumerable.Range(0, elements.Length).GroupBy(ProgramOf))
        {
            var program = group.Key < 0 ? better : group.Key;
            var found = Found(program, MoreTrials * group.Count(), group.Sum(i => equal[i][program]));
            groups.Add((found with { Elements = group.Count() }, [.. group.Select(i => elements[i])]));
        }

        return groups;

        int ProgramOf(int i) => equal[i][better] == MoreTrials ? better : equal[i][1 - better] == MoreTrials ? 1 - better : -1;

        ElementOrder Found(int program, int replayed, int equalOfThem) => order with
        {
            Program = programs[program],
            Replayed = replayed,
            Equal = equalOfThem,
            Arithmetic = equalOfThem < replayed ? OrderArithmetic.Unknown : program == 1 ? OrderArithmetic.Fused : OrderArithmetic.Binary32,
        };
    }

    /// <summary>Up to <see cref="ReplaysOfTrial"/> of the elements, evenly spaced.</summary>
    private static int[] Spread(int[] elements)
    {
        var count = Math.Min(elements.Length, ReplaysOfTrial);
        return [.. Enumerable.Range(0, count).Select(i => elements[(int)((long)i * elements.Length / count)])];
    }
}
