// Sums whose results stay on a device: of whole arrays, rows, segments and prefixes, with the bits of memory.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Numerics.Tests;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class DeviceResultTests(Devices devices) : IClassFixture<Devices>
{
    private static readonly int[] PrefixLengths = [1, 2, 300, 2500];

    [Fact]
    public void A_sum_that_stays_on_the_device_has_the_bits_of_the_one_that_comes_back() => ForEach(31, (device, numbers, kind) =>
    {
        using Inputs a = new(device, numbers, kind, 5000), b = new(device, numbers, Hostility.AnyBits, a.Singles.Length);
        using var single = device.Allocate1D<float>(2);
        using var @double = device.Allocate1D<double>(2);
        foreach (var sums in devices.BothWays(device))
        {
            foreach (var level in new[] { Determinism.FixedTree, Determinism.Binned, Determinism.CorrectlyRounded })
            {
                sums.Sum(a.Single, level, single.View.AsContiguous());
                sums.Dot(a.Single, b.Single, level, single.View.AsContiguous().SubView(1, 1));
                sums.Sum(a.Double, level, @double.View.AsContiguous());
                sums.Dot(a.Double, b.Double, level, @double.View.AsContiguous().SubView(1, 1));

                float[] expected = [sums.Sum(a.Single, level), sums.Dot(a.Single, b.Single, level)];
                double[] wide = [sums.Sum(a.Double, level), sums.Dot(a.Double, b.Double, level)];
                Assert.Equal(Bits(expected), Bits(single.GetAsArray1D()));
                Assert.Equal(Bits(wide), Bits(@double.GetAsArray1D()));
            }
        }
    });

    [Theory]
    [InlineData(Determinism.NotGuaranteed)]
    [InlineData(Determinism.FixedTree)]
    [InlineData(Determinism.Binned)]
    [InlineData(Determinism.CorrectlyRounded)]
    public void Special_numbers_stay_on_the_device_as_they_come_back(Determinism level)
    {
        float[][] arrays =
        [
            [1, float.PositiveInfinity, -5], [float.NegativeInfinity, 2], [float.NegativeInfinity, float.PositiveInfinity], [1, -float.NaN],
            [-0f, -0f, -0f], [-0f, 0f], [-0f, 1f, -1f], [3f], [],
        ];
        foreach (var device in devices.All)
        {
            using var result = device.Allocate1D<float>(1);
            foreach (var values in arrays)
            {
                using var buffer = device.Allocate1D<float>(Math.Max(values.Length, 1));
                var view = buffer.View.AsContiguous().SubView(0, values.Length);
                if (values.Length > 0) view.CopyFromCPU(values);
                foreach (var sums in devices.BothWays(device))
                {
                    result.View.CopyFromCPU([17f]);
                    sums.Sum(view, level, result.View.AsContiguous());
                    Assert.Equal(Bits([sums.Sum(view, level)]), Bits(result.GetAsArray1D()));
                }
            }
        }
    }

    [Fact]
    public void Sums_by_atomics_stay_on_the_device_too()
    {
        float[] values = [.. Enumerable.Range(1, 9000).Select(i => (float)i)];
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D(values);
            using var result = device.Allocate1D<float>(1);
            using var sums = new DeviceSum(device);
            sums.Sum(buffer.View.AsContiguous(), Determinism.NotGuaranteed, result.View.AsContiguous());
            Assert.Equal(9000 * 9001 / 2, result.GetAsArray1D()[0], 4096f);
        }
    }

    /// <summary>Many sums are started before any of them is read, and need more and more memory.</summary>
    [Fact]
    public void Sums_that_nobody_waits_for_keep_apart()
    {
        float[] values = [.. Enumerable.Range(0, 30_000).Select(i => MathF.ScaleB(i % 101, i % 37))];
        int[] lengths = [1, 3, 200, 4097, 30_000, 12_345, 30_000, 2];
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D(values);
            using var results = device.Allocate1D<float>(2 * lengths.Length);
            using var stream = device.CreateStream();
            using var sums = new DeviceSum(stream);
            for (var i = 0; i < lengths.Length; i++)
            {
                var view = buffer.View.AsContiguous().SubView(0, lengths[i]);
                sums.Sum(view, Determinism.CorrectlyRounded, results.View.AsContiguous().SubView(2 * i, 1));
                sums.Sum(view, Determinism.FixedTree, results.View.AsContiguous().SubView((2 * i) + 1, 1));
            }

            stream.Synchronize();
            float[] expected = [.. lengths.SelectMany(length => new[] { ExactSum.Sum(values.AsSpan(0, length)), FixedTree.Sum(values.AsSpan(0, length)) })];
            Assert.Equal(Bits(expected), Bits(results.GetAsArray1D()));
        }
    }

    [Fact]
    public void Each_row_has_its_exact_sum_and_its_exact_dot_product() => ForEach(32, (device, numbers, kind) =>
    {
        foreach (var (rows, length) in new[] { (1, 3000), (7, 1), (40, 33), (5, 700), (9, 0) })
        {
            using Inputs a = new(device, numbers, kind, rows * length), b = new(device, numbers, Hostility.AnyBits, a.Singles.Length);
            using var single = device.Allocate1D<float>(rows);
            using var @double = device.Allocate1D<double>(rows);
            var columns = a.Singles.Length / rows;
            foreach (var sums in devices.BothWays(device))
            {
                sums.SumRows(a.Single, single.View.AsContiguous());
                sums.SumRows(a.Double, @double.View.AsContiguous());
                Assert.Equal(Bits(Rows(row => ExactSum.Sum(Row(a.Singles, row)))), Bits(single.GetAsArray1D()));
                Assert.Equal(Bits(Rows(row => ExactSum.Sum(Row(a.Doubles, row)))), Bits(@double.GetAsArray1D()));
                sums.DotRows(a.Single, b.Single, single.View.AsContiguous());
                sums.DotRows(a.Double, b.Double, @double.View.AsContiguous());
                Assert.Equal(Bits(Rows(row => ExactSum.Dot(Row(a.Singles, row), Row(b.Singles, row)))), Bits(single.GetAsArray1D()));
                Assert.Equal(Bits(Rows(row => ExactSum.Dot(Row(a.Doubles, row), Row(b.Doubles, row)))), Bits(@double.GetAsArray1D()));
            }

            T[] Rows<T>(Func<int, T> sumOf) => [.. Enumerable.Range(0, rows).Select(sumOf)];
            ReadOnlySpan<T> Row<T>(T[] values, int row) => values.AsSpan(row * columns, columns);
        }
    });

    [Fact]
    public void Each_segment_has_its_exact_sum() => ForEach(33, (device, numbers, kind) =>
    {
        using Inputs a = new(device, numbers, kind, 4000);
        var end = a.Singles.Length;
        int[] offsets = [0, 0, 1, 2, end / 3, end / 3, end / 2, end];
        using var marks = device.Allocate1D(offsets);
        using var single = device.Allocate1D<float>(offsets.Length - 1);
        using var @double = device.Allocate1D<double>(offsets.Length - 1);
        var expected = new float[offsets.Length - 1];
        var wide = new double[offsets.Length - 1];
        ExactSum.SumSegments(a.Singles, offsets, expected);
        ExactSum.SumSegments(a.Doubles, offsets, wide);
        foreach (var sums in devices.BothWays(device))
        {
            sums.SumSegments(a.Single, marks.View.AsContiguous(), single.View.AsContiguous());
            sums.SumSegments(a.Double, marks.View.AsContiguous(), @double.View.AsContiguous());
            Assert.Equal(Bits(expected), Bits(single.GetAsArray1D()));
            Assert.Equal(Bits(wide), Bits(@double.GetAsArray1D()));
        }
    });

    [Fact]
    public void A_segment_that_does_not_exist_is_no_number_and_the_others_are_right()
    {
        int[] offsets = [0, 2, 1, 3, 5, -1, 2, int.MaxValue, 4, 4];
        float[] expected = [3, float.NaN, 6, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 0];
        foreach (var device in devices.All)
        {
            using var values = device.Allocate1D([1f, 2f, 4f, 8f]);
            using var marks = device.Allocate1D(offsets);
            using var single = device.Allocate1D<float>(offsets.Length - 1);
            foreach (var sums in devices.BothWays(device))
            {
                sums.SumSegments(values.View.AsContiguous(), marks.View.AsContiguous(), single.View.AsContiguous());
                Assert.Equal(expected, single.GetAsArray1D());
            }
        }
    }

    [Fact]
    public void Each_prefix_has_its_exact_sum() => ForEach(34, (device, numbers, kind) =>
    {
        foreach (var length in PrefixLengths)
        {
            using Inputs a = new(device, numbers, kind, length);
            using var single = device.Allocate1D<float>(a.Singles.Length);
            var expected = new float[a.Singles.Length];
            var wide = new double[a.Doubles.Length];
            ExactSum.CumulativeSum(a.Singles, expected);
            ExactSum.CumulativeSum(a.Doubles, wide);
            using var sums = new DeviceSum(device);
            sums.CumulativeSum(a.Single, single.View.AsContiguous());
            sums.CumulativeSum(a.Double, a.Double);
            Assert.Equal(Bits(expected), Bits(single.GetAsArray1D()));
            Assert.Equal(Bits(wide), Bits(a.DoubleBuffer.GetAsArray1D()));
        }
    });

    [Fact]
    public void Every_third_number_has_the_sum_of_these_alone() => ForEach(35, (device, numbers, kind) =>
    {
        using Inputs a = new(device, numbers, kind, 3000);
        var count = (a.Singles.Length - 1) / 3;
        float[] singles = [.. Enumerable.Range(0, count).Select(i => a.Singles[1 + (3 * i)])];
        double[] doubles = [.. Enumerable.Range(0, count).Select(i => a.Doubles[1 + (3 * i)])];
        var stride = new Stride1D.General(3);
        var single = new ArrayView1D<float, Stride1D.General>(a.Single.SubView(1, 3 * count), count, stride);
        var @double = new ArrayView1D<double, Stride1D.General>(a.Double.SubView(1, 3 * count), count, stride);
        foreach (var sums in devices.BothWays(device))
        {
            Assert.Equal(Bits([ExactSum.Sum(singles)]), Bits([sums.Sum(single, Determinism.CorrectlyRounded)]));
            Assert.Equal(Bits([ExactSum.Sum(doubles)]), Bits([sums.Sum(@double, Determinism.CorrectlyRounded)]));
            Assert.Equal(Bits([FixedTree.Sum(singles)]), Bits([sums.Sum(single, Determinism.FixedTree)]));
            Assert.Equal(Bits([FixedTree.Sum(doubles)]), Bits([sums.Sum(@double, Determinism.FixedTree)]));
        }
    });

    /// <summary>As arrays of more than 2²⁹ numbers are: here a launch takes a hundred.</summary>
    [Fact]
    public void More_terms_than_a_launch_takes_have_their_exact_sum() => ForEach(36, (device, numbers, kind) =>
    {
        using Inputs a = new(device, numbers, kind, 950), b = new(device, numbers, Hostility.AnyBits, a.Singles.Length);
        using var single = device.Allocate1D<float>(1);
        using var @double = device.Allocate1D<double>(1);
        for (var way = 0; way < 2; way++)
        {
            using var sums = new DeviceSum(device) { TermsPerLaunch = 100, UsesChunks = way == 0 };
            Assert.Equal(Bits([ExactSum.Sum(a.Singles)]), Bits([sums.Sum(a.Single, Determinism.CorrectlyRounded)]));
            Assert.Equal(Bits([ExactSum.Dot(a.Doubles, b.Doubles)]), Bits([sums.Dot(a.Double, b.Double, Determinism.CorrectlyRounded)]));
            sums.Sum(a.Double, Determinism.CorrectlyRounded, @double.View.AsContiguous());
            sums.Dot(a.Single, b.Single, Determinism.CorrectlyRounded, single.View.AsContiguous());
            Assert.Equal(Bits([ExactSum.Sum(a.Doubles)]), Bits(@double.GetAsArray1D()));
            Assert.Equal(Bits([ExactSum.Dot(a.Singles, b.Singles)]), Bits(single.GetAsArray1D()));
            Assert.Throws<NotSupportedException>(() => sums.SumRows(a.Single, single.View.AsContiguous()));
            Assert.Throws<NotSupportedException>(() => sums.CumulativeSum(a.Single, a.Single));
        }
    });

    [Fact]
    public void What_does_not_fit_is_refused_with_what_does()
    {
        foreach (var device in devices.All)
        {
            using var buffer = device.Allocate1D<float>(8);
            using var offsets = device.Allocate1D<int>(3);
            using var sums = new DeviceSum(device);
            var view = buffer.View.AsContiguous();
            Refused<ArgumentException>(() => sums.Sum(view, Determinism.FixedTree, view.SubView(0, 0)), "no element");
            Refused<ArgumentException>(() => sums.SumRows(view, view.SubView(0, 3)), "8 numbers are not 3 rows");
            Refused<ArgumentException>(() => sums.SumRows(view, view.SubView(0, 0)), "8 numbers are not 0 rows");
            Refused<ArgumentException>(() => sums.DotRows(view, view.SubView(0, 7), view), "7");
            Refused<ArgumentException>(
                () => sums.SumSegments(view, offsets.View.AsContiguous(), view.SubView(0, 3)), "3 sums need 4 offsets; there are 3");
            Refused<ArgumentException>(() => sums.CumulativeSum(view, view.SubView(0, 7)), "7 elements; 8 sums");
            Refused<NotSupportedException>(
                () => sums.Sum(new ArrayView1D<float, Stride1D.General>(view, 1, new Stride1D.General(0)), Determinism.FixedTree), "1 or more");

            Refused<ArgumentException>(
                () => sums.Sum(view.AsGeneral(new Stride1D.General(2)), Determinism.FixedTree), "8 numbers at a stride of 2 reach 15 elements far");

            using var other = devices.Another(device);
            using var elsewhere = other.Allocate1D<float>(8);
            Refused<ArgumentException>(() => sums.Sum(view, Determinism.FixedTree, elsewhere.View.AsContiguous()), "another accelerator");
            Refused<ArgumentException>(() => sums.CumulativeSum(view, elsewhere.View.AsContiguous()), "another accelerator");

            sums.Dispose();
            Assert.Throws<ObjectDisposedException>(() => sums.SumRows(view, view));
        }

        static void Refused<T>(Action call, string words)
            where T : Exception => Assert.Contains(words, Assert.Throws<T>(call).Message, StringComparison.Ordinal);
    }

    private void ForEach(int seed, Action<Accelerator, HostileNumbers, Hostility> assert)
    {
        var numbers = new HostileNumbers(seed);
        foreach (var device in devices.All)
        {
            foreach (var kind in Enum.GetValues<Hostility>()) assert(device, numbers, kind);
        }
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];

    private static ulong[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToUInt64Bits)];

    /// <summary>Numbers of both formats in the memory of a device.</summary>
    private sealed class Inputs : IDisposable
    {
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _singles;

        public Inputs(Accelerator device, HostileNumbers numbers, Hostility kind, int length)
        {
            Singles = Fill(numbers.Singles(kind, length), length);
            Doubles = Fill(numbers.Doubles(kind, length), length);
            _singles = device.Allocate1D<float>(Math.Max(Singles.Length, 1));
            DoubleBuffer = device.Allocate1D<double>(Math.Max(Doubles.Length, 1));
            if (length == 0) return;
            Single.CopyFromCPU(Singles);
            Double.CopyFromCPU(Doubles);
        }

        public float[] Singles { get; }

        public double[] Doubles { get; }

        public MemoryBuffer1D<double, Stride1D.Dense> DoubleBuffer { get; }

        public ArrayView<float> Single => _singles.View.AsContiguous().SubView(0, Singles.Length);

        public ArrayView<double> Double => DoubleBuffer.View.AsContiguous().SubView(0, Doubles.Length);

        // Some kinds have more or fewer numbers.
        private static T[] Fill<T>(T[] values, int length) => [.. Enumerable.Range(0, length).Select(i => values[i % values.Length])];

        public void Dispose()
        {
            _singles.Dispose();
            DoubleBuffer.Dispose();
        }
    }
}
