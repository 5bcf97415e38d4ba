// Explains the terms of the laboratory: their first use in each section is a link to their explanation at the end.

using System.Text.RegularExpressions;

namespace QuizKit.Laboratory.Running;

/// <summary>A term.</summary>
/// <param name="Id">The end of its anchor.</param>
/// <param name="Name">How the glossary spells it.</param>
/// <param name="Pattern">The forms in which texts have it, as a regular expression.</param>
/// <param name="Meaning">What it is, for a reader who knows what a neural network is.</param>
internal sealed record GlossaryTerm(string Id, string Name, string Pattern, string Meaning)
{
    public string Anchor => "term-" + Id;
}

internal static class Glossary
{
    /// <summary>The terms. Of two that begin at the same letter the first is meant.</summary>
    public static IReadOnlyList<GlossaryTerm> Terms { get; } =
    [
        new(
            "absorbed", "absorbed", "absorbed",
            "An addend is absorbed (also: swallowed) if adding it does not change a much larger sum: in binary32, 2¹²⁷ + 1 = 2¹²⁷."),
        new(
            "ao", "AO", "AO",
            "Atomic only: a sum in which every work item adds its numbers to one memory cell by atomic additions."),
        new(
            "atomic", "atomic addition", "atomic additions?|atomics|atomic sums?",
            "An addition to a memory cell that no other work item can interrupt. Which work item comes first is up to the schedule, "
            + "and so is the order of the additions."),
        new(
            "binade", "binade", "binades?",
            "The numbers between one power of two and the next; 30 binades are a factor of 2³⁰."),
        new(
            "binary32", "binary32, binary64", "binary(?:32|64)|float(?:32|64)",
            "The formats of IEEE 754 with 24 and 53 significant bits: `float` and `double` in C#. Libraries name them by `float` and the number "
            + "of bits."),
        new(
            "blas", "BLAS", "BLAS",
            "The library of linear algebra that NumPy and PyTorch call for their products, such as OpenBLAS."),
        new(
            "condition", "condition number", "condition numbers?",
            "Σ|x|/|Σx|: how much the addends of a sum cancel. 1 if all have one sign."),
        new(
            "fixed-tree", "fixed tree, FixedTree", "fixed trees?",
            "A sum whose tree depends on the number of addends alone, not on the schedule."),
        new(
            "fused", "fused", "fused|multiply-adds",
            "A fused multiply-add computes a·b + c with one rounding instead of two."),
        new(
            "gamma", "γ(h)", "γ",
            "h·u/(1 − h·u): the largest relative error that h roundings in a row can leave (Higham 2002, lemma 3.1)."),
        new(
            "height", "height of a tree", "heights?",
            "The largest number of additions that one addend goes through: 1 for two addends, n − 1 for n addends from left to "
            + "right."),
        new(
            "launch-shape", "launch shape", "launch shapes?",
            "Into how many groups of how many work items a device divides its work."),
        new(
            "lane", "lane", "lanes?",
            "One of the accumulators that a vectorized sum keeps side by side: with 8 lanes, addend i is added to accumulator i "
            + "modulo 8."),
        new(
            "logit", "logit", "logits?",
            "The output of the last layer, before the sigmoid turns it into a probability."),
        new(
            "normal", "N(0, 1), U(0, 10)", "N\\(0, 1\\)|U\\(0, 10\\)",
            "Random numbers: of the normal distribution with mean 0 and variance 1, and of the uniform one between 0 and 10."),
        new(
            "replay", "replay", "replays?|replayed",
            "The revealed additions, done again on other numbers in the revealed order; the order is proven if every result has the "
            + "bits of the implementation."),
        new(
            "spa", "SPA", "SPA",
            "Single pass with atomics: each group of work items adds its numbers in a tree, then adds its sum to the result by an "
            + "atomic addition."),
        new(
            "sptr", "SPTR", "SPTR",
            "Single pass with tree reduction: as SPA, but the last group adds the sums of all groups, in a tree."),
        new(
            "stride", "stride", "strides?",
            "The distance of the indices of two addends that follow each other in a sum: 1 from left to right, 8 in each of 8 "
            + "lanes."),
        new(
            "tau", "τ", "τ",
            "Kendall's τ, how much two orders agree: 1 if they are equal, −1 if they are opposite, about 0 if they are unrelated."),
        new(
            "tprc", "TPRC", "TPRC",
            "Two passes with the final reduction on the CPU: each group writes its sum, the processor adds them."),
        new(
            "tree", "summation tree", "summation trees?|trees?",
            "A drawing of an order: the addends are its leaves, each addition is a node above the two sums that it adds."),
        new(
            "u", "u", "u",
            "The unit roundoff: the largest relative error of one rounding, 2⁻²⁴ in binary32 and 2⁻⁵³ in binary64."),
        new(
            "ulp", "ulp", "ulps?",
            "Unit in the last place: the distance between a number of a format and the next."),
        new(
            "vc", "Vc", "Vc",
            "The share of the elements of an array whose bits differ (Shanmugavelu et al. 2024)."),
        new(
            "vermv", "Vermv", "Vermv",
            "The mean of |A − B|/|A| over the elements of two arrays (Shanmugavelu et al. 2024)."),
        new(
            "vs", "Vs", "Vs",
            "1 − |S/Sᵈ| of a sum S and that of a fixed order Sᵈ: their relative difference (Shanmugavelu et al. 2024)."),
    ];

