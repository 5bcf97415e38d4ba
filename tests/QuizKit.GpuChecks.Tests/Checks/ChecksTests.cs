// Rules for every check: the number of values that it is given, and cancellation.

using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void A_check_that_is_given_the_wrong_number_of_values_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => cpu.Context().Check("total-multiply-adds"));

        Assert.Equal("The claim 'total-multiply-adds' declares 0 values; its check tests 1. Fix 'values' in the quiz file.", error.Message);
    }

    [Fact]
    public void A_cancelled_check_stops()
    {
        var cancelled = cpu.Context() with { Cancellation = new System.Threading.CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => cancelled.Check("xor-not-separable"));
    }
}
