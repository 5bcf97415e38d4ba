// No text of a quiz becomes more than text: what a browser's parser makes of the HTML holds only what the generator writes.

using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class HtmlSafetyTests
{
    // The elements that a quiz can have, each with its attributes.
    private static readonly Dictionary<string, string[]> Allowed = (
        "p;ul;ol start;li;blockquote;hr;br;pre;code class;table;thead;tbody;tr;th scope class;td class;"
        + "em;strong;a href title;img src alt title;span data-claim;div data-claim;"
        + "math display;mi mathvariant;mn;mo form stretchy lspace rspace;"
        + "mtext;mspace width;mrow;mfrac;msqrt;mroot;msub;msup;msubsup;munder;mover;munderover")
        .Split(';').Select(words => words.Split(' ')).ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    [Fact]
    public void Hostile_Markdown_does_not_compile_or_becomes_harmless_HTML()
    {
        List<(string, string)> quizzes = [.. HostileMarkdown.Quizzes()];
        Assert.True(quizzes.Count > 1500);

        Assert.Equal("", string.Join("\n", quizzes.SelectMany(quiz => Dangers(quiz.Item1, quiz.Item2)).Take(20)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hostile_fragments_in_any_order_become_harmless_HTML(int seed)
    {
        Assert.Equal("", string.Join("\n", HostileMarkdown.Mixed(seed, count: 2000)
            .SelectMany(quiz => Dangers(quiz.Name, quiz.Quiz)).Take(20)));
    }

    [Fact]
    public void The_page_on_formulas_names_every_element_and_attribute()
    {
        var page = FencedExamples.ReadPage("formulas.md");

        var names = Allowed.Where(pair => pair.Key[0] != 'm').SelectMany(pair => pair.Value.Prepend(pair.Key));

        Assert.All(names, name => Assert.Matches($"`{name}[`=]", page));
    }

    [Theory]
    [InlineData("<p>words <b>bold</b></p>", "<b>")]
    [InlineData("<p onclick=\"x\">words</p>", "onclick")]
    [InlineData("<p><a href=\"java&#10;script:x\">words</a></p>", "java\nscript:x")]
    [InlineData("<p><a href=\"//example.org\">words</a></p>", "//example.org")]
    [InlineData("<p><p>words</p></p>", "as written")]
    [InlineData("<p>\u0001</p>", "as written")]
    public void The_judge_itself_sees_each_kind_of_danger(string html, string danger)
    {
        Assert.Contains(danger, string.Join("\n", DangersIn(html)), StringComparison.Ordinal);
    }

    // The model is made even where an error stops the build, so that its HTML is safe if someone turned the errors off.
    private static IEnumerable<string> Dangers(string name, string quiz)
    {
        var model = QuizBinder.Bind(new SourceText(quiz), new DiagnosticBag()).Model;
        var texts = model.Questions
            .SelectMany(question => new[] { question.Prompt, question.Answer }
                .Concat(question.Typed.Choices.Select(choice => choice.Text))
                .Concat(question.Claims.Select(claim => claim.Statement)))
            .Prepend(model.Title)
            .Append(model.Introduction);
        return texts.OfType<RichTextModel>().SelectMany(text => DangersIn(text.Html)).Select(danger => $"{name}: {danger}");
    }

    private static IEnumerable<string> DangersIn(string html)
    {
        var errors = new List<string>();
        var parser = new HtmlParser();
        parser.Error += (_, error) => errors.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)error).Message);
        IElement body = parser.ParseDocument("<!doctype html><html><head><title>x</title></head><body>" + html + "</body></html>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (!Allowed.TryGetValue(element.LocalName, out var attributes)) yield return $"<{element.LocalName}> in {html}";
            foreach (var attribute in element.Attributes)
            {
                if (attributes is not null && !attributes.Contains(attribute.Name)) yield return $"{attribute.Name} in {html}";
                if (attribute.Name is "href" or "src" && !IsSafe(attribute.Value)) yield return $"{attribute.Value} in {html}";
            }
        }

        // The parser lets controls pass, which the standard calls an error.
        if (html.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) errors.Add("a control character");
        foreach (var error in errors) yield return $"not as written ({error}): {html}";
        if (body.InnerHtml != html) yield return $"not as written: {html}\n  parsed: {body.InnerHtml}";
    }

    // As the URL standard reads it: it strips controls and spaces at both ends and drops tabs and line ends, then takes
    // letters up to a colon for a scheme. This decides independently of the generator.
    private static bool IsSafe(string address)
    {
        var url = address.Trim([.. Enumerable.Range(0, 33).Select(code => (char)code)]).Replace("\t", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace('\\', '/');
        if (url.StartsWith("//", StringComparison.Ordinal)) return false;
        return !Uri.CheckSchemeName(url.Split(':')[0]) || !url.Contains(':', StringComparison.Ordinal)
            || url.Split(':')[0].ToLowerInvariant() is "http" or "https" or "mailto";
    }
}
