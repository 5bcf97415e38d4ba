// Which replies a numeric question takes as right: its tolerance, its digits, and further numbers and intervals.

using System.Globalization;
using System.Text.RegularExpressions;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Syntax;

namespace QuizKit.Language.Binding;

/// <summary>Reads the keys of a numeric question, and proves that they agree with each other and with the prose.</summary>
internal sealed class NumericRules
{
    private static readonly Regex Or = new(@"\s+or\s+", RegexOptions.CultureInvariant);
    private static readonly Regex To = new(@"^(.*\S)\s+to\s+(\S.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex LeadingZeros = new("^-?0*\\.?0*|[eE].*$|\\.", RegexOptions.CultureInvariant);

    private readonly AttributeReader _attributes;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<(RangeModel Range, Token Token)> _accepted = [];
    private readonly double _tolerance;
    private readonly bool _isRelative;

    /// <summary>Reads the keys of a numeric question.</summary>
    public NumericRules(AttributeReader attributes, DiagnosticBag diagnostics)
    {
        _attributes = attributes;
        _diagnostics = diagnostics;
        if (attributes["tolerance"] is { } tolerance)
        {
            _isRelative = tolerance.Text.EndsWith("%", StringComparison.Ordinal);
            var number = _isRelative
                ? attributes.ParseNumber("tolerance", new Token(tolerance.Text.TrimEnd('%'), tolerance.Span))
                : attributes.Number("tolerance");
            if (number < 0) diagnostics.Report(Definitions.ToleranceNegative, tolerance.Span);
            _tolerance = Math.Max(number ?? 0, 0);
        }

        if (attributes["digits"] is { } digits) Digits = ReadDigits(digits);
        if (attributes["accept"] is { } accept) ReadAccepted(accept);
    }

    /// <summary>How many significant digits count, or null.</summary>
    public int? Digits { get; }

    /// <summary>The further right numbers, each with its tolerance, and the intervals.</summary>
    public IEnumerable<RangeModel> Accepted => _accepted.Select(accepted => accepted.Range is var range && range.Low < range.High
        ? range
        : new RangeModel(Finite(range.Low - ToleranceOf(range.Low)), Finite(range.High + ToleranceOf(range.High))));

    /// <summary>The largest accepted absolute difference from a right number.</summary>
    public double ToleranceOf(double number)
    {
        if (Digits is not { } digits) return _isRelative ? Finite(Math.Abs(number) * _tolerance / 100) : _tolerance;
        if (number == 0) return 0;

        // Half a unit of the last digit: 5 × 10^(exponent - digits).
        var written = number.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(written.Substring(written.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return double.Parse("5e" + (exponent - digits).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a reply would be graded as right.</summary>
    public bool IsRight(double reply, double correct) =>
        NumberTolerance.IsWithin(reply, correct, ToleranceOf(correct))
        || Accepted.Any(range => NumberTolerance.IsBetween(reply, range.Low, range.High));

    /// <summary>Checks that the answer prints the value, or, where digits count, a number that has these right.</summary>
    public void CheckPrinted(double value, IReadOnlyList<double> printed)
    {
        var token = _attributes["value"]!;
        var isPrinted = printed.Contains(value) || (Digits is not null && printed.Any(number => IsNear(number, value)));
        if (!isPrinted) _diagnostics.Report(Definitions.AnswerNotPrinted, token.Span, token.Text, Show(printed));
        if (Digits is not { } digits || token.Text.IndexOf('/') >= 0) return;
        if (value == 0) _diagnostics.Report(Definitions.DigitsOfZero, _attributes["digits"]!.Span);
        else if (LeadingZeros.Replace(token.Text, "").Length < digits)
            _diagnostics.Report(Definitions.DigitsNotWritten, token.Span, token.Text, digits);
    }

    /// <summary>Checks that further right numbers are printed, and that one of the intervals has the right value.</summary>
    public void CheckAccepted(double correct, IReadOnlyList<double> printed)
    {
        var intervals = _accepted.Where(accepted => accepted.Range.Low < accepted.Range.High).ToList();
        if (intervals.Count > 0 && !intervals.Any(accepted => accepted.Range.Low <= correct && correct <= accepted.Range.High))
            _diagnostics.Report(Definitions.ValueOutsideIntervals, _attributes["accept"]!.Span, Show([correct]));
        foreach ((var range, var token) in _accepted.Except(intervals))
        {
            if (!printed.Contains(range.Low) && !(Digits is not null && printed.Any(number => IsNear(number, range.Low))))
                _diagnostics.Report(Definitions.AcceptedNotPrinted, token.Span, token.Text, Show(printed));
        }
    }

    /// <summary>The numbers that words print, for a message.</summary>
    public static string Show(IReadOnlyList<double> numbers) =>
        numbers.Count == 0
            ? "no number"
            : string.Join(", ", numbers.Take(12).Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    // C# has no literal of an infinite number.
    private static double Finite(double number) => Math.Max(-double.MaxValue, Math.Min(double.MaxValue, number));

    private bool IsNear(double number, double value) => NumberTolerance.IsWithin(number, value, ToleranceOf(value));

    private int? ReadDigits(Token token)
    {
        if (_attributes["tolerance"] is not null) _diagnostics.Report(Definitions.ToleranceWithDigits, token.Span);
        var isNumber = int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits);
        if (isNumber && digits is >= 1 and <= 15) return digits;
        _diagnostics.Report(Definitions.DigitsInvalid, token.Span, token.Text);
        return null;
    }

    private void ReadAccepted(Token token)
    {
        var start = 0;
        foreach (Match separator in Or.Matches(token.Text))
        {
            ReadPart(token, start, separator.Index);
            start = separator.Index + separator.Length;
        }

        ReadPart(token, start, token.Text.Length);
    }

    private void ReadPart(Token token, int start, int end)
    {
        var part = token.Part(start, end - start);
        part = part with { Text = part.Text.Trim() };
        var interval = To.Match(part.Text);
        var low = AttributeReader.NumberOf(interval.Success ? interval.Groups[1].Value : part.Text);
        var high = interval.Success ? AttributeReader.NumberOf(interval.Groups[2].Value) : low;
        if (low is null || high is null) _diagnostics.Report(Definitions.AcceptedInvalid, part.Span, part.Text);
        else if (interval.Success && low >= high) _diagnostics.Report(Definitions.IntervalReversed, part.Span, part.Text);
        else _accepted.Add((new RangeModel(low.Value, high.Value), part));
    }
}
