// The sums of products of a matrix unit: how many addends it takes at once, which bits of each it keeps, and how it rounds.

namespace QuizKit.Cuda.Emulator.Arithmetic;

/// <summary>
/// Adds exact products to an accumulator. In one step it aligns the products and the accumulator to the largest exponent among them, truncates each
/// toward zero at a fixed place below that exponent, adds what is left exactly, and rounds the sum once.
/// </summary>
/// <param name="Operand">The format of the factors.</param>
/// <param name="Accumulator">The format of the accumulator and of the result.</param>
/// <param name="FanIn">The products of one step. A longer sum takes several steps, each with the result of the one before as its accumulator.</param>
/// <param name="FractionBits">The bits that are kept of each addend below the largest exponent: at most 56.</param>
/// <param name="Rounding">How the sum of a step becomes a number of the accumulator's format. What is too large is infinite in any case.</param>
/// <param name="AddsAccumulatorLast">The steps begin with zero, and an addition that rounds to nearest adds the accumulator to their result.</param>
internal sealed record MultiplyAccumulateUnit(
    FloatFormat Operand, FloatFormat Accumulator, int FanIn, int FractionBits, Rounding Rounding, bool AddsAccumulatorLast = false)
{
    // What reproduces every sum that an NVIDIA H200 showed (evidence/h200/ptx.json.gz).
    public static readonly MultiplyAccumulateUnit HopperBinary16 = new(FloatFormat.Binary16, FloatFormat.Binary32, 16, 25, Rounding.Zero);
    public static readonly MultiplyAccumulateUnit HopperBinary16Only =
        HopperBinary16 with { Accumulator = FloatFormat.Binary16, Rounding = Rounding.Nearest };

    public static readonly MultiplyAccumulateUnit HopperBFloat16 = HopperBinary16 with { Operand = FloatFormat.BFloat16 };
    public static readonly MultiplyAccumulateUnit HopperTF32 = HopperBinary16 with { Operand = FloatFormat.TF32, FanIn = 8 };

    /// <summary>mma.sync of the formats of 8 bits: numbers that are widened to binary16.</summary>
    public static readonly MultiplyAccumulateUnit HopperFloat8 = HopperBinary16 with { AddsAccumulatorLast = true };

    /// <summary>The accumulator plus the products of <paramref name="a"/> and <paramref name="b"/>, which are numbers of the operands' format.</summary>
    public ulong Sum(ReadOnlySpan<Exact> a, ReadOnlySpan<Exact> b, ulong accumulator)
    {
        var sum = AddsAccumulatorLast ? 0 : accumulator;
        for (var k = 0; k < a.Length; k += FanIn)
        {
            var count = Math.Min(FanIn, a.Length - k);
            sum = Step(a.Slice(k, count), b.Slice(k, count), sum);
        }

        return AddsAccumulatorLast ? Accumulator.Add(sum, accumulator, Rounding.Nearest, flush: false) : sum;
    }

    private ulong Step(ReadOnlySpan<Exact> a, ReadOnlySpan<Exact> b, ulong accumulator)
    {
        Span<Exact> addends = stackalloc Exact[a.Length + 1];
        for (var k = 0; k < a.Length; k++) addends[k] = FloatFormat.Product(a[k], b[k]);
        addends[^1] = Accumulator.Unpack(accumulator);

        // The exponent of an addend is that of its format, a product's the sum of two: it is not normalized, and 1.5·1.5 has that of 1·1.
        var (hasNaN, hasPositive, hasNegative) = (false, false, false);
        var largest = int.MinValue;
        for (var i = 0; i < addends.Length; i++)
        {
            ref var addend = ref addends[i];
            hasNaN |= addend.IsNaN;
            hasPositive |= addend is { IsInfinite: true, IsNegative: false };
            hasNegative |= addend is { IsInfinite: true, IsNegative: true };
            var fraction = i < a.Length ? 2 * Operand.FractionBits : Accumulator.FractionBits;
            if (addend.Significand != 0) largest = Math.Max(largest, addend.Exponent + fraction);
        }

        if (hasNaN || (hasPositive && hasNegative)) return Accumulator.NaN;
        if (hasPositive || hasNegative) return Accumulator.Infinity | (hasNegative ? Accumulator.SignBit : 0);

        // What is left of each addend, in units of its last place.
        var last = largest - FractionBits;
        long sum = 0;
        foreach (ref readonly var addend in addends)
        {
            if (addend.Significand == 0) continue;
            var shift = addend.Exponent - last;
            var aligned = shift >= 0 ? (long)addend.Significand << shift : shift > -64 ? (long)addend.Significand >> -shift : 0;
            sum += addend.IsNegative ? -aligned : aligned;
        }

        if (sum == 0) return 0;
        var exact = new Exact(sum < 0, (ulong)Math.Abs(sum), last);
        return Accumulator.Round(Accumulator.IsTooLarge(exact) ? exact with { IsInfinite = true } : exact, Rounding);
    }
}
