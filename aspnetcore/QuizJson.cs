// The JSON of requests and responses, by code that the compiler generates.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace QuizKit.AspNetCore;

[JsonSerializable(typeof(QuizView))]
[JsonSerializable(typeof(QuestionView))]
[JsonSerializable(typeof(ShownHint))]
[JsonSerializable(typeof(GradedReply))]
[JsonSerializable(typeof(RevealedAnswer))]
[JsonSerializable(typeof(ReplyRequest))]
[JsonSerializable(typeof(RevealRequest))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
internal sealed partial class QuizJson : JsonSerializerContext
{
    /// <summary>
    /// The JSON as it is sent and read, whatever the options of the app. A misspelt or repeated member is an error: a seed that nobody reads
    /// would grade the letters of another order. Text is escaped as ASP.NET Core does it for responses that are JSON alone.
    /// </summary>
    public static QuizJson Wire { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
