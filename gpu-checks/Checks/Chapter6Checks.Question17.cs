// Question 17: what makes a loss NaN (logarithms and exponentials) and what keeps it finite.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;
using static QuizKit.GpuChecks.Checks.Question17Kernels;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    /// <summary>log(0) and exp(large) give Inf or NaN, alone and in cross-entropy, softmax and sigmoid.</summary>
    protected override Outcome LogZeroAndExpOverflow(Claim claim, CheckContext context) =>
        LogZeroAndExpOverflow(claim, context, zero: 0f, large: 1000f);

    /// <summary>The same for another probability or logit: clipped away from 0, or of moderate size, it must not overflow.</summary>
    internal static Outcome LogZeroAndExpOverflow(Claim claim, CheckContext context, float zero, float large)
    {
        claim.RequireValues(0);

        // The kernels are plain, but what overflows is infinite only where numbers are rounded to nearest (IEEE 754, 7.4).
        context.RequireExactArithmetic();
        var accelerator = context.Accelerator;
        var found = DeviceFunctions(accelerator, zero, large);

        // The same expressions where nothing is wrong: p = 1/2 and a logit of 1.
        var moderate = DeviceFunctions(accelerator, 0.5f, 1f);

        // Where the device's own exponential leaves binary32: the first of a grid of 1/256.
        using var arguments = accelerator.Allocate1D([.. Enumerable.Range(0, 1 << 12).Select(i => 80f + (i / 256f))]);
        using var exponentials = accelerator.Allocate1D<float>(1 << 12);
        accelerator.Run(DeviceExpKernel, 1 << 12, arguments.View, exponentials.View);
        var overflows = arguments.GetAsArray1D().Zip(exponentials.GetAsArray1D()).FirstOrDefault(pair => !float.IsFinite(pair.Second));
        return DescribeOverflow(zero, large, found, moderate, overflows.First);
    }

    /// <summary>Describes the device's own results, those where nothing is wrong, and the argument from which exp overflows.</summary>
    internal static Outcome DescribeOverflow(float zero, float large, float[] found, float[] moderate, float overflows)
    {
        double[] expected = [Math.Log(0.5), Math.Log(2), Math.Log(2), Math.E, 0.5, 1 / (1 + Math.Exp(-1))];
        var controlError = moderate.Zip(expected, (value, truth) => Math.Abs(value - truth)).Max();
        var finite = found.Count(float.IsFinite);
        return new Outcome
        {
            Verdict = controlError > 1e-3 ? Verdict.Error : Verdicts.Of(finite == 0),
            Finding = Invariant($"On this device, with p = {zero} and z = {large:#,0.###}: ") +
                string.Join(", ", Expressions.Zip(found, (expression, value) => Invariant($"{expression} = {Written(value)}"))) +
                Invariant($". exp leaves binary32 at {overflows}."),
            Method = "The device's own log and exp, as its compiler provides them, on operands from a buffer; the same expressions with " +
                "p = 1/2 and z = 1 must be right to 1e-3.",
            Measurements =
            [
                Measurement.Of("expressions that stay finite", finite, "expressions")
                    .Exactly(0, "IEEE 754: log(0) = -Inf, overflow = Inf, 0·Inf and Inf/Inf = NaN"),
                Measurement.Of("of those that do not, NaN", found.Count(float.IsNaN), "expressions") with { DependsOnDevice = true },
                Measurement.Of("smallest argument of a grid of 1/256 whose exponential is not finite", overflows)
                    .Within(1.0 / 128, of: Math.Log(float.MaxValue), "ln of the largest binary32 number") with { DependsOnDevice = true },
                Measurement.Of("largest error of the same expressions where nothing is wrong", controlError)
                    .Within(1e-3, of: 0, "binary64") with { DependsOnDevice = true },
            ],
            Runs = Expressions.Length,
        };
    }

    /// <summary>The loss from a probability that is clipped away from the printed numbers stays finite. Values: 0 and 1.</summary>
    protected override Outcome ClippedProbabilityStaysFinite(Claim claim, CheckContext context) =>
        ClippedProbabilityStaysFinite(claim, context, margin: ClipMargin);

    /// <summary>The same with another margin: one below half an ulp of 1 does not keep the probability away from 1.</summary>
    internal static Outcome ClippedProbabilityStaysFinite(Claim claim, CheckContext context, double margin)
    {
        var printed = claim.RequireValues(2);
        context.RequireExactArithmetic();
        var logits = Logits(context);
        var (low, high) = ((float)(printed[0] + margin), (float)(printed[1] - margin));
        return DescribeClipping(
            margin, low, high, Losses(context, logits, LossForm.FromProbability, 0f, 1f),
            Losses(context, logits, LossForm.FromProbability, low, high));
    }

    /// <summary>Describes the losses of each logit for label 0 and 1, as the sigmoid gives the probability, and with it clipped.</summary>
    internal static Outcome DescribeClipping(double margin, float low, float high, float[] naive, float[] clipped)
    {
        var naiveFails = naive.Count(loss => !float.IsFinite(loss));
        var clippedFails = clipped.Count(loss => !float.IsFinite(loss));

        // −ln of the smallest probability that is left, of the label or against it.
        var largest = -Math.Log(Math.Min(low, 1.0 - high));
        var highest = clipped.Where(float.IsFinite).DefaultIfEmpty(0f).Max();
        var isBounded = clipped.All(loss => loss <= largest * (1 + (16 * RoundingErrors.UnitRoundoff)));
        return new Outcome
        {
            Verdict = Verdicts.Of(naiveFails > 0 && clippedFails == 0 && isBounded),
            Finding =
                Invariant($"Of {naive.Length:N0} losses with |z| <= {LogitRange:N0} {naiveFails:N0} are Inf or NaN when taken from the ") +
                Invariant($"probability, and {clippedFails:N0} when it is clipped {margin:0e+0} away from 0 and 1, where the largest ") +
                Invariant($"finite one is {highest:F2}."),
            Method = "-(y log p + (1-y) log(1-p)) with p = sigmoid(z), and with p clipped, in exact binary32 arithmetic, for y = 0 and 1.",
            Measurements =
            [
                Measurement.Of("losses from the clipped probability that are not finite", clippedFails, "losses")
                    .Exactly(0, "both logarithms are of positive numbers"),
                Measurement.Of("losses from the probability that are not finite", naiveFails, "losses") with { Source = "must not be 0" },
                Measurement.Of("largest finite loss from the clipped probability", highest)
                    .AtMost(largest * (1 + (16 * RoundingErrors.UnitRoundoff)), "-ln of the smallest probability that is left"),
            ],
            Runs = naive.Length,
        };
    }

    /// <summary>The loss taken from the logit stays finite and accurate; the one taken from the probability does not.</summary>
    protected override Outcome StableLossStaysFinite(Claim claim, CheckContext context) =>
        StableLossStaysFinite(claim, context, LossForm.FromLogit);

    internal static Outcome StableLossStaysFinite(Claim claim, CheckContext context, LossForm tested)
    {
        claim.RequireValues(0);
        context.RequireExactArithmetic();
        var logits = Logits(context);
        return DescribeLosses(
            logits, Losses(context, logits, tested, 0f, 1f), Losses(context, logits, LossForm.FromProbability, 0f, 1f),
            context.RequireExactArithmetic().KeepsSubnormals);
    }

    /// <summary>Describes the losses of each logit for label 0 and 1, by the stable form and from the probability.</summary>
    internal static Outcome DescribeLosses(float[] logits, float[] stable, float[] naive, bool keepsSubnormals)
    {
        // loss = max(z,0) − zy + ln(1+e^−|z|): for y = 0 or 1 the difference is exact and neither term is negative, so the
        // relative errors do not grow: those of exp and ln(1+x), in units of 2⁻²³, and one rounding of the sum. Below the
        // normal numbers an absolute error takes their place.
        var relative = ((2 * (Exact32Functions.ExpErrorUlps + Exact32Logarithms.Log1pErrorUlps)) + 1) * RoundingErrors.UnitRoundoff;
        var absolute = keepsSubnormals ? 4 * (double)float.Epsilon : Math.ScaleB(1, -126);
        var notFinite = 0;
        double largestShare = 0, firstNaive = double.PositiveInfinity;
        for (var i = 0; i < naive.Length; i++)
        {
            double logit = logits[i / 2], label = i % 2;
            var exact = Math.Max(logit, 0) - (logit * label) + Log1p(Math.Exp(-Math.Abs(logit)));
            if (!float.IsFinite(stable[i])) notFinite++;
            else largestShare = Math.Max(largestShare, Math.Abs(stable[i] - exact) / ((relative * exact) + absolute));
            if (!float.IsFinite(naive[i])) firstNaive = Math.Min(firstNaive, Math.Abs(logit));
        }

        var naiveFails = naive.Count(loss => !float.IsFinite(loss));
        return new Outcome
        {
            Verdict = notFinite == 0 && largestShare <= 1 && naiveFails > 0 ? Verdict.Confirmed : Verdict.Refuted,
            Finding =
                Invariant($"Of {naive.Length:N0} losses with |z| <= {LogitRange:N0} {notFinite} are not finite when taken from the ") +
                Invariant($"logit, and the others use at most {largestShare:P0} of their error bound; taken from the probability ") +
                Invariant($"{naiveFails:N0} are Inf or NaN, from |z| = {firstNaive:F2} on."),
            Method = "max(z,0) - zy + log(1+exp(-|z|)), as BCEWithLogitsLoss computes it, against -(y log p + (1-y) log(1-p)) with " +
                "p = sigmoid(z), both in exact binary32 arithmetic, for y = 0 and 1; the reference is the loss in binary64.",
            Measurements =
            [
                Measurement.Of("losses from the logit that are not finite", notFinite, "losses").Exactly(0, "the largest is about |z|"),
                Measurement.Of("largest error of a loss from the logit, as a share of its bound", largestShare)
                    .Within(1, of: 0, "errors of exp and log(1+x), one sum; binary64 reference"),
                Measurement.Of("losses from the probability that are not finite", naiveFails, "losses") with { Source = "must not be 0" },
                Measurement.Of("smallest |z| whose loss from the probability is not finite", firstNaive)
                    .Within(1.0, of: 24 * Math.Log(2), "1 - p rounds to 0 where e^-z is below 2^-24 or so"),
            ],
            Runs = naive.Length,
        };
    }
}

