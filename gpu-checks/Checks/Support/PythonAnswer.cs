// The answer of the Python script, or why a check that needs it is skipped.

using System.Text.Json;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Libraries;

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>
/// The line of JSON that answers a question. Its status is the question's own word for success, or <c>missing</c>, <c>broken</c> or
/// <c>error</c> with the module that is meant and Python's message.
/// </summary>
internal record PythonAnswer(string Status, string? Module, string? Message)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Returns the outcome of a check whose question got no answer, or null where it got one.</summary>
    public static Outcome? Skip(LibraryResult result, string remedy) =>
        result.Output is null ? Outcome.Skipped($"{Capitalized((result.Problem ?? "There is no answer").TrimEnd('.'))}. {remedy}") : null;

    /// <summary>Reads an answer with the status of a success, or returns the outcome of a check that has none.</summary>
    public static (TAnswer? Answer, Outcome? Skipped) Read<TAnswer>(string line, string success, string remedy)
        where TAnswer : PythonAnswer
    {
        TAnswer? answer;
        try
        {
            answer = JsonSerializer.Deserialize<TAnswer>(line, Options);
        }
        catch (JsonException)
        {
            answer = null;
        }

        return answer switch
        {
            { Status: "missing" } => (null, Outcome.Skipped($"Python has no {answer.Module}. {remedy}")),
            { Status: "broken" } => (null, Outcome.Skipped($"Python's {answer.Module} does not load: {answer.Message}. Reinstall it.")),
            not null when answer.Status == success => (answer, null),
            _ => (null, NoAnswer(line)),
        };
    }

    /// <summary>The outcome of a check whose answer is not valid.</summary>
    public static Outcome NoAnswer(string line) => Outcome.Skipped($"Python gave an invalid answer: {line}");

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
