// Products of matrices on every device of this machine: the same bits whatever the batch, the position in it and the launch shape.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Numerics.Tests;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class DeviceMatrixTests(Devices devices) : IClassFixture<Devices>
{
    // Sizes of one, below, at and above a tile.
    private static readonly (int Rows, int Inner, int Columns)[] Sizes =
        [(1, 1, 1), (1, 40, 3), (3, 15, 17), (16, 16, 16), (17, 33, 5), (5, 100, 33)];

    [Fact]
    public void Each_level_has_the_bits_of_its_definition_on_every_device_and_for_every_shape()
    {
        var numbers = new HostileNumbers(71);
        foreach (var (rows, inner, columns) in Sizes)
        {
            foreach (var kind in new[] { Hostility.AnyBits, Hostility.Swallowed, Hostility.NearSubnormal })
            {
                var (left, right) = (Filled(numbers, kind, rows * inner), Filled(numbers, kind, inner * columns));
                float[] exact = new float[rows * columns], ordered = Ordered(left, right, rows, inner, columns);
                ExactMatrix.Multiply(left, right, exact, rows, inner, columns);
                foreach (var device in devices.All)
                {
                    foreach (var shape in Devices.Shapes(device))
                    {
                        AssertBits(ordered, Multiply(device, left, right, rows, inner, columns, Determinism.FixedTree, shape));
                    }

                    var any = new LaunchShape(1, 1);
                    AssertBits(exact, Multiply(device, left, right, rows, inner, columns, Determinism.CorrectlyRounded, any));
                }
            }
        }
    }

    [Theory]
    [InlineData(Determinism.FixedTree)]
    [InlineData(Determinism.CorrectlyRounded)]
    public void A_row_has_the_same_bits_in_every_batch_and_at_every_position(Determinism determinism)
    {
        const int inner = 70, columns = 9;
        var random = new Random(72);
        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] row = Random(inner), right = Random(inner * columns);
        foreach (var device in devices.All)
        {
            using var matrix = new DeviceMatrix(device);
            var alone = Multiply(matrix, device, row, right, 1, inner, columns, determinism);
            foreach (var rows in Thorough.Cases([2, 15, 16, 17, 31, 40], oneOf: 4))
            {
                foreach (var position in new[] { 0, rows / 2, rows - 1 })
                {
                    var batch = Random(rows * inner);
                    row.CopyTo(batch, position * inner);
                    var result = Multiply(matrix, device, batch, right, rows, inner, columns, determinism);
                    AssertBits(alone, result[(position * columns)..((position + 1) * columns)]);
                }
            }
        }
    }

    [Fact]
    public void Without_products_every_element_is_zero()
    {
        foreach (var device in devices.All)
        {
            using var matrix = new DeviceMatrix(device);
            using var result = device.Allocate1D([1f, 2f, 3f]);
            foreach (var determinism in new[] { Determinism.FixedTree, Determinism.CorrectlyRounded })
            {
                matrix.Multiply(
                    ArrayView<float>.Empty, ArrayView<float>.Empty, result.View.AsContiguous(), rows: 3, inner: 0, columns: 1, determinism);
                AssertBits(new float[3], result.GetAsArray1D());
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var device = devices.All[0];
        using var matrix = new DeviceMatrix(device);
        using var buffer = device.Allocate1D<float>(6);
        var view = buffer.View.AsContiguous();
        var one = view.SubView(0, 1);

        var length = Assert.Throws<ArgumentException>(() => matrix.Multiply(view, view, view, 2, 2, 3, Determinism.FixedTree));
        Assert.Equal("The left matrix has 6 elements; 2 × 2 need 4.", length.Message);
        var level = Assert.Throws<NotSupportedException>(() => matrix.Multiply(one, one, one, 1, 1, 1, Determinism.Binned));
        Assert.Contains("not with Binned", level.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Multiply(view, view, view, -1, 1, 1, Determinism.FixedTree));
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.Multiply(one, one, one, 1, 1, 1, Determinism.FixedTree));
    }

    private static float[] Filled(HostileNumbers numbers, Hostility kind, int count)
    {
        var values = numbers.Singles(kind, count);
        Array.Resize(ref values, count);
        return values;
    }

    private static float[] Multiply(
        Accelerator device, float[] left, float[] right, int rows, int inner, int columns, Determinism determinism, LaunchShape shape)
    {
        using var matrix = new DeviceMatrix(device);
        return Multiply(matrix, device, left, right, rows, inner, columns, determinism, shape);
    }

    private static float[] Multiply(
        DeviceMatrix matrix, Accelerator device, float[] left, float[] right, int rows, int inner, int columns, Determinism determinism,
        LaunchShape? shape = null)
    {
        using var a = device.Allocate1D(left);
        using var b = device.Allocate1D(right);
        using var c = device.Allocate1D<float>(rows * columns);
        if (shape is { } given)
        {
            matrix.Multiply(
                a.View.AsContiguous(), b.View.AsContiguous(), c.View.AsContiguous(), rows, inner, columns, determinism, given);
        }
        else
        {
            matrix.Multiply(a.View.AsContiguous(), b.View.AsContiguous(), c.View.AsContiguous(), rows, inner, columns, determinism);
        }

        return c.GetAsArray1D();
    }

    /// <summary>The definition: blocks of 16 products, and everything from left to right.</summary>
    private static float[] Ordered(float[] left, float[] right, int rows, int inner, int columns)
    {
        var result = new float[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var total = 0f;
                for (var block = 0; block < inner; block += 16)
                {
                    var sum = 0f;
                    for (var k = block; k < Math.Min(block + 16, inner); k++) sum += left[(i * inner) + k] * right[(k * columns) + j];
                    total += sum;
                }

                result[(i * columns) + j] = float.IsNaN(total) ? float.NaN : total;
            }
        }

        return result;
    }

    private static void AssertBits(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
}
