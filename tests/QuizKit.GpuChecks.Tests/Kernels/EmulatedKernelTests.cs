// Every kernel of the harness loads on CUDA in software: its PTX has no instruction that is not known there.

using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Kernels;

public sealed class EmulatedKernelTests
{
    [Theory]
    [InlineData("sm_70")]
    [InlineData("sm_90")]
    public void Every_kernel_loads_on_CUDA_in_software(string target)
    {
        using var compiler = new KernelCompiler();
        var device = new CudaDevice(new CudaDeviceOptions());
        foreach (var method in HarnessKernels.All)
        {
            if (!KernelCatalog.Supports(method, target)) continue;
            var kernel = Assert.Single(device.Load(compiler.Ptx(method, CudaTarget.Find(target)!)).Kernels).Value;
            Assert.NotEmpty(kernel.Parameters);
        }
    }
}
