// Finds out why two functions differ, by inputs for which only some causes can make a difference.

using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using static System.FormattableString;

namespace QuizKit.Laboratory.Differences;

/// <summary>A study of two functions.</summary>
/// <remarks>
/// <para>One number, or two with an exact product and a single addition, leave no choice of order, so a difference there is one of the
/// function. Inexact products of two numbers show fusion, exact products of three or more show the order, and small integers, whose sums are
/// exact in any order, show a function where a permutation changes nothing.</para>
/// <para>Formats are looked for first: inputs of which bits are ignored, sums that keep a small number beside large ones, results of few
/// bits.</para>
/// </remarks>
internal static class DifferenceStudy
{
    /// <summary>The number of calls with the same inputs, of which all have to agree.</summary>
    public const int Repetitions = 64;

    private const int Steps = 5, LongestTree = 64, LargestPower = 20;

    /// <summary>Studies two functions.</summary>
    /// <param name="shapes">The shapes of their inputs.</param>
    /// <param name="longest">The largest size of a letter.</param>
    /// <param name="mostRows">The largest number of rows of a batch.</param>
    /// <exception cref="FunctionException">One of them gives no results, or is lost.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DifferenceReport Of(
        StudiedFunction first, StudiedFunction second, IReadOnlyList<InputShape> shapes, int longest, int mostRows, ulong seed,
        StepProgress progress, CancellationToken cancellation)
    {
        var notes = new List<string>();
        var pair = new FunctionPair(first, second);
        progress("sizes", 0, Steps);
        var sizes = SizesOf(pair, shapes, longest, seed, notes, cancellation);
        var search = new DifferenceSearch(pair, shapes, seed, sizes, cancellation);
        FindCauses(search, mostRows, (step, done) => progress(step, done, Steps));
        var orders = search.Causes.Any(cause => cause.Cause == DifferenceCause.Order) ? OrdersOf(search, longest, seed) : [];
        return new DifferenceReport(first.Name, second.Name, [.. shapes.Select(shape => shape.ToString())], seed)
        {
            Causes = search.Causes,
            Compared = search.Compared,
            Different = search.Different,
            Calls = pair.Calls,
            Notes = [.. notes, .. search.Notes],
            Orders = orders,
        };
    }

    private static void FindCauses(DifferenceSearch search, int mostRows, Action<string, int> begin)
    {
        begin("the same inputs again", 1);
        var hasBatch = search.Shapes[0].HasBatch;
        if (FindNondeterminism(search, hasBatch ? mostRows : 1)) return;
        begin("random inputs", 2);
        foreach (var size in search.Sizes)
        {
            for (var trial = 0; trial < 2 * DifferenceSearch.Trials; trial++)
                search.Count(search.Pair.Differ(search.Draw.Digits(trial % 2 == 0 ? 24 : 11, size)));
        }

        if (search.Different == 0)
        {
            FormatDifferences.FindRange(search);
            if (search.Causes.Count == 0 && hasBatch) RowDifferences.Find(search, mostRows);
            return;
        }

        begin("formats", 3);
        var isElementwise = search.Pair.Both.All(function => FunctionProperties.IsElementwise(search, function));
        var isSum = !isElementwise && search.Pair.Both.All(function => FunctionProperties.IsAdditive(search, function));
        var (inputBits, sumBits, canTellOrders) = FormatDifferences.Find(search, isSum);
        begin("functions, fusion and orders", 4);
        if (isElementwise) ArithmeticDifferences.FindElementwise(search, inputBits);
        else if (canTellOrders) ArithmeticDifferences.FindSums(search, inputBits, Math.Min(inputBits, sumBits / 2), isSum);
        else ArithmeticDifferences.FindFunction(search, sumBits / 2);
        if (hasBatch) RowDifferences.Note(search, mostRows);
    }

    /// <summary>Finds the sizes that both functions accept: small ones, powers of two and their neighbours, and the largest.</summary>
    private static List<int> SizesOf(
        FunctionPair pair, IReadOnlyList<InputShape> shapes, int longest, ulong seed, List<string> notes, CancellationToken cancellation)
    {
        var draw = new FunctionInputs(shapes, seed);
        var powers = Enumerable.Range(4, LargestPower - 3).Select(power => 1 << power);
        var wanted = Enumerable.Range(1, 9).Concat(powers.SelectMany(power => new[] { power - 1, power, power + 1 })).Append(longest);
        var sizes = new List<int>();
        var refused = new List<(int Size, string Message)>();
        if (!shapes.Any(shape => shape.Varies)) wanted = [longest];
        foreach (var size in wanted.Where(size => size <= longest).Distinct().Order())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                pair.Compare(draw.Digits(11, size));
                sizes.Add(size);
            }
            catch (FunctionException exception) when (!exception.IsLost)
            {
                refused.Add((size, exception.Message));
            }
        }

        if (sizes.Count == 0) throw new FunctionException(refused[0].Message);
        if (refused.Count > 0)
            notes.Add($"Left out: size {string.Join(", ", refused.Select(size => NumberText.Of(size.Size)))}. {refused[0].Message}");
        return sizes;
    }

    private static bool FindNondeterminism(DifferenceSearch search, int rows)
    {
        foreach (var function in search.Pair.Both)
        {
            if (Varying(function, search.LargestSize) is not { } found) continue;
            var smallest = search.Sizes.Select(size => Varying(function, size)).FirstOrDefault(witness => witness is not null) ?? found;
            search.Add(
                DifferenceCause.Nondeterminism,
                Invariant($"`{function.Name}` gave {smallest.Results} results in {Repetitions} calls with the same inputs."),
                smallest.Witness);
        }

        return search.Causes.Count > 0;

        (DifferenceWitness Witness, int Results)? Varying(StudiedFunction function, int size)
        {
            var inputs = search.Draw.Digits(24, size, rows);
            var results = Enumerable.Range(0, Repetitions).Select(_ => search.Pair.Call(function, inputs)).ToList();
            if (results.Find(other => search.Pair.Compare(results[0], other) >= 0) is not { } other) return null;
            var index = search.Pair.Compare(results[0], other);
            var patterns = results.Select(numbers => string.Join(' ', numbers.Select(BitConverter.DoubleToInt64Bits)));
            return (FunctionPair.WitnessOf(inputs, index, results[0][index], other[index]), patterns.Distinct().Count());
        }
    }

    /// <summary>Reveals both orders, where both are sums or dot products of numbers in one row.</summary>
    private static IReadOnlyList<OrderFinding> OrdersOf(DifferenceSearch search, int longest, ulong seed)
    {
        var length = Math.Min(longest, LongestTree);
        var areSums = search.Shapes.All(shape => shape.Sizes.Count == 1 && shape.Varies) && search.Sizes.Contains(length)
            && search.Pair.Both.All(function => FunctionProperties.IsAdditive(search, function))
            && search.Pair.Call(search.Pair.First, search.Draw.Integers(length)).Length == 1;
        if (!areSums) return [];
        var found = new List<OrderFinding>();
        foreach (var function in search.Pair.Both)
        {
            var (finding, failure) = OrderStudy.Try(TargetOf(function), length, seed, OrderStudy.ReplaysOf(Scale.Quick));
            if (finding is not null) found.Add(finding);
            if (failure is not null) search.Notes.Add($"The order of `{function.Name}` was not found: {failure.Message}");
        }

        return OrderStudy.WithFamilies(found);

        OrderTarget TargetOf(StudiedFunction function) => new(
            function.Name, function.Place, function.Inputs == 1 ? OrderOperation.Sum : OrderOperation.Dot,
            (a, b) => (float)search.Pair.Call(
                function, [.. new[] { a, b }.Take(function.Inputs).Select(values => new Tensor([values.Length], values))])[0]);
    }
}
