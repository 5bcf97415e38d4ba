// A question whose answer is a number, in whatever way a learner writes it.

using System.Globalization;

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>A question answered by a number.</summary>
public sealed class NumericQuestion : Question
{
    private NumberMarks? _marks;
    private GradeResult? _right;

    /// <summary>Creates a numeric question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="printedValue">The number that the author's answer prints.</param>
    /// <param name="correctValue">The right number: the printed one, unless an erratum corrects it.</param>
    /// <param name="tolerance">The largest accepted absolute difference from the right number; 0 for exact.</param>
    /// <param name="unit">What the number counts or measures, or null.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    /// <param name="tags">What the question is about, or null for nothing said.</param>
    /// <param name="sentences">Every sentence, in the order of the text, or null where nobody divided it into sentences.</param>
    /// <param name="language">The language of the quiz, as a BCP 47 tag.</param>
    /// <param name="title">What the heading says beside the number, or null.</param>
    /// <param name="hints">What helps, in the order to show it, or null for nothing.</param>
    /// <param name="explanation">Why the answer is right, or null where nothing more is said.</param>
    /// <param name="accepted">Further numbers and intervals that are right, or null for none.</param>
    /// <param name="digits">The number of significant digits that <paramref name="tolerance"/> stands for, or null.</param>
    /// <param name="slips">The mistakes that the question knows by their results, or null for none.</param>
    public NumericQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        double printedValue,
        double correctValue,
        double tolerance,
        string? unit,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata,
        IReadOnlyList<string>? tags = null,
        IReadOnlyList<Sentence>? sentences = null,
        string language = "en",
        RichText? title = null,
        IReadOnlyList<RichText>? hints = null,
        RichText? explanation = null,
        IReadOnlyList<NumberRange>? accepted = null,
        int? digits = null,
        IReadOnlyList<Slip>? slips = null)
        : base(id, number, prompt, answer, claims, errata, tags, sentences, language, title, hints, explanation)
    {
        PrintedValue = printedValue;
        CorrectValue = correctValue;
        Tolerance = tolerance;
        Unit = unit;
        Accepted = Frozen.CopyOrEmpty(accepted, nameof(accepted));
        Digits = digits;
        Slips = Frozen.CopyOrEmpty(slips, nameof(slips));
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override QuestionKind Kind => QuestionKind.Numeric;

    /// <summary>The number that the author's answer prints, right or wrong.</summary>
    public double PrintedValue { get; }

    /// <summary>The right number: <see cref="PrintedValue"/>, unless an erratum corrects it. Replies are graded against this one.</summary>
    public double CorrectValue { get; }

    /// <summary>
    /// The largest accepted absolute difference from <see cref="CorrectValue"/>, in <see cref="Unit"/>; 0 for exact. It is inclusive:
    /// with 0.3 and a tolerance of 0.1, the reply 0.4 is right, although the binary64 of these three differ by more.
    /// </summary>
    public double Tolerance { get; }

    /// <summary>
    /// How many significant digits a reply has to have right, or null where the question does not ask for digits. <see cref="Tolerance"/>
    /// is half a unit of the last of them.
    /// </summary>
    public int? Digits { get; }

    /// <summary>Further right numbers, with their tolerance, and intervals of right numbers; empty for most questions.</summary>
    public IReadOnlyList<NumberRange> Accepted { get; }

    /// <summary>The mistakes that the question knows by their results; empty for most questions.</summary>
    public IReadOnlyList<Slip> Slips { get; }

    /// <summary>What the number counts or measures, or null.</summary>
    public string? Unit { get; }

    /// <summary>Grades a number that is not typed.</summary>
    /// <param name="reply">The number, in <see cref="Unit"/>; NaN is not understood.</param>
    public GradeResult Grade(double reply)
    {
        if (double.IsNaN(reply))
        {
            return GradeResult.NotUnderstood(
                ReplyProblem.NotANumber, ReplyReason.NotDigits, Language, "NaN", ExampleOf(Marks));
        }

        // The most frequent result is one object, however many learners are right. Zero has two signs, and a result says which it was.
        if (reply == CorrectValue && reply != 0) return _right ??= GradeResult.OfNumber(reply, true, false, null);
        var isCorrect = IsWithinTolerance(reply, CorrectValue) || IsAccepted(reply);
        return GradeResult.OfNumber(
            reply,
            isCorrect,
            repeatsPrintedError: !isCorrect && PrintedValue != CorrectValue && IsWithinTolerance(reply, PrintedValue),
            isCorrect ? null : FindSlip(reply));
    }

    /// <summary>
    /// Grades a typed number. It is read as the quiz's <see cref="Question.Language"/> writes numbers, whatever the culture of the machine:
    /// <list type="bullet">
    /// <item>Digits of any script; <c>+</c>, <c>-</c>, the minus sign <c>−</c>; the decimal mark of the language, or the Arabic
    /// <c>٫</c>.</item>
    /// <item>Thousands in groups of three (in languages of India also of two: <c>1,36,448</c>), between the other one of point and comma if
    /// the language groups by it, spaces of any width, apostrophes, or <c>٬</c>, but not mixed.</item>
    /// <item>Powers of ten: <c>1.4e5</c>, <c>1.4 × 10 ^ 5</c>, <c>1.4*10**5</c>, <c>10⁻⁷</c>. Fractions of two integers: <c>1/4</c>.</item>
    /// <item>Behind it the <see cref="Unit"/> or nothing. Words may be in any case, singular or plural. Of symbols the case counts: "5 MW"
    /// is <see cref="ReplyProblem.UnitCase"/> where the unit is mW. Units of the SI, litre, tonne, bar, eV, Wh, Ah, VA, cal, bit and byte
    /// are compared by value: where the unit is m, "1.5 km" is 1500. <c>%</c> is a unit like any other: where the question
    /// asks for per cent, "50%" is 50; where it names no unit, it might mean 50 or 0.5, and is not understood.</item>
    /// </list>
    /// "1,234" is 1234 in English and 1.234 in German. A comma or point that neither begins decimals nor groups thousands in the language,
    /// as in "2,5" in English, is not guessed at: it is <see cref="ReplyProblem.AmbiguousSeparator"/>. Words are not read.
    /// </summary>
    /// <param name="reply">The reply as typed.</param>
    public override GradeResult Grade(string? reply) => Grade(reply, Marks);

    /// <summary>Grades a typed number as <see cref="Grade(string?)"/> does, but for the decimal mark: the other one of point and comma
    /// groups thousands.</summary>
    /// <param name="reply">The reply as typed.</param>
    /// <param name="decimalMark">What begins the decimals.</param>
    public GradeResult Grade(string? reply, DecimalMark decimalMark) => Grade(reply, NumberMarks.Of(decimalMark));

    /// <summary>A number with the decimal mark of the question's language and every digit that it needs, without groups or the unit: a
    /// reply of these characters is understood as the number.</summary>
    /// <param name="value">The number: <see cref="PrintedValue"/>, <see cref="Slip.Value"/> or another finite one.</param>
    public string Format(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        return Marks.Decimals == DecimalMark.Comma ? digits.Replace('.', ',') : digits;
    }

    private NumberMarks Marks => _marks ??= NumberMarks.Of(Language);

    private GradeResult Grade(string? reply, NumberMarks marks)
    {
        if (NumberReader.TryReadPlain(reply, marks, out var plain)) return Grade(plain);
        var text = ReplyText.Trim(reply);
        if (text.Length == 0) return GradeResult.Empty(Language);
        var powerOfTen = 0;
        var problem = NumberReader.Read(text, marks, out var number, out var rest);
        if (problem == ReplyProblem.None) problem = CheckUnit(rest, out powerOfTen);
        var value = 0.0;
        if (problem == ReplyProblem.None && !number.TryScale(powerOfTen, out value)) problem = ReplyProblem.OutOfRange;
        return problem == ReplyProblem.None
            ? Grade(value)
            : Explain(problem, text, rest, ExampleOf(marks));
    }

    private static string ExampleOf(NumberMarks marks) => marks.Decimals == DecimalMark.Comma ? "1234,5" : "1234.5";

    private GradeResult Explain(ReplyProblem problem, string text, string rest, string example)
    {
        (var reason, var quotation, var expected) = problem switch
        {
            ReplyProblem.AmbiguousSeparator => (ReplyReason.AmbiguousSeparator, text, example),
            ReplyProblem.OutOfRange => (ReplyReason.OutOfRange, text, example),
            ReplyProblem.AmbiguousPercentage => (ReplyReason.AmbiguousPercentage, text, example),
            ReplyProblem.UnitCase => (ReplyReason.UnitCase, rest, Unit!),
            ReplyProblem.UnknownUnit when Unit is null => (ReplyReason.WordsBehindNumber, rest, example),
            ReplyProblem.UnknownUnit => (ReplyReason.UnknownUnit, rest, Unit),
            _ => (ReplyReason.NotANumber, text, example),
        };
        return GradeResult.NotUnderstood(problem, reason, Language, ReplyText.Quote(quotation), expected);
    }

    private ReplyProblem CheckUnit(string rest, out int powerOfTen)
    {
        powerOfTen = 0;
        if (rest.Length == 0) return ReplyProblem.None;
        if (UnitText.IsPercent(rest))
        {
            return UnitText.IsPercent(Unit)
                ? ReplyProblem.None
                : Unit is null ? ReplyProblem.AmbiguousPercentage : ReplyProblem.UnknownUnit;
        }

        if (Unit is not null && UnitText.Compare(rest, Unit, out powerOfTen) is var unit and not ReplyProblem.UnknownUnit) return unit;
        var goesOn = char.IsDigit(rest[0])
            || rest[0] is '/' or ':' or '=' or '<' or '>' or '~' or '+' or '-' or '−' or '^' or '*' or '(' or ')';
        return goesOn ? ReplyProblem.NotANumber : ReplyProblem.UnknownUnit;
    }

    // Without LINQ, whose closures are objects.
    private bool IsAccepted(double reply)
    {
        for (var i = 0; i < Accepted.Count; i++)
        {
            if (Accepted[i].Contains(reply)) return true;
        }

        return false;
    }

    private Slip? FindSlip(double reply)
    {
        for (var i = 0; i < Slips.Count; i++)
        {
            if (IsWithinTolerance(reply, Slips[i].Value)) return Slips[i];
        }

        return null;
    }

    private bool IsWithinTolerance(double reply, double center) => NumberTolerance.IsWithin(reply, center, Tolerance);
}
