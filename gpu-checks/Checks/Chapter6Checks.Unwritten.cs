// The claims whose checks nobody has written yet. They are reported as unwritten, never as passed; this file ends with the last one.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    protected override Outcome BackpropagationOnlyComputesGradients(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome OptimizerLearns(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome BceSigmoidGradient(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome TermsCancelExactly(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome XavierVariance(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome TanhDerivativeAtZero(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome HeVariance(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome SigmoidDerivativeAtZero(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome HeForReluVariants(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome SigmoidDerivativeAtZeroCorrected(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome CenteredDifferenceOrder(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome ForwardDifferenceOrder(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome EpsilonAccuracy(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome ZeroGradSetsZero(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome GradientsAccumulate(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome AccumulationEqualsLargeBatch(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome ZeroGradSetsNone(Claim claim, CheckContext context) => Outcome.Unwritten();
}
