// The row operations of the libraries that hosts have loaded.

using QuizKit.Laboratory.Libraries;
using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Batch;

internal static class BatchLibraryTargets
{
    /// <summary>Returns the targets of an operation: <c>numpy.linear</c>.</summary>
    public static IReadOnlyList<BatchTarget> Of(LibraryTargets libraries, BatchOperation operation) =>
        [.. libraries.Layers.Select(layers => TargetOf(layers, BatchProblem.NameOf(operation)))];

    private static BatchTarget TargetOf(LoadedLayers layers, string operation)
    {
        var (client, library) = (layers.Client, layers.Id);
        return new BatchTarget($"{library}.{operation}", layers.Place, Compute, SetThreads);

        IReadOnlyList<RowRun> Compute(BatchProblem problem)
        {
            client.Send(new
            {
                command = "rows",
                library,
                operation,
                shape = new[] { problem.Rows, problem.Length, problem.Columns },
                filled = problem.Filled,
                seed = problem.Seed,
            });
            var answer = client.Read<RowsAnswer>();
            var counts = answer.Counts ?? [];
            var rows = client.Decode(answer.Arrays, counts.Count, problem.Compared);
            return counts.Sum() == problem.Rows
                ? [.. counts.Zip(rows, (count, row) => new RowRun(count, row))]
                : throw new LibraryException(
                    client.Host, $"{client.Name} answered with {NumberText.Of(counts.Sum(), "row")} instead of {problem.Rows}.");
        }

        string? SetThreads(int count)
        {
            client.Send(new { command = "threads", library, count });
            return client.Read<ThreadsAnswer>().Message;
        }
    }

    /// <summary>Runs of equal rows: how many, and one of each.</summary>
    private sealed record RowsAnswer(IReadOnlyList<string>? Arrays, IReadOnlyList<int>? Counts) : LibraryReply;

    /// <summary>The message is why the number of threads cannot be set, or null.</summary>
    private sealed record ThreadsAnswer : LibraryReply;
}
