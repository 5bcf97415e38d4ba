// What a reader is told, from reports whose contents are known.

using System.Globalization;
using QuizKit.Laboratory.Variation;
using QuizKit.Reports;
using Xunit;
using static QuizKit.Laboratory.Tests.Variation.SampleReports;

namespace QuizKit.Laboratory.Tests.Variation;

public sealed class VariationSectionTests
{
    [Fact]
    public void Where_nothing_varied_it_is_called_not_observed_and_no_promise()
    {
        var report = Empty("cpu") with { Sums = [Sum(SumAlgorithms.AtomicOnly, Result(), Result()), Sum(SumAlgorithms.LastGroup, Result())] };

        var text = TextOf(VariationSection.Of([report]));

        Assert.Contains("no sum varied in 2 runs. This is not a guarantee", text, StringComparison.Ordinal);
        Assert.Contains("there is no distribution", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_result_of_a_chosen_schedule_stands_beside_the_first_seed_that_gave_it()
    {
        var report = Empty("cuda-software") with { Sums = [InSchedules([Result(), Result(1), Result(2), Result(1)], [5, 6, 7, 8])] };

        var section = VariationSection.Of([report]);

        var table = Table(section, "The 3 most frequent of 3 results");
        Assert.Equal("QUIZKIT_CUDA_SEED", table.Columns[^1].Name);
        Assert.Equal(["6", "5", "7"], table.Rows.Select(row => row[^1]));
        Assert.Contains("`QUIZKIT_CUDA_SEED=N` in the environment gives the result of seed N again", TextOf(section), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_results_of_chosen_schedules_have_rows_and_only_a_few_of_those_that_happened()
    {
        List<float> results = [.. Enumerable.Range(0, 120).Select(Result)];
        var chosen = Empty("cuda-software") with { Sums = [InSchedules(results, [.. Enumerable.Range(1, 120).Select(seed => (ulong?)seed)])] };
        var happened = Empty("cuda") with { Sums = [Sum(SumAlgorithms.AtomicOnly, [.. results])] };

        Assert.Equal(100, Table(VariationSection.Of([chosen]), "The 100 most frequent of 120 results").Rows.Count);
        Assert.Equal(4, Table(VariationSection.Of([happened]), "The 8 most frequent of 120 results").Columns.Count);
        Assert.DoesNotContain("QUIZKIT_CUDA_SEED", TextOf(VariationSection.Of([happened])), StringComparison.Ordinal);
        Assert.Equal(100, VariationSection.Replays(chosen.Sums[0].Results).Rows.Count);
    }

    [Fact]
    public void A_schedule_that_the_environment_fixes_is_named_with_the_bits_of_its_sums()
    {
        var report = Empty("cuda-software") with { Sums = [InSchedules([Result(), Result()], [17, 17])] };

        var table = Table(VariationSection.Of([report]), "Sums in the schedule of `QUIZKIT_CUDA_SEED=17` on cuda-software");

        Assert.Equal("0x" + report.Sums[0].Results[0].Bits, Assert.Single(table.Rows)[^1]);
    }

    private static SumVariation InSchedules(List<float> results, ulong?[] seeds) => SumStudy.Summary(
        SumAlgorithms.AtomicOnly, VariationSamples.Singles(VariationSamples.Normal, 1, 1000), results, "64×2", height: 999, seeds);

    [Fact]
    public void Faults_of_a_device_and_between_devices_stand_at_the_top()
    {
        var broken = Empty("cpu") with
        {
            Sums = [Sum(SumAlgorithms.LastGroup, Result(), Result(1))],
            Identities = [Identity(SumAlgorithms.FixedTree, "16×1", "as given", "a")],
        };
        var other = Empty("cuda") with { Identities = [Identity(SumAlgorithms.FixedTree, "64×2", "as given", "b")] };

        var faults = DocumentBlock.Unfold(VariationSection.Of([broken, other]).Pieces).OfType<DocumentText>().Where(text => text.Text.StartsWith("Fault. ", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, faults.Count);
        Assert.Contains("SPTR", faults[0].Text, StringComparison.Ordinal);
        Assert.Contains("cpu, cuda: FixedTree", faults[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_identities_compares_one_thing_at_a_time()
    {
        var report = Empty("cpu") with
        {
            Identities =
            [
                Identity(SumAlgorithms.AtomicOnly, "16×1", "as given", "a", "b"), Identity(SumAlgorithms.AtomicOnly, "64×2", "as given", "c"),
                Identity(SumAlgorithms.LastGroup, "16×1", "as given", "a"), Identity(SumAlgorithms.LastGroup, "64×2", "as given", "b"),
                Identity(SumAlgorithms.FixedTree, "16×1", "as given", "a"), Identity(SumAlgorithms.FixedTree, "64×2", "as given", "a"), Identity(SumAlgorithms.FixedTree, "64×2", "reversed", "b"),
                Identity(SumAlgorithms.Ilgpu, "its own", "as given", "a"),
            ],
        };
        var gpu = Empty("cuda") with { Identities = [Identity(SumAlgorithms.LastGroup, "64×2", "as given", "b"), Identity(SumAlgorithms.Ilgpu, "its own", "as given", "z")] };

        var rows = Table(VariationSection.Of([report, gpu]), "Where the bits of a sum were the same").Rows.ToDictionary(row => row[0], row => row.Skip(3));

        //                  every run, every launch shape, every device, every order
        Assert.Equal(["no, up to 2 results", "no, up to 3 results", "–", "–"], rows["AO"]);
        Assert.Equal(["yes", "no, up to 2 results", "yes", "–"], rows["SPTR"]);
        Assert.Equal(["yes", "yes", "–", "no, up to 2 results"], rows["FixedTree"]);
        Assert.Equal(["yes", "–", "no, up to 2 results", "–"], rows["ILGPU Reduce"]);
    }

    [Fact]
    public void The_bars_of_a_histogram_hold_all_runs_and_the_same_number_of_possible_results_each()
    {
        var sum = Sum(SumAlgorithms.AtomicOnly, [.. Enumerable.Range(0, 300).Select(i => Result(i % 100))]);

        var plot = VariationSection.Histogram(Empty("cpu"), sum);

        var bars = plot.Series.Single(series => series.Kind == SeriesKind.Bars).Points;
        Assert.Equal(300, bars.Sum(bar => bar.Y));

        // 100 results three times each, in bars of 5 ulp; the middle of the first is 2 ulp above the smallest
        Assert.Equal(20, bars.Count);
        Assert.All(bars, bar => Assert.Equal(15, bar.Y));
        Assert.Equal(((Result() - sum.Exact) / sum.Ulp) + 2, bars[0].X, 1e-6);
        Assert.Contains("bars of 5 ulp", plot.Series[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void The_normal_curve_has_the_area_of_the_bars()
    {
        var sum = Sum(SumAlgorithms.AtomicOnly, [.. Enumerable.Range(0, 21).SelectMany(i => Enumerable.Repeat(Result(i), 1 + Math.Min(i, 20 - i)))]);

        var plot = VariationSection.Histogram(Empty("cpu"), sum);

        var curve = plot.Series.Single(series => series.Kind == SeriesKind.Reference).Points;
        var area = curve.Zip(curve.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
        Assert.Equal(sum.Runs, area, 0.01 * sum.Runs);
        Assert.Equal(sum.Results.Sum(result => (result.Value - sum.Exact) / sum.Ulp * result.Count) / sum.Runs, curve.MaxBy(point => point.Y).X, 0.5);
    }

    [Fact]
    public void What_was_left_out_is_said_with_its_reason()
    {
        var text = TextOf(VariationSection.Of([Empty("opencl") with { Skipped = ["float64: the device does not compute in it"] }]));

        Assert.Contains("Skipped on opencl (OPENCL): float64: the device does not compute in it.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device_there_is_one_sentence() => Assert.Equal("No device was measured.", TextOf(VariationSection.Of([])));

    [Fact]
    public void The_text_is_the_same_in_every_culture()
    {
        var report = Empty("cpu") with
        {
            Sums = [Sum(SumAlgorithms.AtomicOnly, [.. Enumerable.Range(0, 40).Select(i => Result(i * i % 17))])],
            Schedules = [Schedule(1)],
            Identities = [Identity(SumAlgorithms.FixedTree, "16×1", "as given", "a")],
            Timings = [new SumTiming("spa", "float32", 1000, "64×2", 5, 1.5, 1.25)],
        };
        var before = CultureInfo.CurrentCulture;
        var invariant = TextOf(VariationSection.Of([report]));
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = odd.NumberFormat.PercentDecimalSeparator = ",";
            odd.NumberFormat.NumberGroupSeparator = odd.NumberFormat.PercentGroupSeparator = ".";
            odd.NumberFormat.NegativeSign = "\u2212";
            CultureInfo.CurrentCulture = odd;

            Assert.Equal(invariant, TextOf(VariationSection.Of([report])));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_published_times_are_those_of_the_source()
    {
        Assert.Equal(6.456, PublishedFigures.Times.Single(time => time is { Gpu: "V100", Algorithm: "SPA" }).Milliseconds);

        // then: the ratios in the table are those of the times
        Assert.Equal("1.002 (V100), 1.037 (MI250X)", Ratios("SPTR"));
        Assert.Equal("1.005 (V100), 0.993 (MI250X)", Ratios("TPRC"));
        var table = Table(VariationSection.Of([Empty("cpu")]), "What was published and what was found here");
        Assert.Equal(Ratios("SPTR"), table.Rows.Single(row => row[0] == "time of SPTR over SPA")[1]);
        Assert.Equal(Ratios("TPRC"), table.Rows.Single(row => row[0] == "time of TPRC over SPA")[1]);

        static string Ratios(string algorithm) => $"{Ratio("V100", algorithm)}, {Ratio("MI250X", algorithm)}";

        static string Ratio(string gpu, string algorithm) => FormattableString.Invariant($"{Time(gpu, algorithm) / Time(gpu, "SPA"):0.000} ({gpu})");

        static double Time(string gpu, string algorithm) => PublishedFigures.Times.Single(time => time.Gpu == gpu && time.Algorithm == algorithm).Milliseconds;
    }

    private static DocumentTable Table(DocumentSection exhibit, string caption) => DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>().Single(table => table.Caption.StartsWith(caption, StringComparison.Ordinal));
}
