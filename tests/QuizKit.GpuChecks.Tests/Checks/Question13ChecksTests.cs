// Question 13 on the CPU accelerator: memorizing and its remedies, and what turns each verdict.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Tests.Devices;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Checks;

[Collection(OnTheCpu.Name)]
public sealed class Question13ChecksTests(CpuFixture cpu)
{
    [Fact]
    public void A_network_memorizes_random_labels_and_guesses_fresh_ones() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("memorises-training-data"), cpu.Context()).Verdict);

    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(101)]
    public void Another_training_accuracy_is_refuted(double percent) =>
        Assert.Equal(
            Verdict.Refuted,
            new Chapter6Checks().Run(ChapterClaims.With("memorises-training-data", percent), cpu.Context()).Verdict);

    [Fact]
    public void A_network_of_one_hidden_unit_does_not_memorize() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.MemorisesTrainingData(
                ChapterClaims.Claim("memorises-training-data"), cpu.Context(), hidden: 1, epochs: 50).Verdict);

    [Fact]
    public void Each_remedy_narrows_the_gap() =>
        Assert.Equal(
            Verdict.Confirmed,
            new Chapter6Checks().Run(ChapterClaims.Claim("remedies-close-the-gap"), cpu.Context()).Verdict);

    [Fact]
    public void A_remedy_that_changes_nothing_does_not_narrow_it() =>
        Assert.Equal(
            Verdict.Refuted,
            Chapter6Checks.RemediesCloseTheGap(
                ChapterClaims.Claim("remedies-close-the-gap"), cpu.Context(), [Question13Kernels.Overfitting]).Verdict);
}
