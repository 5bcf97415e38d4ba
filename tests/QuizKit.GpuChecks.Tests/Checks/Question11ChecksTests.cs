// Question 11 on the CPU accelerator: width and depth buy what they should, and a network that does not use them buys nothing.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question11ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void The_error_of_one_hidden_layer_falls_with_the_square_of_its_width() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("width-buys-accuracy"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_network_that_does_not_use_its_width_is_refuted(int kind) =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.WidthBuysAccuracy(
                ChapterClaims.Claim("width-buys-accuracy"), cpu.Context(), n => kind == 1 ? 4 : (int)System.Math.Sqrt(n)).Verdict);

    [Fact]
    public void Composed_tents_have_exponentially_many_pieces() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("depth-beats-width"), cpu.Context()).Verdict);

    [Fact]
    public void Tents_that_do_not_reach_the_top_do_not() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.DepthBeatsWidth(ChapterClaims.Claim("depth-beats-width"), cpu.Context(), slope: 1f).Verdict);
}
