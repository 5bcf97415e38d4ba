// Numbers added into cells: the fixed order against the host, and the metrics on arrays whose differences are known.

using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Variation;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

[Collection(OnTheCpu.Name)]
public sealed class CellStudyTests(CpuFixture cpu)
{
    [Fact]
    public void Numbers_are_sorted_by_cell_and_stay_in_their_order_within_one()
    {
        var cellOf = CellStudy.CellsOf(1, 5000);

        var (order, starts) = CellStudy.Sorted(cellOf);

        Assert.Equal(Enumerable.Range(0, 5000), order.Order());
        Assert.Equal(0, starts[0]);
        Assert.Equal(5000, starts[^1]);
        for (var cell = 0; cell < CellStudy.Cells; cell++)
        {
            var here = order[starts[cell]..starts[cell + 1]];
            Assert.All(here, i => Assert.Equal(cell, cellOf[i]));
            Assert.Equal(here.Order(), here);
        }
    }

    [Fact]
    public void On_every_device_each_cell_holds_the_sum_of_its_numbers_and_the_fixed_order_never_varies()
    {
        foreach (var device in cpu.Catalog.Devices)
        {
            using var accelerator = cpu.Catalog.Open(device);

            var found = CellStudy.Of(accelerator, device, VariationSamples.Singles(VariationSamples.Normal, 1, 3000), seed: 1, runs: 10, CancellationToken.None);

            Assert.Equal(1, found.DistinctFixedArrays);
            Assert.InRange(found.LargestErrorOverBound, 0, 1);
            Assert.InRange(found.LargestFixedErrorOverBound, 0, 1);
            Assert.InRange(found.DistinctArrays, 1, 10);
            Assert.InRange(found.LargestVc, found.MeanVc, 1);
        }
    }

    [Fact]
    public void The_metrics_are_those_of_each_run_against_the_fixed_order()
    {
        // given: cells of the numbers {1, 2} and {4}; two runs agree with the fixed order, one has another first cell
        var addends = new Addends<float>("test", [1, 2, 4]);
        float[] right = [3, 4], other = [MathF.BitIncrement(3), 4];

        var found = CellStudy.Summary(addends, [0, 1, 2], [0, 2, 3], [right, other, right], [right, right, right]);

        Assert.Equal(2, found.DistinctArrays);
        Assert.Equal(1, found.VaryingCells);
        Assert.Equal(0.5, found.LargestVc);
        Assert.Equal(0.5 / 3, found.MeanVc, 1e-15);
        Assert.Equal(Math.ScaleB(1, -22) / 3 / 2, found.LargestVermv, 1e-15);
        Assert.Equal(found.LargestVermv / 3, found.MeanVermv, 1e-20);

        // then: the error 2^-22 is over the bound γ(1)·3 of one addition
        Assert.Equal(Math.ScaleB(1, -22) / (FloatFormat<float>.Gamma(1) * 3), found.LargestErrorOverBound, 1e-9);
        Assert.Equal(0, found.LargestFixedErrorOverBound);
    }

    [Fact]
    public void A_wrong_sum_of_a_single_number_is_over_any_bound()
    {
        var addends = new Addends<float>("test", [1, 4]);

        var found = CellStudy.Summary(addends, [0, 1], [0, 1, 2], [[1, 5]], [[1, 4]]);

        Assert.True(found.LargestErrorOverBound > 1);
    }
}
