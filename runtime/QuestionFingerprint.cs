// A hash of what a question asks and of its right answer, by which progress notices that a question was edited.

using System.Security.Cryptography;
using System.Text;

namespace QuizKit;

internal static class QuestionFingerprint
{
    /// <summary>The first 64 bits of the SHA-256 of the contents, in hexadecimal.</summary>
    public static string Of(Question question)
    {
        var text = new StringBuilder();
        Append(text, question.Kind.ToString());
        Append(text, question.Prompt.Markdown);
        question.Switch(
            open: it => Append(text, it.Answer.Text.Markdown),
            trueFalse: it => Append(text, it.IsTrue ? "true" : "false"),
            numeric: it => AppendNumbers(text, it),
            choice: it => AppendChoices(text, it));
        var digits = new StringBuilder(16);
        foreach (var octet in HashOf(Encoding.UTF8.GetBytes(text.ToString())).Take(8))
            digits.Append(octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return digits.ToString();
    }

#if NET
    private static byte[] HashOf(byte[] bytes) => SHA256.HashData(bytes);
#else
    private static byte[] HashOf(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(bytes);
    }
#endif

    private static void AppendNumbers(StringBuilder text, NumericQuestion question)
    {
        Append(text, question.CorrectValue);
        Append(text, question.Tolerance);
        Append(text, question.Unit ?? "");
        foreach (var range in question.Accepted)
        {
            Append(text, range.Low);
            Append(text, range.High);
        }
    }

    private static void AppendChoices(StringBuilder text, ChoiceQuestion question)
    {
        foreach (var choice in question.Choices)
        {
            Append(text, choice.IsCorrect ? "+" : "-");
            Append(text, choice.Text.Markdown);
        }
    }

    // With its length, so that no two lists of texts are the same characters.
    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);

    // By its bits: the digits differ between versions of .NET.
    private static void Append(StringBuilder text, double number) =>
        Append(text, BitConverter.DoubleToInt64Bits(number).ToString("x", System.Globalization.CultureInfo.InvariantCulture));
}
