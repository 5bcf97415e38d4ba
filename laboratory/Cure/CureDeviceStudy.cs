// One operation in one format on one device: the cost, the error and the stability of each level.

using System.Globalization;
using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Cure;

internal class CureDeviceStudy<T>(
    Accelerator accelerator,
    OrderOperation operation,
    IReadOnlyList<Determinism> levels,
    ulong seed,
    Effort effort,
    CureNotes notes,
    CancellationToken cancellation) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DeviceSum _device = new(accelerator);

    /// <summary>Times the levels for each length.</summary>
    public IEnumerable<CureCase> Costs()
    {
        var samples = new CureSamples(seed);
        var predicted = TimeSpan.Zero;
        var before = 0;
        foreach (var length in effort.Lengths)
        {
            if (before > 0 && predicted * ((double)length / before) > effort.LongestCase)
            {
                LeaveOut(length, "it would take too long on this device");
                yield break;
            }

            // Leaves memory for the other users of the device.
            if (Numbers<T>.BytesOf(operation, length) > accelerator.MemorySize / 4)
            {
                LeaveOut(length, "its numbers would fill more than a quarter of the device's memory");
                yield break;
            }

            if (Numbers<T>.BytesOf(operation, length) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
            {
                LeaveOut(length, "its numbers would fill more than a quarter of this machine's memory");
                yield break;
            }

            var numbers = samples.Normal<T>(operation, length);
            var times = Time(numbers, out var candidates);
            predicted = TimeSpan.FromMilliseconds(
                times.Milliseconds.Sum(candidate => candidate.Min()) * (InterleavedTimer.FewestRounds + 3));
            before = length;
            yield return CureCase.Of(numbers, spread: 0, candidates, times);
        }

        void LeaveOut(int length, string why) => notes.LeaveOut(
            FormattableString.Invariant($"The cost of a {Name} of {NumberText.Of((long)length)} numbers and more: {why}."));
    }

    /// <summary>Times the levels for spread magnitudes, which slow down the exact sum only.</summary>
    public IEnumerable<CureCase> SpreadCosts()
    {
        var samples = new CureSamples(seed);
        foreach (var spread in effort.Spreads)
        {
            var numbers = samples.Normal<T>(operation, effort.SpreadLength, spread);
            var times = Time(numbers, out var candidates);
            yield return CureCase.Of(numbers, spread, candidates, times);
        }
    }

    /// <summary>Measures the errors of the levels for each condition number.</summary>
    public IEnumerable<ErrorCase> Errors()
    {
        // Separate samples: every device must add up the same numbers here, whatever lengths it timed before.
        var samples = new CureSamples(seed);
        yield return ErrorsOf(samples.Positive<T>(operation, effort.ErrorLength));
        foreach (var share in effort.Conditions)
        {
            cancellation.ThrowIfCancellationRequested();
            var bits = (int)Math.Round(share * 2 * FloatFormat<T>.Precision);
            yield return ErrorsOf(samples.Cancelling<T>(operation, effort.ErrorLength, bits));
        }
    }

    /// <summary>Counts the bit patterns of each level over runs, launch shapes and orders of the input.</summary>
    public IEnumerable<StabilityCase> Stability(int runs, DeviceInfo device)
    {
        var samples = new CureSamples(seed);
        var numbers = samples.Normal<T>(operation, effort.StabilityLength);
        var exact = FloatFormat<T>.Bits(FloatFormat<T>.Round(numbers.Accumulate()));
        var tree = FloatFormat<T>.Bits(FloatSums.Tree(numbers.A, numbers.B));
        var binned = FloatFormat<T>.Bits(FloatSums.Binned(numbers.A, numbers.B));
        var shapes = Shapes().ToList();
        using var input = new Input(accelerator, numbers);
        var permuted = Enumerable.Range(0, effort.Permutations).Select(_ => samples.Shuffled(numbers)).ToList();
        foreach (var level in levels)
        {
            cancellation.ThrowIfCancellationRequested();
            HashSet<string> overRuns;
            using (var schedules = Schedules.On(device))
            {
                overRuns = Enumerable.Range(0, runs).Select(run =>
                {
                    schedules.Begin(run);
                    return Bits(input, level);
                }).ToHashSet(StringComparer.Ordinal);
            }

            var overShapes = shapes.Select(shape => Bits(input, level, shape)).ToHashSet(StringComparer.Ordinal);
            var overPermutations = permuted.Select(order =>
            {
                using var other = new Input(accelerator, order);
                return Bits(other, level);
            }).ToHashSet(StringComparer.Ordinal);

            if (level == Determinism.FixedTree) Require(level, tree, [.. overRuns, .. overShapes], "the fixed tree in memory gives");
            if (level == Determinism.Binned)
                Require(level, binned, [.. overRuns, .. overShapes, .. overPermutations], "the binned sum in memory gives");
            if (level == Determinism.CorrectlyRounded)
                Require(level, exact, [.. overRuns, .. overShapes, .. overPermutations], "the exact sum rounds to");
            yield return new StabilityCase(
                operation, Numbers<T>.Format, effort.StabilityLength, level, runs, overRuns.Count, shapes.Count, overShapes.Count,
                permuted.Count, overPermutations.Count);
        }
    }

    public void Dispose() => _device.Dispose();

    private string Name =>
        $"{(operation == OrderOperation.Dot ? "dot product" : "sum")} in {Numbers<T>.Format.ToString().ToLowerInvariant()}";

    private Times Time(Numbers<T> numbers, out List<Candidate> candidates)
    {
        using var input = new Input(accelerator, numbers);
        using var target = new Input(accelerator, numbers);
        candidates =
        [
            .. levels.Select(level => new Candidate(level.ToString(), () => OnDevice(input, level))),
            new Candidate(CureFigure.Copy, () => Copy(input, target)),
        ];
        return InterleavedTimer.Measure(candidates, effort.Allowance, cancellation);
    }

    /// <summary>Copies the numbers within the memory of the device, which bounds what any sum of them can reach.</summary>
    private void Copy(Input input, Input target)
    {
        target.A.CopyFrom(input.A);
        if (input.B is { } b) target.B!.Value.CopyFrom(b);
        accelerator.Synchronize();
    }

    private ErrorCase ErrorsOf(Numbers<T> numbers)
    {
        using var input = new Input(accelerator, numbers);
        var magnitudes = new Numbers<T>([.. numbers.A.Select(T.Abs)], numbers.B?.Select(T.Abs).ToArray());
        var absolute = magnitudes.Accumulate().ToDouble();
        var exact = numbers.Accumulate();
        var ulp = FloatFormat<T>.UlpOf(FloatFormat<T>.Round(exact));
        var found = levels.Select(level =>
        {
            var result = OnDevice(input, level);
            var error = numbers.Accumulate();
            error.Add(-double.CreateTruncating(result));
            var off = Math.Abs(error.ToDouble()) / ulp;
            var bound = level switch
            {
                Determinism.CorrectlyRounded => 0.5,
                Determinism.Binned => FloatSums.BinnedErrorBound(numbers.A, numbers.B, result) / ulp,
                _ => FloatFormat<T>.Gamma(Roundings(level, numbers.Length)) * absolute / ulp,
            };
            if (!(off <= bound))
            {
                notes.Fault(FormattableString.Invariant(
                    $"{level} missed the {Name} of {numbers.Length} numbers by {off:g4} ulp, and its bound is {bound:g4}."));
            }

            return new LevelError(level, FloatFormat<T>.Bits(result), off, bound);
        }).ToList();
        return new ErrorCase(operation, Numbers<T>.Format, numbers.Length, absolute / Math.Abs(exact.ToDouble()), found);
    }

    /// <summary>The largest number of roundings between a term and the sum, that of a product included.</summary>
    private int Roundings(Determinism level, int length) =>
        (level == Determinism.FixedTree ? FixedTree.Height(length) : length - 1) + (operation == OrderOperation.Dot ? 1 : 0);

    private void Require(Determinism level, string expected, IReadOnlyList<string> found, string what)
    {
        if (found.FirstOrDefault(bits => bits != expected) is { } other)
        {
            notes.Fault(
                $"{level} gave {other} for a {Name} of {effort.StabilityLength.ToString(CultureInfo.InvariantCulture)} numbers; {what} "
                    + $"{expected}.");
        }
    }

    /// <summary>Launch shapes that the device supports: from a single work item to groups as wide as a tile of the fixed tree.</summary>
    private IEnumerable<LaunchShape> Shapes() =>
        new LaunchShape[] { new(1, 1), new(13, 256), new(3, 2), new(7, 64), new(5, 1), new(64, 96) }
            .Where(shape => shape.GroupSize <= accelerator.MaxNumThreadsPerGroup)
            .Take(effort.Shapes)
            .Append(LaunchShape.For(accelerator, effort.StabilityLength));

    /// <summary>Returns Σ a, or Σ a·b if there is b.</summary>
    protected internal virtual T OnDevice(ArrayView<T> a, ArrayView<T>? b, Determinism level, LaunchShape shape) =>
        FloatSums.OnDevice(_device, a, b, level, shape);

    private string Bits(Input input, Determinism level, LaunchShape? shape = null) =>
        FloatFormat<T>.Bits(OnDevice(input, level, shape));

    private T OnDevice(Input input, Determinism level, LaunchShape? shape = null) =>
        OnDevice(input.A, input.B, level, shape ?? LaunchShape.For(accelerator, input.A.Length));

    /// <summary>Numbers in device memory.</summary>
    private sealed class Input(Accelerator accelerator, Numbers<T> numbers) : IDisposable
    {
        private readonly MemoryBuffer1D<T, Stride1D.Dense> _a = accelerator.Allocate1D(numbers.A);
        private readonly MemoryBuffer1D<T, Stride1D.Dense>? _b = numbers.B is { } b ? accelerator.Allocate1D(b) : null;

        public ArrayView<T> A => _a.View.AsContiguous();

        public ArrayView<T>? B => _b?.View.AsContiguous();

        public void Dispose()
        {
            _a.Dispose();
            _b?.Dispose();
        }
    }
}
