// What one function does with the bits of numbers: how many it reads, keeps and returns.

namespace QuizKit.Laboratory.Differences;

/// <summary>The formats of a function, as its results show them: bits are 8, 11, 24 or 53.</summary>
/// <param name="InputBits">The significant bits of an input that its results depend on.</param>
/// <param name="ProductBits">The significant bits of a result for the smallest size, where little or nothing is added.</param>
/// <param name="ResultBits">The significant bits of its results.</param>
/// <param name="SumBits">
/// The first n for which 1, 2⁻ⁿ and −1, or 1, 2⁻ⁿ and 2⁻ⁿ, lose the small number in some order: 24 for binary32; null where it is not a sum.
/// </param>
/// <param name="Flushes">Whether it takes subnormal numbers for 0.</param>
internal sealed record FunctionFormats(int InputBits, int ProductBits, int ResultBits, int? SumBits, bool Flushes)
{
    private const int Trials = DifferenceSearch.Trials;

    private static readonly int[] Formats = [8, 11, 24, 53];

    private static readonly int[] Losses = [8, 9, 11, 12, 23, 24, 25, 30, 40, 53, 54, 64, 65, 100];

    /// <summary>Examines a function.</summary>
    /// <param name="isSum">Whether it is a sum of what each place contributes.</param>
    /// <exception cref="FunctionException">It gave no result.</exception>
    public static FunctionFormats Of(DifferenceSearch search, StudiedFunction function, bool isSum)
    {
        var (pair, draw, size) = (search.Pair, search.Draw, search.SmallestWithOrder);
        return new FunctionFormats(
            InputBitsOf(pair, function, draw, size),
            ResultBitsOf(search.Sizes[0]),
            search.Sizes.Max(ResultBitsOf),
            isSum ? SumBitsOf(pair, function, draw, size) : null,
            IsZero(draw.Given(size, SubnormalProbe)) && !IsZero(draw.Given(size, 3 * MathF.ScaleB(1, -100))));

        bool IsZero(IReadOnlyList<Tensor> inputs) => pair.Call(function, inputs).All(value => value == 0);

        int ResultBitsOf(int size)
        {
            var most = Enumerable.Range(0, Trials).Max(_ => pair.Call(function, draw.Digits(24, size)).Max(BinaryDigits.Of));
            return Formats.First(bits => most <= bits);
        }
    }

    /// <summary>A subnormal number.</summary>
    public static float SubnormalProbe { get; } = 3 * MathF.ScaleB(1, -130);

    /// <summary>The inputs that show a sum of so many bits, if it is one.</summary>
    public static IEnumerable<IReadOnlyList<Tensor>> SumProbes(FunctionInputs draw, int size) =>
        from loss in Losses
        from probe in (float[][])[[1, Power(loss), -1], [1, Power(loss), Power(loss)]]
        from order in Orders
        select draw.Given(size, [.. order.Select(place => probe[place])]);

    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]];

    private static float Power(int loss) => MathF.ScaleB(1, -loss);

    private static int InputBitsOf(FunctionPair pair, StudiedFunction function, FunctionInputs draw, int size)
    {
        foreach (var bits in (int[])[8, 11])
        {
            bool ignoresByRounding = true, ignoresByTruncation = true;
            for (var trial = 0; trial < Trials && (ignoresByRounding || ignoresByTruncation); trial++)
            {
                var inputs = draw.Digits(24, size);
                var results = pair.Call(function, inputs);
                ignoresByRounding = ignoresByRounding && Ignores(value => BinaryDigits.Round(value, bits));
                ignoresByTruncation = ignoresByTruncation && Ignores(value => BinaryDigits.Truncate(value, bits));

                bool Ignores(Func<double, double> round)
                {
                    var rounded = inputs.Select(input => input.With([.. input.Values.Select(value => (float)round(value))]));
                    return pair.Compare(results, pair.Call(function, [.. rounded])) < 0;
                }
            }

            if (ignoresByRounding || ignoresByTruncation) return bits;
        }

        return 24;
    }

    private static int? SumBitsOf(FunctionPair pair, StudiedFunction function, FunctionInputs draw, int size)
    {
        if (draw.Given(size)[0].Values.Length < 3) return null;

        // A sum with weights of 1 returns the small number alone; where it does not for a large one, a sum of positive numbers may.
        return Keeps(Opposite, 3) ? Losses.FirstOrDefault(loss => !Keeps(Opposite, loss), int.MaxValue)
            : Keeps(Positive, 3) ? Losses.FirstOrDefault(loss => !Keeps(Positive, loss), int.MaxValue)
            : null;

        bool Keeps(Func<int, (float[] Numbers, float[] Other, bool AreEqual)> probe, int loss)
        {
            var (numbers, other, areEqual) = probe(loss);
            var compared = pair.Call(function, draw.Given(size, other));
            return Orders.All(order =>
                pair.Compare(compared, pair.Call(function, draw.Given(size, [.. order.Select(place => numbers[place])]))) < 0
                    == areEqual);
        }

        static (float[] Numbers, float[] Other, bool AreEqual) Opposite(int loss) => ([1, Power(loss), -1], [Power(loss)], true);

        static (float[] Numbers, float[] Other, bool AreEqual) Positive(int loss) => ([1, Power(loss), Power(loss)], [1], false);
    }
}
