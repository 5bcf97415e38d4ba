// Finds the devices of this machine through ILGPU, and for each one that cannot be used the reason and how to fix it.

using System.Globalization;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using QuizKit.Devices.Arithmetic;
using CudaEmulator = QuizKit.Cuda.Emulator.CudaEmulator;

namespace QuizKit.Devices.Discovery;

/// <summary>The devices of this machine, in one ILGPU context with exact arithmetic.</summary>
internal sealed class DeviceCatalog : IDeviceCatalog
{
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    // Error codes of CUDA's driver API (CUresult).
    private const int StubLibrary = 34, NoDevice = 100, DriverMismatch = 803, NotSupportedOnDevice = 804;

    private readonly Context _context;
    private readonly Dictionary<string, Device> _byId = [];
    private readonly List<DeviceInfo> _devices = [];
    private readonly List<LeftOutDevice> _leftOut = [];

    public DeviceCatalog(CudaDriver cuda = CudaDriver.Installed)
    {
        Driver = cuda;
        NativeLibraries.Register(cuda);
        _context = Context.Create(builder =>
        {
            builder.CPU(CpuDevice());
            if (NativeLibraries.WhyNoOpenCL is null) builder.OpenCL();
            builder.Cuda().UseExactArithmetic();
        });

        AddCpu();
        AddOpenCL();
        if (cuda == CudaDriver.Software) AddCudaSoftware();
        else AddCuda();
    }

    public CudaDriver Driver { get; }

    public IReadOnlyList<DeviceInfo> Devices => _devices;

    public IReadOnlyList<LeftOutDevice> LeftOut => _leftOut;

    public Accelerator Open(DeviceInfo device) =>
        _byId.TryGetValue(device.Id, out var found)
            ? found.CreateAccelerator(_context)
            : throw new ArgumentException($"There is no device '{device.Id}' in this catalog.", nameof(device));

    public void Dispose() => _context.Dispose();

    /// <summary>
    /// The simulated device of the CPU accelerator. Each lane is an operating system thread and each launch waits for all of
    /// them, so there are few: two lanes for each multiprocessor, one multiprocessor for each processor up to eight. With fewer
    /// than two multiprocessors an atomic sum would always be added in the same order.
    /// </summary>
    internal static CPUDevice CpuDevice() =>
        new(numThreadsPerWarp: 2, numWarpsPerMultiprocessor: 1, numMultiprocessors: Math.Clamp(Environment.ProcessorCount, 2, 8));

    /// <summary>Says why ILGPU cannot use an OpenCL device, or returns null where it can.</summary>
    internal static LeftOutDevice? WhyLeftOut(string name, string platform, bool supportsOpenCL2, bool hasGenericAddressSpace) =>
        (supportsOpenCL2, hasGenericAddressSpace) switch
        {
            (false, _) => new LeftOutDevice(
                DeviceKind.OpenCL, name, $"{platform} offers less than OpenCL C 2.0, which ILGPU's kernels need",
                platform.StartsWith("Apple", StringComparison.Ordinal)
                    ? "There is no newer driver: Apple's OpenCL ends at 1.2. The CPU accelerator runs every check."
                    : "Install a newer OpenCL driver for this device."),
            (true, false) => new LeftOutDevice(
                DeviceKind.OpenCL, name, $"{platform} lacks the generic address space, which ILGPU's kernels need",
                "Install a newer OpenCL driver for this device (for PoCL: version 4 or later)."),
            _ => null,
        };

