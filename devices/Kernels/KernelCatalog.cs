// Finds the kernels of an assembly by their attribute.

using System.Reflection;
using QuizKit.Devices.Arithmetic;
using QuizKit.Numerics.Gpu.Kernels;

namespace QuizKit.Devices.Kernels;

internal static class KernelCatalog
{
    /// <summary>The methods with <see cref="KernelAttribute"/> in some assemblies, in the order of their names.</summary>
    public static IReadOnlyList<MethodInfo> In(params IEnumerable<Assembly> assemblies) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where method.IsDefined(typeof(KernelAttribute))
           orderby NameOf(method)
           select method,
    ];

    /// <summary>The class and the method of a kernel, <c>Question01Kernels.PerceptronKernel</c>.</summary>
    public static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}.{kernel.Name}";

    /// <summary>Whether a kernel can be compiled for a target: the name of an architecture, or <see cref="KernelBuilds.OpenCL"/>.</summary>
    public static bool Supports(MethodInfo kernel, string target) =>
        target != KernelBuilds.OpenCL || kernel.GetCustomAttribute<NeedsWarpShuffleAttribute>() is null;

    /// <summary>Why a kernel uses operators that a compiler may contract, or null if it uses exact operations alone.</summary>
    public static string? PlainArithmeticOf(MethodInfo kernel) => kernel.GetCustomAttribute<PlainArithmeticAttribute>()?.Reason;
}
