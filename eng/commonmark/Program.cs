// Compiles each body of a JSON array as the answer of a quiz: quizkit-commonmark INPUT OUTPUT.

using System.Text.Encodings.Web;
using System.Text.Json;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

const string above = "---\nid: body\nlanguage: en\n---\n# Title\n\n## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\n";
var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var bodies = JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[0]))!;
using var output = File.Create(args[1]);
JsonSerializer.Serialize(output, bodies.Select(Compile), options);
return 0;

static Body Compile(string markdown)
{
    var text = above + markdown + "\n";
    var diagnostics = new DiagnosticBag();
    var quiz = QuizBinder.Bind(new SourceText(text), diagnostics);

    // Every linked file exists.
    if (quiz.Syntax is not null) LinkCheck.Check(quiz.Syntax, "body.quiz.md", _ => true, diagnostics);
    var problems = diagnostics.InTextOrder.Select(problem => new Problem(
        problem.Definition.Rule.Id, problem.Message, problem.Definition.Rule.IsError,
        IsInside: problem.Span.Start >= 0 && problem.Span.End <= text.Length));
    return new Body(quiz.Model.Questions is [var question, ..] ? question.Answer.Html : "", [.. problems]);
}

internal sealed record Body(string Html, Problem[] Problems);

internal sealed record Problem(string Rule, string Message, bool IsError, bool IsInside);
