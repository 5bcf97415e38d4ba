// No text of a quiz becomes more than text: what a browser's parser makes of the HTML holds only what the generator writes.

using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class HtmlSafetyTests
{
    [Fact]
    public void Hostile_Markdown_does_not_compile_or_becomes_harmless_HTML()
    {
        List<(string, string)> quizzes = [.. HostileMarkdown.Quizzes()];
        Assert.True(quizzes.Count > 1500);

        Assert.Equal("", string.Join("\n", Thorough.Cases(quizzes).SelectMany(quiz => Dangers(quiz.Item1, quiz.Item2)).Take(20)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hostile_fragments_in_any_order_become_harmless_HTML(int seed)
    {
        Assert.Equal("", string.Join("\n", HostileMarkdown.Mixed(seed, count: Thorough.Count(2000))
            .SelectMany(quiz => Dangers(quiz.Name, quiz.Quiz)).Take(20)));
    }

    [Fact]
    public void The_page_on_formulas_names_every_element_and_attribute()
    {
        var page = FencedExamples.ReadPage("formulas.md");

        var names = HtmlJudge.Allowed.Where(pair => pair.Key[0] != 'm').SelectMany(pair => pair.Value.Prepend(pair.Key));

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
        Assert.Contains(danger, string.Join("\n", HtmlJudge.DangersIn(html)), StringComparison.Ordinal);
    }

    // The model is made even where an error stops the build, so that its HTML is safe if someone turned the errors off.
    private static IEnumerable<string> Dangers(string name, string quiz)
    {
        var model = FrontEnd.Compile(quiz).Model;
        var texts = model.Questions
            .SelectMany(question => new[] { question.Prompt, question.Answer }
                .Concat(question.Typed.Choices.Select(choice => choice.Text))
                .Concat(question.Claims.Select(claim => claim.Statement)))
            .Prepend(model.Title)
            .Append(model.Introduction);
        return texts.OfType<RichTextModel>().SelectMany(text => HtmlJudge.DangersIn(text.Html)).Select(danger => $"{name}: {danger}");
    }
}
