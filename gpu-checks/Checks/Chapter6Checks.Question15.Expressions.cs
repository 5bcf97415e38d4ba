// Question 15: the swelling of symbolic derivatives, and the cost, the exactness and the limits of automatic ones.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question15Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>
    /// The symbolic derivative of a nested product grows exponentially, the tape linearly. Written out as a formula, so does the function.
    /// </summary>
    protected override Outcome SymbolicSwells(Claim claim, CheckContext context) => SymbolicSwells(claim, context, isNested: true);

    /// <summary>The same with steps that multiply the result with itself, or a plain sum, which does not swell and must fail.</summary>
    internal static Outcome SymbolicSwells(Claim claim, CheckContext context, bool isNested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var deepest = context.Scale == Scale.Quick ? 8 : 11;
        return DescribeSwelling([.. Enumerable.Range(1, deepest).Select(depth => Nest(context, depth, isNested))]);
    }

    /// <summary>Describes a derivative by both methods, for 1 nested step, 2 and so on.</summary>
    internal static Outcome DescribeSwelling(IReadOnlyList<NestedRow> rows)
    {
        // Both give the same number, up to the growth of rounding errors in a chaotic map, or one of them is wrong.
        var disagreement = rows.Max(row => Math.Abs(row.Symbolic - row.Automatic) / Math.Max(1, Math.Abs(row.Automatic)));
        var half = rows.Skip(rows.Count / 2).ToList();
        var doublings = Math.Log2((double)half[^1].Visited / half[0].Visited) / (half.Count - 1);
        var tapeRatio = rows.Max(row => row.Operations / (double)row.Program);
        var last = rows[^1];
        var share = rows.Max(row => row.ErrorShare);
        var swells = doublings >= 0.9 && tapeRatio <= CheapGradient && share <= 1;

        // Formula against formula, the derivative is larger by the number of steps, as each of them copies the rest once.
        var formulaRatio = last.Visited / (double)last.Formula;
        var isPolynomial = formulaRatio <= 2 * last.Depth;
        var depths = rows.Select(row => (double)row.Depth);
        return new Outcome
        {
            Verdict = disagreement > 1e-2 ? Verdict.Error
                : !swells ? Verdict.Refuted
                : isPolynomial ? Verdict.Qualified
                : Verdict.Confirmed,
            Finding = Invariant($"For {last.Depth} nested steps, a program of {last.Program} operations, the symbolic derivative has ") +
                Invariant($"{last.Visited:N0} nodes and grows by a factor of 2^{doublings:F2} a step; the tape takes {last.Operations} ") +
                Invariant($"operations, at most {tapeRatio:F1} for each of the program's. Formula against formula it is ") +
                Invariant($"{formulaRatio:F1} times as large: written out, the function itself has {last.Formula:N0} nodes. The ") +
                Invariant($"symbolic derivative is off the exact one by at most {share:P0} of its rounding bound."),
            Method =
                Invariant($"l <- 4l(1-l), nested 1 to {last.Depth} times, differentiated by the textbook rules with 0 and 1 simplified; ") +
                "the device evaluates the formula at x = 0.3 and counts the nodes it visits, and runs the tape forward and backward and " +
                "counts its operations. The bound follows the rounding errors of the formula from node to node.",
            Measurements =
            [
                Measurement.Of("doublings of the symbolic derivative a step", doublings, "doublings")
                    with { Reference = 1, Source = "at least 0.9: the product rule copies both factors" },
                Measurement.Of("nodes of the symbolic derivative visited", last.Visited, "nodes"),
                Measurement.Of("largest error of the symbolic derivative as a share of its rounding bound", share)
                    .Within(1, of: 0, "running error analysis (Higham, section 3.3); the chain rule in binary64"),
                Measurement.Of("operations of the tape, forward and backward", last.Operations, "operations"),
                Measurement.Of("operations of the tape for each of the program's", tapeRatio)
                    .AtMost(CheapGradient, "Baur and Strassen 1983"),
                Measurement.Of("operations of the program", last.Program, "operations"),
                Measurement.Of("nodes of the function written as one formula", last.Formula, "nodes"),
                Measurement.Of("nodes of the derivative for each of the function's as formulas", formulaRatio)
                    with { Reference = last.Depth, Source = "about the number of steps (Laue 2019, arXiv:1904.02990)" },
                Measurement.Of("largest relative difference of the two derivatives", disagreement)
                    .Within(1e-2, of: 0, "they are the same number"),
            ],
            Plots = [new Plot(
                "Size of a derivative over the steps nested in its function", "nested steps", "nodes or operations", LogX: false,
                LogY: true,
                [
                    PlotData.Line("symbolic derivative, nodes", depths, rows.Select(row => (double)row.Visited)),
                    PlotData.Line("tape, operations", depths, rows.Select(row => (double)row.Operations)),
                    PlotData.Line("function itself, operations", depths, rows.Select(row => (double)row.Program)),
                ])],
            Runs = rows.Count,
        };
    }

    /// <summary>
    /// Derivatives of a program whose loops and branches depend on its data are exact; a test for equality hides one.
    /// </summary>
    protected override Outcome AutodiffOnPrograms(Claim claim, CheckContext context) => AutodiffOnPrograms(claim, context, recordedAt: 0);

    /// <summary>The same with the branches of another input, as a tape recorded there would take them: it must fail. 0: its own.</summary>
    internal static Outcome AutodiffOnPrograms(Claim claim, CheckContext context, int recordedAt)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        return DescribePrograms(RunPrograms(context, recordedAt), DifferentiateBranches(context));
    }

    /// <summary>
    /// Describes the derivatives of a program at each input beside the exact ones, and those of x² with a branch for 2, at 2, and of ReLU,
    /// at 0.
    /// </summary>
    internal static Outcome DescribePrograms(IReadOnlyList<ProgramRun> runs, (float AtEquality, float AtCorner) branches)
    {
        var wrong = runs.Count(run => run.Value != run.ExactValue || run.Derivative != run.ExactDerivative);
        var paths = runs.Select(run => run.Path).Distinct().Count();
        return new Outcome
        {
            Verdict = Verdicts.Of(wrong == 0 && paths > 1, isQualified: branches.AtEquality != 4),
            Finding = Invariant($"At {runs.Count} inputs a program with a loop and branches takes {paths} paths; {wrong} derivatives ") +
                "differ from the exact ones. Of a program that returns 4 for x = 2 and x^2 otherwise the derivative at 2 " +
                Invariant($"comes out as {branches.AtEquality}, not 4; of ReLU at 0, which has none, as {branches.AtCorner}."),
            Method =
                Invariant($"while v < {ProgramLimit}: v becomes v^2 if it is a multiple of 3, v·x if it is even, v + x otherwise; from ") +
                "v = x, for whole numbers x. Dual numbers in exact binary32 arithmetic, where whole numbers below 2^24 do not round, " +
                "against the polynomial in x that the path amounts to.",
            Measurements =
            [
                Measurement.Of("derivatives that differ from the exact ones", wrong, "derivatives")
                    .Exactly(0, "whole numbers do not round"),
                Measurement.Of("different paths through the program", paths, "paths"),
                Measurement.Of("derivative at 2 of x^2 with a branch for 2", branches.AtEquality) with { Reference = 4, Source = "2x" },
                Measurement.Of("derivative of ReLU at 0", branches.AtCorner) with { Source = "there is none: 0 and 1 from either side" },
            ],
            Runs = runs.Count,
        };
    }

    /// <summary>Reverse mode gives the gradient within rounding, by one pass forward and one back for any number of parameters.</summary>
    protected override Outcome AutodiffIsExactAndCheap(Claim claim, CheckContext context) =>
        AutodiffIsExactAndCheap(claim, context, Mode.Reverse);

    internal static Outcome AutodiffIsExactAndCheap(Claim claim, CheckContext context, Mode tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        int[] hidden = [1, 4, 16, 64];
        return DescribeAutodiff([.. hidden.Select(units => DifferentiateNetwork(context, units, tested))]) with { Seed = context.Seed };
    }

    /// <summary>Describes the gradient of each network by the tape.</summary>
    internal static Outcome DescribeAutodiff(IReadOnlyList<TapeRow> rows)
    {
        var share = rows.Max(row => row.ErrorShare);
        var ratio = rows.Max(row => row.Operations / (double)row.Program);
        var passes = rows.Max(row => row.Passes);
        var parameters = rows.Select(row => (double)row.Parameters);
        return new Outcome
        {
            Verdict = share <= 1 && ratio <= CheapGradient && passes == 2 ? Verdict.Confirmed : Verdict.Refuted,
            Finding = Invariant($"For {string.Join(", ", rows.Select(row => row.Parameters))} parameters the gradient took ") +
                Invariant($"{string.Join(", ", rows.Select(row => row.Passes))} passes and ") +
                string.Join(", ", rows.Select(row => Invariant($"{row.Operations / (double)row.Program:F2}"))) +
                Invariant($" times the operations of the function; it is off the analytic gradient by at most {share:P1} of its ") +
                "rounding bound.",
            Method =
                Invariant($"Half the squared error of [{TapeInputs}, h, 1] with squared hidden units, recorded as a tape and run on the ") +
                "device in exact binary32 arithmetic, which counts its operations; the analytic gradient in binary64. The bound counts " +
                "the roundings on the way to each adjoint; there is no truncation in it.",
            Measurements =
            [
                Measurement.Of("largest error of a gradient as a share of its rounding bound", share)
                    .Within(1, of: 0, "gamma_m times the adjoint with absolute values"),
                Measurement.Of("most passes over the tape", passes, "passes").Exactly(2, "one forward, one backward"),
                Measurement.Of("most operations for each of the function's", ratio)
                    .AtMost(CheapGradient, "Baur and Strassen 1983: at most 5 with the function itself"),
                .. rows.Select(row => new Measurement(
                    Invariant($"operations for each of the function's, {row.Parameters} parameters"),
                    row.Operations / (double)row.Program)),
                .. rows.Select(row => Measurement.Of(Invariant($"largest error, {row.Parameters} parameters"), row.LargestError)
                    .Within(row.BoundThere, of: 0, "the same bound, at that parameter")),
            ],
            Plots = [new Plot(
                "Operations of a gradient by automatic differentiation", "parameters", "operations", LogX: true, LogY: true,
                [
                    PlotData.Line("gradient and function", parameters, rows.Select(row => (double)row.Operations)),
                    PlotData.Line("function", parameters, rows.Select(row => (double)row.Program)),
                    PlotData.Reference("5 times the function", parameters, rows.Select(row => CheapGradient * row.Program)),
                ])],
            Runs = rows.Sum(row => (long)row.Parameters),
        };
    }
}

