// One of the two results that a test compares, and how far it may lie from the exact one.

using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>One of the two results that a test compares.</summary>
/// <param name="Name">What it is: a library's operation, any order of additions, or the exact value.</param>
internal sealed record ToleranceSide(string Name)
{
    /// <summary>The name of the exact result, rounded once.</summary>
    public const string ExactName = "exact";

    /// <summary>The exact result, rounded once.</summary>
    public static ToleranceSide Exact { get; } = new(ExactName) { IsExact = true };

    /// <summary>A result that was added in an unknown order: that of a loop, of vectors, of threads.</summary>
    public static ToleranceSide AnyOrder { get; } = new("any order");

    public bool IsExact { get; private init; }

    /// <summary>The height of the summation tree, or null where any tree is allowed.</summary>
    public int? Height { get; private init; }

    /// <summary>The summation tree, or null where it is not known.</summary>
    public SummationTree? Tree { get; private init; }

    /// <summary>The bound of the proven tree, relative to Σ|x|, or null without one.</summary>
    public double? RelativeBound { get; private init; }

    /// <summary>What a reader should know about it, in one sentence, or null.</summary>
    public string? Note { get; private init; }

    /// <summary>A result that was added by a tree of a height at most.</summary>
    public static ToleranceSide OfHeight(int height) => new($"height {height}") { Height = height };

    /// <summary>A library: its tree where replays proved it, any order of additions otherwise.</summary>
    public static ToleranceSide Of(OrderFinding finding) =>
        finding.Tree is null
            ? new(finding.Target) { Note = $"{finding.Target}: {finding.WhyNot ?? finding.Algorithm + "."} It is taken as any order." }
        : finding.IsBroken || !finding.IsReplayable
            ? new(finding.Target) { Note = $"{finding.Target}: replays did not prove its tree, so it is taken as any order." }
        : new(finding.Target)
        {
            Height = finding.Tree.Height,
            Tree = finding.Tree,
            RelativeBound = finding.Bound,
            Note = $"{finding.Target} ({finding.Place}): {OrderSection.Describe(finding)}.",
        };
}
