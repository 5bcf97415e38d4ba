// Finds the parameters of a multiply-accumulate unit by calling it.

using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>A unit does not compute as the model does, whatever its parameters: why, in one line.</summary>
internal sealed class UnknownUnitException(string message) : Exception(message);

/// <summary>The parameters of a unit, as it showed them.</summary>
/// <param name="Unit">The model with these parameters.</param>
/// <param name="Candidates">All models that gave every result: where they differ, the unit did not show a parameter.</param>
/// <param name="OverflowIsKnown">Whether a sum of the operands' format can overflow.</param>
/// <param name="Probes">The number of dot products that the unit was asked for.</param>
internal sealed record ProbedUnit(
    OrderedUnit Unit, IReadOnlyList<MultiplyAccumulateUnit> Candidates, bool OverflowIsKnown, int Probes);

/// <remarks>
/// The order of the steps is found as FPRev finds that of a sum (Xie et al. 2025, "FPRev", arXiv:2411.00442): two large products that cancel hide
/// every product that is added before the two have met. The other parameters are found by elimination: chosen dot products, in the manner of
/// Fasi, Higham, Mikaitis and Pranesh (2021, "Numerical behavior of NVIDIA tensor cores", PeerJ CS 7:e330), are computed by the unit and by every
/// model, and a model with another result is not that of the unit.
/// </remarks>
internal sealed class UnitProber
{
    /// <summary>The most bits below the largest exponent that a model keeps, if it does not keep all.</summary>
    private const int MostFractionBits = 64;

    /// <summary>How many random dot products are tried to tell models apart.</summary>
    private const int MostTries = 2000;

    /// <summary>The kinds of random dot products without infinities and NaN.</summary>
    private static readonly int[] FiniteKinds = [0, 1, 2, 4];

    private readonly DotUnit _unit;
    private readonly DotProblems _problems;
    private int _asked;

    private UnitProber(DotUnit unit, ulong seed)
    {
        _unit = unit;
        _problems = new DotProblems(unit.Operand, unit.Accumulator, unit.Length, seed, stream: 40);
    }

    /// <exception cref="UnknownUnitException">No parameters give its results.</exception>
    public static ProbedUnit Probe(DotUnit unit, ulong seed) => new UnitProber(unit, seed).Probe();

    private ProbedUnit Probe()
    {
        var model = Specials(out var overflowIsKnown);
        var order = Order(out var fanIn);
        model = model with { FanIn = fanIn };
        var survivors = Distinguish(Places(Sums(model, order), order), order);
        return new ProbedUnit(new OrderedUnit(_unit.Operand, survivors[0], order), survivors, overflowIsKnown, _asked);
    }

    private ulong[] Ask(List<DotProblem> problems)
    {
        _asked += problems.Count;
        return _unit.Compute(problems);
    }

    /// <summary>In a random order, models that differ are soon told apart.</summary>
    private void Shuffle(List<DotProblem> problems)
    {
        for (var i = problems.Count - 1; i > 0; i--)
        {
            var j = _problems.Next(i + 1);
            (problems[i], problems[j]) = (problems[j], problems[i]);
        }
    }

    /// <summary>Subnormal numbers, overflow and NaN, each by one dot product.</summary>
    private MultiplyAccumulateUnit Specials(out bool overflowIsKnown)
    {
        var (operand, accumulator) = (_unit.Operand, _unit.Accumulator);
        var large = operand.Encode(isNegative: false, 3, operand.HighestExponent - 1);
        var invalid = operand.Infinity is { } infinity
            ? Product(infinity | operand.SignBit, large) with { C = accumulator.Infinity }
            : Product(0, 0) with { C = accumulator.Infinity + 1 + (1UL << (accumulator.FractionBits - 1)) };

        // A subnormal accumulator of which no unit cuts the only bit.
        var small = Product(0, 0) with { C = 1UL << (accumulator.FractionBits - 1) };
        var results = Ask([Product(operand.Smallest, large), small, Product(large, large), invalid]);
        if (!accumulator.IsNaN(results[3])) throw new UnknownUnitException("An invalid sum, such as ∞ − ∞, does not give NaN.");
        overflowIsKnown = 2 * operand.HighestExponent >= 1 << (accumulator.ExponentBits - 1);
        return new MultiplyAccumulateUnit(operand.Taken, accumulator with { NaN = results[3] }, 1, null, Rounding.Zero)
        {
            FlushesOperands = results[0] == 0,
            FlushesAccumulator = results[1] == 0,
            Saturates = overflowIsKnown && results[2] == accumulator.LargestFinite,
        };

        DotProblem Product(ulong a, ulong b)
        {
            var rest = new ulong[_unit.Length - 1];
            return new DotProblem([a, .. rest], [b, .. rest], 0);
        }
    }

