// Question 10: the order of the centered and the forward difference, and what they achieve in binary64 and in binary32.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question10Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>The centered difference has an error of the printed order. Values: the order.</summary>
    protected override Outcome CenteredDifferenceOrder(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(1)[0];
        if (context.RequireBinary64() is { } skipped) return skipped;
        return DescribeOrder("centered", printed, expected: 2, FitOrders(context, difference: 0));
    }

    /// <summary>The forward difference has an error of order 1.</summary>
    protected override Outcome ForwardDifferenceOrder(Claim claim, CheckContext context)
    {
        // The sentence prints O(ε): an order of 1, without a number.
        claim.RequireValues(0);
        if (context.RequireBinary64() is { } skipped) return skipped;
        return DescribeOrder("forward", printed: 1, expected: 1, FitOrders(context, difference: 1));
    }

    internal static Outcome DescribeOrder(string name, double printed, double expected, IReadOnlyList<Fit> fits)
    {
        // An error of exactly 0 has no logarithm: its slope is NaN, which is never within the tolerance.
        var holds = fits.All(fit => Math.Abs(fit.Slope - printed) <= SlopeTolerance);
        var worst = fits.MaxBy(fit => double.IsFinite(fit.Slope) ? Math.Abs(fit.Slope - printed) : double.PositiveInfinity)!;
        return new Outcome
        {
            Verdict = Verdicts.Of(holds),
            Finding = $"The error of the {name} difference falls with the power " +
                string.Join(", ", fits.Select(fit => Invariant($"{fit.Slope:F4} ({fit.Name})"))) +
                Invariant($" of the step; printed is {printed}."),
            Method = Invariant($"Least-squares lines through log2 of the error over log2 of the step, steps 2^-{Exponents[0]} to ") +
                Invariant($"2^-{Exponents[^1]}, in exact binary64 arithmetic with functions of at most ") +
                Invariant($"{Exact64Functions.SigmoidErrorUlps} ulp error; derivatives by analysis."),
            Measurements =
            [
                Measurement.Of("fitted order furthest from the printed one, " + worst.Name, worst.Slope)
                    .Within(SlopeTolerance, of: expected, "Taylor's theorem"),
                .. fits.Select(fit => Measurement.Of("fitted order, " + fit.Name, fit.Slope)
                    .Within(SlopeTolerance, of: expected, "Taylor's theorem")),
                .. fits.Select(fit => Measurement.Of(Invariant($"error with a step of 2^-{Exponents[0]}, ") + fit.Name, fit.Errors[0])),
            ],
            Plots = [new Plot(
                $"Error of the {name} difference over its step", "step", "error", LogX: true, LogY: true,
                [.. fits.Select(fit => PlotData.Line(fit.Name, Exponents.Select(k => Math.ScaleB(1, -k)), fit.Errors))])],
            Runs = fits.Count * Exponents.Length,
        };
    }

    /// <summary>
    /// Both expansions with the printed quadratic term leave a remainder of the printed order, and so does their difference without that
    /// term. Values: the divisor of f″, the power of ε beside it, the order of the remainders, the order of the error of the quotient.
    /// </summary>
    protected override Outcome TaylorExpansions(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(4);
        return context.RequireBinary64() ?? DescribeExpansions(printed, FitExpansions(context, printed[0], printed[1]));
    }

    /// <summary>Describes the orders that were fitted at each point for the printed expansions.</summary>
    internal static Outcome DescribeExpansions(IReadOnlyList<double> printed, IReadOnlyList<ExpansionFit> fits)
    {
        double remainder = printed[2], quotient = printed[3];
        var off = fits.Max(fit => new[]
        {
            fit.Above - remainder, fit.Below - remainder, fit.Quotient - quotient, fit.QuadraticTerm - printed[1],
        }.Max(distance => double.IsNaN(distance) ? double.PositiveInfinity : Math.Abs(distance)));
        string Each(Func<ExpansionFit, double> order) => string.Join(", ", fits.Select(fit => Invariant($"{order(fit):F3}")));
        return new Outcome
        {
            Verdict = Verdicts.Of(off <= SlopeTolerance),
            Finding =
                Invariant($"With the printed quadratic term the remainder falls with the power {Each(fit => fit.Above)} of the step ") +
                Invariant($"above theta and {Each(fit => fit.Below)} below it (printed: {remainder}). The sum of both steps has a ") +
                Invariant($"quadratic term, of power {Each(fit => fit.QuadraticTerm)}; it cancels in the difference, so that the ") +
                Invariant($"quotient is off by the power {Each(fit => fit.Quotient)} (printed: {quotient})."),
            Method = Invariant($"Least-squares lines through log2 of each quantity over log2 of the step, steps 2^-{Exponents[0]} to ") +
                Invariant($"2^-{Exponents[^1]}, at {string.Join(", ", fits.Select(fit => fit.Name))}: function values in exact binary64 ") +
                "arithmetic, derivatives by analysis.",
            Measurements =
            [
                Measurement.Of("furthest that a fitted order is from the printed one", off)
                    .Within(SlopeTolerance, of: 0, "Taylor's theorem"),
                .. fits.SelectMany(fit => new[]
                {
                    Measurement.Of("order of the remainder above, " + fit.Name, fit.Above).Within(SlopeTolerance, of: 3, "f'''/6"),
                    Measurement.Of("order of the remainder below, " + fit.Name, fit.Below).Within(SlopeTolerance, of: 3, "f'''/6"),
                    Measurement.Of("order of the sum's quadratic term, " + fit.Name, fit.QuadraticTerm)
                        .Within(SlopeTolerance, of: 2, "f(x+e) + f(x-e) - 2f(x) = f''·e^2 + O(e^4)"),
                    Measurement.Of("order of the quotient's error, " + fit.Name, fit.Quotient)
                        .Within(SlopeTolerance, of: 2, "the quadratic terms cancel"),
                }),
            ],
            Runs = fits.Count * Exponents.Length,
        };
    }

    /// <summary>In binary32 both differences have about the printed error. Values: the step, the error.</summary>
    protected override Outcome EpsilonAccuracyInBinary32(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(2);
        context.RequireExactArithmetic();
        return DescribeBinary32Accuracy(printed, AccuracyInBinary32(context, printed[0]));
    }

    /// <summary>The printed numbers are the step and the error of both differences.</summary>
    internal static Outcome DescribeBinary32Accuracy(IReadOnlyList<double> printed, Accuracy found) => new()
    {
        Verdict = found.Share > 1
            ? Verdict.Error
            : Verdicts.Of(IsNear(found.Centered, printed[1]) && IsNear(found.Forward, printed[1])),
        Finding =
            Invariant($"In binary32 a step of {printed[0]:0e+0} gives errors of {found.Centered:0.0e+0} (centered) and ") +
            Invariant($"{found.Forward:0.0e+0} (forward); printed is {printed[1]:0e+0} for both."),
        Method = Invariant($"sin(x) exp(x) at {Arguments.Length} points around 1 in exact binary32 arithmetic, compared with ") +
            "exp(x)(sin(x)+cos(x)); the root mean square of the errors. About is read as within a factor of 10.",
        Measurements =
        [
            Measurement.Of("centered error in binary32, root mean square", found.Centered)
                with { Reference = printed[1], Source = "as printed; about is within a factor of 10" },
            Measurement.Of("forward error in binary32, root mean square", found.Forward)
                with { Reference = printed[1], Source = "as printed; about is within a factor of 10" },
            Measurement.Of("largest error as a share of truncation and rounding", found.Share)
                .Within(1, of: 0, "Taylor's remainder and the roundings of two function values"),
        ],
        Runs = Arguments.Length,
    };

    /// <summary>
    /// With the printed step the two differences have about the printed errors, in binary64. Values: the step, the centered error,
    /// the forward error.
    /// </summary>
    protected override Outcome EpsilonAccuracy(Claim claim, CheckContext context)
    {
        var printed = claim.RequireValues(3);
        if (context.RequireBinary64() is { } skipped) return skipped;
        return DescribeEpsilonAccuracy(printed, AccuracyInBinary64(context, printed[0]), AccuracyInBinary32(context, printed[0]));
    }

    /// <summary>The printed numbers are the step, the centered error and the forward error.</summary>
    internal static Outcome DescribeEpsilonAccuracy(IReadOnlyList<double> printed, Accuracy in64, Accuracy in32)
    {
        var (step, centered, forward) = (printed[0], printed[1], printed[2]);
        var share = Math.Max(in64.Share, in32.Share);
        return new Outcome
        {
            Verdict = share > 1 ? Verdict.Error : Verdicts.Of(IsAsPrinted(in64), isQualified: !IsAsPrinted(in32)),
            Finding = (share <= 1 ? "" : "A difference is further from the derivative than truncation and rounding can explain: " +
                "the device or this check is at fault. ") +
                Invariant($"With a step of {step:0e+0}, sin(x) exp(x) around 1 gives errors of {in64.Centered:0.0e+0} (centered) and ") +
                Invariant($"{in64.Forward:0.0e+0} (forward) in binary64; in binary32, where rounding dominates, {in32.Centered:0.0e+0} ") +
                Invariant($"and {in32.Forward:0.0e+0}. Printed are {centered:0e+0} and {forward:0e+0}."),
            Method = Invariant($"Both differences at 1 and at {Arguments.Length - 1} points between 0.5 and 1.5, on the device, in ") +
                Invariant($"exact arithmetic, ") +
                "compared with exp(x)(sin(x)+cos(x)); the root mean square of the errors. About is read as within a factor of 10.",
            Measurements =
            [
                Measurement.Of("centered error in binary64, root mean square", in64.Centered)
                    with { Reference = centered, Source = "as printed; about is within a factor of 10" },
                Measurement.Of("forward error in binary64, root mean square", in64.Forward)
                    with { Reference = forward, Source = "as printed; about is within a factor of 10" },
                Measurement.Of("centered error in binary64 at 1", in64.CenteredAtFirst)
                    .Within(in64.RoundingAtFirst[0], of: in64.Truncation[0], "epsilon^2 |f'''|/6, up to rounding"),
                Measurement.Of("forward error in binary64 at 1", in64.ForwardAtFirst)
                    .Within(in64.RoundingAtFirst[1], of: in64.Truncation[1], "epsilon |f''|/2, up to rounding"),
                Measurement.Of("centered error in binary32, root mean square", in32.Centered)
                    .AtMost(in32.RoundingAtFirst[0], "rounding of f, over epsilon"),
                Measurement.Of("forward error in binary32, root mean square", in32.Forward)
                    .AtMost(in32.RoundingAtFirst[1], "rounding of f, over epsilon"),
                Measurement.Of("largest error as a share of truncation and rounding, both precisions", share)
                    .Within(1, of: 0, "Taylor's remainder and the roundings of two function values"),
            ],
            Runs = Arguments.Length,
        };

        bool IsAsPrinted(Accuracy found) => IsNear(found.Centered, centered) && IsNear(found.Forward, forward);
    }

    private static bool IsNear(double measured, double expected) => measured >= expected / 10 && measured <= expected * 10;
}

