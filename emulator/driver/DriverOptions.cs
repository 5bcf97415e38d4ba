// What the environment asks of the device: docs/cuda.md has the table.

using System.Globalization;

namespace QuizKit.Cuda.Driver;

/// <summary>The options of the library.</summary>
/// <param name="Seed">The seed of the order of blocks, warps and lanes; null: no fixed order, on all processors.</param>
/// <param name="Approximations">The seed of the errors of approximate functions; 0: rounded.</param>
/// <param name="InstructionLimit">After how many instructions of warps a launch is stopped.</param>
/// <param name="Workers">How many blocks run at once; 0: one for each processor.</param>
/// <param name="Capability">The compute capability times ten.</param>
/// <param name="Report">The file that gets the findings and profiles; null: the error stream.</param>
internal sealed record DriverOptions(
    ulong? Seed,
    bool Checks,
    bool Profiles,
    bool Contraction,
    ulong Approximations,
    long InstructionLimit,
    int Workers,
    int Multiprocessors,
    int Capability,
    long MemoryBytes,
    string? Report)
{
    public const string Prefix = "QUIZKIT_CUDA_";

    /// <summary>The names of the variables after the prefix.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "SEED", "CHECKS", "PROFILE", "REPORT", "CONTRACTION", "APPROXIMATIONS", "INSTRUCTION_LIMIT", "WORKERS", "MULTIPROCESSORS",
        "CAPABILITY", "MEMORY",
    ];

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
            if (!Known.Contains(name[Prefix.Length..]))
            {
                throw new FormatException(
                    $"{name} is not an option: there are {string.Join(", ", Known.Select(known => Prefix + known))}.");
            }

            if (value.Length > 0) given[name[Prefix.Length..]] = value;
        }

        return new DriverOptions(
            given.ContainsKey("SEED") ? Number(given, "SEED", 0, 0, ulong.MaxValue) : null,
            Choice(given, "CHECKS", absent: false),
            Choice(given, "PROFILE", absent: false),
            Choice(given, "CONTRACTION", absent: true),
            Number(given, "APPROXIMATIONS", 0, 0, ulong.MaxValue),
            (long)Number(given, "INSTRUCTION_LIMIT", 200_000_000_000, 1, long.MaxValue),
            (int)Number(given, "WORKERS", 0, 0, 1024),
            (int)Number(given, "MULTIPROCESSORS", 4, 1, 1024),
            (int)Number(given, "CAPABILITY", 90, 50, 120),
            (long)Number(given, "MEMORY", 4096, 1, 1 << 20) << 20,
            given.GetValueOrDefault("REPORT"));
    }

    private static bool Choice(Dictionary<string, string> given, string name, bool absent) => given.GetValueOrDefault(name) switch
    {
        null => absent,
        "on" => true,
        "off" => false,
        var value => throw new FormatException($"{Prefix}{name} is 'on' or 'off', not '{value}'."),
    };

    private static ulong Number(Dictionary<string, string> given, string name, ulong absent, ulong least, ulong most)
    {
        if (!given.TryGetValue(name, out var text)) return absent;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"{Prefix}{name} is a whole number from {least} to {most}, not '{text}'.");
    }
}
