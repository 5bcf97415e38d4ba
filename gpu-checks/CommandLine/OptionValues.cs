// The options that several commands share: their declarations, defaults, and the conversion of their values.

using System.CommandLine;
using System.Globalization;
using QuizKit.Cuda.Emulator;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.GpuChecks.Running;

namespace QuizKit.GpuChecks.CommandLine;

internal static class OptionValues
{
    public const Scale DefaultScale = Devices.Workloads.Scale.Full;

    /// <summary>Fixed, so that two people who type the same command draw the same numbers.</summary>
    public const ulong DefaultSeed = 6;

    public const int DefaultRuns = 100;

    /// <summary>The time limit of one check: many times what the slowest takes on two cores at the full scale.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(300);

    /// <summary>Larger numbers of repetitions would take days, so they are almost certainly typos.</summary>
    private const int MaximumRuns = 1_000_000;


    /// <summary>The longest accepted time limit in seconds, a day.</summary>
    private const int MaximumTimeout = 86_400;

    public static Option<string[]> Device() =>
        Repeated(
            "--device", "NAME",
            $"Run on all, {string.Join(", ", Enum.GetValues<DeviceKind>().Select(Names.IdOf))}, or one of several such as cuda:1; repeatable. "
                + "Default: all usable devices.");

    public static Option<string> Scale() => ScaleOf(
        "half a minute on two cores, a minute or two, or every binary32 number where a claim allows it (minutes for each such claim on a "
            + "processor)");

    public static Option<string> ScaleOf(string scales) => Single(
        "--scale",
        string.Join('|', Enum.GetValues<Scale>().Select(Names.IdOf)),
        $"How thorough to be: {scales}. Default: {Names.IdOf(DefaultScale)}.");

    public static Option<string> Seed() => Single("--seed", "N", $"The seed of all random numbers. Default: {DefaultSeed}.");

    public static Option<string> Runs() =>
        Single("--runs", "N", $"Repetitions where run-to-run variation is measured. Default: {DefaultRuns}.");

    public static Option<string> Schedules() => Single(
        "--schedules",
        "N",
        "How many orders of the threads cuda-software tries where run-to-run variation is measured, with the seeds 1 to N. "
            + "Default: as many as --runs.");

    public static Option<string> Shard() => Single(
        "--shard",
        "K/N",
        "Run only part K of N of the checks: `gpu-checks merge` joins the JSON reports of all N parts, of machines of one kind.");

    public static Option<string> Timeout() => TimeoutOf("one check", $"{DefaultTimeout.TotalSeconds}, exhaustive: 0");

    public static Option<string> TimeoutOf(string what, string byDefault) => Single(
        "--timeout", "SECONDS", $"Time limit of {what}, after which it is stopped; 0 for no limit. Default: {byDefault}.");

    public static Option<string> Evidence() => Single(
        "--evidence", "DIR", "Write the code of every kernel that a device was given into this folder, with an index of its inspection.");

    public static Option<string[]> Repeated(string name, string helpName, string description) =>
        new(name)
        {
            HelpName = helpName,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false
        };

    public static Option<string> Single(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.ExactlyOne };

    public static IReadOnlyList<string> Values(this ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];

    public static Scale ReadScale(this ParseResult parsed, Option<string> option) => parsed.GetValue(option) is not { } given
        ? DefaultScale
        : Find("scale", given, Enum.GetValues<Scale>(), scale => [Names.IdOf(scale)]);

    public static ulong ReadSeed(this ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } given) return DefaultSeed;
        return ulong.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new UsageException($"--seed takes a whole number from 0 to {ulong.MaxValue}, not '{given}'.");
    }

    public static int ReadRuns(this ParseResult parsed, Option<string> option) => parsed.ReadCount(option, 1, MaximumRuns, DefaultRuns);

    /// <summary>
    /// Reads the number of schedules that CUDA in software tries; null where no device is it, or where the environment fixes its schedule.
    /// </summary>
    /// <param name="runs">The number unless the command line names one.</param>
    /// <exception cref="UsageException">It names one, and there is nothing to try.</exception>
    public static int? ReadSchedules(this ParseResult parsed, Option<string> option, IReadOnlyList<DeviceInfo> devices, int runs)
    {
        var isGiven = parsed.GetValue(option) is not null;
        var schedules = parsed.ReadCount(option, 1, MaximumRuns, runs);
        if (devices.All(device => device.Kind != DeviceKind.CudaSoftware))
        {
            return isGiven
                ? throw new UsageException(
                    "--schedules: only cuda-software has schedules that can be chosen, and it is not among the devices: "
                        + "add --device cuda-software, or leave --schedules out.")
                : null;
        }

        if (Devices.Workloads.Schedules.OfEnvironment is not { } seed) return schedules;
        return isGiven
            ? throw new UsageException(
                $"--schedules: {CudaEmulator.SeedVariable}={seed} in the environment fixes the schedule of this run: "
                    + "unset it, or leave --schedules out.")
            : null;
    }

    /// <summary>Reads the part of a run; null: all of it.</summary>
    public static Shard? ReadShard(this ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } given) return null;
        return given.Split('/') is [var k, var n]
            && int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && new Shard(index, count) is { Exists: true } shard
            ? shard
            : throw new UsageException(
                $"--shard takes K/N such as 3/16: part K, from 1 to N, of at most {Running.Shard.MaximumCount}; not '{given}'.");
    }

    /// <summary>Reads a whole number between two limits.</summary>
    public static int ReadCount(this ParseResult parsed, Option<string> option, int least, int most, int absent)
    {
        if (parsed.GetValue(option) is not { } given) return absent;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw new UsageException($"{option.Name} takes a whole number from {least} to {most}, not '{given}'.");
    }

    /// <summary>Reads the time limit of one check; null: no limit. An exhaustive run has none unless the command line names one.</summary>
    public static TimeSpan? ReadTimeout(this ParseResult parsed, Option<string> option, Scale scale) =>
        parsed.ReadTimeout(option, scale == Devices.Workloads.Scale.Exhaustive ? null : DefaultTimeout);

    /// <summary>Reads a time limit; null: no limit.</summary>
    public static TimeSpan? ReadTimeout(this ParseResult parsed, Option<string> option, TimeSpan? absent)
    {
        if (parsed.GetValue(option) is not { } given) return absent;
        var isNumber = double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        if (!isNumber || !(seconds <= MaximumTimeout))
            throw new UsageException($"--timeout takes seconds from 0 (no limit) to {MaximumTimeout}, not '{given}'.");
        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Finds a value by one of its names, the first of which is listed.</summary>
    /// <exception cref="UsageException">No value has the name.</exception>
    public static T Find<T>(string kind, string given, IReadOnlyList<T> values, Func<T, IReadOnlyList<string>> namesOf)
    {
        foreach (var value in values)
        {
            if (namesOf(value).Contains(given, StringComparer.OrdinalIgnoreCase)) return value;
        }

        List<string> names = [.. values.Select(value => namesOf(value)[0])];
        throw UsageException.Unknown(kind, given, names, $"it is one of {string.Join(", ", names)}.");
    }
}
