// A search for differences of two functions: what is drawn, compared and found.

namespace QuizKit.Laboratory.Differences;

/// <summary>The state of a study.</summary>
internal sealed class DifferenceSearch(
    FunctionPair pair, IReadOnlyList<InputShape> shapes, ulong seed, IReadOnlyList<int> sizes, CancellationToken cancellation)
{
    /// <summary>How many random inputs are tried of each size, and where only few numbers matter.</summary>
    public const int Trials = 20, TrialsOfFew = 200;

    private readonly List<CauseFinding> _causes = [];

    public FunctionPair Pair => pair;

    public IReadOnlyList<InputShape> Shapes => shapes;

    public FunctionInputs Draw { get; } = new(shapes, seed);

    /// <summary>The sizes that both functions accept, ascending.</summary>
    public IReadOnlyList<int> Sizes => sizes;

    public int LargestSize => sizes[^1];

    /// <summary>The smallest size at which additions have an order.</summary>
    public int SmallestWithOrder => sizes.FirstOrDefault(size => size >= 3, sizes[^1]);

    public IReadOnlyList<CauseFinding> Causes => _causes;

    public List<string> Notes { get; } = [];

    /// <summary>The number of random inputs on which both were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>The number of those for which they differ.</summary>
    public int Different { get; private set; }

    /// <summary>Counts a comparison.</summary>
    /// <returns>Whether the functions differ.</returns>
    public bool Count(bool differ)
    {
        cancellation.ThrowIfCancellationRequested();
        Compared++;
        if (differ) Different++;
        return differ;
    }

    /// <summary>Returns random inputs for which both differ, or null.</summary>
    public IReadOnlyList<Tensor>? Search(Func<IReadOnlyList<Tensor>> draw, int trials)
    {
        for (var trial = 0; trial < trials; trial++)
        {
            var inputs = draw();
            if (Count(pair.Differ(inputs))) return inputs;
        }

        return null;
    }

    /// <summary>Returns random inputs of the first size for which both differ, or null.</summary>
    public IReadOnlyList<Tensor>? SearchSizes(IEnumerable<int> sizes, Func<int, IReadOnlyList<Tensor>> draw, int trials) =>
        sizes.Select(size => Search(() => draw(size), trials)).FirstOrDefault(found => found is not null);

    /// <summary>Adds a cause, with the simplest numbers for which both differ still.</summary>
    public void Found(DifferenceCause cause, string evidence, IReadOnlyList<Tensor> inputs) =>
        Add(cause, evidence, pair.WitnessOf(FunctionPair.Simplify(inputs, pair.Differ)));

    /// <summary>Adds a cause.</summary>
    public void Add(DifferenceCause cause, string evidence, DifferenceWitness witness) =>
        _causes.Add(new CauseFinding(cause, evidence, witness));
}
