// The other end of a ChildProcessBench: does one piece of work on a device, and may die of it.

using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text.Json;
using System.Threading;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;

namespace QuizKit.Laboratory.Running;

internal static class LabWorker
{
    /// <summary>The first argument of such a process; the second is the handle of the pipe for its answers.</summary>
    public const string Command = "lab-worker";

    /// <summary>Does the work that the first line of the standard input asks for; any further line stops it.</summary>
    /// <param name="openCatalog">Looks for devices.</param>
    /// <param name="pipe">The handle of the pipe for answers. The standard output is not used: drivers write there.</param>
    public static ExitStatus Run(Func<IDeviceCatalog> openCatalog, string pipe)
    {
        // Ctrl-C reaches the whole group of processes; it is for the one that started this to say what it means.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        using var answers = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, pipe)) { AutoFlush = true, NewLine = "\n" };
        var job = JsonSerializer.Deserialize(Console.In.ReadLine() ?? "", LabJobJsonContext.Default.LabJob)!;
        using var stop = new CancellationTokenSource();
        new Thread(() => ListenForTheEnd(stop)) { IsBackground = true, Name = "requests" }.Start();

        void Reply(LabReply reply) => answers.WriteLine(JsonSerializer.Serialize(reply, LabJobJsonContext.Default.LabReply));
        try
        {
            using var catalog = openCatalog();
            new InProcessBench(catalog).Run(job, Reply, stop.Token);
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            Reply(new LabReply { Failure = Failure.Describe(exception) });
        }

        return ExitStatus.AsExpected;
    }

    private static void ListenForTheEnd(CancellationTokenSource stop)
    {
        while (Console.In.ReadLine() is not null) stop.Cancel();

        // Nobody waits for an answer any more. Work that hangs in a driver would not notice, so the process ends the hard way.
        Process.GetCurrentProcess().Kill();
    }
}
