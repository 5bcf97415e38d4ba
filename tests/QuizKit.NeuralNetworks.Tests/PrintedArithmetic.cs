// The arithmetic that the quiz prints, worked out again: 10 \times 64 + 64 = 704 and the like.

using System.Globalization;
using System.Text.RegularExpressions;

namespace QuizKit.NeuralNetworks.Tests;

/// <summary>Evaluates formulas that relate numbers only.</summary>
internal static partial class PrintedArithmetic
{
    /// <summary>
    /// Returns the formulas of a Markdown text, without their dollar signs, that <see cref="Holds"/> can judge:
    /// sums of products of powers of numbers on both sides of <c>=</c> or <c>\approx</c>.
    /// </summary>
    /// <param name="markdown">The text.</param>
    public static IReadOnlyList<string> FormulasIn(string markdown) =>
        Formula().Matches(markdown).Select(match => match.Groups["tex"].Value).Where(tex => Sides(tex) is not null).ToList();

    /// <summary>
    /// Says whether the two sides of a formula agree: for <c>=</c> up to the rounding of binary64,
    /// for <c>\approx</c> up to half a unit of the last digit printed on the right.
    /// </summary>
    /// <param name="tex">A formula, without its dollar signs.</param>
    /// <exception cref="ArgumentException">The formula is not one of numbers only.</exception>
    public static bool Holds(string tex)
    {
        (var left, var relation, var right) =
            Sides(tex) ?? throw new ArgumentException($"Not a formula of numbers only: {tex}", nameof(tex));
        var expected = Value(left)!.Value;
        var printed = Value(right)!.Value;
        var allowed = relation == "=" ? 1e-12 * Math.Abs(expected) : HalfUnitOfLastDigit(right);
        return Math.Abs(expected - printed) <= allowed;
    }

    private static (string Left, string Relation, string Right)? Sides(string tex)
    {
        var match = Relation().Match(tex);
        if (!match.Success || Value(match.Groups["left"].Value) is null || Value(match.Groups["right"].Value) is null)
            return null;
        return (match.Groups["left"].Value, match.Groups["relation"].Value, match.Groups["right"].Value);
    }

    private static double? Value(string side)
    {
        double sum = 0;
        foreach (var term in side.Split('+'))
        {
            double product = 1;
            foreach (var text in term.Split(@"\times"))
            {
                var factor = Factor().Match(text.Replace("{,}", "", StringComparison.Ordinal).Trim());
                if (!factor.Success)
                    return null;
                var exponent = factor.Groups["exponent"].Success ? Number(factor, "exponent") : 1;
                var divisor = factor.Groups["divisor"].Success ? Number(factor, "divisor") : 1;
                product *= Math.Pow(Number(factor, "base"), exponent / divisor);
            }

            sum += product;
        }

        return sum;
    }

    /// <summary>Returns half a unit of the last digit of <c>0.17</c> (0.005) or of <c>3.8 \times 10^{-6}</c> (0.05e-6).</summary>
    private static double HalfUnitOfLastDigit(string side)
    {
        var factors = side.Split(@"\times", 2);
        var significand = factors[0].Trim();
        var point = significand.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : significand.Length - point - 1;
        return 0.5 * Math.Pow(10, -decimals) * (factors.Length == 2 ? Value(factors[1])!.Value : 1);
    }

    private static double Number(Match match, string group) =>
        double.Parse(match.Groups[group].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$(?<tex>[^$]+)\$", RegexOptions.CultureInvariant)]
    private static partial Regex Formula();

    [GeneratedRegex(@"^(?<left>.+?)(?<relation>=|\\approx)(?<right>[^=]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Relation();

    // 256, 0.25^9, 10^{-6}, 10^{-7/9}
    [GeneratedRegex(
        @"^(?<base>[0-9]+(\.[0-9]+)?)(\^(?<exponent>[0-9])|\^\{(?<exponent>-?[0-9]+)(/(?<divisor>[0-9]+))?\})?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Factor();
}
