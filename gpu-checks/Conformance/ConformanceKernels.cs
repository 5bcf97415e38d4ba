// The kernels that run one operation or one function, chosen by number, on many operands.

namespace QuizKit.GpuChecks.Conformance;

/// <summary>The exact operations; the square root has binary32 alone.</summary>
internal enum Operation
{
    Multiply,
    Add,
    Subtract,
    Divide,
    SquareRoot,
    FusedMultiplyAdd,
}

/// <summary>The functions built from exact operations.</summary>
internal enum Function
{
    Exp,
    Log,
    Log1p,
    Tanh,
    Sin,
    Sigmoid,
    NormalCdf,
    Gelu,
    Swish,
}

/// <summary>The kernels of the conformance tests; each work item takes every n-th case.</summary>
internal static class ConformanceKernels
{
    [Kernel]
    internal static void Operation32(
        Index1D index,
        ArrayView1D<float, Stride1D.Dense> a,
        ArrayView1D<float, Stride1D.Dense> b,
        ArrayView1D<float, Stride1D.Dense> c,
        ArrayView1D<float, Stride1D.Dense> results,
        int operation,
        int items)
    {
        for (int i = index; i < results.Length; i += items)
        {
            if (operation == (int)Operation.Multiply) results[i] = Exact32.Multiply(a[i], b[i]);
            if (operation == (int)Operation.Add) results[i] = Exact32.Add(a[i], b[i]);
            if (operation == (int)Operation.Subtract) results[i] = Exact32.Subtract(a[i], b[i]);
            if (operation == (int)Operation.Divide) results[i] = Exact32.Divide(a[i], b[i]);
            if (operation == (int)Operation.SquareRoot) results[i] = Exact32.SquareRoot(a[i]);
            if (operation == (int)Operation.FusedMultiplyAdd) results[i] = Exact32.FusedMultiplyAdd(a[i], b[i], c[i]);
        }
    }

    [Kernel]
    internal static void Operation64(
        Index1D index,
        ArrayView1D<double, Stride1D.Dense> a,
        ArrayView1D<double, Stride1D.Dense> b,
        ArrayView1D<double, Stride1D.Dense> c,
        ArrayView1D<double, Stride1D.Dense> results,
        int operation,
        int items)
    {
        for (int i = index; i < results.Length; i += items)
        {
            if (operation == (int)Operation.Multiply) results[i] = Exact64.Multiply(a[i], b[i]);
            if (operation == (int)Operation.Add) results[i] = Exact64.Add(a[i], b[i]);
            if (operation == (int)Operation.Subtract) results[i] = Exact64.Subtract(a[i], b[i]);
            if (operation == (int)Operation.Divide) results[i] = Exact64.Divide(a[i], b[i]);
            if (operation == (int)Operation.FusedMultiplyAdd) results[i] = Exact64.FusedMultiplyAdd(a[i], b[i], c[i]);
        }
    }

    [Kernel]
    internal static void Exact(
        Index1D index, ArrayView1D<float, Stride1D.Dense> x, ArrayView1D<float, Stride1D.Dense> results, int function, int items)
    {
        for (int i = index; i < results.Length; i += items)
        {
            if (function == (int)Function.Exp) results[i] = Exact32Functions.Exp(x[i]);
            if (function == (int)Function.Log) results[i] = Exact32Logarithms.Log(x[i]);
            if (function == (int)Function.Log1p) results[i] = Exact32Logarithms.Log1p(x[i]);
            if (function == (int)Function.Tanh) results[i] = Exact32Waves.Tanh(x[i]);
            if (function == (int)Function.Sin) results[i] = Exact32Waves.Sin(x[i]);
            if (function == (int)Function.Sigmoid) results[i] = Exact32Functions.Sigmoid(x[i]);
            if (function == (int)Function.NormalCdf) results[i] = Exact32Activations.NormalCdf(x[i]);
            if (function == (int)Function.Gelu) results[i] = Exact32Activations.Gelu(x[i]);
            if (function == (int)Function.Swish) results[i] = Exact32Activations.Swish(x[i]);
        }
    }

    [Kernel]
    [PlainArithmetic("The device's own functions are measured beside those built from exact operations.")]
    internal static void DeviceOwn(
        Index1D index, ArrayView1D<float, Stride1D.Dense> x, ArrayView1D<float, Stride1D.Dense> results, int function, int items)
    {
        for (int i = index; i < results.Length; i += items)
        {
            if (function == (int)Function.Exp) results[i] = MathF.Exp(x[i]);
            if (function == (int)Function.Log) results[i] = MathF.Log(x[i]);
            if (function == (int)Function.Tanh) results[i] = MathF.Tanh(x[i]);
            if (function == (int)Function.Sin) results[i] = MathF.Sin(x[i]);
            if (function == (int)Function.Sigmoid) results[i] = 1f / (1f + MathF.Exp(-x[i]));
            if (function == (int)Function.Swish) results[i] = x[i] / (1f + MathF.Exp(-x[i]));
        }
    }
}
