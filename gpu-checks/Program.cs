// The command line tool: gpu-checks.

using QuizKit.GpuChecks.CommandLine;
using QuizKit.Laboratory.Differences;

if (args is [var name, Worker.Command, var pipe] && Enum.TryParse<CudaDriver>(name, out var driver))
    return Composition.RunWorker(driver, pipe);

if (args is [var catalog, FunctionSession.Command] && Enum.TryParse<CudaDriver>(catalog, out var driverOfFunctions))
    return FunctionSession.Run(() => new DeviceCatalog(driverOfFunctions));

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the run after the current check, with a report of what ran; the second ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return Composition.Create(Terminal.OfProcess()).Run(args, stop.Token);
