// The composition root: the only place that names the real quiz, checks and devices.

using QuizKit.Devices.Discovery;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.CommandLine;

internal static class Composition
{
    /// <summary>Creates the tool. Its checks run in worker processes: a driver that hangs or crashes ends a worker, not a run.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static GpuChecksApplication Create(Terminal terminal) => new(
        Chapter6Quiz.Quiz,
        new Chapter6Checks(),
        () => new DeviceCatalog(),
        terminal,
        (device, request) => new ChildProcessExecutor(device, request, WorkerProcess.ThisProgram),
        timeout => new ChildProcessBench(WorkerProcess.ThisProgram, timeout));

    /// <summary>Runs a worker of the laboratory.</summary>
    /// <param name="pipe">The handle of the pipe for its answers.</param>
    public static int RunLabWorker(string pipe) => (int)LabWorker.Run(() => new DeviceCatalog(), pipe);

    /// <summary>Runs a worker of the tool.</summary>
    /// <param name="pipe">The handle of the pipe for its replies.</param>
    public static int RunWorker(string pipe) => (int)Worker.Run(Chapter6Quiz.Quiz, new Chapter6Checks(), () => new DeviceCatalog(), pipe);
}
