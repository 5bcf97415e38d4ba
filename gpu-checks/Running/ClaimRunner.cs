// Runs checks: each device once, and each executable claim on it in the order of the quiz. A failure affects its own row only.

using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Running;

/// <param name="openExecutor">Opens what runs checks; called once for each device.</param>
internal sealed class ClaimRunner(Quiz quiz, IReadOnlyList<LeftOutDevice> leftOut, Func<IExecutor<CheckJob, CheckAnswer>> openExecutor)
{
    /// <param name="cancellation">Stops the run after the current check.</param>
    public RunReport Run(RunRequest request, StepProgress progress, CancellationToken cancellation)
    {
        var claims = request.Claims.Where(claim => claim.IsExecutable).ToList();
        var planned = claims.Count * request.Devices.Count;
        var rows = new List<(int ClaimIndex, CheckResult Result)>(planned);

        foreach (var device in request.Devices)
        {
            using var executor = openExecutor();
            var runs = Schedules.CountOn(device, request.Runs, request.Schedules);
            for (var i = 0; i < claims.Count && !cancellation.IsCancellationRequested; i++)
            {
                progress($"{claims[i].Id} on {device.Id}", rows.Count, planned);
                var job = new CheckJob(claims[i].Id, device.Id, request.Scale, request.Seed, runs, request.KeepsCode);
                if (executor.Run(job, cancellation).SingleOrDefault() is not { } answer) break;
                rows.Add((i, new CheckResult(claims[i], QuestionOf(claims[i]), device, answer.Outcome, answer.Milliseconds)));
            }
        }

        // Devices run one after the other, but a report compares them claim by claim. The sort is stable.
        return new RunReport(
            quiz, request, leftOut, [.. rows.OrderBy(row => row.ClaimIndex).Select(row => row.Result)], rows.Count == planned);
    }

    private Question QuestionOf(Claim claim) => quiz.FindQuestion(claim.QuestionId)
        ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which is not in the quiz.");
}
