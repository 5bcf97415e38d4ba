// Generators of random Markdown: of any pieces in any order, and of constructs that compile.

using CsCheck;

namespace QuizKit.Language.Tests;

internal static class RandomMarkdown
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 8],
        OneOf("a-b", "1.5", "E[X]", "[0, 1)", "x_i", "5 * 3", "a\\*b", "&amp;", "é", "汉字", "don't", "\"so\"", "a\u00A0b", "C#", "i < j", "50%", "!", "~"));

    /// <summary>Pieces that mean something to the compiler, in any order: most of it has errors.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
            Gen.Int[0, MarkdownPieces.All.Length - 1].Select(i => MarkdownPieces.All[i]),
            Gen.String[Gen.Char.AlphaNumeric, 1, 8],
            Gen.String[0, 3])
        .Array[1, 30].Select(pieces => string.Concat(pieces));

    /// <summary>Blocks of well-formed Markdown, nested up to three deep; comments between words among them.</summary>
    public static Gen<string> WellFormed { get; } = Blocks(depth: 3);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Words(int depth)
    {
        var inline = Gen.OneOf(
            Word, Word, Word,
            OneOf("`code`", "`` a`b ``", "$x^2$", "$\\frac{a}{b}$", "\\(x^2\\)", "$`x_1`$", "$a =\nb$", "<https://x.y>", "![words](p.png)", "<!-- note: x -->", "\\\nw", "  \nw", "\nw"));
        if (depth > 0)
        {
            var inner = Words(depth - 1);
            inline = Gen.OneOf(
                inline, inline, inner.Select(words => $"*{words}*"), inner.Select(words => $"**{words}**"),
                inner.Select(words => $"[{words}](https://x.y \"t\")"), inner.Select(words => $"<!-- note -->{words}<!-- note -->"));
        }

        return inline.Array[1, 4].Select(words => "w " + string.Join(" ", words) + " w");
    }

    private static Gen<string> Blocks(int depth)
    {
        var paragraph = Words(2);
        var block = Gen.OneOf(
            paragraph, paragraph,
            OneOf("```cs\nx = 1;\n```", "$$\nx + 1\n$$", "\\[\nx\n+ 1\n\\]", "$$x\n= y$$", "```math\nx^2\n```", "***", "<!-- note: words -->"),
            Gen.Select(Word, Word, (a, b) => $"| a | {a} |\n| --- | :-: |\n| `x` | {b} |"));
        if (depth > 0)
        {
            var inner = Blocks(depth - 1);
            block = Gen.OneOf(
                block, block, inner.Select(text => "> " + text.Replace("\n", "\n> ", StringComparison.Ordinal)), List(inner, "- "), List(inner, "1. "));
        }

        return block.Array[1, 3].Select(blocks => string.Join("\n\n", blocks));
    }

    private static Gen<string> List(Gen<string> item, string marker) =>
        item.Select(text => marker + text.Replace("\n", "\n" + new string(' ', marker.Length), StringComparison.Ordinal))
            .Array[1, 3].Select(items => string.Join("\n", items));
}
