// Published figures, shown beside the measured ones.

namespace QuizKit.Laboratory.Variation;

/// <summary>A published time of 100 sums of 4 million float64 numbers.</summary>
internal sealed record PublishedTime(string Gpu, string Algorithm, double Milliseconds);

/// <summary>
/// Figures of Shanmugavelu, Taillefumier, Culver, Hernandez, Coletti and Sedova 2024, "Impacts of floating-point non-associativity on
/// reproducibility for HPC and deep learning applications", arXiv:2408.05148, and of the document that goes with its published code.
/// </summary>
internal static class PublishedFigures
{
    /// <summary>The source of the figures, for readers.</summary>
    public const string Source = "Shanmugavelu et al. 2024, arXiv:2408.05148, and the README of its published code";

    /// <summary>
    /// The times in the README's table, for the fastest launch shape of each algorithm and GPU. CUB is NVIDIA's library, hipCUB AMD's.
    /// </summary>
    public static IReadOnlyList<PublishedTime> Times { get; } =
    [
        new("V100", "SPA", 6.456),
        new("V100", "SPTR", 6.469),
        new("V100", "TPRC", 6.490),
        new("GH200", "SPA", 3.019),
        new("GH200", "CUB", 3.155),
        new("MI250X", "TPRC", 6.275),
        new("MI250X", "SPA", 6.319),
        new("MI250X", "hipCUB", 6.378),
        new("MI250X", "SPTR", 6.552),
    ];
}
