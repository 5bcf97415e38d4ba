// Every kernel is marked: the catalog, and with it 'compile' and the inspection of generated code, finds it by its attribute.

using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.Numerics.Gpu.Kernels;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Kernels;

public sealed class KernelCatalogTests
{
    [Fact]
    public void Every_method_with_the_shape_of_a_kernel_is_marked_as_one()
    {
        var unmarked =
            from assembly in new[] { typeof(KernelCatalog).Assembly, typeof(LabRunner).Assembly, typeof(HarnessKernels).Assembly }
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where HasShapeOfKernel(method) && !method.IsDefined(typeof(KernelAttribute))
            select KernelCatalog.NameOf(method);

        Assert.Empty(unmarked);
    }

    [Fact]
    public void The_catalog_lists_each_kernel_once_under_a_name_of_its_own() =>
        Assert.Equal(HarnessKernels.All.Count, HarnessKernels.All.Select(KernelCatalog.NameOf).Distinct().Count());

    /// <summary>A static method without a result whose first parameter is an index, or whose name ends in "Kernel".</summary>
    private static bool HasShapeOfKernel(MethodInfo method) =>
        method.ReturnType == typeof(void) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetParameters() is [var first, ..] &&
        (first.ParameterType == typeof(Index1D) || method.Name.EndsWith("Kernel", System.StringComparison.Ordinal));
}
