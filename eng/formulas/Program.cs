// Writes a JSON file with every formula of some quizzes and of the corpus, as TeX and as the compiler's MathML, and every text
// of the quizzes and of the hostile ones as HTML: quizkit-formulas OUTPUT CORPUS QUIZ... Or counts: quizkit-formulas count FOLDER...

using System.Text.Encodings.Web;
using System.Text.Json;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using QuizKit.Formulas;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Model;
using QuizKit.Language.Rendering;
using QuizKit.Language.Tests;
using QuizKit.Language.Text;

if (args is ["count", .. var folders]) return Count.Run(folders);

var output = args[0];
var formulas = new List<Formula>();
foreach (var path in args[2..]) formulas.AddRange(InQuiz(path));
foreach (var tex in File.ReadLines(args[1]).Where(line => line.Length > 0 && line[0] != '#')) AddBoth(tex, "corpus");
foreach (var tex in CommandCorpus.Formulas()) AddBoth(tex, "commands");
foreach (var tex in CommandCorpus.Displayed()) formulas.Add(Convert(tex, isDisplayed: true, "commands"));

var texts = new List<Text>();
foreach (var path in args[2..]) texts.AddRange(TextsOf(Path.GetFileName(path), File.ReadAllText(path)));
foreach ((var name, var quiz) in HostileMarkdown.Quizzes()) texts.AddRange(TextsOf(name, quiz));

var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
var commands = TexCommands.All.Distinct().Order(StringComparer.Ordinal);
File.WriteAllText(output, JsonSerializer.Serialize(new { commands, formulas = formulas.Distinct(), texts }, options));
return 0;

void AddBoth(string tex, string origin)
{
    formulas.Add(Convert(tex, isDisplayed: false, origin));
    formulas.Add(Convert(tex, isDisplayed: true, origin));
}

static IEnumerable<Formula> InQuiz(string path)
{
    var text = File.ReadAllText(path);
    var document = MarkdownParser.Parse(text, frontMatterLength: 0, Cancellation.Never);
    var name = Path.GetFileName(path);
    foreach (var math in document.Descendants<MathInline>()) yield return Convert(math.Content.ToString(), math.DelimiterCount > 1, name);
    foreach (var math in document.Descendants<MathBlock>()) yield return Convert(math.Lines.ToString(), isDisplayed: true, name);
}

static Formula Convert(string tex, bool isDisplayed, string origin)
{
    var diagnostics = new DiagnosticBag();
    var formula = TexParser.Parse(tex, new TextSpan(0, tex.Length), diagnostics, Cancellation.Never);
    if (diagnostics.InTextOrder is [var problem, ..])
        throw new InvalidDataException($"{origin}: '{tex}' is outside the closed subset: {problem.Definition.Rule.Id} {problem.Message}");
    var html = new HtmlWriter();
    TexMathML.Write(formula, isDisplayed, html, Cancellation.Never);
    var (plain, unicode) = (new TexPlain(Cancellation.Never), new TexUnicode(Cancellation.Never));
    return new Formula(tex, isDisplayed, html.Finish(), plain.Write(formula), unicode.Write(formula), origin);
}

// A quiz with errors still becomes a model: its HTML has to be as safe as that of any other.
static IEnumerable<Text> TextsOf(string origin, string quiz)
{
    var model = QuizBinder.Bind(new SourceText(quiz), new DiagnosticBag(), Cancellation.Never).Model;
    var texts = new List<RichTextModel?> { model.Title, model.Introduction };
    foreach (var question in model.Questions)
    {
        texts.AddRange([question.Prompt, question.Answer]);
        texts.AddRange(question.Typed.Choices.Select(choice => choice.Text));
        texts.AddRange(question.Errata.Select(erratum => erratum.Text));
        texts.AddRange(question.Claims.Select(claim => claim.Statement));
    }

    return texts.OfType<RichTextModel>().Select(text => new Text(origin, text.Html));
}

internal sealed record Formula(string Tex, bool IsDisplayed, string MathML, string Plain, string Unicode, string Origin);

internal sealed record Text(string Origin, string Html);
