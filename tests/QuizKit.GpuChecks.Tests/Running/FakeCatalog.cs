// Devices that a test makes up. Opening any of them opens ILGPU's CPU accelerator, which every machine has.

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using QuizKit.Devices.Discovery;

namespace QuizKit.GpuChecks.Tests.Running;

internal sealed class FakeCatalog(params DeviceInfo[] devices) : IDeviceCatalog
{
    private readonly Lazy<Context> _context = new(() => Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1))));
    private readonly Dictionary<string, Exception> _unopenable = new(StringComparer.Ordinal);

    public static DeviceInfo Cpu { get; } = new("cpu", DeviceKind.Cpu, "CPU accelerator", "ILGPU 1.5.3", 2, 16L << 30, 4, true);

    public static DeviceInfo OpenCL { get; } = new("opencl", DeviceKind.OpenCL, "pthread [basic]", "PoCL 6.0", 2, 8L << 30, 1, true);

    public static DeviceInfo Cuda { get; } = new("cuda", DeviceKind.Cuda, "Example GPU", "CUDA 12.4", 132, 80L << 30, 32, true) { IsGpu = true };

    public static DeviceInfo CudaSoftware { get; } =
        new("cuda-software", DeviceKind.CudaSoftware, "CUDA in software", "CUDA driver 12.4", 4, 4L << 30, 32, true);

    public static DeviceInfo SecondCuda { get; } = Cuda with { Id = "cuda:1" };

    public static LeftOutDevice NoCuda { get; } =
        new(DeviceKind.Cuda, "CUDA driver", "libcuda.so.1 cannot be loaded.", "Install the NVIDIA driver.");

    public static LeftOutDevice NotPublished { get; } =
        new(DeviceKind.CudaSoftware, "CUDA in software", "not published", "Run eng/cuda-software.sh once.");

    /// <summary>The ids of the devices opened, in order.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>The accelerators handed out, in order.</summary>
    public List<Accelerator> Accelerators { get; } = [];

    public IReadOnlyList<DeviceInfo> Devices => devices;

    public CudaDriver Driver => CudaDriver.Installed;

    public IReadOnlyList<LeftOutDevice> LeftOut { get; private set; } = [];

    public bool IsDisposed { get; private set; }

    public FakeCatalog LeaveOut(params LeftOutDevice[] leftOut)
    {
        LeftOut = leftOut;
        return this;
    }

    public FakeCatalog FailToOpen(DeviceInfo device, Exception exception)
    {
        _unopenable[device.Id] = exception;
        return this;
    }

    public Accelerator Open(DeviceInfo device)
    {
        Opened.Add(device.Id);
        if (_unopenable.TryGetValue(device.Id, out var exception)) throw exception;
        var accelerator = _context.Value.Devices.Single().CreateAccelerator(_context.Value);
        Accelerators.Add(accelerator);
        return accelerator;
    }

    public void Dispose()
    {
        IsDisposed = true;
        if (_context.IsValueCreated) _context.Value.Dispose();
    }
}
