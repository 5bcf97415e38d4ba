// Reveals the orders of all elements of a product together, and replays all of them on random matrices.

using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

internal static class ProductStudy
{
    /// <summary>The names of orders; elements whose order would need a further one are not studied.</summary>
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private const string TooMany = "Not studied: this product has more orders than there are letters.";

    /// <summary>Studies a product.</summary>
    /// <param name="target">The product.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="seed">The seed of the random matrices.</param>
    /// <param name="replays">The number of random products of which every element is replayed.</param>
    /// <exception cref="LibraryException">The target is in a process that does not answer.</exception>
    public static ProductFinding Of(ProductTarget target, ProductShape shape, ulong seed, int replays)
    {
        var answers = new ProductAnswers(target, shape);
        var groups = new List<Group>();
        List<int> left = [.. Enumerable.Range(0, shape.Elements)];
        while (left.Count > 0)
        {
            var group = groups.Count < Letters.Length ? Reveal(target, shape, answers, left) : new Group(left, null, null, TooMany);
            groups.Add(group);
            left = [.. left.Except(group.Elements)];
        }

        groups = [.. groups.OrderByDescending(group => group.Elements.Count)];
        var revealedBy = answers.Products;
        Replay(target, shape, groups, unchecked((uint)seed), replays);
        var map = new char[shape.Elements];
        for (var i = 0; i < groups.Count; i++) groups[i].Elements.ForEach(element => map[element] = LetterOf(i));
        return new ProductFinding(target.Id, target.Place, target.Format.Name, shape.Rows, shape.Length, shape.Columns)
        {
            Orders =
            [
                .. groups.Select((group, i) => new ProductOrder(LetterOf(i).ToString(), group.Elements.Count, group.ToFinding(target))),
            ],
            Map = [.. map.Chunk(shape.Columns).Select(row => new string(row))],
            RevealedBy = revealedBy,
            Replays = replays,
        };
    }

    /// <summary>Studies a product. Errors are returned as failures, not thrown.</summary>
    public static (ProductFinding? Finding, OrderFailure? Failure) Try(ProductTarget target, ProductShape shape, ulong seed, int replays) =>
        OrderFailure.Catch(target.Id, () => Of(target, shape, seed, replays));

    private static char LetterOf(int group) => group < Letters.Length ? Letters[group] : '?';

    /// <summary>
    /// Finds the order of the first element. The search is decided by its answers alone, so an element with the same answers to the same
    /// questions has the same order and arithmetic.
    /// </summary>
    private static Group Reveal(ProductTarget target, ProductShape shape, ProductAnswers answers, List<int> elements)
    {
        var questions = answers.BeginElement(elements[0]);
        var asked = new OrderTarget(target.Id, target.Place, OrderOperation.Dot, target.Format, questions.Answer);
        SummationTree? tree = null;
        OrderModel? model = null;
        string? whyNot = null;
        try
        {
            tree = OrderProbes.Reveal(asked, shape.Length);
            model = OrderModel.Of(asked, tree);
        }
        catch (NoFixedOrderException exception)
        {
            whyNot = exception.Message;
        }

        return new Group(questions.ElementsThatAnsweredAlike(elements), tree, model, whyNot);
    }

    private static void Replay(ProductTarget target, ProductShape shape, List<Group> groups, uint seed, int replays)
    {
        const int batch = 50;
        for (var first = 0; first < replays; first += batch)
        {
            List<ProductOperands> operands =
            [
                .. Enumerable.Range(first, Math.Min(batch, replays - first)).Select(i =>
                {
                    var (a, w) = OrderSamples.Of(seed, i, Math.Max(shape.Rows, shape.Columns) * shape.Length, target.Format);
                    return new ProductOperands(a[..(shape.Rows * shape.Length)], w[..(shape.Columns * shape.Length)]);
                }),
            ];
            var products = target.ComputeAll(shape, operands);
            Parallel.For(0, groups.Count, i => groups[i].Replay(shape, operands, products));
            if (groups.TrueForAll(group => group.Equal == group.Replayed)) continue;

            // An order that changes with the schedule is not a wrong one: the same products are asked for again.
            var again = target.ComputeAll(shape, operands);
            foreach (var group in groups) group.Compare(products, again);
        }
    }

    /// <summary>Elements of one order.</summary>
    private sealed class Group(List<int> elements, SummationTree? tree, OrderModel? model, string? whyNot)
    {
        private double _largestError;
        private bool _varies;

        public List<int> Elements { get; } = elements;

        public int Replayed { get; private set; }

        public int Equal { get; private set; }

        public void Replay(ProductShape shape, List<ProductOperands> operands, IReadOnlyList<double[]> products)
        {
            for (var i = 0; i < operands.Count; i++)
            {
                foreach (var element in Elements)
                {
                    var a = operands[i].A.AsSpan(element / shape.Columns * shape.Length, shape.Length);
                    var w = operands[i].W.AsSpan(element % shape.Columns * shape.Length, shape.Length);
                    var result = products[i][element];
                    if (element == Elements[0]) _largestError = Math.Max(_largestError, OrderStudy.ErrorOf(a, w, result));
                    if (model is null) continue;
                    Replayed++;
                    if (OrderStudy.HaveSameBits(model.Compute(a, w), result)) Equal++;
                }
            }
        }

        public void Compare(IReadOnlyList<double[]> products, IReadOnlyList<double[]> again) =>
            _varies |= products.Zip(again).Any(
                pair => Elements.Exists(element => !OrderStudy.HaveSameBits(pair.First[element], pair.Second[element])));

        public OrderFinding ToFinding(ProductTarget target)
        {
            var finding = new OrderFinding(target.Id, target.Place, OrderOperation.Dot)
            {
                Format = target.Format.Name,
                LargestError = _largestError,
                DistinctResults = 1,
            };
            if (_varies) return finding with { DistinctResults = 2, WhyNot = OrderStudy.NoFixedOrder };
            if (tree is null) return finding with { WhyNot = whyNot };
            finding = finding with { Tree = tree, Bound = OrderStudy.BoundOf(tree, OrderOperation.Dot, target.Format, model) };
            if (model is null) return finding;
            return finding with
            {
                Arithmetic = Equal == Replayed ? model.Arithmetic : OrderArithmetic.Unknown,
                FusedProducts = model.FusedProducts,
                WideSums = model.WideSums,
                Sums = model.Sums,
                Replayed = Replayed,
                Equal = Equal,
            };
        }
    }
}
