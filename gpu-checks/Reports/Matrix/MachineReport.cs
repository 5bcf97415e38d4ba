// A JSON report read back: what one machine found on its devices.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Matrix;

/// <summary>A report file that cannot be used.</summary>
/// <param name="line">Why, in one line.</param>
internal sealed class UnusableReportException(string line) : Exception(line);

/// <summary>What one machine found.</summary>
/// <param name="File">The file it was read from.</param>
/// <param name="Run">The report as it stands there.</param>
/// <param name="Results">Its outcomes on its devices, for the claims that the quiz of this tool has.</param>
/// <param name="UnknownClaims">The ids of claims that this tool does not know.</param>
internal sealed record MachineReport(
    string File, RunJson Run, IReadOnlyList<CheckResult> Results, IReadOnlyList<string> UnknownClaims)
{
    /// <summary>The devices of the run.</summary>
    public IReadOnlyList<DeviceInfo> Devices { get; } = [.. Run.Devices.Select(DeviceOf)];

    /// <summary>Reads a report.</summary>
    /// <param name="file">The file.</param>
    /// <param name="json">What is in it.</param>
    /// <param name="quiz">The quiz whose claims it is to be about.</param>
    /// <exception cref="UnusableReportException">It is no report, of another schema, or of another quiz.</exception>
    public static MachineReport Read(string file, byte[] json, Quiz quiz)
    {
        CheckHead(json);
        RunJson run;
        try
        {
            run = JsonReports.ReadRun(json);
        }
        catch (JsonException exception)
        {
            string place = exception.Path is { Length: > 1 } path ? $" at {path}" : "";
            throw new UnusableReportException(
                $"it does not keep to schema version {JsonReports.SchemaVersion}{place}: it was changed, or made by another version; make it again.");
        }

        if (run.Quiz != quiz.Id) throw new UnusableReportException($"it is about the quiz '{run.Quiz}', not '{quiz.Id}'.");
        return new MachineReport(
            file,
            run,
            [.. run.Outcomes.Where(outcome => quiz.FindClaim(outcome.Claim) is not null).Select(outcome => ResultOf(outcome, run, quiz))],
            [.. run.Outcomes.Select(outcome => outcome.Claim).Where(claim => quiz.FindClaim(claim) is null).Distinct()]);
    }

    private static void CheckHead(byte[] json)
    {
        try
        {
            // A byte order mark is not JSON, but editors and shells put one in front of it.
            ReadOnlyMemory<byte> text = json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json;
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            bool isReport = root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("tool", out JsonElement tool) && tool.ValueKind == JsonValueKind.Object
                && tool.TryGetProperty("name", out JsonElement name) && name.ValueEquals("gpu-checks"u8)
                && root.TryGetProperty("outcomes", out _);
            if (!isReport) throw new UnusableReportException("it is no report of `gpu-checks run --format json`.");
            int version = root.TryGetProperty("schemaVersion", out JsonElement v) && v.TryGetInt32(out int number) ? number : 0;
            if (version < JsonReports.SchemaVersion)
                throw new UnusableReportException($"its schema version is {version}, older than {JsonReports.SchemaVersion}: make it again with this version.");
            if (version > JsonReports.SchemaVersion)
                throw new UnusableReportException($"its schema version is {version}, newer than {JsonReports.SchemaVersion}: update gpu-checks.");
        }
        catch (JsonException exception)
        {
            long line = (exception.LineNumber ?? 0) + 1;
            throw new UnusableReportException($"it is no JSON, or not all of it: line {line} breaks off or makes no sense.");
        }
    }

    private static CheckResult ResultOf(OutcomeJson outcome, RunJson run, Quiz quiz)
    {
        Claim claim = quiz.FindClaim(outcome.Claim)!;
        DeviceJson device = run.Devices.FirstOrDefault(device => device.Id == outcome.Device)
            ?? throw new UnusableReportException($"claim '{outcome.Claim}' ran on '{outcome.Device}', which is none of its devices.");
        return new CheckResult(claim, quiz.FindQuestion(claim.QuestionId)!, DeviceOf(device), OutcomeOf(outcome), outcome.Milliseconds);
    }

    private static Outcome OutcomeOf(OutcomeJson outcome) => new()
    {
        Verdict = Names.Parse<Verdict>(outcome.Verdict, Names.IdOf) ?? throw Unknown(outcome, "verdict", outcome.Verdict),
        Evidence = Names.Parse<Evidence>(outcome.Evidence, Names.IdOf) ?? throw Unknown(outcome, "evidence", outcome.Evidence),
        Finding = outcome.Finding,
        Method = outcome.Method,
        Runs = outcome.Runs,
        Seed = outcome.Seed,
        Measurements = [.. outcome.Measurements.Select(m => new Measurement(m.Name, m.Measured, m.Unit, m.Reference, m.Bound, m.Source)
        {
            DependsOnDevice = !m.Exact,
        })],
        Reductions = [.. outcome.Reductions.Select(r => new SizeReduction(r.What, r.Asked, r.Used))],
    };

    private static DeviceInfo DeviceOf(DeviceJson device) => new(
        device.Id,
        Names.Parse<DeviceKind>(device.Kind, Names.IdOf) ?? throw new UnusableReportException($"device '{device.Id}' is of an unknown kind, '{device.Kind}'."),
        device.Name,
        device.Platform,
        device.Multiprocessors,
        device.MemoryBytes,
        device.WarpSize,
        device.Float64);

    private static UnusableReportException Unknown(OutcomeJson outcome, string field, string word) =>
        new($"claim '{outcome.Claim}' has the {field} '{word}', which this version does not know.");
}
