// Compiles each body of a JSON array as the answer of a quiz: quizkit-commonmark INPUT OUTPUT.

using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Tests;

var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var bodies = JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[0]))!;
using var output = File.Create(args[1]);
JsonSerializer.Serialize(output, bodies.Select(Compile), options);
return 0;

static Body Compile(string markdown)
{
    var text = FrontEnd.QuizOf(markdown);
    var (model, diagnostics) = FrontEnd.Compile(text);
    var problems = diagnostics.Select(problem => new Problem(
        problem.Definition.Rule.Id, problem.Message, problem.Definition.Rule.IsError,
        IsInside: problem.Span.Start >= 0 && problem.Span.End <= text.Length));
    return new Body(model.Questions is [var question, ..] ? question.Answer.Html : "", [.. problems]);
}

internal sealed record Body(string Html, Problem[] Problems);

internal sealed record Problem(string Rule, string Message, bool IsError, bool IsInside);
