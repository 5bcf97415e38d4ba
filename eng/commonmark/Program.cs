// Compiles each text of a JSON array: quizkit-commonmark bodies|quizzes INPUT OUTPUT. A body is the answer of a quiz.

using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Model;
using QuizKit.Language.Tests;

var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var texts = JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[1]))!;
using var output = File.Create(args[2]);
if (args[0] == "quizzes") JsonSerializer.Serialize(output, texts.Select(CompileQuiz), options);
else JsonSerializer.Serialize(output, texts.Select(CompileBody), options);
return 0;

static Body CompileBody(string markdown)
{
    var (model, problems) = Compile(FrontEnd.QuizOf(markdown));
    return new Body(model.Questions is [var question, ..] ? question.Answer.Html : "", problems);
}

static Quiz CompileQuiz(string text)
{
    var (model, problems) = Compile(text);
    return new Quiz(model, problems);
}

static (QuizModel Model, Problem[] Problems) Compile(string text)
{
    var (model, diagnostics) = FrontEnd.Compile(text);
    var problems = diagnostics.Select(problem => new Problem(
        problem.Definition.Rule.Id, problem.Message, problem.Definition.Rule.IsError,
        IsInside: problem.Span.Start >= 0 && problem.Span.End <= text.Length));
    return (model, [.. problems]);
}

internal sealed record Body(string Html, Problem[] Problems);

internal sealed record Quiz(QuizModel Model, Problem[] Problems);

internal sealed record Problem(string Rule, string Message, bool IsError, bool IsInside);
