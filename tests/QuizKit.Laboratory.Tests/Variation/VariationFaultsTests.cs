// A broken promise or bound is a fault and named; variation where none is promised away is a finding.

using ILGPU;
using ILGPU.Runtime;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics.Gpu;
using Xunit;
using static QuizKit.Laboratory.Tests.Variation.SampleReports;

namespace QuizKit.Laboratory.Tests.Variation;

[Collection(OnTheCpu.Name)]
public sealed class VariationFaultsTests(CpuFixture cpu)
{
    [Fact]
    public void Atomics_that_vary_are_no_fault_and_a_fixed_order_that_varies_is_one()
    {
        float[] results = [Result(), Result(1)];

        Assert.Empty((Empty("cpu") with { Sums = [Sum(SumAlgorithms.AtomicOnly, results), Sum(SumAlgorithms.GroupAtomic, results)] }).Faults);
        foreach (var algorithm in SumAlgorithms.All.Where(algorithm => algorithm.Promise >= Sameness.EveryRun))
        {
            var report = Empty("cpu") with { Sums = [Sum(algorithm, results)] };

            Assert.True(report.IsBroken);
            Assert.Contains($"{algorithm.Name} of 1,000 float32 numbers of N(0, 1) gave 2 different results in 2 runs", Assert.Single(report.Faults));
        }
    }

    [Fact]
    public void A_sum_outside_its_bound_is_a_fault()
    {
        var sum = Sum(SumAlgorithms.AtomicOnly, Result());
        var outside = Sum(SumAlgorithms.AtomicOnly, (float)(sum.Exact + (1.01 * sum.Bound)));

        Assert.Empty((Empty("cpu") with { Sums = [sum] }).Faults);
        Assert.Contains("rounding explains at most", Assert.Single((Empty("cpu") with { Sums = [outside] }).Faults));
    }

    [Fact]
    public void A_correctly_rounded_sum_that_is_off_by_an_ulp_is_a_fault()
    {
        var addends = VariationSamples.Singles(VariationSamples.Normal, 1, 1000);

        Assert.Empty((Empty("cpu") with { Sums = [SumStudy.Summary(SumAlgorithms.CorrectlyRounded, addends, [Result()], "64×2", null)] }).Faults);
        Assert.NotEmpty((Empty("cpu") with { Sums = [SumStudy.Summary(SumAlgorithms.CorrectlyRounded, addends, [Result(1)], "64×2", null)] }).Faults);
        Assert.NotEmpty((Empty("cpu") with { Sums = [SumStudy.Summary(SumAlgorithms.CorrectlyRounded, addends, [Result(-1)], "64×2", null)] }).Faults);
    }

    [Fact]
    public void Arrays_and_schedules_are_held_to_their_promises_too()
    {
        var array = new ArrayVariation("N(0, 1)", 100, 4, 10, 10, 1e-7, 1e-7, 0.5, 0.5, 2, 0.5, 1, 0.5);

        Assert.Empty((Empty("cpu") with { Arrays = [array], Schedules = [Schedule(distinctSums: 1)] }).Faults);
        Assert.Single((Empty("cpu") with { Arrays = [array with { DistinctFixedArrays = 2 }] }).Faults);
        Assert.Single((Empty("cpu") with { Arrays = [array with { LargestErrorOverBound = 1.1 }] }).Faults);
        Assert.Single((Empty("cpu") with { Arrays = [array with { LargestFixedErrorOverBound = double.NaN }] }).Faults);
        Assert.Single((Empty("cpu") with { Schedules = [Schedule(distinctSums: 2)] }).Faults);
    }

