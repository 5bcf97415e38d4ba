// Random inputs of a function, of which some make every order give the same result.

namespace QuizKit.Laboratory.Differences;

/// <summary>Draws inputs.</summary>
internal sealed class FunctionInputs(IReadOnlyList<InputShape> shapes, ulong seed)
{
    private const int Binades = 8;

    private readonly Random _random = new(unchecked((int)(seed ^ (seed >> 32))));

    /// <summary>Numbers of so many significant digits, within a few powers of two around one of them.</summary>
    public IReadOnlyList<Tensor> Digits(int digits, int size, int rows = 1, int exponent = 0) =>
        Of(size, rows, () => Number(digits, Binades, exponent));

    /// <summary>The same, or as often within many powers of two, so that few digits do not make a sum exact.</summary>
    /// <param name="isWide">Whether they may be beyond the normal numbers of binary16.</param>
    public IReadOnlyList<Tensor> AnyMagnitude(int digits, int size, bool isWide)
    {
        var binades = _random.Next(2) == 0 ? Binades : isWide ? 40 : 24;
        return Of(size, 1, () => Number(digits, binades));
    }

    /// <summary>Numbers −1, 0, 1 and 2, whose products and sums are exact in every format.</summary>
    public IReadOnlyList<Tensor> Integers(int size) => Of(size, 1, () => _random.Next(-1, 3));

    /// <summary>Numbers of so many digits in the given number of places, the same ones of each input, and 0 elsewhere.</summary>
    public IReadOnlyList<Tensor> Few(int count, int digits, int size)
    {
        var length = shapes.Min(shape => Product(shape.At(size, 1)));
        int[] places = [.. Enumerable.Range(0, count).Select(_ => _random.Next(length)).Distinct()];
        return [.. Of(size, 1, () => 0).Select(input =>
        {
            foreach (var place in places) input.Values[place] = Number(digits);
            return input;
        })];
    }

    /// <summary>Zeros.</summary>
    public IReadOnlyList<Tensor> Zeros(int size) => Of(size, 1, () => 0);

    /// <summary>The given numbers in the first places of the first input; its others are 0, and those of other inputs 1.</summary>
    public IReadOnlyList<Tensor> Given(int size, params float[] numbers)
    {
        var inputs = Of(size, 1, () => 1);
        Array.Clear(inputs[0].Values);
        numbers.CopyTo(inputs[0].Values, 0);
        return inputs;
    }

    /// <summary>Returns the index of the places that <see cref="Permuted"/> moves.</summary>
    public int[] Permutation(int length)
    {
        int[] places = [.. Enumerable.Range(0, length)];
        _random.Shuffle(places);
        return places;
    }

    /// <summary>Returns inputs in another order, the same for all of them; null where they are of different lengths.</summary>
    public static IReadOnlyList<Tensor>? Permuted(IReadOnlyList<Tensor> inputs, int[] places) =>
        inputs.Any(input => input.Values.Length != places.Length)
            ? null
            : [.. inputs.Select(input => input.With([.. places.Select(place => input.Values[place])]))];

    private IReadOnlyList<Tensor> Of(int size, int rows, Func<float> draw) =>
        [.. shapes.Select(shape => shape.At(size, rows)).Select(sizes =>
            new Tensor(sizes, [.. Enumerable.Range(0, Product(sizes)).Select(_ => draw())]))];

    private float Number(int digits, int binades = Binades, int exponent = 0)
    {
        var significand = (1 << (digits - 1)) + _random.Next(1 << (digits - 1));
        var magnitude = (float)Math.ScaleB(significand, 1 - digits + exponent + _random.Next(binades) - (binades / 2));
        return _random.Next(2) == 0 ? magnitude : -magnitude;
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));
}
