// Numbers for people: short, the same on every machine and in every culture. JSON has them in full.

using System.Globalization;

namespace QuizKit.Reports;

internal static class NumberText
{
    /// <summary>
    /// Whole numbers in full with thousands separators (136,448), others to six significant digits (0.340845), in scientific
    /// notation below 1e-4 and from 1e6 (3.8147e-6).
    /// </summary>
    /// <param name="value">Any number, the non-finite ones included.</param>
    public static string Of(double value)
    {
        var magnitude = Math.Abs(value);
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        if (magnitude < 1e15 && value == Math.Truncate(value)) return value.ToString("N0", CultureInfo.InvariantCulture);

        // 999999.5 is where six digits round up to a seventh, and G6 would turn to its own scientific notation.
        return magnitude is >= 1e-4 and < 999_999.5
            ? value.ToString("G6", CultureInfo.InvariantCulture)
            : value.ToString("0.#####e0", CultureInfo.InvariantCulture);
    }

    /// <summary>A power of ten as the quiz prints it: 10⁻⁷.</summary>
    public static string PowerOfTen(int exponent) => "10" + string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    /// <summary>Two significant digits and a power of ten, for a sentence: 9.5·10⁻⁷.</summary>
    public static string InWords(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return Of(value);
        var parts = value.ToString("0.0e0", CultureInfo.InvariantCulture).Replace('-', '−').Split('e');
        return $"{parts[0]}·{PowerOfTen(int.Parse(parts[1].Replace('−', '-'), CultureInfo.InvariantCulture))}";
    }

    /// <summary>A count with thousands separators.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and the name of what it counts, in the plural where it has to be.</summary>
    /// <param name="noun">The name of one of them.</param>
    public static string Of(long count, string noun) => Of(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>An optional number; empty if there is none.</summary>
    public static string OfOptional(double? value) => value is { } number ? Of(number) : "";

    /// <summary>A seed, without separators: it is a name more than a number.</summary>
    public static string OfSeed(ulong seed) => seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>A unit as it follows a number: a space before it, and nothing for a pure number.</summary>
    /// <param name="unit">The unit; <c>1</c> for a pure number.</param>
    public static string OfUnit(string unit) => unit == "1" ? "" : " " + unit;

    /// <summary>A share in percent, to a tenth. Only a share of nothing is 0 %, and only all is 100 %.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    public static string OfShare(double share) => share switch
    {
        > 0 and < 0.0005 => "< 0.1 %",
        >= 0.9995 and < 1 => "> 99.9 %",
        _ => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>A time in milliseconds, or in seconds from ten of them on.</summary>
    public static string OfTime(double milliseconds) => milliseconds < 10_000
        ? milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms"
        : (milliseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>A size of memory in binary units.</summary>
    public static string OfMemory(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        var unit = 0;
        while (size >= 1024 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString("0.#", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
