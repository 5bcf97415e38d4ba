// The layers of the repository, the foundation first.

namespace QuizKit.Repository.Tests;

/// <summary>A folder with code; folders within it that have rows of their own do not belong to it.</summary>
/// <param name="Folder">The path from the root of the tree.</param>
/// <param name="Namespace">The namespace of generated code, which no file shows; null where there is none.</param>
internal sealed record Layer(string Folder, string? Namespace = null);

internal static class Layers
{
    /// <summary>What a layer may use is itself and the rows above it. A new folder gets a row.</summary>
    public static readonly IReadOnlyList<Layer> All =
    [
        new("runtime"),
        new("runtime/Repetition"),
        new("runtime/Sessions"),
        new("runtime/Statistics"),
        new("language/Text"),
        new("language/Model"),
        new("language/Diagnostics"),
        new("language/Markdown"),
        new("language/Formulas"),
        new("language/Syntax"),
        new("language/Rendering"),
        new("language/Coverage"),
        new("language/Binding"),
        new("language/Formatting"),
        new("language/Editing"),
        new("language"),
        new("loading"),
        new("tool/Files"),
        new("tool/Watching"),
        new("tool/Serving"),
        new("tool/Pages"),
        new("tool/Checking"),
        new("tool/Formatting"),
        new("tool/Importing"),
        new("tool/Starting"),
        new("tool/Comparing"),
        new("tool/Previewing"),
        new("tool/Exporting"),
        new("tool/LanguageServer"),
        new("tool/CommandLine"),
        new("tool"),
        new("generator/Emission"),
        new("generator/Project"),
        new("generator"),
        new("codefixes"),
        new("content", "QuizKit.NeuralNetworks"),
        new("numerics/memory"),
        new("numerics/gpu"),
        new("emulator"),
        new("emulator/Arithmetic"),
        new("emulator/Memory"),
        new("emulator/Scheduling"),
        new("emulator/Ptx"),
        new("emulator/Execution"),
        new("emulator/Devices"),
        new("emulator/driver"),
        new("emulator/driver/Exports"),
        new("devices/Arithmetic"),
        new("devices/Kernels"),
        new("devices/Discovery"),
        new("devices/Workloads"),
        new("devices/Workers"),
        new("reports"),
        new("reports/Terminal"),
        new("reports/Svg"),
        new("reports/Markdown"),
        new("reports/Html"),
        new("reports/Formats"),
        new("laboratory/Formats"),
        new("laboratory/Settings"),
        new("laboratory/Libraries"),
        new("laboratory/Orders"),
        new("laboratory/Rules"),
        new("laboratory/Tolerance"),
        new("laboratory/TensorCores"),
        new("laboratory/Pair"),
        new("laboratory/Variation"),
        new("laboratory/Cure"),
        new("laboratory/Batch"),
        new("laboratory/Running"),
        new("laboratory/Differences"),
        new("libraries"),
        new("gpu-checks/Outcomes"),
        new("gpu-checks/Checks"),
        new("gpu-checks/Conformance"),
        new("gpu-checks/Running"),
        new("gpu-checks/Reports"),
        new("gpu-checks/CommandLine"),
        new("gpu-checks"),
    ];

    /// <summary>Folders that may use every layer: nothing is built on them.</summary>
    public static readonly IReadOnlyList<string> Exempt = ["benchmarks", "tests", "samples", "templates", "eng"];
}
