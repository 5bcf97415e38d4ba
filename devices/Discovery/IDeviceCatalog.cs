// The devices that checks can run on, and those that are skipped, each with the reason.

using System.Text.Json.Serialization;
using ILGPU.Runtime;

namespace QuizKit.Devices.Discovery;

/// <summary>The programming interface of a device.</summary>
internal enum DeviceKind
{
    /// <summary>ILGPU's CPU accelerator: threads of this process.</summary>
    Cpu,

    /// <summary>An OpenCL device.</summary>
    [JsonStringEnumMemberName("opencl")]
    OpenCL,

    /// <summary>CUDA in software: the PTX of a kernel, executed on the processor.</summary>
    CudaSoftware,

    /// <summary>An NVIDIA device.</summary>
    Cuda,
}

/// <summary>A device that checks can run on.</summary>
/// <param name="Id">The name to choose it by: <c>cpu</c>, <c>opencl</c>, <c>opencl:1</c>, <c>cuda-software</c>, <c>cuda</c>.</param>
/// <param name="Kind">How it is driven.</param>
/// <param name="Name">The device's own name.</param>
/// <param name="Platform">The platform and driver with their versions.</param>
/// <param name="Multiprocessors">The number of multiprocessors or compute units.</param>
/// <param name="MemoryBytes">The device's memory in bytes.</param>
/// <param name="WarpSize">The number of threads that run in lockstep.</param>
/// <param name="SupportsFloat64">Whether the device computes in binary64.</param>
internal sealed record DeviceInfo(
    string Id,
    DeviceKind Kind,
    string Name,
    string Platform,
    int Multiprocessors,
    long MemoryBytes,
    int WarpSize,
    [property: JsonPropertyName("float64")] bool SupportsFloat64)
{
    /// <summary>Whether it is a GPU, as its driver says: sentences about GPUs are judged on these alone.</summary>
    [JsonPropertyName("gpu")]
    public bool IsGpu { get; init; }
}

/// <summary>A device or driver that was looked for and cannot be used.</summary>
/// <param name="Kind">How it would be driven.</param>
/// <param name="Name">The device's own name, or the driver's.</param>
/// <param name="Reason">Why it cannot be used.</param>
/// <param name="Remedy">What would change that.</param>
internal sealed record LeftOutDevice(DeviceKind Kind, string Name, string Reason, string Remedy);

internal interface IDeviceCatalog : IDisposable
{
    /// <summary>The usable devices: the CPU first, then OpenCL, then CUDA.</summary>
    IReadOnlyList<DeviceInfo> Devices { get; }

    /// <summary>Whose CUDA driver the devices are opened with.</summary>
    CudaDriver Driver { get; }

    /// <summary>What was looked for and cannot be used.</summary>
    IReadOnlyList<LeftOutDevice> LeftOut { get; }

    /// <summary>Opens a device; the caller disposes the accelerator.</summary>
    /// <param name="device">One of <see cref="Devices"/>.</param>
    Accelerator Open(DeviceInfo device);
}