internal static partial class Question15Kernels
{
    /// <summary>How the tape is differentiated.</summary>
    internal enum Mode
    {
        /// <summary>One pass forward, one back.</summary>
        Reverse,

        /// <summary>One pass forward for the function and one more for each parameter.</summary>
        Forward,
    }

    /// <summary>
    /// The largest cost of a gradient with its function, in units of the function: a product costs itself, two products and two additions
    /// on the way back (Baur and Strassen 1983, "The complexity of partial derivatives").
    /// </summary>
    internal const double CheapGradient = 5;

    internal const int TapeInputs = 8;

    internal sealed record TapeRow(
        int Parameters, int Program, int Operations, int Passes, double ErrorShare, double LargestError, double BoundThere);

    /// <summary>
    /// One function of nested steps, with the sizes of its program and formula: the symbolic derivative with the nodes visited, and the
    /// automatic one with the operations of the tape, forward and backward.
    /// </summary>
    internal sealed record NestedRow(
        int Depth, int Program, long Formula, int Visited, float Symbolic, int Operations, float Automatic, double ErrorShare);

    /// <summary>The value below which the program goes on.</summary>
    internal const int ProgramLimit = 512;

    /// <summary>A program at one input: its path, a letter for each step, its value and derivative, and both from its polynomial.</summary>
    internal sealed record ProgramRun(string Path, float Value, float Derivative, long ExactValue, long ExactDerivative);

