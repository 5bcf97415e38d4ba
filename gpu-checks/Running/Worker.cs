// A worker process: runs checks on one device and may die of it, which the process that started it outlives.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Text.Json;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;

namespace QuizKit.GpuChecks.Running;

/// <summary>The other end of a <see cref="ChildProcessExecutor"/>.</summary>
internal static class Worker
{
    /// <summary>The first argument of a worker; the second is the handle of the pipe for its replies.</summary>
    public const string Command = "worker";

    /// <summary>Runs the checks that are asked for on the standard input until that ends.</summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="checks">Its checks.</param>
    /// <param name="openCatalog">Looks for devices.</param>
    /// <param name="pipe">The handle of the pipe for replies. The standard output is not used: drivers write there.</param>
    public static ExitStatus Run(Quiz quiz, IClaimChecks checks, Func<IDeviceCatalog> openCatalog, string pipe)
    {
        // Ctrl-C reaches the whole group of processes; it is for the one that started this to say what it means.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        using var replies = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, pipe)) { AutoFlush = true, NewLine = "\n" };
        void Reply(WorkerReply reply) => replies.WriteLine(JsonSerializer.Serialize(reply, WorkerJsonContext.Default.WorkerReply));

        WorkerSettings settings = JsonSerializer.Deserialize(Console.In.ReadLine() ?? "", WorkerJsonContext.Default.WorkerSettings)!;
        using var stop = new CancellationTokenSource();
        using var claims = new BlockingCollection<string>();
        ReadRequests(claims, stop);

        IDeviceCatalog catalog;
        DeviceInfo? device;
        try
        {
            catalog = openCatalog();
            device = catalog.Devices.FirstOrDefault(candidate => candidate.Id == settings.Device);
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            Reply(new WorkerReply(Failure.Describe(exception), null));
            return ExitStatus.CheckBroke;
        }

        using (catalog)
        {
            Reply(new WorkerReply(device is null ? $"there is no device '{settings.Device}' any more" : null, null));
            if (device is null) return ExitStatus.CheckBroke;
            var request = new RunRequest(quiz.Claims, [device], settings.Scale, settings.Seed, settings.Runs) { KeepsCode = settings.KeepsCode };
            using var executor = new InProcessExecutor(checks, catalog, device, request);
            foreach (string id in claims.GetConsumingEnumerable())
            {
                Claim claim = quiz.FindClaim(id) ?? throw new InvalidOperationException($"The quiz has no claim '{id}'.");
                Reply(new WorkerReply(null, executor.Run(claim, stop.Token)));
            }
        }

        return ExitStatus.AsExpected;
    }

    /// <summary>Reads requests on a thread of its own, so that a check can be stopped and a lost parent is noticed while one runs.</summary>
    private static void ReadRequests(BlockingCollection<string> claims, CancellationTokenSource stop)
    {
        new Thread(Read) { IsBackground = true, Name = "requests" }.Start();

        void Read()
        {
            while (Console.In.ReadLine() is { } line)
            {
                WorkerRequest request = JsonSerializer.Deserialize(line, WorkerJsonContext.Default.WorkerRequest)!;
                if (request.Claim is { } claim) claims.Add(claim);
                else stop.Cancel();
            }

            // Nobody waits for an answer any more. A check that hangs in a driver would not notice, so the process ends the hard way.
            Process.GetCurrentProcess().Kill();
        }
    }
}
