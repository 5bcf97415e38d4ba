// Formulas that checks write in ASCII, in the typography of the quiz: σ², 2⁻¹⁶, ≤, −0.159. JSON and JUnit have them as written.

using System.Text.RegularExpressions;

namespace QuizKit.GpuChecks.Reports;

internal static partial class FormulaText
{
    private const string Plain = "0123456789-+/nLai", Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᐟⁿᴸᵃⁱ";

    /// <summary>Returns a text with its formulas in Unicode; an exponent without superscripts stays as it is.</summary>
    public static string Of(string text)
    {
        text = Power().Replace(text, match => match.Groups["power"].Value.All(c => Plain.Contains(c))
            ? string.Concat(match.Groups["power"].Value.Select(c => Raised[Plain.IndexOf(c, StringComparison.Ordinal)]))
            : match.Value);
        text = PredictedLabel().Replace(text, "ŷ");
        text = text.Replace("<=", "≤", StringComparison.Ordinal).Replace(">=", "≥", StringComparison.Ordinal);
        text = Greek().Replace(text, match => match.Value switch { "sigma" => "σ", "gamma" => "γ", "sqrt" => "√", _ => "π" });
        return Minus().Replace(text, "−");
    }

    /// <summary>A whole number or a letter, with its sign, or what is in parentheses.</summary>
    [GeneratedRegex(@"\^(?:\((?<power>[^()]*)\)|(?<power>-?[0-9]+|-?[nLai](?![\p{L}]))(?![.]?[0-9]))")]
    private static partial Regex Power();

    [GeneratedRegex(@"(?<!\p{L})y\^")]
    private static partial Regex PredictedLabel();

    [GeneratedRegex(@"(?<!\p{L})(?:sigma|gamma|sqrt(?=[(|])|(?<=[0-9]) pi|pi)(?!\p{L})")]
    private static partial Regex Greek();

    /// <summary>The sign of a number, or a difference of two terms.</summary>
    [GeneratedRegex(@"(?<![\w.)\]-])-(?=[0-9.])|(?<=[0-9)\]|²³ŷπ] )-(?= [\w(|√])")]
    private static partial Regex Minus();
}
