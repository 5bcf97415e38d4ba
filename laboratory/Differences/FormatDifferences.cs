// Differences of formats: bits of inputs, sums and results, and ranges.

using System.Globalization;
using static System.FormattableString;

namespace QuizKit.Laboratory.Differences;

internal static class FormatDifferences
{
    private const int Trials = DifferenceSearch.Trials, TrialsOfFew = DifferenceSearch.TrialsOfFew;

    /// <summary>Finds differences of formats, and makes the comparisons after it blind to them.</summary>
    /// <param name="isSum">Whether both are sums of what each place contributes.</param>
    /// <returns>
    /// The bits of an input that both read, those of a product and a sum that both keep, and whether orders can be told apart.
    /// </returns>
    public static (int InputBits, int SumBits, bool CanTellOrders) Find(DifferenceSearch search, bool isSum)
    {
        var (pair, size) = (search.Pair, search.SmallestWithOrder);
        FunctionFormats first = FunctionFormats.Of(search, pair.First, isSum), second = FunctionFormats.Of(search, pair.Second, isSum);
        var evidence = new List<string>();
        DifferenceWitness? witness = null;
        var canTellOrders = true;
        if (first.InputBits != second.InputBits)
            Found(Fewer("reads {0} bits of each input", first.InputBits, second.InputBits), RandomInputs(search.Sizes));
        if (first.SumBits is { } bits && second.SumBits is { } others && bits != others)
        {
            canTellOrders = false;
            var (keeping, losing) = bits < others ? (pair.Second, pair.First) : (pair.First, pair.Second);
            Found(
                Invariant($"`{keeping.Name}` keeps 2^−{Math.Min(bits, others)} beside 1 in every order, `{losing.Name}` loses it in some"),
                FunctionFormats.SumProbes(search.Draw, size).Concat(RandomInputs(search.Sizes)));
        }

        if (first.ResultBits != second.ResultBits && AreClose(Math.Min(first.ResultBits, second.ResultBits)))
        {
            Found(Fewer("returns numbers of {0} bits", first.ResultBits, second.ResultBits), RandomInputs(search.Sizes));
            pair.ComparedBits = Math.Min(first.ResultBits, second.ResultBits);
        }
        else if (first.ProductBits != second.ProductBits && AreClose(Math.Min(first.ProductBits, second.ProductBits)))
        {
            canTellOrders = false;
            Found(Fewer("rounds each product to {0} bits", first.ProductBits, second.ProductBits), RandomInputs([search.Sizes[0]]));
        }

        if (first.Flushes != second.Flushes)
        {
            Found(
                $"`{(first.Flushes ? pair.First : pair.Second).Name}` takes subnormal numbers for 0",
                [search.Draw.Given(size, FunctionFormats.SubnormalProbe)]);
        }

        if (witness is not null) search.Add(DifferenceCause.Format, string.Join("; ", evidence) + ".", witness);
        int[] kept = [24, first.SumBits ?? 24, second.SumBits ?? 24, first.ProductBits, second.ProductBits];
        return (Math.Min(first.InputBits, second.InputBits), kept.Min(), canTellOrders);

        void Found(string what, IEnumerable<IReadOnlyList<Tensor>> candidates)
        {
            if (candidates.FirstOrDefault(pair.DifferUnrounded) is not { } inputs) return;
            evidence.Add(what);
            witness ??= pair.WitnessOf(FunctionPair.Simplify(inputs, pair.DifferUnrounded));
        }

        string Fewer(string what, int ofFirst, int ofSecond)
        {
            var (fewer, more) = ofFirst < ofSecond ? (pair.First, pair.Second) : (pair.Second, pair.First);
            return $"`{fewer.Name}` {string.Format(CultureInfo.InvariantCulture, what, Math.Min(ofFirst, ofSecond))}, "
                + Invariant($"`{more.Name}` {Math.Max(ofFirst, ofSecond)}");
        }

        IEnumerable<IReadOnlyList<Tensor>> RandomInputs(IReadOnlyList<int> sizes) =>
            Enumerable.Range(0, TrialsOfFew).Select(trial => search.Draw.Digits(24, sizes[trial * sizes.Count / TrialsOfFew]));

        // Whether both agree to almost so many bits where the least is computed, so that it is the format that differs.
        bool AreClose(int bits) => Enumerable.Range(0, Trials).Count(_ =>
        {
            var inputs = search.Draw.Digits(24, search.Sizes[0]);
            return pair.Call(pair.First, inputs).Zip(pair.Call(pair.Second, inputs)).All(
                both => Math.Abs(both.First - both.Second) <= Math.ScaleB(Math.Max(Math.Abs(both.First), Math.Abs(both.Second)), 2 - bits));
        }) >= Trials / 2;
    }

    /// <summary>Looks for differences where numbers of usual magnitudes show none.</summary>
    public static void FindRange(DifferenceSearch search)
    {
        foreach (var size in search.Sizes)
        {
            if (search.Search(() => search.Draw.Digits(11, size, exponent: -130), Trials) is { } small)
            {
                var zero = search.Pair.Both.FirstOrDefault(function => search.Pair.Call(function, small).All(value => value == 0));
                search.Found(
                    DifferenceCause.Format,
                    zero is null ? "They differ for subnormal numbers alone." : $"`{zero.Name}` takes subnormal numbers for 0.", small);
                return;
            }

            if (search.Search(() => search.Draw.Digits(11, size, exponent: 120), Trials) is not { } large) continue;
            var areSums = search.Pair.Both.All(function => FunctionProperties.IsAdditive(search, function));
            var cause = areSums ? DifferenceCause.Format : DifferenceCause.Function;
            search.Found(cause, "They differ for large numbers alone.", large);
            return;
        }
    }
}