    /// <summary>Runs the program at the whole numbers from 2 to 64; its branches are those of another input unless that is 0.</summary>
    internal static IReadOnlyList<ProgramRun> RunPrograms(CheckContext context, int recordedAt)
    {
        int[] points = [.. Enumerable.Range(2, 63)];
        using var x = context.Accelerator.Allocate1D(points);
        using var values = context.Accelerator.Allocate1D<float>(points.Length);
        using var derivatives = context.Accelerator.Allocate1D<float>(points.Length);
        context.Accelerator.Run(ProgramKernel, points.Length, x.View, values.View, derivatives.View, recordedAt);
        return [.. points.Zip(values.GetAsArray1D(), derivatives.GetAsArray1D()).Select(found =>
        {
            var (path, coefficients) = PolynomialOf(found.First);
            long value = 0, derivative = 0;
            foreach (var coefficient in coefficients.Reverse())
            {
                derivative = (derivative * found.First) + value;
                value = (value * found.First) + coefficient;
            }

            return new ProgramRun(path, found.Second, found.Third, value, derivative);
        })];
    }

    /// <summary>
    /// The path of the program at x, and the coefficients of the polynomial that it computes there, from the constant on.
    /// </summary>
    private static (string Path, long[] Coefficients) PolynomialOf(int x)
    {
        var path = "";
        long[] p = [0, 1];
        long v = x;
        while (v < ProgramLimit)
        {
            if (v % 3 == 0)
            {
                (path, v) = (path + "s", v * v);
                var square = new long[(2 * p.Length) - 1];
                for (var i = 0; i < p.Length; i++)
                    for (var j = 0; j < p.Length; j++) square[i + j] += p[i] * p[j];
                p = square;
            }
            else if (v % 2 == 0)
            {
                (path, v, p) = (path + "m", v * x, [0, .. p]);
            }
            else
            {
                (path, v) = (path + "a", v + x);
                p[1]++;
            }
        }

        return (path, p);
    }