    /// <summary>The elements in the order of the steps.</summary>
    private int[] Order(out int fanIn)
    {
        var survives = Survivors();
        var indices = Enumerable.Range(0, _unit.Length).ToList();
        int Left(int i, int j) => indices.Count(k => survives[i, j, k]);

        // Products of one step leave as many as can be left, or each leaves what is added after it.
        var most = indices.Max(i => indices.Where(j => j != i).Select(j => Left(i, j)).DefaultIfEmpty().Max());
        var related = Steps(
            indices.GroupBy(i => indices.First(j => j == i || Left(i, j) == most)),
            step => indices.Except(step).Select(j => Left(step.Key, j)).DefaultIfEmpty().Max());
        var ranked = Steps(
            indices.GroupBy(i => indices.Where(j => j != i).Select(j => Left(i, j)).DefaultIfEmpty().Max()), step => step.Key);

        // A chain of single products: nothing tells the first two apart.
        if (ranked.Count > 1 && ranked[0].Count == 2 && ranked.Skip(1).All(step => step.Count == 1))
            ranked = [.. ranked.SelectMany(step => step).Select(i => new List<int> { i })];
        // Related products do not tell the first two steps apart by how many they leave.
        var swapped = related.Count < 2 ? related : [related[1], related[0], .. related.Skip(2)];
        List<List<int>>? steps;
        if (Explains(ranked, survives, (_, third, last) => third > last))
        {
            steps = ranked;
        }
        else if (Explains(related, survives, (same, third, last) => same ? third != last : third > last))
        {
            steps = related.Count > 1 && IsSwapped(related[0], related[1]) ? swapped : related;
        }
        else
        {
            steps = new[] { related, swapped }.FirstOrDefault(
                candidate => Explains(candidate, survives, (same, third, last) => same || third >= last));
        }

        if (steps is null) throw new UnknownUnitException("The products are not added in steps that each align their products.");
        var size = fanIn = steps[0].Count;
        if (steps.SkipLast(1).Any(step => step.Count != size) || steps[^1].Count > size)
        {
            throw new UnknownUnitException(
                $"The products are not added in steps of equal size, but of {string.Join(", ", steps.Select(step => step.Count))}.");
        }

        return [.. steps.SelectMany(step => step)];
    }

    private static List<List<int>> Steps(IEnumerable<IGrouping<int, int>> steps, Func<IGrouping<int, int>, int> left) =>
        [.. steps.OrderByDescending(left).ThenBy(step => step.First()).Select(step => step.ToList())];

    /// <summary>Whether a large product and its negative, in two places, leave the smallest product in a third one.</summary>
    private bool[,,] Survivors()
    {
        var length = _unit.Length;
        List<(int First, int Second, int Third)> triples =
        [
            .. from first in Enumerable.Range(0, length)
               from second in Enumerable.Range(first + 1, length - first - 1)
               from third in Enumerable.Range(0, length)
               where third != first && third != second
               select (first, second, third),
        ];
        var results = Ask([.. triples.Select(triple => Masked(triple.First, triple.Second, triple.Third))]);
        var survives = new bool[length, length, length];
        for (var i = 0; i < triples.Count; i++)
        {
            var (first, second, third) = triples[i];
            survives[first, second, third] = survives[second, first, third] = results[i] == One;
        }

        return survives;
    }

    /// <summary>The smallest product as a result.</summary>
    private ulong One => _unit.Accumulator.Round(new Exact(false, 1, _problems.Lowest), Rounding.Nearest);

    /// <summary>Whether the second of two steps comes first: an accumulator that cancels with its product then hides one of the first.</summary>
    private bool IsSwapped(List<int> first, List<int> second)
    {
        var problem = _problems.Zero() with { C = _unit.Accumulator.Round(new Exact(true, 1, _problems.Highest), Rounding.Nearest) };
        _problems.SetPower(problem, first[0], _problems.Highest);
        _problems.SetPower(problem, second[0], _problems.Lowest);
        return Ask([problem])[0] != One;
    }

    /// <summary>Whether steps explain which products are left.</summary>
    /// <param name="isLeft">By whether the pair is in one step, the step of the third product, and the later step of the pair.</param>
    private static bool Explains(List<List<int>> steps, bool[,,] survives, Func<bool, int, int, bool> isLeft)
    {
        var length = survives.GetLength(0);
        var stepOf = new int[length];
        for (var step = 0; step < steps.Count; step++)
        {
            foreach (var place in steps[step]) stepOf[place] = step;
        }

        for (var i = 0; i < length; i++)
        {
            for (var j = i + 1; j < length; j++)
            {
                for (var k = 0; k < length; k++)
                {
                    if (k == i || k == j) continue;
                    if (survives[i, j, k] != isLeft(stepOf[i] == stepOf[j], stepOf[k], Math.Max(stepOf[i], stepOf[j]))) return false;
                }
            }
        }

        return true;
    }

    private DotProblem Masked(int first, int second, int third)
    {
        var problem = _problems.Zero();
        _problems.SetPower(problem, first, _problems.Highest);
        _problems.SetPower(problem, second, _problems.Highest, isNegative: true);
        _problems.SetPower(problem, third, _problems.Lowest);
        return problem;
    }

