// NumPy's order of a sum of contiguous binary32 numbers.

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// The sum of NumPy: the pairwise sum (<c>pairwise_sum</c> in its <c>loops_utils.h.src</c>) of fewer than 8 numbers is from left to right;
/// of up to 128 with eight accumulators, folded as ((0+1)+(2+3))+((4+5)+(6+7)), and the tail from left to right; more are split at half the
/// length, rounded down to a multiple of 8. Before NumPy 2.3 the numbers pass through buffers of 8,192 (<c>numpy.getbufsize()</c>), whose
/// sums are added from left to right; since then they are summed in one piece (numpy/numpy#27883).
/// </summary>
internal static class NumpyOrder
{
    /// <summary>The longest block that eight accumulators add up; longer ones are split.</summary>
    public const int Block = 128;

    private const int Buffer = 8192;

    /// <summary>Returns Σ x[i] with the bits of <c>numpy.sum</c> since NumPy 2.3 for a contiguous array.</summary>
    public static float Sum(ReadOnlySpan<float> values) => PairwiseSum(values);

    /// <summary>Returns Σ x[i] with the bits of <c>numpy.sum</c> before NumPy 2.3 for a contiguous array.</summary>
    public static float SumOfBuffers(ReadOnlySpan<float> values)
    {
        var sum = PairwiseSum(values[..Math.Min(Buffer, values.Length)]);
        for (var i = Buffer; i < values.Length; i += Buffer) sum += PairwiseSum(values[i..Math.Min(i + Buffer, values.Length)]);
        return sum;
    }

    private static float PairwiseSum(ReadOnlySpan<float> values)
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }

        if (values.Length < 8)
        {
            // NumPy starts with -0, so that a sum of negative zeros stays negative.
            var few = -0f;
            foreach (var value in values) few += value;
            return few;
        }

        Span<float> lanes = stackalloc float[8];
        values[..8].CopyTo(lanes);
        var whole = values.Length - (values.Length % 8);
        for (var i = 8; i < whole; i++) lanes[i % 8] += values[i];
        var sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (var i = whole; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
