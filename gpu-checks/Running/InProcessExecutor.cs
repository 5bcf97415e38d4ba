// Runs checks on a device in this process: makes a check smaller that does not fit into memory, and reads the code it ran.

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>Runs checks in this process.</summary>
/// <param name="checks">The checks.</param>
/// <param name="catalog">Opens the device.</param>
/// <param name="device">The device.</param>
/// <param name="request">How thorough to be.</param>
internal sealed class InProcessExecutor(IClaimChecks checks, IDeviceCatalog catalog, DeviceInfo device, RunRequest request) : ICheckExecutor
{
    private readonly DeviceSession _session = new(catalog, device);

    /// <inheritdoc/>
    public CheckAnswer? Run(Claim claim, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        for (var halvings = 0; ; halvings++)
        {
            if (!_session.TryOpen(out Accelerator? accelerator, out Exception? failure)) return new CheckAnswer(FailureOutcome.OfOpening(failure), 0);
            KernelLog log = KernelLog.Of(accelerator);
            log.KeepsCode = request.KeepsCode;
            log.Begin();
            var context = new CheckContext(accelerator, device, request.Scale, request.Seed, request.Runs, cancellation) { Halvings = halvings };
            try
            {
                Outcome outcome = checks.Run(claim, context);
                return new CheckAnswer(Complete(outcome, context, log), watch.Elapsed.TotalMilliseconds);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception)
            {
                _session.Reset();
                bool canShrink = DeviceMemory.IsExhausted(exception) && context.CanShrink;
                if (!canShrink) return new CheckAnswer(FailureOutcome.OfCheck(exception, context), watch.Elapsed.TotalMilliseconds);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Adds what the check itself cannot know: what its device is, what its kernels became, and what was made smaller.</summary>
    private Outcome Complete(Outcome outcome, CheckContext context, KernelLog log)
    {
        outcome = outcome with
        {
            Evidence = outcome.Evidence == Evidence.ExecutedOnDevice && device.Kind == DeviceKind.Cpu ? Evidence.ExecutedOnSimulator : outcome.Evidence,
            Kernels = log.Used,
            Reductions = context.Reductions,
        };
        if (outcome.Reductions.Count > 0)
        {
            outcome = outcome with
            {
                Finding = outcome.Finding + " " + string.Join(" ", outcome.Reductions.Select(FailureOutcome.Describe)),
            };
        }

        return log.Used.FirstOrDefault(kernel => kernel.Violations.Count > 0) is { } broken
            ? outcome with { Verdict = Verdict.Error, Finding = FailureOutcome.OfInspection(broken, outcome) }
            : outcome;
    }
}
