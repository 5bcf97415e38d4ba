// The check of every executable claim of chapter 6. The base class is compiled from the quiz: a new claim in the Markdown breaks
// this build until it has a check. Each question has a part of this class in a file of its own.

using QuizKit.GpuChecks.Checks.Support;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.Checks;

internal sealed partial class Chapter6Checks : Chapter6Quiz.Checks<CheckContext, Outcome>, IClaimChecks
{
    public IReadOnlyDictionary<string, ISweep> Sweeps { get; } = new Dictionary<string, ISweep>(StringComparer.Ordinal)
    {
        ["sigmoid-gradient-maximum"] = SigmoidGradients,
        ["gelu-swish-nonzero-gradient"] = NegativeGradients(Activation.Gelu, Activation.Swish),
        ["gelu-nonzero-for-slightly-negative"] = NegativeSideOf(Activation.Gelu),
    };
}
