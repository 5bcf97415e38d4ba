// The whole comparison: without a Python, with ones that fail, with the installed one, and with kernels that are wrong.

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ILGPU;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Tests.Checks;
using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Reports;
using Xunit;

namespace QuizKit.Laboratory.Tests.Pair;

[Collection(OnTheCpu.Name)]
public sealed partial class PairStudyTests(CpuFixture cpu)
{
    private const string NoSuchPython = "/no/such/python";

    private const string Numpy = """{"status":"ok","python":"3.0","version":"2.0"}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void Without_a_Python_imitations_are_compared_and_labelled_as_such()
    {
        var report = Study(NoSuchPython, (16, 12), (24, 4));

        var note = Assert.Single(report.Notes);
        Assert.Equal("NumPy and PyTorch were not used: no Python is installed (looked for /no/such/python). All sides are imitations. " + LibraryHost.SetupHint, note);
        Assert.Null(report.Python);
        Assert.Equal(["imitation.numpy", "imitation.torch", "imitation.eight"], report.Sides.Select(side => side.Id));
        Assert.All(report.Sides, side => Assert.True(side.IsImitation && side.Name.StartsWith("imitation of", StringComparison.Ordinal)));
        Assert.All(report.Comparisons, comparison => Assert.False(comparison.IsReal));
        Assert.Equal(2 * 5, report.Comparisons[0].Cells.Count);
        Assert.Empty(report.FindFaults());

        // The orders differ, and so do the logits: somewhere among 80 of them for each pair.
        Assert.All(report.Comparisons, comparison =>
        {
            Assert.All(comparison.Reasons, reason => Assert.False(reason.IsSame));
            Assert.Contains(comparison.Cells, cell => cell.Logits.Unequal > 0);
            Assert.All(comparison.Cells, cell => Assert.InRange(cell.LogitBoundUsed, 0, 1));
        });
    }

    [Fact]
    public void The_device_gives_the_bits_of_every_side_in_every_layer()
    {
        var report = Study(NoSuchPython, (16, 12));

        Assert.Equal(3, report.Imitations.Count);
        Assert.All(report.Imitations, found =>
        {
            Assert.Null(found.WhyNot);
            Assert.Equal((20, 5), (found.Layers.Count, found.Logits.Count));
            Assert.Equal((20 * 16 * 12) + (5 * 12), found.Compared);
            Assert.Equal(found.Compared, found.Equal);
        });
    }

    [Fact]
    public void A_kernel_that_adds_in_another_order_is_found_out()
    {
        var log = KernelLog.Of(cpu.Accelerator);
        log.Substitute(
            typeof(OrderProgramKernels).GetMethod(nameof(OrderProgramKernels.LinearKernel), BindingFlags.Static | BindingFlags.NonPublic)!,
            typeof(PairStudyTests).GetMethod(nameof(BiasBeforeTheLastProduct), BindingFlags.Static | BindingFlags.NonPublic)!);
        try
        {
            var report = Study(NoSuchPython, (16, 12));

            Assert.All(report.Imitations, found => Assert.InRange(found.Equal, 0, found.Compared - 1));
            Assert.Equal(3, report.FindFaults().Count);
            Assert.Contains("which the host computes in the same order", report.FindFaults()[0]);
        }
        finally
        {
            log.Restore();
        }
    }

    [Fact]
    public void The_report_survives_a_journey_as_json()
    {
        var report = Study(NoSuchPython, (16, 4));

        var json = JsonSerializer.Serialize(report, PairJson.Default.PairReport);
        var read = JsonSerializer.Deserialize(json, PairJson.Default.PairReport)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, PairJson.Default.PairReport));
        Assert.Equal(report.Comparisons[1].Cells[4], read.Comparisons[1].Cells[4] with { Rules = report.Comparisons[1].Cells[4].Rules });
        Assert.Equal(report.Depths, read.Depths);
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_one_other_logits()
    {
        Assert.Equal(Json(Study(NoSuchPython, (16, 4))), Json(Study(NoSuchPython, (16, 4))));
        Assert.NotEqual(
            Json(Study(NoSuchPython, (16, 4)) with { Seed = 0 }),
            Json(Study(NoSuchPython, Timeout, seed: 2, (16, 4)) with { Seed = 0 }));

        static string Json(PairReport report) => JsonSerializer.Serialize(report, PairJson.Default.PairReport);
    }

    [Theory]
    [InlineData("echo '{\"status\": \"ready\"}'; read line; echo '{\"status\":\"missing\",\"message\":\"No module named numpy\"}'; read line", "has no NumPy that loads: No module named numpy.")]
    [InlineData("echo hello", "is not a Python that runs this tool's script. It wrote: hello")]
    [InlineData("exit 3", "ended with exit code 3: no message.")]
    [InlineData("exec sleep 600", "did not answer within 0.5 seconds.")]
    public void A_Python_that_cannot_be_asked_costs_a_line_and_nothing_else(string script, string message)
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = new FakePython(script, windows: "");

        // One that sleeps is waited for in vain; the others need only be started.
        var timeout = script.Contains("sleep", StringComparison.Ordinal) ? TimeSpan.FromSeconds(0.5) : Timeout;
        var report = Study(python.Path, timeout, seed: 1, (16, 4));

        Assert.Contains(message, Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.All(report.Sides, side => Assert.True(side.IsImitation));
        Assert.Equal(5, report.Comparisons[0].Cells.Count);
    }

    [Fact]
    public void A_Python_that_dies_on_the_way_is_replaced_by_imitations_from_there_on()
    {
        if (OperatingSystem.IsWindows()) return;

        // given: a Python with NumPy alone, that makes the right numbers and then ends
        using var python = FakePython.Answering(
            Numpy, """{"status":"missing","message":"No module named torch"}""", $"{{\"status\":\"ok\",\"digest\":\"{RightNumbers}\"}}");

        var report = Study(python.Path, (16, 4), (24, 4));

        Assert.Equal(2, report.Notes.Count);
        Assert.Contains("has no PyTorch that loads: No module named torch. An imitation replaces it. " + LibraryHost.SetupHint, report.Notes[0], StringComparison.Ordinal);
        Assert.EndsWith("ended with exit code 0: no message, at width 16: from there on, imitations replace the libraries.", report.Notes[1], StringComparison.Ordinal);
        Assert.Equal(["imitation.numpy", "imitation.torch", "imitation.eight"], report.Sides.Select(side => side.Id));
        Assert.Equal([16, 24], report.Comparisons[0].Cells.Select(cell => cell.Width).Distinct());
    }

    [Fact]
    public void A_Python_that_makes_other_numbers_is_not_compared_with()
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = FakePython.Answering(Numpy, """{"status":"missing"}""", """{"status":"ok","digest":"00"}""");

        var report = Study(python.Path, (16, 4));

        Assert.Contains("makes other numbers of the same integers", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_PyTorch_that_ends_the_interpreter_is_left_out_and_NumPy_is_asked_without_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = new FakePython(
            $$"""
            echo '{"status": "ready"}'
            while read -r line; do
                case "$line" in
                    *numpy*) echo '{{Numpy}}' ;;
                    *torch*) exit 139 ;;
                    *) echo '{"status":"ok","digest":"{{RightNumbers}}"}' ;;
                esac
            done
            """,
            windows: "");
        using var server = FakePython.Server(python.Path);

        var found = PairLibraries.Open(server, CancellationToken.None);

        Assert.Equal(["numpy"], found.All.Select(library => library.Id));
        Assert.StartsWith("with PyTorch, ", found.WhyNoTorch, StringComparison.Ordinal);
        Assert.Contains("ended with signal SIGSEGV", found.WhyNoTorch, StringComparison.Ordinal);
        Assert.Null(found.WhyNoNumpy);
    }

    [Fact]
    public void A_device_that_cannot_imitate_is_skipped_with_its_reason_and_the_rest_goes_on()
    {
        var broken = WidthStudy.Run(
            16,
            4,
            [new StudiedSide(new PairSide("imitation.x", "x", true), null, shape => LinearOrder.Uniform(shape, RandomOrders.BiasLast(shape.Inputs), isFused: false))],
            null,
            [new ImitatingDevice(cpu.Accelerator, Devices()[0].Device, "it fuses what must not be fused")],
            Settings(1),
            CancellationToken.None);

        var found = Assert.Single(broken.Imitations);
        Assert.Equal("it fuses what must not be fused", found.WhyNot);
        Assert.Empty(found.Layers);
        Assert.Equal(5, broken.Heads.Count);
    }

    [Fact]
    public void A_cancelled_study_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => PairStudy.Of(Devices(), Settings(1), [(16, 4)], FakePython.Server(NoSuchPython), cancelled.Token));
    }

    [Fact]
    public void The_installed_libraries_are_explained_by_their_orders_bit_for_bit()
    {
        using var server = FakePython.Server();
        if (PairLibraries.Open(server, CancellationToken.None).Python is null) return;

        var report = PairStudy.Of(Devices(), Settings(20260101), [(16, 33), (40, 7)], server, CancellationToken.None);

        var libraries = report.Sides.Where(side => !side.IsImitation).Select(side => side.Id).ToList();
        Assert.Contains("numpy", libraries);
        Assert.All(report.Orders.Where(order => libraries.Contains(order.Side)).SelectMany(order => order.Found), found => Assert.Equal(found.Replayed, found.Equal));
        Assert.All(report.Imitations, found => Assert.Equal((found.Compared, null), (found.Equal, found.WhyNot)));
        Assert.Empty(report.FindFaults());

        // Where the orders are the same in every product, the logits are.
        Assert.All(
            report.Comparisons.Where(comparison => comparison.Reasons.All(reason => reason.IsSame)),
            comparison => Assert.All(comparison.Cells, cell => Assert.Equal(0, cell.Logits.Unequal)));
        Assert.All(report.Errors, error => Assert.InRange(error.SigmoidUlps, 0, 4));
    }

    [Fact]
    public void A_NumPy_without_PyTorch_is_compared_with_an_imitation()
    {
        // Where there is no NumPy, or no shell to start it by, there is nothing to see.
        using var server = FakePython.Server();
        if (PairLibraries.Open(server, CancellationToken.None).Python is not { } installed || OperatingSystem.IsWindows()) return;
        using var python = new FakePython($"script=$2; exec {installed.Interpreter} -c \"import sys; sys.modules['torch'] = None\n$script\"", windows: "");

        var report = Study(python.Path, (16, 8));

        Assert.StartsWith("PyTorch was not used: ", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal([("numpy", false), ("imitation.torch", true), ("imitation.eight", true)], report.Sides.Select(side => (side.Id, side.IsImitation)));
        Assert.All(report.Imitations, found => Assert.Equal(found.Compared, found.Equal));
        Assert.Equal("numpy", report.Comparisons[0].First);
        Assert.False(report.Comparisons[0].IsReal);
    }

    [Fact]
    public void An_answer_that_came_too_late_is_not_taken_for_the_next()
    {
        if (OperatingSystem.IsWindows()) return;
        using var python = new FakePython("""echo '{"status": "ready"}'; read line; sleep 1; echo late; read line; echo next; read line""", windows: "");
        using var server = LibraryServer.Python([python.Path], TimeSpan.FromSeconds(0.2));

        server.Send("one");
        var first = server.Read(CancellationToken.None);
        server.Send("two");
        var second = server.Read(CancellationToken.None);

        Assert.Contains("did not answer within 0.2 seconds", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_exhibit_shows_every_part_with_a_cell_for_each_column()
    {
        var report = Study(NoSuchPython, (16, 12), (24, 4));

        var exhibit = PairSection.Of(report);

        Assert.Equal("pair", exhibit.Id);
        Assert.Equal(3, DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTree>().Count());
        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTree>(), tree => Assert.Equal(11, tree.Tree.LeafCount));
        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentText>(), text => text.Text == report.Notes[0]);
        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>(), table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>(), table => Assert.All(table.Rows, row => Assert.DoesNotContain("NaN", string.Concat(row), StringComparison.Ordinal)));
        Assert.All(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentPlot>(), plot => Assert.All(plot.Plot.Series, series => Assert.All(series.Points, point => Assert.True(point.Y > 0 && double.IsFinite(point.Y)))));
        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentPlot>(), plot => plot.Plot.Series.Any(series => series.Name == "bound"));
        Assert.Contains(DocumentBlock.Unfold(exhibit.Pieces).OfType<DocumentTable>(), table => table.Caption.Contains("rule", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 0, 3, 3, "agree bit for bit. The trees explain it: each element of each product is computed by the same additions in the same order, fused in the same places. 3 outputs differ, all of them after equal logits")]
    [InlineData(true, 0, 0, 0, "No output differs.")]
    [InlineData(true, 2, 2, 0, "2 of 10 logits of `a` and `b` differ. The orders are the same, so they do not explain it")]
    [InlineData(false, 0, 0, 0, "nevertheless differ, in the product of the output, without an effect on any logit.")]
    [InlineData(false, 4, 5, 1, "The trees explain it: the accumulation order differs in the product of the output. 5 outputs differ, 1 of them after equal logits")]
    public void A_pair_is_judged_by_its_trees_and_its_bits(bool isSame, int unequal, int unequalOutputs, int behindEqual, string verdict)
    {
        var none = new PairDifferences(0, 0, 0, 0, 0, 0);
        var cell = new PairCell(16, 1, 10, none with { Unequal = unequal }, none with { Unequal = unequalOutputs }, 1, 0.5, 1, behindEqual, []);
        var comparison = new PairComparison("a", "b", true, [new PairReason(16, 10, 16, true, ""), new PairReason(16, 16, 1, isSame, "")], [cell]);

        Assert.Contains(verdict, PairSection.Verdict(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_or_an_error_beyond_its_bound_is_a_fault_and_so_is_a_number_that_is_none()
    {
        var report = Study(NoSuchPython, (16, 4));
        var (pair, cell, error) = (report.Comparisons[0], report.Comparisons[0].Cells[0], report.Errors[0]);

        var faults = (report with
        {
            Comparisons = [pair with { Cells = [cell with { LogitBoundUsed = 1.5 }, cell with { LogitBoundUsed = double.NaN }, cell with { LogitBoundUsed = 1 }] }],
            Errors = [error with { BoundUsed = 2 }, error],
        }).FindFaults();

        Assert.Equal(
            [
                "width 16, depth 1: imitation.numpy and imitation.torch differ by 1.5 times their bound",
                "width 16, depth 1: imitation.numpy and imitation.torch differ by NaN times their bound",
                "width 16, depth 1: imitation.numpy is 2 times its bound from the exact network",
            ],
            faults);
    }

    [Fact]
    public void A_rule_is_right_up_to_the_first_network_that_it_rejects()
    {
        var none = new PairDifferences(0, 0, 0, 0, 0, 0);
        PairCell[] cells = [Cell(64, 1, 0.5), Cell(16, 2, 0), Cell(16, 5, 0.25), Cell(64, 2, 0)];
        var comparison = new PairComparison("a", "b", true, [], cells);

        var summary = PairSection.RuleSummary(comparison, ruling => ruling.RejectedLogits);

        Assert.Equal(4, summary.Count);
        Assert.Equal((PairRule.All[0].Name, 2, cells[2]), summary[0]);
        Assert.All(summary.Skip(1), rule => Assert.Equal((0, null), (rule.Rejecting, rule.First)));

        PairCell Cell(int width, int depth, double rejected) => new(
            width, depth, 8, none, none, 1, 0, 1, 0, [.. PairRule.All.Select((rule, i) => new PairRuling(rule.Name, i == 0 ? rejected : 0, 0))]);
    }

    [Theory]
    [InlineData("absolute 1e-6", 5f, 5.000001f, true)]
    [InlineData("absolute 1e-6", 5f, 5.0000015f, false)]
    [InlineData("absolute 1e-6", 0f, 1.0000001e-6f, false)]
    [InlineData("torch.testing.assert_close", 0f, 1e-5f, true)]
    [InlineData("torch.testing.assert_close", 0f, 1.01e-5f, false)]
    [InlineData("torch.testing.assert_close", 100f, 100.00013f, true)]
    [InlineData("torch.testing.assert_close", 100f, 100.00016f, false)]
    [InlineData("numpy.testing.assert_allclose", 1f, 1.0000001f, false)]
    [InlineData("numpy.testing.assert_allclose", 1.9f, 1.9000001f, true)]
    [InlineData("numpy.testing.assert_allclose", 0f, 1e-30f, false)]
    [InlineData("allclose of either", 0f, 1e-8f, true)]
    [InlineData("allclose of either", 1f, 1.0000099f, true)]
    [InlineData("allclose of either", 1f, 1.00002f, false)]
    [InlineData("allclose of either", 1f, float.NaN, false)]
    public void Each_rule_takes_what_it_says(string name, float expected, float actual, bool accepts) =>
        Assert.Equal(accepts, PairRule.All.Single(rule => rule.Name == name).Accepts(actual, expected));

    /// <summary>A kernel that a side's order must not be confused with.</summary>
    internal static void BiasBeforeTheLastProduct(
        Index1D index, FloatView inputs, FloatView weights, FloatView biases, IntView programs, IntView starts, FloatView sums, LinearLaunch launch)
    {
        for (int i = index; i < launch.Shape.Elements; i += launch.Items)
        {
            int example = i / launch.Shape.Outputs, output = i % launch.Shape.Outputs;
            int a = example * launch.Shape.Inputs, w = output * launch.Shape.Inputs, last = launch.Shape.Inputs - 1;
            var sum = 0f;
            for (var k = 0; k < last; k++) sum = Exact32.Add(sum, Exact32.Multiply(inputs[a + k], weights[w + k]));
            sum = Exact32.Add(Exact32.Add(sum, biases[output]), Exact32.Multiply(inputs[a + last], weights[w + last]));
            sums[i] = sum;
            sums[launch.Shape.Elements + i] = sum > 0f ? sum : 0f;
        }
    }

    private static string RightNumbers => PairTensorTests.Digest(PairLibraries.TrialNumbers, PairLibraries.TrialCount);

    private static LabSettings Settings(ulong seed) => new(Scale.Quick, seed, 1);

    private IReadOnlyList<(ILGPU.Runtime.Accelerator Accelerator, DeviceInfo Device)> Devices() =>
        [(cpu.Accelerator, cpu.Catalog.Devices.Single(device => device.Kind == DeviceKind.Cpu))];

    private PairReport Study(string python, params (int Width, int Examples)[] plan) => Study(python, Timeout, 20260101, plan);

    private PairReport Study(string python, TimeSpan timeout, ulong seed, params (int Width, int Examples)[] plan)
    {
        using var server = FakePython.Server(timeout, python);
        return PairStudy.Of(Devices(), Settings(seed), plan, server, CancellationToken.None);
    }

    [JsonSerializable(typeof(PairReport))]
    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    private sealed partial class PairJson : JsonSerializerContext;
}
