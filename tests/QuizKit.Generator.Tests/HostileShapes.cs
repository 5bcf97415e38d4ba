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

    /// <summary>A quiz with the shape as the answer of its only question.</summary>
    public string Quiz(int length) => Head + Write(length) + "\n";

    public override string ToString() => Name;

    internal static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, Math.Max(1, length / part.Length)));

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
