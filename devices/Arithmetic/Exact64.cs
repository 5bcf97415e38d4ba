// Binary64 operations that round once and are never contracted, fused or folded, on every device that has binary64.

using ILGPU.IR.Intrinsics;

namespace QuizKit.Devices.Arithmetic;

/// <summary>
/// The IEEE 754 binary64 operations for kernels: each call is one operation, rounded to nearest even. The remarks on
/// <see cref="Exact32"/> apply, except that the quotient is one operation on OpenCL too, which rounds a binary64 division
/// correctly (OpenCL C 3.0, 7.4), as PTX does with <c>div.rn.f64</c>.
/// </summary>
/// <remarks>
/// An OpenCL device may lack binary64 (<c>cl_khr_fp64</c>): check <c>DeviceInfo.SupportsFloat64</c>
/// before loading a kernel that uses them.
/// </remarks>
internal static class Exact64
{
    /// <summary>Returns a·b, rounded once.</summary>
    [IntrinsicImplementation]
    public static double Multiply(double a, double b) => a * b;

    /// <summary>Returns a+b, rounded once.</summary>
    [IntrinsicImplementation]
    public static double Add(double a, double b) => a + b;

    /// <summary>Returns a−b, rounded once.</summary>
    [IntrinsicImplementation]
    public static double Subtract(double a, double b) => a - b;

    /// <summary>Returns a/b, rounded once.</summary>
    [IntrinsicImplementation]
    public static double Divide(double a, double b) => a / b;

    /// <summary>Returns a·b+c, rounded once, after the addition.</summary>
    [IntrinsicImplementation]
    public static double FusedMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);
}
