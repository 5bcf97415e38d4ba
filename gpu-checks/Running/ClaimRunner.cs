// Runs checks: each device once, and each executable claim on it in the order of the quiz. A failure affects its own row only.

using QuizKit.Laboratory.Running;

namespace QuizKit.GpuChecks.Running;

/// <param name="openExecutor">Opens what runs checks; called once for each device.</param>
internal sealed class ClaimRunner(Quiz quiz, IReadOnlyList<LeftOutDevice> leftOut, Func<IExecutor<CheckJob, CheckAnswer>> openExecutor)
{
    /// <param name="cancellation">Stops the run after the current check.</param>
    public RunReport Run(RunRequest request, StepProgress progress, CancellationToken cancellation)
    {
        var plan = Shard.Plan(request);
        var rows = new List<(int ClaimIndex, CheckResult Result)>(plan.Count);

        foreach (var checks in plan.GroupBy(check => check.Device))
        {
            var device = checks.Key;
            using var executor = openExecutor();
            var runs = Schedules.CountOn(device, request.Runs, request.Schedules);
            foreach (var (_, claim, index, ranges) in checks.TakeWhile(_ => !cancellation.IsCancellationRequested))
            {
                progress($"{claim.Id} on {device.Id}", rows.Count, plan.Count);
                var job = new CheckJob(claim.Id, device.Id, request.Scale, request.Seed, runs, request.KeepsCode) { Ranges = ranges };
                if (executor.Run(job, cancellation).SingleOrDefault() is not { } answer) break;
                rows.Add((index, new CheckResult(claim, QuestionOf(claim), device, answer.Outcome, answer.Milliseconds)));
            }
        }

        // Devices run one after the other, but a report compares them claim by claim. The sort is stable.
        return new RunReport(
            quiz, request, leftOut, [.. rows.OrderBy(row => row.ClaimIndex).Select(row => row.Result)], rows.Count == plan.Count);
    }

    private Question QuestionOf(Claim claim) => quiz.FindQuestion(claim.QuestionId)
        ?? throw new InvalidOperationException($"Claim '{claim.Id}' names question '{claim.QuestionId}', which is not in the quiz.");
}
