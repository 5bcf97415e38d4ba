// Marks the kernels that cannot be compiled to OpenCL C.

namespace QuizKit.Devices.Kernels;

/// <summary>
/// Marks a kernel whose work items read each other's registers. OpenCL has shuffles in extensions only, and ILGPU compiles
/// them for few vendors, so the kernel is not compiled to OpenCL C.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsWarpShuffleAttribute : Attribute;
