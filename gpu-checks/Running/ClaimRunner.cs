// Runs checks: each device once, each executable claim on it in the order of the quiz. A failure stays with its row.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using ILGPU.Runtime;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Devices;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>Runs the checks of a quiz.</summary>
/// <param name="quiz">The quiz.</param>
/// <param name="checks">The checks of its claims.</param>
/// <param name="catalog">Opens the devices.</param>
internal sealed class ClaimRunner(Quiz quiz, IClaimChecks checks, IDeviceCatalog catalog)
{
    /// <summary>Runs what is asked for.</summary>
    /// <param name="request">The claims, the devices, and how thorough to be.</param>
    /// <param name="progress">Hears of each check before it starts.</param>
    /// <param name="cancellation">Stops the run after the current check.</param>
    public RunReport Run(RunRequest request, IRunProgress progress, CancellationToken cancellation)
    {
        List<Claim> claims = [.. request.Claims.Where(claim => claim.IsExecutable)];
        int planned = claims.Count * request.Devices.Count;
        var rows = new List<(int ClaimIndex, CheckResult Result)>(planned);

        foreach (DeviceInfo device in request.Devices)
        {
            using var session = new DeviceSession(catalog, device);
            for (var i = 0; i < claims.Count && !cancellation.IsCancellationRequested; i++)
            {
                progress.Starting(claims[i], device, rows.Count, planned);
                CheckResult? result = RunOne(claims[i], session, request, cancellation);
                if (result is null) break;
                rows.Add((i, result));
            }
        }

        // Devices are run one after the other, but a person compares them claim by claim. The sort is stable.
        return new RunReport(
            quiz, request, catalog.LeftOut, [.. rows.OrderBy(row => row.ClaimIndex).Select(row => row.Result)], rows.Count == planned);
    }

    /// <summary>Runs one check; null where the user stopped it.</summary>
    private CheckResult? RunOne(Claim claim, DeviceSession session, RunRequest request, CancellationToken cancellation)
    {
        Question question = quiz.FindQuestion(claim.QuestionId)
            ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which the quiz lacks.");
        CheckResult Result(Outcome outcome, Stopwatch? watch) =>
            new(claim, question, session.Device, outcome, watch?.Elapsed.TotalMilliseconds ?? 0);

        if (!session.TryOpen(out Accelerator? accelerator, out Exception? failure)) return Result(Failure.OfOpening(failure), null);

        var context = new CheckContext(accelerator, session.Device, request.Scale, request.Seed, request.Runs, cancellation);
        var watch = Stopwatch.StartNew();
        try
        {
            return Result(checks.Run(claim, context), watch);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (Failure.IsReportable(exception))
        {
            session.Reset();
            return Result(Failure.OfCheck(exception), watch);
        }
    }
}
