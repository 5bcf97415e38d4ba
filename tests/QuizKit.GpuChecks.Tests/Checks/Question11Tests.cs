// Question 11: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using System.Globalization;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question11Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Experiment("width-buys-accuracy", "four units whatever the width", Refuted, (claim, context) =>
            Chapter6Checks.WidthBuysAccuracy(claim, context, _ => 4)),
        Mutation.Experiment("depth-beats-width", "tents that do not reach the top", Refuted, (claim, context) =>
            Chapter6Checks.DepthBeatsWidth(claim, context, slope: 1f)),
    ];

    [Fact]
    public void Question_11_describes_errors_over_the_width()
    {
        static string Text(string exp, string growing) =>
            $"From 4 to 8 units the largest error on exp falls from 1.0e-2 to {exp} of the theoretical bound; on sqrt|x-1/3|, which is " +
            "continuous but not smooth, from 3.0e-1 to 2.0e-1, as N^-0.58; on x·y over the unit square from 5.0e-2 to 1.3e-2, as " +
            $"N^-2.000. On x^2 over [0, R] it grows for 256 units from 3.8e-6 (R = 1) to {growing} (R = 4,096): no width is enough for " +
            "the whole line.";

        double[] growing = [3.8e-6, 1e-3, 0.25, 64];
        Finds(
            Qualified,
            Text("2.5e-3, as N^-2.000, never above 80.0 %", "6.4e+1"),
            Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.0025], [0.3, 0.2], [0.05, 0.0125], growing));
        Finds(
            Refuted,
            Text("1.0e-2, as N^0.000, never above 188.4 %", "6.4e+1"),
            Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.01], [0.3, 0.2], [0.05, 0.0125], growing));
        Finds(
            Confirmed,
            Text("2.5e-3, as N^-2.000, never above 80.0 %", "3.8e-6"),
            Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.0025], [0.3, 0.2], [0.05, 0.0125], [3.8e-6, 3.8e-6, 3.8e-6, 3.8e-6]));
    }

    [Fact]
    public void A_product_that_does_not_improve_with_the_width_is_refuted() => Assert.Equal(
        Refuted, Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.0025], [0.3, 0.2], [0.025, 0.025], [1, 2, 3, 64]).Verdict);

    [Fact]
    public void Question_11_describes_pieces_over_the_depth()
    {
        Finds(
            Confirmed,
            "2 layers of 2 units, 4 in all, have 4 linear pieces; one hidden layer of 4 units has at most 5, and 256 random ones had 5 " +
            "or fewer. One layer needs 3 units for as many.",
            Chapter6Checks.DescribeDepth([(1, 2, 2), (2, 4, 4)], shallow: 5));
        Finds(
            Refuted,
            "2 layers of 2 units, 4 in all, have 3 linear pieces; one hidden layer of 4 units has at most 5, and 256 random ones had 5 " +
            "or fewer. One layer needs 2 units for as many.",
            Chapter6Checks.DescribeDepth([(1, 2, 2), (2, 4, 3)], shallow: 5));
    }

    [Fact]
    public void The_error_of_one_hidden_layer_falls_with_the_square_of_its_width_but_not_on_the_whole_line() =>
        Assert.Equal(
            Qualified,
            new Chapter6Checks().Run(ChapterClaims.Claim("width-buys-accuracy"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_network_that_does_not_use_its_width_is_refuted(int kind) =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.WidthBuysAccuracy(
                ChapterClaims.Claim("width-buys-accuracy"), cpu.Context(), n => kind == 1 ? 4 : (int)System.Math.Sqrt(n)).Verdict);

    [Fact]
    public void Composed_tents_have_exponentially_many_pieces() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("depth-beats-width"), cpu.Context()).Verdict);

    [Fact]
    public void Tents_that_do_not_reach_the_top_do_not() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.DepthBeatsWidth(ChapterClaims.Claim("depth-beats-width"), cpu.Context(), slope: 1f).Verdict);

    [Theory]
    [InlineData("0 1 2 3", 1)]
    [InlineData("0 1 2 4 6", 2)] // a bend at a point
    [InlineData("0 1 2.5 4.5 6.5", 2)] // a bend between two points
    [InlineData("3 1 0 0 0", 2)] // the same, downwards
    [InlineData("0 1 1 1 2", 3)]
    public void Pieces_are_counted_by_changes_of_the_slope_and_not_by_turns(string values, int pieces) =>
        Assert.Equal(
            pieces,
            Question11Kernels.Pieces([.. values.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture))]));
}
