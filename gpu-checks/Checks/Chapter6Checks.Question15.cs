// Question 15: how many evaluations numerical differentiation takes, and how exact it is.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question15Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>Centered differences need 2p evaluations of the function for p parameters.</summary>
    protected override Outcome NumericalNeedsPEvaluations(Claim claim, CheckContext context) =>
        NumericalNeedsPEvaluations(claim, context, every: 1);

    /// <summary>The same for every n-th parameter: with more than 1 fewer evaluations do, but the gradient is wrong.</summary>
    internal static Outcome NumericalNeedsPEvaluations(Claim claim, CheckContext context, int every)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        int[] hidden = [1, 4, 16, 64];
        var shapes = hidden.Select(units => new SmallNetworkShape(Inputs, units, (int)Activation.Tanh, 0));
        return DescribeEvaluations([.. shapes.Select(shape => CenteredDifferences(context, shape, every))]) with { Seed = context.Seed };
    }

    /// <summary>Describes the evaluations that each gradient took, and its error relative to its norm.</summary>
    internal static Outcome DescribeEvaluations(IReadOnlyList<(int Parameters, int Evaluations, double Error)> rows)
    {
        // Tanh has an error of some 10⁻⁷ and the step is 2⁻⁷: the gradient is right to a few 10⁻⁴, which tells it from a wrong one.
        const double tolerance = 1e-2;
        var worst = rows.Max(row => row.Error);
        var counted = rows.All(row => row.Evaluations == 2 * row.Parameters);
        return new Outcome
        {
            Verdict = counted && worst <= tolerance ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                string.Join(", ", rows.Select(row => Invariant($"{row.Evaluations:N0} evaluations for {row.Parameters} parameters"))) +
                Invariant($": {(counted ? "2p" : "not 2p")}. The gradients they give are off by at most {worst:0.0e+0} of their norm."),
            Method =
                Invariant($"Centered differences of the squared error of [{Inputs}, h, 1] with tanh over {Examples} examples, in exact ") +
                "binary32 arithmetic with a step of 2^-7; the loss function counts each evaluation. The gradient is compared with " +
                "backpropagation in binary64.",
            Measurements =
            [
                .. rows.Select(row =>
                    Measurement.Of(Invariant($"evaluations for {row.Parameters} parameters"), row.Evaluations, "evaluations")
                        .Exactly(2 * row.Parameters, "two a parameter")),
                Measurement.Of("largest error of a gradient, relative to its norm", worst)
                    .Within(tolerance, of: 0, "backpropagation in binary64"),
            ],
            Runs = rows.Sum(row => (long)row.Evaluations),
        };
    }

    /// <summary>The error of a centered difference is U-shaped: truncation on one side, rounding on the other.</summary>
    protected override Outcome NumericalErrorIsUShaped(Claim claim, CheckContext context) =>
        NumericalErrorIsUShaped(claim, context, Function.ExponentialTimesX);

    internal static Outcome NumericalErrorIsUShaped(Claim claim, CheckContext context, Function tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var single = Curve("binary32", Errors32(context, tested), RoundingErrors.UnitRoundoff);
        return context.RequireBinary64() is null
            ? DescribeUShape([single, Curve("binary64", Errors64(context, tested), RoundingErrors.UnitRoundoff64)])
            : DescribeUShape([single]);
    }

    /// <summary>Describes the error of centered differences over their step, for each format.</summary>
    internal static Outcome DescribeUShape(IReadOnlyList<ErrorCurve> curves)
    {
        const double truncationBound = 0.1, roundingBound = 0.25, octaves = 2;
        var holds = curves.All(curve => Math.Abs(curve.TruncationSlope - 2) <= truncationBound
            && Math.Abs(curve.RoundingSlope + 1) <= roundingBound && Math.Abs(curve.OctavesOff) <= octaves);
        return new Outcome
        {
            Verdict = holds ? Verdict.Confirmed : Verdict.Refuted,
            Finding = string.Join(" ", curves.Select(curve =>
                Invariant($"In {curve.Format} the error is smallest, {curve.SmallestError:0.0e+0}, at a step of {curve.BestStep:0.0e+0} ") +
                Invariant($"(u^(1/3) = {curve.CubeRoot:0.0e+0}); above it the error grows as the step to the power ") +
                Invariant($"{curve.TruncationSlope:F2}, below it to the power {curve.RoundingSlope:F2}."))),
            Method = "Centered differences of x·e^x at 65 points of [0.75, 1.25], steps 2^-2, 2^-3, … as long as x ± step is exact, in " +
                "exact arithmetic; the root mean square of the relative errors, and straight lines through its logarithm three octaves " +
                "or more from the minimum.",
            Measurements =
            [
                .. curves.SelectMany(curve => new[]
                {
                    Measurement.Of(curve.Format + ": best step, in octaves from u^(1/3)", curve.OctavesOff, "octaves")
                        .Within(octaves, of: 0, "truncation e^2 and rounding u/e balance at u^(1/3)"),
                    Measurement.Of(curve.Format + ": power of the step on the truncation side", curve.TruncationSlope)
                        .Within(truncationBound, of: 2, "Taylor: e^2·f'''/6"),
                    Measurement.Of(curve.Format + ": power of the step on the rounding side", curve.RoundingSlope)
                        .Within(roundingBound, of: -1, "u·|f|/e"),
                    Measurement.Of(curve.Format + ": smallest error", curve.SmallestError),
                    Measurement.Of(curve.Format + ": best step", curve.BestStep),
                }),
            ],
            Plots = [new Plot(
                "Relative error of the centered difference of x·e^x over its step", "step", "relative error", LogX: true, LogY: true,
                [.. curves.Select(curve =>
                    PlotData.Line(curve.Format, curve.Errors.Select((_, i) => Math.ScaleB(1, -(i + 2))), curve.Errors))])],
            Runs = curves.Sum(curve => curve.Errors.Count * CurvePoints),
        };
    }
}

