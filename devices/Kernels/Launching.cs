// Extension methods for loading and launching kernels.

using System;
using ILGPU;
using ILGPU.Runtime;

namespace QuizKit.Devices.Kernels;

/// <summary>Launches kernels.</summary>
internal static class Launching
{
    /// <summary>Launches a kernel over a number of work items and waits for it.</summary>
    public static void Run<T1>(this Accelerator accelerator, Action<Index1D, T1> kernel, int items, T1 a)
        where T1 : struct
    {
        accelerator.Load(kernel)(items, a);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2>(this Accelerator accelerator, Action<Index1D, T1, T2> kernel, int items, T1 a, T2 b)
        where T1 : struct
        where T2 : struct
    {
        accelerator.Load(kernel)(items, a, b);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3>(this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel, int items, T1 a, T2 b, T3 c)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        accelerator.Load(kernel)(items, a, b, c);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel, int items, T1 a, T2 b, T3 c, T4 d)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        accelerator.Load(kernel)(items, a, b, c, d);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel, int items, T1 a, T2 b, T3 c, T4 d, T5 e)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        accelerator.Load(kernel)(items, a, b, c, d, e);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel, int items, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        accelerator.Load(kernel)(items, a, b, c, d, e, f);
        accelerator.Synchronize();
    }

    /// <inheritdoc cref="Run{T1}"/>
    public static void Run<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator,
        Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel,
        int items,
        T1 a,
        T2 b,
        T3 c,
        T4 d,
        T5 e,
        T6 f,
        T7 g)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        accelerator.Load(kernel)(items, a, b, c, d, e, f, g);
        accelerator.Synchronize();
    }

    /// <summary>Loads a kernel through the log that knows what a device was given.</summary>
    public static Action<Index1D, T1> Load<T1>(this Accelerator accelerator, Action<Index1D, T1> kernel)
        where T1 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2> Load<T1, T2>(this Accelerator accelerator, Action<Index1D, T1, T2> kernel)
        where T1 : struct
        where T2 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2, T3> Load<T1, T2, T3>(this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2, T3, T4> Load<T1, T2, T3, T4>(this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2, T3, T4, T5> Load<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2, T3, T4, T5, T6> Load<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <inheritdoc cref="Load{T1}"/>
    public static Action<Index1D, T1, T2, T3, T4, T5, T6, T7> Load<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadAutoGroupedStreamKernel);

    /// <summary>Loads a kernel that is launched in groups of a given size.</summary>
    public static Action<KernelConfig, T1, T2> LoadGrouped<T1, T2>(this Accelerator accelerator, Action<T1, T2> kernel)
        where T1 : struct
        where T2 : struct =>
        KernelLog.Of(accelerator).Load(kernel, accelerator.LoadStreamKernel);

    /// <summary>
    /// The number of work items to spread a long loop over: each handles every n-th element. The CPU accelerator pays for
    /// each item, a GPU needs many.
    /// </summary>
    public static int WorkItems(this Accelerator accelerator) =>
        accelerator.NumMultiprocessors * (accelerator.AcceleratorType == AcceleratorType.CPU ? 16 : 1024);
}
