// The report on a difference: its causes, the smallest inputs that show each, and the orders of both functions.

using System.Globalization;
using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Differences;

internal static class DifferenceSection
{
    private const int MostNumbers = 12;

    /// <summary>Returns the sections of a report.</summary>
    public static IReadOnlyList<DocumentSection> Of(DifferenceReport report) =>
    [
        .. report.Causes.Select(cause => new DocumentSection(
            cause.Cause.ToString().ToLowerInvariant(), TitleOf(cause.Cause), Cause(report, cause))),
        .. report.Orders.Count == 0 ? System.Array.Empty<DocumentSection>() :
        [
            new DocumentSection(
                "orders", "Both orders",
                [
                    .. report.Orders.Select(order => new DocumentText($"`{order.Target}`: {OrderSection.Describe(order)}.")),
                    .. PartialSums(report.Orders) is { } sums ? [new DocumentText(sums)] : System.Array.Empty<DocumentBlock>(),
                    .. report.Orders.Where(order => order is { Tree: not null, SameAs: null })
                        .Select(order => new DocumentTree(order.Target, order.Tree!)),
                ]),
        ],
        .. report.Notes.Count == 0 ? System.Array.Empty<DocumentSection>() :
            [new DocumentSection("notes", "Notes", [.. report.Notes.Select(note => new DocumentText(note))])],
    ];

    /// <summary>The conclusion in one sentence.</summary>
    public static string Summary(DifferenceReport report)
    {
        var causes = string.Join(" and ", report.Causes.Select(cause => NameOf(cause.Cause)).Distinct());
        return report.Causes.Count > 0 ? $"`{report.First}` and `{report.Second}` differ by {causes}."
            : report.Different > 0
                ? $"`{report.First}` and `{report.Second}` differ, but no cause was isolated: {ShareOf(report)}."
                : $"`{report.First}` and `{report.Second}` agree on {NumberText.Of(report.Compared, "random input")}; a difference on 1 of "
                    + Invariant($"{SeenDifference(report.Compared):N0} such inputs would be missed with a chance of 1 %.");
    }

    /// <summary>Returns n such that a difference on one input of n is missed with a chance of 1 %: (1 − 1/n)^inputs = 0.01.</summary>
    private static int SeenDifference(int inputs) => (int)Math.Max(1, 1 / (1 - Math.Pow(0.01, 1.0 / inputs)));

    /// <summary>How many of the random inputs differ.</summary>
    public static string ShareOf(DifferenceReport report) =>
        $"{NumberText.Of(report.Different)} of {NumberText.Of(report.Compared, "random input")}";

    private static List<DocumentBlock> Cause(DifferenceReport report, CauseFinding cause)
    {
        var witness = cause.Witness;
        var isOne = cause.Cause == DifferenceCause.Nondeterminism;
        return
        [
            new DocumentText(cause.Evidence),
            new DocumentText("The smallest inputs found that show it:"),
            new DocumentFields(
            [
                .. witness.Inputs.Select(
                    (input, i) => (Invariant($"input {i + 1}, {string.Join("×", input.Shape)}"), new DocumentText(Numbers(input)))),
                (isOne ? "one result" : report.First, new DocumentText(Number(witness.First) + At(witness))),
                (isOne ? "another result" : report.Second, new DocumentText(Number(witness.Second) + At(witness))),
            ]),
        ];
    }

    /// <summary>Names a partial sum of each order that the other does not have, since the same words describe many orders.</summary>
    private static string? PartialSums(IReadOnlyList<OrderFinding> orders) =>
        orders is [{ Tree: { } first }, { Tree: { } second }]
        && OrderWords.PartialSumOnlyIn(first, second) is { } inFirst && OrderWords.PartialSumOnlyIn(second, first) is { } inSecond
            ? $"Numbers are counted from 0. `{orders[0].Target}` has the partial sum {SumOf(inFirst)}, and `{orders[1].Target}` has not; "
                + $"that has {SumOf(inSecond)}."
            : null;

    private static string SumOf(SummationTree sum) =>
        sum.LeafCount <= MostNumbers ? $"`{sum}`" : $"of {NumberText.Of(sum.LeafCount, "number")} from {sum.InPostorder().First().Leaf} on";

    private static string At(DifferenceWitness witness) => witness.Index == 0 ? "" : Invariant($" (result {witness.Index + 1})");

    private static string Numbers(WitnessArray input)
    {
        var text = string.Join(", ", input.Values.Take(MostNumbers).Select(value => Number(value)));
        return input.Values.Count <= MostNumbers ? $"[{text}]" : $"[{text}, …]";
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    /// <summary>A result, as a number of binary32 where it is one.</summary>
    private static string Number(double value) =>
        (float)value == value ? Number((float)value) : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string NameOf(DifferenceCause cause) => cause switch
    {
        DifferenceCause.Nondeterminism => "nondeterminism",
        DifferenceCause.Batch => "the batch",
        DifferenceCause.Format => "the format",
        DifferenceCause.Function => "the function",
        DifferenceCause.Fusion => "fusion",
        _ => "the order of additions",
    };

    private static string TitleOf(DifferenceCause cause) => cause switch
    {
        DifferenceCause.Nondeterminism => "Nondeterminism: the same inputs give several results",
        DifferenceCause.Batch => "Batch: a row depends on how many there are",
        DifferenceCause.Format => "Format: one has fewer bits",
        DifferenceCause.Function => "Function: they compute something else",
        DifferenceCause.Fusion => "Fusion: one rounds a product, the other does not",
        _ => "Order: the same numbers are added in another order",
    };
}
