// Two functions on the same inputs: calls, comparisons, and the smallest inputs for which they differ.

using QuizKit.Laboratory.Formats;

namespace QuizKit.Laboratory.Differences;

/// <summary>Two functions under comparison.</summary>
internal sealed class FunctionPair(StudiedFunction first, StudiedFunction second)
{
    /// <summary>The largest number of calls that the search for simpler numbers takes.</summary>
    private const int MostTrials = 300;

    private const int Unrounded = 53;

    public StudiedFunction First => first;

    public StudiedFunction Second => second;

    public IReadOnlyList<StudiedFunction> Both { get; } = [first, second];

    /// <summary>The number of calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The precision to which results are rounded before they are compared.</summary>
    public int ComparedBits { get; set; } = Unrounded;

    /// <summary>Calls one of them.</summary>
    /// <exception cref="FunctionException">It gave no result.</exception>
    public double[] Call(StudiedFunction function, IReadOnlyList<Tensor> inputs)
    {
        Calls++;
        return function.Compute(inputs);
    }

    /// <summary>Compares both.</summary>
    /// <returns>The index of the first result that differs, or −1.</returns>
    /// <exception cref="FunctionException">One gave no result, or another number of them.</exception>
    public int Compare(IReadOnlyList<Tensor> inputs) => Compare(Call(first, inputs), Call(second, inputs));

    /// <summary>Whether both differ.</summary>
    public bool Differ(IReadOnlyList<Tensor> inputs) => Compare(inputs) >= 0;

    /// <summary>Whether both differ, if nothing is rounded.</summary>
    public bool DifferUnrounded(IReadOnlyList<Tensor> inputs) => Compare(Call(first, inputs), Call(second, inputs), Unrounded) >= 0;

    /// <summary>Returns the index of the first number that differs, or −1; NaNs are equal, and so are both zeros.</summary>
    /// <exception cref="FunctionException">There are not as many numbers in both.</exception>
    public int Compare(double[] a, double[] b) => Compare(a, b, ComparedBits);

    private int Compare(double[] a, double[] b, int bits)
    {
        if (a.Length != b.Length)
        {
            throw new FunctionException(
                $"{first.Name} returns {NumberText.Of(a.Length, "number")} and {second.Name} {NumberText.Of(b.Length)} for the same inputs: "
                    + "they are compared number by number.", isLost: true);
        }

        for (var i = 0; i < a.Length; i++)
            if (!AreSame(a[i], b[i], bits)) return i;
        return -1;
    }

    /// <summary>Returns a witness with simpler numbers, which still satisfies a condition.</summary>
    public static IReadOnlyList<Tensor> Simplify(IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, bool> holds)
    {
        var trials = 0;
        for (var i = 0; i < inputs.Count; i++)
        {
            for (var at = 0; at < inputs[i].Values.Length; at++)
            {
                foreach (var simpler in SimplerThan(inputs[i].Values[at]))
                {
                    if (trials++ == MostTrials) return inputs;
                    var values = inputs[i].Values.ToArray();
                    values[at] = simpler;
                    Tensor[] changed = [.. inputs];
                    changed[i] = inputs[i].With(values);
                    if (!Holds(changed)) continue;
                    inputs = changed;
                    break;
                }
            }
        }

        return inputs;

        bool Holds(IReadOnlyList<Tensor> changed)
        {
            try
            {
                return holds(changed);
            }
            catch (FunctionException exception) when (!exception.IsLost)
            {
                return false;
            }
        }
    }

    /// <summary>Returns inputs for which both differ, with the results there.</summary>
    public DifferenceWitness WitnessOf(IReadOnlyList<Tensor> inputs)
    {
        var (a, b) = (Call(first, inputs), Call(second, inputs));
        var index = Math.Max(Compare(a, b, Unrounded), 0);
        return WitnessOf(inputs, index, a[index], b[index]);
    }

    public static DifferenceWitness WitnessOf(IReadOnlyList<Tensor> inputs, int index, double a, double b) =>
        new([.. inputs.Select(input => new WitnessArray(input.Shape, input.Values))], index, a, b);

    private static bool AreSame(double a, double b, int bits) =>
        a.Equals(b) || a == b || BinaryDigits.Round(a, bits) == BinaryDigits.Round(b, bits)
            || (bits == BinaryRounding.Binary16.Precision && BinaryRounding.Binary16.Round(a) == BinaryRounding.Binary16.Round(b));

    private static IEnumerable<float> SimplerThan(float value)
    {
        if (value == 0) yield break;
        yield return 0;
        if (value == 1) yield break;
        yield return 1;
        foreach (var bits in (int[])[1, 2, 4, 8, 12, 16])
        {
            var rounded = (float)BinaryDigits.Round(value, bits);
            if (rounded == value) yield break;
            yield return rounded;
        }
    }
}
