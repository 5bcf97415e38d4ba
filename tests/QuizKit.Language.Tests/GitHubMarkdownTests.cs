// What Git hosts show beyond CommonMark: supported in every form, or an error of its own.

using Xunit;

namespace QuizKit.Language.Tests;

public sealed class GitHubMarkdownTests
{
    [Theory]
    [InlineData("a ~~b~~ c", "<p>a <del>b</del> c</p>", "a ~~b~~ c", "a ~~b~~ c")]
    [InlineData("H<sub>2</sub>O x<sup>n+1</sup>", "<p>H<sub>2</sub>O x<sup>n+1</sup></p>", "H_2O x^(n+1)", "H₂O xⁿ⁺¹")]
    [InlineData("<kbd>*Ctrl*</kbd>", "<p><kbd><em>Ctrl</em></kbd></p>", "Ctrl", "Ctrl")]
    [InlineData("a<br>b<br/>c<BR />d", "<p>a<br>\nb<br>\nc<br>\nd</p>", "a\nb\nc\nd", "a\nb\nc\nd")]
    [InlineData("> [!WARNING]\n> a *b*\n>\n> c", "<blockquote class=\"alert-warning\">\n<p><strong>Warning</strong><br>\na <em>b</em></p>\n<p>c</p>\n</blockquote>", "Warning:\na b\n\nc", "Warning:\na b\n\nc")]
    [InlineData("> [!note]\r\n> a", "<blockquote class=\"alert-note\">\n<p><strong>Note</strong><br>\na</p>\n</blockquote>", "Note:\na", "Note:\na")]
    [InlineData("> \\[!INFO]\n> a", "<blockquote>\n<p>[!INFO]\na</p>\n</blockquote>", "[!INFO] a", "[!INFO] a")]
    [InlineData("See https://a.org/b_(c)?d, (http://e.org).", "<p>See <a href=\"https://a.org/b_(c)?d\">https://a.org/b_(c)?d</a>, (<a href=\"http://e.org\">http://e.org</a>).</p>", "See https://a.org/b_(c)?d, (http://e.org).", "See https://a.org/b_(c)?d, (http://e.org).")]
    [InlineData("xhttps://a.org `https://a.org` https://", "<p>xhttps://a.org <code>https://a.org</code> https://</p>", "xhttps://a.org https://a.org https://", "xhttps://a.org https://a.org https://")]
    [InlineData("[https://a.org](https://b.org)", "<p><a href=\"https://b.org\">https://a.org</a></p>", "https://a.org (https://b.org)", "https://a.org (https://b.org)")]
    [InlineData("a :smile: :nosuchname: 1:2:3", "<p>a 😄 :nosuchname: 1:2:3</p>", "a 😄 :nosuchname: 1:2:3", "a 😄 :nosuchname: 1:2:3")]
    [InlineData("{a=b} f{x=1}", "<p>{a=b} f{x=1}</p>", "{a=b} f{x=1}", "{a=b} f{x=1}")]
    public void What_Git_hosts_show_has_every_form(string markdown, string html, string plain, string unicode)
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf(markdown));

        Assert.Empty(problems);
        var answer = model.Questions[0].Answer!;
        Assert.Equal((html, plain, unicode), (answer.Html, answer.PlainText, answer.UnicodeText));
        Assert.Equal(html, FrontEnd.Compile(FrontEnd.QuizOf(answer.Markdown)).Model.Questions[0].Answer!.Html);
    }

    [Fact]
    public void A_line_break_in_a_table_keeps_its_row()
    {
        var (model, problems) = FrontEnd.Compile(FrontEnd.QuizOf("| a | b |\n| - | - |\n| c<br>d | e |"));

        Assert.Empty(problems);
        Assert.Equal("a | b\nc d | e", model.Questions[0].Answer!.PlainText);
        Assert.Contains("<td>c<br>\nd</td>", model.Questions[0].Answer!.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> «[!INFO]»\n> a", "QK0025", "Note, Tip, Important, Warning, Caution")]
    [InlineData("> «[!NOTE]» a", "QK0025", "alone on the first line")]
    [InlineData("«<details>\n<summary>a</summary>»\n\nb\n\n</details>", "QK0025", "folded blocks")]
    [InlineData("![a](b.png)«{width=300}»", "QK0025", "attributes")]
    [InlineData("`a`«{.class #id}»", "QK0025", "attributes")]
    [InlineData("a «<b>» c", "QK0024", "except for <br>")]
    [InlineData("a «<sub>» c", "QK0024", "except for <br>")]
    [InlineData("a $x«\u202E»y$ c", "QK0023", "U+202E")]
    public void What_stays_out_is_one_error_of_its_own(string marked, string id, string words)
    {
        var markdown = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var quiz = FrontEnd.QuizOf(markdown);

        var problem = Assert.Single(FrontEnd.Compile(quiz).Problems);

        Assert.Equal(id, problem.Definition.Rule.Id);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        var place = marked[(marked.IndexOf('«', StringComparison.Ordinal) + 1)..marked.IndexOf('»', StringComparison.Ordinal)];
        Assert.Equal(place, quiz.Substring(problem.Span.Start, problem.Span.Length));
    }

    [Theory]
    [InlineData("markdownlint-disable MD013")]
    [InlineData("prettier-ignore")]
    [InlineData("cspell:ignore Lena Ob")]
    [InlineData("cSpell: disable")]
    [InlineData("vale off")]
    [InlineData("textlint-disable")]
    [InlineData("lint disable no-html")]
    [InlineData("alex ignore he-she")]
    [InlineData("toc")]
    [InlineData("START doctoc")]
    [InlineData("omit in toc")]
    public void A_comment_of_another_tool_is_a_note(string comment)
    {
        var written = $"<!-- {comment} -->";
        var quiz = written + "\n" + FrontEnd.QuizOf($"{written}\n\nThe Volga. {written}\n{written}").Replace("# Title\n", $"# Title\n\n{written}\n", StringComparison.Ordinal);

        var (model, problems) = FrontEnd.Compile(quiz);

        Assert.Empty(problems);
        Assert.Equal("The Volga.", model.Questions[0].Answer!.Markdown);
    }
}