internal static partial class Question17Kernels
{
    /// <summary>The largest logit whose loss is taken.</summary>
    public const double LogitRange = 1e4;

    /// <summary>How far a probability is kept from 0 and 1: 1 − 10⁻⁷ is below 1 in binary32, as u = 6·10⁻⁸.</summary>
    public const double ClipMargin = 1e-7;

    /// <summary>How a cross-entropy is computed.</summary>
    internal enum LossForm
    {
        /// <summary>From the logit, as PyTorch's BCEWithLogitsLoss.</summary>
        FromLogit,

        /// <summary>From the probability that the sigmoid gives.</summary>
        FromProbability,
    }

    internal static readonly string[] Expressions =
        ["log(p)", "-log(p)", "-(p·log(p) + (1-p)·log(1-p))", "exp(z)", "exp(z)/(exp(z)+exp(z))", "exp(z)/(1+exp(z))"];

    internal static string Written(float value) =>
        float.IsFinite(value) ? Invariant($"{value:G4}") : float.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";

    /// <summary>Logits to ±1e4 in even steps, and to ±256 in finer ones.</summary>
    internal static float[] Logits(CheckContext context)
    {
        var count = context.Size("logits", quick: 1 << 13, full: 1 << 16);
        return
        [
            .. Enumerable.Range(0, count + 1).Select(i => (float)(LogitRange * (((2.0 * i) / count) - 1))),
            .. Enumerable.Range(0, count + 1).Select(i => (float)(256 * (((2.0 * i) / count) - 1))),
        ];
    }

