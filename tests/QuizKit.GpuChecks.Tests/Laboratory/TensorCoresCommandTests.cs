// The command line of `tensor-cores`, and what it writes of units that are proven, others, or none.

using System.Text.Json;
using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Devices.Workloads;
using QuizKit.GpuChecks.Reports;
using QuizKit.GpuChecks.Tests.CommandLine;
using QuizKit.GpuChecks.Tests.Running;
using QuizKit.Laboratory.TensorCores;
using QuizKit.Reports;
using QuizKit.Reports.Formats;
using Spectre.Console.Testing;
using Xunit;
using Rounding = QuizKit.Cuda.Emulator.Arithmetic.Rounding;

namespace QuizKit.GpuChecks.Tests.Laboratory;

public sealed class TensorCoresCommandTests
{
    [Fact]
    public void A_device_without_such_a_unit_is_one_line_and_exit_code_0()
    {
        var tool = new Tool(catalog: new FakeCatalog(FakeCatalog.Cpu, FakeCatalog.OpenCL), width: 120);

        var exitCode = tool.Run("tensor-cores --scale quick");

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Empty(tool.Catalog.Opened);
        Assert.Contains("cpu: no tensor cores. ILGPU reaches those of NVIDIA GPUs through CUDA alone.\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("opencl: no tensor cores.", tool.Output, StringComparison.Ordinal);
        Assert.EndsWith("No device here has tensor cores that can be called.\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_cannot_be_opened_is_one_line_and_exit_code_3()
    {
        var catalog = new FakeCatalog(FakeCatalog.Cuda).FailToOpen(FakeCatalog.Cuda, new InvalidOperationException("out of order"));
        var tool = new Tool(catalog: catalog);

        var exitCode = tool.Run("tensor-cores");

        Assert.Equal((3, ""), (exitCode, tool.Output));
        Assert.Equal("gpu-checks: cuda (Example GPU) broke: InvalidOperationException: out of order\n", tool.Error);
    }

    [Theory]
    [InlineData("tensor-cores --scale huge", "unknown scale 'huge'")]
    [InlineData("tensor-cores --seed -1", "--seed takes a whole number")]
    [InlineData("tensor-cores --device cuda", "no CUDA device can be used")]
    public void What_does_not_fit_is_one_line_and_exit_code_2(string line, string message)
    {
        var tool = new Tool();

        var exitCode = tool.Run(line);

        Assert.StartsWith("gpu-checks: " + message, tool.Error, StringComparison.Ordinal);
        Assert.Equal(1, tool.Error.Count(character => character == '\n'));
        Assert.Equal((2, ""), (exitCode, tool.Output));
    }

    [Fact]
    public void The_JSON_has_the_parameters_by_their_names()
    {
        using var writer = new StringWriter();
        JsonReports.Write(writer, new TensorCoresJson(Scale.Quick, 6, QuizKit.Devices.Discovery.MachineInfo.Current, 0, [Report(Hopper, 90)]));

        var unit = JsonDocument.Parse(writer.ToString()).RootElement.GetProperty("devices")[0].GetProperty("units")[0];

        var parameters = unit.GetProperty("parameters");
        Assert.Equal((16, 25), (parameters.GetProperty("fanIn").GetInt32(), parameters.GetProperty("fractionBits").GetInt32()));
        Assert.Equal("with-products", parameters.GetProperty("accumulator").GetString());
        Assert.Equal(("zero", "zero"), (parameters.GetProperty("rounding").GetString(), parameters.GetProperty("cut").GetString()));
        Assert.Equal(JsonValueKind.Null, parameters.GetProperty("overflowsToInfinity").ValueKind);
        Assert.Equal(2000, unit.GetProperty("replay").GetProperty("agreeing").GetInt32());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("html")]
    public void Every_format_has_the_parameters_the_proof_and_the_comparison(string format)
    {
        var text = Render(format, TensorCoresDocument.Of(Scale.Quick, 6, [Report(Hopper, 90)]));

        Assert.All(
            ["binary16", "25", "with the products", "toward zero", "2,000 of 2,000", "the same as Hopper", "0x7FFFFFFF", "bit for bit"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_unit_that_is_not_the_published_one_is_not_proven()
    {
        var report = Report(Hopper with { FractionBits = 24 }, 90);

        Assert.False(report.IsProven);
        Assert.Equal("1 of 1 instruction has no proof, or other parameters than those published.", TensorCoreSection.Summary([report]));
        var text = Render("markdown", TensorCoresDocument.Of(Scale.Quick, 6, [report]));
        Assert.Contains("other than Hopper", text, StringComparison.Ordinal);
        Assert.Contains("fraction bits: 24, published 25", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_that_no_model_imitates_is_a_line_with_the_reason()
    {
        var report = Report(Hopper, 90, bits => bits | 1);

        Assert.False(report.IsProven);
        var text = Render("markdown", TensorCoresDocument.Of(Scale.Quick, 6, [report]));
        Assert.Contains("no model", text, StringComparison.Ordinal);
        Assert.Contains("binary16: ", text, StringComparison.Ordinal);
    }

    private static MultiplyAccumulateUnit Hopper { get; } = new(FloatFormat.Binary16, FloatFormat.Binary32, 16, 25, Rounding.Zero);

    private static TensorCoreReport Report(MultiplyAccumulateUnit model, int capability, Func<ulong, ulong>? change = null)
    {
        var unit = DotUnit.Of(OperandFormat.Binary16, 16, model);
        var changed = unit with { Compute = problems => [.. unit.Compute(problems).Select(change ?? (bits => bits))] };
        return new TensorCoreReport(
            FakeCatalog.Cuda, "9.0", null,
            [TensorCoreStudy.Probe(MatrixInstruction.All[0], changed, capability, Scale.Quick, seed: 6, default)], []);
    }

    private static string Render(string format, Document document)
    {
        var console = new TestConsole().Width(200);
        ReportFormat.Common.Single(item => item.Name == format).Render!(
            document, new ReportDestination(console.Profile.Out.Writer, console, null));
        return console.Output;
    }
}
