// Binned sums on every device of this machine: the bits of the binned sum in memory, whatever the launch shape and the order.

using ILGPU.Runtime;
using QuizKit.Numerics.Tests;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class BinnedDeviceSumTests(Devices devices) : IClassFixture<Devices>
{
    private static readonly int[] Lengths = [1, 2, 255, 4097, 10_000];

    [Fact]
    public void No_device_shape_or_order_of_the_input_changes_a_bit()
    {
        var numbers = new HostileNumbers(61);
        foreach (var device in devices.All)
        {
            foreach (var (i, shape) in Devices.Shapes(device).Index())
            {
                foreach (var kind in Enum.GetValues<Hostility>())
                {
                    // The CPU accelerator starts threads for each launch: a length a kind is enough there.
                    var length = Lengths[((int)kind + i) % Lengths.Length];
                    float[] singles = numbers.Singles(kind, length), otherSingles = numbers.Singles(numbers.Other(kind), singles.Length);
                    double[] doubles = numbers.Doubles(kind, length), otherDoubles = numbers.Doubles(numbers.Other(kind), doubles.Length);
                    Array.Resize(ref otherSingles, singles.Length);
                    Array.Resize(ref otherDoubles, doubles.Length);
                    AssertBits(device, shape, singles, otherSingles);
                    AssertBits(device, shape, doubles, otherDoubles);
                    AssertBits(device, shape, numbers.Shuffled(singles), BinnedSum.Sum(singles));
                    AssertBits(device, shape, numbers.Shuffled(doubles), BinnedSum.Sum(doubles));
                }
            }
        }
    }

    /// <summary>The largest number lies where the sample of the terms does not see it, so that the sum runs again.</summary>
    [Fact]
    public void A_single_large_number_anywhere_determines_the_bin()
    {
        var random = new Random(62);
        for (var i = 0; i < 20; i++)
        {
            double[] doubles = [.. Enumerable.Range(0, 20_000).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-70, 1)))];
            doubles[random.Next(doubles.Length)] = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-50, 100));
            doubles[random.Next(doubles.Length)] = (i % 4) switch { 0 => 16, 1 => -16, 2 => Math.BitIncrement(16), _ => 0 };
            float[] singles = [.. doubles.Select(value => (float)value)];
            foreach (var device in devices.All)
            {
                AssertBits(device, new(2, 2), singles, [.. singles.Reverse()]);
                AssertBits(device, new(2, 2), doubles, [.. doubles.Reverse()]);
            }
        }
    }

    /// <summary>Every work item has more terms than its registers hold, all of them at the top of the bin.</summary>
    [Fact]
    public void Many_numbers_with_all_bits_set_do_not_overflow()
    {
        float[] singles = [.. Enumerable.Repeat(float.BitDecrement(16), 9000)];
        double[] doubles = [.. Enumerable.Repeat(double.BitDecrement(16), 9000)];
        foreach (var device in devices.All)
        {
            AssertBits(device, new(1, 1), singles, [.. singles.Select(_ => 1f)]);
            AssertBits(device, new(1, 1), doubles, [.. doubles.Select(_ => 1.0)]);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(1.5)]
    [InlineData(2.5)]
    [InlineData(-3.5)]
    public void A_term_half_way_between_two_multiples_becomes_the_even_one(double quanta)
    {
        double single = Math.ScaleB(quanta, 4 - 51), wide = Math.ScaleB(quanta, 4 - 77), largest = Math.ScaleB(quanta, 1028 - 77);
        foreach (var device in devices.All)
        {
            AssertBits(device, new(1, 1), [10, (float)single, -10], [1, 1, 1]);
            AssertBits(device, new(1, 1), [10, wide, -10], [1, 1, 1]);
            AssertBits(device, new(1, 1), [double.MaxValue, largest, -double.MaxValue], [1, 1, 1]);
        }
    }

    [Fact]
    public void Products_that_underflow_or_overflow_are_those_of_memory()
    {
        foreach (var device in devices.All)
        {
            AssertBits(device, new(1, 1), [1e-200, -1e-200], [-1e-200, 1e-200]);
            AssertBits(device, new(1, 1), [1e-200, 1e-200], [-1e-200, 1e-200]);
            AssertBits(device, new(1, 1), [1e200, 1.0], [1e200, -1.0]);
            AssertBits(device, new(1, 1), [1e-40f, 1e-40f], [3e-40f, -1e-44f]);
            AssertBits(device, new(1, 1), [float.Epsilon, -float.Epsilon], [float.Epsilon, 3 * float.Epsilon]);
        }
    }

    private void AssertBits(Accelerator device, LaunchShape shape, float[] a, float[] b)
    {
        AssertBits(device, shape, a, BinnedSum.Sum(a));
        using var left = device.Allocate1D(a);
        using var right = device.Allocate1D(b);
        Assert.All(devices.BothWays(device), sums => Assert.Equal(
            BitConverter.SingleToUInt32Bits(BinnedSum.Dot(a, b)),
            BitConverter.SingleToUInt32Bits(sums.Dot(left.View.AsContiguous(), right.View.AsContiguous(), Determinism.Binned, shape))));
    }

    private void AssertBits(Accelerator device, LaunchShape shape, double[] a, double[] b)
    {
        AssertBits(device, shape, a, BinnedSum.Sum(a));
        using var left = device.Allocate1D(a);
        using var right = device.Allocate1D(b);
        Assert.All(devices.BothWays(device), sums => Assert.Equal(
            BitConverter.DoubleToUInt64Bits(BinnedSum.Dot(a, b)),
            BitConverter.DoubleToUInt64Bits(sums.Dot(left.View.AsContiguous(), right.View.AsContiguous(), Determinism.Binned, shape))));
    }

    private void AssertBits(Accelerator device, LaunchShape shape, float[] values, float expected)
    {
        using var buffer = device.Allocate1D(values);
        Assert.All(devices.BothWays(device), sums => Assert.Equal(
            BitConverter.SingleToUInt32Bits(expected),
            BitConverter.SingleToUInt32Bits(sums.Sum(buffer.View.AsContiguous(), Determinism.Binned, shape))));
    }

    private void AssertBits(Accelerator device, LaunchShape shape, double[] values, double expected)
    {
        using var buffer = device.Allocate1D(values);
        Assert.All(devices.BothWays(device), sums => Assert.Equal(
            BitConverter.DoubleToUInt64Bits(expected),
            BitConverter.DoubleToUInt64Bits(sums.Sum(buffer.View.AsContiguous(), Determinism.Binned, shape))));
    }
}
