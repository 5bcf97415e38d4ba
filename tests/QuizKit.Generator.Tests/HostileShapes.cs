// Shapes that have overflowed a stack or taken far more time than their length, each at any length.

using System.Globalization;
using System.Text;

namespace QuizKit.Generator.Tests;

/// <param name="Name">What it is.</param>
/// <param name="Write">Writes an answer of about so many characters.</param>
internal sealed record HostileShape(string Name, Func<int, string> Write)
{
    private const string Head = "---\nid: hostile\nlanguage: en\n---\n# A\n\n## Question 1\n<!-- quiz: id=one -->\n\nWhat?\n\n### Answer\n\n";

    /// <summary>What nests without an end: each is an error at any great length.</summary>
    public static IReadOnlyList<HostileShape> Nested { get; } =
    [
        new("degrees of roots", length => "$" + Repeat(@"\sqrt[", length) + "x$"),
        new("closed degrees of roots", length => "$" + Repeat(@"\sqrt[", length / 2) + Repeat("1]2", length / 2) + "$"),
        new("squares of brackets", length => "$" + Repeat("(a", length / 3) + Repeat(")^2", length / 2) + "$"),
        new("braces", length => "$" + Repeat("{", length / 2) + Repeat("}", length / 2) + "$"),
        new("fractions", length => "$" + Repeat(@"\frac1", length) + "2$"),
        new("large fractions", length => "$" + Repeat(@"\dfrac1", length) + "2$"),
        new("binomials", length => "$" + Repeat(@"\binom1", length) + "2$"),
        new("stacks", length => "$" + Repeat(@"\underset a", length) + " x$"),
        new("braces below", length => "$" + Repeat(@"\underbrace", length) + " x$"),
        new("styles", length => "$" + Repeat(@"\displaystyle", length) + " x$"),
        new("environments", length => "$" + Repeat(@"\begin{cases}", length / 2) + Repeat(@"\end{cases}", length / 2) + "$"),
        new("accents", length => "$" + Repeat(@"\hat", length) + " x$"),
        new("fences", length => "$" + Repeat(@"\left(", length / 2) + Repeat(@"\right)", length / 2) + "$"),
        new("subscripts", length => "$" + Repeat("x_{", length / 2) + Repeat("}", length / 2) + "$"),
        new("brackets in braces", length => "$" + Repeat("{(", length / 2) + Repeat(")^2}", length / 2) + "$"),
        new("stars around a word", length => Repeat("*", length / 2) + "a" + Repeat("*", length / 2)),
        new("underscores around a word", length => Repeat("_", length / 2) + "a" + Repeat("_", length / 2)),
        new("two kinds of emphasis", length => Repeat("_a *b ", length / 2) + "c" + Repeat("* d_ ", length / 2)),
        new("emphasis in strong emphasis", length => Repeat("*a **b ", length / 2) + "c" + Repeat("** d* ", length / 2)),
        new("open emphasis", length => Repeat("*a ", length)),
        new("emphasized words", length => Repeat("*a* ", length)),
        new("open brackets", length => Repeat("[", length) + "a"),
        new("closed brackets", length => Repeat("[", length / 2) + "a" + Repeat("]", length / 2)),
        new("open pictures", length => Repeat("![a", length)),
        new("pictures in pictures", length => Repeat("![", length / 3) + "a" + Repeat("](u)", length / 2)),
        new("links in links", length => Repeat("[a](", length)),
        new("CDATA", length => "a" + Repeat("<![CDATA[", length)),
        new("processing instructions", length => "a" + Repeat("<?", length)),
        new("declarations", length => "a" + Repeat("<!A ", length)),
        new("open comments", length => "a" + Repeat("<!--", length)),
        new("quotations", length => Repeat(">", length) + " a"),
        new("quotations and lazy lines", length => Repeat(">", length / 2) + " a\n" + Repeat("b\n", length / 2)),
        new("lists", length => Repeat("- ", length) + "a"),
        new("numbered lists", length => Repeat("1. ", length) + "a"),
        new("indented lists", IndentedLists),
        new("lists in quotations", length => Repeat("> - ", length) + "a"),
        new("a table with one wide row", length => Repeat("|a", length / 3) + "\n" + Repeat("|-", length / 3) + "\n" + Repeat("|\n", length / 3)),
        new("claims in claims", NestedClaims),
    ];

