// The arithmetic that a tolerance is for, and the lower precisions that it should not let pass.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Tolerance;

/// <summary>A computation in a lower precision that passes for the right one.</summary>
/// <param name="Name">Its name on the command line and in reports.</param>
/// <param name="Inputs">The format to which the inputs are rounded first.</param>
/// <param name="Sums">
/// The format of its products and sums; null: that of the arithmetic which it stands in for, so that it adds in any order.
/// </param>
internal sealed record StandIn(string Name, BinaryRounding Inputs, BinaryRounding? Sums);

/// <summary>An arithmetic: products and sums in one format, or a wider one, and one rounding of the result.</summary>
/// <param name="Inputs">The format of the inputs and of the result, whose name the command line takes.</param>
/// <param name="Sums">The format of the products and sums.</param>
/// <param name="StandIns">The next lower precisions, the nearest first.</param>
internal sealed record ToleranceArithmetic(BinaryRounding Inputs, BinaryRounding Sums, IReadOnlyList<StandIn> StandIns)
{
    public static IReadOnlyList<ToleranceArithmetic> All { get; } =
    [
        new(BinaryRounding.Binary32, BinaryRounding.Binary32,
        [
            new("tf32-inputs", BinaryRounding.Tf32, null),
            new("binary16-inputs", BinaryRounding.Binary16, null),
            new("bfloat16-inputs", BinaryRounding.Bfloat16, null),
            new("binary16-sums", BinaryRounding.Binary16, BinaryRounding.Binary16),
            new("bfloat16-sums", BinaryRounding.Bfloat16, BinaryRounding.Bfloat16),
        ]),
        new(BinaryRounding.Binary64, BinaryRounding.Binary64,
        [
            new("binary32-inputs", BinaryRounding.Binary32, null),
            new("binary32-sums", BinaryRounding.Binary32, BinaryRounding.Binary32),
        ]),
        new(BinaryRounding.Binary16, BinaryRounding.Binary32,
        [
            new("bfloat16-inputs", BinaryRounding.Bfloat16, null),
            new("binary16-sums", BinaryRounding.Binary16, BinaryRounding.Binary16),
        ]),
        new(BinaryRounding.Bfloat16, BinaryRounding.Binary32,
        [
            new("bfloat16-sums", BinaryRounding.Bfloat16, BinaryRounding.Bfloat16),
        ]),
    ];

    public string Name => Inputs.Name;

    /// <summary>Whether the result has fewer bits than the sums, and so one rounding more.</summary>
    public bool RoundsResult => Inputs != Sums;
}
