// Tells whether a failure is that memory ran out.

using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace QuizKit.Devices.Workers;

internal static class DeviceMemory
{
    /// <summary>Whether an exception, or one that it wraps, says that memory ran out, on a device or in this process.</summary>
    public static bool IsExhausted(Exception exception) => exception switch
    {
        OutOfMemoryException or CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) } => true,

        // A buffer larger than the device's largest allocation has an error code of its own.
        CLException cause when cause.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES
            or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE => true,
        _ => exception.InnerException is { } inner && IsExhausted(inner),
    };
}
