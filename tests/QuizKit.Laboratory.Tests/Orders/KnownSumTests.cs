// Sums that are not trees are recognised, and those that are only nearly a known one are not.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class KnownSumTests
{
    private const int Replays = 200;

    public static TheoryData<string> FormatNames() => [.. OrderFormats.All.Select(format => format.Name)];

    [Fact]
    public void A_compensated_sum_in_binary64_of_binary32_numbers_is_proven() =>
        AssertFound("compensated (Neumaier), from left to right, in binary64", BinaryRounding.Binary32, values => (float)Neumaier(values));

    [Fact]
    public void A_compensated_sum_of_binary64_is_proven() =>
        AssertFound("compensated (Neumaier), from left to right, in binary64", BinaryRounding.Binary64, Neumaier);

    [Fact]
    public void Its_direction_is_found() =>
        AssertFound("compensated (Neumaier), from right to left, in binary64", BinaryRounding.Binary64, values => Neumaier([.. values.Reverse()]));

    [Fact]
    public void Kahans_sum_is_told_from_Neumaiers() => AssertFound("compensated (Kahan), from left to right, in binary64", BinaryRounding.Binary64, values =>
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var corrected = value - lost;
            var total = sum + corrected;
            lost = total - sum - corrected;
            sum = total;
        }

        return sum;
    });

    [Fact]
    public void An_exact_sum_is_told_from_compensated_ones() =>
        AssertFound("exact, rounded once", BinaryRounding.Binary64, values => ExactSum.Sum(values));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_that_is_nearly_compensated_is_not_proven(bool isRareFault)
    {
        // given: an error that is forgotten in one addition of many, or at the last one
        var finding = Find(BinaryRounding.Binary64, values =>
        {
            double sum = 0, lost = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var total = sum + values[i];
                var error = Math.Abs(sum) >= Math.Abs(values[i]) ? sum - total + values[i] : values[i] - total + sum;
                if (isRareFault ? BitConverter.DoubleToInt64Bits(total) % 512 != 7 : i < values.Length - 1) lost += error;
                sum = total;
            }

            return sum + lost;
        });

        Assert.Null(finding.Algorithm);
        Assert.Null(finding.Tree);
        Assert.Contains("not those of a tree", finding.WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FormatNames))]
    public void The_trials_tell_every_two_algorithms_apart(string name)
    {
        var format = OrderFormats.Of(name);
        var trials = KnownSum.Cancelling(format, 50, seed: 7, count: 40);
        Assert.All(trials.SelectMany(trial => trial.A), value => Assert.Equal(value, format.Round(value)));

        var results = KnownSum.All(format).Select(sum => string.Join(' ', trials.Select(trial => sum.Compute(trial.A)))).ToList();

        // A sum of binary16 that is kept in binary64 is exact, and so is Neumaier's in binary32.
        Assert.Equal(results.Count - (name == "binary16" ? 6 : 0), results.Distinct().Count());
    }

    private static double Neumaier(double[] values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var total = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - total + value : value - total + sum;
            sum = total;
        }

        return sum + lost;
    }

    private static void AssertFound(string algorithm, BinaryRounding format, Func<double[], double> sum)
    {
        var finding = Find(format, sum);

        Assert.Equal(algorithm, finding.Algorithm);
        Assert.Equal((2 * Replays, 2 * Replays), (finding.Replayed, finding.Equal));
        Assert.Null(finding.Tree);
        Assert.Null(finding.WhyNot);
        Assert.Equal(algorithm, OrderSection.Describe(finding));
    }

    private static OrderFinding Find(BinaryRounding format, Func<double[], double> sum) => OrderStudy.Of(
        new OrderTarget("x", "here", OrderOperation.Sum, format, calls => [.. calls.Select(call => sum(call.A))]), 50, seed: 1, Replays);
}
