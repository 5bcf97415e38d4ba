// Runs checks in this process: makes a check smaller that does not fit into memory, and inspects the code it ran.

using System.Diagnostics;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>Runs checks in this process. A job has one reply, or none where the user stopped it.</summary>
internal sealed class CheckExecutor(Quiz quiz, IClaimChecks checks, IDeviceCatalog catalog, ILineService libraries)
    : IExecutor<CheckJob, CheckAnswer>
{
    private DeviceSession? _session;

    public IEnumerable<CheckAnswer> Run(CheckJob job, CancellationToken cancellation)
    {
        if (Check(job, cancellation) is { } answer) yield return answer;
    }

    public void Dispose() => _session?.Dispose();

    private CheckAnswer? Check(CheckJob job, CancellationToken cancellation)
    {
        var claim = quiz.FindClaim(job.Claim) ?? throw new InvalidOperationException($"The quiz has no claim '{job.Claim}'.");
        if (SessionOf(job.Device) is not { } session)
            return new CheckAnswer(FailureOutcome.Of(Failure.OfOpening($"there is no device '{job.Device}' any more")), 0);
        var watch = Stopwatch.StartNew();
        for (var halvings = 0; ; halvings++)
        {
            if (!session.TryOpen(out var accelerator, out var failure))
                return new CheckAnswer(FailureOutcome.Of(Failure.OfOpening(Failure.Describe(failure))), 0);
            var log = KernelLog.Of(accelerator);
            log.KeepsCode = job.KeepsCode;
            log.Begin();
            var context = new CheckContext(accelerator, session.Device, job.Scale, job.Seed, job.Runs, cancellation)
            {
                Ranges = job.Ranges,
                Halvings = halvings,
                Libraries = libraries,
            };
            try
            {
                var outcome = checks.Run(claim, context);
                return new CheckAnswer(Complete(outcome, context, log), watch.Elapsed.TotalMilliseconds);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception)
            {
                session.Reset();
                var canShrink = DeviceMemory.IsExhausted(exception) && context.CanShrink;
                if (!canShrink) return new CheckAnswer(FailureOutcome.OfCheck(exception, context), watch.Elapsed.TotalMilliseconds);
            }
        }
    }

    private DeviceSession? SessionOf(string id)
    {
        if (_session?.Device.Id == id) return _session;
        _session?.Dispose();
        _session = catalog.Devices.FirstOrDefault(device => device.Id == id) is { } device ? new DeviceSession(catalog, device) : null;
        return _session;
    }

    /// <summary>Adds what the check itself cannot know: what its device is, what its kernels became, and what was made smaller.</summary>
    private static Outcome Complete(Outcome outcome, CheckContext context, KernelLog log)
    {
        outcome = outcome with
        {
            Evidence = (outcome.Evidence, context.Device.Kind) switch
            {
                (Evidence.ExecutedOnDevice, DeviceKind.Cpu) => Evidence.ExecutedOnSimulator,
                (Evidence.ExecutedOnDevice, DeviceKind.CudaSoftware) => Evidence.ExecutedInSoftware,
                _ => outcome.Evidence,
            },
            Kernels = log.Used,
            Reductions = context.Reductions,
        };
        foreach (var reduction in outcome.Reductions)
            outcome = outcome with { Finding = $"{outcome.Finding} {FailureOutcome.Describe(reduction)}" };

        return log.Used.FirstOrDefault(kernel => kernel.Violations.Count > 0) is { } broken
            ? outcome with { Verdict = Verdict.Error, Finding = FailureOutcome.OfInspection(broken, outcome) }
            : outcome;
    }
}
