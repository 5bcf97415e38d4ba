// What a run and its worker processes say to each other: lines of JSON.

using System.Text.Json.Serialization;
using QuizKit.Devices.Workloads;

namespace QuizKit.GpuChecks.Running;

/// <summary>The first line that a worker is sent: what to do with every claim.</summary>
/// <param name="Device">The id of the device.</param>
/// <param name="Scale">How thorough to be.</param>
/// <param name="Seed">The seed for all random numbers.</param>
/// <param name="Runs">How often to repeat an experiment about run-to-run variation.</param>
/// <param name="KeepsCode">Whether answers carry the code of their kernels.</param>
internal sealed record WorkerSettings(string Device, Scale Scale, ulong Seed, int Runs, bool KeepsCode);

/// <summary>Every further line that a worker is sent.</summary>
/// <param name="Claim">The claim to check, or null to stop the check that is running.</param>
internal sealed record WorkerRequest(string? Claim);

/// <summary>Every line that a worker sends.</summary>
/// <param name="Failure">Why the device cannot be used; in the first line only.</param>
/// <param name="Answer">What became of the claim; null in the first line, and where the check was stopped.</param>
internal sealed record WorkerReply(string? Failure, CheckAnswer? Answer);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WorkerSettings))]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class WorkerJsonContext : JsonSerializerContext;
