// The orders in which the elements of one linear layer are added up: there may be several in one product.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;

namespace QuizKit.Laboratory.Pair;

/// <summary>The order of some elements of a product.</summary>
/// <param name="Elements">How many elements have it.</param>
internal sealed record ElementOrder(int Elements)
{
    /// <summary>The order, whose last addend is the bias; null where none was found.</summary>
    public SummationTree? Tree { get; init; }

    /// <summary>Why none was found, or null.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The order as a program, or null where there is none or its operations are not known.</summary>
    public OrderProgram? Program { get; init; }

    /// <summary>How products and additions round, as random products show.</summary>
    public OrderArithmetic Arithmetic { get; init; } = OrderArithmetic.Unknown;

    /// <summary>How many elements of random products were replayed.</summary>
    public int Replayed { get; init; }

    /// <summary>How many of these had the library's bits.</summary>
    public int Equal { get; init; }

    /// <summary>The largest number of additions that an addend goes through; without a tree, that of the worst order.</summary>
    /// <param name="shape">The shape of the product.</param>
    public int HeightIn(LinearShape shape) => Tree?.Height ?? shape.Inputs;
}

/// <summary>
/// The orders of the elements of one product a·Wᵀ + b. Libraries cut a product into blocks and have another kernel for what is left over at the
/// edges, so elements of one product may be added up in different orders.
/// </summary>
/// <param name="Shape">The shape of the product.</param>
/// <param name="Orders">The orders, that of the most elements first.</param>
/// <param name="OrderOf">For each element, row by row, which of the orders it has.</param>
internal sealed record LinearOrder(LinearShape Shape, IReadOnlyList<ElementOrder> Orders, byte[] OrderOf)
{
    /// <summary>The most orders that are looked for in one product.</summary>
    private const int MostOrders = 8;

    /// <summary>How many pairs of addends every element is asked about, to find out which elements have the same order.</summary>
    private const int Signatures = 12;

    private const string TooLong = "Not found: it would take more products of this size than there is time for.";

    private const int Trials = 3;

    /// <summary>How many more random products tell elements of one order but another arithmetic apart: two arithmetics often agree on one.</summary>
    private const int MoreTrials = 16;

    private const int ReplaysOfTrial = 512;

    /// <summary>Whether every element has a program that gave the library's bits.</summary>
    public bool IsProven => Orders.All(order => order.Program is not null && order.Equal == order.Replayed);

    /// <summary>Whether every element has a program, proven or not.</summary>
    public bool HasPrograms => Orders.All(order => order.Program is not null);

    /// <summary>The largest number of additions that an addend goes through in any element.</summary>
    public int Height => Orders.Max(order => order.HeightIn(Shape));

    /// <summary>The program of an element.</summary>
    /// <param name="element">The element, row by row.</param>
    public OrderProgram ProgramOf(int element) => Orders[OrderOf[element]].Program!;

    /// <summary>Whether every element is computed by the same operations in both.</summary>
    /// <param name="other">The other one, of the same shape.</param>
    public bool IsSameAs(LinearOrder other)
    {
        if (Shape != other.Shape || !HasPrograms || !other.HasPrograms) return false;
        var same = Orders.Select(mine => other.Orders.Select(theirs => mine.Program!.IsSameAs(theirs.Program!)).ToArray()).ToArray();
        return OrderOf.Zip(other.OrderOf).All(pair => same[pair.First][pair.Second]);
    }

    /// <summary>One order for all elements.</summary>
    /// <param name="shape">The shape of the product.</param>
    /// <param name="tree">The order.</param>
    /// <param name="isFused">Whether its multiply-adds are fused.</param>
    public static LinearOrder Uniform(LinearShape shape, SummationTree tree, bool isFused) => new(
        shape,
        [new ElementOrder(shape.Elements)
        {
            Tree = tree,
            Program = OrderProgram.Of(tree, isFused),
            Arithmetic = isFused ? OrderArithmetic.Fused : OrderArithmetic.Binary32,
        }],
        new byte[shape.Elements]);

