// The inspection sees plain arithmetic in what ILGPU makes of it, on both backends.

using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using QuizKit.Devices.Kernels;
using QuizKit.Numerics.Gpu.Kernels;
using Xunit;

namespace QuizKit.Devices.Tests.Kernels;

public sealed class PlainKernelTests : IDisposable
{
    private readonly KernelCompiler _compiler = new();

    public static TheoryData<string> Names() =>
    [
        .. typeof(PlainKernels).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(method => method.IsDefined(typeof(KernelAttribute))).Select(method => method.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plain_arithmetic_is_a_violation_in_OpenCL_C(string name) =>
        Assert.NotEmpty(OpenCLInspection.Of(_compiler.OpenCLC(Find(name)), isPlain: false).Violations);

    [Theory]
    [MemberData(nameof(Names))]
    public void Plain_arithmetic_is_a_violation_in_PTX_unless_ILGPU_rounds_it_once(string name)
    {
        var violations = PtxInspection.Of(_compiler.Ptx(Find(name), CudaTarget.Find("sm_90")!), isPlain: false).Violations;

        // ILGPU writes div.rn for a quotient and sqrt.rn for a root.
        if (name is nameof(PlainKernels.Quotient) or nameof(PlainKernels.Root)) Assert.Empty(violations);
        else Assert.NotEmpty(violations);
    }

    public void Dispose() => _compiler.Dispose();

    private static MethodInfo Find(string name) => typeof(PlainKernels).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}

/// <summary>Kernels with arithmetic that a driver may contract, in the forms that people write it in.</summary>
internal static class PlainKernels
{
    internal readonly record struct Pair(float Left, float Right);

    [Kernel]
    internal static void MultiplyAdd(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] = (a[i] * b[i]) + 1.5f;

    [Kernel]
    internal static void Accumulate(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] += b[i];

    [Kernel]
    internal static void Loop(Index1D i, ArrayView<float> a, int n)
    {
        var sum = 0f;
        for (var k = 0; k < n; k++) sum += a[k];
        a[i] = sum;
    }

    [Kernel]
    internal static void Fields(Index1D i, ArrayView<Pair> pairs, ArrayView<float> a) => a[i] = pairs[i].Left * pairs[i].Right;

    [Kernel]
    internal static void Parameters(Index1D i, ArrayView<float> a, float scale, Pair pair) => a[i] = (scale * pair.Left) - pair.Right;

    [Kernel]
    internal static void Square(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] = b[i] * b[i];

    [Kernel]
    internal static void OneMinus(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] = 1f - b[i];

    [Kernel]
    internal static void Double(Index1D i, ArrayView<double> a, ArrayView<double> b) => a[i] = (a[i] * b[i]) + a[i];

    [Kernel]
    internal static void Mixed(Index1D i, ArrayView<float> a, int n) => a[i] = n * a[i];

    [Kernel]
    internal static void Quotient(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] = a[i] / b[i];

    [Kernel]
    internal static void Reciprocal(Index1D i, ArrayView<float> a) => a[i] = 1f / a[i];

    [Kernel]
    internal static void Called(Index1D i, ArrayView<float> a, ArrayView<float> b) => a[i] = Product(a[i], b[i]);

    [Kernel]
    internal static void AtomicSum(Index1D i, ArrayView<float> a, ArrayView<float> b) => Atomic.Add(ref b[0], a[i]);

    [Kernel]
    internal static void Root(Index1D i, ArrayView<float> a) => a[i] = MathF.Sqrt(a[i]);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static float Product(float a, float b) => a * b;
}
