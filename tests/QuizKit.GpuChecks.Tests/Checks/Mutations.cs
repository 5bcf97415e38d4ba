// What every claim's check must not overlook: for each claim, changes that have to turn its verdict.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Orders;

namespace QuizKit.GpuChecks.Tests.Checks;

/// <summary>The mutations of all claims, in the order of the quiz.</summary>
internal static class Mutations
{
    private const Verdict Confirmed = Verdict.Confirmed, Refuted = Verdict.Refuted;

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Mutation.Printed("and-weights", Refuted, -1, 1, -1.5),
        Mutation.Printed("and-weights", Refuted, 1, -1, -1.5),
        Mutation.Printed("and-weights", Refuted, 1, 1, -0.5),
        Mutation.Kernel("xor-not-separable", "a perceptron that may multiply its inputs", Refuted, Question01Kernels.SearchKernel, MutantKernels.SearchWithProduct),
        Mutation.Kernel("hidden-layer-solves-xor", "a hidden layer of one unit", Refuted, Question01Kernels.HiddenLayerKernel, MutantKernels.OneHiddenUnit),
        Mutation.Printed("layer-parameters", Refuted, 640, 2080, 33),
        Mutation.Printed("layer-parameters", Refuted, 704, 2048, 33),
        Mutation.Printed("layer-parameters", Refuted, 704, 2080, 32),
        Mutation.Printed("total-parameters", Refuted, 2720),
        Mutation.Kernel("linear-layers-collapse", "a product without its bias", Refuted, Question03Kernels.LinearLayerKernel, MutantKernels.CollapsedWithoutBias),
        Mutation.Kernel("linear-layers-collapse", "layers that are not linear", Verdict.Error, Question03Kernels.LinearLayerKernel, MutantKernels.AlwaysRectified),
        Mutation.Kernel("nonlinearity-prevents-collapse", "linear layers instead of ReLU", Refuted, Question03Kernels.LinearLayerKernel, MutantKernels.NeverRectified),
        Mutation.Printed("sigmoid-gradient-maximum", Refuted, 0.24),
        Mutation.Printed("first-layer-attenuated", Refuted, 0.3),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.5, 9, 3.8e-6),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.25, 10, 3.8e-6),
        Mutation.Printed("ten-layer-attenuation", Refuted, 0.25, 9, 3.9e-6),
        Mutation.Experiment("dead-relu-never-updates", "leaky ReLU instead of ReLU", Refuted, (claim, context) =>
            Chapter6Checks.DeadReluNeverUpdates(claim, context, Activation.LeakyRelu)),
        Mutation.Experiment("large-learning-rate-kills", "no step at the large rate", Refuted, (claim, context) =>
            Chapter6Checks.LargeLearningRateKills(claim, context, doublings: 0)),
        Mutation.Experiment("gelu-swish-nonzero-gradient", "ReLU instead of Swish", Refuted, (claim, context) =>
            Chapter6Checks.GeluSwishNonzeroGradient(claim, context, Activation.Gelu, Activation.Relu)),
        Mutation.Kernel("backpropagation-only-computes-gradients", "a backward pass that learns", Refuted, GradientNetwork.BackwardKernel, Question06ChecksTests.LearningKernel),
        Mutation.Kernel("backpropagation-only-computes-gradients", "one wrong gradient", Refuted, GradientNetwork.BackwardKernel, Question06ChecksTests.OneWrongKernel),
        Mutation.Kernel("optimizer-learns", "uphill instead of downhill", Refuted, GradientNetwork.SgdKernel, Question06ChecksTests.UphillKernel),
        Mutation.Kernel("bce-sigmoid-gradient", "the other sign", Refuted, Question07Kernels.LossGradientKernel, Question07ChecksTests.NegatedKernel),
        Mutation.Kernel("bce-sigmoid-gradient", "a millionth too much", Refuted, Question07Kernels.LossGradientKernel, Question07ChecksTests.SlightlyOffKernel),
        Mutation.Kernel("terms-cancel-exactly", "terms that always cancel", Confirmed, Question07Kernels.CancellationKernel, Question07ChecksTests.AlwaysCancelledKernel),
        Mutation.Kernel("terms-cancel-exactly", "terms that never cancel", Refuted, Question07Kernels.CancellationKernel, Question07ChecksTests.NeverCancelledKernel),
        Mutation.Kernel("half-are-zeroed", "a ReLU with its bend at a tenth", Refuted, Question08Kernels.RectifyKernel, MutantKernels.BendAtATenth),
        Mutation.Printed("relu-halves-variance", Confirmed, 1 / 0.340845),
        Mutation.Printed("he-preserves-scale", Refuted, 2.2),
        Mutation.Printed("relu-halves-second-moment", Refuted, 2.1),
        Mutation.Printed("xavier-variance", Refuted, 2.2),
        Mutation.Printed("tanh-derivative-at-zero", Refuted, 0.99),
        Mutation.Printed("he-variance", Refuted, 2.2),
        Mutation.Printed("sigmoid-derivative-at-zero", Confirmed, 0.24),
        Mutation.Kernel("he-for-relu-variants", "a slope without effect", Confirmed, Question09Kernels.VariantNetworkKernel, Question09ChecksTests.ForgetSlopeKernel),
        Mutation.Kernel("he-for-relu-variants", "half of the variance", Refuted, Question09Kernels.VariantNetworkKernel, Question09ChecksTests.HalvedVarianceKernel),
        Mutation.Printed("sigmoid-derivative-at-zero-corrected", Refuted, 0.24),
        Mutation.Printed("centered-difference-order", Refuted, 1),
        Mutation.Kernel("forward-difference-order", "the centered difference instead", Refuted, Question10Kernels.DifferencesKernel, Question10ChecksTests.SwappedKernel),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-3, 1e-10, 1e-5),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-5, 1e-8, 1e-5),
        Mutation.Printed("epsilon-accuracy", Refuted, 1e-5, 1e-10, 1e-3),
        Mutation.Experiment("width-buys-accuracy", "four units whatever the width", Refuted, (claim, context) =>
            Chapter6Checks.WidthBuysAccuracy(claim, context, _ => 4)),
        Mutation.Experiment("depth-beats-width", "tents that do not reach the top", Refuted, (claim, context) =>
            Chapter6Checks.DepthBeatsWidth(claim, context, slope: 1f)),
        Mutation.Experiment("weight-gradient-formula", "the formula without the slope", Refuted, (claim, context) =>
            Chapter6Checks.WeightGradientFormula(claim, context, Question12Kernels.GradientFormula.WithoutSlope)),
        Mutation.Experiment("checkpointing-recomputes", "checkpoints of 16 bits", Refuted, (claim, context) =>
            Chapter6Checks.CheckpointingRecomputes(claim, context, keptBits: unchecked((int)0xFFFF0000))),
        Mutation.Printed("memorises-training-data", Refuted, 90),
        Mutation.Experiment("remedies-close-the-gap", "a remedy that changes nothing", Refuted, (claim, context) =>
            Chapter6Checks.RemediesCloseTheGap(claim, context, [Question13Kernels.Overfitting])),
        Mutation.Experiment("zero-grad-sets-zero", "a PyTorch that leaves zeros", Confirmed, (claim, _) =>
            Chapter6Checks.ZeroGrad(claim, Question14ChecksTests.Answer("2.6.0", "zeros"), "zeros")),
        Mutation.Kernel(
            "gradients-accumulate", "a backward pass that replaces", Refuted,
            GradientNetwork.AccumulateKernel, Question14ChecksTests.ReplacingKernel),
        Mutation.Kernel(
            "accumulation-equals-large-batch", "micro-batches that lose an example", Refuted,
            GradientNetwork.AccumulateKernel, Question14ChecksTests.LosingKernel),
        Mutation.Experiment("zero-grad-sets-none", "a PyTorch that leaves zeros", Refuted, (claim, _) =>
            Chapter6Checks.ZeroGrad(claim, Question14ChecksTests.Answer("2.6.0", "zeros"), "none")),
        Mutation.Experiment("numerical-needs-p-evaluations", "every other parameter", Refuted, (claim, context) =>
            Chapter6Checks.NumericalNeedsPEvaluations(claim, context, every: 2)),
        Mutation.Experiment("numerical-error-is-u-shaped", "a function without truncation error", Refuted, (claim, context) =>
            Chapter6Checks.NumericalErrorIsUShaped(claim, context, Question15Kernels.Function.Square)),
        Mutation.Experiment("symbolic-swells", "a sum instead of a nested product", Refuted, (claim, context) =>
            Chapter6Checks.SymbolicSwells(claim, context, isNested: false)),
        Mutation.Experiment("autodiff-is-exact-and-cheap", "forward instead of reverse mode", Refuted, (claim, context) =>
            Chapter6Checks.AutodiffIsExactAndCheap(claim, context, Question15Kernels.Mode.Forward)),
        Mutation.Printed("total-multiply-adds", Confirmed, 136448),
        Mutation.Printed("activation-operations", Confirmed, 769),
        Mutation.Kernel(
            "batch-scales-linearly", "a layer that counts more in a batch", Refuted,
            Question16Kernels.CountingLayerKernel, MutantKernels.CountsMoreInABatch),
        Mutation.Printed("total-multiply-adds-corrected", Refuted, 70912),
        Mutation.Printed("activation-operations-corrected", Refuted, 513),
        Mutation.Experiment("exploding-gradients-overflow", "clipping that never clips", Refuted, (claim, context) =>
            Chapter6Checks.ExplodingGradientsOverflow(claim, context, float.PositiveInfinity)),
        Mutation.Experiment("log-zero-and-exp-overflow", "a clipped probability", Refuted, (claim, context) =>
            Chapter6Checks.LogZeroAndExpOverflow(claim, context, 1e-7f, 1000f)),
        Mutation.Experiment("stable-loss-stays-finite", "the loss from the probability", Refuted, (claim, context) =>
            Chapter6Checks.StableLossStaysFinite(claim, context, Question17Kernels.LossForm.FromProbability)),
        Mutation.Printed("high-learning-rate-diverges", Refuted, 1),
        Mutation.Experiment("gelu-smooth-at-zero", "ReLU instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluSmoothAtZero(claim, context, Activation.Relu)),
        Mutation.Experiment("gelu-nonzero-for-slightly-negative", "ReLU instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluNonzeroForSlightlyNegative(claim, context, Activation.Relu)),
        Mutation.Experiment("gelu-is-an-expected-mask", "Swish instead of GELU", Refuted, (claim, context) =>
            Chapter6Checks.GeluIsAnExpectedMask(claim, context, Activation.Swish)),
        Mutation.Experiment("numpy-pytorch-differ", "two libraries with the same bits", Verdict.NotObserved, (_, context) =>
            Chapter6Checks.JudgeNumpyPytorch(Question19ChecksTests.Comparison(unequal: 0, unequalLogits: 0), context.Seed)),
        Mutation.Kernel(
            "accumulation-order-matters", "one order four times", Refuted,
            Question19Kernels.DotOrdersKernel, MutantKernels.OneOrderFourTimes),
        Mutation.Kernel(
            "addition-is-not-associative", "the same parentheses twice", Refuted,
            Question19Kernels.AssociativityKernel, MutantKernels.SameParentheses),
        Mutation.Kernel(
            "fused-multiply-add-matters", "unfused instead of fused", Refuted, Question19Kernels.FusionKernel, MutantKernels.NeverFused),
        Mutation.Kernel(
            "parallel-reduction-varies", "one work item that adds everything up", Verdict.NotObserved,
            OrderKernels.AtomicSumKernel, MutantKernels.OneItemAddsAll),
        Mutation.Printed("differences-near-1e-7", Refuted, 1e-6),
        Mutation.Kernel(
            "exact-equality-fails", "the same order twice", Refuted,
            Question19Kernels.AccumulatorsLayerKernel, Question19Kernels.SequentialLayerKernel),
        Mutation.Printed("tolerance-1e-6-accepts", Refuted, 1e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 1e-5, 3e-8),
        Mutation.Printed("sigmoid-gradients-vanish", Refuted, 1e-6, 3e-7),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 3, 5),
        Mutation.Printed("relu-he-gradients-stay", Refuted, 0.05, 0.1),
    ];
}
