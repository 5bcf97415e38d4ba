// Does jobs in a worker process: one that hangs is stopped, one that crashes costs the job that it was doing.

using System.Diagnostics;
using System.Text.Json;

namespace QuizKit.Devices.Workers;

/// <summary>Does jobs in a worker process that is started at the first job, and again after it was lost.</summary>
/// <param name="limit">How long a reply may take; null: no limit.</param>
internal sealed class WorkerExecutor<TJob, TReply>(
    WorkerContract<TJob, TReply> contract, Func<ProcessStartInfo> createStart, TimeSpan? limit, ILineService service)
    : IExecutor<TJob, TReply>
    where TReply : class
{
    /// <summary>How long a driver may take to start.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private WorkerProcess? _worker;
    private string? _startFailure;

    public IEnumerable<TReply> Run(TJob job, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) yield break;
        if (_worker is null && _startFailure is null) Start(contract.Describe(job), cancellation);
        if (_worker is not { } worker)
        {
            if (_startFailure is not null) yield return contract.Failed(_startFailure, TimeSpan.Zero);
            yield break;
        }

        var watch = Stopwatch.StartNew();
        var isReady = false;
        try
        {
            worker.Send(WorkerLine.Job, JsonSerializer.Serialize(job, contract.JobType));
            while (Receive(worker, watch, cancellation) is { } line)
            {
                isReady = line[0] == WorkerLine.Ready;
                if (isReady) yield break;
                if (Read(line) is not { } reply) continue;
                yield return reply;
                watch.Restart();
            }

            var work = contract.Describe(job);
            if (cancellation.IsCancellationRequested) yield break;
            yield return contract.Failed(worker.HasEnded ? OfCrash(worker, work) : Failure.OfTimeout(work, limit!.Value), watch.Elapsed);
        }
        finally
        {
            // A worker that did not end its job is lost: what it would still say belongs to that job.
            if (!isReady) Dispose();
        }
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _worker = null;
    }

    private static string OfCrash(WorkerProcess worker, string work) => Failure.OfCrash(work, worker.WaitForExit(), worker.LastLine);

    private void Start(string work, CancellationToken cancellation)
    {
        _worker = new WorkerProcess(createStart(), contract.Name);
        if (_worker.Receive(StartLimit, cancellation) is not null) return;
        if (!cancellation.IsCancellationRequested)
            _startFailure = Failure.OfOpening(_worker.HasEnded ? OfCrash(_worker, work) : Failure.OfStartTimeout(StartLimit));
        Dispose();
    }

    /// <summary>Waits for a reply or the end of the job, and answers questions meanwhile. Null: the process ended, or the time was
    /// up.</summary>
    private string? Receive(WorkerProcess worker, Stopwatch watch, CancellationToken cancellation)
    {
        while (true)
        {
            var left = limit - watch.Elapsed;
            if (left < TimeSpan.Zero) return null;
            if (worker.Receive(left, cancellation) is not { } line) return null;
            if (line[0] != WorkerLine.Question) return line;

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (left is { } time) deadline.CancelAfter(time);
            try
            {
                service.Send(line[1..]);
                worker.Send(WorkerLine.Answer, service.Read(deadline.Token));
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                // The next pass finds that the time is up, or stops the worker.
            }
        }
    }

    /// <summary>Reads a reply; null where the process ended while it wrote the line.</summary>
    private TReply? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.AsSpan(1), contract.ReplyType);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
