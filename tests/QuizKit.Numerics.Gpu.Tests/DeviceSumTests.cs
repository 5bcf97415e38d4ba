// Sums on every device of this machine: the same bits as in memory, whatever the launch shape.

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using QuizKit.Numerics.Gpu.Exact;
using QuizKit.Numerics.Tests;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class DeviceSumTests(Devices devices) : IClassFixture<Devices>
{
    private static readonly int[] Lengths = [1, 2, 255, 256, 257, 4095, 4096, 4097, 10_000];

    [Fact]
    public void Every_device_and_shape_gives_the_exact_sum_of_binary32_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var values = numbers.Singles(kind, length);
        using var buffer = device.Allocate1D(values);
        AssertBothWays(device, sums => Assert.Equal(
            Bits(ExactSum.Sum(values)), Bits(sums.Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded, shape))));
    });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_sum_of_binary64_numbers() => ForEach((numbers, device, kind, length, shape) =>
    {
        var values = numbers.Doubles(kind, length);
        using var buffer = device.Allocate1D(values);
        AssertBothWays(device, sums => Assert.Equal(
            Bits(ExactSum.Sum(values)), Bits(sums.Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded, shape))));
    });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_dot_product_of_binary32_numbers() =>
        ForEach((numbers, device, kind, length, shape) =>
        {
            var left = numbers.Singles(kind, length);
            var right = numbers.Singles(Hostility.AnyBits, left.Length);
            using var a = device.Allocate1D(left);
            using var b = device.Allocate1D(right);
            AssertBothWays(device, sums => Assert.Equal(
                Bits(ExactSum.Dot(left, right)),
                Bits(sums.Dot(a.View.AsContiguous(), b.View.AsContiguous(), Determinism.CorrectlyRounded, shape))));
        });

    [Fact]
    public void Every_device_and_shape_gives_the_exact_dot_product_of_binary64_numbers() =>
        ForEach((numbers, device, kind, length, shape) =>
        {
            var left = numbers.Doubles(kind, length);
            var right = numbers.Doubles(Hostility.AnyBits, left.Length);
            using var a = device.Allocate1D(left);
            using var b = device.Allocate1D(right);
            AssertBothWays(device, sums => Assert.Equal(
                Bits(ExactSum.Dot(left, right)),
                Bits(sums.Dot(a.View.AsContiguous(), b.View.AsContiguous(), Determinism.CorrectlyRounded, shape))));
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
        var singleSum = sums.Sum(single.View.AsContiguous(), Determinism.NotGuaranteed, shape);
        var doubleSum = sums.Sum(@double.View.AsContiguous(), Determinism.NotGuaranteed, shape);
        Within(Gamma(length, 24) * singles.Sum(x => Math.Abs((double)x)), ExactSum.Sum(singles), singleSum);
        Within(Gamma(length, 53) * doubles.Sum(Math.Abs), ExactSum.Sum(doubles), doubleSum);
    });

    [Fact]
    public void No_device_shape_or_order_of_the_input_changes_a_bit_of_the_exact_sum()
    {
        var numbers = new HostileNumbers(12);
        foreach (var kind in Enum.GetValues<Hostility>())
        {
            var singles = numbers.Singles(kind, 5000);
            var doubles = numbers.Doubles(kind, 5000);
            var bits = devices.All.SelectMany(device => Devices.Shapes(device).Select(shape =>
            {
                using var sums = new DeviceSum(device);
                using var single = device.Allocate1D(numbers.Shuffled(singles));
                using var @double = device.Allocate1D(numbers.Shuffled(doubles));
                return (
                    Bits(sums.Sum(single.View.AsContiguous(), Determinism.CorrectlyRounded, shape)),
                    Bits(sums.Sum(@double.View.AsContiguous(), Determinism.CorrectlyRounded, shape)));
            })).ToList();

            Assert.Single(bits.Append((Bits(ExactSum.Sum(singles)), Bits(ExactSum.Sum(doubles)))).Distinct());
        }
    }

    /// <summary>ExponentWindows that move up and down, and that fill: one work item has more terms than a window has room for.</summary>
    [Fact]
    public void Magnitudes_that_rise_and_fall_along_the_array_are_added_up_exactly()
    {
        var random = new Random(13);
        const int length = 30_000;
        double[] doubles = [.. Enumerable.Range(0, length).Select(i => Wave(i, 300))];
        float[] singles = [.. Enumerable.Range(0, length).Select(i => (float)Wave(i, 60))];

        // After the first few numbers all have all bits set, at the upper end of the window: as much as it has to hold.
        float[] full = [.. Enumerable.Range(0, length).Select(i => MathF.ScaleB(float.BitDecrement(2), Start(i)))];
        double[] fullDoubles = [.. Enumerable.Range(0, length).Select(i => Math.ScaleB(double.BitDecrement(2), Start(i)))];
        foreach (var device in devices.All)
        {
            using var s = device.Allocate1D(singles);
            using var d = device.Allocate1D(doubles);
            using var f = device.Allocate1D(full);
            using var g = device.Allocate1D(fullDoubles);
            ArrayView<float> single = s.View.AsContiguous(), fullSingle = f.View.AsContiguous();
            ArrayView<double> @double = d.View.AsContiguous(), fullDouble = g.View.AsContiguous();
            AssertBothWays(device, sums =>
            {
                foreach (var shape in new LaunchShape[] { new(1, 1), new(2, 2) })
                {
                    Assert.Equal(Reference.Sum(singles), sums.Sum(single, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Dot(singles, full), sums.Dot(single, fullSingle, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Sum(doubles), sums.Sum(@double, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Dot(doubles, fullDoubles), sums.Dot(@double, fullDouble, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Sum(full), sums.Sum(fullSingle, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Dot(full, full), sums.Dot(fullSingle, fullSingle, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(Reference.Sum(fullDoubles), sums.Sum(fullDouble, Determinism.CorrectlyRounded, shape));
                    Assert.Equal(
                        Reference.Dot(fullDoubles, fullDoubles), sums.Dot(fullDouble, fullDouble, Determinism.CorrectlyRounded, shape));
                }
            });
        }

        double Wave(int i, int amplitude) => Math.ScaleB(random.NextDouble() - 0.5, (int)(amplitude * Math.Sin(i / 2000.0)));
        static int Start(int i) => i < 4 ? -ExponentWindow.Margin : 0;
    }

    [Theory]
    [InlineData(0f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, -0f)]
    [InlineData(float.NaN, 0f)]
    [InlineData(float.NaN, 1f)]
    public void A_product_without_a_value_is_not_lost_among_thousands(float a, float b)
    {
        foreach (var device in devices.All)
        {
            float[] left = [.. Enumerable.Repeat(1f, 3000)], right = [.. Enumerable.Repeat(0.5f, 3000)];
            (left[1234], right[1234]) = (a, b);
            using var l = device.Allocate1D(left);
            using var r = device.Allocate1D(right);
            using var wideL = device.Allocate1D([.. left.Select(value => (double)value)]);
            using var wideR = device.Allocate1D([.. right.Select(value => (double)value)]);
            AssertBothWays(device, sums =>
            {
                foreach (var level in Enum.GetValues<Determinism>())
                {
                    Assert.True(float.IsNaN(sums.Dot(l.View.AsContiguous(), r.View.AsContiguous(), level)), $"{device}, {level}");
                    Assert.True(double.IsNaN(sums.Dot(wideL.View.AsContiguous(), wideR.View.AsContiguous(), level)), $"{device}, {level}");
                }
            });
        }
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void What_is_not_finite_is_not_taken_for_one_more_of_the_largest_numbers(float value)
    {
        float[] singles = [.. Enumerable.Range(0, 3000).Select(i => i % 2 == 0 ? float.MaxValue : -float.MaxValue)];
        double[] doubles = [.. Enumerable.Range(0, 3000).Select(i => i % 2 == 0 ? double.MaxValue : -double.MaxValue)];
        (singles[1234], doubles[1234]) = (value, value);
        foreach (var device in devices.All)
        {
            using var s = device.Allocate1D(singles);
            using var d = device.Allocate1D(doubles);
            AssertBothWays(device, sums =>
            {
                Assert.Equal(value, sums.Sum(s.View.AsContiguous(), Determinism.CorrectlyRounded));
                Assert.Equal(value, sums.Sum(d.View.AsContiguous(), Determinism.CorrectlyRounded));
            });
        }
    }

    /// <summary>Short arrays and long ones, few exponents and many, and zeros of both signs, in every loop that the kernels have.</summary>
    [Fact]
    public void Random_arrays_of_any_length_spread_and_sparseness_are_added_up_exactly()
    {
        var random = new Random(15);
        for (var i = 0; i < 40; i++)
        {
            int length = 1 + (i < 20 ? i : random.Next(3000)), spread = random.Next(250), sparseness = random.Next(1, 4);
            double[] left = Numbers(), right = Numbers();
            AssertExact(left, right, new LaunchShape(2, 1));

            double[] Numbers() =>
            [
                .. Enumerable.Range(0, length).Select(_ => Math.CopySign(
                    random.Next(sparseness) == 0 ? Math.ScaleB(random.NextDouble(), random.Next(spread + 1) - (spread / 2)) : 0,
                    random.NextDouble() - 0.5)),
            ];
        }
    }

    /// <summary>
    /// Blocks like the one before them, and blocks with an outlier: far above, far below, products that underflow, halves that overflow.
    /// </summary>
    [Fact]
    public void Outliers_anywhere_in_a_long_array_are_added_up_exactly()
    {
        var random = new Random(16);
        for (var i = 0; i < 24; i++)
        {
            // Every third array is small enough for the lower half of every product to underflow, and so are the products of some of these.
            var scale = i % 3 == 0 ? random.Next(-545, -510) : 0;
            double[] a = [.. Enumerable.Range(0, 1 + random.Next(12_000)).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, scale))];
            double[] b = [.. a.Select(_ => Math.ScaleB(random.NextDouble() - 0.5, scale))];
            for (var outliers = i % 6 == 0 ? 0 : random.Next(4); outliers > 0; outliers--)
            {
                var at = random.Next(a.Length);
                (a[at], b[at]) = random.Next(5) switch
                {
                    0 => (double.MaxValue, Math.ScaleB(1, -1000)),
                    1 => (1e-200, -1e-200),
                    2 => (Math.ScaleB(1, random.Next(3)), b[at]),
                    _ => (Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1080, 1024)), random.NextDouble()),
                };
            }

            AssertExact(a, b, new LaunchShape(1, 1));
        }
    }

    [Theory]
    [InlineData(MathMode.Fast)]
    [InlineData(MathMode.Fast32BitOnly)]
    public void A_fixed_tree_is_refused_where_subnormal_numbers_may_be_flushed(MathMode mode)
    {
        var exception = Assert.Throws<NotSupportedException>(() => DeviceSum.RequireGradualUnderflow(mode, isCpuAccelerator: false));

        Assert.Contains($"MathMode.{mode}", exception.Message, StringComparison.Ordinal);
        DeviceSum.RequireGradualUnderflow(MathMode.Default, isCpuAccelerator: false);
    }

    [Theory]
    [InlineData(MathMode.Default)]
    [InlineData(MathMode.Fast)]
    public void Every_device_keeps_the_bits_of_a_fixed_tree_or_refuses(MathMode mode)
    {
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 2)).OpenCL().Cuda().Math(mode));
        float[] values = [.. Enumerable.Range(1, 5000).Select(i => MathF.ScaleB(i % 7, -149))];
        foreach (var device in context.Devices)
        {
            using var accelerator = device.CreateAccelerator(context);
            using var sums = new DeviceSum(accelerator);
            using var buffer = accelerator.Allocate1D(values);
            var view = buffer.View.AsContiguous();
            if (mode != MathMode.Default && accelerator is not CPUAccelerator)
                Assert.Throws<NotSupportedException>(() => _ = sums.Sum(view, Determinism.FixedTree));
            else
                Assert.Equal(Bits(FixedTree.Sum(values)), Bits(sums.Sum(view, Determinism.FixedTree)));

            // The exact sum adds integers, or tests the device's additions first.
            Assert.Equal(Bits(ExactSum.Sum(values)), Bits(sums.Sum(view, Determinism.CorrectlyRounded)));
        }
    }

    [Fact]
    public void A_part_of_a_buffer_is_added_up_as_the_part_alone()
    {
        var numbers = new HostileNumbers(14);
        var singles = numbers.Singles(Hostility.AnyBits, 3001);
        var doubles = numbers.Doubles(Hostility.AnyBits, 3001);
        foreach (var device in devices.All)
        {
            using var sums = new DeviceSum(device);
            using var s = device.Allocate1D(singles);
            using var d = device.Allocate1D(doubles);
            foreach (var (start, length) in new[] { (0, 0), (1, 1), (3, 2998), (2999, 2), (7, 1025) })
            {
                float[] left = singles[start..(start + length)], right = singles[..length];
                double[] wideLeft = doubles[start..(start + length)], wideRight = doubles[..length];
                ArrayView<float> l = s.View.AsContiguous().SubView(start, length), r = s.View.AsContiguous().SubView(0, length);
                ArrayView<double> wideL = d.View.AsContiguous().SubView(start, length), wideR = d.View.AsContiguous().SubView(0, length);
                Assert.Equal(Bits(ExactSum.Sum(left)), Bits(sums.Sum(l, Determinism.CorrectlyRounded)));
                Assert.Equal(Bits(ExactSum.Dot(left, right)), Bits(sums.Dot(l, r, Determinism.CorrectlyRounded)));
                Assert.Equal(Bits(ExactSum.Sum(wideLeft)), Bits(sums.Sum(wideL, Determinism.CorrectlyRounded)));
                Assert.Equal(Bits(ExactSum.Dot(wideLeft, wideRight)), Bits(sums.Dot(wideL, wideR, Determinism.CorrectlyRounded)));
                Assert.Equal(Bits(FixedTree.Sum(left)), Bits(sums.Sum(l, Determinism.FixedTree)));
            }
        }
    }

    [Fact]
    public void Sums_on_several_streams_of_one_device_keep_apart()
    {
        float[] left = [1e20f, 3.5f, -1e20f], right = [.. Enumerable.Range(1, 9000).Select(i => (float)i)];
        foreach (var device in devices.All)
        {
            using AcceleratorStream one = device.CreateStream(), other = device.CreateStream();
            using DeviceSum onOne = new(one), onOther = new(other), onDefault = new(device);
            using var l = device.Allocate1D(left);
            using var r = device.Allocate1D(right);
            foreach (var level in Enum.GetValues<Determinism>())
            {
                Assert.Equal(9000 * 9001 / 2, onOther.Sum(r.View.AsContiguous(), level), 4096f);
                Assert.InRange(onOne.Sum(l.View.AsContiguous(), level), 0, 3.5f);
                Assert.Equal(onOther.Sum(r.View.AsContiguous(), level), onDefault.Sum(r.View.AsContiguous(), level), 4096f);
            }

            Assert.Equal(3.5f, onOne.Sum(l.View.AsContiguous(), Determinism.CorrectlyRounded));
        }
    }

    [Fact]
    public void A_sum_after_its_end_is_refused_and_the_accelerator_stays_open()
    {
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D([1f, 2f]);
            var sums = new DeviceSum(device);
            Assert.Equal(3f, sums.Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded));

            sums.Dispose();
            sums.Dispose();

            Assert.Throws<ObjectDisposedException>(() => sums.Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded));
            using var another = new DeviceSum(device);
            Assert.Equal(3f, another.Sum(buffer.View.AsContiguous(), Determinism.CorrectlyRounded));
        }
    }

    [Fact]
    public void What_is_no_level_or_no_shape_is_refused_whatever_the_length()
    {
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D<float>(8);
            using var sums = new DeviceSum(device);
            var view = buffer.View.AsContiguous();
            Assert.Throws<ArgumentOutOfRangeException>(() => sums.Sum(view, (Determinism)4));
            Assert.Throws<ArgumentOutOfRangeException>(() => sums.Sum(view.SubView(0, 0), (Determinism)4));
            Assert.Throws<ArgumentException>(() => sums.Sum(view.SubView(0, 0), Determinism.FixedTree, default(LaunchShape)));
            Assert.Throws<ArgumentException>(() => sums.Dot(view, view.SubView(0, 7), Determinism.FixedTree));

            using var other = devices.Another(device);
            using var elsewhere = other.Allocate1D<float>(8);
            var exception = Assert.Throws<ArgumentException>(() => sums.Sum(elsewhere.View.AsContiguous(), Determinism.FixedTree));
            Assert.Contains("another accelerator", exception.Message);
        }

        Assert.Throws<ArgumentNullException>(() => new DeviceSum((Accelerator)null!));
        Assert.Throws<ArgumentNullException>(() => new DeviceSum((AcceleratorStream)null!));
    }

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
            Assert.Equal(Bits(-0f), Bits(Sum(device, [.. Enumerable.Repeat(-0f, 9000)])));
            Assert.Equal(Bits(0f), Bits(Sum(device, [.. Enumerable.Repeat(-0f, 9000), 0f])));
            Assert.Equal(Bits(0f), Bits(Sum(device, [-0f, 1f, -1f, -0f])));
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

            var shape = new LaunchShape(1, device.MaxNumThreadsPerGroup + 1);
            var exception = Assert.Throws<ArgumentException>(() =>
                new DeviceSum(device).Sum(buffer.View.AsContiguous(), Determinism.FixedTree, shape));

            Assert.Contains($"1 to {device.MaxNumThreadsPerGroup} work items", exception.Message);
        }
    }

    [Fact]
    public void An_exact_sum_that_a_device_cannot_take_is_refused_with_what_can()
    {
        var exception = Assert.Throws<NotSupportedException>(() => DeviceSum.RequireAtomics(hasInt64Atomics: false));

        Assert.Contains("no 64-bit integer atomics", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ExactSum and BinnedSum", exception.Message, StringComparison.Ordinal);
        DeviceSum.RequireAtomics(hasInt64Atomics: true);
    }

    /// <summary>Every device gives the bits that memory gives, and these are the right ones.</summary>
    private void AssertExact(double[] a, double[] b, LaunchShape shape)
    {
        float[] singleA = [.. a.Select(Narrow)], singleB = [.. b.Select(Narrow)];
        (var sum, var dot) = (ExactSum.Sum(a), ExactSum.Dot(a, b));
        (var singleSum, var singleDot) = (ExactSum.Sum(singleA), ExactSum.Dot(singleA, singleB));
        Assert.Equal((Reference.Sum(a), Reference.Dot(a, b)), (sum, dot));
        Assert.Equal((Reference.Sum(singleA), Reference.Dot(singleA, singleB)), (singleSum, singleDot));
        foreach (var device in devices.All)
        {
            using var doublesA = device.Allocate1D(a);
            using var doublesB = device.Allocate1D(b);
            using var singlesA = device.Allocate1D(singleA);
            using var singlesB = device.Allocate1D(singleB);
            AssertBothWays(device, sums =>
            {
                const Determinism exact = Determinism.CorrectlyRounded;
                Assert.Equal(Bits(sum), Bits(sums.Sum(doublesA.View.AsContiguous(), exact, shape)));
                Assert.Equal(Bits(dot), Bits(sums.Dot(doublesA.View.AsContiguous(), doublesB.View.AsContiguous(), exact, shape)));
                Assert.Equal(Bits(singleSum), Bits(sums.Sum(singlesA.View.AsContiguous(), exact, shape)));
                Assert.Equal(Bits(singleDot), Bits(sums.Dot(singlesA.View.AsContiguous(), singlesB.View.AsContiguous(), exact, shape)));
            });
        }

        static float Narrow(double value) => Math.Abs(value) > float.MaxValue ? float.MaxValue / 3 : (float)value;
    }

    private void AssertBothWays(Accelerator device, Action<DeviceSum> assert) => Assert.All(devices.BothWays(device), assert);

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
