// What the environment asks of the device: docs/cuda.md has the table.

using System.Globalization;

namespace QuizKit.Cuda.Driver;

/// <summary>The options of the library.</summary>
/// <param name="Capability">The compute capability times ten.</param>
/// <param name="MemoryBytes">The memory of the device.</param>
/// <param name="Report">The file that gets the findings; null: the error stream.</param>
internal sealed record DriverOptions(
    ulong Seed,
    bool Checks,
    bool Contraction,
    bool Perturbation,
    long InstructionLimit,
    int Multiprocessors,
    int Capability,
    long MemoryBytes,
    string? Report)
{
    public const string Prefix = "QUIZKIT_CUDA_";

    private static readonly string[] Known =
        ["SEED", "CHECKS", "CONTRACTION", "APPROXIMATIONS", "INSTRUCTION_LIMIT", "MULTIPROCESSORS", "CAPABILITY", "MEMORY", "REPORT"];

    /// <summary>Reads the options.</summary>
    /// <param name="environment">The variables of the process.</param>
    /// <exception cref="FormatException">A variable is not known, or its value is not one of its own; the message says which.</exception>
    public static DriverOptions Read(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            // Where the library lies is a variable of the programs that load it.
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name == Prefix + "SOFTWARE") continue;
            if (!Known.Contains(name[Prefix.Length..], StringComparer.Ordinal))
            {
                throw new FormatException(
                    $"{name} is not an option: there are {string.Join(", ", Known.Select(known => Prefix + known))}.");
            }

            if (value.Length > 0) given[name[Prefix.Length..]] = value;
        }

        return new DriverOptions(
            Number(given, "SEED", 0, 0, ulong.MaxValue),
            Choice(given, "CHECKS", "off", "on"),
            Choice(given, "CONTRACTION", "off", "on"),
            Choice(given, "APPROXIMATIONS", "nearest", "perturbed"),
            (long)Number(given, "INSTRUCTION_LIMIT", 0, 0, long.MaxValue),
            (int)Number(given, "MULTIPROCESSORS", 4, 1, 1024),
            (int)Number(given, "CAPABILITY", 90, 50, 120),
            (long)Number(given, "MEMORY", 4096, 1, 1 << 20) << 20,
            given.GetValueOrDefault("REPORT"));
    }

    private static bool Choice(Dictionary<string, string> given, string name, string no, string yes)
    {
        var value = given.GetValueOrDefault(name, no);
        return value == yes || (value != no
            ? throw new FormatException($"{Prefix}{name} is '{no}' or '{yes}', not '{value}'.")
            : false);
    }

    private static ulong Number(Dictionary<string, string> given, string name, ulong absent, ulong least, ulong most)
    {
        if (!given.TryGetValue(name, out var text)) return absent;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"{Prefix}{name} is a whole number from {least} to {most}, not '{text}'.");
    }
}
