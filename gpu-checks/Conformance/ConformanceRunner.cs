// Measures a device: whether its exact operations are exact, and the largest error of its functions.

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QuizKit.GpuChecks.Conformance;

/// <summary>The result of one operation on one device.</summary>
/// <param name="Name">The operation with its format, such as <c>multiply 32</c>.</param>
/// <param name="Cases">How many operands were tried.</param>
/// <param name="Wrong">How many results have other bits than the reference; any NaN equals any other.</param>
/// <param name="Flushed">How many of those have a subnormal operand or result: what a device that flushes them gets wrong.</param>
/// <param name="Example">One wrong result, or null.</param>
internal sealed record OperationResult(string Name, int Cases, int Wrong, int Flushed, string? Example);

/// <summary>The result of one function on one device.</summary>
/// <param name="Name">The function.</param>
/// <param name="From">The lower end of the sweep.</param>
/// <param name="To">The upper end of the sweep.</param>
/// <param name="Points">How many arguments were tried.</param>
/// <param name="ErrorUlps">The largest error in ulp of the result.</param>
/// <param name="At">The argument of that error.</param>
/// <param name="BoundUlps">The largest accepted error.</param>
/// <param name="Digest">A digest of all results: equal on two devices where every bit is.</param>
/// <param name="OwnErrorUlps">The largest error of the device's own function, or null where it has none.</param>
/// <param name="OwnAt">The argument of that error.</param>
internal sealed record FunctionResult(
    string Name, float From, float To, int Points, double ErrorUlps, float At, double BoundUlps, string Digest, double? OwnErrorUlps,
    float? OwnAt);

/// <summary>What was measured on one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Functions">The functions.</param>
internal sealed record DeviceConformance(
    DeviceInfo Device, IReadOnlyList<OperationResult> Operations, IReadOnlyList<FunctionResult> Functions)
{
    /// <summary>Whether every operation is exact and every function within its bound.</summary>
    public bool Conforms =>
        Operations.All(operation => operation.Wrong == 0) && Functions.All(function => function.ErrorUlps <= function.BoundUlps);
}

internal sealed class ConformanceRunner(Accelerator accelerator, DeviceInfo device, Scale scale, ulong seed, CancellationToken cancellation)
{
    private int RandomCases => scale switch { Scale.Quick => 1 << 11, Scale.Full => 1 << 15, _ => 1 << 20 };

    private int Points => scale switch { Scale.Quick => 1 << 12, Scale.Full => 1 << 16, _ => 1 << 24 };

    public DeviceConformance Run()
    {
        var cases32 = OperandCases.Binary32(seed, RandomCases);
        var operations = Enum.GetValues<Operation>().Select(
            operation => Check(Name(operation) + " 32", operation, cases32, ConformanceKernels.Operation32)).ToList();
        if (device.SupportsFloat64)
        {
            var cases64 = OperandCases.Binary64(seed, RandomCases);
            operations.AddRange(Enum.GetValues<Operation>().Where(operation => operation != Operation.SquareRoot).Select(
                operation => Check(Name(operation) + " 64", operation, cases64, ConformanceKernels.Operation64)));
        }

        return new DeviceConformance(device, operations, [.. FunctionUnderTest.All.Select(Measure)]);
    }

    private OperationResult Check<T>(
        string name,
        Operation operation,
        (T A, T B, T C)[] cases,
        Action<Index1D, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>, ArrayView1D<T, Stride1D.Dense>,
            ArrayView1D<T, Stride1D.Dense>, int, int> kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        cancellation.ThrowIfCancellationRequested();
        using var a = accelerator.Allocate1D([.. cases.Select(operands => operands.A)]);
        using var b = accelerator.Allocate1D([.. cases.Select(operands => operands.B)]);
        using var c = accelerator.Allocate1D([.. cases.Select(operands => operands.C)]);
        using var results = accelerator.Allocate1D<T>(cases.Length);
        var items = accelerator.WorkItems();
        accelerator.Run(kernel, items, a.View, b.View, c.View, results.View, (int)operation, items);
        var found = results.GetAsArray1D();

        int wrong = 0, flushed = 0;
        string? example = null;
        for (var i = 0; i < cases.Length; i++)
        {
            var (x, y, z) = cases[i];
            var expected = Reference(operation, x, y, z);

            // Equal zeros may differ in their signs.
            var isSame = expected == found[i] ? T.IsNegative(expected) == T.IsNegative(found[i]) : T.IsNaN(expected) && T.IsNaN(found[i]);
            if (isSame) continue;
            wrong++;
            var touchesSubnormals = T.IsSubnormal(x) || T.IsSubnormal(y) || T.IsSubnormal(z) || T.IsSubnormal(expected);
            if (touchesSubnormals) flushed++;
            if (example is null || !touchesSubnormals) example = Text(operation, x, y, z, found[i], expected);
        }

        return new OperationResult(name, cases.Length, wrong, flushed, example);
    }

