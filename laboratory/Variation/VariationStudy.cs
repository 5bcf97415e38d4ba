// Run-to-run variation on a device, measured as in the literature (Shanmugavelu et al. 2024, arXiv:2408.05148).

using System.Numerics;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Settings;

namespace QuizKit.Laboratory.Variation;

internal static class VariationStudy
{
    /// <summary>The length of the sums whose bits are compared between devices: the same everywhere, and a prime.</summary>
    public const int IdentityLength = 5003;

    /// <summary>The names of the orders of the input.</summary>
    public const string AsGiven = "as given", Reversed = "reversed", Shuffled = "shuffled";

    /// <summary>The launch shapes whose bits are compared, as far as the device supports them. The first two run everywhere.</summary>
    private static readonly LaunchShape[] IdentityShapes = [new(16, 1), new(64, 2), new(16, 64), new(8, 256)];

    /// <summary>Studies an open device, with at least two runs.</summary>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public static VariationReport Of(Accelerator accelerator, DeviceInfo device, LabSettings settings, CancellationToken cancellation)
    {
        var runs = Schedules.CountOn(device, settings.Runs, settings.Schedules);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 2);
        var study = new Run(accelerator, device, settings, runs, Plan.For(accelerator, settings.Scale), cancellation);
        using (var methods = SumMethods.InSingle(accelerator))
        {
            study.Add(methods, VariationSamples.Singles, methods.All);
            study.AddGrowth(methods);
            study.AddSchedules(methods);
        }

        study.AddCells();
        if (SumMethods.WhyNotInDouble(accelerator, device) is { } whyNot)
        {
            study.Skipped.Add(whyNot);
        }
        else
        {
            using var methods = SumMethods.InDouble(accelerator);
            study.Add(methods, VariationSamples.Doubles, settings.Scale == Scale.Quick ? [.. methods.All.Take(4)] : methods.All);
        }

