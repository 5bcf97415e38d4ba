// The kernels that the harness may launch.

using System.Reflection;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Running;

internal static class HarnessKernels
{
    /// <summary>The kernels of the harness and of its libraries.</summary>
    public static IReadOnlyList<MethodInfo> All { get; } =
        KernelCatalog.In(typeof(HarnessKernels).Assembly, typeof(LabRunner).Assembly, typeof(KernelCatalog).Assembly);
}
