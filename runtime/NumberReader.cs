// Reads a number as people write it, in any script's digits. It guesses nothing: a separator that could mean two things is a problem.

using System.Globalization;
using System.Text;

namespace QuizKit;

/// <summary>Reads one number from the start of a text; see <see cref="NumericQuestion.Grade(string?, DecimalMark)"/> for what it
/// takes.</summary>
internal ref struct NumberReader
{
    // More digits than any exponent of a double has.
    private const int LongestExponent = 6;

    private readonly string _text;
    private readonly DecimalMark _decimalMark;
    private int _position;

    private NumberReader(string text, DecimalMark decimalMark)
    {
        _text = text;
        _decimalMark = decimalMark;
        _position = 0;
    }

    private readonly char Current => At(0);

    /// <summary>Reads a number from the start of a text, and returns why there is none, or <see cref="ReplyProblem.None"/>.</summary>
    /// <param name="text">The text, without space at its ends.</param>
    /// <param name="decimalMark">What begins the decimals.</param>
    /// <param name="value">The number.</param>
    /// <param name="rest">What stands behind it: its unit, perhaps.</param>
    public static ReplyProblem Read(string text, DecimalMark decimalMark, out double value, out string rest)
    {
        var reader = new NumberReader(text, decimalMark);
        var problem = reader.Read(out value);
        rest = text.Substring(reader._position).Trim();
        return problem;
    }

    private ReplyProblem Read(out double value)
    {
        value = 0;
        var isNegative = SkipSign();
        SkipSpaces();
        var problem = ReadMantissa(out var mantissa);
        if (problem != ReplyProblem.None) return problem;
        if (!ReadExponent(ref mantissa, out var exponent)) return ReplyProblem.NotANumber;
        if (exponent.TrimStart('-').Length > LongestExponent) return ReplyProblem.OutOfRange;

        var number = (isNegative ? "-" : "") + mantissa + "e" + exponent;
        var isInRange = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value);
        var hasVanished = value == 0 && mantissa.Trim('0', '.').Length > 0;
        return isInRange && !hasVanished ? ReplyProblem.None : ReplyProblem.OutOfRange;
    }

    // Digits in groups, and what separates them. The last group is the decimals, if a decimal mark stands before it.
    private ReplyProblem ReadMantissa(out string mantissa)
    {
        var digits = new StringBuilder();
        var hasGroups = false;
        var groupMark = '\0';
        var hasDecimals = false;
        var isClear = true;
        if (KindOfMark(Current) == Mark.Decimal && char.IsDigit(At(1))) digits.Append('0');
        else ReadDigits(digits);
        var firstGroup = digits.Length;
        while (KindOfMark(Current) is var mark and not Mark.None && char.IsDigit(At(1)))
        {
            var written = _text[_position++];
            var before = digits.Length;
            if (mark == Mark.Decimal)
            {
                isClear &= !hasDecimals;
                hasDecimals = true;
                digits.Append('.');
                ReadDigits(digits);
                continue;
            }

            ReadDigits(digits);
            var kind = GroupMark(written);
            isClear &= !hasDecimals && digits.Length - before == 3 && (!hasGroups || groupMark == kind);
            groupMark = kind;
            hasGroups = true;
        }

        mantissa = digits.ToString();
        if (firstGroup == 0) return ReplyProblem.NotANumber;
        var groupsWell = !hasGroups || (firstGroup <= 3 && mantissa[0] != '0');
        return isClear && groupsWell ? ReplyProblem.None : ReplyProblem.AmbiguousSeparator;
    }

    // e5, × 10^5, × 10⁵; and 10^5 itself, whose mantissa is the power's base.
    private bool ReadExponent(ref string mantissa, out string exponent)
    {
        exponent = "0";
        if (Current is 'e' or 'E' && (char.IsDigit(At(1)) || (IsSign(At(1)) && char.IsDigit(At(2)))))
        {
            _position++;
            return ReadInteger(out exponent);
        }

        if (IsPower())
        {
            if (mantissa != "10") return false;
            mantissa = "1";
            return ReadPower(out exponent);
        }

        var start = _position;
        SkipSpaces();
        var times = Current;
        if (times is '×' or '*' or '·' or '⋅' or '∙' or '✕' or 'x' or 'X')
        {
            _position++;
            SkipSpaces();
            var factor = new StringBuilder();
            ReadDigits(factor);
            if (factor.ToString() == "10" && IsPower()) return ReadPower(out exponent);

            // An x may begin a unit; the other signs promise a factor.
            if (times is not ('x' or 'X')) return false;
        }

        _position = start;
        return true;
    }

    private readonly bool IsPower() => Current == '^' || (Current == '*' && At(1) == '*') || Superscript(Current) is not '\0';

    private bool ReadPower(out string exponent)
    {
        if (Superscript(Current) is not '\0')
        {
            var raised = new StringBuilder();
            while (Superscript(Current) is var c and not '\0')
            {
                raised.Append(c);
                _position++;
            }

            exponent = raised.ToString().TrimStart('+');
            return exponent.TrimStart('-').Length > 0 && exponent.LastIndexOfAny(['+', '-']) <= 0;
        }

        _position += Current == '^' ? 1 : 2;
        var closing = Current switch { '{' => '}', '(' => ')', _ => '\0' };
        if (closing != '\0') _position++;
        if (!ReadInteger(out exponent)) return false;
        if (closing == '\0') return true;
        return _position < _text.Length && _text[_position++] == closing;
    }

    private bool ReadInteger(out string integer)
    {
        var digits = new StringBuilder();
        var isNegative = SkipSign();
        ReadDigits(digits);
        integer = (isNegative ? "-" : "") + digits;
        return digits.Length > 0;
    }

    private void ReadDigits(StringBuilder digits)
    {
        for (; char.IsDigit(Current); _position++)
            digits.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(Current)));
    }

    private bool SkipSign()
    {
        var sign = Current;
        if (IsSign(sign)) _position++;
        return IsSign(sign) && sign != '+';
    }

    private void SkipSpaces()
    {
        while (char.IsWhiteSpace(Current)) _position++;
    }

    private readonly char At(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    // U+2212 is the minus sign; U+2013 and U+FF0D are what word processors and East Asian keyboards write for it.
    private static bool IsSign(char c) => c is '+' or '-' or '\u2212' or '\u2013' or '\uFF0D';

    private enum Mark
    {
        None,
        Decimal,
        Group,
    }

    private readonly Mark KindOfMark(char c) => c switch
    {
        '.' => _decimalMark == DecimalMark.Point ? Mark.Decimal : Mark.Group,
        ',' => _decimalMark == DecimalMark.Comma ? Mark.Decimal : Mark.Group,
        '\u066B' => Mark.Decimal,
        '\u066C' or '\'' or '\u2019' => Mark.Group,
        _ => IsSpace(c) ? Mark.Group : Mark.None,
    };

    // Spaces of all kinds count as one mark, and so do both apostrophes.
    private static char GroupMark(char written) => written switch
    {
        '\u2019' => '\'',
        _ => IsSpace(written) ? ' ' : written,
    };

    private static bool IsSpace(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator;

    private static char Superscript(char c) => c switch
    {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        >= '⁴' and <= '⁹' => (char)('4' + (c - '⁴')),
        '⁻' => '-',
        '⁺' => '+',
        _ => '\0',
    };
}