internal static class Question10Kernels
{
    internal const int SineTimesExponential = 0, RationalFunction = 1, Sigmoid = 2;

    /// <summary>How far a fitted slope may be off the order.</summary>
    internal const double SlopeTolerance = 0.05;

    /// <summary>The steps of the fits, 2⁻⁶ to 2⁻¹³: x ± ε and 2ε are exact, and rounding is not yet visible.</summary>
    internal static readonly int[] Exponents = [.. Enumerable.Range(6, 8)];

    /// <summary>
    /// 1, and 64 points around it, all exact in binary32: the error of one point depends on how its few function values happen to round.
    /// </summary>
    internal static readonly double[] Arguments = [1, .. Enumerable.Range(0, 64).Select(k => 0.5 + ((k + 0.5) / 64))];

    /// <summary>
    /// Where the orders are measured: points at which neither f″ nor f‴ vanishes, or the differences would be better than their
    /// order. The derivatives are those of analysis, in binary64 on the host.
    /// </summary>
    internal static readonly (string Name, int Function, double X, double Derivative, double Second)[] Points =
    [
        ("sin(x) exp(x) at 1", SineTimesExponential, 1, Math.E * (Math.Sin(1) + Math.Cos(1)), 2 * Math.E * Math.Cos(1)),
        ("1/(1+x^2) at 1/4", RationalFunction, 0.25, -0.5 / (1.0625 * 1.0625), -1.625 / (1.0625 * 1.0625 * 1.0625)),
        ("the sigmoid at 1", Sigmoid, 1, 1 / (1 + Math.Exp(-1)) / (1 + Math.Exp(1)),
            -Math.Tanh(0.5) / (1 + Math.Exp(-1)) / (1 + Math.Exp(1))),
    ];

