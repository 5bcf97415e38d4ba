// The results of a run: the only input of reports.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>What one claim's check found on one device.</summary>
/// <param name="Milliseconds">How long the check took, kernel compilation included.</param>
internal sealed record CheckResult(Claim Claim, Question Question, DeviceInfo Device, Outcome Outcome, double Milliseconds)
{
    /// <summary>The verdict compared with the expected one.</summary>
    public Judgement Judgement => Expectation.Judge(Claim.Expected, Claim.IsExistential, Outcome.Verdict);
}

/// <summary>What a whole run found.</summary>
/// <param name="Results">One result for each check that ran: in the order of the quiz, then of the devices.</param>
/// <param name="IsComplete">False where the user stopped the run before its last check.</param>
internal sealed record RunReport(
    Quiz Quiz, RunRequest Request, IReadOnlyList<LeftOutDevice> LeftOut, IReadOnlyList<CheckResult> Results, bool IsComplete)
{
    public MachineInfo Machine { get; init; } = MachineInfo.Current;

    /// <summary>When it ended, in UTC.</summary>
    public DateTimeOffset Time { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>The chosen claims that no program can check.</summary>
    public IReadOnlyList<Claim> NotExecutable { get; } = [.. Request.Claims.Where(claim => !claim.IsExecutable)];

    /// <summary>How the devices compare with each other; null where there is one.</summary>
    public CrossDeviceReport? CrossDevice { get; } = CrossDeviceReport.Of(Request.Devices, Results);

    /// <summary>The number of checks that a complete run makes.</summary>
    public int Planned => Shard.Plan(Request).Count;
}
