// The compared algorithms, and the reproducibility that each guarantees.

namespace QuizKit.Laboratory.Variation;

/// <summary>The scope within which the bits of a sum are the same. Each level includes the preceding ones.</summary>
internal enum Sameness
{
    /// <summary>No guarantee.</summary>
    None,

    /// <summary>Every run and every device, for one launch shape.</summary>
    EveryRun,

    /// <summary>Also every launch shape.</summary>
    EveryShape,

    /// <summary>Also every order of the input.</summary>
    EveryOrder,
}

/// <summary>An algorithm: its id in reports, and what its bits depend on by construction.</summary>
internal sealed record SumAlgorithm(string Id, string Name, Sameness Promise, string Description);

/// <summary>The algorithms: those of Shanmugavelu et al. 2024 under their names, ILGPU's own, and the levels of QuizKit.Numerics.</summary>
internal static class SumAlgorithms
{
    public static SumAlgorithm AtomicOnly { get; } =
        new("ao", "AO", Sameness.None, "an atomic addition for each number");

    public static SumAlgorithm GroupAtomic { get; } =
        new("spa", "SPA", Sameness.None, "a tree in each group, then an atomic addition for each group");

    public static SumAlgorithm LastGroup { get; } =
        new("sptr", "SPTR", Sameness.EveryRun, "a tree in each group; the last group to finish adds up the groups' sums by a tree");

    public static SumAlgorithm TwoPasses { get; } =
        new("tprc", "TPRC", Sameness.EveryRun, "a tree in each group; then the host adds up the groups' sums from left to right");

    public static SumAlgorithm Ilgpu { get; } =
        new("ilgpu", "ILGPU Reduce", Sameness.None, "the library's reduction, which ends in an atomic addition for each group");

    public static SumAlgorithm NotGuaranteed { get; } =
        new("quizkit-atomic", "NotGuaranteed", Sameness.None, "QuizKit.Numerics: an atomic addition for each work item");

    public static SumAlgorithm FixedTree { get; } =
        new("quizkit-tree", "FixedTree", Sameness.EveryShape, "QuizKit.Numerics: one tree for each length");

    public static SumAlgorithm CorrectlyRounded { get; } =
        new("quizkit-exact", "CorrectlyRounded", Sameness.EveryOrder, "QuizKit.Numerics: the exact sum, rounded once");

    public static IReadOnlyList<SumAlgorithm> All { get; } =
        [AtomicOnly, GroupAtomic, LastGroup, TwoPasses, Ilgpu, NotGuaranteed, FixedTree, CorrectlyRounded];

    /// <summary>Finds an algorithm by its name in reports.</summary>
    public static SumAlgorithm Find(string id) =>
        All.FirstOrDefault(algorithm => algorithm.Id == id) ?? throw new ArgumentException($"There is no algorithm '{id}'.", nameof(id));
}