    /// <summary>Says why CUDA has no device, by what cuInit returned: an error code of CUDA's driver API.</summary>
    /// <param name="start">The library, and the code.</param>
    /// <param name="visibleDevices">The environment variable that hides devices; null where it is not set.</param>
    internal static LeftOutDevice WhyCudaDoesNotStart(CudaStart start, string? visibleDevices)
    {
        var returned = string.Create(CultureInfo.InvariantCulture, $"cuInit of {start.Path} returned {start.Code}");
        return (start.Code, visibleDevices) switch
        {
            (NoDevice, not null) => OfCuda(
                $"{VisibleDevices}={visibleDevices} hides every device ({returned})", $"Unset {VisibleDevices}, or list devices in it."),
            (NoDevice, null) => OfCuda(
                $"the NVIDIA driver finds no device ({returned})", "Run nvidia-smi: it lists them. In a container, pass the GPU through."),
            (StubLibrary, _) => OfCuda(
                $"the library that was found is the stub of the CUDA toolkit, for linking only ({returned})",
                "Take its folder out of LD_LIBRARY_PATH, and install NVIDIA's driver."),
            (DriverMismatch or NotSupportedOnDevice, _) => OfCuda(
                $"the driver's library does not fit its kernel module or the device ({returned})",
                "Restart after an update of the driver, and take the folder of a compatibility package out of LD_LIBRARY_PATH."),
            _ => OfCuda(
                $"the NVIDIA driver is installed, but it does not start ({returned})",
                "Run nvidia-smi: it says what is wrong. In a container, pass the GPU through."),
        };
    }

    private void AddCpu()
    {
        var device = _context.GetCPUDevice(0);
        Add("cpu", device, DeviceKind.Cpu,
            Processors(),
            $"ILGPU {IlgpuVersion} CPU accelerator on {RuntimeInformation.FrameworkDescription}",
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, supportsFloat64: true);
    }

    private void AddOpenCL()
    {
        if (NativeLibraries.WhyNoOpenCL is { } reason)
        {
            _leftOut.Add(OfOpenCL(
                reason, "Update or remove the driver: on Linux, the files of /etc/OpenCL/vendors name those that are installed."));
            return;
        }

        if (!CLAPI.CurrentAPI.IsSupported)
        {
            _leftOut.Add(NativeLibraries.HasOpenCL
                ? OfOpenCL(
                    "the OpenCL loader is installed, but it finds no platform",
                    "Install an OpenCL driver for your processor or GPU (on Debian or Ubuntu, pocl-opencl-icd runs on any CPU).")
                : OfOpenCL(
                    "no OpenCL library is installed",
                    "Install an OpenCL loader and a driver (on Debian or Ubuntu: ocl-icd-libopencl1 and your device's driver)."));
            return;
        }

        var usable = 0;
        foreach (var device in _context.GetCLDevices())
        {
            Add(Number("opencl", usable++), device, DeviceKind.OpenCL, device.Name.Trim(), PlatformOf(device), device.MemorySize,
                device.Capabilities.Float64);
        }

        // ILGPU silently drops what it cannot use, so it is asked again for every device.
        var all = CLDevice.GetDevices(static _ => true).Cast<CLDevice>().ToList();
        foreach (var device in all)
        {
            var leftOut = WhyLeftOut(
                device.Name.Trim(), PlatformOf(device), device.CLStdVersion >= CLBackend.MinimumVersion,
                device.Capabilities.GenericAddressSpace);
            if (leftOut is not null) _leftOut.Add(leftOut);
        }

        if (all.Count == 0)
        {
            _leftOut.Add(OfOpenCL(
                "an OpenCL platform is installed, but it offers no device",
                "Check that the device is there and that you may use it (on Linux: membership of the groups render and video)."));
        }
    }

    private void AddCudaSoftware()
    {
        if (NativeLibraries.HasCuda)
        {
            _leftOut.Add(OfCuda(
                "CUDA in software takes the place of NVIDIA's driver in this run",
                "Run again without cuda-software, and merge both JSON reports with gpu-checks compare."));
        }

        if (CudaEmulator.FindLibrary() is not { } path)
        {
            _leftOut.Add(NotPublished());
            return;
        }

        if (!CudaAPI.CurrentAPI.IsSupported)
        {
            _leftOut.Add(OfCudaSoftware(
                $"{path} does not start", "Publish it again: eng/cuda-software.sh remove, then eng/cuda-software.sh."));
            return;
        }

        foreach (var device in _context.GetCudaDevices())
        {
            Add("cuda-software", device, DeviceKind.CudaSoftware, device.Name.Trim(),
                $"PTX executed on {Processors()}, as {PlatformOf(device)}",
                device.MemorySize, supportsFloat64: true);
        }
    }

