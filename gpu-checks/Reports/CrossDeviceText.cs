// Whether the devices of a run agree with each other, for people.

using System.Collections.Generic;
using System.Linq;
using QuizKit.GpuChecks.Running;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class CrossDeviceText
{
    private const int Claims = 32, Exact = 50, Bounded = 66, Disagreeing = 78;

    /// <summary>Writes a line for each pair of devices, and one for each disagreement.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="cross">How the devices compare.</param>
    public static void Write(IAnsiConsole console, CrossDeviceReport cross)
    {
        new Line().Add("Devices against each other", Palette.Strong).WriteTo(console);
        new Line().AddRightAligned("claims", Claims, Palette.Faint).AddRightAligned("the same bits", Exact, Palette.Faint)
            .AddRightAligned("within bounds", Bounded, Palette.Faint).AddRightAligned("disagree", Disagreeing, Palette.Faint).WriteTo(console);
        foreach (var pair in cross.Comparisons.GroupBy(comparison => (comparison.First, comparison.Second)))
            WritePair(console, $"{pair.Key.First.Id} and {pair.Key.Second.Id}", [.. pair]);
        foreach (DeviceComparison comparison in cross.Comparisons.Where(comparison => !comparison.Agree)) WriteDisagreements(console, comparison);
        console.WriteLine();
    }

    private static void WritePair(IAnsiConsole console, string name, IReadOnlyList<DeviceComparison> comparisons)
    {
        int bounded = comparisons.Sum(c => c.Disagreements.Count(d => d.Allowed > 0));
        int exact = comparisons.Sum(c => c.Disagreements.Count(d => d.Allowed == 0));
        int disagreeing = comparisons.Count(c => !c.Agree);
        new Line()
            .Add(name)
            .AddRightAligned(NumberText.Of(comparisons.Count), Claims)
            .AddRightAligned(NumberText.Of(comparisons.Sum(c => c.ExactMeasurements) - exact), Exact)
            .AddRightAligned(NumberText.Of(comparisons.Sum(c => c.BoundedMeasurements) - bounded), Bounded)
            .AddRightAligned(NumberText.Of(disagreeing), Disagreeing, disagreeing == 0 ? Palette.Good : Palette.Bad)
            .WriteTo(console);
    }

    private static void WriteDisagreements(IAnsiConsole console, DeviceComparison comparison)
    {
        foreach (Disagreement found in comparison.Disagreements)
        {
            string allowed = found.Allowed is { } limit
                ? limit == 0 ? ", which must be the same bits" : $", further apart than {NumberText.Of(limit)}"
                : "";
            TextBlock.Write(
                console,
                new Line().MoveTo(2).Add(comparison.Claim.Id + ": ", Palette.Bad),
                $"{found.What}: {found.First} on {comparison.First.Id}, {found.Second} on {comparison.Second.Id}{allowed}.");
        }
    }
}
