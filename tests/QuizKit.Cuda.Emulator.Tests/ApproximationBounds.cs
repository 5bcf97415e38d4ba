// The errors that the PTX ISA documents for approximate instructions.

namespace QuizKit.Cuda.Emulator.Tests;

internal static class ApproximationBounds
{
    /// <summary>Whether a rounded result and the one of a device differ by no more than the documented error and the rounding.</summary>
    public static bool Agree(string name, ulong[] operands, ulong rounded, ulong device)
    {
        if (rounded == device) return true;
        var parts = name.Split(' ')[0].Split('.');
        var type = parts[^1];
        var (x, y, argument) = (Value(rounded, type), Value(device, type), Value(operands[0], type));
        if (double.IsNaN(x) && double.IsNaN(y)) return true;

        // The error of sin and cos is documented between -2π and 2π.
        if (parts[0] is "sin" or "cos" && Math.Abs(argument) > 2 * Math.PI) return true;
        if (!double.IsFinite(x) || !double.IsFinite(y)) return false;
        var (relative, absolute) = (parts[0], type) switch
        {
            ("sin" or "cos", _) => (0, Math.Pow(2, -20.5)),
            ("lg2", _) => argument is > 0.5 and < 2 ? (0, Math.Pow(2, -22)) : (Math.Pow(2, -22), 0),
            ("ex2", "f32") => (Math.Pow(2, -22), 0.0),
            ("ex2", "f16") => (Math.Pow(2, -9.9), 0),
            ("ex2", _) => (Math.Pow(2, -7), 0),
            ("tanh", "f32") => (Math.Pow(2, -11), 0),
            ("tanh", "f16") => (0, Math.Pow(2, -10.987)),
            ("tanh", _) => (0, Math.Pow(2, -8)),
            ("div", _) => (2 * Math.Pow(2, -23), 0),
            ("rcp" or "rsqrt", "f64") => (Math.Pow(2, parts.Contains("ftz") ? -19 : -50), 0),
            ("rsqrt", _) => (Math.Pow(2, -22.9), 0),
            _ => (Math.Pow(2, -23), 0.0),
        };
        var ulp = type switch
        {
            "f64" => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x),
            "f32" => MathF.BitIncrement((float)Math.Abs(x)) - (float)Math.Abs(x),
            "f16" => Math.Max(Math.Abs(x) * Math.Pow(2, -10), Math.Pow(2, -24)),
            _ => Math.Abs(x) * Math.Pow(2, -7),
        };
        return Math.Abs(x - y) <= (relative * Math.Abs(x)) + absolute + ulp;
    }

    private static double Value(ulong bits, string type) => type switch
    {
        "f64" => BitConverter.UInt64BitsToDouble(bits),
        "f32" => BitConverter.UInt32BitsToSingle((uint)bits),
        "f16" => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        _ => BitConverter.UInt32BitsToSingle((uint)bits << 16),
    };
}
