// A matrix of claims and devices as JSON: docs/schema/comparison.schema.json describes each field.

using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.Reports.Matrix;

/// <summary>A report in a matrix.</summary>
internal sealed record MatrixReportJson(string File, MachineInfo Machine, string ToolVersion, bool Complete);

/// <summary>A device of a matrix.</summary>
internal sealed record MatrixDeviceJson(string Id, string File, DeviceKind Kind, string Name, string Platform);

/// <summary>The result of one device.</summary>
internal sealed record MatrixCellJson(
    string Device, Verdict Verdict, double? Measured, double? Reference, double? Bound, string? Unit, bool? Exact);

/// <summary>A value and the devices that gave it.</summary>
internal sealed record ConflictValueJson(string Value, IReadOnlyList<string> Devices);

/// <summary>A disagreement between devices.</summary>
internal sealed record ConflictJson(string What, double? Allowed, IReadOnlyList<ConflictValueJson> Values);

/// <summary>A claim of a matrix.</summary>
internal sealed record MatrixRowJson(
    string Claim, string QuestionId, ExpectedVerdict Expected, bool Agree, IReadOnlyList<MatrixCellJson> Cells,
    IReadOnlyList<ConflictJson> Conflicts);

/// <summary>The JSON of <c>gpu-checks compare</c>.</summary>
internal sealed record MatrixJson(
    string Quiz,
    bool Agree,
    int ExitCode,
    IReadOnlyList<MatrixReportJson> Reports,
    IReadOnlyList<MatrixDeviceJson> Devices,
    IReadOnlyList<MatrixRowJson> Claims,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Problems) : ReportJson
{
    public static MatrixJson Of(HardwareMatrix matrix)
    {
        var files = matrix.Reports.SelectMany(report => report.Run.Devices.Select(_ => report.File));
        return new MatrixJson(
            matrix.Quiz.Id,
            matrix.Disagreements.Count == 0,
            (int)matrix.ExitStatus,
            [.. matrix.Reports.Select(
                report => new MatrixReportJson(report.File, report.Run.Machine, report.Run.Tool.Version, report.Run.Complete))],
            [.. matrix.Devices.Zip(
                files, (device, file) => new MatrixDeviceJson(device.Id, file, device.Kind, device.Name, device.Platform))],
            [.. matrix.Rows.Select(row => new MatrixRowJson(
                row.Claim.Id,
                row.Claim.QuestionId,
                row.Claim.Expected,
                row.Conflicts.Count == 0,
                [.. row.Cells.OfType<CheckResult>().Select(Of)],
                [.. row.Conflicts.Select(conflict => new ConflictJson(
                    conflict.What,
                    conflict.Allowed,
                    [.. conflict.Values.Select(
                        value => new ConflictValueJson(value.Value, [.. value.Devices.Select(device => device.Id)]))]))]))],
            matrix.Notes,
            matrix.Problems);
    }

    private static MatrixCellJson Of(CheckResult cell)
    {
        var deciding = cell.Outcome.Deciding;
        return new MatrixCellJson(
            cell.Device.Id, cell.Outcome.Verdict, deciding?.Measured, deciding?.Reference, deciding?.Bound, deciding?.Unit,
            deciding?.IsExact);
    }
}
