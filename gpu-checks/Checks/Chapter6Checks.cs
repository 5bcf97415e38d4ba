// The check of every executable claim of chapter 6. The base class is compiled from the quiz: a new claim in the Markdown breaks
// this build until someone says here how it is checked.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.Checks;

/// <summary>Runs the checks of chapter 6.</summary>
internal sealed partial class Chapter6Checks : Chapter6Quiz.Checks<CheckContext, Outcome>, IClaimChecks
{
    protected override Outcome AndWeights(Claim claim, CheckContext context) => Question01Checks.AndWeights(claim, context);
    protected override Outcome XorNotSeparable(Claim claim, CheckContext context) => Question01Checks.XorNotSeparable(claim, context);
    protected override Outcome HiddenLayerSolvesXor(Claim claim, CheckContext context) =>
        Question01Checks.HiddenLayerSolvesXor(claim, context);

    protected override Outcome LayerParameters(Claim claim, CheckContext context) => Question02Checks.LayerParameters(claim, context);
    protected override Outcome TotalParameters(Claim claim, CheckContext context) => Question02Checks.TotalParameters(claim, context);

    protected override Outcome LinearLayersCollapse(Claim claim, CheckContext context) =>
        Question03Checks.LinearLayersCollapse(claim, context);
    protected override Outcome NonlinearityPreventsCollapse(Claim claim, CheckContext context) =>
        Question03Checks.NonlinearityPreventsCollapse(claim, context);

    protected override Outcome SigmoidGradientMaximum(Claim claim, CheckContext context) =>
        Question04Checks.SigmoidGradientMaximum(claim, context);
    protected override Outcome FirstLayerAttenuated(Claim claim, CheckContext context) =>
        Question04Checks.FirstLayerAttenuated(claim, context);
    protected override Outcome TenLayerAttenuation(Claim claim, CheckContext context) =>
        Question04Checks.TenLayerAttenuation(claim, context);

    protected override Outcome DeadReluNeverUpdates(Claim claim, CheckContext context) =>
        Question05Checks.DeadReluNeverUpdates(claim, context);
    protected override Outcome LargeLearningRateKills(Claim claim, CheckContext context) =>
        Question05Checks.LargeLearningRateKills(claim, context);
    protected override Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context) =>
        Question05Checks.GeluSwishNonzeroGradient(claim, context);

    protected override Outcome BackpropagationOnlyComputesGradients(Claim claim, CheckContext context) =>
        Question06Checks.BackpropagationOnlyComputesGradients(claim, context);
    protected override Outcome OptimizerLearns(Claim claim, CheckContext context) => Question06Checks.OptimizerLearns(claim, context);

    protected override Outcome BceSigmoidGradient(Claim claim, CheckContext context) => Question07Checks.BceSigmoidGradient(claim, context);
    protected override Outcome TermsCancelExactly(Claim claim, CheckContext context) => Question07Checks.TermsCancelExactly(claim, context);

    protected override Outcome HalfAreZeroed(Claim claim, CheckContext context) => Question08Checks.HalfAreZeroed(claim, context);
    protected override Outcome ReluHalvesVariance(Claim claim, CheckContext context) => Question08Checks.ReluHalvesVariance(claim, context);
    protected override Outcome HePreservesScale(Claim claim, CheckContext context) => Question08Checks.HePreservesScale(claim, context);
    protected override Outcome ReluHalvesSecondMoment(Claim claim, CheckContext context) =>
        Question08Checks.ReluHalvesSecondMoment(claim, context);

    protected override Outcome XavierVariance(Claim claim, CheckContext context) => Question09Checks.XavierVariance(claim, context);
    protected override Outcome TanhDerivativeAtZero(Claim claim, CheckContext context) =>
        Question09Checks.TanhDerivativeAtZero(claim, context);
    protected override Outcome HeVariance(Claim claim, CheckContext context) => Question09Checks.HeVariance(claim, context);
    protected override Outcome SigmoidDerivativeAtZero(Claim claim, CheckContext context) =>
        Question09Checks.SigmoidDerivativeAtZero(claim, context);
    protected override Outcome HeForReluVariants(Claim claim, CheckContext context) => Question09Checks.HeForReluVariants(claim, context);
    protected override Outcome SigmoidDerivativeAtZeroCorrected(Claim claim, CheckContext context) =>
        Question09Checks.SigmoidDerivativeAtZeroCorrected(claim, context);

    protected override Outcome CenteredDifferenceOrder(Claim claim, CheckContext context) =>
        Question10Checks.CenteredDifferenceOrder(claim, context);
    protected override Outcome ForwardDifferenceOrder(Claim claim, CheckContext context) =>
        Question10Checks.ForwardDifferenceOrder(claim, context);
    protected override Outcome EpsilonAccuracy(Claim claim, CheckContext context) => Question10Checks.EpsilonAccuracy(claim, context);
}
