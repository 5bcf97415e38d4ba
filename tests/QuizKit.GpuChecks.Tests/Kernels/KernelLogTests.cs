// Kernels stay for as long as their device: the garbage collector must not release one that a launch still reads.

using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Tests.Devices;
using QuizKit.Laboratory.Orders;
using QuizKit.Numerics.Gpu;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Kernels;

[Collection(OnTheCpu.Name)]
public sealed class KernelLogTests(CpuFixture cpu)
{
    [Fact]
    public void A_kernel_outlives_the_garbage_collection_after_the_caller_forgot_it()
    {
        var implicitly = LoadAndForget(() => cpu.Accelerator.Load(OrderKernels.SequentialKernel));
        var inGroups = LoadAndForget(() => cpu.Accelerator.LoadGrouped<FloatView, FloatView>(OrderKernels.GroupTreeKernel));

        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(implicitly.IsAlive);
        Assert.True(inGroups.IsAlive);
    }

    [Fact]
    public void The_log_has_the_kernels_of_the_numerics_library_too()
    {
        var log = KernelLog.Of(cpu.Accelerator);
        log.Begin();

        using var sums = new DeviceSum(cpu.Accelerator);
        using var values = cpu.Accelerator.Allocate1D([1f, 2f]);
        Assert.Equal(3f, sums.Sum(values.View.AsContiguous(), Determinism.CorrectlyRounded));

        Assert.Contains(log.Used, kernel => kernel.Name.StartsWith("ExtractionKernels.", StringComparison.Ordinal)
            || kernel.Name.StartsWith("WindowKernels.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_probe_of_the_device_is_not_among_the_kernels_of_a_check()
    {
        var log = KernelLog.Of(cpu.Accelerator);
        log.Begin();

        Assert.True(ArithmeticProbe.Run(cpu.Accelerator).IsExact);

        Assert.Empty(log.Used);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndForget(Func<Delegate> load) => new(load());
}
