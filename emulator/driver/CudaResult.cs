// The results of CUDA's driver interface (CUresult) with their names and texts.

using System.Runtime.InteropServices;

namespace QuizKit.Cuda.Driver;

internal enum CudaResult
{
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    NotInitialized = 3,
    Deinitialized = 4,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidImage = 200,
    InvalidContext = 201,
    NoBinaryForGpu = 209,
    PeerAccessUnsupported = 217,
    InvalidPtx = 218,
    UnsupportedPtxVersion = 222,
    FileNotFound = 301,
    InvalidHandle = 400,
    NotFound = 500,
    NotReady = 600,
    IllegalAddress = 700,
    LaunchOutOfResources = 701,
    LaunchTimeout = 702,
    PeerAccessNotEnabled = 705,
    ContextIsDestroyed = 709,
    Assert = 710,
    HostMemoryAlreadyRegistered = 712,
    HostMemoryNotRegistered = 713,
    IllegalInstruction = 715,
    MisalignedAddress = 716,
    InvalidAddressSpace = 717,
    InvalidPc = 718,
    LaunchFailed = 719,
    NotSupported = 801,
    Unknown = 999,
}

/// <summary>A call that fails, with its result.</summary>
internal sealed class DriverException(CudaResult result, string message) : Exception(message)
{
    public CudaResult Result { get; } = result;
}

internal static class CudaResults
{
    private static readonly Dictionary<CudaResult, (string Name, string Text)> Table = new()
    {
        [CudaResult.Success] = ("CUDA_SUCCESS", "no error"),
        [CudaResult.InvalidValue] = ("CUDA_ERROR_INVALID_VALUE", "invalid argument"),
        [CudaResult.OutOfMemory] = ("CUDA_ERROR_OUT_OF_MEMORY", "out of memory"),
        [CudaResult.NotInitialized] = ("CUDA_ERROR_NOT_INITIALIZED", "initialization error"),
        [CudaResult.Deinitialized] = ("CUDA_ERROR_DEINITIALIZED", "driver shutting down"),
        [CudaResult.NoDevice] = ("CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"),
        [CudaResult.InvalidDevice] = ("CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"),
        [CudaResult.InvalidImage] = ("CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"),
        [CudaResult.InvalidContext] = ("CUDA_ERROR_INVALID_CONTEXT", "invalid device context"),
        [CudaResult.NoBinaryForGpu] = ("CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"),
        [CudaResult.PeerAccessUnsupported] =
            ("CUDA_ERROR_PEER_ACCESS_UNSUPPORTED", "peer access is not supported between these two devices"),
        [CudaResult.InvalidPtx] = ("CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"),
        [CudaResult.UnsupportedPtxVersion] =
            ("CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."),
        [CudaResult.FileNotFound] = ("CUDA_ERROR_FILE_NOT_FOUND", "file not found"),
        [CudaResult.InvalidHandle] = ("CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"),
        [CudaResult.NotFound] = ("CUDA_ERROR_NOT_FOUND", "named symbol not found"),
        [CudaResult.NotReady] = ("CUDA_ERROR_NOT_READY", "device not ready"),
        [CudaResult.IllegalAddress] = ("CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"),
        [CudaResult.LaunchOutOfResources] = ("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"),
        [CudaResult.LaunchTimeout] = ("CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"),
        [CudaResult.PeerAccessNotEnabled] = ("CUDA_ERROR_PEER_ACCESS_NOT_ENABLED", "peer access has not been enabled"),
        [CudaResult.ContextIsDestroyed] = ("CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"),
        [CudaResult.Assert] = ("CUDA_ERROR_ASSERT", "device-side assert triggered"),
        [CudaResult.HostMemoryAlreadyRegistered] =
            ("CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the requested memory range is already mapped"),
        [CudaResult.HostMemoryNotRegistered] =
            ("CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "pointer does not correspond to a registered memory region"),
        [CudaResult.IllegalInstruction] = ("CUDA_ERROR_ILLEGAL_INSTRUCTION", "an illegal instruction was encountered"),
        [CudaResult.MisalignedAddress] = ("CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"),
        [CudaResult.InvalidAddressSpace] =
            ("CUDA_ERROR_INVALID_ADDRESS_SPACE", "operation not supported on global/shared address space"),
        [CudaResult.InvalidPc] = ("CUDA_ERROR_INVALID_PC", "invalid program counter"),
        [CudaResult.LaunchFailed] = ("CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"),
        [CudaResult.NotSupported] = ("CUDA_ERROR_NOT_SUPPORTED", "operation not supported"),
        [CudaResult.Unknown] = ("CUDA_ERROR_UNKNOWN", "unknown error"),
    };

    /// <summary>The texts as C strings, which live as long as the process: callers keep the pointers.</summary>
    private static readonly Dictionary<CudaResult, (nint Name, nint Text)> Native = Table.ToDictionary(
        entry => entry.Key, entry => (Marshal.StringToCoTaskMemUTF8(entry.Value.Name), Marshal.StringToCoTaskMemUTF8(entry.Value.Text)));

    /// <summary>The name and the text of a result as C strings, or two zeros where it is not known.</summary>
    public static (nint Name, nint Text) Find(CudaResult result) => Native.GetValueOrDefault(result);

    /// <summary>Whether a result stays with its context: every later call returns it as well.</summary>
    public static bool IsSticky(CudaResult result) => result is >= CudaResult.IllegalAddress and <= CudaResult.LaunchFailed
        and not (CudaResult.LaunchOutOfResources or CudaResult.PeerAccessNotEnabled or CudaResult.ContextIsDestroyed
            or CudaResult.HostMemoryAlreadyRegistered or CudaResult.HostMemoryNotRegistered);
}
