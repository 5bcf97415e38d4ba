// What a page may not tell before the reply.

using System.Net;
using System.Text.RegularExpressions;

namespace QuizKit.Blazor.Tests;

internal static partial class Secrets
{
    /// <summary>Each sentence of the answer, the explanation, the errata and the feedback, each quotation of a claim that the prompt does not
    /// make, and each right number, as a reader would see it. Short ones could stand anywhere.</summary>
    public static IReadOnlyList<string> Of(Question question)
    {
        var feedback = question.Match(
            open: _ => [],
            trueFalse: _ => [],
            numeric: number => number.Slips.Select(slip => slip.Feedback),
            choice: choices => choices.Choices.Select(choice => choice.Feedback).OfType<RichText>());
        var texts = question.Errata.Select(erratum => erratum.Text)
            .Concat(question.Claims.Where(claim => claim.Origin != ClaimOrigin.Prompt).Select(claim => claim.Statement))
            .Concat(feedback).Append(question.Answer.Text);
        if (question.Explanation is not null) texts = texts.Append(question.Explanation);
        string[] shown = [.. question.Hints.Prepend(question.Prompt).SelectMany(Forms)];
        return
        [
            .. texts.SelectMany(Forms).SelectMany(text => EndOfSentence.Split(text)).Select(sentence => sentence.Trim())
                .Where(sentence => sentence.Length >= 12 && !shown.Any(text => text.Contains(sentence, StringComparison.Ordinal)))
                .Concat(question.Claims.Select(claim => $"\"{claim.Id}\"")).Distinct(),
        ];
    }

    private static string[] Forms(RichText text) => [text.UnicodeText, text.PlainText, text.Markdown, Words(text.Html)];

    /// <summary>
    /// All that a page has, attributes included, and then its words as they are read; but for values that are random each time, in which
    /// any number may occur: the token of a form, and the references to elements that tests alone see.
    /// </summary>
    public static string Everything(string html) => $"{WebUtility.HtmlDecode(RandomValue.Replace(html, ""))}\n{Words(html)}";

    private static string Words(string html) => WebUtility.HtmlDecode(Tag.Replace(html, ""));

    [GeneratedRegex(@"(?<=\.)\s|\n")]
    private static partial Regex EndOfSentence { get; }

    [GeneratedRegex("(?i)(?<= blazor:elementReference=\"|name=\"__RequestVerificationToken\" value=\")[^\"]+")]
    private static partial Regex RandomValue { get; }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag { get; }
}
