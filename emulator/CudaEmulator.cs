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

    /// <summary>The environment variable with the seed of the schedule of every launch.</summary>
    public const string SeedVariable = "QUIZKIT_CUDA_SEED";

    /// <summary>The function of the library that <see cref="SetScheduleSeed"/> calls.</summary>
    public const string SeedFunction = "quizkitSetScheduleSeed";

    private static (IntPtr Handle, string Path) _library;

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

    /// <summary>Loads the library into this process, for a program that connects it with ILGPU itself.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its handle.</returns>
    /// <exception cref="DllNotFoundException">The file is not a library.</exception>
    public static IntPtr Load(string path)
    {
        _library = (NativeLibrary.Load(Path.GetFullPath(path)), path);
        return _library.Handle;
    }

    /// <summary>
    /// Gives the launches that follow, of the whole process, another schedule: the order of their blocks, warps and lanes. The same seed
    /// gives the same bits, in this process and in another one that has it in <see cref="SeedVariable"/>. Wait for earlier launches before.
    /// </summary>
    /// <param name="seed">The seed; null: that of <see cref="SeedVariable"/>, and without one no fixed order.</param>
    /// <exception cref="InvalidOperationException">The library is not in use, or older than this method.</exception>
    public static unsafe void SetScheduleSeed(ulong? seed)
    {
        if (_library.Handle == IntPtr.Zero)
            throw new InvalidOperationException("A schedule needs CUDA in software: call CudaEmulator.Register first.");
        if (!NativeLibrary.TryGetExport(_library.Handle, SeedFunction, out var function))
        {
            throw new InvalidOperationException(
                $"{_library.Path} is older than this program, and its schedule cannot be set: publish it again with eng/cuda-software.sh.");
        }

        var value = seed ?? 0;
        var error = ((delegate* unmanaged<ulong*, int>)function)(seed is null ? null : &value);
        if (error != 0) throw new InvalidOperationException("A schedule needs an initialized driver: open the device first.");
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

        var library = Load(path);
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