    /// <summary>What repeats without an end, and is no deeper than any quiz.</summary>
    public static IReadOnlyList<HostileShape> Repeated { get; } =
    [
        new("words", length => Repeat("word ", length)),
        new("lines", length => Repeat("a\n", length)),
        new("paragraphs", length => Repeat("a\n\n", length)),
        new("formulas", length => Repeat(@"$\frac{x_1}{2}$ ", length)),
        new("a long formula", length => "$" + Repeat("x+", length) + "x$"),
        new("displayed formulas", length => Repeat("$$\nx\n$$\n\n", length)),
        new("unknown commands", length => "$" + Repeat(@"\abcde ", length) + "x$"),
        new("dollar signs", length => Repeat("It costs $5 ", length)),
        new("dollar signs alone", length => Repeat("a $ ", length)),
        new("pairs of dollar signs", length => Repeat("$$x\n", length)),
        new("dollar signs and backticks", length => Repeat("$`a ", length)),
        new("words in open formulas", length => Repeat(@"$\text{a ", length)),
        new("open brackets with backslashes", length => Repeat(@"\(a \[b ", length)),
        new("open displayed formulas", length => Repeat("\\[ a\n", length)),
        new("closed and opened dollar signs", length => Repeat("a $x $ y\n", length)),
        new("formulas cut off", length => Repeat("a $x\n- b\n", length)),
        new("formulas over lines", length => Repeat("$a\n+b$ ", length)),
        new("claims in paragraphs", length => Numbered(length, "A <!-- claim: c{0} -->b<!-- /claim -->\n\n")),
        new("claims in a list", length => Numbered(length, "- A <!-- claim: c{0} -->b<!-- /claim -->\n")),
        new("claims in a claim", length => "A <!-- claim: all -->\n\n" + Numbered(length, "A <!-- claim: c{0} -->b<!-- /claim -->\n\n") + "b<!-- /claim -->"),
        new("claims without an erratum", length => Numbered(length, "A <!-- claim: c{0} expect=refuted -->b<!-- /claim -->\n\n")),
        new("a table", length => "| a | b |\n| - | - |\n" + Repeat("| a | b |\n", length)),
        new("items", length => Repeat("- a\n", length)),
        new("numbers", length => Numbered(length, "{0} ")),
        new("values", length => $"A <!-- claim: c values=\"{Numbered(length / 2, "{0},")}0\" -->{Numbered(length / 2, "{0} ")}<!-- /claim -->"),
        new("links", length => Repeat("[a](https://example.org)\n\n", length)),
        new("dead anchors", length => Numbered(length / 2, "[a](#question-{0})\n\n") + Numbered(length / 2, "## Question {0}\n")),
        new("dead errata", length => Numbered(length / 2, "A <!-- claim: c{0} -->b<!-- /claim -->\n\n")
            + $"### Erratum\n<!-- erratum: kind=imprecise claim=\"{Numbered(length / 2, "d{0},")}c0\" -->\n\nA word.\n"),
        new("suppressions", length => Repeat("A <!-- suppress: QK0033 reason=x -->\n\n", length)),
        new("used suppressions", length => "B.\n\n" + Numbered(
            length, "## Question {0}\n<!-- quiz: id=q{0} -->\n[a](dead) <!-- suppress: QK0033 reason=x -->\n### Answer\nB.\n")),
        new("tags", length => $"B.\n\n## Question 2\n<!-- quiz: id=two tags=\"{Numbered(length, "t{0}x,")}z\" -->\nA?\n### Answer\nB.\n"),
        new("choices", length => $"B.\n\n## Question 2\n<!-- quiz: id=two kind=choice -->\nA?\n\n{Repeat("- [x] a\n", length)}\n### Answer\nB.\n"),
        new("definitions of links", length => Repeat("[a]: b\n", length)),
        new("addresses without an end", length => Repeat("[a](b (", length)),
        new("runs of backticks", length => string.Concat(Enumerable.Range(1, (int)Math.Sqrt(2 * length)).Select(run => new string('`', run) + "a"))),
    ];

    /// <summary>A quiz with the shape as the answer of its only question.</summary>
    public string Quiz(int length) => Head + Write(length) + "\n";

    public override string ToString() => Name;

    internal static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, Math.Max(1, length / part.Length)));

    private static string Numbered(int length, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++) text.Append(format.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return text.ToString();
    }

    private static string IndentedLists(int length)
    {
        var text = new StringBuilder();
        for (var indent = 0; text.Length < length; indent += 2) text.Append(' ', indent).Append("- a\n");
        return text.ToString();
    }

    private static string NestedClaims(int length)
    {
        var count = Math.Max(1, length / 40);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $"a<!-- claim: c{i} -->b ");
        return text.Append(Repeat("c<!-- /claim --> ", count * 17)).ToString();
    }
}
