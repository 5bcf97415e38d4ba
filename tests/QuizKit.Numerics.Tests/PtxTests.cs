// What the kernels become on CUDA, read as text: no device is needed for that.

using System;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Xunit;

namespace QuizKit.Numerics.Tests;

public sealed class PtxTests : IDisposable
{
    private readonly Context _context = Context.Create(_ => { });

    public void Dispose() => _context.Dispose();

    [Theory]
    [InlineData(typeof(SingleValues))]
    [InlineData(typeof(DoubleValues))]
    [InlineData(typeof(SingleProducts))]
    [InlineData(typeof(DoubleProducts))]
    public void An_exact_sum_computes_with_integers_alone(Type terms)
    {
        var ptx = Ptx(typeof(ExactKernels).GetMethod(nameof(ExactKernels.AccumulateKernel))!.MakeGenericMethod(terms));

        Assert.DoesNotMatch(@"\b(add|sub|mul|fma|mad|div|cvt\.\w+)(\.\w+)*\.f(32|64)\b", ptx);
        Assert.Contains("red.add.shared.u64", ptx, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(TreeKernels.GroupKernel), typeof(float), typeof(SingleProducts))]
    [InlineData(nameof(TreeKernels.GroupKernel), typeof(double), typeof(DoubleProducts))]
    [InlineData(nameof(TreeKernels.ItemKernel), typeof(float), typeof(SingleProducts))]
    [InlineData(nameof(TreeKernels.ItemKernel), typeof(double), typeof(DoubleProducts))]
    public void A_product_passes_through_an_integer_before_it_is_added(string kernel, Type number, Type addends)
    {
        var ptx = Ptx(typeof(TreeKernels).GetMethod(kernel)!.MakeGenericMethod(number, addends));

        // then: nothing is fused already, and no sum takes a product's register.
        Assert.DoesNotContain("fma.", ptx, StringComparison.Ordinal);
        var products = Regex.Matches(ptx, @"mul\S*\.f(?:32|64)\s+(%\w+)").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(products);
        Assert.All(products, product =>
        {
            Assert.DoesNotMatch($@"add\S*\.f(32|64)\s[^;]*{product}\b", ptx);
            Assert.Matches($@"mov\.b(32|64)\s+%\w+,\s*{product}\b", ptx);
        });
    }

    private string Ptx(MethodInfo kernel)
    {
        using var backend = new PTXBackend(_context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        var entryPoint = kernel.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)backend.Compile(entryPoint, new KernelSpecialization())).PTXAssembly;
    }
}
