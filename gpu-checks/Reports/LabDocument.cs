// The document of `gpu-checks lab` and `gpu-checks order`.

using System.Globalization;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Running;
using QuizKit.Laboratory.Settings;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.Reports;

internal static class LabDocument
{
    public const string Title = "Why the same sum differs, seen and cured";

    /// <param name="command">The command that reproduces them. Null: <c>gpu-checks lab</c> with the settings of the report.</param>
    public static Document Of(LabReport report, string? command = null)
    {
        var machine = report.Machine;
        DocumentText[] problems =
        [
            .. report.Failures.Select(
                failure => $"{LabParts.IdOf(failure.Part)}{(failure.Device is { } device ? $" on {device}" : "")}: {failure.Message}")
                .Concat(report.Faults).Select(problem => new DocumentText(problem, Tone.Bad)),
        ];
        var sections = report.Sections;
        DocumentBlock run = new DocumentFields(
        [
            .. report.Devices.Select(device => (device.Id, new DocumentText($"{device.Name} ({device.Platform})"))),
            ("machine", new DocumentText(
                $"{machine.Os}, {machine.Architecture}, {NumberText.Of(machine.ProcessorCount, "processor")}, {machine.Runtime}")),
            ("command", new DocumentText($"`{command ?? Command(report)}`")),
        ]);
        return new Document(Title, sections)
        {
            Result = new DocumentText(Summary(report), report.ExitStatus switch
            {
                ExitStatus.AsExpected => Tone.Good,
                ExitStatus.Stopped => Tone.Undecided,
                _ => Tone.Bad,
            }),
            Introduction =
            [
                .. problems.Length > 0 ? [new DocumentList(problems)] : System.Array.Empty<DocumentBlock>(),
                .. report.Parts.Count > 1 ? Story(report, sections) : [],
                .. report.Parts.Count > 1 ? [new DocumentDetails("The machine, and the command to repeat it", [run])] : new[] { run },
            ],
        };
    }

    /// <summary>The question, the finding of each part with a link to it, and two trees.</summary>
    private static IEnumerable<DocumentBlock> Story(LabReport report, IReadOnlyList<DocumentSection> sections)
    {
        yield return new DocumentText($"Question 19: {Chapter6Quiz.NumpyPytorchEquivalence.Prompt.UnicodeText}", Tone.Strong);
        yield return new DocumentText("Because each addition rounds, and libraries, devices and runs add in different orders:");
        yield return new DocumentList(
        [
            .. from section in sections
               where section.Pieces is [DocumentText, ..]
               select new DocumentText($"[{section.Title}](#{section.Anchor}): {((DocumentText)section.Pieces[0]).Text}"),
        ]);
        var trees = report.Contrast;
        foreach (var tree in trees) yield return tree;
        if (trees.Count > 0)
        {
            yield return new DocumentText(
                "The same numbers, added in two orders. Each bracket is an addition of the two sums below it, which rounds; its height is the "
                + "largest number of additions that an addend below it has gone through.");
        }
    }

    public static string Summary(LabReport report) => report.ExitStatus switch
    {
        ExitStatus.AsExpected => Conclusion([.. Conclusions(report)]),
        ExitStatus.Stopped => "Stopped before its end: these are the results until then.",
        ExitStatus.CheckBroke => "Some of the work gave no result; the report lists it.",
        _ => $"{NumberText.Of(report.Faults.Count, "fault")} found: {report.Faults[0].TrimEnd('.')}"
            + (report.Faults.Count > 1 ? "; the report lists all of them." : "."),
    };

    private static string Conclusion(string[] conclusions)
    {
        var text = string.Join("; ", conclusions) + ".";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>What holds of the parts that ran and had no fault.</summary>
    private static IEnumerable<string> Conclusions(LabReport report)
    {
        if (report.Orders is { } sums) yield return $"every tree of a sum was proven by {NumberText.Of(sums.Replays)} replays";
        if (report.Pair is { } pair)
        {
            var orders = pair.Orders.SelectMany(order => order.Found).ToList();
            var unknown = orders.Count(order => order.Arithmetic == OrderArithmetic.Unknown);
            yield return unknown == 0
                ? "every order of a product was proven by replay"
                : $"of {NumberText.Of(orders.Count, "order")} of products {NumberText.Of(unknown)} were not proven";
        }

        yield return "every error lies within its bound";
        if (report.Variation.Count + report.Cure.Count > 0) yield return "every order that has to be fixed is";
    }

    private static string Command(LabReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"gpu-checks lab {string.Join(' ', report.Parts.Select(LabParts.IdOf))} --scale {Names.IdOf(report.Settings.Scale)} "
        + $"--seed {report.Settings.Seed} --runs {report.Settings.Runs} "
        + $"{(report.Settings.Schedules is { } schedules ? $"--schedules {schedules} " : "")}"
        + $"{string.Join(' ', report.Devices.Select(device => $"--device {device.Id}"))}");
}
