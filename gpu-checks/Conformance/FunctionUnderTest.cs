// The functions whose errors are measured: the range, the reference and the bound of each.

namespace QuizKit.GpuChecks.Conformance;

/// <summary>A function with the range over which its error is measured.</summary>
/// <param name="BoundUlps">The largest accepted error in ulp of the result.</param>
/// <param name="Reference">The function in binary64, accurate to far less than an ulp of binary32.</param>
/// <param name="HasDeviceOwn">Whether devices have the function, or its plain formula, of their own.</param>
internal sealed record FunctionUnderTest(
    Function Function, string Name, float From, float To, double BoundUlps, Func<double, double> Reference, bool HasDeviceOwn)
{
    /// <summary>All functions. A range ends where results become subnormal or overflow, or where the bound no longer holds.</summary>
    public static IReadOnlyList<FunctionUnderTest> All { get; } =
    [
        new(Function.Exp, "exp", -87f, 88.7f, Exact32Functions.ExpErrorUlps, Math.Exp, true),
        new(Function.Log, "log", 1.17549435e-38f, 3.4e38f, Exact32Logarithms.LogErrorUlps, Math.Log, true),
        new(Function.Log1p, "log1p", 1e-37f, 3.4e38f, Exact32Logarithms.Log1pErrorUlps, Binary64Reference.Log1p, false),
        new(Function.Tanh, "tanh", -20f, 20f, Exact32Waves.TanhErrorUlps, Math.Tanh, true),
        new(Function.Sin, "sin", -3f, 3f, Exact32Waves.SinErrorUlps, Math.Sin, true),
        new(Function.Sigmoid, "sigmoid", -87f, 88f, Exact32Functions.SigmoidErrorUlps, x => 1 / (1 + Math.Exp(-x)), true),
        new(Function.NormalCdf, "normal cdf", -13f, 16f, Exact32Activations.GaussianErrorUlps, Binary64Reference.NormalCdf, false),
        new(Function.Gelu, "gelu", -13f, 16f, Exact32Activations.GaussianErrorUlps, x => x * Binary64Reference.NormalCdf(x), false),
        new(Function.Swish, "swish", -87f, 88f, Exact32Functions.SigmoidErrorUlps + 0.5, x => x / (1 + Math.Exp(-x)), true),
    ];
}