internal static partial class Question15Kernels
{
    /// <summary>The function whose derivative is taken.</summary>
    internal enum Function
    {
        /// <summary>x·eˣ.</summary>
        ExponentialTimesX,

        /// <summary>x², whose centered difference has no truncation error: only the rounding side of the U.</summary>
        Square,
    }

    internal const int Inputs = 4, Examples = 16, CurvePoints = 65;

    internal sealed record ErrorCurve(
        string Format, double BestStep, double SmallestError, double CubeRoot, double OctavesOff, double TruncationSlope,
        double RoundingSlope, IReadOnlyList<double> Errors);

    public static ErrorCurve Curve(string format, double[] errors, double unitRoundoff)
    {
        // errors[i] belongs to the step 2^−(i+2). A curve without a side has no slope on it.
        var best = Array.IndexOf(errors, errors.Min());
        var root = Math.Cbrt(unitRoundoff);
        double Slope(int from, int to)
        {
            var points = Enumerable.Range(from, Math.Max(0, to - from)).Where(i => errors[i] > 0).ToArray();
            return points.Length < 3
                ? 0
                : LeastSquares.Slope([.. points.Select(i => -(i + 2.0))], [.. points.Select(i => Math.Log2(errors[i]))]);
        }

        var step = Math.ScaleB(1, -(best + 2));
        return new ErrorCurve(
            format, step, errors[best], root, Math.Log2(step / root), Slope(0, best - 2), Slope(best + 3, errors.Length), errors);
    }

    internal static double[] Errors32(CheckContext context, Function function)
    {
        const int steps = 21;
        using var quotients = context.Accelerator.Allocate1D<float>(steps * CurvePoints);
        var items = Math.Min(context.Accelerator.WorkItems(), steps * CurvePoints);
        context.Accelerator.Run(Difference32Kernel, items, quotients.View, (int)function, items);
        return Errors([.. quotients.GetAsArray1D().Select(q => (double)q)], function);
    }

    internal static double[] Errors64(CheckContext context, Function function)
    {
        const int steps = 40;
        using var quotients = context.Accelerator.Allocate1D<double>(steps * CurvePoints);
        var items = Math.Min(context.Accelerator.WorkItems(), steps * CurvePoints);
        context.Accelerator.Run(Difference64Kernel, items, quotients.View, (int)function, items);
        return Errors(quotients.GetAsArray1D(), function);
    }

    /// <summary>For each step the root mean square over the points of the relative error.</summary>
    internal static double[] Errors(double[] quotients, Function function) =>
        [.. quotients.Chunk(CurvePoints).Select(row => Math.Sqrt(row.Select((quotient, i) =>
        {
            var x = 0.75 + (i / 128.0);
            var exact = function == Function.Square ? 2 * x : (1 + x) * Math.Exp(x);
            return Math.Pow((quotient - exact) / exact, 2);
        }).Average()))];

    /// <summary>Each work item takes every n-th pair of a step and a point, a multiple of 1/128, so that x ± 2⁻ᵏ is exact.</summary>
    [Kernel]
    internal static void Difference32Kernel(Index1D index, FloatView quotients, int function, int items)
    {
        for (int at = index; at < quotients.Length; at += items)
        {
            var step = Interop.IntAsFloat((uint)(127 - 2 - (at / CurvePoints)) << 23);
            var x = Exact32.FusedMultiplyAdd(at % CurvePoints, 0.0078125f, 0.75f);
            var rise = Exact32.Subtract(Value32(function, Exact32.Add(x, step)), Value32(function, Exact32.Subtract(x, step)));
            quotients[at] = Exact32.Divide(rise, Exact32.Multiply(2f, step));
        }
    }

    private static float Value32(int function, float x) =>
        Exact32.Multiply(x, function == (int)Function.Square ? x : Exact32Functions.Exp(x));

