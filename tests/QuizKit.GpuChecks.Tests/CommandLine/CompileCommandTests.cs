// gpu-checks compile, and the folder of evidence that it and a run write.

using System.Text.Json;
using System.Text.RegularExpressions;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.GpuChecks.Running;
using QuizKit.NeuralNetworks;
using Spectre.Console.Testing;
using Xunit;

namespace QuizKit.GpuChecks.Tests.CommandLine;

public sealed class CompileCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evidence").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_ptx_names_the_architecture_up_to_ILGPUs_last_one_and_a_version_that_knows_it(string name)
    {
        using var compiler = new KernelCompiler();
        var target = CudaTarget.Find(name)!;

        var ptx = compiler.Ptx(HarnessKernels.All[0], target);

        // ILGPU 1.5.3 names none after sm_80.
        var named = target.Architecture <= ILGPU.Runtime.Cuda.CudaArchitecture.SM_80 ? name : "sm_80";
        Assert.Matches($@"(?m)^\.target {named}\s*$", ptx);
        Assert.Matches($@"(?m)^\.version {Regex.Escape(target.PtxVersion)}\s*$", ptx);
    }

    public static TheoryData<string> Architectures() => [.. CudaTarget.All.Select(target => target.Name)];

    [Fact]
    public void Every_kernel_for_a_target_is_counted_inspected_and_written_with_an_index()
    {
        var tool = new Tool();

        var code = tool.RunWords(["compile", "--target", "opencl-c", "--evidence", _folder, "--format", "json"], () => throw new InvalidOperationException("No device is looked for."));

        Assert.Equal((int)ExitStatus.AsExpected, code);
        using var report = JsonDocument.Parse(tool.Output);
        JsonElement[] kernels = [.. report.RootElement.GetProperty("kernels").EnumerateArray()];
        var expected = HarnessKernels.All.Count(kernel => KernelCatalog.Supports(kernel, KernelBuilds.OpenCL));
        Assert.Equal(expected, kernels.Length);
        Assert.DoesNotContain("OrderKernels.WarpKernel", kernels.Select(kernel => kernel.GetProperty("kernel").GetString()));
        Assert.All(kernels, kernel => Assert.Equal("compiler-output-inspected", kernel.GetProperty("evidence").GetString()));
        Assert.All(kernels, kernel => Assert.Empty(kernel.GetProperty("violations").EnumerateArray()));
        Assert.Equal(expected, Directory.GetFiles(_folder, "*.opencl-c.cl").Length);
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "index.json")));
        Assert.All(
            index.RootElement.GetProperty("kernels").EnumerateArray(),
            entry => Assert.True(File.Exists(Path.Combine(_folder, entry.GetProperty("file").GetString()!))));
        Assert.Contains("| exact |", File.ReadAllText(Path.Combine(_folder, "index.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_on_the_cpu_accelerator_says_that_there_is_no_device_code_and_shows_what_a_gpu_would_be_given()
    {
        var output = new TestConsole();
        var application = Tool.Application(
            Chapter6Quiz.Quiz, new Chapter6Checks(), () => new DeviceCatalog(), new Terminal(output, output.Profile.Out.Writer, new TestConsole()));

        var code = application.Run(["run", "--claim", "and-weights", "--device", "cpu", "--evidence", _folder]);

        Assert.Equal((int)ExitStatus.AsExpected, code);
        var ptx = File.ReadAllText(Path.Combine(_folder, "and-weights.Question01Kernels.PerceptronKernel.sm_90.ptx"));
        Assert.Contains("mul.rn.f32", ptx, StringComparison.Ordinal);
        var index = File.ReadAllText(Path.Combine(_folder, "index.md"));
        Assert.Contains("| executed-on-simulator |", index, StringComparison.Ordinal);
        Assert.Contains("no device code: the .NET method itself ran", index, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_and_an_assembler_that_is_none_are_bad_usage()
    {
        var target = new Tool();
        var assembler = new Tool();

        Assert.Equal((int)ExitStatus.BadUsage, target.Run("compile --target sm_91"));
        Assert.Equal((int)ExitStatus.BadUsage, assembler.Run("compile --ptxas no-such-program"));

        Assert.Contains("unknown target 'sm_91'", target.Error, StringComparison.Ordinal);
        Assert.Contains("eng/ptxas.sh", assembler.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_bad_usage_before_anything_runs()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var tool = new Tool();

        var code = tool.RunWords(["run", "--evidence", file], () => tool.Catalog);

        Assert.Equal((int)ExitStatus.BadUsage, code);
        Assert.Empty(tool.Checks.Ran);
    }
}
