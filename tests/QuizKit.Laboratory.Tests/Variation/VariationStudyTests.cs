// The whole study on the CPU accelerator, with few runs: complete, sound, and the same after a journey as JSON.

using System.Text.Json;
using System.Text.Json.Serialization;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workloads;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;
using QuizKit.Numerics;
using QuizKit.Reports;
using Xunit;

namespace QuizKit.Laboratory.Tests.Variation;

[Collection(OnTheCpu.Name)]
public sealed class VariationStudyTests(CpuFixture cpu)
{
    private const int Runs = 4;

    /// <summary>The report of the CPU accelerator, made once.</summary>
    private static VariationReport? _report;

    private VariationReport Report => _report ??= Study(20260101);

    [Fact]
    public void Every_part_is_there_and_nothing_is_broken()
    {
        Assert.Empty(Report.Faults);
        Assert.Empty(Report.Skipped);
        foreach (var dataset in VariationSamples.Datasets)
        {
            Assert.Equal(SumAlgorithms.All.Select(algorithm => algorithm.Id), Report.Sums.Where(sum => sum.Format == "float32" && sum.Dataset == dataset).Select(sum => sum.Algorithm));
            Assert.Equal(["ao", "spa", "sptr", "tprc"], Report.Sums.Where(sum => sum.Format == "float64" && sum.Dataset == dataset).Select(sum => sum.Algorithm));
            Assert.Single(Report.Arrays, array => array.Dataset == dataset);
            Assert.Equal(["ao", "spa"], Report.Growth.Where(curve => curve.Dataset == dataset).Select(curve => curve.Algorithm));
        }

        Assert.All(Report.Sums, sum => Assert.Equal(Runs, sum.Results.Sum(result => result.Count)));
        Assert.Equal([false, true], Report.Schedules.Select(schedule => schedule.IsUnderLoad));
        Assert.All(Report.Timings, time => Assert.True(time.Milliseconds > 0));
        Assert.Equal(1, Report.Timings.Single(time => time is { Algorithm: "quizkit-tree", Format: "float32" }).OverFixedTree);
    }

    [Fact]
    public void The_bits_of_each_algorithm_are_recorded_for_each_shape_and_order_of_the_same_numbers()
    {
        string[] orders = [VariationStudy.AsGiven, VariationStudy.Reversed, VariationStudy.Shuffled];
        foreach (var same in Report.Identities.GroupBy(identity => (identity.Algorithm, identity.Format, identity.Dataset)))
        {
            Assert.Equal(orders, same.Select(identity => identity.Order).Distinct());
            Assert.Single(same.Select(identity => identity.Digest).Distinct());
            Assert.Equal(same.Key.Algorithm == "ilgpu" ? 1 : 2, same.Select(identity => identity.Shape).Distinct().Count());
        }

        // then: the correctly rounded sum has one result in all of them, and it is that of the host
        var exact = Report.Identities.Where(identity => identity.Algorithm == "quizkit-exact" && identity.Dataset == VariationSamples.Uniform);
        var addends = VariationSamples.Singles(VariationSamples.Uniform, Report.Seed, VariationStudy.IdentityLength);
        Assert.All(exact, identity => Assert.Equal([FloatFormat<float>.Bits((float)addends.Exact)], identity.Bits));

        // then: the fixed tree has that of the host for each order
        var tree = Report.Identities.Where(identity => identity.Algorithm == "quizkit-tree" && identity.Dataset == VariationSamples.Uniform);
        Assert.All(tree, identity => Assert.Equal([FloatFormat<float>.Bits(FixedTree.Sum(InOrder(identity.Order)))], identity.Bits));

        float[] InOrder(string order) => order switch
        {
            VariationStudy.Reversed => [.. addends.Values.AsEnumerable().Reverse()],
            VariationStudy.Shuffled => VariationSamples.Shuffled(addends.Values, Report.Seed),
            _ => addends.Values,
        };
    }

    [Fact]
    public void A_report_is_the_same_after_a_journey_as_json()
    {
        var json = JsonSerializer.Serialize(Report, VariationJson.Default.VariationReport);

        var arrived = JsonSerializer.Deserialize(json, VariationJson.Default.VariationReport)!;

        Assert.Equal(json, JsonSerializer.Serialize(arrived, VariationJson.Default.VariationReport));
        Assert.Equal(Report.Sums[0].Results, arrived.Sums[0].Results);
        Assert.Equal(Report.Schedules[1].TauToPrevious, arrived.Schedules[1].TauToPrevious);
        Assert.Equal(Report.Identities[^1].Bits, arrived.Identities[^1].Bits);
    }

    [Fact]
    public void The_exhibit_of_a_real_report_shows_every_section_and_every_number_is_finite()
    {
        var exhibit = VariationSection.Of([Report, Report with { DeviceId = "again" }]);

        Assert.Equal("variation", exhibit.Id);
        Assert.Equal(
            [
                "The algorithms", "The number of results", "The distribution of the results", "Scatter-add", "Growth with the length", "The schedule",
                "The scope of identical bits", "The cost of determinism", "Comparison with the literature",
            ],
            exhibit.Pieces.OfType<DocumentDetails>().Select(details => details.Title));
        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>(), table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.All(
            DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentPlot>().SelectMany(plot => plot.Plot.Series).SelectMany(series => series.Points),
            point => Assert.True(double.IsFinite(point.X) && double.IsFinite(point.Y)));
        Assert.DoesNotContain("NaN", SampleReports.TextOf(exhibit), StringComparison.Ordinal);
        Assert.DoesNotContain("Fault", SampleReports.TextOf(exhibit), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_float64_is_measured_in_float32_and_says_so()
    {
        var device = Cpu() with { SupportsFloat64 = false };

        Assert.Equal("float64: the device does not compute in it", SumMethods.WhyNotInDouble(cpu.Accelerator, device));
        Assert.Null(SumMethods.WhyNotInDouble(cpu.Accelerator, Cpu()));
    }

    [Fact]
    public void One_run_is_refused_and_a_stopped_study_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<ArgumentOutOfRangeException>(() => VariationStudy.Of(cpu.Accelerator, Cpu(), new LabSettings(Scale.Quick, 1, Runs: 1), CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => VariationStudy.Of(cpu.Accelerator, Cpu(), new LabSettings(Scale.Quick, 1, Runs), source.Token));
    }

    private VariationReport Study(ulong seed) => VariationStudy.Of(cpu.Accelerator, Cpu(), new LabSettings(Scale.Quick, seed, Runs), CancellationToken.None);

    private DeviceInfo Cpu() => cpu.Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu);
}

[JsonSerializable(typeof(VariationReport))]
internal sealed partial class VariationJson : JsonSerializerContext;
