// Pieces that mean something to the compiler, for generators of random quizzes.

namespace QuizKit.Language.Tests;

internal static class MarkdownPieces
{
    public static readonly string[] All =
    [
        " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "words", "Two words. ", "1", "2.5", "é", "汉", "\u00A0", "\u2029", "\uFEFF", "\0", "\uD800",
        "*", "**", "***", "_", "__", "`", "``", "\n```\n", "\n~~~\n", "```cs\nx = 1;\n```", "[", "]", "(", ")", "![", "](", "](u)", "[a](https://x.y)",
        "![a](b.png \"c\")", "[r]", "[a][r]", "\n\n[r]: https://x.y\n\n", "[^1]", "<", ">", "<https://x.y>", "<b>", "</b>", "<!--", "-->", "<?", "?>",
        "<!A", "<![CDATA[", "]]>", "&amp;", "&#65;", "&", "\"", "'", "\\", "\\*", "\\\n", "  \n", "\n- ", "\n* ", "\n1. ", "\n2) ", "\n> ", "\n    ",
        "\n  ", "\n***\n", "\n---\n", "\n===\n", "- [ ] ", "- [x] ", "[x] ", "E[X]", "|", "\n| a | b |\n| --- | :-: |\n| 1 | `x \\| y` |\n", "\n| - |\n",
        "$", "$$", "\n$$\n", "$x^2$", "$`", "`$", "\\(", "\\)", "\\[", "\\]", "\n\\[\n", "\n\\]\n", "\n$$x\n", "y$$\n", "\n```math\nx\n```\n", "$\\frac{a}{b}$", "\\sqrt", "\\sqrt[3]{x}", "\\left(", "\\right)", "{", "}", "^", "~", "#", "\n# ",
        "\n## Question 2\n", "\n### Answer\n", "\n### Erratum\n", "\n#### ", "<!-- claim: a -->", "<!-- claim: b values=\"1, 2\" -->", "<!-- /claim -->",
        "<!-- not-checkable: reason=\"r\" -->", "<!-- /not-checkable -->", "<!-- note -->", "<!-- note: x -->", "<!-- suppress: QK0033 reason=\"r\" -->",
        "<!-- quiz: id=two kind=choice -->", "<!-- erratum: kind=imprecise claim=a -->", "<!-- answer: author=editors -->", "---\n", "id: x\n",
        "language: en\n", "javascript:alert(1)", "<img src=x onerror=alert(1)>",
    ];
}
