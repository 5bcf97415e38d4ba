// Runs checks on one device, in this process or in one of its own.

using System;
using System.Threading;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>What became of one check.</summary>
/// <param name="Outcome">What it found.</param>
/// <param name="Milliseconds">How long it took, kernel compilation included.</param>
internal sealed record CheckAnswer(Outcome Outcome, double Milliseconds);

/// <summary>Runs checks on one device.</summary>
internal interface ICheckExecutor : IDisposable
{
    /// <summary>Runs one check. What breaks is told in the outcome, never thrown.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The answer, or null where the user stopped the check.</returns>
    CheckAnswer? Run(Claim claim, CancellationToken cancellation);
}
