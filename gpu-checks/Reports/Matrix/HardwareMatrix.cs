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

                var report = MachineReport.Read(file, json, quiz);
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
        List<CheckResult> results = [.. reports.SelectMany((report, i) =>
            report.Results.Select(result => result with { Device = WithPrefix(result.Device, prefixes[i]) }))];
        List<DeviceInfo> devices = [
            .. reports.SelectMany((report, i) => report.Run.Devices.Select(device => WithPrefix(device, prefixes[i])))];
        var comparisons =
            (CrossDeviceReport.Of(devices, results)?.Comparisons ?? []).ToLookup(comparison => comparison.Claim.Id, StringComparer.Ordinal);
        var byClaim = results.ToLookup(result => result.Claim.Id, StringComparer.Ordinal);
        return new HardwareMatrix(
            quiz,
            reports,
            devices,
            [.. quiz.Claims.Where(claim => byClaim.Contains(claim.Id)).Select(claim => new MatrixRow(
                claim,
                [.. devices.Select(device => byClaim[claim.Id].FirstOrDefault(result => result.Device == device))],
                ConflictsOf([.. comparisons[claim.Id]])))],
            notes,
            problems);
    }

    /// <summary>Groups pairs that disagree into one conflict per measurement, with every value and the devices that gave it.</summary>
    private static IReadOnlyList<Conflict> ConflictsOf(IReadOnlyList<DeviceComparison> comparisons) =>
        [.. comparisons
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
                    .GroupBy(value => value.Value, value => value.Device)
                    .Select(value => (value.Key, (IReadOnlyList<DeviceInfo>)[.. value]))],
                group.Min(pair => pair.disagreement.Allowed)))];

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
