// Runs checks: each device once, each executable claim on it in the order of the quiz. A failure stays with its row.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QuizKit.Devices.Discovery;

namespace QuizKit.GpuChecks.Running;

/// <summary>Runs the checks of a quiz.</summary>
/// <param name="quiz">The quiz.</param>
/// <param name="leftOut">The devices that cannot be used, for the report.</param>
/// <param name="openExecutor">Opens what runs checks on a device.</param>
internal sealed class ClaimRunner(Quiz quiz, IReadOnlyList<LeftOutDevice> leftOut, Func<DeviceInfo, RunRequest, ICheckExecutor> openExecutor)
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
            using ICheckExecutor executor = openExecutor(device, request);
            for (var i = 0; i < claims.Count && !cancellation.IsCancellationRequested; i++)
            {
                progress.Starting(claims[i], device, rows.Count, planned);
                if (executor.Run(claims[i], cancellation) is not { } answer) break;
                rows.Add((i, new CheckResult(claims[i], QuestionOf(claims[i]), device, answer.Outcome, answer.Milliseconds)));
            }
        }

        // Devices are run one after the other, but a person compares them claim by claim. The sort is stable.
        return new RunReport(
            quiz, request, leftOut, [.. rows.OrderBy(row => row.ClaimIndex).Select(row => row.Result)], rows.Count == planned);
    }

    private Question QuestionOf(Claim claim) => quiz.FindQuestion(claim.QuestionId)
        ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which the quiz lacks.");
}
