// Reads the values of options. Each one that cannot be read is one line that says what would do.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QuizKit.Devices.Workloads;
using QuizKit.Reports;

namespace QuizKit.GpuChecks.CommandLine;

internal static class OptionValues
{
    /// <summary>The largest accepted number of repetitions: beyond it a run would take days, and was a slip of the finger.</summary>
    public const int MaximumRuns = 1_000_000;

    /// <summary>The longest accepted time limit in seconds, a day.</summary>
    public const int MaximumTimeout = 86_400;

    /// <summary>The scales by name.</summary>
    public static IReadOnlyList<string> ScaleNames { get; } = NamesOf(Enum.GetValues<Scale>());

    /// <summary>The forms of the report of a run.</summary>
    public static IReadOnlyList<ReportFormat> RunFormats { get; } = Enum.GetValues<ReportFormat>();

    /// <summary>The forms of a comparison of reports. JUnit has no place for one: it is not a list of tests.</summary>
    public static IReadOnlyList<ReportFormat> CompareFormats { get; } =
        [ReportFormat.Table, ReportFormat.Json, ReportFormat.Markdown, ReportFormat.Html];

    /// <summary>The forms of a list of claims or devices.</summary>
    public static IReadOnlyList<ReportFormat> ListFormats { get; } = [ReportFormat.Table, ReportFormat.Json];

    /// <summary>Reads <c>--scale</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    public static Scale ReadScale(string? given) => ReadName("scale", given, Enum.GetValues<Scale>(), Defaults.Scale);

    /// <summary>Reads <c>--format</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    /// <param name="available">The forms that the command can write.</param>
    public static ReportFormat ReadFormat(string? given, IReadOnlyList<ReportFormat> available) =>
        ReadName("format", given, available, Defaults.Format);

    /// <summary>The names of values, as a command line has them.</summary>
    /// <param name="values">The values.</param>
    public static IReadOnlyList<string> NamesOf<T>(IReadOnlyList<T> values)
        where T : struct, Enum => [.. values.Select(value => value.ToString().ToLowerInvariant())];

    /// <summary>Reads <c>--seed</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    public static ulong ReadSeed(string? given)
    {
        if (given is null) return Defaults.Seed;
        return ulong.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new UsageException($"--seed takes a whole number from 0 to {ulong.MaxValue}, not '{given}'.");
    }

    /// <summary>Reads <c>--runs</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    public static int ReadRuns(string? given)
    {
        if (given is null) return Defaults.Runs;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int runs) && runs is >= 1 and <= MaximumRuns
            ? runs
            : throw new UsageException($"--runs takes a whole number from 1 to {MaximumRuns}, not '{given}'.");
    }

    /// <summary>Reads <c>--length</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    /// <param name="absent">The length where the option is absent.</param>
    /// <param name="largest">The largest accepted length.</param>
    public static int ReadLength(string? given, int absent, int largest)
    {
        if (given is null) return absent;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length >= 2 && length <= largest
            ? length
            : throw new UsageException($"--length takes a whole number from 2 to {largest}, not '{given}'.");
    }

    /// <summary>Reads <c>--timeout</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    /// <param name="scale">The scale of the run: an exhaustive one takes the time that it takes.</param>
    /// <returns>The limit for one check, or null for none.</returns>
    public static TimeSpan? ReadTimeout(string? given, Scale scale) =>
        ReadTimeout(given, scale == Scale.Exhaustive ? null : TimeSpan.FromSeconds(Defaults.TimeoutSeconds));

    /// <summary>Reads <c>--timeout</c>.</summary>
    /// <param name="given">The value as typed, or null where the option is absent.</param>
    /// <param name="absent">The limit where the option is absent, or null for none.</param>
    /// <returns>The limit, or null for none.</returns>
    public static TimeSpan? ReadTimeout(string? given, TimeSpan? absent)
    {
        if (given is null) return absent;
        if (!double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || !(seconds <= MaximumTimeout))
            throw new UsageException($"--timeout takes seconds from 0 (no limit) to {MaximumTimeout}, not '{given}'.");
        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private static T ReadName<T>(string kind, string? given, IReadOnlyList<T> values, T absent)
        where T : struct, Enum
    {
        if (given is null) return absent;
        IReadOnlyList<string> names = NamesOf(values);
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], given, StringComparison.OrdinalIgnoreCase)) return values[i];
        }

        throw UsageException.Unknown(kind, given, names, $"it is one of {string.Join(", ", names)}.");
    }
}
