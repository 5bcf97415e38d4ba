// Numbers as people read them.

using Xunit;

namespace QuizKit.Reports.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData(136448, "136,448")]
    [InlineData(4294967296, "4,294,967,296")]
    [InlineData(-70912, "-70,912")]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.25, "0.25")]
    [InlineData(0.340845056908, "0.340845")]
    [InlineData(1234.5678, "1234.57")]
    [InlineData(999999.4, "999999")]
    [InlineData(999999.7, "1e6")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00009999996, "1e-4")]
    [InlineData(3.814697265625e-6, "3.8147e-6")]
    [InlineData(-5.960464477539063e-8, "-5.96046e-8")]
    [InlineData(1e-45, "1e-45")]
    [InlineData(1e15, "1e15")]
    [InlineData(1.5e300, "1.5e300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_number_has_six_significant_digits_and_a_count_all_of_them(double value, string expected) =>
        Assert.Equal(expected, NumberText.Of(value));

    [Theory]
    [InlineData(9.51e-7, "9.5·10⁻⁷")]
    [InlineData(-0.159, "−1.6·10⁻¹")]
    [InlineData(123456, "1.2·10⁵")]
    [InlineData(0, "0")]
    public void A_number_in_a_sentence_is_printed_as_the_quiz_prints_it(double value, string expected) =>
        Assert.Equal(expected, NumberText.InWords(value));

    [Fact]
    public void A_missing_number_is_empty() => Assert.Equal("", NumberText.OfOptional(null));

    [Theory]
    [InlineData(1, "1 check")]
    [InlineData(0, "0 checks")]
    [InlineData(2817, "2,817 checks")]
    public void A_count_has_its_plural(long count, string expected) => Assert.Equal(expected, NumberText.Of(count, "check"));

    [Theory]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(16L << 30, "16 GiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void Memory_is_in_binary_units(long bytes, string expected) => Assert.Equal(expected, NumberText.OfMemory(bytes));

    [Theory]
    [InlineData(0.4, "0 ms")]
    [InlineData(9999, "9999 ms")]
    [InlineData(12345, "12.3 s")]
    public void Time_is_in_milliseconds_until_seconds_read_better(double milliseconds, string expected) =>
        Assert.Equal(expected, NumberText.OfTime(milliseconds));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0004, "< 0.1 %")]
    [InlineData(0.123456, "12.3 %")]
    [InlineData(0.9994, "99.9 %")]
    [InlineData(0.9999, "> 99.9 %")]
    [InlineData(1, "100 %")]
    public void A_share_is_nothing_or_all_only_if_it_is(double share, string expected) => Assert.Equal(expected, NumberText.OfShare(share));
}
