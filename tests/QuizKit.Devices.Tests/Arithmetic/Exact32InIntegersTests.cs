// Quotients and roots in integers have the bits of the processor's, which IEEE 754 defines.

using QuizKit.Devices.Arithmetic;
using Xunit;

namespace QuizKit.Devices.Tests.Arithmetic;

public sealed class Exact32InIntegersTests
{
    /// <summary>Non-negative numbers at which a case ends: zero, subnormals, powers of two and their neighbours, the largest, infinity.</summary>
    private static readonly float[] Edges =
    [
        0f, float.Epsilon, 2 * float.Epsilon, 3 * float.Epsilon, 5.8774718e-39f, 1.1754942e-38f, 1.17549435e-38f, 1.1754945e-38f, 1.7632415e-38f,
        1e-30f, 5.9604645e-8f, 0.33333334f, 0.5f, 0.99999994f, 1f, 1.0000001f, 1.5f, 1.9999999f, 2f, 3f, 16777215f, 1.8446744e19f, 1.7014118e38f,
        float.MaxValue, float.PositiveInfinity, float.NaN,
    ];

    [Fact]
    public void Every_pair_of_edge_cases_has_its_quotient_and_its_root()
    {
        float[] edges = [.. Edges, .. Edges.Select(x => -x)];

        foreach (var a in edges)
        {
            AssertRoot(a);
            foreach (var b in edges) AssertQuotient(a, b);
        }
    }

    [Fact]
    public void Random_bit_patterns_have_their_quotients_and_roots()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000_000; i++)
        {
            var a = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            AssertQuotient(a, BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
            AssertRoot(a);
        }
    }

    [Fact]
    public void Quotients_next_to_the_middle_of_two_numbers_are_rounded_to_the_nearer()
    {
        var random = new Random(2);
        for (var i = 0; i < 300_000; i++)
        {
            // (q + 1/2)·b, which has 49 bits, rounded to 24: divided by b, as close to q + 1/2 as a dividend comes.
            int q = random.Next(1 << 23, 1 << 24), b = random.Next(1 << 23, 1 << 24);
            var a = (float)((q + 0.5) * b);
            AssertQuotient(MathF.BitDecrement(a), b);
            AssertQuotient(a, b);
            AssertQuotient(MathF.BitIncrement(a), b);
        }
    }

    [Fact]
    public void Quotients_below_the_normal_numbers_are_rounded_once()
    {
        var random = new Random(3);
        for (var i = 0; i < 300_000; i++)
        {
            // Around (n + 1/2)·2⁻¹⁴⁹, exactly for a divisor that is a power of two: n has 0 to 23 bits.
            var middle = (random.Next(1 << random.Next(24)) + 0.5) * Math.ScaleB(1, -149);
            var b = Math.ScaleB((i & 1) == 0 ? 1 : 1 + random.NextDouble(), random.Next(30, 120));
            var a = (float)(middle * (float)b);
            AssertQuotient(MathF.BitDecrement(a), (float)b);
            AssertQuotient(a, (float)b);
            AssertQuotient(-MathF.BitIncrement(a), (float)b);
        }
    }

    [Fact]
    public void Every_significand_has_its_reciprocal_and_its_root_with_an_even_and_an_odd_exponent() =>
        Parallel.For(0, 1 << 9, block =>
        {
            var one = BitConverter.SingleToInt32Bits(1f);
            for (var i = block << 15; i < (block + 1) << 15; i += Thorough.Count(1, few: 61))
            {
                // All 2²⁴ numbers of [1, 4), below 2 all significands; in a short run, every 61st.
                var a = BitConverter.Int32BitsToSingle(one + i);
                if (a < 2f) AssertQuotient(1f, a);
                AssertRoot(a);
            }
        });

    private static void AssertQuotient(float a, float b) => AssertSame(a / b, Exact32InIntegers.Divide(a, b), a, b);

    private static void AssertRoot(float a) => AssertSame(MathF.Sqrt(a), Exact32InIntegers.SquareRoot(a), a, float.NaN);

    private static void AssertSame(float expected, float found, float a, float b)
    {
        if (BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(found)) return;
        if (float.IsNaN(expected) && float.IsNaN(found)) return;
        Assert.Fail($"of {a:R} {(float.IsNaN(b) ? "" : $"and {b:R}")}: expected {expected:R}, found {found:R}");
    }
}