    /// <summary>The same in binary64.</summary>
    [Kernel]
    internal static void Difference64Kernel(Index1D index, DoubleView quotients, int function, int items)
    {
        for (int at = index; at < quotients.Length; at += items)
        {
            var step = Interop.IntAsFloat((ulong)(1023 - 2 - (at / CurvePoints)) << 52);
            var x = Exact64.FusedMultiplyAdd(at % CurvePoints, 0.0078125, 0.75);
            var rise = Exact64.Subtract(Value64(function, Exact64.Add(x, step)), Value64(function, Exact64.Subtract(x, step)));
            quotients[at] = Exact64.Divide(rise, Exact64.Multiply(2.0, step));
        }
    }

    private static double Value64(int function, double x) =>
        Exact64.Multiply(x, function == (int)Function.Square ? x : Exact64Functions.Exp(x));

    /// <summary>The evaluations that the gradient of one network took, and the gradient's error relative to its norm.</summary>
    internal static (int Parameters, int Evaluations, double Error) CenteredDifferences(
        CheckContext context, SmallNetworkShape shape, int every)
    {
        var accelerator = context.Accelerator;
        var parameters = Samples.Normal(context.Seed, stream: 1, shape.Parameters, 0.5);
        var inputs = Samples.Normal(context.Seed, stream: 2, Examples * Inputs);
        var targets = Samples.Normal(context.Seed, stream: 3, Examples);
        using var p = accelerator.Allocate1D(parameters);
        using var x = accelerator.Allocate1D(inputs);
        using var y = accelerator.Allocate1D(targets);
        using var scratch = accelerator.Allocate1D<float>(shape.Parameters * (shape.Parameters + shape.Hidden));
        using var gradient = accelerator.Allocate1D<float>(shape.Parameters);
        using var evaluations = accelerator.Allocate1D<int>(1);
        gradient.MemSetToZero();
        evaluations.MemSetToZero();
        accelerator.Run(
            CenteredKernel, (shape.Parameters + every - 1) / every, new CenteredArguments(shape, every), p.View,
            new ExampleViews(x.View, y.View), scratch.View, gradient.View, evaluations.View);

        var exact = Backpropagate(shape, parameters, inputs, targets);
        var found = gradient.GetAsArray1D();
        var error = Math.Sqrt(found.Zip(exact, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(g => g * g));
        return (shape.Parameters, evaluations.GetAsArray1D()[0], error);
    }

    /// <summary>The gradient of half the mean squared error, in binary64.</summary>
    private static double[] Backpropagate(SmallNetworkShape shape, float[] p, float[] x, float[] y)
    {
        int d = shape.Inputs, h = shape.Hidden;
        var gradient = new double[shape.Parameters];
        for (var e = 0; e < Examples; e++)
        {
            var a = new double[h];
            double output = p[h * (d + 2)];
            for (var j = 0; j < h; j++)
            {
                double z = p[(j * (d + 1)) + d];
                for (var i = 0; i < d; i++) z += (double)p[(j * (d + 1)) + i] * x[(e * d) + i];
                a[j] = Math.Tanh(z);
                output += p[(h * (d + 1)) + j] * a[j];
            }

            var delta = (output - y[e]) / Examples;
            gradient[h * (d + 2)] += delta;
            for (var j = 0; j < h; j++)
            {
                gradient[(h * (d + 1)) + j] += delta * a[j];
                var back = delta * p[(h * (d + 1)) + j] * (1 - (a[j] * a[j]));
                for (var i = 0; i < d; i++) gradient[(j * (d + 1)) + i] += back * x[(e * d) + i];
                gradient[(j * (d + 1)) + d] += back;
            }
        }

        return gradient;
    }

    internal readonly record struct CenteredArguments(SmallNetworkShape Shape, int Every);

    internal readonly record struct ExampleViews(FloatView X, FloatView Y);

    /// <summary>One work item per parameter: (L(p+e) − L(p−e))/2e on its own copy of the parameters.</summary>
    [Kernel]
    internal static void CenteredKernel(
        Index1D index, CenteredArguments arguments, FloatView parameters, ExampleViews examples, FloatView scratch, FloatView gradient,
        IntView evaluations)
    {
        const float step = 0.0078125f;
        var shape = arguments.Shape;
        var own = (long)(int)index * (shape.Parameters + shape.Hidden);
        var p = scratch.SubView(own, shape.Parameters);
        var z = scratch.SubView(own + shape.Parameters, shape.Hidden);
        for (var i = 0; i < shape.Parameters; i++) p[i] = parameters[i];
        var which = index * arguments.Every;
        p[which] = Exact32.Add(parameters[which], step);
        var above = CountedLoss(shape, p, examples, z, evaluations);
        p[which] = Exact32.Subtract(parameters[which], step);
        var below = CountedLoss(shape, p, examples, z, evaluations);
        gradient[which] = Exact32.Divide(Exact32.Subtract(above, below), Exact32.Multiply(2f, step));
    }

    private static float CountedLoss(SmallNetworkShape shape, FloatView p, ExampleViews examples, FloatView z, IntView evaluations)
    {
        Atomic.Add(ref evaluations[0], 1);
        return SmallNetwork.MeanSquaredError(shape, p, examples.X, examples.Y, 0, Examples, z);
    }
}
