// How much of a sum's result is reproducible: the level that a caller chooses.

namespace QuizKit.Numerics.Gpu;

/// <summary>
/// What the bits of a sum may depend on. Each level guarantees all that the previous ones do, and usually costs more.
/// NVIDIA's CUB has three such levels: <c>not_guaranteed</c>, <c>run_to_run</c> and <c>gpu_to_gpu</c>.
/// </summary>
public enum Determinism
{
    /// <summary>
    /// One floating-point atomic for each work item: the accumulation order is the schedule of the threads, so two runs may differ.
    /// The error is at most γ(n−1)·Σ|x|. CUB's <c>not_guaranteed</c>.
    /// </summary>
    NotGuaranteed,

    /// <summary>
    /// One tree that depends only on the length: the same bits in every run, for every launch shape, and on every device that
    /// rounds to nearest and keeps subnormal numbers. Another order of the input gives other bits. The error is at most
    /// γ(h)·Σ|x| with h = <see cref="FixedTree.Height(long)"/>. CUB's <c>gpu_to_gpu</c>.
    /// </summary>
    FixedTree,

    /// <summary>
    /// Each term is rounded to a multiple of a quantum that the largest term determines; these multiples are added exactly, and the sum is
    /// rounded once: the same bits in every run, for every launch shape, on every device and for every order of the input. The error is at
    /// most <see cref="BinnedSum.ErrorBound(long, double, double)"/>. <see cref="BinnedSum"/> has the same bits and the definition.
    /// </summary>
    Binned,

    /// <summary>
    /// The exact sum, rounded once to nearest, ties to even: the same bits in every run, for every launch shape, on every
    /// device and for every order of the input. The error is at most half an ulp, regardless of cancellation.
    /// </summary>
    CorrectlyRounded,
}
