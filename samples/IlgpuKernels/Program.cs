// Four kernels of plain ILGPU on every CUDA device, or on the CPU accelerator with --cpu. Each result is checked.

using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

var onCpu = args.Contains("--cpu");
using var context = Context.Create(builder => _ = onCpu ? builder.CPU(new CPUDevice(4, 32, 1)) : builder.Cuda());
var devices = context.Devices.Where(device => onCpu || device.AcceleratorType == AcceleratorType.Cuda).ToList();
if (devices.Count == 0)
{
    Console.Error.WriteLine("There is no CUDA device. With --cpu the kernels run on ILGPU's CPU accelerator.");
    return 2;
}

var failed = 0;
foreach (var device in devices)
{
    using var accelerator = device.CreateAccelerator(context);
    Console.WriteLine($"{device.Name}: {accelerator.NumMultiprocessors} multiprocessors, {accelerator.WarpSize} threads in a warp");
    Show("vector add", VectorAdd.Run);
    Show("matrix multiply", MatrixMultiply.Run);
    Show("histogram", Histogram.Run);
    Show("scan", Scan.Run);

    void Show(string name, Func<Accelerator, string?> run)
    {
        var watch = Stopwatch.StartNew();
        var problem = run(accelerator);
        if (problem is not null) failed++;
        Console.WriteLine($"  {name,-16} {problem ?? "correct"} ({watch.ElapsedMilliseconds} ms)");
    }
}

return failed == 0 ? 0 : 1;

/// <summary>An auto-grouped kernel: one thread for each element.</summary>
internal static class VectorAdd
{
    private const int Length = 100_000;

    public static string? Run(Accelerator accelerator)
    {
        var a = Enumerable.Range(0, Length).Select(i => i * 0.5f).ToArray();
        var b = Enumerable.Range(0, Length).Select(i => 1f / (i + 1)).ToArray();
        using var first = accelerator.Allocate1D(a);
        using var second = accelerator.Allocate1D(b);
        using var sums = accelerator.Allocate1D<float>(Length);

        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(Kernel)(
            Length, first.View, second.View, sums.View);
        accelerator.Synchronize();

        var result = sums.GetAsArray1D();
        var wrong = Enumerable.Range(0, Length).Count(i => result[i] != a[i] + b[i]);
        return wrong == 0 ? null : $"{wrong} of {Length} sums are wrong";
    }

    private static void Kernel(Index1D i, ArrayView<float> a, ArrayView<float> b, ArrayView<float> sums) => sums[i] = a[i] + b[i];
}

/// <summary>Tiles in shared memory, and barriers within a loop; the matrices do not fill the last tiles.</summary>
internal static class MatrixMultiply
{
    private const int Tile = 8, Rows = 60, Inner = 45, Columns = 37;

    public static string? Run(Accelerator accelerator)
    {
        // Small whole numbers: every product and sum is exact, in any order.
        var a = new float[Rows, Inner];
        var b = new float[Inner, Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var k = 0; k < Inner; k++) a[i, k] = ((i * 7) + k) % 11 - 5;
        }

        for (var k = 0; k < Inner; k++)
        {
            for (var j = 0; j < Columns; j++) b[k, j] = ((k * 3) + j) % 13 - 6;
        }

        using var left = accelerator.Allocate2DDenseX(a);
        using var right = accelerator.Allocate2DDenseX(b);
        using var product = accelerator.Allocate2DDenseX<float>((Rows, Columns));
        var kernel = accelerator.LoadStreamKernel<
            ArrayView2D<float, Stride2D.DenseX>, ArrayView2D<float, Stride2D.DenseX>, ArrayView2D<float, Stride2D.DenseX>>(Kernel);
        kernel(
            ((((Rows + Tile) - 1) / Tile, ((Columns + Tile) - 1) / Tile), (Tile, Tile)), left.View, right.View, product.View);
        accelerator.Synchronize();

