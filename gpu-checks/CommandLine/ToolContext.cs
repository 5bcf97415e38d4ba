// What commands run on. The application provides it, so that tests can substitute devices and workers.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Running;
using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.CommandLine;

/// <summary>What commands run on.</summary>
/// <param name="Checks">The checks of the quiz, for what needs no device.</param>
/// <param name="OpenCatalog">Searches for devices; called only by commands that need one.</param>
/// <param name="FindLibraries">Returns the program with libraries that is built, or null.</param>
/// <param name="Cancellation">Stops a command after its current step.</param>
internal sealed record ToolContext(
    Quiz Quiz,
    IClaimChecks Checks,
    Terminal Terminal,
    Func<CudaDriver, IDeviceCatalog> OpenCatalog,
    OpenExecutor<CheckJob, CheckAnswer> OpenChecks,
    OpenExecutor<LabJob, LabReply> OpenLab,
    Func<string?> FindLibraries,
    CancellationToken Cancellation);
