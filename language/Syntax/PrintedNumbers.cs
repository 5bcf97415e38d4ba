// The numbers that a piece of Markdown prints, TeX included: what a declared value is checked against.

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QuizKit.Language.Text;

namespace QuizKit.Language.Syntax;

/// <summary>Finds the numbers that a language prints, by the marks that it writes in them.</summary>
internal sealed class PrintedNumbers
{
    private const int OutOfRange = 1_000_000;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    // A minus is a sign where nothing before it could be subtracted from: after an opening or a relation, or between a space and its digits.
    private const string Sign = @"(?<=(?<sign>(?:^|[=(,{\[<>^~$]|\\approx|\\sim)\s*[-\u2212]|\s[-\u2212])?)";

    // Spaces that keep a number on one line, as characters, in TeX and in HTML; and what else only ever groups.
    private const string FixedSpace = @"(?:[\u00A0\u2007\u2009\u202F]|\\,|&(?:nbsp|thinsp|numsp|\#160|\#8239|\#[xX]202[fF]);)";

    private const string Exponent = @"\{\s*(?<exponent>[-+\u2212]?[0-9]+)\s*\}";

    private const string Raised = @"(?<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+)|<sup>(?<exponent>[-+\u2212]?[0-9]+)</sup>";

    private static readonly Regex PowerOfTen = new(
        $@"(?<![\w.])10\s*(?:\^\s*(?:{Exponent}|(?<exponent>[0-9]))|{Raised})", Options);

