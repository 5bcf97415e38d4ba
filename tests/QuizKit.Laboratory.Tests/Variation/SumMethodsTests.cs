// The kernels against the same additions on the host, on every device of this machine.

using System.Numerics;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics.Gpu;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

[Collection(OnTheCpu.Name)]
public sealed class SumMethodsTests(CpuFixture cpu)
{
    private static readonly int[] Lengths = [1, 2, 3, 63, 130, 1000, 5003];

    [Fact]
    public void The_sums_of_a_fixed_order_have_the_bits_of_the_same_additions_on_the_host() =>
        OnEveryDevice(accelerator => CheckBits(accelerator, Lengths, Shapes(accelerator)));

    [Fact]
    public void So_they_have_in_groups_of_sixteen_work_items()
    {
        // given: a simulated device of its own, for the catalog's has groups of two, and two numbers have but one tree
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(numThreadsPerWarp: 8, numWarpsPerMultiprocessor: 2, numMultiprocessors: 2)).UseExactArithmetic());
        using var accelerator = context.GetCPUDevice(0).CreateAccelerator(context);

        CheckBits(accelerator, [11, 1000], [new(3, 16), new(20, 8)]);
    }

    private static void CheckBits(Accelerator accelerator, IEnumerable<int> lengths, IEnumerable<LaunchShape> shapes)
    {
        using var singles = SumMethods.InSingle(accelerator);
        using var doubles = SumMethods.InDouble(accelerator);
        foreach (var (length, shape) in from length in lengths from shape in shapes select (length, shape))
        {
            Check(singles, VariationSamples.Singles(VariationSamples.Normal, 1, length), shape);
            Check(doubles, VariationSamples.Doubles(VariationSamples.Normal, 1, length), shape);
        }

        void Check<T>(SumMethods<T> methods, Addends<T> addends, LaunchShape shape)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using var values = accelerator.Allocate1D(addends.Values);
            var partial = HostGroups(addends.Values, shape);
            var last = HostGroups(partial, new LaunchShape(1, shape.GroupSize))[0];
            Assert.Equal(FloatFormat<T>.Bits(last), FloatFormat<T>.Bits(methods.LastGroup.Sum(values.View, shape)));
            Assert.Equal(Enumerable.Range(0, shape.Groups), methods.Tickets(shape.Groups).Order());
            Assert.Equal(
                FloatFormat<T>.Bits(partial.Aggregate((a, b) => a + b)),
                FloatFormat<T>.Bits(Find(methods, SumAlgorithms.TwoPasses).Sum(values.View, shape)));
        }
    }

    [Fact]
    public void Every_sum_is_within_the_bound_of_its_height() => OnEveryDevice(accelerator =>
    {
        using var singles = SumMethods.InSingle(accelerator);
        using var doubles = SumMethods.InDouble(accelerator);
        foreach (var length in Lengths)
        {
            foreach (var shape in Shapes(accelerator))
            {
                Check(singles, VariationSamples.Singles(VariationSamples.Normal, 2, length), shape);
                Check(doubles, VariationSamples.Doubles(VariationSamples.Normal, 2, length), shape);
            }
        }

        void Check<T>(SumMethods<T> methods, Addends<T> addends, LaunchShape shape)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using var values = accelerator.Allocate1D(addends.Values);
            foreach (var method in methods.All)
            {
                var found = SumStudy.Of(method, addends, values.View, shape, 2, cpu.Device, CancellationToken.None);
                Assert.True(found.LargestError <= found.Bound, $"{method.Algorithm.Name} of {addends.Values.Length} in {shape}: {found.LargestError} > {found.Bound}");
            }
        }
    });

    [Fact]
    public void The_height_of_a_bound_is_that_of_the_additions_which_are_taken()
    {
        using var methods = SumMethods.InSingle(cpu.Accelerator);
        foreach (var length in Lengths)
        {
            foreach (var shape in new LaunchShape[] { new(1, 1), new(3, 2), new(16, 64), new(40, 8) })
            {
                // given: the heights of the host's tree, a leaf having 0 and padding none
                var partial = Heights([.. Enumerable.Repeat((int?)0, length)], shape);
                var last = Heights(partial, new LaunchShape(1, shape.GroupSize))[0]!.Value;
                var leftToRight = partial.Aggregate(Above)!.Value;

                Assert.True(methods.LastGroup.Height!(length, shape) >= last);
                Assert.True(Find(methods, SumAlgorithms.TwoPasses).Height!(length, shape) >= leftToRight);
                if (length >= shape.Groups * shape.GroupSize && shape.Groups >= shape.GroupSize)
                {
                    Assert.Equal(last, methods.LastGroup.Height!(length, shape));
                    Assert.Equal(leftToRight, Find(methods, SumAlgorithms.TwoPasses).Height!(length, shape));
                }
            }
        }
    }

    [Fact]
    public void The_last_ticket_is_drawn_between_two_fences()
    {
        using var compiler = new KernelCompiler();
        foreach (var name in new[] { nameof(SumKernels.LastGroupKernel), nameof(SumKernels.LastGroupInDoubleKernel) })
        {
            var ptx = compiler.Ptx(Kernel(name), CudaTarget.Find("sm_90")!);

            int first = ptx.IndexOf("membar.gl", StringComparison.Ordinal), ticket = ptx.IndexOf("atom.add.u32", StringComparison.Ordinal);
            Assert.InRange(first, 0, ticket);
            Assert.InRange(ptx.LastIndexOf("membar.gl", StringComparison.Ordinal), ticket, ptx.Length);
        }
    }

    [Fact]
    public void The_float64_kernels_that_no_catalog_lists_add_atomically_once()
    {
        using var compiler = new KernelCompiler();
        foreach (var name in new[] { nameof(SumKernels.AtomicOnlyInDouble), nameof(SumKernels.GroupAtomicInDouble) })
        {
            var ptx = compiler.Ptx(Kernel(name), CudaTarget.Find("sm_90")!);

            Assert.Single(PtxInspection.Of(ptx, isPlain: false).Violations, violation => violation.Contains("no fixed order", StringComparison.Ordinal));
        }
    }

    private static MethodInfo Kernel(string name) => typeof(SumKernels).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static SumMethod<T> Find<T>(SumMethods<T> methods, SumAlgorithm algorithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => methods.All.Single(method => method.Algorithm == algorithm);

    private static IEnumerable<LaunchShape> Shapes(Accelerator accelerator) =>
        new LaunchShape[] { new(1, 1), new(3, 2), new(17, 1), new(40, 2), new(5, 64), new(300, 16) }.Where(shape => shape.GroupSize <= accelerator.MaxNumThreadsPerGroup);

    /// <summary>The sum of each group: a work item adds every n-th number, the group folds in halves. A work item without a number adds nothing.</summary>
    private static T[] HostGroups<T>(T[] values, LaunchShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Groups<T>([.. values.Select(value => (T?)value)], shape, (a, b) => a is { } x && b is { } y ? x + y : a ?? b)
            .Select(sum => sum ?? (T)Convert.ChangeType(-0f, typeof(T), System.Globalization.CultureInfo.InvariantCulture))];

    private static int?[] Heights(int?[] leaves, LaunchShape shape) => Groups(leaves, shape, Above);

    private static int? Above(int? a, int? b) => a is { } x && b is { } y ? Math.Max(x, y) + 1 : a ?? b;

    private static T?[] Groups<T>(T?[] values, LaunchShape shape, Func<T?, T?, T?> add)
        where T : struct
    {
        var items = shape.Groups * shape.GroupSize;
        var lanes = new T?[items];
        for (var i = 0; i < values.Length; i++) lanes[i % items] = i < items ? values[i] : add(lanes[i % items], values[i]);
        var sums = new T?[shape.Groups];
        for (var group = 0; group < shape.Groups; group++)
        {
            var here = lanes[(group * shape.GroupSize)..((group + 1) * shape.GroupSize)];
            for (var half = shape.GroupSize / 2; half > 0; half /= 2)
            {
                for (var lane = 0; lane < half; lane++) here[lane] = add(here[lane], here[lane + half]);
            }

            sums[group] = here[0];
        }

        return sums;
    }

    private void OnEveryDevice(Action<Accelerator> check)
    {
        foreach (var device in cpu.Catalog.Devices)
        {
            using var accelerator = cpu.Catalog.Open(device);
            if (SumMethods.WhyNotInDouble(accelerator, device) is null) check(accelerator);
        }
    }
}
