// Markdown whose words once vanished, or stood somewhere else, without a message.

using QuizKit.Language.Diagnostics;
using QuizKit.Language.Model;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class LostWordsTests
{
    [Theory]
    [InlineData("What?", "words\n\n- [x] one\n- [ ] two", "This is wrong.", "- [x] one")]
    [InlineData("What?", "words", "This is wrong.\n\n1. a\n2. [X] one", "[X] one")]
    [InlineData("What?\n\n- a\n  - [x] one", "words", "This is wrong.", "[x] one")]
    [InlineData("What?\n\n> - [x] one\n> - [ ] two", "words", "This is wrong.", "[x] one")]
    [InlineData("What?\n\n- [x] one |\n-|\n|", "words", "This is wrong.", "[x] one")]
    public void A_task_list_outside_a_prompt_is_an_error_once(string prompt, string answer, string erratum, string place)
    {
        var quiz = Samples.FrontMatter + $"## Question 1\n<!-- quiz: id=one -->\n\n{prompt}\n\n### Answer\n\n{answer}\n\nA "
            + "<!-- claim: c expect=refuted -->claim<!-- /claim -->\n\n"
            + $"### Erratum\n<!-- erratum: kind=outdated claim=c -->\n\n{erratum}\n";

        var only = Assert.Single(FrontEnd.Compile(quiz).Problems);
        Assert.Equal(Definitions.TaskListMisplaced, only.Definition);
        Assert.Equal(quiz.IndexOf(place, StringComparison.Ordinal) + place.IndexOf('['), only.Span.Start);
    }

    [Fact]
    public void A_task_list_in_an_introduction_is_an_error()
    {
        var problems = FrontEnd.Compile(Samples.FrontMatter + "Words.\n\n- [ ] one\n\n" + Samples.Question).Problems;

        Assert.Equal([Definitions.TaskListMisplaced], problems.Select(item => item.Definition));
    }

    [Fact]
    public void A_nested_task_in_a_choice_is_an_error()
    {
        var quiz = Samples.FrontMatter + Samples.Question.Replace(
            "id=one -->\n\nWhat?", "id=one kind=choice -->\n\nWhat?\n\n- [x] a\n  - [ ] b\n- [ ] c", StringComparison.Ordinal);

        Assert.Equal([Definitions.TaskListMisplaced], FrontEnd.Compile(quiz).Problems.Select(item => item.Definition));
    }

    [Theory]
    [InlineData("Probabilities in [0, 1)")]
    [InlineData("a * b")]
    [InlineData("a *b")]
    [InlineData("a __b `c")]
    [InlineData("![a b")]
    [InlineData("a | b | c")]
    [InlineData("[a [b [c ~d")]
    [InlineData("a <b")]
    [InlineData("*a [b")]
    public void A_title_keeps_the_words_after_a_mark_that_opens_nothing(string title)
    {
        var (model, problems) = FrontEnd.Compile(Samples.FrontMatter.Replace("A sample", title, StringComparison.Ordinal) + Samples.Question);

        Assert.Empty(problems);
        Assert.Equal((title, title), (model.Title.Markdown, model.Title.PlainText));
        Assert.Equal(title.Replace("<", "&lt;", StringComparison.Ordinal), model.Title.Html);
    }

    [Theory]
    [InlineData("- E[X] is a[x] [x]", "- E[X] is a[x] [x]")]
    [InlineData("- a [ ] b\n- *c* [x]", "- a [ ] b\n- c [x]")]
    [InlineData("- [x](https://x.org) a", "- x (https://x.org) a")]
    [InlineData("- [ ]a", "- [ ]a")]
    [InlineData("- a\n\n  [x] b", "- a\n\n  [x] b")]
    [InlineData("1. <!-- note: x -->\n   words\n2. b", "1. words\n2. b")]
    [InlineData("- > a\n- b", "- a\n- b")]
    [InlineData("1. - a\n   - b\n2. - c\n\n     d", "1. - a\n   - b\n2. - c\n\n     d")]
    [InlineData("> $$\r> x\r> $$", "x")]
    [InlineData("> $$\r\n> x\r\n> $$", "x")]
    [InlineData("3. a\n4. <!-- note: x -->\n5. b", "3. a\n5. b")]
    [InlineData("> $$\n> x + 1\n> $$", "x + 1")]
    [InlineData("- > $$\n  > x\n  > + 1\n  > $$\n- b", "- x + 1\n- b")]
    [InlineData("1. a\n\n   $$\n   x\n   > 1\n   $$", "1. a\n\n   x > 1")]
    [InlineData("| a | b |\n| - | - |\n| `p \\| q` | c \\| d |", "a | b\np | q | c | d")]
    [InlineData("a \\``b` c", "a `b c")]
    [InlineData("a \\```b`` c `` d `e`", "a `b c `` d e")]
    [InlineData("a `` b ` c`` d", "a b ` c d")]
    public void Every_word_is_in_the_text(string markdown, string text)
    {
        Assert.Equal(text, Answer(markdown).PlainText);
    }

    [Theory]
    [InlineData("1. foo\n2.\n3. bar", "<ol>\n<li>foo</li>\n<li></li>\n<li>bar</li>\n</ol>")]
    [InlineData("a\n\n-\n\n>", "<p>a</p>\n<ul>\n<li></li>\n</ul>\n<blockquote>\n\n</blockquote>")]
    [InlineData("- * * *\n  a\n- b", "<ul>\n<li>\n<hr>\na</li>\n<li>b</li>\n</ul>")]
    [InlineData("a [ ](https://x.y) b", "<p>a <a href=\"https://x.y\"></a> b</p>")]
    [InlineData("a \\``b` c", "<p>a `<code>b</code> c</p>")]
    [InlineData("`a\\` b`", "<p><code>a\\</code> b`</p>")]
    [InlineData("`\\``", "<p>```</p>")]
    [InlineData(
        "| a |\n| - |\n| [b c",
        "<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>[b c</td></tr>\n</tbody>\n</table>")]
    [InlineData(
        "[a](https://x.y/é [<\"\\]%20%)", "<p>[a](https://x.y/é [&lt;\"]%20%)</p>")]
    [InlineData("[a](<https://x.y/é []\">)", "<p><a href=\"https://x.y/%C3%A9%20%5B%5D%22\">a</a></p>")]
    [InlineData("<https://x.y/\U0001F600%41[>", "<p><a href=\"https://x.y/%F0%9F%98%80%41%5B\">https://x.y/\U0001F600%41[</a></p>")]
    public void HTML_is_as_CommonMark_has_it(string markdown, string html)
    {
        Assert.Equal(html, Answer(markdown).Html);
    }

    [Theory]
    [InlineData("a [ ](https://x.y) b", "QK0035")]
    [InlineData("a [&nbsp;](https://x.y) b", "QK0035")]
    [InlineData("a ![ ](https://x.y/z.png) b", "QK0035")]
    [InlineData("![foo [bar](https://u.v)](https://x.y/z.png)", "QK0044")]
    [InlineData("[a]\n\n[a]: java&#115;cript:alert(1)", "QK0034")]
    [InlineData("$a <!-- claim: c -->b<!-- /claim -->$", "QK0014")]
    [InlineData("a\n\n$$\nx <!-- note: c -->\n$$", "QK0014")]
    [InlineData("a\n\n```csharp <!-- note: c -->\nx\n```", "QK0014")]
    [InlineData("| a | b |\n| - | - |\n| `p | q` | c |", "QK0025")]
    public void What_would_be_lost_is_reported(string markdown, string rule)
    {
        var problems = FrontEnd.Compile(FrontEnd.QuizOf(markdown)).Problems;

        Assert.Equal([rule], problems.Select(item => item.Definition.Rule.Id));
    }

    private static RichTextModel Answer(string markdown)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));
        Assert.DoesNotContain(problems, item => item.Definition != Definitions.LinkWithoutWords);
        return model.Questions[0].Answer;
    }
}
