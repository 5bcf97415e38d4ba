// Work of the laboratory as a job: what is sent to a worker process, and what that replies.

using System.Text.Json.Serialization;
using QuizKit.Laboratory.Batch;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Rules;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

/// <summary>A piece of work on one device, or on all of them for the pair.</summary>
internal sealed record LabJob(LabPart Part, IReadOnlyList<string> Devices, LabSettings Settings)
{
    public static WorkerContract<LabJob, LabReply> Contract { get; } = new(
        "laboratory",
        LabJobJsonContext.Default.LabJob,
        LabJobJsonContext.Default.LabReply,
        job => $"work on {string.Join(", ", job.Devices)}",
        (failure, _) => new LabFailed(failure));

    /// <summary>For the orders: the names of the device's targets.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>For the orders: how many numbers to add up.</summary>
    public int Length { get; init; }

    /// <summary>The longest array on which rules of the targets are tried, instead of their orders; 0: the orders.</summary>
    public int LongestOfRules { get; init; }

    /// <summary>What to study of the batch, instead of the part; null: the part.</summary>
    public BatchSettings? Batch { get; init; }

    /// <summary>The size of the matrices whose products are timed, instead of the part; 0: the part.</summary>
    public int PriceSize { get; init; }
}

/// <summary>A reply: one for each target of the orders, one in all for the other parts.</summary>
[JsonDerivedType(typeof(LabFailed), "failed")]
[JsonDerivedType(typeof(LabFound<OrderFinding>), "order")]
[JsonDerivedType(typeof(LabFound<OrderFailure>), "orderFailure")]
[JsonDerivedType(typeof(LabFound<RuleFinding>), "rule")]
[JsonDerivedType(typeof(LabFound<PairReport>), "pair")]
[JsonDerivedType(typeof(LabFound<VariationReport>), "variation")]
[JsonDerivedType(typeof(LabFound<CureReport>), "cure")]
[JsonDerivedType(typeof(LabFound<BatchFinding>), "batch")]
[JsonDerivedType(typeof(LabFound<BatchFailure>), "batchFailure")]
[JsonDerivedType(typeof(LabFound<BatchPrice>), "batchPrice")]
internal abstract record LabReply
{
    /// <summary>Why the job failed, in one line, or null.</summary>
    [JsonIgnore]
    public string? Failure => (this as LabFailed)?.Message;
}

internal sealed record LabFailed(string Message) : LabReply;

internal sealed record LabFound<T>(T Found) : LabReply;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LabJob))]
[JsonSerializable(typeof(LabReply))]
internal sealed partial class LabJobJsonContext : JsonSerializerContext;
