// Which library ILGPU loads as the CUDA driver: one for the whole process.

namespace QuizKit.Devices.Discovery;

/// <summary>Whose CUDA driver a process uses.</summary>
internal enum CudaDriver
{
    /// <summary>NVIDIA's, where it is installed.</summary>
    Installed,

    /// <summary>The one that executes PTX on the processor. It takes the place of NVIDIA's.</summary>
    Software,
}
