// The one place that touches the interpreter: makes the device, loads modules, launches kernels.

using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver;

internal static class Software
{
    public static CudaDevice Create(DriverOptions options) => new(new CudaDeviceOptions { Seed = options.Seed });

    /// <summary>Whether an address is one of the device; all others are the host's.</summary>
    public static bool IsDevice(ulong address) => address >= DeviceMemory.First;

    /// <exception cref="PtxException">The text is not PTX that the device executes.</exception>
    public static PtxModule Load(string ptx) => CudaDevice.Load(ptx);

    public static int ParameterBytes(PtxKernel kernel) => kernel.Parameters.Length == 0 ? 0 : kernel.Parameters.Max(p => p.Offset + p.Size);

    public static IEnumerable<(int Offset, int Size)> Parameters(PtxKernel kernel) => kernel.Parameters.Select(p => (p.Offset, p.Size));

    /// <summary>The shared memory of a block in bytes that the kernel itself declares.</summary>
    public static int StaticShared(PtxKernel kernel) => 0;

    /// <summary>The threads of a block that the kernel was compiled for.</summary>
    public static int MaxThreads(PtxKernel kernel) => DeviceAttributes.MaxThreadsPerBlock;

    public static void Launch(PtxKernel kernel, LaunchConfiguration configuration, ReadOnlySpan<byte> parameters) =>
        CudaDevice.Launch(kernel, configuration, parameters);
}
