// The devices of this machine, for people.

using System.Collections.Generic;
using QuizKit.Devices.Discovery;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Reports;
using QuizKit.Reports.Terminal;
using Spectre.Console;

namespace QuizKit.GpuChecks.Reports;

internal static class DevicesText
{
    private const int Details = 10;
    private const int Values = 20;

    /// <summary>Writes every device found and every one left out, with its reason and remedy.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="devices">The usable devices.</param>
    /// <param name="leftOut">The others.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<DeviceInfo> devices, IReadOnlyList<LeftOutDevice> leftOut)
    {
        new Line().Add("Devices", Palette.Strong).WriteTo(console);
        foreach (DeviceInfo device in devices)
        {
            TextBlock.Write(console, new Line().Add(device.Id, Palette.Good).MoveTo(Details), device.Name);
            WriteDetail(console, "platform", device.Platform);
            WriteDetail(console, "memory", NumberText.OfMemory(device.MemoryBytes));
            WriteDetail(console, "computes", Capabilities(device));
        }

        if (devices.Count == 0) new Line().Add("none").WriteTo(console);
        if (leftOut.Count == 0) return;
        console.WriteLine();
        new Line().Add("Left out", Palette.Strong).WriteTo(console);
        foreach (LeftOutDevice device in leftOut)
        {
            Line start = new Line().Add(Names.IdOf(device.Kind), Palette.Open).MoveTo(Details);
            TextBlock.Write(console, start, device.Name);
            WriteDetail(console, "reason", device.Reason);
            WriteDetail(console, "remedy", device.Remedy);
        }
    }

    private static string Capabilities(DeviceInfo device) =>
        $"{NumberText.Of(device.Multiprocessors, "multiprocessor")}, {NumberText.Of(device.WarpSize, "thread")} in step, "
        + (device.SupportsFloat64 ? "float32 and float64" : "float32 only");

    private static void WriteDetail(IAnsiConsole console, string label, string text) =>
        TextBlock.Write(console, new Line().MoveTo(Details).Add(label, Palette.Faint).MoveTo(Values), text);
}
