// Where the columns of the run table stand, for a terminal of some width.

using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

/// <summary>Where the columns stand. Columns are counted in terminal cells from 0.</summary>
/// <param name="Device">Where the device starts; null where there is no such column.</param>
/// <param name="Verdict">Where the verdict starts; null where it leads the finding instead.</param>
/// <param name="Numbers">Where the first of the three numbers begins at the earliest.</param>
/// <param name="Measured">The column after the measured number.</param>
/// <param name="Reference">The column after the reference.</param>
/// <param name="Bound">The column after the bound.</param>
/// <param name="Finding">Where the finding starts; null where it has lines of its own.</param>
internal sealed record RunTableLayout(int? Device, int? Verdict, int Numbers, int Measured, int Reference, int Bound, int? Finding)
{
    /// <summary>Where the claim starts: behind its symbol.</summary>
    public const int Claim = 2;

    /// <summary>Where a finding on its own line starts.</summary>
    public const int FindingIndent = 4;

    private const int Gap = 2;

    // A sentence squeezed into fewer cells than this is harder to read than one on its own line.
    private const int NarrowestFinding = 50;

    /// <summary>Lays out columns: all of them where they fit, the finding below where it would be squeezed, and the verdict with it
    /// where the rest would not fit either.</summary>
    /// <param name="width">The width of the terminal in cells.</param>
    public static RunTableLayout For(IReadOnlyList<RunTableRow> rows, int width, bool severalDevices)
    {
        int WidthOf(string header, Func<RunTableRow, string> cell) =>
            rows.Select(row => cell(row).GetCellWidth()).Append(header.Length).Max();

        var claim = WidthOf(RunTableHeader.Claim, row => row.Claim);
        var measured = WidthOf(RunTableHeader.Measured, row => row.Measured);
        var reference = WidthOf(RunTableHeader.Reference, row => row.Reference);
        var bound = WidthOf(RunTableHeader.Bound, row => row.Bound);
        var device = WidthOf(RunTableHeader.Device, row => row.Device);
        var verdict = WidthOf(RunTableHeader.Verdict, row => row.Verdict);

        RunTableLayout Place(int claimWidth, bool withVerdict)
        {
            var next = Claim + claimWidth + Gap;
            int? deviceStart = withVerdict && severalDevices ? next : null;
            if (deviceStart is not null) next += device + Gap;
            int? verdictStart = withVerdict ? next : null;
            if (withVerdict) next += verdict + Gap;
            var measuredEnd = next + measured;
            var referenceEnd = measuredEnd + Gap + reference;
            return new RunTableLayout(deviceStart, verdictStart, next, measuredEnd, referenceEnd, referenceEnd + Gap + bound, null);
        }

        var all = Place(claim, withVerdict: true);
        if (all.Bound + Gap + NarrowestFinding <= width) return all with { Finding = all.Bound + Gap };
        if (all.Bound <= width) return all;

        var numbers = Gap + measured + Gap + reference + Gap + bound;
        return Place(Math.Clamp(width - Claim - numbers, 0, claim), withVerdict: false);
    }
}
