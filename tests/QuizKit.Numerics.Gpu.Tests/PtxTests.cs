// What the kernels become on CUDA, read as text: no device is needed for that.

using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using QuizKit.Numerics.Gpu.Kernels;
using QuizKit.Numerics.Gpu.Terms;
using Xunit;

namespace QuizKit.Numerics.Gpu.Tests;

public sealed class PtxTests : IDisposable
{
    // Of floating-point numbers.
    private const string Arithmetic = @"\b(add|sub|mul|fma|mad|div|cvt\.\w+)(\.\w+)*\.f(32|64)\b";

    private readonly Context _context = Context.Create(_ => { });

    public void Dispose() => _context.Dispose();

    [Theory]
    [InlineData(typeof(SingleValues))]
    [InlineData(typeof(DoubleValues))]
    [InlineData(typeof(SingleProducts))]
    [InlineData(typeof(DoubleProducts))]
    public void An_exact_sum_computes_with_integers_alone_and_keeps_them_in_registers(Type terms)
    {
        var ptx = Exact(terms);

        Assert.DoesNotMatch(Arithmetic, ptx);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.Contains("red.add.shared.u64", ptx, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(float), typeof(SingleFormat), typeof(SingleValues))]
    [InlineData(typeof(double), typeof(DoubleFormat), typeof(DoubleValues))]
    public void Rows_and_prefixes_round_with_integers_alone(Type number, Type format, Type terms)
    {
        var rows = Ptx(
            typeof(SegmentKernels).GetMethod(nameof(SegmentKernels.GroupKernel))!.MakeGenericMethod(number, format, terms, typeof(Rows)));
        var prefixes = Ptx(typeof(PrefixKernels).GetMethod(nameof(PrefixKernels.PrefixKernel))!.MakeGenericMethod(number, format, terms));

        Assert.DoesNotMatch(Arithmetic, rows + prefixes);
        Assert.DoesNotContain(".local", rows, StringComparison.Ordinal);
    }

    /// <summary>
    /// The inner loop takes four terms at a time, and each is read once for its place and once for its digits, which an assembler makes one
    /// load. A GPU waits for memory as long as its integer instructions for a term take less time than the term's bytes; the machine code,
    /// of which PTX is the source, has 21, 26, 44 and 68 instructions a term with CUDA 12.4 for sm_90.
    /// </summary>
    [Theory]
    [InlineData(typeof(SingleValues), 8, 36)]
    [InlineData(typeof(DoubleValues), 8, 50)]
    [InlineData(typeof(SingleProducts), 16, 80)]
    [InlineData(typeof(DoubleProducts), 16, 125)]
    public void The_inner_loop_of_an_exact_sum_is_short_and_has_no_branches(Type terms, int loads, int mostInstructionsPerTerm)
    {
        // when: a basic block is what lies between two labels
        var blocks = Regex.Split(Exact(terms), @"^\s*L_\d+:", RegexOptions.Multiline);
        var loop = blocks.First(block => Regex.Count(block, @"\bld\.f(32|64)") == loads);
        var instructions = loop.Split('\n').Where(line => line.TrimEnd().EndsWith(';')).ToList();

        // then: one branch back, no memory but the terms', and each product is one of 32 by 32 bits
        Assert.Single(instructions, line => line.Contains("bra", StringComparison.Ordinal));
        Assert.DoesNotContain(instructions, line => Regex.IsMatch(line, @"\b(st|atom|red|bar|setp)\b"));
        Assert.InRange(instructions.Count / 4.0, 1, mostInstructionsPerTerm);
        var extended = Regex.Matches(loop, @"cvt\.u64\.u32\s+(%rd\d+)").Select(match => match.Groups[1].Value).ToHashSet();
        var products = Regex.Matches(loop, @"mul\.lo\.[su]64\s+%rd\d+, (%rd\d+), (%rd\d+)");
        Assert.NotEmpty(products);
        Assert.All(
            products,
            product => Assert.True(extended.Contains(product.Groups[1].Value) && extended.Contains(product.Groups[2].Value), product.Value));
    }

    /// <summary>
    /// The products of binary64 numbers are rounded by the device, and nothing else is. The inner loop reads four terms before it uses the
    /// first one, and keeps its sums in registers.
    /// </summary>
    [Theory]
    [InlineData(typeof(SingleValues), 4, false)]
    [InlineData(typeof(DoubleValues), 4, false)]
    [InlineData(typeof(SingleProducts), 8, false)]
    [InlineData(typeof(RoundedProducts), 8, true)]
    public void A_binned_sum_computes_with_integers_and_has_four_loads_in_flight(Type terms, int loads, bool hasProducts)
    {
        var ptx = Ptx(typeof(BinKernels).GetMethod(nameof(BinKernels.AccumulateKernel))!.MakeGenericMethod(terms));

        Assert.DoesNotMatch(@"\b(add|sub|fma|mad|div|cvt\.\w+)(\.\w+)*\.f(32|64)\b", ptx);
        Assert.Equal(hasProducts, Regex.IsMatch(ptx, @"\bmul(\.\w+)*\.f64\b"));
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.Contains("red.add.shared.u64", ptx, StringComparison.Ordinal);
        var blocks = Regex.Split(ptx, @"^\s*L_\d+:", RegexOptions.Multiline);
        Assert.Contains(blocks, block => Regex.Count(block, @"\bld\.f(32|64)") == loads);
    }

    [Theory]
    [InlineData(nameof(TreeKernels.GroupKernel), typeof(float), typeof(SingleProducts))]
    [InlineData(nameof(TreeKernels.GroupKernel), typeof(double), typeof(DoubleProducts))]
    [InlineData(nameof(TreeKernels.ItemKernel), typeof(float), typeof(SingleProducts))]
    [InlineData(nameof(TreeKernels.ItemKernel), typeof(double), typeof(DoubleProducts))]
    public void A_product_passes_through_an_integer_before_it_is_added(string kernel, Type number, Type addends)
    {
        AssertThatProductsPassThroughAnInteger(Ptx(typeof(TreeKernels).GetMethod(kernel)!.MakeGenericMethod(number, addends)));
    }

    [Theory]
    [InlineData(nameof(MatrixKernels.GroupKernel))]
    [InlineData(nameof(MatrixKernels.ItemKernel))]
    public void A_product_of_matrices_is_not_fused(string kernel) =>
        AssertThatProductsPassThroughAnInteger(Ptx(typeof(MatrixKernels).GetMethod(kernel)!.MakeGenericMethod(typeof(RoundedMultiplyAdd))));

    private static void AssertThatProductsPassThroughAnInteger(string ptx)
    {
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

    private string Exact(Type terms) =>
        Ptx(typeof(WindowKernels).GetMethod(nameof(WindowKernels.AccumulateKernel))!.MakeGenericMethod(terms));

    private string Ptx(MethodInfo kernel)
    {
        using var backend = new PTXBackend(_context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null!);
        var entryPoint = kernel.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)backend.Compile(entryPoint, new KernelSpecialization())).PTXAssembly;
    }
}