    private FunctionResult Measure(FunctionUnderTest function)
    {
        cancellation.ThrowIfCancellationRequested();
        var arguments = Sweep(function.From, function.To, Points);
        using var x = accelerator.Allocate1D(arguments);
        using var results = accelerator.Allocate1D<float>(arguments.Length);
        var items = accelerator.WorkItems();
        accelerator.Run(ConformanceKernels.Exact, items, x.View, results.View, (int)function.Function, items);
        var exact = results.GetAsArray1D();
        var (error, at) = LargestError(function, arguments, exact);
        var digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(exact)))[..16];
        if (!function.HasDeviceOwn)
        {
            return new FunctionResult(
                function.Name, function.From, function.To, arguments.Length, error, at, function.BoundUlps, digest, null, null);
        }

        accelerator.Run(ConformanceKernels.DeviceOwn, items, x.View, results.View, (int)function.Function, items);
        var (ownError, ownAt) = LargestError(function, arguments, results.GetAsArray1D());
        return new FunctionResult(
            function.Name, function.From, function.To, arguments.Length, error, at, function.BoundUlps, digest, ownError, ownAt);
    }

    /// <summary>Arguments evenly spaced over the floats of a range, so that every binade has the same number.</summary>
    private static float[] Sweep(float from, float to, int points)
    {
        long first = RoundingErrors.Ordinal(from), last = RoundingErrors.Ordinal(to);
        var arguments = new List<float>(points);
        for (var i = 0; i < points; i++)
        {
            var x = OfOrdinal(first + (long)((Int128)(last - first) * i / (points - 1)));
            if (!float.IsSubnormal(x)) arguments.Add(x);
        }

        return [.. arguments];
    }

    private static (double Error, float At) LargestError(FunctionUnderTest function, float[] arguments, float[] found)
    {
        double largest = 0;
        var at = arguments[0];
        for (var i = 0; i < arguments.Length; i++)
        {
            var truth = function.Reference(arguments[i]);

            // A subnormal result has no bound on its relative error.
            if (Math.Abs(truth) < 1.1754943508222875e-38) continue;
            var ulp = Math.ScaleB(1, Math.ILogB(truth) - 23);
            var error = Math.Abs(found[i] - truth) / ulp;
            if (!(error > largest) && !double.IsNaN(error)) continue;
            (largest, at) = (double.IsNaN(error) ? double.PositiveInfinity : error, arguments[i]);
        }

        return (largest, at);
    }

    private static T Reference<T>(Operation operation, T a, T b, T c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => operation switch
        {
            Operation.Multiply => SoftwareArithmetic<T>.Multiply(a, b),
            Operation.Add => SoftwareArithmetic<T>.Add(a, b),
            Operation.Subtract => SoftwareArithmetic<T>.Subtract(a, b),
            Operation.Divide => SoftwareArithmetic<T>.Divide(a, b),
            Operation.SquareRoot => SoftwareArithmetic<T>.SquareRoot(a),
            _ => SoftwareArithmetic<T>.FusedMultiplyAdd(a, b, c),
        };

    private static string Name(Operation operation) => operation switch
    {
        Operation.SquareRoot => "square root",
        Operation.FusedMultiplyAdd => "fused multiply-add",
        _ => operation.ToString().ToLowerInvariant(),
    };

    private static string Text<T>(Operation operation, T a, T b, T c, T found, T expected)
        where T : IFormattable
    {
        static string R(T value) => value.ToString("R", CultureInfo.InvariantCulture);
        var operands = operation switch
        {
            Operation.SquareRoot => R(a),
            Operation.FusedMultiplyAdd => $"{R(a)}, {R(b)}, {R(c)}",
            _ => $"{R(a)}, {R(b)}",
        };
        return $"{Name(operation)} of {operands} gave {R(found)} instead of {R(expected)}";
    }

    private static float OfOrdinal(long ordinal) =>
        ordinal < 0 ? -BitConverter.Int32BitsToSingle((int)-ordinal) : BitConverter.Int32BitsToSingle((int)ordinal);
}
