// Programs that know nothing of the emulator run on the published library.

using System.Text.Json;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using QuizKit.Cuda.Emulator;
using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

public sealed class PublishedLibraryTests
{
    [Fact]
    public void A_library_that_is_not_there_is_named_with_the_command_that_makes_it()
    {
        var error = Assert.Throws<FileNotFoundException>(() => CudaEmulator.Register("/nowhere/libcuda.so", replacesDriver: true));

        Assert.Contains("/nowhere/libcuda.so", error.Message, StringComparison.Ordinal);
        Assert.Contains("eng/cuda-software.sh", error.Message, StringComparison.Ordinal);
    }

    [PublishedFact]
    public void ILGPU_runs_a_kernel_after_one_line()
    {
        Assert.True(CudaEmulator.Register(Published.Library, replacesDriver: true));
        using var context = Context.Create(builder => builder.Cuda());
        var device = context.GetCudaDevice(0);
        Assert.Equal("CUDA in software", device.Name);

        using var accelerator = device.CreateAccelerator(context);
        using var numbers = accelerator.Allocate1D(Enumerable.Range(0, 1000).ToArray());
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Square)(1000, numbers.View);
        accelerator.Synchronize();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * i), numbers.GetAsArray1D());
    }

    [PublishedFact]
    public void The_sample_of_plain_ILGPU_runs_unchanged()
    {
        var folder = Path.GetDirectoryName(Published.Library)!;
        var (exitCode, output) = Published.Run("dotnet", ["run", "--project", "samples/IlgpuKernels"], ("LD_LIBRARY_PATH", folder));

        Assert.True(exitCode == 0, output);
        Assert.Contains("CUDA in software: 4 multiprocessors, 32 threads in a warp", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split('\n').Count(line => line.Contains(" correct (", StringComparison.Ordinal)));
    }

    [PublishedFact]
    public void An_option_that_does_not_exist_is_named_on_the_error_stream()
    {
        const string Script = "import ctypes, sys; sys.exit(ctypes.CDLL(sys.argv[1]).cuInit(0))";
        var (exitCode, output) = Published.Run("python3", ["-c", Script, Published.Library], ("QUIZKIT_CUDA_SEDE", "7"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("CUDA in software: QUIZKIT_CUDA_SEDE is not an option: ", output, StringComparison.Ordinal);
    }

    [PublishedFact]
    public void A_profile_has_a_line_for_each_launch_whose_counts_add_up()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");
        try
        {
            var (exitCode, output) = Checks(["run", "--claim", "and-weights"], ("QUIZKIT_CUDA_PROFILE", "on"), ("QUIZKIT_CUDA_REPORT", file));

            Assert.True(exitCode == 0, output);
            List<JsonElement> launches = [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
            var perceptron = launches.Last(launch => launch.GetProperty("kernel").GetString() == "Kernel_PerceptronKernel");
            Assert.Equal(
                perceptron.GetProperty("instructions").GetInt64(),
                perceptron.GetProperty("opcodes").EnumerateObject().Sum(opcode => opcode.Value.GetInt64()));
            Assert.InRange(perceptron.GetProperty("meanLanes").GetDouble(), 1, 32);
            Assert.InRange(perceptron.GetProperty("transactions").GetInt64(), 1, 1000);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [PublishedFact]
    public void The_checks_try_a_schedule_for_each_run_and_each_sum_is_repeated_by_its_seed()
    {
        string[] arguments = ["--claim", "parallel-reduction-varies", "--schedules", "12"];
        var first = Outcome(arguments);
        var replays = Replays(first);

        Assert.Equal("qualified", first.GetProperty("verdict").GetString());
        Assert.Equal("executed-in-software", first.GetProperty("evidence").GetString());
        Assert.Equal(first.GetProperty("measured").GetInt32(), replays.Count);
        Assert.InRange(replays.Count, 2, 12);
        Assert.Equal(first.GetProperty("finding").GetString(), Outcome(arguments).GetProperty("finding").GetString());
        foreach (var (bits, seed) in replays.Take(2))
        {
            var again = Outcome(["--claim", "parallel-reduction-varies", "--runs", "3"], (CudaEmulator.SeedVariable, seed));
            Assert.Equal((bits, seed), Assert.Single(Replays(again)));
            Assert.Equal("not-observed", again.GetProperty("verdict").GetString());
        }
    }

    [PublishedFact]
    public void A_schedule_that_the_environment_fixes_leaves_none_to_try()
    {
        var (exitCode, output) = Checks(["run", "--schedules", "5"], (CudaEmulator.SeedVariable, "3"));

        Assert.Equal(2, exitCode);
        Assert.Equal(
            "gpu-checks: --schedules: QUIZKIT_CUDA_SEED=3 in the environment fixes the schedule of this run: unset it, or leave --schedules out.\n",
            output);
    }

    [PublishedFact]
    public void Each_sum_of_the_laboratory_is_repeated_by_its_seed()
    {
        var tried = Sums(["--schedules", "3"]);
        var repeated = Sums(["--runs", "2"], (CudaEmulator.SeedVariable, "2"));

        Assert.Equal(tried.Count, repeated.Count);
        Assert.Contains(tried, sum => sum.GetArrayLength() == 3);
        foreach (var (several, one) in tried.Zip(repeated))
        {
            var again = Assert.Single(one.EnumerateArray());
            Assert.Equal(2, again.GetProperty("seed").GetInt32());

            // Where two seeds gave the same sum, the first one is named.
            var same = several.EnumerateArray().Single(result => result.GetProperty("bits").GetString() == again.GetProperty("bits").GetString());
            Assert.InRange(same.GetProperty("seed").GetInt32(), several.GetArrayLength() == 3 ? 2 : 1, 2);
        }

        static List<JsonElement> Sums(string[] arguments, params (string Name, string? Value)[] environment) =>
        [
            .. Json(["lab", "variation", .. arguments], environment).GetProperty("laboratory").GetProperty("variation")[0].GetProperty("sums")
                .EnumerateArray().Select(sum => sum.GetProperty("results")),
        ];
    }

    private static JsonElement Outcome(string[] arguments, params (string Name, string? Value)[] environment) =>
        Json(["run", .. arguments], environment).GetProperty("outcomes")[0];

    private static List<(string? Bits, string Seed)> Replays(JsonElement outcome) =>
    [
        .. outcome.GetProperty("replays").EnumerateArray()
            .Select(one => (one.GetProperty("bits").GetString(), one.GetProperty("seed").GetRawText())),
    ];

    private static JsonElement Json(string[] arguments, (string Name, string? Value)[] environment)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, output) = Checks([.. arguments, "--output", file], environment);
            Assert.True(exitCode == 0, output);
            return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int ExitCode, string Output) Checks(string[] arguments, params (string Name, string? Value)[] environment) => Published.Run(
        "dotnet",
        ["run", "--project", "gpu-checks", "-c", "Release", "--", .. arguments, "--device", "cuda-software", "--scale", "quick"],
        [(CudaEmulator.PathVariable, Published.Library), .. environment]);

    private static void Square(Index1D i, ArrayView<int> numbers) => numbers[i] *= numbers[i];
}
