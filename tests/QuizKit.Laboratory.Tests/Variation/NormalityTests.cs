// The test of normality against published values, and against what it promises on samples of known distributions.

using QuizKit.Laboratory.Variation;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

public sealed class NormalityTests
{
    private const int Samples = 1000;
    private const int Count = 100;

    [Fact]
    public void The_published_example_of_the_test_comes_out_as_printed()
    {
        // given: 62 cholesterol values with √b₁ = 1.02 and b₂ = 4.58 (D'Agostino, Belanger and D'Agostino Jr. 1990)
        double skewness = NormalityTest.SkewnessZ(1.02, 62), kurtosis = NormalityTest.KurtosisZ(4.58, 62);

        Assert.Equal(3.14, skewness, 0.01);
        Assert.Equal(2.21, kurtosis, 0.01);
        Assert.Equal(14.75, (skewness * skewness) + (kurtosis * kurtosis), 0.1);
    }

    [Fact]
    public void Both_halves_of_the_test_agree_with_an_independent_implementation()
    {
        // then: what SciPy documents for skewtest([2, 8, 0, 4, 1, 9, 9, 0]) and kurtosistest(range(20))
        Assert.Equal(0.44626385374196975, NormalityTest.SkewnessZ(Moments([2, 8, 0, 4, 1, 9, 9, 0]).Skewness, 8), 1e-12);
        Assert.Equal(-1.7058104152122062, NormalityTest.KurtosisZ(Moments([.. Enumerable.Range(0, 20).Select(i => (double)i)]).Kurtosis, 20), 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Normal_values_are_rejected_as_rarely_as_the_level_says_even_rounded_to_a_grid_of_their_standard_deviation(double grid)
    {
        var rejected = ShareBelow(0.05, sample => Support.Normal(sample).Select(value => grid == 0 ? value : Math.Round(value / grid) * grid), grid);

        // The χ² approximation makes 5 to 6.5 percent of it at 100 values; the standard error is 0.7.
        Assert.InRange(rejected, 0.03, 0.085);
    }

    [Fact]
    public void Values_of_other_distributions_are_rejected()
    {
        Assert.InRange(ShareBelow(Normality.Level, sample => Support.Uniform(sample), 0), 0.9, 1);
        Assert.InRange(ShareBelow(Normality.Level, sample => Support.Uniform(sample).Select(u => -Math.Log(1 - u)), 0), 0.95, 1);
        Assert.InRange(ShareBelow(Normality.Level, sample => Support.Normal(sample).Select((value, i) => value + (i % 2 * 6)), 0), 0.95, 1);
    }

    [Fact]
    public void Where_the_test_does_not_apply_it_says_why_and_gives_no_p()
    {
        Assert.Contains("equal", NormalityTest.Of([.. Enumerable.Repeat(1.0, 100)], 1).WhyNot, StringComparison.Ordinal);
        Assert.Contains("too few", NormalityTest.Of([.. Enumerable.Range(0, 19).Select(i => (double)i)], 0.1).WhyNot, StringComparison.Ordinal);
        var tied = NormalityTest.Of([.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 1.0 : 0)], 1);
        Assert.Contains("below one ulp", tied.WhyNot, StringComparison.Ordinal);
        Assert.Null(tied.PValue);
        Assert.NotNull(tied.Skewness);
    }

    [Fact]
    public void Two_values_in_equal_numbers_have_the_smallest_kurtosis_there_is()
    {
        var found = NormalityTest.Of([.. Enumerable.Range(0, 100).Select(i => i % 2 * 10.0)], 1);

        Assert.Equal(0, found.Skewness!.Value, 1e-12);
        Assert.Equal(-2, found.ExcessKurtosis!.Value, 1e-12);
        Assert.InRange(found.PValue!.Value, 0, 1e-6);
    }

    [Fact]
    public void A_large_common_value_does_not_change_the_statistic()
    {
        var values = Support.Normal(3).Select(value => Math.Round(value * 1000)).ToList();

        var near = NormalityTest.Of(values, 1);
        var far = NormalityTest.Of([.. values.Select(value => value + 1e12)], 1);

        Assert.Equal(near.Statistic!.Value, far.Statistic!.Value, 1e-9);
    }

    private static double ShareBelow(double level, Func<int, IEnumerable<double>> sample, double grid) =>
        Enumerable.Range(0, Samples).Count(i => NormalityTest.Of([.. sample(i)], grid * 0.9).PValue < level) / (double)Samples;

    private static (double Skewness, double Kurtosis) Moments(double[] values)
    {
        var mean = values.Average();
        double M(int power) => values.Average(value => Math.Pow(value - mean, power));
        return (M(3) / Math.Pow(M(2), 1.5), M(4) / (M(2) * M(2)));
    }

    private static class Support
    {
        public static IEnumerable<double> Normal(int sample) => QuizKit.Devices.Workloads.Samples.Normal(11, (ulong)sample, Count).Select(value => (double)value);

        public static IEnumerable<double> Uniform(int sample) => QuizKit.Devices.Workloads.Samples.Uniform(12, (ulong)sample, Count).Select(value => (double)value);
    }
}
