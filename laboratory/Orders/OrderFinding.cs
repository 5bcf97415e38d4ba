// The accumulation order of one implementation.

using System.Text.Json.Serialization;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.Laboratory.Orders;

/// <summary>The arithmetic in which the revealed tree gives the implementation's bits.</summary>
internal enum OrderArithmetic
{
    /// <summary>Every addition rounds to binary32, and the result to the format of the numbers; none of theirs is fused.</summary>
    Binary32,

    /// <summary>Every addition rounds to the format of the numbers, and multiply-adds are fused.</summary>
    Fused,

    /// <summary>Every addition rounds to binary64, and the result to the format of the numbers.</summary>
    Binary64,

    /// <summary>Some products are fused or some sums are kept in a wider format, others are not.</summary>
    Mixed,

    /// <summary>Every operation rounds to binary16, that of the numbers; no operation is fused.</summary>
    Binary16,

    /// <summary>Every operation rounds to bfloat16, that of the numbers; no operation is fused.</summary>
    Bfloat16,

    /// <summary>No known arithmetic gives the bits: the tree is not proven.</summary>
    Unknown,
}

/// <summary>The result for one target.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Operation">What it computes.</param>
internal sealed record OrderFinding(string Target, string Place, OrderOperation Operation)
{
    /// <summary>The format of the numbers: <c>binary64</c>, <c>binary32</c>, <c>binary16</c> or <c>bfloat16</c>.</summary>
    public string Format { get; init; } = BinaryRounding.Binary32.Name;

    /// <summary>The order, or null if there is no fixed one.</summary>
    [JsonConverter(typeof(SummationTreeConverter))]
    public SummationTree? Tree { get; init; }

    /// <summary>
    /// The algorithm of a sum that is not a tree of additions, such as <c>compensated (Neumaier), from left to right, in binary64</c>, or null
    /// where it is one or none is known.
    /// </summary>
    public string? Algorithm { get; init; }

    /// <summary>What else was found of an operation that is more than a sum, such as softmax, or null.</summary>
    public string? Details { get; init; }

    /// <summary>Why there is no order, or null if there is one.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The arithmetic in which replays of the tree gave the target's bits.</summary>
    public OrderArithmetic Arithmetic { get; init; } = OrderArithmetic.Unknown;

    /// <summary>The number of products that enter their addition without having been rounded.</summary>
    public int FusedProducts { get; init; }

    /// <summary>The number of sums, all but the last, that are kept in a wider format than that of the numbers.</summary>
    public int WideSums { get; init; }

    /// <summary>The number of sums, all but the last, that are kept in each format; null if that is not known.</summary>
    public IReadOnlyDictionary<string, int>? Sums { get; init; }

    /// <summary>The number of replayed arrays; 0 without a tree or if the rounding of an operation is not known.</summary>
    public int Replayed { get; init; }

    /// <summary>The number of replayed arrays that gave the target's bits.</summary>
    public int Equal { get; init; }

    /// <summary>The largest number of additions that one addend goes through; null if there is no order.</summary>
    public int? Height => Tree?.Height;

    /// <summary>The largest measured |result − exact| / Σ|x|.</summary>
    public double LargestError { get; init; }

    /// <summary>
    /// γ_h of the tree, which bounds <see cref="LargestError"/>; a dot product has one additional rounding. Null if there is no order, and
    /// where the format is so short that h roundings have no bound.
    /// </summary>
    public double? Bound { get; init; }

    /// <summary>The number of bit patterns in repeated runs on the same numbers.</summary>
    public int DistinctResults { get; init; }

    /// <summary>The name of the first target with the same order, or null if this is the first.</summary>
    public string? SameAs { get; init; }

    /// <summary>
    /// False where operations of several numbers follow each other, as in the matrix units of GPUs: how they round is not known. (Where all
    /// numbers meet in one operation, the probes showed nothing.)
    /// </summary>
    [JsonIgnore]
    public bool IsReplayable => Tree is not { LargestFanIn: > 2 } tree || tree.LargestFanIn == tree.LeafCount;

    /// <summary>Whether the replays or the bound show a fault.</summary>
    [JsonIgnore]
    public bool IsBroken =>
        Tree is not null && ((IsReplayable && Arithmetic == OrderArithmetic.Unknown) || (Bound is { } bound && LargestError > bound));
}

/// <summary>A target that failed.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Message">Why, in one line.</param>
internal sealed record OrderFailure(string Target, string Message)
{
    /// <summary>Runs a study; what goes wrong in it is returned, unless the user stops it.</summary>
    public static (T? Finding, OrderFailure? Failure) Catch<T>(string target, Func<T> study)
        where T : class
    {
        try
        {
            return (study(), null);
        }
        catch (LibraryException exception)
        {
            return (null, new OrderFailure(target, exception.Message));
        }
        catch (Exception exception) when (Failure.IsReportable(exception) && exception is not OperationCanceledException)
        {
            return (null, new OrderFailure(target, Failure.Describe(exception)));
        }
    }
}
