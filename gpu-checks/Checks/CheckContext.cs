// What a check is given: a device, and how thorough to be.

using System.Threading;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Checks;

/// <summary>How thorough a run is.</summary>
internal enum Scale
{
    /// <summary>Small problems: seconds for everything on two CPU cores.</summary>
    Quick,

    /// <summary>The sizes that the claims are stated for.</summary>
    Full,

    /// <summary>Every float32 where a claim allows it.</summary>
    Exhaustive,
}

/// <summary>What a check is given.</summary>
/// <param name="Accelerator">The open device.</param>
/// <param name="Device">What is known of it.</param>
/// <param name="Scale">How thorough to be.</param>
/// <param name="Seed">The seed for all random numbers of the check.</param>
/// <param name="Runs">How often to repeat an experiment about run-to-run variation.</param>
/// <param name="Cancellation">Signalled when the user stops the run.</param>
internal sealed record CheckContext(
    Accelerator Accelerator, DeviceInfo Device, Scale Scale, ulong Seed, int Runs, CancellationToken Cancellation = default);

/// <summary>Runs the check of any claim.</summary>
internal interface IClaimChecks
{
    /// <summary>Runs the check of one executable claim on one device.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="context">The device, and how thorough to be.</param>
    Outcome Run(Claim claim, CheckContext context);
}
