// Formulas of findings, as the quiz prints them.

using QuizKit.GpuChecks.Reports;
using Xunit;

namespace QuizKit.GpuChecks.Tests.Reports;

public class FormulaTextTests
{
    [Theory]
    [InlineData("0.3412 ± 0.0019 of sigma^2", "0.3412 ± 0.0019 of σ²")]
    [InlineData("1/2 - 1/(2 pi) = 0.340845", "1/2 − 1/(2π) = 0.340845")]
    [InlineData("steps of 2^-16 from -80 to -110", "steps of 2⁻¹⁶ from −80 to −110")]
    [InlineData("(u^(1/3) = 3.9e-3)", "(u¹ᐟ³ = 3.9e-3)")]
    [InlineData("within 0.25^(L-1), ±sqrt(2/n), 1+a^2", "within 0.25ᴸ⁻¹, ±√(2/n), 1+a²")]
    [InlineData("(y^-y)/(y^(1-y^)) for |z| <= 16", "(ŷ-y)/(ŷ(1-ŷ)) for |z| ≤ 16")]
    [InlineData("a factor 2^0.5 a layer, N^slope, sigmoid, pixels", "a factor 2^0.5 a layer, N^slope, sigmoid, pixels")]
    [InlineData("numpy-pytorch - a pair, sm-70, --timeout 5, 2.38e-7", "numpy-pytorch - a pair, sm-70, --timeout 5, 2.38e-7")]
    public void A_formula_is_written_as_in_the_quiz_and_words_stay_as_they_are(string text, string expected) =>
        Assert.Equal(expected, FormulaText.Of(text));
}
