// What a device was given for a kernel.

using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace QuizKit.Devices.Kernels;

/// <summary>A kernel that a check launched, and what was found in the code that the device was given for it.</summary>
/// <param name="Name">The class and the method.</param>
/// <param name="Language">What the device was given: <c>ptx</c> or <c>opencl-c</c>; null on the CPU accelerator, which has no device code.</param>
/// <param name="PlainArithmetic">Why the kernel uses operators that a compiler may contract, or null where it must not.</param>
/// <param name="FloatOperations">The number of floating-point operations in the text.</param>
/// <param name="Violations">What breaks the rules of exact arithmetic in the text; empty where all is well.</param>
internal sealed record KernelUse(
    string Name, string? Language, string? PlainArithmetic, int FloatOperations, IReadOnlyList<string> Violations)
{
    /// <summary>The text itself, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }
}