    /// <summary>The order fitted at one of the points, and the error with each step.</summary>
    internal sealed record Fit(string Name, double Slope, double[] Errors);

    /// <summary>
    /// The orders fitted at one of the points: of the remainder of the expansion at θ+ε and at θ−ε, of f(θ+ε) + f(θ−ε) − 2f(θ), and of the
    /// error of (f(θ+ε) − f(θ−ε))/2ε.
    /// </summary>
    internal sealed record ExpansionFit(string Name, double Above, double Below, double QuadraticTerm, double Quotient);

    /// <summary>
    /// The errors of difference quotients of sin(x)·eˣ: root mean squares; at 1 with truncation and bound of rounding, each centered and
    /// forward; and the largest share of truncation and rounding.
    /// </summary>
    internal sealed record Accuracy(
        double Centered, double Forward, double CenteredAtFirst, double ForwardAtFirst, double[] Truncation, double[] RoundingAtFirst,
        double Share);

    internal static Accuracy AccuracyInBinary64(CheckContext context, double step) =>
        Judge(
            step, Differences(context, [.. Arguments.Select(x => (SineTimesExponential, x, step))]), RoundingErrors.UnitRoundoff64,
            Exact64Functions.SinErrorUlps + Exact64Functions.ExpErrorUlps);

