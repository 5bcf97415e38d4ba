// The contract of what does jobs: in this process, or in a worker process that may hang or crash.

namespace QuizKit.Devices.Workers;

internal interface IExecutor<in TJob, out TReply> : IDisposable
{
    /// <summary>Does a job. Failures are replies, never exceptions. The replies have to be read to the end.</summary>
    /// <param name="cancellation">Stops the job; there are no further replies then.</param>
    IEnumerable<TReply> Run(TJob job, CancellationToken cancellation);
}

/// <summary>Answers lines of text. A worker process forwards what it sends to the process that started it.</summary>
internal interface ILineService
{
    /// <summary>Sends a line; this thread may do other work before it reads the answer.</summary>
    void Send(string line);

    /// <summary>Waits for the answer to the line that was sent.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the service does not answer any more.</exception>
    string Read(CancellationToken cancellation);
}
