// The terminal report of a run: the results, question by question, and the conclusion.

using QuizKit.GpuChecks.Running;
using QuizKit.Reports.Terminal;
using Spectre.Console;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Reports;

internal sealed class RunTable
{
    private readonly IAnsiConsole _console;
    private readonly RunReport _report;
    private readonly IReadOnlyList<RunTableRow> _rows;
    private readonly RunTableLayout _layout;
    private readonly bool _severalDevices;

    private RunTable(IAnsiConsole console, RunReport report)
    {
        _console = console;
        _report = report;
        _rows = [.. report.Results.Select(RunTableRow.Of)];
        _severalDevices = report.Request.Devices.Count > 1;
        _layout = RunTableLayout.For(_rows, console.Profile.Width, _severalDevices);
    }

    public static void Write(IAnsiConsole console, RunReport report)
    {
        var table = new RunTable(console, report);
        table.WriteHead();
        if (table._rows.Count > 0) table.WriteRows();
        console.WriteLine();
        if (report.CrossDevice is { } cross)
        {
            ConsoleRenderer.Write(console, RunDocument.Compare(cross));
            console.WriteLine();
        }

        SummaryText.Write(console, report);
    }

    private void WriteHead()
    {
        var request = _report.Request;
        TextBlock.Write(_console, new Line(), _report.Quiz.Title.UnicodeText, Palette.Strong);
        var idWidth = request.Devices.Select(device => device.Id.Length).Append(0).Max();
        foreach (var device in request.Devices)
        {
            var start = new Line().Add("on ", Palette.Faint).Add(device.Id).MoveTo(3 + idWidth + 2);
            TextBlock.Write(_console, start, $"{device.Name} ({device.Platform})", Palette.Faint);
        }

        new Line().Add(SummaryText.Settings(request), Palette.Faint).WriteTo(_console);
    }

    private void WriteRows()
    {
        _console.WriteLine();
        WriteColumnHeads();
        foreach (var group in _rows.GroupBy(row => row.Result.Question))
        {
            _console.WriteLine();
            WriteHeading(group.Key);
            foreach (var row in group) WriteRow(row);
        }
    }

    /// <summary>Writes the number of a question and as much of its prompt as fits on the line.</summary>
    private void WriteHeading(Question question)
    {
        var line = new Line().Add(Invariant($"Question {question.Number}"), Palette.Strong).Add("  ");
        var left = _console.Profile.Width - line.Width;
        if (left >= 10) line.Add(TextBlock.Cut(question.Prompt.UnicodeText, left, _console.Profile.Capabilities.Unicode), Palette.Faint);
        line.WriteTo(_console);
    }

    private void WriteColumnHeads()
    {
        var line = new Line().MoveTo(RunTableLayout.Claim).Add(RunTableHeader.Claim, Palette.Faint);
        if (_layout.Device is { } device) line.MoveTo(device).Add(RunTableHeader.Device, Palette.Faint);
        if (_layout.Verdict is { } verdict) line.MoveTo(verdict).Add(RunTableHeader.Verdict, Palette.Faint);
        AddNumbers(line, RunTableHeader.Measured, RunTableHeader.Reference, RunTableHeader.Bound, Palette.Faint);
        if (_layout.Finding is { } finding) line.MoveTo(finding).Add(RunTableHeader.Finding, Palette.Faint);
        line.WriteTo(_console);
    }

    private void WriteRow(RunTableRow row)
    {
        var sign = VerdictSign.Of(row.Result, _console.Profile.Capabilities.Unicode);
        var line = new Line().Add(sign.Symbol, sign.Style).MoveTo(RunTableLayout.Claim).Add(row.Claim, Palette.Strong);
        if (_layout.Device is { } device) line.MoveTo(device).Add(row.Device);
        if (_layout.Verdict is { } verdict) line.MoveTo(verdict).Add(row.Verdict, sign.Style);

        var hasNumbers = row.Measured.Length > 0;
        if (hasNumbers && line.Width > _layout.Numbers)
        {
            line.WriteTo(_console);
            line = new Line();
        }

        AddNumbers(line, row.Measured, row.Reference, row.Bound, Palette.Plain);
        if (_layout.Finding is { } finding)
        {
            TextBlock.Write(_console, line.MoveTo(finding), row.Finding);
            return;
        }

        line.WriteTo(_console);
        var lead = _layout.Verdict is not null ? ""
            : _severalDevices ? $"{row.Device}, {row.Verdict}: "
            : $"{row.Verdict}: ";
        WriteFinding(lead, sign.Style, row.Finding);
    }

    /// <summary>Writes a finding below its row, beginning with the coloured verdict.</summary>
    private void WriteFinding(string lead, Style style, string finding)
    {
        var lines = TextBlock.Wrap(lead + finding, _console.Profile.Width - RunTableLayout.FindingIndent);
        for (var i = 0; i < lines.Count; i++)
        {
            var led = i == 0 ? System.Math.Min(lead.Length, lines[0].Length) : 0;
            new Line().MoveTo(RunTableLayout.FindingIndent).Add(lines[i][..led], style).Add(lines[i][led..]).WriteTo(_console);
        }
    }

    private void AddNumbers(Line line, string measured, string reference, string bound, Style style) => line
        .AddRightAligned(measured, _layout.Measured, style)
        .AddRightAligned(reference, _layout.Reference, style)
        .AddRightAligned(bound, _layout.Bound, style);
}
