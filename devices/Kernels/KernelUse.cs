// The code that a device was given for a kernel.

using System.Text.Json.Serialization;

namespace QuizKit.Devices.Kernels;

/// <summary>A kernel that a check launched, and what was found in the code that the device was given for it.</summary>
/// <param name="Language"><c>ptx</c> or <c>opencl-c</c>; null on the CPU accelerator, which has no device code.</param>
/// <param name="PlainArithmetic">Why the kernel uses operators that a compiler may contract; null if it uses none.</param>
internal sealed record KernelUse(
    string Name, string? Language, string? PlainArithmetic, int FloatOperations, IReadOnlyList<string> Violations)
{
    /// <summary>The text itself, if it was requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }
}
