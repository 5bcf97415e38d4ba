// What an embedded script answered, or why a check that needs its answer is skipped.

using System.Text.Json;
using QuizKit.GpuChecks.Outcomes;
using QuizKit.Laboratory.Python;

namespace QuizKit.GpuChecks.Checks.Support;

/// <summary>The line of JSON that every script ends with.</summary>
/// <param name="Status">The script's own word for success, or <c>missing</c> or <c>broken</c>.</param>
/// <param name="Module">The module that is missing or broken.</param>
/// <param name="Message">What Python said of it.</param>
internal record PythonAnswer(string Status, string? Module, string? Message)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Returns the outcome of a check whose script did not answer, or null where it did.</summary>
    /// <param name="result">What became of the script.</param>
    /// <param name="remedy">What to install.</param>
    public static Outcome? Skip(PythonResult result, string remedy) =>
        result.Output is null ? Outcome.Skipped($"{Capitalized(result.Problem ?? "There is no answer")}. {remedy}") : null;

    /// <summary>Reads an answer.</summary>
    /// <typeparam name="TAnswer">What a successful script answers.</typeparam>
    /// <param name="line">The line that it wrote.</param>
    /// <param name="success">The status of a successful script.</param>
    /// <param name="remedy">What to install where a module is missing.</param>
    /// <returns>Either the answer, or the outcome of a check that has none.</returns>
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

    /// <summary>The outcome of a check whose script wrote something else than an answer.</summary>
    public static Outcome NoAnswer(string line) => Outcome.Skipped($"Python gave an answer that is none: {line}");

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
