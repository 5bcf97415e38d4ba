// Reads a number as people write it, in any script's digits. It guesses nothing: a separator that could mean two things is a problem.

using System.Globalization;
using System.Text;

namespace QuizKit;

/// <summary>A number as it was read: exact, until a unit says by which power of ten it counts.</summary>
internal readonly struct ReadNumber
{
    // The digits with their sign and point, the power of ten, and the divisor of a fraction.
    private readonly string _mantissa;
    private readonly int _exponent;
    private readonly string? _divisor;

    public ReadNumber(string mantissa, int exponent, string? divisor)
    {
        _mantissa = mantissa;
        _exponent = exponent;
        _divisor = divisor;
    }

    /// <summary>The number times a power of ten, rounded once; false where no double can hold it.</summary>
    public bool TryScale(int powerOfTen, out double value)
    {
        // A divisor takes what the mantissa would lose: integers of 15 digits, and these times a power of ten up to 10^22, are exact.
        var exponent = _exponent + powerOfTen;
        var isRead = TryParse(_mantissa, _divisor is null ? exponent : Math.Max(exponent, 0), out value);
        if (_divisor is null || !isRead) return isRead;
        if (!TryParse(_divisor, Math.Max(-exponent, 0), out var divisor) || divisor == 0) return false;
        value /= divisor;
        return true;
    }

    private static bool TryParse(string digits, int exponent, out double value)
    {
        var number = digits + "e" + exponent.ToString(CultureInfo.InvariantCulture);
        var isInRange = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value);
        var hasVanished = value == 0 && digits.Trim('-', '0', '.').Length > 0;
        return isInRange && !hasVanished;
    }
}

