// What is read without Markdig means what it means to Markdig.

using CsCheck;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Formulas;
using QuizKit.Language.Markdown;
using QuizKit.Language.Rendering;
using QuizKit.Language.Syntax;
using QuizKit.Language.Text;
using Xunit;

namespace QuizKit.Language.Tests;

public sealed class SimpleMarkdownTests
{
    private static readonly string[] Pieces =
    [
        "a", "Word", "1", "12", ".", ",", ":", ")", "(", " ", " ", " ", "\n", "\n\n", "*", "**", "*a*", "**b**", "`", "`code`", "$", "$x^2$",
        "$a < b$", @"$\frac{1}{2}$", @"$\text{if } x$", "-", "=", "+", "!", "?", "\"", "'", "/", "%", "é", "—", "http://a", "www.example.org", "{", "[", "]", "\\", "_",
        "\n- ", "- ", "- item", "\n\n- item\n- *two*", "[a](https://a.b/c_d)", " [two words](http://a?b=c#d)", "](", "](http://a)", "[", "#", "$a%$", "$x^$", @"$\foo$",
    ];

    [Theory]
    [InlineData("Words.", true)]
    [InlineData("Words of *two* lines,\nwith $x^2$ and `code`.\n\nAnother **paragraph**.", true)]
    [InlineData("- item", true)]
    [InlineData("- item\n- another with $x^2$\n\nWords.", true)]
    [InlineData("Words with [two words](https://example.com/a_b?c=d#e), and more.", true)]
    [InlineData("- item\n\n- another", false)]
    [InlineData("- item\n  goes on", false)]
    [InlineData("- [ ] task", false)]
    [InlineData("- - item", false)]
    [InlineData("words\n- item", false)]
    [InlineData("a ![picture](http://a)", false)]
    [InlineData("a [link](http://a \"title\")", false)]
    [InlineData("a [*link*](http://a)", false)]
    [InlineData("1. item", false)]
    [InlineData("# heading", false)]
    [InlineData("a | b", false)]
    [InlineData("a [link](b)", false)]
    [InlineData("a $5 and $6", false)]
    [InlineData("    code", false)]
    [InlineData("a\n---", false)]
    [InlineData("a :smile: b", false)]
    public void Nothing_but_words_emphasis_links_code_formulas_and_lists_of_lines_is_simple(string markdown, bool isSimple) =>
        Assert.Equal(isSimple, SimpleMarkdown.Write(markdown, isLine: true, Cancellation.Never) is not null);

    [Fact]
    public void What_is_simple_has_the_HTML_that_Markdig_gives_it_and_no_slip_outside_of_formulas()
    {
        var simple = 0;
        var any = Gen.Int[0, Pieces.Length - 1].Array[1, 12].Select(indexes => string.Concat(indexes.Select(index => Pieces[index])));
        Assert.All(
            RandomCases.Of(any, Thorough.Count(100_000, few: 20_000)),
            markdown =>
            {
                if (SimpleMarkdown.Write(markdown, isLine: true, Cancellation.Never) is not { } html) return;
                simple++;
                Assert.Equal(HtmlOf(markdown), html);
                var diagnostics = new DiagnosticBag();
                ProseReader.ReadAlone(markdown, diagnostics, Cancellation.Never);
                Assert.All(diagnostics.InTextOrder, slip => Assert.Contains(Formulas(markdown), formula => formula.Contains(slip.Span)));
            });
        Assert.True(simple > 500, $"{simple} of the texts were simple.");
    }

    private static IEnumerable<TextSpan> Formulas(string markdown) =>
        MarkdownParser.Parse(markdown, Cancellation.Never).Descendants<MathInline>().Select(math => TextSpan.FromBounds(math.Span.Start, math.Span.End + 1));

    private static string HtmlOf(string markdown)
    {
        var blocks = MarkdownParser.Parse(markdown, Cancellation.Never);
        var formulas = blocks.Descendants<MathInline>().ToDictionary(
            math => (MarkdownObject)math, math => (TexNode)new TexWords(math.Content.ToString()));
        return ProseHtml.Write(
            new Passage(markdown, new TextSpan(0, markdown.Length), [.. blocks], IsLine: true, [], formulas, [], Cancellation.Never));
    }
}
