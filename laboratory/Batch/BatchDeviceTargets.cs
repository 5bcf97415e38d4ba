// Matrix products on a device: a plain tiled kernel, one that splits its sums where there are few rows, and the cure.

using QuizKit.Laboratory.Cure;

namespace QuizKit.Laboratory.Batch;

internal static class BatchDeviceTargets
{
    /// <summary>A matrix product of a device.</summary>
    private delegate void Product(DeviceMatrix matrix, Operands operands, LaunchShape shape);

    private static readonly (string Name, Product Multiply)[] Products =
    [
        ("tiled", (matrix, operands, shape) => matrix.Multiply(
            new PlainMultiplyAdd(), operands.LeftView, operands.RightView, operands.ResultView, operands.Sizes, shape)),
        ("split-k", (_, operands, _) => operands.Accelerator.Load(BatchKernels.SplitKernel)(
            operands.Sizes.Rows * operands.Sizes.Columns, operands.Left.View, operands.Right.View, operands.Result.View,
            operands.Sizes.Inner, operands.Sizes.Columns, SplitsOf(operands.Sizes.Rows))),
        ("invariant", (matrix, operands, shape) => operands.Multiply(matrix, Determinism.FixedTree, shape)),
        ("exact", (matrix, operands, shape) => operands.Multiply(matrix, Determinism.CorrectlyRounded, shape)),
    ];

    /// <summary>Returns the names of the targets of a device, which need not be open.</summary>
    public static IReadOnlyList<string> NamesOf(DeviceInfo device) => [.. Products.Select(product => $"{device.Id}.{product.Name}")];

    /// <summary>Returns a target of an open device, by one of its <see cref="NamesOf"/>.</summary>
    public static BatchTarget Of(Accelerator accelerator, DeviceInfo device, string name)
    {
        var multiply = Products.Single(product => name == $"{device.Id}.{product.Name}").Multiply;
        int? groups = null;
        return new BatchTarget(name, device.Name, Compute, SetGroups);

        IReadOnlyList<RowRun> Compute(BatchProblem problem)
        {
            using var matrix = new DeviceMatrix(accelerator);
            using var operands = Operands.Of(accelerator, problem);
            var shape = DeviceMatrix.ShapeFor(accelerator, problem.Rows, problem.Columns);
            multiply(matrix, operands, groups is { } given ? shape with { Groups = given } : shape);
            accelerator.Synchronize();
            return problem.RunsOf(operands.Result.GetAsArray1D());
        }

        // What threads are to a processor, groups are to a device.
        string? SetGroups(int count)
        {
            groups = count == 1 ? null : count;
            return null;
        }
    }

    /// <summary>Measures what the cure costs beside a plain tiled kernel, for square matrices.</summary>
    public static BatchPrice PriceOf(
        Accelerator accelerator, DeviceInfo device, int size, ulong seed, CancellationToken cancellation)
    {
        using var matrix = new DeviceMatrix(accelerator);
        using var operands = Operands.Of(accelerator, size, seed);
        var shape = DeviceMatrix.ShapeFor(accelerator, size, size);
        string[] names = ["tiled", "invariant", "exact"];
        var times = InterleavedTimer.Measure(
            [
                .. names.Select(name => new Candidate(name, () =>
                {
                    Products.Single(product => product.Name == name).Multiply(matrix, operands, shape);
                    accelerator.Synchronize();
                })),
            ],
            TimeSpan.FromSeconds(5),
            cancellation);
        return new BatchPrice(
            device.Id, device.Name, size, times.Median(0), times.Median(1), times.Median(2), times.Ratio(1, 0, 0.5),
            times.Ratio(2, 0, 0.5));
    }

    /// <summary>The parts of a sum: fewer rows, more parts.</summary>
    private static int SplitsOf(int rows) => rows < 8 ? 8 : rows < 64 ? 4 : 1;

    /// <summary>The matrices of a product in the memory of a device.</summary>
    private sealed class Operands(Accelerator accelerator, float[] left, float[] right, MatrixShape sizes) : IDisposable
    {
        public Accelerator Accelerator => accelerator;

        public MatrixShape Sizes => sizes;

        public MemoryBuffer1D<float, Stride1D.Dense> Left { get; } = accelerator.Allocate1D(left);

        public MemoryBuffer1D<float, Stride1D.Dense> Right { get; } = accelerator.Allocate1D(right);

        public MemoryBuffer1D<float, Stride1D.Dense> Result { get; } = accelerator.Allocate1D<float>(sizes.Rows * sizes.Columns);

        public ArrayView<float> LeftView => Left.View.AsContiguous();

        public ArrayView<float> RightView => Right.View.AsContiguous();

        public ArrayView<float> ResultView => Result.View.AsContiguous();

        public static Operands Of(Accelerator accelerator, BatchProblem problem)
        {
            // A linear layer has a row of weights for each result, a product has a column.
            float[] weights = problem.Weights(), right = new float[weights.Length];
            for (var i = 0; i < weights.Length; i++)
                right[(i % problem.Length * problem.Columns) + (i / problem.Length)] = weights[i];
            return new Operands(accelerator, problem.Inputs(), right, new MatrixShape(problem.Rows, problem.Length, problem.Columns));
        }

        public static Operands Of(Accelerator accelerator, int size, ulong seed) => new(
            accelerator, Samples.Normal(seed, 0, size * size), Samples.Normal(seed, 1, size * size), new MatrixShape(size, size, size));

        public void Multiply(DeviceMatrix matrix, Determinism determinism, LaunchShape shape) => matrix.Multiply(
            LeftView, RightView, ResultView, sizes.Rows, sizes.Inner, sizes.Columns, determinism, shape);

        public void Dispose()
        {
            Left.Dispose();
            Right.Dispose();
            Result.Dispose();
        }
    }
}