    /// <summary>The derivatives of x² with a branch for 2, at 2, and of ReLU, at 0.</summary>
    internal static (float AtEquality, float AtCorner) DifferentiateBranches(CheckContext context)
    {
        using var operands = context.Accelerator.Allocate1D([2f, 2f, 0f]);
        using var derivatives = context.Accelerator.Allocate1D<float>(2);
        context.Accelerator.Run(BranchKernel, 1, operands.View, derivatives.View);
        return derivatives.GetAsArray1D() is [var atEquality, var atCorner] ? (atEquality, atCorner) : default;
    }

    /// <summary>Differentiates nested steps of the logistic map l ← 4·l·(1−l), or of the sum l ← l + x, by both methods.</summary>
    public static NestedRow Nest(CheckContext context, int depth, bool isNested)
    {
        const float at = 0.3f;
        Expression expression = Variable.Instance;
        var tape = new Tape();
        int four = tape.Input(4f), one = tape.Input(1f), x = tape.Input(at), l = x;
        for (var i = 0; i < depth; i++)
        {
            expression = isNested
                ? new Product(new Product(new Constant(4), expression), new Sum(new Constant(1), expression, IsDifference: true))
                : new Sum(expression, Variable.Instance, IsDifference: false);
            l = isNested ? tape.Multiply(tape.Multiply(four, l), tape.Subtract(one, l)) : tape.Add(l, x);
        }

        var derivative = expression.Derivative();
        var (visited, symbolic) = Evaluate(context, derivative, at);
        var (adjoints, operations, _) = RunTape(context, tape, Mode.Reverse, [x]);

        // The chain rule: each step of the map multiplies by 4(1 − 2l), the sum adds 1.
        double value = at, exact = 1;
        for (var i = 0; i < depth; i++)
            (value, exact) = isNested ? (4 * value * (1 - value), exact * 4 * (1 - (2 * value))) : (value + at, exact + 1);
        var error = Math.Abs(symbolic - exact);
        var share = error == 0 ? 0 : error / derivative.Rounded(at).Error;
        return new NestedRow(depth, tape.Operations, expression.Nodes, visited, symbolic, operations, adjoints[x], share);
    }