    internal static Accuracy AccuracyInBinary32(CheckContext context, double step)
    {
        using var points = context.Accelerator.Allocate1D(Arguments.Select(x => (float)x).ToArray());
        using var results = context.Accelerator.Allocate1D<float>(2 * Arguments.Length);
        context.Accelerator.Run(SingleDifferencesKernel, Arguments.Length, points.View, (float)step, results.View);
        var quotients = results.GetAsArray1D().Chunk(2).Select(r => new double[] { r[0], r[1] }).ToArray();
        return Judge(step, quotients, RoundingErrors.UnitRoundoff, Exact32Waves.SinErrorUlps + Exact32Functions.ExpErrorUlps);
    }

    /// <summary>Compares difference quotients of sin(x)·eˣ with its derivative, and with what truncation and rounding can do.</summary>
    internal static Accuracy Judge(double step, double[][] quotients, double u, double functionUlps)
    {
        double centeredSquares = 0, forwardSquares = 0, share = 0;
        var first = new double[6];
        for (var k = 0; k < Arguments.Length; k++)
        {
            // The derivatives of sin(x)eˣ: f′ = eˣ(s+c), f″ = 2eˣc, f‴ = 2eˣ(c−s), f⁗ = −4f; over [x−ε, x+ε] they change little.
            var (s, c) = Math.SinCos(Arguments[k]);
            var e = Math.Exp(Arguments[k]);
            double derivative = e * (s + c), value = e * s;
            var centeredTruncation = step * step / 6 * Math.Abs(2 * e * (c - s));
            var forwardTruncation = step / 2 * Math.Abs(2 * e * c);
            var slack = 1 + (10 * step);

            // Of a function value: its own error, and that of rounding x ± ε. The step and the quotient are rounded too.
            var valueError = ((2 * functionUlps * u) + u) * value * slack;
            var argumentError = Math.Abs(derivative) * u * 2 * slack;
            var common = 4 * u * Math.Abs(derivative) * slack;
            var centeredRounding = ((valueError + argumentError) / step) + common;
            var forwardRounding = (((2 * valueError) + argumentError) / step) + common;

            var centeredError = Math.Abs(quotients[k][0] - derivative);
            var forwardError = Math.Abs(quotients[k][1] - derivative);
            share = Math.Max(share, centeredError / ((centeredTruncation * slack) + centeredRounding));
            share = Math.Max(share, forwardError / ((forwardTruncation * slack) + forwardRounding));
            centeredSquares += centeredError * centeredError;
            forwardSquares += forwardError * forwardError;
            if (k == 0) first = [centeredError, forwardError, centeredTruncation, forwardTruncation, centeredRounding, forwardRounding];
        }

        return new Accuracy(
            Math.Sqrt(centeredSquares / Arguments.Length), Math.Sqrt(forwardSquares / Arguments.Length), first[0], first[1],
            [first[2], first[3]], [first[4], first[5]], share);
    }

    /// <summary>Fits the order of one of the differences, at each of the points.</summary>
    internal static IReadOnlyList<Fit> FitOrders(CheckContext context, int difference) =>
    [
        .. Points.Select(point =>
        {
            var quotients = Differences(context, [.. Exponents.Select(k => (point.Function, point.X, Math.ScaleB(1, -k)))]);
            var errors = quotients.Select(q => Math.Abs(q[difference] - point.Derivative)).ToArray();
            return new Fit(point.Name, OrderOf(errors), errors);
        }),
    ];

