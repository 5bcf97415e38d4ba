// Binary32 operations that round once and are never contracted, fused or folded, on every device.

using ILGPU.IR.Intrinsics;

namespace QuizKit.Devices.Arithmetic;

/// <summary>The IEEE 754 binary32 operations for kernels: each call is one operation, rounded to nearest even.</summary>
/// <remarks>
/// Plain <c>a * b + c</c> in a kernel does not define how often it rounds: the PTX assembler may fuse the pair, an OpenCL
/// compiler may too, and ILGPU's own IR folds constants algebraically. These methods are opaque to all three:
/// <see cref="ExactArithmetic.UseExactArithmetic"/> replaces each by one instruction, or by integer arithmetic. The CPU accelerator runs the bodies
/// below, where .NET rounds every float operation to binary32 and never contracts.
/// Subnormal numbers are kept in PTX; an OpenCL device may flush them (<c>CL_FP_DENORM</c>), see <c>ArithmeticProbe</c>.
/// </remarks>
internal static class Exact32
{
    /// <summary>Returns a·b, rounded once.</summary>
    [IntrinsicImplementation]
    public static float Multiply(float a, float b) => a * b;

    /// <summary>Returns a+b, rounded once.</summary>
    [IntrinsicImplementation]
    public static float Add(float a, float b) => a + b;

    /// <summary>Returns a−b, rounded once.</summary>
    [IntrinsicImplementation]
    public static float Subtract(float a, float b) => a - b;

    /// <summary>Returns a/b, rounded once: by <see cref="Exact32InIntegers"/> on OpenCL.</summary>
    [IntrinsicImplementation]
    public static float Divide(float a, float b) => a / b;

    /// <summary>Returns √a, rounded once: by <see cref="Exact32InIntegers"/> on OpenCL.</summary>
    [IntrinsicImplementation]
    public static float SquareRoot(float a) => MathF.Sqrt(a);

    /// <summary>Returns a·b+c, rounded once, after the addition.</summary>
    [IntrinsicImplementation]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
}
