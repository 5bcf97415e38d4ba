// Letters in another alphabet, as the mathematical alphanumeric symbols of Unicode.

using System.Globalization;
using QuizKit.Language.Formulas;

namespace QuizKit.Language.Rendering;

internal static class TexAlphabets
{
    // The symbols after ω in each alphabet with Greek letters: ∂ ϵ ϑ ϰ ϕ ϱ ϖ.
    private const string GreekVariants = "∂ϵϑϰϕϱϖ";

    /// <summary>Sets a text in an alphabet; what the alphabet does not have stays as it is.</summary>
    public static string Set(TexAlphabet alphabet, string text) => string.Concat(text.Select(c => Set(alphabet, c)));

    private static string Set(TexAlphabet alphabet, char c)
    {
        var code = alphabet switch
        {
            TexAlphabet.Bold => WithGreek(
                c, upper: 0x1D400, lower: 0x1D41A, greekUpper: 0x1D6A8, nabla: 0x1D6C1, greekLower: 0x1D6C2, variants: 0x1D6DB),
            // As in TeX, capital Greek letters are upright.
            TexAlphabet.BoldItalic => WithGreek(
                c, upper: 0x1D468, lower: 0x1D482, greekUpper: 0x1D6A8, nabla: 0x1D6C1, greekLower: 0x1D736, variants: 0x1D74F),
            TexAlphabet.Calligraphic => Calligraphic(c),
            TexAlphabet.DoubleStruck => DoubleStruck(c),
            TexAlphabet.Italic => c is 'h' ? 'ℎ' : Latin(c, upper: 0x1D434, lower: 0x1D44E),
            TexAlphabet.Fraktur => Fraktur(c),
            TexAlphabet.SansSerif => WithDigits(c, upper: 0x1D5A0, lower: 0x1D5BA, digits: 0x1D7E2),
            TexAlphabet.Monospace => WithDigits(c, upper: 0x1D670, lower: 0x1D68A, digits: 0x1D7F6),
            _ => c,
        };
        return code < 0x10000 ? ((char)code).ToString(CultureInfo.InvariantCulture) : char.ConvertFromUtf32(code);
    }

    private static int Latin(char c, int upper, int lower) => c switch
    {
        >= 'A' and <= 'Z' => upper + c - 'A',
        >= 'a' and <= 'z' => lower + c - 'a',
        _ => c,
    };

    private static int WithGreek(char c, int upper, int lower, int greekUpper, int nabla, int greekLower, int variants) => c switch
    {
        >= '0' and <= '9' => 0x1D7CE + c - '0',
        >= 'Α' and <= 'Ω' => greekUpper + c - 'Α',
        >= 'α' and <= 'ω' => greekLower + c - 'α',
        '∇' => nabla,
        _ when GreekVariants.IndexOf(c) is >= 0 and var index => variants + index,
        _ => Latin(c, upper, lower),
    };

    private static int Calligraphic(char c) => c switch
    {
        'B' => 'ℬ',
        'E' => 'ℰ',
        'F' => 'ℱ',
        'H' => 'ℋ',
        'I' => 'ℐ',
        'L' => 'ℒ',
        'M' => 'ℳ',
        'R' => 'ℛ',
        'e' => 'ℯ',
        'g' => 'ℊ',
        'o' => 'ℴ',
        _ => Latin(c, upper: 0x1D49C, lower: 0x1D4B6),
    };

    private static int WithDigits(char c, int upper, int lower, int digits) =>
        c is >= '0' and <= '9' ? digits + c - '0' : Latin(c, upper, lower);

    private static int Fraktur(char c) => c switch
    {
        'C' => 'ℭ',
        'H' => 'ℌ',
        'I' => 'ℑ',
        'R' => 'ℜ',
        'Z' => 'ℨ',
        _ => Latin(c, upper: 0x1D504, lower: 0x1D51E),
    };

    private static int DoubleStruck(char c) => c switch
    {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        >= '0' and <= '9' => 0x1D7D8 + c - '0',
        _ => Latin(c, upper: 0x1D538, lower: 0x1D552),
    };
}
