// Every kernel of the harness, found by its shape.

using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ILGPU;
using QuizKit.Devices.Arithmetic;

namespace QuizKit.Devices.Kernels;

/// <summary>Finds kernels.</summary>
internal static class KernelCatalog
{
    /// <summary>
    /// The kernels of some assemblies, in the order of their names: static methods that return nothing, and whose first parameter is
    /// an index or whose names end in <c>Kernel</c>, as those do that are launched in groups of a given size.
    /// </summary>
    public static IReadOnlyList<MethodInfo> In(params IEnumerable<Assembly> assemblies) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where method.ReturnType == typeof(void) && method.GetParameters() is [var first, ..]
               && (first.ParameterType == typeof(Index1D) || method.Name.EndsWith("Kernel", System.StringComparison.Ordinal))
           orderby NameOf(method)
           select method,
    ];

    /// <summary>The class and the method of a kernel, <c>Question01Checks.PerceptronKernel</c>.</summary>
    /// <param name="kernel">The kernel.</param>
    public static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}.{kernel.Name}";

    /// <summary>Whether a kernel can be compiled for a target.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="target">The name of an architecture, or <see cref="KernelBuilds.OpenCL"/>.</param>
    public static bool Supports(MethodInfo kernel, string target) =>
        target != KernelBuilds.OpenCL || kernel.GetCustomAttribute<NeedsWarpShuffleAttribute>() is null;

    /// <summary>Why a kernel uses operators that a compiler may contract, or null where it must not.</summary>
    /// <param name="kernel">The kernel.</param>
    public static string? PlainArithmeticOf(MethodInfo kernel) => kernel.GetCustomAttribute<PlainArithmeticAttribute>()?.Reason;
}
