// Every kernel of the harness, found by its shape.

using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ILGPU;

namespace QuizKit.GpuChecks.Kernels;

/// <summary>The kernels of this assembly.</summary>
internal static class KernelCatalog
{
    /// <summary>The kernels: the static methods whose first parameter is an index and which return nothing, in the order of their names.</summary>
    public static IReadOnlyList<MethodInfo> All { get; } =
    [
        .. from type in typeof(KernelCatalog).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where method.ReturnType == typeof(void) && method.GetParameters() is [var first, ..] && first.ParameterType == typeof(Index1D)
           orderby NameOf(method)
           select method,
    ];

    /// <summary>The class and the method of a kernel, <c>Question01Checks.PerceptronKernel</c>.</summary>
    /// <param name="kernel">The kernel.</param>
    public static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}.{kernel.Name}";

    /// <summary>Why a kernel uses operators that a compiler may contract, or null where it must not.</summary>
    /// <param name="kernel">The kernel.</param>
    public static string? PlainArithmeticOf(MethodInfo kernel) => kernel.GetCustomAttribute<PlainArithmeticAttribute>()?.Reason;
}
