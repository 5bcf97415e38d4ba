// The accumulation order of one implementation.

using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Orders;

/// <summary>The arithmetic in which the revealed tree gives the implementation's bits.</summary>
internal enum OrderArithmetic
{
    /// <summary>Every operation rounds to binary32; no operation is fused.</summary>
    Binary32,

    /// <summary>Multiply-adds are fused.</summary>
    Fused,

    /// <summary>Additions round to binary64, the result to binary32.</summary>
    Binary64,

    /// <summary>Some products are fused or some sums are kept in binary64, others are not.</summary>
    Mixed,

    /// <summary>No known arithmetic gives the bits: the tree is not proven.</summary>
    Unknown,
}

/// <summary>The result for one target.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Operation">What it computes.</param>
internal sealed record OrderFinding(string Target, string Place, OrderOperation Operation)
{
    /// <summary>The order, or null if there is no fixed one.</summary>
    [JsonConverter(typeof(SummationTreeConverter))]
    public SummationTree? Tree { get; init; }

    /// <summary>Why there is no order, or null if there is one.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The arithmetic in which replays of the tree gave the target's bits.</summary>
    public OrderArithmetic Arithmetic { get; init; } = OrderArithmetic.Unknown;

    /// <summary>The number of products that enter their addition without having been rounded.</summary>
    public int FusedProducts { get; init; }

    /// <summary>The number of sums that are kept in binary64.</summary>
    public int WideSums { get; init; }

    /// <summary>The number of replayed arrays; 0 without a tree or if the rounding of an operation is not known.</summary>
    public int Replayed { get; init; }

    /// <summary>The number of replayed arrays that gave the target's bits.</summary>
    public int Equal { get; init; }

    /// <summary>The largest number of additions that one addend goes through; null if there is no order.</summary>
    public int? Height => Tree?.Height;

    /// <summary>The largest measured |result − exact| / Σ|x|.</summary>
    public double LargestError { get; init; }

    /// <summary>γ_h of the tree, which bounds <see cref="LargestError"/>; a dot product has one additional rounding.</summary>
    public double? Bound { get; init; }

    /// <summary>The number of bit patterns in repeated runs on the same numbers.</summary>
    public int DistinctResults { get; init; }

    /// <summary>The name of the first target with the same order, or null if this is the first.</summary>
    public string? SameAs { get; init; }

    /// <summary>Whether the replays or the bound show a fault.</summary>
    [JsonIgnore]
    public bool IsBroken => Tree is not null && (Arithmetic == OrderArithmetic.Unknown || (Bound is { } bound && LargestError > bound));
}

/// <summary>A target that failed.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record OrderFailure(string Target, string Message);