    /// <summary>The models that give the sums of products of the last step, with +0 as the accumulator.</summary>
    private List<MultiplyAccumulateUnit> Sums(MultiplyAccumulateUnit model, int[] order)
    {
        var step = order[^(((order.Length - 1) % model.FanIn) + 1)..];
        var problems = new List<DotProblem>();
        for (var distance = 0; distance <= _problems.Highest - _problems.Lowest; distance++)
        {
            for (var i = 0; i < 4; i++) problems.Add(_problems.Cancelling(step, distance, withAccumulator: false));
            for (var i = 0; i < 2; i++) problems.Add(_problems.Window(step, distance));
        }

        Shuffle(problems);
        var candidates =
            from bits in Enumerable.Range(0, MostFractionBits + 2).Select(i => i == 0 ? default(int?) : MostFractionBits + 1 - i)
            from cut in bits is null ? [Rounding.Zero] : new[] { Rounding.Zero, Rounding.Nearest, Rounding.Down }
            from result in Enumerable.Range(0, _unit.Accumulator.FractionBits - 3)
            from rounding in new[] { Rounding.Zero, Rounding.Nearest }
            select model with
            {
                FractionBits = bits,
                Cut = cut,
                ResultFractionBits = result == 0 ? null : _unit.Accumulator.FractionBits - result,
                Rounding = rounding,
            };
        var found = Filter(candidates, problems, Ask(problems), order);
        return found.Count > 0 ? found : throw new UnknownUnitException("No number of bits and no rounding gives its sums of products.");
    }

    /// <summary>The models that also give sums of several steps with an accumulator.</summary>
    private List<MultiplyAccumulateUnit> Places(List<MultiplyAccumulateUnit> models, int[] order)
    {
        var problems = new List<DotProblem>();
        var step = order[..models[0].FanIn];
        for (var distance = 0; distance <= MostFractionBits; distance++)
        {
            foreach (var places in new[] { step, order })
            {
                var near = Math.Min(distance, _problems.Highest - _problems.Lowest);
                problems.Add(_problems.Cancelling(places, near, withAccumulator: true));
                problems.Add(_problems.Cancelling(places, near, withAccumulator: true));
                problems.Add(_problems.Cancelling(places, near, withAccumulator: false));
                problems.Add(_problems.SmallAccumulator(places, distance));
                problems.Add(_problems.SmallAccumulator(places, distance));
                problems.Add(_problems.LargeAccumulator(places, near));
                problems.Add(_problems.LargeAccumulator(places, near));
                problems.Add(_problems.Window(places, near));
            }
        }

        for (var distance = 1; distance <= 20; distance++)
        {
            for (var i = 0; i < 8; i++) problems.Add(_problems.NearTie(step, distance));
        }

        Shuffle(problems);
        var results = Ask(problems);
        var found = Filter(
            from model in models from place in Enum.GetValues<AccumulatorPlace>() select model with { Place = place },
            problems,
            results,
            order);
        if (found.Count > 0) return found;

        // An accumulator that is added after the products, and cut when it is.
        found = Filter(
            from model in models
            from products in Enumerable.Range(20, 21)
            from accumulator in Enumerable.Range(20, 21)
            from cut in new[] { Rounding.Zero, Rounding.Nearest, Rounding.Down }
            select model with { Place = AccumulatorPlace.AfterProducts, Join = new AccumulatorJoin(products, accumulator, cut) },
            problems,
            results,
            order);
        return found.Count > 0 ? found : throw new UnknownUnitException("No place of the accumulator gives its sums.");
    }

    /// <summary>Looks for dot products of which the remaining models give different results, and asks the unit for these.</summary>
    private List<MultiplyAccumulateUnit> Distinguish(List<MultiplyAccumulateUnit> models, int[] order)
    {
        for (var i = 0; i < MostTries && models.Count > 1; i++)
        {
            var problem = _problems.Random(FiniteKinds[i % FiniteKinds.Length]);
            var results = models.Select(model => new OrderedUnit(_unit.Operand, model, order).Sum(problem)).ToList();
            if (results.All(result => result == results[0])) continue;
            var found = Ask([problem])[0];
            models = [.. models.Where((_, j) => IsSame(results[j], found))];
        }

        return models.Count > 0 ? models : throw new UnknownUnitException("No model gives its sums of random numbers.");
    }

    /// <summary>Whether two results are the same but for the sign of a zero, which is left to the replay.</summary>
    private bool IsSame(ulong x, ulong y) => x == y || ((x | y) & ~_unit.Accumulator.SignBit) == 0;

    private List<MultiplyAccumulateUnit> Filter(
        IEnumerable<MultiplyAccumulateUnit> candidates, List<DotProblem> problems, ulong[] results, int[] order) =>
        [.. candidates.Where(candidate =>
        {
            var unit = new OrderedUnit(_unit.Operand, candidate, order);
            return problems.Select(unit.Sum).Zip(results).All(pair => IsSame(pair.First, pair.Second));
        })];
}
