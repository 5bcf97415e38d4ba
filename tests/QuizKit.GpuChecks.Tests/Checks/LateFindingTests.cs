// What the checks of questions 11 to 20 say about fixed numbers: each verdict of each description, without a device.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Python;
using Xunit;
using static QuizKit.GpuChecks.Outcomes.Verdict;

namespace QuizKit.GpuChecks.Tests.Checks;

public sealed class LateFindingTests
{
    [Fact]
    public void Question_11_describes_errors_over_the_width()
    {
        Says(
            Confirmed,
            "From 4 to 8 units the largest error on exp falls from 1.0e-2 to 2.5e-3, as N^-2.000, never above 47.1 % of the theoretical " +
            "bound; on sqrt|x-1/3|, which is continuous but not smooth, from 3.0e-1 to 2.0e-1, as N^-0.58.",
            Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.0025], [0.3, 0.2]));
        Says(
            Refuted,
            "From 4 to 8 units the largest error on exp falls from 1.0e-2 to 1.0e-2, as N^0.000, never above 188.4 % of the theoretical " +
            "bound; on sqrt|x-1/3|, which is continuous but not smooth, from 3.0e-1 to 2.0e-1, as N^-0.58.",
            Chapter6Checks.DescribeWidth([4, 8], [0.01, 0.01], [0.3, 0.2]));
    }

    [Fact]
    public void Question_11_describes_pieces_over_the_depth()
    {
        Says(
            Confirmed,
            "2 layers of 2 units, 4 in all, have 4 linear pieces; one hidden layer of 4 units has at most 5, and 256 random ones had 5 " +
            "or fewer. One layer needs 3 units for as many.",
            Chapter6Checks.DescribeDepth([(1, 2, 2), (2, 4, 4)], shallow: 5));
        Says(
            Refuted,
            "2 layers of 2 units, 4 in all, have 3 linear pieces; one hidden layer of 4 units has at most 5, and 256 random ones had 5 " +
            "or fewer. One layer needs 2 units for as many.",
            Chapter6Checks.DescribeDepth([(1, 2, 2), (2, 4, 3)], shallow: 5));
    }

    [Fact]
    public void Question_12_describes_the_formula()
    {
        Says(
            Confirmed,
            "Over 232 weights of all layers the formula and the centered difference differ by at most 1.0e-9 (bound there 2.0e-9), at " +
            "most 50 % of the bound; the largest gradient is 1.25.",
            Chapter6Checks.DescribeFormula(4, 0.5, 1e-9, 2e-9, 1.25));
        Says(
            Refuted,
            "Over 232 weights of all layers the formula and the centered difference differ by at most 3.0e-9 (bound there 2.0e-9), at " +
            "most 150 % of the bound; the largest gradient is 1.25.",
            Chapter6Checks.DescribeFormula(4, 1.5, 3e-9, 2e-9, 1.25));
    }

    [Fact]
    public void Question_12_describes_checkpoints()
    {
        static Outcome Describe(float cached, float recomputed) => Chapter6Checks.DescribeCheckpoints(
            new Question12Kernels.Backpropagation([cached], Kept: 100, MultiplyAdds: 300),
            [(2, new Question12Kernels.Backpropagation([recomputed], Kept: 60, MultiplyAdds: 400))]);

        Says(
            Confirmed,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 0 differ in their bits.",
            Describe(1f, 1f));
        Says(
            Refuted,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 1 differ in their bits.",
            Describe(1f, 2f));
        Says(
            Error,
            "Caching keeps 400 bytes of activations an example and does 300 multiply-adds; a checkpoint every 2 layers 240 bytes and " +
            "1.33 times the work. Of 1 gradients 0 differ in their bits.",
            Describe(0f, 0f));
    }

    [Fact]
    public void Question_13_describes_memorized_labels()
    {
        static Outcome Describe(double training) => Chapter6Checks.DescribeMemory(
            TestClaims.Claim("memorises-training-data", 99), hidden: 32, new Question13Kernels.Split(16, 100, 0, 4000, 15000, 0.05f),
            [new Question13Kernels.Accuracy(training, 0.501)]);

        Says(
            Confirmed,
            "1 networks of [16, 32, 1] reach 99.5 % on 100 random labels (printed: 99%) and 50.1 % on 4,000 fresh ones (chance: 50% ± " +
            "5.4 %).",
            Describe(0.995));
        Says(
            Refuted,
            "1 networks of [16, 32, 1] reach 90.0 % on 100 random labels (printed: 99%) and 50.1 % on 4,000 fresh ones (chance: 50% ± " +
            "5.4 %).",
            Describe(0.9));
    }

    [Fact]
    public void Question_13_describes_remedies()
    {
        static Outcome Describe(double second) => Chapter6Checks.DescribeRemedies(
            [Question13Kernels.Remedies[0]],
            [[new(1, 0.6), new(1, 0.6)], [new(0.9, 0.8), new(second, 0.8)]]);

        Says(
            Confirmed,
            "Without a remedy the gap is 40.0 % (training 100.0 %, test 60.0 %). weight decay: 10.0 % (test 80.0 %), narrower in 2 of 2.",
            Describe(0.9));
        Says(
            Refuted,
            "Without a remedy the gap is 40.0 % (training 100.0 %, test 60.0 %). weight decay: 15.0 % (test 80.0 %), narrower in 2 of 2.",
            Describe(1));
    }

    [Fact]
    public void Question_14_describes_what_zero_grad_leaves()
    {
        static Outcome Describe(string version, string byDefault, string before = "other") =>
            Chapter6Checks.ZeroGrad(TestClaims.Claim("zero-grad"), Question14ChecksTests.Answer(version, byDefault, before), "none");

        Says(
            Confirmed,
            "In PyTorch 2.6.0 zero_grad() leaves .grad as None by default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "none"));
        Says(
            Refuted,
            "In PyTorch 2.6.0 zero_grad() leaves zeros in .grad by default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "zeros"));
        Says(
            Skipped,
            "PyTorch 1.13.1 is installed, and the default of zero_grad() changed with 2.0 (here it leaves zeros in .grad). With 2.0 or " +
            "later this check decides.",
            Describe("1.13.1", "zeros"));
        Says(
            Error,
            "backward() left no gradients to reset: this check is at fault. In PyTorch 2.6.0 zero_grad() leaves .grad as None by " +
            "default, and zeros in .grad with set_to_none=False.",
            Describe("2.6.0", "none", before: "none"));
    }

    [Fact]
    public void Question_14_describes_accumulated_gradients()
    {
        var noPython = new PythonResult(null, "no Python");
        Says(
            Confirmed,
            "After two backward passes without zeroing 2 of 2 gradients are g1 + g2 bit for bit; 2 of them have both terms. PyTorch was " +
            "not available.",
            Chapter6Checks.DescribeAccumulation(24, [1f, 2f], [3f, 4f], [4f, 6f], noPython));
        Says(
            Refuted,
            "After two backward passes without zeroing 0 of 2 gradients are g1 + g2 bit for bit; 2 of them have both terms. PyTorch was " +
            "not available.",
            Chapter6Checks.DescribeAccumulation(24, [1f, 2f], [3f, 4f], [3f, 4f], noPython));
        Says(
            Confirmed,
            "After two backward passes without zeroing 1 of 1 gradients are g1 + g2 bit for bit; 1 of them have both terms. PyTorch " +
            "2.6.0 adds up in the same way.",
            Chapter6Checks.DescribeAccumulation(24, [1f], [3f], [4f], Question14ChecksTests.Answer("2.6.0", "none")));
        Says(
            Refuted,
            "After two backward passes without zeroing 1 of 1 gradients are g1 + g2 bit for bit; 1 of them have both terms. PyTorch " +
            "2.6.0 does not add them up.",
            Chapter6Checks.DescribeAccumulation(24, [1f], [3f], [4f], Question14ChecksTests.Answer("2.6.0", "none", accumulates: false)));
    }

    [Fact]
    public void Question_14_describes_micro_batches()
    {
        Says(
            Confirmed,
            "10 micro-batches of 12 and one batch of 120 give gradients that differ by at most 1.2e-7 (bound 8.4e-6); 1 of 2 have other " +
            "bits, none uses more than 1.4 % of its bound.",
            Chapter6Checks.DescribeLargeBatch(12, 10, [1f, 2f], [MathF.BitIncrement(1f), 2f], [1, 2]));
        Says(
            Refuted,
            "10 micro-batches of 12 and one batch of 120 give gradients that differ by at most 1.0e+0 (bound 1.7e-5); 1 of 2 have other " +
            "bits, none uses more than 5,949,330.1 % of its bound.",
            Chapter6Checks.DescribeLargeBatch(12, 10, [1f, 2f], [1f, 1f], [1, 2]));
    }

    [Fact]
    public void Question_15_describes_evaluations()
    {
        Says(
            Confirmed,
            "14 evaluations for 7 parameters, 50 evaluations for 25 parameters: 2p. The gradients they give are off by at most 2.0e-4 " +
            "of their norm.",
            Chapter6Checks.DescribeEvaluations([(7, 14, 1e-4), (25, 50, 2e-4)]));
        Says(
            Refuted,
            "8 evaluations for 7 parameters: not 2p. The gradients they give are off by at most 5.0e-1 of their norm.",
            Chapter6Checks.DescribeEvaluations([(7, 8, 0.5)]));
    }

    [Fact]
    public void Question_15_describes_the_error_over_the_step()
    {
        static Outcome Describe(double truncationSlope) => Chapter6Checks.DescribeUShape(
            [new Question15Kernels.ErrorCurve("binary32", Math.ScaleB(1, -8), 1e-6, 0.0039, 0.1, truncationSlope, -1.02, [0.1, 0.01])]);

        Says(
            Confirmed,
            "In binary32 the error is smallest, 1.0e-6, at a step of 3.9e-3 (u^(1/3) = 3.9e-3); above it the error grows as the step to " +
            "the power 1.99, below it to the power -1.02.",
            Describe(1.99));
        Says(
            Refuted,
            "In binary32 the error is smallest, 1.0e-6, at a step of 3.9e-3 (u^(1/3) = 3.9e-3); above it the error grows as the step to " +
            "the power 0.00, below it to the power -1.02.",
            Describe(0));
    }

    [Fact]
    public void Question_15_describes_the_swelling()
    {
        static Outcome Describe(int factor, float automatic = 0.5f) => Chapter6Checks.DescribeSwelling(
            [.. Enumerable.Range(1, 4).Select(depth => new Question15Kernels.NestedRow(
                depth, Program: 3 * depth, Formula: 6 * depth, Visited: 8 * (int)Math.Pow(factor, depth), 0.5f, 9 * depth, automatic))]);

        Says(
            Confirmed,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. (Written out as one formula, the function " +
            "itself already has 24 nodes.)",
            Describe(2));
        Says(
            Refuted,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 8 nodes and grows by a factor of 2^0.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. (Written out as one formula, the function " +
            "itself already has 24 nodes.)",
            Describe(1));
        Says(
            Error,
            "For 4 nested steps, a program of 12 operations, the symbolic derivative has 128 nodes and grows by a factor of 2^1.00 a " +
            "step; the tape takes 36 operations, at most 3.0 for each of the program's. (Written out as one formula, the function " +
            "itself already has 24 nodes.)",
            Describe(2, automatic: 0.7f));
    }

    [Fact]
    public void Question_15_describes_automatic_differentiation()
    {
        static Outcome Describe(int passes) =>
            Chapter6Checks.DescribeAutodiff([new(11, 40, 120, 2, 0.5, 1e-7, 2e-7), new(41, 160, 480, passes, 0.25, 2e-7, 8e-7)]);

        Says(
            Confirmed,
            "For 11, 41 parameters the gradient took 2, 2 passes and 3.00, 3.00 times the operations of the function; it is off the " +
            "analytic gradient by at most 50.0 % of its rounding bound.",
            Describe(2));
        Says(
            Refuted,
            "For 11, 41 parameters the gradient took 2, 42 passes and 3.00, 3.00 times the operations of the function; it is off the " +
            "analytic gradient by at most 50.0 % of its rounding bound.",
            Describe(42));
    }

    [Fact]
    public void Question_16_describes_counted_work()
    {
        static Outcome Describe(long counted) =>
            Chapter6Checks.DescribeWork(TestClaims.Claim("total-multiply-adds", 136448), "multiply-adds", counted, 136448, "the widths");

        Says(Confirmed, "The kernels counted 136,448 multiply-adds in one forward pass; printed are 136,448.", Describe(136448));
        Says(Refuted, "The kernels counted 136,449 multiply-adds in one forward pass; printed are 136,448.", Describe(136449));
    }

    [Fact]
    public void Question_16_describes_batches()
    {
        Says(
            Confirmed,
            "Batches of 1 and 2 take 1,000 and 2,000 multiply-adds: off the multiples of the first by 0.",
            Chapter6Checks.DescribeBatches([(1, 1000, 3), (2, 2000, 6)]));
        Says(
            Refuted,
            "Batches of 1 and 2 take 1,000 and 2,001 multiply-adds: off the multiples of the first by 1.",
            Chapter6Checks.DescribeBatches([(1, 1000, 3), (2, 2001, 6)]));
    }

    [Fact]
    public void Question_17_describes_overflow()
    {
        static Outcome Describe(float first, float half = 0.5f) => Chapter6Checks.DescribeOverflow(
            0f, 1000f, [first, float.PositiveInfinity, float.NaN, float.PositiveInfinity, float.NaN, float.NaN],
            [MathF.Log(0.5f), MathF.Log(2), MathF.Log(2), MathF.E, half, 1 / (1 + MathF.Exp(-1))], 88.73047f);

        Says(
            Confirmed,
            "On this device, with p = 0 and z = 1,000: log(p) = -Inf, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(float.NegativeInfinity));
        Says(
            Refuted,
            "On this device, with p = 0 and z = 1,000: log(p) = -16.5, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(-16.5f));
        Says(
            Error,
            "On this device, with p = 0 and z = 1,000: log(p) = -Inf, -log(p) = Inf, -(p·log(p) + (1-p)·log(1-p)) = NaN, exp(z) = Inf, " +
            "exp(z)/(exp(z)+exp(z)) = NaN, exp(z)/(1+exp(z)) = NaN. exp leaves binary32 at 88.73047.",
            Describe(float.NegativeInfinity, half: 0.6f));
    }

    [Fact]
    public void Question_17_describes_losses()
    {
        static Outcome Describe(float large) => Chapter6Checks.DescribeLosses(
            [0f, 100f], [MathF.Log(2), MathF.Log(2), large, (float)Math.Exp(-100)],
            [MathF.Log(2), MathF.Log(2), float.PositiveInfinity, 0f],
            keepsSubnormals: true);

        Says(
            Confirmed,
            "Of 4 losses with |z| <= 10,000 0 are not finite when taken from the logit, and the others use at most 11 % of their error " +
            "bound; taken from the probability 1 are Inf or NaN, from |z| = 100.00 on.",
            Describe(100f));
        Says(
            Refuted,
            "Of 4 losses with |z| <= 10,000 1 are not finite when taken from the logit, and the others use at most 11 % of their error " +
            "bound; taken from the probability 1 are Inf or NaN, from |z| = 100.00 on.",
            Describe(float.PositiveInfinity));
    }

    [Fact]
    public void Question_17_describes_exploding_gradients()
    {
        static Question17Kernels.DeepFound[] Runs(float lastLoss, int overflowStep) =>
            [.. Enumerable.Repeat(new Question17Kernels.DeepFound(1f, lastLoss, 100f, overflowStep), 20)];

        Says(
            Confirmed,
            "Gradient norms of 1.0e+2 to 1.0e+2 at the first step: with a rate of 0.01 the loss overflowed in 20 of 20 runs, within 5 " +
            "steps, and 0 more got stuck. With the norm clipped at 1 0 of the same runs overflowed and 100 % lowered the loss; with a " +
            "millionth of the rate, 0 and 100 %.",
            Chapter6Checks.DescribeExplosion(1f, Runs(0f, 5), Runs(0.5f, 0), Runs(0.9f, 0)));
        Says(
            Refuted,
            "Gradient norms of 1.0e+2 to 1.0e+2 at the first step: with a rate of 0.01 the loss overflowed in 20 of 20 runs, within 5 " +
            "steps, and 0 more got stuck. With the norm clipped at 1 20 of the same runs overflowed and 0 % lowered the loss; with a " +
            "millionth of the rate, 0 and 100 %.",
            Chapter6Checks.DescribeExplosion(1f, Runs(0f, 5), Runs(0f, 6), Runs(0.9f, 0)));
    }

    [Fact]
    public void Question_17_describes_learning_rates()
    {
        static Outcome Describe(float reduced) => Chapter6Checks.DescribeRates(
            TestClaims.Claim("high-learning-rate-diverges", 10), [0.5, 1], [[new(1f, 0.5f), new(1f, 2f)]],
            high: [new(1f, 2f), new(1f, 3f), new(1f, float.NaN)], reduced: [new(1f, 0.01f), new(1f, 0.02f), new(1f, reduced)],
            beyond: [new(1f, 0.5f)]);

        Says(
            Confirmed,
            "Rates from 1 to 4 made 3 of 3 runs diverge; divided by 10, 3 of the same runs brought the loss below a tenth. From sixteen " +
            "times the smallest diverging rate, one division by 10 left 1 of 1 runs that did not converge.",
            Describe(0.05f));
        Says(
            Refuted,
            "Rates from 1 to 4 made 3 of 3 runs diverge; divided by 10, 2 of the same runs brought the loss below a tenth. From sixteen " +
            "times the smallest diverging rate, one division by 10 left 1 of 1 runs that did not converge.",
            Describe(0.2f));
        Says(
            Refuted,
            "No rate from 5.0e-1 to 1.0e+0 makes the loss of every network diverge.",
            Chapter6Checks.DescribeNoDivergence([0.5, 1], [1, 0]));
    }

    [Fact]
    public void Question_18_describes_smoothness_at_zero()
    {
        static Outcome Describe(float right, float sharp = 1f) =>
            Chapter6Checks.DescribeSmoothness(Activation.Gelu, [0.5f, -0.5f], [right, 0.5f], [sharp, 0f]);

        Says(
            Confirmed,
            "With steps down to 2^-1 the difference quotients of GELU at 0 go to 0.625 from the right and 0.5 from the left, at most 63 " +
            "% of the bound away from 1/2; those of ReLU are 1 and 0 at every step.",
            Describe(0.625f));
        Says(
            Refuted,
            "With steps down to 2^-1 the difference quotients of GELU at 0 go to 1 from the right and 0.5 from the left, at most 251 % " +
            "of the bound away from 1/2; those of ReLU are 1 and 0 at every step.",
            Describe(1f));
        Says(
            Error,
            "With steps down to 2^-1 the difference quotients of GELU at 0 go to 0.625 from the right and 0.5 from the left, at most 63 " +
            "% of the bound away from 1/2; those of ReLU are 0.5 and 0 at every step.",
            Describe(0.625f, sharp: 0.5f));
    }

    [Fact]
    public void Question_18_describes_the_negative_side()
    {
        static Outcome Describe(double smallest) =>
            Chapter6Checks.DescribeNegativeSide(Activation.Gelu, step: 512, samples: 2_000_000, smallest, lowest: -0.1699712, relu: 0);

        Says(
            Confirmed,
            "Over 2,000,000 floats of (-0.75, 0) the smallest |gradient| of GELU is 7.743e-4, 3,248 times its rounding error; ReLU's is " +
            "0. The lowest value of GELU on [-1, -0.5] is -0.169971.",
            Describe(7.743e-4));
        Says(
            Refuted,
            "Over 2,000,000 floats of (-0.75, 0) the smallest |gradient| of GELU is 0.000e+0, 0 times its rounding error; ReLU's is 0. " +
            "The lowest value of GELU on [-1, -0.5] is -0.169971.",
            Describe(0));
    }

    [Fact]
    public void Question_18_describes_the_random_mask()
    {
        static Outcome Describe(int kept) => Chapter6Checks.DescribeMask(Activation.Gelu, 1000, [1f], [kept], [0.8413447f]);

        Says(
            Confirmed,
            "The mean of z·1[X <= z] over 1,000 normal samples agrees with GELU(z) at 1 of 1 inputs; furthest off at z = 1: 0.84100 " +
            "against 0.84134 ± 0.08309.",
            Describe(841));
        Says(
            Refuted,
            "The mean of z·1[X <= z] over 1,000 normal samples agrees with GELU(z) at 0 of 1 inputs; furthest off at z = 1: 0.50000 " +
            "against 0.84134 ± 0.08309.",
            Describe(500));
    }

    [Fact]
    public void Question_19_describes_sums_of_three()
    {
        Says(
            Confirmed,
            "15.00 % of the triples of U(0, 1) give two sums, at most 1 ulp apart; of U(-1, 1), where terms cancel, 25.00 %, at most " +
            "4,096 ulp apart.",
            Chapter6Checks.DescribeAssociativity(1000, (150, 1), (250, 4096)));
        Says(
            Refuted,
            "0.00 % of the triples of U(0, 1) give two sums, at most 0 ulp apart; of U(-1, 1), where terms cancel, 0.00 %, at most 0 " +
            "ulp apart.",
            Chapter6Checks.DescribeAssociativity(1000, (0, 0), (0, 0)));
    }

    [Fact]
    public void Question_19_describes_orders_of_a_dot_product()
    {
        Says(
            Confirmed,
            "Against left to right, different bits in 100.0 % (NumPy's pairwise order; at most 1.2e-7, bound 6.2e-5), 0.0 % (blocks of " +
            "32; at most 0.0e+0, bound 6.5e-5), 0.0 % (split in four; at most 0.0e+0, bound 7.6e-5).",
            Chapter6Checks.DescribeOrders([1f, MathF.BitIncrement(1f), 1f, 1f], [1.0]));
        Says(
            Refuted,
            "Against left to right, different bits in 0.0 % (NumPy's pairwise order; at most 0.0e+0, bound 6.2e-5), 0.0 % (blocks of " +
            "32; at most 0.0e+0, bound 6.5e-5), 0.0 % (split in four; at most 0.0e+0, bound 7.6e-5).",
            Chapter6Checks.DescribeOrders([1f, 1f, 1f, 1f], [1.0]));
        Says(
            Error,
            "Two orders of the same sum differ by more than rounding can explain: the device or this check is at fault.",
            Chapter6Checks.DescribeOrders([1f, 2f, 1f, 1f], [1.0]));
    }

    [Fact]
    public void Question_19_describes_fusion()
    {
        const double fused = 1.0 / (1 << 24);
        static Outcome Describe(double plain, params int[] found) =>
            Chapter6Checks.DescribeFusion(0, fused, plain, plain == fused, 1000, found);

        Says(
            Confirmed,
            "50.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler fuses plain a*b+c.",
            Describe(plain: fused, 500, 500, 0));
        Says(
            Confirmed,
            "50.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler fuses plain a*b+c in some places and not in others.",
            Describe(plain: fused, 500, 300, 200));
        Says(
            Refuted,
            "0.00 % of the random triples round differently; (1+2^-12)^2 - (1+2^-11) is 0 unfused and 5.96e-8 fused. This device's " +
            "compiler does not fuse plain a*b+c.",
            Describe(plain: 0, 0, 0, 0));
    }

    [Fact]
    public void Question_19_describes_atomic_sums()
    {
        static Outcome Describe(float second, float secondTree = 10f) =>
            Chapter6Checks.DescribeReduction(1024, 10, 10, [10f, second], [10f, secondTree]);

        Says(
            Confirmed,
            "2 atomic sums of the same 1,024 numbers gave 2 distinct results, 9.5e-7 apart; the fixed tree gave 1.",
            Describe(MathF.BitIncrement(10f)));
        Says(
            NotObserved,
            "2 atomic sums of the same 1,024 numbers gave 1 distinct results, 0.0e+0 apart; the fixed tree gave 1.",
            Describe(10f));
        Says(
            Error,
            "2 atomic sums of the same 1,024 numbers gave 2 distinct results, 1.0e+0 apart; the fixed tree gave 1. But a sum is further " +
            "from the exact one than rounding can explain.",
            Describe(11f));
        Says(
            Error,
            "2 atomic sums of the same 1,024 numbers gave 1 distinct results, 0.0e+0 apart; the fixed tree gave 2. But the fixed tree " +
            "gave different results: the device or this check is at fault.",
            Describe(10f, MathF.BitIncrement(10f)));
    }

    [Fact]
    public void Question_19_describes_unequal_outputs()
    {
        Says(
            Confirmed,
            "50.0 % of 2 outputs of [10, 64, 32, 1] differ in their bits between two accumulation orders, by at most 1.00e-7.",
            Chapter6Checks.DescribeEquality(Network(1e-7f)));
        Says(
            Refuted,
            "0.0 % of 2 outputs of [10, 64, 32, 1] differ in their bits between two accumulation orders, by at most 0.00e+0.",
            Chapter6Checks.DescribeEquality(Network(0f)));
    }

    [Fact]
    public void Question_19_describes_the_order_of_the_differences()
    {
        static Outcome Describe(double printed, Question19Kernels.FailingWidth? leaves) => Chapter6Checks.DescribeMagnitude(
            TestClaims.Claim("differences-near-1e-7", printed), Network(1e-7f), leaves, [(4, Network(2e-7f))]);

        Says(
            Confirmed,
            "For [10, 64, 32, 1] the differences that are not 0 have a root mean square of 1.0e-7, the largest is 1.0e-7. No width to " +
            "262,144 leaves the order of 1e-7.",
            Describe(1e-7, null));
        Says(
            Qualified,
            "For [10, 64, 32, 1] the differences that are not 0 have a root mean square of 1.0e-7, the largest is 1.0e-7. They leave " +
            "the order of 1e-7 at [10, 128, 1], where they are 1.0e-6.",
            Describe(1e-7, Failing(1e-6f)));
        Says(
            Refuted,
            "For [10, 64, 32, 1] the differences that are not 0 have a root mean square of 1.0e-7, the largest is 1.0e-7. That is not " +
            "the printed order.",
            Describe(1e-5, null));
    }

    [Fact]
    public void Question_19_describes_the_tolerance()
    {
        static Outcome Describe(double printed, Question19Kernels.FailingWidth? fails) =>
            Chapter6Checks.DescribeTolerance(TestClaims.Claim("tolerance-1e-6-accepts", printed), Network(1e-7f), fails);

        Says(
            Confirmed,
            "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-6. No width to 262,144 exceeds it.",
            Describe(1e-6, null));
        Says(
            Qualified,
            "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-6. It fails at [10, 128, 1], where it is 2.0e-6; there " +
            "numpy.testing.assert_allclose rejects, torch.testing.assert_close accepts, allclose of either rejects.",
            Describe(1e-6, Failing(2e-6f)));
        Says(Refuted, "The largest difference of [10, 64, 32, 1] is 1.0e-7, tolerance 1e-8. It is exceeded.", Describe(1e-8, null));
    }

    [Fact]
    public void Question_19_describes_what_numpy_and_pytorch_answered()
    {
        Says(
            Confirmed,
            "NumPy 2.2.4 and PyTorch 2.6.0 differ in 3 of 8,192 outputs of [10, 64, 32, 1], by at most 1.2e-7; before the sigmoid in 5. " +
            "An absolute 1e-6 accepts them.",
            Chapter6Checks.JudgeNumpyPytorch(Question19ChecksTests.Comparison(3, 5), seed: 1));
        Says(
            NotObserved,
            "NumPy 2.2.4 and PyTorch 2.6.0 differ in 0 of 8,192 outputs of [10, 64, 32, 1], by at most 1.2e-7; before the sigmoid in 0. " +
            "An absolute 1e-6 accepts them.",
            Chapter6Checks.JudgeNumpyPytorch(Question19ChecksTests.Comparison(0, 0), seed: 1));
        Says(
            Skipped,
            "Python has no torch. With both NumPy and PyTorch installed (pip install numpy torch) this check runs.",
            Chapter6Checks.JudgeNumpyPytorch("""{"status": "missing", "module": "torch"}""", seed: 1));
    }

    [Fact]
    public void Question_20_describes_vanishing_gradients()
    {
        static Outcome Describe(double xavier, double he, double largest) => Chapter6Checks.DescribeVanishing(
            TestClaims.Claim("sigmoid-gradients-vanish", 1e-6, 3e-8),
            [new(Question20Kernels.SigmoidXavier, [Width(xavier)]), new(Question20Kernels.SigmoidPyTorch, [Width(3e-8)])],
            new(Question20Kernels.SigmoidHe, [Width(he)]), [Width(1e-6), Width(1e-6), Width(1e-6), Width(1e-6), Width(largest)]);

        Says(
            Confirmed,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 1E-06 to 1E-06 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 2E-06 to 2E-06 and 6E-08 to 6E-08. It stops at other weights: 1E-06 to 1E-06 with He's, " +
            "and 16 times Xavier's standard deviation do not undo it.",
            Describe(1e-6, 1e-6, 1e-6));
        Says(
            Qualified,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 1E-06 to 1E-06 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 2E-06 to 2E-06 and 6E-08 to 6E-08. It stops at other weights: 0.001 to 0.001 with He's, " +
            "and 16 times Xavier's standard deviation undoes it (0.5 at width 16).",
            Describe(1e-6, 1e-3, 0.5));
        Says(
            Refuted,
            "The norm of the error signal at layer 1 over that at layer 10 is, as a geometric mean over the seeds, 0.0001 to 0.0001 for " +
            "sigmoid with Xavier (printed: about 1e-6); 3E-08 to 3E-08 for sigmoid with PyTorch's default (printed: about 3e-8), widths " +
            "16. Of the weight gradients it is 0.0002 to 0.0002 and 6E-08 to 6E-08. It stops at other weights: 0.001 to 0.001 with " +
            "He's, and 16 times Xavier's standard deviation undoes it (0.5 at width 16).",
            Describe(1e-4, 1e-3, 0.5));
    }

    [Fact]
    public void Question_20_describes_gradients_that_stay()
    {
        static Outcome Describe(double ratio) => Chapter6Checks.DescribeStaying(
            TestClaims.Claim("relu-he-gradients-stay", 0.3, 3),
            new(Question20Kernels.ReluHe, [Width(ratio), Width(1)]), new(Question20Kernels.ReluPyTorch, [Width(1e-4), Width(2e-4)]));

        Says(
            Confirmed,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 1.5 times that at layer 10, as a geometric mean over the " +
            "seeds at widths 16, 16; 100 % of 2 networks lie within [0.3, 3], all within [1, 1.5]. Of the weight gradients it is 2 to " +
            "3. With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(1.5));
        Says(
            Refuted,
            "With ReLU with He the norm of the error signal at layer 1 is 1 to 5 times that at layer 10, as a geometric mean over the " +
            "seeds at widths 16, 16; 50 % of 2 networks lie within [0.3, 3], all within [1, 5]. Of the weight gradients it is 2 to 10. " +
            "With PyTorch's default it is 0.0001 to 0.0002.",
            Describe(5));
    }

    private static void Says(Verdict verdict, string finding, Outcome outcome)
    {
        Assert.Equal(finding, outcome.Finding);
        Assert.Equal(verdict, outcome.Verdict);
    }

    private static Question19Kernels.NetworkDifferences Network(float difference) => new([(0f, difference), (0.5f, 0.5f)], 1e-5);

    private static Question19Kernels.FailingWidth Failing(float difference) => new([64, 128], [Network(1e-7f), Network(difference)]);

    private static Question20Kernels.WidthRatios Width(double ratio) =>
        new(16, new([2 * ratio]), new([ratio]), [.. Enumerable.Repeat(ratio, 10)]);
}
