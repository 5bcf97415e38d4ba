// The document of `gpu-checks tensor-cores`.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.TensorCores;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Reports;

internal static class TensorCoresDocument
{
    public static Document Of(Scale scale, ulong seed, IReadOnlyList<TensorCoreReport> reports) => new(
        "How matrix units add", [.. reports.Select(TensorCoreSection.Of)])
    {
        Result = new DocumentText(
            TensorCoreSection.Summary(reports),
            reports.Any(report => report.Units.Count > 0)
                ? reports.All(report => report.IsProven) ? Tone.Good : Tone.Bad
                : Tone.Undecided),
        Introduction =
        [
            new DocumentText(
                Invariant($"Made by `gpu-checks tensor-cores --scale {Names.IdOf(scale)} --seed {seed}`. ")
                + "The unit adds the products of a step and the accumulator: it aligns them to the largest exponent, cuts each at a place "
                + "below it, adds what is left exactly, and rounds once. Everything here was found from results alone. The random dot "
                + $"products are {DotProblems.Kinds}; any NaN equals any other."),
        ],
    };
}
