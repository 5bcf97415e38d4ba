// The numbers that a piece of Markdown prints, TeX included: what a declared value is checked against.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

internal static class PrintedNumbers
{
    // A number, its thousands grouped as TeX ({,}) or prose (,) groups them, and a power of ten after it. A minus is a sign where
    // nothing before it could be subtracted from: after an opening or a relation, or between a space and its digits.
    private static readonly Regex Number = new(
        @"(?<=(?<sign>(?:^|[=(,{\[<>^~$]|\\approx|\\sim)\s*[-\u2212]|\s[-\u2212])?)
          (?<![\w.])(?<digits>[0-9]{1,3}(?:(?:\{,\}|,)[0-9]{3})+(?![0-9])|[0-9]+)(?<fraction>\.[0-9]+)?
          (?:\s*\\times\s*10\^(?:\{(?<exponent>-?[0-9]+)\}|(?<exponent>[0-9])))?",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace);

    private static readonly Regex PowerOfTen = new(
        @"(?<![\w.])10\^(?:\{(?<exponent>-?[0-9]+)\}|(?<exponent>[0-9]))", RegexOptions.CultureInvariant);

    /// <summary>Returns every number the text prints, signed ones both with and without their sign.</summary>
    public static IReadOnlyList<double> Find(string markdown, Cancellation cancellation)
    {
        var numbers = new List<double>();
        var known = new HashSet<double>();
        foreach (Match match in Number.Matches(markdown))
        {
            cancellation.Look();
            var digits = match.Groups["digits"].Value.Replace("{,}", "").Replace(",", "");
            var exponent = match.Groups["exponent"].Success ? "e" + match.Groups["exponent"].Value : "";
            var value = Parse(digits + match.Groups["fraction"].Value + exponent);
            if (match.Groups["sign"].Success) Add(-value);
            Add(value);
        }

        foreach (Match match in PowerOfTen.Matches(markdown))
        {
            cancellation.Look();
            Add(Parse("1e" + match.Groups["exponent"].Value));
        }

        return numbers;

        void Add(double value)
        {
            if (known.Add(value)) numbers.Add(value);
        }
    }

    // The runtime of an older compiler fails on a number too large for a double, which others read as infinity.
    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.PositiveInfinity;
}
