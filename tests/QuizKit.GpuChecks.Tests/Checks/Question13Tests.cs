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
    private static readonly Question13Kernels.Remedy Nothing = new("nothing", Question13Kernels.Overfitting);

    internal static IReadOnlyList<Mutation> Mutations { get; } =
    [
        Mutation.Printed("memorises-training-data", Refuted, 90, 55),
        Mutation.Printed("memorises-training-data", Refuted, 99, 60),
        Mutation.Printed("memorises-training-data", Refuted, 99, 50),
        Mutation.Experiment("memorised-not-learned", "labels that follow a rule", Refuted, (claim, context) =>
            Chapter6Checks.MemorisedNotLearned(claim, context, Question13Kernels.Labels.Rule)),
        Mutation.Experiment("remedies-close-the-gap", "a remedy that changes nothing", Refuted, (claim, context) =>
            Chapter6Checks.RemediesCloseTheGap(claim, context, [.. Question13Kernels.Remedies.Take(1), Nothing])),
        Mutation.Experiment("remedies-close-the-gap", "more data alone", Confirmed, (claim, context) =>
            Chapter6Checks.RemediesCloseTheGap(claim, context, [Question13Kernels.Remedies[3]])),
    ];

    [Fact]
    public void Question_13_describes_memorized_labels()
    {
        static string Text(string training, string validation) =>
            $"1 networks have learned 100 of 1,000 inputs, with {training} % right (printed: 99%). Of all inputs they get {validation} % right " +
            "(printed: 55%, interval: ± 10.7 %).";

        static Outcome Describe(double training, double unseen) =>
            Chapter6Checks.DescribeMemory([99, 55], [new Question13Kernels.Accuracy(training, unseen)]);

        Finds(Confirmed, Text("99.5", "55.0"), Describe(0.995, 0.501));
        Finds(Refuted, Text("90.0", "54.1"), Describe(0.9, 0.501));
        Finds(Refuted, Text("99.5", "73.0"), Describe(0.995, 0.7));
    }

    [Fact]
    public void Question_13_describes_what_is_not_learned()
    {
        static string Text(string unseen, string gap) =>
            $"1 networks reach 100.0 % on 100 labels from coins and {unseen} % on unseen inputs (chance: 50% ± 11.7 %); the gap of each is " +
            $"{gap} % or more. With labels that follow a rule the same networks have 85.0 % of unseen inputs right, and gaps of 15.0 % or less.";

        static Outcome Describe(double unseen) => Chapter6Checks.DescribeMemorised(
            [new Question13Kernels.Accuracy(1, unseen)], [new Question13Kernels.Accuracy(1, 0.85)]);

        Finds(Confirmed, Text("51.0", "49.0"), Describe(0.51));
        Finds(Refuted, Text("70.0", "30.0"), Describe(0.7));
    }

    [Fact]
    public void Question_13_describes_remedies()
    {
        static string Text(string first, string second, string accuracy) =>
            $"Without a remedy the gap is 40.0 % (training 100.0 %, test 60.0 %). more data: {first}; early stopping: {second}. {accuracy}";

        static Outcome Describe(Question13Kernels.Accuracy first, Question13Kernels.Accuracy second) => Chapter6Checks.DescribeRemedies(
            ["more data", "early stopping"], [[new(1, 0.6), new(1, 0.6)], [first, first], [second, second]]);

        const string better = "10.0 % (test 80.0 %)", worse = "20.0 % (test 50.0 %)", same = "40.0 % (test 60.0 %)";
        const string onlyMoreData =
            "The test accuracy rises with more data. It does not with early stopping: only the training accuracy falls.";
        Finds(
            Confirmed,
            Text(better, better, "The test accuracy rises with more data, early stopping."),
            Describe(new(0.9, 0.8), new(0.9, 0.8)));
        Finds(Qualified, Text(better, worse, onlyMoreData), Describe(new(0.9, 0.8), new(0.7, 0.5)));
        Finds(Refuted, Text(better, same, onlyMoreData), Describe(new(0.9, 0.8), new(1, 0.6)));
        Finds(
            Refuted,
            Text(worse, worse, " It does not with more data, early stopping: only the training accuracy falls."),
            Describe(new(0.7, 0.5), new(0.7, 0.5)));
    }

    [Theory]
    [InlineData("memorises-training-data")]
    [InlineData("memorised-not-learned")]
    public void A_network_memorizes_labels_without_a_pattern_and_guesses_the_others(string id) =>
        Assert.Equal(Confirmed, new Chapter6Checks().Run(ChapterClaims.Claim(id), cpu.Context()).Verdict);

    [Fact]
    public void A_network_of_one_hidden_unit_does_not_memorize() =>
        Assert.Equal(
            Refuted,
            Chapter6Checks.MemorisesTrainingData(ChapterClaims.Claim("memorises-training-data"), cpu.Context(), hidden: 1).Verdict);

    [ThoroughFact]
    public void Each_remedy_narrows_the_gap_and_some_only_since_the_network_learns_less() =>
        Assert.Equal(
            Qualified,
            new Chapter6Checks().Run(ChapterClaims.Claim("remedies-close-the-gap"), cpu.Context()).Verdict);
}