/// <summary>Reads one number from the start of a text; see <see cref="NumericQuestion.Grade(string?)"/> for what it takes.</summary>
internal ref struct NumberReader
{
    // More digits than any exponent of a double has.
    private const int LongestExponent = 6;

    // A double holds every integer of so many digits.
    private const int LongestOfFraction = 15;

    // Each of these is a double without rounding, so that a quotient by it is rounded once.
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private readonly string _text;
    private readonly NumberMarks _marks;
    private int _position;

    private NumberReader(string text, NumberMarks marks)
    {
        _text = text;
        _marks = marks;
        _position = 0;
    }

    private readonly char Current => At(0);

    /// <summary>Reads what most people type, without allocating anything: ASCII digits, of which a double holds every number, perhaps a
    /// minus before them, and perhaps the decimal mark between two of them. False for anything else, which may be a number too.</summary>
    public static bool TryReadPlain(string? text, NumberMarks marks, out double value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text)) return false;
        var mark = marks.Decimals == DecimalMark.Comma ? ',' : '.';
        var first = text![0] == '-' ? 1 : 0;
        var decimals = -1;
        var digits = 0;
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= '0' and <= '9')
            {
                if (++digits > LongestOfFraction) return false;
                value = (value * 10) + (c - '0');
                if (decimals >= 0) decimals++;
            }
            else if (c == mark && decimals < 0 && i > first)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        if (digits == 0 || decimals == 0) return false;
        if (decimals > 0) value /= PowersOfTen[decimals];
        if (first > 0) value = -value;
        return true;
    }

    /// <summary>Reads a number from the start of a text, and returns why there is none, or <see cref="ReplyProblem.None"/>.</summary>
    /// <param name="text">The text, without space at its ends.</param>
    /// <param name="marks">What begins the decimals and what groups thousands.</param>
    /// <param name="number">The number.</param>
    /// <param name="rest">What stands behind it: its unit, perhaps.</param>
    public static ReplyProblem Read(string text, NumberMarks marks, out ReadNumber number, out string rest)
    {
        var reader = new NumberReader(text, marks);
        var problem = reader.Read(out number);
        rest = text.Substring(reader._position).Trim();
        return problem;
    }

    private ReplyProblem Read(out ReadNumber number)
    {
        number = default;
        var sign = SkipSign() ? "-" : "";
        SkipSpaces();
        var problem = ReadMantissa(out var mantissa, out var isPlain);
        if (problem != ReplyProblem.None) return problem;
        if (FractionLength() is var slash and > 0)
        {
            _position += slash;
            return ReadFraction(sign, mantissa, isPlain, out number);
        }

        if (!ReadExponent(ref mantissa, out var exponent)) return ReplyProblem.NotANumber;
        if (exponent.TrimStart('-').TrimStart('0').Length > LongestExponent) return ReplyProblem.OutOfRange;
        number = new ReadNumber(sign + mantissa, int.Parse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), null);
        return number.TryScale(0, out _) ? ReplyProblem.None : ReplyProblem.OutOfRange;
    }

    // Digits in groups, and what separates them. The last group is the decimals, if a decimal mark stands before it.
    private ReplyProblem ReadMantissa(out string mantissa, out bool isPlain)
    {
        var digits = new StringBuilder();
        var groups = new List<int>();
        var groupMark = '\0';
        var hasDecimals = false;
        var isClear = true;
        if (KindOfMark(Current) == Mark.Decimal && char.IsDigit(At(1))) digits.Append('0');
        else ReadDigits(digits);
        groups.Add(digits.Length);
        while (KindOfMark(Current) is var mark and not Mark.None && char.IsDigit(At(1)))
        {
            var written = Mapped(_text[_position++]);
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
            isClear &= mark == Mark.Group && !hasDecimals && (groups.Count == 1 || groupMark == written);
            groups.Add(digits.Length - before);
            groupMark = written;
        }

        mantissa = digits.ToString();
        isPlain = groups.Count == 1 && !hasDecimals;
        if (groups[0] == 0) return ReplyProblem.NotANumber;
        var groupsWell = groups.Count == 1 || (mantissa[0] != '0' && IsGrouped(groups, groupMark));
        return isClear && groupsWell ? ReplyProblem.None : ReplyProblem.AmbiguousSeparator;
    }

    // By three, or, where the language does so, by two but for the last.
    private readonly bool IsGrouped(List<int> groups, char groupMark)
    {
        var last = groups.Count - 1;
        if (groups[last] != 3) return false;
        var byThree = groups[0] <= 3;
        var byTwo = _marks.GroupsByTwo && groupMark is ',' or '\u066C' && groups[0] <= 2;
        for (var i = 1; i < last; i++)
        {
            byThree &= groups[i] == 3;
            byTwo &= groups[i] == 2;
        }

        return byThree || byTwo;
    }

    // The length of a bar of division and the spaces around it, before a digit; 0 where there is none.
    private readonly int FractionLength()
    {
        var length = 0;
        while (char.IsWhiteSpace(At(length))) length++;
        if (At(length) is not ('/' or '\u2044' or '\u2215' or '\uFF0F')) return 0;
        length++;
        while (char.IsWhiteSpace(At(length))) length++;
        return char.IsDigit(At(length)) ? length : 0;
    }

    // Two integers. What has a third one, decimals or groups is refused.
    private ReplyProblem ReadFraction(string sign, string dividend, bool isPlain, out ReadNumber number)
    {
        var digits = new StringBuilder();
        ReadDigits(digits);
        var divisor = digits.ToString();
        number = new ReadNumber(sign + dividend, 0, divisor);
        var goesOn = KindOfMark(Current) != Mark.None && char.IsDigit(At(1));
        if (!isPlain || goesOn || divisor.Trim('0').Length == 0 || FractionLength() > 0) return ReplyProblem.NotANumber;
        return dividend.Length <= LongestOfFraction && divisor.Length <= LongestOfFraction ? ReplyProblem.None : ReplyProblem.OutOfRange;
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

        if (SkipToPower())
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
            if (factor.ToString() == "10" && SkipToPower()) return ReadPower(out exponent);

            // An x may begin a unit; the other signs promise a factor.
            if (times is not ('x' or 'X')) return false;
        }

        _position = start;
        return true;
    }

    // A raised digit follows its base at once; spaces may stand before the other marks of a power.
    private bool SkipToPower()
    {
        if (Superscript(Current) is not '\0') return true;
        var start = _position;
        SkipSpaces();
        if (Current is '^' or '\uFF3E' || (Current == '*' && At(1) == '*')) return true;
        _position = start;
        return false;
    }

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

        _position += Current == '*' ? 2 : 1;
        SkipSpaces();
        var closing = Current switch { '{' => '}', '(' => ')', _ => '\0' };
        if (closing != '\0') _position++;
        SkipSpaces();
        if (!ReadInteger(out exponent)) return false;
        if (closing == '\0') return true;
        SkipSpaces();
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
        return IsSign(sign) && sign is not ('+' or '\uFF0B');
    }

    private void SkipSpaces()
    {
        while (char.IsWhiteSpace(Current)) _position++;
    }

    private readonly char At(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    // U+2212 is the minus sign; U+2013, U+FF0D and U+FF0B are what word processors and East Asian keyboards write.
    private static bool IsSign(char c) => c is '+' or '-' or '\u2212' or '\u2013' or '\uFF0D' or '\uFF0B';

    private enum Mark
    {
        None,
        Decimal,
        Group,

        /// <summary>A point or comma that the language writes in no number.</summary>
        Unclear,
    }

    private readonly Mark KindOfMark(char c)
    {
        var mark = Mapped(c);
        if (mark is '.' or ',')
        {
            if ((mark == ',') == (_marks.Decimals == DecimalMark.Comma)) return Mark.Decimal;
            return _marks.GroupsByOther ? Mark.Group : Mark.Unclear;
        }

        return mark switch
        {
            '\u066B' => Mark.Decimal,
            '\u066C' or '\'' or ' ' => Mark.Group,
            _ => Mark.None,
        };
    }

    // Spaces of all kinds count as one mark, and so do both apostrophes, and a full-width mark as the usual one.
    private static char Mapped(char written) => written switch
    {
        '\u2019' => '\'',
        '\uFF0E' => '.',
        '\uFF0C' => ',',
        _ => CharUnicodeInfo.GetUnicodeCategory(written) == UnicodeCategory.SpaceSeparator ? ' ' : written,
    };

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
