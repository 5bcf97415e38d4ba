// The names and texts of the error codes of CUDA's driver interface (CUresult).

using System.Runtime.InteropServices;
using QuizKit.Cuda.Emulator;

namespace QuizKit.Cuda.Driver;

internal static class CudaErrors
{
    private static readonly Dictionary<CudaError, (string Name, string Text)> Table = new()
    {
        [CudaError.Success] = ("CUDA_SUCCESS", "no error"),
        [CudaError.InvalidValue] = ("CUDA_ERROR_INVALID_VALUE", "invalid argument"),
        [CudaError.OutOfMemory] = ("CUDA_ERROR_OUT_OF_MEMORY", "out of memory"),
        [CudaError.NotInitialized] = ("CUDA_ERROR_NOT_INITIALIZED", "initialization error"),
        [CudaError.Deinitialized] = ("CUDA_ERROR_DEINITIALIZED", "driver shutting down"),
        [CudaError.NoDevice] = ("CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"),
        [CudaError.InvalidDevice] = ("CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"),
        [CudaError.InvalidImage] = ("CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"),
        [CudaError.InvalidContext] = ("CUDA_ERROR_INVALID_CONTEXT", "invalid device context"),
        [CudaError.NoBinaryForGpu] = ("CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"),
        [CudaError.PeerAccessUnsupported] =
            ("CUDA_ERROR_PEER_ACCESS_UNSUPPORTED", "peer access is not supported between these two devices"),
        [CudaError.InvalidPtx] = ("CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"),
        [CudaError.FileNotFound] = ("CUDA_ERROR_FILE_NOT_FOUND", "file not found"),
        [CudaError.InvalidHandle] = ("CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"),
        [CudaError.NotFound] = ("CUDA_ERROR_NOT_FOUND", "named symbol not found"),
        [CudaError.NotReady] = ("CUDA_ERROR_NOT_READY", "device not ready"),
        [CudaError.IllegalAddress] = ("CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"),
        [CudaError.LaunchOutOfResources] = ("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"),
        [CudaError.LaunchTimeout] = ("CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"),
        [CudaError.PeerAccessNotEnabled] = ("CUDA_ERROR_PEER_ACCESS_NOT_ENABLED", "peer access has not been enabled"),
        [CudaError.ContextIsDestroyed] = ("CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"),
        [CudaError.HostMemoryAlreadyRegistered] =
            ("CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the requested memory range is already mapped"),
        [CudaError.HostMemoryNotRegistered] =
            ("CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "pointer does not correspond to a registered memory region"),
        [CudaError.MisalignedAddress] = ("CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"),
        [CudaError.LaunchFailed] = ("CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"),
        [CudaError.NotSupported] = ("CUDA_ERROR_NOT_SUPPORTED", "operation not supported"),
        [CudaError.Unknown] = ("CUDA_ERROR_UNKNOWN", "unknown error"),
    };

    /// <summary>The texts as C strings, which live as long as the process: callers keep the pointers.</summary>
    private static readonly Dictionary<CudaError, (nint Name, nint Text)> Native = Table.ToDictionary(
        entry => entry.Key, entry => (Marshal.StringToCoTaskMemUTF8(entry.Value.Name), Marshal.StringToCoTaskMemUTF8(entry.Value.Text)));

    /// <summary>The name and the text of a result as C strings, or two zeros where it is not known.</summary>
    public static (nint Name, nint Text) Find(CudaError result) => Native.GetValueOrDefault(result);

    /// <summary>Whether a result stays with its context: every later call returns it as well.</summary>
    public static bool IsSticky(CudaError result) => result is >= CudaError.IllegalAddress and <= CudaError.LaunchFailed
        and not (CudaError.LaunchOutOfResources or CudaError.PeerAccessNotEnabled or CudaError.ContextIsDestroyed
            or CudaError.HostMemoryAlreadyRegistered or CudaError.HostMemoryNotRegistered);
}
