// The composition root: the only place that names the real quiz, checks and devices.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>Opens what does jobs.</summary>
/// <param name="timeout">How long a reply may take; null: no limit.</param>
internal delegate IExecutor<TJob, TReply> OpenExecutor<in TJob, out TReply>(
    IDeviceCatalog catalog, TimeSpan? timeout, ILineService libraries);

internal static class Composition
{
    /// <summary>Creates the tool. Its checks run in worker processes: a driver that hangs or crashes ends a worker, not a run.</summary>
    public static GpuChecksApplication Create(Terminal terminal) => new(
        Chapter6Quiz.Quiz,
        new Chapter6Checks(),
        cuda =>
        {
            OpenCLProbe.Run();
            return new DeviceCatalog(cuda);
        },
        terminal,
        (catalog, timeout, libraries) => new WorkerExecutor<CheckJob, CheckAnswer>(
            CheckJob.Contract, () => WorkerProcess.ThisProgram(catalog.Driver.ToString()), timeout, libraries),
        (catalog, timeout, libraries) => new WorkerExecutor<LabJob, LabReply>(
            LabJob.Contract, () => WorkerProcess.ThisProgram(catalog.Driver.ToString()), timeout, libraries),
        LibraryOptions.Find);

    /// <param name="cuda">The CUDA driver of the process that started this one.</param>
    /// <param name="pipe">The handle of the pipe for its replies.</param>
    public static int RunWorker(CudaDriver cuda, string pipe) => (int)Worker.Run(
        pipe,
        new Worker<CheckJob, CheckAnswer>(
            CheckJob.Contract,
            libraries => new CheckExecutor(Chapter6Quiz.Quiz, new Chapter6Checks(), new DeviceCatalog(cuda), libraries)),
        new Worker<LabJob, LabReply>(LabJob.Contract, libraries => new LabExecutor(new DeviceCatalog(cuda), libraries)));
}