        return new VariationReport(
            device.Id, device.Name, settings.Seed, runs,
            study.Sums, study.Arrays, study.Growth, study.Schedules, study.Identities, study.Timings, study.Skipped);
    }

    /// <summary>The problem sizes for a device.</summary>
    private sealed record Plan(
        int Length,
        int[] GrowthLengths,
        LaunchShape ScheduleShape,
        TimeSpan ScheduleTime,
        int IdentityRuns,
        int TimingLength,
        LaunchShape TimingShape,
        int Repetitions)
    {
        /// <summary>Work items and barriers are expensive on the CPU accelerator, so it gets fewer of both.</summary>
        public static Plan For(Accelerator accelerator, Scale scale)
        {
            var isQuick = scale == Scale.Quick;
            int[] lengths = [100, 316, 1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000];
            return accelerator.AcceleratorType == AcceleratorType.CPU
                ? new Plan(
                    isQuick ? 5_000 : 50_000, lengths[..(isQuick ? 5 : 7)], new LaunchShape(128, 2), TimeSpan.FromSeconds(isQuick ? 3 : 15),
                    isQuick ? 5 : 20, isQuick ? 10_000 : 100_000, new LaunchShape(16, 2), isQuick ? 5 : 9)
                : new Plan(
                    isQuick ? 100_000 : 1_000_000, lengths[..(isQuick ? 7 : 9)], new LaunchShape(1024, 64), TimeSpan.FromSeconds(
                        isQuick ? 3 : 15),
                    isQuick ? 10 : 50, isQuick ? 1 << 18 : 1 << 22, new LaunchShape(256, 256), isQuick ? 7 : 25);
        }
    }

    /// <summary>A study in progress, with its results so far.</summary>
    private sealed class Run(
        Accelerator accelerator, DeviceInfo device, LabSettings settings, int runs, Plan plan, CancellationToken cancellation)
    {
        public List<SumVariation> Sums { get; } = [];

        public List<ArrayVariation> Arrays { get; } = [];

        public List<GrowthCurve> Growth { get; } = [];

        public List<ScheduleEvidence> Schedules { get; } = [];

        public List<SumIdentity> Identities { get; } = [];

        public List<SumTiming> Timings { get; } = [];

        public List<string> Skipped { get; } = [];

        /// <summary>Distributions, bits and times in one format.</summary>
        public void Add<T>(SumMethods<T> methods, Func<string, ulong, int, Addends<T>> samples, IReadOnlyList<SumMethod<T>> chosen)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var usable = Usable(chosen, samples(VariationSamples.Uniform, settings.Seed, 100));
            foreach (var dataset in VariationSamples.Datasets)
            {
                var addends = samples(dataset, settings.Seed, plan.Length);
                using (var values = accelerator.Allocate1D(addends.Values))
                {
                    foreach (var method in usable)
                        Sums.Add(SumStudy.Of(method, addends, values.View, ShapeOf(method, plan.Length), runs, device, cancellation));
                }

                AddIdentities(usable, samples(dataset, settings.Seed, IdentityLength));
            }

            var timed = samples(VariationSamples.Uniform, settings.Seed, plan.TimingLength);
            using var onDevice = accelerator.Allocate1D(timed.Values);
            if (usable.Any(method => method.Algorithm == SumAlgorithms.FixedTree))
            {
                Timings.AddRange(SumStudy.Times(
                    [.. usable.Select(method => (method, ShapeForTime(method)))], onDevice.View, plan.Repetitions,
                    cancellation));
            }
        }

        /// <summary>The variation of AO and SPA over the length.</summary>
        public void AddGrowth(SumMethods<float> methods)
        {
            foreach (var dataset in VariationSamples.Datasets)
            {
                var found = new Dictionary<SumAlgorithm, List<GrowthPoint>>();
                foreach (var length in plan.GrowthLengths)
                {
                    var addends = VariationSamples.Singles(dataset, settings.Seed, length);
                    using var values = accelerator.Allocate1D(addends.Values);
                    foreach (var method in methods.All.Where(method =>
                        method.Algorithm == SumAlgorithms.AtomicOnly || method.Algorithm == SumAlgorithms.GroupAtomic))
                    {
                        var sum = SumStudy.Of(method, addends, values.View, ShapeOf(method, length), runs, device, cancellation);
                        if (!found.TryGetValue(method.Algorithm, out var points)) found.Add(method.Algorithm, points = []);
                        points.Add(PointOf(sum, addends));
                    }
                }

                foreach (var (algorithm, points) in found)
                {
                    Growth.Add(new GrowthCurve(
                        algorithm.Id,
                        dataset,
                        points,
                        Variability.PowerLaw(
                            points.Select(point => ((double)point.Length, point.Distinct > 1 ? point.LargestVs : 0)))?.Exponent,
                        Variability.PowerLaw(points.Select(point => ((double)point.Length, point.RelativeSpread)))?.Exponent));
                }
            }
        }

        /// <summary>The schedule, idle and under load.</summary>
        public void AddSchedules(SumMethods<float> methods)
        {
            var addends = VariationSamples.Singles(VariationSamples.Uniform, settings.Seed, plan.Length);
            using var values = accelerator.Allocate1D(addends.Values);
            var shape = Fitting(plan.ScheduleShape);
            methods.LastGroup.Sum(values.View, shape);
            Schedules.Add(ScheduleStudy.Of(methods, values.View, shape, runs, other: null, TimeSpan.MaxValue, device, cancellation));
            if (device.Kind == DeviceKind.CudaSoftware)
            {
                Skipped.Add("the schedule under load: CUDA in software runs one launch at a time, in the order of its seed");
                return;
            }

            using var other = OtherWork.On(accelerator);
            Schedules.Add(ScheduleStudy.Of(methods, values.View, shape, runs, other, plan.ScheduleTime, device, cancellation));
        }

        /// <summary>Scatter-add into cells.</summary>
        public void AddCells()
        {
            foreach (var dataset in VariationSamples.Datasets)
            {
                Arrays.Add(
                    CellStudy.Of(
                        accelerator, device, VariationSamples.Singles(dataset, settings.Seed, plan.Length), settings.Seed, runs,
                        cancellation));
            }
        }

        private void AddIdentities<T>(IReadOnlyList<SumMethod<T>> methods, Addends<T> addends)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var reversed = (T[])addends.Values.Clone();
            Array.Reverse(reversed);
            foreach (var (order, numbers) in new[]
            {
                (AsGiven, addends.Values), (Reversed, reversed), (Shuffled, VariationSamples.Shuffled(addends.Values, settings.Seed)),
            })
            {
                using var values = accelerator.Allocate1D(numbers);
                foreach (var method in methods)
                {
                    var shapes = IdentityShapes.Where(shape => shape.GroupSize <= LargestGroup());
                    foreach (var shape in shapes.Take(method.HasShape ? IdentityShapes.Length : 1))
                    {
                        Identities.Add(
                            SumStudy.BitsOf(method, addends, values.View, order, shape, plan.IdentityRuns, device, cancellation));
                    }
                }
            }
        }

        /// <summary>Tries each algorithm once, and records those that the device does not support.</summary>
        private List<SumMethod<T>> Usable<T>(IReadOnlyList<SumMethod<T>> methods, Addends<T> addends)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var usable = new List<SumMethod<T>>();
            using var values = accelerator.Allocate1D(addends.Values);
            foreach (var method in methods)
            {
                try
                {
                    method.Sum(values.View, ShapeOf(method, addends.Values.Length));
                    usable.Add(method);
                }
                catch (NotSupportedException exception)
                {
                    Skipped.Add($"{method.Algorithm.Name} in {FloatFormat<T>.Name}: {exception.Message}");
                }
            }

            return usable;
        }

        /// <summary>
        /// The launch shape of the literature: groups of 64 work items with two numbers each, hence many groups; one number each for AO;
        /// the library's own choice for its sums.
        /// </summary>
        private LaunchShape ShapeOf<T>(SumMethod<T> method, int length)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (IsOfLibrary(method.Algorithm)) return LaunchShape.For(accelerator, length);
            var size = Math.Min(64, LargestGroup());
            var numbers = method.Algorithm == SumAlgorithms.AtomicOnly && accelerator.AcceleratorType != AcceleratorType.CPU ? size : 128;
            return new LaunchShape(Math.Min((length + numbers - 1) / numbers, SumMethods<T>.MostGroups), size);
        }

        private LaunchShape ShapeForTime<T>(SumMethod<T> method)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (IsOfLibrary(method.Algorithm)) return LaunchShape.For(accelerator, plan.TimingLength);
            return method.Algorithm == SumAlgorithms.AtomicOnly ? ShapeOf(method, plan.TimingLength) : Fitting(plan.TimingShape);
        }

        private LaunchShape Fitting(LaunchShape shape) => shape with { GroupSize = Math.Min(shape.GroupSize, LargestGroup()) };

        /// <summary>The largest group size of these kernels, a power of two.</summary>
        private int LargestGroup()
        {
            var size = SumKernels.MostLanes;
            while (size > accelerator.MaxNumThreadsPerGroup) size /= 2;
            return size;
        }

        private static bool IsOfLibrary(SumAlgorithm algorithm) =>
            algorithm == SumAlgorithms.NotGuaranteed || algorithm == SumAlgorithms.FixedTree || algorithm == SumAlgorithms.CorrectlyRounded;

        private static GrowthPoint PointOf(SumVariation sum, Addends<float> addends)
        {
            var condition = addends.AbsoluteSum / Math.Abs(addends.Exact);
            return new GrowthPoint(
                sum.Length,
                sum.Results.Count,
                sum.LargestVs,
                sum.Spread / Math.Abs(addends.Exact),
                FloatFormat<float>.Gamma(sum.Length - 1) * condition,
                FloatFormat<float>.Gamma(FixedTree.Height(sum.Length)) * condition,
                Math.Sqrt(sum.Length) * FloatFormat<float>.UnitRoundoff * condition);
        }
    }
}
