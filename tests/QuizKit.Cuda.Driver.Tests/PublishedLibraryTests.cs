// Programs that know nothing of the emulator run on the published library.

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

    private static void Square(Index1D i, ArrayView<int> numbers) => numbers[i] *= numbers[i];
}
