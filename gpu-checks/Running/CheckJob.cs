// A check as a job: what a run sends to a worker process, and what that replies.

using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Running;

/// <summary>One check on one device.</summary>
/// <param name="Claim">The id of the claim.</param>
/// <param name="Device">The id of the device.</param>
internal sealed record CheckJob(string Claim, string Device, Scale Scale, ulong Seed, int Runs, bool KeepsCode)
{
    /// <summary>The ranges of a sweep to measure; null: the whole check.</summary>
    public IReadOnlyList<int>? Ranges { get; init; }

    /// <summary>Checks in worker processes.</summary>
    public static WorkerContract<CheckJob, CheckAnswer> Contract { get; } = new(
        "check",
        CheckJsonContext.Default.CheckJob,
        CheckJsonContext.Default.CheckAnswer,
        job => $"check on {job.Device}",
        (failure, elapsed) => new CheckAnswer(FailureOutcome.Of(failure), elapsed.TotalMilliseconds));
}

/// <summary>The result of one check.</summary>
/// <param name="Milliseconds">How long it took, kernel compilation included.</param>
internal sealed record CheckAnswer(Outcome Outcome, double Milliseconds);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckJob))]
[JsonSerializable(typeof(CheckAnswer))]
internal sealed partial class CheckJsonContext : JsonSerializerContext;
