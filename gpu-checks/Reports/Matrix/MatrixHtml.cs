// A matrix of claims and devices as a web page.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using QuizKit.Devices.Workers;
using QuizKit.GpuChecks.Reports.Html;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;
using QuizKit.Reports.Html;

namespace QuizKit.GpuChecks.Reports.Matrix;

internal static class MatrixHtml
{
    /// <summary>Writes the matrix.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="matrix">The matrix.</param>
    public static void Write(TextWriter writer, HardwareMatrix matrix)
    {
        writer.Write(HtmlPage.Of($"{matrix.Quiz.Title.UnicodeText}, compared by gpu-checks", page =>
        {
            page.Open("main").Line();
            page.Open("h1", ("lang", matrix.Quiz.Language)).Raw(matrix.Quiz.Title.Html).Close().Line();
            string state = matrix.ExitStatus == ExitStatus.AsExpected ? "confirmed" : "refuted";
            page.Open("p", ("class", $"result {state}")).Element("strong", MatrixCell.Summary(matrix)).Close().Line();
            WriteLines(page, "Files that could not be used", matrix.Problems);
            WriteLines(page, "Notes", matrix.Notes);
            WriteConflicts(page, matrix);
            WriteDevices(page, matrix);
            WriteMatrix(page, matrix);
            page.Close().Line();
        }));
        writer.Flush();
    }

    private static void WriteLines(Markup page, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        page.Element("h2", title).Line().Open("ul").Line();
        foreach (string line in lines) page.Element("li", line).Line();
        page.Close().Line();
    }

    private static void WriteConflicts(Markup page, HardwareMatrix matrix)
    {
        if (matrix.Disagreements.Count == 0) return;
        page.Element("h2", "What the devices disagree on").Line().Open("dl", ("class", "conflicts")).Line();
        foreach (MatrixRow row in matrix.Disagreements)
        {
            page.Open("dt").Element("a", row.Claim.Id, ("href", "#row-" + row.Claim.Id)).Close();
            foreach (Conflict conflict in row.Conflicts) page.Element("dd", MatrixCell.Describe(conflict));
            page.Line();
        }

        page.Close().Line();
    }

    private static void WriteDevices(Markup page, HardwareMatrix matrix)
    {
        page.Element("h2", "Devices").Line().Open("ol", ("class", "machines")).Line();
        for (var i = 0; i < matrix.Devices.Count; i++)
        {
            page.Open("li").Element("code", matrix.Devices[i].Id);
            page.Text($" {matrix.Devices[i].Name} ({matrix.Devices[i].Platform})").Close().Line();
        }

        page.Close().Line();
    }

    private static void WriteMatrix(Markup page, HardwareMatrix matrix)
    {
        page.Element("h2", "Claims", ("id", "claims")).Line();
        page.Open("ul", ("class", "key")).Line();
        foreach (VerdictMark mark in MatrixCell.Key(matrix))
        {
            page.Open("li").Open("span", ("class", $"mark {mark.Class}")).Text($"{mark.Sign} {mark.Word}").Close().Text(" ").Element("span", mark.Meaning).Close().Line();
        }

        page.Close().Line();

        // Wider than the page on a phone: it scrolls by itself, also by keyboard.
        page.Open("div", ("class", "wide"), ("role", "region"), ("aria-labelledby", "claims"), ("tabindex", "0")).Line();
        page.Open("table", ("class", "matrix")).Open("thead").Open("tr").Element("th", "claim", ("scope", "col"));
        for (var i = 0; i < matrix.Devices.Count; i++)
            page.Element("th", (i + 1).ToString(CultureInfo.InvariantCulture), ("scope", "col"), ("title", matrix.Devices[i].Id));
        page.Close().Close().Line().Open("tbody").Line();
        foreach (MatrixRow row in matrix.Rows) WriteRow(page, row);
        page.Close().Close().Close().Line();
    }

    private static void WriteRow(Markup page, MatrixRow row)
    {
        page.Open("tr", ("id", "row-" + row.Claim.Id), ("class", row.Conflicts.Count > 0 ? "conflict" : null));
        page.Open("th", ("scope", "row")).Element("code", row.Claim.Id);
        if (row.Conflicts.Count > 0) page.Text(" ").Element("strong", "disagree", ("class", "alarm"));
        page.Close();
        foreach (CheckResult? cell in row.Cells)
        {
            page.Open("td");
            if (MatrixCell.MarkOf(cell) is { } mark)
            {
                page.Open("span", ("class", $"mark {mark.Class}")).Element("span", mark.Sign, ("aria-hidden", "true"));
                page.Element("span", mark.Word, ("class", "unseen")).Close().Text(" " + MatrixCell.MeasuredOf(cell));
            }

            page.Close();
        }

        page.Close().Line();
    }
}
