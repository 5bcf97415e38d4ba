// The sums of products of a matrix unit: how many addends it takes at once, which bits of each it keeps, and how it rounds.

using System.Numerics;

namespace QuizKit.Cuda.Emulator.Arithmetic;

/// <summary>Where the accumulator enters the sum of a matrix unit.</summary>
internal enum AccumulatorPlace : byte
{
    /// <summary>It is aligned and added with the products of each step.</summary>
    WithProducts,

    /// <summary>The products of each step are aligned to the largest of them. The accumulator is added to their sum, which is then rounded.</summary>
    AfterProducts,

    /// <summary>The steps begin with zero, and an addition that rounds to nearest adds the accumulator to their result.</summary>
    AfterSteps,
}

/// <summary>What is cut where an accumulator is added after the products: both are aligned to the larger of the accumulator's exponent and that of
/// the largest product.</summary>
/// <param name="ProductBits">The bits that are kept of the sum of the products below that exponent.</param>
/// <param name="AccumulatorBits">Those of the accumulator.</param>
/// <param name="Cut">What becomes of the bits below.</param>
internal sealed record AccumulatorJoin(int ProductBits, int AccumulatorBits, Rounding Cut);

/// <summary>
/// Adds exact products to an accumulator. In one step it aligns the products and the accumulator to the largest exponent among them, cuts each at a
/// fixed place below that exponent, adds what is left exactly, and rounds the sum once.
/// </summary>
/// <param name="Operand">The format of the factors.</param>
/// <param name="Accumulator">The format of the accumulator and of the result.</param>
/// <param name="FanIn">The products of one step. A longer sum takes several steps, each with the result of the one before as its accumulator.</param>
/// <param name="FractionBits">The bits that are kept of each addend below the largest exponent: at most 80; null: all.</param>
/// <param name="Rounding">How the sum of a step becomes a number of the accumulator's format.</param>
internal sealed record MultiplyAccumulateUnit(
    FloatFormat Operand, FloatFormat Accumulator, int FanIn, int? FractionBits, Rounding Rounding)
{
    // What reproduces every sum that an NVIDIA H200 showed (evidence/h200/ptx.json.gz).
    public static readonly MultiplyAccumulateUnit HopperBinary16 = new(FloatFormat.Binary16, FloatFormat.Binary32, 16, 25, Rounding.Zero);
    public static readonly MultiplyAccumulateUnit HopperBinary16Only =
        HopperBinary16 with { Accumulator = FloatFormat.Binary16, Rounding = Rounding.Nearest };

    public static readonly MultiplyAccumulateUnit HopperBFloat16 = HopperBinary16 with { Operand = FloatFormat.BFloat16 };
    public static readonly MultiplyAccumulateUnit HopperTF32 = HopperBinary16 with { Operand = FloatFormat.TF32, FanIn = 8 };

    /// <summary>mma.sync of the formats of 8 bits: numbers that are widened to binary16.</summary>
    public static readonly MultiplyAccumulateUnit HopperFloat8 = HopperBinary16 with { Place = AccumulatorPlace.AfterSteps };

    /// <summary>What becomes of the bits of an addend below those that are kept.</summary>
    public Rounding Cut { get; init; } = Rounding.Zero;

    public AccumulatorPlace Place { get; init; }

    /// <summary>For an accumulator after the products: what is cut when it is added; null: nothing.</summary>
    public AccumulatorJoin? Join { get; init; }

    /// <summary>The bits of the fraction that a result has; null: all of its format.</summary>
    public int? ResultFractionBits { get; init; }

    /// <summary>Whether subnormal factors count as zero.</summary>
    public bool FlushesOperands { get; init; }

    /// <summary>Whether subnormal accumulators and results become zero.</summary>
    public bool FlushesAccumulator { get; init; }

    /// <summary>Whether a finite sum that is too large becomes the largest number where it is rounded toward zero; otherwise it is infinite.</summary>
    public bool Saturates { get; init; }

    /// <summary>The accumulator plus the products of <paramref name="a"/> and <paramref name="b"/>, which are numbers of the operands' format.</summary>
    public ulong Sum(ReadOnlySpan<Exact> a, ReadOnlySpan<Exact> b, ulong accumulator)
    {
        if (FlushesAccumulator) accumulator = Accumulator.Flush(accumulator);
        var sum = Place == AccumulatorPlace.AfterSteps ? 0 : accumulator;
        for (var k = 0; k < a.Length; k += FanIn)
        {
            var count = Math.Min(FanIn, a.Length - k);
            sum = Step(a.Slice(k, count), b.Slice(k, count), sum);
        }

        return Place == AccumulatorPlace.AfterSteps ? Accumulator.Add(sum, accumulator, Rounding.Nearest, FlushesAccumulator) : sum;
    }

    private ulong Step(ReadOnlySpan<Exact> a, ReadOnlySpan<Exact> b, ulong accumulator)
    {
        Span<Exact> addends = stackalloc Exact[a.Length + 1];
        for (var k = 0; k < a.Length; k++) addends[k] = FloatFormat.Product(Factor(a[k]), Factor(b[k]));
        addends[^1] = Accumulator.Unpack(accumulator);

        var (hasNaN, hasPositive, hasNegative) = (false, false, false);
        foreach (ref readonly var addend in addends)
        {
            hasNaN |= addend.IsNaN;
            hasPositive |= addend is { IsInfinite: true, IsNegative: false };
            hasNegative |= addend is { IsInfinite: true, IsNegative: true };
        }

        if (hasNaN || (hasPositive && hasNegative)) return Accumulator.NaN;
        if (hasPositive || hasNegative) return Accumulator.Infinity | (hasNegative ? Accumulator.SignBit : 0);
        if (Place == AccumulatorPlace.AfterProducts || FractionBits is not { } bits)
        {
            var (number, isInexact) = WideSum(addends).ToExact();
            return Round(number, isInexact);
        }

        // What is left of each addend, in units of its last place.
        var largest = LargestExponent(addends);
        if (largest == int.MinValue) return 0;
        Int128 sum = 0;
        foreach (ref readonly var addend in addends) sum += (Int128)CutAt(addend, largest - bits);
        return Round(new Exact(sum < 0, (UInt128)Int128.Abs(sum), largest - bits), isInexact: false);
    }

    private Exact Factor(Exact factor)
    {
        var isSubnormal = FlushesOperands && factor.Significand < (UInt128.One << Operand.FractionBits);
        return isSubnormal && !factor.IsInfinite && !factor.IsNaN ? factor with { Significand = 0 } : factor;
    }

    /// <summary>The exponent of an addend is that of its format, a product's the sum of two: it is not normalized, and 1.5·1.5 has that of 1·1.</summary>
    private int LargestExponent(ReadOnlySpan<Exact> addends)
    {
        var largest = int.MinValue;
        for (var i = 0; i < addends.Length; i++)
        {
            if (addends[i].Significand == 0) continue;
            var fraction = i < addends.Length - 1 ? 2 * Operand.FractionBits : Accumulator.FractionBits;
            largest = Math.Max(largest, addends[i].Exponent + fraction);
        }

        return largest;
    }

    /// <summary>The sum where nothing bounds its length, or where the accumulator is added after the products.</summary>
    private WideNumber WideSum(ReadOnlySpan<Exact> addends)
    {
        // The accumulator is the last addend: a zero in its place does not take part.
        Span<Exact> aligned = stackalloc Exact[addends.Length];
        addends.CopyTo(aligned);
        if (Place == AccumulatorPlace.AfterProducts) aligned[^1] = default;
        var largest = LargestExponent(aligned);
        var sum = new WideNumber(0, 0);
        foreach (ref readonly var addend in aligned)
        {
            if (addend.Significand == 0) continue;
            sum += FractionBits is { } bits
                ? new WideNumber((BigInteger)CutAt(addend, largest - bits), largest - bits)
                : new WideNumber(Signed(addend), addend.Exponent);
        }

        var accumulator = addends[^1];
        if (Place != AccumulatorPlace.AfterProducts || accumulator.Significand == 0) return sum;
        var number = new WideNumber(Signed(accumulator), accumulator.Exponent);
        if (Join is not { } join) return sum + number;
        largest = Math.Max(largest, accumulator.Exponent + Accumulator.FractionBits);
        return sum.CutAt(largest - join.ProductBits, join.Cut) + number.CutAt(largest - join.AccumulatorBits, join.Cut);
    }

    private Int128 CutAt(in Exact addend, int last)
    {
        if (addend.Significand == 0) return 0;
        var shift = addend.Exponent - last;
        if (shift < 0 && Cut != Rounding.Zero) return (Int128)new WideNumber(Signed(addend), addend.Exponent).CutAt(last, Cut).Value;
        var kept = (Int128)(shift >= 0 ? addend.Significand << shift : shift > -128 ? addend.Significand >> -shift : 0);
        return addend.IsNegative ? -kept : kept;
    }

    private static BigInteger Signed(in Exact addend) => addend.IsNegative ? -(BigInteger)addend.Significand : addend.Significand;

    private ulong Round(Exact sum, bool isInexact)
    {
        if (sum.Significand == 0) return 0;
        if (!Saturates && Accumulator.IsTooLarge(sum)) sum = sum with { IsInfinite = true };
        var format = ResultFractionBits is { } bits ? Accumulator with { FractionBits = bits } : Accumulator;
        return format.Round(sum, Rounding, isInexact, FlushesAccumulator) << (Accumulator.FractionBits - format.FractionBits);
    }

    /// <summary>The exact number <paramref name="Value"/>·2^<paramref name="Exponent"/>, as long as it takes.</summary>
    private readonly record struct WideNumber(BigInteger Value, int Exponent)
    {
        public static WideNumber operator +(WideNumber x, WideNumber y)
        {
            if (x.Value.IsZero) return y;
            if (y.Value.IsZero) return x;
            var last = Math.Min(x.Exponent, y.Exponent);
            return new WideNumber((x.Value << (x.Exponent - last)) + (y.Value << (y.Exponent - last)), last);
        }

        /// <summary>A multiple of 2^<paramref name="last"/>.</summary>
        public WideNumber CutAt(int last, Rounding mode)
        {
            var shift = last - Exponent;
            if (shift <= 0) return new WideNumber(Value << -shift, last);

            // A shift rounds down.
            var down = Value >> shift;
            var remainder = Value - (down << shift);
            var half = BigInteger.One << (shift - 1);
            var isUp = !remainder.IsZero && mode switch
            {
                Rounding.Zero => Value.Sign < 0,
                Rounding.Nearest => remainder > half || (remainder == half && !down.IsEven),
                Rounding.NearestAway => remainder > half || (remainder == half && Value.Sign > 0),
                Rounding.Up => true,
                _ => false,
            };
            return new WideNumber(isUp ? down + 1 : down, last);
        }

        /// <summary>The leading 120 bits, and whether there are others.</summary>
        public (Exact Number, bool IsInexact) ToExact()
        {
            var magnitude = BigInteger.Abs(Value);
            var excess = (int)magnitude.GetBitLength() - 120;
            if (excess <= 0) return (new Exact(Value.Sign < 0, (UInt128)magnitude, Exponent), false);
            var kept = magnitude >> excess;
            return (new Exact(Value.Sign < 0, (UInt128)kept, Exponent + excess), kept << excess != magnitude);
        }
    }
}