    // Where the search begins.
    private static readonly Regex Fraction = new(
        @"\G" + Sign + @"(?:(?<![\w.,/\u2044])(?<dividend>[0-9]{1,15})\s?[/\u2044\u2215]\s?(?<divisor>[0-9]{1,15})(?![\w/\u2044]|[.,][0-9])
          |\\[dtc]?frac\s*(?:\{\s*(?<dividend>[0-9]{1,15})\s*\}|(?<dividend>[0-9]))\s*(?:\{\s*(?<divisor>[0-9]{1,15})\s*\}|(?<divisor>[0-9])))",
        Options);

    private static readonly Regex Separators = new("&[^;]*;|[^0-9]", Options);

    // Few languages differ in their marks, and a regular expression takes longer to make than to use.
    private static readonly ConcurrentDictionary<(DecimalMark, bool, bool, bool), Regex> Numbers = new();

    private readonly Regex _number;

    /// <summary>Prepares to read the numbers of a language.</summary>
    public PrintedNumbers(NumberMarks marks) => _number = Numbers.GetOrAdd(
        (marks.Decimals, marks.GroupsByOther, marks.GroupsBySpace, marks.GroupsByTwo), _ => NumberOf(marks));

    // A number, where the search begins.
    private static Regex NumberOf(NumberMarks marks)
    {
        (var point, var comma) = (@"(?:\{\.\}|\.)", @"(?:\{,\}|,)");
        var isComma = marks.Decimals == DecimalMark.Comma;
        List<string> groups = [FixedSpace, "['’]", "\u066C"];
        if (marks.GroupsByOther) groups.Add(isComma ? point : comma);
        if (marks.GroupsBySpace) groups[0] = @"(?:[\ ]|" + FixedSpace + ")";
        var byThree = groups.Select(mark => $"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+(?![0-9])");
        var byTwo = marks.GroupsByTwo ? $"[1-9][0-9]?(?:{comma}[0-9]{{2}})+{comma}[0-9]{{3}}(?![0-9])|" : "";

        // Several commas without spaces make a list. A point that groups nothing is that of code, where the decimals begin with a comma.
        var decimals = isComma ? $@"(?<![0-9],[0-9]+){comma}(?<decimals>[0-9]+)(?![0-9]|,[0-9])" : @"\.(?<decimals>[0-9]+)";
        var ofCode = isComma ? @"|(?(whole)\.(?<decimals>[0-9]+)|(?!))" : "";
        return new Regex(
            $@"\G{Sign}(?<![\w.])(?:(?<digits>{byTwo}{string.Join("|", byThree)})|(?<digits>(?<whole>[0-9]+)))
               (?:{decimals}|\u066B(?<decimals>[0-9]+){ofCode})?
               (?:[eE](?<exponent>[-+\u2212]?[0-9]+)(?![\w])
                 |\s*(?:\\times|\\cdot)\s*10\s*(?:\^\s*(?:{Exponent}|(?<exponent>[0-9]))|{Raised})
                 |\s*[×·⋅*]\s*10\s*(?:\^\s*(?:{Exponent}|\(?(?<exponent>[-+\u2212]?[0-9]+)\)?)|{Raised}))?
               (?<percent>(?:\s|{FixedSpace}|~)*\\?[%٪])?",
            Options);
    }

    /// <summary>Returns every number the text prints, signed ones both with and without their sign, and a percentage also as a part of
    /// one.</summary>
    public IReadOnlyList<double> Find(string markdown, Cancellation cancellation)
    {
        var numbers = new List<double>();
        var known = new HashSet<double>();
        var text = InAscii(markdown);
        for (int start = NextDigit(text, 0), end; start >= 0; start = NextDigit(text, end))
        {
            cancellation.Look();
            end = EndOfPlain(text, start);
            if (end > start)
            {
                Add(Parse(text.Substring(start, end - start), 0));
                continue;
            }

            var match = _number.Match(text, start);
            end = match.Success ? match.Index + match.Length : start + 1;
            if (!match.Success) continue;
            var digits = Separators.Replace(match.Groups["digits"].Value, "");
            if (match.Groups["decimals"].Success) digits += "." + match.Groups["decimals"].Value;
            var exponent = ExponentOf(match);
            AddSigned(match, Parse(digits, exponent));
            if (match.Groups["percent"].Success) AddSigned(match, Parse(digits, exponent - 2));
        }

        foreach (var match in MayHavePower(text) ? PowerOfTen.Matches(text).Cast<Match>() : [])
        {
            cancellation.Look();
            Add(Parse("1", ExponentOf(match)));
        }

        for (var start = 0; start < text.Length; start++)
        {
            if (!MayBeginFraction(text, start) || Fraction.Match(text, start) is not { Success: true } match) continue;
            cancellation.Look();
            start = match.Index + match.Length - 1;
            var quotient = Parse(match.Groups["dividend"].Value, 0) / Parse(match.Groups["divisor"].Value, 0);
            if (!double.IsInfinity(quotient) && !double.IsNaN(quotient)) AddSigned(match, quotient);
        }

        return numbers;

        void AddSigned(Match match, double value)
        {
            if (match.Groups["sign"].Success) Add(-value);
            Add(value);
        }

        void Add(double value)
        {
            if (known.Add(value)) numbers.Add(value);
        }
    }

    // Every number begins with a digit that does not go on with a word or another number.
    private static int NextDigit(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (IsDigit(text[i]) && (i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] == '.'))) return i;
        }

        return -1;
    }

    // Most numbers are digits alone. Returns where such a number ends, or its start where something beside the digits may belong to it: that is for
    // the regular expression, which takes far longer.
    private static int EndOfPlain(string text, int start)
    {
        if (start > 0 && " \n([{=$*\"/,^<>".IndexOf(text[start - 1]) < 0) return start;
        var end = start;
        while (end < text.Length && IsDigit(text[end])) end++;
        var next = end;
        while (next < text.Length && text[next] is ' ' or '\n') next++;
        if (next == text.Length) return end;
        var c = text[next];
        if (c is '.' or ',') return next == end && (next + 1 == text.Length || !IsDigit(text[next + 1])) ? end : start;
        if (next == end && c is '\'' or '{' or 'e' or 'E') return start;
        return c is '\\' or '*' or '%' or '&' or '~' or >= '\u0080' || char.IsWhiteSpace(c) || IsDigit(c) ? start : end;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    // Without this, the expression would look for its beginning everywhere.
    private static bool MayHavePower(string text)
    {
        for (var i = text.IndexOf("10", StringComparison.Ordinal); i >= 0; i = text.IndexOf("10", i + 1, StringComparison.Ordinal))
        {
            var next = i + 2;
            while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
            if (next < text.Length && text[next] is '^' or '<' or >= '\u0080') return true;
        }

        return false;
    }

    // A command, or digits in front of a bar.
    private static bool MayBeginFraction(string text, int start)
    {
        if (text[start] == '\\') return start + 1 < text.Length && text[start + 1] is 'f' or 'd' or 't' or 'c';
        if (!IsDigit(text[start]) || (start > 0 && IsDigit(text[start - 1]))) return false;
        var next = start;
        while (next < text.Length && IsDigit(text[next])) next++;
        if (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        return next < text.Length && text[next] is '/' or '\u2044' or '\u2215';
    }

    private static string InAscii(string text)
    {
        StringBuilder? ascii = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < '\u0100') continue;
            ascii ??= new StringBuilder(text);
            if (char.IsDigit(text[i])) ascii[i] = (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(text[i]));
            else if (text[i] is '\uFF0E' or '\uFF0C' or '\uFF05' or '\uFF0D') ascii[i] = (char)(text[i] - 0xFEE0);
        }

        return ascii?.ToString() ?? text;
    }

    private static int ExponentOf(Match match)
    {
        var written = match.Groups["exponent"].Success ? match.Groups["exponent"].Value : match.Groups["raised"].Value;
        if (written.Length == 0) return 0;
        var digits = new StringBuilder();
        foreach (var c in written)
        {
            var raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c);
            digits.Append(raised >= 0 ? (char)('0' + raised) : c is '\u2212' or '⁻' ? '-' : c == '⁺' ? '+' : c);
        }

        // Beyond an int, the number is 0 or infinite anyhow.
        if (int.TryParse(digits.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) return exponent;
        return digits[0] == '-' ? -OutOfRange : OutOfRange;
    }

    // The runtime of an older compiler fails on a number too large for a double, which others read as infinity.
    private static double Parse(string digits, int exponent)
    {
        var text = digits + "e" + exponent.ToString(CultureInfo.InvariantCulture);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.PositiveInfinity;
    }
}