    /// <summary>A formula in one variable. Equal parts are not shared: that is what makes it swell.</summary>
    internal abstract record Expression
    {
        /// <summary>The number of nodes of the formula as a tree.</summary>
        public abstract long Nodes { get; }

        /// <summary>The derivative by the textbook rules.</summary>
        public abstract Expression Derivative();

        /// <summary>The value at x, and a bound of the error of its evaluation in binary32, from node to node.</summary>
        public abstract (double Value, double Error) Rounded(double x);

        /// <summary>Appends the formula in postfix order: 0 and a constant, 1 for the variable, 2 for +, 3 for −, 4 for ·.</summary>
        public abstract void Write(List<(int Code, float Constant)> formula);
    }

    internal sealed record Constant(float Value) : Expression
    {
        public override long Nodes => 1;

        public override Expression Derivative() => new Constant(0);

        public override (double Value, double Error) Rounded(double x) => (Value, 0);

        public override void Write(List<(int Code, float Constant)> formula) => formula.Add((0, Value));
    }

    internal sealed record Variable : Expression
    {
        public static readonly Variable Instance = new();

        public override long Nodes => 1;

        public override Expression Derivative() => new Constant(1);

        public override (double Value, double Error) Rounded(double x) => (x, 0);

        public override void Write(List<(int Code, float Constant)> formula) => formula.Add((1, 0));
    }

    internal sealed record Sum(Expression Left, Expression Right, bool IsDifference) : Expression
    {
        public override long Nodes { get; } = Left.Nodes + Right.Nodes + 1;

        public override Expression Derivative()
        {
            Expression left = Left.Derivative(), right = Right.Derivative();
            if (right is Constant { Value: 0 }) return left;
            if (left is Constant a && right is Constant b) return new Constant(IsDifference ? a.Value - b.Value : a.Value + b.Value);
            return left is Constant { Value: 0 } && !IsDifference ? right : new Sum(left, right, IsDifference);
        }

        public override (double Value, double Error) Rounded(double x)
        {
            var ((a, errorOfA), (b, errorOfB)) = (Left.Rounded(x), Right.Rounded(x));
            var value = IsDifference ? a - b : a + b;
            var error = errorOfA + errorOfB;
            return (value, error + (RoundingErrors.UnitRoundoff * (Math.Abs(value) + error)));
        }

        public override void Write(List<(int Code, float Constant)> formula)
        {
            Left.Write(formula);
            Right.Write(formula);
            formula.Add((IsDifference ? 3 : 2, 0));
        }
    }

    internal sealed record Product(Expression Left, Expression Right) : Expression
    {
        public override long Nodes { get; } = Left.Nodes + Right.Nodes + 1;

        public override Expression Derivative()
        {
            Expression first = Times(Left.Derivative(), Right), second = Times(Left, Right.Derivative());
            return first is Constant { Value: 0 } ? second : second is Constant { Value: 0 } ? first : new Sum(first, second, false);
        }

        public override (double Value, double Error) Rounded(double x)
        {
            var ((a, errorOfA), (b, errorOfB)) = (Left.Rounded(x), Right.Rounded(x));
            var error = (Math.Abs(a) * errorOfB) + (Math.Abs(b) * errorOfA) + (errorOfA * errorOfB);
            return (a * b, error + (RoundingErrors.UnitRoundoff * (Math.Abs(a * b) + error)));
        }

        public override void Write(List<(int Code, float Constant)> formula)
        {
            Left.Write(formula);
            Right.Write(formula);
            formula.Add((4, 0));
        }

