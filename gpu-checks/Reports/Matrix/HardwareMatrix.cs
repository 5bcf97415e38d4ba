// The reports of several machines as one matrix of claims and devices, with the disagreements between devices.

using System.Security.Cryptography;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Matrix;

/// <summary>One claim and its result on each device.</summary>
/// <param name="Cells">The results, in the order of the devices; null: it did not run there.</param>
internal sealed record MatrixRow(Claim Claim, IReadOnlyList<CheckResult?> Cells, IReadOnlyList<Conflict> Conflicts);

/// <summary>A disagreement between two or more devices.</summary>
/// <param name="What">The name of a measurement, or <c>verdict</c>.</param>
/// <param name="Values">Each value with every digit, and the devices that gave it.</param>
/// <param name="Allowed">The largest allowed difference, the smallest over the pairs that disagree; 0: the bits must be the same,
/// null: a verdict.</param>
internal sealed record Conflict(string What, IReadOnlyList<(string Value, IReadOnlyList<DeviceInfo> Devices)> Values, double? Allowed);

/// <summary>A matrix of claims and devices.</summary>
/// <param name="Devices">The devices of all reports, each with an id that begins with its report's name.</param>
/// <param name="Rows">The claims that ran anywhere, in the order of the quiz.</param>
/// <param name="Notes">Lines about reports that are in it with restrictions.</param>
/// <param name="Problems">Lines about files that are not in it.</param>
internal sealed record HardwareMatrix(
    Quiz Quiz,
    IReadOnlyList<MachineReport> Reports,
    IReadOnlyList<DeviceInfo> Devices,
    IReadOnlyList<MatrixRow> Rows,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Problems)
{
    public IReadOnlyList<MatrixRow> Disagreements { get; } = [.. Rows.Where(row => row.Conflicts.Count > 0)];

    /// <summary>The exit status: an unusable file takes precedence over a disagreement.</summary>
    public ExitStatus ExitStatus =>
        Problems.Count > 0 ? ExitStatus.BadUsage
        : Disagreements.Count > 0 ? ExitStatus.VerdictDiffers
        : ExitStatus.AsExpected;

    /// <param name="names">Files, folders and patterns.</param>
    public static HardwareMatrix Read(Quiz quiz, IReadOnlyList<string> names)
    {
        List<string> problems = [], notes = [];
        var reports = new List<MachineReport>();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var shared = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        foreach (var file in ReportInputs.Expand(names, problems))
        {
            try
            {
                var json = File.ReadAllBytes(file);
                var digest = Convert.ToHexString(SHA256.HashData(json));
                if (seen.TryGetValue(digest, out var same))
                {
                    notes.Add($"'{file}': the same report as '{same}'; it counts once.");
                    continue;
                }

                var report = Slim(MachineReport.Read(file, json, quiz), shared);
                if (report.Run.Shard is { } shard)
                {
                    throw new UnusableReportException(
                        $"it is shard {shard.Index}/{shard.Count} of a run: join all of them with `gpu-checks merge` first.");
                }

                if (reports.Count > 0) CheckSettings(report, reports[0]);
                seen.Add(digest, file);
                reports.Add(report);
                AddNotes(report, reports[0], notes);
            }
            catch (Exception exception) when (exception is UnusableReportException or IOException or UnauthorizedAccessException)
            {
                problems.Add($"'{file}': {exception.Message}");
            }
        }

        return Of(quiz, reports, notes, problems);
    }

    private static HardwareMatrix Of(Quiz quiz, List<MachineReport> reports, List<string> notes, List<string> problems)
    {
        var prefixes = ShortNames.Of([.. reports.Select(report => report.File)]);
        List<DeviceInfo> devices = [];
        List<CheckResult> results = [];
        foreach (var (report, prefix) in reports.Zip(prefixes))
        {
            var own = report.Run.Devices.ToDictionary(device => device.Id, device => WithPrefix(device, prefix), StringComparer.Ordinal);
            devices.AddRange(report.Run.Devices.Select(device => own[device.Id]));
            results.AddRange(report.Results.Select(result => result with { Device = own[result.Device.Id] }));
        }

        var byClaim = results.ToLookup(result => result.Claim.Id, StringComparer.Ordinal);
        return new HardwareMatrix(
            quiz,
            reports,
            devices,
            [.. quiz.Claims.Where(claim => byClaim.Contains(claim.Id)).Select(claim => new MatrixRow(
                claim,
                CellsOf(devices, byClaim[claim.Id]),
                ConflictsOf(devices, [.. byClaim[claim.Id]])))],
            notes,
            problems);
    }

    private static IReadOnlyList<CheckResult?> CellsOf(IReadOnlyList<DeviceInfo> devices, IEnumerable<CheckResult> results)
    {
        var byDevice = results.DistinctBy(result => result.Device.Id).ToDictionary(result => result.Device.Id, StringComparer.Ordinal);
        return [.. devices.Select(device => byDevice.GetValueOrDefault(device.Id))];
    }

    /// <summary>Returns a report without what a matrix does not show; equal outcomes of several reports are the same objects.</summary>
    private static MachineReport Slim(MachineReport report, Dictionary<string, Outcome> shared)
    {
        return report with
        {
            Run = report.Run with { Outcomes = [], NotExecutable = [], CrossDevice = null },
            Results = [.. report.Results.Select(result => result with { Outcome = SlimOf(result.Outcome) })],
        };

        Outcome SlimOf(Outcome outcome)
        {
            var slim = new Outcome
            {
                Verdict = outcome.Verdict,
                Finding = "",
                Evidence = outcome.Evidence,
                Measurements = outcome.Measurements,
                Reductions = outcome.Reductions,
            };
            if (outcome.Reductions.Count > 0) return slim;
            var key = string.Join('\n', [outcome.Verdict, outcome.Evidence, .. outcome.Measurements]);
            if (!shared.TryGetValue(key, out var same)) shared.Add(key, same = slim);
            return same;
        }
    }

    /// <summary>Groups pairs that disagree into one conflict per measurement, with every value and the devices that gave it.</summary>
    /// <remarks>
    /// Most devices of a fleet have the same results. Of those with the same, two are compared with the others: a NaN disagrees with itself.
    /// </remarks>
    private static IReadOnlyList<Conflict> ConflictsOf(IReadOnlyList<DeviceInfo> devices, IReadOnlyList<CheckResult> results)
    {
        var same = results.GroupBy(ComparedOf, StringComparer.Ordinal).ToList();
        var compared = same.SelectMany(group => group.Take(2)).ToHashSet(ReferenceEqualityComparer.Instance);
        var peers = same
            .SelectMany(group => group.Take(2).Select(result => (result.Device.Id, Devices: group.Select(peer => peer.Device))))
            .ToDictionary(peer => peer.Id, peer => peer.Devices, StringComparer.Ordinal);
        var comparisons = CrossDeviceReport.Of(devices, [.. results.Where(compared.Contains)])?.Comparisons ?? [];
        return [.. comparisons
            .SelectMany(comparison => comparison.Disagreements.Select(disagreement => (comparison, disagreement)))
            .GroupBy(pair => pair.disagreement.What)
            .Select(group => new Conflict(
                group.Key,
                [.. group
                    .SelectMany(pair => new[]
                    {
                        (Value: pair.disagreement.First, Device: pair.comparison.First),
                        (Value: pair.disagreement.Second, Device: pair.comparison.Second),
                    })
                    .Distinct()
                    .SelectMany(value => peers[value.Device.Id].Select(device => (value.Value, Device: device)))
                    .Distinct()
                    .GroupBy(value => value.Value, value => value.Device)
                    .Select(value => (value.Key, (IReadOnlyList<DeviceInfo>)[.. value]))],
                group.Min(pair => pair.disagreement.Allowed)))];
    }

    /// <summary>What a comparison of two devices looks at: results for which it is equal disagree with the same others.</summary>
    private static string ComparedOf(CheckResult result)
    {
        var outcome = result.Outcome;
        var measurements = outcome.Measurements.Select(measurement =>
            measurement is { DependsOnDevice: true, Reference: null } or { DependsOnDevice: true, Bound: null }
                ? $"{measurement.Name} {measurement.Unit}"
                : measurement.ToString());
        return string.Join(
            '\n', [outcome.Verdict.ToString(), outcome.Evidence.ToString(), $"{outcome.Reductions.Count > 0}", .. measurements]);
    }

    /// <summary>Another seed or size is another experiment, whose numbers are not comparable.</summary>
    private static void CheckSettings(MachineReport report, MachineReport first)
    {
        (string Name, string Its, string Others)[] settings =
        [
            ("scale", Names.IdOf(report.Run.Scale), Names.IdOf(first.Run.Scale)),
            ("seed", NumberText.OfSeed(report.Run.Seed), NumberText.OfSeed(first.Run.Seed)),
            ("runs", NumberText.Of(report.Run.Runs), NumberText.Of(first.Run.Runs)),
        ];
        foreach ((var name, var its, var others) in settings)
        {
            if (its != others)
            {
                throw new UnusableReportException(
                    $"its {name} is {its}, that of '{first.File}' is {others}: run it with the same to compare them.");
            }
        }
    }

    private static void AddNotes(MachineReport report, MachineReport first, List<string> notes)
    {
        if (!report.Run.Complete)
            notes.Add($"'{report.File}': the run was stopped before its end; its results until then are in the matrix.");
        if (report.Run.Tool.Version != first.Run.Tool.Version)
        {
            notes.Add(
                $"'{report.File}': made by gpu-checks {report.Run.Tool.Version}, '{first.File}' by {first.Run.Tool.Version}; their "
                    + $"checks may differ.");
        }

        if (report.UnknownClaims.Count > 0)
            notes.Add($"'{report.File}': claims that this version does not know are omitted: {string.Join(", ", report.UnknownClaims)}.");
    }

    private static DeviceInfo WithPrefix(DeviceInfo device, string prefix) => device with { Id = $"{prefix}/{device.Id}" };
}
