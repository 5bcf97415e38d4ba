// The error codes of the CUDA driver, and the exception that carries one.

namespace QuizKit.Cuda.Emulator;

/// <summary>Error codes, with the numbers of CUresult.</summary>
public enum CudaError
{
    /// <summary>No error.</summary>
    Success = 0,

    /// <summary>An argument out of its range.</summary>
    InvalidValue = 1,

    /// <summary>No memory of the requested size.</summary>
    OutOfMemory = 2,

    /// <summary>The driver has not been initialized.</summary>
    NotInitialized = 3,

    /// <summary>The driver is shutting down.</summary>
    Deinitialized = 4,

    /// <summary>There is no device.</summary>
    NoDevice = 100,

    /// <summary>There is no device of this number.</summary>
    InvalidDevice = 101,

    /// <summary>The image of a kernel is not valid.</summary>
    InvalidImage = 200,

    /// <summary>There is no context, or not a valid one.</summary>
    InvalidContext = 201,

    /// <summary>No kernel image for this device.</summary>
    NoBinaryForGpu = 209,

    /// <summary>Two devices cannot access each other's memory.</summary>
    PeerAccessUnsupported = 217,

    /// <summary>The PTX text is not valid.</summary>
    InvalidPtx = 218,

    /// <summary>There is no such file.</summary>
    FileNotFound = 301,

    /// <summary>A handle is not valid.</summary>
    InvalidHandle = 400,

    /// <summary>No function or variable of this name.</summary>
    NotFound = 500,

    /// <summary>Work has not finished yet.</summary>
    NotReady = 600,

    /// <summary>An access outside every allocation.</summary>
    IllegalAddress = 700,

    /// <summary>A launch that needs more threads, registers or shared memory than there are.</summary>
    LaunchOutOfResources = 701,

    /// <summary>A kernel that ran for too long.</summary>
    LaunchTimeout = 702,

    /// <summary>Access to the memory of another device was not enabled.</summary>
    PeerAccessNotEnabled = 705,

    /// <summary>The context was destroyed.</summary>
    ContextIsDestroyed = 709,

    /// <summary>The memory of the host is registered already.</summary>
    HostMemoryAlreadyRegistered = 712,

    /// <summary>The memory of the host is not registered.</summary>
    HostMemoryNotRegistered = 713,

    /// <summary>An access whose address is not a multiple of its size.</summary>
    MisalignedAddress = 716,

    /// <summary>A kernel stopped itself by a trap.</summary>
    LaunchFailed = 719,

    /// <summary>Not supported here.</summary>
    NotSupported = 801,

    /// <summary>An unknown error.</summary>
    Unknown = 999,
}

/// <summary>An operation failed with the error code that a CUDA driver gives.</summary>
public sealed class CudaException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="error">The code.</param>
    /// <param name="message">What happened, and where.</param>
    public CudaException(CudaError error, string message)
        : base(message) => Error = error;

    /// <summary>The code.</summary>
    public CudaError Error { get; }
}