        private static Expression Times(Expression a, Expression b) => (a, b) switch
        {
            (Constant { Value: 0 }, _) or (_, Constant { Value: 0 }) => new Constant(0),
            (Constant { Value: 1 }, _) => b,
            (_, Constant { Value: 1 }) => a,
            _ => new Product(a, b),
        };
    }

    private static (int Visited, float Value) Evaluate(CheckContext context, Expression expression, float x)
    {
        List<(int Code, float Constant)> formula = [];
        expression.Write(formula);
        var accelerator = context.Accelerator;
        using var code = accelerator.Allocate1D(formula.Select(node => node.Code).ToArray());
        using var constant = accelerator.Allocate1D(formula.Select(node => node.Constant).ToArray());
        using var stack = accelerator.Allocate1D(new float[256]);
        using var visited = accelerator.Allocate1D<int>(1);
        using var variable = accelerator.Allocate1D([x]);
        accelerator.Run(PostfixKernel, 1, code.View, constant.View, variable.View, stack.View, visited.View);
        return (visited.GetAsArray1D()[0], stack.GetAsArray1D()[0]);
    }

    private static (float[] Adjoints, int Operations, int Passes) RunTape(CheckContext context, Tape tape, Mode mode, int[] inputs)
    {
        var accelerator = context.Accelerator;
        using var code = accelerator.Allocate1D(tape.Code);
        using var values = accelerator.Allocate1D(tape.Values);
        using var adjoints = accelerator.Allocate1D(new float[tape.Count]);
        using var scratch = accelerator.Allocate1D<float>(tape.Count);
        using var inputBuffer = accelerator.Allocate1D(inputs);
        using var counts = accelerator.Allocate1D<int>(2);
        accelerator.Run(TapeKernel, 1, code.View, values.View, adjoints.View, scratch.View, inputBuffer.View, counts.View, (int)mode);
        var found = counts.GetAsArray1D();
        return (adjoints.GetAsArray1D(), found[0], found[1]);
    }

    internal static TapeRow DifferentiateNetwork(CheckContext context, int hidden, Mode mode)
    {
        var parameters = (hidden * (TapeInputs + 2)) + 1;
        var p = Samples.Normal(context.Seed, stream: 31, parameters, 1 / Math.Sqrt(TapeInputs));
        var x = Samples.Normal(context.Seed, stream: 32, TapeInputs);
        const float target = 0.5f, half = 0.5f;

        var tape = new Tape();
        int[] parameterAt = [.. p.Select(tape.Input)];
        int[] inputAt = [.. x.Select(tape.Input)];
        int targetAt = tape.Input(target), halfAt = tape.Input(half);
        var output = parameterAt[^1];
        var units = new double[hidden];
        double exactOutput = p[^1];
        for (var j = 0; j < hidden; j++)
        {
            var row = j * (TapeInputs + 1);
            var z = parameterAt[row + TapeInputs];
            units[j] = p[row + TapeInputs];
            for (var i = 0; i < TapeInputs; i++)
            {
                z = tape.Add(z, tape.Multiply(parameterAt[row + i], inputAt[i]));
                units[j] += (double)p[row + i] * x[i];
            }

            var outgoing = (hidden * (TapeInputs + 1)) + j;
            output = tape.Add(output, tape.Multiply(parameterAt[outgoing], tape.Multiply(z, z)));
            exactOutput += p[outgoing] * units[j] * units[j];
        }

        var residual = tape.Subtract(output, targetAt);
        tape.Multiply(halfAt, tape.Multiply(residual, residual));

        var delta = exactOutput - target;
        var exact = new double[parameters];
        exact[^1] = delta;
        for (var j = 0; j < hidden; j++)
        {
            var outgoing = (hidden * (TapeInputs + 1)) + j;
            exact[outgoing] = delta * units[j] * units[j];
            var back = 2 * delta * p[outgoing] * units[j];
            for (var i = 0; i < TapeInputs; i++) exact[(j * (TapeInputs + 1)) + i] = back * x[i];
            exact[(j * (TapeInputs + 1)) + TapeInputs] = back;
        }

        var (adjoints, operations, passes) = RunTape(context, tape, mode, parameterAt);
        var bounds = tape.AdjointErrorBounds();
        double share = 0, largest = 0, boundThere = 0;
        for (var i = 0; i < parameters; i++)
        {
            var error = Math.Abs(adjoints[parameterAt[i]] - exact[i]);
            share = Math.Max(share, error / bounds[parameterAt[i]]);
            if (error >= largest) (largest, boundThere) = (error, bounds[parameterAt[i]]);
        }

        return new TapeRow(parameters, tape.Operations, operations, passes, share, largest, boundThere);
    }

