// The claims whose checks nobody has written yet. They are reported as unwritten, never as passed; this file ends with the last one.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks
{
    protected override Outcome DeadReluNeverUpdates(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome LargeLearningRateKills(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome GeluSwishNonzeroGradient(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome WidthBuysAccuracy(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome DepthBeatsWidth(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome WeightGradientFormula(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome CheckpointingRecomputes(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome MemorisesTrainingData(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome RemediesCloseTheGap(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome NumericalNeedsPEvaluations(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome NumericalErrorIsUShaped(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome SymbolicSwells(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome AutodiffIsExactAndCheap(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome LogZeroAndExpOverflow(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome StableLossStaysFinite(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome HighLearningRateDiverges(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome GeluSmoothAtZero(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome GeluNonzeroForSlightlyNegative(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome GeluIsAnExpectedMask(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome SigmoidGradientsVanish(Claim claim, CheckContext context) => Outcome.Unwritten();
    protected override Outcome ReluHeGradientsStay(Claim claim, CheckContext context) => Outcome.Unwritten();
}
