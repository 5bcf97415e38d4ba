// The study of the cure: what it measures, what it calls broken, and that its report survives the way to another process.

using System.Reflection.Emit;
using System.Text.Json;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Workloads;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Settings;
using QuizKit.Numerics.Gpu;
using Xunit;

namespace QuizKit.Laboratory.Tests.Cure;

[Collection(OnTheCpu.Name)]
public sealed class CureStudyTests(CpuFixture cpu)
{
    private static readonly Effort Small = new(
        [64, 1024], SpreadLength: 512, [60], TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), ErrorLength: 256, [0.25, 0.75], StabilityLength: 600, Shapes: 2, Permutations: 3);

    [ThoroughFact]
    public void Every_level_is_measured_for_every_operation_and_format_and_keeps_its_promise()
    {
        var report = Study();

        Assert.Null(report.Fault);
        Assert.Empty(report.LeftOut);
        Assert.Equal("cpu", report.DeviceId);

        // then: the cost, with the tree as its own measure
        Assert.Equal(2 * 2 * 2, report.Device.Count);
        Assert.All(report.Device, found =>
        {
            Assert.Equal([.. CureStudy.Levels.Select(level => level.ToString()), CureFigure.Copy], found.Figures.Select(figure => figure.Name));
            Assert.InRange(found.Rounds, InterleavedTimer.FewestRounds, 101);
            Assert.All(found.Figures, figure =>
            {
                Assert.True(figure.Milliseconds > 0 && figure.GigabytesPerSecond > 0);
                Assert.InRange(figure.Ratio, figure.RatioLowerQuartile, figure.RatioUpperQuartile);
            });
            Assert.Equal(1, found.Figures[(int)Determinism.FixedTree].Ratio);
        });
        Assert.Equal(4, report.Spread.Count);
        Assert.All(report.Spread, found => Assert.Equal((512, 60), (found.Length, found.Spread)));

        // then: the errors, from a condition number of 1 upwards
        Assert.Equal(4 * 3, report.Errors.Count);
        Assert.Equal(4, report.Errors.Count(found => found.Condition == 1));
        Assert.All(report.Errors, found => Assert.InRange(found.Levels.Single(level => level.Level == Determinism.CorrectlyRounded).ErrorUlp, 0, 0.5));
        Assert.Contains(report.Errors, found => found.Levels[0].ErrorUlp > 1e6);

        // then: what the bits depend on
        Assert.Equal(4 * 4, report.Stability.Count);
        Assert.All(report.Stability, found =>
        {
            if (found.Level != Determinism.NotGuaranteed) Assert.Equal((1, 1), (found.PatternsOverRuns, found.PatternsOverShapes));
            if (found.Level >= Determinism.Binned) Assert.Equal(1, found.PatternsOverPermutations);
        });
        Assert.Contains(report.Stability, found => found.Level == Determinism.FixedTree && found.PatternsOverPermutations > 1);
    }

    [ThoroughFact]
    public void A_device_that_measures_other_lengths_still_adds_up_the_same_numbers_for_the_errors()
    {
        var device = cpu.Catalog.Devices.Single(found => found.Id == "cpu");
        CureReport With(Effort effort) => CureStudy.Of(cpu.Accelerator, device, new LabSettings(Scale.Quick, 7, 2), effort, default);

        var one = With(Small);
        var other = With(Small with { StabilityLength = 601, Permutations = 1, Lengths = [65] }) with { DeviceId = "other" };

        Assert.Equal(one.Errors.Select(found => found.Condition), other.Errors.Select(found => found.Condition));
        Assert.Null(CureSection.FaultAcross([one, other]));
    }

    [Fact]
    public void A_report_reads_the_same_after_its_way_through_JSON()
    {
        var report = Study() with { Faults = ["it broke"], LeftOut = ["a length"] };

        var read = JsonSerializer.Deserialize<CureReport>(JsonSerializer.Serialize(report))!;

        Assert.Equal(JsonSerializer.Serialize(report), JsonSerializer.Serialize(read));
        Assert.Equal("it broke", read.Fault);
        Assert.Equal(report.Errors[1].Levels, read.Errors[1].Levels);
    }

    [Theory]
    [InlineData(Determinism.FixedTree, "FixedTree gave", "the fixed tree in memory gives")]
    [InlineData(Determinism.Binned, "Binned gave", "the binned sum in memory gives")]
    [InlineData(Determinism.Binned, "Binned missed the sum", "and its bound is 0.5")]
    [InlineData(Determinism.CorrectlyRounded, "CorrectlyRounded gave", "the exact sum rounds to")]
    [InlineData(Determinism.CorrectlyRounded, "CorrectlyRounded missed the sum", "and its bound is 0.5")]
    public void A_level_that_is_a_bit_off_is_called_broken(Determinism level, string what, string against)
    {
        var notes = new CureNotes(cpu.Device);
        using var study = new OffByABit(cpu.Accelerator, level, notes);

        _ = study.Stability(3, cpu.Device).ToList();
        _ = study.Errors().ToList();

        Assert.Contains(notes.Faults, fault => fault.StartsWith("cpu: " + what, StringComparison.Ordinal) && fault.Contains(against, StringComparison.Ordinal));
        Assert.DoesNotContain(notes.Faults, fault => fault.Contains(nameof(Determinism.NotGuaranteed), StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_ends_when_it_is_asked_to()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => CureStudy.Of(cpu.Accelerator, cpu.Device, Settings, Small, source.Token));
    }

    [Fact]
    public void A_length_that_would_take_too_long_is_left_out_and_said_so()
    {
        var hasty = Small with { LongestCase = TimeSpan.Zero };

        var report = CureStudy.Of(cpu.Accelerator, cpu.Device, Settings, hasty, CancellationToken.None);

        Assert.All(report.Device, found => Assert.Equal(64, found.Length));
        Assert.Contains(report.LeftOut, what => what.Contains("1,024 numbers and more: it would take too long", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(false, 40)]
    [InlineData(true, 30)]
    [InlineData(true, 80)]
    public void Numbers_cancel_to_about_the_degree_asked_for(bool ofProducts, int bits)
    {
        var numbers = new CureSamples(3).Cancelling<double>(ofProducts ? OrderOperation.Dot : OrderOperation.Sum, 500, bits);

        var magnitudes = numbers.A.Select((a, i) => Math.Abs(a * (numbers.B?[i] ?? 1))).Sum();
        var condition = Math.Log2(magnitudes / Math.Abs(numbers.Accumulate().ToDouble()));

        Assert.InRange(condition, bits - 4, bits + 16);
    }

    [Fact]
    public void Another_order_of_pairs_keeps_the_pairs()
    {
        var samples = new CureSamples(5);
        var numbers = samples.Normal<double>(OrderOperation.Dot, 300);

        var shuffled = samples.Shuffled(numbers);

        Assert.NotEqual(numbers.A, shuffled.A);
        Assert.Equal(numbers.A.Zip(numbers.B!).Order(), shuffled.A.Zip(shuffled.B!).Order());
    }

    [Fact]
    public void Magnitudes_are_spread_over_as_many_binades_as_asked_for()
    {
        var numbers = new CureSamples(6).Normal<double>(OrderOperation.Sum, 20_000, spread: 60);

        var exponents = numbers.A.Select(Math.ILogB).Order().ToList();

        Assert.InRange(exponents[^200] - exponents[200], 55, 65);
    }

    [Fact]
    public void Candidates_alternate_and_their_ratio_is_that_of_one_round()
    {
        var calls = new List<string>();

        var times = InterleavedTimer.Measure([new("a", () => calls.Add("a")), new("b", () => calls.Add("b"))], TimeSpan.Zero, CancellationToken.None);

        // then: after warming up, each round begins with another candidate
        Assert.Equal(InterleavedTimer.FewestRounds, times.Rounds);
        Assert.All(times.Milliseconds, candidate => Assert.Equal(InterleavedTimer.FewestRounds, candidate.Count));
        Assert.Equal(2.0, new Times(3, [[2, 40, 6], [1, 20, 3]]).Ratio(0, 1, 0.5));
        Assert.Equal(6, new Times(3, [[2, 40, 6]]).Median(0));
    }

    [Fact]
    public void Nothing_is_timed_while_methods_are_compiled()
    {
        const int compiling = 60;
        var calls = 0;

        InterleavedTimer.Measure([new("compiles", Call)], TimeSpan.Zero, CancellationToken.None);

        // then: it began to count again where a method was compiled
        Assert.True(calls > compiling + 64, $"{calls} calls");

        void Call()
        {
            Thread.Sleep(5);
            if (++calls != compiling) return;
            var method = new DynamicMethod("", null, null);
            method.GetILGenerator().Emit(OpCodes.Ret);
            method.CreateDelegate<Action>()();
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.25, 1.75)]
    [InlineData(1, 4)]
    public void A_quantile_lies_between_its_neighbours(double share, double quantile) => Assert.Equal(quantile, InterleavedTimer.Quantile([4, 1, 3, 2], share));

    private static LabSettings Settings { get; } = new(Scale.Quick, Seed: 7, Runs: 5);

    private CureReport Study() => CureStudy.Of(cpu.Accelerator, cpu.Device, Settings, Small, CancellationToken.None);

    /// <summary>Sums of which one level answers the next number.</summary>
    private sealed class OffByABit(Accelerator accelerator, Determinism level, CureNotes notes)
        : CureDeviceStudy<float>(accelerator, OrderOperation.Sum, CureStudy.Levels, 1, Small, notes, CancellationToken.None)
    {
        protected internal override float OnDevice(ArrayView<float> a, ArrayView<float>? b, Determinism asked, LaunchShape shape)
        {
            var sum = base.OnDevice(a, b, asked, shape);
            return asked == level ? MathF.BitIncrement(sum) : sum;
        }
    }
}
