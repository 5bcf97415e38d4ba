// Numbers as learners write them: what is read, what is not, and that the machine's culture changes neither.

using System.Globalization;
using Xunit;

namespace QuizKit.Tests;

public sealed class NumericGradingTests
{
    [Theory]
    [InlineData(0.25, "en", "0.25")]
    [InlineData(0.25, "de", "0,25")]
    [InlineData(0.25, "de-CH", "0.25")]
    [InlineData(-1234567.5, "fr", "-1234567,5")]
    [InlineData(70912, "en", "70912")]
    public void A_number_is_written_with_the_decimal_mark_of_the_language(double value, string language, string written) =>
        Assert.Equal(written, TestQuestions.Numeric(1, language: language).Format(value));

    public static TheoryData<string> CultureNames => Cultures.Names;

    [Theory]
    [InlineData("2817", 2817)]
    [InlineData(" 2817. ", 2817)]
    [InlineData("2,817", 2817)]
    [InlineData("1,234,567.25", 1234567.25)]
    [InlineData("2 817", 2817)]
    [InlineData("2\u00A0817", 2817)]
    [InlineData("2\u202F817", 2817)]
    [InlineData("2\u2009817", 2817)]
    [InlineData("1 234\u00A0567", 1234567)]
    [InlineData("2'817", 2817)]
    [InlineData("2’817", 2817)]
    [InlineData("+7", 7)]
    [InlineData("-1.5", -1.5)]
    [InlineData("\u22121.5", -1.5)]
    [InlineData("\u200E\u22121.5", -1.5)]
    [InlineData("- 1.5", -1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("007", 7)]
    [InlineData("0", 0)]
    [InlineData("0.00", 0)]
    [InlineData("1e000005", 100000)]
    [InlineData("0.000001", 1e-6)]
    [InlineData("1.4e5", 140000)]
    [InlineData("1.4E+5", 140000)]
    [InlineData("3.8e-6", 3.8e-6)]
    [InlineData("3.8e\u22126", 3.8e-6)]
    [InlineData("1.4 × 10^5", 140000)]
    [InlineData("1.4×10⁵", 140000)]
    [InlineData("1.4 x 10^5", 140000)]
    [InlineData("1.4*10**5", 140000)]
    [InlineData("1.4 · 10^{5}", 140000)]
    [InlineData("3.8 × 10^(-6)", 3.8e-6)]
    [InlineData("1.36 × 10 ^ 5", 136000)]
    [InlineData("1.36·10⁵", 136000)]
    [InlineData("1.36 x 10 ** -5", 1.36e-5)]
    [InlineData("1.4 × 10^{ 5 }", 140000)]
    [InlineData("10 ^ 5", 1e5)]
    [InlineData("1/4", 0.25)]
    [InlineData("- 1 / 4", -0.25)]
    [InlineData("1/3", 1.0 / 3)]
    [InlineData("2⁄6", 1.0 / 3)]
    [InlineData("１２３．５", 123.5)]
    [InlineData("１，２３４．５", 1234.5)]
    [InlineData("＋５", 5)]
    [InlineData("१२३", 123)]
    [InlineData("١٢", 12)]
    [InlineData("10^-7", 1e-7)]
    [InlineData("10⁻⁷", 1e-7)]
    [InlineData("10⁴", 1e4)]
    [InlineData("10⁹", 1e9)]
    [InlineData("-10^3", -1000)]
    [InlineData("10", 10)]
    [InlineData("۲۸۱۷", 2817)]
    [InlineData("۲٬۸۱۷٫۵", 2817.5)]
    [InlineData("٣٫١٤", 3.14)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789012345678", 123456789012345678)]
    public void A_number_is_read_in_the_ways_people_write_it(string reply, double expected)
    {
        var result = TestQuestions.Numeric(expected).Grade(reply);

        Assert.Equal(expected, result.Number);
        Assert.Equal(GradeOutcome.Correct, result.Outcome);
    }

    [Theory]
    [InlineData("", ReplyProblem.Empty)]
    [InlineData(" \t ", ReplyProblem.Empty)]
    [InlineData(null, ReplyProblem.Empty)]
    [InlineData("abc", ReplyProblem.NotANumber)]
    [InlineData("NaN", ReplyProblem.NotANumber)]
    [InlineData("-", ReplyProblem.NotANumber)]
    [InlineData("1/0", ReplyProblem.NotANumber)]
    [InlineData("1/2/2024", ReplyProblem.NotANumber)]
    [InlineData("1/2.5", ReplyProblem.NotANumber)]
    [InlineData("1.5/2", ReplyProblem.NotANumber)]
    [InlineData("1/2^3", ReplyProblem.NotANumber)]
    [InlineData("1/-2", ReplyProblem.NotANumber)]
    [InlineData("1/1 000", ReplyProblem.NotANumber)]
    [InlineData("1 1/2", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1/1234567890123456", ReplyProblem.OutOfRange)]
    [InlineData("5 ^ 2", ReplyProblem.NotANumber)]
    [InlineData("1,36,448", ReplyProblem.AmbiguousSeparator)]
    [InlineData("2^10", ReplyProblem.NotANumber)]
    [InlineData("2⁵", ReplyProblem.NotANumber)]
    [InlineData("2 × 3^4", ReplyProblem.NotANumber)]
    [InlineData(",5", ReplyProblem.NotANumber)]
    [InlineData("2 * 3", ReplyProblem.NotANumber)]
    [InlineData("10^", ReplyProblem.NotANumber)]
    [InlineData("10^{5", ReplyProblem.NotANumber)]
    [InlineData("10⁻", ReplyProblem.NotANumber)]
    [InlineData("12:30", ReplyProblem.NotANumber)]
    [InlineData("seven", ReplyProblem.NotANumber)]
    [InlineData("1e999", ReplyProblem.OutOfRange)]
    [InlineData("1e-999", ReplyProblem.OutOfRange)]
    [InlineData("1e99999999999999999999", ReplyProblem.OutOfRange)]
    [InlineData("2,5", ReplyProblem.AmbiguousSeparator)]
    [InlineData("0,125", ReplyProblem.AmbiguousSeparator)]
    [InlineData("28,17", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1,23,456", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1234,567", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1.234.567", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1.234,5", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1,234 567", ReplyProblem.AmbiguousSeparator)]
    [InlineData("1 2", ReplyProblem.AmbiguousSeparator)]
    [InlineData("50%", ReplyProblem.AmbiguousPercentage)]
    [InlineData("5 apples", ReplyProblem.UnknownUnit)]
    [InlineData("5e", ReplyProblem.UnknownUnit)]
    [InlineData("5e-", ReplyProblem.UnknownUnit)]
    [InlineData("2 x 3^4", ReplyProblem.UnknownUnit)]
    [InlineData("5x", ReplyProblem.UnknownUnit)]
    public void What_is_no_number_or_could_be_two_is_not_understood_and_says_why(string? reply, ReplyProblem problem)
    {
        var result = TestQuestions.Numeric(5).Grade(reply);

        Assert.Equal((GradeOutcome.NotUnderstood, problem), (result.Outcome, result.Problem));
        Assert.Null(result.Number);
        Assert.EndsWith(".", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_quotes_the_reply_and_shows_how_to_write_it()
    {
        Assert.Equal("'abc' is not a number. Write it like 1234.5.", TestQuestions.Numeric(5).Grade("abc").Reason);
        Assert.Equal("'abc' is not a number. Write it like 1234,5.", TestQuestions.Numeric(5).Grade("abc", DecimalMark.Comma).Reason);
        Assert.Equal("'miles' is not the unit here. Write the number of km.", TestQuestions.Numeric(5, unit: "km").Grade("5 miles").Reason);
    }

    [Fact]
    public void A_reason_quotes_forty_characters_at_most_and_no_half_of_one()
    {
        static string Words(string reply) => $"'{reply}' is not a number. Write it like 1234.5.";
        var question = TestQuestions.Numeric(5);
        var forty = new string('b', 40);

        Assert.Equal(Words(forty), question.Grade(forty).Reason);
        Assert.Equal(Words(forty + "…"), question.Grade(forty + "b").Reason);
        Assert.Equal(Words("🙂b"), question.Grade("🙂b").Reason);
        Assert.Equal("NaN is not a number. Write digits, as in 1234.5.", question.Grade(double.NaN).Reason);
    }

    [Fact]
    public void The_reason_is_one_short_line_without_controls_whatever_was_pasted()
    {
        var result = TestQuestions.Numeric(5).Grade("a\u001B[31m\n\u202E" + new string('b', 1_000_000));

        Assert.InRange(result.Reason!.Length, 1, 120);
        Assert.DoesNotContain(result.Reason, char.IsControl);
        Assert.DoesNotContain('\u202E', result.Reason);
    }

    [Theory]
    [InlineData("2,5", 2.5)]
    [InlineData("2.817", 2817)]
    [InlineData("1.234.567,25", 1234567.25)]
    [InlineData("2,817", 2.817)]
    [InlineData("1,4 × 10^5", 140000)]
    public void With_a_decimal_comma_the_point_groups_thousands(string reply, double expected)
    {
        Assert.Equal(expected, TestQuestions.Numeric(expected).Grade(reply, DecimalMark.Comma).Number);
    }

    [Theory]
    [InlineData("de", "0,25", 0.25)]
    [InlineData("de", "1.234", 1234)]
    [InlineData("de", "1,234", 1.234)]
    [InlineData("de", "1.234.567,5", 1234567.5)]
    [InlineData("de", "1 000", 1000)]
    [InlineData("de", "1\u202F000,5", 1000.5)]
    [InlineData("de", "1,36e5", 136000)]
    [InlineData("de", "1,36 · 10^5", 136000)]
    [InlineData("de-AT", "0,5", 0.5)]
    [InlineData("DE-Latn-DE", "0,5", 0.5)]
    [InlineData("de-CH", "1’000.5", 1000.5)]
    [InlineData("de-Latn-CH", "1'000.5", 1000.5)]
    [InlineData("en", "1,234", 1234)]
    [InlineData("en", "1.234", 1.234)]
    [InlineData("fr", "1 000,5", 1000.5)]
    [InlineData("es-MX", "1,234.5", 1234.5)]
    [InlineData("es", "1.234,5", 1234.5)]
    [InlineData("en-IN", "1,36,448", 136448)]
    [InlineData("en-IN", "136,448", 136448)]
    [InlineData("hi", "१,३६,४४८.५", 136448.5)]
    [InlineData("ar", "١٬٢٣٤٫٥", 1234.5)]
    [InlineData("fa", "۱۲٫۵", 12.5)]
    [InlineData("zh-Hans", "１，２３４．５", 1234.5)]
    public void A_reply_is_read_as_the_quizs_language_writes_numbers(string language, string reply, double expected)
    {
        Assert.Equal(expected, TestQuestions.Numeric(expected, language: language).Grade(reply).Number);
    }

    [Theory]
    [InlineData("de", "1.5")]
    [InlineData("de", "0.125")]
    [InlineData("de", "1,5,5")]
    [InlineData("fr", "1.234")]
    [InlineData("fr", "1.5")]
    [InlineData("de-CH", "1,5")]
    [InlineData("de-CH", "1,234")]
    [InlineData("en-IN", "1,36,44")]
    [InlineData("en-IN", "136,44,800")]
    [InlineData("en-IN", "1 36 448")]
    [InlineData("en", "0,25")]
    public void A_mark_that_the_language_does_not_write_there_is_not_guessed_at(string language, string reply)
    {
        Assert.Equal(ReplyProblem.AmbiguousSeparator, TestQuestions.Numeric(5, language: language).Grade(reply).Problem);
    }

    [Fact]
    public void What_each_culture_writes_is_read_back_in_its_language()
    {
        // given: cultures whose marks are the same in each release of ICU; its formatter is the other reading
        const string Stable = "en en-GB de de-CH fr es es-MX es-AR it it-CH nl da sv nb fi pl cs sk hu ro bg hr sl el tr ru uk pt pt-PT vi id "
            + "ja zh-Hans ko hi ta bn en-IN ar fa he th";
        var random = new Random(12);
        foreach (var culture in Stable.Split(' ').Select(CultureInfo.GetCultureInfo))
        {
            var question = TestQuestions.Numeric(0, language: culture.Name);
            for (var i = 0; i < 200; i++)
            {
                var number = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(1, 10)), 3);
                var written = number.ToString(random.Next(2) == 0 ? "N3" : "R", culture);
                var read = question.Grade(written).Number;

                // then
                Assert.True(read == number, $"{culture.Name}: {written} is read as {read}");
            }
        }
    }

    [Theory]
    [InlineData("en", ".", ",|\u00A0|\u202F|'|’| |٬", "0０०٠", false)]
    [InlineData("de", ",", ".|\u00A0|\u202F|'|’| ", "0０", false)]
    [InlineData("fr", ",", "\u00A0|\u202F|'|’| ", "0", false)]
    [InlineData("de-CH", ".", "’|'|\u00A0| ", "0", false)]
    [InlineData("hi", ".", ",", "0०", true)]
    [InlineData("fa", "٫", "٬| ", "0۰", false)]
    [InlineData("ja", ".|．", ",|，", "0０", false)]
    public void Every_spelling_that_a_language_allows_is_the_number_itself(string language, string decimals, string groups, string zeros, bool byTwo)
    {
        // given: a decimal number written out digit by digit, and the same number as .NET parses it
        var random = new Random(31);
        string[] powers = ["", "e3", "E-4", " × 10^3", "·10⁻²", " × 10 ^ -4", " x 10**5", "*10^{6}"];
        string[] meanings = ["", "e3", "e-4", "e3", "e-2", "e-4", "e5", "e6"];
        string[] signs = ["", "+", "-", "\u2212", "- "];
        for (var i = 0; i < 3000; i++)
        {
            var integer = random.Next(1, (int)Math.Pow(10, random.Next(1, 10))).ToString(CultureInfo.InvariantCulture);
            var fraction = random.Next(3) == 0 ? "" : random.Next(10_000).ToString(CultureInfo.InvariantCulture);
            var grouped = random.Next(2) == 0 ? integer : Grouped(integer, Pick(groups.Split('|')), byTwo);
            var zero = zeros[random.Next(zeros.Length)];
            var sign = Pick(signs);
            var power = random.Next(powers.Length);
            var digits = grouped + (fraction.Length == 0 ? "" : Pick(decimals.Split('|')) + fraction);
            var written = sign + string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)(zero + (c - '0')) : c)) + powers[power];
            var minus = sign is "" or "+" ? "" : "-";
            var expected = double.Parse($"{minus}{integer}.{fraction}0{meanings[power]}", CultureInfo.InvariantCulture);

            // then
            var read = TestQuestions.Numeric(0, language: language).Grade(written).Number;
            Assert.True(read == expected, $"'{written}' is read as {read}, not {expected}");
        }

        string Pick(string[] items) => items[random.Next(items.Length)];

        static string Grouped(string integer, string mark, bool byTwo)
        {
            var (head, tail) = integer.Length <= 3 ? ("", integer) : (integer[..^3], integer[^3..]);
            var size = byTwo ? 2 : 3;
            for (; head.Length > 0; head = head[..^Math.Min(size, head.Length)]) tail = head[^Math.Min(size, head.Length)..] + mark + tail;
            return tail;
        }
    }

    [Theory]
    [InlineData("136,448", true)]
    [InlineData("136,448 multiply-adds", true)]
    [InlineData("136448 Multiply-Add", true)]
    [InlineData("136448 multiply adds", true)]
    [InlineData("136448multiply-adds", true)]
    [InlineData("1.36448e5 multiply-adds", true)]
    [InlineData("136,448 parameters", false)]
    [InlineData("136,448 multiplyadds", false)]
    [InlineData("136,448 %", false)]
    public void The_unit_may_follow_in_the_singular_or_the_plural_and_no_other(string reply, bool isUnderstood)
    {
        var result = TestQuestions.Numeric(136448, unit: "multiply-adds").Grade(reply);

        Assert.Equal(isUnderstood ? GradeOutcome.Correct : GradeOutcome.NotUnderstood, result.Outcome);
    }

    [Theory]
    [InlineData("5 apples", "query")]
    [InlineData("5 biies", "bit")]
    [InlineData("5%", "bits")]
    public void What_is_no_unit_or_another_one_is_not_understood(string reply, string unit)
    {
        Assert.Equal(ReplyProblem.UnknownUnit, TestQuestions.Numeric(5, unit: unit).Grade(reply).Problem);
    }

    [Theory]
    [InlineData("country", "countries")]
    [InlineData("countries", "country")]
    [InlineData("inch", "inches")]
    [InlineData("red apples", "red apple")]
    [InlineData("Apples", "apples")]
    [InlineData("GPU", "GPUs")]
    [InlineData("bit", "bits")]
    [InlineData("days", "day")]
    public void The_plural_of_a_unit_is_that_of_English(string written, string unit)
    {
        Assert.True(TestQuestions.Numeric(9, unit: unit).Grade("9 " + written).IsCorrect);
    }

    [Theory]
    [InlineData("MB", "Mb")]
    [InlineData("mW", "MW")]
    [InlineData("ms", "Ms")]
    [InlineData("Pa", "PA")]
    [InlineData("K", "k")]
    [InlineData("pH", "PH")]
    [InlineData("km", "KM")]
    [InlineData("J s", "j s")]
    [InlineData("m/s", "M/S")]
    [InlineData("mmol", "Mmol")]
    [InlineData("kWh", "KWH")]
    [InlineData("ml", "Ml")]
    public void A_symbol_in_another_case_is_not_understood(string unit, string written)
    {
        var result = TestQuestions.Numeric(5, unit: unit).Grade("5 " + written);

        Assert.Equal(ReplyProblem.UnitCase, result.Problem);
        Assert.Equal($"In a unit capital letters count: '{written}' is not {unit}. Write {unit}.", result.Reason);
    }

    [Theory]
    [InlineData("m", "ms")]
    [InlineData("MPa", "MPas")]
    [InlineData("t", "ft")]
    [InlineData("B", "dB")]
    [InlineData("m", "km²")]
    [InlineData("m", "g")]
    [InlineData("m/s", "km/s")]
    [InlineData("V", "eV")]
    public void Another_symbol_is_not_understood_although_it_looks_alike(string unit, string written)
    {
        Assert.Equal(ReplyProblem.UnknownUnit, TestQuestions.Numeric(5, unit: unit).Grade("5 " + written).Problem);
    }

    [Theory]
    [InlineData("m", "1.5 km", 1500)]
    [InlineData("km", "1500 m", 1.5)]
    [InlineData("kg", "250 g", 0.25)]
    [InlineData("g", "0.1 mg", 0.0001)]
    [InlineData("m", "3 nm", 3e-9)]
    [InlineData("m", "5 dam", 50)]
    [InlineData("s", "7 µs", 7e-6)]
    [InlineData("s", "7 μs", 7e-6)]
    [InlineData("Ω", "1.1 kΩ", 1100)]
    [InlineData("mL", "5 ml", 5)]
    [InlineData("l", "50 cL", 0.5)]
    [InlineData("MB", "1,500 kB", 1.5)]
    [InlineData("kWh", "500 Wh", 0.5)]
    [InlineData("m", "1/3 km", 1000.0 / 3)]
    [InlineData("km", "1/3 m", 1.0 / 3000)]
    [InlineData("mm", "1e-3 m", 1)]
    [InlineData("°C", "5 °C", 5)]
    [InlineData("m^2", "5 m²", 5)]
    public void A_unit_with_another_prefix_is_compared_by_value(string unit, string reply, double expected)
    {
        var result = TestQuestions.Numeric(expected, unit: unit).Grade(reply);

        Assert.Equal((expected, GradeOutcome.Correct), (result.Number, result.Outcome));
    }

    [Fact]
    public void Every_prefix_scales_by_its_power_of_ten_exactly()
    {
        // given: the prefixes of the SI, and decimal numbers, which the parser of .NET scales by moving the exponent
        (string Prefix, int Power)[] prefixes =
        [
            ("Q", 30), ("R", 27), ("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3), ("h", 2), ("da", 1), ("", 0),
            ("d", -1), ("c", -2), ("m", -3), ("µ", -6), ("n", -9), ("p", -12), ("f", -15), ("a", -18), ("z", -21), ("y", -24), ("r", -27), ("q", -30),
        ];
        string[] units = ["m", "g", "s", "A", "W", "Pa", "Hz", "V", "J"];
        var random = new Random(5);
        foreach (var (prefix, power) in prefixes)
        {
            foreach (var (asked, askedPower) in prefixes)
            {
                var unit = units[random.Next(units.Length)];
                var digits = random.Next(1, 1_000_000) + "." + random.Next(1000);
                var expected = double.Parse($"{digits}e{power - askedPower}", CultureInfo.InvariantCulture);

                // then
                var result = TestQuestions.Numeric(expected, unit: asked + unit).Grade($"{digits} {prefix}{unit}");
                var isCaseAlone = prefix != asked && string.Equals(prefix, asked, StringComparison.OrdinalIgnoreCase);
                Assert.Equal(isCaseAlone ? ReplyProblem.UnitCase : ReplyProblem.None, result.Problem);
                Assert.Equal(!isCaseAlone, result.IsCorrect);
            }
        }
    }

    [Theory]
    [InlineData("%")]
    [InlineData("percent")]
    [InlineData("percentage points")]
    public void Where_the_unit_is_per_cent_the_sign_may_follow_or_not(string unit)
    {
        var question = TestQuestions.Numeric(50, unit: unit);

        Assert.True(question.Grade("50%").IsCorrect);
        Assert.True(question.Grade("50 %").IsCorrect);
        Assert.True(question.Grade("50").IsCorrect);
        Assert.Equal(GradeOutcome.Incorrect, question.Grade("0.5").Outcome);
    }

    [Theory]
    [InlineData(3226, 30, "3196", true)]
    [InlineData(3226, 30, "3256", true)]
    [InlineData(3226, 30, "3256.01", false)]
    [InlineData(0.3, 0.1, "0.4", true)]
    [InlineData(0.3, 0.1, "0.2", true)]
    [InlineData(0.3, 0.1, "0.4000001", false)]
    [InlineData(1.1, 2.2, "3.3", true)]
    [InlineData(1e308, 1, "1.7e308", false)]
    [InlineData(0.1, 0, "0.1", true)]
    [InlineData(1e-30, 1e-31, "2e-30", false)]
    [InlineData(1, 0.1, "1e-30", false)]
    [InlineData(1, 1e-30, "2", false)]
    [InlineData(double.Epsilon, double.Epsilon, "1e-323", true)]
    [InlineData(0.1, 0, "0.10000000000000002", false)]
    public void The_tolerance_is_inclusive_in_decimal(double correct, double tolerance, string reply, bool isCorrect)
    {
        Assert.Equal(isCorrect, TestQuestions.Numeric(correct, tolerance).Grade(reply).IsCorrect);
    }

    [Fact]
    public void Every_reply_on_a_decimal_bound_is_within_it_and_the_next_step_out_is_not()
    {
        // given: numbers of one to six decimals, whose sums decimal arithmetic knows exactly
        var random = new Random(20);
        for (var i = 0; i < 20_000; i++)
        {
            var decimals = random.Next(1, 7);
            var step = 1m / (decimal)Math.Pow(10, decimals);
            var center = random.Next(-5_000_000, 5_000_000) * step;
            var tolerance = random.Next(1, 1_000_000) * step;
            var bound = random.Next(2) == 0 ? center + tolerance : center - tolerance;
            var outside = bound > center ? bound + (step / 100) : bound - (step / 100);
            var question = TestQuestions.Numeric((double)center, (double)tolerance);

            // then
            Assert.True(question.Grade(bound.ToString(CultureInfo.InvariantCulture)).IsCorrect, $"{bound} is within {tolerance} of {center}");
            Assert.False(question.Grade(outside.ToString(CultureInfo.InvariantCulture)).IsCorrect, $"{outside} is not within {tolerance} of {center}");
        }
    }

    [Fact]
    public void The_printed_number_that_an_erratum_corrects_is_wrong_and_told_apart()
    {
        var question = TestQuestions.Numeric(136448, printed: 70912);

        var printed = question.Grade("70,912");
        var other = question.Grade("70,913");
        var right = question.Grade("136,448");

        Assert.Equal((GradeOutcome.Incorrect, true), (printed.Outcome, printed.RepeatsPrintedError));
        Assert.Equal((GradeOutcome.Incorrect, false), (other.Outcome, other.RepeatsPrintedError));
        Assert.Equal((GradeOutcome.Correct, false), (right.Outcome, right.RepeatsPrintedError));
    }

    [Fact]
    public void A_right_reply_repeats_no_error_although_the_printed_number_is_within_the_tolerance_of_it()
    {
        var result = TestQuestions.Numeric(10, tolerance: 5, printed: 12).Grade("11");

        Assert.Equal((GradeOutcome.Correct, false), (result.Outcome, result.RepeatsPrintedError));
    }

    [Fact]
    public void Without_an_erratum_no_reply_repeats_an_error()
    {
        Assert.False(TestQuestions.Numeric(3226, tolerance: 30).Grade("3257").RepeatsPrintedError);
    }

    [Fact]
    public void A_number_that_is_not_typed_is_graded_as_it_is()
    {
        var question = TestQuestions.Numeric(5, tolerance: 1);

        Assert.True(question.Grade(6.0).IsCorrect);
        Assert.Equal(GradeOutcome.Incorrect, question.Grade(double.PositiveInfinity).Outcome);
        Assert.Equal(ReplyProblem.NotANumber, question.Grade(double.NaN).Problem);
    }

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void A_reply_means_the_same_in_every_culture_of_the_machine(string culture)
    {
        string[] replies = ["2,817", "2817.5", "-1.4e-5", "\u22121.4 × 10^5", "2,5", "abc", "5 Items", "1.234,5"];
        string[] expected = [.. replies.Select(Grade)];

        Cultures.In(culture, () => Assert.Equal(expected, replies.Select(Grade)));

        static string Grade(string reply)
        {
            var result = TestQuestions.Numeric(5, unit: "items").Grade(reply);
            return string.Create(CultureInfo.InvariantCulture, $"{result} {result.Number}");
        }
    }

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void A_number_that_a_culture_writes_is_read_back_with_that_cultures_decimal_mark(string name)
    {
        // given: what .NET writes in that culture, grouped and not
        var culture = CultureInfo.GetCultureInfo(name);
        var mark = culture.NumberFormat.NumberDecimalSeparator == "," ? DecimalMark.Comma : DecimalMark.Point;
        var random = new Random(7);
        var numbers = Enumerable.Range(0, 2000)
            .Select(_ => Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 10)), 3));

        foreach (var number in numbers)
        {
            foreach (var written in new[] { number.ToString("N3", culture), number.ToString("R", culture), number.ToString("E15", culture) })
            {
                // then
                var read = TestQuestions.Numeric(0).Grade(written, mark).Number;
                Assert.True(read == number, $"{written} is read as {read}, not {number}");
            }
        }
    }

    [Fact]
    public void No_reply_makes_grading_throw()
    {
        // given: any sequence of the characters that the reader looks for
        const string Alphabet = "0123456789.,'’ \u00A0+-\u2212eExX×*^{}()⁻⁷⁺%٫٬۲½\u200E\uD83D\uDE00 abc\n\0";
        var random = new Random(3);
        for (var i = 0; i < 50_000; i++)
        {
            var reply = new string([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var result = TestQuestions.Numeric(5, unit: "abc").Grade(reply, (DecimalMark)random.Next(2));

            // then
            Assert.Equal(result.Outcome == GradeOutcome.NotUnderstood, result.Reason is not null);
            Assert.Equal(result.Outcome == GradeOutcome.NotUnderstood, result.Number is null);
        }
    }
}