    /// <summary>Finds the orders of a library's product, and tries them on random numbers.</summary>
    /// <param name="library">The library.</param>
    /// <param name="shape">The shape of the product.</param>
    /// <param name="weights">Where random numbers come from.</param>
    /// <param name="mostMultiplyAdds">How many multiplications and additions the library may be asked for.</param>
    /// <param name="cancellation">Ends it sooner.</param>
    public static LinearOrder Reveal(
        ILinearLibrary library, LinearShape shape, PairWeights weights, long mostMultiplyAdds, CancellationToken cancellation)
    {
        var prober = new Prober(library, shape, mostMultiplyAdds, cancellation);
        if (Signatures * shape.MultiplyAdds > mostMultiplyAdds) return new LinearOrder(shape, [new ElementOrder(shape.Elements) { WhyNot = TooLong }], new byte[shape.Elements]);
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

    /// <summary>Tells elements apart by when the same few pairs of addends meet in each of them.</summary>
    private static byte[] Classes(Prober prober, LinearShape shape, out List<int> classes)
    {
        var signatures = new ulong[shape.Elements];
        foreach (var probe in SignatureProbes(shape.Addends))
        {
            var answers = prober.Everywhere(probe);
            for (var i = 0; i < answers.Length; i++) signatures[i] = ((signatures[i] ^ BitConverter.SingleToUInt32Bits(answers[i])) * 0x100000001B3) + 1;
        }

        // The rare ones beyond the most share the last class; a tree that is not theirs shows in the replays.
        var ranks = signatures.GroupBy(signature => signature).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select((group, i) => (group.Key, Rank: (byte)Math.Min(i, MostOrders - 1))).ToDictionary(pair => pair.Key, pair => pair.Rank);
        var orderOf = signatures.Select(signature => ranks[signature]).ToArray();
        classes = [.. orderOf.GroupBy(rank => rank).OrderBy(group => group.Key).Select(group => group.Count())];
        return orderOf;
    }

    /// <summary>Neighbours, both ends, strides of vector registers and the bias; then pairs at random, the same every time.</summary>
    private static List<SummationProbe> SignatureProbes(int addends)
    {
        var last = addends - 1;
        var pairs = new List<(int, int)> { (0, 1), (0, last), (last - 1, last), (0, 2), (0, 4), (0, 8), (0, last / 2) };
        var random = new Random(addends);
        for (var i = 0; i < 4 * Signatures; i++) pairs.Add((random.Next(addends), random.Next(addends)));
        return [.. pairs.Where(pair => pair.Item1 < pair.Item2 && pair.Item2 < addends).Distinct().Take(Signatures).Select(pair => new SummationProbe(pair.Item1, pair.Item2))];
    }

    private static ElementOrder Reveal(Prober prober, LinearShape shape, byte[] orderOf, byte rank, int elements)
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
    /// Replays random products, unfused and fused, and keeps what gave the library's bits. Where neither did everywhere, the elements are told apart: the
    /// rows left over by a fused kernel may go through a plain one that adds in the same order.
    /// </summary>
    private static List<(ElementOrder Order, int[] Elements)> Try(ElementOrder order, int[] elements, TrialProducts trials)
    {
        if (order.Tree is not { } tree) return [(order, elements)];
        if (tree.LargestFanIn > 2) return [(order with { WhyNot = $"A node adds {tree.LargestFanIn} numbers in one operation, and how that rounds is not known." }, elements)];
        OrderProgram[] programs = [OrderProgram.Of(tree, isFused: false), OrderProgram.Of(tree, isFused: true)];
        var sample = Spread(elements);
        var equal = trials.Replay(programs, sample, 0, Trials);
        var better = equal.Sum(counts => counts[1]) > equal.Sum(counts => counts[0]) ? 1 : 0;
        if (equal.TrueForAll(counts => counts[better] == Trials)) return [(Found(better, sample.Length * Trials, sample.Length * Trials), elements)];

        equal = trials.Replay(programs, elements, Trials, MoreTrials);
        var groups = new List<(ElementOrder Order, int[] Elements)>();
        foreach (var group in Enumerable.Range(0, elements.Length).GroupBy(i => equal[i][better] == MoreTrials ? better : equal[i][1 - better] == MoreTrials ? 1 - better : -1))
        {
            var program = group.Key < 0 ? better : group.Key;
            groups.Add((Found(program, MoreTrials * group.Count(), group.Sum(i => equal[i][program])) with { Elements = group.Count() }, [.. group.Select(i => elements[i])]));
        }

        return groups;

        ElementOrder Found(int program, int replayed, int equalOfThem) => order with
        {
            Program = programs[program],
            Replayed = replayed,
            Equal = equalOfThem,
            Arithmetic = equalOfThem < replayed ? OrderArithmetic.Unknown : program == 1 ? OrderArithmetic.Fused : OrderArithmetic.Binary32,
        };
    }

    /// <summary>Up to <see cref="ReplaysOfTrial"/> of some elements, spread over them.</summary>
    private static int[] Spread(int[] elements)
    {
        var count = Math.Min(elements.Length, ReplaysOfTrial);
        return [.. Enumerable.Range(0, count).Select(i => elements[(int)((long)i * elements.Length / count)])];
    }

    /// <summary>A library's products of random numbers, each asked for once.</summary>
    private sealed class TrialProducts(ILinearLibrary library, LinearShape shape, PairWeights weights, CancellationToken cancellation)
    {
        private readonly List<float[]> _results = [];

        /// <summary>Runs programs on some elements of some products, and counts for each element and each program how often it gave the library's bits.</summary>
        public List<int[]> Replay(OrderProgram[] programs, int[] elements, int first, int trials)
        {
            var equal = elements.Select(_ => new int[programs.Length]).ToList();
            for (var trial = first; trial < first + trials; trial++)
            {
                cancellation.ThrowIfCancellationRequested();
                PairTensor a = weights.Trial(3 * trial), w = weights.Trial((3 * trial) + 1), b = weights.Trial((3 * trial) + 2);
                while (_results.Count <= trial) _results.Add([]);
                if (_results[trial].Length == 0) _results[trial] = library.Product(shape, a, w, b);
                var results = _results[trial];
                Parallel.For(0, elements.Length, () => (Row: new float[shape.Inputs], Column: new float[shape.Inputs]), (i, _, room) =>
                {
                    var (example, output) = (elements[i] / shape.Outputs, elements[i] % shape.Outputs);
                    a.Fill(room.Row, example * shape.Inputs);
                    w.Fill(room.Column, output * shape.Inputs);
                    for (var k = 0; k < programs.Length; k++)
                    {
                        if (BitConverter.SingleToUInt32Bits(programs[k].Run(room.Row, room.Column, b[output])) == BitConverter.SingleToUInt32Bits(results[elements[i]])) equal[i][k]++;
                    }

                    return room;
                }, _ => { });
            }

            return equal;
        }
    }

    /// <summary>Where the probes of one order stand, and in which elements their answers are.</summary>
    private readonly record struct Places(int[] Place, int[] Element);

    /// <summary>Asks a library, many probes in a product.</summary>
    private sealed class Prober(ILinearLibrary library, LinearShape shape, long mostMultiplyAdds, CancellationToken cancellation)
    {
        private readonly ProbeAxis _axis = shape.Outputs > 1 ? ProbeAxis.Columns : ProbeAxis.Rows;
        private long _multiplyAdds;

        /// <summary>Asks the same of every element.</summary>
        public float[] Everywhere(SummationProbe probe) =>
            Ask([.. Enumerable.Repeat<SummationProbe?>(probe, _axis == ProbeAxis.Columns ? shape.Outputs : shape.Examples)]);

        /// <summary>The places whose elements have an order: those of the row that has the most of them, or all rows where there is one column.</summary>
        public Places PlacesOf(byte[] orderOf, byte rank)
        {
            if (_axis == ProbeAxis.Rows)
            {
                int[] rows = [.. Enumerable.Range(0, shape.Examples).Where(row => orderOf[row] == rank)];
                return new Places(rows, rows);
            }

            var best = Enumerable.Range(0, shape.Examples).MaxBy(row => orderOf.AsSpan(row * shape.Outputs, shape.Outputs).Count(rank));
            int[] columns = [.. Enumerable.Range(0, shape.Outputs).Where(column => orderOf[(best * shape.Outputs) + column] == rank)];
            return new Places(columns, [.. columns.Select(column => (best * shape.Outputs) + column)]);
        }

        public float[] Answer(IReadOnlyList<SummationProbe> probes, Places places)
        {
            var answers = new float[probes.Count];

            // In a row all probes agree on whether the bias is masked.
            foreach (var alike in Enumerable.Range(0, probes.Count).GroupBy(i => _axis == ProbeAxis.Rows && probes[i].Negative == shape.Inputs))
            {
                foreach (var portion in alike.Chunk(places.Place.Length))
                {
                    var sheet = new SummationProbe?[_axis == ProbeAxis.Columns ? shape.Outputs : shape.Examples];
                    for (var i = 0; i < portion.Length; i++) sheet[places.Place[i]] = probes[portion[i]];
                    var results = Ask(sheet);
                    for (var i = 0; i < portion.Length; i++) answers[portion[i]] = results[places.Element[i]];
                }
            }

            return answers;
        }

        private float[] Ask(IReadOnlyList<SummationProbe?> sheet)
        {
            cancellation.ThrowIfCancellationRequested();
            _multiplyAdds += shape.MultiplyAdds;
            if (_multiplyAdds > mostMultiplyAdds) throw new NoFixedOrderException(TooLong);
            return library.Probe(shape, _axis, sheet);
        }
    }
}
