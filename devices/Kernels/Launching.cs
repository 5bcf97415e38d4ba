// Extension methods for loading and launching kernels.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Numerics.Gpu.Kernels;

namespace QuizKit.Devices.Kernels;

internal static class Launching
{
    /// <summary>Loads a kernel that is launched over an index. Its launcher has the parameters of the kernel.</summary>
    public static TKernel Load<TKernel>(this Accelerator accelerator, TKernel kernel)
        where TKernel : Delegate => KernelLoader.Of(accelerator).Load<TKernel>(kernel);

    /// <summary>Loads a kernel that is launched in groups of a given size.</summary>
    public static Action<KernelConfig, T1, T2> LoadGrouped<T1, T2>(this Accelerator accelerator, Action<T1, T2> kernel) =>
        KernelLoader.Of(accelerator).Load<Action<KernelConfig, T1, T2>>(kernel);

    /// <summary>
    /// The number of work items for a long loop, in which each handles every n-th element. The CPU accelerator pays for each item; a GPU
    /// needs many.
    /// </summary>
    public static int WorkItems(this Accelerator accelerator) =>
        accelerator.NumMultiprocessors * (accelerator.AcceleratorType == AcceleratorType.CPU ? 16 : 1024);

    /// <summary>Launches a kernel over a number of work items and waits for it.</summary>
    public static void Run<T1>(this Accelerator accelerator, Action<Index1D, T1> kernel, int items, T1 a)
    {
        accelerator.Load(kernel)(items, a);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2>(this Accelerator accelerator, Action<Index1D, T1, T2> kernel, int items, T1 a, T2 b)
    {
        accelerator.Load(kernel)(items, a, b);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3>(this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel, int items, T1 a, T2 b, T3 c)
    {
        accelerator.Load(kernel)(items, a, b, c);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel, int items, T1 a, T2 b, T3 c, T4 d)
    {
        accelerator.Load(kernel)(items, a, b, c, d);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel, int items, T1 a, T2 b, T3 c, T4 d, T5 e)
    {
        accelerator.Load(kernel)(items, a, b, c, d, e);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel, int items, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f)
    {
        accelerator.Load(kernel)(items, a, b, c, d, e, f);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel, int items,
        T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g)
    {
        accelerator.Load(kernel)(items, a, b, c, d, e, f, g);
        accelerator.Synchronize();
    }
}
