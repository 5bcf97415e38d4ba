// What the laboratory asks a process that works on devices, and what that answers: lines of JSON.

using System.Collections.Generic;
using System.Text.Json.Serialization;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Laboratory.Settings;
using QuizKit.Laboratory.Variation;

namespace QuizKit.Laboratory.Running;

/// <summary>A piece of work.</summary>
/// <param name="Part">The part of the laboratory.</param>
/// <param name="Devices">The ids of the devices: one, or all of them for the pair.</param>
/// <param name="Settings">How to do it.</param>
internal sealed record LabJob(LabPart Part, IReadOnlyList<string> Devices, LabSettings Settings)
{
    /// <summary>For the orders: the names of the device's targets.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>For the orders: how many numbers to add up.</summary>
    public int Length { get; init; }
}

/// <summary>An answer: for the orders one for each target, else one in all. One of its properties has a value.</summary>
internal sealed record LabReply
{
    /// <summary>Why there is no answer, in one line.</summary>
    public string? Failure { get; init; }

    /// <summary>What was found of a target.</summary>
    public OrderFinding? Order { get; init; }

    /// <summary>Why nothing was found of a target.</summary>
    public OrderFailure? OrderFailure { get; init; }

    /// <summary>What was found of the pair.</summary>
    public PairReport? Pair { get; init; }

    /// <summary>What varies on the device.</summary>
    public VariationReport? Variation { get; init; }

    /// <summary>What the sums of the library cost on the device.</summary>
    public CureReport? Cure { get; init; }
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LabJob))]
[JsonSerializable(typeof(LabReply))]
internal sealed partial class LabJobJsonContext : JsonSerializerContext;
