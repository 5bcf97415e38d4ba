// The study of an implementation: made-up ones, compared with brute force, and the kernels of this project.

using QuizKit.Laboratory.Batch;
using Xunit;

namespace QuizKit.Laboratory.Tests.Batch;

[Collection(OnTheCpu.Name)]
public sealed class BatchStudyTests(CpuFixture cpu)
{
    private static readonly BatchSettings Settings =
        new(BatchOperation.Linear, [BatchQuantity.Batch, BatchQuantity.Length, BatchQuantity.Threads], 5, 64, 8, 1, 4096, 1024, 6, 1);

    [Fact]
    public void Kernels_of_blocks_last_rows_and_thresholds_are_told_apart_by_size_and_position()
    {
        // given: a vector kernel for one row, blocks of 4 rows with another kernel for the remainder, and a new order for long rows
        var finding = BatchStudy.Of(Target(KernelOf), Settings, CancellationToken.None);

        Assert.Equal(
            [
                "m = 1: A", "m = 2–3: B", "m ≥ 4, m mod 4 = 0: C", "m ≥ 4, m mod 4 = 1: C, last 1 B", "m ≥ 4, m mod 4 = 2: C, last 2 B",
                "m ≥ 4, m mod 4 = 3: C, last 3 B",
            ],
            LinesOf(finding, BatchQuantity.Batch));
        Assert.Equal(["k = 64–499: C, last 1 B", "k ≥ 500: D, last 1 B"], LinesOf(finding, BatchQuantity.Length));
        Assert.Equal(["t = 1–2: C, last 1 B", "t ≥ 3: E, last 1 B"], LinesOf(finding, BatchQuantity.Threads));
        Assert.False(finding.Varies);
        Assert.All(finding.Quantities, quantity => Assert.False(quantity.IsUncertain));
        var batch = finding.Quantities[0];
        Assert.True(batch.Calls < 0.05 * batch.BruteForce);

        static int KernelOf(BatchProblem problem, int row, int threads) =>
            problem.Rows == 1 ? 0
            : row >= problem.Rows / 4 * 4 ? 1
            : threads >= 3 ? 4
            : problem.Length >= 500 ? 3
            : 2;
    }

    [Fact]
    public void Rows_that_are_divided_over_threads_are_described_by_the_first_and_the_last_one()
    {
        // given: as many runs of rows as no rule of few remainders has
        var finding = BatchStudy.Of(
            Target((problem, row, _) => row == problem.Rows - 1 ? 2 : row * 7919 / problem.Rows % 2),
            Settings with { Quantities = [BatchQuantity.Batch] },
            CancellationToken.None);

        var batch = Assert.Single(finding.Quantities);
        Assert.True(batch.IsOutline);
        Assert.True(batch.Calls < 0.05 * batch.BruteForce);
        Assert.Equal(3, batch.Results);
    }

    [Fact]
    public void An_implementation_that_varies_from_call_to_call_is_said_to_vary()
    {
        var calls = 0;
        var finding = BatchStudy.Of(
            Target((_, _, _) => calls++ / 30), Settings with { Quantities = [BatchQuantity.Threads] }, CancellationToken.None);

        Assert.True(finding.Varies);
        Assert.Contains(finding.Notes, note => note.Contains("computed twice and gave two results", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_setting_of_threads_one_note_says_so_and_the_rest_is_studied()
    {
        var finding = BatchStudy.Of(
            Target((_, _, _) => 0) with { SetThreads = _ => "it has none" }, Settings with { LargestRows = 50 }, CancellationToken.None);

        Assert.Equal(["the number of threads was not set: it has none."], finding.Notes);
        Assert.Equal([BatchQuantity.Batch, BatchQuantity.Length], finding.Quantities.Select(quantity => quantity.Quantity));
        Assert.False(finding.Depends);
    }

    [Fact]
    public void What_an_implementation_throws_is_one_line()
    {
        var (finding, failure) = BatchStudy.Try(
            Target((_, _, _) => throw new InvalidOperationException("broken")), Settings, CancellationToken.None);

        Assert.Null(finding);
        Assert.Contains("broken", failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiled", 1)]
    [InlineData("invariant", 1)]
    [InlineData("exact", 1)]
    [InlineData("split-k", 3)]
    public void The_kernels_of_this_project_have_the_results_of_brute_force(string name, int results)
    {
        var largest = Thorough.Count(180, few: 70);
        var target = BatchDeviceTargets.Of(cpu.Accelerator, cpu.Device, $"{cpu.Device.Id}.{name}");
        var settings = Settings with { LargestRows = largest, LargestLength = 80, MostThreads = 5 };

        var finding = BatchStudy.Of(target, settings, CancellationToken.None);

        var rows = new List<float[]>();
        for (var m = 1; m <= largest; m++)
        {
            foreach (var run in target.Compute(settings.ProblemOf(BatchQuantity.Batch, m)))
                if (!rows.Exists(row => RowRun.HaveSameBits(row, run.Row))) rows.Add(run.Row);
        }

        Assert.Equal((results, results), (rows.Count, finding.Quantities[0].Results));
        Assert.Equal(
            results == 1 ? ["m ≥ 1: A"] : ["m = 1–7: A", "m = 8–63: B", "m ≥ 64: C"], LinesOf(finding, BatchQuantity.Batch));
        Assert.All(finding.Quantities.Skip(1), quantity => Assert.False(quantity.Depends));
    }

    [Fact]
    public void The_price_is_measured_beside_the_plain_kernel()
    {
        var price = BatchDeviceTargets.PriceOf(cpu.Accelerator, cpu.Device, 20, seed: 1, CancellationToken.None);

        Assert.Equal(("cpu", 20), (price.Device, price.Size));
        Assert.All([price.Plain, price.Invariant, price.Exact, price.InvariantRatio, price.ExactRatio], value => Assert.True(value > 0));
    }

    /// <summary>An implementation whose rows have the bits of a number.</summary>
    private static BatchTarget Target(Func<BatchProblem, int, int, int> kernelOf)
    {
        var threads = 1;
        return new BatchTarget(
            "made-up.linear",
            "this test",
            problem => problem.RunsOf(
            [
                .. Enumerable.Range(0, problem.Rows)
                    .SelectMany(row => Enumerable.Repeat((float)kernelOf(problem, row, threads), problem.Columns)),
            ]),
            count =>
            {
                threads = count;
                return null;
            });
    }

    private static IEnumerable<string> LinesOf(BatchFinding finding, BatchQuantity quantity) =>
        finding.Quantities.Single(found => found.Quantity == quantity).Lines.Select(line => $"{line.Sizes}: {line.Rows}");
}
