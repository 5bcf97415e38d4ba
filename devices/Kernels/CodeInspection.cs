// Inspects the PTX or the OpenCL C that a driver is given for violations of the rules of exact arithmetic.

using System.Text.RegularExpressions;

namespace QuizKit.Devices.Kernels;

/// <summary>What was found in the text of a kernel.</summary>
/// <param name="FloatOperations">Its floating-point operations, in order.</param>
/// <param name="Violations">The violations of the rules, in words.</param>
internal sealed record CodeInspection(IReadOnlyList<string> FloatOperations, IReadOnlyList<string> Violations);

/// <summary>Inspects PTX.</summary>
/// <remarks>
/// In a kernel of exact arithmetic every operation that rounds is one of six and says <c>.rn</c>: an instruction without a
/// rounding modifier may be contracted (PTX ISA, "mul" and "add"). None is <c>.approx</c> or flushes subnormals with <c>.ftz</c>,
/// no float is added atomically, since the order of atomic additions is not fixed, and a conversion to a float rounds to nearest.
/// </remarks>
internal static partial class PtxInspection
{
    /// <summary>Inspects the PTX of one kernel with all functions that it calls. A plain kernel may violate the rules.</summary>
    public static CodeInspection Of(string ptx, bool isPlain)
    {
        List<string> operations = [.. RoundingOperation().Matches(ptx).Select(match => match.Groups[1].Value)];
        if (isPlain) return new CodeInspection(operations, []);
        List<string> violations =
        [
            .. operations.Where(operation => !ExactOperation().IsMatch(operation)).Distinct()
                .Select(operation => $"{operation} does not say that it rounds once to nearest"),
            .. Modifier().Matches(ptx).Select(match => match.Value).Distinct().Select(modifier => $"an instruction is {modifier}"),
            .. AtomicAddition().Matches(ptx).Select(match => match.Groups[1].Value).Distinct()
                .Select(operation => $"{operation} adds floats in no fixed order"),
            .. DirectedConversion().Matches(ptx).Select(match => match.Groups[1].Value).Distinct()
                .Select(conversion => $"{conversion} does not round to nearest"),
        ];
        return new CodeInspection(operations, violations);
    }

    [GeneratedRegex(
        @"^\s*(?:@!?%?\w+\s+)?((?:mul|add|sub|div|fma|mad|ex2|lg2|rcp|sqrt|rsqrt|sin|cos|tanh)(?:\.\w+)*\.(?:f16|f16x2|f32|f32x2|f64|bf16|bf16x2))\s",
        RegexOptions.Multiline)]
    private static partial Regex RoundingOperation();

    [GeneratedRegex(@"^(?:mul|add|sub|fma|div|sqrt)\.rn\.f(?:32|32x2|64)$")]
    private static partial Regex ExactOperation();

    [GeneratedRegex(@"\.(?:approx|ftz)\b")]
    private static partial Regex Modifier();

    [GeneratedRegex(
        @"^\s*(?:@!?%?\w+\s+)?((?:atom|red)(?:\.[\w:]+)*\.add(?:\.\w+)*\.(?:f16|f16x2|f32|f64|bf16|bf16x2))\s", RegexOptions.Multiline)]
    private static partial Regex AtomicAddition();

    [GeneratedRegex(@"^\s*(?:@!?%?\w+\s+)?(cvt\.r[zmp](?:\.\w+)*?\.(?:f16|f32|f64|bf16|tf32)\.\w+)\s", RegexOptions.Multiline)]
    private static partial Regex DirectedConversion();
}

/// <summary>Inspects OpenCL C.</summary>
/// <remarks>
/// In a kernel of exact arithmetic every operation that rounds stands alone in a block that switches contraction off; outside
/// these blocks no float is the operand of an arithmetic operator, and no built-in function of floats that rounds is called.
/// </remarks>
internal static partial class OpenCLInspection
{
    /// <summary>Inspects the OpenCL C of one kernel with all functions that it calls. A plain kernel may violate the rules.</summary>
    public static CodeInspection Of(string source, bool isPlain)
    {
        List<string> operations = [.. Block().Matches(source).Select(match => Operand().Replace(match.Groups[2].Value, "x"))];
        if (isPlain) return new CodeInspection(operations, []);

        List<string> violations =
        [
            .. operations.Where(operation => !OneOperation().IsMatch(operation)).Distinct()
                .Select(operation => $"'{operation}' is not one operation"),
            .. OpenCLReader.ViolationsOf(Block().Replace(source, ";")),
        ];
        return new CodeInspection(operations, violations);
    }

    [GeneratedRegex(@"\{\s*#pragma OPENCL FP_CONTRACT OFF\s*(\w+) = (.*?); \}", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\([-+\w.]+\)(?![\w(])")]
    private static partial Regex Operand();

    [GeneratedRegex(
        @"^(?:(?:\(double\))?x [-+*/] (?:\(double\))?x|fma\((?:(?:\(double\))?x(?:, )?){3}\))$")]
    private static partial Regex OneOperation();
}
