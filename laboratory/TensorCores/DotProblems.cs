// The dot products that a unit is asked for: chosen ones, which reveal a parameter, and random ones, which prove them all.

using QuizKit.Cuda.Emulator.Arithmetic;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.Laboratory.TensorCores;

/// <param name="stream">Which use of random numbers this is.</param>
internal sealed class DotProblems(OperandFormat operand, FloatFormat accumulator, int length, ulong seed, ulong stream)
{
    /// <summary>What random dot products are like, each as often as the others.</summary>
    public const string Kinds =
        "numbers near 1, within 2^±8, of any exponent, of any bits with infinities and NaN, and powers of two that cancel";

    private ulong _drawn;

    /// <summary>The largest exponent of a product in a chosen problem: 32 of them do not overflow.</summary>
    public int Highest { get; } = Math.Min(Math.Min(2 * operand.HighestExponent, 60), HighestExponent(accumulator) - 7);

    /// <summary>The smallest one, normal as a result. Its factors are normal as the model takes them, of E4M3 in binary16.</summary>
    public int Lowest { get; } = Math.Max(
        Math.Max((2 * operand.LowestExponent) - (operand == OperandFormat.E4M3 ? operand.FractionBits : 0), -60),
        1 - HighestExponent(accumulator));

    private static int HighestExponent(FloatFormat format) => (1 << (format.ExponentBits - 1)) - 1;

    /// <summary>Zeros, and +0 as the accumulator.</summary>
    public DotProblem Zero() => new(new ulong[length], new ulong[length], 0);

    /// <summary>Makes a product a power of two with a sign.</summary>
    public void SetPower(DotProblem problem, int place, int exponent, bool isNegative = false) =>
        Set(problem, place, exponent, isNegative, fraction: 0);

    /// <summary>
    /// A product that cancels, of two places or of one and the accumulator, and beside it others whose exponents are about
    /// <paramref name="distance"/> smaller.
    /// </summary>
    public DotProblem Cancelling(IReadOnlyList<int> places, int distance, bool withAccumulator)
    {
        var problem = Zero();
        var high = Highest - Next(Math.Max(1, Highest - Lowest - distance));
        var sign = Next(2) == 0;
        var first = Next(places.Count);
        Set(problem, places[first], high, sign, Fraction());
        var partner = (first + 1 + Next(Math.Max(1, places.Count - 1))) % places.Count;
        if (!withAccumulator && partner != first) Copy(problem, places[first], places[partner]);
        foreach (var place in places)
        {
            if (problem.A[place] != 0 || Next(3) == 0) continue;
            SetAny(problem, place, Math.Max(Lowest, high - distance - Next(3)));
        }

        return withAccumulator ? problem with { C = Negated(problem, places[first]) } : problem;
    }

    /// <summary>Products that cancel, and an accumulator whose exponent is <paramref name="distance"/> smaller.</summary>
    public DotProblem SmallAccumulator(IReadOnlyList<int> places, int distance)
    {
        var problem = Cancelling(places, distance, withAccumulator: false);
        var exponent = Math.Max(Highest - Next(4) - distance, 1 - HighestExponent(accumulator));
        return problem with { C = Number(exponent) };
    }

    /// <summary>An accumulator, and products whose exponents are about <paramref name="distance"/> smaller.</summary>
    public DotProblem LargeAccumulator(IReadOnlyList<int> places, int distance)
    {
        var problem = Zero();
        var high = Math.Max(Highest - Next(Math.Max(1, Highest - Lowest - distance)), Lowest);
        var sameSign = Next(2) == 0;
        var sign = Next(2) == 0;
        foreach (var place in places)
        {
            if (Next(4) == 0) continue;
            Set(problem, place, Math.Max(Lowest, high - distance - Next(3)), sameSign ? sign : Next(2) == 0, Fraction());
        }

        return problem with { C = Number(high) };
    }

    /// <summary>An accumulator, half of its last place, and a product that is 2^<paramref name="distance"/> times smaller than that.</summary>
    public DotProblem NearTie(IReadOnlyList<int> places, int distance)
    {
        var problem = Zero();
        var half = Math.Max(Highest - accumulator.FractionBits - 1, Lowest);
        var first = Next(places.Count);
        SetPower(problem, places[first], half, Next(2) == 0);
        if (places.Count > 1) SetPower(problem, places[(first + 1) % places.Count], Math.Max(Lowest, half - distance), Next(2) == 0);
        return problem with { C = Number(half + accumulator.FractionBits + 1) };
    }