    [Fact]
    public void Each_promise_covers_what_it_says_and_no_more()
    {
        // SPTR promises each run of a shape; FixedTree every shape; CorrectlyRounded every order.
        Assert.Empty(Faults(Identity(SumAlgorithms.LastGroup, "16×1", "as given", "a"), Identity(SumAlgorithms.LastGroup, "64×2", "as given", "b")));
        Assert.Single(Faults(Identity(SumAlgorithms.LastGroup, "16×1", "as given", "a", "b")));
        Assert.Single(Faults(Identity(SumAlgorithms.FixedTree, "16×1", "as given", "a"), Identity(SumAlgorithms.FixedTree, "64×2", "as given", "b")));
        Assert.Empty(Faults(Identity(SumAlgorithms.FixedTree, "16×1", "as given", "a"), Identity(SumAlgorithms.FixedTree, "16×1", "reversed", "b")));
        Assert.Single(Faults(Identity(SumAlgorithms.CorrectlyRounded, "16×1", "as given", "a"), Identity(SumAlgorithms.CorrectlyRounded, "64×2", "shuffled", "b")));
        Assert.Empty(Faults(Identity(SumAlgorithms.AtomicOnly, "16×1", "as given", "a", "b")));

        static System.Collections.Generic.IReadOnlyList<string> Faults(params SumIdentity[] identities) => (Empty("cpu") with { Identities = identities }).Faults;
    }

    [Fact]
    public void Devices_that_disagree_on_a_promised_sum_of_the_same_numbers_are_named_once()
    {
        var cpuReport = Empty("cpu") with { Identities = [Identity(SumAlgorithms.LastGroup, "16×1", "as given", "a"), Identity(SumAlgorithms.AtomicOnly, "16×1", "as given", "a")] };
        var gpu = Empty("cuda") with { Identities = [Identity(SumAlgorithms.LastGroup, "16×1", "as given", "b"), Identity(SumAlgorithms.AtomicOnly, "16×1", "as given", "b")] };
        var otherShape = Empty("cuda") with { Identities = [Identity(SumAlgorithms.LastGroup, "64×2", "as given", "b")] };
        var otherNumbers = Empty("cuda") with { Identities = [Identity(SumAlgorithms.LastGroup, "16×1", "as given", "b") with { Digest = "4567" }] };
        var brokenAlone = Empty("cpu") with { Identities = [Identity(SumAlgorithms.LastGroup, "16×1", "as given", "a", "b")] };

        Assert.Contains("cpu, cuda: SPTR", Assert.Single(VariationFaults.Across([cpuReport, gpu])));
        Assert.Empty(cpuReport.Faults);
        Assert.Empty(VariationFaults.Across([cpuReport, otherShape]));
        Assert.Empty(VariationFaults.Across([cpuReport, otherNumbers]));
        Assert.Empty(VariationFaults.Across([brokenAlone]));
    }

    [Fact]
    public void A_kernel_that_adds_the_groups_in_another_order_each_time_is_found_out()
    {
        // given: SPTR whose last group adds the others' sums in the order of other tickets each time, as a mistake with the tickets would
        var accelerator = cpu.Accelerator;
        using var methods = SumMethods.InSingle(accelerator);
        var addends = VariationSamples.Singles(VariationSamples.Normal, 1, 2000);
        using var values = accelerator.Allocate1D(addends.Values);
        using var partial = accelerator.Allocate1D<float>(64);
        var groups = accelerator.LoadStreamKernel<FloatView, FloatView>(SumKernels.PartialSumsKernel);
        var run = 0ul;
        var mutant = new SumMethod<float>(
            SumAlgorithms.LastGroup,
            (numbers, shape) =>
            {
                groups(new KernelConfig(shape.Groups, shape.GroupSize), numbers, partial.View);
                accelerator.Synchronize();
                return VariationSamples.Shuffled(partial.GetAsArray1D(), run++).Aggregate((sum, one) => sum + one);
            },
            (n, _) => n - 1);

        Assert.Empty(Report(methods.LastGroup).Faults);
        var faults = Report(mutant).Faults;

        // then: both the many runs and the few for the bits have seen it
        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Contains("SPTR", fault));

        VariationReport Report(SumMethod<float> method) => Empty("cpu") with
        {
            Sums = [SumStudy.Of(method, addends, values.View, new LaunchShape(64, 2), 20, cpu.Device, CancellationToken.None)],
            Identities = [SumStudy.BitsOf(method, addends, values.View, VariationStudy.AsGiven, new LaunchShape(64, 2), 20, cpu.Device, CancellationToken.None)],
        };
    }
}
