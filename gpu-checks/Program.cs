// The command line tool: gpu-checks.

using QuizKit.GpuChecks.CommandLine;

if (args is [var cuda, Worker.Command, var pipe]) return Composition.RunWorker(Enum.Parse<CudaDriver>(cuda), pipe);

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the run after the current check, with a report of what ran; the second ends the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return Composition.Create(Terminal.OfProcess()).Run(args, stop.Token);
