// The orders of sums, for people: a table, and the tree of each target that was asked for by name.

using System.Linq;
using QuizKit.Laboratory.Orders;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports.Laboratory;

internal static class OrderText
{
    private const int Name = 22;
    private const int Height = 30;
    private const int Bound = 40;
    private const int Error = 50;
    private const int Runs = 57;
    private const int Order = 59;
    private const int MostLines = 60;

    /// <summary>Writes the report.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="inFull">Whether to draw the trees.</param>
    public static void Write(IAnsiConsole console, OrderReport report, bool inFull)
    {
        TextBlock.Write(console, new Line(), $"How {NumberText.Of(report.Length)} numbers are added up. Each tree is revealed from results alone and replayed on {NumberText.Of(OrderStudy.Replays)} random arrays, bit for bit. Error and bound are shares of Σ|x|.");
        console.WriteLine();
        new Line().Add("target", Palette.Faint).AddRightAligned("height", Height, Palette.Faint).AddRightAligned("γ(height)", Bound, Palette.Faint)
            .AddRightAligned("error", Error, Palette.Faint).AddRightAligned("bits", Runs, Palette.Faint).MoveTo(Order).Add("order", Palette.Faint).WriteTo(console);
        foreach (OrderFinding finding in report.Findings)
        {
            Line start = new Line().Add(finding.Target, finding.IsBroken ? Palette.Bad : Palette.Strong).MoveTo(Name)
                .AddRightAligned(finding.Tree is { } tree ? NumberText.Of(tree.Height) : "", Height)
                .AddRightAligned(finding.Bound is { } bound ? Short(bound) : "", Bound)
                .AddRightAligned(Short(finding.LargestError), Error)
                .AddRightAligned(NumberText.Of(finding.DistinctResults), Runs, finding.DistinctResults > 1 ? Palette.Open : Palette.Plain)
                .MoveTo(Order);
            TextBlock.Write(console, start, OrderSection.Describe(finding), finding.IsBroken ? Palette.Bad : Palette.Plain);
        }

        console.WriteLine();
        if (inFull) WriteTrees(console, report);
        foreach (ImitationFinding imitation in report.Imitations)
        {
            TextBlock.Write(console, new Line(), $"This project's imitation of {imitation.Target} gave the bits of {imitation.Place} on {NumberText.Of(imitation.Equal)} of {NumberText.Of(imitation.Arrays)} random arrays of up to {NumberText.Of(imitation.Longest)} numbers.");
        }
    }

    private static void WriteTrees(IAnsiConsole console, OrderReport report)
    {
        foreach (OrderFinding finding in report.Findings.Where(finding => finding is { Tree: not null, SameAs: null }))
        {
            new Line().Add(finding.Target, Palette.Strong).Add($"  {finding.Place}", Palette.Faint).WriteTo(console);
            var lines = TreeText.Lines(finding.Tree!).ToList();
            foreach (string line in lines.Take(MostLines)) new Line().Add("  " + line).WriteTo(console);
            if (lines.Count > MostLines) new Line().Add($"  … {NumberText.Of(lines.Count - MostLines)} lines more; --svg DIR draws it whole", Palette.Faint).WriteTo(console);
            console.WriteLine();
        }
    }

    private static string Short(double share) => share.ToString("0.0e+0", System.Globalization.CultureInfo.InvariantCulture);
}
