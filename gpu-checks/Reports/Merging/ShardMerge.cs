// Joins the reports of all shards of a run into the report of the run on one machine.

using System.Security.Cryptography;
using System.Text.Json;
using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Merging;

/// <summary>The report of a run whose shards ran on several machines.</summary>
/// <param name="Report">The report; null where there are problems.</param>
/// <param name="Notes">Lines about files that are not needed.</param>
/// <param name="Problems">A line for each file that cannot be used and for each shard that is missing.</param>
internal sealed record ShardMerge(RunReport? Report, IReadOnlyList<string> Notes, IReadOnlyList<string> Problems)
{
    /// <param name="sweeps">The checks whose ranges are joined.</param>
    /// <param name="names">Files, folders and patterns.</param>
    public static ShardMerge Read(Quiz quiz, IReadOnlyDictionary<string, ISweep> sweeps, IReadOnlyList<string> names)
    {
        List<string> problems = [], notes = [];
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        var shards = new SortedDictionary<int, (string File, IReadOnlyList<CheckResult> Results)>();
        var fingerprint = ShardJson.FingerprintOf(quiz);
        MachineReport? first = null;
        foreach (var file in ReportInputs.Expand(names, problems))
        {
            try
            {
                var json = File.ReadAllBytes(file);
                if (!digests.TryAdd(Convert.ToHexString(SHA256.HashData(json)), file))
                {
                    notes.Add($"'{file}': the same bytes as '{digests[Convert.ToHexString(SHA256.HashData(json))]}'; it counts once.");
                    continue;
                }

                var read = MachineReport.Read(file, json, quiz);
                var shard = CheckRun(read, fingerprint);
                if (first is not null) CheckSettings(read, first);
                CheckResults(read, RequestOf(read, quiz, sweeps) with { Shard = shard });
                if (shards.TryGetValue(shard.Index, out var other))
                {
                    throw new UnusableReportException(
                        $"shard {shard} is also in '{other.File}', and not with the same bytes: leave one of the two out.");
                }

                shards.Add(shard.Index, (file, read.Results));
                first ??= read;
            }
            catch (Exception exception) when (exception is UnusableReportException or IOException or UnauthorizedAccessException)
            {
                problems.Add($"'{file}': {exception.Message}");
            }
        }

        if (first is null) return new ShardMerge(null, notes, problems);
        var request = RequestOf(first, quiz, sweeps);
        var count = first.Run.Shard!.Count;
        problems.AddRange(
            from index in Enumerable.Range(1, count)
            where !shards.ContainsKey(index)
            let shard = new Shard(index, count)
            select $"shard {shard} is missing: `{SummaryText.Command(quiz, request with { Shard = shard })} --output FILE.json` makes it.");
        var results = problems.Count > 0 ? [] : Join([.. shards.Values.SelectMany(shard => shard.Results)], request, sweeps, problems);
        var report = new RunReport(quiz, request, first.Run.LeftOut, results, IsComplete: true) { Machine = first.Run.Machine };
        return new ShardMerge(problems.Count > 0 ? null : report, notes, problems);
    }

    /// <summary>Returns which shard a report is.</summary>
    /// <exception cref="UnusableReportException">It is not a complete shard of this version and quiz.</exception>
    private static Shard CheckRun(MachineReport report, string fingerprint)
    {
        if (report.Run.Shard is not { } shard) throw new UnusableReportException("it is not a shard: it was made without --shard.");
        if (report.Run.Tool.Version != JsonReports.ToolVersion)
        {
            throw new UnusableReportException(
                $"it was made by gpu-checks {report.Run.Tool.Version}, and this is {JsonReports.ToolVersion}: merge with the version that "
                    + "made all shards.");
        }

        if (shard.Fingerprint != fingerprint)
        {
            throw new UnusableReportException(
                $"its quiz has the fingerprint {shard.Fingerprint}, the quiz of this gpu-checks {fingerprint}: merge with the build that "
                    + "made all shards.");
        }

        if (!report.Run.Complete) throw new UnusableReportException("the run was stopped before its end.");
        var part = new Shard(shard.Index, shard.Count);
        return part.Exists ? part : throw new UnusableReportException($"there is no shard {part}: it was changed; make it again.");
    }