    /// <summary>Returns the losses of each logit for label 0 and 1; a probability is clipped to [low, high].</summary>
    internal static float[] Losses(CheckContext context, float[] logits, LossForm form, float low, float high)
    {
        var accelerator = context.Accelerator;
        using var z = accelerator.Allocate1D(logits);
        using var losses = accelerator.Allocate1D<float>(2 * logits.Length);
        var items = accelerator.WorkItems();
        accelerator.Run(LossKernel, items, z.View, losses.View, new LossArguments((int)form, low, high, items));
        return losses.GetAsArray1D();
    }

    internal readonly record struct LossArguments(int Form, float Low, float High, int Items);

    internal static double Log1p(double x)
    {
        // Kahan: the rounding of 1+x cancels in the quotient.
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    internal static float[] DeviceFunctions(Accelerator accelerator, float probability, float logit)
    {
        using var operands = accelerator.Allocate1D([probability, logit]);
        using var results = accelerator.Allocate1D<float>(Expressions.Length);
        accelerator.Run(DeviceFunctionsKernel, 1, operands.View, results.View);
        return results.GetAsArray1D();
    }

    /// <summary>Each of <see cref="Expressions"/> once.</summary>
    [Kernel]
    [PlainArithmetic("It is the device's own log and exp, and the expressions as a program would write them, that are looked at.")]
    internal static void DeviceFunctionsKernel(Index1D index, FloatView operands, FloatView results)
    {
        float p = operands[0], z = operands[1];
        results[0] = MathF.Log(p);
        results[1] = -MathF.Log(p);
        results[2] = -((p * MathF.Log(p)) + ((1f - p) * MathF.Log(1f - p)));
        results[3] = MathF.Exp(z);
        results[4] = MathF.Exp(z) / (MathF.Exp(z) + MathF.Exp(z));
        results[5] = MathF.Exp(z) / (1f + MathF.Exp(z));
    }

    /// <summary>One work item per argument of the device's own exponential.</summary>
    [Kernel]
    [PlainArithmetic("It is the device's own exp that is looked at.")]
    internal static void DeviceExpKernel(Index1D index, FloatView arguments, FloatView results) =>
        results[index] = MathF.Exp(arguments[index]);

    /// <summary>Each work item takes every n-th logit: the loss for label 0, then that for label 1.</summary>
    [Kernel]
    internal static void LossKernel(Index1D index, FloatView logits, FloatView losses, LossArguments arguments)
    {
        for (int i = index; i < logits.Length; i += arguments.Items)
        {
            losses[2 * i] = Loss(arguments, logits[i], 0f);
            losses[(2 * i) + 1] = Loss(arguments, logits[i], 1f);
        }
    }

    internal static float Loss(LossArguments arguments, float z, float y)
    {
        if (arguments.Form == (int)LossForm.FromLogit)
        {
            var magnitude = z < 0f ? -z : z;
            var linear = Exact32.Subtract(Exact32Functions.Relu(z), Exact32.Multiply(z, y));
            return Exact32.Add(linear, Exact32Logarithms.Log1p(Exact32Functions.Exp(-magnitude)));
        }

        var p = Exact32Functions.Sigmoid(z);
        if (p < arguments.Low) p = arguments.Low;
        if (p > arguments.High) p = arguments.High;
        var positive = Exact32.Multiply(y, Exact32Logarithms.Log(p));
        var negative = Exact32.Multiply(Exact32.Subtract(1f, y), Exact32Logarithms.Log(Exact32.Subtract(1f, p)));
        return -Exact32.Add(positive, negative);
    }
}
