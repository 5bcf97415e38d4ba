// What a function computes, as far as a search for differences has to know it.

namespace QuizKit.Laboratory.Differences;

internal static class FunctionProperties
{
    private const double LargestError = 0.02;
    private const int MostExceptions = 3;

    /// <summary>Whether each result depends on the number in its place alone.</summary>
    public static bool IsElementwise(DifferenceSearch search, StudiedFunction function) =>
        function.Inputs == 1 && Enumerable.Range(0, DifferenceSearch.Trials / 2).All(_ =>
        {
            IReadOnlyList<Tensor> inputs = search.Draw.Digits(24, search.LargestSize), others = search.Draw.Digits(24, search.LargestSize);
            others[0].Values[0] = inputs[0].Values[0];
            double[] a = search.Pair.Call(function, inputs), b = search.Pair.Call(function, others);
            return a.Length == inputs[0].Values.Length && (a.Length == 1 || search.Pair.Compare(a[..1], b[..1]) < 0);
        });

    /// <summary>Whether it is a sum of what each place contributes, apart from a constant.</summary>
    public static bool IsAdditive(DifferenceSearch search, StudiedFunction function)
    {
        var size = search.LargestSize;
        var zero = search.Pair.Call(function, search.Draw.Zeros(size));
        var exceptions = 0;
        for (var trial = 0; trial < DifferenceSearch.Trials; trial++)
        {
            IReadOnlyList<Tensor> a = search.Draw.Few(2, 11, size), b = search.Draw.Few(2, 11, size);
            for (var i = 0; i < a.Count; i++)
            {
                for (var at = 0; at < a[i].Values.Length; at++)
                    if (a[i].Values[at] != 0) b[i].Values[at] = 0;
            }

            IReadOnlyList<Tensor> sum = [.. a.Select((input, i) => input.With([.. input.Values.Zip(b[i].Values, (x, y) => x + y)]))];
            double[] ofA = search.Pair.Call(function, a), ofB = search.Pair.Call(function, b), ofSum = search.Pair.Call(function, sum);
            if (!Enumerable.Range(0, zero.Length).All(IsSum)) exceptions++;

            bool IsSum(int i)
            {
                var (left, right) = (ofA[i] - zero[i], ofB[i] - zero[i]);
                var scale = Math.Abs(left) + Math.Abs(right) + Math.Abs(zero[i]);
                return Math.Abs(ofSum[i] - zero[i] - left - right) <= LargestError * scale;
            }
        }

        // In a format of few bits, one of many sums may cancel.
        return exceptions <= MostExceptions;
    }

    /// <summary>Whether differences of the fifth order vanish, as those of polynomials up to the fourth degree do.</summary>
    public static bool IsPolynomial(DifferenceSearch search, StudiedFunction function)
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(i => ValueAt(search, function, i / 2f))];
        var largest = values.Max(Math.Abs);
        for (var order = 0; order < 5; order++) values = [.. values.Zip(values.Skip(1), (value, next) => next - value)];
        return values.All(value => Math.Abs(value) <= 1e-5 * largest);
    }

    /// <summary>Whether it multiplies by a constant.</summary>
    public static bool IsProduct(DifferenceSearch search, StudiedFunction function)
    {
        var constant = (float)ValueAt(search, function, 1);
        return Enumerable.Range(0, DifferenceSearch.Trials).Select(_ => search.Draw.Digits(24, search.LargestSize)[0].Values[0])
            .All(value => (float)ValueAt(search, function, value) == constant * value);
    }

    /// <summary>Whether it leaves the error of a product in a sum with the rounded product.</summary>
    public static bool Fuses(DifferenceSearch search, StudiedFunction function)
    {
        var (size, length) = (search.LargestSize, search.Draw.Zeros(search.LargestSize).Min(input => input.Values.Length));
        if (function.Inputs != 2 || length < 2) return false;
        for (var trial = 0; trial < DifferenceSearch.TrialsOfFew; trial++)
        {
            // A product and its opposite, once rounded, in two places: what is left is the error of a product that was not rounded. Places
            // at a distance of a power of two, as in lanes and halves.
            var distance = 1 << (trial % (1 + int.Log2(length - 1)));
            var first = trial * (length - distance) / DifferenceSearch.TrialsOfFew;
            var factors = search.Draw.Digits(24, size).Select(input => input.Values[0]).ToList();
            if (Leaves(first, first + distance) || Leaves(first + distance, first)) return true;

            bool Leaves(int product, int opposite)
            {
                var inputs = search.Draw.Zeros(size);
                (inputs[0].Values[product], inputs[1].Values[product]) = (factors[0], factors[1]);
                (inputs[0].Values[opposite], inputs[1].Values[opposite]) = (1, -(factors[0] * factors[1]));
                return search.Pair.Call(function, inputs).Any(value => value != 0);
            }
        }

        return false;
    }

    /// <summary>Whether a permutation of small integers changes the bits of its results, or of their permutation.</summary>
    public static bool DependsOnOrder(DifferenceSearch search, StudiedFunction function, int size)
    {
        for (var trial = 0; trial < DifferenceSearch.Trials; trial++)
        {
            var inputs = search.Draw.Integers(size);
            var places = search.Draw.Permutation(inputs[0].Values.Length);
            if (FunctionInputs.Permuted(inputs, places) is not { } permuted) return true;
            double[] results = search.Pair.Call(function, inputs), others = search.Pair.Call(function, permuted);
            if (results.Length == places.Length && results.Length > 1) results = [.. places.Select(place => results[place])];
            if (search.Pair.Compare(results, others) >= 0) return true;
        }

        return false;
    }

    private static double ValueAt(DifferenceSearch search, StudiedFunction function, float value) =>
        search.Pair.Call(function, search.Draw.Given(search.LargestSize, value))[0];
}
