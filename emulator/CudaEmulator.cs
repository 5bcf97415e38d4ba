// Makes an ILGPU program use CUDA in software: one call before the program touches ILGPU.

using System.Reflection;
using System.Runtime.InteropServices;

namespace QuizKit.Cuda.Emulator;

/// <summary>Connects ILGPU with the library that executes CUDA in software, which <c>eng/cuda-software.sh</c> publishes.</summary>
public static class CudaEmulator
{
    /// <summary>The name of the device, by which a program tells it from a GPU.</summary>
    public const string DeviceName = "CUDA in software";

    /// <summary>The environment variable that names the library.</summary>
    public const string PathVariable = "QUIZKIT_CUDA_SOFTWARE";

    private static string LibraryName =>
        OperatingSystem.IsWindows() ? "nvcuda.dll" : OperatingSystem.IsMacOS() ? "libcuda.dylib" : "libcuda.so";

    /// <summary>Finds the library: the file or folder that <see cref="PathVariable"/> names, otherwise the cache folder.</summary>
    /// <returns>Its path, or null where it has not been published.</returns>
    public static string? FindLibrary()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable);
        if (string.IsNullOrEmpty(path))
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            path = Path.Combine(cache, "quizkit", "cuda-software");
        }

        if (Directory.Exists(path)) path = Path.Combine(path, LibraryName);
        return File.Exists(path) ? Path.GetFullPath(path) : null;
    }

    /// <summary>
    /// Makes ILGPU load the library as the CUDA driver. Call it before anything else of ILGPU: a driver that is loaded stays.
    /// </summary>
    /// <param name="path">The library; null: what <see cref="FindLibrary"/> finds.</param>
    /// <param name="replacesDriver">Whether the library takes the place of an installed CUDA driver as well.</param>
    /// <returns>Whether ILGPU uses the library: false where a driver is installed and stays.</returns>
    /// <exception cref="FileNotFoundException">There is no library.</exception>
    /// <exception cref="InvalidOperationException">The program has a resolver for the imports of ILGPU already.</exception>
    public static bool Register(string? path = null, bool replacesDriver = false)
    {
        if (!replacesDriver && IsDriverInstalled()) return false;
        path ??= FindLibrary();
        if (path is null || !File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no CUDA in software at {path ?? LibraryName}: publish it with eng/cuda-software.sh, or name it in {PathVariable}.",
                path ?? LibraryName);
        }

        var library = NativeLibrary.Load(Path.GetFullPath(path));
        NativeLibrary.SetDllImportResolver(
            Assembly.Load("ILGPU"), (name, _, _) => name is "cuda" or "nvcuda" ? library : IntPtr.Zero);
        return true;
    }

    private static bool IsDriverInstalled()
    {
        var isFound = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver);
        if (isFound) NativeLibrary.Free(driver);
        return isFound;
    }
}
