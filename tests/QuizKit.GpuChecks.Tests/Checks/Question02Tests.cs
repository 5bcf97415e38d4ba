// Question 2: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question02Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("layer-parameters", Refuted, 640, 2080, 33),
        Mutation.Printed("layer-parameters", Refuted, 704, 2048, 33),
        Mutation.Printed("layer-parameters", Refuted, 704, 2080, 32),
        Mutation.Printed("total-parameters", Refuted, 2720),
    ];

    [Theory]
    [InlineData(704, "704", "Confirmed")]
    [InlineData(640, "640", "Refuted")]
    public void The_parameters_of_each_layer_are_compared_with_the_printed_ones(double first, string text, string verdict) =>
        Finds(
            verdict,
            $"The forward pass reads 704, 2,080 and 33 different parameters in its layers; printed are {text}, 2,080 and 33.",
            Chapter6Checks.DescribeLayerParameters([first, 2080, 33], [704, 2080, 33]));

    [Theory]
    [InlineData(2817, "2,817", "Confirmed")]
    [InlineData(2720, "2,720", "Refuted")]
    public void All_parameters_are_compared_with_the_printed_number(double printed, string text, string verdict) =>
        Finds(
            verdict,
            $"The forward pass reads 2,817 different parameters; printed are {text}.",
            Chapter6Checks.DescribeTotalParameters(printed, 2817));

    [Theory]
    [InlineData(704, 2080, 33, "Confirmed")]
    [InlineData(640, 2080, 33, "Refuted")]
    [InlineData(704, 2080, 32, "Refuted")]
    public void The_parameters_of_each_layer_are_counted(double first, double second, double third, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("layer-parameters", first, second, third).Verdict.ToString());

    [Theory]
    [InlineData(2817, "Confirmed")]
    [InlineData(2720, "Refuted")]
    public void All_parameters_are_counted(double total, string verdict) =>
        Assert.Equal(verdict, cpu.Context().Check("total-parameters", total).Verdict.ToString());
}