    private static readonly Regex Any = new(
        $@"(?<![\p{{L}}\p{{N}}])(?:{string.Join('|', Terms.Select((term, i) => $"(?<t{i}>{term.Pattern})"))})(?![\p{{L}}\p{{N}}])",
        RegexOptions.CultureInvariant);

    /// <summary>Returns sections with links to their terms, and a section with the meaning of each term in them.</summary>
    public static IReadOnlyList<DocumentSection> Explain(IReadOnlyList<DocumentSection> sections)
    {
        var used = sections.SelectMany(section => DocumentBlock.Unfold(section.Pieces)).SelectMany(TextsOf)
            .SelectMany(text => Any.Matches(text)).Select(TermOf).ToHashSet();
        if (used.Count == 0) return sections;
        List<GlossaryTerm> terms = [.. Terms.Where(used.Contains)];
        return
        [
            .. sections.Select(section => section with { Pieces = Link(section.Pieces) }),
            new DocumentSection(
                "glossary",
                "Glossary",
                [
                    new DocumentFields([.. terms.Select(term => (term.Name, new DocumentText(term.Meaning)))])
                    {
                        Anchors = [.. terms.Select(term => term.Anchor)],
                    },
                ]),
        ];
    }

    private static IReadOnlyList<DocumentBlock> Link(IReadOnlyList<DocumentBlock> pieces)
    {
        var linked = new HashSet<GlossaryTerm>();
        return DocumentBlock.Change(pieces, block => block switch
        {
            DocumentText text => text with { Text = LinkText(text.Text) },
            DocumentPlot { Caption: { } caption } plot => plot with { Caption = LinkText(caption) },
            _ => block,
        });

        string LinkText(string text) => string.Concat(TextSpans.Of(text).Select(span =>
            span.IsCode ? $"`{span.Text}`"
            : span.Anchor is not null ? $"[{span.Text}](#{span.Anchor})"
            : Any.Replace(span.Text, match => linked.Add(TermOf(match)) ? $"[{match.Value}](#{TermOf(match).Anchor})" : match.Value)));
    }

    private static GlossaryTerm TermOf(Match match) => Terms[Enumerable.Range(0, Terms.Count).First(i => match.Groups[$"t{i}"].Success)];

    private static IEnumerable<string> TextsOf(DocumentBlock block) => block switch
    {
        DocumentText text => [text.Text],
        DocumentTable table => [table.Caption, .. table.Columns.Select(column => column.Name), .. table.Rows.SelectMany(row => row)],
        DocumentPlot plot =>
            [plot.Caption ?? "", plot.Plot.Title, plot.Plot.XLabel, plot.Plot.YLabel, .. plot.Plot.Series.Select(series => series.Name)],
        _ => [],
    };
}
