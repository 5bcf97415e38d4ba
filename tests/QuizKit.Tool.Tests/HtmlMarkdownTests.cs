// HTML of other products as Markdown: a table of elements, and any words at all, which come back unchanged when the compiler reads them.

using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using QuizKit.Language.Binding;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;
using QuizKit.Tool.Importing.Formats;
using Xunit;

namespace QuizKit.Tool.Tests;

public sealed class HtmlMarkdownTests
{
    private static readonly string[] Marks =
    [
        "*", "**", "_", "__", "`", "``", "$", "$$", "[", "]", "(", ")", "<", ">", "&", "\\", "~~", "|", "#", "-", "+", "1.", "1)", ":", ":smile:", "!",
        "{", "}", "=", "===", "---", "~~~", "```", "[x]", "[^1]", "![a](b)", "[a](b)", "[a][b]", "[a]: b", "<!-- a -->", "<b>", "&amp;", "&#42;",
        "\\(x^2\\)", "\\[1\\]", "https://a.b", "www.a.b", "a@b.c", "{a=b}", "{.c}", "a", "b c", "ä", "𝔄", "5", "$5", "1,2", ".", "?", "'", "\"", "...",
        "<<<<<<<", "=======", "[!NOTE]", "a_b", "\u00A0", "\u200B", "(c)", ":)", "%", "@", "^", "==a==", "++a++", "H~2~O", "x^2^", "Term\n: word",
    ];

    private static readonly string[] Tags = ["b", "em", "i", "strong", "del", "code", "sub", "kbd", "span"];

    private static readonly string[] Ends = ["", " ", "x", "(", "."];

