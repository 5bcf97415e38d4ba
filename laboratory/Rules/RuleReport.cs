// Which rules the orders of implementations follow, for reports.

using System.Text.Json.Serialization;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Rules;

/// <summary>How the operations of an order round, where all do so in the same way.</summary>
/// <param name="Format">The format of the numbers and of the result.</param>
/// <param name="Kept">The format of each sum.</param>
/// <param name="IsExact">Whether no product is rounded.</param>
/// <param name="IsFused">Whether products are fused with their additions.</param>
internal sealed record RuleArithmetic(BinaryRounding Format, BinaryRounding Kept, bool IsExact, bool IsFused)
{
    /// <summary>The arithmetic of a model, or null where its operations round in different ways.</summary>
    public static RuleArithmetic? Of(OrderModel model, BinaryRounding format)
    {
        if (model.Sums.Count > 1) return null;
        var kept = model.WideFormat ?? format;
        var products = model.IsExact.Count;
        return model.FusedProducts == 0 ? new(format, kept, false, false)
            : model.FusedProducts == products && kept != format ? new(format, kept, true, false)
            : model.Arithmetic == OrderArithmetic.Fused ? new(format, kept, false, true)
            : null;
    }

    /// <summary>What becomes of products, in words.</summary>
    public string Products => IsFused ? "fused with their additions" : IsExact ? "not rounded" : "rounded";

    /// <summary>The model of a tree with this arithmetic.</summary>
    public OrderModel ModelOf(SummationTree tree) => OrderModel.Uniform(tree, Format, Kept, IsExact, IsFused);
}

/// <summary>Lengths at which one part of a rule holds.</summary>
/// <param name="From">The smallest length.</param>
/// <param name="To">The largest length.</param>
/// <param name="Order">The order in words.</param>
internal sealed record LengthRange(int From, int To, string Order);

/// <summary>Settings of one kind that give the same bits.</summary>
/// <param name="Settings">The settings: <c>1, 2</c>.</param>
/// <param name="Result">The name of their results: A, B and so on.</param>
internal sealed record SettingGroup(string Settings, string Result);

/// <summary>How an order depends on something other than the length.</summary>
/// <param name="Quantity">What is changed: <c>threads</c> or <c>alignment</c>.</param>
/// <param name="Groups">The settings with the same bits; empty where it cannot be set.</param>
/// <param name="Note">How it was changed, or why it cannot be.</param>
internal sealed record SettingFinding(string Quantity, IReadOnlyList<SettingGroup> Groups, string Note);

/// <summary>The rule of one implementation.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
internal sealed record RuleFinding(string Target, string Place)
{
    /// <summary>The format of the numbers.</summary>
    public required string Format { get; init; }

    /// <summary>The rule in words, or null where none was found or a prediction was wrong.</summary>
    public string? Rule { get; init; }

    /// <summary>The ranges of lengths with one part of the rule each.</summary>
    public IReadOnlyList<LengthRange> Ranges { get; init; } = [];

    /// <summary>Why there is no rule, or null.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The format in which each sum is kept; null where that is not one format.</summary>
    public string? Sums { get; init; }

    /// <summary>What becomes of products: rounded, not rounded or fused with their additions; null for a sum.</summary>
    public string? Products { get; init; }

    /// <summary>The lengths whose revealed trees the rule was learned from.</summary>
    public IReadOnlyList<int> Learned { get; init; } = [];

    /// <summary>Other lengths, whose trees were predicted and then revealed.</summary>
    public IReadOnlyList<int> Tested { get; init; } = [];

    /// <summary>The number of those at which the tree was the predicted one.</summary>
    public int Right { get; init; }

    /// <summary>The lengths at which the results on random arrays were predicted.</summary>
    public int Replayed { get; init; }

    /// <summary>The number of random arrays.</summary>
    public int Arrays { get; init; }

    /// <summary>The number of those with the predicted bits.</summary>
    public int Equal { get; init; }

    /// <summary>How the order depends on other settings.</summary>
    public IReadOnlyList<SettingFinding> Settings { get; init; } = [];

    /// <summary>C# that imitates the implementation bit for bit, or null.</summary>
    public string? Code { get; init; }
}

/// <summary>The rules of all implementations.</summary>
/// <param name="Longest">The longest array on which rules were tried.</param>
/// <param name="Seed">The seed of lengths and arrays.</param>
/// <param name="Findings">The result for each implementation.</param>
internal sealed record RuleReport(int Longest, ulong Seed, [property: JsonPropertyName("targets")] IReadOnlyList<RuleFinding> Findings)
{
    /// <summary>The implementations that failed.</summary>
    public IReadOnlyList<OrderFailure> Failures { get; init; } = [];

    /// <summary>Why libraries are missing, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>False where the user stopped it.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>0 where each implementation has a rule, 1 where one has none, 3 where one failed, 130 where the user stopped it.</summary>
    [JsonIgnore]
    public ExitStatus ExitStatus =>
        !IsComplete ? ExitStatus.Stopped
        : Failures.Count > 0 ? ExitStatus.CheckBroke
        : Findings.Any(finding => finding.Rule is null) ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;
}
