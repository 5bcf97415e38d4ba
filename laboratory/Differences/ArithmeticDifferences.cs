// Differences of functions, fusion and orders, where formats make none.

namespace QuizKit.Laboratory.Differences;

internal static class ArithmeticDifferences
{
    private const int Trials = DifferenceSearch.Trials, TrialsOfFew = DifferenceSearch.TrialsOfFew;

    /// <summary>Examines functions each of whose results depends on one number.</summary>
    /// <param name="inputBits">The bits of inputs that both read.</param>
    public static void FindElementwise(DifferenceSearch search, int inputBits)
    {
        var size = search.LargestSize;
        if (search.Search(() => search.Draw.Digits(1, size), TrialsOfFew) is { } power)
        {
            search.Found(DifferenceCause.Function, "They differ for single powers of two.", Alone(search, power));
        }
        else if (search.Search(() => search.Draw.Digits(inputBits, size), TrialsOfFew) is { } inputs)
        {
            var canFuse = search.Pair.Both.All(function => FunctionProperties.IsPolynomial(search, function))
                && !search.Pair.Both.Any(function => FunctionProperties.IsProduct(search, function));
            var single = Alone(search, inputs);
            if (canFuse) search.Found(DifferenceCause.Fusion, "They differ for single numbers, but not for powers of two.", single);
            else search.Found(DifferenceCause.Function, "They differ for single numbers.", single);
        }
    }

    /// <summary>Returns the number that makes the difference as the only one of the smallest size, or the same inputs.</summary>
    private static IReadOnlyList<Tensor> Alone(DifferenceSearch search, IReadOnlyList<Tensor> inputs)
    {
        var alone = search.Draw.Given(search.Sizes[0], inputs[0].Values[search.Pair.Compare(inputs)]);
        return search.Pair.Differ(alone) ? alone : inputs;
    }

    /// <summary>Looks for differences of one or two numbers.</summary>
    /// <param name="digits">The bits of inputs whose products are exact.</param>
    public static bool FindFunction(DifferenceSearch search, int digits)
    {
        var small = search.Sizes.Where(size => size <= 2);
        if (search.SearchSizes(small, size => search.Draw.Digits(digits, size), TrialsOfFew) is not { } inputs) return false;
        search.Found(DifferenceCause.Function, "They differ where there is no choice of order, and every product is exact.", inputs);
        return true;
    }

    /// <summary>Examines functions that may add.</summary>
    /// <param name="full">The bits of inputs that both read.</param>
    /// <param name="half">The bits of inputs whose products are exact.</param>
    /// <param name="isSum">Whether both are sums of what each place contributes.</param>
    public static void FindSums(DifferenceSearch search, int full, int half, bool isSum)
    {
        if (FindFunction(search, half)) return;
        if (isSum && search.Search(() => search.Draw.Few(1, half, search.LargestSize), TrialsOfFew) is { } single)
        {
            search.Found(DifferenceCause.Function, "They differ for one number that is not 0, whose products are exact.", single);
            return;
        }

        var small = search.Sizes.Where(size => size <= 2);
        var few = search.SearchSizes(small, size => search.Draw.Digits(full, size), TrialsOfFew)
            ?? (isSum ? search.Search(() => search.Draw.Few(2, full, search.LargestSize), TrialsOfFew) : null);
        var isOneProduct = few is not null && few.All(input => input.Values.Count(value => value != 0) <= 1);
        if (few is not null && isOneProduct && !HasBias(search))
        {
            search.Found(DifferenceCause.Function, "They differ for a single product.", few);
            return;
        }

        var fusing = few is null ? [] : search.Pair.Both.Where(function => FunctionProperties.Fuses(search, function)).ToList();
        if (few is not null && fusing.Count < 2)
        {
            search.Found(
                DifferenceCause.Fusion,
                (fusing is [var one] ? $"`{one.Name}` fuses a product with an addition: " : "")
                    + "they differ for two products only where these are inexact.",
                few);
        }

        var larger = search.Sizes.Where(size => size > 2).ToList();
        var isWide = search.Causes.Count == 0;
        var many = search.SearchSizes(larger, size => search.Draw.AnyMagnitude(half, size, isWide), 2 * Trials);
        if (many is not null)
        {
            var integers = search.SearchSizes(larger, search.Draw.Integers, Trials);
            var isOrdered = integers is null || search.Pair.Both.Any(
                function => larger.Any(size => FunctionProperties.DependsOnOrder(search, function, size)));
            if (!isOrdered)
            {
                search.Found(DifferenceCause.Function, "They differ for small integers, whose sums are exact in any order.", integers!);
                return;
            }

            search.Found(
                DifferenceCause.Order, "They agree where there is one addition, and differ for exact addends where there are more.", many);
        }
        else if (fusing.Count == 2)
        {
            search.Found(DifferenceCause.Order, "Both fuse, each another one of two products.", few!);
        }
        else if (few is null && search.SearchSizes(larger, size => search.Draw.Digits(full, size), TrialsOfFew) is { } inexact)
        {
            search.Found(DifferenceCause.Fusion, "They differ only where products are inexact.", inexact);
        }
    }

    private static bool HasBias(DifferenceSearch search)
    {
        var zero = search.Draw.Zeros(search.LargestSize);
        return search.Pair.Both.Any(function => search.Pair.Call(function, zero).Any(value => value != 0));
    }
}
