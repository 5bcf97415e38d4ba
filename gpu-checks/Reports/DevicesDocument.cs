// The document of `gpu-checks devices`.

using QuizKit.GpuChecks.Outcomes;

namespace QuizKit.GpuChecks.Reports;

internal static class DevicesDocument
{
    /// <summary>Returns every device found and every skipped one, with the reason and how to fix it.</summary>
    public static Document Of(IReadOnlyList<DeviceInfo> devices, IReadOnlyList<LeftOutDevice> skipped)
    {
        var found = new DocumentTable(
            "",
            [new("device", IsCode: true), new("name"), new("platform"), new("memory"), new("computes")],
            [
                .. devices.Select(device => (IReadOnlyList<string>)
                    [device.Id, device.Name, device.Platform, NumberText.OfMemory(device.MemoryBytes), Capabilities(device)]),
            ])
        {
            IsStacked = true,
            ToneOf = static (_, column) => column == 0 ? Tone.Good : Tone.Plain,
        };
        var others = new DocumentTable(
            "",
            [new("device", IsCode: true), new("name"), new("reason"), new("fix")],
            [.. skipped.Select(device => (IReadOnlyList<string>)[Names.IdOf(device.Kind), device.Name, device.Reason, device.Remedy])])
        {
            IsStacked = true,
            ToneOf = static (_, column) => column == 0 ? Tone.Undecided : Tone.Plain,
        };
        return new Document(
            "Devices of this machine",
            [
                new("usable", "Usable", devices.Count == 0 ? [new DocumentText("none")] : [found]),
                .. skipped.Count == 0 ? System.Array.Empty<DocumentSection>() : [new("skipped", "Skipped", [others])],
            ]);
    }

    private static string Capabilities(DeviceInfo device) =>
        $"{NumberText.Of(device.Multiprocessors, "multiprocessor")}, {NumberText.Of(device.WarpSize, "thread")} in lockstep, "
        + (device.SupportsFloat64 ? "binary32 and binary64" : "binary32 only");
}
