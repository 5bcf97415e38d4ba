// What the GPU backends make of every kernel, looked at as text: no device is needed for that.

using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Arithmetic;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Running;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Arithmetic;

public sealed class GeneratedCodeTests : IDisposable
{
    private static readonly CudaTarget Hopper = CudaTarget.Find("sm_90")!;

    private readonly KernelCompiler _compiler = new();

    public void Dispose() => _compiler.Dispose();

    private static IEnumerable<MethodInfo> Kernels => Thorough.Cases(HarnessKernels.All, oneOf: 6);

    public static TheoryData<string> ExactKernels() =>
        [.. Kernels.Where(kernel => KernelCatalog.PlainArithmeticOf(kernel) is null).Select(KernelCatalog.NameOf)];

    public static TheoryData<string> OpenCLKernels() => [.. Kernels.Where(IsForOpenCL).Select(KernelCatalog.NameOf)];

    public static TheoryData<string> ExactOpenCLKernels() =>
        [.. Kernels.Where(kernel => IsForOpenCL(kernel) && KernelCatalog.PlainArithmeticOf(kernel) is null).Select(KernelCatalog.NameOf)];

    [Theory]
    [MemberData(nameof(ExactKernels))]
    public void Every_float_operation_of_an_exact_kernel_says_in_ptx_that_it_rounds_to_nearest(string kernel)
    {
        var inspection = PtxInspection.Of(Ptx(Find(kernel)), isPlain: false);

        Assert.NotEmpty(inspection.FloatOperations);
        Assert.Empty(inspection.Violations);
    }

    [Theory]
    [MemberData(nameof(ExactOpenCLKernels))]
    public void An_exact_kernel_computes_in_OpenCL_C_with_floats_inside_its_blocks_only(string kernel)
    {
        var inspection = OpenCLInspection.Of(_compiler.OpenCLC(Find(kernel)), isPlain: false);

        Assert.NotEmpty(inspection.FloatOperations);
        Assert.Empty(inspection.Violations);
    }

    [Theory]
    [MemberData(nameof(OpenCLKernels))]
    public void Every_kernel_compiles_to_OpenCL_C(string kernel) =>
        Assert.Contains("kernel void", _compiler.OpenCLC(Find(kernel)), StringComparison.Ordinal);

    [Fact]
    public void A_kernel_with_plain_operators_would_be_noticed()
    {
        var operations = FloatOperations(Ptx(typeof(Question19Kernels).GetMethod(nameof(Question19Kernels.FusionKernel), BindingFlags.Static | BindingFlags.NonPublic)!));

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
        Assert.Equal(["x * x", "x + x", "x - x", "fma(x, x, x)"], Blocks(typeof(GeneratedCodeTests).GetMethod(
            nameof(AllOperationsOfOpenCLKernel), BindingFlags.Static | BindingFlags.NonPublic)!));
    }

    [Fact]
    public void A_quotient_and_a_root_are_integer_arithmetic_in_OpenCL_C()
    {
        var source = OpenCLSource(typeof(GeneratedCodeTests).GetMethod(nameof(AllOperationsKernel), BindingFlags.Static | BindingFlags.NonPublic)!);

        Assert.Contains("Divide_", source, StringComparison.Ordinal);
        Assert.Contains("SquareRoot_", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
        Assert.DoesNotContain("sqrt(", source, StringComparison.Ordinal);
        Assert.Empty(OpenCLInspection.Of(source, isPlain: false).Violations);
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

    internal static void AllOperationsOfOpenCLKernel(Index1D index, ArrayView1D<float, Stride1D.Dense> x)
    {
        float a = x[0], b = x[1], c = x[2];
        x[3] = Exact32.Multiply(a, b);
        x[4] = Exact32.Add(a, b);
        x[5] = Exact32.Subtract(a, b);
        x[6] = Exact32.FusedMultiplyAdd(a, b, c);
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

    private static bool IsForOpenCL(MethodInfo kernel) => KernelCatalog.Supports(kernel, KernelBuilds.OpenCL);

    private static MethodInfo Find(string name) => HarnessKernels.All.Single(kernel => KernelCatalog.NameOf(kernel) == name);

    private static IReadOnlyList<string> FloatOperations(string ptx) => PtxInspection.Of(ptx, isPlain: true).FloatOperations;

    /// <summary>The operations of the blocks that switch contraction off, each operand written x.</summary>
    private IReadOnlyList<string> Blocks(MethodInfo kernel) => OpenCLInspection.Of(OpenCLSource(kernel), isPlain: true).FloatOperations;

    private string Ptx(MethodInfo kernel) => _compiler.Ptx(kernel, Hopper);

    private string OpenCLSource(MethodInfo kernel) => _compiler.OpenCLC(kernel);
}
