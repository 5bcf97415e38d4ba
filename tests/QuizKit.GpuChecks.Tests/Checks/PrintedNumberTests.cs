// The precision of printed numbers, in decimals and in powers of ten.

using QuizKit.GpuChecks.Checks.Support;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

public sealed class PrintedNumberTests
{
    [Theory]
    [InlineData(0.68, 0.005)]
    [InlineData(0.144, 0.0005)]
    [InlineData(-88.7, 0.05)]
    [InlineData(30, 0.5)]
    [InlineData(4e-6, 5e-7)]
    [InlineData(3.8e-6, 5e-8)]
    [InlineData(3e-8, 5e-9)]
    public void Half_a_unit_is_that_of_the_last_printed_digit(double printed, double half) =>
        Assert.Equal(half, PrintedNumber.HalfUnit(printed), 1e-12 * half);

    [Theory]
    [InlineData(3.81e-6, 4e-6, true)]
    [InlineData(3.81e-6, 5e-6, false)]
    [InlineData(3.81e-6, 3e-6, false)]
    [InlineData(0.1443, 0.144, true)]
    [InlineData(0.1443, 0.145, false)]
    public void A_number_is_the_printed_one_if_it_rounds_to_it(double number, double printed, bool isRounded) =>
        Assert.Equal(isRounded, PrintedNumber.IsRounded(number, printed));
}
