// A JSON report of a run: the results of one machine on its devices.

using System.Text.Json;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Matrix;

/// <summary>A report file that cannot be used.</summary>
/// <param name="line">The reason in one line.</param>
internal sealed class UnusableReportException(string line) : Exception(line);

/// <summary>The results of one machine.</summary>
/// <param name="Results">The results for the claims in the quiz of this tool.</param>
/// <param name="UnknownClaims">The ids of claims that this tool does not know.</param>
internal sealed record MachineReport(string File, RunJson Run, IReadOnlyList<CheckResult> Results, IReadOnlyList<string> UnknownClaims)
{
    /// <summary>Reads a report.</summary>
    /// <exception cref="UnusableReportException">It is not a report, or it has another schema or another quiz.</exception>
    public static MachineReport Read(string file, byte[] json, Quiz quiz)
    {
        // A byte order mark is not JSON, but editors and shells put one in front of it.
        var text = json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json.AsMemory();
        CheckHead(text);
        RunJson run;
        try
        {
            run = JsonReports.ReadRun(text.Span);
        }
        catch (JsonException exception)
        {
            var place = exception.Path is { Length: > 1 } path ? $" at {path}" : "";
            throw new UnusableReportException(
                $"it does not conform to schema version {JsonReports.SchemaVersion}{place}: it was changed, or made by another "
                    + $"version; make it again.");
        }

        if (run.Quiz != quiz.Id) throw new UnusableReportException($"it is about the quiz '{run.Quiz}', not '{quiz.Id}'.");
        CheckIds(run);
        return new MachineReport(
            file,
            run,
            [.. run.Outcomes.Where(outcome => quiz.FindClaim(outcome.Claim) is not null).Select(outcome => ResultOf(outcome, run, quiz))],
            [.. run.Outcomes.Select(outcome => outcome.Claim).Where(claim => quiz.FindClaim(claim) is null).Distinct()]);
    }

    private static void CheckHead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var isReport = root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("tool", out var tool) && tool.ValueKind == JsonValueKind.Object
                && tool.TryGetProperty("name", out var name) && name.ValueEquals("gpu-checks"u8)
                && root.TryGetProperty("outcomes", out _);
            if (!isReport) throw new UnusableReportException("it is not a report of `gpu-checks run --format json`.");
            if (HasNullItem(root))
                throw new UnusableReportException("a list in it has an item that is null: it was changed; make it again.");
            var version = root.TryGetProperty("schemaVersion", out var v) && v.TryGetInt32(out var number) ? number : 0;
            if (version == JsonReports.SchemaVersion) return;
            var (age, remedy) = version < JsonReports.SchemaVersion
                ? ("older", "make it again with this version")
                : ("newer", "update gpu-checks");
            throw new UnusableReportException($"its schema version is {version}, {age} than {JsonReports.SchemaVersion}: {remedy}.");
        }
        catch (JsonException exception)
        {
            throw new UnusableReportException($"it is not complete JSON: syntax error in line {(exception.LineNumber ?? 0) + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new UnusableReportException(
                "it has half of a surrogate pair (such as \\ud800) in a name: it was changed; make it again.");
        }
    }

    // The serializer checks members for null, and not the items of lists.
    private static bool HasNullItem(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null || HasNullItem(item)),
        JsonValueKind.Object => element.EnumerateObject().Any(member => HasNullItem(member.Value)),
        _ => false,
    };

    private static void CheckIds(RunJson run)
    {
        if (run.Devices.GroupBy(device => device.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } device)
            throw new UnusableReportException($"it has two devices '{device.Key}': it was changed; make it again.");
        if (run.Outcomes.GroupBy(outcome => (outcome.Claim, outcome.Device)).FirstOrDefault(group => group.Count() > 1) is { } check)
        {
            throw new UnusableReportException(
                $"claim '{check.Key.Claim}' has two results on '{check.Key.Device}': it was changed; make it again.");
        }
    }

    private static CheckResult ResultOf(OutcomeJson outcome, RunJson run, Quiz quiz)
    {
        var claim = quiz.FindClaim(outcome.Claim)!;
        var device = run.Devices.FirstOrDefault(device => device.Id == outcome.Device)
            ?? throw new UnusableReportException($"claim '{outcome.Claim}' ran on '{outcome.Device}', which is not one of its devices.");
        return new CheckResult(claim, quiz.FindQuestion(claim.QuestionId)!, device, outcome.ToOutcome(), outcome.Milliseconds);
    }
}
