// The bound, the estimate and the exact network, against brute force.

using QuizKit.Devices.Arithmetic;
using QuizKit.Laboratory.Pair;
using Xunit;

namespace QuizKit.Laboratory.Tests.Pair;

public sealed class NetworkBoundsTests
{
    [Fact]
    public void A_layer_has_the_bound_of_its_height_the_estimate_and_the_exact_sums()
    {
        var random = new Random(1);
        float[] inputs = RandomOrders.Numbers(2 * 3, random), weights = RandomOrders.Numbers(4 * 3, random), biases = RandomOrders.Numbers(4, random);

        var layer = new NetworkBounds(2, inputs, sides: 2).Linear(4, Rows(weights, biases, 3), [3, 2]);

        for (var element = 0; element < 8; element++)
        {
            var (example, output) = (element / 4, element % 4);
            double[] products = [.. Enumerable.Range(0, 3).Select(i => (double)inputs[(3 * example) + i] * weights[(3 * output) + i])];
            var magnitudes = products.Sum(Math.Abs) + Math.Abs(biases[output]);
            var squares = products.Sum(product => product * product) + ((double)biases[output] * biases[output]);
            Assert.Equal(products.Sum() + biases[output], layer.Exact[element], 1e-14);
            Assert.Equal(1, layer.Error[0][element] / (RoundingErrors.Gamma(4) * magnitudes), 2e-6);
            Assert.Equal(1, layer.Error[1][element] / (RoundingErrors.Gamma(3) * magnitudes), 2e-6);
            Assert.True(layer.Error[0][element] > RoundingErrors.Gamma(4) * magnitudes, "the bound may not be rounded down");
            Assert.Equal(1, layer.Variance[0][element] / (4 * Math.ScaleB(1, -48) * squares), 1e-12);
        }
    }

    [Fact]
    public void Errors_of_a_layer_are_multiplied_by_the_magnitudes_of_the_next_and_those_of_dead_units_are_dropped()
    {
        // given: two units of one example, the first far above 0, the second far below
        var bounds = new NetworkBounds(1, [1f], sides: 1);
        var first = bounds.Linear(2, Rows([2f, -3f], [0f, 0f], 1), [1]);

        bounds.Advance(first, [[2f, -3f]]);
        var second = bounds.Linear(1, Rows([-5f, 7f], [0f], 2), [2]);

        Assert.Equal(-10, second.Exact[0]);
        Assert.Equal(1, second.Error[0][0] / (5 * (first.Error[0][0] + (RoundingErrors.Gamma(3) * 2))), 2e-6);
        Assert.Equal(1, second.Variance[0][0] / (25 * (first.Variance[0][0] + (3 * Math.ScaleB(1, -48) * 4))), 1e-12);
    }

    [Fact]
    public void A_unit_near_zero_passes_what_may_be_above_it()
    {
        // given: a unit that came out as a hair below 0, so that the exact one may be above
        var bounds = new NetworkBounds(1, [1f], sides: 1);
        var first = bounds.Linear(1, Rows([1f], [-1f], 1), [1]);
        var hair = (float)(-0.25 * first.Error[0][0]);

        bounds.Advance(first, [[hair]]);
        var second = bounds.Linear(1, Rows([1f], [0f], 1), [1]);

        Assert.Equal(1, second.Error[0][0] / (0.75 * first.Error[0][0]), 1e-5);
        Assert.Equal(0, second.Variance[0][0]);
    }

    [Fact]
    public void No_network_in_any_order_leaves_its_bound_and_random_ones_stay_near_the_estimate()
    {
        var random = new Random(2);
        double squares = 0, variances = 0, closest = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            const int examples = 4, width = 12, layers = 4;
            var isFused = trial % 2 == 1;
            var activations = RandomOrders.Numbers(examples * width, random);
            var bounds = new NetworkBounds(examples, activations, sides: 1);
            for (var layer = 0; layer < layers; layer++)
            {
                float[] weights = [.. RandomOrders.Numbers(width * width, random).Select(weight => weight / 4)], biases = RandomOrders.Numbers(width, random);
                var tree = RandomOrders.Tree(width + 1, random);
                var bound = bounds.Linear(width, Rows(weights, biases, width), [tree.Height]);
                var sums = Enumerable.Range(0, examples * width).Select(element => RandomOrders.Evaluate(
                    tree,
                    activations[(element / width * width)..(((element / width) + 1) * width)],
                    weights[(element % width * width)..(((element % width) + 1) * width)],
                    biases[element % width],
                    isFused)).ToArray();
                for (var i = 0; i < sums.Length; i++)
                {
                    var error = Math.Abs(sums[i] - bound.Exact[i]);
                    Assert.True(error <= bound.Error[0][i], $"trial {trial}, layer {layer}: {error} is beyond {bound.Error[0][i]}");
                    closest = Math.Max(closest, error / bound.Error[0][i]);
                    squares += error * error;
                    variances += bound.Variance[0][i];
                }

                bounds.Advance(bound, [sums]);
                activations = [.. sums.Select(z => Math.Max(z, 0f))];
            }
        }

        // A bound that nothing comes near, or an estimate of another order, would say nothing.
        Assert.InRange(closest, 0.05, 1);
        Assert.InRange(Math.Sqrt(squares / variances), 0.05, 1);
    }

    private static Func<int, float[], float> Rows(float[] weights, float[] biases, int inputs) => (output, row) =>
    {
        weights.AsSpan(output * inputs, inputs).CopyTo(row);
        return biases[output];
    };
}
