// A layer normalization as its results show it: how the mean and the variance are computed, and the scaling.

using System.Numerics;

namespace QuizKit.Laboratory.Orders;

/// <summary>A layer normalization without weights: (x − mean)/√(variance + ε).</summary>
/// <param name="Moments">Computes the mean and the variance.</param>
/// <param name="Output">How the numbers are scaled.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Words">The three in words.</param>
internal sealed record LayerNormModel<T>(Func<T[], (T Mean, T Variance)> Moments, ScaledBy Output, T Epsilon, string Words)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Computes the results of a row.</summary>
    public T[] Compute(T[] row)
    {
        var (mean, variance) = Moments(row);
        var deviation = T.Sqrt(variance + Epsilon);
        var reciprocal = T.One / deviation;
        var shift = -reciprocal * mean;
        return Array.ConvertAll(row, x => Output switch
        {
            ScaledBy.Division => (x - mean) / deviation,
            ScaledBy.Reciprocal => (x - mean) * reciprocal,
            ScaledBy.FusedShift => T.FusedMultiplyAdd(x, reciprocal, shift),
            _ => (x * reciprocal) + shift,
        });
    }
}

/// <summary>How a layer normalization scales its numbers.</summary>
internal enum ScaledBy
{
    /// <summary>(x − mean)/√(variance + ε).</summary>
    Division,

    /// <summary>(x − mean)·r, with the rounded reciprocal r of √(variance + ε).</summary>
    Reciprocal,

    /// <summary>x·r + (−mean·r), each operation rounded.</summary>
    Shift,

    /// <summary>The same with a fused multiply-add.</summary>
    FusedShift,
}

/// <summary>Which multiplications of Welford's method are fused with their additions: a bit each.</summary>
[Flags]
internal enum WelfordFusions
{
    None = 0,

    /// <summary>Of a lane: mean + δ·(1/k).</summary>
    LaneMean = 1,

    /// <summary>Of a lane: Σ + δ·(x − mean).</summary>
    LaneSquares = 2,

    /// <summary>Of the rest: Σ + δ·(x − mean).</summary>
    RestSquares = 4,

    /// <summary>Where the lanes are combined: mean + c·δ.</summary>
    CombinedMean = 8,

    /// <summary>Where the lanes are combined: Σ + δ²·c·n.</summary>
    CombinedSquares = 16,

    /// <summary>Where chunks are combined: mean + c·δ.</summary>
    ChunkMean = 32,

    /// <summary>Where chunks are combined: Σ + δ²·c·n.</summary>
    ChunkSquares = 64,

    All = 127,
}

/// <summary>
/// The running mean and variance of B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products", Technometrics
/// 4(3), 1962, in lanes of a vector, in chunks of 16 vectors whose results are combined two by two as by Chan, Golub and LeVeque,
/// "Algorithms for Computing the Sample Variance", The American Statistician 37(3), 1983. The lanes are combined with the rest at the end.
/// </summary>
internal static class WelfordMoments
{
    /// <summary>The vectors of a chunk.</summary>
    private const int Chunk = 16;

    /// <summary>Computes the mean and the variance of a row.</summary>
    /// <param name="row">The numbers.</param>
    /// <param name="lanes">The lanes of a vector.</param>
    /// <param name="fusions">The fused operations.</param>
    public static (T Mean, T Variance) Of<T>(T[] row, int lanes, WelfordFusions fusions)
        where T : IFloatingPointIeee754<T>
    {
        var vectors = row.Length / lanes;
        var all = new (int Count, T Mean, T Squares)[vectors > 0 ? lanes : 0];
        for (var lane = 0; lane < all.Length; lane++) all[lane] = OfLane(row, lane, lanes, vectors, fusions);
        (int Count, T Mean, T Squares) sum = (0, T.Zero, T.Zero);
        for (var i = row.Length - (row.Length % lanes); i < row.Length; i++)
        {
            var delta = row[i] - sum.Mean;
            sum.Count++;
            sum.Mean += delta / T.CreateChecked(sum.Count);
            sum.Squares = Add(delta, row[i] - sum.Mean, sum.Squares, fusions.HasFlag(WelfordFusions.RestSquares));
        }

        foreach (var part in all)
            sum = Combine(part, sum, fusions.HasFlag(WelfordFusions.CombinedMean), fusions.HasFlag(WelfordFusions.CombinedSquares));
        return (sum.Mean, sum.Squares / T.CreateChecked(row.Length));
    }

    private static (int Count, T Mean, T Squares) OfLane<T>(T[] row, int lane, int lanes, int vectors, WelfordFusions fusions)
        where T : IFloatingPointIeee754<T>
    {
        // Levels of 1, 2, 4 and more chunks, as a binary counter: a full level is combined with the next one.
        var chunks = (vectors + Chunk - 1) / Chunk;
        var levels = new (int Count, T Mean, T Squares)[Math.Max(1, BitOperations.Log2((uint)Math.Max(1, (2 * chunks) - 1)))];
        Array.Fill(levels, (0, T.Zero, T.Zero));
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var count = Math.Min(Chunk, vectors - (chunk * Chunk));
            T mean = T.Zero, squares = T.Zero;
            for (var j = 0; j < count; j++)
            {
                var x = row[(((chunk * Chunk) + j) * lanes) + lane];
                var delta = x - mean;
                mean = Add(delta, T.One / T.CreateChecked(j + 1), mean, fusions.HasFlag(WelfordFusions.LaneMean));
                squares = Add(delta, x - mean, squares, fusions.HasFlag(WelfordFusions.LaneSquares));
            }

            levels[0] = CombineChunks((count, mean, squares), levels[0]);
            for (var (level, full) = (1, chunk + 1); level < levels.Length && full % 2 == 0; level++, full /= 2)
            {
                levels[level] = CombineChunks(levels[level - 1], levels[level]);
                levels[level - 1] = (0, T.Zero, T.Zero);
            }
        }

        for (var level = 1; level < levels.Length; level++) levels[0] = CombineChunks(levels[level], levels[0]);
        return levels[0];

        (int Count, T Mean, T Squares) CombineChunks((int Count, T Mean, T Squares) part, (int Count, T Mean, T Squares) sum) =>
            Combine(part, sum, fusions.HasFlag(WelfordFusions.ChunkMean), fusions.HasFlag(WelfordFusions.ChunkSquares));
    }

    private static (int Count, T Mean, T Squares) Combine<T>(
        (int Count, T Mean, T Squares) part, (int Count, T Mean, T Squares) sum, bool isMeanFused, bool isSquareFused)
        where T : IFloatingPointIeee754<T>
    {
        var count = part.Count + sum.Count;
        var share = count == 0 ? T.Zero : T.CreateChecked(part.Count) / T.CreateChecked(count);
        var delta = part.Mean - sum.Mean;
        var mean = Add(share, delta, sum.Mean, isMeanFused);
        var between = Add(delta * delta * share, T.CreateChecked(sum.Count), part.Squares, isSquareFused);
        return (count, mean, sum.Squares + between);
    }

    private static T Add<T>(T a, T b, T c, bool isFused)
        where T : IFloatingPointIeee754<T> => isFused ? T.FusedMultiplyAdd(a, b, c) : c + (a * b);
}
