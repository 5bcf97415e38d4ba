// The extraction and the final rounding, checked for every input of small formats.

using QuizKit.Numerics.Exact;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class SmallFormatTests
{
    /// <summary>Formats of 8 to 11 bits, of each the precision and the bits of the exponent.</summary>
    public static TheoryData<int, int> Formats => new() { { 4, 4 }, { 3, 5 }, { 5, 4 }, { 4, 5 }, { 5, 5 }, { 6, 5 }, { 8, 3 } };

    /// <summary>Every pair of finite numbers of a format, and a crumb beyond: what is rounded has more bits than the format, in every place.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void The_sum_of_any_two_numbers_is_rounded_to_the_nearest(int precision, int exponentBits)
    {
        var format = new BinaryFormat(precision, exponentBits);
        var nearest = NearestByMidpoints(format);
        Assert.Empty(Faults(format, total => nearest(Math.Abs(total)) | (total < 0 ? format.SignBit : 0)).Take(10));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    public void The_sum_of_any_two_numbers_is_rounded_in_the_direction_given(int precision, int exponentBits)
    {
        foreach (var rounding in new[] { Rounding.TowardZero, Rounding.Down, Rounding.Up })
        {
            var format = new BinaryFormat(precision, exponentBits, rounding);
            double[] values = [.. Enumerable.Range(0, (int)format.Infinity).Select(bits => Value(format, (ulong)bits))];
            Assert.Empty(Faults(format, Expected).Take(10));

            // The neighbors of a total in the table of all numbers; beyond the last one is the infinity.
            ulong Expected(double total)
            {
                if (total == 0) return rounding == Rounding.Down ? format.SignBit : 0;
                var at = Array.BinarySearch(values, Math.Abs(total));
                var above = at < 0 ? ~at : at;
                var takesAbove = at >= 0 || rounding == (total < 0 ? Rounding.Down : Rounding.Up);
                return (uint)(takesAbove ? above : above - 1) | (total < 0 ? format.SignBit : 0);
            }
        }
    }

    /// <summary>Every number of a format and every σ that may take it: the parts add up, and the remainder is small enough for the next pass.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void An_extraction_of_any_number_is_exact(int precision, int exponentBits)
    {
        var format = new BinaryFormat(precision, exponentBits);
        var lowest = LowestExponent(format);
        for (var exponent = lowest - 2; exponent < (1 << (exponentBits - 1)) + 5; exponent++)
        {
            // An extraction of this exponent takes whole multiples of 2^(exponent - 52), so scale by 2^(52 - j) for a unit in every bit of a number.
            for (var unit = -2; unit <= precision + 2; unit++)
            {
                var extraction = new Extraction(1023 + 52 + exponent + unit - 2);
                var weight = Math.ScaleB(1, extraction.Exponent - 1023 - 52);
                for (ulong bits = 0; bits < format.Infinity; bits++)
                {
                    foreach (var number in new[] { Value(format, bits), -Value(format, bits) })
                    {
                        var integer = 0L;
                        var remainder = extraction.Extract(number, ref integer);
                        Assert.Equal(integer, extraction.Total(BitConverter.DoubleToUInt64Bits(extraction.Sigma + number), 1));
                        Assert.True((integer * weight) + remainder == number && Math.Abs(remainder) <= weight / 2, $"{number:R} with 2^{extraction.Exponent - 1023}");
                        Assert.Equal(0ul, extraction.Excess(number) >> 52);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Faults(BinaryFormat format, Func<double, ulong> expectedOf)
    {
        for (ulong a = 0; a < format.Infinity; a++)
        {
            for (ulong b = 0; b < format.Infinity; b++)
            {
                foreach (var signs in new[] { 0, 1, 2, 3 })
                {
                    foreach (var crumb in new[] { -1, 0, 1 })
                    {
                        // The crumb is 2^-3 of the lowest bit of the format: a binary64 number holds all of it.
                        var x = (signs & 1) == 0 ? Value(format, a) : -Value(format, a);
                        var y = (signs & 2) == 0 ? Value(format, b) : -Value(format, b);
                        var expected = expectedOf(x + y + (crumb * Math.ScaleB(1, LowestExponent(format) - 3)));
                        var actual = Round(format, x, y, crumb);
                        if (actual != expected) yield return $"{a:x} {b:x} {signs} {crumb}: {actual:x}, not {expected:x}";
                    }
                }
            }
        }
    }

    private static int LowestExponent(BinaryFormat format) => format.LowestPosition + FixedPoint.LowestExponent;

    private static double Value(BinaryFormat format, ulong bits)
    {
        var exponent = (int)(bits >> (format.Precision - 1));
        var fraction = bits & ((1ul << (format.Precision - 1)) - 1);
        return exponent == 0
            ? Math.ScaleB(fraction, LowestExponent(format))
            : Math.ScaleB(fraction | (1ul << (format.Precision - 1)), LowestExponent(format) + exponent - 1);
    }

    private static ulong Round(BinaryFormat format, double x, double y, int crumb)
    {
        Span<long> limbs = stackalloc long[FixedPoint.Limbs];
        FixedPoint.Add(limbs, Term.Of(x));
        FixedPoint.Add(limbs, Term.Of(y));
        FixedPoint.Add(limbs, (ulong)Math.Abs(crumb), 0, crumb < 0, format.LowestPosition - 3);
        return FixedPoint.Round(limbs, 0, StatusFlags.None, format);
    }

    /// <summary>Rounds a magnitude by comparison with the midpoints of a table of all numbers: nothing here computes a bit.</summary>
    private static Func<double, ulong> NearestByMidpoints(BinaryFormat format)
    {
        double[] values = [.. Enumerable.Range(0, (int)format.Infinity + 1).Select(bits => Value(format, (ulong)bits))];
        double[] midpoints = [.. values.Zip(values.Skip(1), (low, high) => (low + high) / 2)];
        return magnitude =>
        {
            var at = Array.BinarySearch(midpoints, magnitude);
            if (at < 0) return (ulong)~at;
            return (ulong)(at % 2 == 0 ? at : at + 1);
        };
    }
}
