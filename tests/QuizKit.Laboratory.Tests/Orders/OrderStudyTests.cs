// What is found of implementations whose order is known.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Tolerance;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Orders;

[Collection(OnTheCpu.Name)]
public sealed class OrderStudyTests(CpuFixture cpu)
{
    public static TheoryData<string> HostTargetIds() => [.. HostTargets.All.Select(target => target.Id).Where(id => !id.StartsWith("quizkit.exact", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(HostTargetIds))]
    public void Every_sum_of_this_process_has_an_order_that_replays_bit_for_bit(string id)
    {
        var target = HostTargets.All.Single(target => target.Id == id);
        var finding = OrderStudy.Of(target, 100, seed: 1, replays: 40);

        Assert.NotNull(finding.Tree);
        Assert.False(finding.IsBroken);
        Assert.Equal(target.Format.Name, finding.Format);
        Assert.Equal(id == "dotnet.linq-sum" ? "Binary64" : target.Format.Name, finding.Arithmetic.ToString(), ignoreCase: true);
        Assert.InRange(finding.LargestError, 0, finding.Bound!.Value);
    }

    [Fact]
    public void Every_sum_on_a_device_replays_bit_for_bit_or_says_why_it_has_no_order()
    {
        var device = cpu.Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu);
        var findings = DeviceTargets.NamesOf(device).Select(name => OrderStudy.Of(DeviceTargets.Of(cpu.Accelerator, device, name), 40, seed: 1, replays: 40)).ToList();

        Assert.All(findings, finding => Assert.False(finding.IsBroken, finding.Target));
        Assert.Equal(39, Find("cpu.sequential").Tree!.Height);
        Assert.Equal(31 + 1, Find("cpu.blocks").Tree!.Height);
        Assert.Equal(9 + 3, Find("cpu.split-k").Tree!.Height);
        Assert.Equal(FixedTree.Height(40), Find("cpu.fixed-tree").Tree!.Height);
        Assert.Equal("exact, rounded once", Find("cpu.exact").Algorithm);

        OrderFinding Find(string id) => findings.Single(finding => finding.Target == id);
    }

    [Fact]
    public void A_device_adds_binary64_in_the_order_of_binary32()
    {
        var device = cpu.Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu);
        var findings = DeviceTargets.NamesInDoubleOf(device).Select(name => OrderStudy.Of(DeviceTargets.Of(cpu.Accelerator, device, name), 40, seed: 1, replays: 40)).ToList();

        Assert.All(findings, finding => Assert.Equal("binary64", finding.Format));
        Assert.All(findings, finding => Assert.False(finding.IsBroken, finding.Target));
        Assert.Equal("exact, rounded once", findings.Single(finding => finding.Target == "cpu.exact.binary64").Algorithm);
        foreach (var name in new[] { "sequential", "blocks", "split-k", "group-tree", "fixed-tree" })
        {
            var tree = OrderProbes.Reveal(DeviceTargets.Of(cpu.Accelerator, device, "cpu." + name), 40);
            Assert.True(tree.IsSameOrderAs(findings.Single(finding => finding.Target == $"cpu.{name}.binary64").Tree!), name);
        }

