// The single entry point for loading kernels: eng/BannedSymbols.txt bans the methods of ILGPU everywhere else.

using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace QuizKit.Numerics.Gpu.Kernels;

/// <summary>Marks a kernel, so that a catalog can list the kernels of an assembly.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelAttribute : Attribute;

/// <summary>Observes the kernels that an accelerator is asked to load, and may have others loaded instead.</summary>
internal interface IKernelHook
{
    /// <summary>Returns the kernel to load: the given one, or one with the same parameters.</summary>
    MethodInfo Choose(MethodInfo kernel);

    /// <summary>Called on each request, also for a kernel that is loaded already.</summary>
    /// <param name="kernel">The kernel that <see cref="Choose"/> returned.</param>
    /// <param name="compiled">The kernel in the language of the device.</param>
    void OnLoaded(MethodInfo kernel, CompiledKernel compiled);
}

/// <summary>Loads the kernels of an accelerator, each of them once. Safe for use from several threads.</summary>
/// <remarks>
/// ILGPU references a kernel weakly: if nobody keeps the launcher, the next garbage collection releases the kernel, even during a launch,
/// and the driver then reads freed memory. So all launchers are kept for the lifetime of the accelerator.
/// </remarks>
internal sealed class KernelLoader
{
    private static readonly ConditionalWeakTable<Accelerator, KernelLoader> Loaders = [];

    private readonly Accelerator _accelerator;
    private readonly ConcurrentDictionary<(MethodInfo Kernel, Type Launcher), Delegate> _launchers = [];

    private KernelLoader(Accelerator accelerator) => _accelerator = accelerator;

    /// <summary>The hook of the accelerator, or null.</summary>
    public IKernelHook? Hook { get; set; }

    public static KernelLoader Of(Accelerator accelerator) => Loaders.GetValue(accelerator, static key => new KernelLoader(key));

    /// <summary>Loads a kernel and returns its launcher.</summary>
    /// <typeparam name="TLauncher">
    /// An <c>Action</c> with the parameters of the kernel. For a kernel that takes no index, a <see cref="KernelConfig"/> precedes them. A
    /// leading <see cref="AcceleratorStream"/> selects the stream of each launch; without it, launches use the default stream.
    /// </typeparam>
    public TLauncher Load<TLauncher>(Delegate kernel)
        where TLauncher : Delegate
    {
        var method = Hook?.Choose(kernel.Method) ?? kernel.Method;
        if (!_launchers.TryGetValue((method, typeof(TLauncher)), out var launcher))
            launcher = _launchers.GetOrAdd((method, typeof(TLauncher)), Create(typeof(TLauncher), method.CreateDelegate(kernel.GetType())));
        Hook?.OnLoaded(method, launcher.GetCompiledKernel());
        return (TLauncher)launcher;
    }

    /// <summary>Calls the generic method of ILGPU that returns launchers of a type.</summary>
    private Delegate Create(Type launcher, Delegate kernel)
    {
        var parameters = launcher.GetMethod(nameof(Action.Invoke))!.GetParameters();
        var hasStream = parameters[0].ParameterType == typeof(AcceleratorStream);
        var isGrouped = parameters[hasStream ? 1 : 0].ParameterType == typeof(KernelConfig);
        Type[] types = [.. kernel.Method.GetParameters().Select(parameter => parameter.ParameterType)];
#pragma warning disable RS0030 // This is the one place that may use them.
        var name = (isGrouped, hasStream) switch
        {
            (true, true) => nameof(KernelLoaders.LoadKernel),
            (true, false) => nameof(KernelLoaders.LoadStreamKernel),
            (false, true) => nameof(KernelLoaders.LoadAutoGroupedKernel),
            (false, false) => nameof(KernelLoaders.LoadAutoGroupedStreamKernel),
        };
        var load = typeof(KernelLoaders).GetMethods().Single(method =>
            method.Name == name && method.GetParameters().Length == 2 && method.GetGenericArguments().Length == types.Length);
#pragma warning restore RS0030
        return (Delegate)load.MakeGenericMethod(types).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [_accelerator, kernel], null)!;
    }
}