    /// <summary>One work item: evaluates a formula in postfix order on a stack, and counts the nodes it visits.</summary>
    [Kernel]
    internal static void PostfixKernel(
        Index1D index, IntView code, FloatView constants, FloatView variable, FloatView stack, IntView visited)
    {
        int top = -1, count = 0;
        for (var i = 0; i < code.Length; i++)
        {
            count++;
            var operation = code[i];
            if (operation == 0)
            {
                stack[++top] = constants[i];
            }
            else if (operation == 1)
            {
                stack[++top] = variable[0];
            }
            else
            {
                var right = stack[top--];
                var left = stack[top];
                stack[top] = operation == 4 ? Exact32.Multiply(left, right)
                    : operation == 2 ? Exact32.Add(left, right) : Exact32.Subtract(left, right);
            }
        }

        visited[0] = count;
    }

    /// <summary>
    /// One work item for each input x: the program of <see cref="PolynomialOf"/> by dual numbers. The branches are those of the whole
    /// number that starts from x, or from another input.
    /// </summary>
    [Kernel]
    internal static void ProgramKernel(Index1D index, IntView points, FloatView values, FloatView derivatives, int recordedAt)
    {
        var start = recordedAt > 0 ? recordedAt : points[index];
        var whole = start;
        float x = points[index], v = x, t = 1f;
        while (whole < ProgramLimit)
        {
            if (whole % 3 == 0)
            {
                whole *= whole;
                t = Exact32.Multiply(2f, Exact32.Multiply(v, t));
                v = Exact32.Multiply(v, v);
            }
            else if (whole % 2 == 0)
            {
                whole *= start;
                t = Exact32.Add(Exact32.Multiply(t, x), v);
                v = Exact32.Multiply(v, x);
            }
            else
            {
                whole += start;
                t = Exact32.Add(t, 1f);
                v = Exact32.Add(v, x);
            }
        }

        values[index] = v;
        derivatives[index] = t;
    }

    /// <summary>One work item: dual numbers through a branch for x = 2, whose constant has the derivative 0, and through ReLU.</summary>
    [Kernel]
    internal static void BranchKernel(Index1D index, FloatView operands, FloatView derivatives)
    {
        float x = operands[0], two = operands[1], zero = operands[2];
        derivatives[0] = x == two ? 0f : Exact32.Multiply(2f, x);
        derivatives[1] = zero > 0f ? 1f : 0f;
    }

    /// <summary>One work item: runs a tape and differentiates it; counts the operations, and the passes over the tape.</summary>
    [Kernel]
    internal static void TapeKernel(
        Index1D index, IntView code, FloatView values, FloatView adjoints, FloatView scratch, IntView inputs, IntView counts, int mode)
    {
        var operations = TapeRunner.Forward(code, values);
        var passes = 1;
        if (mode == (int)Mode.Reverse)
        {
            operations += TapeRunner.Backward(code, values, adjoints);
            passes++;
        }
        else
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                operations += TapeRunner.Tangent(code, values, scratch, inputs[i]);
                adjoints[inputs[i]] = scratch[scratch.Length - 1];
                passes++;
            }
        }

        counts[0] = operations;
        counts[1] = passes;
    }
}