    /// <summary>HTML and the Markdown that it becomes; '|' in the Markdown is a line end.</summary>
    public static TheoryData<string, string> Elements => new()
    {
        { "<p>One</p><p>Two<br>three</p>", "One||Two\\|three" },
        { "<b>bold</b> and <em>stressed</em>, <strong><i>both</i></strong>", "**bold** and *stressed*, **_both_**" },
        { "<b> spaces </b>go out", "**spaces** go out" },
        { "<b>one</b><b>two</b>", "**onetwo**" },
        { "a<b>(b)</b>c", "a(**b**)c" },
        { "H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>", "H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>" },
        { "<code>a`b</code>", "``a`b``" },
        { "<pre><code class=\"language-sh\">echo '```'\n\n  x</code></pre>", "````sh|echo '```'||  x|````" },
        { "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "- one|  - two|- three" },
        { "<ol start=\"3\"><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", "3. a||   b||4. c" },
        { "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a||+ b" },
        { "<blockquote><p>a</p><p>b</p></blockquote>", "> a|>|> b" },
        { "<a href=\"https://a.org/x y\">words</a>", "[words](https://a.org/x%20y)" },
        { "<a href=\"https://a.org\">https://a.org</a>", "<https://a.org>" },
        { "\\(a &lt; b\\) and $$c$$ and \\[d\\]", "$a < b$ and $$c$$ and $$d$$" },
        { "<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x^2</annotation></semantics></math>", "$x^2$" },
        { "<h3>Title</h3>words", "**Title**||words" },
        { "<div><span><p>deep</p></span></div>", "deep" },
        { "1. not a list", "1\\. not a list" },
        { "# no heading", "\\# no heading" },
    };

    [Theory]
    [MemberData(nameof(Elements))]
    public void Elements_become_marks(string html, string markdown)
    {
        var notes = new List<string>();

        Assert.Equal(markdown.Replace('|', '\n'), new HtmlMarkdown(notes.Add, _ => null).Write(html));
        Assert.Empty(notes);
        Assert.DoesNotContain(Compiled(markdown.Replace('|', '\n')).Problems, problem => problem.Definition.Rule.IsError);
    }

    [Fact]
    public void A_table_keeps_its_rows_its_sides_and_the_bars_in_its_words()
    {
        const string Html = "<table><tr><th>a</th><th style=\"text-align: right\">b</th></tr><tr><td>x|y</td><td align=\"right\">1<br>2</td></tr></table>";

        Assert.Equal("| a | b |\n| --- | --: |\n| x\\|y | 1<br>2 |", new HtmlMarkdown(_ => { }, _ => null).Write(Html));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>words", "words", "<script> is left out")]
    [InlineData("<b onclick=\"alert(1)\">words</b>", "**words**", "the script in 'onclick' of <b> is left out")]
    [InlineData("<a href=\"javascript:alert(1)\">words</a>", "words", "the link to 'javascript:alert(1)' is left out, and its words stay")]
    [InlineData("<iframe src=\"https://a.org\"></iframe>words", "words", "<iframe> is left out")]
    [InlineData("<svg onload=\"alert(1)\"><script>1</script></svg>words", "words", "<svg> is left out")]
    [InlineData("<img src=\"x.png\" onerror=\"alert(1)\" alt=\"a map\">", "a map", "the script in 'onerror' of <img> is left out")]
    [InlineData("<u>words</u>", "words", "an underline is left out, and its words stay")]
    public void What_is_left_out_is_said_and_never_passed_on(string html, string markdown, string note)
    {
        var notes = new List<string>();

        Assert.Equal(markdown, new HtmlMarkdown(notes.Add, _ => null).Write(html));
        Assert.Contains(note, notes);
    }

    [Fact]
    public void Any_words_come_back_as_they_are()
    {
        var any = Gen.Int[0, Marks.Length - 1].Select(i => Marks[i]).Array[1, 8].Select(Gen.Bool.Array[8], (parts, spaces) =>
            string.Concat(parts.Select((part, i) => part + (spaces[i % 8] ? " " : ""))));
        Assert.All(
            RandomCases.Of(any, Thorough.Count(5000, few: 300)),
            words =>
            {
                if (string.IsNullOrWhiteSpace(words.Replace("\u200B", "", StringComparison.Ordinal))) return;
                var markdown = new HtmlMarkdown(_ => { }, _ => null).Write(Literal(words));
                var compiled = Compiled(markdown);
                Assert.True(!compiled.Problems.Any(problem => problem.Definition.Rule.IsError), $"{words} → {markdown}: {compiled.Problems.FirstOrDefault()?.Message}");
                Assert.Equal(Spaced(words), Spaced(compiled.Text));
            });
    }

    [Fact]
    public void Any_marks_around_words_come_back_as_they_are()
    {
        var piece = Gen.Select(Gen.Int[0, Tags.Length - 1].Select(i => Tags[i]), Gen.Int[0, Tags.Length - 1].Select(i => Tags[i]), Gen.Int[0, Marks.Length - 1].Select(i => Marks[i]), Gen.Int[0, Ends.Length - 1].Select(i => Ends[i]), (tag, inner, words, after) =>
            (Html: $"<{tag}>{Literal(words)}<{inner}>{Literal(words)}</{inner}></{tag}>{after}", Words: words + words + after));
        Assert.All(
            RandomCases.Of(piece.Array[1, 4], Thorough.Count(5000, few: 300)),
            pieces =>
            {
                var html = string.Concat(pieces.Select(one => one.Html));
                var markdown = new HtmlMarkdown(_ => { }, _ => null).Write(html + ".");
                var compiled = Compiled(markdown);
                Assert.True(!compiled.Problems.Any(problem => problem.Definition.Rule.IsError), $"{html} → {markdown}: {compiled.Problems.FirstOrDefault()?.Message}");
                Assert.True(Spaced(string.Concat(pieces.Select(one => one.Words)) + ".") == Spaced(compiled.Text), $"{html} → {markdown} → {compiled.Text}");
            });
    }

    [Fact]
    public void Code_whose_mark_cannot_be_written_joins_the_code_beside_it()
    {
        var markdown = new HtmlMarkdown(_ => { }, _ => null).Write("<code>1,2</code><strong>\u200B<code>3</code></strong>x.");

        Assert.Equal("`1,23`x.", markdown.Replace("\u200B", "", StringComparison.Ordinal));
    }

    // Each sign alone in an element, so that no formula is meant.
    private static string Literal(string words) => Regex.Replace(WebUtility.HtmlEncode(words), @"[\\$]", "<span>$0</span>");

    // White space in HTML means one space; signs that nobody sees are not words.
    private static string Spaced(string words) => Regex.Replace(words, @"[\s\u200B]+", "");

    private static (IEnumerable<QuizDiagnostic> Problems, string Text) Compiled(string markdown)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText($"---\nid: a\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=a -->\n\n{markdown}\n\n### Answer\n\nA\n");
        var model = QuizBinder.Bind(source, diagnostics, Cancellation.Never).Model;
        return (diagnostics.InTextOrder, model.Questions.Count == 1 ? WebUtility.HtmlDecode(Regex.Replace(model.Questions[0].Prompt.Html, "<[^>]*>", "")) : "");
    }
}
