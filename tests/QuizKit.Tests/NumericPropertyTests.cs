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
}
