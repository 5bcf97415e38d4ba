// Compiles each element of a JSON array: quizkit-commonmark bodies|quizzes INPUT OUTPUT. A body is the answer of a quiz; a quiz has a
// text and, if it is a translation, the text of its original and its language.

using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Tests;
using QuizKit.Language.Text;

var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var input = File.ReadAllText(args[1]);
using var output = File.Create(args[2]);
if (args[0] == "quizzes") JsonSerializer.Serialize(output, JsonSerializer.Deserialize<Source[]>(input)!.Select(CompileQuiz), options);
else JsonSerializer.Serialize(output, JsonSerializer.Deserialize<string[]>(input)!.Select(CompileBody), options);
return 0;

static Body CompileBody(string markdown)
{
    var (model, problems) = Compile(FrontEnd.QuizOf(markdown));
    return new Body(model.Questions is [var question, ..] ? question.Answer.Html : "", problems);
}

static Quiz CompileQuiz(Source source)
{
    Translation? translation = null;
    if (source.Original is not null)
    {
        var diagnostics = new DiagnosticBag();
        var original = QuizBinder.Bind(new SourceText(source.Original), diagnostics, Cancellation.Never);
        translation = Translation.Of(original, !diagnostics.HasError, source.Language!);
    }

    var (model, problems) = Compile(source.Text, translation);
    return new Quiz(model, problems);
}

static (QuizModel Model, Problem[] Problems) Compile(string text, Translation? translation = null)
{
    var (model, diagnostics) = FrontEnd.Compile(text, translation: translation);
    var problems = diagnostics.Select(problem => new Problem(
        problem.Definition.Rule.Id, problem.Message, problem.Definition.Rule.IsError,
        IsInside: problem.Span.Start >= 0 && problem.Span.End <= text.Length));
    return (model, [.. problems]);
}

internal sealed record Source(string Text, string? Original, string? Language);

internal sealed record Body(string Html, Problem[] Problems);

internal sealed record Quiz(QuizModel Model, Problem[] Problems);

internal sealed record Problem(string Rule, string Message, bool IsError, bool IsInside);
