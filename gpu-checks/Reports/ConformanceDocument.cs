// The document of `gpu-checks conformance`.

using QuizKit.GpuChecks.Conformance;
using QuizKit.GpuChecks.Outcomes;
using static System.FormattableString;

namespace QuizKit.GpuChecks.Reports;

internal static class ConformanceDocument
{
    /// <summary>Returns the errors of operations and functions on each device.</summary>
    public static Document Of(Scale scale, ulong seed, IReadOnlyList<DeviceConformance> devices)
    {
        var failing = devices.Count(device => !device.Conforms);
        return new Document("Conformance of the arithmetic", [Operations(devices), Functions(devices)])
        {
            Introduction =
            [
                new DocumentText(
                    Invariant($"Made by `gpu-checks conformance --scale {Names.IdOf(scale)} --seed {seed}` on these devices:")),
                new DocumentFields([.. devices.Select(device => (device.Device.Id, new DocumentText(device.Device.Platform)))]),
            ],
            Result = failing == 0
                ? new DocumentText("Every operation is exact, and every function is within its bound.", Tone.Good)
                : new DocumentText($"{NumberText.Of(failing)} of {NumberText.Of(devices.Count, "device")} do not conform.", Tone.Bad),
        };
    }

    private static DocumentSection Operations(IReadOnlyList<DeviceConformance> devices)
    {
        List<OperationResult> names = [.. devices.SelectMany(device => device.Operations).DistinctBy(operation => operation.Name)];
        List<List<OperationResult?>> found =
            [.. names.Select(
                name => devices.Select(device => device.Operations.FirstOrDefault(operation => operation.Name == name.Name)).ToList())];
        List<DocumentText> examples =
        [
            .. from device in devices
               from operation in device.Operations
               where operation.Example is not null
               select new DocumentText($"`{device.Device.Id}`: {operation.Example}", Tone.Bad),
        ];
        return new DocumentSection("operations", "Operations",
        [
            new DocumentText(
                "Results with other bits than a reference in integer arithmetic, over edge cases (signed zeros, subnormals, ties, "
                + "overflow, infinities, NaN) in all pairs and random bit patterns."),
            new DocumentTable(
                "",
                [new("operation"), new("cases", true), .. devices.Select(
                    device => new DocumentColumn($"wrong on {device.Device.Id}", true))],
                [.. names.Select((name, i) => (IReadOnlyList<string>)[name.Name, NumberText.Of(name.Cases), .. found[i].Select(Wrong)])])
            {
                ToneOf = (row, column) => column >= 2 && found[row][column - 2] is { Wrong: > 0 } ? Tone.Bad : Tone.Plain,
            },
            .. examples.Count > 0 ? [new DocumentList(examples)] : System.Array.Empty<DocumentBlock>(),
        ]);
    }

    private static DocumentSection Functions(IReadOnlyList<DeviceConformance> devices)
    {
        List<FunctionResult[]> rows =
        [
            .. devices.SelectMany(device => device.Functions).Select(function => function.Name).Distinct()
                .Select(name => devices.SelectMany(device => device.Functions.Where(function => function.Name == name)).ToArray()),
        ];
        return new DocumentSection("functions", "Functions",
        [
            new DocumentText(
                "Largest error in ulp of the result (2⁻²³ of its binade) over arguments evenly spread over the floats of a range, "
                + "against binary64. *Exact* is the function that checks use, built from exact operations; *own* is what the device's "
                + "compiler provides for the plain one. Where the last column is *same*, every result of the exact function has the "
                + "same bits on all devices."),
            new DocumentTable(
                "",
                [
                    new("function"), new("range"), new("arguments", true), new("bound", true),
                    .. devices.SelectMany(device => new DocumentColumn[] { new($"exact on {device.Device.Id}", true), new(
                        $"own on {device.Device.Id}", true) }),
                    new("bits"),
                ],
                [.. rows.Select(Row)])
            {
                ToneOf = (row, column) =>
                    column == 0 && rows[row].Any(function => function.ErrorUlps > function.BoundUlps) ? Tone.Bad : Tone.Plain,
            },
        ]);
    }

    private static IReadOnlyList<string> Row(FunctionResult[] results)
    {
        var first = results[0];
        var bits = results.Select(function => function.Digest).Distinct().Count() == 1 ? "same" : "differ";
        return
        [
            first.Name,
            Invariant($"{first.From:G3} to {first.To:G3}"),
            NumberText.Of(first.Points),
            Invariant($"{first.BoundUlps:0.0#}"),
            .. results.SelectMany(function => new[] { Ulps(function.ErrorUlps), Ulps(function.OwnErrorUlps) }),
            $"{bits} {first.Digest}",
        ];
    }

    private static string Wrong(OperationResult? operation) => operation switch
    {
        null => "no binary64",
        { Wrong: 0 } => "0",
        _ when operation.Flushed == operation.Wrong => $"{NumberText.Of(operation.Wrong)}, all with subnormals",
        _ => NumberText.Of(operation.Wrong),
    };

    private static string Ulps(double? error) => error switch
    {
        null => "",
        < 1e6 => Invariant($"{error:0.00}"),
        _ => Invariant($"{error:0.0e+0}"),
    };
}
