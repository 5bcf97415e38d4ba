// The check of every executable claim of chapter 6. The base class is compiled from the quiz: a new claim in the Markdown breaks
// this build until it has a check. Each question has a part of this class in a file of its own.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.Checks;

/// <summary>Runs the checks of chapter 6.</summary>
internal sealed partial class Chapter6Checks : Chapter6Quiz.Checks<CheckContext, Outcome>, IClaimChecks
{
    protected override Outcome WidthBuysAccuracy(Claim claim, CheckContext context) => Question11Checks.WidthBuysAccuracy(claim, context);
    protected override Outcome DepthBeatsWidth(Claim claim, CheckContext context) => Question11Checks.DepthBeatsWidth(claim, context);

    protected override Outcome WeightGradientFormula(Claim claim, CheckContext context) =>
        Question12Checks.WeightGradientFormula(claim, context);
    protected override Outcome CheckpointingRecomputes(Claim claim, CheckContext context) =>
        Question12Checks.CheckpointingRecomputes(claim, context);

    protected override Outcome MemorisesTrainingData(Claim claim, CheckContext context) =>
        Question13Checks.MemorisesTrainingData(claim, context);
    protected override Outcome RemediesCloseTheGap(Claim claim, CheckContext context) =>
        Question13Checks.RemediesCloseTheGap(claim, context);

    protected override Outcome ZeroGradSetsZero(Claim claim, CheckContext context) => Question14Checks.ZeroGradSetsZero(claim, context);
    protected override Outcome GradientsAccumulate(Claim claim, CheckContext context) =>
        Question14Checks.GradientsAccumulate(claim, context);
    protected override Outcome AccumulationEqualsLargeBatch(Claim claim, CheckContext context) =>
        Question14Checks.AccumulationEqualsLargeBatch(claim, context);
    protected override Outcome ZeroGradSetsNone(Claim claim, CheckContext context) => Question14Checks.ZeroGradSetsNone(claim, context);

    protected override Outcome NumericalNeedsPEvaluations(Claim claim, CheckContext context) =>
        Question15Checks.NumericalNeedsPEvaluations(claim, context);
    protected override Outcome NumericalErrorIsUShaped(Claim claim, CheckContext context) =>
        Question15Checks.NumericalErrorIsUShaped(claim, context);
    protected override Outcome SymbolicSwells(Claim claim, CheckContext context) => Question15Checks.SymbolicSwells(claim, context);
    protected override Outcome AutodiffIsExactAndCheap(Claim claim, CheckContext context) =>
        Question15Checks.AutodiffIsExactAndCheap(claim, context);

    protected override Outcome TotalMultiplyAdds(Claim claim, CheckContext context) => Question16Checks.TotalMultiplyAdds(claim, context);
    protected override Outcome ActivationOperations(Claim claim, CheckContext context) =>
        Question16Checks.ActivationOperations(claim, context);
    protected override Outcome BatchScalesLinearly(Claim claim, CheckContext context) =>
        Question16Checks.BatchScalesLinearly(claim, context);
    protected override Outcome TotalMultiplyAddsCorrected(Claim claim, CheckContext context) =>
        Question16Checks.TotalMultiplyAddsCorrected(claim, context);
    protected override Outcome ActivationOperationsCorrected(Claim claim, CheckContext context) =>
        Question16Checks.ActivationOperationsCorrected(claim, context);

    protected override Outcome ExplodingGradientsOverflow(Claim claim, CheckContext context) =>
        Question17Checks.ExplodingGradientsOverflow(claim, context);
    protected override Outcome LogZeroAndExpOverflow(Claim claim, CheckContext context) =>
        Question17Checks.LogZeroAndExpOverflow(claim, context);
    protected override Outcome StableLossStaysFinite(Claim claim, CheckContext context) =>
        Question17Checks.StableLossStaysFinite(claim, context);
    protected override Outcome HighLearningRateDiverges(Claim claim, CheckContext context) =>
        Question17Checks.HighLearningRateDiverges(claim, context);

    protected override Outcome GeluSmoothAtZero(Claim claim, CheckContext context) => Question18Checks.GeluSmoothAtZero(claim, context);
    protected override Outcome GeluNonzeroForSlightlyNegative(Claim claim, CheckContext context) =>
        Question18Checks.GeluNonzeroForSlightlyNegative(claim, context);
    protected override Outcome GeluIsAnExpectedMask(Claim claim, CheckContext context) =>
        Question18Checks.GeluIsAnExpectedMask(claim, context);

    protected override Outcome NumpyPytorchDiffer(Claim claim, CheckContext context) => Question19Checks.NumpyPytorchDiffer(claim, context);
    protected override Outcome AccumulationOrderMatters(Claim claim, CheckContext context) =>
        Question19Checks.AccumulationOrderMatters(claim, context);
    protected override Outcome AdditionIsNotAssociative(Claim claim, CheckContext context) =>
        Question19Checks.AdditionIsNotAssociative(claim, context);
    protected override Outcome FusedMultiplyAddMatters(Claim claim, CheckContext context) =>
        Question19Checks.FusedMultiplyAddMatters(claim, context);
    protected override Outcome ParallelReductionVaries(Claim claim, CheckContext context) =>
        Question19Checks.ParallelReductionVaries(claim, context);
    protected override Outcome DifferencesNear1e7(Claim claim, CheckContext context) => Question19Checks.DifferencesNear1e7(claim, context);
    protected override Outcome ExactEqualityFails(Claim claim, CheckContext context) => Question19Checks.ExactEqualityFails(claim, context);
    protected override Outcome Tolerance1e6Accepts(Claim claim, CheckContext context) =>
        Question19Checks.Tolerance1e6Accepts(claim, context);

    protected override Outcome SigmoidGradientsVanish(Claim claim, CheckContext context) =>
        Question20Checks.SigmoidGradientsVanish(claim, context);
    protected override Outcome ReluHeGradientsStay(Claim claim, CheckContext context) =>
        Question20Checks.ReluHeGradientsStay(claim, context);
}
