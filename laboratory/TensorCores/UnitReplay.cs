// Whether a model gives the results of a unit on random numbers, bit for bit.

using QuizKit.Cuda.Emulator.Arithmetic;

namespace QuizKit.Laboratory.TensorCores;

/// <summary>The comparison of a unit with a model on random dot products.</summary>
/// <param name="Count">How many there were: one in five of each of <see cref="DotProblems.Kinds"/>.</param>
/// <param name="Agreeing">How many had the same bits; any NaN equals any other.</param>
/// <param name="FirstDifference">The first one with other bits, in words; null where there is none.</param>
internal sealed record UnitReplay(int Count, int Agreeing, string? FirstDifference)
{
    /// <summary>How many dot products are asked for at once.</summary>
    private const int Batch = 4096;

    private static readonly string[] KindNames = ["near 1", "within 2^±8", "any exponent", "any bits", "powers of two"];

    public static UnitReplay Of(DotUnit unit, OrderedUnit model, int count, ulong seed, CancellationToken cancellation = default)
    {
        var problems = new DotProblems(unit.Operand, unit.Accumulator, unit.Length, seed, stream: 41);
        var (agreeing, difference) = (0, default(string));
        for (var from = 0; from < count; from += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            List<DotProblem> batch =
                [.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(i => problems.Random(i % KindNames.Length))];
            var results = unit.Compute(batch);
            for (var i = 0; i < batch.Count; i++)
            {
                var expected = model.Sum(batch[i]);
                if (Same(unit.Accumulator, results[i], expected))
                {
                    agreeing++;
                    continue;
                }

                var kind = KindNames[(from + i) % KindNames.Length];
                difference ??= $"dot product {from + i} ({kind}): 0x{results[i]:X} where the model has 0x{expected:X}";
            }
        }

        return new UnitReplay(count, agreeing, difference);
    }

    private static bool Same(FloatFormat format, ulong x, ulong y) => x == y || (format.IsNaN(x) && format.IsNaN(y));
}
