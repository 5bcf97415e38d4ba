// An implementation of a row operation whose dependence on sizes is studied.

namespace QuizKit.Laboratory.Batch;

/// <summary>An implementation of a row operation.</summary>
/// <param name="Id">Its name on the command line, such as <c>numpy.linear</c>.</param>
/// <param name="Place">Where it runs: the library with its version, or the device.</param>
/// <param name="Compute">Computes a batch.</param>
/// <param name="SetThreads">Sets the number of threads; returns why it cannot, in one line, or null.</param>
internal sealed record BatchTarget(
    string Id, string Place, Func<BatchProblem, IReadOnlyList<RowRun>> Compute, Func<int, string?> SetThreads);
