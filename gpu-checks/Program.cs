// The command line tool: gpu-checks.

using System.Runtime.InteropServices;
using QuizKit.GpuChecks.CommandLine;
using QuizKit.Laboratory.Differences;

if (args is [var name, Worker.Command, var pipe] && Enum.TryParse<CudaDriver>(name, out var driver))
    return Composition.RunWorker(driver, pipe);

if (args is [OpenCLProbe.Command]) return (int)OpenCLProbe.Look();

if (args is [var catalog, FunctionSession.Command] && Enum.TryParse<CudaDriver>(catalog, out var driverOfFunctions))
    return FunctionSession.Run(() => new DeviceCatalog(driverOfFunctions));

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return Composition.Create(Terminal.OfProcess()).Run(args, stop.Token);

// The first Ctrl-C, or the first SIGTERM of a scheduler, ends the run after the current check, with a report of what ran; the second ends
// the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