        Assert.Empty(DeviceTargets.NamesInDoubleOf(device with { SupportsFloat64 = false }));
    }

    [Fact]
    public void A_tree_that_is_not_the_one_used_is_found_out_by_its_replays()
    {
        // given: probes, which hold 2^127, are answered from left to right, anything else from right to left
        var target = OrderTarget.Sum("liar", "nowhere", values => (values.Max() > 1e38f ? values : values.Reverse()).Aggregate((sum, value) => sum + value));

        var finding = OrderStudy.Of(target, 50, seed: 1, replays: 40);

        Assert.True(finding.IsBroken);
        Assert.Equal(OrderArithmetic.Unknown, finding.Arithmetic);
    }

    [Fact]
    public void An_order_of_a_matrix_unit_is_shown_and_no_fault_though_it_cannot_be_replayed()
    {
        // given: steps of four numbers and the sum so far, cut 24 bits below the largest and added exactly
        var target = OrderTarget.Sum("unit", "a GPU", values => values.Chunk(4).Aggregate(0f, (sum, four) => Step([sum, .. four])));

        var finding = OrderStudy.Of(target, 50, seed: 1, replays: 40);

        Assert.Equal(5, finding.Tree!.LargestFanIn);
        Assert.Equal((0, false, false), (finding.Replayed, finding.IsReplayable, finding.IsBroken));
        Assert.Contains("not replayed: 5 numbers meet in one operation", OrderSection.Describe(finding), StringComparison.Ordinal);
        Assert.Null(ToleranceSide.Of(finding).Tree);
        Assert.Equal(ExitStatus.AsExpected, new OrderReport(50, 1, [finding]).ExitStatus);

        static float Step(float[] addends)
        {
            var unit = Math.ScaleB(1, (int)addends.Where(x => x != 0).Select(x => Math.ILogB(x)).DefaultIfEmpty(0).Max() - 24);
            return (float)(addends.Sum(x => Math.Truncate(x / unit)) * unit);
        }
    }

    [Fact]
    public void An_order_that_changes_after_it_was_revealed_is_no_fault_but_none()
    {
        // given: probes are answered from left to right, and of anything else every other sum from right to left, as by a schedule
        var asked = 0;
        var target = OrderTarget.Sum("schedule", "nowhere", values =>
            (values.Max() > 1e38f || ++asked % 2 == 0 ? values : values.Reverse()).Aggregate((sum, value) => sum + value));

        var finding = OrderStudy.Of(target, 50, seed: 1, replays: 41);

        Assert.False(finding.IsBroken);
        Assert.Null(finding.Tree);
        Assert.Equal("The same numbers gave two results: there is no fixed order.", finding.WhyNot);
    }

    [Fact]
    public void The_same_order_is_named_after_the_first_that_has_it()
    {
        var loop = Find("dotnet.loop");
        var findings = OrderStudy.WithFamilies([loop, Find("quizkit.numpy-order"), Find("dotnet.linq-sum")]);

        Assert.Null(findings[0].SameAs);
        Assert.Null(findings[1].SameAs);
        Assert.Equal(loop.Target, findings[2].SameAs);

        static OrderFinding Find(string id) => OrderStudy.Of(HostTargets.All.Single(target => target.Id == id), 30, seed: 1, replays: 40);
    }

    [Theory]
    [InlineData(7, 6)]
    [InlineData(8, 3)]
    [InlineData(128, 15 + 3)]
    [InlineData(130, 8 + 3 + 2 + 1 - 1)]
    [InlineData(256, 15 + 3 + 1)]
    public void The_height_of_NumPys_order_is_that_of_its_eight_accumulators_and_halves(int length, int height) =>
        Assert.Equal(height, SummationOrder.Reveal(values => NumpyOrder.Sum(values), length).Height);

    [Theory]
    [InlineData(5, "((((0+4)+1)+2)+3)")]
    [InlineData(9, "((((((((0+8)+1)+2)+3)+4)+5)+6)+7)")]
    [InlineData(16, "((((((((0+8)+(1+9))+(2+10))+(3+11))+(4+12))+(5+13))+(6+14))+(7+15))")]
    public void PyTorchs_order_adds_vectors_and_then_their_lanes(int length, string tree) =>
        Assert.Equal(tree, SummationOrder.Reveal(values => TorchOrder.Sum(values, lanes: 8), length).ToString());

    [Fact]
    public void PyTorchs_order_grows_like_a_root_and_not_like_its_length()
    {
        // 2^15 numbers are 1,024 vectors a row; each level takes 16 before it hands over.
        var height = SummationOrder.Reveal(values => TorchOrder.Sum(values, lanes: 8), 1 << 13).Height;

        Assert.InRange(height, 16 + 7, (3 * 16) + 4 + 8);
    }

    [Theory]
    [InlineData("numpy-order", 1)]
    [InlineData("numpy-order", 7)]
    [InlineData("numpy-order", 130)]
    [InlineData("numpy-order", 1003)]
    [InlineData("torch-order", 7)]
    [InlineData("torch-order", 9)]
    [InlineData("torch-order", 1003)]
    [InlineData("torch-order", 4096)]
    public void An_imitation_on_a_device_gives_the_bits_of_the_one_in_memory(string name, int length)
    {
        var device = cpu.Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu);
        var target = DeviceTargets.Of(cpu.Accelerator, device, "cpu." + name);
        for (uint seed = 0; seed < 5; seed++)
        {
            var values = OrderSamples.Hashed(seed, length);
            var expected = name == "numpy-order" ? NumpyOrder.Sum(values) : TorchOrder.Sum(values, lanes: 8);

            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(target.Compute(values, [])));
        }
    }

    [Fact]
    public void An_imitation_takes_the_variant_that_agrees_with_the_library()
    {
        AssertFound("in one piece", OrderImitation.OfNumpy, values => NumpyOrder.Sum(values));
        AssertFound("in buffers of 8,192", OrderImitation.OfNumpy, values => NumpyOrder.SumOfBuffers(values));
        AssertFound("8 lanes", OrderImitation.OfTorch, values => TorchOrder.Sum(values, 8));
        AssertFound("16 lanes", OrderImitation.OfTorch, values => TorchOrder.Sum(values, 16));

        static void AssertFound(
            string variant, IReadOnlyDictionary<string, Func<float[], float>> variants, Func<float[], float> library)
        {
            var imitation = new OrderImitation("x.sum", "X", 20_000, variants, (seed, length) => library(OrderSamples.Hashed(seed, length)));
            var found = imitation.Try(arrays: 200, seed: 1, CancellationToken.None);

            Assert.Equal((variant, 200, 200), (found!.Variant, found.Arrays, found.Equal));
        }
    }

    [Fact]
    public void A_library_with_an_unknown_order_agrees_by_chance_only()
    {
        var imitation = new OrderImitation(
            "x.sum", "X", 20_000, OrderImitation.OfNumpy, (seed, length) => FixedTree.Sum(OrderSamples.Hashed(seed, length)));
        var found = imitation.Try(arrays: 200, seed: 1, CancellationToken.None);

        Assert.InRange(found!.Equal, 1, 150);
        Assert.Equal(ExitStatus.AsExpected, new OrderReport(300, 1, []) { Imitations = [found] }.ExitStatus);
    }

    [Fact]
    public void NumPys_order_folds_its_accumulators_in_pairs() =>
        Assert.Equal("((((0+1)+(2+3))+((4+5)+(6+7)))+8)", SummationOrder.Reveal(values => NumpyOrder.Sum(values), 9).ToString());

    [Fact]
    public void Samples_differ_in_sign_and_by_magnitudes_that_swallow()
    {
        IReadOnlyList<float> samples = OrderSamples.Hashed(1, 1000);

        Assert.InRange(samples.Count(sample => sample < 0), 400, 600);
        Assert.True(samples.Max(MathF.Abs) / samples.Where(sample => sample != 0).Min(MathF.Abs) > 1e6);
    }
}
