// What the GPU backends make of every kernel, looked at as text: no device is needed for that.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using QuizKit.GpuChecks.Arithmetic;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Arithmetic;

public sealed class GeneratedCodeTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.UseExactArithmetic());

    public void Dispose() => _context.Dispose();

    /// <summary>Every kernel of the harness: the static methods whose first parameter is an index.</summary>
    private static IEnumerable<MethodInfo> AllKernels() =>
        from type in typeof(CheckContext).Assembly.GetTypes()
        where type.Namespace == typeof(CheckContext).Namespace
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.GetParameters() is [var first, ..] && first.ParameterType == typeof(Index1D)
        select method;

    public static TheoryData<string> ExactKernels() => Names(AllKernels().Where(kernel => !IsPlain(kernel)));

    public static TheoryData<string> Kernels() => Names(AllKernels());

    [Theory]
    [MemberData(nameof(ExactKernels))]
    public void Every_float_operation_of_an_exact_kernel_says_in_ptx_that_it_rounds_to_nearest(string kernel)
    {
        var ptx = Ptx(Find(kernel));

        var operations = FloatOperations(ptx);
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.Matches(@"^(mul|add|sub|fma|div|sqrt)\.rn\.f(32|64)$", operation));
        Assert.DoesNotContain(".approx", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".ftz", ptx, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_with_plain_operators_would_be_noticed()
    {
        var operations = FloatOperations(Ptx(typeof(Question19Checks).GetMethod(nameof(Question19Checks.FusionKernel), BindingFlags.Static | BindingFlags.NonPublic)!));

        // then: ILGPU writes contractible instructions for a*b+c, beside the exact ones.
        Assert.Contains("mul.f32", operations);
        Assert.Contains("add.f32", operations);
        Assert.Contains("fma.rn.f32", operations);
    }

    [Fact]
    public void The_operations_are_those_of_their_names_in_ptx_and_in_OpenCL_C()
    {
        var method = typeof(GeneratedCodeTests).GetMethod(nameof(AllOperationsKernel), BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.Equal(["mul.rn.f32", "add.rn.f32", "sub.rn.f32", "div.rn.f32", "sqrt.rn.f32", "fma.rn.f32"], FloatOperations(Ptx(method)));
        Assert.Equal(["x * x", "x + x", "x - x", "(float)((double)x / (double)x)", "(float)sqrt((double)x)", "fma(x, x, x)"], Blocks(method));
    }

    [Fact]
    public void The_binary64_operations_are_those_of_their_names_in_ptx_and_in_OpenCL_C()
    {
        var method = typeof(GeneratedCodeTests).GetMethod(nameof(AllBinary64OperationsKernel), BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.Equal(["mul.rn.f64", "add.rn.f64", "sub.rn.f64", "div.rn.f64", "fma.rn.f64"], FloatOperations(Ptx(method)));
        Assert.Equal(
            ["(double)x * (double)x", "(double)x + (double)x", "(double)x - (double)x", "(double)x / (double)x", "fma((double)x, (double)x, (double)x)"],
            Blocks(method));
    }

    [Fact]
    public void A_binary64_constant_that_is_whole_does_not_reach_OpenCL_C_as_an_integer_operand()
    {
        // ILGPU writes the double 1.0 as 1, which OpenCL C reads as an integer.
        var method = typeof(GeneratedCodeTests).GetMethod(nameof(OneOverKernel), BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.Contains("(double)(1) / (double)(", OpenCLSource(method), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_compiles_to_OpenCL_C_and_an_exact_one_computes_with_floats_inside_its_blocks_only(string kernel)
    {
        var method = Find(kernel);

        var source = OpenCLSource(method);

        Assert.Contains("kernel void", source, StringComparison.Ordinal);
        if (IsPlain(method)) return;
        Assert.Contains("#pragma OPENCL FP_CONTRACT OFF", source, StringComparison.Ordinal);

        // Outside of the blocks no variable that is declared as a float stands beside an operator.
        var floats = Regex.Matches(source, @"^\s*(?:float|double) (\w+);", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToHashSet();
        var outside = Regex.Replace(source, @"\{\s*#pragma OPENCL FP_CONTRACT OFF.*?; \}", "", RegexOptions.Singleline);
        var suspects = Regex.Matches(outside, @"(\w+) [*+/-] (\w+)").Where(m => floats.Contains(m.Groups[1].Value) || floats.Contains(m.Groups[2].Value));
        Assert.NotEmpty(floats);
        Assert.Empty(suspects.Select(m => m.Value));
    }

    [Fact]
    public void Constants_are_not_folded_through_an_exact_operation()
    {
        // given: 1e8 is added and taken away again; folded, nothing would be left of either.
        var method = typeof(GeneratedCodeTests).GetMethod(nameof(AddAndTakeAwayKernel), BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.Equal(["add.rn.f32", "sub.rn.f32"], FloatOperations(Ptx(method)));
    }

    internal static void AllOperationsKernel(Index1D index, ArrayView1D<float, Stride1D.Dense> x)
    {
        float a = x[0], b = x[1], c = x[2];
        x[3] = Exact32.Multiply(a, b);
        x[4] = Exact32.Add(a, b);
        x[5] = Exact32.Subtract(a, b);
        x[6] = Exact32.Divide(a, b);
        x[7] = Exact32.SquareRoot(a);
        x[8] = Exact32.FusedMultiplyAdd(a, b, c);
    }

    internal static void AllBinary64OperationsKernel(Index1D index, ArrayView1D<double, Stride1D.Dense> x)
    {
        double a = x[0], b = x[1], c = x[2];
        x[3] = Exact64.Multiply(a, b);
        x[4] = Exact64.Add(a, b);
        x[5] = Exact64.Subtract(a, b);
        x[6] = Exact64.Divide(a, b);
        x[7] = Exact64.FusedMultiplyAdd(a, b, c);
    }

    internal static void OneOverKernel(Index1D index, ArrayView1D<double, Stride1D.Dense> x) => x[0] = Exact64.Divide(1.0, x[1]);

    internal static void AddAndTakeAwayKernel(Index1D index, ArrayView1D<float, Stride1D.Dense> x) =>
        x[0] = Exact32.Subtract(Exact32.Add(x[0], 1e8f), 1e8f);

    private static bool IsPlain(MethodInfo kernel) => kernel.GetCustomAttribute<PlainArithmeticAttribute>() is not null;

    private static TheoryData<string> Names(IEnumerable<MethodInfo> kernels)
    {
        var data = new TheoryData<string>();
        foreach (var kernel in kernels) data.Add($"{kernel.DeclaringType!.Name}.{kernel.Name}");
        return data;
    }

    private static MethodInfo Find(string name) => AllKernels().Single(kernel => $"{kernel.DeclaringType!.Name}.{kernel.Name}" == name);

    private static List<string> FloatOperations(string ptx) =>
        [.. Regex.Matches(ptx, @"^\s*((?:mul|add|sub|div|fma|mad|ex2|lg2|rcp|sqrt|tanh)(?:\.\w+)*\.f(?:32|64))\s", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

    /// <summary>The operations of the blocks that switch contraction off, each operand written x.</summary>
    private IEnumerable<string> Blocks(MethodInfo kernel) =>
        Regex.Matches(OpenCLSource(kernel), @"\{\s*#pragma OPENCL FP_CONTRACT OFF\s*(\w+) = (.*?); \}")
            .Select(m => Regex.Replace(m.Groups[2].Value, @"\(\w+\)(?![\w(])", "x"));

    private string Ptx(MethodInfo kernel)
    {
        using var backend = new PTXBackend(_context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        return ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;
    }

    private string OpenCLSource(MethodInfo kernel)
    {
        // Binary64 and the generic address space, as any device offers that ILGPU can use; no half precision, no extensions.
        var constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        var capabilities = (CLCapabilityContext)constructor.Invoke(
            [.. constructor.GetParameters().Select(parameter => (object)(parameter.Name is "float64" or "genericAddressSpace"))]);
        using var backend = new CLBackend(_context, capabilities, CLDeviceVendor.Other, CLCVersion.CL30);
        return ((CLCompiledKernel)Compile(backend, kernel)).Source;
    }

    private static CompiledKernel Compile(Backend backend, MethodInfo kernel) =>
        backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(kernel), KernelSpecialization.Empty);
}
