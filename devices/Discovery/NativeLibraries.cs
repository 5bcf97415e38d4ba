// Finds the libraries of drivers by the names under which they are installed.

using System.Reflection;
using System.Runtime.InteropServices;

namespace QuizKit.Devices.Discovery;

/// <summary>
/// Resolves ILGPU's imports. It asks for <c>libOpenCL.so</c> and <c>libcuda.so</c>, links that only development packages
/// install; the run-time packages install <c>libOpenCL.so.1</c> and <c>libcuda.so.1</c>.
/// </summary>
internal static class NativeLibraries
{
    private static readonly Lock Registration = new();
    private static bool _registered;

    /// <summary>Makes ILGPU find the run-time names too. Idempotent.</summary>
    public static void Register()
    {
        lock (Registration)
        {
            if (_registered) return;
            _registered = true;

            // On Windows Subsystem for Linux ILGPU sets a resolver itself, and there can be only one.
            if (!OperatingSystem.IsLinux() || Directory.Exists("/usr/lib/wsl/lib")) return;
            NativeLibrary.SetDllImportResolver(typeof(ILGPU.Context).Assembly, Resolve);
        }
    }

    /// <summary>Whether the OpenCL loader is installed.</summary>
    public static bool HasOpenCL => CanLoad(OperatingSystem.IsWindows() ? "OpenCL.dll" : "OpenCL");

    /// <summary>Whether the CUDA driver is installed.</summary>
    public static bool HasCuda => CanLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "cuda");

    private static bool CanLoad(string name) => Resolve(name, typeof(ILGPU.Context).Assembly, null) != IntPtr.Zero;

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        NativeLibrary.TryLoad(name, assembly, searchPath, out var handle)
        || NativeLibrary.TryLoad($"lib{name}.so.1", assembly, searchPath, out handle) ? handle : IntPtr.Zero;
}
