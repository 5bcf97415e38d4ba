// What the tool is made of: the one place that names the real quiz, the real checks and the real devices.

using QuizKit.GpuChecks.Checks;
using QuizKit.GpuChecks.Devices;
using QuizKit.NeuralNetworks;

namespace QuizKit.GpuChecks.CommandLine;

internal static class Composition
{
    /// <summary>Creates the tool.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static GpuChecksApplication Create(Terminal terminal) =>
        new(Chapter6Quiz.Quiz, new Chapter6Checks(), () => new DeviceCatalog(), terminal);
}
