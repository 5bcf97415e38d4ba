// The JSON that is sent. These types have no property for what must stay secret before the reply; serializing a Question itself would
// include its answer.

using System.Linq;
using System.Text.Json.Serialization;
using QuizKit;

namespace WebQuiz;

/// <summary>A question before its reply.</summary>
internal sealed record AskedQuestion(
    string Id, int Number, string Kind, string? Title, string Prompt, string[] Hints, string[] Choices, string? Unit, string[] Tags)
{
    public static AskedQuestion Of(Question question) => new(
        question.Id,
        question.Number,
        question.Kind.ToString(),
        question.Title?.Html,
        question.Prompt.Html,
        [.. question.Hints.Select(hint => hint.Html)],
        question is ChoiceQuestion choice ? [.. choice.Choices.Select(item => item.Text.Html)] : [],
        (question as NumericQuestion)?.Unit,
        [.. question.Tags]);
}

/// <summary>A reply: what was typed, or the letters of choices.</summary>
internal sealed record Reply(string? Text);

/// <summary>The result of a reply. The answer is included unless the reply was not understood.</summary>
internal sealed record GradedReply(string Outcome, string? Reason, bool RepeatsPrintedError, string? Answer, string[] Feedback, string? Explanation, string[] Errata)
{
    public static GradedReply Of(Question question, GradeResult result) => Pages.IsRefused(result)
        ? new(result.Outcome.ToString(), result.Reason, false, null, [], null, [])
        : new(
            result.Outcome.ToString(),
            null,
            result.RepeatsPrintedError,
            question.Answer.Text.Html,
            [.. result.Feedback.Select(text => text.Html)],
            question.Explanation?.Html,
            [.. question.Errata.Select(erratum => erratum.Text.Html)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AskedQuestion[]))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(GradedReply))]
internal sealed partial class QuizJson : JsonSerializerContext;
