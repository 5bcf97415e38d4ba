// PyTorch's order of a sum of contiguous binary32 numbers on a processor.

namespace QuizKit.Laboratory.Orders;

/// <summary>
/// The sum of PyTorch on one thread (<c>cascade_sum</c> in its <c>SumKernel.cpp</c>): four rows of vectors side by side, each with a
/// cascade of four accumulators. The first accumulator takes 2ᵖ numbers and is then added to the second, which after 2ᵖ such steps is added
/// to the third, and so on, so the height grows like the fourth root of the length. Finally the numbers that do not fill a vector, the
/// lanes of the vector, and within each lane its levels and rows are added from left to right. Fewer numbers than a vector holds are
/// treated as vectors of one. From 32,768 numbers on PyTorch divides a sum among its threads.
/// </summary>
internal static class TorchOrder
{
    /// <summary>The length from which the sum is divided among threads.</summary>
    public const int Grain = 32_768;

    /// <summary>The number of vectors that are added side by side.</summary>
    public const int Rows = 4;

    private const int Levels = 4;
    private const int SmallestStepPower = 4;

    /// <summary>Returns Σ x[i] with the bits of <c>torch.sum</c>.</summary>
    /// <param name="values">The numbers, contiguous in memory, fewer than <see cref="Grain"/>.</param>
    /// <param name="lanes">The vector length of the kernel that PyTorch chose for the processor.</param>
    public static float Sum(ReadOnlySpan<float> values, int lanes)
    {
        var vectors = values.Length / lanes;
        if (vectors == 0) return Lane(values, 0, lanes: 1, values.Length);
        Span<float> of = stackalloc float[lanes];
        for (var lane = 0; lane < lanes; lane++) of[lane] = Lane(values, lane, lanes, vectors);

        var sum = 0f;
        foreach (var value in values[(vectors * lanes)..]) sum += value;
        foreach (var value in of) sum += value;
        return sum;
    }

    /// <summary>Adds up one lane of all vectors: every fourth vector belongs to a row, the remaining vectors to the first row.</summary>
    private static float Lane(ReadOnlySpan<float> values, int lane, int lanes, int vectors)
    {
        var rowLength = vectors / Rows;
        Span<float> rows = stackalloc float[Rows];
        for (var row = 0; row < Rows; row++) rows[row] = Cascade(values, lane + (row * lanes), Rows * lanes, rowLength);
        for (var vector = rowLength * Rows; vector < vectors; vector++) rows[0] += values[(vector * lanes) + lane];
        var sum = rows[0];
        for (var row = 1; row < Rows; row++) sum += rows[row];
        return sum;
    }

    private static float Cascade(ReadOnlySpan<float> values, int first, int stride, int count)
    {
        var step = StepOf(count);
        Span<float> level = stackalloc float[Levels];
        level.Clear();
        for (var taken = 1; taken <= count; taken++)
        {
            level[0] += values[first + ((taken - 1) * stride)];

            // A full level is added to the next one, which may be full then as well.
            var full = step;
            for (var next = 1; next < Levels && taken % full == 0; next++)
            {
                level[next] += level[next - 1];
                level[next - 1] = 0f;
                full *= step;
            }
        }

        var sum = level[0];
        for (var next = 1; next < Levels; next++) sum += level[next];
        return sum;
    }

    /// <summary>Returns the number of additions after which a level of a cascade is added to the next.</summary>
    internal static int StepOf(int count)
    {
        var log2 = 1;
        while (1 << log2 < count) log2++;
        var power = log2 / Levels;
        return 1 << (power < SmallestStepPower ? SmallestStepPower : power);
    }
}
