// A worker process: does jobs for the process that started it, and may hang or crash without affecting that one.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace QuizKit.Devices.Workers;

/// <summary>The other end of a <see cref="WorkerProcess"/>.</summary>
internal abstract class Worker
{
    /// <summary>The first argument of a worker; the second is the handle of the pipe for its lines.</summary>
    public const string Command = "worker";

    private protected abstract string Name { get; }

    /// <summary>Does jobs until the standard input ends.</summary>
    /// <param name="pipe">The handle of the pipe for replies. The standard output is not used: drivers write there.</param>
    /// <param name="workers">The kinds of work; the first line of the input names one.</param>
    public static ExitStatus Run(string pipe, params Worker[] workers)
    {
        // Ctrl-C, and the SIGTERM of `timeout` or a scheduler, reach the whole group of processes; the one that started this decides what
        // they mean.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var output = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, pipe)) { AutoFlush = true, NewLine = "\n" };
        var name = Console.In.ReadLine();
        if (workers.FirstOrDefault(worker => worker.Name == name) is not { } worker) return ExitStatus.BadUsage;
        using var parent = new Parent(output);
        worker.Serve(parent);
        return ExitStatus.AsExpected;
    }

    private protected abstract void Serve(Parent parent);

    /// <summary>The process that started this one.</summary>
    private protected sealed class Parent : ILineService, IDisposable
    {
        private readonly TextWriter _output;
        private readonly BlockingCollection<string> _answers = [];
        private readonly CancellationTokenSource _stop = new();

        public Parent(TextWriter output)
        {
            _output = output;

            // A thread of its own: a job can be stopped, and the loss of the parent noticed, while a job runs.
            new Thread(Listen) { IsBackground = true, Name = "parent" }.Start();
        }

        public BlockingCollection<string> Jobs { get; } = [];

        /// <summary>Signalled when the user stops the run.</summary>
        public CancellationToken Stopped => _stop.Token;

        public void Write(char kind, string text = "") => _output.WriteLine(kind + text);

        public void Send(string line) => Write(WorkerLine.Question, line);

        public string Read(CancellationToken cancellation)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Stopped);
            return _answers.Take(either.Token);
        }

        public void Dispose()
        {
            Jobs.Dispose();
            _answers.Dispose();
            _stop.Dispose();
        }

        private void Listen()
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line[0] == WorkerLine.Job) Jobs.Add(line[1..]);
                else if (line[0] == WorkerLine.Answer) _answers.Add(line[1..]);
                else _stop.Cancel();
            }

            // Nobody waits for a reply any more. A job that hangs in a driver would not notice, so the process kills itself.
            Process.GetCurrentProcess().Kill();
        }
    }
}

/// <summary>A worker for one kind of work.</summary>
/// <param name="open">Opens what does the jobs; the service is that of the process that started this one.</param>
internal sealed class Worker<TJob, TReply>(WorkerContract<TJob, TReply> contract, Func<ILineService, IExecutor<TJob, TReply>> open) : Worker
{
    private protected override string Name => contract.Name;

    private protected override void Serve(Parent parent)
    {
        using var executor = Open(parent, out var failure);
        parent.Write(WorkerLine.Ready);
        foreach (var line in parent.Jobs.GetConsumingEnumerable())
        {
            var job = JsonSerializer.Deserialize(line, contract.JobType)!;
            foreach (var reply in executor?.Run(job, parent.Stopped) ?? [contract.Failed(failure!, TimeSpan.Zero)])
                parent.Write(WorkerLine.Reply, JsonSerializer.Serialize(reply, contract.ReplyType));
            parent.Write(WorkerLine.Ready);
        }
    }

    private IExecutor<TJob, TReply>? Open(Parent parent, out string? failure)
    {
        try
        {
            failure = null;
            return open(parent);
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            failure = Failure.OfOpening(Failure.Describe(exception));
            return null;
        }
    }
}