    /// <summary>Fits the orders of f(θ) ± f′(θ)ε + (f″(θ)/divisor)·ε^power at each of the points.</summary>
    internal static IReadOnlyList<ExpansionFit> FitExpansions(CheckContext context, double divisor, double power) =>
    [
        .. Points.Select(point =>
        {
            double[] steps = [.. Exponents.Select(k => Math.ScaleB(1, -k))];
            using var arguments = context.Accelerator.Allocate1D(
                [point.X, .. steps.Select(step => point.X + step), .. steps.Select(step => point.X - step)]);
            using var values = context.Accelerator.Allocate1D<double>(arguments.Length);
            context.Accelerator.Run(ValuesKernel, (int)arguments.Length, arguments.View, values.View, point.Function);
            var f = values.GetAsArray1D();
            double Above(int i) => f[i + 1] - f[0];
            double Below(int i) => f[i + 1 + steps.Length] - f[0];
            double Quadratic(int i) => point.Second / divisor * Math.Pow(steps[i], power);
            double Order(Func<int, double> quantity) => OrderOf([.. steps.Select((_, i) => Math.Abs(quantity(i)))]);
            return new ExpansionFit(
                point.Name,
                Order(i => Above(i) - (point.Derivative * steps[i]) - Quadratic(i)),
                Order(i => Below(i) + (point.Derivative * steps[i]) - Quadratic(i)),
                Order(i => Above(i) + Below(i)),
                Order(i => ((Above(i) - Below(i)) / (2 * steps[i])) - point.Derivative));
        }),
    ];

    /// <summary>The power of the step with which a quantity falls: the slope of its logarithm over that of the step.</summary>
    private static double OrderOf(double[] quantity) =>
        LeastSquares.Slope([.. Exponents.Select(k => (double)-k)], [.. quantity.Select(Math.Log2)]);

    /// <summary>Returns for each request the centered and the forward quotient.</summary>
    internal static double[][] Differences(CheckContext context, IReadOnlyList<(int Function, double X, double Step)> requests)
    {
        var accelerator = context.Accelerator;
        using var functions = accelerator.Allocate1D(requests.Select(request => request.Function).ToArray());
        using var points = accelerator.Allocate1D(requests.Select(request => request.X).ToArray());
        using var steps = accelerator.Allocate1D(requests.Select(request => request.Step).ToArray());
        using var quotients = accelerator.Allocate1D<double>(2 * requests.Count);
        accelerator.Run(DifferencesKernel, requests.Count, functions.View, points.View, steps.View, quotients.View);
        return [.. quotients.GetAsArray1D().Chunk(2)];
    }

    /// <summary>One work item for each argument: f there.</summary>
    [Kernel]
    internal static void ValuesKernel(Index1D index, DoubleView arguments, DoubleView values, int function) =>
        values[index] = Evaluate(function, arguments[index]);

    /// <summary>Writes (f(x+ε) − f(x−ε))/(2ε) and (f(x+ε) − f(x))/ε.</summary>
    [Kernel]
    internal static void DifferencesKernel(Index1D index, IntView functions, DoubleView points, DoubleView steps, DoubleView quotients)
    {
        var function = functions[index];
        double x = points[index], step = steps[index];
        var above = Evaluate(function, Exact64.Add(x, step));
        quotients[2 * index] = Exact64.Divide(
            Exact64.Subtract(above, Evaluate(function, Exact64.Subtract(x, step))), Exact64.Multiply(2.0, step));
        quotients[(2 * index) + 1] = Exact64.Divide(Exact64.Subtract(above, Evaluate(function, x)), step);
    }

    /// <summary>The same quotients of sin(x)·eˣ in binary32.</summary>
    [Kernel]
    internal static void SingleDifferencesKernel(Index1D index, FloatView points, float step, FloatView quotients)
    {
        var x = points[index];
        var above = SingleSineTimesExponential(Exact32.Add(x, step));
        quotients[2 * index] = Exact32.Divide(
            Exact32.Subtract(above, SingleSineTimesExponential(Exact32.Subtract(x, step))), Exact32.Multiply(2f, step));
        quotients[(2 * index) + 1] = Exact32.Divide(Exact32.Subtract(above, SingleSineTimesExponential(x)), step);
    }

    internal static double Evaluate(int function, double x)
    {
        if (function == SineTimesExponential) return Exact64.Multiply(Exact64Functions.Sin(x), Exact64Functions.Exp(x));
        if (function == RationalFunction) return Exact64.Divide(1.0, Exact64.Add(1.0, Exact64.Multiply(x, x)));
        return Exact64Functions.Sigmoid(x);
    }

    internal static float SingleSineTimesExponential(float x) => Exact32.Multiply(Exact32Waves.Sin(x), Exact32Functions.Exp(x));
}
