// Kernels stay for as long as their device: the garbage collector must not release one that a launch still reads.

using System;
using System.Runtime.CompilerServices;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Orders;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Kernels;

[Collection(OnTheCpu.Name)]
public sealed class KernelLogTests(CpuFixture cpu)
{
    [Fact]
    public void A_kernel_outlives_the_garbage_collection_after_the_caller_forgot_it()
    {
        var implicitly = LoadAndForget(() => cpu.Accelerator.Load<FloatView, FloatView>(OrderKernels.SequentialKernel));
        var inGroups = LoadAndForget(() => cpu.Accelerator.LoadGrouped<FloatView, FloatView>(OrderKernels.GroupTreeKernel));

        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(implicitly.IsAlive);
        Assert.True(inGroups.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndForget(Func<Delegate> load) => new(load());
}
