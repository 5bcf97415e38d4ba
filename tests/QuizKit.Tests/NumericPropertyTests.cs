// Random numbers: what a question writes it reads again, and tolerances hold as they do for decimal numbers.

using System.Globalization;
using Xunit;

namespace QuizKit.Tests;

public sealed class NumericPropertyTests
{
    private const int Cases = 5_000;

    private static readonly string[] Languages = ["en", "de", "de-CH", "fr", "es-MX", "hi", "ar", "cs", "pt-BR", "tlh"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_number_as_its_question_writes_it_is_a_reply_with_that_number(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (i % 2 == 0) value = Math.Round(random.NextDouble() * 1000, random.Next(6));
            if (!double.IsFinite(value)) continue;
            var question = TestQuestions.Numeric(value, language: Languages[i % Languages.Length]);

            Assert.True(question.Grade(question.Format(value)).IsCorrect, $"{question.Format(value)} in {question.Language}");
            Assert.False(question.Grade(question.Format(value == 0 ? 1 : -value)).IsCorrect);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_reply_is_right_if_its_decimal_distance_is_at_most_the_tolerance(int seed)
    {
        var random = new Random(seed);
        var onBound = 0;
        for (var i = 0; i < Cases; i++)
        {
            var unit = new decimal(1, 0, 0, isNegative: false, (byte)random.Next(13));
            var center = random.Next(-100_000, 100_000) * unit;
            var tolerance = random.Next(0, 50) * unit;
            var reply = center + (random.Next(-60, 61) * unit);
            var question = TestQuestions.Numeric((double)center, (double)tolerance);
            var distance = Math.Abs(reply - center);
            if (distance == tolerance) onBound++;

            var typed = reply.ToString(CultureInfo.InvariantCulture);

            Assert.True((distance <= tolerance) == question.Grade(typed).IsCorrect, $"{typed} for {center} ± {tolerance}");
        }

        Assert.True(onBound > Cases / 100, $"{onBound} replies were on the bound");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_plain_reply_is_the_double_nearest_to_it(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            // Beyond 15 digits the plain reading ends.
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 18)).Select(_ => random.Next(10)));
            var decimals = random.Next(digits.Length);
            var typed = (i % 2 == 0 ? "-" : "") + (decimals == 0 ? digits : digits.Insert(digits.Length - decimals, "."));
            var language = Languages[i % Languages.Length];
            var question = TestQuestions.Numeric(1, language: language);
            var isComma = question.Format(0.5).Contains(',', StringComparison.Ordinal);

            var result = question.Grade(isComma ? typed.Replace('.', ',') : typed);

            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(typed, CultureInfo.InvariantCulture)),
                BitConverter.DoubleToInt64Bits(result.Number ?? double.NaN));
        }
    }

    [Fact]
    public void Grading_the_right_number_allocates_nothing()
    {
        var question = TestQuestions.Numeric(136_448, tolerance: 0.5, unit: "multiply-adds", printed: 70_912);
        var right = 0;
        for (var i = 0; i < 2; i++)
        {
            // The first round creates the result.
            right = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var reply = 0; reply < 100; reply++) right += question.Grade("136448").IsCorrect ? 1 : 0;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (i == 1) Assert.Equal(0, allocated);
        }

        Assert.Equal(100, right);
    }
}
