// Schedules: what is said of orders that are known, and that other work ends with the measurement.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics.Gpu;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

[Collection(OnTheCpu.Name)]
public sealed class ScheduleStudyTests(CpuFixture cpu)
{
    [Fact]
    public void Equal_and_opposite_orders_are_told_apart()
    {
        int[] forward = [0, 1, 2, 3], backward = [3, 2, 1, 0];

        var found = ScheduleStudy.Summary([forward, forward, backward], distinctSums: 1, new LaunchShape(4, 2), length: 100, load: null);

        Assert.Equal([1, -1], found.TauToPrevious);
        Assert.Equal([1, 1, -1], found.TauToIndex);
        Assert.Equal(2, found.DistinctOrders);
        Assert.Equal(3, found.Runs);
        Assert.Equal(backward, found.LastRun);
        Assert.False(found.IsUnderLoad);
    }

    [Fact]
    public void Of_many_groups_no_more_are_reported_than_a_picture_can_show()
    {
        int[] order = [.. Enumerable.Range(0, 1000)];

        var found = ScheduleStudy.Summary([order], 1, new LaunchShape(1000, 2), 100, "a load");

        Assert.Equal(4, found.Step);
        Assert.Equal(Enumerable.Range(0, 250).Select(i => 4 * i), found.LastRun);
        Assert.True(found.IsUnderLoad);
    }

    [Fact]
    public void On_every_device_the_order_of_the_groups_may_vary_and_the_sum_does_not()
    {
        foreach (var device in cpu.Catalog.Devices)
        {
            using var accelerator = cpu.Catalog.Open(device);
            using var methods = SumMethods.InSingle(accelerator);
            using var values = accelerator.Allocate1D(VariationSamples.Singles(VariationSamples.Normal, 1, 2000).Values);

            var found = ScheduleStudy.Of(methods, values.View, new LaunchShape(32, 2), 10, other: null, TimeSpan.MaxValue, device, CancellationToken.None);

            Assert.Equal(10, found.Runs);
            Assert.Equal(9, found.TauToPrevious.Count);
            Assert.Equal(1, found.DistinctSums);
            Assert.All(found.TauToIndex, tau => Assert.InRange(tau, -1, 1));
        }
    }

    [Fact]
    public void When_the_time_is_over_no_run_begins_but_for_the_first_few()
    {
        using var methods = SumMethods.InSingle(cpu.Accelerator);
        using var values = cpu.Accelerator.Allocate1D(VariationSamples.Singles(VariationSamples.Normal, 1, 100).Values);

        var found = ScheduleStudy.Of(methods, values.View, new LaunchShape(4, 2), 1000, other: null, TimeSpan.Zero, cpu.Device, CancellationToken.None);

        Assert.Equal(5, found.Runs);
    }

    [Fact]
    public void Busy_threads_end_when_they_are_disposed()
    {
        var work = new BusyThreads(3);
        Assert.Equal(3, work.Running);

        work.Dispose();

        Assert.Equal(0, work.Running);
        Assert.Contains("3 busy threads", work.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_study_leaves_no_busy_thread()
    {
        using var methods = SumMethods.InSingle(cpu.Accelerator);
        using var values = cpu.Accelerator.Allocate1D(VariationSamples.Singles(VariationSamples.Normal, 1, 100).Values);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var work = new BusyThreads(2);

        Assert.Throws<OperationCanceledException>(() =>
        {
            using (work) ScheduleStudy.Of(methods, values.View, new LaunchShape(4, 2), 10, work, TimeSpan.MaxValue, cpu.Device, source.Token);
        });

        Assert.Equal(0, work.Running);
    }

    [Fact]
    public void The_busy_kernel_computes_what_it_says_beside_a_sum_in_another_stream()
    {
        using var methods = SumMethods.InSingle(cpu.Accelerator);
        using var values = cpu.Accelerator.Allocate1D(VariationSamples.Singles(VariationSamples.Normal, 1, 100).Values);
        using (var work = new BusyKernels(cpu.Accelerator))
        {
            var found = ScheduleStudy.Of(methods, values.View, new LaunchShape(4, 2), 2, work, TimeSpan.MaxValue, cpu.Device, CancellationToken.None);
            Assert.Equal(1, found.DistinctSums);
            Assert.Equal("a kernel in another stream", found.Load);
        }

        // x ← x/2 + 1 from 0 is 2 − 2^(1−n) after n rounds.
        using var busy = cpu.Accelerator.Allocate1D<float>([0f, 0f]);
        cpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, FloatView, int>(BusyKernels.BusyKernel)(2, busy.View, 3);
        Assert.Equal([1.75f, 1.75f], busy.GetAsArray1D());
    }
}