        var result = product.GetAsArray2D();
        var wrong = 0;
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                var expected = 0f;
                for (var k = 0; k < Inner; k++) expected += a[i, k] * b[k, j];
                if (result[i, j] != expected) wrong++;
            }
        }

        return wrong == 0 ? null : $"{wrong} of {Rows * Columns} elements are wrong";
    }

    private static void Kernel(
        ArrayView2D<float, Stride2D.DenseX> a, ArrayView2D<float, Stride2D.DenseX> b, ArrayView2D<float, Stride2D.DenseX> product)
    {
        var (row, column) = (Grid.GlobalIndex.X, Grid.GlobalIndex.Y);
        var (x, y) = (Group.IdxX, Group.IdxY);
        var tileOfA = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(Tile, Tile), new Stride2D.DenseX(Tile));
        var tileOfB = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(Tile, Tile), new Stride2D.DenseX(Tile));

        var sum = 0f;
        for (var start = 0; start < Inner; start += Tile)
        {
            tileOfA[x, y] = row < Rows && start + y < Inner ? a[row, start + y] : 0;
            tileOfB[x, y] = start + x < Inner && column < Columns ? b[start + x, column] : 0;
            Group.Barrier();
            for (var k = 0; k < Tile; k++) sum += tileOfA[x, k] * tileOfB[k, y];
            Group.Barrier();
        }

        if (row < Rows && column < Columns) product[row, column] = sum;
    }
}

/// <summary>Atomic additions, first in the shared memory of each group and then in global memory.</summary>
internal static class Histogram
{
    private const int Bins = 16, Length = 20_000, GroupSize = 64;

    public static string? Run(Accelerator accelerator)
    {
        var numbers = new int[Length];
        var state = 1u;
        for (var i = 0; i < Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            numbers[i] = (int)(state >> 20);
        }

        using var data = accelerator.Allocate1D(numbers);
        using var counts = accelerator.Allocate1D<int>(Bins);
        counts.MemSetToZero();
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(Kernel)((8, GroupSize), data.View, counts.View);
        accelerator.Synchronize();

        var expected = numbers.GroupBy(number => number % Bins).OrderBy(bin => bin.Key).Select(bin => bin.Count());
        var result = counts.GetAsArray1D();
        return result.SequenceEqual(expected) ? null : $"the counts are {string.Join(", ", result)}";
    }

    private static void Kernel(ArrayView<int> numbers, ArrayView<int> counts)
    {
        var ofGroup = SharedMemory.Allocate<int>(Bins);
        for (var bin = Group.IdxX; bin < Bins; bin += Group.DimX) ofGroup[bin] = 0;
        Group.Barrier();

        for (var i = Grid.GlobalIndex.X; i < numbers.IntLength; i += Grid.DimX * Group.DimX)
            Atomic.Add(ref ofGroup[numbers[i] % Bins], 1);
        Group.Barrier();

        for (var bin = Group.IdxX; bin < Bins; bin += Group.DimX) Atomic.Add(ref counts[bin], ofGroup[bin]);
    }
}

/// <summary>Inclusive prefix sums within each group, by doubling distances in shared memory.</summary>
internal static class Scan
{
    private const int GroupSize = 128, Groups = 20;

    public static string? Run(Accelerator accelerator)
    {
        var groupSize = Math.Min(GroupSize, accelerator.MaxNumThreadsPerGroup);
        var numbers = Enumerable.Range(0, groupSize * Groups).Select(i => (i * 37) % 101).ToArray();
        using var data = accelerator.Allocate1D(numbers);
        accelerator.LoadStreamKernel<ArrayView<int>>(Kernel)((Groups, groupSize), data.View);
        accelerator.Synchronize();

        var result = data.GetAsArray1D();
        var sum = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            sum = i % groupSize == 0 ? numbers[i] : sum + numbers[i];
            if (result[i] != sum) return $"element {i} is {result[i]}, not {sum}";
        }

        return null;
    }

    private static void Kernel(ArrayView<int> numbers)
    {
        var i = Grid.GlobalIndex.X;
        var sums = SharedMemory.Allocate<int>(GroupSize);
        sums[Group.IdxX] = numbers[i];
        Group.Barrier();
        for (var distance = 1; distance < Group.DimX; distance *= 2)
        {
            var before = Group.IdxX >= distance ? sums[Group.IdxX - distance] : 0;
            Group.Barrier();
            sums[Group.IdxX] += before;
            Group.Barrier();
        }

        numbers[i] = sums[Group.IdxX];
    }
}
