// What was measured, as Markdown: it reads as well on a screen as in a page.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using QuizKit.Devices.Workloads;

namespace QuizKit.GpuChecks.Conformance;

internal static class ConformanceText
{
    /// <summary>Writes the tables.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="scale">How thorough the measurement was.</param>
    /// <param name="seed">The seed of the random operands.</param>
    /// <param name="devices">What was measured on each device.</param>
    public static void Write(TextWriter writer, Scale scale, ulong seed, IReadOnlyList<DeviceConformance> devices)
    {
        void Line(string text = "")
        {
            writer.Write(text);
            writer.Write('\n');
        }

        Line("# Conformance of the arithmetic");
        Line();
        Line(Invariant($"Made by `gpu-checks conformance --scale {scale.ToString().ToLowerInvariant()} --seed {seed}` on these devices:"));
        Line();
        foreach (DeviceConformance device in devices) Line($"- `{device.Device.Id}`: {device.Device.Platform}");
        Line();
        Line("## Operations");
        Line();
        Line("Results with other bits than a reference in integer arithmetic, over edge cases (signed zeros, subnormals, ties, overflow,");
        Line("infinities, NaN) in all pairs and random bit patterns.");
        Line();
        Line("| operation | cases | " + string.Join(" | ", devices.Select(device => $"wrong on `{device.Device.Id}`")) + " |");
        Line("| --- | ---: |" + string.Concat(devices.Select(_ => " ---: |")));
        foreach (string name in devices.SelectMany(device => device.Operations.Select(operation => operation.Name)).Distinct())
        {
            OperationResult?[] row = [.. devices.Select(device => device.Operations.FirstOrDefault(operation => operation.Name == name))];
            Line(Invariant($"| {name} | {row.OfType<OperationResult>().First().Cases:N0} | ") + string.Join(" | ", row.Select(Wrong)) + " |");
        }

        Line();
        foreach (DeviceConformance device in devices)
        {
            foreach (OperationResult operation in device.Operations.Where(operation => operation.Example is not null))
                Line($"- `{device.Device.Id}`: {operation.Example}");
        }

        WriteFunctions(Line, devices);
        writer.Flush();
    }

    private static void WriteFunctions(System.Action<string> line, IReadOnlyList<DeviceConformance> devices)
    {
        line("## Functions");
        line("");
        line("Largest error in ulp of the result (2⁻²³ of its binade) over arguments evenly spread over the floats of a range, against binary64.");
        line("*Exact* is the function that checks use, built from exact operations; *own* is what the device's compiler provides for the");
        line("plain one. Where the last column says *same*, every result of the exact function has the same bits on all devices listed.");
        line("");
        line("| function | range | arguments | bound | " + string.Join(" | ", devices.Select(device => $"exact on `{device.Device.Id}` | own on `{device.Device.Id}`")) + " | bits |");
        line("| --- | --- | ---: | ---: |" + string.Concat(devices.Select(_ => " ---: | ---: |")) + " --- |");
        foreach (FunctionResult first in devices.SelectMany(device => device.Functions).DistinctBy(function => function.Name))
        {
            FunctionResult[] row = [.. devices.SelectMany(device => device.Functions.Where(function => function.Name == first.Name))];
            string bits = row.Select(function => function.Digest).Distinct().Count() == 1 ? "same" : "differ";
            line(Invariant($"| {first.Name} | {first.From:G3} to {first.To:G3} | {first.Points:N0} | {first.BoundUlps:0.0#} | ")
                + string.Join(" | ", row.Select(function => $"{Ulps(function.ErrorUlps)} | {Ulps(function.OwnErrorUlps)}"))
                + $" | {bits} {first.Digest} |");
        }
    }

    private static string Wrong(OperationResult? operation) => operation switch
    {
        null => "no binary64",
        { Wrong: 0 } => "0",
        { Flushed: var flushed } when flushed == operation.Wrong => Invariant($"{operation.Wrong:N0}, all with subnormals"),
        _ => Invariant($"{operation.Wrong:N0}"),
    };

    private static string Ulps(double? error) => error switch
    {
        null => "",
        < 1e6 => Invariant($"{error:0.00}"),
        _ => Invariant($"{error:0.0e+0}"),
    };

    private static string Invariant(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
