// The means and variances of layer normalizations that are computed in known ways.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

public sealed class LayerNormStudyTests
{
    private const int Length = 26;

    private const int Replays = 200;

    private const float Epsilon = 1e-5f;

    [Fact]
    public void Sums_from_left_to_right_are_revealed_and_replayed()
    {
        var finding = LayerNormStudy.Of(Target(OnePass), Length, seed: 1, Replays);

        Assert.Null(finding.WhyNot);
        Assert.Equal(Length - 1, finding.Tree!.Height);
        Assert.Equal((Replays, Replays, OrderArithmetic.Binary32), (finding.Replayed, finding.Equal, finding.Arithmetic));
        Assert.Equal("squares, in the same order; divided by the deviation", finding.Details);
    }

    [Fact]
    public void A_mean_that_is_kept_in_binary64_and_squares_in_lanes_are_found()
    {
        var finding = LayerNormStudy.Of(Target(WideMeanAndLanes), Length, seed: 1, Replays);

        Assert.Equal((Replays, Replays, OrderArithmetic.Binary64), (finding.Replayed, finding.Equal, finding.Arithmetic));
        Assert.Equal(
            "mean in binary64; squares of differences from the mean, in 4 lanes added in halves; multiplied by the reciprocal of the deviation",
            finding.Details);
    }

    [Fact]
    public void A_running_mean_is_not_a_tree_and_is_replayed_as_Welford_has_it()
    {
        var finding = LayerNormStudy.Of(Target(Welford), Length, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Null(finding.WhyNot);
        Assert.Equal("running mean and variance (Welford), one after another; divided by the deviation", finding.Algorithm);
        Assert.Equal((Replays, Replays), (finding.Replayed, finding.Equal));
    }

    [Fact]
    public void A_running_mean_in_lanes_and_chunks_is_that_of_the_same_numbers_in_parts()
    {
        // 2 lanes of 19 numbers each are a chunk of 16 and one of 3; one number is left over.
        float[] row = [.. Enumerable.Range(0, 39).Select(i => (i * 37 % 41) - 20f)];

        var (mean, variance) = WelfordMoments.Of(Array.ConvertAll(row, x => (double)x), lanes: 2, WelfordFusions.None);

        Assert.Equal(row.Average(x => (double)x), mean, tolerance: 1e-13);
        Assert.Equal(row.Average(x => (x - mean) * (x - mean)), variance, tolerance: 1e-11);
    }

    [Fact]
    public void A_variance_of_another_formula_is_not_proven()
    {
        // given: the variance of a sample, divided by n − 1
        var finding = LayerNormStudy.Of(
            Target(row => Scaled(row, Mean(row), Squares(row, Mean(row)) / (row.Length - 1))), Length, seed: 1, Replays);

        Assert.Null(finding.Tree);
        Assert.Contains("no known formula", finding.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void An_implementation_whose_bits_vary_has_no_order()
    {
        var calls = 0;
        var target = Target(row => Scaled(row, Mean(row), calls++ % 7 == 0 ? 1 : 1.5f));

        Assert.Contains("no fixed order", LayerNormStudy.Of(target, Length, seed: 1, Replays).WhyNot, StringComparison.Ordinal);
    }

    private static RowTarget Target(Func<float[], float[]> normalize) => new(
        "x.layer-norm", "here", BinaryRounding.Binary32,
        rows => [.. rows.Select(row => Array.ConvertAll(normalize(Array.ConvertAll(row, x => (float)x)), y => (double)y))])
    {
        Operation = OrderOperation.LayerNorm,
    };

    private static float[] OnePass(float[] row)
    {
        float sum = 0, squares = 0;
        foreach (var x in row)
        {
            sum += x;
            squares += x * x;
        }

        var mean = sum / row.Length;
        return Scaled(row, mean, (squares / row.Length) - (mean * mean));
    }

    private static float[] WideMeanAndLanes(float[] row)
    {
        var wide = 0.0;
        foreach (var x in row) wide += x;
        var mean = (float)(wide / row.Length);
        var lanes = new float[4];
        for (var i = 0; i < row.Length / 4 * 4; i++) lanes[i % 4] += (row[i] - mean) * (row[i] - mean);
        var squares = lanes[0] + lanes[2] + (lanes[1] + lanes[3]);
        for (var i = row.Length / 4 * 4; i < row.Length; i++) squares += (row[i] - mean) * (row[i] - mean);
        var scale = 1 / MathF.Sqrt((squares / row.Length) + Epsilon);
        return Array.ConvertAll(row, x => (x - mean) * scale);
    }

    private static float[] Welford(float[] row)
    {
        float mean = 0, squares = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var delta = row[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (row[i] - mean);
        }

        return Scaled(row, mean, squares / row.Length);
    }

    private static float Mean(float[] row) => row.Aggregate(0f, (sum, x) => sum + x) / row.Length;

    private static float Squares(float[] row, float mean) => row.Aggregate(0f, (sum, x) => sum + ((x - mean) * (x - mean)));

    private static float[] Scaled(float[] row, float mean, float variance) =>
        Array.ConvertAll(row, x => (x - mean) / MathF.Sqrt(variance + Epsilon));
}
