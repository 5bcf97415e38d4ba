// Finds the libraries of drivers by the names under which they are installed.

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Devices.Discovery;

/// <summary>The result of starting CUDA's driver.</summary>
/// <param name="Path">The library that was found.</param>
/// <param name="Code">What its cuInit returned.</param>
internal sealed record CudaStart(string Path, int Code);

/// <summary>
/// Resolves ILGPU's imports. It asks for <c>libOpenCL.so</c> and <c>libcuda.so</c>, links that only development packages
/// install; the run-time packages install <c>libOpenCL.so.1</c> and <c>libcuda.so.1</c>.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>The environment variable that keeps OpenCL out.</summary>
    public const string NoOpenCL = "QUIZKIT_NO_OPENCL";

    private static readonly Assembly Ilgpu = typeof(ILGPU.Context).Assembly;
    private static readonly Lock Registration = new();
    private static CudaDriver? _registered;
    private static IntPtr _software;

    /// <summary>Makes ILGPU find the run-time names too, and CUDA in software where it is asked for. Idempotent.</summary>
    /// <exception cref="InvalidOperationException">This process uses the other CUDA driver.</exception>
    public static void Register(CudaDriver cuda)
    {
        lock (Registration)
        {
            if (_registered is { } registered)
            {
                if (registered != cuda) throw new InvalidOperationException($"This process uses the CUDA driver '{registered}' already.");
                return;
            }

            _registered = cuda;
            if (cuda == CudaDriver.Software && CudaEmulator.FindLibrary() is { } path) _software = CudaEmulator.Load(path);

            // An assembly has one resolver, and on Windows Subsystem for Linux ILGPU sets it. What no resolver finds is asked for last.
            if (cuda == CudaDriver.Software) NativeLibrary.SetDllImportResolver(Ilgpu, Resolve);
            if (OperatingSystem.IsLinux()) AssemblyLoadContext.GetLoadContext(Ilgpu)!.ResolvingUnmanagedDll += FindRunTimeName;
        }
    }

    /// <summary>
    /// Why OpenCL is not used, in this process and in those that it starts; null where it is. It is an environment variable, so that a person
    /// can set it too.
    /// </summary>
    public static string? WhyNoOpenCL
    {
        get => Environment.GetEnvironmentVariable(NoOpenCL) is { Length: > 0 } reason ? reason : null;
        set => Environment.SetEnvironmentVariable(NoOpenCL, value);
    }

    /// <summary>Whether the OpenCL loader is installed.</summary>
    public static bool HasOpenCL => CanLoad(OperatingSystem.IsWindows() ? "OpenCL.dll" : "OpenCL");

    /// <summary>Whether NVIDIA's driver is installed.</summary>
    public static bool HasCuda => CanLoad(CudaName);

    private static string CudaName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "cuda";

    /// <summary>Starts CUDA's driver; null where there is none.</summary>
    public static unsafe CudaStart? StartCuda()
    {
        var library = Find(CudaName);
        if (library == IntPtr.Zero || !NativeLibrary.TryGetExport(library, "cuInit", out var start)) return null;
        return new CudaStart(PathOf("libcuda") ?? CudaName, ((delegate* unmanaged<uint, int>)start)(0));
    }

    // Where the loader found a library, as the kernel of Linux tells it.
    private static string? PathOf(string name) =>
        !OperatingSystem.IsLinux() ? null : File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static bool CanLoad(string name) => Find(name) != IntPtr.Zero;

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // Without the library there is no CUDA at all: a GPU must not answer in its place.
        if (name is "cuda" or "nvcuda" && _registered == CudaDriver.Software)
            return _software != IntPtr.Zero ? _software : throw new DllNotFoundException("CUDA in software is not published.");
        return IntPtr.Zero;
    }

    private static IntPtr FindRunTimeName(Assembly assembly, string name) =>
        assembly == Ilgpu && NativeLibrary.TryLoad($"lib{name}.so.1", out var handle) ? handle : IntPtr.Zero;

    private static IntPtr Find(string name) =>
        NativeLibrary.TryLoad(name, Ilgpu, null, out var handle) || NativeLibrary.TryLoad($"lib{name}.so.1", out handle)
            ? handle
            : IntPtr.Zero;
}