    /// <exception cref="UnusableReportException">Two shards are not of one run on machines of one kind.</exception>
    private static void CheckSettings(MachineReport report, MachineReport first)
    {
        foreach (var ((name, its), (_, others)) in SettingsOf(report.Run).Zip(SettingsOf(first.Run)))
        {
            if (its != others)
                throw new UnusableReportException($"{name}: {its}; in '{first.File}': {others}. All shards need the same.");
        }
    }

    private static IEnumerable<(string Name, string Value)> SettingsOf(RunJson run) =>
    [
        ("number of shards", NumberText.Of(run.Shard!.Count)),
        ("scale", Names.IdOf(run.Scale)),
        ("seed", NumberText.OfSeed(run.Seed)),
        ("runs", NumberText.Of(run.Runs)),
        ("schedules", run.Schedules is { } schedules ? NumberText.Of(schedules) : "none"),
        ("claims", string.Join(", ", run.Shard.Claims)),
        ("devices", string.Join("; ", run.Devices.Select(device => $"{device.Id} = {device with { MemoryBytes = 0 }}"))),
        ("left out", string.Join("; ", run.LeftOut)),
        ("machine", run.Machine.ToString()),
    ];

    /// <exception cref="UnusableReportException">The results are not those of the shard.</exception>
    private static void CheckResults(MachineReport report, RunRequest request)
    {
        var plan = Shard.Plan(request).OrderBy(check => check.ClaimIndex).ToList();
        var isWhole = report.Run.Outcomes.Count == plan.Count && report.Results.Count == plan.Count
            && plan.Zip(report.Results).All(pair => IsOf(pair.First, pair.Second));
        if (!isWhole)
            throw new UnusableReportException($"its results are not those of shard {request.Shard}: it was changed; make it again.");

        static bool IsOf(PlannedCheck check, CheckResult result) =>
            result.Claim == check.Claim && result.Device == check.Device
            && (result.Outcome.Part is { } part
                ? check.Ranges is not null && part.Ranges.SequenceEqual(check.Ranges)
                : check.Ranges is null || result.Outcome.Verdict == Verdict.Error);
    }

    /// <exception cref="UnusableReportException">The report names a claim that the quiz does not have.</exception>
    private static RunRequest RequestOf(MachineReport report, Quiz quiz, IReadOnlyDictionary<string, ISweep> sweeps) => new(
        [.. report.Run.Shard!.Claims.Select(
            id => quiz.FindClaim(id) ?? throw new UnusableReportException($"the quiz has no claim '{id}'."))],
        report.Run.Devices,
        report.Run.Scale,
        report.Run.Seed,
        report.Run.Runs)
    {
        Schedules = report.Run.Schedules,
        Sweeps = sweeps.Keys.ToHashSet(),
    };

    /// <summary>Returns the results of the whole run, in the order of the quiz, then of the devices.</summary>
    private static List<CheckResult> Join(
        IReadOnlyList<CheckResult> results, RunRequest request, IReadOnlyDictionary<string, ISweep> sweeps, List<string> problems)
    {
        var byCheck = results.ToLookup(result => (result.Claim.Id, result.Device.Id));
        var joined = new List<CheckResult>();
        foreach (var check in Shard.Plan(request).OrderBy(check => check.ClaimIndex))
        {
            var parts = byCheck[(check.Claim.Id, check.Device.Id)].ToList();
            try
            {
                joined.Add(sweeps.TryGetValue(check.Claim.Id, out var sweep) ? JoinParts(parts, sweep, request) : parts.Single());
            }
            catch (JsonException exception)
            {
                problems.Add($"claim '{check.Claim.Id}': a part of its sweep was changed: {exception.Message}");
            }
        }

        return joined;
    }

    /// <summary>Joins the parts of a sweep; where one is an error, the whole is it.</summary>
    private static CheckResult JoinParts(List<CheckResult> parts, ISweep sweep, RunRequest request)
    {
        var lead = parts.Find(part => part.Outcome.Verdict == Verdict.Error)
            ?? parts.MinBy(part => part.Outcome.Part!.Ranges[0])!;
        var outcome = lead.Outcome.Verdict == Verdict.Error
            ? lead.Outcome with { Part = null }
            : sweep.Join(lead.Claim, request.Scale, request.Seed, parts.Select(part => part.Outcome.Part!.Values)) with
            {
                Evidence = lead.Outcome.Evidence,
                Kernels = lead.Outcome.Kernels,
            };
        return lead with { Outcome = outcome, Milliseconds = parts.Sum(part => part.Milliseconds) };
    }
}
