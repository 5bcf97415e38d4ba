// Question 13: mutations of its claims, what its checks say about fixed numbers, and what they find on the CPU accelerator.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;
using static QuizKit.GpuChecks.Tests.Checks.OutcomeAssertions;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question13Tests(CpuFixture cpu)
{
    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("memorises-training-data", Refuted, 90),
        Mutation.Experiment("remedies-close-the-gap", "a remedy that changes nothing", Refuted, (claim, context) =>
            Chapter6Checks.RemediesCloseTheGap(claim, context, [Question13Kernels.Overfitting])),
    ];

    [Fact]
    public void Question_13_describes_memorized_labels()
    {
        static Outcome Describe(double training) => Chapter6Checks.DescribeMemory(
            TestClaims.Claim("memorises-training-data", 99), hidden: 32, new Question13Kernels.Split(16, 100, 0, 4000, 15000, 0.05f),
            [new Question13Kernels.Accuracy(training, 0.501)]);

        Finds(
            Confirmed,
            "1 networks of [16, 32, 1] reach 99.5 % on 100 random labels (printed: 99%) and 50.1 % on 4,000 fresh ones (chance: 50% ± " +
            "5.4 %).",
            Describe(0.995));
        Finds(
            Refuted,
            "1 networks of [16, 32, 1] reach 90.0 % on 100 random labels (printed: 99%) and 50.1 % on 4,000 fresh ones (chance: 50% ± " +
            "5.4 %).",
            Describe(0.9));
    }

    [Fact]
    public void Question_13_describes_remedies()
    {
        static Outcome Describe(double second) => Chapter6Checks.DescribeRemedies(
            [Question13Kernels.Remedies[0]],
            [[new(1, 0.6), new(1, 0.6)], [new(0.9, 0.8), new(second, 0.8)]]);

        Finds(
            Confirmed,
            "Without a remedy the gap is 40.0 % (training 100.0 %, test 60.0 %). weight decay: 10.0 % (test 80.0 %), narrower in 2 of 2.",
            Describe(0.9));
        Finds(
            Refuted,
            "Without a remedy the gap is 40.0 % (training 100.0 %, test 60.0 %). weight decay: 15.0 % (test 80.0 %), narrower in 2 of 2.",
            Describe(1));
    }

    [Fact]
    public void A_network_memorizes_random_labels_and_guesses_fresh_ones() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("memorises-training-data"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(101)]
    public void Another_training_accuracy_is_refuted(double percent) =>
        Assert.Equal(
            Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("memorises-training-data", percent), cpu.Context()).Verdict);

    [Fact]
    public void A_network_of_one_hidden_unit_does_not_memorize() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.MemorisesTrainingData(
                ChapterClaims.Claim("memorises-training-data"), cpu.Context(), hidden: 1, epochs: 50).Verdict);

    [Fact]
    public void Each_remedy_narrows_the_gap() =>
        Assert.Equal(
            Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("remedies-close-the-gap"), cpu.Context()).Verdict);

    [Fact]
    public void A_remedy_that_changes_nothing_does_not_narrow_it() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.RemediesCloseTheGap(
                ChapterClaims.Claim("remedies-close-the-gap"), cpu.Context(), [Question13Kernels.Overfitting]).Verdict);
}
