// What is looked through for answers: all that a page has, but for what is random.

using Bunit;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace QuizKit.Blazor.Tests;

public sealed class SecretsTests : BunitContext
{
    [Theory]
    [InlineData("<p title=\"2817\">a</p>", true)]
    [InlineData("<p>28<b>17</b></p>", true)]
    [InlineData("<input name=\"reply\" value=\"2817\">", true)]
    [InlineData("<input type=\"hidden\" name=\"__RequestVerificationToken\" value=\"CfDJ2817+/\">", false)]
    [InlineData("<a blazor:elementReference=\"96133fbf-2817-4888-83dd-f10c5c0a1b2c\">a</a>", false)]
    public void A_number_is_found_wherever_it_stands_but_in_a_random_value(string html, bool isFound) =>
        Assert.Equal(isFound, Secrets.Everything(html).Contains("2817", StringComparison.Ordinal));

    [Fact]
    public void A_rendered_question_has_no_random_value_left()
    {
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<QuizQuestion>(parameters => parameters.Add(component => component.Question, TestQuestions.Several));

        Assert.Matches("(?i)elementReference=\"[^\"]", shown.Markup);
        Assert.DoesNotMatch("(?i)elementReference=\"[^\"]", Secrets.Everything(shown.Markup));
    }
}
