// Sums on every device of this machine: the same bits as in memory, whatever the launch shape.

using System;
using System.Linq;
using ILGPU.Runtime;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class DeviceSumTests(Devices devices) : IClassFixture<Devices>
{
    private static readonly int[] Lengths = [1, 2, 255, 256, 257, 4095, 4096, 4097, 10_000];

    [Fact]
    public void Every_device_and_shape_gives_the_exact_sum_of_binary32_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var values = numbers.Singles(kind, length);
        using var buffer = device.Allocate1D(values);
        var sum = new DeviceSum(device).Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded, shape);
        Assert.Equal(Bits(ExactSum.Sum(values)), Bits(sum));
    });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_sum_of_binary64_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var values = numbers.Doubles(kind, length);
        using var buffer = device.Allocate1D(values);
        var sum = new DeviceSum(device).Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded, shape);
        Assert.Equal(Bits(ExactSum.Sum(values)), Bits(sum));
    });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_dot_product_of_binary32_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var left = numbers.Singles(kind, length);
        var right = numbers.Singles(Hostility.AnyBits, left.Length);
        using var a = device.Allocate1D(left);
        using var b = device.Allocate1D(right);
        var dot = new DeviceSum(device).Dot(a.View.AsContiguous(), b.View.AsContiguous(), Determinism.CorrectlyRounded, shape);
        Assert.Equal(Bits(ExactSum.Dot(left, right)), Bits(dot));
    });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_dot_product_of_binary64_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var left = numbers.Doubles(kind, length);
        var right = numbers.Doubles(Hostility.AnyBits, left.Length);
        using var a = device.Allocate1D(left);
        using var b = device.Allocate1D(right);
        var dot = new DeviceSum(device).Dot(a.View.AsContiguous(), b.View.AsContiguous(), Determinism.CorrectlyRounded, shape);
        Assert.Equal(Bits(ExactSum.Dot(left, right)), Bits(dot));
    });

    [Fact]
    public void Every_device_and_shape_takes_the_same_tree() => ForEach((numbers, device, _, length, shape) =>
    {
        var singles = numbers.Singles(Hostility.Swallowed, length);
        var doubles = numbers.Doubles(Hostility.Swallowed, length);
        using var single = device.Allocate1D(singles);
        using var @double = device.Allocate1D(doubles);
        var sums = new DeviceSum(device);
        var (s, d) = (single.View.AsContiguous(), @double.View.AsContiguous());
        Assert.Equal(Bits(FixedTree.Sum(singles)), Bits(sums.Sum(s, Determinism.FixedTree, shape)));
        Assert.Equal(Bits(FixedTree.Sum(doubles)), Bits(sums.Sum(d, Determinism.FixedTree, shape)));
        Assert.Equal(Bits(FixedTree.Dot(singles, singles)), Bits(sums.Dot(s, s, Determinism.FixedTree, shape)));
        Assert.Equal(Bits(FixedTree.Dot(doubles, doubles)), Bits(sums.Dot(d, d, Determinism.FixedTree, shape)));
    });

    [Fact]
    public void A_sum_by_atomics_lies_within_the_bound_of_any_order() => ForEach((numbers, device, _, length, shape) =>
    {
        var singles = numbers.Singles(Hostility.Swallowed, length);
        var doubles = numbers.Doubles(Hostility.Swallowed, length);
        using var single = device.Allocate1D(singles);
        using var @double = device.Allocate1D(doubles);
        var sums = new DeviceSum(device);
        Within(Gamma(length, 24) * singles.Sum(x => Math.Abs((double)x)), ExactSum.Sum(singles), sums.Sum(single.View.AsContiguous(), Determinism.NotGuaranteed, shape));
        Within(Gamma(length, 53) * doubles.Sum(Math.Abs), ExactSum.Sum(doubles), sums.Sum(@double.View.AsContiguous(), Determinism.NotGuaranteed, shape));
    });

    [Theory]
    [InlineData(Determinism.NotGuaranteed)]
    [InlineData(Determinism.FixedTree)]
    [InlineData(Determinism.CorrectlyRounded)]
    public void Special_numbers_end_every_sum_as_IEEE_754_says(Determinism determinism)
    {
        foreach (var device in devices.All)
        {
            Assert.Equal(Bits(float.PositiveInfinity), Bits(Sum(device, [1, float.PositiveInfinity, -5])));
            Assert.True(float.IsNaN(Sum(device, [float.NegativeInfinity, float.PositiveInfinity])));
            Assert.True(float.IsNaN(Sum(device, [1, float.NaN, 2, 3, 4, 5, 6, 7, 8])));
            Assert.Equal(Bits(-0f), Bits(Sum(device, [-0f, -0f, -0f, -0f, -0f])));
            Assert.Equal(Bits(0f), Bits(Sum(device, [])));
        }

        float Sum(Accelerator device, float[] values)
        {
            using var buffer = device.Allocate1D<float>(Math.Max(values.Length, 1));
            if (values.Length > 0) buffer.View.SubView(0, values.Length).CopyFromCPU(values);
            return new DeviceSum(device).Sum(buffer.View.AsContiguous().SubView(0, values.Length), determinism);
        }
    }

    [Fact]
    public void A_shape_that_the_device_cannot_run_is_refused_with_what_it_can()
    {
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D<float>(1);

            var exception = Assert.Throws<ArgumentException>(() =>
                new DeviceSum(device).Sum(buffer.View.AsContiguous(), Determinism.FixedTree, new LaunchShape(1, device.MaxNumThreadsPerGroup + 1)));

            Assert.Contains($"1 to {device.MaxNumThreadsPerGroup} work items", exception.Message);
        }
    }

    [Theory]
    [InlineData((1L << 30) + 1, true, "at most 1073741824 terms in a call, not 1073741825")]
    [InlineData(1, false, "no 64-bit integer atomics")]
    public void An_exact_sum_that_a_device_cannot_take_is_refused_with_what_can(long length, bool hasInt64Atomics, string message)
    {
        var exception = Assert.Throws<NotSupportedException>(() => DeviceSum.RequireRoom(length, hasInt64Atomics));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("ExactSum", exception.Message, StringComparison.Ordinal);
        DeviceSum.RequireRoom(1L << 30, hasInt64Atomics: true);
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    private static double Gamma(int additions, int precision)
    {
        var product = additions * Math.ScaleB(1, -precision);
        return product / (1 - product);
    }

    private static void Within(double bound, double expected, double actual) => Assert.InRange(actual, expected - bound, expected + bound);

    private void ForEach(Action<HostileNumbers, Accelerator, Hostility, int, LaunchShape> assert)
    {
        var numbers = new HostileNumbers(8);
        foreach (var device in devices.All)
        {
            foreach (var shape in Devices.Shapes(device))
            {
                foreach (var kind in Enum.GetValues<Hostility>())
                {
                    // The CPU accelerator starts threads for each launch: a length a kind is enough there.
                    var length = Lengths[((int)kind + shape.Groups) % Lengths.Length];
                    assert(numbers, device, kind, length, shape);
                }
            }
        }
    }
}
