// Marks the kernels that use plain operators on floats.

namespace QuizKit.Devices.Arithmetic;

/// <summary>Marks a kernel that uses the plain operators on floats on purpose, with the reason.</summary>
/// <param name="reason">Why the kernel does not use exact operations alone.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PlainArithmeticAttribute(string reason) : Attribute
{
    /// <summary>Why the kernel does not use exact operations alone.</summary>
    public string Reason { get; } = reason;
}