    private void AddCuda()
    {
        _leftOut.Add(CudaEmulator.FindLibrary() is null
            ? NotPublished()
            : OfCudaSoftware("it is not a GPU, and runs only where it is named", "Name it: --device cuda-software."));
        if (!CudaAPI.CurrentAPI.IsSupported)
        {
            _leftOut.Add(NativeLibraries.StartCuda() is { } start
                ? WhyCudaDoesNotStart(start, Environment.GetEnvironmentVariable(VisibleDevices))
                : OfCuda("no NVIDIA driver is installed", "Install NVIDIA's driver where there is an NVIDIA GPU."));
            return;
        }

        var usable = new HashSet<int>();
        foreach (var device in _context.GetCudaDevices())
        {
            // Whoever put its library in the place of the driver gets no GPU by that.
            if (device.Name.Trim() == CudaEmulator.DeviceName)
            {
                _leftOut.Add(OfCuda("the driver that was found is CUDA in software, not a GPU", "Name it: --device cuda-software."));
                return;
            }

            Add(Number("cuda", usable.Count), device, DeviceKind.Cuda, device.Name.Trim(), PlatformOf(device), device.MemorySize,
                supportsFloat64: true);
            usable.Add(device.DeviceId);
        }

        var all = CudaDevice.GetDevices(static _ => true).Cast<CudaDevice>().ToList();
        foreach (var device in all.Where(device => !usable.Contains(device.DeviceId)))
        {
            _leftOut.Add(new LeftOutDevice(
                DeviceKind.Cuda,
                device.Name.Trim(),
                $"{PlatformOf(device)}: the driver is too old, or the device too new, for the PTX versions that ILGPU {IlgpuVersion} writes",
                "Install a newer NVIDIA driver."));
        }

        if (all.Count == 0)
            _leftOut.Add(OfCuda("the NVIDIA driver finds no device", "Run nvidia-smi: it lists the devices that the driver sees."));
    }

    private static LeftOutDevice OfOpenCL(string reason, string remedy) => new(DeviceKind.OpenCL, "OpenCL", reason, remedy);

    private static LeftOutDevice OfCudaSoftware(string reason, string remedy) =>
        new(DeviceKind.CudaSoftware, "CUDA in software", reason, remedy);

    private static LeftOutDevice NotPublished() => OfCudaSoftware(
        "not published", $"Run eng/cuda-software.sh once, or name the library in {CudaEmulator.PathVariable}.");

    private static LeftOutDevice OfCuda(string reason, string remedy) => new(DeviceKind.Cuda, "CUDA", reason, remedy);

    private static string IlgpuVersion => typeof(Context).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string PlatformOf(CLDevice device) =>
        $"{device.PlatformName} {device.PlatformVersion}, OpenCL {device.DeviceVersion}, driver {DriverOf(device)}";

    private static string PlatformOf(CudaDevice device) =>
        $"CUDA driver {device.DriverVersion}"
        + (device.Architecture is { } architecture
            ? string.Create(CultureInfo.InvariantCulture, $", compute capability {architecture.Major}.{architecture.Minor}")
            : "");

    private static string DriverOf(CLDevice device) =>
        CLAPI.CurrentAPI.GetDeviceInfo(device.DeviceId, CLDeviceInfoType.CL_DRIVER_VERSION).Trim('\0', ' ');

    private static string Processors() =>
        $"{Environment.ProcessorCount} {RuntimeInformation.ProcessArchitecture} processors".ToLowerInvariant();

    private static string Number(string kind, int index) =>
        index == 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{index}");

    private void Add(string id, Device device, DeviceKind kind, string name, string platform, long memory, bool supportsFloat64)
    {
        _byId.Add(id, device);
        _devices.Add(new DeviceInfo(
            id, kind, name, platform, device.NumMultiprocessors, memory, Math.Max(1, device.WarpSize), supportsFloat64)
        {
            IsGpu = kind == DeviceKind.Cuda
                || (device is CLDevice { DeviceType: var type } && type.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU)),
        });
    }
}
