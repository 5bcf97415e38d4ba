// The single entry point for loading kernels: every launcher it makes, what its hook sees, and the list that bans every other way.

using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;
using QuizKit.Numerics.Gpu.Kernels;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests.Kernels;

public sealed class KernelLoaderTests(Devices devices) : IClassFixture<Devices>
{
    [Fact]
    public void A_launcher_takes_a_stream_and_a_group_size_as_its_type_says()
    {
        Assert.All(devices.All, device =>
        {
            var loader = KernelLoader.Of(device);
            using var stream = device.CreateStream();
            using var buffer = device.Allocate1D<int>(2);
            var view = buffer.View.AsContiguous();
            var config = new KernelConfig(2, 1);

            Assert.Equal([1, 1], After(() => loader.Load<Action<Index1D, ArrayView<int>>>(IndexedKernel)(2, view)));
            Assert.Equal(
                [1, 1], After(() => loader.Load<Action<AcceleratorStream, Index1D, ArrayView<int>>>(IndexedKernel)(stream, 2, view)));
            Assert.Equal([2, 2], After(() => loader.Load<Action<KernelConfig, ArrayView<int>>>(GroupedKernel)(config, view)));
            Assert.Equal(
                [2, 2], After(() => loader.Load<Action<AcceleratorStream, KernelConfig, ArrayView<int>>>(GroupedKernel)(stream, config, view)));

            int[] After(Action launch)
            {
                buffer.MemSetToZero();
                device.Synchronize();
                launch();
                device.Synchronize();
                return buffer.GetAsArray1D();
            }
        });
    }

    [Fact]
    public void A_launcher_that_nobody_keeps_survives_a_garbage_collection()
    {
        using var device = devices.Another(devices.All[0]);
        var kernel = Load(device);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.True(kernel.IsAlive);
        GC.KeepAlive(device);

        // In a method of its own, whose locals the collector does not see.
        static WeakReference Load(Accelerator device) => new(KernelLoader.Of(device).Load<Action<Index1D, ArrayView<int>>>(IndexedKernel));
    }

    [Fact]
    public void A_hook_sees_every_request_and_its_substitute_is_loaded_until_it_is_removed()
    {
        using var device = devices.Another(devices.All[0]);
        var loader = KernelLoader.Of(device);
        using var buffer = device.Allocate1D<int>(1);
        var substitute = typeof(KernelLoaderTests).GetMethod(nameof(SubstituteKernel), BindingFlags.Static | BindingFlags.NonPublic)!;
        var hook = new Recorder(kernel => kernel.Name == nameof(IndexedKernel) ? substitute : kernel);

        Assert.Equal(1, Result());
        loader.Hook = hook;
        Assert.Equal([3, 3], new[] { Result(), Result() });
        loader.Hook = null;
        Assert.Equal(1, Result());

        Assert.Equal([substitute, substitute], hook.Loaded);

        int Result()
        {
            loader.Load<Action<Index1D, ArrayView<int>>>(IndexedKernel)(1, buffer.View.AsContiguous());
            device.Synchronize();
            return buffer.GetAsArray1D()[0];
        }
    }

    [Fact]
    public void The_marked_kernels_are_the_ones_that_sums_load()
    {
        using var device = devices.Another(devices.All[0]);
        var hook = new Recorder(kernel => kernel);
        KernelLoader.Of(device).Hook = hook;
        using var buffer = device.Allocate1D([1f, -1f]);
        var view = buffer.View.AsContiguous();
        foreach (var usesChunks in new[] { false, true })
        {
            using var sums = new DeviceSum(device) { UsesChunks = usesChunks };
            foreach (var level in Enum.GetValues<Determinism>()) sums.Sum(view, level, view.SubView(1, 1));
            sums.SumRows(view, view);
            sums.CumulativeSum(view, view);
        }

        using var matrix = new DeviceMatrix(device);
        var (one, other) = (view.SubView(0, 1), view.SubView(1, 1));
        foreach (var level in new[] { Determinism.FixedTree, Determinism.CorrectlyRounded }) matrix.Multiply(one, one, other, 1, 1, 1, level);

        // Groups as large as a tile is wide are more than this device allows.
        var loaded = hook.Loaded.Select(Definition)
            .Append(typeof(TreeKernels).GetMethod(nameof(TreeKernels.GroupKernel))!)
            .Append(typeof(MatrixKernels).GetMethod("GroupKernel")!);
        const BindingFlags own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var marked = typeof(DeviceSum).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(own))
            .Where(method => method.IsDefined(typeof(KernelAttribute)));
        Assert.Equal(marked.Select(Name).Order(), loaded.Select(Name).Distinct().Order());

        static MethodInfo Definition(MethodInfo method) => method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
    }

    /// <summary>Extension methods are banned with their class; the methods of accelerators are banned one by one.</summary>
    [Fact]
    public void Every_method_of_ILGPU_that_loads_a_kernel_is_banned()
    {
        var list = Path.Combine(AppContext.BaseDirectory, "BannedSymbols.txt");
        var banned = File.ReadLines(list).Select(line => line.Split(';')[0]).ToHashSet();

        string[] loading =
        [
            "T:" + typeof(KernelLoaders).FullName,
            .. from method in typeof(Accelerator).GetMethods(BindingFlags.Public | BindingFlags.Instance)
               where method.Name.StartsWith("Load", StringComparison.Ordinal) && method.Name.EndsWith("Kernel", StringComparison.Ordinal)
               let arity = method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : ""
               select $"M:{typeof(Accelerator).FullName}.{method.Name}{arity}"
                   + $"({string.Join(',', method.GetParameters().Select(parameter => Id(parameter.ParameterType)))})",
        ];
        Assert.Equal(loading.Order(StringComparer.Ordinal), banned.Order(StringComparer.Ordinal));

        static string Id(Type type) =>
            type.IsByRef ? Id(type.GetElementType()!) + "@"
            : type.IsGenericMethodParameter ? "``" + type.GenericParameterPosition
            : type.FullName!;
    }

    private static void IndexedKernel(Index1D index, ArrayView<int> view) => view[index] = 1;

    private static void GroupedKernel(ArrayView<int> view) => view[Grid.IdxX] = 2;

    private static void SubstituteKernel(Index1D index, ArrayView<int> view) => view[index] = 3;

    private sealed class Recorder(Func<MethodInfo, MethodInfo> choose) : IKernelHook
    {
        public List<MethodInfo> Loaded { get; } = [];

        public MethodInfo Choose(MethodInfo kernel) => choose(kernel);

        public void OnLoaded(MethodInfo kernel, CompiledKernel compiled)
        {
            Assert.Equal(kernel, compiled.SourceMethod);
            Loaded.Add(kernel);
        }
    }
}