    /// <summary>Products with exponents of a window.</summary>
    public DotProblem Window(IReadOnlyList<int> places, int width)
    {
        var problem = Zero();
        var high = Highest - Next(Math.Max(1, Highest - Lowest - width));
        foreach (var place in places) SetAny(problem, place, Math.Max(Lowest, high - Next(width + 1)));
        return problem;
    }

    /// <summary>A random dot product of one of <see cref="Kinds"/>.</summary>
    public DotProblem Random(int kind)
    {
        // Some of the sums that cancel are zero.
        var problem = Zero();
        var isZero = kind == 4 && Next(4) == 0;
        for (var place = 0; place < length; place++)
        {
            problem.A[place] = RandomFactor(kind);
            problem.B[place] = RandomFactor(kind);
            if (kind == 4 && place > 0 && (isZero ? place % 2 == 1 : Next(2) == 0)) Copy(problem, place - 1, place);
        }

        return problem with { C = isZero ? 0 : RandomAccumulator(kind) };
    }

    public int Next(int count) => count <= 1 ? 0 : (int)(Word() % (uint)count);

    private uint Word() => Philox.At(seed, stream, _drawn++).A;

    private ulong Fraction() => Word() & ((1UL << operand.FractionBits) - 1);

    private void SetAny(DotProblem problem, int place, int exponent) => Set(problem, place, exponent, Next(2) == 0, Fraction());

    /// <summary>Makes a product ±1.f·2^<paramref name="exponent"/>, with the fraction in the left factor.</summary>
    private void Set(DotProblem problem, int place, int exponent, bool isNegative, ulong fraction)
    {
        var left = Math.Clamp(exponent / 2, operand.LowestExponent, operand.HighestExponent);
        var right = exponent - left;
        problem.A[place] = operand.Encode(isNegative, fraction | (1UL << operand.FractionBits), left - operand.FractionBits);
        problem.B[place] = operand.Encode(isNegative: false, 1, right);
    }

    /// <summary>Makes a product the negative of another one.</summary>
    private void Copy(DotProblem problem, int from, int to)
    {
        problem.A[to] = problem.A[from] ^ operand.SignBit;
        problem.B[to] = problem.B[from];
    }

    private ulong Negated(DotProblem problem, int place)
    {
        var product = FloatFormat.Product(operand.Decode(problem.A[place]), operand.Decode(problem.B[place]));
        return accumulator.Round(product, Rounding.Zero) ^ accumulator.SignBit;
    }

    /// <summary>A number of the accumulator's format with an exponent and random bits.</summary>
    private ulong Number(int exponent) =>
        (Next(2) == 0 ? accumulator.SignBit : 0)
        | ((ulong)(exponent + HighestExponent(accumulator)) << accumulator.FractionBits)
        | (Word() & ((1UL << accumulator.FractionBits) - 1));

    private ulong RandomFactor(int kind)
    {
        var (lowest, highest) = (operand.LowestExponent, operand.HighestExponent);
        var exponent = kind switch
        {
            0 => -Next(2),
            1 => Math.Clamp(Next(17) - 8, lowest, highest),
            2 => lowest + Next(highest - lowest + 1),
            _ => Math.Clamp(Next(25) - 12, lowest, highest),
        };
        if (kind == 3) return (Word() & ((operand.SignBit << 1) - 1)) & ~(operand.Smallest - 1);
        var fraction = kind == 4 ? 0 : Fraction();
        return operand.Encode(Next(2) == 0, fraction | (1UL << operand.FractionBits), exponent - operand.FractionBits);
    }

    private ulong RandomAccumulator(int kind)
    {
        var highest = HighestExponent(accumulator);
        return kind switch
        {
            0 => Number(-Next(2)),
            1 => Number(Math.Clamp(Next(17) - 8, 1 - highest, highest)),
            2 => Number(Next(2 * highest) + 1 - highest),
            3 => Word() & ((accumulator.SignBit << 1) - 1),
            _ => Next(2) == 0 ? 0 : Number(Math.Clamp(Next(25) - 12, 1 - highest, highest)) & ~((1UL << accumulator.FractionBits) - 1),
        };
    }
}
