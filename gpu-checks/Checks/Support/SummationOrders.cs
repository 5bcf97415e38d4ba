// Dot products in several accumulation orders, for kernels: all unfused, so that only the order differs.

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>
/// The order in which a dot product adds up its rounded products. Heights are those of the summation tree; the product
/// itself rounds once more.
/// </summary>
internal static class SummationOrders
{
    /// <summary>The largest block that NumPy adds up with eight accumulators before it splits.</summary>
    public const int NumpyBlock = 128;

    /// <summary>((a₀b₀ + a₁b₁) + a₂b₂) + …; height n−1.</summary>
    public static float Sequential(FloatView a, long a0, FloatView b, long b0, int n)
    {
        var sum = Exact32.Multiply(a[a0], b[b0]);
        for (var i = 1; i < n; i++) sum = Exact32.Add(sum, Exact32.Multiply(a[a0 + i], b[b0 + i]));
        return sum;
    }

    /// <summary>
    /// Eight accumulators, each every eighth product, folded as ((0+1)+(2+3))+((4+5)+(6+7)), then the tail: how NumPy adds up
    /// 8 to 128 numbers, and what vector units do for any n. Fewer than eight are added from left to right.
    /// Height ⌊n/8⌋−1 + 3 + n mod 8.
    /// </summary>
    public static float EightAccumulators(FloatView a, long a0, FloatView b, long b0, int n)
    {
        if (n < 8) return Sequential(a, a0, b, b0, n);
        float s0 = Exact32.Multiply(a[a0], b[b0]), s1 = Exact32.Multiply(a[a0 + 1], b[b0 + 1]);
        float s2 = Exact32.Multiply(a[a0 + 2], b[b0 + 2]), s3 = Exact32.Multiply(a[a0 + 3], b[b0 + 3]);
        float s4 = Exact32.Multiply(a[a0 + 4], b[b0 + 4]), s5 = Exact32.Multiply(a[a0 + 5], b[b0 + 5]);
        float s6 = Exact32.Multiply(a[a0 + 6], b[b0 + 6]), s7 = Exact32.Multiply(a[a0 + 7], b[b0 + 7]);
        var whole = n - (n % 8);
        for (var i = 8; i < whole; i += 8)
        {
            s0 = Exact32.Add(s0, Exact32.Multiply(a[a0 + i], b[b0 + i]));
            s1 = Exact32.Add(s1, Exact32.Multiply(a[a0 + i + 1], b[b0 + i + 1]));
            s2 = Exact32.Add(s2, Exact32.Multiply(a[a0 + i + 2], b[b0 + i + 2]));
            s3 = Exact32.Add(s3, Exact32.Multiply(a[a0 + i + 3], b[b0 + i + 3]));
            s4 = Exact32.Add(s4, Exact32.Multiply(a[a0 + i + 4], b[b0 + i + 4]));
            s5 = Exact32.Add(s5, Exact32.Multiply(a[a0 + i + 5], b[b0 + i + 5]));
            s6 = Exact32.Add(s6, Exact32.Multiply(a[a0 + i + 6], b[b0 + i + 6]));
            s7 = Exact32.Add(s7, Exact32.Multiply(a[a0 + i + 7], b[b0 + i + 7]));
        }

        var sum = Exact32.Add(Exact32.Add(Exact32.Add(s0, s1), Exact32.Add(s2, s3)), Exact32.Add(Exact32.Add(s4, s5), Exact32.Add(s6, s7)));
        for (var i = whole; i < n; i++) sum = Exact32.Add(sum, Exact32.Multiply(a[a0 + i], b[b0 + i]));
        return sum;
    }

    /// <summary>
    /// NumPy's pairwise order for n = 128·2ᵏ: blocks of 128 with eight accumulators, then a balanced tree over the blocks
    /// (<c>pairwise_sum</c> in NumPy's <c>loops_utils.h.src</c> halves n until at most 128 are left).
    /// Height 15 + 3 + k. There is room for the n/128 sums of the blocks from blocks0 on.
    /// </summary>
    public static float NumpyPairwise(FloatView a, long a0, FloatView b, long b0, int n, FloatView blocks, long blocks0)
    {
        var count = n / NumpyBlock;
        for (var block = 0; block < count; block++)
            blocks[blocks0 + block] = EightAccumulators(a, a0 + (block * NumpyBlock), b, b0 + (block * NumpyBlock), NumpyBlock);
        for (; count > 1; count /= 2)
        {
            for (var pair = 0; pair < count / 2; pair++)
                blocks[blocks0 + pair] = Exact32.Add(blocks[blocks0 + (2 * pair)], blocks[blocks0 + (2 * pair) + 1]);
        }

        return blocks[blocks0];
    }

    /// <summary>Blocks from left to right, their sums added from left to right. Height size−1 + ⌈n/size⌉−1.</summary>
    public static float Blocked(FloatView a, long a0, FloatView b, long b0, int n, int size)
    {
        var sum = Sequential(a, a0, b, b0, size < n ? size : n);
        for (var start = size; start < n; start += size)
            sum = Exact32.Add(sum, Sequential(a, a0 + start, b, b0 + start, n - start < size ? n - start : size));
        return sum;
    }
}
